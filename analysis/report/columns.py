"""Columns: by which cohort columns a report shows groups, the most telling first.

A column is worth showing where at least two of its groups may be told; one group beside all staff compares nobody. A
group counts where two thirds of its results are told: neither withheld nor told as a range that leaves most of it open.
For who wants everything it counts where anything of it is told. A column is the more telling the surer its groups
differ, and then the more of them may be told.
"""

from __future__ import annotations

import pandas as pd

from analysis.disclosure.released import Released
from analysis.present.findings import BEYOND_CHANCE
from analysis.report.request import Results
from analysis.tally.scores import OVERALL

__all__ = ["FEWEST_GROUPS", "MOST_COLUMNS", "leaning_columns", "quality_columns", "situation_columns"]

FEWEST_GROUPS = 2
"""With fewer groups there is nothing to set side by side."""

MOST_COLUMNS = {"board": 1, "staff": 1, "director": 2, "researcher": None}
"""By how many columns an audience sees groups; None for all."""

TOLD_FROM = 2 / 3
"""So many of a group's results have to be told at least."""

WIDEST = 0.5
"""A range of counts that is wider than this part of the group tells next to nothing."""


def quality_columns(results: Results) -> tuple[str, ...]:
    """The columns by which the audience sees who sees which qualities."""
    marks = results.released.marks
    return _columns(results, marks[marks["mark"] == "exists"])


def leaning_columns(results: Results) -> tuple[str, ...]:
    """The columns by which the audience sees where groups lean over all situations."""
    bands = results.released.bands
    return _columns(results, bands[bands["scope"] == OVERALL])


def situation_columns(results: Results) -> tuple[str, ...]:
    """The columns by which the audience sees where groups lean in each situation."""
    bands = results.released.bands
    return _columns(results, bands[bands["scope"] != OVERALL])


def _columns(results: Results, table: pd.DataFrame) -> tuple[str, ...]:
    released, groups = results.released, _groups(table, results.in_full)
    shown = {column: int((groups["cohort"] == column).sum()) for column in released.cohorts}
    worth = [column for column in released.cohorts if shown[column] >= FEWEST_GROUPS]
    ordered = sorted(worth, key=lambda column: (_chance(released, column), -shown[column]))
    return tuple(ordered[: MOST_COLUMNS[results.audience]])


def _groups(table: pd.DataFrame, in_full: bool) -> pd.DataFrame:
    """The groups of which enough is told to be shown, as `cohort`, `value`."""
    told = ~table["withheld"].astype(bool)
    if not in_full:
        width = table["count_high"] - table["count_low"]
        told &= (width <= WIDEST * table["n"]).fillna(False).astype(bool)
    parts = table.assign(told=told).groupby(["cohort", "value"], as_index=False)["told"].mean()
    return parts[parts["told"] > 0] if in_full else parts[parts["told"] >= TOLD_FROM]


def _chance(released: Released, column: str) -> float:
    """How likely chance alone makes the surest difference of a column; 1 where it may well."""
    table = released.differences
    told = table.loc[(table["cohort"] == column) & ~table["withheld"].astype(bool), "p_adjusted"]
    least = told.min() if told.notna().any() else 1.0
    return float(least) if least < BEYOND_CHANCE else 1.0
