"""Spreading: a column of labels beside marks, moved apart just as far as they need, in their order.

Refuses to make room where there is none: the caller gives a column that is as tall as all labels together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.present.figures.sheet import LABEL, SMALL, Sheet
from analysis.present.figures.typeface import height_of
from analysis.present.palette import INK, MUTED

__all__ = ["Label", "spread_labels", "write_label"]

Block = tuple[float, int]


@dataclass(frozen=True)
class Label:
    """Two blocks of wrapped text; the lower one is small and muted."""

    upper: tuple[str, ...] = ()
    lower: tuple[str, ...] = ()
    size: float = LABEL
    color: str = INK
    weight: str = "regular"

    @property
    def height(self) -> float:
        """How tall both are together, in inches."""
        return height_of(len(self.upper), self.size) + height_of(len(self.lower), SMALL)


def write_label(sheet: Sheet, x: float, y: float, label: Label, ha: str) -> None:
    """Both blocks, their common middle at `y`."""
    upper, lower = height_of(len(label.upper), label.size), height_of(len(label.lower), SMALL)
    top = y - (upper + lower) / 2
    sheet.write(x, top + upper / 2, label.upper, size=label.size, color=label.color, weight=label.weight, ha=ha)
    sheet.write(x, top + upper + lower / 2, label.lower, size=SMALL, color=MUTED, ha=ha)


def spread_labels(places: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> tuple[float, ...]:
    """The middles of labels of these heights, as near to `places` as they can be without touching.

    `places` rise, as do the results. Together the labels may not be taller than `bottom` − `top`. The sum of squared
    distances is the least there is: with the heights before each label taken off, the labels have to rise, which
    pooling of neighbours that do not rise achieves (Ayer, Brunk, Ewing, Reid and Silverman 1955).

    >>> spread_labels([1.0, 1.0, 3.0], [0.5, 0.5, 0.5], 0.0, 4.0)
    (0.75, 1.25, 3.0)
    """
    starts: list[float] = []
    used = 0.0
    for height in heights:
        starts.append(used + height / 2)
        used += height
    wanted = [place - start for place, start in zip(places, starts, strict=True)]
    # What all labels need is taken off the bottom, since the starts are added again.
    return tuple(
        min(max(pooled, top), bottom - used) + start for pooled, start in zip(_rising(wanted), starts, strict=True)
    )


def _rising(values: Sequence[float]) -> list[float]:
    """The nearest values that do not fall, by pooling neighbours that do."""
    blocks: list[Block] = []
    for value in values:
        mean, size = value, 1
        while blocks and blocks[-1][0] > mean:
            before, many = blocks.pop()
            mean, size = (before * many + mean * size) / (many + size), many + size
        blocks.append((mean, size))
    return [mean for mean, size in blocks for _ in range(size)]
