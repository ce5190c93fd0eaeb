"""Scores: thresholds, cuts, empty frames, and the same on other engines."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.guide import load_guide
from analysis.responses.frames import empty_frame, response_fields
from analysis.tally import BAND_CUTS, BANDS, MARKS_NEEDED, SITUATIONS_NEEDED, score_people
from answers import marks_of, pairs_of, people_frame

GUIDE = load_guide()


@pytest.mark.parametrize(
    ("answered", "scored"), [(MARKS_NEEDED - 1, False), (MARKS_NEEDED, True), (MARKS_NEEDED + 1, True)]
)
def test_score_people__around_the_marks_needed__scored_from_there(answered: int, scored: bool) -> None:
    marks = marks_of(GUIDE, "exists", "y" * answered + "?" * (7 - answered))
    row = score_people(people_frame(GUIDE, [marks]), GUIDE).iloc[0]
    assert (row["exists_yes"], row["exists_answered"], row["scored"]) == (answered, answered, scored)


@pytest.mark.parametrize(
    ("placed", "band"), [(SITUATIONS_NEEDED - 1, ""), (SITUATIONS_NEEDED, "growth"), (SITUATIONS_NEEDED + 1, "growth")]
)
def test_score_people__around_the_situations_needed__placed_from_there(placed: int, band: str) -> None:
    pairs = pairs_of(GUIDE, ["6/1"] * placed + ["6/-"] * (6 - placed))
    row = score_people(people_frame(GUIDE, [pairs]), GUIDE).iloc[0]
    assert row["band"] == band
    assert np.isnan(row["position"]) == (band == "")


@pytest.mark.parametrize(
    ("pair", "position", "band"),
    [("2/4", 30, "fixed"), ("3/4", 40, "mixed"), ("4/3", 60, "mixed"), ("5/3", 70, "growth")],
)
def test_score_people__one_situation_around_the_cuts__the_cuts_are_mixed(pair: str, position: int, band: str) -> None:
    row = score_people(people_frame(GUIDE, [pairs_of(GUIDE, [pair, *["-/-"] * 5])]), GUIDE).iloc[0]
    assert (row["position_challenge"], row["band_challenge"]) == (position, band)
    assert BAND_CUTS == (40, 60)
    assert band in BANDS


@pytest.mark.parametrize(
    ("pairs", "band"),
    [
        (["4/3"] * 5, "mixed"),  # 60 five times: exactly 60
        (["4/3"] * 4 + ["5/3"], "growth"),
        (["4/3"] * 4 + ["3/3"], "mixed"),
        (["3/4"] * 5, "mixed"),  # 40 five times: exactly 40
        (["3/4"] * 4 + ["2/4"], "fixed"),
    ],
)
def test_score_people__mean_of_situations_around_the_cuts__exact(pairs: list[str], band: str) -> None:
    row = score_people(people_frame(GUIDE, [pairs_of(GUIDE, [*pairs, "-/-"])]), GUIDE).iloc[0]
    assert row["band"] == band


def test_score_people__columns__person_cohorts_and_scores_but_no_answers() -> None:
    scored = score_people(people_frame(GUIDE, [{"role": "leader"}]), GUIDE)
    places = [name for situation in GUIDE.situations for name in (f"position_{situation}", f"band_{situation}")]
    assert scored.columns.to_list() == [
        *("response_id", "library_id", "wave", "role", "unit", "tenure", "employment"),
        *("exists_yes", "exists_answered", "scored", *places, "position", "band"),
    ]


def test_score_people__nobody__no_rows_and_the_same_columns() -> None:
    nobody = empty_frame(response_fields(GUIDE))
    somebody = people_frame(GUIDE, [{}])
    assert score_people(nobody, GUIDE).columns.equals(score_people(somebody, GUIDE).columns)
    assert score_people(nobody, GUIDE).empty


def test_score_people__empty_cells__are_blanks() -> None:
    answers = marks_of(GUIDE, "exists", "yyyyyyy") | pairs_of(GUIDE, ["6/1"] * 6)
    frame = people_frame(GUIDE, [answers]).astype({"exists_purpose": float, "change_fixed": float})
    frame.loc[0, ["exists_purpose", "change_fixed"]] = np.nan
    row = score_people(frame, GUIDE).iloc[0]
    assert (row["exists_yes"], row["exists_answered"]) == (6, 6)
    assert (row["band_change"], row["band_effort"], row["band"]) == ("", "growth", "growth")


def test_score_people__polars__equal_to_pandas() -> None:
    polars = pytest.importorskip("polars")
    frame = people_frame(
        GUIDE,
        [
            marks_of(GUIDE, "exists", "yn?-xdy") | pairs_of(GUIDE, ["6/1", "3/4", "-/2", "4/3", "5/3", "x/d"]),
            marks_of(GUIDE, "exists", "yyyyyyn") | pairs_of(GUIDE, ["1/6", "4/3", "2/2", "4/3", "5/3", "6/6"]),
        ],
    )
    other = score_people(polars.DataFrame(frame.to_dict("list")), GUIDE)
    assert isinstance(other, polars.DataFrame)
    same = pd.DataFrame(other.to_dict(as_series=False))
    pd.testing.assert_frame_equal(score_people(frame, GUIDE), same, check_dtype=False)
