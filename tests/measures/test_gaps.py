"""Gaps: leaders against the front line."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import ToolkitError
from analysis.measures.cohorts import adjust_p_values
from analysis.measures.gaps import fisher_p, perception_gap
from analysis.measures.shares import newcombe_difference


def test_perception_gap__rows__interval_of_newcombe_and_fisher_adjusted() -> None:
    x1, n1, x2, n2 = [9, 5, 10], [10, 56, 10], [3, 0, 0], [10, 29, 20]
    gap = perception_gap(x1, n1, x2, n2)
    low, high = newcombe_difference(x1, n1, x2, n2)
    np.testing.assert_array_equal(gap["low"], low)
    np.testing.assert_array_equal(gap["high"], high)
    np.testing.assert_allclose(gap["difference"], [0.6, 5 / 56, 1])
    np.testing.assert_array_equal(gap["p_adjusted"], adjust_p_values(gap["p"]))
    assert gap["question"].unique().tolist() == ["differs beyond chance"]
    assert gap["note"].tolist() == ["", "", ""]


@pytest.mark.parametrize("blank", [(0, 0), (np.nan, np.nan), (np.nan, 9)])
def test_perception_gap__one_group_unknown__blank_with_a_note_and_out_of_the_family(blank: tuple[float, float]) -> None:
    gap = perception_gap([9, blank[0]], [10, blank[1]], [3, 2], [10, 4])
    assert gap["note"].tolist() == ["", "nobody answered in one of the groups"]
    assert gap.loc[1, ["difference", "low", "high", "p", "p_adjusted"]].isna().all()
    assert gap.loc[0, "p_adjusted"] == gap.loc[0, "p"]


def test_perception_gap__more_yeses_than_answers__refused() -> None:
    with pytest.raises(ToolkitError, match=r"^These counts cannot be\.\n- counts 2: found 5 of 4; "):
        perception_gap([1, 5], [4, 4], [1, 1], [4, 4])


@pytest.mark.parametrize(("x1", "n1", "x2", "n2"), [(0, 4, 0, 6), (4, 4, 6, 6), (2, 4, 3, 6)])
def test_fisher_p__no_difference__one(x1: int, n1: int, x2: int, n2: int) -> None:
    assert fisher_p(x1, n1, x2, n2) == pytest.approx(1)


def test_fisher_p__hand_count__three_of_three_against_none_of_three() -> None:
    # Of the C(6, 3) = 20 ways to deal three yeses to six people, 2 are as far apart as this one.
    assert fisher_p(3, 3, 0, 3) == pytest.approx(2 / 20)


def test_fisher_p__equally_probable_tables__both_sides_count() -> None:
    assert fisher_p(1, 11, 10, 11) == pytest.approx(fisher_p(10, 11, 1, 11))
    assert fisher_p(8, 8, 0, 8) == pytest.approx(2 / 12870)
