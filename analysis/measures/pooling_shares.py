"""Pooled shares: what each library's own share is, when the others are reckoned with.

Three of four staff of a small library saying yes is hardly more than one of them on another day. Pooling
moves each library towards the mean of all, the further the fewer its answers and the more alike the libraries:
the pooled share is (x + a)/(n + a + b). It is nearer to the truth, on average over libraries, than each library's
own share, and no library is left out for being small.

The pooled share takes the likeliest a and b. The interval does not take them for known: it is that of the
library's share under all means and spreads that fit (`pooling_grid`), so that it holds with a handful of
libraries too. Counts may be told as ranges; then all of their counts are reckoned with.

It asks whether libraries differ beyond chance, so it knows no roster. What one library's roster thinks is
`roster_interval`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.measures.beta_binomial import Fitted, fit_counts
from analysis.measures.estimates import BEYOND_CHANCE, Floats, check_confidence
from analysis.measures.pooling_counts import LibraryCounts, read_counts
from analysis.measures.share_posterior import SharePosterior
from analysis.measures.shares import wilson_interval
from analysis.measures.urn import DRAWS

__all__ = ["FEW_LIBRARIES", "LIBRARIES_NEEDED", "NOTHING_KNOWN", "PooledShares", "pool_share_ranges", "pool_shares"]

LIBRARIES_NEEDED = 10
"""Below so many libraries the spread between them is hardly known."""

METHOD = "beta-binomial; interval over all means and spreads that fit (Morris & Tang 2011)"
FEW_LIBRARIES = f"fewer than {LIBRARIES_NEEDED} libraries: how far they lie apart is hardly known"
NOTHING_KNOWN = "no answers: the interval is that of a library of which nothing is known"
EXPECTED = "the spread is the mean over all that fit"
AS_A_RANGE = "the count is told as a range"

LARGE = 1e6


@dataclass(frozen=True)
class PooledShares:
    """The shares of libraries, pooled.

    `table` has a row for each library: `n`, `share` (blank where the count is a range), `raw_low`, `raw_high` (Wilson,
    each library by itself, at both ends of a range), `pooled`, `low`, `high`, `confidence`, `question`, `method` and
    `note`.
    `a`, `b` are the parameters of the beta distribution, `grand` its mean, `icc1` = 1/(a + b + 1) with its interval
    `icc1_low`, `icc1_high`; what is not computable is NaN, and `note` says why.
    """

    table: pd.DataFrame
    a: float
    b: float
    grand: float
    icc1: float
    icc1_low: float
    icc1_high: float
    note: str
    _posterior: SharePosterior | None = field(repr=False)

    def draws(self, seed: int, count: int = DRAWS) -> Floats:
        """Draws of all libraries' shares together, for `rank_uncertainty`: (`count` × libraries), from `seed`.

        NaN for libraries without answers, and for all where there are fewer than two.
        """
        if self._posterior is None:
            return np.full((count, len(self.table)), np.nan)
        drawn = self._posterior.draws(np.random.default_rng(seed), count)
        return np.where(self.table["n"].to_numpy(dtype=float, na_value=0) > 0, drawn, np.nan)


def pool_shares(x: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> PooledShares:
    """The shares of libraries, each moved towards the mean of all as far as its few answers and their likeness tell.

    `x` yeses of `n` answers, whole numbers, one of each a library. The pooled share is (x + a)/(n + a + b) with the
    likeliest a and b (`fit_beta_binomial`); at the boundary, where libraries differ no more than chance makes, it is
    the common share of all, and where every answer is the same, that of the mean spread that fits. The interval
    is equal-tailed and reckons with all means and spreads that fit: before the counts, all means and all ICC(1) from
    0 to 1 count alike. Where the pooled share would lie outside, it is widened to hold it.

    Taking the likeliest a and b for known instead would make intervals that are too narrow when libraries are few.

    Missing answers
    ---------------
    A library with a NaN, a negative code or n = 0 tells nothing to the others; its pooled share is what is to
    be expected of a library like them, and its `note` says so. With fewer than two libraries that have answers
    nothing is pooled, and the note says so; below `LIBRARIES_NEEDED` a note warns.

    Raises `ToolkitError` unless x and n are whole numbers with 0 ≤ x ≤ n.
    Sources: Gelman et al. 2013, Bayesian Data Analysis, ch. 5 (with its rat tumours as a check); Morris & Tang 2011.

    >>> pooled = pool_shares([0, 2, 4, 5, 9], [10, 10, 10, 10, 10])
    >>> pooled.table[["n", "share", "pooled", "low", "high"]].round(2)
        n  share  pooled   low  high
    0  10    0.0    0.07  0.00  0.29
    1  10    0.2    0.23  0.05  0.50
    2  10    0.4    0.40  0.15  0.68
    3  10    0.5    0.48  0.22  0.76
    4  10    0.9    0.81  0.54  0.98
    """
    return pool_share_ranges(x, x, n, confidence)


def pool_share_ranges(x_low: ArrayLike, x_high: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> PooledShares:
    """As `pool_shares`, where of some counts only a range is told: at least `x_low` and at most `x_high` of `n`.

    The likelihood of a range is the sum over its counts, so no count in it is taken for the true one. The
    pooled share is the mean over them. Nothing is known of a count that is told as 0 … n, and it tells nothing.

    Missing answers and errors as in `pool_shares`.

    >>> pool_share_ranges([0, 3, 5, 2], [2, 3, 7, 2], [7, 8, 7, 9]).table[["share", "pooled"]].round(2)
       share  pooled
    0    NaN    0.29
    1   0.38    0.38
    2    NaN    0.57
    3   0.22    0.30
    """
    check_confidence(confidence)
    told = read_counts(x_low, x_high, n)
    table, fitted = _unpooled(x_low, x_high, n, confidence), fit_counts(told)
    if told.libraries < 2:
        return _not_pooled(table, fitted.note)
    posterior, note = SharePosterior.of(told), _note(told, fitted)
    pooled, (low, high) = _pooled(told, fitted, posterior), posterior.interval(confidence)
    table = table.assign(pooled=pooled, low=np.fmin(low, pooled), high=np.fmax(high, pooled))
    mean, icc1 = _whole(fitted, posterior)
    ends = posterior.icc1_interval(confidence)
    low_end, high_end = min(ends[0], icc1), max(ends[1], icc1)
    return PooledShares(_described(table, note), *fitted.parameters, mean, icc1, low_end, high_end, note, posterior)


def _not_pooled(table: pd.DataFrame, why: str) -> PooledShares:
    return PooledShares(_described(table, why), np.nan, np.nan, np.nan, np.nan, np.nan, np.nan, why, None)


def _note(told: LibraryCounts, fitted: Fitted) -> str:
    expected = EXPECTED if np.isnan(fitted.mean) else ""
    few = FEW_LIBRARIES if told.libraries < LIBRARIES_NEEDED else ""
    return "; ".join(filter(None, (fitted.note, expected, few)))


def _whole(fitted: Fitted, posterior: SharePosterior) -> tuple[float, float]:
    """The mean of all libraries and ICC(1): the likeliest, or where there is none their means over all that fits."""
    if np.isnan(fitted.mean):
        return float(posterior.grid.weights @ posterior.mean), posterior.icc1
    return fitted.mean, 1.0 if np.isinf(fitted.spread) else fitted.spread / (1 + fitted.spread)


def _pooled(told: LibraryCounts, fitted: Fitted, posterior: SharePosterior) -> Floats:
    if np.isnan(fitted.mean):
        return posterior.expected
    spread = min(fitted.spread, LARGE)
    from_all = 1 / (told.n[told.owner] * spread + 1)
    moved = from_all * fitted.mean + (1 - from_all) * told.yes / np.maximum(told.n[told.owner], 1)
    chances = np.exp(told.log_each(np.array([fitted.mean]), np.array([spread]))[0])
    return (np.bincount(told.owner, moved * chances) / np.bincount(told.owner, chances))[told.kind]


def _unpooled(x_low: ArrayLike, x_high: ArrayLike, n: ArrayLike, confidence: float) -> pd.DataFrame:
    """Each library by itself."""
    table = np.array(np.broadcast_arrays(*map(np.atleast_1d, (x_low, x_high, n))), dtype=float)
    least, most, of = np.where((table >= 0).all(axis=0), table, np.nan)
    share = np.divide(least, of, out=np.full_like(of, np.nan), where=(of > 0) & (least == most))
    low, high = wilson_interval(least, of, confidence).low, wilson_interval(most, of, confidence).high
    columns = {"n": pd.array(of, dtype="Int64"), "share": share, "raw_low": low, "raw_high": high}
    return pd.DataFrame(columns).assign(pooled=np.nan, low=np.nan, high=np.nan, confidence=confidence)


def _described(table: pd.DataFrame, note: str) -> pd.DataFrame:
    known = (table["n"].fillna(0) > 0).to_numpy(dtype=bool)
    ranged = np.where(known & table["share"].isna().to_numpy(), AS_A_RANGE, "")
    own = np.where(known, ranged, NOTHING_KNOWN)
    notes = ["; ".join(filter(None, (text, note))) for text in own]
    return table.assign(question=BEYOND_CHANCE, method=METHOD, note=notes)
