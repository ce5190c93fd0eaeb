from itertools import product

import numpy as np
import pytest

from analysis.disclosure.audit import audit, find_exposure, find_reach
from analysis.disclosure.system import Statement, System

YES = np.array([True, False])


def yes_no(people, *told):
    """A system of yes and no; `told` are (members as a string of 0 and 1, low, high)."""
    masks = [np.array([mark == "1" for mark in members]) for members, _, _ in told]
    statements = [Statement(mask, YES, low, high) for mask, (_, low, high) in zip(masks, told, strict=True)]
    return System(np.ones((people, 2), dtype=bool), tuple(statements))


def possible_worlds(system):
    """Every way to answer (worlds × people) that fits a system, by trying all."""
    options = [np.flatnonzero(allowed) for allowed in system.options]
    worlds = np.array(list(product(*options)))
    for told in system.statements:
        counts = told.answers[worlds][:, told.members].sum(axis=1)
        worlds = worlds[(counts >= told.low) & (counts <= told.high)]
    return worlds


def every_pair_is_possible(system):
    worlds = possible_worlds(system)
    for one, other in product(range(len(system.options)), repeat=2):
        wanted = product(np.flatnonzero(system.options[one]), np.flatnonzero(system.options[other]))
        met = {(world[one], world[other]) for world in worlds}
        if one != other and not set(wanted) <= met:
            return False
    return True


@pytest.mark.parametrize(
    ("low", "high", "safe"),
    [
        (0, 0, False),  # unanimous
        (0, 1, False),  # who said yes would know that nobody else did
        (0, 2, True),
        (1, 1, False),
        (2, 2, True),
        (3, 3, True),
        (4, 4, True),
        (5, 5, False),
        (4, 6, True),
        (5, 6, False),
        (6, 6, False),
    ],
)
def test_find_exposure__one_group_of_six__is_safe_if_two_on_either_side_are_possible(low, high, safe):
    system = yes_no(6, ("111111", low, high))
    assert (find_exposure(system) is None) == safe


def test_find_exposure__two_groups_that_differ_by_one_person__tells_that_person():
    system = yes_no(8, ("11111111", 4, 4), ("11111110", 4, 4))
    exposure = find_exposure(system)
    assert exposure is not None
    assert 7 in (exposure.person, exposure.colleague)


def test_find_exposure__three_left_over_with_one_yes__tells_the_one_who_said_yes():
    system = yes_no(9, ("111111111", 4, 4), ("111111000", 3, 3))
    assert find_exposure(system) is not None


def test_find_exposure__four_left_over_with_two_yeses__is_safe():
    system = yes_no(10, ("1111111111", 5, 5), ("1111110000", 3, 3))
    assert find_exposure(system) is None


def test_find_exposure__answer_that_no_world_holds__is_exposed_although_others_vary():
    third = np.array([False, False, True])
    statement = Statement(np.ones(6, dtype=bool), third, 0, 0)
    system = System(np.ones((6, 3), dtype=bool), (statement,))
    assert find_exposure(system) is not None


def test_find_exposure__one_person__has_no_colleague():
    system = yes_no(1, ("1", 0, 0))
    assert find_exposure(system) is None


def test_find_exposure__nobody__is_safe():
    assert find_exposure(yes_no(0)) is None


@pytest.mark.parametrize("answers", [2, 3])
def test_find_exposure__random_systems__agrees_with_trying_every_world(answers):
    rng = np.random.default_rng(answers)
    outcomes = []
    for _ in range(150):
        people = int(rng.integers(3, 8 if answers == 2 else 7))
        truth = rng.integers(0, answers, people)
        statements = [_true_statement(rng, truth, answers) for _ in range(int(rng.integers(1, 4)))]
        system = System(np.ones((people, answers), dtype=bool), tuple(statements))
        outcomes.append(every_pair_is_possible(system))
        assert (find_exposure(system) is None) == outcomes[-1]
    assert 15 < sum(outcomes) < 135


def _true_statement(rng, truth, answers):
    members = rng.random(len(truth)) < 0.7
    counted = np.arange(answers) == rng.integers(answers)
    count = int(counted[truth][members].sum())
    low, high = max(0, count - int(rng.integers(0, 3))), min(int(members.sum()), count + int(rng.integers(0, 3)))
    return Statement(members, counted, low, high)


@pytest.mark.parametrize("answers", [2, 3])
def test_audit__wherever_it_begins__ends_alike(answers):
    rng = np.random.default_rng(11)
    for _ in range(30):
        truth = rng.integers(0, answers, 6)
        system = System(
            np.ones((6, answers), dtype=bool), tuple(_true_statement(rng, truth, answers) for _ in range(2))
        )
        cells, worlds = system.cells, possible_worlds(system)
        known = np.array([cells.count(world) for world in worlds[rng.integers(len(worlds), size=4)]])
        assert len({audit(cells, known[:some]).is_safe for some in (0, 1, 4)}) == 1


@pytest.mark.parametrize("answers", [2, 3])
def test_find_reach__random_systems__is_that_of_all_worlds(answers):
    rng = np.random.default_rng(7 + answers)
    for _ in range(40):
        truth = rng.integers(0, answers, 6)
        system = System(
            np.ones((6, answers), dtype=bool), tuple(_true_statement(rng, truth, answers) for _ in range(3))
        )
        for at, told in enumerate(system.statements):
            counts = told.answers[possible_worlds(system)][:, told.members].sum(axis=1)
            assert find_reach(system.cells, at)[:2] == (counts.min(), counts.max())


def test_audit__no_search_allowed__counts_as_not_possible():
    cells = yes_no(8, ("11110000", 2, 2), ("00111100", 2, 2)).cells
    nothing_known = np.empty((0, len(cells.cell)), dtype=int)
    assert not audit(cells, nothing_known, searches=0).is_safe
    assert audit(cells, nothing_known).is_safe
