"""Ranks with their uncertainty: by hand, ties, blanks, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import ToolkitError
from analysis.measures.libraries import rank_uncertainty

NUMBERS = ["expected", "low", "high", "top_third"]


def test_rank_uncertainty__four_draws__by_hand() -> None:
    found = rank_uncertainty([[9, 5, 1], [8, 2, 3], [1, 7, 4], [6, 5, 4]])
    assert found[NUMBERS].to_numpy().tolist() == [[1.5, 1, 3, 0.75], [2, 1, 3, 0.25], [2.5, 2, 3, 0]]
    assert found["question"].unique().tolist() == ["differs beyond chance"]
    assert found["method"].unique().tolist() == ["ranks of joint draws (Goldstein & Spiegelhalter 1996)"]


def test_rank_uncertainty__equal_libraries__share_their_ranks_and_their_place_at_the_top() -> None:
    found = rank_uncertainty([[4, 4, 4, 1]])
    assert found["expected"].to_list() == [2, 2, 2, 4]
    assert found["top_third"].to_list() == [0.5, 0, 0.5, 0]


@pytest.mark.parametrize(("libraries", "top"), [(2, 1), (3, 1), (5, 1), (6, 2), (7, 2)])
def test_rank_uncertainty__any_number_of_libraries__a_third_of_them_at_the_top(libraries: int, top: int) -> None:
    found = rank_uncertainty([range(libraries)])
    assert found["top_third"].to_list() == [0] * (libraries - top) + [1] * top


def test_rank_uncertainty__a_library_without_draws__is_left_out_with_the_reason() -> None:
    found = rank_uncertainty([[5, np.nan, 9], [6, 3, 2]])
    assert found["expected"].to_list() == pytest.approx([1.5, np.nan, 1.5], nan_ok=True)
    assert found["note"].to_list() == ["", "nothing is known of this library: no rank", ""]


@pytest.mark.parametrize("draws", [[[5.0], [6.0]], [[5.0, np.nan]]])
def test_rank_uncertainty__one_library__no_rank(draws) -> None:
    found = rank_uncertainty(draws)
    assert found[NUMBERS].isna().all(axis=None)
    assert found["note"][0] == "one library alone: nothing to compare with"


@pytest.mark.parametrize(("draws", "found"), [([1, 2], "2"), (np.empty((0, 3)), "0 × 3"), (3, "one number")])
def test_rank_uncertainty__no_table_of_draws__refused(draws, found: str) -> None:
    with pytest.raises(ToolkitError) as caught:
        rank_uncertainty(draws)
    assert str(caught.value) == (
        f"Ranks need draws of libraries.\n- draws: found {found}; allowed: draws in rows, libraries in columns. "
        "Hand over at least one draw."
    )
