"""Flows: how many linked people kept a mark, gained it, lost it or never gave it, beside all that both waves told.

A person who answered in both waves gave the mark twice, everybody else once. So the people of both waves are written
as one system: each may have given any of the answers that go with the marks they gave, and what each wave told is a
statement about the people of that wave. The flows are one more statement, and told as exactly as nobody is exposed
by, as any other count (`analysis.disclosure.branching`).

Each wave has also told how its mark `exists` goes together with `develop`. Where that says more than both marks do by
themselves, `develop` is part of the system. Where it would then be too large to audit, the flows are told as the ranges
that anybody can work out from the two waves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from analysis.disclosure.branching import Telling, tell_safely
from analysis.disclosure.groups import Groups
from analysis.disclosure.items import (
    BLANK,
    NO,
    YES,
    Protected,
    Told,
    follow_from_marks,
    protect_cells,
    protect_mark,
)
from analysis.disclosure.ranges import Finest
from analysis.disclosure.singling import small_difference
from analysis.disclosure.system import Statement, System

__all__ = ["FLOWS", "WaveMarks", "protect_flows"]

FLOWS = {"gained": (NO, YES), "lost": (YES, NO), "kept": (YES, YES), "never": (NO, NO)}
"""The mark before and after, by flow. What changed comes first, since what comes first is told more exactly."""

SEARCHES = 60
LARGEST_AUDIT = 250
"""Systems of more slots than these are not audited: that would take minutes."""

EVERYBODY = 0
CELLS = tuple(product((YES, NO), repeat=2))


@dataclass(frozen=True)
class WaveMarks:
    """Both marks of one quality in one wave, and what the wave told of them.

    `exists` and `develop` (people of the wave) are `YES`, `NO` or `BLANK`; `place` (people of the wave) says where each
    stands among the people of both waves.
    """

    exists: np.ndarray
    develop: np.ndarray
    place: np.ndarray
    told_exists: Protected
    told_develop: Protected
    told_cells: Protected

    @classmethod
    def protected(
        cls, exists: np.ndarray, develop: np.ndarray, place: np.ndarray, groups: Groups, minimum: int
    ) -> WaveMarks:
        """The marks with what the release of their wave tells of them."""
        told = protect_mark(exists, groups, minimum), protect_mark(develop, groups, minimum)
        cells = protect_cells(exists, develop, told, groups, minimum)
        return cls(exists, develop, place, *told, cells)

    @property
    def cells_follow(self) -> bool:
        """Whether the four cells tell nothing that does not follow from the two marks."""
        told = self.told_cells.told.get(EVERYBODY)
        return told is None or told.ranges == follow_from_marks(told.n, self.told_exists, self.told_develop)

    def among_all(self, marks: np.ndarray, people: int) -> np.ndarray:
        """The `marks` of this wave for the people of both (people), blank for those who were not there."""
        spread = np.full(people, BLANK)
        spread[self.place] = marks
        return spread

    def statements(self, marks: np.ndarray, told: Protected, people: int) -> Iterator[Statement]:
        """What was told about those who gave one of the `marks`, as statements about the people of both waves.

        Their `answers` are still those to that mark, or the four cells.
        """
        gave = self.place[marks != BLANK]
        for statement in told.statements:
            members = np.zeros(people, dtype=bool)
            members[gave[statement.members]] = True
            yield replace(statement, members=members)

    def groups_with(self, linked: np.ndarray) -> np.ndarray:
        """The groups of which `exists` is told, and those who are `linked`: people of the wave × groups."""
        told = self.told_exists.groups
        return np.column_stack([told.members[:, told.shown], linked[self.place]])


def protect_flows(before: WaveMarks, after: WaveMarks, people: int, minimum: int) -> Told | None:
    """What may be told of the flows of one quality, in the order of `FLOWS`; None where too few gave the mark twice.

    `people` are those of both waves together; who was there both times has one place. Only people who gave a yes or a
    no to `exists` both times are counted. Where the others of a wave, or of one of its groups, are a few the flows
    are never told exactly, since the wave minus the flows would be a count of those few.
    """
    marks = [wave.among_all(wave.exists, people) for wave in (before, after)]
    twice = (marks[0] != BLANK) & (marks[1] != BLANK)
    if twice.sum() < minimum:
        return None
    told = _told(before, after, twice, _finest(before, after, twice, minimum))
    return None if told.says_nothing else told


def _finest(before: WaveMarks, after: WaveMarks, twice: np.ndarray, minimum: int) -> Finest:
    singled = [small_difference(_answering(wave, twice), minimum) is not None for wave in (before, after)]
    return Finest.BLOCK if any(singled) else Finest.COUNT


def _answering(wave: WaveMarks, twice: np.ndarray) -> np.ndarray:
    return wave.groups_with(twice)[wave.exists != BLANK]


def _told(before: WaveMarks, after: WaveMarks, twice: np.ndarray, finest: Finest) -> Told:
    system = _Joint.of((before, after), len(twice), with_develop=not (before.cells_follow and after.cells_follow))
    telling = system.telling(twice, finest)
    if system.slots(telling) <= LARGEST_AUDIT:
        (ranges,) = tell_safely(system.options, [telling], system.given, SEARCHES, throng=2 * LARGEST_AUDIT)
        return Told(telling.n, ranges)
    kept, lost, gained, never = follow_from_marks(telling.n, before.told_exists, after.told_exists)
    return Told(telling.n, (gained, lost, kept, never))


@dataclass(frozen=True)
class _Joint:
    """The people of both waves who gave a mark (`there`, of all), with their `marks` (marks × people).

    A joint answer is one answer to each mark: `answers` (joint answers × marks). `given` is what the waves told.
    """

    there: np.ndarray
    marks: np.ndarray
    answers: np.ndarray
    given: tuple[Statement, ...]

    @classmethod
    def of(cls, waves: Sequence[WaveMarks], people: int, with_develop: bool) -> _Joint:
        """The joint answers of `people` in both waves, and what both told of them."""
        each = [(wave.exists, wave.develop) if with_develop else (wave.exists,) for wave in waves]
        marks = np.array([wave.among_all(one, people) for wave, of in zip(waves, each, strict=True) for one in of])
        answers = np.array(list(product((BLANK, YES, NO), repeat=len(marks))))
        there = (marks != BLANK).any(axis=0)
        given = [
            replace(statement, members=statement.members[there])
            for at, wave in enumerate(waves)
            for statement in _statements(wave, answers, at * len(each[0]), with_develop, people)
        ]
        return cls(there, marks[:, there], answers, tuple(given))

    @property
    def options(self) -> np.ndarray:
        """Which joint answers each person may have given (people × joint answers), by which marks they gave."""
        return ((self.answers == BLANK)[None] == (self.marks == BLANK).T[:, None]).all(axis=2)

    def telling(self, twice: np.ndarray, finest: Finest) -> Telling:
        """The flows of the mark `exists`, which is the first of each wave."""
        first, second = 0, len(self.marks) // 2
        pairs = np.array(list(FLOWS.values()))
        taken = (self.answers[:, [first, second]] == pairs[:, None]).all(axis=2)
        members = twice[self.there]
        counts = [(self.marks[[first, second]].T[members] == pair).all(axis=1).sum() for pair in pairs]
        return Telling(members, taken, tuple(map(int, counts)), finest)

    def slots(self, telling: Telling) -> int:
        """How large the system is."""
        return len(System(self.options, (*self.given, *telling.statements(telling.silence))).cells.cell)


def _statements(
    wave: WaveMarks, answers: np.ndarray, first: int, with_develop: bool, people: int
) -> Iterator[Statement]:
    """What one wave told, as statements about joint answers; its marks are columns of `answers` from `first` on."""
    exists = answers[:, first]
    for statement in wave.statements(wave.exists, wave.told_exists, people):
        yield replace(statement, answers=exists == YES)
    if with_develop:
        develop = answers[:, first + 1]
        for statement in wave.statements(wave.develop, wave.told_develop, people):
            yield replace(statement, answers=develop == YES)
        both = np.flatnonzero((wave.exists != BLANK) & (wave.develop != BLANK))
        yield from _cell_statements(wave, wave.place[both], exists, develop, people)


def _cell_statements(
    wave: WaveMarks, gave_both: np.ndarray, exists: np.ndarray, develop: np.ndarray, people: int
) -> Iterator[Statement]:
    told = wave.told_cells.told.get(EVERYBODY)
    members = np.zeros(people, dtype=bool)
    members[gave_both] = True
    for (one, other), ends in zip(CELLS, told.ranges if told else (), strict=False):
        yield Statement(members, (exists == one) & (develop == other), *ends)
