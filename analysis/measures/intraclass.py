"""Intraclass correlation: how much of the differences between answers lies between groups.

ICC(1) is the part of the differences between people that goes with the group they belong to, and ICC(2) how
reliably the means of groups of this size tell the groups apart. Both come from the mean squares of a one-way
analysis of variance: `icc`, for groups of any size. `intraclass` gives the six forms of Shrout and Fleiss for a
full table of targets and raters.

Both ask whether groups differ beyond chance, so they know no roster. One group alone, groups of one person each,
or answers that are all alike leave nothing to compare: blank, and the note says why. A correlation below 0 is
shown, not raised: groups then differ less than chance would make them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.errors import Fault, ToolkitError
from analysis.measures.estimates import BEYOND_CHANCE, NOBODY, Floats, check_confidence
from analysis.measures.grouped import Grouped, GroupLabels, gather, group_means, group_variances

__all__ = [
    "ALIKE",
    "NO_SPREAD",
    "ONE_GROUP",
    "SINGLES",
    "Icc",
    "icc",
    "intraclass",
]

ONE_GROUP = "one group alone: nothing to compare with"
SINGLES = "one person in each group: people and groups cannot be told apart"
ALIKE = "everybody answered alike: no differences to share out"
NO_SPREAD = "nobody differs within any group: no interval and no test"
SAME_MEANS = "all groups have the same mean: no ICC(2) and no interval"
BELOW_ZERO = "below 0: groups differ less than chance would make them"

NO_TARGETS = "no target was rated by everybody"
ONE_TARGET = "one target alone: nothing to compare with"
ONE_RATER = "one rater alone: nothing to compare with"
NO_DENOMINATOR = "not defined: its denominator is not above 0"
NO_ERROR = "raters agree in all differences between targets: no interval and no test"
NO_ENDS = "no interval: its degrees of freedom are not defined"
TARGETS_BELOW = "below 0: targets differ less than chance would make them"

# What is smaller than this beside the largest mean square is the rounding of a difference of means.
ROUNDING = 1e-12

SIZES = {"mean": "mean group size (Bliese 2000)", "searle": "group size of Searle (Bartko 1976)"}
FORMS = ("ICC(1,1)", "ICC(2,1)", "ICC(3,1)", "ICC(1,k)", "ICC(2,k)", "ICC(3,k)")
SIX_FORMS = "mean squares of targets by raters (Shrout & Fleiss 1979)"


@dataclass(frozen=True)
class Icc:
    """ICC(1) and ICC(2), and what they come from.

    `low` … `high` at `confidence` belong to `icc1`; `msb`, `msw` are the mean squares between and within groups
    (squared units of what came in); `k` the group size that was used, `groups` and `n` the groups and people with
    answers; `p` is that of a test that groups are alike. What is not computable is NaN, and `note` says why. One
    that was found in another way, as for yes and no by beta-binomial counts, has NaN for the mean squares.
    """

    icc1: float
    icc2: float
    low: float
    high: float
    msb: float
    msw: float
    k: float
    groups: int
    n: int
    note: str
    p: float = np.nan
    confidence: float = 0.95
    question: str = BEYOND_CHANCE
    method: str = ""


class _OneWay(NamedTuple):
    """What follows from the two mean squares of groups."""

    icc1: float
    icc2: float
    low: float
    high: float
    p: float
    note: str


class _Squares(NamedTuple):
    """The mean squares of a full table: between targets, within them, between raters, and of what is left over."""

    targets: float
    within: float
    raters: float
    rest: float


class _Shape(NamedTuple):
    """The size of a full table."""

    targets: int
    raters: int


class _Form(NamedTuple):
    """One of the six forms."""

    value: float
    f: float
    df2: float
    low: float
    high: float


def icc(
    values: ArrayLike,
    groups: GroupLabels,
    group_size: Literal["mean", "searle"] = "mean",
    confidence: float = 0.95,
) -> Icc:
    """ICC(1), ICC(2), and the interval of ICC(1), of answers in groups.

    `values` are (people), numbers or marks (1 yes, 0 no), `groups` one label each. With the mean squares MSB and MSW:
    ICC(1) = (MSB - MSW)/(MSB + (k - 1) MSW), ICC(2) = (MSB - MSW)/MSB. k is the `mean` group size, or that of
    `searle`, (n - Σnᵢ²/n)/(groups - 1), which is smaller where sizes differ. With F = MSB/MSW and the quantile F* of
    its distribution at (1 + confidence)/2, the low end is (F/F* - 1)/(F/F* + k - 1), the high end the same with F
    times F* of the degrees of freedom exchanged; p is that of F.

    Interval and p are exact for groups of one size and normal answers, and rough otherwise.

    Missing answers
    ---------------
    NaN and negative codes are left out. Groups of one stay. One group, or none larger than one, or everybody alike:
    blank, with a note. Where nobody differs within a group, ICC(1) is 1, without an interval.

    Raises `ToolkitError` for another group size, a confidence outside 0 … 1, or unless there is one group per person.
    Sources: Bartko 1976, Psychol. Bull. 83, 762-765; Bliese 2000, in Klein & Kozlowski, Multilevel Theory, 349-381;
    Searle 1971, Linear Models, ch. 9; McGraw & Wong 1996, Psychol. Methods 1, 30-46, for the interval.

    >>> found = icc([3, 4, 3, 5, 6, 5, 1, 2, 2], ["a"] * 3 + ["b"] * 3 + ["c"] * 3)
    >>> f"{found.icc1:.3f} ({found.low:.3f} to {found.high:.3f}), {found.icc2:.3f}, k {found.k:g}, p {found.p:.4f}"
    '0.907 (0.514 to 0.997), 0.967, k 3, p 0.0007'
    """
    check_confidence(confidence)
    if group_size not in SIZES:
        fault = Fault("group_size", repr(group_size), ", ".join(SIZES), "Choose one of them.")
        raise ToolkitError("The group size is not known.", [fault])
    grouped = gather(values, groups, "values", single=True)
    sizes = grouped.sizes[grouped.sizes > 0]
    k, n = _group_size(sizes, group_size), len(grouped.codes)
    msb, msw, why = _mean_squares(grouped, sizes)
    found = _one_way(msb, msw, k, sizes, confidence, why)
    known = {"msb": msb, "msw": msw, "k": k, "groups": len(sizes), "n": n, "confidence": confidence}
    return Icc(**found._asdict(), **known, method=f"one-way analysis of variance, {SIZES[group_size]}")


def intraclass(ratings: ArrayLike, confidence: float = 0.95) -> pd.DataFrame:
    """The six intraclass correlations of a full table of ratings, each with its interval.

    `ratings` are (targets × k raters). One row per `form`: (1,·) each target has raters of its own, (2,·) the same
    raters, who stand for others too, (3,·) these raters alone; (·,1) one rater, (·,k) the mean of all k.
    Columns: `form`, `value`, `low`, `high`, `confidence`, `f`, `df1`, `df2`, `p` (of no differences between
    targets), `n` (targets), `raters`, `incomplete` (targets left out), `question`, `method`, `note`.

    Choose the form before seeing the numbers. (3,·) does not count that some raters are stricter than others.

    Missing answers
    ---------------
    Only targets that every rater rated count: a row with a NaN or a negative code is left out. Fewer than two of
    them, one rater, or no differences at all: blank, with a note.

    Raises `ToolkitError` unless `ratings` has two dimensions and no endless value, or for a confidence outside 0 … 1.
    Source: Shrout & Fleiss 1979, Psychol. Bull. 86, 420-428.

    >>> table = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> intraclass(table)[["form", "value", "low", "high", "p"]].round(4)
           form   value     low    high       p
    0  ICC(1,1)  0.1657 -0.1329  0.7226  0.1648
    1  ICC(2,1)  0.2898  0.0188  0.7611  0.0001
    2  ICC(3,1)  0.7148  0.3425  0.9459  0.0001
    3  ICC(1,k)  0.4428 -0.8844  0.9124  0.1648
    4  ICC(2,k)  0.6201  0.0711  0.9272  0.0001
    5  ICC(3,k)  0.9093  0.6757  0.9859  0.0001
    """
    from scipy.special import fdtrc

    check_confidence(confidence)
    rows = _complete(ratings)
    shape = _Shape(*rows.shape)
    squares, why = _table_squares(rows)
    forms = [_Form(*[np.nan] * 5)] * len(FORMS) if why else _forms(squares, shape, (1 + confidence) / 2)
    columns = {name: [getattr(form, name) for form in forms] for name in ("value", "low", "high", "f", "df2")}
    df1 = np.nan if why else shape.targets - 1
    return pd.DataFrame(
        {
            "form": FORMS,
            **{name: columns[name] for name in ("value", "low", "high")},
            "confidence": confidence,
            "f": columns["f"],
            "df1": df1,
            "df2": columns["df2"],
            "p": fdtrc(df1, columns["df2"], columns["f"]),
            "n": shape.targets,
            "raters": shape.raters,
            "incomplete": len(np.asarray(ratings)) - shape.targets,
            "question": BEYOND_CHANCE,
            "method": SIX_FORMS,
            "note": [why or _form_note(form) for form in forms],
        }
    )


def _group_size(sizes: NDArray[np.int64], which: str) -> float:
    if not len(sizes):
        return np.nan
    people, groups = sizes.sum(), len(sizes)
    if which == "mean" or groups == 1:
        return float(people / groups)
    return float((people - (sizes**2).sum() / people) / (groups - 1))


def _mean_squares(grouped: Grouped, sizes: NDArray[np.int64]) -> tuple[float, float, str]:
    """MSB, MSW, and why they cannot be told apart where they cannot."""
    people, groups = int(sizes.sum()), len(sizes)
    if groups < 2 or people == groups:
        return np.nan, np.nan, (NOBODY if not groups else ONE_GROUP if groups == 1 else SINGLES)
    # Differences to one answer are exact, and keep large numbers from cancelling out.
    near = replace(grouped, answers=grouped.answers - grouped.answers[0, 0])
    means, variances = group_means(near)[0], group_variances(near)[0]
    several = near.sizes > 1
    between = near.sizes @ (means - near.sizes @ means / people) ** 2
    within = variances[several] @ (near.sizes[several] - 1.0)
    msb, msw = _settled(np.array([between / (groups - 1), within / (people - groups)]))
    return msb, msw, "" if msb or msw else ALIKE


def _settled(squares: Floats) -> list[float]:
    """The mean squares, those at 0 that are only rounding."""
    return np.where(squares <= ROUNDING * squares.max(), 0.0, squares).tolist()


def _more(between: float, within: float) -> float:
    """How much larger the first mean square is; 0 where only rounding tells them apart."""
    return 0.0 if np.isclose(between, within, rtol=ROUNDING, atol=0) else between - within


def _one_way(msb: float, msw: float, k: float, sizes: NDArray[np.int64], confidence: float, why: str) -> _OneWay:
    if why:
        return _OneWay(np.nan, np.nan, np.nan, np.nan, np.nan, why)
    more = _more(msb, msw)
    icc1 = more / (msb + (k - 1) * msw)
    if not msw:
        return _OneWay(icc1, 1.0, np.nan, np.nan, np.nan, NO_SPREAD)
    if not msb:
        return _OneWay(icc1, np.nan, np.nan, np.nan, 1.0, SAME_MEANS)
    from scipy.special import fdtrc

    df1, df2 = len(sizes) - 1, int(sizes.sum()) - len(sizes)
    low, high = ((f - 1) / (f + k - 1) for f in _f_ends(msb / msw, df1, df2, (1 + confidence) / 2))
    p = float(fdtrc(df1, df2, msb / msw))
    return _OneWay(icc1, more / msb, low, high, p, BELOW_ZERO if icc1 < 0 else "")


def _f_ends(f: float, df1: float, df2: float, quantile: float) -> tuple[float, float]:
    """The interval of the ratio of two variances of which `f` was found."""
    from scipy.special import fdtri

    return f / float(fdtri(df1, df2, quantile)), f * float(fdtri(df2, df1, quantile))


def _complete(ratings: ArrayLike) -> Floats:
    table = np.asarray(ratings, dtype=float)
    faults = []
    if table.ndim != 2 or not table.shape[1]:
        found = f"a table of shape {table.shape}"
        faults = [Fault("ratings", found, "targets in rows, raters in columns", "Lay it out so.")]
    elif np.isinf(table).any():
        faults = [Fault("ratings", "an endless value", "numbers from 0, or a blank", "Leave the value blank.")]
    if faults:
        raise ToolkitError("These are not ratings of targets by raters.", faults)
    return table[(table >= 0).all(axis=1)]


def _table_squares(rows: Floats) -> tuple[_Squares, str]:
    """The mean squares of a full table, and why there is nothing to compare where there is not."""
    targets, raters = rows.shape
    if targets < 2 or raters < 2:
        why = NO_TARGETS if not targets else ONE_TARGET if targets == 1 else ONE_RATER
        return _Squares(*[np.nan] * 4), why
    near = rows - rows[0, 0]
    of_targets, of_raters = near.mean(axis=1, keepdims=True), near.mean(axis=0, keepdims=True)
    grand = near.mean()
    rest = ((near - of_targets - of_raters + grand) ** 2).sum()
    between = targets * ((of_raters - grand) ** 2).sum()
    squares = np.array(
        [
            raters * ((of_targets - grand) ** 2).sum() / (targets - 1),
            (between + rest) / (targets * (raters - 1)),
            between / (raters - 1),
            rest / ((targets - 1) * (raters - 1)),
        ]
    )
    return _Squares(*_settled(squares)), "" if squares.any() else ALIKE


def _forms(squares: _Squares, shape: _Shape, quantile: float) -> list[_Form]:
    """The six forms in the order of `FORMS`."""
    (b, w, j, e), (n, k) = squares, shape
    each = n * (k - 1), (n - 1) * (k - 1)
    own = _fixed_forms(b, w, n - 1, each[0], k, quantile)
    these = _fixed_forms(b, e, n - 1, each[1], k, quantile)
    more = _more(b, e)
    single, mean = _ratio(more, b + (k - 1) * e + k * (j - e) / n), _ratio(more, b + (j - e) / n)
    low, high = _random_ends(squares, shape, single, quantile)
    stepped = [np.nan, np.nan] if np.isnan(mean) else [_step_up(low, k), _step_up(high, k)]
    f = _ratio(b, e)
    random = _Form(single, f, each[1], low, high), _Form(mean, f, each[1], *stepped)
    return [own[0], random[0], these[0], own[1], random[1], these[1]]


def _fixed_forms(b: float, error: float, df1: int, df2: int, k: int, quantile: float) -> tuple[_Form, _Form]:
    """A form with one mean square of error: of one rater, and of the mean of `k`."""
    f = _ratio(b, error)
    low, high = (np.nan, np.nan) if np.isnan(f) else _f_ends(f, df1, df2, quantile)
    more = _more(b, error)
    one = _Form(_ratio(more, b + (k - 1) * error), f, df2, (low - 1) / (low + k - 1), (high - 1) / (high + k - 1))
    return one, _Form(_ratio(more, b), f, df2, 1 - _ratio(1, low), 1 - _ratio(1, high))


def _random_ends(squares: _Squares, shape: _Shape, value: float, quantile: float) -> tuple[float, float]:
    """The interval of ICC(2,1), with the degrees of freedom of Satterthwaite."""
    from scipy.special import fdtri

    (b, _, j, e), (n, k) = squares, shape
    if not b:
        # Where all targets have the same mean, no degrees of freedom are left; rounding alone would make some.
        return np.nan, np.nan
    of_raters, own = k * value * _ratio(j, e), n * (1 + (k - 1) * value) - k * value
    df = _ratio((k - 1) * (n - 1) * (of_raters + own) ** 2, (n - 1) * of_raters**2 + own**2)
    down, up = float(fdtri(n - 1, df, quantile)), float(fdtri(df, n - 1, quantile))
    others = k * j + (k * n - k - n) * e
    return n * _ratio(b - down * e, down * others + n * b), n * _ratio(up * b - e, others + n * up * b)


def _step_up(single: float, k: int) -> float:
    """What one rater's correlation makes for the mean of `k`."""
    whole = 1 + (k - 1) * single
    # At the least value that one rater's correlation can have there is none for the mean; rounding must not make one.
    return _ratio(k * single, whole) if whole > ROUNDING else np.nan


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole > 0 else np.nan


def _form_note(form: _Form) -> str:
    if np.isnan(form.value):
        return NO_DENOMINATOR
    if np.isnan(form.f):
        return NO_ERROR
    notes = [TARGETS_BELOW] if form.value < 0 else []
    return "; ".join([*notes, NO_ENDS] if np.isnan(form.low) or np.isnan(form.high) else notes)
