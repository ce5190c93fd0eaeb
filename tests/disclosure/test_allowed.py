"""Allowed counts: every way that fits what is told, found once more by trying all of them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure import allowed as module
from analysis.disclosure.allowed import Allowed, Block

MANY = settings(max_examples=150, deadline=None)


def all_ways(allowed: Allowed) -> list[tuple[int, ...]]:
    """Every way to fill the classes, each count tried from its low to its high end."""
    return [way for way in product(*(range(low, high + 1) for low, high in allowed.ranges)) if fits(way, allowed)]


def fits(way: tuple[int, ...], allowed: Allowed) -> bool:
    start, inside = 0, sum(way) == allowed.n
    for block in allowed.blocks:
        people = sum(way[start : start + len(block.ranges)])
        inside &= block.ends[0] <= people <= block.ends[1]
        start += len(block.ranges)
    return inside


@st.composite
def told(draw: st.DrawFn) -> Allowed:
    """What may be told of some true counts: ranges around them, of classes and of their blocks."""
    counts = draw(st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=3), min_size=1, max_size=3))
    blocks = [Block(_around(draw, sum(block)), tuple(_around(draw, count) for count in block)) for block in counts]
    return Allowed(sum(map(sum, counts)), tuple(blocks))


def _around(draw: st.DrawFn, count: int) -> tuple[int, int]:
    return max(0, count - draw(st.integers(0, 2))), count + draw(st.integers(0, 2))


@pytest.mark.slow
@MANY
@given(told())
def test_ways__any_ranges__all_that_fit_and_each_once(allowed: Allowed) -> None:
    ways = allowed.ways()
    assert ways is not None
    assert sorted(map(tuple, ways.tolist())) == sorted(all_ways(allowed))


@MANY
@given(told())
def test_below__any_ranges__reached_by_some_way_and_exceeded_by_none(allowed: Allowed) -> None:
    below = np.array([np.cumsum([0, *way]) for way in all_ways(allowed)])
    least, most = allowed.below
    assert (least.tolist(), most.tolist()) == (below.min(axis=0).tolist(), below.max(axis=0).tolist())


@MANY
@given(told())
def test_below__counts_turned_round__mirrored(allowed: Allowed) -> None:
    turned = Allowed(allowed.n, tuple(Block(block.ends, block.ranges[::-1]) for block in allowed.blocks[::-1]))
    least, most = allowed.below
    beyond_least, beyond_most = turned.below
    assert (allowed.n - beyond_most[::-1]).tolist() == least.tolist()
    assert (allowed.n - beyond_least[::-1]).tolist() == most.tolist()


@pytest.mark.parametrize(("most", "listed"), [(8, None), (9, 9), (10, 9)])
def test_ways__around_the_most_that_are_listed__none_above(
    most: int, listed: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_WAYS", most)
    ways = Allowed.of_classes(4, ((0, 2), (0, 2), (0, 4))).ways()
    assert (None if ways is None else len(ways)) == listed


def test_ways__counts_that_cannot_be__none_of_them() -> None:
    ways = Allowed.of_classes(9, ((0, 2), (0, 2))).ways()
    assert ways is not None
    assert ways.shape == (0, 2)


@pytest.mark.parametrize("at", range(3))
def test_is_exact__one_open_count__is_not(at: int) -> None:
    ranges = [(2, 2)] * 3
    assert Allowed.of_classes(6, tuple(ranges)).is_exact
    ranges[at] = (1, 2)
    assert not Allowed.of_classes(6, tuple(ranges)).is_exact
