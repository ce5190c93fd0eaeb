"""Measuring: how much room texts take on a slide or in a column, before anything is written.

Texts are measured in the toolkit's own font, which is wider than the fonts of slides and documents, so that what fits
here fits there. Nothing may overflow: what does not fit at the smallest size ends in an ellipsis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from math import ceil, sqrt

from analysis.present.figures import typeface

__all__ = ["fitted", "height_of", "share_columns", "shortened", "size_for", "width_of"]

LINE = 1.2
"""Distance between lines in units of their size; a little more than slide programs take."""

SPARE = 0.97
"""How much of the width is counted on."""

WIDEST_WORD = 2.4
"""A word wider than this is broken rather than given a wider column."""

KNOWN = re.compile("[^\u0020-\u007e\u00a0-\u0148\u014a-\u017f\u2010-\u2015\u2018-\u201e\u2022\u2026\u2039\u203a\u20ac]")
"""What is not a letter or mark of European languages is measured as a wide letter."""

WIDEST, BESIDE, MEASURED_AT = "W", "n", 100.0


def width_of(text: str, size: float, weight: str = "regular") -> float:
    """The width of one line of `text` in inches; a letter that the font does not have counts as a wide one."""
    return sum(_letter(letter, weight) for letter in text) * size


def height_of(texts: str | Iterable[str], width: float, size: float, weight: str = "regular") -> float:
    """How tall paragraphs of `size` points are in `width` inches, without the space between them."""
    paragraphs = (texts,) if isinstance(texts, str) else texts
    count = sum(_lines(line, width * SPARE, size, weight) for text in paragraphs for line in text.split("\n"))
    return count * size * LINE / 72


def size_for(texts: Sequence[str], width: float, height: float, sizes: Sequence[float], gap: float = 0.5) -> float:
    """The largest of `sizes` at which the paragraphs fit, `gap` lines apart; the last one where none does."""
    for size in sizes:
        gaps = gap * (len(texts) - 1) * size * LINE / 72
        if height_of(texts, width, size) + gaps <= height:
            return size
    return sizes[-1]


def fitted(
    text: str, width: float, height: float, sizes: Sequence[float], weight: str = "regular"
) -> tuple[str, float]:
    """`text` and the largest of `sizes` at which it fits; shortened where it fits at none of them."""
    for size in sizes:
        if height_of(text, width, size, weight) <= height:
            return text, size
    return shortened(text, width, height, sizes[-1], weight), sizes[-1]


def shortened(text: str, width: float, height: float, size: float, weight: str = "regular") -> str:
    """As much of the beginning of `text` as fits, with an ellipsis; all of it where it fits."""
    if height_of(text, width, size, weight) <= height:
        return text
    fits, over = 0, len(text)
    while over - fits > 1:
        half = (fits + over) // 2
        is_in = height_of(f"{text[:half].rstrip()}…", width, size, weight) <= height
        fits, over = (half, over) if is_in else (fits, half)
    return f"{text[:fits].rstrip()}…"


def share_columns(texts: Sequence[Sequence[str]], width: float, size: float, side: float) -> tuple[float, ...] | None:
    """How wide the columns of a table are in `width` inches, with `side` inches beside each text; None without room.

    Each column has room for its longest word. Beyond that, room is shared out by the square root of what each wants, so
    that long texts get more without squeezing short ones; who wants less than that gets all it wants.
    """
    columns = [[" ".join(row[at].split()) for row in texts] for at in range(len(texts[0]))]
    needed = [max(_longest_word(text, size) for text in column) + 2 * side for column in columns]
    wanted = [max(width_of(text, size, "bold") for text in column) / SPARE + 2 * side for column in columns]
    if sum(needed) > width:
        return None
    shared = [0.0] * len(columns)
    order = sorted(range(len(columns)), key=lambda at: wanted[at])
    for place, at in enumerate(order):
        left, later = width - sum(shared), order[place + 1 :]
        part = left * sqrt(wanted[at]) / sum(sqrt(wanted[one]) for one in order[place:])
        free = left - sum(needed[one] for one in later)
        shared[at] = min(free, max(needed[at], min(wanted[at], part)))
    spare = (width - sum(shared)) / len(shared)
    return tuple(one + spare for one in shared)


def _longest_word(text: str, size: float) -> float:
    widest = max(width_of(word, size, "bold") for word in text.split(" "))
    return min(WIDEST_WORD, widest / SPARE)


def _lines(text: str, width: float, size: float, weight: str) -> int:
    """In how many lines a paragraph is set; a word that is too wide for a line is broken."""
    lines, used, space = 1, 0.0, width_of(" ", size, weight)
    for word in text.split(" "):
        wide = width_of(word, size, weight)
        if used and used + space + wide > width:
            lines, used = lines + 1, 0.0
        used += wide + (space if used else 0.0)
        if used > width:
            broken = ceil(used / width) - 1
            lines, used = lines + broken, used - broken * width
    return lines


@cache
def _letter(letter: str, weight: str) -> float:
    """How far a letter of one point moves the next one, in inches."""
    shown = WIDEST if KNOWN.match(letter) else letter
    between = typeface.width_of(f"{BESIDE}{shown}{BESIDE}", MEASURED_AT, weight)
    return (between - typeface.width_of(2 * BESIDE, MEASURED_AT, weight)) / MEASURED_AT
