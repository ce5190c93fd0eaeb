import numpy as np
import pytest

from analysis.disclosure.singling import find_makers, small_difference

MINIMUM = 5


def random_members(rng, most):
    """People in everybody and in up to `most` groups."""
    members = rng.random((int(rng.integers(8, 40)), int(rng.integers(1, most + 1)))) < 0.6
    return np.column_stack([np.ones(len(members), dtype=bool), members])


def sets_in_span(members, minimum):
    """Every set of cells below `minimum` people in the span of the groups, by trying all; as masks of the people."""
    patterns, cell_of, sizes = np.unique(members.astype(int), axis=0, return_inverse=True, return_counts=True)
    rank = np.linalg.matrix_rank(patterns)
    found = []
    for code in range(1, 2 ** len(patterns)):
        chosen = np.array([code >> at & 1 for at in range(len(patterns))])
        if sizes @ chosen < minimum and np.linalg.matrix_rank(np.column_stack([patterns, chosen])) == rank:
            found.append(chosen.astype(bool)[np.ravel(cell_of)])
    return found


def follows_from(people, members):
    """Whether a set of people is a sum of groups."""
    members = members.astype(float)
    return np.linalg.matrix_rank(np.column_stack([members, people])) == np.linalg.matrix_rank(members)


def test_small_difference__random_groups__finds_what_trying_every_set_finds():
    rng = np.random.default_rng(7)
    found = []
    for _ in range(150):
        members = random_members(rng, 3)
        difference = small_difference(members, MINIMUM)
        found.append(None if difference is None else int(difference.sum()))
        assert found[-1] == min((int(people.sum()) for people in sets_in_span(members, MINIMUM)), default=None)
    assert 15 < sum(size is None for size in found) < 135


def test_small_difference__half_of_three_groups__is_found():
    # Each of the three holds two of three cells, so the first two minus the third hold one cell twice.
    members = np.array([[1, 1, 0]] * 3 + [[1, 0, 1]] * 5 + [[0, 1, 1]] * 6)
    difference = small_difference(members, MINIMUM)
    assert difference is not None
    assert difference.tolist() == [True] * 3 + [False] * 11
    assert find_makers(members, MINIMUM) == [(0, 1, 2)]
    assert small_difference(members[:, :2], MINIMUM) is None


@pytest.mark.parametrize(("minimum", "people"), [(2, None), (3, 2), (4, 2)])
def test_small_difference__around_the_minimum__is_below_it(minimum, people):
    difference = small_difference(np.array([[1, 1]] * 6 + [[1, 0]] * 2), minimum)
    assert people == (None if difference is None else difference.sum())


def test_small_difference__nobody_in_any_group__is_none():
    assert small_difference(np.zeros((3, 2)), MINIMUM) is None
    assert find_makers(np.zeros((3, 2)), MINIMUM) == []


def test_find_makers__random_groups__make_a_small_set_and_none_can_be_spared():
    rng = np.random.default_rng(11)
    several = 0
    for _ in range(120):
        members = random_members(rng, 4)
        makers = find_makers(members, MINIMUM)
        sets = sets_in_span(members, MINIMUM)
        assert bool(makers) == bool(sets)
        several += len(makers) > 1
        for groups in makers:
            assert any(is_made_by(people, members[:, list(groups)]) for people in sets)
    assert several > 10


def is_made_by(people, makers):
    """Whether a set is a sum of all of the makers and of no smaller choice of them."""
    fewer = (np.delete(makers, at, axis=1) for at in range(makers.shape[1]))
    return follows_from(people, makers) and not any(follows_from(people, rest) for rest in fewer if rest.shape[1])


def test_find_makers__every_small_set__is_prevented_by_withholding_one_of_each():
    rng = np.random.default_rng(12)
    for _ in range(60):
        members = random_members(rng, 4)
        for people in sets_in_span(members, MINIMUM):
            makers = [set(groups) for groups in find_makers(members, MINIMUM)]
            assert any(follows_from(people, members[:, sorted(groups)]) for groups in makers)
