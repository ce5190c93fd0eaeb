"""Tables of waves: where a library stood in each wave, what changed, who changed their mind, and what plans did.

Every `table_*` takes `(followed, words, …)` and returns an `HtmlTable` of texts. The numbers are those of `draw_slope`
and `draw_flows`, in the same words and as exact as they are told. Changes are in points: one point is one in a hundred.

Missing answers
---------------
Each count names its own denominator: the people who answered that very question in that wave, or in both waves.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.disclosure.followed import Followed
from analysis.guide import Words
from analysis.present.ahead import WAYS, read_ahead
from analysis.present.html import HtmlTable
from analysis.present.moves import (
    FLOWS,
    Flow,
    Level,
    Move,
    in_points,
    name_measure,
    only_followed,
    read_flows,
    read_levels,
    read_moves,
    say_all,
    say_flow,
    say_level,
    say_likely_change,
    say_signed,
    say_told_change,
)
from analysis.present.numbers import say_reason
from analysis.present.planned import Plan, read_plans

__all__ = ["table_ahead", "table_levels", "table_paired", "table_plans", "table_steps", "table_targets"]

STEP_HEADS = ("measure", "waves", "answers", "change", "likely", "chance", "smallest")
PAIRED_HEADS = ("quality", "people", *FLOWS, "change", "likely", "chance")
PLAN_HEADS = ("targets", "waves", "answers", "expected", "effect", "likely", "smallest", "sets", "verdict")
TARGET_HEADS = ("target", "waves", "before", "shrunk", "after")


def table_levels(followed: Followed, words: Words, kind: str = "quality") -> HtmlTable:
    """For each measure of a `kind`: where it stood in each wave, where all staff likely stood, how many answered."""
    minimum = only_followed(followed).guide.policy.minimum_group
    rows = [
        (name_measure(kind, measure, words), *(_say_level(level, words, minimum) for level in levels))
        for measure, levels in read_levels(followed, kind).items()
    ]
    caption = words(f"figures.wave_table.caption.levels.{kind}")
    return _table(caption, [words("figures.wave_table.measure"), *followed.waves], rows)


def table_steps(followed: Followed, words: Words, kind: str = "quality") -> HtmlTable:
    """For each measure of a `kind` and each pair of neighbouring waves: the change, how sure, and what could show."""
    minimum = only_followed(followed).guide.policy.minimum_group
    rows = [
        (name_measure(kind, move.measure, words), _say_pair(move, words), *_say_move(move, words, minimum))
        for move in read_moves(followed, kind)
    ]
    return _table(words(f"figures.wave_table.caption.steps.{kind}"), _heads(STEP_HEADS, words), rows)


def table_paired(followed: Followed, words: Words) -> HtmlTable:
    """For each quality: what the people who answered in both of the last two waves did, and the change among them."""
    minimum = only_followed(followed).guide.policy.minimum_group
    flows = read_flows(followed)
    rows = [(words(f"guide.quality.{flow.quality}.name"), *_say_flows(flow, words, minimum)) for flow in flows]
    pair = _say_pair(flows[0], words) if flows else ""
    caption = words("figures.wave_table.caption.paired" if flows else "figures.wave_table.caption.nobody", waves=pair)
    return _table(caption, _heads(PAIRED_HEADS, words), rows)


def table_plans(followed: Followed, words: Words) -> HtmlTable:
    """For each plan with targets: how much more the targets changed than the rest, and whether that is chance."""
    minimum = only_followed(followed).guide.policy.minimum_group
    rows = [
        (plan.names(words), _say_pair(plan, words), *_say_plan(plan, words, minimum)) for plan in read_plans(followed)
    ]
    return _table(words("figures.wave_table.caption.plans"), _heads(PLAN_HEADS, words), rows)


def table_targets(followed: Followed, words: Words) -> HtmlTable:
    """For each target of a plan: where it stood, where it stood drawn towards the average of all, where it stands."""
    rows = [
        (
            name_measure(plan.kind, target.measure, words),
            _say_pair(plan, words),
            *(_say_place(place, words) for place in (target.before, target.shrunk, target.after)),
        )
        for plan in read_plans(only_followed(followed))
        for target in plan.targets
    ]
    return _table(words("figures.wave_table.caption.targets"), _heads(TARGET_HEADS, words), rows)


def table_ahead(followed: Followed, words: Words) -> HtmlTable:
    """For each number of answers: the smallest change that the next wave could show, by the way of asking."""
    smallest = read_ahead(only_followed(followed))
    numbers = sorted({n for own in smallest.values() for n in own})
    rows = [(str(n), *(_say_smallest(smallest[way].get(n), words) for way in WAYS)) for n in numbers]
    return _table(words("figures.wave_table.caption.ahead"), _heads(("number", *WAYS), words), rows)


def _table(caption: str, heads: Iterable[str], rows: Sequence[Sequence[str]]) -> HtmlTable:
    return HtmlTable(caption, pd.DataFrame(rows, columns=list(heads)))


def _heads(names: Iterable[str], words: Words) -> list[str]:
    return [words(f"figures.wave_table.{name}") for name in names]


def _say_pair(one: Move | Flow | Plan, words: Words) -> str:
    return words("figures.wave_table.pair", before=one.before, after=one.after)


def _say_level(level: Level, words: Words, minimum: int) -> str:
    told, everybody = say_level(level, words, minimum), say_all(level, words)
    if level.told is None:
        return told
    likely = everybody or words("figures.waves.unknown")
    return words("figures.wave_table.level", told=told, likely=likely, n=level.n)


def _say_move(move: Move, words: Words, minimum: int) -> tuple[str, ...]:
    if move.told is None:
        return (say_reason(move.reason, words, minimum),) * (len(STEP_HEADS) - 2)
    return (
        words("figures.wave_table.two", before=move.n_before, after=move.n_after),
        say_told_change(move.told, words),
        say_likely_change(move.likely, words),
        words(f"figures.waves.verdict.{move.moved or 'within'}"),
        _say_smallest(move.smallest, words),
    )


def _say_flows(flow: Flow, words: Words, minimum: int) -> tuple[str, ...]:
    if flow.counts is None:
        return (say_reason(flow.reason, words, minimum),) * (len(PAIRED_HEADS) - 1)
    return (
        str(flow.n),
        *(say_flow(flow.counts[part], words) for part in FLOWS),
        say_told_change(flow.told, words),
        say_likely_change(flow.likely, words),
        words(f"figures.waves.verdict.{flow.moved or 'within'}"),
    )


def _say_plan(plan: Plan, words: Words, minimum: int) -> tuple[str, ...]:
    expected = words("figures.wave_table.unsaid") if plan.expected is None else say_signed(plan.expected)
    if plan.reason:
        reason = say_reason(plan.reason, words, minimum)
        return reason, expected, *(reason,) * (len(PLAN_HEADS) - 4)
    sets = words("figures.wave_table.no_sets")
    if plan.sets is not None:
        sets = words("figures.wave_table.of_hundred", share=round(100 * plan.sets))
    return (
        words("figures.wave_table.two", before=plan.n_before, after=plan.n_after),
        expected,
        _say_effect(plan.effect, words),
        say_likely_change(plan.likely, words),
        _say_smallest(plan.smallest, words),
        sets,
        words(f"figures.waves.plan.{plan.verdict}"),
    )


def _say_effect(effect: float | None, words: Words) -> str:
    return words("figures.waves.unknown") if effect is None else say_signed(effect)


def _say_place(place: float | None, words: Words) -> str:
    return words("figures.waves.unknown") if place is None else str(round(place))


def _say_smallest(smallest: float | None, words: Words) -> str:
    return words("figures.waves.unknown") if smallest is None else in_points(smallest, words)
