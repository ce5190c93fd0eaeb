"""Situations: in which situations which group leans towards growth.

A `Grid` with a row for each situation: the darker a cell, the more people of the group lean towards growth there.
Growth rather than fixed is counted, because it is the leaning that most people have in most situations: its counts
lie farther from the ends, so more of them may be told, and they spread over all five shades. A diamond marks a group
that stands elsewhere than everybody else by more than chance, which is judged over the whole line, not over one band.
"""

from __future__ import annotations

from matplotlib.figure import Figure

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import Cell, minimum_of, only_released
from analysis.present.differences import say_further
from analysis.present.figures.grid import Grid, Key, draw_grid, grid_legend, say_grid
from analysis.present.figures.parts import draw_legend, draw_nothing
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import MARGIN, Sheet
from analysis.present.findings import ends
from analysis.present.groups import column_label, read_group, read_groups
from analysis.present.numbers import quote_names
from analysis.present.situations import (
    Departure,
    are_comparable,
    departures_in,
    hidden_group,
    name_of,
    read_comparisons,
    read_situation_bands,
    why_hidden,
)

__all__ = ["draw_situations"]


def draw_situations(
    released: Released, words: Words, cohort: str, figure: Figure | None = None, width: str = "page"
) -> Picture:
    """Draw the share who lean towards growth in each situation, for each group of `cohort` and for all staff.

    `figure` is a kept figure to draw on instead of a new one; `width` is `page` or `narrow`.

    Missing answers
    ---------------
    Each cell is of those of the group who have a position in that situation.

    Raises `ProtectionError` for anything but a `Released`, `ToolkitError` for a cohort that it does not have.
    """
    comparisons = read_comparisons(only_released(released), words, cohort)
    departures = departures_in(comparisons)
    grid = _read(released, words, cohort, departures)
    sheet = Sheet(figure, width)
    reason = why_hidden(grid.cells.values())
    if reason:
        return draw_nothing(released, words, hidden_group(released, words, reason), sheet)
    title = _title(grid, departures, words, "groups" if are_comparable(comparisons) else "alone")
    subtitle = words("figures.situations.subtitle", cohort=column_label(words, cohort))
    minimum = minimum_of(released)
    y = sheet.head(title, subtitle)
    y = draw_legend(sheet, MARGIN, y, grid_legend(grid, words), sheet.right)
    y = draw_grid(sheet, grid, words, minimum, y)
    alt = " ".join([f"{title}.", subtitle, *say_grid(grid, words, minimum)])
    return sheet.finish(y + MARGIN, title, alt, words("figures.situations.reading"))


def _read(released: Released, words: Words, cohort: str, departures: tuple[Departure, ...]) -> Grid:
    groups = (*read_groups(released, words, cohort), read_group(released, words))
    names = {situation: name_of(situation, words) for situation in released.guide.situations}
    cells: dict[Key, Cell] = {}
    for group in groups:
        bands = read_situation_bands(released, *group.key, reason=group.reason)
        cells |= {(situation, group.key): bands[situation]["growth"] for situation in names}
    marked = {(one.situation, one.difference.group.key) for one in departures}
    return Grid(names, groups, cells, frozenset(key for key in marked if not cells[key].is_withheld))


def _title(grid: Grid, departures: tuple[Departure, ...], words: Words, kind: str) -> str:
    if departures:
        return _title_of_departures(departures, words)
    overall = ends({name: grid.cells[situation, grid.groups[-1].key] for situation, name in grid.names.items()})
    if overall is None:
        return words(f"figures.situations.title.unclear_{kind}")
    most, least = (quote_names(names, words) for names in overall)
    return words(f"figures.situations.title.overall_{kind}", most=most, least=least)


def _title_of_departures(departures: tuple[Departure, ...], words: Words) -> str:
    """The surest departure, and how many more there are."""
    first = departures[0]
    further = say_further([first.difference], words)
    told = words("figures.situations.title.apart", situation=name_of(first.situation, words), further=further)
    more = len(departures) - 1
    return words("figures.situations.title.more", count=more, first=told) if more else told
