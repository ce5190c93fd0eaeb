"""Profile: a situation that pulls people down, and every way in which there is nothing to tell."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ToolkitError
from analysis.guide import load_guide
from analysis.measures.continuum import person_positions, position_matrix, situation_profile
from answers import pairs_of, people_frame

GUIDE = load_guide()
ALIKE = "everybody is moved by the same: no interval"
COLUMNS = [f"position_{situation}" for situation in GUIDE.situations]


def people(*rows: list[float]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=COLUMNS, dtype=float)


def test_situation_profile__criticism_pulls_down__shift_below_zero_and_beyond_chance() -> None:
    rows = [[60 + k, 62 + k % 3, 30 + k % 4, 58, 61 + k, 60] for k in range(9)]
    profile = situation_profile(people(*rows), GUIDE, seed=1).set_index("situation")
    assert profile["shift"].idxmin() == "criticism"
    assert profile.loc["criticism", "high"] < 0
    assert profile.loc["criticism", "p"] == pytest.approx(2 / 2**9)
    assert profile["shift"].sum() == pytest.approx(0, abs=1e-8)
    assert (profile["p"] <= profile["p_adjusted"]).all()
    assert profile["score"].iloc[0] == pytest.approx(64)
    assert profile["question"].unique().tolist() == ["differs beyond chance"]


@pytest.mark.parametrize(
    ("rows", "n", "note", "blank"),
    [
        ([], 0, "nobody answered in every situation", ["score", "shift", "low", "high", "p", "p_adjusted"]),
        ([[np.nan, 1, 2, 3, 4, 5]], 0, "nobody answered in every situation", ["score", "shift", "low", "high", "p"]),
        ([[0, 10, 20, 30, 40, 50]], 1, "one person alone: no test and no interval", ["low", "high", "p", "p_adjusted"]),
        ([[0, 10, 20, 30, 40, 50]] * 4, 4, ALIKE, ["low", "high"]),
        (
            [[0 + k / 7, 10 + k / 7, 20 + k / 7, 30 + k / 7, 40 + k / 7, 55 + k / 7] for k in range(5)],
            5,
            ALIKE,
            ["low", "high"],
        ),
        ([[50] * 6, [70] * 6], 2, ALIKE, ["low", "high"]),
    ],
)
def test_situation_profile__too_little_to_tell__blank_with_a_note(rows, n: int, note: str, blank: list[str]) -> None:
    profile = situation_profile(people(*rows), GUIDE, seed=1)
    assert profile["n"].unique().tolist() == [n]
    assert profile["incomplete"].unique().tolist() == [len(rows) - n]
    assert profile["note"].unique().tolist() == [note]
    numbers = ["score", "shift", "low", "high", "p", "p_adjusted"]
    assert profile[blank].isna().all(axis=None)
    assert profile[[name for name in numbers if name not in blank and n]].notna().all(axis=None)


def test_situation_profile__nobody_moved__p_is_one() -> None:
    assert situation_profile(people([50] * 6, [70] * 6), GUIDE, seed=1)["p"].tolist() == [1] * 6


def test_situation_profile__people_in_another_order__same_to_the_last_digit() -> None:
    frame = people(*np.random.default_rng(3).integers(0, 11, (30, 6)) * 10)
    one, other = (situation_profile(rows, GUIDE, seed=1) for rows in (frame, frame[::-1]))
    pd.testing.assert_frame_equal(one, other, check_exact=True)


def test_position_matrix__person_with_a_blank__nan_in_that_situation() -> None:
    frame = people_frame(GUIDE, [pairs_of(GUIDE, ["6/1", "-/1", "3/3", "1/6", "2/3", "4/4"])])
    matrix = position_matrix(person_positions(frame, GUIDE), GUIDE)
    np.testing.assert_array_equal(matrix, [[100, np.nan, 50, 0, 40, 50]])


def test_situation_profile__wrong_confidence__refused() -> None:
    with pytest.raises(ToolkitError, match=r"^An interval needs a confidence between 0 and 1\."):
        situation_profile(people([50] * 6), GUIDE, seed=1, confidence=0)
