"""Reach: whom a training strategy is meant for, in groups and in heads of the roster.

The inventory says for whom each strategy is meant: for all staff, or for some groups. The roster says how many heads a
group has. Groups of one cohort column add up; where a strategy is meant for groups of different columns (leaders, and
whoever works at a branch), nobody knows who is in both, and its reach lies between two ends.

It is whom a strategy is meant for, and never who took part. Nothing here sees a person.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.errors import Fault, ToolkitError
from analysis.guide import ALL, LEADS, PAIR_SIGN, Guide
from analysis.measures.estimates import Heads, heads_of

__all__ = ["EVERYBODY", "Reach", "coverage", "groups_of", "reach", "reach_of_groups"]

EVERYBODY = (ALL, ALL)

NOT_OF_GUIDE = "meant for a group that the guide does not name: {}"
NO_HEADS = "heads not known for: {}"
BETWEEN = "groups of different columns may hold the same people: between two ends"

Group = tuple[str, str]


class Reach(NamedTuple):
    """How many heads are reached, at least and at most; NaN where it is not known."""

    low: float
    high: float


def groups_of(participants: str, guide: Guide) -> tuple[Group, ...]:
    """The groups (cohort, value) that `participants` names; everybody's is `EVERYBODY`.

    Values stand between spaces. One that the guide does not name comes back with an empty cohort. A value that two
    cohort columns share counts for the first of them.

    >>> from analysis.guide import load_guide
    >>> groups_of("leader branch_1 pages", load_guide())
    (('role', 'leader'), ('unit', 'branch_1'), ('', 'pages'))
    >>> groups_of("all", load_guide())
    (('all', 'all'),)
    """
    words = dict.fromkeys(participants.split())
    if ALL in words:
        return (EVERYBODY,)
    # The first column that has a value keeps it, so the later ones are written first.
    home = {value: cohort.id for cohort in reversed(guide.views) for value in cohort.value_ids}
    return tuple((home.get(word, ""), word) for word in words)


def reach_of_groups(groups: Sequence[Group], heads: Heads, guide: Guide) -> Reach:
    """How many heads belong to at least one of `groups`, each a pair of cohort and value.

    Groups of one column add up. Those of several columns may hold the same people: at least the largest column,
    at most all columns together and never more than all staff. No group reaches nobody.

    Missing answers
    ---------------
    The heads of a group that the roster leaves out lie between 0 and what its column leaves of all staff. Where all
    staff are not known either, the high end is NaN; so are both where nothing is known.

    >>> from analysis.guide import load_guide
    >>> heads = {("all", "all"): 12, ("role", "leader"): 3, ("role", "supervisor"): 2, ("unit", "branch_1"): 8}
    >>> reach_of_groups([("role", "leader"), ("role", "supervisor")], heads, load_guide())
    Reach(low=5.0, high=5.0)
    >>> reach_of_groups([("role", "leader"), ("unit", "branch_1")], heads, load_guide())
    Reach(low=8.0, high=11.0)
    """
    everybody = _number(heads_of(heads, *EVERYBODY))
    if EVERYBODY in groups:
        return Reach(everybody, everybody)
    columns = [_in_column(column, values, heads, everybody) for column, values in _columns(groups, guide).items()]
    if not columns:
        return Reach(0.0, 0.0)
    low = float(np.fmax.reduce([column.low for column in columns]))
    high = float(np.fmin(sum(column.high for column in columns), everybody))
    return Reach(low, high)


def reach(strategies: pd.DataFrame, heads: Heads, guide: Guide) -> pd.DataFrame:
    """Whom each strategy reaches, in heads of the roster; one row per strategy, in their order.

    `heads` are those of the library and wave by (cohort, value). Columns: `strategy_id`, `roster` (all staff),
    `reach_low`, `reach_high` (`reach_of_groups`; NaN where not known), `note`.

    It is whom a strategy is meant for. Of an optional one, nobody knows here how many took part.

    Raises `ToolkitError` for strategies of several libraries or waves.

    >>> from analysis.guide import load_guide
    >>> heads = {("all", "all"): 12, ("role", "leader"): 3, ("unit", "branch_1"): 8}
    >>> strategies = pd.DataFrame({"strategy_id": ["s1", "s2"], "participants": ["all", "leader branch_1"]})
    >>> reach(strategies, heads, load_guide())[["strategy_id", "roster", "reach_low", "reach_high"]]
      strategy_id  roster  reach_low  reach_high
    0          s1      12       12.0        12.0
    1          s2      12        8.0        11.0
    """
    _check_one_wave(strategies)
    everybody = heads_of(heads, *EVERYBODY)
    rows = []
    for participants in strategies["participants"]:
        groups = groups_of(participants, guide)
        rows.append((*reach_of_groups(groups, heads, guide), _reach_note(groups, heads, guide)))
    found = pd.DataFrame(rows, columns=["reach_low", "reach_high", "note"]).astype({"note": "str"})
    found.insert(0, "strategy_id", strategies["strategy_id"].to_numpy())
    found.insert(1, "roster", pd.Series([everybody] * len(found), dtype="Int64"))
    return found.astype({"reach_low": "float64", "reach_high": "float64"})


def coverage(strategies: pd.DataFrame, heads: Heads, guide: Guide) -> pd.DataFrame:
    """Which strategy is meant for which group: one row per group of the guide with heads, and strategy.

    Columns: `cohort`, `value`, `roster` (heads of the group), `strategy_id`, `reaches`: `all` of the group for sure,
    perhaps a `part` of it, or `none`. A part is all that can be said where a strategy is meant for another column's
    groups. Leaders and front line follow from the roles that lead, and a pair from its two columns.

    Missing answers
    ---------------
    A group that the roster leaves out, or with 0 heads, has no rows.

    Raises `ToolkitError` as `reach`.

    >>> from analysis.guide import load_guide
    >>> heads = {("role", "leader"): 3, ("role", "public_services"): 9, ("unit", "branch_1"): 8}
    >>> strategies = pd.DataFrame({"strategy_id": ["s1"], "participants": ["leader"]})
    >>> coverage(strategies, heads, load_guide())[["value", "reaches"]].values.tolist()
    [['leader', 'all'], ['public_services', 'none'], ['branch_1', 'part']]
    """
    _check_one_wave(strategies)
    meant = {
        strategy_id: _columns(groups_of(participants, guide), guide)
        for strategy_id, participants in zip(strategies["strategy_id"], strategies["participants"], strict=True)
    }
    rows = [
        (cohort.id, value, heads[cohort.id, value], strategy_id, _reaches(columns, (cohort.id, value), guide))
        for cohort in guide.views
        for value in cohort.value_ids
        if heads.get((cohort.id, value))
        for strategy_id, columns in meant.items()
    ]
    return pd.DataFrame(rows, columns=["cohort", "value", "roster", "strategy_id", "reaches"])


def _number(heads: int | None) -> float:
    return np.nan if heads is None else float(heads)


def _columns(groups: Sequence[Group], guide: Guide) -> dict[str, set[str]]:
    """The values by column; leaders and front line as the roles that they stand for."""
    columns: dict[str, set[str]] = {}
    for cohort, value in groups:
        own, values = _as_roles(cohort, value, guide)
        columns.setdefault(own, set()).update(values)
    return columns


def _as_roles(cohort: str, value: str, guide: Guide) -> tuple[str, frozenset[str]]:
    lead = guide.lead_cohort
    if cohort != LEADS or lead is None:
        return cohort, frozenset({value})
    return lead.id, lead.leading if value == "leaders" else frozenset(lead.value_ids) - lead.leading


def _in_column(column: str, values: set[str], heads: Heads, everybody: float) -> Reach:
    """The heads of the values of one column; what the roster leaves out is what the column leaves of all staff."""
    known = [heads[column, value] for value in values if (column, value) in heads]
    if len(known) == len(values):
        return Reach(float(sum(known)), float(sum(known)))
    told = sum(number for (cohort, _), number in heads.items() if cohort == column)
    low = float(sum(known)) if known or not np.isnan(everybody) else np.nan
    return Reach(low, sum(known) + np.maximum(everybody - told, 0))


def _reach_note(groups: Sequence[Group], heads: Heads, guide: Guide) -> str:
    strange = [value for cohort, value in groups if not cohort]
    columns = _columns([group for group in groups if group[0]], guide)
    missing = [value for column, values in columns.items() for value in sorted(values) if (column, value) not in heads]
    notes = [NOT_OF_GUIDE.format(", ".join(strange))] if strange else []
    notes += [NO_HEADS.format(", ".join(missing))] if missing else []
    return "; ".join([*notes, *([BETWEEN] if len(columns) > 1 else [])])


def _reaches(meant: Mapping[str, set[str]], group: Group, guide: Guide) -> str:
    """Whether what a strategy is meant for holds `group` as a whole, perhaps a part of it, or none of it."""
    if ALL in meant:
        return "all"
    cohorts, values = (part.split(PAIR_SIGN) for part in group)
    limits = dict(_as_roles(*pair, guide) for pair in zip(cohorts, values, strict=True))
    if any(limits.get(column) and limits[column] <= named for column, named in meant.items()):
        return "all"
    apart = all(column in limits and not limits[column] & named for column, named in meant.items())
    return "none" if apart else "part"


def _check_one_wave(strategies: pd.DataFrame) -> None:
    names = [name for name in ("library_id", "wave") if name in strategies]
    if names and (several := len(strategies[names].drop_duplicates())) > 1:
        fault = Fault("strategies", f"{several} libraries or waves", "one library and wave", "Choose one of them.")
        raise ToolkitError("The roster is that of one library and wave.", [fault])
