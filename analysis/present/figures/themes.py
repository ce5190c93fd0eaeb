"""Themes: how many people wrote about what, question by question.

Bars count people, never mentions: whoever wrote counts once for a theme. What to keep and what to change are each
other's mirror, since a theme may be written about in both. A hatched end means that only a range may be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from analysis.disclosure.released import Released
from analysis.guide import ALL, Words
from analysis.present.cells import Cell, only_released
from analysis.present.figures.grid import Grid, Key, draw_grid, grid_legend, say_grid
from analysis.present.figures.parts import RANGE_HATCHING, LegendEntry, draw_legend
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import fit, height_of, wrap
from analysis.present.findings import ends, farthest_apart, foremost
from analysis.present.groups import column_label
from analysis.present.numbers import quote_names, say_count, say_interval, say_reason
from analysis.present.palette import BLUE, GRID, INK, MUTED, ORANGE, PAGE
from analysis.present.written import (
    CHANGE,
    KEEP,
    Part,
    clearly_more,
    coded_items,
    read_parts,
    read_theme_differences,
    read_themes,
    say_why_untold,
    texts_minimum,
    theme_names,
)

__all__ = ["draw_no_texts", "draw_theme_heat", "draw_themes"]

BAR, GAP, NAMED = 0.17, 0.08, 2
COLORS = {KEEP: BLUE, CHANGE: ORANGE}
REACHES = (0.25, 0.5, 0.75, 1.0)
"""How much of everybody the bars have room for: the least that holds all of them."""


@dataclass(frozen=True)
class Row:
    """One theme: its name, a count for each question that is drawn, and whether it is spoken of in the title."""

    name: str
    cells: dict[str, Cell]
    is_clear: bool


@dataclass(frozen=True)
class Side:
    """Where the bars of one question begin, how long everybody would be (to the left: below 0), and its numbers.

    `numbers` is where they begin, or end for bars to the left; `likely` is where the likely range ends, if it has room.
    """

    start: float
    unit: float
    numbers: float
    wide: float
    likely: float | None = None


def draw_themes(
    released: Released, words: Words, item: str, figure: Figure | None = None, width: str = "page"
) -> Picture:
    """Draw how many of all staff wrote about each theme of a question.

    For `tour_keep` and `tour_change` both are drawn, as soon as both are coded. `figure` is a kept figure to draw on
    instead of a new one; `width` is `page` or `narrow`.

    Missing answers
    ---------------
    Each count is of those who wrote something that has been read and settled.

    Raises `ProtectionError` for anything but a `Released`, `ToolkitError` for a question that is not coded.
    """
    items = _items(only_released(released), item)
    cells = {one: read_themes(released, one) for one in items}
    [everybody] = read_parts(released, words, "themes", item, ALL)
    sheet = Sheet(figure, width)
    if all(cell.is_withheld for own in cells.values() for cell in own.values()):
        return draw_no_texts(released, words, everybody, sheet)
    rows = _rows(cells, theme_names(released, words))
    title = _title(cells, released, words)
    subtitle = words(f"figures.themes.subtitle.{_kind(items)}", **_people(cells, words))
    minimum = texts_minimum(released)
    y = draw_legend(sheet, MARGIN, sheet.head(title, subtitle), _legend(rows, items, words), sheet.right)
    y = _draw_rows(sheet, rows, items, words, minimum, y)
    told = (_say_row(row, words, minimum) for row in rows)
    return sheet.finish(
        y + MARGIN, title, " ".join([f"{title}.", subtitle, *told]), words(f"figures.themes.reading.{_kind(items)}")
    )


def draw_theme_heat(
    released: Released, words: Words, item: str, cohort: str, figure: Figure | None = None, width: str = "page"
) -> Picture:
    """Draw the share who wrote about each theme of a question, for each group of `cohort` and for all staff.

    `figure` is a kept figure to draw on instead of a new one; `width` is `page` or `narrow`.

    Missing answers
    ---------------
    Each cell is of those of the group who wrote something that has been read and settled.

    Raises `ProtectionError` for anything but a `Released`, `ToolkitError` for a question that is not coded and for a
    cohort that there is not.
    """
    parts = read_parts(only_released(released), words, "themes", item, cohort)
    sheet = Sheet(figure, width)
    if all(part.group.is_withheld for part in parts):
        return draw_no_texts(released, words, parts[-1], sheet)
    grid = _grid(parts, released, words, item, cohort)
    minimum = texts_minimum(released)
    title = _heat_title(grid, words)
    question = words(f"guide.text.{item}")
    subtitle = words("figures.theme_heat.subtitle", question=question, cohort=column_label(words, cohort))
    y = draw_legend(sheet, MARGIN, sheet.head(title, subtitle), grid_legend(grid, words), sheet.right)
    y = draw_grid(sheet, grid, words, minimum, y)
    alt = " ".join([f"{title}.", subtitle, *say_grid(grid, words, minimum)])
    return sheet.finish(y + MARGIN, title, alt, words("figures.theme_heat.reading"))


def draw_no_texts(released: Released, words: Words, part: Part, sheet: Sheet) -> Picture:
    """The figure of written answers about which nothing may be told: why, and what is still possible."""
    minimum = texts_minimum(released)
    title = words("figures.themes.nothing.title", why=say_why_untold(part.group.reason, words, minimum))
    subtitle = words("figures.themes.nothing.subtitle", minimum=minimum)
    y = sheet.head(title, subtitle)
    sheet.withhold(MARGIN, y, sheet.right - MARGIN, 0.7, say_reason(part.group.reason, words, minimum), LABEL)
    return sheet.finish(y + 0.7 + MARGIN, title, f"{title}. {subtitle}", words("figures.nothing.reading"))


def _items(released: Released, item: str) -> tuple[str, ...]:
    both = (KEEP, CHANGE)
    return both if item in both and set(both) <= set(coded_items(released)) else (item,)


def _kind(items: Sequence[str]) -> str:
    return "pair" if len(items) > 1 else "one"


def _rows(cells: dict[str, dict[str, Cell]], names: dict[str, str]) -> list[Row]:
    """The themes from the most to the least written about; of a pair, from those to keep to those to change."""
    clear = _clear(cells)
    themes = list(dict.fromkeys(theme for own in cells.values() for theme in own))
    blank = Cell(reason="nobody")
    rows = [Row(names[t], {item: own.get(t, blank) for item, own in cells.items()}, t in clear) for t in themes]
    return sorted(rows, key=_place)


def _place(row: Row) -> float:
    """Where a row stands: those about which nothing may be told last."""
    shares = [-1.0 if cell.is_withheld else cell.middle for cell in row.cells.values()]
    if len(shares) > 1 and max(shares) >= 0:
        return max(shares[1], 0.0) - max(shares[0], 0.0)
    return 2.0 if max(shares) < 0 else -shares[0]


def _clear(cells: dict[str, dict[str, Cell]]) -> set[str]:
    if len(cells) > 1:
        keep, change = cells.values()
        return {*clearly_more(keep, change), *clearly_more(change, keep)}
    return set(foremost(next(iter(cells.values()))))


def _title(cells: dict[str, dict[str, Cell]], released: Released, words: Words) -> str:
    names = theme_names(released, words)
    if len(cells) == 1:
        [own] = cells.values()
        most = [names[theme] for theme in foremost(own)]
        key = "most" if most else "unclear"
        return words(f"figures.themes.title.{key}", names=quote_names(most, words))
    keep, change = cells.values()
    sides = {"keep": clearly_more(keep, change), "change": clearly_more(change, keep)}
    found = {side: _name_few([names[theme] for theme in own], words) for side, own in sides.items() if own}
    which = "both" if len(found) == len(sides) else next(iter(found), "alike")
    return words(f"figures.themes.title.{which}", **found)


def _name_few(names: Sequence[str], words: Words) -> str:
    if len(names) <= NAMED:
        return quote_names(names, words)
    return words("figures.themes.more", first=quote_names(names[:1], words), number=len(names) - 1)


def _people(cells: dict[str, dict[str, Cell]], words: Words) -> dict[str, str]:
    """How many wrote, for each question that is drawn."""
    counts = [max((cell.n for cell in own.values()), default=0) for own in cells.values()]
    [item, *_] = cells
    if len(counts) > 1:
        return dict(zip(("keep", "change"), map(str, counts), strict=True))
    return {"question": words(f"guide.text.{item}"), "n": str(counts[0])}


def _say_row(row: Row, words: Words, minimum: int) -> str:
    told = {item: _say_told(cell, words, minimum) for item, cell in row.cells.items()}
    if len(told) == 1:
        return words("figures.themes.row.one", name=row.name, told=next(iter(told.values())))
    return words("figures.themes.row.pair", name=row.name, keep=told[KEEP], change=told[CHANGE])


def _say_told(cell: Cell, words: Words, minimum: int) -> str:
    told = say_count(cell, words, minimum)
    if cell.is_withheld:
        return told
    return words("figures.bands.told", told=told, interval=say_interval(cell, words))


def _legend(rows: Sequence[Row], items: Sequence[str], words: Words) -> list[LegendEntry]:
    entries = []
    if len(items) > 1:
        entries = [LegendEntry("box", words(f"figures.themes.key.{item}"), COLORS[item]) for item in items]
    entries.append(LegendEntry("line", words("figures.common.interval_key")))
    if any(not cell.is_withheld and not cell.is_exact for row in rows for cell in row.cells.values()):
        entries.append(LegendEntry("range", words("figures.common.range_key"), MUTED))
    return entries


def _sides(sheet: Sheet, rows: Sequence[Row], items: Sequence[str]) -> tuple[float, dict[str, Side]]:
    """Where names end, and where the bars and numbers of each question stand."""
    names = MARGIN + (1.15 if sheet.is_narrow else 1.9)
    told = 0.66 if sheet.is_narrow else 0.82
    reach = _reach(rows)
    if len(items) == 1:
        likely = 0.78 if sheet.is_narrow else 0.95
        start, numbers = names + GAP, sheet.right - likely
        return names, {items[0]: Side(start, (numbers - told - start) / reach, numbers, told, sheet.right)}
    length = (sheet.right - names - 2 * told - 2 * GAP) / 2
    axis = names + told + GAP + length
    return names, {
        items[0]: Side(axis, -length / reach, names + told, told),
        items[1]: Side(axis, length / reach, sheet.right, told),
    }


def _reach(rows: Sequence[Row]) -> float:
    shown = [cell for row in rows for cell in row.cells.values() if not cell.is_withheld]
    farthest = max(max(cell.high, cell.span[1]) for cell in shown)
    return next(reach for reach in REACHES if farthest <= reach)


def _draw_rows(sheet: Sheet, rows: Sequence[Row], items: Sequence[str], words: Words, minimum: int, y: float) -> float:
    names, sides = _sides(sheet, rows, items)
    y = _draw_heads(sheet, sides, words, y) if len(sides) == 1 else y
    top = y
    for row in rows:
        y = _draw_row(sheet, row, names, sides, words, minimum, y)
    reach = _reach(rows)
    for side in sides.values():
        sheet.line([side.start, side.start], [top, y], INK, 0.9, zorder=3)
        for share in (share for share in (0.25, 0.5, 1.0) if reach / 2 <= share <= reach):
            x = side.start + share * side.unit
            sheet.line([x, x], [top, y], GRID, 0.9, zorder=0)
            name = words(f"figures.themes.scale.{round(100 * share)}")
            sheet.write(x, y + 0.11, name, size=SMALL, color=MUTED, ha="center")
    return y + 0.22


def _draw_heads(sheet: Sheet, sides: dict[str, Side], words: Words, y: float) -> float:
    """What the two columns of numbers say."""
    [side] = sides.values()
    texts = {"told": (side.numbers, side.wide), "likely": (side.likely or 0.0, sheet.right - side.numbers)}
    heads = {key: wrap(words(f"figures.themes.head.{key}"), wide - 0.08, SMALL) for key, (_, wide) in texts.items()}
    bottom = y + height_of(max(len(lines) for lines in heads.values()), SMALL)
    for key, lines in heads.items():
        middle = bottom - height_of(len(lines), SMALL) / 2
        sheet.write(texts[key][0], middle, lines, size=SMALL, color=MUTED, ha="right")
    return bottom + 0.04


def _draw_row(
    sheet: Sheet, row: Row, names: float, sides: dict[str, Side], words: Words, minimum: int, y: float
) -> float:
    room, weight = names - MARGIN - GAP, "bold" if row.is_clear else "regular"
    size = fit(row.name, room, LABEL, weight)
    name = wrap(row.name, room, size, weight)
    told = {
        item: wrap(say_count(row.cells[item], words, minimum), side.wide - 0.08, SMALL) for item, side in sides.items()
    }
    likely = {
        item: wrap(say_interval(row.cells[item], words), side.likely - side.numbers - 0.08, SMALL)
        for item, side in sides.items()
        if side.likely is not None
    }
    lines = max(len(text) for text in (*told.values(), *likely.values()))
    tall = max(0.34, 0.1 + height_of(len(name), size), 0.1 + height_of(lines, SMALL))
    middle = y + tall / 2
    sheet.write(names - GAP, middle, name, size=size, weight=weight, ha="right")
    for item, side in sides.items():
        cell = row.cells[item]
        color = MUTED if cell.is_withheld else COLORS.get(item, INK) if len(sides) > 1 else INK
        sheet.write(side.numbers, middle, told[item], size=SMALL, color=color, ha="right")
        if item in likely:
            sheet.write(side.likely or 0.0, middle, likely[item], size=SMALL, color=MUTED, ha="right")
        if not cell.is_withheld:
            _draw_bar(sheet, cell, side, COLORS[item] if len(sides) > 1 else BLUE, middle)
    return y + tall


def _draw_bar(sheet: Sheet, cell: Cell, side: Side, color: str, y: float) -> None:
    """A bar from the line outwards: full up to the smallest told count, hatched up to the largest."""
    sure, possible = (share * side.unit for share in cell.span)
    top = y - BAR / 2 - 0.02
    if sure:
        sheet.box(side.start + min(sure, 0.0), top, abs(sure), BAR, color, color)
    if possible != sure:
        near, far = sorted((side.start + sure, side.start + possible))
        sheet.hatch(near, top, far - near, BAR, PAGE, color, RANGE_HATCHING, outline=0.8)
    sheet.line(
        [side.start + cell.low * side.unit, side.start + cell.high * side.unit], [top + BAR + 0.045] * 2, INK, 1.3
    )


def _grid(parts: Sequence[Part], released: Released, words: Words, item: str, cohort: str) -> Grid:
    themes = list(dict.fromkeys(theme for part in parts for theme in part.cells))
    every = theme_names(released, words)
    cells: dict[Key, Cell] = {
        (theme, part.group.key): part.cells.get(theme, Cell(reason=part.group.reason or "nobody"))
        for part in parts
        for theme in themes
    }
    marked = frozenset(
        (one.theme, one.group.key)
        for one in read_theme_differences(released, words, cohort)
        if one.item == item and one.side and not cells[one.theme, one.group.key].is_withheld
    )
    return Grid({theme: every[theme] for theme in themes}, tuple(part.group for part in parts), cells, marked)


def _heat_title(grid: Grid, words: Words) -> str:
    """A difference beyond chance, else one by the rule of `findings`, else what is written about most."""
    for theme, key in sorted(grid.marked):
        group = next(group.label for group in grid.groups if group.key == key)
        return words(
            "figures.theme_heat.title.marked", theme=_quoted(grid.names[theme], words), group=_quoted(group, words)
        )
    shown = [group for group in grid.parts if not group.is_withheld]
    rows = {theme: {group.label: grid.cells[theme, group.key] for group in shown} for theme in grid.names}
    apart = farthest_apart(rows)
    if apart:
        more, less = (quote_names(labels, words) for labels in apart[1:])
        return words("figures.theme_heat.title.apart", theme=_quoted(grid.names[apart[0]], words), more=more, less=less)
    overall = ends({theme: grid.cells[theme, grid.groups[-1].key] for theme in grid.names})
    if overall:
        most = quote_names([grid.names[theme] for theme in overall[0]], words)
        return words("figures.theme_heat.title.overall", most=most)
    return words("figures.theme_heat.title.unclear")


def _quoted(name: str, words: Words) -> str:
    return words("figures.number.quoted", name=name)
