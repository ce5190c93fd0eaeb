"""Gaps: whether leaders and the front line see the same.

For each quality: the share of leaders who see it minus the share of the front line who do. This asks
whether two groups differ beyond chance, so it knows no roster: people answer a little differently on
another day, also where everybody has answered.

With a handful of leaders only very large gaps can be seen. "No difference was found" is then a statement
about the number of people and not about the library.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.measures.cohorts import adjust_p_values
from analysis.measures.estimates import BEYOND_CHANCE, ONE_GROUP_EMPTY, Floats
from analysis.measures.shares import newcombe_difference, share

__all__ = ["fisher_p", "perception_gap"]

METHOD = "Newcombe interval, Fisher exact test, Benjamini-Hochberg"
# Tables that are equally probable must all count, though their logarithms are rounded differently.
TIE = 1 + 1e-7


def perception_gap(
    leaders_x: ArrayLike, leaders_n: ArrayLike, front_x: ArrayLike, front_n: ArrayLike, confidence: float = 0.95
) -> pd.DataFrame:
    """The gap between leaders and the front line, one row per quality (or whatever the arrays hold).

    `leaders_x` yeses of `leaders_n` answers, and the same for the front line; arrays of one length.
    Columns: `leaders_n`, `front_line_n`, `leaders`, `front_line` (shares), `difference` (leaders minus front
    line, -1 … 1), `low`, `high` (Newcombe), `confidence`, `p` (Fisher, two-sided), `p_adjusted`
    (Benjamini-Hochberg over the rows that have a p), `question`, `method`, `note`.

    Missing answers
    ---------------
    Where nobody answered in one of the groups, or a count is NaN, the row is blank, its note says so, and
    it does not count in the adjustment.

    Raises `ToolkitError` unless 0 ≤ x ≤ n.
    Sources: Newcombe 1998, Stat. Med. 17, 873-890; Fisher 1935; Benjamini & Hochberg 1995.

    >>> gap = perception_gap([9, 3], [10, 4], [3, 0], [10, 0])
    >>> gap[["difference", "p", "p_adjusted"]].round(4)
       difference       p  p_adjusted
    0         0.6  0.0198      0.0198
    1         NaN     NaN         NaN
    """
    counts = (np.atleast_1d(np.asarray(count, dtype=float)) for count in (leaders_x, leaders_n, front_x, front_n))
    x1, n1, x2, n2 = np.broadcast_arrays(*counts)
    low, high = newcombe_difference(x1, n1, x2, n2, confidence)
    p = np.array([fisher_p(*table) for table in zip(x1, n1, x2, n2, strict=True)], dtype=float)
    difference = share(x1, n1) - share(x2, n2)
    return pd.DataFrame(
        {
            "leaders_n": pd.array(n1, dtype="Int64"),
            "front_line_n": pd.array(n2, dtype="Int64"),
            "leaders": share(x1, n1),
            "front_line": share(x2, n2),
            "difference": difference,
            "low": low,
            "high": high,
            "confidence": confidence,
            "p": p,
            "p_adjusted": adjust_p_values(p),
            "question": BEYOND_CHANCE,
            "method": METHOD,
            "note": np.where(np.isnan(difference), ONE_GROUP_EMPTY, ""),
        }
    )


def fisher_p(x1: float, n1: float, x2: float, n2: float) -> float:
    """Fisher's exact two-sided p of x1 of n1 against x2 of n2: all tables no more probable than this one.

    Blank where a group is empty.

    >>> round(fisher_p(9, 10, 3, 10), 4)
    0.0198
    """
    if not (n1 > 0 and n2 > 0 and x1 + x2 >= 0):
        return np.nan
    yes = x1 + x2
    first = np.arange(max(0, yes - n2), min(yes, n1) + 1)
    log_ways = _log_choose(n1, first) + _log_choose(n2, yes - first)
    ways = np.exp(log_ways - log_ways.max())
    as_rare = ways <= ways[int(x1 - first[0])] * TIE
    return float(min(1.0, ways[as_rare].sum() / ways.sum()))


def _log_choose(n: float, k: Floats) -> Floats:
    from scipy.special import gammaln

    return gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
