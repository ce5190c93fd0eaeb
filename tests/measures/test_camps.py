"""Camps: van der Eijk's A on given counts, and the classes that positions are laid into."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import ToolkitError
from analysis.measures.camps import class_counts
from analysis.measures.cohorts import agreement_a


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([30, 40, 210, 130, 530, 50, 10], 0.6113),
        ([7, 0, 0, 0, 0, 7], -1),
        ([4, 4, 4, 4, 4, 4], 0),
        ([0, 0, 1, 0, 0, 0], 1),
        ([0, 3, 3, 0, 0, 0], 0.8),
        ([5, 5], 0),
    ],
)
def test_agreement_a__given_counts__as_published_or_by_hand(counts: list[int], expected: float) -> None:
    assert round(agreement_a(counts), 4) == expected


def test_agreement_a__nobody__blank() -> None:
    assert np.isnan(agreement_a([0, 0, 0]))


def test_agreement_a__impossible_counts__refused_together() -> None:
    with pytest.raises(ToolkitError) as caught:
        agreement_a([-1])
    assert str(caught.value) == (
        "Agreement cannot be computed from these counts.\n"
        "- counts: found -1; allowed: a number from 0. Give the people of each class.\n"
        "- counts: found 1 classes; allowed: at least 2. Give every class, also empty ones."
    )


@pytest.mark.parametrize(
    ("classes", "position", "at"),
    [
        *((10, position, at) for position, at in [(0, 0), (9.9, 0), (10, 1), (39.9, 3), (40, 4), (50, 4), (50.1, 5)]),
        *((10, position, at) for position, at in [(60, 5), (60.1, 6), (90, 8), (90.1, 9), (100, 9)]),
        *((6, position, at) for position, at in [(16.6, 0), (100 / 6, 1), (50, 2), (50.1, 3), (500 / 6, 4), (84, 5)]),
    ],
)
def test_class_counts__edges__belong_to_the_class_nearer_to_the_middle(classes: int, position: float, at: int) -> None:
    assert class_counts([position], classes).tolist() == np.eye(classes, dtype=int)[at].tolist()


def test_class_counts__blanks__left_out() -> None:
    assert class_counts([np.nan, -1, 0]).tolist() == [1, 0, 0, 0, 0, 0]
    assert class_counts([]).tolist() == [0, 0, 0, 0, 0, 0]


def test_class_counts__above_a_hundred__refused() -> None:
    with pytest.raises(ToolkitError) as caught:
        class_counts([50, 101])
    assert str(caught.value) == (
        "These are not positions on the continuum.\n"
        "- positions: found 101; allowed: from 0 to 100, or a blank. Correct it."
    )
