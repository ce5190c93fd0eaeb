"""Closest: of all counts that two groups may have, those whose shares are closest together.

Where a count is told as a range, two groups differ beyond chance only if they do so at their closest. Then nothing
differs only because a count is told as a range.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd

from analysis.measures.estimates import Floats

__all__ = ["closest_counts", "told_numbers"]

DECIMALS = 9


def told_numbers(rows: pd.DataFrame, column: str, told: np.ndarray) -> Floats:
    """One column of released `rows` as numbers, NaN in all rows but those that are `told` (bool)."""
    return np.where(told, rows[column].to_numpy(dtype=float, na_value=np.nan), np.nan)


def closest_counts(
    low1: Floats, high1: Floats, n1: Floats, low2: Floats, high2: Floats, n2: Floats
) -> tuple[Floats, Floats]:
    """The allowed counts of both groups whose shares are closest together, row by row; NaN where there are none.

    `low` … `high` of `n` are what is told of the one group and of the other, arrays of one length.

    >>> ends = [np.array([count]) for count in (8.0, 10.0, 10.0, 0.0, 3.0, 12.0)]
    >>> closest_counts(*ends)
    (array([8.]), array([3.]))
    """
    pairs = [_closest_pair(*row) for row in zip(low1, high1, n1, low2, high2, n2, strict=True)]
    counts = np.array(pairs, dtype=float).reshape(-1, 2)
    return counts[:, 0], counts[:, 1]


def _closest_pair(low1: float, high1: float, n1: float, low2: float, high2: float, n2: float) -> tuple[float, float]:
    if not (n1 and n2) or np.isnan([low1, low2]).any():
        return np.nan, np.nan
    pairs = product(np.arange(low1, high1 + 1), np.arange(low2, high2 + 1))
    # Rounded, so that of two pairs that are equally close the first one is taken on every machine.
    return min(pairs, key=lambda pair: round(abs(pair[0] / n1 - pair[1] / n2), DECIMALS))
