"""Pooled values: two groups laid on one line, counted value by value.

Everything that compares two groups by order or by distance needs only this: the values that occur in
either group, in rising order, and how many people of each group stand on each. Positions take few values,
so that the work after pooling hardly grows with the number of people, and the order of the rows cannot matter.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import Fault, ToolkitError
from analysis.measures.estimates import Floats

__all__ = ["Pooled", "known_values", "pool"]


@dataclass(frozen=True)
class Pooled:
    """The rising `values` of two groups, and how many of the `first` and of the `second` stand on each."""

    values: Floats
    first: NDArray[np.int64]
    second: NDArray[np.int64]

    @property
    def sizes(self) -> tuple[int, int]:
        """The people of both groups."""
        return int(self.first.sum()), int(self.second.sum())


def known_values(values: ArrayLike, place: str = "values") -> Floats:
    """The answers among `values`, as a flat array: blanks (NaN and the negative codes) are left out.

    Raises `ToolkitError` for an endless value, which would make every distance endless; `place` names the
    argument in its message.

    >>> known_values([60, -1, np.nan, 0]).tolist()
    [60.0, 0.0]
    """
    numbers = np.asarray(values, dtype=float).ravel()
    if np.isinf(numbers).any():
        fault = Fault(place, "an endless value", "numbers from 0, or a blank", "Leave the value blank.")
        raise ToolkitError("These values cannot be compared.", [fault])
    return numbers[numbers >= 0]


def pool(x: ArrayLike, y: ArrayLike) -> Pooled:
    """Two groups of values, counted on one line; blanks are left out.

    >>> pooled = pool([1, 3, 3], [3, 5, -1])
    >>> pooled.values.tolist(), pooled.first.tolist(), pooled.second.tolist()
    ([1.0, 3.0, 5.0], [1, 2, 0], [0, 1, 1])
    """
    first, second = known_values(x, "x"), known_values(y, "y")
    values, index = np.unique(np.concatenate([first, second]), return_inverse=True)
    counts = (np.bincount(part, minlength=len(values)) for part in (index[: len(first)], index[len(first) :]))
    return Pooled(values, *counts)
