"""What must hold for any codes: who coded first and what codes are called do not matter; known identities do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analysis.measures.texts import cohens_kappa, krippendorff_alpha

MANY = settings(max_examples=120, deadline=None)
SCALES = ("nominal", "ordinal", "interval", "ratio")

code = st.sampled_from([-1, 1, 2, 3, 5, 8])
tables = st.integers(2, 4).flatmap(
    lambda observers: st.lists(st.lists(code, min_size=observers, max_size=observers), min_size=1, max_size=12)
)
pairs = st.lists(st.tuples(code, code), min_size=2, max_size=20)


def laid_out(units: list) -> np.ndarray:
    return np.array(units, dtype=float).T


def alphas(ratings: np.ndarray) -> list[float]:
    return [krippendorff_alpha(ratings, scale) for scale in SCALES]


@MANY
@given(tables, st.randoms(use_true_random=False))
def test_alpha__units_and_observers_shuffled__the_same(units, random) -> None:
    shuffled = laid_out(random.sample(units, len(units)))
    order = random.sample(range(len(shuffled)), len(shuffled))
    np.testing.assert_allclose(alphas(shuffled[order]), alphas(laid_out(units)), rtol=0, atol=1e-12)


@MANY
@given(tables)
def test_alpha__codes_renamed_stretched_moved__what_each_scale_promises(units) -> None:
    ratings = laid_out(units)
    known = ratings >= 0
    nominal, ordinal, interval, ratio = alphas(ratings)
    turned = np.where(known, 10 - ratings, -1)
    squared = np.where(known, ratings**2, -1)
    moved = np.where(known, 3 * ratings + 7, -1)
    scaled = np.where(known, 0.37 * ratings, -1)
    found = [krippendorff_alpha(turned), *(krippendorff_alpha(one, "ordinal") for one in (squared, turned))]
    np.testing.assert_allclose(found, [nominal, ordinal, ordinal], rtol=0, atol=1e-9)
    for one in (moved, turned):
        np.testing.assert_allclose(krippendorff_alpha(one, "interval"), interval, rtol=0, atol=1e-9)
    np.testing.assert_allclose(krippendorff_alpha(scaled, "ratio"), ratio, rtol=0, atol=1e-9)


@MANY
@given(tables)
def test_alpha__units_of_one_code_only__add_nothing(units) -> None:
    ratings = laid_out(units)
    alone = np.full((len(ratings), 3), -1.0)
    alone[0] = [1, 9, 4]
    np.testing.assert_allclose(alphas(np.hstack([ratings, alone])), alphas(ratings), rtol=0, atol=1e-12)


@MANY
@given(tables)
def test_alpha__all_agree__exactly_one_and_else_below(units) -> None:
    ratings = laid_out(units)
    agreed = np.repeat(ratings[:1], 3, axis=0)
    distinct = np.unique(agreed[agreed >= 0])
    assert all(value == 1 if len(distinct) > 1 else np.isnan(value) for value in alphas(agreed))
    one = [set(column[column >= 0]) for column in ratings.T if (column >= 0).sum() > 1]
    if any(len(codes) > 1 for codes in one) and len(one) > 1:
        assert all(value < 1 for value in alphas(ratings))


@MANY
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=2, max_size=30))
def test_alpha__marks_of_two__every_scale_the_same_and_a_known_distance_from_kappa(marks) -> None:
    ratings = laid_out(marks)
    found = alphas(ratings)
    np.testing.assert_allclose(found, found[0], rtol=0, atol=1e-12)
    # Scott's pi is kappa with common habits, and alpha is pi with a correction for the number of codes.
    share, agreed = ratings.mean(), (ratings[0] == ratings[1]).mean()
    assume(0 < share < 1)
    pi = 1 - (1 - agreed) / (2 * share * (1 - share))
    assert found[0] == pytest.approx(1 - (1 - pi) * (ratings.size - 1) / ratings.size, abs=1e-12)
    assert cohens_kappa(*ratings) >= pi - 1e-12


@MANY
@given(pairs, st.sampled_from([None, "linear", "quadratic"]), st.randoms(use_true_random=False))
def test_kappa__coders_swapped_texts_shuffled_codes_moved__the_same(codes, weights, random) -> None:
    a, b = laid_out(codes)
    expected = cohens_kappa(a, b, weights)
    assert expected <= 1 or np.isnan(expected)
    mixed = laid_out(random.sample(codes, len(codes)))
    moved = np.where(mixed >= 0, 2 * mixed + 5, -1)
    np.testing.assert_allclose(cohens_kappa(moved[1], moved[0], weights), expected, rtol=0, atol=1e-12)


def test_alpha_and_kappa__codes_by_chance__near_nothing() -> None:
    ratings = np.random.default_rng(5).integers(1, 6, (3, 20_000)).astype(float)
    np.testing.assert_allclose(alphas(ratings), 0, atol=0.02)
    np.testing.assert_allclose([cohens_kappa(*ratings[:2], weights) for weights in (None, "quadratic")], 0, atol=0.02)
