"""What must hold for any positions: order, exchange of groups and ends, parts and wholes, thresholds."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.measures.camps import agreement_a, class_counts
from analysis.measures.cohorts import brunner_munzel, cliffs_delta, probability_of_superiority, wasserstein
from analysis.measures.components import component_shares, variance_components
from analysis.measures.distributions import DOT_SHARES, class_quantiles, histogram, quantile_edges, rounded_median
from analysis.measures.permutation import sign_flip_p

FEW = settings(max_examples=25, deadline=None)
MANY = settings(max_examples=100, deadline=None)

places = st.integers(0, 60).map(lambda steps: steps * 100 / 60)
groups = st.lists(places, min_size=1, max_size=7)
pairs = st.lists(places, min_size=2, max_size=6)
crowds = st.lists(places, min_size=20, max_size=60)
matrices = st.integers(2, 6).flatmap(
    lambda columns: st.lists(st.lists(places, min_size=columns, max_size=columns), min_size=2, max_size=9)
)


@MANY
@given(groups, groups)
def test_superiority__counted_pair_by_pair__equal(x: list[float], y: list[float]) -> None:
    wins = sum(Fraction(1) if one < other else Fraction(one == other, 2) for one in x for other in y)
    assert probability_of_superiority(x, y) == pytest.approx(float(wins / (len(x) * len(y))), abs=1e-15)
    assert cliffs_delta(x, y) == pytest.approx(-cliffs_delta(y, x), abs=1e-15)


@FEW
@given(pairs, pairs, st.randoms(use_true_random=False))
def test_brunner_munzel__groups_or_ends_exchanged_or_shuffled__mirrored_or_the_same(x, y, random) -> None:
    found, other = brunner_munzel(x, y, seed=1), brunner_munzel(y, x, seed=1)
    mirrored = brunner_munzel([100 - value for value in x], [100 - value for value in y], seed=1)
    for turned in (other, mirrored):
        assert turned.superiority == pytest.approx(1 - found.superiority)
        assert (turned.p, turned.low) == pytest.approx((found.p, 1 - found.high), nan_ok=True)
    shuffled = brunner_munzel(random.sample(x, len(x)), random.sample(y, len(y)), seed=1)
    assert str(shuffled) == str(found)


@FEW
@given(pairs, pairs)
def test_brunner_munzel__any_groups__numbers_or_a_note(x: list[float], y: list[float]) -> None:
    found = brunner_munzel(x, y, seed=1)
    assert 0 < found.p <= 1
    ends = [found.statistic, found.df, found.low, found.high]
    assert np.isfinite(ends).all() if not found.note else np.isnan(ends).all()
    if not found.note:
        assert 0 <= found.low <= found.superiority <= found.high <= 1


@MANY
@given(groups, groups, groups)
def test_wasserstein__any_groups__a_distance(x: list[float], y: list[float], z: list[float]) -> None:
    assert wasserstein(x, x * 2) == 0
    assert wasserstein(x, y) == wasserstein(y, x)
    assert wasserstein(x, z) <= wasserstein(x, y) + wasserstein(y, z) + 1e-9
    assert abs(np.mean(x) - np.mean(y)) <= wasserstein(x, y) + 1e-9 <= 100 + 1e-9
    assert (wasserstein(x, y) == 0) == (sorted(x * len(y)) == sorted(y * len(x)))


@MANY
@given(st.lists(st.integers(0, 9), min_size=3, max_size=7), st.integers(1, 5))
def test_agreement_a__any_counts__within_its_ends_and_unmoved_by_size_or_direction(counts, times: int) -> None:
    assume(sum(counts) > 0)
    found = agreement_a(counts)
    assert -1 - 1e-12 <= found <= 1 + 1e-12
    assert agreement_a(counts[::-1]) == pytest.approx(found)
    assert agreement_a([count * times for count in counts]) == pytest.approx(found)


@FEW
@given(matrices, st.floats(1, 50), st.randoms(use_true_random=False))
def test_components__shifted_scaled_or_shuffled__shares_stay(matrix: list[list[float]], by: float, random) -> None:
    found = variance_components(matrix)
    order = random.sample(range(len(matrix[0])), len(matrix[0]))
    rows = random.sample(matrix, len(matrix))
    other = variance_components([[row[at] * by + by for at in order] for row in rows])
    assert other.shares == pytest.approx(found.shares, abs=1e-7, nan_ok=True)
    assert other.note == found.note
    if not np.isnan(found.shares.person):
        assert sum(found.shares) == pytest.approx(1)
        assert min(found.shares) >= 0
        assert np.isnan(found.relative) or 0 <= found.absolute <= found.relative + 1e-12 <= 1 + 1e-9


@settings(max_examples=5, deadline=None)
@given(st.lists(st.lists(places, min_size=3, max_size=3), min_size=10, max_size=14))
def test_component_shares__any_people__ends_in_order_within_zero_and_one(matrix: list[list[float]]) -> None:
    shares = component_shares(matrix, seed=1)
    told = shares.dropna(subset=["share"])
    assert ((told["low"] >= 0) & (told["low"] <= told["high"]) & (told["high"] <= 1)).all()


@MANY
@given(crowds)
def test_class_quantiles__any_people__dots_rise_in_the_classes_of_the_people(positions: list[float]) -> None:
    counted = histogram(positions)
    dots = class_quantiles(counted, DOT_SHARES)
    assert (np.diff(dots) >= 0).all()
    filled = np.flatnonzero(counted.people)
    assert counted.edges[filled[0]] < dots[0] <= dots[-1] < counted.edges[filled[-1] + 1]


@MANY
@given(crowds, st.sampled_from([0.25, 0.5, 0.75, *DOT_SHARES]))
def test_class_quantiles__any_people__no_class_away_from_the_quantile_of_the_people(positions, at: float) -> None:
    below = np.concatenate([[0], np.cumsum(histogram(positions).people)])
    first, last = quantile_edges(below, below, at)
    assert 10 * first <= float(class_quantiles(histogram(positions), at)) <= 10 * last
    ends = [float(np.quantile(positions, at, method=method)) for method in ("inverted_cdf", "averaged_inverted_cdf")]
    assert all(10 * first - 1e-9 <= end <= 10 * last + 1e-9 for end in ends)


@MANY
@given(crowds)
def test_class_quantiles__ends_exchanged__mirrored(positions: list[float]) -> None:
    assume(50 not in positions)  # 50 itself belongs to the lower class.
    mirrored = class_quantiles(histogram([100 - value for value in positions]), DOT_SHARES)
    assert 100 - mirrored[::-1] == pytest.approx(class_quantiles(histogram(positions), DOT_SHARES))


@MANY
@given(crowds, st.data())
def test_class_quantiles__a_person_moved_within_a_class__nothing_changes(positions, data: st.DataObject) -> None:
    who = data.draw(st.integers(0, len(positions) - 1))
    at = int(np.argmax(class_counts([positions[who]], 10)))
    moved = [*positions[:who], data.draw(st.floats(at * 10 + 0.1, at * 10 + 9.9)), *positions[who + 1 :]]
    np.testing.assert_array_equal(
        class_quantiles(histogram(positions), DOT_SHARES), class_quantiles(histogram(moved), DOT_SHARES)
    )


@MANY
@given(groups)
def test_rounded_median__ends_exchanged__mirrored(positions: list[float]) -> None:
    assert rounded_median([100 - value for value in positions]) == 100 - rounded_median(positions)


@MANY
@given(st.lists(st.integers(-50, 50), min_size=1, max_size=9))
def test_sign_flip_p__any_differences__unmoved_by_direction_and_least_where_all_agree(differences: list[int]) -> None:
    p = sign_flip_p(differences, seed=1)
    assert p == sign_flip_p([-value for value in differences], seed=1)
    assert sign_flip_p([abs(value) for value in differences], seed=1) <= p <= 1
