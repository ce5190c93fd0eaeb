from itertools import product

import numpy as np
import pytest
import scipy.optimize

from analysis.disclosure import suppression
from analysis.disclosure.singling import small_difference
from analysis.disclosure.suppression import choose_shown

MINIMUM = 5

# One person is in the first column of twelve but not in the second, another not in the third.
ONE_FOR_TWO = np.array(
    [[mark == "1" for mark in marks] for marks in ("111111111111", "111111100000", "111111000000", "011111100000")]
).T
BEST, GREEDY = [True, False, True, True], [True, True, False, False]
NEEDED = 2
"""The programs that the search for `ONE_FOR_TWO` takes: one for the people, one for the guide's order."""


def random_members(rng, groups, cells=(1, 6)):
    """Everybody, and groups of five and more that are made of the same few `cells` of the least to the most people."""
    kinds = rng.random((int(rng.integers(5, 9)), groups)) < 0.5
    members = kinds.repeat(rng.integers(*cells, len(kinds), endpoint=True), axis=0)
    members = np.column_stack([np.ones(len(members), dtype=bool), members])
    return members[:, members.sum(axis=0) >= MINIMUM]


def is_safe(members):
    """Whether no small set of cells is in the span of the groups: its shadow on the span would be the set itself."""
    patterns, sizes = np.unique(members.astype(float), axis=0, return_counts=True)
    shadow = patterns @ np.linalg.pinv(patterns)
    codes = np.array(list(product([0, 1], repeat=len(patterns))))[1:]
    few = codes[codes @ sizes < MINIMUM]
    return not (np.abs(few @ shadow - few) < 1e-9).all(axis=1).any()


def best_by_trying(members):
    """The safe choice with everybody of most people, and of these the one that shows the earlier groups."""
    choices = [(True, *rest) for rest in product([True, False], repeat=members.shape[1] - 1)]
    safe = [shown for shown in choices if is_safe(members[:, np.array(shown)])]
    return max(safe, key=lambda shown: (members.sum(axis=0) @ shown, shown))


def test_choose_shown__random_groups__no_safe_choice_is_worth_more():
    rng = np.random.default_rng(3)
    withheld, greedy_is_worse = 0, 0
    for _ in range(120):
        members = random_members(rng, int(rng.integers(2, 6)))
        shown = choose_shown(members, MINIMUM)
        assert tuple(shown.tolist()) == best_by_trying(members)
        withheld += not shown.all()
        greedy = suppression._withhold_makers(members, MINIMUM)
        greedy_is_worse += members.sum(axis=0) @ greedy < members.sum(axis=0) @ shown
    assert withheld > 60
    assert greedy_is_worse > 5


def test_choose_shown__one_group_stands_in_the_way_of_two__the_one_gives_way():
    assert choose_shown(ONE_FOR_TWO, MINIMUM).tolist() == BEST


def test_choose_shown__everybody_stands_in_the_way_of_three__everybody_is_shown():
    columns = ("111111111111", "111111111000", "000111111111", "101101101111")
    members = np.array([[mark == "1" for mark in marks] for marks in columns]).T
    assert choose_shown(members, MINIMUM).tolist() == [True, False, False, False]
    assert choose_shown(members[:, 1:], MINIMUM).all()


def test_choose_shown__two_equal_groups__the_earlier_is_shown():
    members = np.array([[1] * 14, [1] * 6 + [0] * 8, [0] * 6 + [1] * 6 + [0] * 2]).T
    assert choose_shown(members, MINIMUM).tolist() == [True, True, False]
    assert choose_shown(members[:, [0, 2, 1]], MINIMUM).tolist() == [True, True, False]


@pytest.mark.slow
@pytest.mark.parametrize("run", [1, 2])
def test_choose_shown__order_settled_in_runs__is_the_order_of_all(run, monkeypatch):
    monkeypatch.setattr(suppression, "RUN", run)
    rng = np.random.default_rng(21)
    # Cells of nearly one size make many choices of equally many people.
    for members in (random_members(rng, 6, cells=(2, 3)) for _ in range(150)):
        assert tuple(choose_shown(members, MINIMUM).tolist()) == best_by_trying(members)


def test_choose_shown__people_in_another_order__the_same_groups():
    rng = np.random.default_rng(5)
    for _ in range(20):
        members = random_members(rng, 6)
        assert (choose_shown(members, MINIMUM) == choose_shown(rng.permutation(members), MINIMUM)).all()


@pytest.mark.parametrize(("programs", "shown"), [(0, GREEDY), (NEEDED - 1, GREEDY), (NEEDED, BEST), (NEEDED + 1, BEST)])
def test_choose_shown__bound_on_programs__withholds_more_beyond_it(programs, shown, monkeypatch):
    monkeypatch.setattr(suppression, "PROGRAMS", programs)
    assert choose_shown(ONE_FOR_TWO, MINIMUM).tolist() == shown


def test_choose_shown__bound_on_nodes__is_handed_on_and_withholds_more_when_it_is_reached(monkeypatch):
    asked = []

    def stops_early(cost, **asks):
        asked.append(asks["options"]["node_limit"])
        return scipy.optimize.OptimizeResult(status=1, x=np.ones(len(cost)))

    monkeypatch.setattr(scipy.optimize, "milp", stops_early)
    assert choose_shown(ONE_FOR_TWO, MINIMUM).tolist() == GREEDY
    assert asked == [suppression.NODES]


def test_choose_shown__bound_is_reached__is_as_safe(monkeypatch):
    monkeypatch.setattr(suppression, "PROGRAMS", 0)
    rng = np.random.default_rng(8)
    for _ in range(60):
        members = random_members(rng, 5)
        assert small_difference(members[:, choose_shown(members, MINIMUM)], MINIMUM) is None


def test_choose_shown__nothing_can_be_worked_out__shows_all_without_a_program(monkeypatch):
    monkeypatch.setattr(suppression, "PROGRAMS", 0)
    members = np.array([[1] * 12, [1] * 6 + [0] * 6, [0] * 6 + [1] * 6]).T
    assert choose_shown(members, MINIMUM).all()
