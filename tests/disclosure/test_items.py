import numpy as np
import pytest

from analysis.disclosure.groups import Groups
from analysis.disclosure.items import BLANK, protect_bands, protect_cells, protect_mark

MINIMUM = 5


def everybody(count, **groups):
    """All staff, and groups that take the first people up to a number."""
    keys = (("all", "all"), *(("unit", name) for name in groups))
    members = np.array([[True] * count, *(np.arange(count) < size for size in groups.values())]).T
    return Groups(keys, members, ("",) * len(keys))


def marks_of(text):
    """Positions of answers from a string of y, n and -."""
    return np.array([{"y": 0, "n": 1, "-": BLANK}[mark] for mark in text])


def cells_told(exists, develop, groups):
    exists, develop = marks_of(exists), marks_of(develop)
    marks = protect_mark(exists, groups, MINIMUM), protect_mark(develop, groups, MINIMUM)
    return protect_cells(exists, develop, marks, groups, MINIMUM)


def test_protect_mark__blanks__are_not_counted():
    protected = protect_mark(marks_of("yyyyynnnnn--"), everybody(12), MINIMUM)
    assert (protected.told[0].n, protected.told[0].ranges) == (10, ((5, 5),))


@pytest.mark.parametrize(("answered", "reason"), [(0, "nobody"), (4, "few"), (5, "")])
def test_protect_mark__answerers_around_the_threshold__tells_from_five_on(answered, reason):
    protected = protect_mark(marks_of("y" * answered + "-" * (12 - answered)), everybody(12), MINIMUM)
    assert protected.groups.reasons == (reason,)
    assert bool(protected.told) == (reason == "")


def test_protect_mark__blanks_leave_two_in_the_rest__the_group_is_withheld_for_this_item():
    protected = protect_mark(marks_of("yynnyynn" + "yn----"), everybody(14, main=8), MINIMUM)
    assert protected.groups.reasons == ("", "complement")
    assert set(protected.told) == {0}


def test_protect_bands__all_clear_of_the_ends__are_told_exactly():
    answers = np.array([0] * 4 + [1] * 4 + [2] * 4)
    assert protect_bands(answers, everybody(12), MINIMUM, 3).told[0].ranges == ((4, 4), (4, 4), (4, 4))


def test_protect_bands__one_near_an_end__another_stays_open_with_it():
    answers = np.array([0] + [1] * 5 + [2] * 6)
    assert protect_bands(answers, everybody(12), MINIMUM, 3).told[0].ranges == ((0, 2), (5, 5), (5, 7))


def test_protect_cells__all_clear_and_no_blanks__are_told_exactly():
    protected = cells_told("y" * 10 + "n" * 10, "yyyyynnnnn" * 2, everybody(20))
    assert (protected.told[0].n, protected.told[0].ranges) == (20, ((5, 5),) * 4)


@pytest.mark.parametrize("blanks", [1, 4])
def test_protect_cells__a_few_gave_one_mark_only__are_never_told_exactly(blanks):
    protected = cells_told("y" * 10 + "n" * 10 + "y" * blanks, "yyyyynnnnn" * 2 + "-" * blanks, everybody(20 + blanks))
    assert all(low < high for low, high in protected.told[0].ranges)
    assert all(low <= 5 <= high for low, high in protected.told[0].ranges)


def test_protect_cells__five_gave_one_mark_only__may_be_told_exactly():
    protected = cells_told("y" * 10 + "n" * 10 + "yyynn", "yyyyynnnnn" * 2 + "-----", everybody(25))
    assert (5, 5) in protected.told[0].ranges


@pytest.mark.parametrize("both", [0, 4])
def test_protect_cells__too_few_gave_both_marks__are_withheld(both):
    protected = cells_told("y" * both + "y" * 8 + "-" * 8, "y" * both + "-" * 8 + "y" * 8, everybody(both + 16))
    assert protected.told == {}
    assert protected.groups.reasons == ("few" if both else "nobody",)


@pytest.mark.slow
def test_protect_cells__too_many_cells_to_audit__are_what_follows_from_the_marks():
    rng = np.random.default_rng(5)
    for _ in range(5):
        count = 80
        parts = {f"group_{at}": rng.random(count) < 0.5 for at in range(6)}
        keys = (("all", "all"), *(("unit", name) for name in parts))
        groups = Groups(keys, np.column_stack([np.ones(count, dtype=bool), *parts.values()]), ("",) * len(keys))
        exists, develop = rng.choice([0, 1], count), rng.choice([0, 1, BLANK], count, p=[0.45, 0.45, 0.1])
        marks = protect_mark(exists, groups, MINIMUM), protect_mark(develop, groups, MINIMUM)
        told = protect_cells(exists, develop, marks, groups, MINIMUM).told[0]
        both = develop != BLANK
        truth = [int((both & (exists == one) & (develop == other)).sum()) for one in (0, 1) for other in (0, 1)]
        assert told.n == both.sum()
        assert all(low <= count <= high for count, (low, high) in zip(truth, told.ranges, strict=True))
        # Strengthen cannot be more than the yeses to "develop", nor fewer than the two marks must overlap.
        (develop_low, develop_high) = marks[1].told[0].ranges[0]
        assert told.ranges[0][1] <= develop_high
        assert told.ranges[0][0] >= exists.tolist().count(0) + develop_low - count
