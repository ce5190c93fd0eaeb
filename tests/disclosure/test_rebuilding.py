"""Rebuilding: counts drawn from told ranges, and made-up people who fit all of them."""

from __future__ import annotations

from itertools import product
from math import factorial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.rebuilding import ClassRanges, rebuild_positions
from analysis.errors import ToolkitError
from analysis.measures.camps import class_counts

SITUATIONS = 6


def told(least: list[int], most: list[int] | None = None, people: int | None = None) -> ClassRanges:
    most = least if most is None else most
    return ClassRanges(np.array(least), np.array(most), sum(least) if people is None else people)


def classes_of(positions: np.ndarray) -> ClassRanges:
    return told(class_counts(positions, 10).tolist())


def a_library(people: int, seed: int, person: float = 14, situation: float = 12, rest: float = 16) -> np.ndarray:
    """Positions in steps of ten of people who differ, in situations that differ."""
    rng = np.random.default_rng(seed)
    middle = 55 + rng.normal(0, person, (people, 1)) + rng.normal(0, situation, SITUATIONS)
    return np.clip(np.round((middle + rng.normal(0, rest, (people, SITUATIONS))) / 10), 0, 10) * 10


@st.composite
def ranges(draw: st.DrawFn, people: int) -> ClassRanges:
    """Any ten ranges that allow `people`."""
    counts = np.bincount(draw(st.lists(st.integers(0, 9), min_size=people, max_size=people)), minlength=10)
    below, above = (draw(st.lists(st.sampled_from([0, 0, 1, 2, people]), min_size=10, max_size=10)) for _ in range(2))
    return ClassRanges(np.maximum(counts - below, 0), np.minimum(counts + above, people), people)


@pytest.mark.parametrize("people", [5, 12])
def test_class_ranges__as_few_or_as_many_as_they_allow__drawn(people: int) -> None:
    drawn = told([2, 3, 0], [4, 6, 2], people).draw(np.random.default_rng(1))
    assert drawn.sum() == people
    assert (drawn >= [2, 3, 0]).all()
    assert (drawn <= [4, 6, 2]).all()


@pytest.mark.parametrize(
    ("least", "most", "people", "found", "allowed"),
    [
        ([2, 3, 0], [4, 6, 2], 4, "4 people", "5 to 12"),
        ([2, 3, 0], [4, 6, 2], 13, "13 people", "5 to 12"),
        ([0, 3, 0], [9, 2, 2], 5, "5 people", "3 to 13"),
        ([0, 0], [0, 0], 0, "0 people", "1 to 0"),
    ],
)
def test_class_ranges__no_counts_add_up__refused(least, most, people: int, found: str, allowed: str) -> None:
    with pytest.raises(ToolkitError) as refused:
        told(least, most, people)
    assert str(refused.value).splitlines() == [
        "The classes do not hold as many people as they should.",
        f"- classes: found {found}; allowed: {allowed}. Release the wave again.",
    ]


def test_class_ranges__rows_of_a_scope__read_in_their_order() -> None:
    rows = pd.DataFrame({"n": [7, 7], "count_low": [4, 0], "count_high": [7, 3]}).astype("Int64")
    ranges = ClassRanges.of(rows)
    assert (ranges.least.tolist(), ranges.most.tolist(), ranges.people, ranges.exact) == ([4, 0], [7, 3], 7, False)
    assert ClassRanges.of(rows.assign(count_low=[5, 2], count_high=[5, 2])).exact


def test_draw__small_ranges__as_often_as_people_choosing_by_chance_would() -> None:
    ranges = told([0, 1, 2, 0], [2, 4, 2, 3], 6)
    ways = {}
    for counts in product(*(range(low, high + 1) for low, high in zip(ranges.least, ranges.most, strict=True))):
        if sum(counts) == 6:
            ways[counts] = np.prod([p**c / factorial(c) for p, c in zip(ranges.chances, counts, strict=True)])
    rng = np.random.default_rng(1)
    drawn = [tuple(ranges.draw(rng).tolist()) for _ in range(4000)]
    assert set(drawn) <= set(ways)
    expected = np.array(list(ways.values())) / sum(ways.values())
    seen = np.array([drawn.count(way) for way in ways]) / len(drawn)
    assert len(ways) > 5
    assert np.abs(seen - expected).max() < 0.025


def test_chances__people_around_60__a_bell_with_its_mean_and_spread_and_one_more_person() -> None:
    middles = np.arange(5, 100, 10)
    ranges = told([0, 0, 0, 4, 20, 40, 55, 45, 25, 11])
    mean = np.average(middles, weights=ranges.least)
    spread = np.average((middles - mean) ** 2, weights=ranges.least)
    assert ranges.chances.sum() == pytest.approx(1)
    assert ranges.chances.min() == pytest.approx(1 / (10 * 201), rel=0.3)
    assert ranges.chances @ middles == pytest.approx(mean, abs=1)
    assert ranges.chances @ (middles - mean) ** 2 == pytest.approx(spread, rel=0.1)


def test_chances__one_class_holds_all__its_neighbours_stay_likelier_than_the_ends() -> None:
    chances = told([0, 0, 0, 0, 0, 0, 20, 0, 0, 0]).chances
    assert chances[6] > chances[5] > chances[4]
    assert chances[6] > chances[7] > chances[8]
    assert (chances > 0).all()


def test_rebuild_positions__every_count_told__fits_all_of_them() -> None:
    real = a_library(80, seed=3)
    scopes = [classes_of(column) for column in real.T]
    rebuilt = rebuild_positions(classes_of(real.mean(axis=1)), scopes, np.random.default_rng(1))
    assert rebuilt.shape == real.shape
    assert set(np.unique(rebuilt)) <= set(range(0, 101, 10))
    assert [class_counts(column, 10).tolist() for column in rebuilt.T] == [scope.least.tolist() for scope in scopes]
    apart = np.sort(rebuilt.mean(axis=1)) - np.sort(real.mean(axis=1))
    assert np.abs(apart - apart.mean()).mean() < 1.5


def test_rebuild_positions__mixed_class_below_50__holds_40_and_50() -> None:
    middle = told([0, 0, 0, 0, 40, 0, 0, 0, 0, 0])
    rebuilt = rebuild_positions(middle, [middle] * SITUATIONS, np.random.default_rng(1))
    assert np.unique(rebuilt).tolist() == [40, 50]
    assert rebuilt.mean() == pytest.approx(45, abs=2)


def test_rebuild_positions__no_spread_between_people__keeps_it_small() -> None:
    alike = told([0, 0, 0, 0, 0, 30, 0, 0, 0, 0])
    wide = told([3, 3, 3, 3, 3, 3, 3, 3, 3, 3])
    rebuilt = rebuild_positions(alike, [wide] * SITUATIONS, np.random.default_rng(1))
    assert rebuilt.std(axis=0).min() > 25
    assert rebuilt.mean(axis=1).std() < 4


def test_rebuild_positions__scopes_with_more_people__thinned_evenly_to_the_fewest() -> None:
    few, many = told([0, 0, 0, 0, 0, 10, 10, 0, 0, 0]), told([0, 0, 0, 0, 0, 15, 15, 0, 0, 0])
    rebuilt = rebuild_positions(many, [few, many], np.random.default_rng(1))
    assert [class_counts(column, 10).tolist()[5:7] for column in rebuilt.T] == [[10, 10], [10, 10]]


def test_rebuild_positions__same_seed__same_people_and_another_seed_others() -> None:
    real = a_library(40, seed=5)
    scopes = (classes_of(real.mean(axis=1)), [classes_of(column) for column in real.T])
    first, again, other = (rebuild_positions(*scopes, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_rebuild_positions__any_ranges__always_people_on_the_continuum(data: st.DataObject) -> None:
    sizes = data.draw(st.lists(st.integers(20, 45), min_size=3, max_size=3))
    overall, *situations = (data.draw(ranges(people)) for people in sizes)
    rebuilt = rebuild_positions(overall, situations, np.random.default_rng(1))
    assert rebuilt.shape == (min(sizes), 2)
    assert np.isfinite(rebuilt).all()
    assert ((rebuilt >= 0) & (rebuilt <= 100)).all()


@pytest.mark.parametrize("people", [20, 400])
def test_draw__nothing_known_but_how_many__still_adds_up(people: int) -> None:
    drawn = told([0] * 10, [people] * 10, people).draw(np.random.default_rng(1))
    assert drawn.sum() == people


def test_draw__what_is_told_leaves_the_unlikely_only__takes_it() -> None:
    drawn = told([0, 0, 0, 0, 300, 0, 0, 0, 0, 0], [0, 0, 0, 0, 300, 0, 0, 0, 0, 100], 400).draw(
        np.random.default_rng(1)
    )
    assert drawn.tolist() == [0, 0, 0, 0, 300, 0, 0, 0, 0, 100]
