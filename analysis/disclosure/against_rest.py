"""Against the rest: whether a share stands apart from all the others put together, from released counts alone.

Where counts are told as ranges, what is compared are the allowed counts that are closest together; where the ranges
overlap, nothing stands apart. The shares are mostly of the same people, who go together in what they answer: that makes
chance smaller than is said here, never larger, as long as they answer for all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.measures.estimates import Floats
from analysis.measures.gaps import fisher_p

__all__ = ["METHOD", "Counts", "stand_apart"]

METHOD = "Fisher exact test against all the others together"


@dataclass(frozen=True)
class Counts:
    """Counts `low` … `high` of `n`, arrays of one length; NaN where nothing is told."""

    low: Floats
    high: Floats
    n: Floats

    @property
    def middle(self) -> Floats:
        """The share at the middle of what is told; NaN where nobody is counted."""
        return (self.low + self.high) / 2 / np.where(self.n > 0, self.n, np.nan)

    def sum_of(self, members: np.ndarray) -> Counts:
        """The counts of sets put together; `members` (sets × entries) is bool."""
        low, high, n = (np.where(members, np.nan_to_num(part), 0).sum(axis=1) for part in (self.low, self.high, self.n))
        return Counts(low, high, n)

    @property
    def told(self) -> np.ndarray:
        """Which entries are told."""
        return ~np.isnan(self.n)


def stand_apart(own: Counts, rest: Counts) -> tuple[np.ndarray, Floats]:
    """On which side of the rest each share is (`above`, `below`, or empty), and the two-sided p of that.

    Both have as many entries. p is Fisher's at the allowed counts that are closest together, and 1 where the ranges
    overlap.

    Missing answers
    ---------------
    Where nobody is counted on one of the sides there is no side, and p is NaN.

    Source: Fisher 1935, The Design of Experiments.

    >>> own, rest = (Counts(*(np.array([number]) for number in told)) for told in ((8.0, 9.0, 10.0), (3.0, 4.0, 12.0)))
    >>> side, p = stand_apart(own, rest)
    >>> side[0], round(float(p[0]), 3)
    ('above', 0.043)
    """
    counted = (own.n > 0) & (rest.n > 0)
    above = counted & (own.low * rest.n > rest.high * own.n)
    below = counted & (own.high * rest.n < rest.low * own.n)
    x, x_rest = np.where(above, own.low, own.high), np.where(above, rest.high, rest.low)
    p = [
        fisher_p(*table) if apart else (1.0 if known else np.nan)
        for *table, apart, known in zip(x, own.n, x_rest, rest.n, above | below, counted, strict=True)
    ]
    return np.select([above, below], ["above", "below"], "").astype(object), np.array(p, dtype=float)
