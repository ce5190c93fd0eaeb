"""Maturity: the chance of each level, and the index on the same line from 0 to 100.

The fuller a box, the likelier its level; a bracket marks the level, or the run of levels, that the sentence
names. Beneath, the index stands with its likely range on an axis whose cuts are the edges of the boxes.
"""

from __future__ import annotations

from itertools import pairwise

from matplotlib.figure import Figure

from analysis.disclosure.released import Released
from analysis.guide import ALL, Words
from analysis.measures.maturity import LEVEL_CUTS, LEVELS
from analysis.present.cells import only_released
from analysis.present.figures.parts import draw_nothing, say_who_answered, titled
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import height_of, width_of, wrap
from analysis.present.groups import read_group
from analysis.present.levels import Maturity, read_maturity, say_index, say_levels
from analysis.present.numbers import say_chance
from analysis.present.palette import BLUE, INK, MUTED, PALE, SEQUENTIAL

__all__ = ["draw_maturity"]

BOX = 0.62
GAP = 0.03
EDGES = (0, *LEVEL_CUTS, 100)


def draw_maturity(
    released: Released,
    words: Words,
    cohort: str = ALL,
    value: str = ALL,
    figure: Figure | None = None,
    width: str = "page",
) -> Picture:
    """Draw how mature all staff, or one group, describe the library to be.

    `figure` is a kept figure to draw on instead of a new one; `width` is `page` or `narrow`.

    Missing answers
    ---------------
    People who answered fewer than five of the seven marks have no score; the index covers the whole roster, and
    its range is as wide as the answers that are missing make it.

    Raises `ProtectionError` for anything but a `Released`, `ToolkitError` for a group that it does not have.
    """
    group = read_group(only_released(released), words, cohort, value)
    maturity = read_maturity(released, group)
    sheet = Sheet(figure, width)
    if maturity.is_withheld:
        return draw_nothing(released, words, group.hidden(maturity.reason), sheet)
    title = titled(group, words("figures.maturity.title", levels=say_levels(maturity, words)), words)
    subtitle = words("figures.maturity.subtitle", group=group.label, answered=say_who_answered(group, words))
    y = _draw_levels(sheet, maturity, words, sheet.head(title, subtitle))
    y = _draw_index(sheet, maturity, words, y)
    alt = " ".join([f"{title}.", subtitle, *_say_chances(maturity, words), f"{_say_index(maturity, words)}."])
    return sheet.finish(y + MARGIN, title, alt, words("figures.maturity.reading"))


def _say_chances(maturity: Maturity, words: Words) -> list[str]:
    return [
        words("figures.maturity.chance", level=words(f"figures.level.{level}"), chance=say_chance(chance, words))
        for level, chance in maturity.chances.items()
    ]


def _say_index(maturity: Maturity, words: Words) -> str:
    return words("figures.maturity.index", index=say_index(maturity, words))


def _places(sheet: Sheet) -> list[float]:
    left, right = MARGIN + 0.08, sheet.right - 0.08
    return [left + edge / 100 * (right - left) for edge in EDGES]


def _draw_levels(sheet: Sheet, maturity: Maturity, words: Words, y: float) -> float:
    places = _places(sheet)
    wide = [end - start - GAP for start, end in pairwise(places)]
    told = [say_chance(maturity.chances[level], words) for level in LEVELS]
    chances = [wrap(text, room, SMALL) for text, room in zip(told, wide, strict=True)]
    top = y + height_of(1, LABEL) + 0.06
    for place, level in enumerate(LEVELS):
        x, is_named = places[place] + GAP / 2, level in maturity.named
        middle, chance = x + wide[place] / 2, maturity.chances[level]
        weight, color = ("bold", INK) if is_named else ("regular", MUTED)
        name = words(f"figures.level.{level}")
        size = min(LABEL, LABEL * wide[place] / width_of(name, LABEL, "bold"))
        sheet.write(middle, y + height_of(1, LABEL) / 2, name, size=size, weight=weight, color=color, ha="center")
        sheet.box(x, top, wide[place], BOX, PALE)
        sheet.box(x, top + BOX * (1 - chance), wide[place], BOX * chance, BLUE if is_named else SEQUENTIAL[2])
        lower = top + BOX + 0.12
        text = chances[place]
        sheet.write(middle, lower + height_of(len(text), SMALL) / 2, text, size=SMALL, color=color, ha="center")
    first, last = LEVELS.index(maturity.level_from), LEVELS.index(maturity.level_to)
    _draw_bracket(sheet, places[first] + GAP / 2, places[last + 1] - GAP / 2, top + BOX + 0.04)
    return top + BOX + 0.12 + height_of(max(len(text) for text in chances), SMALL)


def _draw_bracket(sheet: Sheet, left: float, right: float, y: float) -> None:
    sheet.line([left, left, right, right], [y, y + 0.05, y + 0.05, y], INK, 1.2)


def _draw_index(sheet: Sheet, maturity: Maturity, words: Words, y: float) -> float:
    places = _places(sheet)
    at = {number: places[0] + number / 100 * (places[-1] - places[0]) for number in (*EDGES, maturity.index)}
    label = _say_index(maturity, words)
    half = width_of(label, LABEL, "bold") / 2
    middle = min(max(at[maturity.index], MARGIN + half), sheet.right - half)
    sheet.write(middle, y + 0.24, label, weight="bold", ha="center")
    axis = y + 0.5
    sheet.line([places[0], places[-1]], [axis, axis], MUTED, 0.9)
    for edge, x in zip(EDGES, places, strict=True):
        sheet.line([x, x], [axis, axis + 0.05], MUTED, 0.9)
        sheet.write(x, axis + 0.15, str(edge), size=SMALL, color=MUTED, ha="center")
    ends = [places[0] + number / 100 * (places[-1] - places[0]) for number in (maturity.low, maturity.high)]
    sheet.line(ends, [axis, axis], BLUE, 4, zorder=3)
    sheet.dot(at[maturity.index], axis, "o", BLUE, 10)
    return axis + 0.25
