"""Groups: the fixed views of a wave, and which of them are large enough to be shown.

The groups are everybody, each value of each cohort column, leaders against the front line, and the pairs of
columns that the guide declares. A group is shown if at least `k` people stand behind it, and if no set of
1 … `k` − 1 people can be worked out from the groups that are shown. *Worked out* is meant in the widest sense that
adding and subtracting allow (`analysis.disclosure.singling`): the set of everybody minus the shown groups of a
column (people whose code is blank belong to it), one group minus another that lies inside it, or any longer sum of
groups whose people cancel out. Where such a set exists, as little as possible is withheld to prevent it
(`analysis.disclosure.suppression`).

The same rule is used for all respondents and again for each item, with those who answered it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.disclosure.suppression import choose_shown
from analysis.guide import Guide
from analysis.responses.frames import with_leads

__all__ = ["Groups", "choose_groups", "fixed_groups"]


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
    keys = tuple((cohort.id, value) for cohort in guide.views for value in cohort.value_ids)
    members = np.column_stack([(frame[cohort] == value).to_numpy(dtype=bool) for cohort, value in keys])
    return Groups(keys, members, ("",) * len(keys))


def choose_groups(groups: Groups, minimum: int) -> Groups:
    """`groups` with a reason wherever a group has too few people or would let too few be singled out.

    Groups that are already withheld keep their reason. All staff is only withheld for having too few people.
    """
    sizes = groups.sizes
    small = {int(at): "few" if sizes[at] else "nobody" for at in groups.shown if sizes[at] < minimum}
    groups = groups.without(small)
    candidates = groups.shown
    if not len(candidates):
        return groups
    shown = choose_shown(groups.members[:, candidates], minimum)
    return groups.without({int(at): "complement" for at in candidates[~shown]})
