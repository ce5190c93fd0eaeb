"""Columns: by which cohort columns groups are shown, and which of them first."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.report.columns import leaning_columns, quality_columns, situation_columns
from analysis.report.request import Results
from results_made import made_results

ALL_COLUMNS = ("role", "unit", "tenure", "employment")


def telling(results: Results, frame: str, groups: int, rows: int = 99) -> Results:
    """The same where of each column just so many groups are told, each in so many rows of what is shown of it."""
    table: pd.DataFrame = getattr(results.released, frame).copy()
    order = table.groupby("cohort")["value"].transform(lambda values: pd.factorize(values)[0])
    place = table.groupby(["cohort", "value"]).cumcount()
    table = table.assign(n=20, count_low=4, count_high=4)
    table["withheld"] = (table["cohort"] != "all") & ~((order < groups) & (place < rows))
    return replace(results, released=replace(results.released, **{frame: table}))


def differing(results: Results, column: str, p: float) -> Results:
    """The same where no group differs from the others but one of this column, with this chance."""
    table = results.released.differences.assign(p_adjusted=0.5, withheld=False)
    table.loc[table.index[table["cohort"] == column][0], "p_adjusted"] = p
    return replace(results, released=replace(results.released, differences=table))


RESULTS = made_results(400, audience="researcher")
ALIKE = differing(telling(RESULTS, "bands", 3), "role", 0.5)
BRIEF = replace(ALIKE, audience="director")


@pytest.mark.parametrize(("groups", "columns"), [(1, ()), (2, ALL_COLUMNS), (3, ALL_COLUMNS)])
def test_columns__with_so_many_groups_told__are_shown_from_two_on(groups, columns):
    assert leaning_columns(telling(ALIKE, "bands", groups)) == columns


@pytest.mark.parametrize(("rows", "columns"), [(11, ()), (12, ALL_COLUMNS[:2]), (13, ALL_COLUMNS[:2])])
def test_columns__with_a_part_of_each_group_told__count_groups_from_two_thirds_on(rows, columns):
    bands = BRIEF.released.bands
    of_situations = replace(BRIEF, released=replace(BRIEF.released, bands=bands[bands["scope"] != "overall"]))
    told = telling(of_situations, "bands", 2, rows)
    assert situation_columns(told) == columns
    assert situation_columns(replace(told, audience="researcher")) == ALL_COLUMNS


@pytest.mark.parametrize(("most", "columns"), [(13, ALL_COLUMNS[:2]), (14, ALL_COLUMNS[:2]), (15, ())])
def test_columns__told_as_ranges__do_not_count_what_leaves_most_open(most, columns):
    bands = BRIEF.released.bands.assign(count_high=most)
    wide = replace(BRIEF, released=replace(BRIEF.released, bands=bands))
    assert leaning_columns(wide) == columns
    assert leaning_columns(replace(wide, audience="researcher")) == ALL_COLUMNS


@pytest.mark.parametrize(("p", "first"), [(0.049, "tenure"), (0.05, "role"), (0.051, "role")])
def test_columns__where_groups_differ_beyond_chance__come_first(p, first):
    assert leaning_columns(differing(ALIKE, "tenure", p))[0] == first


def test_columns__where_more_groups_are_told__come_first():
    bands = telling(ALIKE, "bands", 2).released.bands
    bands.loc[bands["cohort"] == "unit", "withheld"] = False
    fuller = replace(ALIKE, released=replace(ALIKE.released, bands=bands))
    assert leaning_columns(fuller) == ("unit", "role", "tenure", "employment")


@pytest.mark.parametrize(("audience", "count"), [("board", 1), ("staff", 1), ("director", 2), ("researcher", 4)])
def test_columns__for_an_audience__are_as_many_as_it_reads(audience, count):
    assert leaning_columns(replace(ALIKE, audience=audience)) == ALL_COLUMNS[:count]


def test_quality_columns__look_at_who_sees_a_quality_alone():
    marks = RESULTS.released.marks
    hidden = marks.assign(withheld=marks["withheld"] | (marks["mark"] == "exists") & (marks["cohort"] != "all"))
    assert quality_columns(RESULTS) != ()
    assert quality_columns(replace(RESULTS, released=replace(RESULTS.released, marks=hidden))) == ()
