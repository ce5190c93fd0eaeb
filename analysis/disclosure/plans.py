"""Plans: whether what a library's plan aimed at moved further than what it did not aim at, from released counts alone.

A plan are the actions of a wave that name a quality or a situation as their target and were not dropped. It is looked
back at in the next wave: the mean change of the targets minus the mean change of the others
(`analysis.disclosure.contrasts`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.contrasts import Contrast
from analysis.disclosure.levels import told_levels
from analysis.disclosure.released import Released
from analysis.disclosure.shares import joined
from analysis.guide import Guide
from analysis.measures.effects import sets_as_large

__all__ = ["DROPPED", "NOT_A_SHIFT", "POINTS_OF", "describe_plans", "targets_of"]

PLANS = ["before", "after", "actions", "targets", "kind", "n_before", "n_after", "withheld", "reason", "expected"]
PLANS += ["effect", "low", "high", "confidence", "smallest", "sets_as_large", "verdict", "question", "method", "note"]
TARGETS = ["before", "after", "measure", "value_before", "shrunk_before", "value_after"]
DROPPED = "dropped"
"""The status of an action that is not looked back at."""

POINTS_OF = {"quality": 100.0, "situation": 1.0}
"""What one unit of an expected shift is in points, by kind; the larger one is a share."""

NOT_A_SHIFT = "an expected shift is larger than there can be, and is left out"


def describe_plans(results: Sequence[Released]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frames `plans` and `targets` of a `Followed`; `results` are one library's waves in order.

    Several actions with one target expect the largest of their shifts. `expected` is the mean over the targets, and
    blank where one of them says nothing. `value_before`, `shrunk_before` and `value_after` are those at the middle of
    what may be told.

    Missing answers
    ---------------
    A plan is withheld where one of its targets is, or all others are. Others that are withheld do not count.

    Sources: Zou, Huang & Zhang 2009, Comput. Stat. Data Anal. 53, 1080-1085; Efron & Morris 1975, J. Am. Stat. Assoc.
    70.
    """
    plans: list[dict[str, Any]] = []
    targets: list[dict[str, Any]] = []
    for before, after in pairwise(results):
        waves = told_levels(before), told_levels(after)
        for plan in _plans_of(before):
            both = Contrast.of(plan.kind, plan.targets, *waves)
            keys = {"before": before.wave, "after": after.wave}
            plans.append(keys | _look_back(plan, both))
            targets += [keys | row for row in _target_rows(both)]
    return _frame(plans, PLANS).astype({"n_before": "Int64", "n_after": "Int64"}), _frame(targets, TARGETS)


def targets_of(actions: pd.DataFrame, guide: Guide) -> dict[str, tuple[str, ...]]:
    """What the `actions` that were not dropped aim at, by kind of measure, in the guide's order."""
    aimed = set(actions.loc[actions["status"] != DROPPED, "target"])
    measures = {"quality": guide.qualities, "situation": guide.situations}
    return {kind: tuple(measure for measure in of if measure in aimed) for kind, of in measures.items()}


@dataclass(frozen=True)
class _Plan:
    """The actions of one wave on targets of one kind: how many, which, and the shift in points expected of each."""

    kind: str
    actions: int
    targets: tuple[str, ...]
    expected: tuple[float, ...]
    note: str


def _plans_of(released: Released) -> Iterator[_Plan]:
    actions = released.actions[released.actions["status"] != DROPPED]
    for kind, targets in targets_of(actions, released.guide).items():
        aimed = actions[actions["target"].isin(targets)]
        if targets:
            shifts = POINTS_OF[kind] * aimed["expected_shift"].astype(float)
            can_be = shifts.where(shifts <= 100)
            expected = tuple(float(can_be[aimed["target"] == target].max()) for target in targets)
            note = NOT_A_SHIFT if (shifts > 100).any() else ""
            yield _Plan(kind, len(aimed), targets, expected, note)


def _look_back(plan: _Plan, both: Contrast) -> dict[str, Any]:
    expected = float(np.mean(plan.expected))
    row = {"actions": plan.actions, "targets": plan.targets, "kind": plan.kind, "expected": expected}
    told = both.looked_back(expected)
    if told["withheld"]:
        return row | told | {"sets_as_large": np.nan}
    large = sets_as_large(both.after.middle - both.shrunk, both.targeted)
    return row | told | {"sets_as_large": large, "note": joined(plan.note, told["note"])}


def _target_rows(both: Contrast) -> Iterator[dict[str, Any]]:
    """The rows of the frame `targets`, without the waves."""
    for at in np.flatnonzero(both.targeted):
        places = both.before.middle[at], both.shrunk[at], both.after.middle[at]
        told = dict(zip(("value_before", "shrunk_before", "value_after"), places, strict=True))
        yield {"measure": both.measures[at]} | told


def _frame(rows: list[dict[str, Any]], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns)
