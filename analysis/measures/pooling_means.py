"""Pooled means: what each library's own mean is, when the others are reckoned with.

The same idea as for shares (`pooling_shares`), for scores: libraries have means of their own around the mean
of all, and people lie around the mean of their library. The variances between and within libraries are found by
restricted maximum likelihood (REML) from the number of answers, the mean and the sum of squares of each library,
so no person row is needed. A library keeps the part n/(n + within/between) of its distance from the mean of all.

Where only means are told and not how far people lie apart, `pool_means_of_unknown_spread` needs bounds for it.

It asks whether libraries differ beyond chance, so it knows no roster. The intervals reckon with all spreads that
fit, not only with the likeliest one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.errors import Fault, ToolkitError
from analysis.measures.beta_binomial import NO_LIBRARY, NO_SPREAD, ONE_EACH, ONE_LIBRARY
from analysis.measures.estimates import BEYOND_CHANCE, Floats, check_confidence
from analysis.measures.mean_posterior import MeanPosterior
from analysis.measures.mean_variances import (
    LibraryMeans,
    bounded_posterior,
    likeliest_between,
    likeliest_ratio,
    ratio_posterior,
    read_means,
)
from analysis.measures.pooling_shares import FEW_LIBRARIES, LIBRARIES_NEEDED, NOTHING_KNOWN
from analysis.measures.urn import DRAWS

__all__ = ["PooledMeans", "pool_means", "pool_means_of_unknown_spread"]

METHOD = "random intercept by REML; interval over all spreads that fit (Morris & Tang 2011)"
BOUNDED_METHOD = (
    "random intercept, spread of people between bounds; interval over all spreads that fit (Morris & Tang 2011)"
)
NO_DIFFERENCES = "everybody in the same library has the same score: the spread of people is 0"
ALL_ALIKE = "everybody has the same score: nothing to compare"
WIDEST = "people taken to lie as far apart as they may"


@dataclass(frozen=True)
class PooledMeans:
    """The means of libraries, pooled.

    `table` has a row for each library: `n`, `mean`, `raw_low`, `raw_high` (each library by itself), `pooled`, `low`,
    `high`, `confidence`, `question`, `method`, `note`. `grand` is the mean of all, `between` and `within` are variances
    in squared units of the scores, `icc1` = between/(between + within) with its interval `icc1_low`, `icc1_high`. What
    is not computable is NaN, and `note` says why.
    """

    table: pd.DataFrame
    grand: float
    between: float
    within: float
    icc1: float
    icc1_low: float
    icc1_high: float
    note: str
    _posterior: MeanPosterior | None = field(repr=False)

    def draws(self, seed: int, count: int = DRAWS) -> Floats:
        """Draws of all libraries' own means together, for `rank_uncertainty`: (`count` × libraries), from `seed`.

        NaN for libraries without answers, and for all where nothing could be pooled.
        """
        if self._posterior is None:
            return np.full((count, len(self.table)), np.nan)
        drawn = self._posterior.draws(np.random.default_rng(seed), count)
        return np.where(self.table["mean"].notna(), drawn, np.nan)


def pool_means(n: ArrayLike, mean: ArrayLike, ss: ArrayLike, confidence: float = 0.95) -> PooledMeans:
    """The means of libraries, each moved towards the mean of all as far as its few answers and their likeness tell.

    For each library `n` answers, their `mean`, and `ss`, the sum of squared distances from that mean. The variances
    are those of REML for a random intercept; the pooled mean is grand + B (mean - grand), where B = between/(between +
    within/n) and `grand` is the mean weighted with what each library tells. The interval is equal-tailed and
    reckons with all spreads that fit: before the data all ICC(1) from 0 to 1 count alike, and all
    logarithms of the variance within.

    Missing answers
    ---------------
    A library with n = 0, a negative n or a NaN tells nothing to the others; its pooled mean is what is to be
    expected of a library like them, and its `note` says so. Fewer than two libraries, one answer a library, or no
    differences at all: not computable, with a note. Below ten libraries a note warns.

    Raises `ToolkitError` unless the arrays have one length, n is whole, and means and sums of squares can be.
    Sources: Patterson & Thompson 1971, Biometrika 58, 545-554; checked against Davies 1947 (dyestuff).

    >>> pooled = pool_means([4, 9, 12], [50, 62, 71], [300, 500, 900])
    >>> pooled.table[["n", "mean", "pooled", "low", "high"]].round(1)
        n  mean  pooled   low  high
    0   4  50.0    51.9  43.4  61.9
    1   9  62.0    62.0  56.1  67.9
    2  12  71.0    70.4  64.7  75.4
    """
    check_confidence(confidence)
    means = read_means(n, mean, ss)
    table = _unpooled(means, means.noise_of(means.within), means.within_df, confidence)
    if why := _why_not(means):
        return _not_pooled(_described(table, METHOD, why), why)
    if not means.ss.any():
        return _without_noise(means, _described(table, METHOD, NO_DIFFERENCES))
    posterior, ratio = ratio_posterior(means), likeliest_ratio(means)
    best = MeanPosterior.known(ratio, 1.0, means.noise, means.mean)
    within = means.variance_under(ratio)
    table = _described(_with_pooled(table, best, posterior, confidence), METHOD, note := _note(means, ratio))
    return PooledMeans(table, *_whole(best, posterior, ratio * within, within, confidence), note, posterior)


def pool_means_of_unknown_spread(
    n: ArrayLike,
    mean: ArrayLike,
    within_low: float,
    within_high: float,
    doubt: ArrayLike = 0.0,
    confidence: float = 0.95,
) -> PooledMeans:
    """As `pool_means`, where nobody tells how far people lie apart, only between which bounds their variance is.

    `n` answers and their `mean`, one of each a library; `within_low` and `within_high` bound the variance within
    libraries, in squared units of the scores. `doubt` is a variance that each mean has beside that of its answers,
    for example because it comes from counts that are told as ranges.

    The variance within is found from how much further the means of small libraries lie apart than those of large
    ones; all values between the bounds count alike before that. With fewer than ten libraries too little follows
    from it, and `within_high` is taken, which makes intervals wide and differences rare. `within` is the mean over
    all that fit, and `between` the REML variance under it.

    Missing answers and errors as in `pool_means`; also raises `ToolkitError` unless 0 < within_low ≤ within_high
    and no doubt is below 0.
    Source: as `pool_means`; with known variances this is random-effects meta-analysis (DerSimonian & Laird 1986).

    >>> pooled = pool_means_of_unknown_spread([4, 9, 12], [50, 62, 71], 60, 140)
    >>> round(pooled.within), pooled.table["pooled"].round(1).tolist()
    (140, [53.5, 62.0, 69.9])
    """
    check_confidence(confidence)
    means, extra = read_means(n, mean, 0.0), _read_doubt(n, doubt)
    _check_bounds(within_low, within_high)
    few = means.libraries < LIBRARIES_NEEDED
    if means.libraries < 2:
        note = ONE_LIBRARY if means.libraries else NO_LIBRARY
        table = _unpooled(means, means.noise_of(within_high) + extra, np.inf, confidence)
        return _not_pooled(_described(table, BOUNDED_METHOD, note), note)
    posterior = bounded_posterior(means, within_high if few else within_low, within_high, extra)
    within = float(posterior.weights @ posterior.within)
    noise = means.noise_of(within) + extra
    between = likeliest_between(means, noise)
    best = MeanPosterior.known(between, within, noise, means.mean)
    note = _note(means, between) + (f"; {WIDEST}" if few else "")
    table = _with_pooled(_unpooled(means, noise, np.inf, confidence), best, posterior, confidence)
    table = _described(table, BOUNDED_METHOD, note)
    return PooledMeans(table, *_whole(best, posterior, between, within, confidence), note, posterior)


def _note(means: LibraryMeans, between: float) -> str:
    few = FEW_LIBRARIES if means.libraries < LIBRARIES_NEEDED else ""
    return "; ".join(filter(None, ("" if between else NO_SPREAD, few)))


def _why_not(means: LibraryMeans) -> str:
    if means.libraries < 2:
        return ONE_LIBRARY if means.libraries else NO_LIBRARY
    if not means.within_df:
        return ONE_EACH
    return ALL_ALIKE if not means.ss.any() and not np.ptp(means.mean[means.known]) else ""


def _whole(
    best: MeanPosterior, posterior: MeanPosterior, between: float, within: float, confidence: float
) -> tuple[float, float, float, float, float, float]:
    """What is told of all libraries together: `grand`, `between`, `within`, `icc1`, `icc1_low`, `icc1_high`."""
    icc1, (low, high) = between / (between + within), posterior.icc1_interval(confidence)
    return float(best.grand[0]), between, within, icc1, min(low, icc1), max(high, icc1)


def _unpooled(means: LibraryMeans, noise: Floats, df: float, confidence: float) -> pd.DataFrame:
    """Each library by itself."""
    from scipy.special import ndtri, stdtrit

    tail = (1 + confidence) / 2
    reach = (ndtri(tail) if np.isinf(df) else stdtrit(df, tail)) * np.sqrt(np.where(means.known, noise, np.nan))
    mean = np.where(means.known, means.mean, np.nan)
    columns = {
        "n": pd.Series(means.told_n),
        "mean": mean,
        "raw_low": mean - reach,
        "raw_high": mean + reach,
    }
    return (
        pd.DataFrame(columns)
        .astype({"n": "Int64"})
        .assign(pooled=np.nan, low=np.nan, high=np.nan, confidence=confidence)
    )


def _with_pooled(table: pd.DataFrame, best: MeanPosterior, posterior: MeanPosterior, confidence: float) -> pd.DataFrame:
    pooled, (low, high) = best.centre[0], posterior.interval(confidence)
    return table.assign(pooled=pooled, low=np.minimum(low, pooled), high=np.maximum(high, pooled))


def _described(table: pd.DataFrame, method: str, note: str) -> pd.DataFrame:
    unknown = table["mean"].isna()
    notes = ["; ".join(filter(None, (NOTHING_KNOWN if blank else "", note))) for blank in unknown]
    return table.assign(question=BEYOND_CHANCE, method=method, note=notes)


def _not_pooled(table: pd.DataFrame, why: str) -> PooledMeans:
    return PooledMeans(table, np.nan, np.nan, np.nan, np.nan, np.nan, np.nan, why, None)


def _without_noise(means: LibraryMeans, table: pd.DataFrame) -> PooledMeans:
    """People of one library are alike: each mean stands for itself, and how sure it is cannot be told."""
    known = means.mean[means.known]
    table = table.assign(pooled=table["mean"], raw_low=np.nan, raw_high=np.nan)
    return PooledMeans(table, known.mean(), known.var(ddof=1), 0.0, 1.0, np.nan, np.nan, NO_DIFFERENCES, None)


def _read_doubt(n: ArrayLike, doubt: ArrayLike) -> Floats:
    extra = np.asarray(doubt, dtype=float)
    if not (extra >= 0).all() or np.isinf(extra).any():
        fault = Fault("doubt", "a variance below 0, or none", "numbers from 0", "Give 0 where there is no doubt.")
        raise ToolkitError("Means need variances that can be.", [fault])
    return np.broadcast_to(extra, np.shape(np.atleast_1d(n)))


def _check_bounds(within_low: float, within_high: float) -> None:
    if not 0 < within_low <= within_high < np.inf:
        found = f"from {within_low:.10g} to {within_high:.10g}"
        fault = Fault("within", found, "variances above 0, the lower one first", "Correct the bounds.")
        raise ToolkitError("Means need bounds for the variance within libraries.", [fault])
