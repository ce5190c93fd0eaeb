"""Dots: how all staff, and each group, spread over the line from fixed to growth.

From twenty people on a group is twenty dots, each for a twentieth of it and none for a person: all staff in classes
of ten points, groups in the three bands, since nothing finer may be told about them. A full dot is known to stand
where it stands, an open one only roughly. Of a smaller group only the three bands are told, as columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from matplotlib.figure import Figure

from analysis.disclosure.released import Released
from analysis.guide import ALL, Words
from analysis.present.cells import Cell, minimum_of, only_released
from analysis.present.differences import read_differences, say_further
from analysis.present.figures.ground import INKS, draw_ground, draw_heads, draw_keys, draw_ring
from analysis.present.figures.parts import RANGE_HATCHING, LegendEntry, draw_legend, draw_nothing
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import fit, height_of, wrap
from analysis.present.numbers import quote_names, say_answered, say_count, say_reason
from analysis.present.palette import BLUE, DIVERGING, INK, MUTED, ORANGE, PAGE
from analysis.present.spreads import (
    BAND_EDGES,
    Points,
    Spread,
    read_spreads,
    say_between,
    say_place,
    say_points,
    say_scoped,
)
from analysis.tally.scores import BANDS, OVERALL

__all__ = ["draw_dots"]

FILLS = {"fixed": ORANGE, "mixed": DIVERGING[2], "growth": BLUE}
CENTRES = {band: sum(edges) / 2 for band, edges in zip(BANDS, pairwise(BAND_EDGES), strict=True)}
DOT, PITCH = 8.2, 0.128
"""The size of a dot in points, and the distance of two in inches."""

COLUMN, COLUMN_WIDTH = 0.44, 0.26
"""How high the column of a whole group would be, and how wide columns are, in inches."""

BELOW = 0.17
"""The room beneath the line on which the dots of a row stand."""


@dataclass(frozen=True)
class Layout:
    """Where the columns stand, in inches: the names end, the line begins and ends, the words begin."""

    names: float
    left: float
    right: float
    told: float
    end: float

    def at(self, point: float) -> float:
        """Where a point from 0 to 100 stands."""
        return self.left + point / 100 * (self.right - self.left)


@dataclass(frozen=True)
class Texts:
    """The wrapped texts of one row: its name and size, how many answered, its counts, and its words."""

    name: tuple[str, ...]
    size: float
    answered: tuple[str, ...]
    counts: Mapping[str, tuple[str, ...]]
    place: tuple[str, ...]
    place_size: float
    more: tuple[str, ...]


def draw_dots(
    released: Released,
    words: Words,
    cohort: str,
    scope: str = OVERALL,
    figure: Figure | None = None,
    width: str = "page",
) -> Picture:
    """Draw how all staff and each group of `cohort` spread, overall or in one situation.

    `cohort` may be `all`, for all staff alone. `figure` is a kept figure to draw on instead of a new one; `width` is
    `page` or `narrow`.

    Missing answers
    ---------------
    Each row shows the people of the group who have a position; who skipped too much has none.

    Raises `ProtectionError` for anything but a `Released`, `ToolkitError` for a cohort that it does not have.
    """
    spreads = read_spreads(only_released(released), words, cohort, scope)
    sheet = Sheet(figure, width)
    minimum = minimum_of(released)
    if all(spread.reason for spread in spreads):
        return draw_nothing(released, words, spreads[0].group.hidden(spreads[0].reason), sheet)
    title = say_scoped(_title(released, spreads, words, cohort, scope), scope, words)
    subtitle = words(f"figures.dots.subtitle.{'overall' if scope == OVERALL else 'situation'}")
    y = sheet.head(title, subtitle)
    y = _draw_legend(sheet, spreads, words, y)
    y = _draw_rows(sheet, spreads, words, minimum, y)
    told = (_say_row(spread, words, minimum) for spread in spreads)
    return sheet.finish(y, title, " ".join([f"{title}.", subtitle, *told]), words("figures.dots.reading"))


def _title(released: Released, spreads: Sequence[Spread], words: Words, cohort: str, scope: str) -> str:
    differences = () if cohort == ALL else read_differences(released, words, cohort, scope)
    further = say_further(differences, words)
    if further:
        return further
    if spreads[0].camps == "split":
        return words("figures.dots.title.split_all")
    split = [spread.group.label for spread in spreads[1:] if spread.camps == "split"]
    if split:
        return words("figures.dots.title.split", count=len(split), names=quote_names(split, words))
    if any(one.told for one in differences):
        return words("figures.dots.title.unclear")
    if not spreads[0].told_bands:
        return words("figures.dots.title.alone_open")
    return words("figures.dots.title.alone", place=say_place(spreads[0].median, words))


def _say_row(spread: Spread, words: Words, minimum: int) -> str:
    group = spread.group.label
    if spread.reason:
        return words("figures.dots.row_withheld", group=group, reason=say_reason(spread.reason, words, minimum))
    answered = say_answered(spread.group, words)
    told = _say_dots(spread, words) if spread.dots else _say_bands(spread.bands, words, minimum)
    return " ".join([words("figures.dots.row", group=group, answered=answered, told=told), *_say_where(spread, words)])


def _say_dots(spread: Spread, words: Words) -> str:
    fine = spread.edges != BAND_EDGES
    shares = [
        words("figures.dots.some", dots=len(dots), place=say_points(place, words) if fine else say_place(place, words))
        for place, dots in spread.places.items()
        if dots
    ]
    rough = words("figures.dots.rough", count=spread.unsure) if spread.unsure else ""
    return words("figures.dots.twenty", told=", ".join(shares), rough=rough)


def _say_bands(bands: Mapping[str, Cell], words: Words, minimum: int) -> str:
    return words("figures.dots.bands", **{band: say_count(cell, words, minimum) for band, cell in bands.items()})


def _say_where(spread: Spread, words: Words) -> list[str]:
    """Where the middle person and the middle half stand, and whether the group is split."""
    said: list[str] = []
    if spread.median is not None and not spread.is_open:
        place, points = say_place(spread.median, words), say_between(spread.median, words)
        said.append(words("figures.dots.middle", place=place, points=points))
    if spread.middle_half is not None:
        said.append(words("figures.dots.half", points=say_between(spread.middle_half, words)))
    return [*said, words("figures.dots.camps")] if spread.camps == "split" else said


def _draw_legend(sheet: Sheet, spreads: Sequence[Spread], words: Words, y: float) -> float:
    shown = [spread for spread in spreads if not spread.reason]
    dot = LegendEntry("o", words("figures.dots.key.dot"), INK)
    ring = LegendEntry("ring", words("figures.dots.key.ring"), INK)
    others: list[LegendEntry] = []
    if any(not spread.dots for spread in shown):
        others.append(LegendEntry("box", words("figures.dots.key.column"), DIVERGING[2]))
    if any(not cell.is_exact for spread in shown if not spread.dots for cell in spread.bands.values()):
        others.append(LegendEntry("range", words("figures.common.range_key"), MUTED))
    if not all(spread.is_open for spread in shown):
        others.append(LegendEntry("box", words("figures.dots.key.middle"), INK))
    if any(spread.middle_half for spread in shown):
        others.append(LegendEntry("line", words("figures.dots.key.half"), INK))
    if any(spread.unsure for spread in shown):
        return draw_keys(sheet, y, dot, ring, others)
    return draw_legend(
        sheet, MARGIN, y, [dot, *others] if any(spread.dots for spread in shown) else others, sheet.right
    )


def _layout(sheet: Sheet) -> Layout:
    names, told = (1.0, 0.82) if sheet.is_narrow else (1.6, 1.05)
    left, right = MARGIN + names + 0.12, sheet.right - told - 0.12
    return Layout(MARGIN + names, left, right, right + 0.12, sheet.right)


def _draw_rows(sheet: Sheet, spreads: Sequence[Spread], words: Words, minimum: int, y: float) -> float:
    layout = _layout(sheet)
    y = top = _draw_heads(sheet, layout, words, y)
    for spread in spreads:
        texts = _texts(spread, layout, words, minimum)
        tall = _height(spread, texts, layout)
        _draw_name(sheet, spread, texts, layout, y + tall / 2)
        if spread.reason:
            reason = say_reason(spread.reason, words, minimum)
            sheet.withhold(layout.left, y + 0.04, layout.end - layout.left, tall - 0.08, reason)
        else:
            _draw_row(sheet, spread, texts, layout, y, y + tall - BELOW)
        y += tall
    return draw_ground(sheet, layout.left, layout.right, top, y) + MARGIN


def _draw_heads(sheet: Sheet, layout: Layout, words: Words, y: float) -> float:
    room = layout.end - layout.told
    text = words("figures.dots.head")
    size = fit(text, room, SMALL)
    lines = wrap(text, room, size)
    bottom = y + height_of(len(lines), SMALL)
    sheet.write(layout.told, (y + bottom) / 2, lines, size=size, color=MUTED)
    return draw_heads(sheet, layout.left, layout.right, words, bottom - height_of(1, SMALL))


def _texts(spread: Spread, layout: Layout, words: Words, minimum: int) -> Texts:
    room, told = layout.names - MARGIN, layout.end - layout.told
    size = fit(spread.group.label, room, LABEL, "bold")
    name = wrap(spread.group.label, room, size, "bold")
    if spread.reason:
        return Texts(name, size, (), {}, (), LABEL, ())
    counts: dict[str, tuple[str, ...]] = {}
    if not spread.dots:
        wide = layout.at(CENTRES["mixed"]) - layout.at(CENTRES["fixed"]) - 0.08
        counts = {b: wrap(say_count(cell, words, minimum), wide, SMALL) for b, cell in spread.bands.items()}
    place = say_place(spread.median, words)
    place_size = fit(place, told, LABEL, "bold")
    more = [say_points(spread.median, words)] if spread.median and not spread.is_open else []
    more += [words("figures.dots.split")] if spread.camps == "split" else []
    lines = tuple(line for text in more for line in wrap(text, told, SMALL))
    answered = wrap(say_answered(spread.group, words), room, SMALL)
    return Texts(name, size, answered, counts, wrap(place, told, place_size, "bold"), place_size, lines)


def _height(spread: Spread, texts: Texts, layout: Layout) -> float:
    """As high as the highest of its parts needs, in inches."""
    name = height_of(len(texts.name), texts.size) + height_of(len(texts.answered), SMALL)
    words_ = height_of(len(texts.place), texts.place_size) + height_of(len(texts.more), SMALL)
    piles = [len(pile) for place, dots in spread.places.items() for pile in _piles(dots, place, layout)]
    columns = [
        COLUMN * (0 if cell.is_withheld else cell.span[1]) + height_of(len(texts.counts[band]), SMALL) + 0.04
        for band, cell in spread.bands.items()
        if band in texts.counts
    ]
    return max(0.5, name + 0.16, words_ + 0.16, BELOW + 0.08 + max([max(piles, default=0) * PITCH, *columns]))


def _draw_name(sheet: Sheet, spread: Spread, texts: Texts, layout: Layout, y: float) -> None:
    """The name of a group and, beneath it, how many answered."""
    upper, lower = height_of(len(texts.name), texts.size), height_of(len(texts.answered), SMALL)
    top, weight = y - (upper + lower) / 2, "bold" if spread.group.is_everybody else "regular"
    sheet.write(layout.names, top + upper / 2, texts.name, size=texts.size, weight=weight, ha="right")
    sheet.write(layout.names, top + upper + lower / 2, texts.answered, size=SMALL, color=MUTED, ha="right")


def _draw_row(sheet: Sheet, spread: Spread, texts: Texts, layout: Layout, top: float, line: float) -> None:
    sheet.line([layout.left, layout.right], [line, line], PAGE, 1.1, zorder=0)
    for place, dots in spread.places.items():
        _draw_dots(sheet, dots, place, layout, line)
    for band, text in texts.counts.items():
        _draw_column(sheet, spread.bands[band], band, text, layout.at(CENTRES[band]), line)
    _draw_middle(sheet, spread, layout, line + BELOW / 2)
    upper, lower = height_of(len(texts.place), texts.place_size), height_of(len(texts.more), SMALL)
    y = (top + line + BELOW - upper - lower) / 2
    sheet.write(layout.told, y + upper / 2, texts.place, size=texts.place_size, weight="bold")
    sheet.write(layout.told, y + upper + lower / 2, texts.more, size=SMALL, color=MUTED)


def _piles(dots: Sequence[bool], place: Points, layout: Layout) -> list[Sequence[bool]]:
    """The dots of one place in piles side by side, as few high as there is room for, and of like height."""
    room = max(1, int((layout.at(place.end) - layout.at(place.start)) / PITCH))
    high = -(-len(dots) // room)
    count = -(-len(dots) // high) if high else 0
    return [dots[at * len(dots) // count : (at + 1) * len(dots) // count] for at in range(count)]


def _draw_dots(sheet: Sheet, dots: Sequence[bool], place: Points, layout: Layout, line: float) -> None:
    [band] = place.bands
    piles = _piles(dots, place, layout)
    for at, pile in enumerate(piles):
        x = layout.at(place.start + (at + 0.5) / len(piles) * (place.end - place.start))
        for height, is_sure in enumerate(pile):
            y = line - (height + 0.5) * PITCH
            if is_sure:
                sheet.dot(x, y, "o", INKS[band], DOT)
            else:
                draw_ring(sheet, x, y, INKS[band], DOT)


def _draw_column(sheet: Sheet, cell: Cell, band: str, text: tuple[str, ...], x: float, line: float) -> None:
    """A column up from the line: full up to the smallest told count, hatched up to the largest, its count on top."""
    top = line
    if not cell.is_withheld:
        sure, possible = (COLUMN * share for share in cell.span)
        left, top = x - COLUMN_WIDTH / 2, line - possible
        if sure > 0:
            sheet.box(left, line - sure, COLUMN_WIDTH, sure, FILLS[band], INKS[band])
        if possible > sure:
            sheet.hatch(left, top, COLUMN_WIDTH, possible - sure, PAGE, INKS[band], RANGE_HATCHING, outline=0.8)
    color = MUTED if cell.is_withheld else INKS[band]
    sheet.write(x, top - 0.03 - height_of(len(text), SMALL) / 2, text, size=SMALL, color=color, ha="center")


def _draw_middle(sheet: Sheet, spread: Spread, layout: Layout, y: float) -> None:
    """Beneath the line: a thin line for the middle half, a thick one for the middle person."""
    if spread.middle_half is not None:
        sheet.line([layout.at(point) for point in spread.middle_half], [y, y], INK, 1.3)
    if spread.median is not None and not spread.is_open:
        start, end = (layout.at(point) for point in spread.median)
        wide = max(end - start, 0.06)
        sheet.box((start + end - wide) / 2, y - 0.03, wide, 0.06, INK)
