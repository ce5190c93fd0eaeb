"""Theme differences: what a group writes about more or less often than all others do, from protected counts alone.

Where a count is told as a range, the difference stays blank, its interval spans what the ranges allow, and p is that of
the counts that are closest together, as with the gap between leaders and front line.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.closest import closest_counts, told_numbers
from analysis.disclosure.shares import CONFIDENCE
from analysis.guide import ALL
from analysis.measures.cohorts import adjust_p_values
from analysis.measures.estimates import ONE_GROUP_EMPTY, Floats
from analysis.measures.gaps import perception_gap
from analysis.measures.shares import newcombe_difference

__all__ = ["describe_theme_differences"]

FAMILY = ["cohort", "item"]
KEYS = ["item", "theme"]
DTYPES = dict.fromkeys(("n", "n_rest"), "Int64") | dict.fromkeys(("question", "method", "note"), "str")
COUNT = ["n", "count_low", "count_high", "withheld", "reason"]
NOT_EXACT = "one of the counts is a range: the interval spans what it allows, and p is that of the closest counts"
WITHHELD = "a difference cannot be told, because the group or all staff are withheld"
Side = tuple[Floats, Floats, Floats]
"""The least and the largest count, and the people, of one side of each row; NaN where nothing is told."""


def describe_theme_differences(themes: pd.DataFrame) -> pd.DataFrame:
    """Each group against all others in each theme; columns as `Released` lists under `theme_differences`.

    `themes` is that frame of a `Released`. How many of the others have a theme is what is left of all staff: at least
    the fewest of all less the most of the group, and at most the most of all less the fewest of the group. The interval
    goes from the low end at the group's fewest and the others' most to the high end at the opposite, and is not
    adjusted; `p_adjusted` is Benjamini and Hochberg's over all themes and groups of one question and cohort column.

    Missing answers
    ---------------
    Whose text is not settled is neither in the group nor among the others. Who left the cohort column blank is one of
    the others. Where all who wrote are of one group there is nobody to compare with: the row is blank and says so.

    Source: Newcombe 1998, Statistics in Medicine 17, 873-890.

    >>> themes = pd.DataFrame({"cohort": ["all", "role"], "value": ["all", "desk"], "n": [30, 12], "roster": [40, 15]})
    >>> themes = themes.assign(item="tour_keep", theme="time", withheld=False, reason="")
    >>> told = describe_theme_differences(themes.assign(count_low=[14, 9], count_high=[14, 9]))
    >>> told[["value", "n", "n_rest", "difference", "low", "high", "p"]].round(2)
      value   n  n_rest  difference   low  high     p
    0  desk  12      18        0.47  0.11  0.69  0.02
    """
    groups, of_all = (themes[(themes["cohort"] == ALL) == is_all] for is_all in (False, True))
    both = groups.merge(of_all[[*KEYS, *COUNT]], on=KEYS, suffixes=("", "_all"), how="left", validate="many_to_one")
    told = ~(both["withheld"] | both["withheld_all"]).to_numpy(dtype=bool)
    table = both[["cohort", "value", *KEYS, "n", "roster"]].assign(
        n=both["n"].where(told),
        withheld=~told,
        reason=both["reason"].where(both["reason"] != "", both["reason_all"]),
        **_compared(*_sides(both, told), told),
    )
    return table.assign(p_adjusted=_adjusted(table)).astype(DTYPES)


def _sides(both: pd.DataFrame, told: np.ndarray) -> tuple[Side, Side]:
    """Each group, and all others."""
    names = ("count_low", "count_high", "n", "count_low_all", "count_high_all", "n_all")
    low, high, n, low_all, high_all, n_all = (told_numbers(both, name, told) for name in names)
    n_rest = n_all - n
    return (low, high, n), (np.maximum(0, low_all - high), np.minimum(n_rest, high_all - low), n_rest)


def _compared(group: Side, rest: Side, told: np.ndarray) -> dict[str, Any]:
    """What follows from the two sides, as columns."""
    (low, high, n), (low_rest, high_rest, n_rest) = group, rest
    exact = (low == high) & (low_rest == high_rest)
    gaps = perception_gap(*_closest(group, rest), CONFIDENCE)
    of_ranges = np.where(n_rest == 0, ONE_GROUP_EMPTY, np.where(exact, gaps["note"], NOT_EXACT))
    return {
        "n_rest": n_rest,
        "difference": np.where(exact, gaps["difference"], np.nan),
        "low": newcombe_difference(low, n, high_rest, n_rest, CONFIDENCE).low,
        "high": newcombe_difference(high, n, low_rest, n_rest, CONFIDENCE).high,
        "confidence": CONFIDENCE,
        "p": gaps["p"].to_numpy(),
        "question": gaps["question"].to_numpy(),
        "method": np.where(told, gaps["method"], ""),
        "note": np.where(told, of_ranges, WITHHELD),
    }


def _closest(group: Side, rest: Side) -> tuple[Floats, Floats, Floats, Floats]:
    """The allowed counts of both sides that are closest together, each followed by its people."""
    x, x_rest = closest_counts(*group, *rest)
    return x, group[2], x_rest, rest[2]


def _adjusted(table: pd.DataFrame) -> pd.Series:
    """Benjamini and Hochberg's p over the themes and groups of one question and cohort column."""
    adjusted = pd.Series(np.nan, index=table.index)
    for _, rows in table.groupby(FAMILY):
        adjusted[rows.index] = adjust_p_values(rows["p"].to_numpy())
    return adjusted
