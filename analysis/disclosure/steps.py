"""Steps: what changed from one wave to the next, beyond chance or not, from the released counts of both alone.

A share is compared as two groups of different people, though many of them are the same: who answers again like
themselves makes chance smaller than is said here, never larger. A mean is compared with the largest error that its
counts allow.

Where a count is a range the change is blank. Its interval then reaches from the low end of the smallest change that the
ranges allow to the high end of the largest, and p is that of the counts that are closest together. A measure moved only
if its p, with all measures of its kind taken together, is at most .05 *and* its own interval leaves out 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.closest import closest_counts, told_numbers
from analysis.disclosure.counts import TWO_WAYS_OF_ASKING
from analysis.disclosure.levels import COUNTED, told_levels
from analysis.disclosure.released import Released
from analysis.disclosure.shares import CONFIDENCE, joined
from analysis.measures.change import DETECTABLE, smallest_detectable_change
from analysis.measures.cohorts import adjust_p_values
from analysis.measures.estimates import BEYOND_CHANCE, Floats
from analysis.measures.gaps import fisher_p
from analysis.measures.shares import newcombe_difference

__all__ = ["AT_MOST", "NOT_EXACT", "WITHHELD", "describe_steps", "step_of_shares", "which_moved"]

AT_MOST = 0.05
"""The largest adjusted p at which something moved."""

COLUMNS = ["measure", "kind", "before", "after", "n_before", "n_after", "withheld", "reason", "change"]
COLUMNS += ["change_low", "change_high", "low", "high", "confidence", "p", "p_adjusted", "moved", "smallest"]
COLUMNS += ["question", "method", "note"]
WITHHELD = "a change cannot be told, because one of the waves is withheld"
NOT_EXACT = "a count is a range: the interval spans what it allows, and p is that of the closest counts"
SHARES = "Newcombe interval, Fisher exact test, Benjamini-Hochberg over the kind"
MEANS = "Welch's t with the largest error that the counts allow, Benjamini-Hochberg over the kind"


def describe_steps(results: Sequence[Released]) -> pd.DataFrame:
    """The frame `steps` of a `Followed`: one row per measure and pair of neighbouring waves, which stand in order.

    Missing answers
    ---------------
    A step is withheld where one of its levels is, for the reason of the earlier one that is.

    Sources: Newcombe 1998, Stat. Med. 17, 873-890; Welch 1947, Biometrika 34, 28-35; Benjamini & Hochberg 1995.
    """
    levels = [told_levels(released) for released in results]
    steps = [_step(before, after) for before, after in pairwise(levels)]
    return pd.concat(steps, ignore_index=True) if steps else pd.DataFrame(columns=COLUMNS)


def which_moved(p_adjusted: Floats, low: Floats, high: Floats) -> np.ndarray:
    """`up`, `down` or empty for each step, by its adjusted p and the interval of its own.

    >>> which_moved(np.array([0.05, 0.051, 0.01]), np.array([0.1, 0.1, -2.0]), np.array([0.3, 0.3, -1.0])).tolist()
    ['up', '', 'down']
    """
    beyond = p_adjusted <= AT_MOST
    return np.select([beyond & (low > 0), beyond & (high < 0)], ["up", "down"], "").astype(object)


def step_of_shares(before: pd.DataFrame, after: pd.DataFrame, told: np.ndarray) -> dict[str, Any]:
    """How shares changed between two waves, row by row: `low`, `high`, `p`, `smallest` and `note`.

    Both waves have `count_low`, `count_high` and `n` (people); all but the note is NaN where nothing is `told` (bool),
    and where there are no counts. Ends and the smallest detectable change are in points.

    Sources: Newcombe 1998, Stat. Med. 17, 873-890; Fisher 1935.

    >>> first, second = (pd.DataFrame({"count_low": [x], "count_high": [x], "n": [50]}) for x in (10, 26))
    >>> found = step_of_shares(first, second, np.array([True]))
    >>> [round(float(found[name][0]), 3) for name in ("low", "high", "p")]
    [13.241, 47.843, 0.002]
    """
    """The ends, p and the smallest detectable change of shares, in points; NaN in the rows of means."""
    ends = [told_numbers(wave, column, told) for wave in (after, before) for column in ("count_low", "count_high", "n")]
    low2, high2, n2, low1, high1, n1 = ends
    x2, x1 = closest_counts(*ends)
    counted = ~np.isnan(low2)
    smallest = smallest_detectable_change(n1, n2, share=_share_nearest_to_half(*ends))
    return {
        "low": 100 * newcombe_difference(low2, n2, high1, n1, CONFIDENCE).low,
        "high": 100 * newcombe_difference(high2, n2, low1, n1, CONFIDENCE).high,
        "p": np.array([fisher_p(*table) for table in zip(x2, n2, x1, n1, strict=True)], dtype=float),
        "smallest": 100 * smallest["smallest"].to_numpy(dtype=float),
        "note": np.where(counted, smallest["note"], ""),
    }


def _step(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    told = ~(before["withheld"] | after["withheld"]).to_numpy(dtype=bool)
    counted = before["kind"].isin(COUNTED).to_numpy(dtype=bool)
    shares, means = step_of_shares(before, after, told), _means(before, after, told)
    both = {name: np.where(counted, shares[name], means[name]) for name in ("low", "high", "p", "smallest")}
    value_low, value_high = _spans(before, after, told)
    exact = value_low == value_high
    notes = np.where(counted, shares["note"], "")
    step = pd.DataFrame(
        {
            "measure": before["measure"],
            "kind": before["kind"],
            "before": before["wave"],
            "after": after["wave"],
            "n_before": before["n"],
            "n_after": after["n"],
            "withheld": ~told,
            "reason": np.where(before["withheld"], before["reason"], after["reason"]),
            "change": np.where(exact, value_low, np.nan),
            "change_low": value_low,
            "change_high": value_high,
            "confidence": np.where(told, CONFIDENCE, np.nan),
            "question": np.where(told, BEYOND_CHANCE, ""),
            "method": np.where(told, np.where(counted, SHARES, MEANS), ""),
            "note": _notes(before, after, told, exact, notes),
            **both,
        }
    )
    return _with_families(step)[COLUMNS]


def _share_nearest_to_half(low2: Floats, high2: Floats, n2: Floats, low1: Floats, high1: Floats, n1: Floats) -> Floats:
    """The share of both waves together, of those allowed the one that makes chance largest.

    One answer is split between both, so that it is never 0 or 1.
    """
    low, high = ((x1 + x2 + 0.5) / (n1 + n2 + 1) for x1, x2 in ((low1, low2), (high1, high2)))
    nearest = np.clip(0.5, low, high)
    return np.where(np.isnan(nearest), 0.5, nearest)


def _means(before: pd.DataFrame, after: pd.DataFrame, told: np.ndarray) -> dict[str, Floats]:
    """The ends, p and the smallest detectable change of means, in points; NaN in the rows of shares."""
    from scipy.special import stdtr, stdtrit

    (error1, n1), (error2, n2) = (
        [told_numbers(wave, column, told) for column in ("error", "n")] for wave in (before, after)
    )
    low, high = _spans(before, after, told)
    error = np.sqrt(error1**2 + error2**2)
    of = np.where(error > 0, error, np.nan)
    freedom = of**4 / (error1**4 / (n1 - 1) + error2**4 / (n2 - 1))
    reach = stdtrit(freedom, (1 + CONFIDENCE) / 2) * of
    apart = np.maximum(0, np.maximum(low, -high))
    return {
        "low": np.maximum(low - reach, -100),
        "high": np.minimum(high + reach, 100),
        "p": 2 * stdtr(freedom, -apart / of),
        "smallest": np.minimum(DETECTABLE * of, 100),
    }


def _spans(before: pd.DataFrame, after: pd.DataFrame, told: np.ndarray) -> tuple[Floats, Floats]:
    """The least and the largest change that the told counts allow, in points."""
    low = told_numbers(after, "value_low", told) - told_numbers(before, "value_high", told)
    high = told_numbers(after, "value_high", told) - told_numbers(before, "value_low", told)
    return low, high


def _notes(
    before: pd.DataFrame, after: pd.DataFrame, told: np.ndarray, exact: np.ndarray, of_rows: np.ndarray
) -> list[str]:
    rows = zip(before["note"], after["note"], told, exact, of_rows, strict=True)
    return [
        joined(TWO_WAYS_OF_ASKING if TWO_WAYS_OF_ASKING in one + other else "", "" if sure else NOT_EXACT, of_row)
        if shown
        else WITHHELD
        for one, other, shown, sure, of_row in rows
    ]


def _with_families(step: pd.DataFrame) -> pd.DataFrame:
    """A step with the p-values of each kind adjusted together, and with what moved."""
    adjusted = step.groupby("kind", sort=False)["p"].transform(adjust_p_values)
    p, low, high = (column.to_numpy(dtype=float) for column in (adjusted, step["low"], step["high"]))
    return step.assign(p_adjusted=adjusted, moved=which_moved(p, low, high))
