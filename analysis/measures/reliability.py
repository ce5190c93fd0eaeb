"""Reliability: how far several items, added up, tell people apart in the same way.

Items that ask for the same thing rise and fall together. `alpha` says which part of the differences between
people's sums is common to the items; `kr20` is the same for marks of 0 and 1; `omega_total` lets the items
share their common part unequally. All three speak of persons. Whether a library's mean can be told from that
of another library is a question of its own, and takes more staff than items: `staff_needed`.

A high coefficient does not show that the items ask for one thing only, and many items alone make it higher.
What is not computable is NaN; `describe_reliability` says why, beside the numbers and their intervals.
"""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.errors import Fault, ToolkitError
from analysis.measures.estimates import BEYOND_CHANCE, NOBODY, Floats, check_confidence
from analysis.measures.factor import Factor, fit_factor
from analysis.measures.shares import Interval

__all__ = [
    "NO_NUMBER_IS_ENOUGH",
    "alpha",
    "describe_reliability",
    "feldt_interval",
    "kr20",
    "omega_total",
    "staff_needed",
]

NO_NUMBER_IS_ENOUGH = "groups differ no more than chance makes them: no number of staff is enough"

ALPHA_METHOD = "Cronbach's alpha (1951); interval of Feldt (1965)"
KR20_METHOD = "Kuder and Richardson's formula 20 (1937); interval of Feldt (1965)"
OMEGA_METHOD = "McDonald's omega total (1999), one factor by maximum likelihood on the covariances"

NO_ITEM = "no item"
NOBODY_COMPLETE = "nobody answered every item"
ONE_PERSON = "one person alone: nothing to compare with"
ONE_ITEM = "one item alone: nothing to compare with"
NOBODY_TOGETHER = "fewer than two people answered some two of the items"
ALL_ALIKE = "everybody answered alike: nothing to tell people apart by"
SAME_SUM = "everybody has the same sum: nothing to tell people apart by"
NOT_MARKS = "answers other than 0 and 1"
FEW_ITEMS = "one factor needs three items that people answered differently"
FEW_PEOPLE = "one factor needs more people than items"
BELOW_ZERO = "below 0: the items run against each other"
CONSTANT = "items that everybody answered alike: {}"
UNEQUAL_PAIRS = "no interval: each pair of items has people of its own"
NO_INTERVAL = "no interval"
UNSETTLED = "more than one factor fits equally well, as where only two items go together"
AGAINST = "items that run against the others: {}"
HEYWOOD = "Heywood case, items with hardly any variance of their own: {}"

# What is smaller than this beside the variances is the rounding of a difference.
ROUNDING = 1e-12
# Lets a number that is whole but for rounding, such as 21.000…04, count as whole.
ALMOST_WHOLE = 1e-10


class _Found(NamedTuple):
    """One coefficient before it is shown: its value, how many people and items are behind it, what to know."""

    value: float
    n: int
    items: int
    note: str
    interval: bool = True


def alpha(items: ArrayLike, missing: Literal["listwise", "pairwise"] = "listwise") -> float:
    """Cronbach's alpha of `items` (people × items), at most 1; NaN where it is not computable.

    k/(k-1) · (1 - Σ s² / s²X), with s² the variance of each of k items and s²X that of people's sums, all with
    n - 1. An item that everybody answered alike stays and counts in k.

    It is the reliability of the sum only if all items measure one thing equally well; else it is too low.
    Below 0 means that items run against each other: one may have been asked the other way round.

    Missing answers
    ---------------
    NaN and negative codes are blanks. `listwise` keeps complete people only. `pairwise` takes every covariance
    from the people who answered both items; these may not fit together, so it has no interval.

    Raises `ToolkitError` unless `items` has two dimensions and no endless value, or for another `missing`.
    Source: Cronbach 1951, Psychometrika 16, 297-334.

    >>> round(alpha([[1, 2, 1], [3, 3, 4], [5, 4, 5], [2, 2, np.nan]]), 4)
    0.9474
    """
    return _alpha(items, missing).value


def kr20(items: ArrayLike) -> float:
    """Kuder and Richardson's formula 20 of marks (people × items), `alpha` where every answer is 0 or 1.

    k/(k-1) · (1 - Σ pq·n/(n-1) / s²X), with p the share of yes to an item, q = 1 - p, and s²X the variance of
    people's sums with n - 1. Authors who take s²X with n - 1 and pq without n/(n-1) print more.

    Missing answers
    ---------------
    NaN and negative codes are blanks; only people who answered every item count. NaN where it is not computable.

    Raises `ToolkitError` for an answer other than 0 and 1, and as `alpha`.
    Source: Kuder & Richardson 1937, Psychometrika 2, 151-160.

    >>> round(kr20([[1, 1, 1], [1, 1, 0], [0, 0, 0], [1, 0, 0], [0, 1, -1]]), 4)
    0.75
    """
    if not _are_marks(found := _answers(items)):
        other = next(f"{value:.10g}" for value in found.ravel() if value >= 0 and value not in (0, 1))
        fault = Fault("items", other, "0 for no, 1 for yes, or a blank", "Use alpha, or code the answers as 0 and 1.")
        raise ToolkitError("KR-20 needs marks of 0 and 1.", [fault])
    return _alpha(items, "listwise").value


def omega_total(items: ArrayLike) -> float:
    """McDonald's omega total of `items` (people × items) from one factor, 0–1; NaN where it is not computable.

    (Σλ)² / ((Σλ)² + Σψ), with λ the loadings on one common factor and ψ the variances that the items have for
    themselves, fitted by maximum likelihood to the covariances; no ψ goes below 0.5 % of its item's variance.

    It takes one factor for granted and does not test it. Other programs name other coefficients omega: from
    several factors, from bifactor models, from standardized items.

    Missing answers
    ---------------
    NaN and negative codes are blanks; only people who answered every item count. Items that everybody answered
    alike have no part in it. Fewer than three others, or no more people than those: NaN.

    Raises `ToolkitError` as `alpha`.
    Sources: McDonald 1999, Test Theory, ch. 6; Jöreskog 1967, Psychometrika 32, 443-482, on the fit.

    >>> people = [[5, 4, 5], [1, 2, 1], [4, 4, 5], [2, 3, 1], [3, 2, 4], [5, 5, 4], [2, 1, 2]]
    >>> round(omega_total(people), 3)
    0.934
    """
    return _omega(items).value


def feldt_interval(alpha: ArrayLike, n: ArrayLike, k: ArrayLike, confidence: float = 0.95) -> Interval:
    """The interval of `alpha` (or KR-20) from `n` complete people and `k` items; numbers or arrays.

    1 - (1 - alpha)·F, with the quantiles (1 + confidence)/2 and (1 - confidence)/2 of F at n - 1 and
    (n - 1)(k - 1) degrees of freedom. Exact where people and errors are normal and the items equally good;
    with marks it is rough. Blank where n or k is below 2, or anything is blank.

    Raises `ToolkitError` for an alpha above 1, or a confidence outside 0 … 1.
    Source: Feldt 1965, Psychometrika 30, 357-370.

    >>> low, high = feldt_interval(0.295, 1000, 5)
    >>> f"{low:.4f} {high:.4f}"
    '0.2235 0.3618'
    """
    from scipy.special import fdtri

    check_confidence(confidence)
    value, people, of = np.broadcast_arrays(*(np.asarray(part, dtype=float) for part in (alpha, n, k)))
    _check_alpha(value)
    free = np.where((people >= 2) & (of >= 2), people - 1, np.nan)
    tail = (1 - confidence) / 2
    high, low = (1 - (1 - value) * fdtri(free, free * (of - 1), at) for at in (tail, 1 - tail))
    return Interval(low[()], high[()])


def staff_needed(icc1: float, target: float = 0.70) -> int | None:
    """How many staff must answer in each library until its mean is reliable enough: ICC(2) ≥ `target`.

    The smallest whole n with n·ICC(1) / (1 + (n - 1)·ICC(1)) ≥ target, at least 1. It holds for libraries like
    those that `icc1` comes from, and is as uncertain as `icc1` is.

    None where no number is enough (`NO_NUMBER_IS_ENOUGH`): `icc1` is 0 or below. None too where it is NaN.

    Raises `ToolkitError` for an icc1 above 1, or a target that is not between 0 and 1.
    Source: Bliese 2000, in Klein & Kozlowski, Multilevel Theory, Research, and Methods in Organizations, 349-381.

    >>> [staff_needed(icc1) for icc1 in (0.05, 0.10, 0.15, 0.20, 0.0)]
    [45, 21, 14, 10, None]
    """
    _check_staff(icc1, target)
    if not icc1 > 0:
        return None
    return max(1, math.ceil(target * (1 - icc1) / (icc1 * (1 - target)) * (1 - ALMOST_WHOLE)))


def describe_reliability(items: ArrayLike, confidence: float = 0.95) -> pd.DataFrame:
    """Every coefficient of `items` (people × items), with its interval, or with the reason why there is none.

    Four rows: `alpha` listwise and pairwise, `kr20`, `omega_total`. Columns: `coefficient`, `variant`, `value`,
    `low`, `high` (`feldt_interval`), `confidence`, `n` (people behind it), `incomplete` (other people), `items`
    (behind it), `question`, `method`, `note`.

    Missing answers
    ---------------
    As in `alpha` and `omega_total`. Pairwise, `n` is everybody who answered an item at all.

    Raises `ToolkitError` as `alpha`, or for a confidence outside 0 … 1.

    >>> found = describe_reliability([[1, 1, 0], [1, 1, 1], [0, 0, 0], [1, 0, -1]])
    >>> found[["coefficient", "variant", "value", "n"]].round(3)
       coefficient     variant  value  n
    0        alpha    listwise  0.857  3
    1        alpha    pairwise  0.783  4
    2         kr20    listwise  0.857  3
    3  omega_total  one factor    NaN  3
    >>> found["note"].iloc[3]
    'one factor needs more people than items'
    """
    check_confidence(confidence)
    rows = [
        ("alpha", "listwise", ALPHA_METHOD, _alpha(items, "listwise")),
        ("alpha", "pairwise", ALPHA_METHOD, _alpha(items, "pairwise")),
        ("kr20", "listwise", KR20_METHOD, _kr20(items)),
        ("omega_total", "one factor", OMEGA_METHOD, _omega(items)),
    ]
    everybody = len(_answers(items))
    return pd.DataFrame(
        [
            {"coefficient": coefficient, "variant": variant, "value": found.value}
            | _ends(found, confidence)
            | {"n": found.n, "incomplete": everybody - found.n, "items": found.items}
            | {"question": BEYOND_CHANCE, "method": method, "note": found.note}
            for coefficient, variant, method, found in rows
        ]
    )


def _ends(found: _Found, confidence: float) -> dict[str, float]:
    ends = feldt_interval(found.value if found.interval else np.nan, found.n, found.items, confidence)
    return {"low": float(ends.low), "high": float(ends.high), "confidence": confidence}


def _answers(items: ArrayLike) -> Floats:
    """The answers (people × items) with NaN for every blank."""
    if (dimensions := np.ndim(items)) != 2:
        fault = Fault("items", f"{dimensions} dimensions", "people in rows, items in columns", "Lay it out so.")
        raise ToolkitError("Reliability needs a table.", [fault])
    table = items if isinstance(items, pd.DataFrame) else pd.DataFrame(np.asarray(items, dtype=float))
    values = table.to_numpy(dtype=float, na_value=np.nan)
    if np.isinf(values).any():
        fault = Fault("items", "an endless value", "numbers from 0, or a blank", "Leave the value blank.")
        raise ToolkitError("Reliability needs a table of numbers.", [fault])
    return np.where(values >= 0, values, np.nan)


def _complete(items: ArrayLike) -> Floats:
    answers = _answers(items)
    return answers[~np.isnan(answers).any(axis=1)]


def _are_marks(answers: Floats) -> bool:
    return bool(np.isin(answers[~np.isnan(answers)], (0, 1)).all())


def _alpha(items: ArrayLike, missing: str) -> _Found:
    if missing not in ("listwise", "pairwise"):
        fault = Fault("missing", repr(missing), "listwise, pairwise", "Choose one of them.")
        raise ToolkitError("Blanks can be left out in two ways.", [fault])
    rows = _complete(items) if missing == "listwise" else _answers(items)
    rows = rows[~np.isnan(rows).all(axis=1)]
    n, k = rows.shape
    if why := _why_not(n, k, NOBODY_COMPLETE if missing == "listwise" else NOBODY):
        return _Found(np.nan, n, k, why)
    covariances = _covariances(rows)
    if np.isnan(covariances).any():
        return _Found(np.nan, n, k, NOBODY_TOGETHER)
    own, whole = float(np.trace(covariances)), float(covariances.sum())
    if whole <= ROUNDING * own:
        return _Found(np.nan, n, k, SAME_SUM if own > 0 else ALL_ALIKE)
    paired = bool(np.isnan(rows).any())
    value = k / (k - 1) * (1 - own / whole)
    return _Found(value, n, k, _alpha_note(value, covariances, paired), interval=not paired)


def _why_not(n: int, k: int, nobody: str) -> str:
    if not k:
        return NO_ITEM
    if k == 1:
        return ONE_ITEM
    return nobody if not n else ONE_PERSON if n == 1 else ""


def _alpha_note(value: float, covariances: Floats, paired: bool) -> str:
    notes = [BELOW_ZERO] if value < 0 else []
    if constant := _numbers(np.diag(covariances) == 0):
        notes.append(CONSTANT.format(constant))
    return "; ".join([*notes, *([UNEQUAL_PAIRS] if paired else [])])


def _numbers(which: np.ndarray) -> str:
    """The places of the items for which `which` holds, the first being 1."""
    return ", ".join(str(place) for place in np.flatnonzero(which) + 1)


def _covariances(rows: Floats) -> Floats:
    """Covariances with n - 1, each from the people who answered both items; NaN where those are fewer than two.

    Differences to an item's least answer keep large numbers from cancelling out, and are exact where all are alike.
    """
    apart = rows - np.fmin.reduce(rows, axis=0)
    return pd.DataFrame(apart).cov(min_periods=2).to_numpy()


def _kr20(items: ArrayLike) -> _Found:
    found = _alpha(items, "listwise")
    return found if _are_marks(_answers(items)) else _Found(np.nan, found.n, found.items, NOT_MARKS)


def _omega(items: ArrayLike) -> _Found:
    rows = _complete(items)
    n, k = rows.shape
    if why := _why_not(n, k, NOBODY_COMPLETE):
        return _Found(np.nan, n, k, why, interval=False)
    covariances = _covariances(rows)
    varying = np.diag(covariances) > 0
    if why := _why_no_factor(n, int(varying.sum())):
        return _Found(np.nan, n, k, why, interval=False)
    factor = fit_factor(covariances[np.ix_(varying, varying)])
    if not factor.settled:
        return _Found(np.nan, n, int(varying.sum()), UNSETTLED, interval=False)
    return _Found(_omega_value(factor), n, int(varying.sum()), _omega_note(factor, varying), interval=False)


def _why_no_factor(n: int, varying: int) -> str:
    if not varying:
        return ALL_ALIKE
    return FEW_ITEMS if varying < 3 else FEW_PEOPLE if n <= varying else ""


def _omega_value(factor: Factor) -> float:
    common = float(factor.loadings.sum()) ** 2
    return common / (common + float(factor.own.sum()))


def _omega_note(factor: Factor, varying: np.ndarray) -> str:
    """What to know about a fit; items are named by their places among all, `varying` or not."""
    notes = [CONSTANT.format(_numbers(~varying))] if not varying.all() else []
    for text, which in ((AGAINST, factor.against), (HEYWOOD, factor.bounded)):
        if which.any():
            notes.append(text.format(_numbers(np.isin(np.arange(len(varying)), np.flatnonzero(varying)[which]))))
    return "; ".join([*notes, NO_INTERVAL])


def _check_alpha(values: Floats) -> None:
    faults = [
        Fault("alpha", f"{value:.10g}", "at most 1", "Give the coefficient itself.") for value in values[values > 1]
    ]
    if faults:
        raise ToolkitError("This is no coefficient of reliability.", faults)


def _check_staff(icc1: float, target: float) -> None:
    faults = []
    if icc1 > 1:
        faults.append(Fault("icc1", f"{icc1:.10g}", "at most 1", "Give ICC(1) itself."))
    if not 0 < target < 1:
        faults.append(Fault("target", f"{target:.10g}", "a number between 0 and 1", "Write 0.70 for ICC(2) = .70."))
    if faults:
        raise ToolkitError("The staff needed cannot be computed.", faults)
