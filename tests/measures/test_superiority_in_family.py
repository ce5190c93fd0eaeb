"""Brunner-Munzel in a family: rare p-values come from splits where the t distribution makes them too often."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.measures.superiority import (
    RARE,
    SMALL_GROUP,
    SMALL_IN_FAMILY,
    brunner_munzel,
    brunner_munzel_in_family,
    name_test,
)


def groups(size: int, shift: float) -> tuple[np.ndarray, np.ndarray]:
    """Two groups of so many people, the second so much higher, in steps of one."""
    steps = np.random.default_rng(5).integers(0, 9, (2, size))
    return steps[0], steps[1] + shift


@pytest.mark.parametrize(
    ("size", "is_redone"),
    [
        (SMALL_GROUP - 1, False),
        (SMALL_GROUP, True),
        (SMALL_IN_FAMILY - 1, True),
        (SMALL_IN_FAMILY, False),
    ],
)
def test_family__rare_p_by_size__is_found_anew_between_ten_and_thirty(size: int, is_redone: bool) -> None:
    x, y = groups(size, 7)
    alone, in_family = (test(x, y, seed=3) for test in (brunner_munzel, brunner_munzel_in_family))
    assert alone.p < RARE
    assert (in_family.p != alone.p) == is_redone
    assert (in_family.superiority, in_family.low, in_family.high) == (alone.superiority, alone.low, alone.high)


def test_family__p_that_is_not_rare__stays_that_of_t() -> None:
    x, y = groups(15, 1)
    assert brunner_munzel(x, y, seed=3).p > RARE
    assert brunner_munzel_in_family(x, y, seed=3) == brunner_munzel(x, y, seed=3)


def test_family__wholly_apart__keeps_its_note() -> None:
    found = brunner_munzel_in_family(np.arange(12), np.arange(20, 32), seed=3)
    assert found == brunner_munzel(np.arange(12), np.arange(20, 32), seed=3)
    assert found.note.startswith("no overlap")


@pytest.mark.parametrize(
    ("smaller", "name"),
    [
        (9, "Brunner-Munzel, 9,999 drawn splits of the people"),
        (10, "Brunner-Munzel, t distribution, below 0.02 from drawn splits"),
        (29, "Brunner-Munzel, t distribution, below 0.02 from drawn splits"),
        (30, "Brunner-Munzel, t distribution"),
    ],
)
def test_family__name__says_where_p_comes_from(smaller: int, name: str) -> None:
    assert name_test(40, smaller, in_family=True) == name
