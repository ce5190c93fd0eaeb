"""Strategies: reach by hand, groups of several columns, hours that nobody knows, and how well they work."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ToolkitError
from analysis.guide import load_guide
from analysis.measures.strategies import (
    OCCASIONS,
    Reach,
    coverage,
    effectiveness,
    groups_of,
    hours_by,
    occasions,
    reach,
    reach_of_groups,
    staff_hours,
)

GUIDE = load_guide()
HEADS = {
    ("all", "all"): 30,
    ("role", "leader"): 2,
    ("role", "supervisor"): 4,
    ("role", "public_services"): 18,
    ("role", "support_services"): 6,
    ("unit", "main_library"): 20,
    ("unit", "branch_1"): 10,
    ("leads", "leaders"): 6,
    ("leads", "front_line"): 24,
}


def inventory(*participants: str, **columns) -> pd.DataFrame:
    """Strategies s1, s2 … for these participants; other columns as given, one value for all or a list."""
    ids = [f"s{place}" for place in range(1, len(participants) + 1)]
    usual = {"participation": "required", "content_chosen_by": "library", "frequency": "monthly", "hours": 10.0}
    return pd.DataFrame({"strategy_id": ids, "participants": list(participants)} | usual | columns)


@pytest.mark.parametrize(
    ("participants", "low", "high", "note"),
    [
        ("all", 30, 30, ""),
        ("all leader", 30, 30, ""),
        ("leader", 2, 2, ""),
        ("leader supervisor", 6, 6, ""),
        ("leader leader", 2, 2, ""),
        ("leaders", 6, 6, ""),
        ("leaders supervisor", 6, 6, ""),
        ("leader branch_1", 10, 12, "groups of different columns may hold the same people: between two ends"),
        (
            "public_services support_services branch_1",
            24,
            30,
            "groups of different columns may hold the same people: between two ends",
        ),
        ("branch_2", 0, 0, "heads not known for: branch_2"),
        ("pages", 0, 30, "meant for a group that the guide does not name: pages"),
        (
            "leader under_2_years",
            2,
            30,
            "heads not known for: under_2_years; groups of different columns may hold the same people: "
            "between two ends",
        ),
        ("", 0, 0, ""),
    ],
)
def test_reach__each_kind_of_participants__by_hand(participants: str, low: int, high: int, note: str) -> None:
    found = reach(inventory(participants), HEADS, GUIDE)
    assert found.iloc[0].tolist() == ["s1", 30, low, high, note]


def test_reach__roster_not_known__blank_or_open_at_the_top() -> None:
    found = reach(inventory("all", "leader", "leader branch_1", "outreach"), {("role", "leader"): 2}, GUIDE)
    assert found["roster"].isna().all()
    np.testing.assert_array_equal(found["reach_low"], [np.nan, 2, 2, np.nan])
    np.testing.assert_array_equal(found["reach_high"], [np.nan, 2, np.nan, np.nan])


def test_reach__roster_that_does_not_add_up__never_below_what_is_known() -> None:
    assert reach_of_groups(
        [("role", "leader"), ("role", "supervisor")], {("all", "all"): 5, ("role", "leader"): 7}, GUIDE
    ) == (7, 5)


def test_reach__no_group__nobody() -> None:
    assert reach_of_groups([], HEADS, GUIDE) == Reach(0, 0)


def test_reach__two_strategies_together__their_groups_united() -> None:
    groups = [*groups_of("leader", GUIDE), *groups_of("leaders public_services", GUIDE)]
    assert reach_of_groups(groups, HEADS, GUIDE) == Reach(24, 24)


@pytest.mark.parametrize("columns", [{"library_id": ["a", "b"], "wave": "1"}, {"library_id": "a", "wave": ["1", "2"]}])
def test_reach__several_libraries_or_waves__refused(columns) -> None:
    with pytest.raises(ToolkitError) as caught:
        reach(inventory("all", "leader", **columns), HEADS, GUIDE)
    assert str(caught.value) == (
        "The roster is that of one library and wave.\n"
        "- strategies: found 2 libraries or waves; allowed: one library and wave. Choose one of them."
    )


@pytest.mark.parametrize(
    ("participants", "covered", "perhaps"),
    [
        ("all", {"all", "leader", "supervisor", "leaders", "front_line", "branch_1"}, set()),
        ("leader", {"leader"}, {"all", "leaders", "branch_1"}),
        ("leader supervisor", {"leader", "supervisor", "leaders"}, {"all", "branch_1"}),
        ("leaders", {"leader", "supervisor", "leaders"}, {"all", "branch_1"}),
        ("front_line", {"front_line"}, {"all", "branch_1"}),
        ("main_library", set(), {"all", "leader", "supervisor", "leaders", "front_line"}),
        ("leader branch_1", {"leader", "branch_1"}, {"all", "supervisor", "leaders", "front_line"}),
        ("", set(), set()),
    ],
)
def test_coverage__groups_of_the_roster__for_sure_perhaps_or_not_at_all(participants, covered, perhaps) -> None:
    found = coverage(inventory(participants), HEADS, GUIDE)
    asked = ("all", "leader", "supervisor", "leaders", "front_line", "branch_1")
    found = found[found["value"].isin(asked)].set_index("value")["reaches"]
    expected = {value: "all" if value in covered else "part" if value in perhaps else "none" for value in asked}
    assert found.to_dict() == expected


def test_coverage__pair_of_columns__follows_from_both() -> None:
    guide = replace(GUIDE, pairs=(("leads", "unit"),))
    heads = {("leads+unit", "leaders+branch_1"): 3, ("leads+unit", "front_line+branch_1"): 7, ("unit", "outreach"): 0}
    found = coverage(inventory("branch_1", "leaders", "leader"), heads, guide)
    assert found.groupby("value", sort=False)["reaches"].agg(list).to_dict() == {
        "leaders+branch_1": ["all", "all", "part"],
        "front_line+branch_1": ["all", "none", "none"],
    }
    assert found["roster"].tolist() == [3, 3, 3, 7, 7, 7]


def test_staff_hours__hours_times_reach__unknown_is_never_nothing() -> None:
    strategies = inventory(
        "all",
        "leader branch_1",
        "all",
        "all",
        "pages",
        hours=[10, 4, None, 12, 0],
        frequency=["monthly", "monthly", "at_hire", "at_hire", "yearly"],
    )
    found = staff_hours(strategies, HEADS, GUIDE)
    np.testing.assert_array_equal(found["hours"], [10, 4, np.nan, 12, 0])
    np.testing.assert_array_equal(found["hours_low"], [300, 40, np.nan, 0, 0])
    np.testing.assert_array_equal(found["hours_high"], [300, 48, np.nan, 360, 0])
    new = "only new staff take part, and how many come in a year is not known"
    assert found["note"].tolist() == ["", "", f"hours not known; {new}", new, ""]
    assert staff_hours(inventory("all"), {}, GUIDE)["note"].tolist() == ["reach not known"]


def test_hours_by__who_chooses__shares_with_the_others_at_their_other_end() -> None:
    strategies = inventory(
        "all",
        "leader branch_1",
        "all",
        hours=[10, 10, None],
        content_chosen_by=["library", "individual", "individual"],
    )
    found = hours_by(strategies, HEADS, GUIDE).set_index("content_chosen_by")
    assert found.loc["individual"].tolist() == [2, 1, 100, 120, 100 / 400, 120 / 420, "hours not known of 1 of 2"]
    assert found.loc["supervisor"].tolist() == [0, 0, 0, 0, 0, 0, ""]
    assert found.loc["library"].tolist() == [1, 0, 300, 300, 300 / 420, 300 / 400, ""]


def test_hours_by__two_columns__every_combination_once_and_hours_add_up() -> None:
    strategies = inventory("all", "leader", "all", participation=["required", "optional", "required"], hours=[1, 2, 3])
    found = hours_by(strategies, HEADS, GUIDE, ("participation", "content_chosen_by"))
    assert found[["participation", "content_chosen_by"]].drop_duplicates().shape == (6, 2)
    assert found["hours_low"].sum() == staff_hours(strategies, HEADS, GUIDE)["hours_low"].sum() == 124
    assert found["share_low"].sum() == pytest.approx(1)


@pytest.mark.parametrize("strategies", [inventory("all", hours=None), inventory("all", hours=0), inventory()])
def test_hours_by__nothing_known_or_no_hours__shares_blank_without_a_warning(strategies) -> None:
    found = hours_by(strategies, HEADS, GUIDE, ("frequency",))
    assert found["share_low"].isna().all()
    assert found["strategies"].sum() == len(strategies)
    assert found["hours_high"].tolist() == [0.0] * 7


@pytest.mark.parametrize(("by", "found"), [(("hours",), "'hours'"), ((), "none")])
def test_hours_by__another_column__refused(by, found: str) -> None:
    with pytest.raises(ToolkitError) as caught:
        hours_by(inventory("all"), HEADS, GUIDE, by)
    assert str(caught.value) == (
        "Hours are added up by what the inventory says.\n"
        f"- by: found {found}; allowed: participation, content_chosen_by, frequency. Choose among them."
    )


def test_measures__no_strategies__empty_frames_with_their_columns() -> None:
    empty = inventory()
    assert reach(empty, HEADS, GUIDE).columns.tolist() == ["strategy_id", "roster", "reach_low", "reach_high", "note"]
    assert coverage(empty, HEADS, GUIDE).columns.tolist() == ["cohort", "value", "roster", "strategy_id", "reaches"]
    assert staff_hours(empty, HEADS, GUIDE).empty
    assert occasions(empty).empty
    assert effectiveness(pd.DataFrame({"strategy_id": [], "effectiveness": []})).empty


def test_occasions__every_frequency__its_number_or_a_note() -> None:
    frequencies = ["weekly", "monthly", "quarterly", "twice_a_year", "yearly", "at_hire", "on_demand"]
    found = occasions(inventory(*["all"] * 7, frequency=frequencies))
    assert found["occasions"].dropna().tolist() == [52, 12, 4, 2, 1] == list(OCCASIONS.values())
    assert found["note"].tolist() == [""] * 5 + ["no fixed number of times a year"] * 2


def test_effectiveness__ratings_with_blanks__those_who_rated_alone() -> None:
    ratings = pd.DataFrame(
        {
            "strategy_id": ["b"] * 6 + ["a"] * 2 + ["c"] * 2,
            "effectiveness": [5, 4, 3, 1, -1, -4, 4, -3, -1, np.nan],
        }
    )
    found = effectiveness(ratings).set_index("strategy_id")
    assert found["n"].to_dict() == {"a": 1, "b": 4, "c": 0}
    assert found.loc["b", ["mean", "well", "share"]].tolist() == [3.25, 2, 0.5]
    assert found.loc["b", "sd"] == pytest.approx(1.707825, abs=1e-6)
    # Wilson 1927 for 2 of 4, by hand: middle 1/2, reach z/(2√(n + z²)) = 0.349961.
    assert found.loc["b", ["low", "high"]].tolist() == pytest.approx([0.150039, 0.849961], abs=1e-6)
    assert found["note"].to_dict() == {"a": "one person alone: no spread", "b": "", "c": "nobody answered"}
    assert found.loc["c", ["mean", "share", "low"]].isna().all()
    assert found["question"].unique().tolist() == ["differs beyond chance"]
