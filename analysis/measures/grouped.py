"""Grouped answers: what each person answered, beside the group that the person belongs to.

What agreement and intraclass correlations have in common: they take answers and a group for each, leave out
who has a blank, and need the mean and the variance of each group. Everything is computed for all groups at
once, so that ten thousand of them take hardly longer than ten.

A person counts with all items or with none (listwise), and only with a group: a group that is missing (None,
NaN) or a blank code is no group. A group in which nobody is left stays, with 0 people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.errors import Fault, ToolkitError
from analysis.guide.blanks import Blank
from analysis.measures.estimates import Floats

__all__ = ["GroupLabels", "Grouped", "gather", "group_means", "group_variances"]

GroupLabels = Sequence[Any] | NDArray[Any] | pd.Series | pd.Index
"""One label per person: text or whole numbers."""

BLANK_LABELS = frozenset(text for blank in Blank for text in (str(int(blank)), str(float(blank))))


@dataclass(frozen=True)
class Grouped:
    """The complete `answers` (items × people), and for each person the place of its group in `labels`.

    One row per item, since every sum runs over the people of one item.
    """

    labels: pd.Index
    codes: NDArray[np.int64]
    answers: Floats

    @property
    def sizes(self) -> NDArray[np.int64]:
        """The people of each group."""
        return np.bincount(self.codes, minlength=len(self.labels))

    def sums(self, numbers: Floats) -> Floats:
        """The sum over the people of each group; one number per person in, one per group out."""
        return np.bincount(self.codes, weights=numbers, minlength=len(self.labels)).astype(float)


def gather(values: ArrayLike, groups: GroupLabels, place: str, single: bool = False) -> Grouped:
    """Lay answers and groups beside each other; `place` names the answers in messages.

    `values` are (people) or (people × items); one dimension is one item, and `single` allows only that.

    Missing answers
    ---------------
    Who has a NaN or a negative code in any item, or no group, is left out.

    Raises `ToolkitError` for another shape, for an endless value, and unless there is one group per person.

    >>> found = gather([[4, 5], [3, -1], [2, 2]], ["b", "a", "b"], "items")
    >>> found.labels.tolist(), found.sizes.tolist(), found.answers.tolist()
    (['a', 'b'], [0, 2], [[4.0, 2.0], [5.0, 2.0]])
    """
    table = np.asarray(values, dtype=float)
    codes, labels = _places(groups)
    if faults := _faults(table, codes, place, single):
        raise ToolkitError("These answers cannot be laid out by group.", faults)
    items = np.atleast_2d(table.T)
    known = (codes >= 0) & (items >= 0).all(axis=0)
    return Grouped(labels, codes[known], items[:, known])


def group_means(grouped: Grouped) -> Floats:
    """The mean of each item in each group (items × groups); 0 where nobody answered.

    >>> group_means(gather([1, 3, 7], ["a", "a", "b"], "values")).tolist()
    [[2.0, 7.0]]
    """
    sizes = np.maximum(grouped.sizes, 1)
    moments = (_from_first(item, grouped) for item in grouped.answers)
    return np.array([first + grouped.sums(apart) / sizes for first, apart in moments])


def group_variances(grouped: Grouped) -> Floats:
    """The variance (ddof 1) of each item in each group (items × groups); NaN under two people.

    It is exactly 0 where all answered alike.

    >>> group_variances(gather([1, 3, 7], ["a", "a", "b"], "values")).tolist()
    [[2.0, nan]]
    """
    sizes = grouped.sizes
    several = np.where(sizes > 1, sizes, np.nan)
    apart = [_from_first(item, grouped)[1] for item in grouped.answers]
    squares = np.array([grouped.sums(item**2) - grouped.sums(item) ** 2 / several for item in apart])
    return np.maximum(squares, 0) / (several - 1)


def _from_first(item: Floats, grouped: Grouped) -> tuple[Floats, Floats]:
    """The first answer in each group, and how far each person stands from that of their group.

    From there people who are all alike have a mean and a variance that are exact. And since that answer is one of
    theirs, the squares about it never dwarf those about the mean.
    """
    first = np.zeros(len(grouped.labels))
    first[grouped.codes[::-1]] = item[::-1]
    return first, item - first[grouped.codes]


def _places(groups: GroupLabels) -> tuple[NDArray[np.int64], pd.Index]:
    """The place of each person's group among the sorted labels, -1 for no group, and the labels."""
    given = pd.Index(groups)
    # pandas finds equal texts faster as objects than as its own kind of text.
    given = given.astype(object) if isinstance(given.dtype, pd.StringDtype) else given
    codes, labels = pd.factorize(given, sort=True)
    known = ~labels.astype(str).isin(list(BLANK_LABELS))
    places = np.append(np.where(known, np.cumsum(known) - 1, -1), -1)
    return places[codes], labels[known]


def _faults(table: Floats, codes: NDArray[np.int64], place: str, single: bool) -> list[Fault]:
    if table.ndim not in ((1,) if single else (1, 2)) or 0 in table.shape[1:]:
        allowed = "one answer per person" if single else "people in rows, items in columns"
        return [Fault(place, f"a table of shape {table.shape}", allowed, "Lay it out so.")]
    if len(table) != len(codes):
        found = f"{len(codes)} groups for {len(table)} people"
        return [Fault("groups", found, "one group per person", "Give both in the same order and length.")]
    if np.isinf(table).any():
        return [Fault(place, "an endless value", "numbers from 0, or a blank", "Leave the value blank.")]
    return []
