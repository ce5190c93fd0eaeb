"""The simulations behind `docs/simulations.md` tell what `release` tells, and their tables are well formed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure import release
from analysis.disclosure.ratings import release_ratings
from analysis.disclosure.wave import read_wave
from analysis.guide import ALL, load_guide
from analysis.responses.synthetic import random_inventory
from benchmarks import coverage, coverage_between, false_alarms, inventories, recommendations
from benchmarks.document import DOCUMENT, pasted
from benchmarks.simulated import Answers, Staff, answers_of, heads_as_surveyed, told_library
from tests.attack.libraries import LIBRARY, blank_people, survey_of

WAVE = "2026"
KEYS = {"marks": ["quality", "mark"], "bands": ["scope", "band"], "classes": ["scope", "class_from"]}
TOLD = ["n", "roster", "withheld", "reason", "count_low", "count_high", "share", "low", "high"]
TABLES = ("coverage-shares", "coverage-informed", "coverage-index", "coverage-levels")
TABLES += ("between-intervals", "between-top", "false-differs", "false-moves", "false-steps", "inventories")
TABLES += ("recommendations",)


def rows_of(answers: Answers) -> pd.DataFrame:
    """The same people as rows that can be released."""
    guide, people = load_guide(), len(answers.exists)
    rows = blank_people(guide, people)
    for at, quality in enumerate(guide.qualities):
        rows[f"exists_{quality}"] = answers.exists[:, at]
    for at, situation in enumerate(guide.situations):
        growth = np.minimum(6, answers.steps[:, at] + 1)
        rows[f"{situation}_growth"], rows[f"{situation}_fixed"] = growth, 6 - (answers.steps[:, at] - growth + 1)
    return rows


def is_well_formed(lines: Iterator[str]) -> bool:
    table = list(lines)
    widths = {line.count("|") for line in table}
    return len(widths) == 1 and set(table[1]) == {"|", "-"} and all(line.startswith("|") for line in table)


@pytest.mark.parametrize("people", [4, 5, 12, pytest.param(31, marks=pytest.mark.slow)])
def test_told_library__beside_a_release_of_the_same_people__tells_the_same(people: int) -> None:
    rng = np.random.default_rng(people)
    answers = answers_of(Staff.of(people, rng), rng)
    roster = pd.DataFrame({"cohort": [ALL], "value": ALL, "heads": people, "library_id": LIBRARY, "wave": WAVE})
    whole, quick = (
        release(survey_of(load_guide(), rows_of(answers), roster), LIBRARY, WAVE),
        told_library(LIBRARY, WAVE, answers),
    )
    for frame, keys in KEYS.items():
        told = quick.group(frame).set_index(keys)
        expected = whole.group(frame).set_index(keys).loc[told.index]
        pd.testing.assert_frame_equal(told[TOLD], expected[TOLD], check_dtype=False, check_index_type=False)
    assert quick.group("maturity")["withheld"].tolist() == whole.group("maturity")["withheld"].tolist()
    pd.testing.assert_frame_equal(quick.respondents, whole.respondents)


def test_heads__as_surveyed__have_the_median_of_the_survey_and_none_too_few() -> None:
    heads = heads_as_surveyed(4000, np.random.default_rng(1))
    assert np.quantile(heads, [0.25, 0.5, 0.75]).tolist() == [2, 6, 17]
    assert heads_as_surveyed(500, np.random.default_rng(1), least=5).min() == 5


def test_coverage__on_a_few_rosters__makes_whole_tables() -> None:
    assert is_well_formed(coverage.table_shares(30))
    assert is_well_formed(coverage.table_informed(30))


@pytest.mark.slow
def test_coverage_of_the_index__on_three_rosters__makes_whole_tables() -> None:
    assert is_well_formed(coverage.table_index(3))
    assert is_well_formed(coverage.table_levels(3))


def test_coverage__where_everybody_answers__is_certain_and_without_width() -> None:
    found = coverage.share_coverage("coins", 9, 30, silent=(0.0,))
    assert (found["roster"], found["roster width"]) == (1, 0)
    assert found["wilson width"] > 0.3


@pytest.mark.slow
def test_coverage_between__on_two_sets__makes_whole_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage_between, "SETS", (5,))
    assert is_well_formed(coverage_between.table_intervals(10))
    assert is_well_formed(coverage_between.table_top(10))


@pytest.mark.slow
def test_false_alarms__on_three_libraries__make_whole_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(false_alarms, "SETS", {5: 1.0})
    monkeypatch.setattr(false_alarms, "SIZES", (6,))
    assert is_well_formed(false_alarms.table_differs(3))
    assert is_well_formed(false_alarms.table_moves(3))


@pytest.mark.slow
def test_false_steps__on_a_few_libraries__makes_a_whole_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(false_alarms, "SIZES", (6, 12))
    assert is_well_formed(false_alarms.table_steps(2))


@pytest.mark.slow
def test_told_inventory__beside_a_release_of_the_same_ratings__tells_the_same() -> None:
    survey, library_id = inventories.sample_survey(), "harlow_falls"
    wave = read_wave(survey, library_id, WAVE, survey.guide.policy.minimum_group)
    people = wave.responses["response_id"].tolist()
    strategies, ratings = random_inventory(library_id, WAVE, people, 3, survey.guide, 12)
    whole = release_ratings(wave, strategies, ratings, survey.guide.policy.minimum_group)
    quick = inventories.told_inventory(inventories.sample_release(library_id), strategies, ratings).ratings
    expected = whole[whole["cohort"] == ALL].reset_index(drop=True)
    pd.testing.assert_frame_equal(quick[TOLD], expected[TOLD], check_dtype=False)
    assert quick[["strategy_id", "band"]].to_numpy().tolist() == expected[["strategy_id", "band"]].to_numpy().tolist()


@pytest.mark.slow
def test_inventories__drawn_by_lot__none_has_a_clear_suggestion() -> None:
    for lenient in (False, True):
        for by_lot in (False, True):
            found = inventories.found_by_lot("harlow_falls", 12, 8, lenient, by_lot)
            assert len(found) == 8
            assert found["clear"].sum() == 0


@pytest.mark.slow
def test_recommendations__drawn_by_lot__are_rarely_clear_and_mostly_likely() -> None:
    found = recommendations.found_by_lot(12, 40)
    assert len(found) == 40
    assert found["any"].sum() <= 6
    assert found["likely"].mean() > 1


def test_document__has_a_place_for_each_table() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for name in TABLES:
        found = re.search(rf"<!-- {name} -->\n(.+?)\n<!-- /{name} -->", text, re.DOTALL)
        assert found, name
        assert is_well_formed(iter(found[1].splitlines())), name


def test_paste__a_table__takes_the_place_of_the_one_before() -> None:
    text = "a\n<!-- t -->\nold\n<!-- /t -->\nb"
    assert pasted(text, "t", ["| x |", "|---|"]) == "a\n<!-- t -->\n| x |\n|---|\n<!-- /t -->\nb"


def test_paste__without_a_place__says_so() -> None:
    with pytest.raises(ValueError, match=r"^docs/simulations.md has no place for the table t$"):
        pasted("nothing", "t", [])
