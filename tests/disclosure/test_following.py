"""One library over its waves: what is said follows from the told counts, is never too sure, and finds what moved."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure import followed as followed_module
from analysis.disclosure.following import follow_library
from analysis.disclosure.plans import describe_plans
from analysis.disclosure.steps import describe_steps, which_moved
from analysis.errors import ToolkitError
from analysis.guide import load_guide
from analysis.measures.change import smallest_detectable_change, wave_difference
from analysis.measures.cohorts import adjust_p_values
from analysis.measures.shares import newcombe_difference
from told_waves import exactly, told_wave

GUIDE = load_guide()
FIRST = [28, 14, 21, 22, 40, 26, 10]
SECOND = [27, 19, 24, 24, 44, 29, 26]
NOT_EXACT = "a count is a range: the interval spans what it allows, and p is that of the closest counts"
WITHHELD = "a change cannot be told, because one of the waves is withheld"
TARGET_WITHHELD = "the plan cannot be looked back at, because a target is withheld in one of the waves"
GOALS = "development_goals"
NARROW = (40, [(0, 0), (0, 2), (0, 2), (6, 6), (12, 12), (12, 12), (6, 6), (2, 4), (0, 0), (0, 0)])
HIGHER = (40, [(0, 0), (0, 0), (0, 0), (0, 2), (2, 2), (2, 2), (6, 6), (12, 12), (12, 12), (4, 6)])


def waves(first: dict, second: dict, **both):
    return [told_wave(GUIDE, wave, told, **both) for wave, told in (("2025", first), ("2026", second))]


def at(frame: pd.DataFrame, measure: str) -> pd.Series:
    return frame[frame["measure"] == measure].iloc[0]


def test_follow_library__exact_counts__levels_and_steps_in_points() -> None:
    followed = follow_library(waves(exactly(GUIDE, FIRST, 50), exactly(GUIDE, SECOND, 52), roster=78))
    level = followed.levels[followed.levels["measure"] == GOALS]
    assert level["value"].tolist() == pytest.approx([20, 50])
    assert (level["value_low"] == level["value"]).all()
    step = at(followed.steps, GOALS)
    low, high = newcombe_difference(26, 52, 10, 50)
    assert (step["change"], step["low"], step["high"]) == pytest.approx((30, 100 * low, 100 * high))
    assert (step["moved"], step["question"]) == ("up", "differs beyond chance")
    family = wave_difference(FIRST, [50] * 7, SECOND, [52] * 7)
    qualities = followed.steps[followed.steps["kind"] == "quality"]
    assert qualities["p_adjusted"].tolist() == pytest.approx(adjust_p_values(family["p"]).tolist())
    assert qualities["moved"].tolist() == [""] * 6 + ["up"]


def test_follow_library__index__change_of_the_index_itself() -> None:
    followed = follow_library(waves(exactly(GUIDE, FIRST, 50), exactly(GUIDE, SECOND, 52), roster=78))
    before, after = followed.levels.loc[followed.levels["measure"] == "index", "value"]
    step = at(followed.steps, "index")
    assert step["change"] == pytest.approx(after - before)
    assert step["low"] < 0 < step["change"] < step["high"]
    assert step["p"] == step["p_adjusted"]


def test_follow_library__any_order_of_waves__earliest_first() -> None:
    three = [told_wave(GUIDE, wave, exactly(GUIDE, FIRST, 50)) for wave in ("2026", "2024", "2025")]
    followed = follow_library(three)
    assert followed.waves == ("2024", "2025", "2026")
    assert followed.steps[["before", "after"]].drop_duplicates().to_numpy().tolist() == [
        ["2024", "2025"],
        ["2025", "2026"],
    ]
    assert followed.latest("steps")["before"].unique().tolist() == ["2025"]


def test_follow_library__one_wave__levels_and_ahead_alone() -> None:
    followed = follow_library([told_wave(GUIDE, "2026", exactly(GUIDE, FIRST, 50), roster=78)])
    assert followed.steps.empty
    assert followed.paired.empty
    assert followed.plans.empty
    assert followed.targets.empty
    assert len(followed.levels) == 15
    assert followed.ahead.loc[followed.ahead["way"] == "linked", "answers"].tolist() == [5, 10, 20, 40, 50, 78, 80]
    assert followed.latest("steps").empty


def test_follow_library__a_range__change_is_blank_and_interval_spans_it() -> None:
    first, second = exactly(GUIDE, [8] * 7, 20), exactly(GUIDE, [12] * 7, 24)
    step = at(follow_library(waves(first | {"agency": (0, 2, 20)}, second | {"agency": (12, 17, 24)})).steps, "agency")
    assert np.isnan(step["change"])
    assert (step["change_low"], step["change_high"]) == pytest.approx((100 * (12 / 24 - 0.1), 100 * 17 / 24))
    assert step["low"] == pytest.approx(100 * newcombe_difference(12, 24, 2, 20).low)
    assert step["high"] == pytest.approx(100 * newcombe_difference(17, 24, 0, 20).high)
    assert step["p"] == pytest.approx(wave_difference(2, 20, 12, 24)["p"].item())
    assert step["note"] == NOT_EXACT


def test_follow_library__ranges_that_overlap__nothing_moved() -> None:
    first, second = (dict.fromkeys(GUIDE.qualities, (low, low + 9, 20)) for low in (1, 9))
    steps = follow_library(waves(first, second)).steps
    assert (steps.loc[steps["kind"].isin(["quality", "index"]), "p_adjusted"] > 0.3).all()
    assert (steps["moved"] == "").all()


def test_follow_library__every_pair_of_allowed_counts__lies_inside() -> None:
    first, second = {"variety": (3, 6, 12)}, {"variety": (0, 4, 15)}
    step = at(follow_library(waves(first, second)).steps, "variety")
    for before in range(3, 7):
        for after in range(5):
            one = wave_difference(before, 12, after, 15).iloc[0]
            assert step["change_low"] - 1e-9 <= 100 * one["difference"] <= step["change_high"] + 1e-9
            assert step["low"] - 1e-9 <= 100 * one["low"] <= 100 * one["high"] <= step["high"] + 1e-9
            assert one["p"] <= step["p"] + 1e-12


def test_follow_library__growth_and_situations__families_of_their_own() -> None:
    spreads = dict.fromkeys(GUIDE.situations, NARROW)
    first = told_wave(GUIDE, "2025", {}, growth=(9, 30), classes=spreads)
    second = told_wave(GUIDE, "2026", {}, growth=(24, 30), classes=spreads | {"criticism": HIGHER})
    steps = follow_library([first, second]).steps
    growth = at(steps, "growth")
    assert (growth["moved"], growth["p"]) == ("up", growth["p_adjusted"])
    situations = steps[steps["kind"] == "situation"].set_index("measure")
    assert situations.index[situations["moved"] == "up"].tolist() == ["criticism"]
    assert situations.loc["criticism", "p_adjusted"] == pytest.approx(6 * situations.loc["criticism", "p"])
    assert situations.loc["criticism", "change_low"] < situations.loc["criticism", "change_high"]
    assert situations.loc["setback", ["p", "moved"]].tolist() == [1, ""]


@pytest.mark.parametrize(("first", "second"), [("few", (3, 9)), ((3, 9), "complement"), ("few", "nobody")])
def test_follow_library__a_wave_is_withheld__blank_and_the_first_reason(first, second) -> None:
    told = waves({"purpose": first, "agency": (3, 9)}, {"purpose": second, "agency": (4, 9)})
    step = at(follow_library(told).steps, "purpose")
    assert step[["change", "change_low", "low", "high", "p", "p_adjusted", "smallest", "confidence"]].isna().all()
    assert (step["withheld"], step["moved"], step["note"]) == (True, "", WITHHELD)
    assert step["reason"] == (first if isinstance(first, str) else second)


def test_follow_library__everything_withheld__no_number_at_all() -> None:
    followed = follow_library(waves({}, {}))
    assert followed.steps["withheld"].all()
    assert followed.levels["withheld"].all()
    assert followed.levels["value_low"].isna().all()
    assert (followed.levels.loc[followed.levels["kind"] != "situation", "reason"] == "few").all()


def test_follow_library__smallest__is_that_of_the_share_nearest_to_half() -> None:
    steps = follow_library(
        waves({"purpose": (0, 6, 12), "agency": (2, 12)}, {"purpose": (5, 14, 14), "agency": (3, 14)})
    ).steps
    assert at(steps, "purpose")["smallest"] == pytest.approx(
        100 * smallest_detectable_change(12, 14)["smallest"].item()
    )
    expected = smallest_detectable_change(12, 14, share=5.5 / 27)["smallest"].item()
    assert at(steps, "agency")["smallest"] == pytest.approx(100 * expected)


def test_follow_library__two_ways_of_asking__said_of_the_step() -> None:
    first, second = waves(exactly(GUIDE, FIRST, 50), exactly(GUIDE, SECOND, 52))
    ticked = second.marks.assign(note="some were asked for a yes or a no and some for a tick")
    step = at(follow_library([first, replace(second, marks=ticked)]).steps, "agency")
    assert step["note"] == "some were asked for a yes or a no and some for a tick"


@pytest.mark.parametrize(("p", "moved"), [(0.049, "up"), (0.05, "up"), (0.051, "")])
def test_which_moved__p_around_the_threshold(p: float, moved: str) -> None:
    assert which_moved(np.array([p]), np.array([0.1]), np.array([9.0])).tolist() == [moved]


@pytest.mark.parametrize(("low", "moved"), [(-0.1, ""), (0.0, ""), (0.1, "up")])
def test_which_moved__low_end_around_zero(low: float, moved: str) -> None:
    assert which_moved(np.array([0.01]), np.array([low]), np.array([9.0])).tolist() == [moved]


def test_follow_library__nothing_given__refused() -> None:
    with pytest.raises(
        ToolkitError,
        match=r"^There is nothing to follow\.\n"
        r"- results: found none; allowed: one or more released waves\. Release the waves of this library first\.$",
    ):
        follow_library([])


def test_follow_library__other_library_version_and_wave_twice__all_said_at_once() -> None:
    told = exactly(GUIDE, FIRST, 50)
    mixed = [
        told_wave(GUIDE, "2025", told),
        told_wave(GUIDE, "2025", told, library_id="oak"),
        told_wave(GUIDE, "2026", told, version="0.0"),
    ]
    with pytest.raises(ToolkitError) as refused:
        follow_library(mixed)
    assert str(refused.value) == (
        "Only the waves of one library under one guide can be followed.\n"
        "- library: found elm, oak; allowed: one. Follow them one by one.\n"
        f"- guide: found {GUIDE.id} 0.0, {GUIDE.id} {GUIDE.version}; allowed: one. Follow them one by one.\n"
        "- wave: found 2025 twice; allowed: each wave once. Leave one of them out."
    )


def test_follow_library__untold_differences__the_same_result() -> None:
    # Both are told as the same ranges, so whatever is different about them is not to be seen here.
    told = dict.fromkeys(GUIDE.qualities, (0, 3, 9))
    one, other = (follow_library(waves(told, told, roster=12)) for _ in range(2))
    for name in ("levels", "steps", "plans", "targets", "ahead"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


def plan_of(first: dict, second: dict, *actions: dict, **both) -> tuple[pd.DataFrame, pd.DataFrame]:
    before, after = waves(first, second, **both)
    given = told_wave(GUIDE, "2025", first, actions=list(actions), **both)
    assert after.actions.empty
    assert before.actions.empty
    return describe_plans([given, after])


def test_plans__target_moved_and_the_rest_did_not__moved() -> None:
    first, second = exactly(GUIDE, FIRST, 50), exactly(GUIDE, [*FIRST[:-1], 26], 52)
    plans, targets = plan_of(first, second, {"target": GOALS, "expected_shift": 0.2})
    plan = plans.iloc[0]
    assert (plan["verdict"], plan["actions"], plan["targets"], plan["kind"]) == ("moved", 1, (GOALS,), "quality")
    assert plan["expected"] == 20
    assert np.isnan(plan["sets_as_large"])
    target = targets.iloc[0]
    assert (target["value_before"], target["value_after"]) == (20, 50)
    assert 20 < target["shrunk_before"] < 27
    assert 0 < plan["low"] < plan["effect"] < plan["high"]


def test_plans__everything_rose_alike__no_effect() -> None:
    first, second = (
        exactly(GUIDE, [100 + at for at in range(7)], 400),
        exactly(GUIDE, [160 + at for at in range(7)], 400),
    )
    plan = plan_of(first, second, {"target": GOALS, "expected_shift": 0.2})[0].iloc[0]
    assert abs(plan["effect"]) < 2
    assert plan["verdict"] == "not_shown"


@pytest.mark.parametrize(("expected", "verdict"), [(0.28, "cannot_tell"), (0.29, "not_shown"), (None, "cannot_tell")])
def test_plans__not_moved__by_what_could_have_been_seen(expected: float | None, verdict: str) -> None:
    told = exactly(GUIDE, [28, 14, 21, 22, 40, 26, 20], 50)
    plan = plan_of(told, told, {"target": GOALS, "expected_shift": expected})[0].iloc[0]
    assert 28 < plan["smallest"] < 29
    assert plan["verdict"] == verdict


def test_plans__several_actions__targets_in_the_guides_order_and_the_largest_shift_of_each() -> None:
    told = exactly(GUIDE, FIRST, 50)
    actions = [
        {"target": GOALS, "expected_shift": 0.1},
        {"target": GOALS, "expected_shift": 0.2},
        {"target": "agency", "expected_shift": 0.3},
        {"target": "purpose", "expected_shift": 0.5, "status": "dropped"},
        {"target": "", "expected_shift": 0.5},
    ]
    plans, targets = plan_of(told, told, *actions)
    plan = plans.iloc[0]
    assert (plan["actions"], plan["targets"], plan["expected"]) == (3, ("agency", GOALS), 25)
    assert 0 <= plan["sets_as_large"] <= 1
    assert targets["measure"].tolist() == ["agency", GOALS]


def test_plans__a_target_without_a_shift_or_more_than_there_can_be__expected_is_blank() -> None:
    told = exactly(GUIDE, FIRST, 50)
    plan = plan_of(told, told, {"target": GOALS, "expected_shift": 20}, {"target": "agency", "expected_shift": 0.1})[
        0
    ].iloc[0]
    assert np.isnan(plan["expected"])
    assert plan["note"] == "an expected shift is larger than there can be, and is left out"


def test_plans__qualities_and_situations__a_plan_of_each_kind() -> None:
    spreads = dict.fromkeys(GUIDE.situations, NARROW)
    actions = [{"target": "criticism", "expected_shift": 8}, {"target": GOALS, "expected_shift": 0.2}]
    told = exactly(GUIDE, FIRST, 50)
    before = told_wave(GUIDE, "2025", told, classes=spreads, actions=actions)
    after = told_wave(GUIDE, "2026", told, classes=spreads | {"criticism": HIGHER})
    plans, _ = describe_plans([before, after])
    assert plans[["kind", "expected"]].to_numpy().tolist() == [["quality", 20], ["situation", 8]]
    assert plans["verdict"].tolist() == ["cannot_tell", "moved"]


def test_plans__target_withheld__the_plan_is_and_says_why() -> None:
    plans, targets = plan_of({"agency": (5, 9)}, {"agency": (6, 9)}, {"target": GOALS, "expected_shift": 0.2})
    plan = plans.iloc[0]
    assert (plan["withheld"], plan["reason"], plan["verdict"], plan["note"]) == (
        True,
        "few",
        "cannot_tell",
        TARGET_WITHHELD,
    )
    assert plan[["effect", "low", "high", "smallest", "n_before"]].isna().all()
    assert targets.loc[0, ["value_before", "shrunk_before", "value_after"]].isna().all()


def test_plans__every_other_withheld__nothing_to_compare_with() -> None:
    plan = plan_of({GOALS: (5, 9)}, {GOALS: (6, 9)}, {"target": GOALS, "expected_shift": 0.2})[0].iloc[0]
    assert (plan["withheld"], plan["reason"]) == (True, "few")
    assert plan["note"] == "there is nothing to compare the targets with"


def test_plans__ranges__interval_holds_that_of_every_allowed_count() -> None:
    exact = exactly(GUIDE, [8, 5, 9, 7, 12, 6, 4], 15)
    ranged = exact | {GOALS: (2, 5, 15)}
    wide = plan_of(ranged, exact, {"target": GOALS})[0].iloc[0]
    assert wide["note"] == "some counts are told as ranges"
    for count in range(2, 6):
        one = plan_of(exact | {GOALS: (count, 15)}, exact, {"target": GOALS})[0].iloc[0]
        # What the baseline is drawn by differs a little with the count.
        assert wide["low"] - 3 <= one["low"] <= one["high"] <= wide["high"] + 3


@pytest.mark.slow
@pytest.mark.parametrize("people", [8, 40])
def test_follow_library__nothing_planted__seldom_called_a_move(people: int) -> None:
    rng, libraries, found, plans = np.random.default_rng(people), 80, 0, 0
    for _ in range(libraries):
        chances = np.clip(rng.normal(0.55, 0.15, 7), 0.1, 0.9)
        first, second = (rng.binomial(people, chances).tolist() for _ in range(2))
        lowest = GUIDE.qualities[int(np.argmin(first))]
        before = told_wave(GUIDE, "2025", exactly(GUIDE, first, people), actions=[{"target": lowest}])
        both = [before, told_wave(GUIDE, "2026", exactly(GUIDE, second, people))]
        found += (describe_steps(both)["moved"] != "").any()
        plans += describe_plans(both)[0].loc[0, "verdict"] == "moved"
    print(f"{people} people: {found} of {libraries} libraries with a move, {plans} plans moved")
    spare = 3 * np.sqrt(0.05 * 0.95 / libraries)
    # Two families are told here, of 5 % each at most: the qualities and the index.
    assert found / libraries <= 0.10 + spare
    assert plans / libraries <= 0.025 + spare


def promised_columns() -> dict[str, set[str]]:
    """The columns of each frame, as the description of `Followed` lists them."""
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\| (.*) \|$", followed_module.__doc__ or "", re.MULTILINE)
    return {name: set(re.findall(r"`(\w+)`", re.sub(r"\([^)]*\)", "", text))) for name, text in rows}


@pytest.mark.parametrize("frame", sorted(promised_columns()))
def test_follow_library__any_waves__has_the_columns_that_are_promised(frame: str) -> None:
    told = exactly(GUIDE, FIRST, 50)
    before = told_wave(GUIDE, "2025", told, actions=[{"target": GOALS, "expected_shift": 0.2}])
    for results in ([before], [before, told_wave(GUIDE, "2026", told)]):
        assert set(getattr(follow_library(results), frame).columns) == promised_columns()[frame]


def test_ahead__last_wave_withheld__the_usual_numbers_and_the_roster() -> None:
    ahead = follow_library([told_wave(GUIDE, "2026", {}, roster=12)]).ahead
    unlinked = ahead[ahead["way"] == "unlinked"]
    assert unlinked["answers"].tolist() == [5, 10, 12, 20, 40, 80]
    assert unlinked["smallest"].tolist() == pytest.approx([280 * np.sqrt(0.5 / n) for n in unlinked["answers"]])
    assert unlinked["note"].str.startswith("so many answers in each wave, at a share of one half").all()
    assert (
        unlinked["note"].str.endswith("with so few answers no change can be seen").tolist() == [True] * 3 + [False] * 3
    )


def test_ahead__linked_and_nobody_has_been__three_of_ten_are_taken_to_change() -> None:
    ahead = follow_library([told_wave(GUIDE, "2026", exactly(GUIDE, FIRST, 50))]).ahead
    row = ahead[(ahead["way"] == "linked") & (ahead["answers"] == 40)].iloc[0]
    assert row["smallest"] == pytest.approx(280 * np.sqrt(0.3 / 40))
    assert row["note"] == "so many linked people, three of ten of whom change their mark"
