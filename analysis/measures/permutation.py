"""Permutation: how often chance alone would show as much.

If two groups do not differ, every way to split the same people into groups of the same sizes was equally
likely. The p-value is the share of splits that are at least as extreme as the one that was seen. Where
there are few enough splits all of them are tried; otherwise as many as `DRAWN_SPLITS` are drawn, and the seen
one counts as one more, so that p is never 0 (Phipson & Smyth 2010).

For the same people twice, the signs of their differences are exchanged instead of the people.

Splits are made as counts by value (see `analysis.measures.pooled`), in blocks of limited size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, combinations, islice
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.measures.estimates import Floats

__all__ = ["ALL_SPLITS", "DRAWN_SPLITS", "Measure", "are_all_tried", "sign_flip_p", "split_p"]

ALL_SPLITS = 20_000
"""Up to so many splits every one is tried."""

DRAWN_SPLITS = 9_999

BLOCK_NUMBERS = 2_000_000
# Splits that are equally extreme must all count, though they are added up in another order.
TIE = 1e-9
DECIMALS = 9

Counts = NDArray[np.int64]
Measure = Callable[[Counts], Floats]
"""How far each of many splits (splits × values) is from no difference."""


def are_all_tried(n1: int, n2: int) -> bool:
    """Whether every split of n1 + n2 people is tried.

    >>> are_all_tried(9, 7), are_all_tried(9, 8)
    (True, False)
    """
    return comb(n1 + n2, n1) <= ALL_SPLITS


def split_p(group: ArrayLike, totals: ArrayLike, measure: Measure, seed: int) -> float:
    """The chance that a split of everybody is at least as far from no difference as this one.

    `group` counts the people of one group on each value, `totals` everybody. `measure` takes such counts of
    many groups (splits × values) and gives a number for each, 0 where it does not differ from the rest;
    its size must be the same for the one group as for the other. The same `seed` gives the same p.

    Sources: Phipson & Smyth 2010, Stat. Appl. Genet. Mol. Biol. 9, 39, for p = (b + 1) / (B + 1).

    Two against two, wholly apart: 2 of 6 splits.

    >>> middle = np.arange(4) - 1.5
    >>> round(split_p([1, 1, 0, 0], [1, 1, 1, 1], lambda counts: counts @ middle, seed=1), 4)
    0.3333
    """
    group, totals = np.asarray(group), np.asarray(totals)
    seen = abs(float(measure(group[np.newaxis])[0]))
    size = int(min(group.sum(), (totals - group).sum()))
    everybody = int(totals.sum())
    if are_all_tried(size, everybody - size):
        return _as_extreme(_all_splits(totals, size), measure, seen) / comb(everybody, size)
    return (_as_extreme(_drawn_splits(totals, size, seed), measure, seen) + 1) / (DRAWN_SPLITS + 1)


def sign_flip_p(differences: ArrayLike, seed: int) -> float:
    """The chance that differences with signs at random have a mean at least as far from 0; blank for none.

    `differences` are those of the same people twice. All 2ⁿ signs are tried up to `ALL_SPLITS`, otherwise
    `DRAWN_SPLITS` are drawn. The test is the same for the mean and for Student's t, of which it is a function.

    Source: Fisher 1935, The Design of Experiments, section 21.

    >>> sign_flip_p([3, 1, 2], seed=1)
    0.25
    """
    sizes = np.round(np.asarray(differences, dtype=float), DECIMALS)
    if not sizes.size:
        return np.nan
    seen = abs(sizes.sum())
    if 2**sizes.size <= ALL_SPLITS:
        signs = 1 - 2 * (np.arange(2**sizes.size)[:, np.newaxis] >> np.arange(sizes.size) & 1)
        return float(_reach(signs @ sizes, seen).mean())
    return (_reach(_drawn_sums(np.abs(sizes), seed), seen).sum() + 1) / (DRAWN_SPLITS + 1)


def _as_extreme(blocks: Iterator[Counts], measure: Measure, seen: float) -> int:
    return sum(int(_reach(measure(block), seen).sum()) for block in blocks)


def _reach(values: Floats, seen: float) -> NDArray[np.bool_]:
    return np.abs(values) >= seen * (1 - TIE)


def _all_splits(totals: Counts, size: int) -> Iterator[Counts]:
    """Blocks of the counts by value of every group of `size` that can be made."""
    people = np.repeat(np.arange(len(totals)), totals).tolist()
    splits = combinations(people, size)
    while chosen := list(islice(splits, _rows(len(totals)))):
        members = np.fromiter(chain.from_iterable(chosen), dtype=np.int64, count=len(chosen) * size)
        cell = np.repeat(np.arange(len(chosen)), size) * len(totals) + members
        yield np.bincount(cell, minlength=len(chosen) * len(totals)).reshape(len(chosen), len(totals))


def _drawn_splits(totals: Counts, size: int, seed: int) -> Iterator[Counts]:
    rng = np.random.default_rng(seed)
    rows = _rows(len(totals))
    for start in range(0, DRAWN_SPLITS, rows):
        drawn = min(rows, DRAWN_SPLITS - start)
        yield rng.multivariate_hypergeometric(totals, size, size=drawn, method="marginals")


def _drawn_sums(sizes: Floats, seed: int) -> Floats:
    """Sums with signs at random; people whose differences are equally large are drawn together."""
    values, people = np.unique(sizes, return_counts=True)
    rng = np.random.default_rng(seed)
    rows = _rows(len(values))
    blocks = (min(rows, DRAWN_SPLITS - start) for start in range(0, DRAWN_SPLITS, rows))
    return np.concatenate([(2 * rng.binomial(people, 0.5, (block, len(values))) - people) @ values for block in blocks])


def _rows(columns: int) -> int:
    return max(1, BLOCK_NUMBERS // max(1, columns))
