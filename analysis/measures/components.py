"""Components: how much of where people lean lies in the person, and how much in the situation.

The positions of the same people in the same situations differ for three reasons: some people lean further
towards growth throughout (*person*), some situations pull everybody towards fixed (*situation*), and some
people are pulled by some situations (*residual*: the person in the situation, with the noise of two items,
which cannot be told apart). A large share of situations says: look at what happens there, not at who people
are.

A generalization study with one facet, from the mean squares of a two-way table without repetition. It
asks what would hold for other people and other situations like these, so it knows no roster.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.errors import Fault, ToolkitError
from analysis.measures.estimates import BEYOND_CHANCE, Floats, check_confidence
from analysis.measures.urn import draw_interval

__all__ = [
    "QUANTITIES",
    "ComponentShares",
    "Components",
    "complete_rows",
    "component_shares",
    "resampled_variances",
    "variance_components",
]

QUANTITIES = ("person", "situation", "residual", "relative", "absolute")

INTERVAL_FROM = 10
"""From so many complete persons on, an interval is given."""

RESAMPLES = 2000
BLOCK_NUMBERS = 2_000_000
# What is smaller than this beside the largest mean square is the rounding of a difference of means.
ROUNDING = 1e-12

METHOD = "mean squares of persons by situations; persons drawn anew (Brennan 2001)"
NOBODY_COMPLETE = "nobody answered in every situation"
ONE_PERSON = "one person alone: nothing to compare with"
ONE_SITUATION = "one situation alone: nothing to compare with"
ALL_ALIKE = "everybody stands in the same place in every situation: nothing to share out"
FEW = f"no interval under {INTERVAL_FROM} people"
SAME_PROFILE = "everybody has the same profile: nothing to tell people apart by"
BELOW_NAMES = ("people", "situations")
BELOW_ZERO = "the variance of {} came out below 0 and counts as 0"


class ComponentShares(NamedTuple):
    """The shares of the three variances, 0–1; they add up to 1."""

    person: float
    situation: float
    residual: float


@dataclass(frozen=True)
class Components:
    """The variance of persons, situations and the rest, in squared units of what came in.

    `shares` of their sum; `relative`: how well the order of persons, `absolute`: how well their level, would
    be found again in other situations, 0–1; `n` complete persons. What is not computable is NaN, and `note`
    says why; it also says where a variance came out below 0.
    """

    person: float
    situation: float
    residual: float
    shares: ComponentShares
    relative: float
    absolute: float
    n: int
    note: str


class _Variances(NamedTuple):
    """The three variances before any is raised to 0; numbers, or arrays over resamples."""

    person: Floats
    situation: Floats
    residual: Floats


class _Sums(NamedTuple):
    """Sums over persons; numbers and an array over situations, or the same over resamples."""

    of_squared_means: Floats
    of_squares: Floats
    of_situations: Floats


def variance_components(matrix: ArrayLike) -> Components:
    """The variance between persons, between situations, and of persons within situations.

    `matrix` is (persons × situations), for example positions from 0 to 100. With mean squares MS over p
    persons and s situations: person = (MSₚ - MSₚₛ)/s, situation = (MSₛ - MSₚₛ)/p, residual = MSₚₛ; below 0
    counts as 0 and is noted. relative = person/(person + residual/s), absolute = person/(person +
    (situation + residual)/s).

    Missing answers
    ---------------
    Only complete persons count: a row with a NaN or a negative code is left out. Fewer than two of them, or
    one situation, or no differences at all: blank, with a note.

    Raises `ToolkitError` unless `matrix` has two dimensions and no endless value.
    Sources: Shavelson & Webb 1991, Generalizability Theory, ch. 3; Brennan 2001, Generalizability Theory, ch. 2.

    >>> found = variance_components([[20, 40], [60, 70], [50, 70]])
    >>> round(found.person, 1), round(found.situation, 1), round(found.residual, 1), found.n
    (350.0, 133.3, 16.7, 3)
    """
    rows = complete_rows(matrix)
    if why := _why_not(rows):
        blank = ComponentShares(np.nan, np.nan, np.nan)
        return Components(*blank, blank, np.nan, np.nan, len(rows), why)
    found = _variances(_sums(rows), len(rows))
    raised = _Variances(*(np.maximum(value, 0) for value in found))
    *shares, relative, absolute = (float(value) for value in _ratios(raised, rows.shape[1]))
    person, situation, residual = (float(value) for value in raised)
    return Components(
        person, situation, residual, ComponentShares(*shares), relative, absolute, len(rows), _note(found)
    )


def component_shares(matrix: ArrayLike, seed: int, confidence: float = 0.95) -> pd.DataFrame:
    """The shares of `variance_components` and both coefficients, each with an interval.

    `matrix` as there. One row per `quantity`: the shares `person`, `situation` and `residual`, then `relative` and
    `absolute`. Columns: `quantity`, `share` (0-1), `low`, `high`, `confidence`, `n` (complete persons), `incomplete`
    (persons left out), `situations`, `question`, `method`, `note`.

    The interval is equal-tailed over `RESAMPLES` in which as many persons are drawn anew, from `seed`, each
    corrected for drawing from a sample: person and residual times p/(p - 1), situation less residual/(p - 1).
    The same persons in another order give the same interval. It does not count the choice of situations.

    Missing answers
    ---------------
    As in `variance_components`. Under ten complete persons there is no interval, and the note says so.

    Raises `ToolkitError` as there, and for a confidence outside 0 … 1.
    Source: Brennan 2001, Generalizability Theory, ch. 6; Wiley 2001, on the correction.

    >>> component_shares([[20, 40], [60, 70], [50, 70]], seed=1).loc[:2, ["quantity", "share", "n", "note"]].round(2)
        quantity  share  n                          note
    0     person   0.70  3  no interval under 10 people
    1  situation   0.27  3  no interval under 10 people
    2   residual   0.03  3  no interval under 10 people
    """
    check_confidence(confidence)
    found, rows = variance_components(matrix), complete_rows(matrix)
    computable = not np.isnan(found.shares.person)
    low, high = _interval(rows, seed, confidence) if computable and found.n >= INTERVAL_FROM else [[np.nan] * 5] * 2
    few = [FEW] if computable and found.n < INTERVAL_FROM else []
    return pd.DataFrame(
        {
            "quantity": QUANTITIES,
            "share": [*found.shares, found.relative, found.absolute],
            "low": low,
            "high": high,
            "confidence": confidence,
            "n": found.n,
            "incomplete": len(np.asarray(matrix)) - found.n,
            "situations": rows.shape[1],
            "question": BEYOND_CHANCE,
            "method": METHOD,
            "note": "; ".join([*filter(None, [found.note]), *few]),
        }
    )


def complete_rows(matrix: ArrayLike) -> Floats:
    """The rows of a matrix without a blank (NaN or a negative code), in an order of their own.

    Raises `ToolkitError` unless it has two dimensions and no endless value.

    >>> complete_rows([[70, 20], [50, -1], [40, 90]]).tolist()
    [[40.0, 90.0], [70.0, 20.0]]
    """
    values = np.asarray(matrix, dtype=float)
    if values.ndim != 2:
        fault = Fault("matrix", f"{values.ndim} dimensions", "persons in rows, situations in columns", "Lay it out so.")
        raise ToolkitError("Components need a table.", [fault])
    if np.isinf(values).any():
        fault = Fault("matrix", "an endless value", "numbers from 0, or a blank", "Leave the value blank.")
        raise ToolkitError("Components need a table of numbers.", [fault])
    complete = values[(values >= 0).all(axis=1)]
    return complete[np.lexsort(complete.T[::-1])] if complete.size else complete


def resampled_variances(rows: Floats, weights: Floats) -> Floats:
    """The variances of persons, situations and the rest in resamples of persons, corrected: (resamples × 3).

    `rows` are complete (persons × situations); `weights` (resamples × persons) how often each person was drawn, as
    many in all as there are persons. None is raised to 0, so that over all possible draws their mean is what
    `variance_components` finds.

    Source: Brennan 2001, Generalizability Theory, ch. 6.

    >>> resampled_variances(np.array([[20.0, 40], [60, 70], [50, 70]]), np.ones((1, 3))).round(1).tolist()
    [[525.0, 125.0, 25.0]]
    """
    persons = len(rows)
    person, situation, residual = _variances(_sums(rows, weights), persons)
    grow = persons / (persons - 1)
    return np.column_stack([person * grow, situation - residual / (persons - 1), residual * grow])


def _why_not(rows: Floats) -> str:
    if not rows.size:
        return NOBODY_COMPLETE
    if len(rows) == 1:
        return ONE_PERSON
    return ONE_SITUATION if rows.shape[1] == 1 else ""


def _note(found: _Variances) -> str:
    if not any(found):
        return ALL_ALIKE
    notes = [BELOW_ZERO.format(name) for name, value in zip(BELOW_NAMES, found[:2], strict=True) if value < 0]
    if found.person <= 0 and not found.residual:
        notes.append(SAME_PROFILE)
    return "; ".join(notes)


def _sums(rows: Floats, weights: Floats | None = None) -> _Sums:
    """The sums that mean squares are made of; one of each, or one for each row of `weights`.

    Differences to one cell are exact where all are alike, and keep large numbers from cancelling out.
    """
    apart = rows - rows[0, 0]
    apart = apart - apart.mean()
    means = apart.mean(axis=1)
    parts = np.column_stack([means**2, (apart**2).sum(axis=1), apart])
    sums = (np.ones(len(rows)) if weights is None else weights) @ parts
    return _Sums(sums[..., 0], sums[..., 1], sums[..., 2:])


def _variances(sums: _Sums, persons: int) -> _Variances:
    """The variances, before any below 0 is raised, of `persons` persons."""
    situations = sums.of_situations.shape[-1]
    means = sums.of_situations / persons
    grand = means.mean(axis=-1)
    of_persons = situations * (sums.of_squared_means - persons * grand**2)
    of_situations = persons * ((means - grand[..., np.newaxis]) ** 2).sum(axis=-1)
    whole = sums.of_squares - persons * situations * grand**2
    ms_person = of_persons / (persons - 1)
    ms_situation = of_situations / (situations - 1)
    ms_rest = (whole - of_persons - of_situations) / ((persons - 1) * (situations - 1))
    # Smaller than this is what rounding leaves of nothing.
    least = ROUNDING * np.maximum(np.maximum(ms_person, ms_situation), ms_rest)
    rest = _settled(ms_rest, least)
    return _Variances(
        _settled(ms_person - rest, least) / situations, _settled(ms_situation - rest, least) / persons, rest
    )


def _settled(values: Floats, least: Floats) -> Floats:
    return np.where(np.abs(values) <= least, 0.0, values)


def _ratios(variances: _Variances, situations: int) -> list[Floats]:
    """The three shares and both coefficients; NaN where there is nothing to share out."""
    person, situation, residual = variances
    whole = person + situation + residual
    shares = [_share(part, whole) for part in variances]
    relative = _share(person, person + residual / situations)
    return [*shares, relative, _share(person, person + (situation + residual) / situations)]


def _share(part: Floats, whole: Floats) -> Floats:
    return part / np.where(whole > 0, whole, np.nan)


def _interval(rows: Floats, seed: int, confidence: float) -> tuple[Floats, Floats]:
    drawn = np.concatenate([_resampled(rows, weights) for weights in _weights(len(rows), seed)])
    # Where by chance nobody differs in a resample, there is nothing to share out, and it cannot count.
    low, high = np.full((2, len(QUANTITIES)), np.nan)
    for number, column in enumerate(drawn.T):
        if len(known := column[~np.isnan(column)]):
            low[number], high[number] = draw_interval(known, confidence)
    return low, high


def _weights(persons: int, seed: int) -> Iterator[Floats]:
    """How often each person is drawn, in blocks of (resamples × persons)."""
    rng = np.random.default_rng(seed)
    block = max(1, BLOCK_NUMBERS // persons)
    for start in range(0, RESAMPLES, block):
        size = min(block, RESAMPLES - start)
        drawn = rng.integers(persons, size=(size, persons)) + np.arange(size)[:, np.newaxis] * persons
        yield np.bincount(drawn.ravel(), minlength=size * persons).reshape(size, persons).astype(float)


def _resampled(rows: Floats, weights: Floats) -> Floats:
    """The five quantities of each resample (resamples × 5)."""
    drawn = resampled_variances(rows, weights)
    return np.column_stack(_ratios(_Variances(*np.maximum(drawn, 0).T), rows.shape[1]))
