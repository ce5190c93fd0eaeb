"""Tables of plans: the steps of a plan, what became of each, and how the kinds of goals changed, wave by wave.

The numbers are those of `draw_goal_waves` and `say_graded`, in the same words and as exact as they are told. Changes
are in points: one point is one in a hundred.

Missing answers
---------------
Answers are the people behind the count of that wave; where too few may be told of, the reason stands in their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analysis.disclosure.followed import Followed
from analysis.disclosure.released import Released
from analysis.guide import GOAL_KINDS, Words
from analysis.present.cells import only_released
from analysis.present.goals import GoalMove, read_goal_moves, read_goal_waves
from analysis.present.graded import Graded, read_graded
from analysis.present.html import HtmlTable
from analysis.present.moves import in_points, only_followed, say_likely_change, say_signed, say_told_change
from analysis.present.numbers import say_count, say_reason

__all__ = ["table_actions", "table_goal_steps", "table_goal_waves", "table_graded"]

ACTION_HEADS = ("step", "owner", "due", "status", "target", "expected")
GRADED_HEADS = ("step", "target", "waves", "answers", "expected", "effect", "likely", "smallest", "verdict")
MOVE_HEADS = ("kind", "waves", "answers", "change", "likely", "smallest", "chance")
PERCENT = 100
NO_TARGET = "no_target"


def table_actions(released: Released, words: Words) -> HtmlTable:
    """The steps of the wave's plan, by the day they are due: who, when, where each stands, and what it aims at."""
    plan = only_released(released).actions
    rows = [_say_action(row, released, words) for row in plan.to_dict("records")]
    days = [str(row["due"] or "") for row in plan.to_dict("records")]
    ordered = [row for _, row in sorted(zip(days, rows, strict=True), key=lambda pair: (not pair[0], pair[0]))]
    return _table(words("figures.plan_table.caption.actions", wave=released.wave), ACTION_HEADS, ordered, words)


def table_graded(followed: Followed, words: Words) -> HtmlTable:
    """For each step that a later wave looks back at: whether what it aimed at moved further than the rest."""
    minimum = only_followed(followed).guide.policy.minimum_group
    rows = [(one.step, *_say_graded(one, words, minimum)) for one in read_graded(followed)]
    return _table(words("figures.plan_table.caption.graded"), GRADED_HEADS, rows, words)


def table_goal_waves(followed: Followed, words: Words, item: str) -> HtmlTable:
    """For each kind of goal: how many of all staff had it in each wave.

    Raises `ProtectionError` for anything but a `Followed`, `ToolkitError` for a question that is not coded.
    """
    parts = read_goal_waves(only_followed(followed), item)
    minimum = followed.guide.policy.minimum_texts
    frame = pd.DataFrame(
        {words("figures.plan_table.head.kind"): [words(f"figures.goals.kind.{kind}") for kind in GOAL_KINDS]}
    )
    for part in parts:
        frame[part.group.label] = [say_count(part.cells[kind], words, minimum) for kind in GOAL_KINDS]
    return HtmlTable(words("figures.plan_table.caption.goal_waves", question=words(f"guide.text.{item}")), frame)


def table_goal_steps(followed: Followed, words: Words, item: str) -> HtmlTable:
    """For each kind of goal and each pair of neighbouring waves: the change, how sure, and what could show.

    Raises `ProtectionError` for anything but a `Followed`, `ToolkitError` for a question that is not coded.
    """
    moves = read_goal_moves(only_followed(followed), item)
    minimum = followed.guide.policy.minimum_texts
    rows = [(words(f"figures.goals.kind.{move.goal}"), *_say_move(move, words, minimum)) for move in moves]
    caption = words("figures.plan_table.caption.goal_steps", question=words(f"guide.text.{item}"))
    return _table(caption, MOVE_HEADS, rows, words)


def _table(caption: str, heads: Iterable[str], rows: Sequence[Sequence[str]], words: Words) -> HtmlTable:
    columns = [words(f"figures.plan_table.head.{head}") for head in heads]
    return HtmlTable(caption, pd.DataFrame(rows, columns=columns))


def _say_action(row: dict[Any, Any], released: Released, words: Words) -> tuple[str, ...]:
    return (
        str(row["step"]),
        str(row["owner"] or "") or words("figures.plan_table.nobody"),
        str(row["due"] or "") or words("figures.plan_table.no_date"),
        words(f"figures.plan_table.status.{row['status']}"),
        *_say_aim(str(row["target"] or ""), row["expected_shift"], released, words),
    )


def _say_aim(target: str, shift: float | None, released: Released, words: Words) -> tuple[str, str]:
    """What a step aims at and what is expected of it; the shift of a quality is a share, of a situation points."""
    guide = released.guide
    kind = "quality" if target in guide.qualities else "situation" if target in guide.situations else ""
    name = words(f"guide.{kind}.{target}.name") if kind else words("figures.plan_table.nothing")
    if shift is None or pd.isna(shift) or not kind:
        return name, words("figures.plan_table.unsaid")
    return name, say_signed(PERCENT * shift if kind == "quality" else shift)


def _say_graded(one: Graded, words: Words, minimum: int) -> tuple[str, ...]:
    target = one.named(words) or words("figures.plan_table.nothing")
    expected = words("figures.plan_table.unsaid") if one.expected is None else say_signed(one.expected)
    if one.reason or one.effect is None:
        why = words("figures.plan_table.no_target")
        why = why if one.reason == NO_TARGET else say_reason(one.reason, words, minimum)
        return target, _say_waves(one, words), why, expected, why, why, why, why
    return (
        target,
        _say_waves(one, words),
        words("figures.plan_table.answers", before=one.n_before, after=one.n_after),
        expected,
        say_told_change((one.effect, one.effect), words),
        say_likely_change(one.likely, words),
        _say_smallest(one.smallest, words),
        words(f"figures.plan_table.verdict.{one.verdict}"),
    )


def _say_move(move: GoalMove, words: Words, minimum: int) -> tuple[str, ...]:
    if move.reason:
        return _say_waves(move, words), *(say_reason(move.reason, words, minimum),) * (len(MOVE_HEADS) - 2)
    return (
        _say_waves(move, words),
        words("figures.plan_table.answers", before=move.n_before, after=move.n_after),
        say_told_change(move.told, words),
        say_likely_change(move.likely, words),
        _say_smallest(move.smallest, words),
        words(f"figures.plan_table.moved.{move.moved or 'within'}"),
    )


def _say_waves(one: Graded | GoalMove, words: Words) -> str:
    return words("figures.number.from_to", low=one.before, high=one.after)


def _say_smallest(smallest: float | None, words: Words) -> str:
    return words("figures.plan_table.unknown") if smallest is None else in_points(smallest, words)
