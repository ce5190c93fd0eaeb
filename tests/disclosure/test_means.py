"""Means from told counts: their ends and their largest error, against every way that the counts allow."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.allowed import Allowed, Block
from analysis.disclosure.maturity import rebuild_scores
from analysis.disclosure.means import fullest, index_mean, position_mean
from analysis.measures.maturity import index

POSITIONS = np.arange(0, 101, 10)
CLASS_OF = np.array([0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 9])


def marks(*told: tuple[int, int, int]) -> pd.DataFrame:
    return pd.DataFrame(told, columns=["count_low", "count_high", "n"])


def spread(n: int, ends: list[tuple[int, int]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of bands and classes; the bands are told as their classes add up."""
    lows, highs = zip(*ends, strict=True)
    parts = [slice(0, 4), slice(4, 6), slice(6, 10)]
    bands = pd.DataFrame([(sum(lows[part]), sum(highs[part]), n) for part in parts])
    classes = pd.DataFrame({"class_from": range(0, 100, 10), "count_low": lows, "count_high": highs, "n": n})
    return bands.set_axis(["count_low", "count_high", "n"], axis=1), classes


@pytest.mark.parametrize("roster", [None, 10, 25])
def test_index_mean__exact_counts__is_the_index(roster: int | None) -> None:
    told = index_mean(marks((3, 3, 10), (5, 5, 10), (9, 9, 10)), roster)
    scores = rebuild_scores(np.array([0.3, 0.5, 0.9]), 10)
    frame = pd.DataFrame({"exists_yes": 7 * scores, "exists_answered": 7})
    assert told.low == told.high == pytest.approx(index(frame, roster, seed=1)["index"].item(), abs=1e-8)


def test_index_mean__exact_counts__error_is_that_of_people_as_far_apart_as_they_can_be() -> None:
    told = index_mean(marks((3, 3, 10), (5, 5, 10), (9, 9, 10)), None)
    scores = rebuild_scores(np.array([0.3, 0.5, 0.9]), 10)
    assert told.error == pytest.approx(100 * scores.std(ddof=1) / np.sqrt(10))


def test_index_mean__ranges__ends_and_error_hold_every_allowed_count() -> None:
    ends = [(1, 3, 8), (2, 6, 8), (5, 8, 8)]
    told = index_mean(marks(*ends), None)
    for counts in product(*(range(low, high + 1) for low, high, _ in ends)):
        one = index_mean(marks(*((count, count, 8) for count in counts)), None)
        assert told.low <= one.low == one.high <= told.high
        assert one.error <= told.error + 1e-12


def test_position_mean__ends_and_error_hold_everybody_who_fits() -> None:
    ends = [(0, 1), (0, 0), (1, 1), (0, 0), (0, 2), (1, 1), (0, 0), (1, 2), (0, 0), (0, 1)]
    told = position_mean(*spread(5, ends))
    seen = []
    for counts in product(*(range(low, high + 1) for low, high in ends)):
        if sum(counts) == 5:
            places = [POSITIONS[at == CLASS_OF] for at, count in enumerate(counts) for _ in range(count)]
            seen += [np.array(people, dtype=float) for people in product(*places)]
    means, errors = zip(*((people.mean(), people.std(ddof=1) / np.sqrt(5)) for people in seen), strict=True)
    assert (told.low, told.high) == (pytest.approx(min(means)), pytest.approx(max(means)))
    assert max(errors) <= told.error <= 1.3 * max(errors)


@pytest.mark.parametrize("seed", range(30))
def test_fullest__random_classes_in_bands__as_much_as_the_best_of_all_ways(seed: int) -> None:
    rng = np.random.default_rng(seed)
    true = rng.integers(0, 4, 6)
    ends = [(max(0, count - rng.integers(0, 3)), count + rng.integers(0, 3)) for count in true.tolist()]
    sums = [int(true[part].sum()) for part in (slice(0, 3), slice(3, 6))]
    bands = [(max(0, total - rng.integers(0, 3)), total + rng.integers(0, 3)) for total in sums]
    allowed = Allowed(
        int(true.sum()), tuple(Block(band, tuple(ends[3 * at : 3 * at + 3])) for at, band in enumerate(bands))
    )
    worth = rng.normal(size=6)
    ways = allowed.ways()
    assert ways is not None
    found = fullest(allowed, worth)
    assert (ways == found).all(axis=1).any()
    assert found @ worth == pytest.approx((ways @ worth).max())
