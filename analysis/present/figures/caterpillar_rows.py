"""Caterpillar rows: a few libraries below each other, each with its name, its likely range and its verdict in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis.guide import Words
from analysis.present.figures.axis import Axis
from analysis.present.figures.library_marks import draw_told, ink_of, marker_of
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import fit, height_of, width_of, wrap
from analysis.present.numbers import say_reason
from analysis.present.palette import BLUE, GRID, INK, MUTED, ORANGE
from analysis.present.standing import Library, Placed, Standing, say_own, say_value, say_values

__all__ = ["draw_rows"]

MARK = 8.0
ASIDE = 0.085
"""How far above and below the middle of a row its two marks stand, in inches."""

VERDICTS = {"above": BLUE, "below": ORANGE, "": INK}


@dataclass(frozen=True)
class Block:
    """A name, or a number, with what stands beneath it, wrapped to one width."""

    head: tuple[str, ...]
    size: float
    below: tuple[str, ...]

    @classmethod
    def of(cls, head: str, below: str, room: float) -> Block:
        """The block of two texts in a column of `room` inches."""
        size = fit(head, room, LABEL, "bold")
        return cls(wrap(head, room, size, "bold"), size, wrap(below, room, SMALL) if below else ())

    @property
    def height(self) -> float:
        """In inches."""
        return height_of(len(self.head), self.size) + height_of(len(self.below), SMALL)

    def write(self, sheet: Sheet, x: float, y: float, ha: str, color: str, weight: str) -> None:
        """Write it with its middle at `y`, from `x` on or up to it."""
        upper, lower = height_of(len(self.head), self.size), height_of(len(self.below), SMALL)
        top = y - (upper + lower) / 2
        sheet.write(x, top + upper / 2, self.head, size=self.size, color=color, weight=weight, ha=ha)
        sheet.write(x, top + upper + lower / 2, self.below, size=SMALL, color=MUTED, ha=ha)


@dataclass(frozen=True)
class Layout:
    """Where the columns stand, in inches: the names end, the axis begins and ends, the numbers begin."""

    names: float
    left: float
    right: float
    told: float

    @classmethod
    def of(cls, sheet: Sheet) -> Layout:
        """The columns that fit the sheet."""
        names, told = (1.2, 0.92) if sheet.is_narrow else (1.9, 1.15)
        return cls(MARGIN + names, MARGIN + names + 0.18, sheet.right - told - 0.18, sheet.right - told)


def draw_rows(sheet: Sheet, placed: Placed, words: Words, y: float) -> float:
    """One row for each library, the lowest first, those that may not be told last; returns their lower edge."""
    layout = Layout.of(sheet)
    axis = Axis.around(_values(placed), layout.left, layout.right)
    y = top = _draw_mean_label(sheet, placed, words, axis, y)
    for standing in placed.standings:
        y = _draw_row(sheet, standing, placed, words, layout, axis, y)
    bottom = y
    for library in placed.hidden:
        y = _draw_withheld(sheet, library, placed, words, layout, y)
    for tick in axis.ticks:
        x = axis.at(tick)
        sheet.line([x, x], [top, bottom], GRID, 0.9, zorder=0)
        sheet.write(x, y + 0.11, say_value(tick, placed.measure, words), size=SMALL, color=MUTED, ha="center")
    if placed.between.grand is not None:
        sheet.line([axis.at(placed.between.grand)] * 2, [top - 0.03, bottom], INK, 0.9, zorder=0.5)
    return y + 0.22


def _values(placed: Placed) -> Iterator[float]:
    if placed.between.grand is not None:
        yield placed.between.grand
    for standing in placed.standings:
        yield from (*standing.told, *(standing.likely or ()))


def _draw_mean_label(sheet: Sheet, placed: Placed, words: Words, axis: Axis, y: float) -> float:
    if placed.between.grand is None:
        return y
    mean = words("figures.libraries.mean", value=say_value(placed.between.grand, placed.measure, words))
    half = width_of(mean, SMALL) / 2
    x = min(max(axis.at(placed.between.grand), axis.start + half), axis.end - half)
    sheet.write(x, y + height_of(1, SMALL) / 2, mean, size=SMALL, ha="center")
    return y + height_of(1, SMALL) + 0.05


def _draw_row(
    sheet: Sheet, standing: Standing, placed: Placed, words: Words, layout: Layout, axis: Axis, y: float
) -> float:
    name = _name(standing.library, words("figures.libraries.answered", n=standing.n), words, layout)
    told = _told(standing, placed, words, sheet.right - layout.told)
    tall = max(0.46, 0.14 + max(name.height, told.height))
    middle = y + tall / 2
    weight = "bold" if standing.library.is_own else "regular"
    name.write(sheet, layout.names, middle, "right", INK, weight)
    verdict = VERDICTS[standing.differs]
    told.write(sheet, layout.told, middle, "left", verdict, "bold" if standing.differs else weight)
    _draw_marks(sheet, standing, axis, middle)
    return y + tall


def _name(library: Library, answered: str, words: Words, layout: Layout) -> Block:
    own = words("figures.libraries.own") if library.is_own else ""
    return Block.of(library.name, ", ".join(filter(None, (own, answered))), layout.names - MARGIN)


def _told(standing: Standing, placed: Placed, words: Words, room: float) -> Block:
    if standing.pooled is None or standing.likely is None:
        return Block.of(say_own(standing, placed.measure, words, placed.minimum), "", room)
    value = say_value(standing.pooled, placed.measure, words)
    head = words(f"figures.caterpillar.verdict.{standing.differs or 'within'}", value=value)
    return Block.of(head, say_values(standing.likely, placed.measure, words), room)


def _draw_marks(sheet: Sheet, standing: Standing, axis: Axis, y: float) -> None:
    """The value with chance allowed for above, what the own answers say beneath it."""
    color, is_own = ink_of(standing), standing.library.is_own
    start, end = (axis.at(value) for value in standing.told)
    below = y if standing.pooled is None else y + ASIDE
    draw_told(sheet, (start, below), (end, below), INK if is_own else MUTED, MARK * 0.8)
    if standing.pooled is None:
        return
    above = y - ASIDE * 0.6
    if standing.likely:
        ends = [axis.at(value) for value in standing.likely]
        sheet.line(ends, [above, above], color, 3.0 if is_own else 1.8)
    sheet.dot(axis.at(standing.pooled), above, marker_of(standing), color, MARK + 1.5 if is_own else MARK)


def _draw_withheld(sheet: Sheet, library: Library, placed: Placed, words: Words, layout: Layout, y: float) -> float:
    name = _name(library, "", words, layout)
    tall = max(0.42, 0.14 + name.height)
    name.write(sheet, layout.names, y + tall / 2, "right", INK, "bold" if library.is_own else "regular")
    reason = say_reason(library.reason, words, placed.minimum)
    sheet.withhold(layout.left, y + 0.05, sheet.right - layout.left, tall - 0.1, reason)
    return y + tall
