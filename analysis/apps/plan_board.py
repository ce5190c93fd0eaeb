"""Plan board: the steps of a plan by where they stand, and month by month, as lists that can be read aloud.

A step is moved with two lists and a button, and never by dragging. What is overdue is marked by a shape and by a word.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import ipywidgets as widgets
import pandas as pd

from analysis.apps.chooser import Picker
from analysis.apps.parts import act, bullets, note, part, row, safe, stack
from analysis.apps.row_list import short
from analysis.collect.planning import by_month, by_status, is_overdue, overdue, unowned
from analysis.guide import Words
from analysis.responses.frames import ACTION_STATUSES

__all__ = ["PlanBoard", "board", "months", "named_month", "needs_a_look", "say_due"]


class PlanBoard:
    """The board and the control that moves a step; `move` is called with the id of a step and its new status."""

    def __init__(self, words: Words, move: Callable[[str, str], None]) -> None:
        self._words = words
        self._columns = part()
        self.step = Picker(words("plan.board.step"), [("", "")], None, lambda: None)
        statuses = [(words(f"plan.status.{status}"), status) for status in ACTION_STATUSES]
        self.status = Picker(words("plan.board.status"), statuses, None, lambda: None)
        self.move_it = act(words("plan.board.move"), lambda: move(self.step.value, self.status.value))
        self._controls = row(self.step.control, self.status.control, self.move_it)

    def show(self) -> widgets.Widget:
        """The columns, and below them the control."""
        return stack(self._columns, self._controls)

    def offer(self, actions: pd.DataFrame, today: date, can_move: bool) -> None:
        """Show these steps from now on."""
        self._columns.value = board(actions, today, self._words)
        options = [(short(each["step"]), each["action_id"]) for each in actions.to_dict("records")]
        self.step.offer(options, self.step.value)
        self._controls.layout.display = None if can_move and options else "none"


def board(actions: pd.DataFrame, today: date, words: Words) -> str:
    """The steps in one column for each status, those that are due first at the top."""
    heading = f"<h3>{safe(words('plan.board.title'))}</h3>"
    columns = (_column(status, steps, today, words) for status, steps in by_status(actions).items())
    return f'{heading}<ul class="lc-cards">{"".join(columns)}</ul>'


def months(actions: pd.DataFrame, today: date, words: Words) -> str:
    """The steps month by month, those without a day last."""
    heading = f"<h3>{safe(words('plan.months.title'))}</h3>"
    if actions.empty:
        return heading + note(words("plan.months.empty"))
    parts = (
        f"<h4>{safe(named_month(month, words))}</h4>{_steps(steps, today, words, with_status=True)}"
        for month, steps in by_month(actions).items()
    )
    return heading + "".join(parts)


def needs_a_look(actions: pd.DataFrame, today: date, words: Words) -> str:
    """The steps that are overdue, and those that nobody sees to; empty where there are none."""
    kinds = {"overdue": overdue(actions, today), "unowned": unowned(actions)}
    found = {kind: steps for kind, steps in kinds.items() if len(steps)}
    return "".join(
        f"<p>{safe(words(f'plan.months.{kind}', count=len(steps)))}</p>{bullets(steps['step'])}"
        for kind, steps in found.items()
    )


def named_month(month: str, words: Words) -> str:
    """A month (`2026-03`) as people call it.

    >>> from analysis.guide import load_words
    >>> named_month("2026-03", load_words("en"))
    'March 2026'
    """
    year, _, number = month.partition("-")
    return words(f"plan.month.{number}", year=year) if number else words("plan.months.none")


def say_due(due: str, words: Words) -> str:
    """By when a step is to be done (`2026-03-31`), as people say it.

    >>> from analysis.guide import load_words
    >>> say_due("2026-03-01", load_words("en"))
    'by March 1, 2026'
    """
    if not due:
        return words("plan.row.no_due")
    day = date.fromisoformat(due)
    return words("plan.row.due", due=words(f"plan.day.{day:%m}", day=day.day, year=day.year))


def _column(status: str, steps: pd.DataFrame, today: date, words: Words) -> str:
    head = words("plan.board.column", status=words(f"plan.status.{status}"), count=len(steps))
    listed = _steps(steps, today, words) if len(steps) else f'<p class="lc-quiet">{safe(words("plan.board.empty"))}</p>'
    return f"<li><h4>{safe(head)}</h4>{listed}</li>"


def _steps(steps: pd.DataFrame, today: date, words: Words, with_status: bool = False) -> str:
    items = (_step(each, is_overdue(each, today), words, with_status) for each in steps.to_dict("records"))
    return f"<ul>{''.join(items)}</ul>"


def _step(each: Mapping[Any, Any], is_late: bool, words: Words, with_status: bool) -> str:
    about = [
        words("plan.row.owner", owner=each["owner"]) if each["owner"] else words("plan.row.no_owner"),
        say_due(each["due"], words),
    ]
    if with_status:
        about.insert(0, words(f"plan.status.{each['status']}"))
    mark = f"<strong>{safe(words('plan.row.overdue'))}</strong> " if is_late else ""
    return f'<li>{mark}{safe(each["step"])} <span class="lc-quiet">({safe("; ".join(about))})</span></li>'
