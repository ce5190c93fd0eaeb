"""Gaps: leaders against the front line, from the protected counts of both alone.

A difference needs the count of both groups as it is. Where one of them is a range or withheld, the gap is
blank and says so.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.guide import LEADS
from analysis.measures.maturity import perception_gap

__all__ = ["describe_gaps"]

NOT_EXACT = "a difference cannot be told, because one of the counts is a range"
WITHHELD = "a difference cannot be told, because one of the groups is withheld"


def describe_gaps(marks: pd.DataFrame) -> pd.DataFrame:
    """One row per quality: `exists` among leaders minus `exists` among the front line; columns as `Released`.

    Without a cohort that says who leads the frame has no rows.
    """
    exists = marks[(marks["cohort"] == LEADS) & (marks["mark"] == "exists")]
    leaders, front_line = (
        exists[exists["value"] == value].reset_index(drop=True) for value in ("leaders", "front_line")
    )
    exact = _is_exact(leaders) & _is_exact(front_line)
    x1, x2 = (_numbers(group, "count_low", exact) for group in (leaders, front_line))
    n1, n2 = (_numbers(group, "n", exact) for group in (leaders, front_line))
    gaps = perception_gap(x1, n1, x2, n2)
    told = ~(leaders["withheld"] | front_line["withheld"])
    gaps = gaps.assign(
        leaders_n=leaders["n"],
        front_line_n=front_line["n"],
        leaders=leaders["share"],
        front_line=front_line["share"],
        note=np.where(exact, gaps["note"], np.where(told, NOT_EXACT, WITHHELD)),
    )
    gaps.insert(0, "quality", leaders["quality"])
    return gaps


def _is_exact(group: pd.DataFrame) -> np.ndarray:
    return (group["count_low"] == group["count_high"]).to_numpy(dtype=bool, na_value=False)


def _numbers(group: pd.DataFrame, column: str, exact: np.ndarray) -> np.ndarray:
    return np.where(exact, group[column].to_numpy(dtype=float, na_value=np.nan), np.nan)
