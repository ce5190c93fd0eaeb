"""Superiority: the chance that somebody of one group stands above somebody of another.

P(X < Y) + ½ P(X = Y) reads off two people, one of each group, which of them stands higher; 0.5 says that
neither group tends to. It asks nothing of the shape of the distributions, and ties, of which positions have
many, are part of it. The test that belongs to it is Brunner and Munzel's, which allows the groups to spread
differently. In small groups its p-value comes from splitting the same people anew.

This asks whether groups differ beyond chance, so it knows no roster: people answer a little differently on
another day, also where everybody has answered. With a handful of people only very large differences can be
seen, and the interval is then a rough one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.measures.estimates import ONE_GROUP_EMPTY, Floats, check_confidence
from analysis.measures.permutation import DRAWN_SPLITS, Measure, are_all_tried, split_p
from analysis.measures.pooled import Pooled, pool

__all__ = [
    "NO_SPREAD",
    "ONE_PERSON",
    "SMALL_GROUP",
    "BrunnerMunzel",
    "brunner_munzel",
    "brunner_munzel_in_family",
    "cliffs_delta",
    "name_test",
    "probability_of_superiority",
]

SMALL_GROUP = 10
"""From so many people in the smaller group on, p comes from the t distribution."""

SMALL_IN_FAMILY, RARE = 30, 0.02
"""In a family of tests, with fewer people than this in the smaller group, a p below `RARE` comes from splits."""

ONE_PERSON = "one of the groups is a single person: no test and no interval"
NO_SPREAD = "no overlap or no differences within the groups: p from splits of the people, no interval"


@dataclass(frozen=True)
class BrunnerMunzel:
    """A comparison of two groups: the test, and the chance of superiority with its interval.

    `statistic` and `df` of Brunner and Munzel's t; `p`, two-sided; `superiority` is P(X < Y) + ½ P(X = Y), and
    `low`, `high` its interval within 0 … 1. Where something is not computable it is NaN and `note` says why.
    """

    statistic: float
    df: float
    p: float
    superiority: float
    low: float
    high: float
    note: str


class _Placed(NamedTuple):
    """The chance of superiority of one or more splits, and what each group adds to its variance."""

    superiority: Floats
    from_first: Floats
    from_second: Floats

    @property
    def variance(self) -> Floats:
        return self.from_first + self.from_second


def probability_of_superiority(x: ArrayLike, y: ArrayLike) -> float:
    """P(X < Y) + ½ P(X = Y): the chance that one of `y` stands above one of `x`, a tie counted half.

    Two groups of numbers of any length. 0.5: neither tends to stand higher; 1: every y is above every x.
    Blank (NaN) where a group is empty.

    Missing answers
    ---------------
    NaN and negative codes are left out.

    Raises `ToolkitError` for an endless value.
    Source: Brunner & Munzel 2000, Biom. J. 42, 17-25.

    >>> probability_of_superiority([1, 2, 3], [2, 3, 4])
    0.7777777777777778
    """
    pooled = pool(x, y)
    return float(_superiority(pooled.first, pooled.second)) if min(pooled.sizes) else np.nan


def cliffs_delta(x: ArrayLike, y: ArrayLike) -> float:
    """P(X < Y) - P(X > Y), from -1 to 1; positive where `y` tends to stand above `x`.

    It is 2 P - 1 of `probability_of_superiority`, and blank where a group is empty.

    Missing answers
    ---------------
    NaN and negative codes are left out.

    Raises `ToolkitError` for an endless value.
    Source: Cliff 1993, Psychol. Bull. 114, 494-509.

    >>> round(cliffs_delta([1, 2, 3], [2, 3, 4]), 4)
    0.5556
    """
    return 2 * probability_of_superiority(x, y) - 1


def brunner_munzel(x: ArrayLike, y: ArrayLike, seed: int, confidence: float = 0.95) -> BrunnerMunzel:
    """Whether one of two groups tends to stand higher than the other, beyond chance.

    With P = P(X < Y) + ½ P(X = Y), the placement of a person (people of the other group below, ties half)
    and its variance S² within each group (ddof 1): v₁ = S₁²/(n₁ n₂²), v₂ = S₂²/(n₂ n₁²),
    t = (P - ½) / √(v₁ + v₂), df = (v₁ + v₂)² / (v₁²/(n₁ - 1) + v₂²/(n₂ - 1)), interval P ± t(df) √(v₁ + v₂)
    within 0 … 1.

    From `SMALL_GROUP` people in the smaller group on, p is that of t. Below, it is the share of splits of the
    same people whose |t| is as large: all splits where they are at most 20,000, else 9,999 drawn from `seed`
    and p = (b + 1) / (B + 1). Where both variances are 0 (complete separation, or everybody alike), there is
    no t and no interval; p comes from the splits' |P - ½|, and the note says so.

    With fewer than about 20 people in a group the interval is too narrow for very large differences.

    Missing answers
    ---------------
    NaN and negative codes are left out. An empty group, or one of a single person: blank, with a note.

    Raises `ToolkitError` for an endless value, or a confidence outside 0 … 1.
    Sources: Brunner & Munzel 2000, Biom. J. 42, 17-25; Neubert & Brunner 2007, Comput. Stat. Data Anal. 51,
    5192-5204, for the studentized splits.

    >>> result = brunner_munzel([1, 2, 2, 3, 1], [2, 3, 4, 4, 3], seed=1)
    >>> round(result.superiority, 2), round(result.p, 4), result.note
    (0.88, 0.0794, '')
    """
    check_confidence(confidence)
    pooled = pool(x, y)
    if not min(pooled.sizes):
        return _blank(np.nan, ONE_GROUP_EMPTY)
    if min(pooled.sizes) == 1:
        return _blank(float(_superiority(pooled.first, pooled.second)), ONE_PERSON)
    placed = _place(pooled.first, pooled.second)
    if not placed.variance:
        p = split_p(pooled.first, pooled.first + pooled.second, _distance(pooled), seed)
        return replace(_blank(float(placed.superiority), NO_SPREAD), p=p)
    return _test(pooled, placed, seed, confidence)


def brunner_munzel_in_family(x: ArrayLike, y: ArrayLike, seed: int, confidence: float = 0.95) -> BrunnerMunzel:
    """`brunner_munzel` as one of many tests whose smallest p decides.

    With ten to thirty people in the smaller group, the t distribution is right about p = 0.05, but makes a p of 0.002
    two or three times too often, and it is such a p that decides in a family. So there a p below `RARE` is found anew
    from studentized splits, as for smaller groups.

    Missing answers, errors and sources are those of `brunner_munzel`.

    >>> low, high = [1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9], [7, 8, 9, 9, 9, 9, 9, 9, 9, 9, 9]
    >>> [round(test(low, high, seed=1).p, 4) for test in (brunner_munzel, brunner_munzel_in_family)]
    [0.0026, 0.0044]
    """
    found = brunner_munzel(x, y, seed, confidence)
    pooled = pool(x, y)
    if found.note or found.p >= RARE or not SMALL_GROUP <= min(pooled.sizes) < SMALL_IN_FAMILY:
        return found
    return replace(found, p=split_p(pooled.first, pooled.first + pooled.second, _studentized(pooled), seed))


def name_test(n1: int, n2: int, in_family: bool = False) -> str:
    """How `brunner_munzel`, or `brunner_munzel_in_family`, finds p for groups of these sizes.

    >>> name_test(4, 12)
    'Brunner-Munzel, all splits of the people'
    >>> name_test(14, 12, in_family=True)
    'Brunner-Munzel, t distribution, below 0.02 from drawn splits'
    """
    if min(n1, n2) < SMALL_GROUP:
        drawn = "all" if are_all_tried(n1, n2) else f"{DRAWN_SPLITS:,} drawn"
        return f"Brunner-Munzel, {drawn} splits of the people"
    rare = f", below {RARE} from drawn splits" if in_family and min(n1, n2) < SMALL_IN_FAMILY else ""
    return f"Brunner-Munzel, t distribution{rare}"


def _test(pooled: Pooled, placed: _Placed, seed: int, confidence: float) -> BrunnerMunzel:
    from scipy.special import stdtr, stdtrit

    n1, n2 = pooled.sizes
    error = np.sqrt(placed.variance)
    statistic = float((placed.superiority - 0.5) / error)
    df = float(placed.variance**2 / (placed.from_first**2 / (n1 - 1) + placed.from_second**2 / (n2 - 1)))
    reach = stdtrit(df, (1 + confidence) / 2) * error
    if min(n1, n2) < SMALL_GROUP:
        p = split_p(pooled.first, pooled.first + pooled.second, _studentized(pooled), seed)
    else:
        p = float(2 * stdtr(df, -abs(statistic)))
    low, high = np.clip([placed.superiority - reach, placed.superiority + reach], 0, 1)
    return BrunnerMunzel(statistic, df, p, float(placed.superiority), float(low), float(high), "")


def _blank(superiority: float, note: str) -> BrunnerMunzel:
    return BrunnerMunzel(np.nan, np.nan, np.nan, superiority, np.nan, np.nan, note)


def _place(first: NDArray[np.int64], second: NDArray[np.int64]) -> _Placed:
    """P and both parts of its variance, for counts by value along the last axis."""
    n1, n2 = first.sum(axis=-1), second.sum(axis=-1)
    return _Placed(
        _superiority(first, second),
        _variance(_below(second), first) / (n1 * n2**2.0),
        _variance(_below(first), second) / (n2 * n1**2.0),
    )


def _superiority(first: NDArray[np.int64], second: NDArray[np.int64]) -> Floats:
    wins = (second * _below(first)).sum(axis=-1)
    return wins / (first.sum(axis=-1) * second.sum(axis=-1, dtype=float))


def _below(counts: NDArray[np.int64]) -> Floats:
    """For each value the people below it, and half of those on it."""
    return np.cumsum(counts, axis=-1) - counts / 2


def _variance(placement: Floats, people: NDArray[np.int64]) -> Floats:
    """The variance (ddof 1) of the placement over `people`; exactly 0 where all have the same."""
    n = people.sum(axis=-1, keepdims=True)
    mean = (people * placement).sum(axis=-1, keepdims=True) / n
    return (people * (placement - mean) ** 2).sum(axis=-1) / (n[..., 0] - 1)


def _distance(pooled: Pooled) -> Measure:
    totals = pooled.first + pooled.second
    return lambda groups: _superiority(groups, totals - groups) - 0.5


def _studentized(pooled: Pooled) -> Measure:
    totals = pooled.first + pooled.second

    def measure(groups: NDArray[np.int64]) -> Floats:
        placed = _place(groups, totals - groups)
        apart = placed.superiority - 0.5
        # A split without spread is as extreme as can be, unless it shows no difference at all.
        endless = np.where(apart == 0, 0.0, np.copysign(np.inf, apart))
        spread = placed.variance > 0
        return np.where(spread, apart / np.sqrt(np.where(spread, placed.variance, 1)), endless)

    return measure
