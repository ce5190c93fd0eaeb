"""Singling: which sets of too few people can be worked out from groups, and which groups they are made of.

*Worked out* is meant in the widest sense that adding and subtracting allow. People who are in exactly the same
groups form a cell, since no sum of groups tells them apart. A set of people can be worked out if it takes whole
cells and is a sum of groups with some weights: 1 for every cell that it takes, 0 for every other.

The *makers* of a set are groups of which it is such a sum and none of which could be spared. As long as one of
them is not shown the set does not follow from the others.

What this does not use: answers. Everything here follows from who is in which group.
"""

from __future__ import annotations

import numpy as np

__all__ = ["find_makers", "small_difference"]

TOLERANCE = 1e-6


def small_difference(members: np.ndarray, minimum: int) -> np.ndarray | None:
    """The smallest set of 1 … `minimum` − 1 people whose size follows from the sizes of groups, or None.

    `members` (people × groups) are 0/1; the set is a mask of the people.

    >>> small_difference(np.array([[1, 1]] * 6 + [[1, 0]] * 2), 5).sum()
    np.int64(2)
    """
    patterns, cell_of, sizes = np.unique(members.astype(int), axis=0, return_inverse=True, return_counts=True)
    sets = _small_sets(patterns, sizes, minimum)
    return sets[np.argmin(sets @ sizes)][np.ravel(cell_of)] if len(sets) else None


def find_makers(members: np.ndarray, minimum: int) -> list[tuple[int, ...]]:
    """For the sets of 1 … `minimum` − 1 people that can be worked out: the groups that make them, by position.

    `members` (people × groups) are 0/1. A set may be made in several ways; one is found that takes the large
    groups where it can and one that takes the small ones, so that every set has makers. The makers of the
    smallest set, from large groups, come first.

    >>> find_makers(np.array([[1, 1, 0]] * 6 + [[1, 0, 1]] * 5 + [[1, 0, 0]] * 2), 5)
    [(0, 1, 2)]
    """
    patterns, sizes = np.unique(members.astype(int), axis=0, return_counts=True)
    sets = _small_sets(patterns, sizes, minimum)
    sets = sets[np.argsort(sets @ sizes, kind="stable")]
    largest_first = np.argsort(-(sizes @ patterns), kind="stable")
    made = [_makers(patterns, sets, order) for order in (largest_first, largest_first[::-1])] if len(sets) else []
    return list(dict.fromkeys(makers for ways in made for makers in ways))


def _small_sets(patterns: np.ndarray, sizes: np.ndarray, minimum: int) -> np.ndarray:
    """All sets (sets × cells, bool) of 1 … `minimum` − 1 people that are sums of groups.

    The weights of a sum are settled by what it is on as many cells as there are independent groups, and on these
    it is 0 or 1. They are gone through one by one, and a sum is given up as soon as some cell can no longer become
    0 or 1 or too many people are in it; the large cells come first, because nearly all of them have to be 0.
    """
    sizes = np.where(patterns.any(axis=1), sizes, 0)
    pivots = _independent_rows(patterns, np.argsort(-sizes, kind="stable"))
    spread = patterns @ np.linalg.pinv(patterns[pivots])
    spread[np.abs(spread) < TOLERANCE] = 0
    sums = np.zeros((1, len(patterns)))
    for at in range(len(pivots)):
        sums = np.vstack([sums, sums + spread[:, at]])
        sums = sums[_may_be_small_sets(sums, spread[:, at + 1 :], sizes, minimum)]
    sets = sums > 0.5
    return sets[sets @ sizes > 0]


def _may_be_small_sets(sums: np.ndarray, ahead: np.ndarray, sizes: np.ndarray, minimum: int) -> np.ndarray:
    """Which `sums` (sums × cells) can still become sets, if some of what is `ahead` (cells × steps) is added."""
    settled = ~ahead.any(axis=1)
    whole = np.abs(sums[:, settled] - (sums[:, settled] > 0.5)) < TOLERANCE
    lowest, highest = sums + ahead.clip(max=0).sum(axis=1), sums + ahead.clip(min=0).sum(axis=1)
    in_reach = (lowest < 1 + TOLERANCE) & (highest > -TOLERANCE)
    few = (sums[:, settled] > 0.5) @ sizes[settled] < minimum
    return whole.all(axis=1) & in_reach.all(axis=1) & few


def _makers(patterns: np.ndarray, sets: np.ndarray, order: np.ndarray) -> list[tuple[int, ...]]:
    """The groups that make each of `sets` (sets × cells), where the first in `order` are preferred.

    They come from groups none of which is a sum of others; among such groups there is only one way to make a set.
    """
    basis = np.array(_independent_rows(patterns.T, order))
    weights, *_ = np.linalg.lstsq(patterns[:, basis].astype(float), sets.T.astype(float))
    return [tuple(sorted(basis[used].tolist())) for used in (np.abs(weights) > TOLERANCE).T]


def _independent_rows(matrix: np.ndarray, order: np.ndarray) -> list[int]:
    """Positions of rows that span all rows, preferring those that come first in `order`."""
    chosen: list[int] = []
    directions = np.empty((0, matrix.shape[1]))
    for at in order:
        row = matrix[at].astype(float)
        # Twice, because one projection leaves rounding behind that looks like a new direction.
        for _ in range(2):
            row = row - directions.T @ (directions @ row)
        length = np.linalg.norm(row)
        if length > TOLERANCE:
            chosen.append(int(at))
            directions = np.vstack([directions, row / length])
    return chosen
