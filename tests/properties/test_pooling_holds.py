"""What must hold for any libraries: order, exchange of yes and no, units, intervals that hold what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.libraries import (
    pool_means,
    pool_means_of_unknown_spread,
    pool_share_ranges,
    pool_shares,
    rank_uncertainty,
    shares_likeness,
)

FEW = settings(max_examples=25, deadline=None)

sizes = st.integers(1, 30)
counts = sizes.flatmap(lambda n: st.tuples(st.integers(0, n), st.integers(0, n), st.just(n)).map(sorted).map(tuple))
told = st.lists(counts, min_size=2, max_size=9).map(lambda rows: np.array(rows).T)
scores = st.floats(0, 100, allow_nan=False).map(lambda value: round(value, 2))
library = st.lists(scores, min_size=1, max_size=6)
libraries = st.lists(library, min_size=2, max_size=8)


def parts(rows: list[list[float]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    n = np.array([len(row) for row in rows])
    mean = np.array([np.mean(row) for row in rows])
    ss = np.array([((np.array(row) - np.mean(row)) ** 2).sum() if len(row) > 1 else 0.0 for row in rows])
    return n, mean, np.where(ss < 1e-9, 0, ss)


@pytest.mark.slow
@FEW
@given(told)
def test_pool_share_ranges__any_libraries__pooled_within_its_interval_and_the_scale(rows) -> None:
    low, high, n = rows
    table = pool_share_ranges(low, high, n).table
    assert ((table["low"] >= 0) & (table["low"] <= table["pooled"]) & (table["pooled"] <= table["high"])).all()
    assert (table["high"] <= 1).all()


@pytest.mark.slow
@FEW
@given(told, st.randoms(use_true_random=False))
def test_pool_share_ranges__yes_and_no_exchanged_or_in_another_order__mirrored_or_the_same(rows, random) -> None:
    low, high, n = rows
    table = pool_share_ranges(low, high, n).table
    mirrored = pool_share_ranges(n - high, n - low, n).table
    np.testing.assert_allclose(mirrored["pooled"], 1 - table["pooled"], atol=1e-4)
    np.testing.assert_allclose(mirrored["low"], 1 - table["high"], atol=1e-3)
    order = random.sample(range(len(n)), len(n))
    shuffled = pool_share_ranges(low[order], high[order], n[order]).table
    np.testing.assert_allclose(shuffled["pooled"], table["pooled"].to_numpy()[order], atol=1e-6)


@FEW
@given(told)
def test_pool_shares__any_libraries__between_their_own_share_and_that_of_all(rows) -> None:
    x, _, n = rows
    found = pool_shares(x, n)
    if not np.isnan(found.a):
        share, pooled = x / n, found.table["pooled"]
        assert (pooled >= np.minimum(share, found.grand) - 1e-9).all()
        assert (pooled <= np.maximum(share, found.grand) + 1e-9).all()


@FEW
@given(libraries, st.floats(0.1, 20), st.floats(-50, 200))
def test_pool_means__other_units__scaled_and_moved(rows, factor: float, shift: float) -> None:
    n, mean, ss = parts(rows)
    found, moved = pool_means(n, mean, ss), pool_means(n, shift + factor * mean, factor**2 * ss)
    if found.note.startswith("everybody") or found.note != moved.note:
        # Rounding decides whether scores that are all but alike are alike.
        return
    for name in ("pooled", "low", "high"):
        np.testing.assert_allclose(moved.table[name], shift + factor * found.table[name], rtol=1e-4, atol=1e-3)
    np.testing.assert_allclose(moved.icc1, found.icc1, rtol=1e-4, atol=1e-6)


@FEW
@given(libraries, st.floats(1, 400), st.floats(1, 5))
def test_pool_means_of_unknown_spread__any_libraries__within_bounds_and_their_interval(rows, low, times) -> None:
    n, mean, _ = parts(rows)
    found = pool_means_of_unknown_spread(n, mean, low, low * times)
    assert low * (1 - 1e-9) <= found.within <= low * times * (1 + 1e-9)
    table = found.table
    assert ((table["low"] <= table["pooled"]) & (table["pooled"] <= table["high"])).all()
    assert 0 <= found.icc1_low <= found.icc1 <= found.icc1_high < 1


@FEW
@given(st.lists(st.lists(st.integers(0, 5), min_size=4, max_size=4), min_size=1, max_size=9))
def test_rank_uncertainty__any_draws__ranks_and_top_places_are_shared_out(draws) -> None:
    found = rank_uncertainty(draws)
    np.testing.assert_allclose(found["expected"].sum(), 1 + 2 + 3 + 4)
    np.testing.assert_allclose(found["top_third"].sum(), 1)
    assert ((found["low"] <= found["expected"]) & (found["expected"] <= found["high"])).all()
    turned = rank_uncertainty(-np.array(draws))
    np.testing.assert_allclose(turned["expected"], 5 - found["expected"])


@FEW
@given(told, st.integers(0, 3))
def test_shares_likeness__wider_ranges__never_a_smaller_statistic(rows, wider: int) -> None:
    low, high, n = rows
    found = shares_likeness(low, high, n, seed=1)
    loosened = shares_likeness(np.maximum(low - wider, 0), np.minimum(high + wider, n), n, seed=1)
    assert 0 < found.p <= 1
    assert loosened.statistic <= found.statistic + 1e-9
