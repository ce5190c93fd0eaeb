"""Raking, design effects, weights to the roster, and shares with and without them."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ToolkitError
from analysis.measures.shares import wilson_interval
from analysis.measures.weighting import LEAST_IN_CELL, design_effect, rake, weigh_to_roster, weighted_shares

PUBLISHED = [[40, 30, 20, 10], [35, 50, 100, 75], [30, 80, 70, 120], [20, 30, 40, 50]]
ROWS, COLUMNS = [150, 300, 400, 150], [200, 300, 400, 100]
HEADS = {
    ("all", "all"): 30,
    ("role", "leader"): 6,
    ("role", "public_services"): 24,
    ("unit", "main_library"): 20,
    ("unit", "branch_1"): 10,
}
ROLES = {"l": "leader", "p": "public_services", "-": "-1"}
UNITS = {"m": "main_library", "b": "branch_1", "-": "-4", "?": "branch_9"}


def people(*kinds: str) -> pd.DataFrame:
    """People by their role and unit: `lm` is a leader at the main library, `p-` left the unit blank."""
    return pd.DataFrame({"role": [ROLES[kind[0]] for kind in kinds], "unit": [UNITS[kind[1]] for kind in kinds]})


def test_rake__published_table__to_the_printed_digits() -> None:
    raked = rake(PUBLISHED, [ROWS, COLUMNS])
    assert raked[0].round(2).tolist() == [64.56, 46.23, 35.38, 3.82]
    np.testing.assert_allclose(raked.sum(axis=1), ROWS)
    np.testing.assert_allclose(raked.sum(axis=0), COLUMNS)


def test_rake__one_margin__each_cell_is_its_margin() -> None:
    assert rake([4, 1, 0], [[10, 5, 0]]).tolist() == [10, 5, 0]


def test_rake__cells_and_margins_of_zero__stay_empty_without_a_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        raked = rake([[2, 0, 3], [1, 4, 0]], [[0, 6], [4, 2, 0]])
        nothing = rake([[0, 0], [0, 0]], [[0, 0], [0, 0]])
    np.testing.assert_allclose(raked, [[0, 0, 0], [4, 2, 0]])
    assert nothing.tolist() == [[0, 0], [0, 0]]


@pytest.mark.parametrize(
    ("table", "margins", "faults"),
    [
        (
            [[1, 2], [3, 4]],
            [[5, 5], [3, 3, 4]],
            ["margins: found 2, 3; allowed: a sum for each place of each axis; the table is 2 × 2. Give one per axis."],
        ),
        (
            [[1, 2], [3, 4]],
            [[5, 5]],
            ["margins: found 2; allowed: a sum for each place of each axis; the table is 2 × 2. Give one per axis."],
        ),
        (
            5,
            [],
            [
                "margins: found none; allowed: a sum for each place of each axis; the table is a single number. "
                "Give one per axis."
            ],
        ),
        (
            [[1, -2], [3, 4]],
            [[5, np.nan], [5, 5]],
            [
                "the table: found -2; allowed: numbers from 0. Count what is there, and leave no blank.",
                "margin 1: found nan; allowed: numbers from 0. Count what is there, and leave no blank.",
            ],
        ),
        (
            [[1, 2], [0, 0]],
            [[5, 5], [6, 5]],
            [
                "margin 1, place 2: found 5 where the table is empty; allowed: 0, or a table that is not empty there. "
                "Merge it with a neighbour.",
                "margin 2: found a sum of 11; allowed: 10, the sum of margin 1. Bring the margins to one sum.",
            ],
        ),
        (
            [[1, 0], [0, 1]],
            [[6, 4], [5, 5]],
            [
                "the table: found margins that are still apart after 10000 rounds; "
                "allowed: a table whose empty cells leave room for the margins. "
                "Rake to fewer margins, or put places together that have few people."
            ],
        ),
    ],
    ids=["another length", "a margin too few", "no table", "numbers that cannot be", "out of reach", "empty cells"],
)
def test_rake__what_cannot_be_raked__refused_with_every_fault(table, margins, faults: list[str]) -> None:
    with pytest.raises(ToolkitError) as caught:
        rake(table, margins)
    assert str(caught.value) == "\n".join(["This table cannot be raked.", *(f"- {fault}" for fault in faults)])


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([1, 1, 1], 1),
        ([1, 1, 2], 18 / 16),
        ([1, 0, 0, 0], 4),
        ([1, 1, np.nan, 2], 18 / 16),
        ([1e-200, 1e-200, 2e-200], 18 / 16),
        ([1e200, 1e200, 2e200], 18 / 16),
        ([], np.nan),
        ([0, 0], np.nan),
        ([np.nan], np.nan),
    ],
)
def test_design_effect__each_set_of_weights__by_hand(weights: list[float], expected: float) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert design_effect(weights) == pytest.approx(expected, nan_ok=True)


def test_design_effect__weights_that_cannot_be__refused_with_every_fault() -> None:
    with pytest.raises(ToolkitError) as caught:
        design_effect([1, -1, np.inf])
    assert str(caught.value) == (
        "These weights cannot be.\n"
        "- weights: found -1; allowed: a number from 0, or NaN. Leave it blank.\n"
        "- weights: found inf; allowed: a number from 0, or NaN. Leave it blank."
    )


def test_weigh_to_roster__one_column__heads_over_respondents() -> None:
    found = weigh_to_roster(people("lm", "lm", "lb", "pm", "pm", "pb"), HEADS, ["role"])
    np.testing.assert_allclose(found.weights, [0.4, 0.4, 0.4, 1.6, 1.6, 1.6])
    assert (found.n, found.left_out) == (6, 0)
    assert found.design_effect == pytest.approx(6 * (3 * 0.16 + 3 * 2.56) / 36)
    assert found.effective_n == pytest.approx(6 / found.design_effect)
    assert found.margins.drop(columns="weighted_share").to_numpy().tolist() == [
        ["role", "leader", 3, 6, 0.5, 0.2],
        ["role", "public_services", 3, 24, 0.5, 0.8],
    ]
    np.testing.assert_allclose(found.margins["weighted_share"], [0.2, 0.8])


def test_weigh_to_roster__two_columns__both_margins_of_the_roster() -> None:
    found = weigh_to_roster(people("lm", "lm", "lb", "pm", "pm", "pb", "pb", "pb"), HEADS, ["role", "unit"])
    np.testing.assert_allclose(found.margins["weighted_share"], found.margins["roster_share"])
    assert found.margins["roster_share"].tolist() == [0.2, 0.8, 2 / 3, 1 / 3]
    assert found.weights.mean() == pytest.approx(1)
    cell = rake([[2, 1], [2, 3]], [[1.6, 6.4], [16 / 3, 8 / 3]])[0, 0]
    assert found.weights[0] == pytest.approx(cell / 2)


def test_weigh_to_roster__blank_in_a_column__no_weight_and_counted() -> None:
    blanks = people("l-", "-m", "p-")
    blanks.loc[2, "unit"] = None
    rows = pd.concat([people("lm", "lm", "lb", "pm", "pb", "pb"), blanks], ignore_index=True)
    rows.index = [f"r{place}" for place in range(9)]
    found = weigh_to_roster(rows, HEADS, ["role", "unit"])
    assert found.weights.isna().tolist() == [False] * 6 + [True] * 3
    assert found.weights.index.equals(rows.index)
    assert (found.n, found.left_out) == (6, 3)
    alone = weigh_to_roster(rows[:6], HEADS, ["role", "unit"])
    np.testing.assert_array_equal(found.weights[:6], alone.weights)


@pytest.mark.parametrize(("leaders", "given"), [(LEAST_IN_CELL - 1, False), (LEAST_IN_CELL, True), (3, True)])
def test_weigh_to_roster__around_two_in_a_group__from_two_on(leaders: int, given: bool) -> None:
    rows = people(*["lm"] * leaders, "pm", "pm")
    if given:
        assert weigh_to_roster(rows, HEADS, ["role"]).n == leaders + 2
        return
    with pytest.raises(ToolkitError, match=r"role 'leader': found 1 of 6 heads; allowed: at least 2 who answered\. "):
        weigh_to_roster(rows, HEADS, ["role"])


def test_weigh_to_roster__groups_too_small_or_not_on_the_roster__refused_with_every_cell() -> None:
    heads = HEADS | {("role", "public_services"): 1, ("unit", "outreach"): 4, ("unit", "closed"): 0}
    with pytest.raises(ToolkitError) as caught:
        weigh_to_roster(people("lm", "pb", "pm", "p?"), heads, ["role", "unit"])
    fewer = "allowed: at least 2 who answered. Weigh by fewer columns, or put this value together with another."
    assert str(caught.value) == (
        "These responses cannot be weighted to the roster.\n"
        f"- role 'leader': found 1 of 6 heads; {fewer}\n"
        "- role 'public_services': found 3 of 1 heads; allowed: at most as many as heads. Correct the roster.\n"
        f"- unit 'branch_1': found 1 of 10 heads; {fewer}\n"
        f"- unit 'outreach': found 0 of 4 heads; {fewer}\n"
        "- unit 'branch_9': found 1 of 0 heads; allowed: at most as many as heads. Correct the roster."
    )


def test_weigh_to_roster__value_without_heads_and_people__does_no_harm() -> None:
    found = weigh_to_roster(people("lm", "lm", "pm", "pb"), HEADS | {("role", "trainee"): 0}, ["role"])
    np.testing.assert_allclose(found.weights, [0.4, 0.4, 1.6, 1.6])
    assert found.margins["weighted_share"].round(9).tolist() == [0.2, 0.8, 0]


def test_weigh_to_roster__wrong_request__refused_with_every_fault() -> None:
    rows = people("lm", "pm").assign(library_id=["alder", "birch"], wave="2026", tenure="under_2_years")
    with pytest.raises(ToolkitError) as caught:
        weigh_to_roster(rows, HEADS, ["role", "tenure", "colour"])
    assert str(caught.value) == (
        "These responses cannot be weighted to the roster.\n"
        "- heads: found no heads for 'tenure'; allowed: the heads of each value. Fill in the roster.\n"
        "- columns: found 'colour'; allowed: a column of the responses. Correct the name.\n"
        "- library_id: found alder, birch; allowed: one, as the roster has. Weigh each by itself."
    )
    with pytest.raises(ToolkitError, match=r"- columns: found none; allowed: one cohort column at least\. "):
        weigh_to_roster(rows[:1], HEADS, [])


def test_weigh_to_roster__cells_that_exclude_each_other__raking_says_so() -> None:
    with pytest.raises(
        ToolkitError, match=r"^This table cannot be raked\.\n- the table: found margins that are still "
    ):
        weigh_to_roster(people("lm", "lm", "pb", "pb"), HEADS, ["role", "unit"])


def test_weighted_shares__marks_and_weights__side_by_side() -> None:
    marks = pd.DataFrame({"exists_agency": [1, 1, 0, 0, -2, 1], "develop_agency": [1, 0, 1, np.nan, 1, 1]})
    weights = pd.Series([0.5, 0.5, 1, 2, 1, np.nan])
    found = weighted_shares(marks, weights)
    assert found["item"].tolist() == ["exists_agency", "develop_agency"]
    assert found[["count", "n", "n_weighted"]].to_numpy().tolist() == [[3, 5, 4], [4, 5, 4]]
    assert found["share"].tolist() == [0.6, 0.8]
    assert found["weighted_share"].tolist() == [0.25, pytest.approx(2.5 / 3)]
    assert found["design_effect"].tolist() == pytest.approx([4 * 5.5 / 16, 4 * 2.5 / 9])
    assert found["effective_n"].tolist() == pytest.approx([16 / 5.5, 9 / 2.5])
    assert found.loc[0, ["low", "high"]].tolist() == pytest.approx(wilson_interval(3, 5))
    ends = found.loc[0, ["weighted_low", "weighted_high"]].tolist()
    assert ends == pytest.approx(wilson_interval(0.25 * 16 / 5.5, 16 / 5.5))
    assert found[["confidence", "question", "note"]].drop_duplicates().to_numpy().tolist() == [
        [0.95, "differs beyond chance", ""]
    ]


def test_weighted_shares__equal_weights__both_sides_the_same() -> None:
    found = weighted_shares(pd.DataFrame({"mark": [1, 1, 0, 1]}), pd.Series([0.3] * 4)).iloc[0]
    plain = found[["share", "low", "high", "n"]].astype(float).to_numpy()
    weighted = found[["weighted_share", "weighted_low", "weighted_high", "effective_n"]].astype(float).to_numpy()
    np.testing.assert_allclose(plain, weighted)


def test_weighted_shares__everybody_of_one_mind__within_zero_and_one() -> None:
    marks = pd.DataFrame({"yes": [1, 1, 1], "no": [0, 0, 0]})
    found = weighted_shares(marks, pd.Series([0.1, 0.7, 1 / 3]))
    assert found["weighted_share"].tolist() == pytest.approx([1, 0])
    assert (found.loc[0, "weighted_high"], found.loc[1, "weighted_low"]) == (1, 0)


def test_weighted_shares__nobody_left__blank_with_the_reason() -> None:
    marks = pd.DataFrame({"silent": [-1, np.nan, -2], "unweighted": [1, 0, -1]})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = weighted_shares(marks, pd.Series([np.nan, 0, 1.0]))
    assert found["note"].tolist() == ["nobody answered", "nobody with a weight answered"]
    blank = found[["weighted_share", "weighted_low", "weighted_high", "design_effect"]]
    assert blank.isna().all(axis=None)
    assert found["effective_n"].tolist() == [0, 0]
    assert found["share"].isna().tolist() == [True, False]


def test_weighted_shares__no_marks__no_rows_but_every_column() -> None:
    found = weighted_shares(pd.DataFrame(index=[0, 1]), pd.Series([1.0, 1.0]))
    assert (len(found), found.columns[0], found.columns[-1]) == (0, "item", "note")


def test_weighted_shares__other_people_or_no_marks__refused_with_every_fault() -> None:
    marks = pd.DataFrame({"exists_agency": [1, 0], "effort_growth": [5, 1]})
    with pytest.raises(ToolkitError) as caught:
        weighted_shares(marks, pd.Series([1.0, 1.0], index=[1, 2]))
    assert str(caught.value) == (
        "These marks cannot be weighted.\n"
        "- weights: found other people; allowed: the index of the marks, in its order. Take them from the same rows.\n"
        "- mark 'effort_growth': found 5; allowed: 0 for no, 1 for yes, or a blank. Choose columns that hold marks."
    )
    with pytest.raises(ToolkitError, match=r"^These weights cannot be\.\n- weights: found -1; "):
        weighted_shares(marks[["exists_agency"]], pd.Series([1.0, -1.0]))
