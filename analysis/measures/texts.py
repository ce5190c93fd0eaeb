"""Texts: how far people who read the same texts found the same in them.

Two coders who read by themselves agree by chance as well. `cohens_kappa` takes away what chance would give two coders
with just these habits; `krippendorff_alpha` what chance would give if nobody's habits counted, for any number of
observers, with gaps, and for codes that are names, ranks, or numbers. Both are 1 where all agree, about 0 where codes
fall as by chance, and below 0 where coders go different ways on purpose.

A text may have several themes, so `theme_agreement` asks of each theme by itself: does the text have it or not? A
theme that is rarely found needs many texts. Neither number says who is right, and agreement is no proof of sense.

Refused is a coefficient without variation: where everybody gave one code to every text, nothing shows that they would
have told another one apart. It is NaN, and never 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.errors import Fault, ToolkitError
from analysis.measures.estimates import BEYOND_CHANCE, Floats, check_confidence
from analysis.measures.shares import Interval
from analysis.responses.frames import CODERS

__all__ = ["DRAWS", "alpha_interval", "cohens_kappa", "krippendorff_alpha", "theme_agreement"]

Scale = Literal["nominal", "ordinal", "interval", "ratio"]

DRAWS = 2000
UNDEFINED_AT_MOST = 0.08
"""The part of the draws that may be without variation; a theme found in one or two of many texts has more of them."""

FEWEST_UNITS = 10
"""Units that an interval needs at least; fewer drawn anew show mostly themselves."""

SCALES = ("nominal", "ordinal", "interval", "ratio")
WEIGHTS = ("linear", "quadratic")
BLOCK = 200

METHOD = "Krippendorff's alpha, nominal (Krippendorff 2011), and Cohen's kappa (Cohen 1960); texts drawn anew"
NOT_BOTH = "no text that both have read"
ONE_TEXT = "one text alone: nothing to compare with"
NOWHERE = "neither found it in a text that both have read"
EVERYWHERE = "both found it in every text: nothing to tell texts apart by"
COMPLETE = "no interval: where all agree, these texts cannot say how sure that is"
FEW = "no interval: fewer than ten texts"
RARE = "no interval: too few texts have it, or too few lack it"


def cohens_kappa(a: ArrayLike, b: ArrayLike, weights: Literal["linear", "quadratic"] | None = None) -> float:
    """Cohen's kappa of two coders, at most 1: their codes `a` and `b` of the same texts, as numbers.

    1 - Σ w·o / Σ w·e over pairs of codes, with o the pairs found, e those expected from each coder's own habits, and w
    what a pair disagrees: 1 for any two codes, their distance (`linear`), or its square (`quadratic`).

    With rare codes kappa is low even where coders hardly differ. Quadratic weights flatter.

    Missing answers
    ---------------
    NaN and negative codes are blanks; only texts with both codes count. NaN where fewer than two do, or where both
    coders gave one and the same code to all.

    Raises `ToolkitError` for codes of different length, an endless code, or other weights.
    Sources: Cohen 1960, Educ. Psychol. Meas. 20, 37-46; Cohen 1968, Psychol. Bull. 70, 213-220.

    >>> round(cohens_kappa([1, 1, 2, 2, 3], [1, 2, 2, 2, 3]), 4)
    0.6875
    """
    if weights is not None and weights not in WEIGHTS:
        fault = Fault("weights", repr(weights), "None, linear, quadratic", "Choose one of them.")
        raise ToolkitError("Kappa weighs disagreement in three ways.", [fault])
    first, second = _pairs(a, b)
    codes, places = np.unique(np.concatenate([first, second]), return_inverse=True)
    if len(first) < 2 or len(codes) < 2:
        return float("nan")
    found = np.zeros((len(codes), len(codes)))
    np.add.at(found, (places[: len(first)], places[len(first) :]), 1)
    expected = np.outer(found.sum(axis=1), found.sum(axis=0)) / len(first)
    apart = _distances(codes, "nominal" if weights is None else "interval")
    apart = np.sqrt(apart) if weights == "linear" else apart
    return float(1 - (apart * found).sum() / (apart * expected).sum())


def krippendorff_alpha(ratings: ArrayLike, scale: Scale = "nominal") -> float:
    """Krippendorff's alpha of `ratings` (observers × units), at most 1.

    1 - observed / expected disagreement. Observed is between the codes of one unit, a unit of m codes counting m times;
    expected between all codes, whoever gave them. Two codes c and k disagree by 1 (`nominal`), (c - k)² (`interval`),
    ((c - k)/(c + k))² (`ratio`), or the square of how many codes lie from the middle of all c to that of all k
    (`ordinal`).

    A scale that promises more than the codes hold flatters: names with numbers on them are nominal.

    Missing answers
    ---------------
    NaN and negative codes are blanks, and a unit with fewer than two codes counts for nothing. NaN where fewer than two
    units are left, or where all codes are one and the same.

    Raises `ToolkitError` unless `ratings` has two dimensions and no endless code, or for another scale.
    Source: Krippendorff 2011, Computing Krippendorff's alpha-reliability; 2004, Hum. Commun. Res. 30, 411-433.

    >>> round(krippendorff_alpha([[1, 2, 3, 3, np.nan], [1, 2, 3, 4, 4]]), 4)
    0.6957
    """
    codes, counts, units = _patterns(ratings, scale)
    if units.sum() < 2:
        return float("nan")
    return float(_alphas(units[np.newaxis].astype(float), counts, codes, scale)[0])


def alpha_interval(ratings: ArrayLike, scale: Scale = "nominal", confidence: float = 0.95, seed: int = 0) -> Interval:
    """The interval of `krippendorff_alpha` for other units like these: units drawn anew, 2,000 times.

    Each draw takes as many units as there are, with replacement, and computes alpha from them as a whole; the ends are
    quantiles. With a dozen units it is too narrow, as every interval of this kind. (Hayes and Krippendorff draw single
    disagreements instead, as if those of one unit had nothing to do with each other.)

    Missing answers
    ---------------
    As in `krippendorff_alpha`. Both ends are NaN where alpha is, where it is 1 (all draws would be 1, whatever
    the number of units), with fewer than ten units, and where over 8 % of the draws are without variation.

    Raises `ToolkitError` as `krippendorff_alpha`, or for a confidence outside 0 … 1.
    Sources: Hayes & Krippendorff 2007, Commun. Methods Meas. 1, 77-89; Zapf, Castell, Morawietz & Karch 2016, BMC Med.
    Res. Methodol. 16, 93, on drawing units.

    >>> ratings = [[1, 2, 3, 3, 2, 1, 4, 1, 2, 1, 3, 2], [1, 2, 3, 3, 2, 2, 4, 1, 2, 1, 3, 3]]
    >>> low, high = alpha_interval(ratings, seed=1)
    >>> f"{low:.1f} {high:.1f}"
    '0.4 1.0'
    """
    check_confidence(confidence)
    codes, counts, units = _patterns(ratings, scale)
    total = int(units.sum())
    if total < FEWEST_UNITS or not _alphas(units[np.newaxis].astype(float), counts, codes, scale)[0] < 1:
        return Interval(*np.full(2, np.nan))
    rng = np.random.default_rng(seed)
    blocks = (rng.multinomial(total, units / total, size=BLOCK).astype(float) for _ in range(DRAWS // BLOCK))
    drawn = np.concatenate([_alphas(block, counts, codes, scale) for block in blocks])
    if np.isnan(drawn).mean() > UNDEFINED_AT_MOST:
        return Interval(*np.full(2, np.nan))
    low, high = np.nanquantile(drawn, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(low, high)


def theme_agreement(codings: pd.DataFrame, confidence: float = 0.95, seed: int = 0) -> pd.DataFrame:
    """How far two coders found the same themes: one row per question and theme that either found, by their ids.

    `codings` has the columns of `analysis.responses.frames.CODINGS`; only the coders `first` and `second` count, and
    only texts that both have read. Columns: `item`, `theme`, `n` (texts that both have read), `first`, `second` (in how
    many each found the theme), `alpha` (nominal), `kappa`, `low`, `high` (of alpha, `alpha_interval`), `confidence`,
    `question`, `method`, `note`.

    Missing answers
    ---------------
    A text that one of them has not read is left out; one that they read without finding a theme counts as lacking all.
    Where a number is NaN, `note` says why.

    Raises `ToolkitError` for a confidence outside 0 … 1.

    >>> codings = pd.DataFrame({
    ...     "response_id": ["r1", "r2", "r3", "r1", "r2", "r3"], "item": "tour_keep",
    ...     "coder": ["first"] * 3 + ["second"] * 3, "themes": ["time", "time leaders", "", "time", "time", ""]})
    >>> theme_agreement(codings)[["theme", "n", "first", "second", "alpha", "kappa"]]
         theme  n  first  second  alpha  kappa
    0  leaders  3      1       0    0.0    0.0
    1     time  3      2       2    1.0    1.0
    """
    check_confidence(confidence)
    rows = [
        {"item": item, "theme": theme, **_agreement(both, theme, confidence, seed)}
        for item, both, themes in _by_item(codings)
        for theme in themes
    ]
    names = ["item", "theme", "n", "first", "second", "alpha", "kappa", "low", "high", "note"]
    table = pd.DataFrame(rows, columns=names)
    table.insert(len(names) - 1, "method", METHOD)
    table.insert(len(names) - 1, "question", BEYOND_CHANCE)
    table.insert(len(names) - 1, "confidence", confidence)
    return table


def _by_item(codings: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame, list[str]]]:
    """Each question with the themes of the texts that both have read, a column per coder, and all its themes."""
    own = codings[codings["coder"].isin(CODERS[:2])].reset_index(drop=True)
    found = own["themes"].fillna("").map(lambda themes: frozenset(themes.split()))
    for item, of_item in found.groupby(own["item"], sort=True):
        rows = own.loc[of_item.index]
        table = pd.DataFrame({"text": rows["response_id"], "coder": rows["coder"], "themes": of_item})
        both = table.pivot_table(index="text", columns="coder", values="themes", aggfunc="first")
        themes = sorted(frozenset().union(*of_item))
        yield str(item), both.reindex(columns=CODERS[:2]).dropna(), themes


def _agreement(both: pd.DataFrame, theme: str, confidence: float, seed: int) -> dict[str, float | int | str]:
    marks = np.array([[theme in themes for themes in both[coder]] for coder in both.columns], dtype=float)
    first, second = (int(row.sum()) for row in marks)
    alpha, kappa = krippendorff_alpha(marks), cohens_kappa(*marks)
    low, high = alpha_interval(marks, "nominal", confidence, seed)
    numbers = {"alpha": alpha, "kappa": kappa, "low": float(low), "high": float(high)}
    note = _why_no_number(len(both), first) if np.isnan(alpha) else _why_no_interval(len(both), alpha, float(low))
    return {"n": len(both), "first": first, "second": second, **numbers, "note": note}


def _why_no_number(n: int, first: int) -> str:
    if n < 2:
        return ONE_TEXT if n else NOT_BOTH
    return EVERYWHERE if first else NOWHERE


def _why_no_interval(n: int, alpha: float, low: float) -> str:
    if not np.isnan(low):
        return ""
    return COMPLETE if alpha == 1 else FEW if n < FEWEST_UNITS else RARE


def _pairs(a: ArrayLike, b: ArrayLike) -> tuple[Floats, Floats]:
    first, second = (_known(codes, 1, "the codes of one coder, text by text") for codes in (a, b))
    if len(first) != len(second):
        fault = Fault("the codes", f"{len(first)} and {len(second)}", "as many of both", "Leave gaps blank.")
        raise ToolkitError("Kappa compares two coders text by text.", [fault])
    both = ~np.isnan(first) & ~np.isnan(second)
    return first[both], second[both]


def _known(values: ArrayLike, dimensions: int, shape: str) -> Floats:
    """The codes with NaN for every blank."""
    codes = np.asarray(values, dtype=float)
    faults = []
    if codes.ndim != dimensions:
        faults.append(Fault("the codes", f"{codes.ndim} dimensions", shape, "Lay them out so."))
    if np.isinf(codes).any():
        faults.append(Fault("the codes", "an endless code", "numbers from 0, or a blank", "Leave it blank."))
    if faults:
        raise ToolkitError("Agreement cannot be computed from these codes.", faults)
    return np.where(codes >= 0, codes, np.nan)


def _patterns(ratings: ArrayLike, scale: str) -> tuple[Floats, Floats, np.ndarray]:
    """The codes that occur; how often each stands in a unit, one row per kind of unit; and how many units are of it.

    Putting equal units together makes draws independent of the order of units and observers.
    """
    if scale not in SCALES:
        fault = Fault("scale", repr(scale), ", ".join(SCALES), "Choose one of them.")
        raise ToolkitError("Codes are names, ranks or numbers.", [fault])
    known = _known(ratings, 2, "observers in rows, units in columns")
    known = known[:, (~np.isnan(known)).sum(axis=0) >= 2]
    codes, places = np.unique(known[~np.isnan(known)], return_inverse=True)
    counts = np.zeros((known.shape[1], len(codes)))
    np.add.at(counts, (np.nonzero(~np.isnan(known))[1], places), 1)
    kinds, units = np.unique(counts, axis=0, return_counts=True)
    return codes, kinds, units


def _alphas(units: Floats, counts: Floats, codes: Floats, scale: str) -> Floats:
    """Alpha of each row of `units` (draws × kinds of unit); NaN where a draw has no variation."""
    sizes = counts.sum(axis=1)
    of_code = units @ counts
    if scale == "ordinal":
        observed, expected = _by_ranks(units, counts, of_code)
    else:
        apart = _distances(codes, scale)
        observed = units @ (((counts @ apart) * counts).sum(axis=1) / (sizes - 1))
        expected = ((of_code @ apart) * of_code).sum(axis=1)
    part = np.divide(observed, expected, out=np.full(len(units), np.nan), where=expected > 0)
    return 1 - (of_code.sum(axis=1) - 1) * part


def _by_ranks(units: Floats, counts: Floats, of_code: Floats) -> tuple[Floats, Floats]:
    """Observed and expected disagreement of ranks: squared distances between the middles of each code's ranks."""
    # From the middle of all ranks, so that nothing is left to rounding where all codes are one.
    middle = np.cumsum(of_code, axis=1) - of_code / 2 - of_code.sum(axis=1, keepdims=True) / 2
    sizes = counts.sum(axis=1)
    within = sizes * (middle**2 @ counts.T) - (middle @ counts.T) ** 2
    observed = (units * within * 2 / (sizes - 1)).sum(axis=1)
    total, squares = (of_code * middle).sum(axis=1), (of_code * middle**2).sum(axis=1)
    return observed, 2 * (of_code.sum(axis=1) * squares - total**2)


def _distances(codes: Floats, scale: str) -> Floats:
    """What each pair of codes disagrees, on a scale other than ordinal."""
    apart = np.subtract.outer(codes, codes)
    if scale == "nominal":
        return (apart != 0).astype(float)
    if scale == "interval":
        return apart**2
    sums = np.add.outer(codes, codes)
    return np.divide(apart, sums, out=np.zeros_like(apart), where=sums > 0) ** 2
