"""Caterpillar: where the libraries stand in one measure, each with its likely range, beside the mean of all.

Up to twelve libraries each have a row with their name; more stand side by side as upright lines without names, and
are found by name in the table. The own library is in ink. Color and a diamond are only for those that differ from the
mean by more than chance; the open mark is what a library's own answers say before chance is allowed for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matplotlib.figure import Figure

from analysis.disclosure.compared import Comparison
from analysis.guide import Words
from analysis.present.figures.axis import Axis
from analysis.present.figures.caterpillar_rows import draw_rows
from analysis.present.figures.library_marks import (
    draw_keys_of_lines,
    draw_keys_of_marks,
    draw_no_comparison,
    draw_told,
    ink_of,
    marker_of,
    say_hidden,
    write_below,
)
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import height_of, width_of, wrap
from analysis.present.numbers import say_reason
from analysis.present.palette import GRID, INK, MUTED
from analysis.present.standing import (
    Placed,
    Standing,
    only_compared,
    read_placed,
    say_finding,
    say_own,
    say_scale,
    say_value,
    say_values,
)

__all__ = ["NAMED", "draw_caterpillar"]

NAMED = 12
"""Up to this many libraries are named on the figure."""

TALL, TALL_NARROW = 2.6, 2.9
TICKS, MEAN = 0.4, 0.62
"""The room for the numbers at the left and for the name of the mean at the right, in inches."""

ROOMY, BESIDE = 0.075, 0.11
"""From so much room for a library, in inches, it has a shape and an open mark, and its bar stands beside its line."""


LEAST_RING = 6.2
"""In points: the hole of a smaller open mark leaves hardly anything of its ring."""


@dataclass(frozen=True)
class Columns:
    """Where the libraries stand side by side: `left` and `right` of all, and the room for each, in inches."""

    left: float
    right: float
    room: float

    @property
    def is_roomy(self) -> bool:
        """Whether shapes can be told apart."""
        return self.room >= ROOMY

    @property
    def size(self) -> float:
        """Of the marks, in points."""
        return min(8.0, max(5.2, self.room * 72 * 0.7))

    def at(self, number: int) -> float:
        """Where the library of this number stands."""
        return self.left + (number + 0.5) * self.room


def draw_caterpillar(
    comparison: Comparison, words: Words, measure: str, figure: Figure | None = None, width: str = "page"
) -> Picture:
    """Draw every library of `comparison` in `measure` (`index`, a quality, or `growth`), the lowest first.

    `figure` is a kept figure to draw on instead of a new one; `width` is `page` or `narrow`.

    Missing answers
    ---------------
    A library stands where the people who answered put it. One that may not be told is counted, and the own one named,
    with the reason.

    Raises `ProtectionError` for anything but a `Comparison`, `ToolkitError` for a measure that it does not have.
    """
    placed = read_placed(only_compared(comparison), words, measure)
    sheet = Sheet(figure, width)
    if len(placed.standings) < 2:
        return draw_no_comparison(sheet, placed, words)
    title, subtitle = say_finding(placed, words), _subtitle(placed, words)
    y = sheet.head(title, subtitle)
    if len(placed.standings) + len(placed.hidden) <= NAMED:
        y = draw_keys_of_marks(sheet, placed, words, y)
        y = draw_rows(sheet, placed, words, y)
    else:
        y = _draw_columns(sheet, placed, words, y)
    alt = " ".join([f"{title}.", subtitle, *_say_all(placed, words)])
    return sheet.finish(y + MARGIN, title, alt, words("figures.caterpillar.reading"))


def _subtitle(placed: Placed, words: Words) -> str:
    told = words("figures.caterpillar.subtitle", shown=say_scale(placed.measure, words))
    few = words("figures.libraries.few", libraries=len(placed.standings))
    return f"{told} {few}" if placed.is_few else told


def _say_all(placed: Placed, words: Words) -> Iterator[str]:
    """The numbers of the figure: every library by name where it is named, else the ends, the mean and the own one."""
    measure, count = placed.measure, len(placed.standings)
    if placed.between.grand is not None:
        mean = say_value(placed.between.grand, measure, words)
        yield words("figures.caterpillar.alt_mean", libraries=count, value=mean)
    if count + len(placed.hidden) <= NAMED:
        yield from (_say_row(one, placed, words) for one in placed.standings)
        yield from (_say_withheld(placed, words))
        return
    lowest, highest = (say_value(placed.standings[end].middle, measure, words) for end in (0, -1))
    sides = {side: placed.count(side) for side in ("above", "below")}
    yield words("figures.caterpillar.alt_span", lowest=lowest, highest=highest, **sides)
    yield from (_say_row(one, placed, words) for one in placed.standings if one.library.is_own)
    yield from say_hidden(placed.hidden, words, placed.minimum)


def _say_row(standing: Standing, placed: Placed, words: Words) -> str:
    measure, name = placed.measure, standing.library.name
    if standing.library.is_own:
        name = words("figures.libraries.named_own", name=name)
    told = say_own(standing, measure, words, placed.minimum)
    if standing.pooled is None or standing.likely is None:
        return words("figures.caterpillar.row_unknown", name=name, n=standing.n, told=told)
    return words(
        "figures.caterpillar.row",
        name=name,
        n=standing.n,
        value=say_value(standing.pooled, measure, words),
        likely=say_values(standing.likely, measure, words),
        told=told,
        verdict=words(f"figures.caterpillar.said.{standing.differs or 'within'}"),
    )


def _say_withheld(placed: Placed, words: Words) -> Iterator[str]:
    for library in placed.hidden:
        name = words("figures.libraries.named_own", name=library.name) if library.is_own else library.name
        reason = say_reason(library.reason, words, placed.minimum)
        yield words("figures.caterpillar.row_withheld", name=name, reason=reason)


def _draw_columns(sheet: Sheet, placed: Placed, words: Words, y: float) -> float:
    count = len(placed.standings)
    left, right = MARGIN + TICKS, sheet.right - MEAN - 0.06
    columns = Columns(left, right, (right - left) / count)
    y = (draw_keys_of_marks if columns.is_roomy else draw_keys_of_lines)(sheet, placed, words, y)
    top = y + (height_of(1, LABEL) + 0.14 if placed.own else 0.06)
    bottom = top + (TALL_NARROW if sheet.is_narrow else TALL)
    axis = Axis.around(_values(placed, columns), bottom, top)
    _draw_scale(sheet, placed, words, columns, axis)
    for number, standing in enumerate(placed.standings):
        _draw_column(sheet, standing, columns, axis, number)
        if standing.library.is_own:
            _draw_own(sheet, standing, placed, words, columns.at(number), axis, y)
    order = words("figures.caterpillar.order", libraries=count)
    sheet.write(left, bottom + 0.14, order, size=SMALL, color=MUTED)
    return write_below(sheet, bottom + 0.26, say_hidden(placed.hidden, words, placed.minimum))


def _values(placed: Placed, columns: Columns) -> Iterator[float]:
    """Every value for which there has to be room on the axis."""
    if placed.between.grand is not None:
        yield placed.between.grand
    for standing in placed.standings:
        yield from standing.likely or (standing.middle,)
        if columns.is_roomy:
            yield from standing.told


def _draw_scale(sheet: Sheet, placed: Placed, words: Words, columns: Columns, axis: Axis) -> None:
    """Light lines at whole steps with their values, and the mean of all with its name."""
    for tick in axis.ticks:
        y = axis.at(tick)
        sheet.line([columns.left, columns.right], [y, y], GRID, 0.9, zorder=0)
        sheet.write(columns.left - 0.08, y, say_value(tick, placed.measure, words), size=SMALL, color=MUTED, ha="right")
    if placed.between.grand is None:
        return
    y = axis.at(placed.between.grand)
    sheet.line([columns.left, columns.right], [y, y], INK, 0.9, zorder=1.5)
    mean = words("figures.libraries.mean", value=say_value(placed.between.grand, placed.measure, words))
    sheet.write(columns.right + 0.06, y, wrap(mean, MEAN, SMALL), size=SMALL)


def _draw_column(sheet: Sheet, standing: Standing, columns: Columns, axis: Axis, number: int) -> None:
    x, color, size = columns.at(number), ink_of(standing), columns.size
    is_own = standing.library.is_own
    if standing.likely:
        ends = [axis.at(value) for value in standing.likely]
        breadth = min(2.0, max(0.5, columns.room * 72 * 0.28))
        sheet.line([x, x], ends, color, max(2.0, breadth * 1.6) if is_own else breadth, zorder=3 if is_own else 2)
    if columns.is_roomy:
        start, end = (axis.at(value) for value in standing.told)
        beside = x if start == end or columns.room < BESIDE else x + 0.3 * columns.room
        draw_told(sheet, (beside, start), (beside, end), INK if is_own else MUTED, max(LEAST_RING, size * 0.8))
    if is_own or columns.is_roomy:
        sheet.dot(x, axis.at(standing.middle), marker_of(standing), color, max(7.0, size + 1) if is_own else size)
    else:
        y, half = axis.at(standing.middle), columns.room * 0.5
        sheet.line([x - half, x + half], [y, y], color, 2.2, zorder=2.5)


def _draw_own(sheet: Sheet, standing: Standing, placed: Placed, words: Words, x: float, axis: Axis, y: float) -> None:
    """The name of the own library above everything, and a thin line from there down to it."""
    measure = placed.measure
    told = words("figures.libraries.own_alone", n=standing.n)
    if standing.pooled is not None and standing.likely is not None:
        value, likely = say_value(standing.pooled, measure, words), say_values(standing.likely, measure, words)
        told = words("figures.caterpillar.own", value=value, likely=likely, n=standing.n)
    half = width_of(told, LABEL, "bold") / 2
    middle = min(max(x, MARGIN + half), sheet.right - half)
    sheet.write(middle, y + height_of(1, LABEL) / 2, told, weight="bold", ha="center")
    top = min(axis.at(value) for value in (*standing.told, *(standing.likely or ())))
    sheet.line([x, x], [y + height_of(1, LABEL) + 0.01, top], INK, 0.7, zorder=1.5)
