"""Axis: where a value on the common scale of points stands on a sheet, and which values are written beside it.

An axis shows the part of the scale that is used, opened to whole steps, so that libraries which lie close together
can be seen apart; the numbers beside it say which part that is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Axis"]

STEPS = (5, 10, 20)
MOST_STEPS = 6
LEAST, TOP = 20, 100
"""An axis shows at least so many points, so that hardly any difference does not look like a large one."""


@dataclass(frozen=True)
class Axis:
    """The values from `low` to `high`, between the places `start` and `end` in inches; named every `step`."""

    low: int
    high: int
    step: int
    start: float
    end: float

    @classmethod
    def around(cls, values: Iterable[float], start: float, end: float) -> Axis:
        """The axis on which all `values` (0–100) have room, in steps of 5, 10 or 20.

        >>> Axis.around([41.2, 66], 0.0, 1.0).ticks
        (40, 45, 50, 55, 60, 65, 70)
        """
        found = tuple(values)
        least, most = min(found), max(found)
        room = max(0.0, LEAST - (most - least)) / 2
        step = next((step for step in STEPS if most - least <= step * (MOST_STEPS - 1)), STEPS[-1])
        low = max(0, math.floor((least - room) / step) * step)
        return cls(low, min(TOP, max(low + step, math.ceil((most + room) / step) * step)), step, start, end)

    @property
    def ticks(self) -> tuple[int, ...]:
        """The values that are named."""
        return tuple(range(self.low, self.high + 1, self.step))

    def at(self, value: float) -> float:
        """Where a value stands; one beyond an end stands at the end."""
        share = (min(self.high, max(self.low, value)) - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)
