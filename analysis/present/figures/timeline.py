"""Timeline: the steps of a plan at the days they are due, with what is overdue and what nobody takes.

What is overdue is told from the day that is handed in, never from a clock. A step is drawn by its shape: open, done or
overdue. Dropped steps are left out. Refuses to squeeze more than twenty steps into one picture: the table has them all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, takewhile

from matplotlib.figure import Figure

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import only_released
from analysis.present.figures.parts import SIZES, LegendEntry, draw_legend
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import fit, height_of, wrap
from analysis.present.palette import BLUE, GRID, INK, MUTED, ORANGE

__all__ = ["MOST_STEPS", "draw_timeline"]

MOST_STEPS = 20
STATES = {"open": ("s", INK), "done": ("o", BLUE), "overdue": ("X", ORANGE)}
DONE, DROPPED = "done", "dropped"
UNDATED = 0.6
"""How wide the place of the steps without a day is, in inches."""

MONTHS_NAMED = {"page": 5, "narrow": 3}
"""How many months are named below, at most."""

WORDS_LONG = 90


@dataclass(frozen=True)
class Step:
    """One step of the plan; `due` is None where it has no day, and `owner` is empty where nobody takes it."""

    what: str
    owner: str
    due: date | None
    state: str


@dataclass(frozen=True)
class Line:
    """The whole months from `first` to `last`, between two places in inches; `undated` is for steps without a day."""

    first: date
    last: date
    left: float
    right: float
    undated: float

    def at(self, day: date) -> float:
        """Where a day stands."""
        return self.left + (day - self.first) / (self.last - self.first) * (self.right - self.left)

    def place(self, step: Step) -> float:
        """Where a step stands."""
        return self.undated if step.due is None else self.at(step.due)


def draw_timeline(
    released: Released, words: Words, today: date, figure: Figure | None = None, width: str = "page"
) -> Picture:
    """Draw the steps of the wave's plan by the day they are due, seen from `today`.

    `figure` is a kept figure to draw on instead of a new one; `width` is `page` or `narrow`.

    Raises `ProtectionError` for anything but a `Released`.
    """
    steps = _read_steps(only_released(released), today)
    sheet = Sheet(figure, width)
    title = _title(steps, words)
    subtitle = words("figures.timeline.subtitle", today=today.isoformat())
    if not steps:
        subtitle = words("figures.timeline.subtitle_none")
    shown = steps[:MOST_STEPS]
    if len(steps) > len(shown):
        subtitle += " " + words("figures.timeline.many", shown=len(shown), total=len(steps))
    y = sheet.head(title, subtitle)
    if shown:
        y = draw_legend(sheet, MARGIN, y, _legend(shown, words), sheet.right)
        y = _draw_steps(sheet, shown, today, words, y)
    told = (_say_step(step, words) for step in shown)
    return sheet.finish(y + MARGIN, title, " ".join([f"{title}.", subtitle, *told]), words("figures.timeline.reading"))


def _read_steps(released: Released, today: date) -> list[Step]:
    """The steps that were not dropped, by the day they are due; those without a day last."""
    rows = released.actions.to_dict("records")
    steps = [_read_step(row, today) for row in rows if row["status"] != DROPPED]
    return sorted(steps, key=lambda step: (step.due is None, step.due or today))


def _read_step(row: dict, today: date) -> Step:
    due = date.fromisoformat(row["due"]) if row["due"] else None
    is_overdue = due is not None and due < today and row["status"] != DONE
    state = DONE if row["status"] == DONE else "overdue" if is_overdue else "open"
    return Step(row["step"], row["owner"] or "", due, state)


def _title(steps: Sequence[Step], words: Words) -> str:
    if not steps:
        return words("figures.timeline.title.none")
    total, overdue = len(steps), sum(step.state == "overdue" for step in steps)
    unowned = sum(not step.owner and step.state != DONE for step in steps)
    if overdue and unowned:
        return words("figures.timeline.title.both", total=total, overdue=overdue, unowned=unowned)
    if overdue or unowned:
        kind = "overdue" if overdue else "unowned"
        return words(f"figures.timeline.title.{kind}", number=overdue or unowned, total=total)
    return words("figures.timeline.title.fine", total=total)


def _legend(steps: Sequence[Step], words: Words) -> list[LegendEntry]:
    found = {step.state for step in steps}
    return [
        LegendEntry(shape, words(f"figures.timeline.key.{state}"), color)
        for state, (shape, color) in STATES.items()
        if state in found
    ]


def _say_step(step: Step, words: Words) -> str:
    return words(
        "figures.timeline.row",
        step=step.what,
        owner=step.owner or words("figures.plan_table.nobody"),
        due=_say_due(step, words),
        state=words(f"figures.timeline.key.{step.state}"),
    )


def _say_due(step: Step, words: Words) -> str:
    return step.due.isoformat() if step.due else words("figures.plan_table.no_date")


def _line(sheet: Sheet, steps: Sequence[Step], today: date) -> Line:
    """The months of all steps and of today."""
    days = [today, *(step.due for step in steps if step.due)]
    first, last = _month(min(days)), _month(max(days), 1)
    left = MARGIN + (2.2 if sheet.is_narrow else 3.6)
    strip = UNDATED if any(step.due is None for step in steps) else 0.0
    return Line(first, last, left + 0.12, sheet.right - strip - 0.2, sheet.right - strip / 2)


def _draw_steps(sheet: Sheet, steps: Sequence[Step], today: date, words: Words, y: float) -> float:
    line = _line(sheet, steps, today)
    room = line.left - MARGIN - 0.3
    y = top = _draw_today(sheet, line, today, words, y)
    for step in steps:
        y = _draw_step(sheet, step, line, room, words, y)
    sheet.line([line.at(today)] * 2, [top, y], MUTED, 1.0, zorder=0.5)
    _draw_days(sheet, line, top, y)
    if any(step.due is None for step in steps):
        lines = wrap(words("figures.timeline.undated"), UNDATED - 0.05, SMALL)
        sheet.write(
            line.undated, y + height_of(len(lines), SMALL) / 2 + 0.03, lines, size=SMALL, color=MUTED, ha="center"
        )
    return y + 0.3


def _draw_today(sheet: Sheet, line: Line, today: date, words: Words, y: float) -> float:
    text = words("figures.timeline.today")
    sheet.write(line.at(today), y + height_of(1, SMALL) / 2, text, size=SMALL, color=MUTED, weight="bold", ha="center")
    return y + height_of(1, SMALL) + 0.04


def _draw_step(sheet: Sheet, step: Step, line: Line, room: float, words: Words, y: float) -> float:
    weight = "bold" if step.state == "overdue" else "regular"
    shown = step.what if len(step.what) <= WORDS_LONG else step.what[:WORDS_LONG].rstrip() + "…"
    size = fit(shown, room, LABEL, weight)
    name = wrap(shown, room, size, weight)
    owner = step.owner or words("figures.plan_table.nobody")
    below = wrap(f"{owner[:WORDS_LONG]} · {_say_due(step, words)}", room, SMALL)
    upper, lower = height_of(len(name), size), height_of(len(below), SMALL)
    tall = upper + lower + 0.12
    top = y + 0.06
    sheet.write_lines(MARGIN, top, name, size=size, weight=weight)
    color = MUTED if step.owner else ORANGE
    sheet.write_lines(MARGIN, top + upper, below, size=SMALL, color=color, weight="regular" if step.owner else "bold")
    shape, ink = STATES[step.state]
    middle = y + tall / 2
    sheet.line([line.left, line.right], [middle, middle], GRID, 0.9, zorder=0)
    sheet.dot(line.place(step), middle, shape, ink, SIZES[shape])
    return y + tall


def _draw_days(sheet: Sheet, line: Line, top: float, bottom: float) -> None:
    """The beginning of every month, or of every few, named below."""
    months = list(takewhile(lambda day: day <= line.last, (_month(line.first, later) for later in count())))
    named = MONTHS_NAMED["narrow" if sheet.is_narrow else "page"]
    for day in months[:: -(-len(months) // named)]:
        x = line.at(day)
        sheet.line([x, x], [top, bottom], GRID, 0.9, zorder=0)
        sheet.write(x, bottom + 0.12, day.isoformat()[:7], size=SMALL, color=MUTED, ha="center")


def _month(day: date, later: int = 0) -> date:
    """The first day of the month of `day`, or of one that comes so many months later."""
    months = 12 * day.year + day.month - 1 + later
    return date(months // 12, months % 12 + 1, 1)
