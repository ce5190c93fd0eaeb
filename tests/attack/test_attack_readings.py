"""The attack on what is released of ratings, goals and themes, alone and with every text in sight."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure import Released, release
from analysis.guide import ALL, load_codebook
from analysis.responses import Survey, with_leads
from tests.attack.attacker import attack_puzzle
from tests.attack.in_sight import texts_in_sight
from tests.attack.libraries import LIBRARY, STRATEGIES, WAVE, random_library
from tests.attack.sight import MINIMUM_TEXTS, puzzles_of_readings, settled_readings
from tests.attack.telling import telling_numbers
from tests.attack.twins import differences, with_swapped_readings

LIBRARIES = [(seed, 9 + seed * 5 % 18) for seed in range(60, 72)]
ITEM = "tour_keep"
CERTAIN = ("answer", "isolated")

pytestmark = pytest.mark.slow


@cache
def library(seed: int, heads: int) -> tuple[Survey, Released]:
    survey = random_library(seed, heads)
    return survey, release(survey, LIBRARY, WAVE)


@pytest.mark.parametrize(("seed", "heads"), LIBRARIES)
def test_readings__attacked_with_everything_released__tell_nobodys(seed: int, heads: int):
    puzzles = list(puzzles_of_readings(*library(seed, heads)))
    assert len(puzzles) >= len(STRATEGIES)
    assert [str(found) for puzzle in puzzles if puzzle.rows for found in attack_puzzle(puzzle)] == []


@pytest.mark.parametrize(("seed", "heads"), LIBRARIES)
def test_readings__released__ranges_hold_the_true_counts(seed: int, heads: int):
    assert [puzzle.subject for puzzle in puzzles_of_readings(*library(seed, heads)) if not puzzle.is_true] == []


@pytest.mark.parametrize(("seed", "heads"), LIBRARIES[::3])
def test_readings__exchanged_among_colleagues_of_a_kind__nothing_released_changes(seed: int, heads: int):
    survey, results = library(seed, heads)
    twin = with_swapped_readings(survey, np.random.default_rng(seed))
    assert differences(results, release(twin, LIBRARY, WAVE)) == []


@pytest.mark.parametrize(
    ("frame", "column"), [("themes", "low"), ("ratings", "share"), ("goals", "high"), ("theme_differences", "p")]
)
def test_telling_numbers__one_of_readings_from_elsewhere__is_named(frame: str, column: str):
    _, results = library(39, 60)
    changed = getattr(results, frame).copy()
    changed.loc[np.flatnonzero(~changed["withheld"])[0], column] = 0.123
    found = telling_numbers(replace(results, **{frame: changed}))
    assert [line.split(" of ")[0] for line in found] == [f"{frame}.{column}"]


def counted(survey: Survey, minimum: int, columns: tuple[str, ...]) -> pd.DataFrame:
    """Every count of a theme as it is, in all groups of `minimum` people or more; a frame like `themes`."""
    read = settled_readings(survey)
    people = with_leads(survey.responses, survey.guide)
    people = people[[(person, ITEM) in read for person in people["response_id"]]]
    rows = []
    for column in columns:
        for value, own in people.groupby(column):
            found = [read[person, ITEM] for person in own["response_id"]]
            for theme in sorted(frozenset().union(*found)):
                count = sum(theme in themes for themes in found)
                rows.append((column, value, ITEM, theme, len(own), count, count, len(own) < minimum))
    names = ["cohort", "value", "item", "theme", "n", "count_low", "count_high", "withheld"]
    return pd.DataFrame(rows, columns=names)


def test_themes__exact_counts_from_ten_on__are_seen_through_in_most_libraries():
    broken = []
    for chosen in LIBRARIES:
        survey, results = library(*chosen)
        exact = counted(survey, MINIMUM_TEXTS, (ALL, "leads", *(cohort.id for cohort in survey.guide.cohorts)))
        if exact["withheld"].all():
            continue
        puzzles = puzzles_of_readings(survey, replace(results, themes=exact, goals=results.goals[:0]))
        broken.append(any(found.what in CERTAIN for puzzle in puzzles for found in attack_puzzle(puzzle)))
    print(f"exact themes of ten people or more are seen through in {sum(broken)} of {len(broken)} libraries")
    assert sum(broken) >= 0.7 * len(broken)


def with_twelve_themes(survey: Survey, seed: int) -> Survey:
    """The survey with a theme or two of the whole codebook in each text, so that texts can be told apart."""
    rng = np.random.default_rng(seed)
    themes = [theme.id for theme in load_codebook().of_part("culture_tour")]
    found = [" ".join(rng.choice(themes, rng.integers(1, 4), replace=False)) for _ in survey.codings.index]
    codings = survey.codings.assign(themes=found)
    return replace(survey, codings=codings[(codings["item"] == ITEM) & (codings["coder"] == "first")])


@pytest.mark.parametrize(("seed", "heads"), [(38, 40), (39, 60)])
def test_texts__all_in_sight_with_their_themes__may_be_of_ten_people_or_more_each(seed: int, heads: int):
    survey = with_twelve_themes(random_library(seed, heads), seed)
    told = release(survey, LIBRARY, WAVE).themes
    authors = texts_in_sight(survey, told, ITEM).authors(4000, np.random.default_rng(seed))
    assert authors.min() >= MINIMUM_TEXTS


def test_texts__all_in_sight_and_every_count_of_small_groups__are_seen_through():
    survey = with_twelve_themes(random_library(39, 60), 39)
    exact = counted(survey, 1, tuple(cohort.id for cohort in survey.guide.cohorts))
    authors = texts_in_sight(survey, exact, ITEM).authors(4000, np.random.default_rng(1))
    assert authors.min() < MINIMUM_TEXTS
