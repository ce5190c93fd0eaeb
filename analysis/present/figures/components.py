"""Components: what the differences in where people stand come from: the people, the situations, or the rest.

One bar is all differences, in three parts told apart by shade and by pattern. Beneath it each part has a row with
its share and between what it likely lies. It says where to look, at people or at what happens to them; it says
nothing about any one person.
"""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import only_released
from analysis.present.figures.parts import (
    SIZES,
    LegendEntry,
    draw_legend,
    draw_nothing,
    draw_scale,
    say_who_answered,
)
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import fit, height_of, width_of, wrap
from analysis.present.groups import read_group
from analysis.present.palette import GRID, INK, MUTED, PAGE, SEQUENTIAL
from analysis.present.situations import (
    PARTS,
    Part,
    hidden_group,
    more_of,
    read_parts,
    say_part_range,
    say_part_share,
    why_hidden,
)

__all__ = ["draw_components"]

FILLS = {"person": SEQUENTIAL[1], "situation": SEQUENTIAL[4], "residual": PAGE}
PATTERNS = {"person": "////", "situation": "", "residual": "..."}
HATCHES = {"person": SEQUENTIAL[3], "situation": PAGE, "residual": MUTED}
BAR, SWATCH = 0.46, 0.2
INDENT = SWATCH + 0.1
ASIDE = 0.11


@dataclass(frozen=True)
class Block:
    """A bold text with its size, and a quieter one beneath it, wrapped to one width."""

    head: tuple[str, ...]
    size: float
    below: tuple[str, ...]

    @classmethod
    def of(cls, head: str, below: str, room: float) -> Block:
        """The block of two texts in a column of `room` inches."""
        size = fit(head, room, LABEL, "bold")
        return cls(wrap(head, room, size, "bold"), size, wrap(below, room, SMALL))

    @property
    def height(self) -> float:
        """In inches."""
        return height_of(len(self.head), self.size) + height_of(len(self.below), SMALL)

    def write(self, sheet: Sheet, x: float, y: float) -> None:
        """Write it from `x` to the right, its middle at `y`."""
        bottom = sheet.write_lines(x, y - self.height / 2, self.head, size=self.size, weight="bold")
        sheet.write_lines(x, bottom, self.below, size=SMALL, color=MUTED)


def draw_components(released: Released, words: Words, figure: Figure | None = None, width: str = "page") -> Picture:
    """Draw how the differences in where all staff stand are shared out to people, situations and the rest.

    `figure` is a kept figure to draw on instead of a new one; `width` is `page` or `narrow`.

    Missing answers
    ---------------
    The shares are of the people with a position in every situation. Under twenty people none are told.

    Raises `ProtectionError` for anything but a `Released`.
    """
    found = read_parts(only_released(released))
    parts = {name: found[name] for name in PARTS}
    sheet = Sheet(figure, width)
    reason = why_hidden(parts.values())
    if reason:
        return draw_nothing(released, words, hidden_group(released, words, reason), sheet)
    title = words(f"figures.components.title.{more_of(parts) or 'unclear'}")
    answered = say_who_answered(read_group(released, words), words)
    subtitle = words("figures.components.subtitle", answered=answered)
    y = _draw_whole(sheet, parts, words, sheet.head(title, subtitle))
    y = draw_legend(sheet, MARGIN, y, [LegendEntry("line", words("figures.components.key"))], sheet.right)
    y = _draw_rows(sheet, parts, words, y)
    alt = " ".join([f"{title}.", subtitle, *(_say_row(name, part, words) for name, part in parts.items())])
    return sheet.finish(y + MARGIN, title, alt, words("figures.components.reading"))


def _say_row(name: str, part: Part, words: Words) -> str:
    return words(
        "figures.components.row",
        name=words(f"figures.components.name.{name}"),
        meaning=words(f"figures.components.meaning.{name}"),
        told=say_part_share(part, words),
        range=say_part_range(part, words),
    )


def _draw_whole(sheet: Sheet, parts: dict[str, Part], words: Words, y: float) -> float:
    """The bar of all differences, with the name of each part over it where there is room."""
    length = sheet.right - MARGIN
    top, at = y + height_of(1, SMALL) + 0.04, MARGIN
    for name, part in parts.items():
        wide = part.share * length
        _draw_fill(sheet, name, at, top, wide, BAR)
        label = words(f"figures.components.short.{name}")
        if width_of(label, SMALL, "bold") <= wide:
            sheet.write(at, y + height_of(1, SMALL) / 2, label, size=SMALL, weight="bold")
        at += wide
    return top + BAR + 0.1


def _draw_fill(sheet: Sheet, name: str, x: float, y: float, wide: float, tall: float) -> None:
    sheet.hatch(x, y, wide, tall, FILLS[name], HATCHES[name], PATTERNS[name])
    sheet.box(x, y, wide, tall, "none", MUTED, zorder=2)


def _draw_rows(sheet: Sheet, parts: dict[str, Part], words: Words, y: float) -> float:
    names, told = (1.55, 1.05) if sheet.is_narrow else (2.6, 1.35)
    left, right = MARGIN + names + 0.1, sheet.right - told - 0.1
    top = y
    for name, part in parts.items():
        meaning = Block.of(
            words(f"figures.components.name.{name}"), words(f"figures.components.meaning.{name}"), names - INDENT
        )
        likely = words("figures.components.likely", range=say_part_range(part, words))
        share = Block.of(say_part_share(part, words), likely, told)
        tall = max(meaning.height, share.height) + 0.14
        _draw_fill(sheet, name, MARGIN, y + (tall - meaning.height) / 2 + 0.02, SWATCH, 0.13)
        meaning.write(sheet, MARGIN + INDENT, y + tall / 2)
        share.write(sheet, sheet.right - told, y + tall / 2)
        _draw_share(sheet, part, left, right, y + tall / 2)
        y += tall
    ends = [words(f"figures.components.{name}") for name in ("none", "half", "all")]
    return draw_scale(sheet, left, right, top, y, ends)


def _draw_share(sheet: Sheet, part: Part, left: float, right: float, y: float) -> None:
    length = right - left
    sheet.line([left, right], [y, y], GRID, 0.9, zorder=0)
    sheet.line([left + part.low * length, left + part.high * length], [y + ASIDE] * 2, INK, 1.3)
    sheet.dot(left + part.share * length, y, "o", INK, SIZES["o"])
