"""Dumbbell: for each quality, who sees it here today and who wants to develop it further.

Two marks on one line from nobody to everybody. Rows are ordered by the gap between wanting and seeing; a pale
orange bar and a bold name say that the gap is clear by the rule of `findings`.
"""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure

from analysis.disclosure.released import Released
from analysis.guide import ALL, Words
from analysis.present.cells import Cell, minimum_of, only_released, read_cells
from analysis.present.figures.parts import (
    LegendEntry,
    draw_legend,
    draw_nothing,
    draw_scale,
    draw_share,
    say_who_answered,
    titled,
)
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import fit, height_of, wrap
from analysis.present.findings import wanted_more
from analysis.present.groups import read_group
from analysis.present.numbers import quote_names, say_count, say_interval
from analysis.present.palette import BLUE, DIVERGING, GRID, MUTED, ORANGE, SEQUENTIAL

__all__ = ["draw_dumbbell"]

SHAPES = {"exists": "o", "develop": "D"}
COLORS = {"exists": BLUE, "develop": ORANGE}
WANTED, NEUTRAL = DIVERGING[1], SEQUENTIAL[1]
ASIDE = 0.095
PADDING = 0.1
NAMED = 2
"""Up to this many qualities are named in the title; of more, only the widest gap."""


@dataclass(frozen=True)
class Row:
    """One quality: its name and its two shares."""

    quality: str
    name: str
    exists: Cell
    develop: Cell
    is_clear: bool

    @property
    def gap(self) -> float:
        """How far wanting is ahead of seeing, for the order of the rows; what is withheld goes last."""
        if self.exists.is_withheld or self.develop.is_withheld:
            return -2.0
        return self.develop.middle - self.exists.middle


def draw_dumbbell(
    released: Released,
    words: Words,
    cohort: str = ALL,
    value: str = ALL,
    figure: Figure | None = None,
    width: str = "page",
) -> Picture:
    """Draw what exists and what staff want to develop, for all staff or one group.

    `figure` is a kept figure to draw on instead of a new one; `width` is `page` or `narrow`.

    Missing answers
    ---------------
    Each share is of those who answered that mark; the counts name their own denominator.

    Raises `ProtectionError` for anything but a `Released`, `ToolkitError` for a group that it does not have.
    """
    group = read_group(only_released(released), words, cohort, value)
    sheet = Sheet(figure, width)
    if group.is_withheld:
        return draw_nothing(released, words, group, sheet)
    rows = _read_rows(released, words, cohort, value)
    title = titled(group, _title(rows, words), words)
    subtitle = words("figures.dumbbell.subtitle", group=group.label, answered=say_who_answered(group, words))
    minimum = minimum_of(released)
    y = _draw_rows(sheet, rows, words, minimum, sheet.head(title, subtitle))
    alt = " ".join([f"{title}.", subtitle, *(_say_row(row, words, minimum) for row in rows)])
    return sheet.finish(y, title, alt, words("figures.dumbbell.reading"))


def _read_rows(released: Released, words: Words, cohort: str, value: str) -> list[Row]:
    cells = read_cells(released.group("marks", cohort, value), ["mark", "quality"])
    exists = {quality: cells["exists", quality] for quality in released.guide.qualities}
    develop = {quality: cells["develop", quality] for quality in released.guide.qualities}
    clear = wanted_more(develop, exists)
    rows = [
        Row(q, words(f"guide.quality.{q}.name"), exists[q], develop[q], q in clear) for q in released.guide.qualities
    ]
    return sorted(rows, key=lambda row: -row.gap)


def _title(rows: list[Row], words: Words) -> str:
    names = [row.name for row in rows if row.is_clear]
    if len(names) > NAMED:
        first = quote_names(names[:1], words)
        return words("figures.dumbbell.title.many", count=len(names), total=len(rows), names=first)
    if names:
        return words("figures.dumbbell.title.wanted", count=len(names), names=quote_names(names, words))
    seen = wanted_more({row.name: row.exists for row in rows}, {row.name: row.develop for row in rows})
    if seen:
        return words("figures.dumbbell.title.seen", names=quote_names(seen[:1], words))
    return words("figures.dumbbell.title.unclear")


def _say_row(row: Row, words: Words, minimum: int) -> str:
    exists = _say_mark("exists", row.exists, words, minimum)
    develop = _say_mark("develop", row.develop, words, minimum)
    return words("figures.dumbbell.row", name=row.name, exists=exists, develop=develop)


def _say_mark(mark: str, cell: Cell, words: Words, minimum: int) -> str:
    told = say_count(cell, words, minimum)
    if cell.is_withheld:
        return words(f"figures.dumbbell.{mark}_withheld", reason=told)
    return words(f"figures.dumbbell.{mark}_told", told=told, interval=say_interval(cell, words))


def _draw_rows(sheet: Sheet, rows: list[Row], words: Words, minimum: int, y: float) -> float:
    told = 0.62 if sheet.is_narrow else 0.85
    left = MARGIN + (1.2 if sheet.is_narrow else 1.65)
    right = sheet.right - 2 * told - 0.12
    y = draw_legend(sheet, MARGIN, y, _legend(rows, words), sheet.right)
    columns = {"exists": right + 0.12 + told, "develop": sheet.right}
    y = _draw_column_heads(sheet, columns, told, words, y)
    top = y
    for row in rows:
        size = fit(row.name, left - MARGIN - 0.16, LABEL, "bold")
        name = wrap(row.name, left - MARGIN - 0.16, size, "bold")
        cells = {"exists": row.exists, "develop": row.develop}
        texts = {mark: wrap(say_count(cell, words, minimum), told - PADDING, SMALL) for mark, cell in cells.items()}
        height = max(0.4, 0.12 + height_of(max(len(name), *(len(text) for text in texts.values())), LABEL))
        middle = y + height / 2
        weight = "bold" if row.is_clear else "regular"
        sheet.write(left - 0.16, middle, name, size=size, weight=weight, ha="right")
        for mark, text in texts.items():
            color = MUTED if cells[mark].is_withheld else COLORS[mark]
            sheet.write(columns[mark], middle, text, size=SMALL, color=color, ha="right")
        _draw_row(sheet, row, left, right, middle)
        y += height
    names = [words(f"figures.common.{name}") for name in ("nobody", "half", "everybody")]
    return draw_scale(sheet, left, right, top, y, names) + MARGIN


def _draw_column_heads(sheet: Sheet, columns: dict[str, float], told: float, words: Words, y: float) -> float:
    texts = {mark: words(f"figures.dumbbell.{mark}_short") for mark in columns}
    sizes = {mark: fit(text, told - PADDING, SMALL, "bold") for mark, text in texts.items()}
    lines = {mark: wrap(text, told - PADDING, sizes[mark], "bold") for mark, text in texts.items()}
    height = height_of(max(len(text) for text in lines.values()), SMALL)
    for mark, text in lines.items():
        x, middle = columns[mark], y + height / 2
        sheet.write(x, middle, text, size=sizes[mark], color=COLORS[mark], weight="bold", ha="right")
    return y + height + 0.02


def _draw_row(sheet: Sheet, row: Row, left: float, right: float, y: float) -> None:
    sheet.line([left, right], [y, y], GRID, 0.9, zorder=0)
    if row.exists.is_exact and row.develop.is_exact:
        shares = [left + cell.span[0] * (right - left) for cell in (row.exists, row.develop)]
        sheet.line(shares, [y, y], WANTED if row.is_clear else NEUTRAL, 5, zorder=1)
    for mark, cell, aside in (("exists", row.exists, -ASIDE), ("develop", row.develop, ASIDE)):
        if not cell.is_withheld:
            draw_share(sheet, cell, left, right, y, aside, SHAPES[mark], COLORS[mark])


def _legend(rows: list[Row], words: Words) -> list[LegendEntry]:
    entries = [LegendEntry(SHAPES[mark], words(f"figures.dumbbell.{mark}"), COLORS[mark]) for mark in SHAPES]
    entries.append(LegendEntry("line", words("figures.common.interval_key"), MUTED))
    shown = [cell for row in rows for cell in (row.exists, row.develop) if not cell.is_withheld]
    if any(not cell.is_exact for cell in shown):
        entries.append(LegendEntry("range", words("figures.common.range_key"), MUTED))
    return entries
