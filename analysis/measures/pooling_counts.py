"""Counts of libraries: how many said yes of how many, each told exactly or as a range of counts.

The chance of such a count, where the shares of the libraries follow a beta distribution with mean μ, is
beta-binomial. It is written with γ = 1/(a + b) instead of a and b, as a product of rising steps: μ (μ + γ)
(μ + 2γ) … over the yeses, the same with 1 - μ over the noes, divided by 1 (1 + γ) (1 + 2γ) … over all. So it
is exact also where the libraries do not differ at all, γ = 0, and equal counts are reckoned with once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import Fault, ToolkitError
from analysis.measures.estimates import Floats, check_counts

__all__ = ["LibraryCounts", "read_counts"]

LARGEST = 1_000_000


@dataclass(frozen=True)
class LibraryCounts:
    """The kinds of told count: from `low` to `high` yeses of `n`, in `times` libraries each.

    `kind` says for each library in which kind it is. A library without answers is of the kind 0 … 0 of 0.
    """

    low: NDArray[np.int64]
    high: NDArray[np.int64]
    n: NDArray[np.int64]
    times: Floats
    kind: NDArray[np.int64]

    @property
    def libraries(self) -> int:
        """How many libraries have answers."""
        return int(self.times[self.n > 0].sum())

    @property
    def exact(self) -> bool:
        """Whether every count is told exactly."""
        return bool((self.low == self.high).all())

    @cached_property
    def owner(self) -> NDArray[np.int64]:
        """The kind of each possible count; possible counts stand kind after kind."""
        return np.repeat(np.arange(len(self.n)), self.high - self.low + 1)

    @cached_property
    def first(self) -> NDArray[np.int64]:
        """Where the possible counts of each kind begin."""
        width = self.high - self.low + 1
        return np.cumsum(width) - width

    @cached_property
    def yes(self) -> NDArray[np.int64]:
        """The possible counts."""
        return self.low[self.owner] + np.arange(len(self.owner)) - self.first[self.owner]

    @cached_property
    def no(self) -> NDArray[np.int64]:
        """The noes that belong to the possible counts."""
        return self.n[self.owner] - self.yes

    @cached_property
    def log_ways(self) -> Floats:
        """The logarithm of the number of ways in which each possible count comes about."""
        from scipy.special import gammaln

        return gammaln(self.n[self.owner] + 1) - gammaln(self.yes + 1) - gammaln(self.no + 1)

    def log_each(self, mean: Floats, spread: Floats) -> Floats:
        """The logarithm of the chance of each possible count (points × possible counts)."""
        most = int(self.n.max(initial=0))
        yes, no, of = (_rising(start, spread, most) for start in (mean, 1 - mean, np.ones_like(mean)))
        return self.log_ways + yes[:, self.yes] + no[:, self.no] - of[:, self.n[self.owner]]

    def log_chances(self, mean: Floats, spread: Floats) -> Floats:
        """The logarithm of the chance of each kind (points × kinds)."""
        each = self.log_each(mean, spread)
        if self.exact:
            return each
        highest = np.maximum.reduceat(each, self.first, axis=1)
        return highest + np.log(np.add.reduceat(np.exp(each - highest[:, self.owner]), self.first, axis=1))

    def log_likelihood(self, mean: Floats, spread: Floats) -> Floats:
        """The logarithm of the chance of all that is told (points)."""
        if not self.exact:
            return self.log_chances(mean, spread) @ self.times
        steps = np.arange(int(self.n.max(initial=0)))
        # As many steps as there are answers in the largest library do for any number of libraries.
        total = np.zeros_like(mean)
        for start, counts in zip((mean, 1 - mean, np.ones_like(mean)), self.steps(self.times), strict=True):
            total = total + np.log(start[:, None] + spread[:, None] * steps) @ counts
        return total

    def steps(self, weights: Floats) -> tuple[Floats, Floats, Floats]:
        """How often each rising step occurs over the yeses, over the noes, and (negative) over all.

        `weights` says how much each possible count counts.
        """
        most = int(self.n.max(initial=0))
        yes, no, of = (_beyond(counts, weights, most) for counts in (self.yes, self.no, self.n[self.owner]))
        return yes, no, -of

    def gradient(self, mean: float, spread: float) -> tuple[float, float]:
        """How the log-likelihood rises with the mean, and with the spread γ."""
        steps = np.arange(int(self.n.max(initial=0)))
        yes, no, of = self.steps(self.likely(mean, spread))
        by_yes, by_no, by_all = (
            yes / (mean + spread * steps),
            no / (1 - mean + spread * steps),
            of / (1 + spread * steps),
        )
        return float((by_yes - by_no).sum()), float((by_yes + by_no + by_all) @ steps)

    def likely(self, mean: float, spread: float) -> Floats:
        """How many libraries are to be expected at each possible count, given what is told (possible counts)."""
        if self.exact:
            return self.times
        each = self.log_each(np.array([mean]), np.array([spread]))[0]
        shares = np.exp(each - self.log_chances(np.array([mean]), np.array([spread]))[0][self.owner])
        return shares * self.times[self.owner]


def read_counts(x_low: ArrayLike, x_high: ArrayLike, n: ArrayLike) -> LibraryCounts:
    """The told counts of libraries, equal ones put together.

    Missing answers
    ---------------
    A library whose count or n is NaN or a negative code counts as one without answers.

    Raises `ToolkitError`, with every fault, where the arrays are not of one length, a count is not whole, or not
    0 ≤ x_low ≤ x_high ≤ n.

    >>> told = read_counts([0, 3, 3, -1], [2, 3, 3, -1], [6, 7, 7, 5])
    >>> told.yes.tolist(), told.n.tolist(), told.times.tolist(), told.kind.tolist()
    ([0, 0, 1, 2, 3], [0, 6, 7], [1.0, 1.0, 2.0], [1, 2, 2, 0])
    """
    columns = [np.atleast_1d(np.asarray(column, dtype=float)) for column in (x_low, x_high, n)]
    _check_lengths(columns)
    table = np.stack(columns, axis=1)
    table[~(table >= 0).all(axis=1)] = 0
    # Looked at one by one only where something is wrong.
    if (table != np.floor(table)).any() or (table > LARGEST).any():
        raise ToolkitError("These counts cannot be.", dict.fromkeys(_not_whole(table)))
    if (table[:, 1] > table[:, 2]).any():
        check_counts(table[:, 1], table[:, 2])
    if (table[:, 0] > table[:, 1]).any():
        raise ToolkitError("These ranges of counts cannot be.", list(_out_of_order(table)))
    kinds, kind, times = np.unique(table.astype(np.int64), axis=0, return_inverse=True, return_counts=True)
    return LibraryCounts(kinds[:, 0], kinds[:, 1], kinds[:, 2], times.astype(float), kind.ravel())


def _rising(start: Floats, spread: Floats, most: int) -> Floats:
    """The logarithm of the product of the first 0, 1, … `most` rising steps (points × steps)."""
    logs = np.log(start[:, None] + spread[:, None] * np.arange(most))
    return np.concatenate([np.zeros((len(start), 1)), np.cumsum(logs, axis=1)], axis=1)


def _beyond(counts: NDArray[np.int64], weights: Floats, most: int) -> Floats:
    """The weight of all counts above 0, above 1, … (steps)."""
    return np.cumsum(np.bincount(counts, weights, minlength=most + 1)[:0:-1], dtype=float)[::-1]


def _check_lengths(columns: list[Floats]) -> None:
    lengths = [len(column) for column in columns]
    if len(set(lengths)) > 1 or any(column.ndim > 1 for column in columns):
        fault = Fault("the counts", ", ".join(map(str, lengths)), "as many counts as n", "Give one of each a library.")
        raise ToolkitError("Libraries are compared one by one.", [fault])


def _not_whole(table: Floats) -> Iterator[Fault]:
    for at, row in enumerate(table, start=1):
        for value in row[(row != np.floor(row)) | (row > LARGEST)]:
            allowed = f"whole numbers up to {LARGEST}"
            yield Fault(f"counts {at}", f"{value:.10g}", allowed, "Give counts of people, not shares.")


def _out_of_order(table: Floats) -> Iterator[Fault]:
    for at, (low, high, _) in enumerate(table, start=1):
        if low > high:
            found = f"from {low:.10g} to {high:.10g}"
            yield Fault(f"counts {at}", found, "the lower end first", "Exchange the ends.")
