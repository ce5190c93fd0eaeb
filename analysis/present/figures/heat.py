"""Heat: which group sees which quality here today.

One column for each group of a cohort and one for all staff, a cell for each quality, five shades. Every cell
says its own number. A range that spans several shades shows them side by side, as wide as the range is in each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from matplotlib.figure import Figure

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import Cell, minimum_of, only_released, read_cells
from analysis.present.figures.parts import LegendEntry, draw_legend, draw_nothing
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import fit, height_of, width_of, wrap
from analysis.present.findings import ends, farthest_apart
from analysis.present.groups import Group, read_group, read_groups
from analysis.present.numbers import quote_names, say_answered, say_count, say_reason
from analysis.present.palette import INK, MUTED, PAGE, SEQUENTIAL, ink_on, step_of

__all__ = ["draw_heat"]

GAP = 0.04
PADDING = 0.06
APART = 0.14
"""The space that sets all staff apart from the groups."""


@dataclass(frozen=True)
class Heat:
    """What is drawn: the qualities (id and name), the groups, all staff last, and a cell for each pair."""

    names: dict[str, str]
    groups: tuple[Group, ...]
    cells: dict[tuple[str, tuple[str, str]], Cell]

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


def draw_heat(
    released: Released, words: Words, cohort: str, figure: Figure | None = None, width: str = "page"
) -> Picture:
    """Draw the share who see each quality, for each group of `cohort` and for all staff.

    `figure` is a kept figure to draw on instead of a new one; `width` is `page` or `narrow`.

    Missing answers
    ---------------
    Each cell is of those of the group who answered that mark with yes or no.

    Raises `ProtectionError` for anything but a `Released`, `ToolkitError` for a cohort that it does not have.
    """
    heat = _read(only_released(released), words, cohort)
    sheet = Sheet(figure, width)
    minimum = minimum_of(released)
    if all(group.is_withheld for group in heat.groups):
        return draw_nothing(released, words, heat.groups[-1], sheet)
    title = _title(heat, words)
    label = words(f"guide.cohort.{cohort}.label")
    subtitle = words("figures.heat.subtitle", cohort=label)
    y = sheet.head(title, subtitle)
    y = draw_legend(sheet, MARGIN, y, _legend(heat, words), sheet.right)
    y = _draw_table(sheet, heat, words, minimum, y)
    told = (_say_group(group, heat, words, minimum) for group in heat.groups)
    return sheet.finish(y + MARGIN, title, " ".join([f"{title}.", subtitle, *told]), words("figures.heat.reading"))


def _read(released: Released, words: Words, cohort: str) -> Heat:
    groups = (*read_groups(released, words, cohort), read_group(released, words))
    names = {quality: words(f"guide.quality.{quality}.name") for quality in released.guide.qualities}
    cells: dict[tuple[str, tuple[str, str]], Cell] = {}
    for group in groups:
        marks = released.group("marks", *group.key)
        column = read_cells(marks[marks["mark"] == "exists"], ["quality"])
        cells |= {(quality, group.key): column.get(quality, Cell(reason=group.reason)) for quality in names}
    return Heat(names, groups, cells)


def _title(heat: Heat, words: Words) -> str:
    shown = [group for group in heat.parts if not group.is_withheld]
    rows = {q: {group.label: heat.cells[q, group.key] for group in shown} for q in heat.names}
    apart = farthest_apart(rows)
    if apart:
        quality = quote_names([heat.names[apart[0]]], words)
        more, less = (quote_names(labels, words) for labels in apart[1:])
        return words("figures.heat.title.apart", quality=quality, more=more, less=less)
    kind = "groups" if len(shown) > 1 else "alone"
    overall = ends({quality: heat.cells[quality, heat.groups[-1].key] for quality in heat.names})
    if overall:
        most, least = (quote_names([heat.names[quality] for quality in end], words) for end in overall)
        return words(f"figures.heat.title.overall_{kind}", most=most, least=least)
    return words(f"figures.heat.title.unclear_{kind}")


def _say_group(group: Group, heat: Heat, words: Words, minimum: int) -> str:
    if group.is_withheld:
        reason = say_reason(group.reason, words, minimum)
        return words("figures.heat.group_withheld", group=group.label, reason=reason)
    told = [
        words("figures.heat.cell", name=name, told=say_count(heat.cells[quality, group.key], words, minimum))
        for quality, name in heat.names.items()
    ]
    answered = say_answered(group, words)
    return words("figures.heat.group", group=group.label, answered=answered, told="; ".join(told))


def _legend(heat: Heat, words: Words) -> list[LegendEntry]:
    steps = words.many("figures.heat.steps")
    entries = [LegendEntry("box", text, color) for text, color in zip(steps, SEQUENTIAL, strict=True)]
    if any(cell.is_withheld for cell in heat.cells.values()):
        entries.append(LegendEntry("hatched", words("figures.common.withheld_key")))
    return entries


def _layout(sheet: Sheet, heat: Heat, told: Mapping[tuple[str, tuple[str, str]], str]) -> Layout:
    left = MARGIN + (1.0 if sheet.is_narrow else 1.6)
    wide = (sheet.right - left - APART) / len(heat.groups) - GAP
    places = [left + number * (wide + GAP) for number in range(len(heat.groups))]
    shown = [text for key, text in told.items() if not heat.cells[key].is_withheld]
    sizes = (fit(text, wide - PADDING, SMALL) for text in shown)
    return Layout(left, (*places[:-1], places[-1] + APART), wide, min(sizes, default=SMALL))


def _draw_table(sheet: Sheet, heat: Heat, words: Words, minimum: int, y: float) -> float:
    told = {key: say_count(cell, words, minimum) for key, cell in heat.cells.items()}
    layout = _layout(sheet, heat, told)
    y = top = _draw_heads(sheet, heat, words, layout, y)
    for quality in heat.names:
        y = _draw_row(sheet, heat, layout, quality, told, y) + GAP
    for group, x in zip(heat.groups, layout.places, strict=True):
        if group.is_withheld:
            sheet.withhold(x, top, layout.wide, y - GAP - top, say_reason(group.reason, words, minimum))
    return y


def _draw_heads(sheet: Sheet, heat: Heat, words: Words, layout: Layout, y: float) -> float:
    wide = layout.wide
    sizes = [fit(group.label, wide, SMALL, "bold") for group in heat.groups]
    heads = [wrap(group.label, wide, size, "bold") for group, size in zip(heat.groups, sizes, strict=True)]
    counts = ["" if group.is_withheld else say_answered(group, words) for group in heat.groups]
    small = min(fit(count, wide, SMALL) for count in counts if count)
    names = height_of(max(len(head) for head in heads), SMALL)
    bottom = y + names + height_of(max(len(wrap(count, wide, small)) for count in counts), SMALL)
    for head, size, count, x in zip(heads, sizes, counts, layout.places, strict=True):
        middle = x + wide / 2
        sheet.write(middle, y + names - height_of(len(head), SMALL) / 2, head, size=size, weight="bold", ha="center")
        lines = wrap(count, wide, small)
        sheet.write(middle, (y + names + bottom) / 2, lines, size=small, color=MUTED, ha="center")
    return bottom + 0.06


def _draw_row(
    sheet: Sheet, heat: Heat, layout: Layout, quality: str, told: Mapping[tuple[str, tuple[str, str]], str], y: float
) -> float:
    name, room = heat.names[quality], layout.left - MARGIN - 0.1
    size = fit(name, room, LABEL)
    label = wrap(name, room, size)
    texts = {
        group: wrap(told[quality, group.key], layout.wide - PADDING, layout.size)
        for group in heat.groups
        if not group.is_withheld
    }
    tall = max(0.34, 0.1 + height_of(max(len(lines) for lines in (label, *texts.values())), LABEL))
    sheet.write(layout.left - 0.1, y + tall / 2, label, size=size, ha="right")
    for group, x in zip(heat.groups, layout.places, strict=True):
        cell = heat.cells[quality, group.key]
        if group in texts and cell.is_withheld:
            sheet.withhold(x, y, layout.wide, tall, told[quality, group.key])
        elif group in texts:
            _draw_cell(sheet, cell, texts[group], layout.size, (x, y, layout.wide, tall))
    return y + tall


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
