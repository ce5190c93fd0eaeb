"""Branching: which groups are not told by themselves, since auditing them takes too long."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.disclosure.branching import CROWD, FEW, THRONG, Telling, _places


def telling(people: int, counts: int) -> Telling:
    """So many people, of whom all gave the first of several answers."""
    answers = np.eye(counts, counts + 1, dtype=bool)
    return Telling(np.ones(people, dtype=bool), answers, (people, *[0] * (counts - 1)))


@pytest.mark.parametrize(
    ("people", "counts", "slots", "is_told"),
    [
        (FEW - 1, 1, CROWD - 1, True),
        (FEW - 1, 1, CROWD, True),
        (FEW - 1, 1, CROWD + 1, False),
        (FEW, 1, CROWD + 1, True),
        (FEW + 1, 1, CROWD + 1, True),
        (100, 1, THRONG - 1, True),
        (100, 1, THRONG, True),
        (100, 1, THRONG + 1, False),
        (100, 3, THRONG // 2 - 1, True),
        (100, 3, THRONG // 2, True),
        (100, 3, THRONG // 2 + 1, False),
    ],
)
def test_group__beside_so_many_slots__is_told_by_itself_or_not(
    people: int, counts: int, slots: int, is_told: bool
) -> None:
    assert (len(_places(telling(people, counts), slots)) > 0) == is_told
