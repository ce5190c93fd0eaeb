"""Library marks: how one library is drawn among others, and what is drawn where there is nothing to compare.

The own library is in ink. Blue and a diamond are above the mean by more than chance, orange and a diamond below; all
others are gray circles. What a library's own answers say is an open circle, or a hatched bar where that is a range.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.guide import Words
from analysis.present.figures.ground import draw_keys, draw_ring
from analysis.present.figures.parts import RANGE_HATCHING, LegendEntry, draw_legend
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import wrap
from analysis.present.numbers import say_why
from analysis.present.palette import BLUE, HATCH, INK, MUTED, ORANGE, PAGE
from analysis.present.standing import Library, Placed, Standing, say_finding

__all__ = [
    "draw_keys_of_lines",
    "draw_keys_of_marks",
    "draw_no_comparison",
    "draw_told",
    "ink_of",
    "marker_of",
    "say_hidden",
    "write_below",
]

COLORS = {"above": BLUE, "below": ORANGE, "": HATCH}


def ink_of(standing: Standing) -> str:
    """The color of a library: ink for the own one, else by whether it differs."""
    return INK if standing.library.is_own else COLORS[standing.differs]


def marker_of(standing: Standing) -> str:
    """A diamond where the library differs by more than chance, else a circle."""
    return "D" if standing.differs else "o"


def draw_told(sheet: Sheet, start: tuple[float, float], end: tuple[float, float], color: str, size: float) -> None:
    """What a library's own answers say, from `start` to `end` (x, y): an open circle, or a bar where these differ.

    `size` is that of the circle in points, and nearly the breadth of the bar.
    """
    if start == end:
        draw_ring(sheet, *start, color, size)
        return
    half = size / 72 / 2.6
    (left, right), (top, bottom) = (sorted(pair) for pair in zip(start, end, strict=True))
    if left == right:
        sheet.hatch(left - half, top, 2 * half, bottom - top, PAGE, color, RANGE_HATCHING, outline=0.7)
    else:
        sheet.hatch(left, top - half, right - left, 2 * half, PAGE, color, RANGE_HATCHING, outline=0.7)


def draw_keys_of_marks(sheet: Sheet, placed: Placed, words: Words, y: float) -> float:
    """What shapes and lines mean, as far as they occur; returns the lower edge."""
    entries = []
    if any(one.differs for one in placed.standings):
        entries.append(LegendEntry("D", words("figures.caterpillar.key.beyond")))
    if not all(one.differs for one in placed.standings):
        entries.append(LegendEntry("o", words("figures.caterpillar.key.within"), HATCH))
    first, *others = entries
    others.append(LegendEntry("line", words("figures.caterpillar.key.likely"), HATCH))
    if not all(one.is_exact for one in placed.standings):
        others.append(LegendEntry("range", words("figures.common.range_key"), MUTED))
    return draw_keys(sheet, y, first, LegendEntry("ring", words("figures.caterpillar.key.raw"), MUTED), others)


def draw_keys_of_lines(sheet: Sheet, placed: Placed, words: Words, y: float) -> float:
    """The same where libraries stand too close for shapes: their lines, which then do not touch that of the mean."""
    found = [side for side in COLORS if any(one.differs == side for one in placed.standings)]
    entries = [
        LegendEntry("line", words(f"figures.caterpillar.said.{side or 'within'}"), COLORS[side]) for side in found
    ]
    return draw_legend(sheet, MARGIN, y, entries, sheet.right)


def draw_no_comparison(sheet: Sheet, placed: Placed, words: Words) -> Picture:
    """The figure where fewer than two libraries may be shown: why, and what is still possible."""
    title = say_finding(placed, words)
    subtitle = words("figures.libraries.talk")
    y = sheet.head(title, subtitle)
    sheet.withhold(MARGIN, y, sheet.right - MARGIN, 0.7, words("figures.libraries.nothing"), LABEL)
    return sheet.finish(y + 0.7 + MARGIN, title, f"{title}. {subtitle}", words("figures.nothing.reading"))


def say_hidden(libraries: Sequence[Library], words: Words, minimum: int) -> tuple[str, ...]:
    """How many libraries are not shown, and why; the own one by itself."""
    others = sum(not library.is_own for library in libraries)
    told = [words("figures.libraries.hidden", count=others)] if others else []
    own = [
        words("figures.caterpillar.own_withheld", why=say_why(library.reason, words, minimum))
        for library in libraries
        if library.is_own
    ]
    return (*own, *told)


def write_below(sheet: Sheet, y: float, lines: Sequence[str]) -> float:
    """Sentences beneath a figure; returns their lower edge."""
    for line in lines:
        y = sheet.write_lines(MARGIN, y, wrap(line, sheet.right - MARGIN, SMALL), size=SMALL, color=MUTED)
    return y
