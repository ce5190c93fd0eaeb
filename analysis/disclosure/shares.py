"""Shares: what follows from a protected count, and nothing else.

Where a count is told, its share and its interval follow from it. Where a range is told, the share stays
blank and the interval reaches from the low end of the lowest count to the high end of the highest.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.measures.estimates import DESCRIBES, NO_ROSTER
from analysis.measures.shares import JEFFREYS_METHOD, ROSTER_METHOD, roster_interval, share

__all__ = ["AT_THE_ENDS", "CONFIDENCE", "describe_ranges"]

CONFIDENCE = 0.95
AT_THE_ENDS = "at both ends of the range"


def describe_ranges(counts: pd.DataFrame, note: str = "") -> pd.DataFrame:
    """`counts` with the columns `share`, `low`, `high`, `confidence`, `question`, `method` and `note` added.

    `counts` has `n`, `roster`, `count_low`, `count_high` (whole numbers, blank where withheld or unknown) and
    `withheld`. `note` is said of every row, before what is to be said of that row alone.

    >>> counts = pd.DataFrame({"n": [23, 6], "roster": [31, 6], "count_low": [15, 4], "count_high": [15, 6]})
    >>> describe_ranges(counts.assign(withheld=False).astype("Int64"))[["share", "low", "high"]].round(2)
       share   low  high
    0   0.65  0.55  0.74
    1    NaN  0.67  1.00
    """
    n, roster, least, most = (
        counts[column].to_numpy(dtype=float, na_value=np.nan) for column in ("n", "roster", "count_low", "count_high")
    )
    exact, known, told = least == most, ~np.isnan(roster), ~counts["withheld"].to_numpy(dtype=bool)
    method = np.where(known, ROSTER_METHOD, JEFFREYS_METHOD).astype(object)
    notes = np.where(known, "", NO_ROSTER).astype(object)
    return counts.assign(
        share=np.where(exact, share(least, n), np.nan),
        low=roster_interval(least, n, roster, CONFIDENCE).low,
        high=roster_interval(most, n, roster, CONFIDENCE).high,
        confidence=CONFIDENCE,
        question=DESCRIBES,
        method=np.where(told, np.where(exact, method, method + ", " + AT_THE_ENDS), ""),
        note=[joined(note, of_row) if shown else "" for of_row, shown in zip(notes, told, strict=True)],
    )


def joined(*notes: str) -> str:
    """Several notes as one, without the empty ones."""
    return "; ".join(note for note in notes if note)
