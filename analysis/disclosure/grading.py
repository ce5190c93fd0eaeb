"""Grading: whether what each single action aimed at moved further than what no action aimed at, from released counts.

An action is looked back at in the next wave as a plan with one target would be (`analysis.disclosure.contrasts`); what
other actions of the same wave aimed at is left out of the comparison. Actions with one target cannot be told apart, so
they get the same numbers. It refuses to grade an action that names no target, and says nothing about who did it: that
a target moved does not show that the action moved it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.contrasts import Contrast, nothing_told
from analysis.disclosure.levels import told_levels
from analysis.disclosure.plans import DROPPED, NOT_A_SHIFT, POINTS_OF, targets_of
from analysis.disclosure.released import Released
from analysis.disclosure.shares import joined

__all__ = ["NO_TARGET", "grade_actions"]

NO_TARGET = "no_target"
"""The reason why an action without a target is not graded."""

COLUMNS = ["before", "after", "action_id", "step", "owner", "due", "status", "target", "kind", "n_before", "n_after"]
COLUMNS += ["withheld", "reason", "expected", "effect", "low", "high", "confidence", "smallest", "verdict", "question"]
COLUMNS += ["method", "note"]
ABOUT = ("action_id", "step", "owner", "due", "status", "target")
NAMES_NONE = "the action names no quality and no situation"
TOGETHER = "several actions have this target, and are graded together"


def grade_actions(results: Sequence[Released]) -> pd.DataFrame:
    """The frame `graded` of a `Followed`; `results` are one library's waves in order.

    One row per action that was not dropped and next wave, in the order of the plan. Several actions with one target
    expect the largest of their shifts.

    With few people the test is a rough one, and of many steps some look as if they had moved by chance alone:
    `docs/simulations.md` says how often.

    Missing answers
    ---------------
    An action is withheld where its target is, or where all measures are that no action aimed at. Without a target the
    reason is `no_target`.

    Sources: Zou, Huang & Zhang 2009, Comput. Stat. Data Anal. 53, 1080-1085; Efron & Morris 1975, J. Am. Stat. Assoc.
    70.
    """
    rows = [row for before, after in pairwise(results) for row in _graded(before, after)]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"n_before": "Int64", "n_after": "Int64", "withheld": "bool"})


def _graded(before: Released, after: Released) -> Iterator[dict[str, Any]]:
    actions = before.actions[before.actions["status"] != DROPPED]
    if actions.empty:
        return
    graded = _by_target(actions, before, after)
    without = nothing_told(NO_TARGET, NAMES_NONE) | {"kind": "", "expected": np.nan}
    for action in actions[list(ABOUT)].to_dict("records"):
        yield {"before": before.wave, "after": after.wave} | action | graded.get(action["target"], without)


def _by_target(actions: pd.DataFrame, before: Released, after: Released) -> dict[str, dict[str, Any]]:
    """What is told of each target that some of the `actions` name."""
    targets = targets_of(actions, before.guide)
    waves = told_levels(before), told_levels(after)
    return {
        target: _look_back(Contrast.of(kind, [target], *waves, apart=aimed), actions[actions["target"] == target], kind)
        for kind, aimed in targets.items()
        for target in aimed
    }


def _look_back(contrast: Contrast, actions: pd.DataFrame, kind: str) -> dict[str, Any]:
    shifts = POINTS_OF[kind] * actions["expected_shift"].astype(float)
    expected = float(shifts.where(shifts <= 100).max())
    told = contrast.looked_back(expected)
    notes = joined(NOT_A_SHIFT if (shifts > 100).any() else "", TOGETHER if len(actions) > 1 else "", str(told["note"]))
    return told | {"kind": kind, "expected": expected, "note": notes}
