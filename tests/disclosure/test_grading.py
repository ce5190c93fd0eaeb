"""Every step of a plan is graded by what it aimed at, against what no step aimed at, and never by guess."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.grading import grade_actions
from analysis.disclosure.plans import describe_plans
from analysis.guide import load_guide
from told_waves import exactly, told_wave

GUIDE = load_guide()
GOALS = "development_goals"
FIRST = [28, 14, 21, 22, 40, 26, 10]
SECOND = [27, 19, 24, 24, 44, 29, 30]
NO_TARGET = "the action names no quality and no situation"
TOGETHER = "several actions have this target, and are graded together"
TOO_LARGE = "an expected shift is larger than there can be, and is left out"
TARGET_WITHHELD = "the plan cannot be looked back at, because a target is withheld in one of the waves"
NOTHING_LEFT = "there is nothing to compare the targets with"
NUMBERS = ["effect", "low", "high", "smallest", "expected"]


def action(target: str, shift: float | None = None, **other: object) -> dict[str, object]:
    return {"action_id": target or "a", "step": "Talk", "target": target, "expected_shift": shift} | other


def graded(*actions: dict, first: dict | None = None, second: dict | None = None, **both) -> pd.DataFrame:
    told = first or exactly(GUIDE, FIRST, 50), second or exactly(GUIDE, SECOND, 52)
    before = told_wave(GUIDE, "2025", told[0], actions=list(actions), **both)
    return grade_actions([before, told_wave(GUIDE, "2026", told[1], **both)])


def test_grade_actions__one_step__the_numbers_of_a_plan_of_one_target() -> None:
    step = action(GOALS, 0.2, owner="Team", due="2025-11-30")
    row = graded(step).iloc[0]
    waves = [told_wave(GUIDE, "2025", exactly(GUIDE, FIRST, 50), actions=[step])]
    waves += [told_wave(GUIDE, "2026", exactly(GUIDE, SECOND, 52))]
    plan = describe_plans(waves)[0].iloc[0]
    same = [*NUMBERS, "n_before", "n_after", "confidence", "verdict", "question", "method", "note", "kind"]
    assert row[same].to_list() == plan[same].to_list()
    assert row["verdict"] == "moved"
    about = row[["before", "after", "action_id", "step", "owner", "due", "status", "target"]].to_list()
    assert about == ["2025", "2026", GOALS, "Talk", "Team", "2025-11-30", "done", GOALS]


def test_grade_actions__two_targets__each_against_what_neither_aimed_at() -> None:
    rows = graded(action(GOALS), action("purpose")).set_index("target")
    before, after = np.array(FIRST) / 50, np.array(SECOND) / 52
    mean, noise = before.mean(), (before * (1 - before) / 50).mean()
    shrunk = mean + max(0, 1 - 4 * noise / ((before - mean) ** 2).sum()) * (before - mean)
    change = 100 * (after - shrunk)
    at = dict(zip(GUIDE.qualities, change, strict=True))
    others = np.mean([change for quality, change in at.items() if quality not in (GOALS, "purpose")])
    assert rows["effect"].to_dict() == pytest.approx({one: at[one] - others for one in (GOALS, "purpose")})
    assert rows["verdict"].to_dict() == {GOALS: "moved", "purpose": "cannot_tell"}


def test_grade_actions__several_with_one_target__one_grade_at_the_largest_shift_and_a_note() -> None:
    rows = graded(action(GOALS, 0.1), action(GOALS, 0.3, action_id="b"), action("agency", 0.2))
    assert rows["action_id"].tolist() == [GOALS, "b", "agency"]
    assert rows["expected"].tolist() == [30, 30, 20]
    assert rows.loc[0, NUMBERS].to_list() == rows.loc[1, NUMBERS].to_list()
    assert rows["note"].tolist() == [TOGETHER, TOGETHER, ""]


@pytest.mark.parametrize("target", ["", "a target of an older guide"])
def test_grade_actions__no_target__withheld_and_cannot_tell(target: str) -> None:
    row = graded(action(target, 0.2), action(GOALS)).iloc[0]
    assert row[["withheld", "reason", "kind", "verdict", "note"]].to_list() == [
        True,
        "no_target",
        "",
        "cannot_tell",
        NO_TARGET,
    ]
    assert row[[*NUMBERS, "n_before", "n_after", "confidence"]].isna().all()


def test_grade_actions__dropped__no_row_and_its_target_is_one_of_the_others() -> None:
    rows = graded(action(GOALS), action("agency", status="dropped"))
    assert rows["target"].tolist() == [GOALS]
    assert rows["effect"].tolist() == graded(action(GOALS))["effect"].tolist()


def test_grade_actions__no_plan_or_one_wave__no_rows_and_all_columns() -> None:
    alone = told_wave(GUIDE, "2025", exactly(GUIDE, FIRST, 50), actions=[action(GOALS)])
    assert graded().empty
    assert list(grade_actions([alone]).columns) == list(graded(action(GOALS)).columns)


def test_grade_actions__shift_larger_than_there_can_be__left_out_with_a_note() -> None:
    row = graded(action(GOALS, 20)).iloc[0]
    assert np.isnan(row["expected"])
    assert row["note"] == TOO_LARGE


@pytest.mark.parametrize(("shift", "verdict"), [(0.30, "not_shown"), (0.28, "cannot_tell"), (None, "cannot_tell")])
def test_grade_actions__not_moved__not_shown_only_where_the_shift_could_have_been_seen(shift, verdict) -> None:
    told = exactly(GUIDE, [28, 14, 21, 22, 40, 26, 20], 50)
    row = graded(action(GOALS, shift), first=told, second=told).iloc[0]
    assert 28 < row["smallest"] < 30
    assert row["verdict"] == verdict


def test_grade_actions__target_withheld__the_step_is_and_says_why() -> None:
    told = {"agency": (5, 9), "purpose": (4, 9)}
    row = graded(action(GOALS, 0.2), first=told, second=told).iloc[0]
    assert row[["withheld", "reason", "kind", "verdict", "note"]].to_list() == [
        True,
        "few",
        "quality",
        "cannot_tell",
        TARGET_WITHHELD,
    ]
    assert row["expected"] == 20


def test_grade_actions__every_quality_is_aimed_at__nothing_to_compare_with() -> None:
    rows = graded(*(action(quality) for quality in GUIDE.qualities))
    assert rows[["withheld", "reason", "note"]].drop_duplicates().to_numpy().tolist() == [
        [True, "complement", NOTHING_LEFT]
    ]


def test_grade_actions__ranges__interval_holds_that_of_every_allowed_count() -> None:
    told = exactly(GUIDE, [8, 5, 9, 7, 12, 6, 4], 15)
    wide = graded(action(GOALS), action("agency"), first=told | {GOALS: (2, 5, 15)}, second=told).iloc[0]
    assert wide["note"] == "some counts are told as ranges"
    for count in range(2, 6):
        first = told | {GOALS: (count, 15)}
        one = graded(action(GOALS), action("agency"), first=first, second=told).iloc[0]
        # What the baseline is drawn by differs a little with the count.
        assert wide["low"] - 3 <= one["low"] <= one["high"] <= wide["high"] + 3


def test_grade_actions__a_situation__in_points_of_position() -> None:
    low = (40, [(0, 0), (0, 2), (0, 2), (6, 6), (12, 12), (12, 12), (6, 6), (2, 4), (0, 0), (0, 0)])
    high = (40, [(0, 0), (0, 0), (0, 0), (0, 2), (2, 2), (2, 2), (6, 6), (12, 12), (12, 12), (4, 6)])
    same = dict.fromkeys(GUIDE.situations, low)
    before = told_wave(GUIDE, "2025", {}, classes=same, actions=[action("criticism", 8), action("effort", 8)])
    rows = grade_actions([before, told_wave(GUIDE, "2026", {}, classes=same | {"criticism": high})])
    assert rows[["kind", "expected", "verdict"]].to_numpy().tolist() == [
        ["situation", 8, "moved"],
        ["situation", 8, "cannot_tell"],
    ]
