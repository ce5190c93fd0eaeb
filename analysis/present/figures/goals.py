"""Goals: how many of the goals are about performing, how many about learning, and how many are both.

A bar is all people whose goal has been read, performing from the left and learning from the right. Where only a range
may be told, the place where one kind ends and the next begins is hatched, as wide as the range. Groups stand below one
another, or waves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from analysis.disclosure.followed import Followed
from analysis.disclosure.released import Released
from analysis.guide import ALL, GOAL_KINDS, Words
from analysis.present.cells import Cell, only_released
from analysis.present.figures.parts import RANGE_HATCHING, LegendEntry, draw_legend
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.themes import draw_no_texts
from analysis.present.figures.typeface import fit, height_of, wrap
from analysis.present.findings import is_clearly_above
from analysis.present.goals import read_goal_moves, read_goal_waves, say_goal_moved
from analysis.present.moves import only_followed
from analysis.present.numbers import say_count, say_interval, say_reason
from analysis.present.palette import BLUE, DIVERGING, HATCH, MUTED, ORANGE, PAGE, PALE
from analysis.present.written import Part, read_parts, texts_minimum

__all__ = ["draw_goal_waves", "draw_goals"]

FILLS = {"performance": ORANGE, "mixed": DIVERGING[2], "learning": BLUE}
INKS = {"performance": ORANGE, "mixed": MUTED, "learning": BLUE}
BAR = 0.22
TOLD, TOLD_NARROW = 0.86, 0.64
APART = 0.1


@dataclass(frozen=True)
class Columns:
    """Where names end, where the bar runs, and where the numbers of each kind end, in inches."""

    names: float
    left: float
    right: float
    ends: dict[str, float]
    told: float


def draw_goals(
    released: Released, words: Words, item: str, cohort: str = ALL, figure: Figure | None = None, width: str = "page"
) -> Picture:
    """Draw the kinds of goals that people named in one question, for each group of `cohort` and for all staff.

    `figure` is a kept figure to draw on instead of a new one; `width` is `page` or `narrow`.

    Missing answers
    ---------------
    Each count is of those whose goal has been read and settled as one of the kinds.

    Raises `ProtectionError` for anything but a `Released`, `ToolkitError` for a question that is not coded and for a
    cohort that there is not.
    """
    parts = read_parts(only_released(released), words, "goals", item, cohort)
    sheet = Sheet(figure, width)
    if all(part.group.is_withheld for part in parts):
        return draw_no_texts(released, words, parts[-1], sheet)
    title = _title(parts[-1], words)
    subtitle = words("figures.goals.subtitle.groups", question=words(f"guide.text.{item}"))
    return _draw(sheet, parts, title, subtitle, words, texts_minimum(released))


def draw_goal_waves(
    followed: Followed, words: Words, item: str, figure: Figure | None = None, width: str = "page"
) -> Picture:
    """Draw the kinds of goals that all staff named in one question, wave by wave.

    `figure` is a kept figure to draw on instead of a new one; `width` is `page` or `narrow`.

    Missing answers
    ---------------
    Each count is of those whose goal of that wave has been read and settled as one of the kinds.

    Raises `ProtectionError` for anything but a `Followed`, `ToolkitError` for a question that is not coded.
    """
    parts = read_goal_waves(only_followed(followed), item)
    sheet = Sheet(figure, width)
    title = say_goal_moved(read_goal_moves(followed, item), words)
    subtitle = words("figures.goals.subtitle.waves", question=words(f"guide.text.{item}"))
    return _draw(sheet, parts, title, subtitle, words, followed.guide.policy.minimum_texts)


def _title(everybody: Part, words: Words) -> str:
    cells = everybody.cells
    if everybody.group.is_withheld:
        return words("figures.goals.title.groups")
    for kind, other in (("learning", "performance"), ("performance", "learning")):
        if is_clearly_above(cells[kind], cells[other]):
            return words(f"figures.goals.title.{kind}")
    return words("figures.goals.title.unclear")


def _draw(sheet: Sheet, parts: Sequence[Part], title: str, subtitle: str, words: Words, minimum: int) -> Picture:
    y = sheet.head(title, subtitle)
    y = draw_legend(sheet, MARGIN, y, _legend(parts, words), sheet.right)
    y = _draw_rows(sheet, parts, words, minimum, y)
    told = (_say_row(part, words, minimum) for part in parts)
    return sheet.finish(y + MARGIN, title, " ".join([f"{title}.", subtitle, *told]), words("figures.goals.reading"))


def _say_row(part: Part, words: Words, minimum: int) -> str:
    if part.group.is_withheld:
        reason = say_reason(part.group.reason, words, minimum)
        return words("figures.goals.row_withheld", group=part.group.label, reason=reason)
    told = {kind: _say_kind(part.cells[kind], words, minimum) for kind in GOAL_KINDS}
    return words("figures.goals.row", group=part.group.label, n=part.group.n, **told)


def _say_kind(cell: Cell, words: Words, minimum: int) -> str:
    told = say_count(cell, words, minimum)
    if cell.is_withheld:
        return told
    return words("figures.bands.told", told=told, interval=say_interval(cell, words))


def _legend(parts: Sequence[Part], words: Words) -> list[LegendEntry]:
    entries = [LegendEntry("box", words(f"figures.goals.kind.{kind}"), FILLS[kind]) for kind in GOAL_KINDS]
    shown = [cell for part in parts for cell in part.cells.values() if not cell.is_withheld]
    if any(not cell.is_exact for cell in shown):
        entries.append(LegendEntry("hatched", words("figures.goals.key.range")))
    return entries


def _columns(sheet: Sheet) -> Columns:
    told = TOLD_NARROW if sheet.is_narrow else TOLD
    names = MARGIN + (1.0 if sheet.is_narrow else 1.55)
    ends = {kind: sheet.right - (2 - at) * told for at, kind in enumerate(GOAL_KINDS)}
    return Columns(names, names + APART, sheet.right - 3 * told - 0.04, ends, told)


def _draw_rows(sheet: Sheet, parts: Sequence[Part], words: Words, minimum: int, y: float) -> float:
    columns = _columns(sheet)
    y = _draw_heads(sheet, columns, words, y)
    for part in parts:
        y += APART if part.group.is_everybody and len(parts) > 1 else 0
        y = _draw_row(sheet, part, columns, words, minimum, y)
    return y


def _draw_heads(sheet: Sheet, columns: Columns, words: Words, y: float) -> float:
    """The names of the kinds over their numbers."""
    room = columns.told - 0.08
    texts = {kind: words(f"figures.goals.short.{kind}") for kind in GOAL_KINDS}
    sizes = {kind: fit(text, room, SMALL, "bold") for kind, text in texts.items()}
    heads = {kind: wrap(text, room, sizes[kind], "bold") for kind, text in texts.items()}
    bottom = y + max(height_of(len(lines), SMALL) for lines in heads.values())
    for kind, lines in heads.items():
        middle = bottom - height_of(len(lines), sizes[kind]) / 2
        sheet.write(columns.ends[kind], middle, lines, size=sizes[kind], color=INKS[kind], weight="bold", ha="right")
    return bottom + 0.04


def _draw_row(sheet: Sheet, part: Part, columns: Columns, words: Words, minimum: int, y: float) -> float:
    group, room = part.group, columns.names - MARGIN
    weight = "bold" if group.is_everybody else "regular"
    size = fit(group.label, room, LABEL, weight)
    name = wrap(group.label, room, size, weight)
    people = () if group.is_withheld else wrap(words("figures.goals.people", n=group.n), room, SMALL)
    told = {} if group.is_withheld else _told(part, columns, words, minimum)
    upper, lower = height_of(len(name), size), height_of(len(people), SMALL)
    tall = max(0.42, upper + lower + 0.1, 0.1 + height_of(max(map(len, told.values()), default=0), SMALL))
    top, middle = y + (tall - upper - lower) / 2, y + tall / 2
    sheet.write(columns.names, top + upper / 2, name, size=size, weight=weight, ha="right")
    sheet.write(columns.names, top + upper + lower / 2, people, size=SMALL, color=MUTED, ha="right")
    if group.is_withheld:
        reason = say_reason(group.reason, words, minimum)
        sheet.withhold(columns.left, y + 0.05, sheet.right - columns.left, tall - 0.1, reason)
        return y + tall
    for kind, lines in told.items():
        sheet.write(columns.ends[kind], middle, lines, size=SMALL, color=INKS[kind], ha="right")
    _draw_bar(sheet, part, columns, middle)
    return y + tall


def _told(part: Part, columns: Columns, words: Words, minimum: int) -> dict[str, tuple[str, ...]]:
    room = columns.told - 0.08
    return {kind: wrap(say_count(part.cells[kind], words, minimum), room, SMALL) for kind in GOAL_KINDS}


def _draw_bar(sheet: Sheet, part: Part, columns: Columns, y: float) -> None:
    """Performing from the left, learning from the right, each as far as it surely goes; both in between.

    What may be one kind or its neighbour is hatched. A kind about which nothing may be told is hatched with the rest.
    """
    length, top = columns.right - columns.left, y - BAR / 2
    (left_sure, left_most), (right_sure, right_most) = (_span(part.cells[kind]) for kind in ("performance", "learning"))
    sheet.hatch(columns.left, top, length, BAR, PALE, HATCH, RANGE_HATCHING, outline=0.8)
    certain = (left_most, 1 - right_most)
    if certain[0] < certain[1]:
        _fill(sheet, "mixed", columns.left + certain[0] * length, (certain[1] - certain[0]) * length, top)
    if left_sure > 0:
        _fill(sheet, "performance", columns.left, left_sure * length, top)
    if right_sure > 0:
        _fill(sheet, "learning", columns.right - right_sure * length, right_sure * length, top)


def _fill(sheet: Sheet, kind: str, x: float, wide: float, top: float) -> None:
    sheet.box(x, top, wide, BAR, FILLS[kind], PAGE, zorder=1.5)


def _span(cell: Cell) -> tuple[float, float]:
    return (0.0, 1.0) if cell.is_withheld else cell.span
