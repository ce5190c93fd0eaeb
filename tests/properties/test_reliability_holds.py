"""What must hold for any answers and weights: order, units, marks as answers, margins, scale."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.reliability import alpha, describe_reliability, feldt_interval, kr20, omega_total, staff_needed
from analysis.measures.weighting import design_effect, rake, weigh_to_roster

FEW = settings(max_examples=25, deadline=None)
MANY = settings(max_examples=100, deadline=None)
CELLS = list(product("abc", "xy"))


def tables(answers: st.SearchStrategy[int]) -> st.SearchStrategy[list[list[int]]]:
    return st.integers(2, 6).flatmap(
        lambda items: st.lists(st.lists(answers, min_size=items, max_size=items), min_size=2, max_size=12)
    )


answers = tables(st.integers(-1, 6))
marks = tables(st.integers(-1, 1))
weights = st.lists(st.floats(0.01, 100), min_size=1, max_size=30)
counts = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(1, 40), min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
    )
)


@MANY
@given(answers, st.randoms(use_true_random=False), st.sampled_from(["listwise", "pairwise"]))
def test_alpha__items_and_people_shuffled_or_in_other_units__the_same(rows, random, missing: str) -> None:
    table = np.array(rows)
    shuffled = random.sample(rows, len(rows))
    order = random.sample(range(table.shape[1]), table.shape[1])
    found = alpha(table, missing)
    assert alpha(np.array(shuffled)[:, order], missing) == pytest.approx(found, nan_ok=True)
    assert alpha(np.where(table < 0, -1, 10 * table + 7), missing) == pytest.approx(found, nan_ok=True)
    assert not found > 1 + 1e-12 or missing == "pairwise"


@MANY
@given(marks)
def test_kr20__any_marks__equal_to_alpha_and_to_the_shares_of_yes(rows) -> None:
    assert kr20(rows) == pytest.approx(alpha(rows), nan_ok=True)
    complete = np.array([row for row in rows if min(row) >= 0])
    if len(complete) > 1 and complete.sum(axis=1).var() > 0:
        k, p = complete.shape[1], complete.mean(axis=0)
        by_hand = k / (k - 1) * (1 - (p * (1 - p)).sum() / complete.sum(axis=1).var())
        assert kr20(rows) == pytest.approx(by_hand)


@FEW
@given(answers)
def test_describe_reliability__any_answers__a_number_or_a_reason(rows) -> None:
    found = describe_reliability(rows)
    assert found.loc[found["value"].isna(), "note"].ne("").all()
    assert found.loc[found["low"].isna(), "note"].ne("").all()
    told = found[found["low"].notna()]
    assert ((told["low"] <= told["value"]) & (told["value"] <= told["high"])).all()
    omega = found["value"].iloc[3]
    assert np.isnan(omega) or 0 <= omega < 1


@FEW
@given(st.lists(st.floats(0.4, 1.4), min_size=3, max_size=6), st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_omega_total__items_and_people_shuffled_or_in_other_units__the_same(loadings, seed: int, random) -> None:
    rng = np.random.default_rng(seed)
    table = 50 + rng.normal(size=(60, 1)) * loadings + rng.normal(size=(60, len(loadings)))
    found = omega_total(table)
    order = random.sample(range(len(loadings)), len(loadings))
    assert omega_total(3 * table[rng.permutation(60)][:, order] + 5) == pytest.approx(found, abs=1e-6)


@MANY
@given(st.floats(-2, 1), st.integers(2, 500), st.integers(2, 40))
def test_feldt_interval__any_alpha__around_it_and_wider_with_more_confidence(value: float, n: int, k: int) -> None:
    low, high = feldt_interval(value, n, k, 0.80)
    lower, higher = feldt_interval(value, n, k, 0.95)
    assert lower <= low <= high <= higher <= 1


@MANY
@given(st.floats(0.001, 1), st.floats(0.01, 0.99))
def test_staff_needed__any_icc__the_smallest_number_that_reaches_the_target(icc1: float, target: float) -> None:
    def reached(n: int) -> float:
        return n * icc1 / (1 + (n - 1) * icc1)

    found = staff_needed(icc1, target)
    assert found >= 1
    assert reached(found) >= target - 1e-9
    assert found == 1 or reached(found - 1) < target


@MANY
@given(counts, st.data())
def test_rake__any_full_table__margins_reached_and_odds_kept(rows, data) -> None:
    table = np.array(rows, dtype=float)
    goal = np.array(data.draw(st.lists(st.integers(1, 40), min_size=table.size, max_size=table.size))).reshape(
        table.shape
    )
    margins = [goal.sum(axis=1), goal.sum(axis=0)]
    raked = rake(table, margins)
    for axis, sums in enumerate(margins):
        np.testing.assert_allclose(raked.sum(axis=1 - axis), sums, rtol=1e-9)
    change = np.log(raked / table)
    np.testing.assert_allclose(change - change[:1] - change[:, :1] + change[0, 0], 0, atol=1e-7)
    np.testing.assert_allclose(rake(table * 3, [sums / 7 for sums in margins]), raked / 7, rtol=1e-9)


@MANY
@given(weights, st.floats(1e-6, 1e6))
def test_design_effect__any_weights__from_one_to_n_and_unmoved_by_scale(values: list[float], scale: float) -> None:
    found = design_effect(values)
    assert 1 - 1e-12 <= found <= len(values) + 1e-9
    assert design_effect([value * scale for value in values]) == pytest.approx(found)
    assert design_effect([*values, np.nan]) == found


@FEW
@given(st.lists(st.sampled_from(CELLS), max_size=30), st.lists(st.sampled_from(CELLS), max_size=40))
def test_weigh_to_roster__somebody_in_every_cell__the_make_up_of_the_roster(more, silent) -> None:
    people = pd.DataFrame([*CELLS, *more], columns=["role", "unit"])
    everybody = pd.DataFrame([*CELLS, *more, *silent], columns=["role", "unit"])
    heads = {(name, value): int(n) for name in everybody for value, n in everybody[name].value_counts().items()}
    found = weigh_to_roster(people, heads, ["role", "unit"])
    np.testing.assert_allclose(found.margins["weighted_share"], found.margins["roster_share"], atol=1e-9)
    assert found.weights.mean() == pytest.approx(1)
    doubled = weigh_to_roster(people, {key: 2 * number for key, number in heads.items()}, ["role", "unit"])
    np.testing.assert_allclose(doubled.weights, found.weights)
