"""Parts: what several figures have in common, drawn in one way.

A legend, the axis from nobody to everybody, a protected share (an exact one as a mark with its interval, a range
as a hatched bar), and the page that is shown when nothing may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import Cell, minimum_of
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import width_of
from analysis.present.groups import Group
from analysis.present.numbers import say_answered, say_reason, say_why
from analysis.present.palette import GRID, HATCH, INK, MUTED, PAGE, PALE

__all__ = ["LegendEntry", "draw_legend", "draw_nothing", "draw_scale", "draw_share", "say_who_answered", "titled"]

KEY_WIDTH = 0.24
RANGE_HATCHING = "//////"
SIZES = {"o": 9.0, "D": 6.5, "s": 7.0, "^": 9.0, "v": 9.0, "X": 8.5}
"""Of the marks, in points; the diamond is smaller, so that a circle beneath it is still seen."""


@dataclass(frozen=True)
class LegendEntry:
    """One sign and what it means; `sign` is a marker, or `box`, `hatched`, `range` or `line`."""

    sign: str
    text: str
    color: str = INK


def draw_legend(sheet: Sheet, x: float, y: float, entries: Sequence[LegendEntry], right: float) -> float:
    """The signs in as many rows as they need between `x` and `right`; returns the lower edge."""
    row, at = 0.22, x
    for entry in entries:
        needed = KEY_WIDTH + width_of(entry.text, SMALL)
        if at > x and at + needed > right:
            at, y = x, y + row
        _draw_sign(sheet, at, y + row / 2, entry)
        sheet.write(at + KEY_WIDTH, y + row / 2, entry.text, size=SMALL, color=MUTED)
        at += needed + 0.18
    return y + row + 0.06


def draw_scale(sheet: Sheet, left: float, right: float, top: float, bottom: float, names: Sequence[str]) -> float:
    """Light upright lines at even distances, named below; returns the lower edge of the names."""
    for place, name in enumerate(names):
        share = place / (len(names) - 1)
        x = left + share * (right - left)
        sheet.line([x, x], [top, bottom], GRID, 0.9, zorder=0)
        sheet.write(x, bottom + 0.11, name, size=SMALL, color=MUTED, ha="center")
    return bottom + 0.22


def draw_share(
    sheet: Sheet, cell: Cell, left: float, right: float, y: float, aside: float, shape: str, color: str
) -> None:
    """One share between 0 at `left` and 1 at `right`: its mark on `y`, its interval at `y + aside`."""
    length = right - left
    sheet.line([left + cell.low * length, left + cell.high * length], [y + aside] * 2, color, 1.3)
    if cell.is_exact:
        sheet.dot(left + cell.span[0] * length, y, shape, color, SIZES[shape])
        return
    start, end = (left + share * length for share in cell.span)
    sheet.hatch(start, y - 0.04 + aside / 2, end - start, 0.08, PAGE, color, RANGE_HATCHING, outline=0.8)


def draw_nothing(released: Released, words: Words, group: Group, sheet: Sheet) -> Picture:
    """The figure of a group about which nothing may be told: why, and what is still possible."""
    minimum = minimum_of(released)
    title = words("figures.nothing.title", group=group.label, why=say_why(group.reason, words, minimum))
    subtitle = words(f"figures.nothing.subtitle.{group.reason}")
    y = sheet.head(title, subtitle)
    sheet.withhold(MARGIN, y, sheet.right - MARGIN, 0.7, say_reason(group.reason, words, minimum), LABEL)
    return sheet.finish(y + 0.7 + MARGIN, title, f"{title}. {subtitle}", words("figures.nothing.reading"))


def titled(group: Group, title: str, words: Words) -> str:
    """A title that speaks about all staff as it is, and about a group with its name in front."""
    return title if group.is_everybody else words("figures.common.titled", group=group.label, title=title)


def say_who_answered(group: Group, words: Words) -> str:
    """How many of a shown group answered, as a short sentence for a subtitle."""
    if group.roster is None:
        return words("figures.common.answered_alone", n=group.n)
    return words("figures.common.answered", answered=say_answered(group, words))


def _draw_sign(sheet: Sheet, x: float, y: float, entry: LegendEntry) -> None:
    if entry.sign == "box":
        sheet.box(x, y - 0.06, 0.16, 0.12, entry.color, MUTED)
    elif entry.sign == "hatched":
        sheet.hatch(x, y - 0.06, 0.16, 0.12, PALE, HATCH, RANGE_HATCHING)
    elif entry.sign == "range":
        sheet.hatch(x, y - 0.04, 0.18, 0.08, PAGE, entry.color, RANGE_HATCHING, outline=0.8)
    elif entry.sign == "line":
        sheet.line([x, x + 0.18], [y, y], entry.color, 1.3)
    else:
        sheet.dot(x + 0.08, y, entry.sign, entry.color, SIZES[entry.sign])
