"""Means: the mean of something over all staff, as far as protected counts settle it, and how sure it is.

Two means are told without any person's score. *The index* is the mean of the shares of the qualities. *The position*
in a situation follows from how people spread over the classes of ten points. Where counts are ranges a mean lies
between the least and the largest that they allow.

How far single people lie from the mean is not told, and the error of a mean rests on it. It is taken as large as the
told counts allow: for the index, people who see one quality see every quality that more people see; for a position,
people stand as far out as their classes may hold them. So an interval may be too wide, and is never too narrow.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from analysis.disclosure.allowed import Allowed, Block, read_ranges
from analysis.measures.camps import class_places
from analysis.measures.estimates import Floats, known_roster

__all__ = ["ToldMean", "fullest", "index_mean", "position_mean"]

POSITIONS = np.arange(0, 101, 10)
"""Two items on six points give positions so many points apart."""

BAND_STARTS = (40, 60)
PSEUDO_SCORE = 0.5


@dataclass(frozen=True)
class ToldMean:
    """A mean in points: `low` … `high` is what the counts of `n` people allow, `error` its largest standard error."""

    n: int
    low: float
    high: float
    error: float


def index_mean(exists: pd.DataFrame, roster: float | None) -> ToldMean:
    """The index of a group from the `exists` rows of `marks`, none of them withheld.

    The ends are those that `analysis.measures.maturity.index` has at the lowest and at the highest counts; `n` are the
    people of the mark that fewest gave.

    >>> marks = pd.DataFrame({"n": [10, 12], "count_low": [5, 3], "count_high": [5, 3]})
    >>> told = index_mean(marks, roster=None)
    >>> f"{told.n} {told.low:.2f} {told.high:.2f} {told.error:.2f}"
    '10 38.64 38.64 13.82'
    """
    of, least, most = (exists[column].to_numpy(dtype=float) for column in ("n", "count_low", "count_high"))
    people, low, high = int(of.min()), least / of, most / of
    variance = _largest_variance(low, high)
    return ToldMean(
        n=people,
        low=_expected_index(float(low.mean()), people, known_roster(roster)),
        high=_expected_index(float(high.mean()), people, known_roster(roster)),
        error=100 * float(np.sqrt(variance / max(people - 1, 1))),
    )


def position_mean(bands: pd.DataFrame, classes: pd.DataFrame) -> ToldMean:
    """The mean position in one scope from the rows of `bands` and of `classes` about all staff, none of them withheld.

    >>> bands = pd.DataFrame({"n": 30, "count_low": [10, 10, 10], "count_high": [10, 10, 10]})
    >>> classes = pd.DataFrame({"class_from": range(0, 100, 10), "count_low": [0, 0, 0, 10, 5, 5, 10, 0, 0, 0]})
    >>> told = position_mean(bands, classes.assign(count_high=classes["count_low"]))
    >>> f"{told.low:.1f} {told.high:.1f} {told.error:.1f}"
    '50.0 51.7 3.2'
    """
    band_of = np.searchsorted(BAND_STARTS, classes["class_from"].to_numpy(dtype=int), side="right")
    blocks = tuple(Block(ends, read_ranges(classes[band_of == at])) for at, ends in enumerate(read_ranges(bands)))
    allowed = Allowed(int(bands["n"].iloc[0]), blocks)
    places = class_places(POSITIONS, len(classes))
    first, last = (np.array([end(POSITIONS[places == at]) for at in range(len(classes))]) for end in (min, max))
    low, high = float(fullest(allowed, -first) @ first), float(fullest(allowed, last) @ last)
    squares = np.maximum((first - (low + high) / 2 / allowed.n) ** 2, (last - (low + high) / 2 / allowed.n) ** 2)
    variance = fullest(allowed, squares) @ squares / allowed.n
    return ToldMean(allowed.n, low / allowed.n, high / allowed.n, float(np.sqrt(variance / max(allowed.n - 1, 1))))


def fullest(allowed: Allowed, worth: Floats) -> Floats:
    """The allowed counts (classes) that are `worth` (classes) the most together.

    The classes are filled in the order of their worth, each as far as the others leave room. Since ranges of classes
    lie within ranges of bands, and these within everybody, no other filling is worth more.

    >>> fullest(Allowed.of_classes(6, ((0, 2), (1, 4), (0, 3))), np.array([3.0, 1.0, 2.0])).tolist()
    [2, 1, 3]
    """
    block_of = np.repeat(np.arange(len(allowed.blocks)), [len(block.ranges) for block in allowed.blocks])
    counts = np.array([low for low, _ in allowed.ranges])
    for at in np.argsort(-np.asarray(worth, dtype=float), kind="stable"):
        held = np.bincount(block_of, weights=counts, minlength=len(allowed.blocks))
        own = block_of[at]
        needed = sum(max(block.least, held[of]) for of, block in enumerate(allowed.blocks) if of != own)
        room = min(allowed.blocks[own].most, allowed.n - needed) - held[own]
        counts[at] = min(allowed.ranges[at][1], counts[at] + int(room))
    return counts


def _largest_variance(low: Floats, high: Floats) -> float:
    """The largest variance of the mean of marks whose shares lie within `low` … `high` (marks).

    It adds up what each two marks can have in common at most, which is where one is only seen by those who see the
    other.
    """
    pairs = product(zip(low, high, strict=True), repeat=2)
    return sum(_most_in_common(*one, *other) for one, other in pairs) / len(low) ** 2


def _most_in_common(low1: float, high1: float, low2: float, high2: float) -> float:
    """The largest min(p, q)·(1 - max(p, q)) for two shares within their ends."""
    least, most = max(low1, low2), min(high1, high2)
    if least > most:
        return most * (1 - least)
    middle = float(np.clip(0.5, least, most))
    return middle * (1 - middle)


def _expected_index(mean: float, people: int, heads: int | None) -> float:
    """The index to be expected over the roster where the mean score of `people` is known; see `measures.maturity`."""
    unseen = (people * mean + PSEUDO_SCORE) / (people + 1)
    known = 0.0 if heads is None else people / heads
    return 100 * (known * mean + (1 - known) * unseen)
