"""Distributions: how a group spreads over the continuum, told as coarsely as its size demands.

Of fewer than `SPREAD_FROM` people only how many stand in each band, and a median rounded to ten points. From
so many on, also quartiles and twenty dots, each for a twentieth of the group. They are read from a histogram
and not from the people: ten classes of ten points, in each of which people count as spread evenly. So no dot is a
person, and the lowest and the highest position are nowhere told.

What is computed here comes from person rows and stays inside the protected room until it is released.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.errors import Fault, ToolkitError
from analysis.guide import Guide
from analysis.measures.camps import agreement_a, class_counts
from analysis.measures.estimates import DESCRIBES, NOBODY, Floats
from analysis.measures.groups import group_values, scope_suffixes, with_groups
from analysis.measures.pooled import known_values
from analysis.tally import BANDS

__all__ = [
    "CLASSES",
    "DOT_SHARES",
    "QUARTILES",
    "SPREAD_FROM",
    "TOO_FEW",
    "Histogram",
    "class_quantiles",
    "distributions",
    "histogram",
    "quantile_edges",
    "rounded_median",
]

DOTS = 20
DOT_SHARES = tuple((dot + 0.5) / DOTS for dot in range(DOTS))
"""The share of the people below each dot, half of the dot's own counted in."""

QUARTILES = (0.25, 0.5, 0.75)
SPREAD_FROM = 20
"""From so many people on, quartiles and dots are given."""

CLASSES = 10
MEDIAN_STEP = 10
DECIMALS = 9
METHOD = "counts, median rounded to 10; quartiles and dots from classes of 10 points"
TOO_FEW = f"no quartiles and no dots under {SPREAD_FROM} people"


class Histogram(NamedTuple):
    """Classes on the continuum: one `edges` more than `people`, from 0 to 100."""

    edges: NDArray[np.int64]
    people: NDArray[np.int64]


def distributions(positions: pd.DataFrame, guide: Guide, cohort: str) -> pd.DataFrame:
    """How the groups of one cohort column spread over the continuum, overall and in each situation.

    `positions` is the frame of `person_positions`; `cohort` a column of the guide, `leads`, or `all`. One row per
    value and scope (`overall` or a situation). Columns: `cohort`, `value`, `scope`, `n` (people with a position),
    `unscored`, `fixed`, `mixed`, `growth` (people; their shares and intervals: `band_shares`), `median` (0-100,
    rounded to 10), `quartile_1`, `quartile_2`, `quartile_3`, `dots` (20 rising numbers, or none), `agreement` (van
    der Eijk's A on six classes: split camps), `question`, `method`, `note`.

    A dot is not a person: within a class of ten points dots are spread evenly, wherever its people stand. Where as
    many stand below a gap as above it, the median lies in the middle of the gap, where nobody may be.

    Missing answers
    ---------------
    Who has no position counts in `unscored`; who left the cohort column blank is in no group. Under 20 people
    quartiles are blank and dots are none; where nobody answered, all is blank. The note says which.

    Raises `ToolkitError` for a cohort column that the guide does not have.

    >>> from analysis.guide import load_guide
    >>> guide = load_guide()
    >>> scopes = ["", *(f"_{situation}" for situation in guide.situations)]
    >>> people = pd.DataFrame({f"position{scope}": [30.0, 50, 55, 90] for scope in scopes})
    >>> people = people.assign(**{f"band{scope}": ["fixed", "mixed", "mixed", "growth"] for scope in scopes})
    >>> table = distributions(people.assign(role="leader"), guide, "role")
    >>> table.loc[[0], ["value", "scope", "n", "mixed", "median", "note"]]
        value    scope  n  mixed  median                                      note
    0  leader  overall  4      2    50.0  no quartiles and no dots under 20 people
    """
    values = group_values(guide, cohort)
    people = with_groups(positions, guide, cohort)
    rows = []
    for value in values:
        group = people[people[cohort] == value]
        for scope, suffix in scope_suffixes(guide).items():
            keys = {"cohort": cohort, "value": value, "scope": scope}
            rows.append(keys | _describe(group, suffix))
    return pd.DataFrame(rows)


def rounded_median(positions: ArrayLike) -> float:
    """The median, rounded to ten points, a half to the even ten; blank for nobody.

    Missing answers
    ---------------
    NaN and negative codes are left out.

    >>> rounded_median([62, 48, 71]), rounded_median([30, 40])
    (60.0, 40.0)
    """
    known = known_values(positions, "positions")
    if not known.size:
        return np.nan
    return float(MEDIAN_STEP * np.round(np.round(np.median(known), DECIMALS) / MEDIAN_STEP))


def histogram(positions: ArrayLike) -> Histogram:
    """The people in each of the ten classes of ten points.

    An edge belongs to the class nearer to the middle, and 50 to the lower one, so that no class is cut by a band.

    Missing answers
    ---------------
    NaN and negative codes are left out.

    Raises `ToolkitError` for a position above 100.

    >>> histogram([15, 35, 38, 45, 100]).people.tolist()
    [0, 1, 0, 2, 1, 0, 0, 0, 0, 1]
    """
    return Histogram(np.arange(CLASSES + 1) * (100 // CLASSES), class_counts(positions, CLASSES))


def quantile_edges(least: ArrayLike, most: ArrayLike, at: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Between which edges the positions lie below which the shares `at` of the people stand.

    `least` and `most` are the fewest and the most people who may stand below each edge, rising from 0 to all;
    where counts are exact, both are the same. A quantile lies above the last edge below which surely fewer
    people stand than the share says, and below the first edge below which surely more do. So where a share falls
    between two people, the quantile lies between the outer edges of both, and what is said of one end of the
    continuum is said alike of the other.

    Ten and ten people in two classes, and then 9 to 11 in the first:

    >>> [edge.tolist() for edge in quantile_edges([0, 10, 20], [0, 10, 20], [0.25, 0.5, 0.75])]
    [[0, 0, 1], [1, 2, 2]]
    >>> [edge.tolist() for edge in quantile_edges([0, 9, 20], [0, 11, 20], [0.25, 0.5, 0.75])]
    [[0, 0, 1], [1, 2, 2]]
    """
    least, most = np.asarray(least), np.asarray(most)
    # Rounded, so that a share of people that is a whole number is one.
    rank = np.round(np.asarray(at, dtype=float) * least[-1], DECIMALS)
    return np.searchsorted(most, rank, side="left") - 1, np.searchsorted(least, rank, side="right")


def class_quantiles(counted: Histogram, at: ArrayLike) -> Floats:
    """The positions below which the shares `at` of a histogram's people stand; blank without people.

    Within a class people count as spread evenly. Where a share ends exactly at empty classes, the quantile is the
    middle of them.

    Raises `ToolkitError` unless every share lies between 0 and 1: the ends are nowhere told.

    >>> class_quantiles(Histogram(np.array([0, 40, 60, 100]), np.array([5, 0, 15])), [0.125, 0.25, 0.5]).tolist()
    [20.0, 50.0, 73.33333333333333]
    """
    shares = np.asarray(at, dtype=float)
    _check_shares(shares)
    edges, people = counted
    if not people.sum():
        return np.full(shares.shape, np.nan)
    below = np.concatenate([[0], np.cumsum(people)])
    first, last = quantile_edges(below, below, shares)
    ends = [
        edges[of] + (shares * below[-1] - below[of]) / people[of] * (edges[of + 1] - edges[of])
        for of in (first, last - 1)
    ]
    return (ends[0] + ends[1]) / 2


def _check_shares(shares: Floats) -> None:
    faults = [
        Fault("at", f"{share:g}", "between 0 and 1", "Ask for a share of the people.")
        for share in np.atleast_1d(shares)[~((shares > 0) & (shares < 1))]
    ]
    if faults:
        raise ToolkitError("These are not quantiles.", faults)


def _describe(group: pd.DataFrame, suffix: str) -> dict[str, object]:
    positions = group[f"position{suffix}"].to_numpy(dtype=float)
    known = positions[~np.isnan(positions)]
    bands = group[f"band{suffix}"]
    quartiles, dots, note = _spread(known)
    return {
        "n": len(known),
        "unscored": len(positions) - len(known),
        **{band: int((bands == band).sum()) for band in BANDS},
        "median": rounded_median(known),
        **dict(zip(("quartile_1", "quartile_2", "quartile_3"), quartiles, strict=True)),
        "dots": dots,
        "agreement": agreement_a(class_counts(known)),
        "question": DESCRIBES,
        "method": METHOD,
        "note": note,
    }


def _spread(known: Floats) -> tuple[list[float], tuple[float, ...], str]:
    """Quartiles, dots, and why there are none."""
    if len(known) < SPREAD_FROM:
        return [np.nan] * len(QUARTILES), (), TOO_FEW if len(known) else NOBODY
    counted = histogram(known)
    dots = class_quantiles(counted, DOT_SHARES)
    return class_quantiles(counted, QUARTILES).tolist(), tuple(dots.tolist()), ""
