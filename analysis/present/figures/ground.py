"""Ground: the line from fixed to growth as a shaded strip that rows stand on, and the open mark beside the full one.

Fixed is shaded warm, growth cool, and what lies between hardly at all; light lines stand at every twenty points.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from analysis.guide import Words
from analysis.present.figures.parts import KEY_WIDTH, LegendEntry, draw_legend
from analysis.present.figures.sheet import MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import fit, height_of, width_of
from analysis.present.palette import BLUE, MUTED, ORANGE, PAGE, PALE
from analysis.present.spreads import BAND_EDGES
from analysis.tally.scores import BANDS

__all__ = ["GROUNDS", "INKS", "draw_ground", "draw_heads", "draw_keys", "draw_ring"]

GROUNDS = {"fixed": "#FCF2E8", "mixed": PALE, "growth": "#E4EEF7"}
INKS = {"fixed": ORANGE, "mixed": MUTED, "growth": BLUE}
STEP = 20
ROW, APART = 0.22, 0.18
"""The height of a row of a legend, and the distance of its signs, in inches."""

RING = 0.44
"""The hole of an open mark, in units of its size."""


def draw_heads(sheet: Sheet, left: float, right: float, words: Words, y: float) -> float:
    """The names of the bands over their places; returns their lower edge."""
    length, tall = (right - left) / 100, height_of(1, SMALL)
    for band, (start, end) in zip(BANDS, pairwise(BAND_EDGES), strict=True):
        name = words(f"figures.bands.short.{band}")
        size = fit(name, (end - start) * length, SMALL, "bold")
        middle = left + (start + end) / 2 * length
        sheet.write(middle, y + tall / 2, name, size=size, color=INKS[band], weight="bold", ha="center")
    return y + tall + 0.04


def draw_ground(sheet: Sheet, left: float, right: float, top: float, bottom: float) -> float:
    """The shaded strip behind all rows, with its numbers below; returns their lower edge."""
    length = (right - left) / 100
    for band, (start, end) in zip(BANDS, pairwise(BAND_EDGES), strict=True):
        sheet.box(left + start * length, top, (end - start) * length, bottom - top, GROUNDS[band], zorder=-1)
    for point in range(0, 101, STEP):
        x = left + point * length
        if 0 < point < 100:
            sheet.line([x, x], [top, bottom], PAGE, 1.1, zorder=-0.5)
        sheet.write(x, bottom + 0.11, str(point), size=SMALL, color=MUTED, ha="center")
    return bottom + 0.22


def draw_ring(sheet: Sheet, x: float, y: float, color: str, size: float) -> None:
    """An open circle, as large as a full one of the same size."""
    sheet.dot(x, y, "o", color, size)
    sheet.dot(x, y, "o", PAGE, size * RING)


def draw_keys(sheet: Sheet, y: float, first: LegendEntry, ring: LegendEntry, others: Sequence[LegendEntry]) -> float:
    """A legend whose second sign is an open circle; returns its lower edge."""
    bottom = draw_legend(sheet, MARGIN, y, [first], sheet.right)
    x = MARGIN + _width_of([first])
    if x + _width_of([ring]) > sheet.right:
        x, y, bottom = MARGIN, y + ROW, bottom + ROW
    draw_ring(sheet, x + 0.08, y + ROW / 2, ring.color, 9.0)
    sheet.write(x + KEY_WIDTH, y + ROW / 2, ring.text, size=SMALL, color=MUTED)
    x += _width_of([ring])
    if x + _width_of(others) <= sheet.right:
        return draw_legend(sheet, x, y, others, sheet.right)
    return draw_legend(sheet, MARGIN, y + ROW, others, sheet.right)


def _width_of(entries: Sequence[LegendEntry]) -> float:
    return sum(KEY_WIDTH + width_of(entry.text, SMALL) + APART for entry in entries)
