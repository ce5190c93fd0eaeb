"""Every way to answer is released: do the ways of which the same is released make up all that fits what is told?

A reader who knows the program can release every possible set of answers and keep those that end in the same release.
That must tell no more than the release itself, so the ways that end alike must be all those that fit what is told.
"""

from collections import defaultdict
from itertools import product
from types import SimpleNamespace

import numpy as np
import pytest

from analysis.disclosure.audit import find_exposure
from analysis.disclosure.groups import Groups
from analysis.disclosure.items import BLANK, NO, YES, protect_bands, protect_cells, protect_mark
from analysis.disclosure.ranges import end_piece
from analysis.disclosure.system import Statement, System

pytestmark = pytest.mark.slow

MINIMUM = 5
SIZES = [(5, 5), (5, 6), (6, 6), (7, 8), (10, 10), (5, 16), (11, 12)]
CROSSING = [(1, 4, 4, 0), (2, 3, 3, 1), (1, 4, 3, 1), (0, 5, 2, 2), (3, 2, 2, 2)]


def side_by_side(sizes):
    """All staff, and one group for each size; the kind of each person."""
    kind = np.repeat(np.arange(len(sizes)), sizes)
    return _groups(kind, [kind == at for at in range(len(sizes))]), kind


def crossing(sizes):
    """All staff, two roles and two units; `sizes` of the kinds role × unit."""
    kind = np.repeat(np.arange(4), sizes)
    return _groups(kind, [kind < 2, kind >= 2, kind % 2 == 0, kind % 2 == 1]), kind


def _groups(kind, members):
    keys = (("all", "all"), *(("role", str(at)) for at in range(len(members))))
    return Groups(keys, np.column_stack([np.ones(len(kind), dtype=bool), *members]), ("",) * len(keys))


def ways_of(kind, answers):
    """Every way to answer, people of one kind being alike, as answers of people and as counts of the kinds."""
    kinds = [int((kind == at).sum()) for at in range(kind.max() + 1)]
    for counts in product(*(list(_compositions(size, answers)) for size in kinds)):
        yield np.concatenate([np.repeat(np.arange(answers), parts) for parts in counts]), counts


def _compositions(total, parts):
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in _compositions(total - first, parts - 1))


def classes_of(groups, kind, answers, protect):
    """The ways of which the same is told, with what is told."""
    classes = defaultdict(list)
    for positions, counts in ways_of(kind, answers):
        protected = protect(positions, groups)
        told = tuple((at, entry.ranges) for at, entry in sorted(protected.told.items()))
        classes[told, protected.groups.reasons].append((positions, counts))
    return classes


def fits(positions, told, groups, counted):
    """Whether a way to answer is among the worlds that fit what is told."""
    return all(
        low <= (taken[positions] & groups.members[:, at]).sum() <= high
        for at, ranges in told
        for (low, high), taken in zip(ranges, counted, strict=True)
    )


def broken_classes(groups, kind, counted, protect):
    """The classes that are smaller than what fits the telling, or in which somebody learns something."""
    answers = counted.shape[1]
    everything = [positions for positions, _ in ways_of(kind, answers)]
    broken = []
    for (told, _), ways in classes_of(groups, kind, answers, protect).items():
        whole = len(ways) == sum(fits(positions, told, groups, counted) for positions in everything)
        if not whole or learnt(kind, answers, [counts for _, counts in ways]):
            broken.append((told, [counts for _, counts in ways]))
    return broken


def learnt(kind, answers, ways):
    """Whether a reader, from outside or one of the staff, can exclude some answer of a colleague.

    People of a kind are alike: a colleague may have given an answer if, in some way, somebody of the kind gave it
    who is not the reader.
    """
    kinds = range(kind.max() + 1)
    sizes = [int((kind == at).sum()) for at in kinds]
    pairs = [(None, None), *product(kinds, range(answers))]
    for (own_kind, own), colleague, answer in product(pairs, kinds, range(answers)):
        present = [counts for counts in ways if own_kind is None or counts[own_kind][own]]
        others = sizes[colleague] - (colleague == own_kind)
        mine = int(colleague == own_kind and answer == own)
        if present and others and all(counts[colleague][answer] == mine for counts in present):
            return True
    return False


@pytest.mark.parametrize("sizes", SIZES)
def test_protect_mark__two_groups__what_is_told_is_all_there_is_to_know(sizes):
    groups, kind = side_by_side(sizes)
    assert broken_classes(groups, kind, np.eye(2, dtype=bool)[:1], mark) == []


@pytest.mark.parametrize("sizes", CROSSING)
def test_protect_mark__two_crossing_columns__what_is_told_is_all_there_is_to_know(sizes):
    groups, kind = crossing(sizes)
    assert broken_classes(groups, kind, np.eye(2, dtype=bool)[:1], mark) == []


def test_protect_bands__five_and_five__what_is_told_is_all_there_is_to_know():
    groups, kind = side_by_side((5, 5))
    assert broken_classes(groups, kind, np.eye(3, dtype=bool), bands) == []


def giving_way(positions, groups):
    """What goes wrong otherwise: each count as exact as if it stood alone, and where it exposes it gives way."""
    tellings = {at: _alone(positions, groups.members[:, at]) for at in groups.shown}
    while find_exposure(_system(tellings.values())) is not None:
        del tellings[min(tellings, key=lambda at: (tellings[at].members.sum(), -at))]
    told = {at: SimpleNamespace(ranges=((telling.low, telling.high),)) for at, telling in tellings.items()}
    return SimpleNamespace(told=told, groups=groups)


def _alone(positions, members):
    n, count = int(members.sum()), int((positions[members] == YES).sum())
    end = end_piece(n)
    low, high = (0, end) if count <= end else (n - end, n) if count >= n - end else (count, count)
    return Statement(members, np.array([True, False]), max(low, end + 1) if count > end else low, high)


def _system(statements):
    return System(np.ones((10, 2), dtype=bool), tuple(statements))


def test_giving_way_where_somebody_is_exposed__five_and_five__tells_more_than_is_told():
    groups, kind = side_by_side((5, 5))
    broken = broken_classes(groups, kind, np.eye(2, dtype=bool)[:1], giving_way)
    assert [(0, 3)] in [_yeses(ways) for _, ways in broken]


def _yeses(ways):
    return [tuple(counts[0] for counts in way) for way in ways]


def mark(positions, groups):
    return protect_mark(positions, groups, MINIMUM)


def bands(positions, groups):
    return protect_bands(positions, groups, MINIMUM, 3)


@pytest.mark.parametrize("blanks", [0, 1])
def test_protect_cells__everybody__what_is_told_is_all_there_is_to_know(blanks):
    """Six gave both marks, and some gave `exists` only."""
    kind = np.repeat([0, 1], [6, blanks])
    groups = _groups(kind, [])
    classes = defaultdict(set)
    for positions, counts in _joint_ways(6, blanks):
        classes[_all_told(positions, groups)].add(counts)
    everything = {counts for _, counts in _joint_ways(6, blanks)}
    for told, ways in classes.items():
        assert ways == {counts for counts in everything if _fits_joint(counts, told)}


def _joint_ways(both, blanks):
    for cells, yes in product(_compositions(both, 4), range(blanks + 1)):
        joint = np.repeat(np.arange(4), cells)
        exists = np.append(np.where(joint < 2, YES, NO), [YES] * yes + [NO] * (blanks - yes)).astype(int)
        develop = np.append(np.where(joint % 2 == 0, YES, NO), [BLANK] * blanks).astype(int)
        yield (exists, develop), (*cells, yes)


def _all_told(positions, groups):
    exists, develop = positions
    marks = protect_mark(exists, groups, MINIMUM), protect_mark(develop, groups, MINIMUM)
    cells = protect_cells(exists, develop, marks, groups, MINIMUM)
    return tuple(entry.told[0].ranges if entry.told else () for entry in (*marks, cells))


def _fits_joint(counts, told):
    strengthen, sustain, build, neither, rest = counts
    sums = (strengthen + sustain + rest,), (strengthen + build,), (strengthen, sustain, build, neither)
    ends = [
        (count, *end)
        for ranges, of in zip(told, sums, strict=True)
        if ranges
        for count, end in zip(of, ranges, strict=True)
    ]
    return all(low <= count <= high for count, low, high in ends)
