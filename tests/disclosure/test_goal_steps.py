"""Kinds of goals over waves: told from the released counts, never surer than they are, and found where they changed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.following import follow_library
from analysis.disclosure.goal_steps import describe_goals, step_goals
from analysis.guide import GOAL_KINDS, load_guide
from analysis.measures.change import wave_difference
from analysis.measures.cohorts import adjust_p_values
from told_waves import told_wave

GUIDE = load_guide()
NOT_EXACT = "a count is a range: the interval spans what it allows, and p is that of the closest counts"
WITHHELD = "a change cannot be told, because one of the waves is withheld"
NUMBERS = ["change", "change_low", "change_high", "low", "high", "confidence", "p", "p_adjusted", "smallest"]


def kinds(*told, item: str = "goal_team") -> dict:
    return {(item, kind): one for kind, one in zip(GOAL_KINDS, told, strict=True)}


def waves(*goals: Mapping) -> list:
    return [told_wave(GUIDE, str(2024 + at), {}, goals=told) for at, told in enumerate(goals)]


def at(frame: pd.DataFrame, goal: str, item: str = "goal_team") -> pd.Series:
    return frame[(frame["goal"] == goal) & (frame["item"] == item)].iloc[0]


def test_step_goals__exact_counts__points_newcombe_and_one_family_a_question() -> None:
    first = kinds((30, 50), (8, 50), (12, 50)) | kinds((20, 50), (10, 50), (20, 50), item="goal_personal")
    second = kinds((12, 52), (10, 52), (30, 52)) | kinds((21, 52), (11, 52), (20, 52), item="goal_personal")
    steps = step_goals(waves(first, second))
    team = steps[steps["item"] == "goal_team"]
    one = wave_difference([30, 8, 12], 50, [12, 10, 30], 52)
    assert team["change"].tolist() == pytest.approx((100 * one["difference"]).tolist())
    assert team[["low", "high"]].to_numpy() == pytest.approx(100 * one[["low", "high"]].to_numpy())
    assert team["p_adjusted"].tolist() == pytest.approx(adjust_p_values(one["p"]).tolist())
    assert team["moved"].tolist() == ["down", "", "up"]
    assert (steps.loc[steps["item"] == "goal_personal", "moved"] == "").all()
    assert steps[["before", "after", "n_before", "n_after"]].drop_duplicates().to_numpy().tolist() == [
        ["2024", "2025", 50, 52]
    ]


def test_step_goals__a_range__change_is_blank_and_every_allowed_count_lies_inside() -> None:
    found = at(
        step_goals(waves(kinds((2, 5, 20), (3, 8, 20), (10, 10, 20)), kinds((8, 24), (8, 24), (8, 24)))), "mixed"
    )
    assert (np.isnan(found["change"]), found["note"]) == (True, NOT_EXACT)
    for count in range(3, 9):
        one = wave_difference(count, 20, 8, 24).iloc[0]
        assert found["change_low"] - 1e-9 <= 100 * one["difference"] <= found["change_high"] + 1e-9
        assert found["low"] - 1e-9 <= 100 * one["low"] <= 100 * one["high"] <= found["high"] + 1e-9
        assert one["p"] <= found["p"] + 1e-12


@pytest.mark.parametrize(("first", "second"), [("few", (3, 12)), ((3, 12), "complement"), ("few", "nobody")])
def test_step_goals__a_wave_is_withheld__blank_and_the_first_reason(first, second) -> None:
    step = at(step_goals(waves(kinds(first, first, first), kinds(second, second, second))), "mixed")
    assert step[NUMBERS].isna().all()
    assert step[["withheld", "moved", "question", "method", "note"]].to_list() == [True, "", "", "", WITHHELD]
    assert step["reason"] == (first if isinstance(first, str) else second)


def test_step_goals__coded_in_one_wave_only__levels_and_no_step() -> None:
    results = waves(kinds((5, 15), (5, 15), (5, 15)), {}, kinds((4, 15), (5, 15), (6, 15)))
    assert describe_goals(results)["wave"].tolist() == ["2024"] * 3 + ["2026"] * 3
    assert step_goals(results).empty


def test_step_goals__questions_in_another_order__compared_with_themselves() -> None:
    team, own = kinds((5, 15), (5, 15), (5, 15)), kinds((2, 15), (3, 15), (10, 15), item="goal_personal")
    steps = step_goals(waves(team | own, own | team))
    assert steps["change"].tolist() == [0] * 6


def test_describe_goals__one_wave__what_was_released() -> None:
    goals = describe_goals(waves(kinds((5, 15), (2, 4, 15), "few")))
    assert goals["share"].round(3).tolist()[0] == 0.333
    assert goals["count_high"].tolist()[:2] == [5, 4]
    assert goals["withheld"].tolist() == [False, False, True]


def test_follow_library__goals__in_the_order_of_waves() -> None:
    results = waves(kinds((30, 50), (8, 50), (12, 50)), kinds((12, 52), (10, 52), (30, 52)))
    followed = follow_library(results[::-1])
    assert followed.goals["wave"].tolist() == ["2024"] * 3 + ["2025"] * 3
    assert followed.latest("goal_steps")["moved"].tolist() == ["down", "", "up"]


@pytest.mark.slow
def test_step_goals__nothing_changed__seldom_called_a_move() -> None:
    rng, questions = np.random.default_rng(4), [f"q{number}" for number in range(400)]
    told: list[dict] = [{}, {}]
    for item in questions:
        for wave in told:
            wave |= kinds(*((count, 30) for count in rng.multinomial(30, [0.4, 0.2, 0.4]).tolist()), item=item)
    steps = step_goals(waves(*told))
    found = (steps["moved"] != "").groupby(steps["item"]).any()
    assert len(found) == len(questions)
    assert found.mean() <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / len(questions))
