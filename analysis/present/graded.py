"""Graded: what became of each step of a plan, as it was released, ready to be tabled and said.

A step is `moved`, `not_shown` to have moved, or `cannot_tell`; that was decided when the library was followed. That
what a step aimed at has moved does not show that the step moved it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.disclosure.followed import Followed
from analysis.guide import Words
from analysis.present.moves import Ends, name_measure

__all__ = ["Graded", "read_graded"]


@dataclass(frozen=True)
class Graded:
    """One step seen by the wave `after`; sizes are in points, None where not known, and `reason` says why not told."""

    step: str
    before: str
    after: str
    kind: str
    target: str
    n_before: int = 0
    n_after: int = 0
    expected: float | None = None
    effect: float | None = None
    likely: Ends | None = None
    smallest: float | None = None
    verdict: str = "cannot_tell"
    reason: str = ""

    def named(self, words: Words) -> str:
        """What the step aims at, by its name; empty where it aims at nothing that is counted."""
        return name_measure(self.kind, self.target, words) if self.kind else ""


def read_graded(followed: Followed) -> tuple[Graded, ...]:
    """Every step that a later wave looks back at, the earliest wave first, in the order of the plan."""
    return tuple(_read(row) for row in followed.graded.to_dict("records"))


def _read(row: Mapping[Any, Any]) -> Graded:
    place = (row["step"], row["before"], row["after"], row["kind"] or "", row["target"])
    expected, effect = _number(row, "expected"), _number(row, "effect")
    if row["withheld"] or effect is None:
        return Graded(*place, expected=expected, reason=row["reason"] or "complement")
    low, high = _number(row, "low"), _number(row, "high")
    return Graded(
        *place,
        n_before=int(row["n_before"]),
        n_after=int(row["n_after"]),
        expected=expected,
        effect=effect,
        likely=None if low is None or high is None else (low, high),
        smallest=_number(row, "smallest"),
        verdict=row["verdict"],
    )


def _number(row: Mapping[Any, Any], column: str) -> float | None:
    return None if pd.isna(row[column]) else float(row[column])
