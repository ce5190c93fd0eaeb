"""Superiority: the published case, small groups, every way in which there is nothing to test."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from analysis.errors import ToolkitError
from analysis.measures.cohorts import brunner_munzel, cliffs_delta, probability_of_superiority, wasserstein
from analysis.measures.superiority import name_test

YES = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1]
NO = [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4]
EMPTY = "nobody answered in one of the groups"
SINGLE = "one of the groups is a single person: no test and no interval"
NO_SPREAD = "no overlap or no differences within the groups: p from splits of the people, no interval"


def test_brunner_munzel__published_case__to_the_printed_digits() -> None:
    found = brunner_munzel(YES, NO, seed=1)
    assert (round(found.statistic, 4), round(found.df, 3), round(found.p, 6)) == (3.1375, 17.683, 0.005786)
    assert (round(found.superiority, 6), round(found.low, 4), round(found.high, 4)) == (0.788961, 0.5952, 0.9827)
    assert found.note == ""


def test_wasserstein__published_case__five_points() -> None:
    assert wasserstein([0, 1, 3], [5, 6, 8]) == 5


@pytest.mark.parametrize(
    ("x", "y", "superiority"),
    [([1], [2], 1), ([2], [1], 0), ([3], [3], 0.5), ([1, 3], [2, 3], 2.5 / 4), ([1, 2, 3], [1, 2, 3], 0.5)],
)
def test_probability_of_superiority__hand_table(x: list[float], y: list[float], superiority: float) -> None:
    assert probability_of_superiority(x, y) == superiority
    assert cliffs_delta(x, y) == 2 * superiority - 1


@pytest.mark.parametrize(
    ("x", "y", "points"), [([40], [60], 20), ([40, 60], [50], 10), ([0, 100], [0, 100, 0, 100], 0), ([1, 2], [2, 1], 0)]
)
def test_wasserstein__hand_table(x: list[float], y: list[float], points: float) -> None:
    assert wasserstein(x, y) == points


@pytest.mark.parametrize(
    ("x", "y", "superiority", "p", "note"),
    [
        ([], [], np.nan, np.nan, EMPTY),
        ([50, 60], [np.nan, -1, -4], np.nan, np.nan, EMPTY),
        ([50], [40, 60, 70], 2 / 3, np.nan, SINGLE),
        ([50, 60, 60], [50, -1], 1 / 6, np.nan, SINGLE),
        ([50, 50, 50], [50, 50], 0.5, 1, NO_SPREAD),
        ([50] * 30, [50] * 40, 0.5, 1, NO_SPREAD),
        ([10, 20, 30], [40, 50, 60], 1, 2 / 20, NO_SPREAD),
        ([40, 50], [10, 20, 30], 0, 2 / 10, NO_SPREAD),
        ([40, 40], [60, 60], 1, 2 / 6, NO_SPREAD),
        ([10] * 20, [90] * 20, 1, 1 / 10_000, NO_SPREAD),
    ],
)
def test_brunner_munzel__nothing_to_studentize__note_and_no_interval(
    x: list[float], y: list[float], superiority: float, p: float, note: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = brunner_munzel(x, y, seed=1)
    assert found.note == note
    assert (found.superiority, found.p) == pytest.approx((superiority, p), nan_ok=True)
    assert np.isnan([found.statistic, found.df, found.low, found.high]).all()


@pytest.mark.parametrize("function", [probability_of_superiority, cliffs_delta, wasserstein])
def test_two_groups__one_without_people__blank(function) -> None:
    assert np.isnan(function([], [1, 2]))
    assert np.isnan(function([1, 2], [np.nan]))


def test_two_groups__blanks_among_them__left_out() -> None:
    with_blanks = [*YES, np.nan, -1, -2, -3, -4], [-1, *NO]
    assert brunner_munzel(*with_blanks, seed=1) == brunner_munzel(YES, NO, seed=1)
    assert wasserstein(*with_blanks) == wasserstein(YES, NO)


@pytest.mark.parametrize(("n", "way"), [(9, "9,999 drawn splits of the people"), (10, "t distribution")])
def test_brunner_munzel__around_ten_people__splits_below_and_t_from_there(n: int, way: str) -> None:
    x, y = list(range(10, 10 + 10 * n, 10)), [*range(35, 125, 8)]
    found, by_t = brunner_munzel(x, y, seed=1), 2 * _upper_tail(brunner_munzel(x, y, seed=1))
    assert (found.p == pytest.approx(by_t, rel=1e-9)) is (n == 10)
    assert found.p == pytest.approx(by_t, abs=0.02)
    assert name_test(len(x), len(y)) == f"Brunner-Munzel, {way}"


def _upper_tail(found) -> float:
    from scipy.stats import t

    return float(t.sf(abs(found.statistic), found.df))


def test_brunner_munzel__drawn_splits__p_depends_on_the_seed_alone_and_hardly_on_that() -> None:
    rng = np.random.default_rng(5)
    x, y = rng.integers(0, 11, 8) * 10, rng.integers(2, 11, 40) * 10
    first, again, other = (brunner_munzel(x, y, seed).p for seed in (1, 1, 2))
    assert first == again
    assert first == pytest.approx(other, abs=5 * np.sqrt(2 * 0.25 / 9_999))
    assert brunner_munzel(rng.permutation(x), rng.permutation(y), seed=1).p == first


def test_brunner_munzel__spread_in_one_group_alone__interval_and_no_note() -> None:
    found = brunner_munzel([60, 60, 60], [40, 60, 80, 100], seed=1)
    assert found.note == ""
    assert found.df == 3
    assert (found.low, found.high) == (0, 1)


def test_brunner_munzel__more_confidence__wider_within_zero_and_one() -> None:
    narrow, wide = (brunner_munzel(YES, NO, 1, confidence) for confidence in (0.8, 0.999))
    assert wide.low < narrow.low < narrow.superiority < narrow.high < wide.high == 1


def test_brunner_munzel__forty_thousand_people__as_with_ranks() -> None:
    from scipy.stats import brunnermunzel

    rng = np.random.default_rng(2)
    x, y = rng.integers(0, 61, 20_000) / 0.6, rng.integers(1, 61, 20_000) / 0.6
    found, reference = brunner_munzel(x, y, seed=1), brunnermunzel(x, y)
    assert (found.statistic, found.p) == pytest.approx((reference.statistic, reference.pvalue), rel=1e-7)


def test_two_groups__endless_value_and_wrong_confidence__refused() -> None:
    with pytest.raises(ToolkitError) as caught:
        wasserstein([1, 2], [3, np.inf])
    assert str(caught.value) == (
        "These values cannot be compared.\n"
        "- y: found an endless value; allowed: numbers from 0, or a blank. Leave the value blank."
    )
    with pytest.raises(ToolkitError, match=r"^An interval needs a confidence between 0 and 1\."):
        brunner_munzel(YES, NO, 1, confidence=95)


@pytest.mark.parametrize(("small", "large"), [(5, 9), (12, 20)])
def test_brunner_munzel__nothing_planted_in_four_hundred_pairs__found_no_more_often_than_said(
    small: int, large: int
) -> None:
    rng = np.random.default_rng(8)
    p = [brunner_munzel(rng.integers(3, 9, small), rng.integers(3, 9, large), seed=run).p for run in range(400)]
    # Of 400 tests at .05 more than 34 reject less than once in a thousand.
    assert 1 <= np.sum(np.array(p) <= 0.05) <= 34
