"""Heat: which group sees which quality here today.

A `Grid` with a row for each quality: the darker a cell, the more people of the group see the quality.
"""

from __future__ import annotations

from matplotlib.figure import Figure

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import Cell, minimum_of, only_released, read_cells
from analysis.present.figures.grid import Grid, Key, draw_grid, grid_legend, say_grid
from analysis.present.figures.parts import draw_legend, draw_nothing
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import MARGIN, Sheet
from analysis.present.findings import ends, farthest_apart
from analysis.present.groups import column_label, read_group, read_groups
from analysis.present.numbers import quote_names

__all__ = ["draw_heat"]


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
    label = column_label(words, cohort)
    subtitle = words("figures.heat.subtitle", cohort=label)
    y = sheet.head(title, subtitle)
    y = draw_legend(sheet, MARGIN, y, grid_legend(heat, words), sheet.right)
    y = draw_grid(sheet, heat, words, minimum, y)
    alt = " ".join([f"{title}.", subtitle, *say_grid(heat, words, minimum)])
    return sheet.finish(y + MARGIN, title, alt, words("figures.heat.reading"))


def _read(released: Released, words: Words, cohort: str) -> Grid:
    groups = (*read_groups(released, words, cohort), read_group(released, words))
    names = {quality: words(f"guide.quality.{quality}.name") for quality in released.guide.qualities}
    cells: dict[Key, Cell] = {}
    for group in groups:
        marks = released.group("marks", *group.key)
        column = read_cells(marks[marks["mark"] == "exists"], ["quality"])
        cells |= {(quality, group.key): column.get(quality, Cell(reason=group.reason)) for quality in names}
    return Grid(names, groups, cells)


def _title(heat: Grid, words: Words) -> str:
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
