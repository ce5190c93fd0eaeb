"""Strategies: whom the ways to learn are meant for, what they take in hours, and how well they work.

The inventory of a library says for whom each training strategy is meant: for all staff, or for some groups. The roster
says how many heads a group has, so a strategy's *reach* follows from both. Where it is meant for groups of different
cohort columns (leaders, and whoever works at a branch), nobody knows who is in both, and the reach lies between two
ends. *Staff hours* are the hours a year for one person times the reach: what a strategy takes if everybody whom it is
meant for takes part. Hours that nobody wrote down are unknown, and never 0.

Strategies are those of one library and wave, as frames with the columns of `analysis.responses.frames.STRATEGIES`.
Everything here but `effectiveness` follows from the inventory and the roster alone. It says nothing about who took
part, and refuses to guess it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product
from types import MappingProxyType
from typing import Literal

import numpy as np
import pandas as pd

from analysis.errors import Fault, ToolkitError
from analysis.guide import Guide
from analysis.measures.estimates import BEYOND_CHANCE, NOBODY, Floats, Heads
from analysis.measures.reach import EVERYBODY, Reach, coverage, groups_of, reach, reach_of_groups
from analysis.measures.shares import wilson_interval
from analysis.responses.frames import CONTENT_CHOSEN_BY, FREQUENCIES, PARTICIPATION

__all__ = [
    "EVERYBODY",
    "OCCASIONS",
    "WELL",
    "Reach",
    "coverage",
    "effectiveness",
    "groups_of",
    "hours_by",
    "occasions",
    "reach",
    "reach_of_groups",
    "staff_hours",
]

OCCASIONS: Mapping[str, int] = MappingProxyType(
    {"weekly": 52, "monthly": 12, "quarterly": 4, "twice_a_year": 2, "yearly": 1}
)
"""How often a year a strategy takes place; `at_hire` and `on_demand` have no number."""

WELL = 4
"""The points from which on a strategy works well for somebody: 4 and 5 of 5."""

AT_HIRE = "at_hire"
CHOICES = {"participation": PARTICIPATION, "content_chosen_by": CONTENT_CHOSEN_BY, "frequency": FREQUENCIES}

NO_HOURS = "hours not known"
NO_REACH = "reach not known"
NEW_STAFF = "only new staff take part, and how many come in a year is not known"
NO_NUMBER = "no fixed number of times a year"
ONE_RATER = "one person alone: no spread"
WELL_METHOD = "Wilson interval (Wilson 1927) of those for whom it works well"


def staff_hours(strategies: pd.DataFrame, heads: Heads, guide: Guide) -> pd.DataFrame:
    """The staff hours a year of each strategy, if everybody whom it is meant for takes part.

    Columns: `strategy_id`, `hours` (a year, for one person), `reach_low`, `reach_high` (heads), `hours_low`,
    `hours_high` (hours × reach), `note`. With `at_hire` only new staff take part: from 0 hours on.

    Hours of an optional strategy are what is on offer, and not what was spent.

    Missing answers
    ---------------
    Blank hours, or a reach that is not known: the ends are NaN and `note` says why. Nothing counts as 0.

    Raises `ToolkitError` as `reach`.

    >>> from analysis.guide import load_guide
    >>> strategies = pd.DataFrame({"strategy_id": ["s1", "s2"], "participants": "all", "frequency": "monthly",
    ...                            "hours": [6, None]})
    >>> staff_hours(strategies, {("all", "all"): 12}, load_guide())[["hours_low", "hours_high", "note"]]
       hours_low  hours_high             note
    0       72.0        72.0
    1        NaN         NaN  hours not known
    """
    found = reach(strategies, heads, guide)
    hours = pd.to_numeric(strategies["hours"]).to_numpy(dtype=float, na_value=np.nan)
    at_hire = (strategies["frequency"] == AT_HIRE).to_numpy()
    low, high = hours * found["reach_low"].to_numpy(), hours * found["reach_high"].to_numpy()
    low = np.where(at_hire & ~np.isnan(low), 0.0, low)
    table = found[["strategy_id", "reach_low", "reach_high"]].assign(hours_low=low, hours_high=high)
    table.insert(1, "hours", hours)
    unknown = [found["reach_low"].isna() | found["reach_high"].isna(), np.isnan(hours), at_hire]
    table["note"] = _joined(unknown, (NO_REACH, NO_HOURS, NEW_STAFF), len(table))
    return table


def hours_by(
    strategies: pd.DataFrame,
    heads: Heads,
    guide: Guide,
    by: Sequence[Literal["participation", "content_chosen_by", "frequency"]] = ("content_chosen_by",),
) -> pd.DataFrame:
    """The staff hours a year by what `by` names, and their share: `content_chosen_by` says how much people choose.

    One row per combination of the values that the columns of `by` may take. Columns: those of `by`, `strategies` (how
    many), `unknown` (of them, those without known hours), `hours_low`, `hours_high` (of the others),
    `share_low`, `share_high` (of all known hours; the others' hours at their other end), `note`.

    Only what is in use should be handed in; what is still to be explored takes no hours.

    Missing answers
    ---------------
    Strategies whose hours or reach are not known are left out of hours and shares, and counted in `unknown`. Where no
    hours are known, or all are 0, the shares are NaN.

    Raises `ToolkitError` as `reach`, and for another name in `by`.

    >>> from analysis.guide import load_guide
    >>> strategies = pd.DataFrame({"strategy_id": ["s1", "s2", "s3"], "participants": "all", "frequency": "monthly",
    ...                            "hours": [6, 2, None], "content_chosen_by": ["library", "individual", "library"]})
    >>> hours_by(strategies, {("all", "all"): 12}, load_guide()).iloc[:, :6]
      content_chosen_by  strategies  unknown  hours_low  hours_high  share_low
    0        individual           1        0       24.0        24.0       0.25
    1        supervisor           0        0        0.0         0.0       0.00
    2           library           2        1       72.0        72.0       0.75
    """
    _check_by(by)
    table = staff_hours(strategies, heads, guide)
    known = table[["hours_low", "hours_high"]].notna().all(axis=1).to_numpy()
    table = table.assign(**{name: strategies[name].to_numpy() for name in by}, unknown=~known)
    table.loc[~known, ["hours_low", "hours_high"]] = 0.0
    names: list[str] = list(by)
    index = pd.MultiIndex.from_tuples(list(product(*(CHOICES[name] for name in names))), names=names)
    sums = table.groupby(names).agg(
        strategies=("strategy_id", "size"),
        unknown=("unknown", "sum"),
        hours_low=("hours_low", "sum"),
        hours_high=("hours_high", "sum"),
    )
    # A single column groups by plain labels, which are no tuples of one.
    sums.index = pd.MultiIndex.from_tuples(
        [key if isinstance(key, tuple) else (key,) for key in sums.index], names=names
    )
    return _with_shares(sums.reindex(index, fill_value=0)).reset_index()


def occasions(strategies: pd.DataFrame) -> pd.DataFrame:
    """How often a year each strategy takes place, from its `frequency` (`OCCASIONS`).

    Columns: `strategy_id`, `frequency`, `occasions` (a year; blank for `at_hire` and `on_demand`), `note`.

    >>> occasions(pd.DataFrame({"strategy_id": ["s1", "s2"], "frequency": ["monthly", "on_demand"]}))["occasions"]
    0      12
    1    <NA>
    Name: occasions, dtype: Int64
    """
    table = strategies[["strategy_id", "frequency"]].reset_index(drop=True)
    table["occasions"] = table["frequency"].map(OCCASIONS).astype("Int64")
    table["note"] = np.where(table["occasions"].isna(), NO_NUMBER, "")
    return table


def effectiveness(ratings: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """How well each strategy works for those who rated it, for whoever holds the ratings; by strategy id.

    `ratings` has the columns of `analysis.responses.frames.RATINGS`, points 1 … 5. Columns: `strategy_id`, `n` (who
    rated it), `mean`, `sd` (ddof 1), `well` (how many gave 4 or 5), `share` (of them), `low`, `high` (of the share,
    `wilson_interval`), `confidence`, `question`, `method`, `note`.

    Only those who know a strategy rate it, so two strategies are often rated by different people.

    Missing answers
    ---------------
    Negative codes and NaN do not count. A strategy that nobody rated, or whose only rater has no spread, has NaN and
    a note.

    >>> ratings = pd.DataFrame({"strategy_id": ["s1", "s1", "s1", "s2"], "effectiveness": [5, 4, 2, -1]})
    >>> effectiveness(ratings)[["strategy_id", "n", "mean", "well", "note"]].round(2)
      strategy_id  n  mean  well             note
    0          s1  3  3.67     2
    1          s2  0   NaN     0  nobody answered
    """
    points = ratings["effectiveness"].where(ratings["effectiveness"] > 0).astype("float64")
    by_strategy = points.groupby(ratings["strategy_id"], sort=True)
    table = by_strategy.agg(n="count", mean="mean", sd="std").reset_index()
    table["well"] = (points >= WELL).groupby(ratings["strategy_id"], sort=True).sum().to_numpy()
    table["share"] = table["well"] / table["n"].where(table["n"] > 0)
    low, high = wilson_interval(table["well"], table["n"], confidence)
    note = np.select([table["n"] == 0, table["n"] == 1], [NOBODY, ONE_RATER], "")
    return table.assign(
        low=low, high=high, confidence=confidence, question=BEYOND_CHANCE, method=WELL_METHOD, note=note
    )


def _joined(which: Sequence[pd.Series | np.ndarray], notes: Sequence[str], rows: int) -> list[str]:
    masks = [np.asarray(mask) for mask in which]
    return ["; ".join(note for mask, note in zip(masks, notes, strict=True) if mask[row]) for row in range(rows)]


def _with_shares(sums: pd.DataFrame) -> pd.DataFrame:
    low, high = sums["hours_low"].to_numpy(dtype=float), sums["hours_high"].to_numpy(dtype=float)
    share_low, share_high = _part_of(low, high.sum() - high), _part_of(high, low.sum() - low)
    unknown = sums["unknown"].to_numpy()
    notes = [
        f"hours not known of {count} of {of}" if count else ""
        for count, of in zip(unknown, sums["strategies"], strict=True)
    ]
    return sums.assign(share_low=share_low, share_high=share_high, note=notes)


def _part_of(own: Floats, others: Floats) -> Floats:
    # What is left of a difference of sums can be a trace below 0.
    whole = own + np.maximum(others, 0)
    return np.divide(own, whole, out=np.full_like(own, np.nan), where=whole > 0)


def _check_by(by: Sequence[str]) -> None:
    if not by or set(by) - set(CHOICES):
        fault = Fault("by", ", ".join(map(repr, by)) or "none", ", ".join(CHOICES), "Choose among them.")
        raise ToolkitError("Hours are added up by what the inventory says.", [fault])
