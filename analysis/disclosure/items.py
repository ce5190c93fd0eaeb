"""Items: the protected counts of the marks, the four cells and the bands.

Each item is protected in two stages. First the groups: those with too few answerers of this item, or from
which too few could be singled out, are withheld (`analysis.disclosure.groups`). Then the counts: those that
remain are told as exactly as nobody is exposed by (`analysis.disclosure.ladder`). The two marks of a quality
and its four cells are one family: the marks come first, and the cells, the finer view, are told only as
exactly as they can be beside the marks.

The reader is taken to know who answered which item. Whoever knows less can conclude less.

What this does not do: it audits each quality, and each scope of the continuum, by itself. That one person's
answers to different items go together is nothing that any released figure speaks about.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from analysis.disclosure.groups import Groups, choose_groups
from analysis.disclosure.ladder import Telling, tell_safely
from analysis.disclosure.ranges import Step
from analysis.disclosure.system import Statement, System

__all__ = ["BLANK", "NO", "YES", "Protected", "Told", "protect_bands", "protect_cells", "protect_mark"]

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
    ranges: tuple[tuple[int, int], ...]


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
    telling = _tell_cells(exists, develop, told, minimum)
    if not telling.is_withheld:
        return _protected(everybody, {EVERYBODY: telling})
    followed = _follow_from_marks(int(both.sum()), *told)
    if followed is None:
        return Protected(everybody.without({EVERYBODY: "complement"}), {}, ())
    return Protected(everybody, {EVERYBODY: followed}, ())


def _tell_cells(exists: np.ndarray, develop: np.ndarray, told: tuple[Protected, Protected], minimum: int) -> Telling:
    """The four cells, as exactly as nobody is exposed by beside what is told about the marks."""
    joint = _joint_answers(exists, develop)
    people = joint != BLANK
    both = joint[people] < CELLS
    rest = (exists[people] != BLANK)[~both].sum(), (develop[people] != BLANK)[~both].sum()
    telling = Telling(
        members=both,
        answers=np.eye(CELLS, JOINT_ANSWERS, dtype=bool),
        counts=tuple(int((joint == cell).sum()) for cell in range(CELLS)),
        step=Step.BLOCK if any(0 < few < minimum for few in rest) else Step.EXACT,
    )
    given = (
        *_joint_statements(told[0], exists, people, EXISTS_YES),
        *_joint_statements(told[1], develop, people, DEVELOP_YES),
    )
    options = _joint_options(joint[people])
    if len(System(options, (*given, *telling.statements)).cells.cell) > LARGEST_AUDIT:
        return telling.withheld()
    (telling,) = tell_safely(options, joint[people], [telling], given, CELL_SEARCHES)
    return telling


def _follow_from_marks(both: int, exists: Protected, develop: Protected) -> Told | None:
    """The ends of the four cells as anybody can work them out from what is told about the two marks."""
    if EVERYBODY not in exists.told or EVERYBODY not in develop.told:
        return None
    (e_low, e_high), (d_low, d_high) = (_yes_among(both, mark.told[EVERYBODY]) for mark in (exists, develop))
    return Told(
        both,
        (
            (max(0, e_low + d_low - both), min(e_high, d_high)),
            (max(0, e_low - d_high), min(e_high, both - d_low)),
            (max(0, d_low - e_high), min(d_high, both - e_low)),
            (max(0, both - e_high - d_high), both - max(e_low, d_low)),
        ),
    )


def _yes_among(both: int, told: Told) -> tuple[int, int]:
    """The ends of the yeses to a mark among those who gave both marks."""
    ((low, high),) = told.ranges
    return max(0, low - (told.n - both)), min(high, both)


def _protect(answers: np.ndarray, counted: np.ndarray, groups: Groups, minimum: int) -> Protected:
    answered = answers != BLANK
    groups = choose_groups(groups.among(answered), minimum)
    members, given = groups.members[answered], answers[answered]
    tellings = [_telling(members[:, at], counted, given) for at in groups.shown]
    options = np.ones((len(given), counted.shape[1]), dtype=bool)
    told = tell_safely(options, given, tellings)
    return _protected(groups, dict(zip(groups.shown.tolist(), told, strict=True)))


def _telling(members: np.ndarray, counted: np.ndarray, answers: np.ndarray) -> Telling:
    return Telling(members, counted, tuple(int((members & taken[answers]).sum()) for taken in counted))


def _protected(groups: Groups, tellings: dict[int, Telling]) -> Protected:
    silent = {at: "complement" for at, telling in tellings.items() if telling.is_withheld}
    told = {at: telling for at, telling in tellings.items() if at not in silent}
    return Protected(
        groups.without(silent),
        {at: Told(telling.n, telling.ranges) for at, telling in told.items()},
        tuple(statement for telling in told.values() for statement in telling.statements),
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
