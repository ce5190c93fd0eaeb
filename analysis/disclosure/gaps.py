"""Gaps: leaders against the front line, from the protected counts of both alone.

Where a count is told as a range, the difference stays blank. Its interval then reaches from the low end of the
smallest difference that the ranges allow to the high end of the largest, and p is the one of the allowed counts
whose shares are closest together. So a gap beyond chance is one at its closest, and nothing differs beyond chance
only because a count is told as a range.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.disclosure.closest import closest_counts, told_numbers
from analysis.disclosure.shares import CONFIDENCE
from analysis.guide import LEADS
from analysis.measures.maturity import perception_gap
from analysis.measures.shares import newcombe_difference

__all__ = ["describe_gaps"]

NOT_EXACT = "one of the counts is a range: the interval spans what it allows, and p is that of the closest counts"
WITHHELD = "a difference cannot be told, because one of the groups is withheld"
ENDS = ("count_low", "count_high", "n")


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
    ends = [told_numbers(group, column, told) for group in (leaders, front_line) for column in ENDS]
    low1, high1, n1, low2, high2, n2 = ends
    x1, x2 = closest_counts(*ends)
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
