"""Agreement: published cases, the two traps (two options, many items), blanks, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ToolkitError
from analysis.measures.agreement import average_deviation, deviation_cut, rwg, rwg_j

BELOW = "below 0: people differ more than answers at random would"
CONSENSUS = "two options: consensus, which says no more than the share; no licence to average"
ALONE = "one person alone: nobody to agree with"


@pytest.mark.parametrize(("yes", "printed"), [(4, -0.143), (6, 0.143), (0, 1), (8, 1)])
def test_rwg__marks_of_eight_people__what_the_share_alone_says(yes: int, printed: float) -> None:
    found = rwg([1] * yes + [0] * (8 - yes), ["lib"] * 8, options=2)
    assert round(found["rwg"].item(), 3) == printed
    assert found["note"].tolist() == [CONSENSUS]
    assert found["method"].item().startswith("consensus, as rwg, ")


@pytest.mark.parametrize(
    ("ratings", "options", "value", "raised", "note"),
    [
        ([3, 3, 3], 5, 1, 1, ""),
        ([4, 5, 4, 4], 5, 0.875, 0.875, ""),
        ([1, 2, 3, 4, 5], 5, -0.25, 0, BELOW),
        ([1, 5], 5, -3, 0, BELOW),
        ([2, 4], 5, 0, 0, ""),
        ([0.1, 0.1, 0.1], 6, 1, 1, ""),
    ],
)
def test_rwg__small_groups__by_hand(ratings, options: int, value: float, raised: float, note: str) -> None:
    groups = ["a"] * len(ratings)
    found = rwg(ratings, groups, options)
    assert found["rwg"].item() == pytest.approx(value, abs=1e-15)
    assert found["note"].item() == note
    truncated = rwg(ratings, groups, options, truncated=True)
    assert truncated["rwg"].item() == pytest.approx(raised, abs=1e-15)
    assert truncated["note"].item() == ("came out below 0 and counts as 0" if note else "")


def test_rwg__constant_answers__exactly_one() -> None:
    assert rwg([0.1] * 3 + [0.7] * 6, ["a"] * 3 + ["b"] * 6, 5)["rwg"].tolist() == [1, 1]


def test_rwg__blanks_and_single_people__left_out_or_blank_with_a_note() -> None:
    ratings = [4, -2, 4, 5, np.nan, -1, 2]
    found = rwg(ratings, ["b", "b", "b", "a", "a", "c", None], options=6)
    assert found[["group", "n"]].to_numpy().tolist() == [["a", 1], ["b", 2], ["c", 0]]
    assert found["rwg"].isna().tolist() == [True, False, True]
    assert found["note"].tolist() == [ALONE, "", "nobody answered"]
    assert found["question"].unique().tolist() == ["describes the roster"]
    assert found["method"].unique().tolist() == [
        "rwg, against answers at random, all options alike (James, Demaree & Wolf 1984)"
    ]


def test_rwg__no_rows__no_groups() -> None:
    found = rwg([], [], options=5)
    assert found.columns.tolist() == ["group", "n", "rwg", "question", "method", "note"]
    assert len(found) == 0
    assert [len(average_deviation([], [], about)) for about in ("mean", "median")] == [0, 0]


def ten_items(variance: float) -> np.ndarray:
    """Two people whose ratings of ten items have this variance, whatever the item."""
    return np.array([[3.0] * 10, [3 + np.sqrt(2 * variance)] * 10])


def test_rwg_j__ten_items_with_a_quarter_of_the_variance_of_chance__to_the_printed_digits() -> None:
    found = rwg_j(ten_items(0.5), ["lib"] * 2, options=5)
    assert round(found["rwg_j"].item(), 6) == 0.967742
    assert rwg_j(ten_items(0.5), ["lib"] * 2, options=5, variant="lindell")["rwg_j"].item() == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("variance", "truncated", "lindell", "notes"),
    [
        (1.8, 10 / 19, 0.1, ("", "")),
        (2.2, 0, -0.1, ("came out below 0 and counts as 0", BELOW)),
        (0, 1, 1, ("", "")),
    ],
)
def test_rwg_j__around_the_variance_of_chance__raised_or_below_zero(
    variance: float, truncated: float, lindell: float, notes: tuple[str, str]
) -> None:
    found = [rwg_j(ten_items(variance), ["a", "a"], 5, variant) for variant in ("truncated", "lindell")]
    assert [frame["rwg_j"].item() for frame in found] == pytest.approx([truncated, lindell])
    assert tuple(frame["note"].item() for frame in found) == notes


def test_rwg_j__a_blank_in_one_item__the_whole_person_left_out() -> None:
    people = [[4, 5], [4, 3], [5, 5]]
    found = rwg_j([*people, [1, -1], [np.nan, 1]], ["a"] * 5, options=5)
    pd.testing.assert_frame_equal(found, rwg_j(people, ["a"] * 3, options=5))


def test_rwg_j__one_item__rwg_of_that_item() -> None:
    ratings, groups = [3, 4, 3, 1, 5], ["a", "a", "a", "b", "b"]
    for variant, truncated in (("truncated", True), ("lindell", False)):
        one = rwg(ratings, groups, 5, truncated=truncated)
        assert rwg_j(ratings, groups, 5, variant)["rwg_j"].tolist() == one["rwg"].tolist()


def test_rwg_j__seven_marks__called_consensus() -> None:
    found = rwg_j([[1, 0, 1], [1, 1, 0], [0, 1, 1]], [7, 7, 8], options=2)
    assert found["note"].tolist() == [CONSENSUS, ALONE]


@pytest.mark.parametrize(
    ("ratings", "mean", "median"),
    [([1, 2, 2, 5], 1.25, 1), ([2, 2, 2], 0, 0), ([1, 3], 1, 1), ([0.1, 0.1, 0.1], 0, 0), ([1, 1, 1, 1, 6], 1.6, 1)],
)
def test_average_deviation__small_groups__by_hand(ratings, mean: float, median: float) -> None:
    found = [average_deviation(ratings, [5] * len(ratings), about)["ad"].item() for about in ("mean", "median")]
    assert found == pytest.approx([mean, median])


def test_average_deviation__two_items_and_blanks__mean_over_items_of_whole_people() -> None:
    items = [[1, 3], [3, 3], [2, 6], [4, -4], [5, 5]]
    found = average_deviation(items, ["a", "a", "a", "a", "b"])
    assert found["ad"].tolist() == pytest.approx([(2 / 3 + 4 / 3) / 2, np.nan], nan_ok=True)
    assert found["n"].tolist() == [3, 1]
    assert found["note"].tolist() == ["", ALONE]
    assert found["method"].iloc[0] == "mean absolute deviation about the mean (Burke, Finkelstein & Dusig 1999)"


def test_deviation_cut__scale_of_six__a_sixth_of_its_options() -> None:
    assert deviation_cut(6) == 1


def test_agreement__ten_thousand_people_of_one_answer_and_large_numbers__exact() -> None:
    ratings = np.repeat([1e9 + 1, 1e9 + 2], 3)
    assert rwg(ratings, ["a", "b"] * 3, options=5)["rwg"].tolist() == pytest.approx([1 - (1 / 3) / 2] * 2)
    assert average_deviation(ratings, ["a", "b"] * 3)["ad"].tolist() == pytest.approx([4 / 9] * 2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: rwg([1, 2], ["a", "a"], options=1),
            "Agreement needs to know the scale.\n- options: found 1; allowed: a whole number from 2. "
            "Give the number of steps of the scale.",
        ),
        (
            lambda: rwg([1, 7], ["a", "b"], options=6.5),
            "Agreement needs to know the scale.\n- options: found 6.5; allowed: a whole number from 2. "
            "Give the number of steps of the scale.",
        ),
        (
            lambda: rwg_j([[1, 7], [2, 2]], ["a", "b"], options=6),
            "These ratings do not fit the scale.\n- items: found from 1 to 7; allowed: at most 5 apart, with 6 "
            "options. Correct the values, or give the number of steps of their scale.",
        ),
        (
            lambda: rwg_j([[1, 2]], ["a"], 5, variant="james"),
            "Agreement cannot be computed so.\n- variant: found 'james'; allowed: truncated, lindell. "
            "Choose one of them.",
        ),
        (
            lambda: average_deviation([[1, 2]], ["a"], about="mode"),
            "Agreement cannot be computed so.\n- about: found 'mode'; allowed: mean, median. Choose one of them.",
        ),
        (
            lambda: rwg([[1, 2]], ["a"], 5),
            "These answers cannot be laid out by group.\n- ratings: found a table of shape (1, 2); allowed: one answer "
            "per person. Lay it out so.",
        ),
        (
            lambda: average_deviation(np.zeros((2, 0)), ["a", "a"]),
            "These answers cannot be laid out by group.\n- items: found a table of shape (2, 0); allowed: people in "
            "rows, items in columns. Lay it out so.",
        ),
        (
            lambda: average_deviation([1, 2, 3], ["a", "a"]),
            "These answers cannot be laid out by group.\n- groups: found 2 groups for 3 people; allowed: one group per "
            "person. Give both in the same order and length.",
        ),
        (
            lambda: rwg([1, np.inf], ["a", "a"], 5),
            "These answers cannot be laid out by group.\n- ratings: found an endless value; allowed: numbers from 0, "
            "or a blank. Leave the value blank.",
        ),
    ],
)
def test_agreement__what_cannot_be__refused_with_its_repair(call, message: str) -> None:
    with pytest.raises(ToolkitError) as caught:
        call()
    assert str(caught.value) == message


def test_rwg__scale_as_long_as_the_ratings_are_apart__allowed() -> None:
    assert len(rwg([1, 6], ["a", "b"], options=6)) == 2


@pytest.mark.parametrize("blank", [None, np.nan, -1, "-4", -2.0])
def test_gathered_groups__blank_group__nobody_belongs_to_it(blank) -> None:
    groups = pd.Series([blank, 7, 7, blank], dtype=object)
    assert rwg([1, 2, 2, 3], groups, options=5)[["group", "n"]].to_numpy().tolist() == [[7, 2]]


@pytest.mark.parametrize(
    "groups",
    [
        pd.Series(["b", "a", "b"], dtype="category"),
        pd.Series(["b", "a", "b"], dtype="string"),
        np.array(["b", "a", "b"]),
        pd.Index(["b", "a", "b"]),
        ("b", "a", "b"),
    ],
)
def test_gathered_groups__kinds_of_labels__the_same(groups) -> None:
    answers = pd.Series([1, pd.NA, 3], dtype="Int64")
    found = average_deviation(answers, groups)
    assert [str(label) for label in found["group"]] == ["a", "b"]
    assert found["n"].tolist() == [0, 2]
