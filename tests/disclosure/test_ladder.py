import numpy as np

from analysis.disclosure.ladder import Telling, tell_safely
from analysis.disclosure.ranges import Step

YES = np.array([[True, False]])


def telling(members, answers, step=Step.EXACT):
    mask = np.array([mark == "1" for mark in members])
    return Telling(mask, YES, (int((answers[mask] == 0).sum()),), step)


def answers_of(marks):
    """Positions of answers from a string of y and n."""
    return np.array(["yn".index(mark) for mark in marks])


def test_tell_safely__nothing_is_exposed__tells_every_count():
    answers = answers_of("yyyynnnnyyynnn")
    told = tell_safely(
        np.ones((14, 2), dtype=bool), answers, [telling("1" * 14, answers), telling("1" * 8 + "0" * 6, answers)]
    )
    assert [entry.ranges for entry in told] == [((7, 7),), ((4, 4),)]


def test_tell_safely__rest_of_six_would_be_unanimous__the_smaller_group_gives_way():
    answers = answers_of("yyyynnnnnnyyyyyy")
    everybody, most = telling("1" * 16, answers), telling("1" * 10 + "0" * 6, answers)
    assert (everybody.ranges, most.ranges) == (((10, 10),), ((4, 4),))
    told = tell_safely(np.ones((16, 2), dtype=bool), answers, [everybody, most])
    assert [entry.ranges for entry in told] == [((10, 10),), ((3, 7),)]


def test_tell_safely__nothing_to_tell__is_nothing():
    assert tell_safely(np.ones((0, 2), dtype=bool), np.empty(0, dtype=int), []) == ()


def test_telling__one_of_three_counts_near_an_end__tells_none_exactly():
    members, answers = np.ones(12, dtype=bool), np.eye(3, dtype=bool)
    assert Telling(members, answers, (4, 4, 4)).ranges == ((4, 4), (4, 4), (4, 4))
    assert Telling(members, answers, (1, 5, 6)).ranges == ((0, 2), (3, 9), (3, 9))


def test_telling__coarser__skips_steps_that_tell_the_same():
    answers = answers_of("ynnnnn")
    low_end = telling("111111", answers)
    assert low_end.ranges == ((0, 2),)
    assert low_end.coarser().step is Step.WITHHELD
    assert low_end.coarser().coarser().step is Step.WITHHELD


def test_telling__withheld__says_nothing():
    answers = answers_of("yyynnn")
    (statement,) = telling("111111", answers).withheld().statements
    assert (statement.low, statement.high) == (0, 6)
