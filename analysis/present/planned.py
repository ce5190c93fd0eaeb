"""Planned: what a plan of the library aimed at, and whether that moved further than what it did not aim at.

Targets are picked because they are low, and what is lowest partly by chance rises by itself. So each target has, beside
where it stood, where it stood drawn towards the average of all; only from there on a rise is the plan's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.disclosure.followed import Followed
from analysis.guide import Words
from analysis.present.moves import quote_measures

__all__ = ["Plan", "Target", "read_plans"]


@dataclass(frozen=True)
class Target:
    """One measure that a plan aimed at, in points; None where that may not be told."""

    measure: str
    before: float | None
    shrunk: float | None
    after: float | None


@dataclass(frozen=True)
class Plan:
    """The plan of the wave `before`, looked back at in `after`; sizes are in points, None where not known.

    `effect` is how much more the targets changed than the other measures; the part `sets` (0–1) of all choices of as
    many targets changed at least as much. `verdict` is `moved`, `not_shown` or `cannot_tell`.
    """

    before: str
    after: str
    kind: str
    actions: int
    targets: tuple[Target, ...]
    expected: float | None = None
    n_before: int = 0
    n_after: int = 0
    effect: float | None = None
    likely: tuple[float, float] | None = None
    smallest: float | None = None
    sets: float | None = None
    verdict: str = "cannot_tell"
    reason: str = ""

    def names(self, words: Words) -> str:
        """The targets by their names."""
        return quote_measures([(self.kind, target.measure) for target in self.targets], words)


def read_plans(followed: Followed) -> tuple[Plan, ...]:
    """Every plan that can be looked back at, the earliest first."""
    targets = followed.targets.to_dict("records")
    plans = [_read(row, targets) for row in followed.plans.to_dict("records")]
    return tuple(sorted(plans, key=lambda plan: followed.waves.index(plan.after)))


def _read(row: Mapping[Any, Any], targets: list[dict[Any, Any]]) -> Plan:
    places = {t["measure"]: t for t in targets if (t["before"], t["after"]) == (row["before"], row["after"])}
    own = tuple(_read_target(measure, places.get(measure, {})) for measure in row["targets"])
    plan = Plan(row["before"], row["after"], row["kind"], int(row["actions"]), own, _number(row, "expected"))
    if row["withheld"]:
        return replace(plan, reason=str(row["reason"]))
    low, high = _number(row, "low"), _number(row, "high")
    return replace(
        plan,
        n_before=int(row["n_before"]),
        n_after=int(row["n_after"]),
        effect=_number(row, "effect"),
        likely=None if low is None or high is None else (low, high),
        smallest=_number(row, "smallest"),
        sets=_number(row, "sets_as_large"),
        verdict=str(row["verdict"]),
    )


def _read_target(measure: str, row: Mapping[Any, Any]) -> Target:
    before, shrunk, after = (_number(row, column) for column in ("value_before", "shrunk_before", "value_after"))
    return Target(measure, before, shrunk, after)


def _number(row: Mapping[Any, Any], column: str) -> float | None:
    value = row.get(column)
    return None if value is None or pd.isna(value) else float(value)
