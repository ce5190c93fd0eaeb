"""Items: the protected counts of the marks, the four cells and the bands.

Each item is protected in two stages. First the groups: those with too few answerers of this item, or from
which too few could be singled out, are withheld (`analysis.disclosure.groups`). Then the counts: those that
remain are told as exactly as nobody is exposed by (`analysis.disclosure.branching`). The two marks of a quality
and its four cells are one family: the marks come first, and the cells, the finer view, are told only as
exactly as they can be beside the marks.

The reader is taken to know who answered which item. Whoever knows less can conclude less.

What this does not do: it audits each quality, and each scope of the continuum, by itself. That one person's
answers to different items go together is nothing that any released figure speaks about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from analysis.disclosure.branching import Ranges, Telling, tell_safely
from analysis.disclosure.classes import tell_classes
from analysis.disclosure.groups import Groups, choose_groups
from analysis.disclosure.ranges import Finest, says_nothing
from analysis.disclosure.system import Statement, System

__all__ = [
    "BLANK",
    "NO",
    "YES",
    "Protected",
    "Told",
    "follow_from_marks",
    "protect_bands",
    "protect_cells",
    "protect_classes",
    "protect_mark",
]

BLANK, YES, NO = -1, 0, 1
"""Positions of the answers to a mark; a blank has none."""

ONLY_YES = np.array([[True, False]])
EVERYBODY = 0
# The joint answers to both marks: the four cells, then those who gave one of the marks only.
CELLS, EXISTS_ONLY, DEVELOP_ONLY, JOINT_ANSWERS = 4, 4, 6, 8
EXISTS_YES, DEVELOP_YES = [0, 1, EXISTS_ONLY], [0, 2, DEVELOP_ONLY]
CELL_SEARCHES = 60
# Two marks together have so many possible worlds that an audit of more slots would take minutes.
LARGEST_AUDIT = 100


@dataclass(frozen=True)
class Told:
    """What is told about one group: of how many people, and the ends of each count."""

    n: int
    ranges: Ranges

    @property
    def says_nothing(self) -> bool:
        """Whether no count is known to be nearer to one end than to the other."""
        return all(says_nothing(*ends, self.n) for ends in self.ranges)


@dataclass(frozen=True)
class Protected:
    """What may be told about one item: its groups, and by position of the group what is told.

    A group about which nothing is told is withheld, and `groups.reasons` says why. `statements` are all that
    a reader learns, about the people who answered.
    """

    groups: Groups
    told: Mapping[int, Told]
    statements: tuple[Statement, ...]


def protect_mark(answers: np.ndarray, groups: Groups, minimum: int) -> Protected:
    """Protect one mark; `answers` (people) are `YES`, `NO` or `BLANK`.

    A blank is neither a yes nor a no; whoever left it is not counted for this mark.
    """
    return _protect(answers, ONLY_YES, groups, minimum)


def protect_bands(answers: np.ndarray, groups: Groups, minimum: int, bands: int) -> Protected:
    """Protect the counts of the `bands` of one scope; `answers` (people) are their positions or `BLANK`."""
    return _protect(answers, np.eye(bands, dtype=bool), groups, minimum)


def protect_cells(
    exists: np.ndarray, develop: np.ndarray, told: tuple[Protected, Protected], groups: Groups, minimum: int
) -> Protected:
    """Protect the four cells of one quality for everybody, beside what is `told` about its two marks.

    `exists` and `develop` (people) are `YES`, `NO` or `BLANK`. Only people with both marks are counted.
    Where a few people gave one mark only, the cells are never told exactly: the marks minus the cells would
    be a count of those few. Where nothing more can be told safely, or the audit would be too large, the cells
    are told as the ranges that anybody can work out from what is told about the two marks.
    """
    both = (exists != BLANK) & (develop != BLANK)
    everybody = choose_groups(groups.everybody.among(both), minimum)
    if not len(everybody.shown):
        return Protected(everybody, {}, ())
    joint = _joint_answers(exists, develop)
    given = (
        *_joint_statements(told[0], exists, joint != BLANK, EXISTS_YES),
        *_joint_statements(told[1], develop, joint != BLANK, DEVELOP_YES),
    )
    telling = _cells_telling(joint[joint != BLANK], minimum)
    options = _joint_options(joint[joint != BLANK])
    if len(System(options, (*given, *telling.statements(telling.silence))).cells.cell) <= LARGEST_AUDIT:
        (ranges,) = tell_safely(options, [telling], given, CELL_SEARCHES)
    else:
        ranges = follow_from_marks(int(both.sum()), *told)
    return _protected(everybody, {EVERYBODY: telling}, [ranges])


def protect_classes(classes: np.ndarray, band_of: np.ndarray, bands: Protected, minimum: int) -> Protected:
    """Protect how everybody spreads over the finer `classes` of one scope, beside what is told about its `bands`.

    `classes` (people) are positions of classes or `BLANK`; `band_of` (classes, rising) says in which band each lies,
    and `minimum` how many people it takes.
    """
    people = int((classes != BLANK).sum())
    everybody = bands.groups.everybody
    if EVERYBODY not in bands.told or people < minimum:
        return Protected(everybody.without({EVERYBODY: "thin" if people < minimum else "complement"}), {}, ())
    counts = np.bincount(classes[classes != BLANK], minlength=len(band_of))
    of_bands = enumerate(bands.told[EVERYBODY].ranges)
    ranges = tuple(
        chain.from_iterable(tell_classes(counts[band_of == band].tolist(), *ends) for band, ends in of_bands)
    )
    return Protected(everybody, {EVERYBODY: Told(people, ranges)}, ())


def _cells_telling(joint: np.ndarray, minimum: int) -> Telling:
    """The four cells, in blocks where the marks minus the cells would be a count of a few people."""
    rest = [np.isin(joint, (yes, yes + 1)).sum() for yes in (EXISTS_ONLY, DEVELOP_ONLY)]
    return Telling(
        members=joint < CELLS,
        answers=np.eye(CELLS, JOINT_ANSWERS, dtype=bool),
        counts=tuple(int((joint == cell).sum()) for cell in range(CELLS)),
        finest=Finest.BLOCK if any(0 < few < minimum for few in rest) else Finest.COUNT,
    )


def follow_from_marks(both: int, exists: Protected, develop: Protected) -> Ranges:
    """The ends of the four cells as anybody can work them out from what is told about the two marks."""
    (e_low, e_high), (d_low, d_high) = (_yes_among(both, mark) for mark in (exists, develop))
    return (
        (max(0, e_low + d_low - both), min(e_high, d_high)),
        (max(0, e_low - d_high), min(e_high, both - d_low)),
        (max(0, d_low - e_high), min(d_high, both - e_low)),
        (max(0, both - e_high - d_high), both - max(e_low, d_low)),
    )


def _yes_among(both: int, mark: Protected) -> tuple[int, int]:
    """The ends of the yeses to a mark among those who gave both marks."""
    if EVERYBODY not in mark.told:
        return 0, both
    told = mark.told[EVERYBODY]
    ((low, high),) = told.ranges
    return max(0, low - (told.n - both)), min(high, both)


def _protect(answers: np.ndarray, counted: np.ndarray, groups: Groups, minimum: int) -> Protected:
    answered = answers != BLANK
    groups = choose_groups(groups.among(answered), minimum)
    members, given = groups.members[answered], answers[answered]
    tellings = {int(at): _telling(members[:, at], counted, given) for at in groups.shown}
    options = np.ones((len(given), counted.shape[1]), dtype=bool)
    return _protected(groups, tellings, tell_safely(options, list(tellings.values())))


def _telling(members: np.ndarray, counted: np.ndarray, answers: np.ndarray) -> Telling:
    return Telling(members, counted, tuple(int((members & taken[answers]).sum()) for taken in counted))


def _protected(groups: Groups, tellings: Mapping[int, Telling], ranges: Sequence[Ranges]) -> Protected:
    """What is told, without the groups about which it says nothing."""
    told = {at: Told(telling.n, ends) for (at, telling), ends in zip(tellings.items(), ranges, strict=True)}
    told = {at: entry for at, entry in told.items() if not entry.says_nothing}
    return Protected(
        groups.without({at: "complement" for at in tellings if at not in told}),
        told,
        tuple(statement for at, entry in told.items() for statement in tellings[at].statements(entry.ranges)),
    )


def _joint_answers(exists: np.ndarray, develop: np.ndarray) -> np.ndarray:
    """The position (people) among the joint answers, or `BLANK` where both marks are blank."""
    one_mark = np.where(exists != BLANK, EXISTS_ONLY + exists, DEVELOP_ONLY + develop)
    either = np.where((exists != BLANK) & (develop != BLANK), 2 * exists + develop, one_mark)
    return np.where((exists == BLANK) & (develop == BLANK), BLANK, either)


def _joint_options(joint: np.ndarray) -> np.ndarray:
    """Which joint answers each person may have given (people × joint answers), by which marks they gave."""
    kind = np.repeat([0, 1, 2], [CELLS, DEVELOP_ONLY - EXISTS_ONLY, JOINT_ANSWERS - DEVELOP_ONLY])
    return kind[joint][:, None] == kind


def _joint_statements(told: Protected, answers: np.ndarray, people: np.ndarray, yes: list[int]) -> list[Statement]:
    """What is told about one mark, as statements about the joint answers of `people` (a mask)."""
    says_yes = np.isin(np.arange(JOINT_ANSWERS), yes)
    gave_mark = np.flatnonzero(answers[people] != BLANK)
    statements = []
    for statement in told.statements:
        members = np.zeros(int(people.sum()), dtype=bool)
        members[gave_mark] = statement.members
        statements.append(replace(statement, members=members, answers=says_yes))
    return statements
