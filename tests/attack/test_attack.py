"""The attack on what is released of random small libraries, and that the attacker has teeth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from analysis.disclosure import release
from analysis.disclosure.released import Released
from analysis.guide import load_guide, load_words
from analysis.responses import Survey
from tests.attack.attacker import attack, heads_isolated, smallest_group
from tests.attack.insight import BAND, BOTH, EXISTS, Design, classes_of, compositions, found_out
from tests.attack.libraries import LIBRARY, WAVE, blank_people, random_library, survey_of
from tests.attack.reading import numbers_about_withheld, pictures_of, sentences_of, tables_of
from tests.attack.sight import naive_results, puzzles_of
from tests.attack.telling import possible_ranks, telling_numbers
from tests.attack.twins import changed_counts, differences, released_alike, with_other_counts, with_swapped_people

LIBRARIES = [(seed, 3 + seed * 7 % 20) for seed in range(38)] + [(38, 40), (39, 60)]
"""Forty libraries of 3 to 60 people, as the seed and the heads of each."""

READ = LIBRARIES[10::28]
"""The libraries of which every sentence and figure is read, too."""

CERTAIN = ("answer", "isolated")

pytestmark = pytest.mark.slow


@cache
def library(seed: int, heads: int) -> tuple[Survey, Released]:
    survey = random_library(seed, heads)
    return survey, release(survey, LIBRARY, WAVE)


def released(survey: Survey) -> Released:
    return release(survey, LIBRARY, WAVE)


def people_of(leaders: str, others: str) -> Survey:
    """A library of leaders and others who say only whether there is `purpose`, one letter each."""
    guide = load_guide()
    people = blank_people(guide, len(leaders + others))
    people["role"] = ["leader"] * len(leaders) + ["public_services"] * len(others)
    return survey_of(
        guide, people.assign(exists_purpose=[{"y": 1, "n": 0, "-": -1}[mark] for mark in leaders + others])
    )


@pytest.mark.parametrize(("seed", "heads"), LIBRARIES)
def test_random_library__attacked_with_everything_released__tells_nobodys_answer(seed: int, heads: int):
    survey, results = library(seed, heads)
    assert [str(finding) for finding in attack(survey, results)] == []


@pytest.mark.parametrize(("seed", "heads"), LIBRARIES)
def test_random_library__released__ranges_hold_the_true_counts(seed: int, heads: int):
    assert [puzzle.subject for puzzle in puzzles_of(*library(seed, heads)) if not puzzle.is_true] == []


@pytest.mark.parametrize(("seed", "heads"), LIBRARIES)
def test_random_library__numbers_of_respondents__isolate_no_small_group(seed: int, heads: int):
    assert heads_isolated(*library(seed, heads)) == []


@pytest.mark.parametrize(("seed", "heads"), LIBRARIES)
def test_random_library__numbers_beside_ranges__follow_from_the_ranges(seed: int, heads: int):
    assert telling_numbers(library(seed, heads)[1]) == []


def twin_of(seed: int, heads: int, kind: Callable) -> Released:
    """The release of a library that is told alike in every count."""
    survey, results = library(seed, heads)
    twins = dict(kind(survey, results, np.random.default_rng(seed)))
    return released_alike(survey, results, twins, released)[0]


@pytest.mark.parametrize(("seed", "heads"), LIBRARIES[::7])
def test_twin__colleagues_exchange_their_answers__nothing_released_changes(seed: int, heads: int):
    assert differences(library(seed, heads)[1], twin_of(seed, heads, with_swapped_people)) == []


@pytest.mark.parametrize(("seed", "heads"), LIBRARIES[4::7])
def test_twin__other_counts_in_the_same_ranges__nothing_released_changes(seed: int, heads: int):
    assert differences(library(seed, heads)[1], twin_of(seed, heads, with_other_counts)) == []


@pytest.mark.parametrize(("seed", "heads"), READ)
def test_twin__read_aloud__says_the_same_in_every_sentence_table_and_figure(seed: int, heads: int):
    results, twin, words = library(seed, heads)[1], twin_of(seed, heads, with_other_counts), load_words("en")
    for read in (sentences_of, tables_of, lambda shown, words: dict(pictures_of(shown, words))):
        assert read(twin, words) == read(results, words)


@pytest.mark.parametrize(("seed", "heads"), READ)
def test_withheld_group__read_aloud__has_no_number_but_its_heads_and_the_threshold(seed: int, heads: int):
    assert numbers_about_withheld(library(seed, heads)[1]) == []


def test_minimum_of_five_alone__random_libraries__is_broken_in_most():
    surveys = [survey for survey, _ in (library(*chosen) for chosen in LIBRARIES[::4]) if len(survey.responses) >= 5]
    broken = [any(found.what in CERTAIN for found in attack(survey, naive_results(survey))) for survey in surveys]
    print(f"a minimum of five alone is broken in {sum(broken)} of {len(broken)} libraries")
    assert sum(broken) >= 0.8 * len(broken)


@pytest.mark.parametrize(
    ("leaders", "others", "found"),
    [
        ("yyynn", "nyyn", {"isolated"}),  # nine less five are four, and their two yeses are known
        ("yyynn", "nyynn", set()),  # five are enough
        ("yyynn", "nyynnn", set()),
        ("yyyyyy", "yynnn", {"answer"}),  # all six leaders
        ("yyyyyn", "yynnn", {"answer"}),  # the one who said no knows the other five
        ("yyyynn", "yynnn", set()),
        ("yyyy", "yyyyy", {"answer", "isolated"}),
        ("yynn-", "yyynn", {"isolated"}),  # four of five leaders answered this question
    ],
)
def test_exact_counts__few_people__are_seen_through(leaders: str, others: str, found: set[str]):
    survey = people_of(leaders, others)
    assert {finding.what for finding in attack(survey, naive_results(survey))} == found


@pytest.mark.parametrize(
    ("frame", "column", "told"),
    [
        ("marks", "low", 0.123),
        ("marks", "share", 0.123),
        ("bands", "high", 0.987),
        ("maturity", "index", 55.0),
        ("components", "share", 0.5),
        ("profile", "p", 0.5),
        ("classes", "low", 0.5),
    ],
)
def test_telling_numbers__one_number_from_elsewhere__is_named(frame: str, column: str, told: float):
    _, results = library(*LIBRARIES[4])
    changed = getattr(results, frame).copy()
    withheld = changed["withheld"].to_numpy()
    place = np.flatnonzero(~withheld if frame in ("marks", "bands") else withheld)[0]
    changed.loc[place, column] = told
    found = telling_numbers(replace(results, **{frame: changed}))
    assert [line.split(" of ")[0] for line in found] == [f"{frame}.{column}"]


def test_differences__one_index_of_two_releases__is_named():
    _, results = library(*LIBRARIES[4])
    maturity = results.maturity.copy()
    maturity.loc[0, "index"] = 12.5
    twin = replace(results, maturity=maturity)
    assert changed_counts(results, twin) == set()
    assert [line.split(":")[0] for line in differences(results, twin)] == ["maturity.index"]


@pytest.mark.parametrize(("size", "found"), [(1, [1]), (4, [1]), (5, None), (6, None)])
def test_smallest_group__what_all_less_one_group_leaves__is_found_below_five(size: int, found: list[int] | None):
    everybody, group = [1.0, 1.0], [1.0, 0.0]
    assert smallest_group(np.array([everybody, group]), np.eye(2), np.array([8, size])) == found


def test_smallest_group__two_overlapping_columns__is_found_where_they_cross():
    # Kinds: A and X, A and Y, B and X, nobody B and Y; columns A, B and X, Y.
    known = np.array([[1, 1, 0], [0, 0, 1], [1, 0, 1], [0, 1, 0]], dtype=float)
    assert smallest_group(known, np.eye(3), np.array([9, 3, 9])) == [1]


def test_possible_ranks__shares_as_ranges__are_first_and_last():
    spans = {"a": (0.4, 0.6), "b": (0.5, 0.5), "c": (0.0, 0.2)}
    assert [possible_ranks(spans, name) for name in "abcd"] == [(1, 2), (1, 2), (3, 3), None]


def test_compositions__three_people_two_options__are_all_in_order():
    assert list(compositions(3, 2)) == [(0, 3), (1, 2), (2, 1), (3, 0)]


@pytest.mark.parametrize(
    ("people", "options"),
    [(5, EXISTS), (6, EXISTS), (11, EXISTS), (5, BAND), (6, BAND)],
    ids=["5 marks", "6 marks", "11 marks", "5 bands", "6 bands"],
)
def test_one_group__program_is_known__leaves_every_reader_in_doubt(people: int, options: tuple):
    design = Design((({"role": "leader"}, people),), options)
    assert found_out(design, classes_of(design, released)) == {}


def test_one_group__both_marks_and_the_program_known__leaves_every_reader_in_doubt():
    design = Design((({"role": "leader"}, 5),), BOTH)
    assert found_out(design, classes_of(design, released)) == {}


def test_one_group_of_five__exact_counts__expose_all_but_two_and_three():
    design = Design((({"role": "leader"}, 5),), EXISTS)
    exposed = found_out(design, classes_of(design, naive_results))
    assert set(exposed) == {((0, 5),), ((1, 4),), ((4, 1),), ((5, 0),)}
    assert exposed[(4, 1),] == "one of kind 0 who answered (0, None) knows of kind 0: exists by 4 of 4"


def test_two_groups__all_told_and_the_rest_withheld__leave_every_reader_in_doubt():
    design = Design((({"role": "leader"}, 5), ({"role": "public_services"}, 4)), EXISTS)
    everybody = [way for way in design.ways() if way[0][0] + way[1][0] == 4]
    assert found_out(design, [everybody]) == {}


def test_two_groups__told_and_withheld_by_their_answers__expose_who_is_left_alone():
    design = Design((({"role": "leader"}, 5), ({"role": "public_services"}, 5)), EXISTS)
    assert found_out(design, [[((0, 5), (3, 2))]])[(0, 5), (3, 2)] == "an outsider knows of kind 0: exists by 0 of 5"


@pytest.mark.parametrize("sizes", [(5, 5), (5, 6), (6, 6)])
def test_two_groups__the_program_is_known__leaves_every_reader_in_doubt(sizes: tuple[int, int]):
    leaders, others = sizes
    design = Design((({"role": "leader"}, leaders), ({"role": "public_services"}, others)), EXISTS)
    assert found_out(design, classes_of(design, released)) == {}
