"""Grid: a share for each row and each group of staff, in five shades.

One column for each group of a cohort and one for all staff, or one row for each where there are many. Every cell
says its own number. A range that spans several shades shows them side by side, as wide as the range is in each; a
mark in the corner sets a cell apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from analysis.guide import Words
from analysis.present.cells import Cell
from analysis.present.figures.parts import SIZES, LegendEntry
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import fit, height_of, width_of, wrap
from analysis.present.groups import Group
from analysis.present.numbers import say_answered, say_count, say_reason
from analysis.present.palette import INK, MUTED, PAGE, SEQUENTIAL, ink_on, step_of

__all__ = ["Grid", "Key", "draw_grid", "grid_legend", "say_grid"]

GAP = 0.04
PADDING = 0.06
APART = 0.14
"""The space that sets all staff apart from the groups."""

MOST, MOST_NARROW = 8, 6
"""So many groups, all staff among them, can stand beside one another."""

CORNER = 0.08
MARK = "D"

Key = tuple[str, tuple[str, str]]
"""A row and a group."""


@dataclass(frozen=True)
class Grid:
    """What is drawn: the rows (id and name), the groups, all staff last, a cell for each pair, and which are marked."""

    names: dict[str, str]
    groups: tuple[Group, ...]
    cells: dict[Key, Cell]
    marked: frozenset[Key] = frozenset()

    @property
    def parts(self) -> tuple[Group, ...]:
        """The groups without all staff."""
        return self.groups[:-1]


@dataclass(frozen=True)
class Layout:
    """Where the table begins, where its columns stand and how wide they are, in inches; the size of its numbers."""

    left: float
    places: tuple[float, ...]
    wide: float
    size: float


def draw_grid(sheet: Sheet, grid: Grid, words: Words, minimum: int, y: float) -> float:
    """Draw the grid from `y` downwards, turned where the groups are too many to stand beside one another.

    Returns its lower edge.
    """
    told = {key: say_count(cell, words, minimum) for key, cell in grid.cells.items()}
    if len(grid.groups) > (MOST_NARROW if sheet.is_narrow else MOST):
        return _draw_turned(sheet, grid, words, minimum, told, y)
    layout = _layout(sheet, grid, told)
    y = top = _draw_heads(sheet, grid, words, layout, y)
    for row in grid.names:
        y = _draw_row(sheet, grid, layout, row, told, y) + GAP
    for group, x in zip(grid.groups, layout.places, strict=True):
        if group.is_withheld:
            sheet.withhold(x, top, layout.wide, y - GAP - top, say_reason(group.reason, words, minimum))
    return y


def grid_legend(grid: Grid, words: Words) -> list[LegendEntry]:
    """What the five shades mean, and the hatching where there is any."""
    steps = words.many("figures.heat.steps")
    entries = [LegendEntry("box", text, color) for text, color in zip(steps, SEQUENTIAL, strict=True)]
    if grid.marked:
        entries.append(LegendEntry(MARK, words("figures.grid.marked_key")))
    if any(cell.is_withheld for cell in grid.cells.values()):
        entries.append(LegendEntry("hatched", words("figures.common.withheld_key")))
    return entries


def say_grid(grid: Grid, words: Words, minimum: int) -> list[str]:
    """What every column shows, one sentence for each group."""
    return [_say_group(group, grid, words, minimum) for group in grid.groups]


def _say_group(group: Group, grid: Grid, words: Words, minimum: int) -> str:
    if group.is_withheld:
        reason = say_reason(group.reason, words, minimum)
        return words("figures.heat.group_withheld", group=group.label, reason=reason)
    told = [_say_cell(grid, (row, group.key), words, minimum) for row in grid.names]
    answered = say_answered(group, words)
    return words("figures.heat.group", group=group.label, answered=answered, told="; ".join(told))


def _say_cell(grid: Grid, key: Key, words: Words, minimum: int) -> str:
    told = words("figures.heat.cell", name=grid.names[key[0]], told=say_count(grid.cells[key], words, minimum))
    return words("figures.grid.marked", told=told) if key in grid.marked else told


def _layout(sheet: Sheet, grid: Grid, told: Mapping[Key, str]) -> Layout:
    left = MARGIN + (1.0 if sheet.is_narrow else 1.6)
    wide = (sheet.right - left - APART) / len(grid.groups) - GAP
    places = [left + number * (wide + GAP) for number in range(len(grid.groups))]
    shown = [text for key, text in told.items() if not grid.cells[key].is_withheld]
    sizes = (fit(text, wide - PADDING, SMALL) for text in shown)
    return Layout(left, (*places[:-1], places[-1] + APART), wide, min(sizes, default=SMALL))


def _draw_heads(sheet: Sheet, grid: Grid, words: Words, layout: Layout, y: float) -> float:
    wide = layout.wide
    sizes = [fit(group.label, wide, SMALL, "bold") for group in grid.groups]
    heads = [wrap(group.label, wide, size, "bold") for group, size in zip(grid.groups, sizes, strict=True)]
    counts = ["" if group.is_withheld else say_answered(group, words) for group in grid.groups]
    small = min(fit(count, wide, SMALL) for count in counts if count)
    names = height_of(max(len(head) for head in heads), SMALL)
    bottom = y + names + height_of(max(len(wrap(count, wide, small)) for count in counts), SMALL)
    for head, size, count, x in zip(heads, sizes, counts, layout.places, strict=True):
        middle = x + wide / 2
        sheet.write(middle, y + names - height_of(len(head), SMALL) / 2, head, size=size, weight="bold", ha="center")
        lines = wrap(count, wide, small)
        sheet.write(middle, (y + names + bottom) / 2, lines, size=small, color=MUTED, ha="center")
    return bottom + 0.06


def _draw_row(sheet: Sheet, grid: Grid, layout: Layout, row: str, told: Mapping[Key, str], y: float) -> float:
    name, room = grid.names[row], layout.left - MARGIN - 0.1
    size = fit(name, room, LABEL)
    label = wrap(name, room, size)
    texts = {
        group: wrap(told[row, group.key], layout.wide - PADDING, layout.size)
        for group in grid.groups
        if not group.is_withheld
    }
    tall = max(0.34, 0.1 + height_of(max(len(lines) for lines in (label, *texts.values())), LABEL))
    tall += CORNER if grid.marked else 0
    sheet.write(layout.left - 0.1, y + tall / 2, label, size=size, ha="right")
    for group, x in zip(grid.groups, layout.places, strict=True):
        if group in texts:
            _draw_told(sheet, grid, (row, group.key), told, layout.size, (x, y, layout.wide, tall))
    return y + tall


def _draw_turned(sheet: Sheet, grid: Grid, words: Words, minimum: int, told: Mapping[Key, str], y: float) -> float:
    """The groups below one another, all staff last and apart, and what was asked from left to right."""
    left = MARGIN + (1.15 if sheet.is_narrow else 1.75)
    wide = (sheet.right - left) / len(grid.names) - GAP
    places = tuple(left + number * (wide + GAP) for number in range(len(grid.names)))
    sizes = (fit(told[key], wide - PADDING, SMALL) for key, cell in grid.cells.items() if not cell.is_withheld)
    layout = Layout(left, places, wide, min(sizes, default=SMALL))
    y = _draw_names(sheet, grid, layout, y)
    for group in grid.groups:
        y += APART if group.is_everybody else 0
        y = _draw_group(sheet, grid, layout, group, words, minimum, told, y) + GAP
    return y


def _draw_names(sheet: Sheet, grid: Grid, layout: Layout, y: float) -> float:
    size = min(fit(name, layout.wide, SMALL, "bold") for name in grid.names.values())
    heads = [wrap(name, layout.wide, size, "bold") for name in grid.names.values()]
    bottom = y + height_of(max(len(head) for head in heads), size)
    for head, x in zip(heads, layout.places, strict=True):
        middle = bottom - height_of(len(head), size) / 2
        sheet.write(x + layout.wide / 2, middle, head, size=size, weight="bold", ha="center")
    return bottom + 0.06


def _draw_group(
    sheet: Sheet,
    grid: Grid,
    layout: Layout,
    group: Group,
    words: Words,
    minimum: int,
    told: Mapping[Key, str],
    y: float,
) -> float:
    room = layout.left - MARGIN - 0.1
    size = fit(group.label, room, LABEL)
    name = wrap(group.label, room, size)
    answered = () if group.is_withheld else wrap(say_answered(group, words), room, SMALL)
    upper, lower = height_of(len(name), size), height_of(len(answered), SMALL)
    rows = () if group.is_withheld else tuple(grid.names)
    lines = max((len(wrap(told[row, group.key], layout.wide - PADDING, layout.size)) for row in rows), default=1)
    tall = max(0.34, 0.08 + upper + lower, 0.1 + height_of(lines, SMALL))
    tall += CORNER if grid.marked else 0
    top = y + (tall - upper - lower) / 2
    sheet.write(layout.left - 0.1, top + upper / 2, name, size=size, ha="right")
    sheet.write(layout.left - 0.1, top + upper + lower / 2, answered, size=SMALL, color=MUTED, ha="right")
    if group.is_withheld:
        sheet.withhold(layout.left, y, sheet.right - GAP - layout.left, tall, say_reason(group.reason, words, minimum))
    for row, x in zip(rows, layout.places, strict=not group.is_withheld):
        _draw_told(sheet, grid, (row, group.key), told, layout.size, (x, y, layout.wide, tall))
    return y + tall


def _draw_told(
    sheet: Sheet, grid: Grid, key: Key, told: Mapping[Key, str], size: float, place: tuple[float, float, float, float]
) -> None:
    """One cell with its number, or with the reason why it has none, and its mark."""
    x, y, wide, tall = place
    if grid.cells[key].is_withheld:
        sheet.withhold(x, y, wide, tall, told[key])
        return
    _draw_cell(sheet, grid.cells[key], wrap(told[key], wide - PADDING, size), size, place)
    if key in grid.marked:
        sheet.dot(x + wide - CORNER, y + CORNER, MARK, INK, SIZES[MARK])


def _draw_cell(
    sheet: Sheet, cell: Cell, text: tuple[str, ...], size: float, place: tuple[float, float, float, float]
) -> None:
    x, y, wide, tall = place
    shades = _shades(cell)
    at = x
    for fill, part in shades:
        sheet.box(at, y, part * wide, tall, fill)
        at += part * wide
    inks = {ink_on(fill) for fill, _ in shades}
    ink = inks.pop() if len(inks) == 1 else INK
    if inks:
        # No one ink is legible on both a light and a dark shade, so the text gets a ground of its own.
        plate, high = max(width_of(line, size) for line in text) + 0.08, height_of(len(text), size)
        sheet.box(x + (wide - plate) / 2, y + (tall - high) / 2, plate, high, PAGE, zorder=3)
    sheet.write(x + wide / 2, y + tall / 2, text, size=size, color=ink, ha="center")


def _shades(cell: Cell) -> list[tuple[str, float]]:
    """The shades that the told range spans, each with its part of the cell."""
    low, high = cell.span
    if cell.is_exact:
        return [(SEQUENTIAL[step_of(low)], 1.0)]
    cuts = [low, *(step / 5 for step in range(1, 5) if low < step / 5 < high), high]
    pairs = pairwise(cuts)
    return [(SEQUENTIAL[step_of((one + two) / 2)], (two - one) / (high - low)) for one, two in pairs]
