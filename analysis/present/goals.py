"""Goals: which kinds of goals all staff named, wave by wave, and which kinds became more or less common.

What moved by more than chance was decided when the library was followed; nothing here decides it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.disclosure.followed import Followed
from analysis.errors import Fault, ToolkitError
from analysis.guide import GOAL_KINDS, Words
from analysis.present.cells import Cell
from analysis.present.groups import Group
from analysis.present.moves import Ends
from analysis.present.numbers import join_names
from analysis.present.written import Part

__all__ = ["GoalMove", "goal_items", "read_goal_moves", "read_goal_waves", "say_goal_moved"]

WAVE = "wave"


@dataclass(frozen=True)
class GoalMove:
    """One kind of goal between two neighbouring waves: the change in points, and whether it is chance.

    `moved` is `up` or `down` beyond chance, or empty.
    """

    goal: str
    before: str
    after: str
    n_before: int = 0
    n_after: int = 0
    told: Ends | None = None
    likely: Ends | None = None
    moved: str = ""
    smallest: float | None = None
    reason: str = ""


def goal_items(followed: Followed) -> tuple[str, ...]:
    """The questions about goals that are coded in some wave, in the guide's order."""
    found = set(followed.goals["item"])
    return tuple(item.id for item in followed.guide.section("goals").items if item.id in found)


def read_goal_waves(followed: Followed, item: str) -> tuple[Part, ...]:
    """For each wave, the earliest first, how many of all staff have which kind of goal.

    Raises `ToolkitError` for a question that is not coded in any wave.
    """
    table = _of_item(followed.goals, item, followed)
    rows = {(row["wave"], row["goal"]): row for row in table.to_dict("records")}
    return tuple(_read_wave(wave, {kind: rows.get((wave, kind)) for kind in GOAL_KINDS}) for wave in followed.waves)


def read_goal_moves(followed: Followed, item: str) -> tuple[GoalMove, ...]:
    """Every move of a kind, from the earliest pair of waves to the latest.

    Raises `ToolkitError` for a question that is not coded in any wave.
    """
    _of_item(followed.goals, item, followed)
    table = followed.goal_steps[followed.goal_steps["item"] == item]
    moves = [_read_move(row) for row in table.to_dict("records")]
    order: list[str] = list(GOAL_KINDS)
    return tuple(sorted(moves, key=lambda move: (followed.waves.index(move.after), order.index(move.goal))))


def say_goal_moved(moves: Sequence[GoalMove], words: Words) -> str:
    """Which kinds became more or less common into the last wave beyond chance, as a title; else that none did."""
    if not moves:
        return words("figures.goals.title.one_wave")
    latest = [move for move in moves if move.after == moves[-1].after]
    if all(move.reason for move in latest):
        return words("figures.goals.title.untold", before=latest[0].before)
    clauses = [
        words(f"figures.goals.clause.{move.moved}", kind=words(f"figures.goals.kind.{move.goal}"))
        for move in latest
        if move.moved
    ]
    if not clauses:
        return words("figures.goals.title.unmoved", before=latest[0].before)
    return words("figures.goals.title.moved", before=latest[0].before, told=join_names(clauses, words))


def _of_item(table: pd.DataFrame, item: str, followed: Followed) -> pd.DataFrame:
    found = table[table["item"] == item]
    if found.empty:
        known = ", ".join(goal_items(followed)) or "none yet"
        fault = Fault("item", repr(item), known, "Choose one of these, or code the answers to this one first.")
        raise ToolkitError("The answers to this question have not been coded.", [fault])
    return found


def _read_wave(wave: str, rows: Mapping[str, Mapping[Any, Any] | None]) -> Part:
    cells = {kind: _read_cell(row) for kind, row in rows.items()}
    told = [cell for cell in cells.values() if not cell.is_withheld]
    group = Group(WAVE, wave, wave, max((cell.n for cell in told), default=0))
    return Part(group if told else group.hidden(next(iter(cells.values())).reason), cells)


def _read_cell(row: Mapping[Any, Any] | None) -> Cell:
    if row is None:
        return Cell(reason="unread")
    if row["withheld"]:
        return Cell(reason=str(row["reason"]))
    n, low, high = (int(row[name]) for name in ("n", "count_low", "count_high"))
    likely = _ends(row, "low", "high") or (low / n, high / n)
    return Cell(n, None, low, high, *likely)


def _read_move(row: Mapping[Any, Any]) -> GoalMove:
    place = (row["goal"], row["before"], row["after"])
    told = _ends(row, "change_low", "change_high") or _ends(row, "change", "change")
    if row["withheld"] or told is None:
        return GoalMove(*place, reason=str(row["reason"]) or "complement")
    return GoalMove(
        *place,
        n_before=int(row["n_before"]),
        n_after=int(row["n_after"]),
        told=told,
        likely=_ends(row, "low", "high"),
        moved=str(row["moved"]),
        smallest=None if pd.isna(row["smallest"]) else float(row["smallest"]),
    )


def _ends(row: Mapping[Any, Any], low: str, high: str) -> Ends | None:
    return None if pd.isna(row[low]) or pd.isna(row[high]) else (float(row[low]), float(row[high]))
