"""Groups: the fixed views of a wave, and which of them are large enough to be shown.

The groups are everybody, each value of each cohort column, and leaders against the front line. A group is
shown if at least `k` people stand behind it, and if no set of 1 … `k` − 1 people can be worked out from the
groups that are shown. *Worked out* is meant in the widest sense that adding and subtracting allow: the set
of everybody minus the shown groups of a column (people whose code is blank belong to it), one group minus
another that lies inside it, or any longer sum of groups whose people cancel out. Where such a set exists,
the smallest group that it is made of is withheld, until there is none.

The same rule is used for all respondents and again for each item, with those who answered it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, combinations

import numpy as np
import pandas as pd

from analysis.guide import ALL, LEADS, Guide
from analysis.responses.frames import with_leads

__all__ = ["Groups", "choose_groups", "fixed_groups", "small_difference"]

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Groups:
    """Groups of the same people: `keys` (cohort, value), `members` (people × groups), and why not shown.

    `reasons` has one entry per group: empty where the group is shown.
    """

    keys: tuple[tuple[str, str], ...]
    members: np.ndarray
    reasons: tuple[str, ...]

    @property
    def sizes(self) -> np.ndarray:
        """How many people each group has."""
        return self.members.sum(axis=0)

    @property
    def shown(self) -> np.ndarray:
        """The positions of the groups that are shown."""
        return np.flatnonzero([reason == "" for reason in self.reasons])

    @property
    def everybody(self) -> Groups:
        """All staff alone, the first of the groups."""
        return Groups(self.keys[:1], self.members[:, :1], self.reasons[:1])

    def among(self, people: np.ndarray) -> Groups:
        """The same groups, counting only the `people` that a mask picks; nobody leaves the table."""
        return replace(self, members=self.members & people[:, None])

    def without(self, reasons: dict[int, str]) -> Groups:
        """The same groups with some more of them withheld, by position."""
        return replace(self, reasons=tuple(reasons.get(at, reason) for at, reason in enumerate(self.reasons)))


def fixed_groups(responses: pd.DataFrame, guide: Guide) -> Groups:
    """The groups of the fixed views, in the guide's order, all of them still shown."""
    frame = with_leads(responses, guide)
    cohorts = [guide.cohort(ALL), *guide.cohorts, *([guide.cohort(LEADS)] if guide.lead_cohort else [])]
    keys = tuple((cohort.id, value) for cohort in cohorts for value in cohort.value_ids)
    members = np.column_stack([(frame[cohort] == value).to_numpy(dtype=bool) for cohort, value in keys])
    return Groups(keys, members, ("",) * len(keys))


def choose_groups(groups: Groups, minimum: int) -> Groups:
    """`groups` with a reason wherever a group has too few people or would let too few be singled out.

    Groups that are already withheld keep their reason.
    """
    sizes = groups.sizes
    small = {int(at): "few" if sizes[at] else "nobody" for at in groups.shown if sizes[at] < minimum}
    groups = groups.without(small)
    while (maker := _smallest_maker(groups, minimum)) is not None:
        groups = groups.without({maker: "complement"})
    return groups


def small_difference(members: np.ndarray, minimum: int) -> np.ndarray | None:
    """The smallest set of 1 … `minimum` − 1 people whose size follows from the sizes of groups, or None.

    `members` (people × groups) are 0/1. People who are in exactly the same groups form a cell, and a set can
    only follow if it takes whole cells. It is a sum of groups with some weights; the weights are settled by
    what the sum is on as many cells as there are independent groups. So it is enough to try every 0/1
    choice on those cells that stays below `minimum` people, and to keep the sums that are 0 or 1 everywhere.

    >>> small_difference(np.array([[1, 1]] * 6 + [[1, 0]] * 2), 5).sum()
    np.int64(2)
    """
    patterns, cell_of, sizes = np.unique(members.astype(int), axis=0, return_inverse=True, return_counts=True)
    sizes = np.where(patterns.any(axis=1), sizes, 0)
    pivots = _independent_rows(patterns, np.argsort(-sizes, kind="stable"))
    if not pivots:
        return None
    spread = patterns @ np.linalg.pinv(patterns[pivots])
    choices = np.array(list(_small_choices(sizes[pivots], minimum)))
    sums = spread @ choices.T if len(choices) else np.empty((len(sizes), 0))
    whole = (np.abs(sums - (sums > 0.5)) < TOLERANCE).all(axis=0)
    totals = sizes @ (sums > 0.5)
    fits = np.flatnonzero(whole & (totals > 0) & (totals < minimum))
    if not len(fits):
        return None
    best = fits[np.argmin(totals[fits])]
    return (sums[:, best] > 0.5)[np.ravel(cell_of)]


def _small_choices(sizes: np.ndarray, minimum: int) -> Iterator[np.ndarray]:
    small = [int(at) for at in np.flatnonzero((sizes > 0) & (sizes < minimum))]
    for chosen in chain.from_iterable(combinations(small, count) for count in range(1, minimum)):
        if sizes[list(chosen)].sum() < minimum:
            yield np.isin(np.arange(len(sizes)), chosen).astype(float)


def _smallest_maker(groups: Groups, minimum: int) -> int | None:
    """The smallest group of those that a too small set of people is made of, or None."""
    shown = groups.shown
    singled_out = small_difference(groups.members[:, shown], minimum)
    if singled_out is None:
        return None
    order = shown[np.lexsort((shown, -groups.sizes[shown]))]
    basis = order[_independent_rows(groups.members[:, order].T.astype(int), np.arange(len(order)))]
    weights, *_ = np.linalg.lstsq(groups.members[:, basis].astype(float), singled_out.astype(float))
    return int(basis[np.abs(weights) > TOLERANCE][-1])


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
