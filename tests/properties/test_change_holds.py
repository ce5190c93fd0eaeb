"""What must hold of change for any answers: order, mirrors, units, and how seldom chance is called a move."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.measures.change import (
    action_effect,
    shrunk_baseline,
    smallest_detectable_change,
    wave_difference,
)

SOME = settings(max_examples=40, deadline=None)
counts = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
shares = st.lists(st.floats(0, 1), min_size=4, max_size=9)


@st.composite
def waves(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two waves of people × qualities with some blanks, and which qualities are targeted."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    qualities = draw(st.integers(4, 7))
    sizes = draw(st.tuples(st.integers(3, 12), st.integers(3, 12)))
    before, after = (rng.choice([0, 1, -1], (size, qualities), p=[0.45, 0.45, 0.1]) for size in sizes)
    return before, after, np.arange(qualities) < draw(st.integers(1, qualities - 1))


@SOME
@given(counts, counts)
def test_wave_difference__waves_exchanged__mirrored(one, other) -> None:
    there, back = wave_difference(*one, *other).iloc[0], wave_difference(*other, *one).iloc[0]
    assert there["difference"] == pytest.approx(-back["difference"])
    assert (there["low"], there["high"]) == pytest.approx((-back["high"], -back["low"]))
    assert there["p"] == pytest.approx(back["p"])


@SOME
@given(st.integers(1, 500), st.integers(1, 500), st.floats(0.05, 0.95))
def test_smallest_detectable_change__one_more_answer__never_larger(n, other, share) -> None:
    for fewer, more in (
        (smallest_detectable_change(n), smallest_detectable_change(n + 1)),
        (smallest_detectable_change(n, other, share=share), smallest_detectable_change(n, other + 1, share=share)),
    ):
        assert more["smallest"].item() <= fewer["smallest"].item() <= 1


@SOME
@given(shares, st.floats(0, 0.3))
def test_shrunk_baseline__any_shares__order_and_mean_stay_and_nothing_moves_outwards(seen, variance) -> None:
    found, seen = shrunk_baseline(seen, variance), np.array(seen)
    assert found.shrunk.mean() == pytest.approx(seen.mean())
    assert (np.abs(found.shrunk - found.mean) <= np.abs(seen - found.mean) + 1e-12).all()
    assert (np.diff(found.shrunk[np.argsort(seen, kind="stable")]) >= -1e-12).all()


@SOME
@given(waves(), st.randoms(use_true_random=False))
def test_action_effect__people_in_another_order__the_same(given_waves, random) -> None:
    before, after, targeted = given_waves
    other = before[random.sample(range(len(before)), len(before))]
    found, again = action_effect(before, after, targeted, seed=5), action_effect(other, after, targeted, seed=5)
    np.testing.assert_array_equal([found.effect, found.low, found.high], [again.effect, again.low, again.high])


@SOME
@given(waves())
def test_action_effect__in_points_instead_of_shares__a_hundred_times_as_much(given_waves) -> None:
    before, after, targeted = given_waves
    found, points = (
        action_effect(factor * before, factor * after, targeted, seed=5, linked=False) for factor in (1, 100)
    )
    one, other = (np.array([each.effect, each.low, each.high, each.smallest]) for each in (found, points))
    np.testing.assert_allclose(100 * one, other, rtol=1e-9, atol=1e-9)


@SOME
@given(waves())
def test_action_effect__targets_and_others_exchanged__the_effect_turns_round(given_waves) -> None:
    before, after, targeted = given_waves
    found, turned = action_effect(before, after, targeted, seed=5), action_effect(before, after, ~targeted, seed=5)
    np.testing.assert_allclose([found.effect, found.low], [-turned.effect, -turned.high], atol=1e-12)


@pytest.mark.slow
@pytest.mark.parametrize("people", [6, 12, 40])
def test_action_effect__lowest_quality_targeted_and_nothing_planted__seldom_called_a_move(people: int) -> None:
    rng, moved, worlds = np.random.default_rng(people), 0, 400
    for _ in range(worlds):
        chances = np.clip(rng.normal(0.55, 0.2, 7), 0.05, 0.95)
        before, after = (rng.random((people, 7)) < chances for _ in range(2))
        lowest = np.arange(7) == before.mean(axis=0).argmin()
        moved += action_effect(before, after, lowest, seed=1).low > 0
    # One side of a 95 % interval, and three standard errors of such a share.
    assert moved / worlds <= 0.025 + 3 * np.sqrt(0.025 * 0.975 / worlds)
