"""Unmet need: its ends, found once more by trying every way to fill the cells that fits what is told."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure.unmet import describe_unmet
from analysis.tally import CELLS

RANGES = "some counts are told as ranges"
COUNTS = ["of_low", "of_high", "count_low", "count_high"]
SHARES = ["share_low", "share_high"]
Ends = tuple[int, int]


def unmet(n: int, ranges: Sequence[Ends] | str, exists: tuple[int, int, int] | str, minimum: int = 5) -> pd.Series:
    """The row of one quality; `ranges` of strengthen, sustain, build, neither, and `exists`: ends and people."""
    keys = {"cohort": "all", "value": "all", "quality": "purpose", "roster": 60}
    told = [(pd.NA, pd.NA)] * 4 if isinstance(ranges, str) else ranges
    cells = pd.DataFrame(
        {"cell": CELLS, "count_low": [low for low, _ in told], "count_high": [high for _, high in told]}
    )
    silent = isinstance(ranges, str)
    cells = cells.assign(**keys, n=pd.NA if silent else n, withheld=silent, reason=ranges if silent else "")
    low, high, people = (pd.NA,) * 3 if isinstance(exists, str) else exists
    mark = keys | {"mark": "exists", "n": people, "count_low": low, "count_high": high}
    elsewhere = mark | {"cohort": "role", "value": "desk", "count_low": 0, "count_high": 1, "n": 1, "withheld": False}
    marks = pd.DataFrame([mark | {"withheld": isinstance(exists, str)}, elsewhere])
    return describe_unmet(cells, marks, minimum).iloc[0]


def test_unmet__everything_exact__the_share_itself() -> None:
    row = unmet(30, [(9, 9), (6, 6), (10, 10), (5, 5)], (15, 15, 30))
    assert row[[*COUNTS, *SHARES]].tolist() == [15, 15, 10, 10, 10 / 15, 10 / 15]
    assert (row["n"], row["roster"], row["question"], row["note"]) == (30, 60, "describes the roster", "")


def test_unmet__cells_are_ranges__the_mark_settles_how_many_do_not_see_it() -> None:
    row = unmet(30, [(6, 12), (3, 9), (10, 13), (2, 5)], (15, 15, 30))
    assert row[COUNTS].tolist() == [15, 15, 10, 13]
    assert row[SHARES].tolist() == [10 / 15, 13 / 15]
    assert row["note"] == RANGES


def test_unmet__some_gave_one_mark_only__any_part_of_them_may_have_said_yes() -> None:
    row = unmet(30, [(6, 12), (3, 9), (10, 13), (2, 5)], (17, 17, 32))
    assert row[COUNTS].tolist() == [13, 15, 10, 13]
    assert row[SHARES].tolist() == [10 / 15, 13 / 15]


def test_unmet__mark_withheld__from_the_cells_alone() -> None:
    row = unmet(30, [(6, 12), (3, 9), (10, 13), (2, 5)], "complement")
    assert row[COUNTS].tolist() == [12, 18, 10, 13]


@st.composite
def told(draw: st.DrawFn) -> tuple[int, list[Ends], tuple[int, int, int]]:
    cells = draw(st.tuples(*[st.integers(0, 5)] * 4).filter(any))
    more_yes, more_no = draw(st.integers(0, 2)), draw(st.integers(0, 2))
    around = [(max(0, count - draw(st.integers(0, 2))), count + draw(st.integers(0, 2))) for count in cells]
    yes = cells[0] + cells[1] + more_yes
    exists = max(0, yes - draw(st.integers(0, 1))), yes + draw(st.integers(0, 1)), sum(cells) + more_yes + more_no
    return sum(cells), around, exists


@settings(max_examples=150, deadline=None)
@given(told())
def test_unmet__any_ranges__ends_are_reached_and_never_exceeded(telling) -> None:
    n, ranges, (low, high, people) = telling
    row = unmet(n, ranges, (low, high, people), minimum=1)
    ways = [
        way
        for way in product(*(range(first, last + 1) for first, last in ranges))
        if sum(way) == n and any(low <= way[0] + way[1] + more <= high for more in range(people - n + 1))
    ]
    of = [build + neither for _, _, build, neither in ways]
    shares = [build / (build + neither) if build + neither else 0 for _, _, build, neither in ways]
    if min(of) < 1 or (min(shares), max(shares)) == (0, 1):
        assert (row["withheld"], row["reason"]) == (True, "complement")
        return
    builds = [way[2] for way in ways]
    assert row[COUNTS].tolist() == [min(of), max(of), min(builds), max(builds)]
    assert row[SHARES].tolist() == pytest.approx([min(shares), max(shares)])


@pytest.mark.parametrize(("minimum", "shown"), [(14, True), (15, True), (16, False)])
def test_unmet__around_the_threshold__shown_from_as_many_people_on(minimum: int, shown: bool) -> None:
    row = unmet(30, [(9, 9), (6, 6), (10, 10), (5, 5)], (15, 15, 30), minimum)
    assert row["withheld"] == (not shown)
    assert row["reason"] == ("" if shown else "complement")
    assert row[["n", *COUNTS, *SHARES]].notna().all() == shown


def test_unmet__fewer_may_not_see_it__withheld() -> None:
    row = unmet(30, [(12, 14), (12, 14), (2, 3), (1, 3)], "few")
    assert (row["withheld"], row["reason"], row["question"]) == (True, "complement", "")


@pytest.mark.parametrize(("build", "shown"), [((0, 15), False), ((0, 14), True), ((1, 15), True)])
def test_unmet__any_part_of_them__says_nothing_and_is_withheld(build: Ends, shown: bool) -> None:
    row = unmet(30, [(0, 15), (0, 15), build, (0, 15)], (15, 15, 30))
    assert row["withheld"] == (not shown)


@pytest.mark.parametrize("reason", ["few", "nobody", "complement"])
def test_unmet__cells_withheld__blank_with_the_reason(reason: str) -> None:
    row = unmet(30, reason, (15, 15, 30))
    assert (row["withheld"], row["reason"], row["roster"]) == (True, reason, 60)
    assert row[["n", *COUNTS, *SHARES]].isna().all()
