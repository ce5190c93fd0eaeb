"""Components: the published table, negative variances, nothing to share out, the bootstrap."""

from __future__ import annotations

import warnings
from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ToolkitError
from analysis.measures.components import complete_rows, resampled_variances
from analysis.measures.continuum import component_shares, variance_components

SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
ALIKE = "everybody stands in the same place in every situation: nothing to share out"
BELOW = "the variance of people came out below 0 and counts as 0"
BELOW_TOO = "the variance of situations came out below 0 and counts as 0"


def table(people: int, person: float, situation: float, residual: float, seed: int = 1) -> np.ndarray:
    """Positions with the given standard deviations, around 200 so that none is a blank code."""
    rng = np.random.default_rng(seed)
    parts = rng.normal(0, person, (people, 1)), rng.normal(0, situation, 6), rng.normal(0, residual, (people, 6))
    return 200 + sum(parts)


def test_variance_components__shrout_and_fleiss__to_the_printed_digits() -> None:
    found = variance_components(SHROUT_FLEISS)
    assert [round(value, 4) for value in (found.person, found.situation, found.residual)] == [2.5556, 5.2444, 1.0194]
    assert (round(found.relative, 4), round(found.absolute, 4)) == (0.9093, 0.6201)
    assert (found.n, found.note) == (6, "")
    assert sum(found.shares) == pytest.approx(1)


@pytest.mark.parametrize(
    ("matrix", "person", "situation", "residual", "relative", "absolute", "note"),
    [
        ([[50, 50], [50, 50]], 0, 0, 0, np.nan, np.nan, ALIKE),
        ([[0.1, 0.1, 0.1]] * 4, 0, 0, 0, np.nan, np.nan, ALIKE),
        ([[1, 1], [3, 3]], 2, 0, 0, 1, 1, ""),
        ([[1, 3], [1, 3]], 0, 2, 0, np.nan, 0, "everybody has the same profile: nothing to tell people apart by"),
        ([[0, 4], [4, 0]], 0, 0, 16, 0, 0, f"{BELOW}; {BELOW_TOO}"),
    ],
)
def test_variance_components__small_tables__by_hand(
    matrix, person: float, situation: float, residual: float, relative: float, absolute: float, note: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = variance_components(matrix)
    assert (found.person, found.situation, found.residual) == pytest.approx((person, situation, residual))
    assert (found.relative, found.absolute) == pytest.approx((relative, absolute), nan_ok=True)
    assert found.note == note


@pytest.mark.parametrize(
    ("matrix", "n", "note"),
    [
        (np.zeros((0, 6)), 0, "nobody answered in every situation"),
        ([[50, np.nan], [-1, 60]], 0, "nobody answered in every situation"),
        ([[50, 40], [-1, 60]], 1, "one person alone: nothing to compare with"),
        ([[50], [60]], 2, "one situation alone: nothing to compare with"),
    ],
)
def test_variance_components__nothing_to_compare__blank_with_a_note(matrix, n: int, note: str) -> None:
    found = variance_components(matrix)
    assert (found.n, found.note) == (n, note)
    assert np.isnan([found.person, *found.shares, found.relative, found.absolute]).all()
    assert component_shares(matrix, seed=1)["note"].unique().tolist() == [note]


def test_variance_components__blanks__whole_persons_left_out() -> None:
    blanks = [[-1, 3, 5, 5], [1, np.nan, 2, 2]]
    assert variance_components(SHROUT_FLEISS + blanks) == variance_components(SHROUT_FLEISS)
    shares = component_shares(SHROUT_FLEISS + blanks, seed=1)
    assert shares[["n", "incomplete", "situations"]].drop_duplicates().to_numpy().tolist() == [[6, 2, 4]]


def test_variance_components__large_numbers_beside_small_differences__still_exact() -> None:
    found = variance_components(np.array(SHROUT_FLEISS) + 1e9)
    assert (found.person, found.situation, found.residual) == pytest.approx((2.5555556, 5.2444444, 1.0194444))


@pytest.mark.parametrize(("people", "given"), [(9, False), (10, True), (11, True)])
def test_component_shares__around_ten_people__interval_from_ten_on(people: int, given: bool) -> None:
    shares = component_shares(table(people, 10, 8, 6), seed=1)
    assert shares["quantity"].tolist() == ["person", "situation", "residual", "relative", "absolute"]
    assert shares[["low", "high"]].notna().all(axis=None) == given
    assert shares["note"].unique().tolist() == ["" if given else "no interval under 10 people"]
    assert shares["question"].unique().tolist() == ["differs beyond chance"]


def test_component_shares__interval__around_the_share_and_the_same_in_any_order() -> None:
    people = table(40, 10, 8, 6)
    shares = component_shares(people, seed=1)
    assert (shares["low"] <= shares["share"]).all()
    assert (shares["share"] <= shares["high"]).all()
    pd.testing.assert_frame_equal(shares, component_shares(people[::-1], seed=1), check_exact=True)
    assert not shares.equals(component_shares(people, seed=2))


def test_component_shares__persons_all_alike_but_one__interval_over_the_resamples_that_differ() -> None:
    people = np.full((12, 6), 50.0)
    people[0, 0] = 60
    shares = component_shares(people, seed=1)
    assert shares[["low", "high"]].notna().all(axis=None)
    assert shares["note"].iloc[0] == ""


def test_component_shares__no_differences__blank_with_a_note() -> None:
    shares = component_shares(np.full((12, 6), 50.0), seed=1)
    assert shares[["share", "low", "high"]].isna().all(axis=None)
    assert shares["note"].unique().tolist() == [ALIKE]


@pytest.mark.slow
def test_component_shares__two_hundred_tables__interval_holds_the_share_of_people_about_as_often_as_it_says() -> None:
    # Situations are fixed here, so that the true shares are known: 100, 64 and 36 of 200.
    rng, held = np.random.default_rng(4), 0
    profile = np.array([-1, 1, -1, 1, -1, 1]) * 8 * np.sqrt(5 / 6)
    for run in range(200):
        people = 200 + rng.normal(0, 10, (30, 1)) + profile + rng.normal(0, 6, (30, 6))
        low, high = component_shares(people, seed=run).loc[0, ["low", "high"]]
        held += low <= 0.5 <= high
    assert 0.88 <= held / 200 <= 0.99


def test_resampled_variances__every_draw_of_four_persons__their_mean_is_the_estimate() -> None:
    rows = np.array([[20.0, 40, 60], [60, 70, 90], [50, 70, 65], [35, 30, 80]])
    draws = [np.bincount(draw, minlength=4).astype(float) for draw in product(range(4), repeat=4)]
    found = variance_components(rows)
    mean = resampled_variances(rows, np.array(draws)).mean(axis=0)
    np.testing.assert_allclose(mean, [found.person, found.situation, found.residual])


def test_complete_rows__not_a_table_of_numbers__refused() -> None:
    with pytest.raises(ToolkitError) as caught:
        complete_rows([1, 2, 3])
    assert str(caught.value) == (
        "Components need a table.\n"
        "- matrix: found 1 dimensions; allowed: persons in rows, situations in columns. Lay it out so."
    )
    with pytest.raises(
        ToolkitError, match=r"^Components need a table of numbers\.\n- matrix: found an endless value; "
    ):
        complete_rows([[1, np.inf]])
