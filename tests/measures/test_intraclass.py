"""Intraclass correlations: the published table, degenerate groups with their reasons, intervals, what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import ToolkitError
from analysis.measures.agreement import icc, intraclass

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
NUMBERS = ("icc1", "icc2", "low", "high", "p")


def laid_out(rows: list) -> tuple[list, list]:
    return [value for row in rows for value in row], [label for label, row in enumerate(rows) for _ in row]


def test_intraclass__shrout_and_fleiss__to_the_printed_digits() -> None:
    found = intraclass(SHROUT_FLEISS)
    printed = {"ICC(1,1)": 0.1657, "ICC(2,1)": 0.2898, "ICC(3,1)": 0.7148}
    printed |= {"ICC(1,k)": 0.4428, "ICC(2,k)": 0.6201, "ICC(3,k)": 0.9093}
    assert dict(zip(found["form"], found["value"].round(4), strict=True)) == printed
    assert found[["n", "raters", "incomplete"]].drop_duplicates().to_numpy().tolist() == [[6, 4, 0]]
    assert found["question"].unique().tolist() == ["differs beyond chance"]
    assert found["note"].unique().tolist() == [""]


def test_icc__shrout_and_fleiss__the_two_one_way_forms() -> None:
    found, forms = icc(*laid_out(SHROUT_FLEISS)), intraclass(SHROUT_FLEISS).set_index("form")
    assert (round(found.icc1, 4), round(found.icc2, 4)) == (0.1657, 0.4428)
    single = forms.loc["ICC(1,1)"]
    assert (found.low, found.high, found.p) == pytest.approx((single["low"], single["high"], single["p"]))


def test_icc__two_groups__by_hand() -> None:
    # Means 2 and 5, so MSB = 2·1.5² + 3·... about the grand mean 3.8, and MSW = (2 + 2)/3.
    found = icc(*laid_out([[1, 3], [4, 5, 6]]))
    assert (found.msb, found.msw) == pytest.approx((2 * 1.8**2 + 3 * 1.2**2, 4 / 3))
    assert (found.k, found.groups, found.n, found.note) == (2.5, 2, 5, "")
    assert icc(*laid_out([[1, 3], [4, 5, 6]]), group_size="searle").k == pytest.approx(5 - 13 / 5)
    assert found.method == "one-way analysis of variance, mean group size (Bliese 2000)"


@pytest.mark.parametrize(
    ("rows", "groups", "n", "note"),
    [
        ([], 0, 0, "nobody answered"),
        ([[-1, np.nan], [-2]], 0, 0, "nobody answered"),
        ([[5]], 1, 1, "one group alone: nothing to compare with"),
        ([[3, 4, 5], [-1]], 1, 3, "one group alone: nothing to compare with"),
        ([[3], [4], [-1, 5]], 3, 3, "one person in each group: people and groups cannot be told apart"),
        ([[0.1] * 3, [0.1] * 7], 2, 10, "everybody answered alike: no differences to share out"),
    ],
)
def test_icc__nothing_to_compare__blank_with_a_note(rows, groups: int, n: int, note: str) -> None:
    for size in ("mean", "searle"):
        found = icc(*laid_out(rows), group_size=size)
        assert np.isnan([getattr(found, name) for name in NUMBERS]).all()
        assert (found.groups, found.n, found.note) == (groups, n, note)


def test_icc__nobody_differs_within_a_group__one_without_an_interval() -> None:
    found = icc(*laid_out([[0.1] * 3, [0.3] * 3, [0.7] * 2]))
    assert (found.icc1, found.icc2, found.msw) == (1, 1, 0)
    assert np.isnan([found.low, found.high, found.p]).all()
    assert found.note == "nobody differs within any group: no interval and no test"


def test_icc__all_groups_with_the_same_mean__least_value_and_no_icc2() -> None:
    found = icc(*laid_out([[0.1, 0.3], [0.3, 0.1], [0.4, 0.0]]))
    assert (found.icc1, found.msb, found.p) == (-1, 0, 1)
    assert np.isnan([found.icc2, found.low, found.high]).all()
    assert found.note == "all groups have the same mean: no ICC(2) and no interval"


def test_icc__groups_alike_beyond_chance__shown_below_zero() -> None:
    found = icc(*laid_out([[1, 5, 3], [2, 4, 3], [1, 5, 4], [3, 2, 4]]))
    assert round(found.icc1, 4) == -0.4762
    assert found.low < found.icc1 < found.high < 0
    assert found.note == "below 0: groups differ less than chance would make them"


def test_icc__groups_of_one__stay() -> None:
    found = icc(*laid_out([[3, 5, 4], [6], [2, 1], [4]]))
    assert (found.groups, found.n, found.k) == (4, 7, 1.75)


def test_icc__blanks__left_out_person_by_person() -> None:
    rows = [[3, 5, 4], [6, 5], [2, 1, 2]]
    assert icc(*laid_out([[3, -1, 5, 4], [np.nan, 6, 5], [2, 1, 2]])) == icc(*laid_out(rows))


def test_icc__large_numbers_beside_small_differences__still_exact() -> None:
    rows = [[3, 5, 4], [6, 5], [2, 1, 2]]
    found, far = icc(*laid_out(rows)), icc(*laid_out([[value + 1e9 for value in row] for row in rows]))
    assert [getattr(far, name) for name in NUMBERS] == pytest.approx([getattr(found, name) for name in NUMBERS])


def test_icc__less_confidence__narrower() -> None:
    wide, narrow = icc(*laid_out(SHROUT_FLEISS)), icc(*laid_out(SHROUT_FLEISS), confidence=0.8)
    assert wide.low < narrow.low < narrow.icc1 < narrow.high < wide.high
    assert (narrow.icc1, narrow.p, narrow.confidence) == (wide.icc1, wide.p, 0.8)


@pytest.mark.slow
def test_icc__two_thousand_sets_of_groups__interval_holds_the_truth_and_p_is_even() -> None:
    rng, held, small = np.random.default_rng(3), 0, 0
    groups = np.repeat(np.arange(20), 6)
    for _ in range(2000):
        noise = rng.normal(20, 1, len(groups))
        found = icc(noise + rng.normal(0, 0.5, 20)[groups], groups)
        held += found.low <= 0.2 <= found.high
        small += icc(noise, groups).p < 0.05
    # Four standard errors of 2,000 tries.
    assert abs(held / 2000 - 0.95) < 0.02
    assert abs(small / 2000 - 0.05) < 0.02


@pytest.mark.parametrize(
    ("ratings", "n", "note"),
    [
        ([[-1, 4], [np.nan, 5]], 0, "no target was rated by everybody"),
        ([[3, 4], [np.nan, 5]], 1, "one target alone: nothing to compare with"),
        ([[3], [4]], 2, "one rater alone: nothing to compare with"),
        ([[0.1, 0.1]] * 3, 3, "everybody answered alike: no differences to share out"),
    ],
)
def test_intraclass__nothing_to_compare__blank_with_a_note(ratings, n: int, note: str) -> None:
    found = intraclass(ratings)
    assert found[["value", "low", "high", "f", "df1", "df2", "p"]].isna().all(axis=None)
    assert found["n"].unique().tolist() == [n]
    assert found["incomplete"].unique().tolist() == [len(ratings) - n]
    assert found["note"].unique().tolist() == [note]


def test_intraclass__raters_differ_by_the_same_step_everywhere__only_their_own_forms_are_one() -> None:
    found = intraclass([[1, 3], [2, 4], [5, 7]]).set_index("form")
    none = "raters agree in all differences between targets: no interval and no test"
    assert found["value"].tolist() == pytest.approx([5 / 8, 13 / 19, 1, 10 / 13, 13 / 16, 1])
    assert found["note"].tolist() == ["", none, none, "", none, none]
    assert found.loc[found["note"] == none, ["low", "high", "f", "p"]].isna().all(axis=None)


def test_intraclass__denominator_below_zero__blank_instead_of_above_one() -> None:
    found = intraclass([[1, 5, 3], [4, 2, 3], [2, 4, 4], [5, 1, 2]]).set_index("form")
    below, undefined = "below 0: targets differ less than chance would make them", "not defined: its denominator"
    assert found["note"].tolist() == [below] * 4 + [f"{undefined} is not above 0", below]
    assert np.isnan(found.loc["ICC(2,k)", ["value", "low", "high"]].astype(float)).all()


def test_intraclass__targets_with_the_same_mean__means_undefined_and_nothing_else() -> None:
    found = intraclass([[1, 3], [3, 1], [2, 2]]).set_index("form")
    assert found["value"].isna().tolist() == [False, False, False, True, True, True]
    assert found.loc["ICC(3,1)", "value"] == -1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: intraclass([1, 2, 3]),
            "These are not ratings of targets by raters.\n- ratings: found a table of shape (3,); allowed: targets in "
            "rows, raters in columns. Lay it out so.",
        ),
        (
            lambda: intraclass([[1, np.inf]]),
            "These are not ratings of targets by raters.\n- ratings: found an endless value; allowed: numbers from 0, "
            "or a blank. Leave the value blank.",
        ),
        (
            lambda: icc([1, 2], ["a", "b"], group_size="harmonic"),
            "The group size is not known.\n- group_size: found 'harmonic'; allowed: mean, searle. Choose one of them.",
        ),
        (
            lambda: icc([1, 2], ["a"]),
            "These answers cannot be laid out by group.\n- groups: found 1 groups for 2 people; allowed: one group per "
            "person. Give both in the same order and length.",
        ),
        (
            lambda: icc([1, 2], ["a", "a"], confidence=95),
            "An interval needs a confidence between 0 and 1.\n- confidence: found 95; allowed: a number between 0 and "
            "1. Write 0.95 for 95 percent.",
        ),
    ],
)
def test_intraclass_and_icc__what_cannot_be__refused_with_its_repair(call, message: str) -> None:
    with pytest.raises(ToolkitError) as caught:
        call()
    assert str(caught.value) == message


@pytest.mark.parametrize("up", [0, 5, 1000])
def test_intraclass__targets_of_the_same_mean__no_ends_for_random_raters_wherever_the_scale_begins(up: int) -> None:
    forms = intraclass(np.array([[1, 1, 6], [2, 1, 5]]) + up).set_index("form")
    assert forms.loc[["ICC(2,1)", "ICC(2,k)"], ["low", "high"]].isna().all(axis=None)
    assert (forms.loc[["ICC(2,1)", "ICC(2,k)"], "note"] != "").all()
