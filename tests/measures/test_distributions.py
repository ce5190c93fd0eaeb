"""Distributions: merged classes, dots, medians; what is told below, at and above twenty people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ToolkitError
from analysis.guide import load_guide
from analysis.guide.model import Policy
from analysis.measures.continuum import distributions, person_positions
from analysis.measures.distributions import Histogram, class_quantiles, merge_classes, rounded_median
from analysis.tally import tally_answers
from answers import pairs_of, people_frame

GUIDE = load_guide()
TOO_FEW = "no quartiles and no dots under 20 people"
TOO_CLOSE = "no quartiles and no dots: merged until each class has enough people, only one class is left"
LOWER, MIDDLE, UPPER = "2/5", "3/4", "6/2"


def staff(**roles: list[str]) -> pd.DataFrame:
    """Positions of people of each role; each person one answer `growth/fixed` to all situations, or `-/-`."""
    rows = [pairs_of(GUIDE, [pair] * 6) | {"role": role} for role, pairs in roles.items() for pair in pairs]
    return person_positions(people_frame(GUIDE, rows), GUIDE)


def overall(positions: pd.DataFrame, value: str, cohort: str = "role") -> pd.Series:
    return distributions(positions, GUIDE, cohort).query("value == @value and scope == 'overall'").iloc[0]


@pytest.mark.parametrize(
    ("positions", "least", "edges", "people"),
    [
        ([5] * 5 + [95] * 5, 5, [0, 50, 100], [5, 5]),
        ([5] * 4 + [95] * 5, 5, [0, 100], [9]),
        ([5] * 12 + [95] * 5, 5, [0, 30, 100], [12, 5]),
        ([45] * 5 + [55] * 5 + [65] * 5, 5, [0, 50, 60, 100], [5, 5, 5]),
        ([45] * 5 + [55] * 5 + [65] * 4, 5, [0, 50, 100], [5, 9]),
        ([45] * 3, 4, [0], []),
        ([], 1, [0], []),
        ([*range(5, 100, 10)], 1, [*range(0, 101, 10)], [1] * 10),
    ],
)
def test_merge_classes__hand_table(positions: list[float], least: int, edges: list[int], people: list[int]) -> None:
    found = merge_classes(positions, least)
    assert (found.edges.tolist(), found.people.tolist()) == (edges, people)


def test_merge_classes__no_threshold__refused() -> None:
    with pytest.raises(ToolkitError) as caught:
        merge_classes([50], 0)
    assert str(caught.value) == (
        "Classes need a threshold.\n- least: found 0; allowed: a whole number from 1. Use the threshold of the guide."
    )


@pytest.mark.parametrize(
    ("at", "expected"), [(0, 20), (0.025, 20), (0.25, 20), (0.375, 42.5), (0.5, 45), (0.74, 49.8), (0.75, 75), (1, 75)]
)
def test_class_quantiles__outer_classes__their_middle_and_evenly_within_the_others(at: float, expected: float) -> None:
    assert float(class_quantiles(Histogram(np.array([0, 40, 50, 100]), np.array([5, 10, 5])), at)) == expected


def test_class_quantiles__nobody__blank() -> None:
    assert np.isnan(class_quantiles(merge_classes([], 5), [0.25, 0.5])).all()


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


@pytest.mark.parametrize(("people", "told"), [(24, False), (25, True)])
def test_distributions__higher_threshold_than_twenty__counts(people: int, told: bool) -> None:
    strict = replace(GUIDE, policy=Policy(minimum_group=12))
    stricter = replace(GUIDE, policy=Policy(minimum_group=25))
    positions = staff(leader=[LOWER] * 12 + [UPPER] * (people - 12))
    notes = [distributions(positions, guide, "role")["note"].iloc[0] for guide in (strict, stricter)]
    assert notes == ["", TOO_CLOSE if told else "no quartiles and no dots under 25 people"]


def test_distributions__twenty_people_in_three_places__dots_of_the_classes_and_of_nobody() -> None:
    # Positions 20, 40 and 90: of all ways to merge, 0-40, 40-60 and 60-100 has the smallest sum, 5*16 + 10*4 + 5*16.
    row = overall(staff(leader=[LOWER] * 5 + [MIDDLE] * 10 + [UPPER] * 5), "leader")
    assert row["dots"][:5] == (20,) * 5
    assert row["dots"][-5:] == (80,) * 5
    assert row["dots"][5:15] == pytest.approx(tuple(np.arange(41, 61, 2)))
    assert (row["quartile_1"], row["quartile_2"], row["quartile_3"]) == (20, 50, 80)


def test_distributions__all_in_one_class__no_dots_and_the_reason() -> None:
    row = overall(staff(leader=[UPPER] * 24), "leader")
    assert (row["dots"], row["note"], row["median"]) == ((), TOO_CLOSE, 90)


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
        "- cohort: found 'shoe_size'; allowed: role, unit, tenure, employment, leads, all. Correct the name."
    )
