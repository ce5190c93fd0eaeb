"""Section about the plan: who does what by when, and what became of the last plan.

Nothing is said to be late unless the results say from which day the plan is seen.
"""

from __future__ import annotations

from analysis.guide import Words
from analysis.present import wording
from analysis.present.figures import draw_timeline
from analysis.present.graded import read_graded
from analysis.present.planned import read_plans
from analysis.present.tables_plan import table_actions, table_graded
from analysis.present.tables_waves import table_plans, table_targets
from analysis.report.blocks import figure, headed, listed, passage, table
from analysis.report.model import Block
from analysis.report.quoting import quoted
from analysis.report.request import Results
from analysis.report.sections_written import written_items

__all__ = ["plan"]

Blocks = tuple[Block, ...]

LEFT_OUT = ("action_who", "action_when")
"""Whoever wrote one of these wrote it about a step; by itself it says nothing, and it may name somebody."""


def plan(results: Results, words: Words) -> Blocks:
    """The steps of the plan, what became of those of the last one, and the steps that people proposed in words."""
    released = results.released
    proposed = [item for item in written_items(released, "action_plan") if item not in LEFT_OUT]
    written = quoted(results, words, proposed) if results.to_decide else ()
    return (*_steps(results, words), *_last(results, words), *written)


def _steps(results: Results, words: Words) -> Blocks:
    """The plan as a table, drawn over the year where it is seen from a day."""
    released = results.released
    if released.actions.empty:
        return ()
    steps = table_actions(released, words)
    if results.today is None or (released.actions["status"] == "dropped").all():
        return (table("actions", steps),)
    return figure("timeline", draw_timeline(released, words, results.today), steps)


def _last(results: Results, words: Words) -> Blocks:
    """What became of each step of the last plan; the numbers behind it for who wants everything."""
    followed = results.followed
    if followed is None or not read_graded(followed) or not results.to_decide:
        return ()
    graded, limits = wording.say_graded(followed, words), words("sentences.graded.limits")
    told = (*listed(one for one in graded if one != limits), *passage([one for one in graded if one == limits], limits))
    if results.in_full:
        whole = passage(wording.say_plan(followed, words), words("sentences.plan.limits"))
        told += (table("graded", table_graded(followed, words)), *whole)
        if read_plans(followed):
            told += (table("plans", table_plans(followed, words)), table("targets", table_targets(followed, words)))
    return headed(words("report.heading.last_plan"), told)
