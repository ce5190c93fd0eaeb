"""What the overall leaning and the situations tell together, and that the parts of that attack have teeth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure import release
from analysis.disclosure.released import Released
from analysis.responses import Survey
from analysis.tally import score_people
from analysis.tally.scores import OVERALL
from tests.attack.attacker import attack_puzzle
from tests.attack.consequences import Line, allowed, consequences_apart
from tests.attack.joint import Learned, Staff, attack_together, ends_of, staff_of
from tests.attack.libraries import LIBRARY, WAVE, blank_people, random_library, survey_of
from tests.attack.sight import CLASSES, Naive, naive_results, places_of, puzzles_of
from tests.attack.twins import with_other_counts, with_swapped_people
from tests.attack.wandering import PLACE_OF, Row, Walk, places_of_steps

LIBRARIES = [(101, 23), (102, 7), (103, 10), (106, 19), (107, 22)]
"""Five libraries of 7 to 23 people."""

pytestmark = pytest.mark.slow


@cache
def library(seed: int, heads: int) -> tuple[Survey, Released]:
    survey = random_library(seed, heads)
    return survey, release(survey, LIBRARY, WAVE)


def told(bands: pd.DataFrame, classes: pd.DataFrame) -> Naive:
    """Results that tell these bands and classes, and nothing else."""
    nothing = pd.DataFrame()
    return Naive(nothing, nothing, nothing, bands, classes, nothing)


def told_of_all(scope: str, **counts: int) -> pd.DataFrame:
    rows = [{"scope": scope, "band": band, "count_low": count, "count_high": count} for band, count in counts.items()]
    return pd.DataFrame(rows).assign(cohort="all", value="all", withheld=False)


def people_leaning(survey: Survey, positions: list[int]) -> Survey:
    """The people of a survey, each at one position in every situation."""
    answers = {}
    for situation in survey.guide.situations:
        answers[f"{situation}_growth"] = [1 + position // 10 // 2 for position in positions]
        answers[f"{situation}_fixed"] = [6 - (position // 10 - position // 10 // 2) for position in positions]
    return replace(survey, responses=survey.responses.assign(**answers))


@pytest.mark.parametrize(("seed", "heads"), LIBRARIES)
def test_random_library__all_scopes_read_together__tell_nobodys_answer(seed: int, heads: int):
    assert [str(learned) for learned in attack_together(staff_of(*library(seed, heads)))] == []


@pytest.mark.parametrize(("seed", "heads"), LIBRARIES)
def test_random_library__all_scopes_read_together__hold_the_true_counts(seed: int, heads: int):
    staff = staff_of(*library(seed, heads))
    assert all(staff.told_in(staff.places))


def test_leaning_told_overall_alone__all_far_towards_growth__excludes_fixed_in_every_situation():
    guide = random_library(0, 3).guide
    survey = people_leaning(survey_of(guide, blank_people(guide, 6)), [100, 100, 100, 100, 100, 0])
    results = told(told_of_all(OVERALL, fixed=1, mixed=0, growth=5), pd.DataFrame())
    alone = [puzzle for puzzle in puzzles_of(survey, results) if puzzle.subject == "challenge"]
    assert [puzzle.rows for puzzle in alone] == [()]
    found = list(attack_together(staff_of(survey, results)))
    # Who leans towards fixed overall knows that the five others lean to growth, but not in which situations.
    assert set(found) == {
        Learned(5, 0, OVERALL, "fixed", False, False),
        Learned(5, 0, OVERALL, "growth", True, False),
        *(Learned(insider, 0, OVERALL, "mixed", False, False) for insider in range(7)),
    }


def test_class_told_overall_alone__everybody_at_the_growth_end__excludes_fixed_in_a_single_situation():
    guide = random_library(0, 3).guide
    survey = people_leaning(survey_of(guide, blank_people(guide, 5)), [100] * 5)
    classes = told_of_all(OVERALL, last=5).assign(class_from=90, class_to=100)
    found = list(attack_together(staff_of(survey, told(pd.DataFrame(), classes))))
    single = [learned for learned in found if learned.scope == "challenge"]
    # More than 90 on average over six leaves none below 50, and one that is told nothing about is found out.
    assert {(learned.question, learned.is_yes) for learned in single} == {("fixed", False)}
    assert {learned.insider for learned in single} == set(range(6))


def test_random_library__naive_classes__are_broken_in_most():
    surveys = [survey for survey, _ in (library(*chosen) for chosen in LIBRARIES)]
    broken = [any(_classes_found(survey)) for survey in surveys if len(survey.responses) >= 5]
    print(f"classes under a minimum of five alone are broken in {sum(broken)} of {len(broken)} libraries")
    assert sum(broken) >= 0.8 * len(broken)


def _classes_found(survey: Survey) -> Iterator[bool]:
    for puzzle in puzzles_of(survey, naive_results(survey)):
        if puzzle.rows and set(CLASSES) <= set(puzzle.questions):
            found = attack_puzzle(replace(puzzle, questions=tuple(CLASSES)))
            yield any(finding.what in ("answer", "isolated") for finding in found)


@pytest.mark.parametrize(("seed", "heads"), LIBRARIES[:2])
def test_classes__of_everybody__lie_in_the_bands_of_the_scores(seed: int, heads: int):
    survey, _ = library(seed, heads)
    places, scores = places_of(survey), score_people(survey.responses, survey.guide)
    for scope in (OVERALL, *survey.guide.situations):
        band = scores["band" if scope == OVERALL else f"band_{scope}"]
        assert places[scope].map(CLASSES | {"": ""}).tolist() == band.tolist()


@pytest.mark.parametrize(("seed", "heads"), LIBRARIES[-2:])
def test_walk__through_worlds__keeps_all_that_is_told_true(seed: int, heads: int):
    staff = staff_of(*library(seed, heads))
    walk = Walk(staff.steps, staff.rows, np.arange(len(staff.kinds)), np.random.default_rng(1)).go(2000)
    assert all(staff.told_in(walk.places))
    assert (walk.places == places_of_steps(walk.steps)).all()
    assert (walk.steps != staff.steps).mean() > 0.2


def test_walk__one_exact_class__only_exchanges():
    steps = np.array([[0, 5, 10, 10, -1, -1]] * 3)
    exact = [(place, int((PLACE_OF[steps[:, 0]] == place).sum())) for place in range(10)]
    rows = tuple(Row(0, np.ones(3, dtype=bool), np.arange(10) == place, count, count) for place, count in exact)
    walk = Walk(steps, rows, np.arange(3), np.random.default_rng(1)).go(3000)
    assert walk.steps[:, 0].tolist() == [0, 0, 0]
    assert walk.steps[:, 4:].tolist() == [[-1, -1]] * 3
    assert (walk.steps[:, 1:4] != steps[:, 1:4]).any()


@pytest.mark.parametrize("kind", [with_swapped_people, with_other_counts])
def test_twin__of_the_continuum__has_moved_most_people(kind):
    survey, results = library(*LIBRARIES[-1])
    twin = dict(kind(survey, results, np.random.default_rng(1)))[OVERALL]
    before, after = (score_people(one.responses, one.guide)["position"] for one in (survey, twin))
    assert (before != after).mean() > 0.5


@pytest.mark.parametrize(
    ("situations", "low", "high"),
    [(6, [0, 6, 12, 18, 24, 31, 37, 43, 49, 55], [5, 11, 17, 23, 30, 36, 42, 48, 54, 60]), (3, [30] * 10, [0] * 10)],
)
def test_ends_of__so_many_situations__are_the_sums_of_each_class(situations: int, low: list[int], high: list[int]):
    assert ends_of(situations) == (low, high)


@pytest.mark.parametrize("rank", [1.0, 1.5, 3.0, 3.5, 5.9])
def test_quantile__ranges_of_classes_and_bands__spans_every_way_to_fill_them(rank: float):
    edges = np.array([0, 20, 40, 60, 80, 100])
    fine = np.array([0, 0, 1, 1, 0]), np.array([2, 2, 2, 3, 2]), 6
    broad = np.array([1, 1, 2]), np.array([2, 2, 4]), 6
    ways = np.array(list(product(*(range(low, high + 1) for low, high in zip(*fine[:2], strict=True)))))
    bands = np.stack([ways[:, :2].sum(axis=1), ways[:, 2], ways[:, 3:].sum(axis=1)], axis=1)
    ways = ways[(ways.sum(axis=1) == 6) & (bands >= broad[0]).all(axis=1) & (bands <= broad[1]).all(axis=1)]
    below = np.hstack([np.zeros((len(ways), 1)), np.cumsum(ways, axis=1)])
    ends = edges[below.max(axis=0) < rank][-1], edges[below.min(axis=0) > rank][0]
    assert Line(fine, broad, edges).quantile(rank) == ends


def test_allowed__ranges_of_three_classes__are_all_reached_and_no_others():
    told = np.array([0, 1, 2]), np.array([2, 2, 4]), 5
    rng = np.random.default_rng(1)
    assert {tuple(allowed(told, rng).tolist()) for _ in range(300)} == {
        (0, 1, 4), (0, 2, 3), (1, 1, 3), (1, 2, 2), (2, 1, 2),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("frame", "column", "change", "name"),
    [
        ("distributions", "median_to", lambda told: told - 10, "distributions ('all', 'all') overall median"),
        ("distributions", "dots", lambda told: told[:-1], "distributions ('all', 'all') overall dots"),
        ("distributions", "agreement_high", lambda told: told - 0.5, "distributions ('all', 'all') overall agreement"),
        ("unmet", "of_low", lambda told: told + 1, "unmet"),
        ("unmet", "share_high", lambda told: told - 0.01, "unmet"),
        ("differences", "superiority_low", lambda told: told + 0.2, "differences"),
        ("differences", "n_rest", lambda told: told + 1, "differences"),
        ("differences", "p_adjusted", lambda told: told / 2, "differences"),
    ],
)
def test_consequences__one_number_from_elsewhere__is_named(frame: str, column: str, change, name: str):
    _, results = library(20, 40)
    assert consequences_apart(results) == []
    changed = getattr(results, frame).copy()
    numbers = list(changed[column])
    place = next(at for at, number in enumerate(numbers) if not _is_blank(number))
    changed[column] = [change(number) if at == place else number for at, number in enumerate(numbers)]
    found = consequences_apart(replace(results, **{frame: changed}))
    assert found
    assert all(line.startswith(name) for line in found)


def _is_blank(number: Any) -> bool:
    return not number if isinstance(number, tuple) else bool(pd.isna(number))


def test_staff__who_answered_what__makes_kinds():
    steps = np.array([[1, 1], [1, -1], [3, 3]])
    staff = Staff(("challenge", "setback", OVERALL), steps, np.array([0, 1, 0]), ())
    assert staff.places.tolist() == [[1, 1, -1], [1, -1, -1], [3, 3, -1]]
    assert list(attack_together(staff)) == []
