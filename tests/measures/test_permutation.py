"""Permutation: every split by hand, the limit of all splits, drawn splits against the exact tail."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from analysis.measures.permutation import ALL_SPLITS, DRAWN_SPLITS, are_all_tried, sign_flip_p, split_p


def yes_apart(groups: np.ndarray) -> np.ndarray:
    """How far the yeses of a group are from what is to be expected, for groups of equal size."""
    return groups[:, 1] - 5.5


@pytest.mark.parametrize(("sizes", "tried"), [((8, 7), True), ((2, 198), True), ((2, 199), False), ((8, 9), False)])
def test_are_all_tried__around_twenty_thousand(sizes: tuple[int, int], tried: bool) -> None:
    assert are_all_tried(*sizes) is tried
    assert (comb(sum(sizes), sizes[0]) <= 20_000) is tried
    assert ALL_SPLITS == 20_000


def test_split_p__five_people__counted_by_hand() -> None:
    # Pairs of 0 1 1 2 6 by their sum, 4 being expected of a pair: 1 1 2 6 2 3 7 3 7 8; apart at least as far as 0+1: 3.
    def apart(pairs: np.ndarray) -> np.ndarray:
        return pairs @ np.array([0.0, 1, 2, 6]) - 4

    assert split_p([1, 1, 0, 0], [1, 2, 1, 1], apart, seed=1) == pytest.approx(5 / 10)


def test_split_p__smaller_group_is_the_other__same() -> None:
    totals = np.array([2, 3, 1, 2])

    def apart(groups: np.ndarray) -> np.ndarray:
        size = groups.sum(axis=1)
        return (groups @ np.arange(4.0) - size * (totals @ np.arange(4.0)) / 8) / np.where(size == 3, 1, -1)

    small = np.array([0, 1, 0, 2])
    assert split_p(small, totals, apart, seed=1) == split_p(totals - small, totals, apart, seed=1)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_split_p__drawn__near_the_exact_tail_and_a_whole_number_of_draws(seed: int) -> None:
    ways = [comb(11, yes) * comb(9, 10 - yes) for yes in range(1, 11)]
    exact = sum(way for yes, way in enumerate(ways, start=1) if abs(yes - 5.5) >= 2.5) / comb(20, 10)
    found = split_p([7, 3], [9, 11], yes_apart, seed)
    assert found == pytest.approx(exact, abs=5 * np.sqrt(exact / DRAWN_SPLITS))
    assert found * (DRAWN_SPLITS + 1) == pytest.approx(round(found * (DRAWN_SPLITS + 1)))
    assert found == split_p([7, 3], [9, 11], yes_apart, seed)


def test_split_p__more_extreme_than_every_draw__one_in_ten_thousand() -> None:
    assert split_p([30, 0], [30, 30], lambda groups: groups[:, 1] - 15.0, seed=1) == 1 / 10_000


@pytest.mark.parametrize(
    ("differences", "p"),
    [
        ([3, 1, 2], 2 / 8),
        ([0, 0, 0], 1),
        ([5], 1),
        ([1, -1, 2, 2], 6 / 16),
        ([0.1, 0.2, -0.3], 1),
        ([2, 2, 2, 2, 2], 2 / 32),
    ],
)
def test_sign_flip_p__hand_table(differences: list[float], p: float) -> None:
    assert sign_flip_p(differences, seed=1) == pytest.approx(p)


def test_sign_flip_p__nobody__blank() -> None:
    assert np.isnan(sign_flip_p([], seed=1))


@pytest.mark.parametrize(("people", "lowest"), [(14, 2 / 2**14), (15, 1 / 10_000)])
def test_sign_flip_p__all_on_one_side__all_signs_up_to_fourteen_people(people: int, lowest: float) -> None:
    # Of 2^15 exchanges two are as extreme: 9,999 draws meet one in fewer than half of all seeds, and not in this.
    assert sign_flip_p([1.0] * people, seed=1) == lowest


def test_sign_flip_p__drawn__near_the_exact_tail() -> None:
    exact = 2 * sum(comb(40, yes) for yes in range(28, 41)) / 2**40
    found = sign_flip_p([1.0] * 28 + [-1.0] * 12, seed=1)
    assert found == pytest.approx(exact, abs=5 * np.sqrt(exact / DRAWN_SPLITS))
