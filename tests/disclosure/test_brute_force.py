"""Small libraries in which every possible world is tried: does anybody learn a colleague's mark?"""

from itertools import product

import numpy as np
import pytest

from analysis.disclosure.groups import fixed_groups
from analysis.disclosure.items import BLANK, NO, YES, protect_cells, protect_mark

LIBRARIES = 200
MINIMUM = 5


def random_library(rng, guide, make_survey, random_people, most):
    people = random_people(rng, int(rng.integers(3, most + 1)), blank=0.0)
    groups = fixed_groups(make_survey(people).responses, guide)
    return groups, rng.choice([YES, NO], len(people), p=[(lean := rng.choice([0.15, 0.5, 0.85])), 1 - lean])


def told_by_release(answers, groups):
    """(members, answers, low, high) of all that `protect_mark` lets out."""
    protected = protect_mark(answers, groups, MINIMUM)
    return [(statement.members, statement.low, statement.high) for statement in protected.statements]


def told_by_plain_threshold(answers, groups):
    """What a plain rule would let out: the exact count of each group of five or more."""
    yes = answers == YES
    large = [members for members in groups.members.T if members.sum() >= MINIMUM]
    return [(members, int(yes[members].sum()), int(yes[members].sum())) for members in large]


def learnt_by_somebody(answers, told):
    """Whether one of the staff, or somebody from outside, learns the mark of another."""
    worlds = np.array(list(product([True, False], repeat=len(answers))))
    for members, low, high in told:
        counts = worlds[:, members].sum(axis=1)
        worlds = worlds[(counts >= low) & (counts <= high)]
    yes = answers == YES
    known_to_insiders = [settled(worlds[worlds[:, insider] == yes[insider]], {insider}) for insider in range(len(yes))]
    return settled(worlds, set()) or any(known_to_insiders)


def settled(worlds, own):
    """Whether all worlds agree about somebody else."""
    colleagues = [at for at in range(worlds.shape[1]) if at not in own]
    return any(worlds[:, at].all() or not worlds[:, at].any() for at in colleagues)


@pytest.mark.slow
def test_protect_mark__two_hundred_small_libraries__nobody_learns_a_mark(small_guide, make_survey, random_people):
    rng = np.random.default_rng(2026)
    leaks, plain_leaks, told = 0, 0, 0
    for _ in range(LIBRARIES):
        groups, answers = random_library(rng, small_guide, make_survey, random_people, most=9)
        released = told_by_release(answers, groups)
        told += bool(released)
        leaks += learnt_by_somebody(answers, released)
        plain_leaks += learnt_by_somebody(answers, told_by_plain_threshold(answers, groups))
    print(
        f"leaks in {LIBRARIES} libraries: {leaks} as released ({told} tell something), {plain_leaks} by a plain minimum"
    )
    assert leaks == 0
    assert told > LIBRARIES / 2
    assert plain_leaks > LIBRARIES / 4


@pytest.mark.parametrize("seed", range(40))
def test_protect_cells__small_library_with_blanks__nobody_learns_either_mark(
    seed, small_guide, make_survey, random_people
):
    rng = np.random.default_rng(seed)
    groups, exists = random_library(rng, small_guide, make_survey, random_people, most=7)
    develop = rng.choice([YES, NO, BLANK], len(exists), p=[0.5, 0.4, 0.1])
    exists = np.where(rng.random(len(exists)) < 0.1, BLANK, exists)
    marks = protect_mark(exists, groups, MINIMUM), protect_mark(develop, groups, MINIMUM)
    cells = protect_cells(exists, develop, marks, groups, MINIMUM)
    worlds = joint_worlds(exists, develop)
    worlds = worlds[fits_marks(worlds[:, 0], exists, marks[0]) & fits_marks(worlds[:, 1], develop, marks[1])]
    worlds = worlds[fits_cells(worlds, cells)]
    truth = np.stack([exists, develop])
    assert (worlds == truth).all(axis=(1, 2)).any()
    for insider in range(len(exists)):
        left = worlds[(worlds[:, :, insider] == truth[:, insider]).all(axis=1)]
        for mark, colleague in product(range(2), range(len(exists))):
            if colleague != insider and truth[mark, colleague] != BLANK:
                assert set(left[:, mark, colleague]) == {YES, NO}


def joint_worlds(exists, develop):
    """Every way to give the marks that were given (worlds × marks × people)."""
    options = [[BLANK] if mark == BLANK else [YES, NO] for mark in (*exists, *develop)]
    return np.array(list(product(*options))).reshape(-1, 2, len(exists))


def fits_marks(worlds, answers, protected):
    fits = np.ones(len(worlds), dtype=bool)
    answered = worlds[:, answers != BLANK] == YES
    for statement in protected.statements:
        counts = answered[:, statement.members].sum(axis=1)
        fits &= (counts >= statement.low) & (counts <= statement.high)
    return fits


def fits_cells(worlds, protected):
    fits = np.ones(len(worlds), dtype=bool)
    for told in protected.told.values():
        for (exists, develop), (low, high) in zip(product((YES, NO), repeat=2), told.ranges, strict=True):
            counts = ((worlds[:, 0] == exists) & (worlds[:, 1] == develop)).sum(axis=1)
            fits &= (counts >= low) & (counts <= high)
    return fits
