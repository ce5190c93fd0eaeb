"""Suppression: which groups are shown, so that as many people as possible are told about and none singled out.

Each group is shown or not. The people told about are counted group by group: whoever is in three of the shown
groups counts three times, because three results speak about them. That number is made as large as it can be while
no set of too few people can be worked out from what is shown. Of several ways to reach it the one is taken that
shows the earlier groups of the guide, so there is always exactly one. All staff, the first group, is never
withheld for the sake of others, since every result of the page stands on it.

This is an integer program, solved by HiGHS, and its conditions are found on the way. At first there are none. As
long as what the program shows lets a set be worked out (`analysis.disclosure.singling`), a condition is added: not
all of the groups that make this set. A set that can be worked out from some groups can be worked out from more of
them, so every condition holds for every safe choice, and the first choice that is safe is the best one.

The search is bounded in programs and in their nodes, never in time, so the same groups give the same choice on
every machine. Where a bound is reached, more is withheld rather than less: the smallest maker of the smallest set
that can be worked out, and so on, until there is none.

Source: Fischetti & Salazar 2001 (Management Science 47:1008–1027) on complementary suppression by integer programs
whose conditions are added when they are violated; here for sets of people instead of cells of a table.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.disclosure.singling import find_makers

__all__ = ["choose_shown"]

PROGRAMS = 60
NODES = 200
OPTIMAL = 0
RUN = 12
"""So many groups are put in order by one program; the weights of more would differ too much to be told apart."""


class _BoundReachedError(Exception):
    """The search took too long, counted in programs or in their nodes."""


def choose_shown(members: np.ndarray, minimum: int) -> np.ndarray:
    """Which groups to show (groups, bool), so that no set of 1 … `minimum` − 1 people can be worked out.

    `members` (people × groups) are 0/1, in the guide's order; every group has `minimum` people or more. The first
    group is always shown.

    >>> everybody, large, small = [1] * 13, [1] * 6 + [0] * 7, [0] * 6 + [1] * 5 + [0] * 2
    >>> choose_shown(np.array([everybody, large, small]).T, 5)
    array([ True,  True, False])
    """
    try:
        return _Search(members, minimum).best()
    except _BoundReachedError:
        return _withhold_makers(members, minimum)


def _withhold_makers(members: np.ndarray, minimum: int) -> np.ndarray:
    """Which groups are shown (groups, bool) if the smallest maker of the smallest set is withheld, again and again."""
    shown, sizes = np.ones(members.shape[1], dtype=bool), members.sum(axis=0)
    while makers := find_makers(members[:, shown], minimum):
        positions = np.flatnonzero(shown)[list(makers[0])]
        # Of equally small groups the later one gives way.
        shown[min(positions, key=lambda at: (sizes[at], -at))] = False
    return shown


class _Search:
    """One search for the groups to show, with the conditions that were found and the worth that was reached so far."""

    def __init__(self, members: np.ndarray, minimum: int) -> None:
        self.members = members
        self.minimum = minimum
        self.conditions: list[np.ndarray] = []
        self.reached: list[tuple[np.ndarray, int]] = []
        self.programs = 0
        self.safe = np.zeros(members.shape[1], dtype=bool)

    def best(self) -> np.ndarray:
        """Which groups to show (groups, bool): first for the sake of people, then for the guide's order."""
        groups = np.arange(self.members.shape[1])
        shown = self._make_safe(np.ones(len(groups), dtype=bool), self.members.sum(axis=0))
        for run in np.split(groups, groups[RUN::RUN]):
            earlier = np.zeros(len(groups), dtype=int)
            earlier[run] = 2 ** np.arange(len(run))[::-1]
            shown = self._make_safe(shown if shown[run].all() else self._solve(earlier), earlier)
        return shown

    def _make_safe(self, shown: np.ndarray, worth: np.ndarray) -> np.ndarray:
        """The safe choice that is worth most, beginning from `shown`; later choices must be worth as much."""
        while (shown != self.safe).any() and (makers := find_makers(self.members[:, shown], self.minimum)):
            positions = np.flatnonzero(shown)
            self.conditions += [np.isin(np.arange(len(shown)), positions[list(groups)]) for groups in makers]
            shown = self._solve(worth)
        self.reached.append((worth, int(worth @ shown)))
        self.safe = shown
        return shown

    def _solve(self, worth: np.ndarray) -> np.ndarray:
        """The choice that is worth most under the conditions found so far, safe or not."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        self.programs += 1
        if self.programs > PROGRAMS:
            raise _BoundReachedError
        not_all = [(groups, -np.inf, groups.sum() - 1) for groups in self.conditions]
        no_less = [(earlier, most - 0.5, np.inf) for earlier, most in self.reached]
        rows: Any = [np.array(part, dtype=float) for part in zip(*not_all, *no_less, strict=True)]
        always: Any = np.arange(len(worth)) == 0
        found = milp(
            -worth,
            integrality=np.ones(len(worth)),
            bounds=Bounds(always, 1),
            constraints=LinearConstraint(*rows),
            options={"node_limit": NODES, "mip_rel_gap": 0.0},
        )
        if found.status != OPTIMAL:
            raise _BoundReachedError
        return found.x > 0.5
