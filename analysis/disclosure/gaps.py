"""Gaps: leaders against the front line, from the protected counts of both alone.

Where a count is told as a range, the difference stays blank. Its interval then reaches from the low end of the
smallest difference that the ranges allow to the high end of the largest, and p is the one of the allowed counts
whose shares are closest together. So a gap beyond chance is one at its closest, and nothing differs beyond chance
only because a count is told as a range.
"""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd

from analysis.disclosure.shares import CONFIDENCE
from analysis.guide import LEADS
from analysis.measures.estimates import Floats
from analysis.measures.maturity import perception_gap
from analysis.measures.shares import newcombe_difference

__all__ = ["describe_gaps"]

NOT_EXACT = "one of the counts is a range: the interval spans what it allows, and p is that of the closest counts"
WITHHELD = "a difference cannot be told, because one of the groups is withheld"
ENDS = ("count_low", "count_high", "n")
DECIMALS = 9


def describe_gaps(marks: pd.DataFrame) -> pd.DataFrame:
    """One row per quality: `exists` among leaders minus `exists` among the front line; columns as `Released`.

    `p_adjusted` is Benjamini and Hochberg's over the qualities that have a p. Without a cohort that says who leads
    the frame has no rows.
    """
    exists = marks[(marks["cohort"] == LEADS) & (marks["mark"] == "exists")]
    leaders, front_line = (
        exists[exists["value"] == value].reset_index(drop=True) for value in ("leaders", "front_line")
    )
    told = ~(leaders["withheld"] | front_line["withheld"]).to_numpy(dtype=bool)
    ends = [_numbers(group, column, told) for group in (leaders, front_line) for column in ENDS]
    low1, high1, n1, low2, high2, n2 = ends
    x1, x2 = _closest(*ends)
    gaps = perception_gap(x1, n1, x2, n2, CONFIDENCE)
    exact = (low1 == high1) & (low2 == high2)
    gaps = gaps.assign(
        leaders_n=leaders["n"],
        front_line_n=front_line["n"],
        leaders=leaders["share"],
        front_line=front_line["share"],
        difference=np.where(exact, gaps["difference"], np.nan),
        low=newcombe_difference(low1, n1, high2, n2, CONFIDENCE).low,
        high=newcombe_difference(high1, n1, low2, n2, CONFIDENCE).high,
        note=np.where(exact, gaps["note"], np.where(told, NOT_EXACT, WITHHELD)),
    )
    gaps.insert(0, "quality", leaders["quality"])
    return gaps


def _numbers(group: pd.DataFrame, column: str, told: np.ndarray) -> Floats:
    return np.where(told, group[column].to_numpy(dtype=float, na_value=np.nan), np.nan)


def _closest(*ends: Floats) -> tuple[Floats, Floats]:
    """The allowed counts of both groups whose shares are closest together; blank where there are none."""
    pairs = [_closest_pair(*row) for row in zip(*ends, strict=True)]
    counts = np.array(pairs, dtype=float).reshape(-1, 2)
    return counts[:, 0], counts[:, 1]


def _closest_pair(low1: float, high1: float, n1: float, low2: float, high2: float, n2: float) -> tuple[float, float]:
    if not (n1 and n2) or np.isnan([low1, low2]).any():
        return np.nan, np.nan
    pairs = product(np.arange(low1, high1 + 1), np.arange(low2, high2 + 1))
    # Rounded, so that of two pairs that are equally close the first one is taken on every machine.
    return min(pairs, key=lambda pair: round(abs(pair[0] / n1 - pair[1] / n2), DECIMALS))
