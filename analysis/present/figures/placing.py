"""Placing: labels beside their marks on an open field, none over another, over a mark or beyond the field.

Each label is put as near to its mark as there is room, to the right or left before anywhere else. The more important
come first. Refuses to place labels one over the other: where a field is too small, the caller makes it larger.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import cos, hypot, pi, sin
from typing import NamedTuple

__all__ = ["Box", "box_around", "place_labels"]

STEP = 0.08
"""How much farther from its mark a label is tried each time, in inches."""

EIGHTH = pi / 8
ANGLES = tuple(sign * turn * EIGHTH for turn in (1, 7, 2, 6, 4, 3, 5) for sign in (-1, 1))
FIRST = (0.0, pi)


class Box(NamedTuple):
    """A rectangle by its edges, in inches."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two have a place in common."""
        is_beside = self.right <= other.left or other.right <= self.left
        return not (is_beside or self.bottom <= other.top or other.bottom <= self.top)

    def holds(self, other: Box) -> bool:
        """Whether the other lies whole within this one."""
        is_wide = self.left <= other.left and other.right <= self.right
        return is_wide and self.top <= other.top and other.bottom <= self.bottom


def box_around(x: float, y: float, width: float, height: float) -> Box:
    """The rectangle whose middle is `x`, `y`.

    >>> box_around(1.0, 1.0, 1.0, 0.5)
    Box(left=0.5, top=0.75, right=1.5, bottom=1.25)
    """
    return Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def place_labels(
    marks: Sequence[tuple[float, float]],
    sizes: Sequence[tuple[float, float]],
    field: Box,
    taken: Sequence[Box],
    nearest: float,
) -> tuple[Box, ...] | None:
    """A place for each label of the given width and height, or None where the field has no room for one of them.

    `taken` are places that no label may lie over, the marks' own among them; `nearest` is how far from the middle of
    its mark a label begins.

    >>> place_labels([(1.0, 1.0)], [(0.5, 0.2)], Box(0.0, 0.0, 3.0, 2.0), [], 0.1)
    (Box(left=1.1, top=0.9, right=1.6, bottom=1.1),)
    """
    found: list[Box] = []
    for mark, size in zip(marks, sizes, strict=True):
        place = _place(mark, size, field, [*taken, *found], nearest)
        if place is None:
            return None
        found.append(place)
    return tuple(found)


def _place(
    mark: tuple[float, float], size: tuple[float, float], field: Box, taken: Sequence[Box], nearest: float
) -> Box | None:
    farthest = hypot(field.right - field.left, field.bottom - field.top)
    steps = int((farthest - nearest) / STEP) + 1
    for step, angle in product(range(steps), (*FIRST, *ANGLES)):
        away = nearest + step * STEP
        across, down = round(cos(angle), 9), round(sin(angle), 9)
        x = mark[0] + across * (away + size[0] / 2)
        y = mark[1] + down * (away + size[1] / 2)
        box = box_around(x, y, *size)
        if field.holds(box) and not any(box.meets(other) for other in taken):
            return box
    return None
