"""Mean variances: how far the means of libraries lie apart, and how far people do within them.

From the number of answers, the mean and the sum of squares of each library. The likeliest variances are those
of restricted maximum likelihood (REML), found where its slope is 0, and beside them stands every pair of variances
that fits, with its likelihood. With λ = between/within and w = n/(1 + λn), the restricted deviance is
(N - 1) log(SS + Q) - Σ log w + log Σ w, where Q = Σ w (mean - grand)²; where the noise of each mean is known it is
Q - Σ log w + log Σ w with w = 1/(between + noise).

Source: Patterson & Thompson 1971, Biometrika 58, 545-554.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.errors import Fault, ToolkitError
from analysis.measures.estimates import Floats
from analysis.measures.mean_posterior import MeanPosterior, precision_weights
from analysis.measures.pooling_grid import narrowed_grid

__all__ = [
    "LibraryMeans",
    "bounded_posterior",
    "likeliest_between",
    "likeliest_ratio",
    "ratio_posterior",
    "read_means",
]

CELLS, CELLS_EACH = 31, 21
SEARCHED = np.concatenate([[0.0], np.exp(np.linspace(np.log(1e-6), np.log(1e9), 24))])
"""Variances between libraries among which the likeliest is searched first, in units of that of their noise."""


@dataclass(frozen=True)
class LibraryMeans:
    """What is known of each library: `n`, `mean`, `ss`; all 0 where there are no answers. `told_n` is n as it came."""

    n: Floats
    mean: Floats
    ss: Floats
    told_n: Floats

    @cached_property
    def known(self) -> NDArray[np.bool_]:
        """Whether a library has answers."""
        return self.n > 0

    @property
    def libraries(self) -> int:
        """How many libraries have answers."""
        return int(self.known.sum())

    @cached_property
    def noise(self) -> Floats:
        """The variance of each mean in units of that within libraries; endless where there are no answers."""
        return self.noise_of(1.0)

    def noise_of(self, within: float) -> Floats:
        """The variance of each mean where that within libraries is `within`; endless where there are no answers."""
        return np.divide(within, self.n, out=np.full_like(self.n, np.inf), where=self.known)

    @property
    def within_df(self) -> float:
        """The people beyond the first of each library."""
        return float(self.n.sum()) - self.libraries

    @property
    def within(self) -> float:
        """The variance within libraries, of all together; NaN where it is not computable."""
        return float(self.ss.sum()) / self.within_df if self.within_df else np.nan

    def variance_under(self, ratio: float) -> float:
        """The likeliest variance within libraries where that between them is `ratio` times as large."""
        squares = _squares(np.array([ratio]), self.noise[None], self.mean)
        return float(self.ss.sum() + squares[0]) / float(self.n.sum() - 1)


def read_means(n: ArrayLike, mean: ArrayLike, ss: ArrayLike) -> LibraryMeans:
    """The means of libraries, checked; `ss` may be one number for all.

    Missing answers
    ---------------
    A library with n = 0, a negative n or a NaN counts as one without answers.

    Raises `ToolkitError`, with every fault, where the lengths differ, n is not whole, a mean or a sum of squares is
    endless, or a sum of squares is below 0 or above 0 for one answer.

    >>> read_means([3, 0, -1], [2.0, np.nan, 4.0], [1.0, np.nan, 2.0]).n.tolist()
    [3.0, 0.0, 0.0]
    """
    n, mean, ss = (np.atleast_1d(np.asarray(column, dtype=float)) for column in (n, mean, ss))
    if n.shape != mean.shape or ss.shape not in (n.shape, (1,)) or n.ndim > 1:
        found = f"{n.size}, {mean.size} and {ss.size}"
        fault = Fault("n, mean and ss", found, "as many of each", "Give one of each a library.")
        raise ToolkitError("Libraries are compared one by one.", [fault])
    ss = np.broadcast_to(ss, n.shape)
    known = (n > 0) & ~np.isnan(mean) & ~np.isnan(ss)
    count, centre, squares = (np.where(known, column, 0.0) for column in (n, mean, ss))
    _check_means(count, centre, squares)
    return LibraryMeans(count, centre, squares, np.where(n >= 0, n, np.nan))


def likeliest_ratio(means: LibraryMeans) -> float:
    """The REML ratio of the variance between libraries to that within; 0 where they differ no more than by chance.

    >>> round(likeliest_ratio(read_means([4, 9, 12], [50, 62, 71], [300, 500, 900])), 3)
    1.236
    """
    return _bottom(means, means.noise, float(means.ss.sum()), float(means.n.sum()) - 1)


def likeliest_between(means: LibraryMeans, noise: Floats) -> float:
    """The REML variance between libraries where the `noise` of each mean is known; 0 where it is no more than that.

    >>> round(likeliest_between(read_means([4, 9], [50, 62], 0), np.array([20.0, 10])), 3)
    57.0
    """
    return _bottom(means, noise, 0.0, np.inf)


def ratio_posterior(means: LibraryMeans) -> MeanPosterior:
    """Every ratio of both variances that fits, all ICC(1) from 0 to 1 alike before; the rest is integrated out."""
    ss, df, noise = float(means.ss.sum()), float(means.n.sum()) - 1, means.noise[None]

    # The logarithm of the root turns its steps into steps of ICC(1).
    def log_density(root: Floats) -> Floats:
        return np.log(root) - _deviance(_odds(root), noise, means.mean, ss, df) / 2

    roots, weights = narrowed_grid(log_density, [(0.0, 1.0)], CELLS)
    ratio = _odds(roots[0])
    scale = (ss + _squares(ratio, noise, means.mean)) / df
    all_noise = np.broadcast_to(noise, (len(ratio), len(means.n)))
    return MeanPosterior(weights, ratio, np.ones_like(ratio), all_noise, scale, df, means.mean)


def bounded_posterior(means: LibraryMeans, within_low: float, within_high: float, doubt: Floats) -> MeanPosterior:
    """Every pair of variances that fits, where the one within libraries lies between bounds; alike before.

    `doubt` is a variance that each mean has beside that of its answers (libraries).
    """

    def noise_of(within: Floats) -> Floats:
        return within[:, None] * means.noise + doubt

    def log_density(root: Floats, within: Floats) -> Floats:
        return np.log(root) - _deviance(_odds(root) * within, noise_of(within), means.mean, 0.0, np.inf) / 2

    (root, within), weights = narrowed_grid(log_density, [(0.0, 1.0), (within_low, within_high)], CELLS_EACH)
    between = _odds(root) * within
    return MeanPosterior(weights, between, within, noise_of(within), np.ones_like(within), np.inf, means.mean)


def _odds(root: Floats) -> Floats:
    """The ratio of between to within that belongs to √ICC(1)."""
    return root**2 / (1 - root**2)


def _squares(between: Floats, noise: Floats, mean: Floats) -> Floats:
    """The weighted squares of the means around that of all (possibilities)."""
    weights = precision_weights(between, noise)
    grand = (weights @ mean) / weights.sum(axis=1)
    return (weights * (mean - grand[:, None]) ** 2).sum(axis=1)


def _deviance(between: Floats, noise: Floats, mean: Floats, ss: float, df: float) -> Floats:
    weights = precision_weights(between, noise)
    squares = _squares(between, noise, mean)
    fit = squares if np.isinf(df) else df * np.log(ss + squares)
    return (
        fit - np.log(weights, out=np.zeros_like(weights), where=weights > 0).sum(axis=1) + np.log(weights.sum(axis=1))
    )


def _slope(between: float, noise: Floats, mean: Floats, ss: float, df: float) -> float:
    """How the deviance rises with the variance between libraries."""
    weights = 1 / (between + noise)
    total = weights.sum()
    apart = (mean - weights @ mean / total) ** 2
    fit = 1.0 if np.isinf(df) else df / (ss + weights @ apart)
    return float(total - weights @ weights / total - fit * (weights**2 @ apart))


def _bottom(means: LibraryMeans, noise: Floats, ss: float, df: float) -> float:
    """The variance between libraries at which the deviance is least: in a row of them first, then where it is flat."""
    from scipy.optimize import brentq

    searched = SEARCHED * float(np.median(noise[means.known]))
    best = int(np.argmin(_deviance(searched, noise[None], means.mean, ss, df)))
    low, high = searched[max(best - 1, 0)], searched[min(best + 1, len(searched) - 1)]

    def slope(between: float) -> float:
        return _slope(between, noise, means.mean, ss, df)

    if slope(low) >= 0:
        return 0.0
    # brentq's `full_output` is off, so that it returns the root alone.
    return float(brentq(slope, low, high, xtol=1e-14 * max(high, 1e-300), rtol=1e-13))  # pyright: ignore[reportArgumentType]


def _check_means(n: Floats, mean: Floats, ss: Floats) -> None:
    wrong = (n != np.floor(n)) | ~np.isfinite(mean) | ~np.isfinite(ss) | (ss < 0) | ((n == 1) & (ss > 0))
    faults = [
        Fault(
            f"library {at + 1}",
            f"n {n[at]:.10g}, mean {mean[at]:.10g}, ss {ss[at]:.10g}",
            "a whole n, a mean, and a sum of squares from 0 (0 for one answer)",
            "Correct the numbers.",
        )
        for at in np.flatnonzero(wrong)
    ]
    if faults:
        raise ToolkitError("These means cannot be.", faults)
