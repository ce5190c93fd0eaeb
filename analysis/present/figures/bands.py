"""Bands: how many of each group lean towards fixed, are mixed, or lean towards growth.

Fixed runs to the left and growth to the right of one line; mixed stands apart, so that nothing has to be added
up by eye and a range can be shown as a range. It speaks of groups and situations, never of a kind of person.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matplotlib.figure import Figure

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import Cell, minimum_of, only_released, read_cells
from analysis.present.figures.parts import RANGE_HATCHING, LegendEntry, draw_legend, draw_nothing
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.spreading import Label, write_label
from analysis.present.figures.typeface import fit, height_of, wrap
from analysis.present.findings import ends, leaning
from analysis.present.groups import Group, read_group, read_groups
from analysis.present.numbers import PERCENT_FROM, quote_names, say_answered, say_count, say_interval, say_reason
from analysis.present.palette import BLUE, DIVERGING, GRID, INK, MUTED, ORANGE, PAGE
from analysis.tally.scores import BANDS

__all__ = ["draw_bands"]

FILLS = {"fixed": ORANGE, "mixed": DIVERGING[2], "growth": BLUE}
EDGES = {"fixed": ORANGE, "mixed": MUTED, "growth": BLUE}
INKS = {"fixed": ORANGE, "mixed": MUTED, "growth": BLUE}
BAR = 0.19
TOLD, TOLD_NARROW = 0.74, 0.66
LIKELY = 1.05
"""The room for the numbers of growth and, beneath them, the likely range."""

REACHES = (0.5, 0.75, 1.0)
"""How much of everybody the bars have room for: the least that holds all of them."""


@dataclass(frozen=True)
class Row:
    """One group and its three bands."""

    group: Group
    bands: dict[str, Cell]

    @property
    def reason(self) -> str:
        """Why nothing of the row is shown; empty where something is."""
        hidden = [cell.reason for cell in self.bands.values() if cell.is_withheld]
        return hidden[0] if len(hidden) == len(BANDS) else ""


@dataclass(frozen=True)
class Layout:
    """Where the columns stand, in inches: names end, three columns of numbers, the line, `unit` is how long everybody
    would be."""

    names: float
    fixed: float
    axis: float
    growth: float
    mixed: float
    mixed_axis: float
    unit: float


def draw_bands(
    released: Released,
    words: Words,
    cohort: str,
    scope: str = "overall",
    figure: Figure | None = None,
    width: str = "page",
) -> Picture:
    """Draw the three bands of each group of `cohort` and of all staff, overall or in one situation.

    `figure` is a kept figure to draw on instead of a new one; `width` is `page` or `narrow`.

    Missing answers
    ---------------
    Each share is of those of the group who have a position; who skipped too much has none.

    Raises `ProtectionError` for anything but a `Released`, `ToolkitError` for a cohort that it does not have.
    """
    rows = list(_read_rows(only_released(released), words, cohort, scope))
    sheet = Sheet(figure, width)
    minimum = minimum_of(released)
    if all(row.reason for row in rows):
        return draw_nothing(released, words, rows[0].group.hidden(rows[0].reason), sheet)
    title = _title(rows, words, scope)
    subtitle = words(f"figures.bands.subtitle.{_kind(scope)}", scope=_scope_name(scope, words))
    y = sheet.head(title, subtitle)
    y = draw_legend(sheet, MARGIN, y, _legend(rows, words), sheet.right)
    y = _draw_rows(sheet, rows, words, minimum, y)
    told = (_say_row(row, words, minimum) for row in rows)
    return sheet.finish(y, title, " ".join([f"{title}.", subtitle, *told]), words("figures.bands.reading"))


def _read_rows(released: Released, words: Words, cohort: str, scope: str) -> Iterator[Row]:
    everybody = read_group(released, words)
    groups = [everybody] if cohort == everybody.cohort else [everybody, *read_groups(released, words, cohort)]
    for group in groups:
        bands = released.group("bands", *group.key)
        cells = read_cells(bands[bands["scope"] == scope], ["band"])
        yield Row(group, {band: cells.get(band, Cell(reason=group.reason)) for band in BANDS})


def _kind(scope: str) -> str:
    return "overall" if scope == "overall" else "situation"


def _scope_name(scope: str, words: Words) -> str:
    return "" if scope == "overall" else words(f"guide.situation.{scope}.name")


def _title(rows: list[Row], words: Words, scope: str) -> str:
    direction = leaning(rows[0].bands) or "unclear"
    apart = ends({row.group.label: row.bands["growth"] for row in rows[1:]})
    first = words(f"figures.bands.title.{direction}.{_kind(scope)}", scope=_scope_name(scope, words))
    if apart:
        more, less = (quote_names(labels, words) for labels in apart)
        return words("figures.bands.title.apart", first=first, more=more, less=less)
    return first


def _say_row(row: Row, words: Words, minimum: int) -> str:
    if row.reason:
        reason = say_reason(row.reason, words, minimum)
        return words("figures.bands.row_withheld", group=row.group.label, reason=reason)
    told = {band: _say_band(cell, words, minimum) for band, cell in row.bands.items()}
    return words("figures.bands.row", group=_say_group(row.group, words), **told)


def _say_group(group: Group, words: Words) -> str:
    """The name of a group, and how many answered where its shares are said in percent."""
    if group.n < PERCENT_FROM:
        return group.label
    return words("figures.bands.answered", group=group.label, answered=say_answered(group, words))


def _say_band(cell: Cell, words: Words, minimum: int) -> str:
    told = say_count(cell, words, minimum)
    if cell.is_withheld:
        return told
    return words("figures.bands.told", told=told, interval=say_interval(cell, words))


def _legend(rows: list[Row], words: Words) -> list[LegendEntry]:
    entries = [LegendEntry("box", words(f"figures.bands.band.{band}"), FILLS[band]) for band in BANDS]
    entries.append(LegendEntry("line", words("figures.common.interval_key"), INK))
    shown = [cell for row in rows for cell in row.bands.values() if not cell.is_withheld]
    if any(not cell.is_exact for cell in shown):
        entries.append(LegendEntry("range", words("figures.common.range_key"), MUTED))
    return entries


def _layout(sheet: Sheet, rows: list[Row]) -> Layout:
    names, told, space = (1.05, TOLD_NARROW, 0.06) if sheet.is_narrow else (1.7, TOLD, 0.1)
    shown = [cell for row in rows for cell in row.bands.values() if not cell.is_withheld]
    farthest = max(max(cell.high, cell.span[1]) for cell in shown)
    reach = next(reach for reach in REACHES if farthest <= reach)
    fixed = MARGIN + names + told
    numbers = (told if sheet.is_narrow else LIKELY) + told
    length = (sheet.right - fixed - numbers - 4 * space) / 3
    axis = fixed + space + length
    growth = axis + length + space
    mixed = growth + numbers + space
    return Layout(MARGIN + names, fixed, axis, growth, mixed, mixed + space, length / reach)


def _draw_rows(sheet: Sheet, rows: list[Row], words: Words, minimum: int, y: float) -> float:
    layout = _layout(sheet, rows)
    told = (TOLD_NARROW if sheet.is_narrow else TOLD) - 0.06
    y = top = _draw_heads(sheet, layout, told, words, y)
    for row in rows:
        size = fit(row.group.label, layout.names - MARGIN, LABEL, "bold")
        name = wrap(row.group.label, layout.names - MARGIN, size, "bold")
        texts = _texts(row, words, minimum, told, is_brief=sheet.is_narrow)
        answered = () if row.reason else wrap(say_answered(row.group, words), layout.names - MARGIN, SMALL)
        named = height_of(len(name) + len(answered), LABEL)
        tall = max(0.46, 0.16 + max(named, *(text.height for text in texts.values())))
        _draw_name(sheet, (name, answered), layout.names, y + tall / 2, size, row.group.is_everybody)
        if row.reason:
            place = layout.names + 0.16
            reason = say_reason(row.reason, words, minimum)
            sheet.withhold(place, y + 0.05, sheet.right - place, tall - 0.1, reason)
        else:
            _draw_row(sheet, row, texts, layout, y + tall / 2)
            for start in (layout.axis, layout.mixed_axis):
                sheet.line([start, start], [y, y + tall], INK, 0.9, zorder=3)
        y += tall
    return _draw_axes(sheet, layout, words, top, y) + MARGIN


def _texts(row: Row, words: Words, minimum: int, room: float, *, is_brief: bool) -> dict[str, Label]:
    """The number of each band; beneath that of growth, where there is room, what it likely is in the whole group."""
    likely = "" if is_brief else say_interval(row.bands["growth"], words)
    return {
        band: Label(
            upper=wrap(say_count(cell, words, minimum), room, SMALL),
            lower=wrap(likely, LIKELY - 0.06, SMALL) if likely and band == "growth" else (),
            size=SMALL,
            color=MUTED if cell.is_withheld else INKS[band],
        )
        for band, cell in row.bands.items()
    }


def _draw_name(
    sheet: Sheet, texts: tuple[tuple[str, ...], tuple[str, ...]], right: float, y: float, size: float, is_bold: bool
) -> None:
    """The name of a group and, beneath it, how many answered."""
    name, answered = texts
    upper, lower = height_of(len(name), size), height_of(len(answered), SMALL)
    top = y - (upper + lower) / 2
    sheet.write(right, top + upper / 2, name, size=size, weight="bold" if is_bold else "regular", ha="right")
    sheet.write(right, top + upper + lower / 2, answered, size=SMALL, color=MUTED, ha="right")


def _draw_row(sheet: Sheet, row: Row, texts: dict[str, Label], layout: Layout, y: float) -> None:
    places = {"fixed": (layout.fixed, "right"), "growth": (layout.growth, "left"), "mixed": (layout.mixed, "right")}
    starts = {
        "fixed": (layout.axis, -layout.unit),
        "growth": (layout.axis, layout.unit),
        "mixed": (layout.mixed_axis, layout.unit),
    }
    for band, cell in row.bands.items():
        x, side = places[band]
        write_label(sheet, x, y, texts[band], side)
        if not cell.is_withheld:
            _draw_bar(sheet, cell, band, *starts[band], y)


def _draw_bar(sheet: Sheet, cell: Cell, band: str, start: float, unit: float, y: float) -> None:
    """A bar from the line outwards: full up to the smallest told count, hatched up to the largest."""
    sure, possible = cell.span
    top = y - BAR / 2
    if sure > 0:
        sheet.box(min(start, start + sure * unit), top, abs(sure * unit), BAR, FILLS[band], EDGES[band])
    if possible > sure:
        near, far = sorted((start + sure * unit, start + possible * unit))
        sheet.hatch(near, top, far - near, BAR, PAGE, EDGES[band], RANGE_HATCHING, outline=0.8)
    sheet.line([start + cell.low * unit, start + cell.high * unit], [y + BAR / 2 + 0.05] * 2, INK, 1.3)


def _draw_heads(sheet: Sheet, layout: Layout, told: float, words: Words, y: float) -> float:
    places = {"fixed": (layout.fixed, "right"), "growth": (layout.growth, "left"), "mixed": (layout.mixed, "right")}
    texts = {band: words(f"figures.bands.short.{band}") for band in BANDS}
    sizes = {band: fit(text, told, SMALL, "bold") for band, text in texts.items()}
    heads = {band: wrap(text, told, sizes[band], "bold") for band, text in texts.items()}
    likely = () if sheet.is_narrow else wrap(words("figures.strategies.head.likely"), LIKELY - 0.06, SMALL)
    labels = {
        band: Label(heads[band], likely if band == "growth" else (), sizes[band], INKS[band], "bold") for band in places
    }
    tall = max(label.height for label in labels.values())
    for band, (x, side) in places.items():
        write_label(sheet, x, y + tall / 2, labels[band], side)
    return y + tall + 0.04


def _draw_axes(sheet: Sheet, layout: Layout, words: Words, top: float, bottom: float) -> float:
    """A light line at half on each side of the line, and at half of the mixed bars."""
    for start, side in ((layout.axis, -1), (layout.axis, 1), (layout.mixed_axis, 1)):
        x = start + side * layout.unit / 2
        sheet.line([x, x], [top, bottom], GRID, 0.9, zorder=0)
        sheet.write(x, bottom + 0.11, words("figures.common.half_short"), size=SMALL, color=MUTED, ha="center")
    return bottom + 0.22
