"""The text tables of this folder: answers in, score out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.guide import load_guide
from analysis.measures.maturity import LEVELS, four_cells, index, name_level
from analysis.tally import CELLS, score_people, tally_answers
from answers import SHORT, marks_of, pairs_of, people_frame
from tables import read_rows

HERE = Path(__file__).parent
GUIDE = load_guide()


def number(text: str) -> float:
    return np.nan if text == "." else float(text)


def rows(name: str) -> list:
    return [pytest.param(row, id=" ".join(row.values())[:50]) for row in read_rows(HERE / name)]


@pytest.mark.parametrize("row", rows("person_scores.txt"))
def test_person_score__table__as_written(row: dict[str, str]) -> None:
    scored = score_people(people_frame(GUIDE, [marks_of(GUIDE, "exists", row["exists"])]), GUIDE).iloc[0]
    found = scored["exists_yes"], scored["exists_answered"], scored["scored"]
    assert found == (int(row["yes"]), int(row["answered"]), row["scored"] == "yes")


@pytest.mark.parametrize("row", rows("positions.txt"))
def test_position__table__as_written(row: dict[str, str]) -> None:
    pairs = [row[name] for name in ("challenge", "setback", "criticism", "effort", "others", "change")]
    scored = score_people(people_frame(GUIDE, [pairs_of(GUIDE, pairs)]), GUIDE).iloc[0]
    found = [scored[f"position{name}"] for name in ("_challenge", "_setback", "_change", "")]
    expected = [number(row[name]) for name in ("challenge_at", "setback_at", "change_at", "position")]
    np.testing.assert_allclose(np.array(found, dtype=float), expected, atol=1e-4)
    assert scored["band"] == row["band"].replace("none", "")


@pytest.mark.parametrize("row", rows("cells.txt"))
def test_cell__table__as_written(row: dict[str, str]) -> None:
    person = {"exists_purpose": SHORT[row["exists"]], "develop_purpose": SHORT[row["develop"]]}
    frame = people_frame(GUIDE, [person])
    counted = tally_answers(frame, GUIDE).pairs.set_index("quality").loc["purpose"]
    measured = four_cells(frame, GUIDE, roster=1, seed=1).cells.query("quality == 'purpose'").set_index("cell")
    assert [name for name in counted.index[2:] if counted[name]] == [row["cell"]]
    assert [name for name in measured.index if measured.loc[name, "count"]] == [
        cell for cell in CELLS if cell == row["cell"]
    ]


@pytest.mark.parametrize("row", rows("levels.txt"))
def test_named_level__table__as_written(row: dict[str, str]) -> None:
    named = name_level([float(row[level]) / 100 for level in LEVELS])
    assert (named.level_from, named.level_to) == (row["from"], row["to"])
    assert named.probability == pytest.approx(float(row["percent"]) / 100)


@pytest.mark.parametrize("row", rows("indexes.txt"))
def test_index__table__as_written(row: dict[str, str]) -> None:
    pairs = [tuple(map(int, score.split("/"))) for score in row["scores"].split(",")]
    scores = pd.DataFrame(pairs, columns=["exists_yes", "exists_answered"])
    result = index(scores, number(row["heads"]), seed=1).iloc[0]
    assert (result["n"], result["unscored"]) == (int(row["n"]), int(row["unscored"]))
    np.testing.assert_allclose(result["index"], number(row["index"]))
    width = "." if np.isnan(result["low"]) else "none" if result["low"] == result["high"] else "some"
    assert width == row["width"]


def test_tally__small_library__as_written() -> None:
    people = [
        {"role": row["role"], "exists_purpose": SHORT[row["exists"]], "develop_purpose": SHORT[row["develop"]]}
        | pairs_of(GUIDE, [row["challenge"], *["-/-"] * 5])
        for row in read_rows(HERE / "small_library.txt")
    ]
    tally = tally_answers(people_frame(GUIDE, people), GUIDE, ["role", "leads"])
    keys = ["cohort", "value"]
    counted = (
        tally.respondents.merge(tally.marks.query("quality == 'purpose' and mark == 'exists'"), on=keys)
        .merge(tally.pairs.query("quality == 'purpose'"), on=keys)
        .merge(tally.bands.query("scope == 'challenge'"), on=keys)
        .drop(columns=["quality_x", "quality_y", "mark", "scope"])
    )
    expected = pd.DataFrame(read_rows(HERE / "small_library_counts.txt"))
    assert counted.astype(str).to_csv(index=False) == expected.to_csv(index=False)
