import numpy as np
import pytest

from analysis.disclosure.branching import Telling, tell_safely
from analysis.disclosure.ranges import Finest
from analysis.disclosure.system import Statement

YES = np.array([[True, False]])


def told_of(answers, *groups, given=(), **how):
    """The range of yeses of each group; a group is a string of 0 and 1."""
    yes = np.array(["yn".index(mark) for mark in answers]) == 0
    masks = [np.array([mark == "1" for mark in group]) for group in groups]
    tellings = [Telling(mask, YES, (int(yes[mask].sum()),), **how) for mask in masks]
    return [ends for (ends,) in tell_safely(np.ones((len(yes), 2), dtype=bool), tellings, given)]


def test_tell_safely__nothing_is_exposed__tells_every_count():
    assert told_of("yyyynnnnyyynnn", "1" * 14, "1" * 8 + "0" * 6) == [(7, 7), (4, 4)]


def test_tell_safely__rest_of_six_may_be_unanimous__the_smaller_group_is_told_less():
    everybody, most = told_of("yyyynnnnnnyyyyyy", "1" * 16, "1" * 10 + "0" * 6)
    assert everybody == (10, 10)
    assert most[0] <= 4 < most[1]


@pytest.mark.parametrize(("leaders", "others"), [(0, 3), (1, 2), (2, 1), (3, 0)])
def test_tell_safely__three_of_five_and_five__is_the_same_whoever_they_are(leaders, others):
    answers = "y" * leaders + "n" * (5 - leaders) + "y" * others + "n" * (5 - others)
    assert told_of(answers, "1" * 10, "11111" + "0" * 5, "0" * 5 + "11111") == [(3, 3), (0, 3), (0, 3)]


def test_tell_safely__groups_in_another_order__are_told_alike():
    groups = ["1" * 16, "1" * 9 + "0" * 7, "0" * 9 + "1" * 7]
    told = told_of("yyyynnnnnnyyynny", *groups)
    assert told_of("yyyynnnnnnyyynny", *groups[::-1]) == told[::-1]


def test_tell_safely__group_follows_from_others__is_told_as_it_follows():
    rest = told_of("yyyyynnnnn" * 2, "1" * 20, "1" * 10 + "0" * 10, "0" * 10 + "1" * 10)[2]
    assert rest == (5, 5)


def test_tell_safely__given_statement__is_reckoned_with():
    everybody = Statement(np.ones(10, dtype=bool), YES[0], 3, 3)
    assert told_of("yyynnnnnnn", "1111100000", given=[everybody]) == [(0, 3)]


def test_tell_safely__blocks__are_the_finest():
    assert told_of("y" * 10 + "n" * 10, "1" * 20, finest=Finest.BLOCK) == [(8, 12)]


def test_tell_safely__nothing_to_tell__is_nothing():
    assert tell_safely(np.ones((0, 2), dtype=bool), []) == ()


def test_tell_safely__single_person__is_told_nothing_of():
    assert told_of("y", "1") == [(0, 1)]


@pytest.mark.parametrize(("size", "told"), [(9, (0, 9)), (10, (5, 5)), (11, (5, 5))])
def test_tell_safely__beside_a_crowd_of_kinds__fewer_than_ten_are_told_nothing_of(size, told):
    rng = np.random.default_rng(3)
    large = ["".join(rng.permutation(list("1" * 18 + "0" * 18))) for _ in range(5)]
    spread = "".join("1" if at % 3 == 0 and at < 3 * size else "0" for at in range(36))
    answers = ["n"] * 36
    for place in [*np.flatnonzero([mark == "1" for mark in spread])[:5], *range(1, 36, 3)]:
        answers[place] = "y"
    assert told_of("".join(answers), *large, spread)[-1] == told
