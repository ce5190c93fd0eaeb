"""Funnel: whether the libraries scatter more than chance alone would scatter libraries that are all alike.

Each library stands at what its own answers say, by how many people answered. The lines around the mean of all open
towards few answers, since few answers stray far by chance. For researchers: it shows raw values beside chance, and
does not tell which library differs (`caterpillar` does, with chance allowed for).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from matplotlib.figure import Figure

from analysis.disclosure.compared import INDEX, Comparison
from analysis.guide import Words
from analysis.present.figures.axis import Axis
from analysis.present.figures.ground import draw_keys
from analysis.present.figures.library_marks import draw_no_comparison, draw_told, say_hidden, write_below
from analysis.present.figures.parts import LegendEntry
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import height_of, width_of, wrap
from analysis.present.limits import INNER, OUTER, chance_limits, outside
from analysis.present.numbers import PERCENT_FROM
from analysis.present.palette import BLUE, GRID, HATCH, INK, MUTED, ORANGE
from analysis.present.standing import (
    Placed,
    Standing,
    only_compared,
    read_placed,
    say_own,
    say_scale,
    say_value,
)

__all__ = ["draw_funnel"]

TALL = 3.0
TICKS, MEAN = 0.4, 0.62
MARK = 6.8
POINTS = 120
PEOPLE = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)


@dataclass(frozen=True)
class People:
    """Where a number of people stands, on a scale on which twice as many are always equally far."""

    fewest: int
    most: int
    start: float
    end: float

    @classmethod
    def of(cls, standings: Sequence[Standing], start: float, end: float) -> People:
        """The scale on which all libraries have room."""
        sizes = [one.n for one in standings]
        return cls(min(sizes), max(*sizes, min(sizes) + 1), start, end)

    def at(self, n: float) -> float:
        """Where `n` people stand, with a little room at both ends."""
        share = log(n / self.fewest) / log(self.most / self.fewest)
        return self.start + 0.1 + share * (self.end - self.start - 0.2)

    @property
    def sizes(self) -> tuple[int, ...]:
        """Numbers of people at about even distances, from one end to the other."""
        steps = (self.fewest * (self.most / self.fewest) ** (at / POINTS) for at in range(POINTS + 1))
        return tuple(sorted({round(size) for size in steps}))

    @property
    def ticks(self) -> tuple[int, ...]:
        """The numbers that are written."""
        found = tuple(n for n in PEOPLE if self.fewest <= n <= self.most)
        return found if len(found) > 1 else (self.fewest, self.most)


def draw_funnel(
    comparison: Comparison, words: Words, measure: str, figure: Figure | None = None, width: str = "page"
) -> Picture:
    """Draw what the answers of every library of `comparison` say in `measure`, against how many people answered.

    The lines hold 95 and 99.8 of 100 libraries that are alike but for chance: exact binomial ones for a share, normal
    ones from the typical distance of people within a library for the index (Spiegelhalter 2005).

    Missing answers
    ---------------
    A library counts the people who gave the answer. One that may not be told is counted beneath the figure.

    Raises `ProtectionError` for anything but a `Comparison`, `ToolkitError` for a measure that it does not have.
    """
    placed = read_placed(only_compared(comparison), words, measure)
    sheet = Sheet(figure, width)
    if len(placed.standings) < 2:
        return draw_no_comparison(sheet, placed, words)
    title = _title(placed, words)
    subtitle = words("figures.funnel.subtitle", shown=say_scale(placed.measure, words))
    y = _draw_keys(sheet, placed, words, sheet.head(title, subtitle))
    y = _draw_plot(sheet, placed, words, y)
    alt = " ".join([f"{title}.", subtitle, *_say_all(placed, words)])
    return sheet.finish(y + MARGIN, title, alt, words("figures.funnel.reading"))


def _title(placed: Placed, words: Words) -> str:
    libraries, outer = len(placed.standings), outside(placed, OUTER)
    kind = "unknown" if outer is None else "outside" if outer else "inside"
    counted = {"count": len(outer)} if outer else {}
    told = words(f"figures.funnel.title.{kind}", libraries=libraries, **counted)
    return words("figures.libraries.titled", measure=placed.label, finding=told)


def _say_all(placed: Placed, words: Words) -> Iterator[str]:
    sizes = [one.n for one in placed.standings]
    ends = {"fewest": min(sizes), "most": max(sizes)}
    inner, outer = outside(placed, INNER), outside(placed, OUTER)
    if inner is None or outer is None or placed.between.grand is None:
        yield words("figures.funnel.alt_unknown", **ends)
    else:
        value = say_value(placed.between.grand, placed.measure, words)
        counted = {"libraries": len(sizes), "inner": len(inner), "outer": len(outer)}
        yield words("figures.funnel.alt", value=value, **ends, **counted)
    if placed.own:
        told = say_own(placed.own, placed.measure, words, placed.minimum)
        yield words("figures.funnel.alt_own", told=told, n=placed.own.n)
    yield from say_hidden(placed.hidden, words, placed.minimum)


def _draw_keys(sheet: Sheet, placed: Placed, words: Words, y: float) -> float:
    """What the signs mean, as far as they occur; without lines there is nothing to explain."""
    beyond = outside(placed, OUTER)
    if beyond is None:
        return y
    entries = [LegendEntry("D", words("figures.funnel.key.outside"))] if beyond else []
    entries.append(LegendEntry("line", words("figures.funnel.key.inner"), HATCH))
    entries.append(LegendEntry("line", words("figures.funnel.key.outer"), INK))
    if not all(one.is_exact for one in placed.standings):
        entries.append(LegendEntry("range", words("figures.common.range_key"), MUTED))
    return draw_keys(sheet, y, entries[0], LegendEntry("ring", words("figures.funnel.key.raw"), MUTED), entries[1:])


def _draw_plot(sheet: Sheet, placed: Placed, words: Words, y: float) -> float:
    top = y + (height_of(1, LABEL) + 0.14 if placed.own else 0.06)
    bottom = top + TALL
    people = People.of(placed.standings, MARGIN + TICKS, sheet.right - MEAN - 0.06)
    axis = Axis.around(_values(placed, people), bottom, top)
    _draw_scales(sheet, placed, words, people, axis)
    for part, color in ((INNER, HATCH), (OUTER, INK)):
        _draw_limits(sheet, placed, people, axis, part, color)
    beyond = set(outside(placed, OUTER) or ())
    for standing in sorted(placed.standings, key=lambda one: one.library.is_own):
        _draw_library(sheet, standing, people, axis, standing in beyond, placed)
    if placed.own:
        _draw_own_name(sheet, placed.own, placed, words, people, axis, y)
    sheet.write((people.start + people.end) / 2, bottom + 0.28, words("figures.funnel.axis"), size=SMALL, ha="center")
    return write_below(sheet, bottom + 0.4, say_hidden(placed.hidden, words, placed.minimum))


def _values(placed: Placed, people: People) -> Iterator[float]:
    for standing in placed.standings:
        yield from standing.told
    for limits in chance_limits(placed.between, people.sizes, OUTER):
        yield from limits


def _draw_scales(sheet: Sheet, placed: Placed, words: Words, people: People, axis: Axis) -> None:
    """Values at the left, numbers of people below, and the mean of all with its name."""
    for tick in axis.ticks:
        y = axis.at(tick)
        sheet.line([people.start, people.end], [y, y], GRID, 0.9, zorder=0)
        sheet.write(people.start - 0.08, y, say_value(tick, placed.measure, words), size=SMALL, color=MUTED, ha="right")
    for n in people.ticks:
        x = people.at(n)
        sheet.line([x, x], [axis.start, axis.end], GRID, 0.9, zorder=0)
        sheet.write(x, axis.start + 0.11, str(n), size=SMALL, color=MUTED, ha="center")
    if placed.between.grand is not None:
        y = axis.at(placed.between.grand)
        sheet.line([people.start, people.end], [y, y], INK, 0.9, zorder=0.5)
        mean = words("figures.libraries.mean", value=say_value(placed.between.grand, placed.measure, words))
        sheet.write(people.end + 0.06, y, wrap(mean, MEAN, SMALL), size=SMALL)


def _draw_limits(sheet: Sheet, placed: Placed, people: People, axis: Axis, part: float, color: str) -> None:
    limits = chance_limits(placed.between, people.sizes, part)
    if limits:
        xs = [people.at(size) for size in people.sizes]
        for side in zip(*limits, strict=True):
            sheet.line(xs, [axis.at(value) for value in side], color, 1.2, zorder=1)


def _draw_library(
    sheet: Sheet, standing: Standing, people: People, axis: Axis, is_beyond: bool, placed: Placed
) -> None:
    x, (start, end) = people.at(standing.n), (axis.at(value) for value in standing.told)
    is_own = standing.library.is_own
    color = INK if is_own else MUTED
    if is_beyond and not is_own:
        color = BLUE if standing.told[0] > (placed.between.grand or 0.0) else ORANGE
    size = MARK + 2 if is_own else MARK
    if start != end or not (is_beyond or is_own):
        draw_told(sheet, (x, start), (x, end), color, size)
    if is_beyond or (is_own and start == end):
        sheet.dot(x, (start + end) / 2, "D" if is_beyond else "o", color, size)


def _draw_own_name(
    sheet: Sheet, standing: Standing, placed: Placed, words: Words, people: People, axis: Axis, y: float
) -> None:
    """The name of the own library above everything, and a thin line from there down to it."""
    kind = "own" if placed.measure == INDEX or standing.n >= PERCENT_FROM else "own_counted"
    told = say_own(standing, placed.measure, words, placed.minimum)
    name = words(f"figures.funnel.{kind}", told=told, n=standing.n)
    x, half = people.at(standing.n), width_of(name, LABEL, "bold") / 2
    middle = min(max(x, MARGIN + half), sheet.right - half)
    sheet.write(middle, y + height_of(1, LABEL) / 2, name, weight="bold", ha="center")
    sheet.line([x, x], [y + height_of(1, LABEL) + 0.01, axis.at(max(standing.told)) - 0.05], INK, 0.7, zorder=1.5)
