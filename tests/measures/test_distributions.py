"""Distributions: classes, quantiles, dots, medians; what is told below, at and above twenty people."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ToolkitError
from analysis.guide import load_guide
from analysis.measures.continuum import distributions, person_positions
from analysis.measures.distributions import Histogram, class_quantiles, histogram, quantile_edges, rounded_median
from analysis.tally import tally_answers
from answers import pairs_of, people_frame

GUIDE = load_guide()
TOO_FEW = "no quartiles and no dots under 20 people"
LOWER, MIDDLE, UPPER = "2/5", "3/4", "6/2"


def staff(**roles: list[str]) -> pd.DataFrame:
    """Positions of people of each role; each person one answer `growth/fixed` to all situations, or `-/-`."""
    rows = [pairs_of(GUIDE, [pair] * 6) | {"role": role} for role, pairs in roles.items() for pair in pairs]
    return person_positions(people_frame(GUIDE, rows), GUIDE)


def overall(positions: pd.DataFrame, value: str, cohort: str = "role") -> pd.Series:
    return distributions(positions, GUIDE, cohort).query("value == @value and scope == 'overall'").iloc[0]


def test_histogram__positions_on_edges__ten_classes_that_no_band_cuts() -> None:
    edges, people = histogram([0, 10, 39.9, 40, 50, 60, 60.1, 100, np.nan, -1])
    assert edges.tolist() == [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
    assert people.tolist() == [1, 1, 0, 1, 2, 1, 1, 0, 0, 1]


@pytest.mark.parametrize(
    ("at", "expected"),
    [(0.025, 4), (0.25, 40), (0.3, 42), (0.5, 50), (0.74, 59.6), (0.75, 60), (0.9, 84), (0.975, 96)],
)
def test_class_quantiles__five_people_a_class__evenly_within_each(at: float, expected: float) -> None:
    counted = Histogram(np.array([0, 40, 50, 60, 100]), np.array([5, 5, 5, 5]))
    assert float(class_quantiles(counted, at)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("people", "expected"),
    [([10, 0, 0, 10], 50), ([10, 0, 10, 0], 45), ([9, 0, 11, 0], 50 + 10 / 11), ([4, 16, 0, 0], 43.75)],
)
def test_class_quantiles__half_below_empty_classes__their_middle(people: list[int], expected: float) -> None:
    assert float(class_quantiles(Histogram(np.array([0, 40, 50, 60, 100]), np.array(people)), 0.5)) == expected


def test_class_quantiles__nobody__blank() -> None:
    assert np.isnan(class_quantiles(histogram([]), [0.25, 0.5])).all()


def test_class_quantiles__the_ends__refused_together() -> None:
    with pytest.raises(ToolkitError) as caught:
        class_quantiles(histogram([50]), [0, 0.5, 1])
    assert str(caught.value) == (
        "These are not quantiles.\n"
        "- at: found 0; allowed: between 0 and 1. Ask for a share of the people.\n"
        "- at: found 1; allowed: between 0 and 1. Ask for a share of the people."
    )


@pytest.mark.parametrize(
    ("below", "span"),
    [
        ((9, 9), (1, 2)),
        ((10, 10), (0, 2)),
        ((11, 11), (0, 1)),
        ((9, 11), (0, 2)),
        ((8, 9), (1, 2)),
        ((11, 12), (0, 1)),
        ((8, 10), (0, 2)),
    ],
)
def test_quantile_edges__people_below_the_edge_around_half__the_classes_of_both_middle_people(
    below: tuple[int, int], span: tuple[int, int]
) -> None:
    first, last = quantile_edges([0, below[0], 20], [0, below[1], 20], 0.5)
    assert (first, last) == span


@pytest.mark.parametrize(
    ("positions", "median"),
    [
        *(([65], 60), ([35], 40), ([64.9], 60), ([65.1], 70)),
        *(([40, 60], 50), ([0], 0), ([100, 96, 95.1], 100), ([-1, 50], 50)),
    ],
)
def test_rounded_median__hand_table__a_half_to_the_even_ten(positions: list[float], median: float) -> None:
    assert rounded_median(positions) == median


@pytest.mark.parametrize(("people", "told"), [(19, False), (20, True), (21, True)])
def test_distributions__around_twenty_people__quartiles_and_dots_from_twenty_on(people: int, told: bool) -> None:
    row = overall(staff(leader=[LOWER] * 7 + [MIDDLE] * 6 + [UPPER] * (people - 13)), "leader")
    assert (row["n"], row["fixed"], row["mixed"], row["growth"]) == (people, 7, 6, people - 13)
    assert row["median"] == 40
    assert row["note"] == ("" if told else TOO_FEW)
    assert len(row["dots"]) == (20 if told else 0)
    assert row[["quartile_1", "quartile_2", "quartile_3"]].notna().all() == told


def test_distributions__twenty_people_in_three_places__dots_spread_over_the_classes() -> None:
    # Positions 20, 40 and 90 stand in the classes 20-30, 40-50 and 80-90.
    row = overall(staff(leader=[LOWER] * 5 + [MIDDLE] * 10 + [UPPER] * 5), "leader")
    dots = [*range(21, 30, 2), *(40.5 + np.arange(10)), *range(81, 90, 2)]
    assert row["dots"] == pytest.approx(dots)
    assert (row["quartile_1"], row["quartile_2"], row["quartile_3"]) == (35, 45, 65)


def test_distributions__all_in_one_class__dots_within_it() -> None:
    row = overall(staff(leader=[UPPER] * 24), "leader")
    assert (min(row["dots"]), max(row["dots"])) == pytest.approx((80.25, 89.75))
    assert (row["note"], row["median"], row["agreement"]) == ("", 90, 1)


def test_distributions__nobody__blank_with_a_note() -> None:
    row = overall(staff(leader=["-/-"] * 3), "leader")
    assert (row["n"], row["unscored"], row["note"]) == (0, 3, "nobody answered")
    assert np.isnan([row["median"], row["agreement"]]).all()
    assert overall(staff(leader=[UPPER]), "supervisor")["note"] == "nobody answered"


def test_distributions__two_camps__agreement_below_zero_and_median_between() -> None:
    row = overall(staff(leader=["1/6"] * 4 + ["6/1"] * 4), "leader")
    assert (row["agreement"], row["median"]) == (-1, 50)


def test_distributions__leads_and_all__who_left_the_role_blank_is_in_all_alone() -> None:
    positions = staff(leader=[UPPER], supervisor=[UPPER], public_services=[LOWER], **{"-1": [MIDDLE]})
    assert overall(positions, "leaders", "leads")["n"] == 2
    assert overall(positions, "front_line", "leads")["n"] == 1
    assert overall(positions, "all", "all")["n"] == 4


def test_distributions__bands_and_people__as_the_tally_counts_them() -> None:
    rows = [pairs_of(GUIDE, [pair, *["3/3"] * 5]) | {"role": "leader"} for pair in ("1/6", "3/3", "6/1", "-/2", "5/5")]
    frame = people_frame(GUIDE, rows)
    counted = tally_answers(frame, GUIDE, ["role"]).bands.query("cohort == 'role'").reset_index(drop=True)
    found = distributions(person_positions(frame, GUIDE), GUIDE, "role")
    pd.testing.assert_frame_equal(found[counted.columns.to_list()], counted)


def test_distributions__column_that_the_guide_lacks__refused() -> None:
    with pytest.raises(ToolkitError) as caught:
        distributions(staff(leader=[UPPER]), GUIDE, "shoe_size")
    assert str(caught.value) == (
        "The guide has no such cohort column.\n"
        "- cohort: found 'shoe_size'; allowed: all, role, unit, tenure, employment, leads. Correct the name."
    )
