"""Allowed: which ways to fill ordered classes with people fit what is told about them.

What is told is a range of counts for each class and, where neighbouring classes make up a band, a range for the
band; and everybody stands in exactly one class. A number that is to follow from what is told has to hold for
every way to fill the classes that fits all of that, and for no other. `Allowed.below` gives its ends for the
people below each edge; `Allowed.ways` lists the ways themselves, where they are not too many.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.disclosure.branching import Ranges

__all__ = ["Allowed", "Block", "read_ranges"]

Counts = NDArray[np.int64]

MOST_WAYS = 200_000
"""Of more ways than these none is listed."""


@dataclass(frozen=True)
class Block:
    """Neighbouring classes: the `ends` of the people in all of them, and the ends of each one."""

    ends: tuple[int, int]
    ranges: Ranges

    @property
    def least(self) -> int:
        """The fewest people that the block can hold."""
        return max(self.ends[0], sum(low for low, _ in self.ranges))

    @property
    def most(self) -> int:
        """The most people that the block can hold."""
        return min(self.ends[1], sum(high for _, high in self.ranges))


@dataclass(frozen=True)
class Allowed:
    """The ways to fill the classes of `blocks`, from the lowest class to the highest, with `n` people."""

    n: int
    blocks: tuple[Block, ...]

    @classmethod
    def of_classes(cls, n: int, ranges: Ranges) -> Allowed:
        """Classes of which no two make up a band."""
        return cls(n, tuple(Block(ends, (ends,)) for ends in ranges))

    @property
    def ranges(self) -> Ranges:
        """What is told about each class."""
        return tuple(ends for block in self.blocks for ends in block.ranges)

    @property
    def is_exact(self) -> bool:
        """Whether every count is told."""
        return all(low == high for low, high in self.ranges)

    @property
    def below(self) -> tuple[Counts, Counts]:
        """The fewest and the most people below each edge of a class (classes + 1), from 0 to `n`.

        >>> least, most = Allowed.of_classes(20, ((0, 2), (12, 12), (5, 8))).below
        >>> least.tolist(), most.tolist()
        ([0, 0, 12, 20], [0, 2, 14, 20])
        """
        low, high = _from_one_side(self.blocks)
        mirrored = [Block(block.ends, block.ranges[::-1]) for block in self.blocks[::-1]]
        beyond_low, beyond_high = _from_one_side(mirrored)
        return np.maximum(low, self.n - beyond_high[::-1]), np.minimum(high, self.n - beyond_low[::-1])

    def ways(self) -> Counts | None:
        """Every way to fill the classes (ways × classes), or None where there are too many.

        >>> Allowed.of_classes(6, ((0, 2), (4, 4), (0, 2))).ways().tolist()
        [[0, 4, 2], [1, 4, 1], [2, 4, 0]]
        """
        found: Counts | None = np.zeros((1, 0), dtype=np.int64)
        for at, block in enumerate(self.blocks):
            fillings, later = _fillings(block), self.blocks[at + 1 :]
            if found is None or fillings is None:
                return None
            ends = self.n - sum(each.most for each in later), self.n - sum(each.least for each in later)
            found = _side_by_side(found, fillings, ends)
        return found


def read_ranges(rows: pd.DataFrame) -> Ranges:
    """The told ranges of the rows of `bands`, `classes` or `four_cells`, in their order; none is withheld.

    >>> read_ranges(pd.DataFrame({"count_low": [0, 4], "count_high": [2, 4]}))
    ((0, 2), (4, 4))
    """
    return tuple((int(low), int(high)) for low, high in zip(rows["count_low"], rows["count_high"], strict=True))


def _from_one_side(blocks: Iterable[Block]) -> tuple[Counts, Counts]:
    """The fewest and the most people below each edge, as far as the classes up to the end of its block tell."""
    fewest, most = [np.zeros(1, dtype=np.int64)], [np.zeros(1, dtype=np.int64)]
    for block in blocks:
        low, high = (np.cumsum(ends) for ends in zip(*block.ranges, strict=True))
        fewest.append(fewest[-1][-1] + np.maximum(low, block.ends[0] - (high[-1] - high)))
        most.append(most[-1][-1] + np.minimum(high, block.ends[1] - (low[-1] - low)))
    return np.concatenate(fewest), np.concatenate(most)


def _fillings(block: Block) -> Counts | None:
    """Every way to fill one block (ways × its classes), or None where there are too many."""
    if np.prod([high - low + 1.0 for low, high in block.ranges]) > MOST_WAYS:
        return None
    axes = np.meshgrid(*(np.arange(low, high + 1) for low, high in block.ranges), indexing="ij")
    ways = np.stack(axes, axis=-1).reshape(-1, len(block.ranges))
    people = ways.sum(axis=1)
    return ways[(people >= block.ends[0]) & (people <= block.ends[1])]


def _side_by_side(first: Counts, second: Counts, ends: tuple[int, int]) -> Counts | None:
    """Every way of `first` beside every way of `second` that hold a number of people within `ends` together."""
    second = second[np.argsort(second.sum(axis=1), kind="stable")]
    people, beside = first.sum(axis=1), second.sum(axis=1)
    start = np.searchsorted(beside, ends[0] - people, side="left")
    count = np.searchsorted(beside, ends[1] - people, side="right") - start
    if count.sum() > MOST_WAYS:
        return None
    one = np.repeat(np.arange(len(first)), count)
    other = np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count) + start[one]
    return np.hstack([first[one], second[other]])
