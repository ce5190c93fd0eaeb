"""Shares: how many of those who answered said yes, and how sure that is.

A share is x / n, where n counts the yes and the no and nothing else. Which interval belongs to it depends
on the question:

- *what the roster thinks now*: `roster_interval`, which knows how many heads there are and shrinks to
  nothing when all have answered; `nonresponse_bounds` if nothing at all is to be assumed of the silent;
- *whether groups or waves differ beyond chance*: `wilson_interval` for one share, `newcombe_difference`
  for two groups of different people, `paired_change` for the same people twice.

All work on single numbers and on arrays, elementwise. A blank (NaN) in, or nobody answered (n = 0): the
interval is blank. The counts stand beside it and say why.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.measures.estimates import (
    DESCRIBES,
    NO_ROSTER,
    NOBODY,
    Floats,
    check_confidence,
    check_counts,
    check_roster,
)

__all__ = [
    "JEFFREYS_METHOD",
    "ROSTER_METHOD",
    "Interval",
    "PairedChange",
    "describe_shares",
    "jeffreys_interval",
    "newcombe_difference",
    "nonresponse_bounds",
    "paired_change",
    "roster_interval",
    "share",
    "wilson_interval",
]


ROSTER_METHOD = "roster interval (Ericson 1969)"
JEFFREYS_METHOD = "Jeffreys interval (Brown, Cai & DasGupta 2001)"


class Interval(NamedTuple):
    """The two ends of an interval; arrays of the shape of what was asked."""

    low: Floats
    high: Floats


class PairedChange(NamedTuple):
    """The change of a share among the same people; arrays of the shape of what was asked."""

    difference: Floats
    low: Floats
    high: Floats
    chi2: Floats
    p: Floats


def wilson_interval(x: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Interval:
    """The score interval of a share, for the question of chance.

    `x` yeses of `n` answers, numbers or arrays. With p = x/n and z the normal quantile:
    (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), within 0 … 1.

    Do not use it to describe a roster: it does not know how many have answered, and is too wide.
    Blank where n is 0. Raises `ToolkitError` unless 0 ≤ x ≤ n.
    Source: Wilson 1927, J. Am. Stat. Assoc. 22, 209-212; checked against Newcombe 1998, Stat. Med. 17, 857-872.

    >>> low, high = wilson_interval(81, 263)
    >>> f"{low:.4f} {high:.4f}"
    '0.2553 0.3662'
    """
    x, n = _counts(x, n)
    z = _normal_quantile(confidence)
    of = np.where(n > 0, n, np.nan)
    p = x / of
    middle = p + z**2 / (2 * of)
    reach = z * np.sqrt(p * (1 - p) / of + z**2 / (4 * of**2))
    scale = 1 + z**2 / of
    return _closed((middle - reach) / scale, (middle + reach) / scale, x, n)


def jeffreys_interval(x: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Interval:
    """The equal-tailed interval of a share under the prior Beta(½, ½), for a roster of unknown size.

    Quantiles of Beta(x + ½, n - x + ½); the low end is 0 where x = 0, the high end 1 where x = n.
    Blank where n is 0. Raises `ToolkitError` unless 0 ≤ x ≤ n.
    Source: Brown, Cai & DasGupta 2001, Stat. Sci. 16, 101-133.

    >>> low, high = jeffreys_interval(0, 20)
    >>> f"{low:.4f} {high:.4f}"
    '0.0000 0.1166'
    """
    from scipy.special import betaincinv

    x, n = _counts(x, n)
    check_confidence(confidence)
    tail = (1 - confidence) / 2
    yes, no = np.where(n > 0, x, np.nan) + 0.5, n - x + 0.5
    return _closed(betaincinv(yes, no, tail), betaincinv(yes, no, 1 - tail), x, n)


def roster_interval(x: ArrayLike, n: ArrayLike, roster: ArrayLike | None, confidence: float = 0.95) -> Interval:
    """The interval of the share of a whole roster, given those of it who answered.

    `roster` is the number of heads, N. The yeses among the N - n who did not answer are
    K ~ BetaBinomial(N - n; x + ½, n - x + ½); the ends are the outermost values of (x + K) / N that leave
    less than (1 - confidence) / 2 beyond them. Width 0 where everybody answered.

    It holds those who did not answer for people like those who did; `nonresponse_bounds` does not.
    Where the roster is not known (None or NaN), it is that of an endless roster, `jeffreys_interval`.
    Blank where n is 0. Raises `ToolkitError` unless 0 ≤ x ≤ n ≤ N.
    Source: Ericson 1969, J. R. Stat. Soc. B 31, 195-233.

    >>> low, high = roster_interval(15, 23, 31)
    >>> f"{low:.4f} {high:.4f}"
    '0.5484 0.7419'
    """
    x, n = _counts(x, n)
    heads = np.asarray(np.nan if roster is None else roster, dtype=float)
    x, n, heads = np.broadcast_arrays(x, n, heads)
    check_roster(n, heads)
    low, high = (np.array(end) for end in jeffreys_interval(x, n, confidence))
    tail = (1 - confidence) / 2
    for at in map(tuple, np.argwhere(np.isfinite(heads) & np.isfinite(x) & (n > 0))):
        yes, of, all_heads = float(x[at]), float(n[at]), float(heads[at])
        fewest, most = _unseen_yeses(yes, of, int(all_heads - of), tail)
        low[at], high[at] = (yes + fewest) / all_heads, (yes + most) / all_heads
    return Interval(low[()], high[()])


def nonresponse_bounds(x: ArrayLike, n: ArrayLike, roster: ArrayLike) -> Interval:
    """The smallest and the largest share that the roster can have, whatever the silent think.

    x/N and (x + N - n)/N, with N the heads of the roster. Blank where the roster is 0 or not known.
    Raises `ToolkitError` unless 0 ≤ x ≤ n ≤ N.
    Source: Manski 1989, J. Hum. Resour. 24, 343-360.

    >>> low, high = nonresponse_bounds(15, 23, 31)
    >>> f"{low:.4f} {high:.4f}"
    '0.4839 0.7419'
    """
    x, n = _counts(x, n)
    heads = np.asarray(roster, dtype=float)
    check_roster(n, heads)
    of = np.where(heads > 0, heads, np.nan)
    return Interval((x / of)[()], ((x + of - n) / of)[()])


def newcombe_difference(
    x1: ArrayLike, n1: ArrayLike, x2: ArrayLike, n2: ArrayLike, confidence: float = 0.95
) -> Interval:
    """The interval of x1/n1 - x2/n2, two groups of different people.

    From the Wilson intervals (l, u) of the two shares p:
    d - √((p1-l1)² + (u2-p2)²) … d + √((u1-p1)² + (p2-l2)²), with d = p1 - p2.

    For the same people twice use `paired_change`. Blank where n1 or n2 is 0.
    Raises `ToolkitError` unless 0 ≤ x ≤ n in both groups.
    Source: Newcombe 1998, Stat. Med. 17, 873-890, method 10.

    >>> low, high = newcombe_difference(56, 70, 48, 80)
    >>> f"{low:.4f} {high:.4f}"
    '0.0524 0.3339'
    """
    p1, (low1, high1) = share(x1, n1), wilson_interval(x1, n1, confidence)
    p2, (low2, high2) = share(x2, n2), wilson_interval(x2, n2, confidence)
    difference = p1 - p2
    down = np.sqrt((p1 - low1) ** 2 + (high2 - p2) ** 2)
    up = np.sqrt((high1 - p1) ** 2 + (p2 - low2) ** 2)
    return Interval(np.clip(difference - down, -1, 1), np.clip(difference + up, -1, 1))


def paired_change(gained: ArrayLike, lost: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> PairedChange:
    """The change of a share among the same `n` people, of whom some gained the mark and some lost it.

    difference = (gained - lost) / n; chi2 = (gained - lost)² / (gained + lost), with 1 degree of freedom
    and no correction; the interval is (b - c)/m ± z √((b + c)/m - ((b - c)/m)²) / √m with b = gained + 1,
    c = lost + 1, m = n + 2, within -1 … 1.

    `p` is that of the χ² and is rough where fewer than about 10 people changed; the interval is not.
    Where nobody changed, chi2 is 0 and p is 1. All blank where n is 0.
    Raises `ToolkitError` unless gained and lost are at least 0 and together at most n.
    Sources: McNemar 1947, Psychometrika 12, 153-157; Bonett & Price 2012, J. Educ. Behav. Stat. 37, 479-488.

    >>> change = paired_change(150, 86, 1600)
    >>> f"{change.difference:.4f} {change.low:.5f} {change.high:.5f} {change.chi2:.4f}"
    '0.0400 0.02118 0.05872 17.3559'
    """
    from scipy.special import chdtrc

    gained, lost, of = np.broadcast_arrays(*(np.asarray(count, dtype=float) for count in (gained, lost, n)))
    check_counts(np.minimum(gained, lost), of)
    check_counts(gained + lost, of)
    of = np.where(of > 0, of, np.nan)
    b, c, m = (gained + 1) / (of + 2), (lost + 1) / (of + 2), of + 2
    reach = _normal_quantile(confidence) * np.sqrt((b + c - (b - c) ** 2) / m)
    difference = (gained - lost) / of
    chi2 = np.where(np.isnan(of), np.nan, (gained - lost) ** 2 / np.maximum(gained + lost, 1))
    return PairedChange(
        difference[()],
        np.clip(b - c - reach, -1, 1)[()],
        np.clip(b - c + reach, -1, 1)[()],
        chi2[()],
        chdtrc(1, chi2)[()],
    )


def share(x: ArrayLike, n: ArrayLike) -> Floats:
    """x / n, blank where n is 0.

    >>> float(share(3, 4))
    0.75
    """
    x, n = _counts(x, n)
    return (x / np.where(n > 0, n, np.nan))[()]


def describe_shares(x: ArrayLike, n: ArrayLike, roster: ArrayLike | None, confidence: float = 0.95) -> pd.DataFrame:
    """What a roster thinks: one row per share, with everything that has to stand beside it.

    `x` yeses of `n` answers of a roster of `roster` heads (None or NaN: not known), arrays of one length.
    Columns: `count`, `n`, `roster` (whole numbers), `share`, `low`, `high` (0–1, `roster_interval`),
    `confidence`, `question`, `method`, `note`. Where nobody answered, the three are blank and `note` says so.
    Raises `ToolkitError` unless 0 ≤ x ≤ n ≤ N.

    >>> describe_shares([15, 0], [23, 0], 31)[["count", "n", "roster", "share"]]
       count   n  roster     share
    0     15  23      31  0.652174
    1      0   0      31       NaN
    """
    yes, of = _counts(np.atleast_1d(x), np.atleast_1d(n))
    yes, of, heads = np.broadcast_arrays(yes, of, np.asarray(np.nan if roster is None else roster, dtype=float))
    low, high = roster_interval(yes, of, heads, confidence)
    known = np.isfinite(heads)
    return pd.DataFrame(
        {
            "count": pd.array(yes, dtype="Int64"),
            "n": pd.array(of, dtype="Int64"),
            "roster": pd.array(heads, dtype="Int64"),
            "share": share(yes, of),
            "low": low,
            "high": high,
            "confidence": confidence,
            "question": DESCRIBES,
            "method": np.where(known, ROSTER_METHOD, JEFFREYS_METHOD),
            "note": np.where(of == 0, NOBODY, np.where(known, "", NO_ROSTER)),
        }
    )


def _counts(x: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    check_counts(x, n)
    yes, of = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(n, dtype=float))
    return yes, of


def _normal_quantile(confidence: float) -> float:
    from scipy.special import ndtri

    check_confidence(confidence)
    return float(ndtri((1 + confidence) / 2))


def _closed(low: Floats, high: Floats, x: Floats, n: Floats) -> Interval:
    """The interval with its end exactly at 0 where x = 0 and at 1 where x = n, and within 0 … 1."""
    low = np.where((x == 0) & (n > 0), 0.0, np.clip(low, 0, 1))
    high = np.where((x == n) & (n > 0), 1.0, np.clip(high, 0, 1))
    return Interval(low[()], high[()])


def _unseen_yeses(x: float, n: float, unseen: int, tail: float) -> tuple[int, int]:
    """The fewest and the most yeses to reckon with among the `unseen`."""
    from scipy.special import betaln, gammaln

    k = np.arange(unseen + 1)
    ways = gammaln(unseen + 1) - gammaln(k + 1) - gammaln(unseen - k + 1)
    chance = np.exp(ways + betaln(k + x + 0.5, unseen - k + n - x + 0.5) - betaln(x + 0.5, n - x + 0.5))
    # Both ends are read from their own side, so that counting the no instead of the yes mirrors them exactly.
    fewest = int(np.argmax(np.cumsum(chance) >= tail))
    most = unseen - int(np.argmax(np.cumsum(chance[::-1]) >= tail))
    return fewest, most
