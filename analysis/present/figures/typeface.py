"""Typeface: the one bundled font, and how wide a text is in it.

Text is measured with the font itself, before anything is drawn, so that names of any length are wrapped and
never collide. The files are addressed by path, so that another Inter on a machine changes no figure. Letters that it
does not have are measured, wrapped and shown by their numbers.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from matplotlib.font_manager import FontProperties, get_font

from analysis.present.figures.letters import as_shown

__all__ = ["LINE_HEIGHT", "balance", "fit", "font", "height_of", "shown", "width_of", "wrap"]

FOLDER = Path(__file__).parents[1] / "fonts"
FILES = {"regular": "Inter-Regular.otf", "bold": "Inter-SemiBold.otf"}
LINE_HEIGHT = 1.32
"""Distance between the lines of a wrapped text, in units of its size."""

BALANCE_STEP = 0.05
MEASURING_DPI = 1440
NO_BREAK = "\u00a0"
SMALLEST = 7.0
"""Below this size, in points, text is broken rather than made smaller."""


@cache
def font(size: float, weight: str = "regular") -> FontProperties:
    """Inter at `size` points; `weight` is `regular` or `bold`."""
    return FontProperties(family="Inter", size=size, fname=str(FOLDER / FILES[weight]))


def shown(text: str, weight: str = "regular") -> str:
    """`text` on one line, as Inter can show it: a letter that it does not have is told by its number.

    >>> shown("Casa \u05d0\u05d1")
    'Casa ‹U+05D0 05D1›'
    """
    return as_shown(text, str(FOLDER / FILES[weight]))


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, weight: str = "regular") -> float:
    """The width of one line of `text`, in inches."""
    face = get_font(str(FOLDER / FILES[weight]))
    face.set_size(size, MEASURING_DPI)
    face.set_text(shown(text, weight))
    return face.get_width_height()[0] / 64 / MEASURING_DPI


def height_of(lines: int, size: float) -> float:
    """The height of `lines` lines of text, in inches."""
    return lines * size * LINE_HEIGHT / 72


@lru_cache(maxsize=4096)
def wrap(text: str, width: float, size: float, weight: str = "regular") -> tuple[str, ...]:
    """`text` in as few lines as fit into `width` inches; a word that is too wide alone is broken."""
    lines: list[str] = []
    line = ""
    for word in shown(text, weight).split(" "):
        longer = f"{line} {word}" if line else word
        if width_of(longer, size, weight) <= width:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, width, size, weight)
        lines += full
    return (*lines, line)


def fit(text: str, width: float, size: float, weight: str = "regular") -> float:
    """The size, at most `size`, at which no word of `text` has to be broken; never below `SMALLEST`."""
    longest = max(width_of(word, size, weight) for word in shown(text, weight).split(" "))
    return max(SMALLEST, size * min(1.0, 0.99 * width / longest))


def balance(text: str, width: float, size: float, weight: str = "regular") -> tuple[str, ...]:
    """`text` wrapped into as few lines as `wrap` needs, of lengths as equal as can be."""
    best = wrap(text, width, size, weight)
    narrower = width
    while len(best) > 1:
        narrower -= BALANCE_STEP
        lines = wrap(text, narrower, size, weight)
        if len(lines) > len(best) or narrower < width / 2:
            break
        best = lines
    return best


def _broken(word: str, width: float, size: float, weight: str) -> list[str]:
    """`word` parted at its no-break spaces, or in the fewest pieces of like length that fit, with hyphens."""
    if NO_BREAK in word and width_of(word, size, weight) > width:
        return list(wrap(word.replace(NO_BREAK, " "), width, size, weight))
    for pieces in range(1, len(word)):
        length = -(-len(word) // pieces)
        parts = [word[start : start + length] for start in range(0, len(word), length)]
        shown = [f"{part}-" for part in parts[:-1]] + parts[-1:]
        if all(width_of(part, size, weight) <= width for part in shown):
            return shown
    return list(word)
