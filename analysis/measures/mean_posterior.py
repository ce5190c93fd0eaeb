"""Mean posterior: what each library's own mean is, under every spread between libraries that fits.

Given the spread between libraries and the noise of each library's mean, everything is normal: a library's own
mean lies between its observed one and the mean of all, and how surely it lies there follows. What is not given
is put together over a grid of possibilities, each with its likelihood. Where the variance within libraries is
estimated along with them, it is integrated out, and each part is a t distribution.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.measures.estimates import Floats
from analysis.measures.pooling_grid import icc1_interval

__all__ = ["MeanPosterior", "precision_weights"]

HALVINGS = 30


@dataclass(frozen=True)
class MeanPosterior:
    """Possibilities, each with its weight: variances `between` and `within` libraries, and the `noise` of each `mean`.

    `weights`, `between`, `within` and `scale` have the length of the possibilities, `noise` is (possibilities ×
    libraries), endless for a library without answers. All variances are in units of `scale`, which itself is known
    but for a χ² with `df` degrees of freedom (endless: known).
    """

    weights: Floats
    between: Floats
    within: Floats
    noise: Floats
    scale: Floats
    df: float
    mean: Floats

    @classmethod
    def known(cls, between: float, within: float, noise: Floats, mean: Floats) -> MeanPosterior:
        """One possibility alone: both variances are known."""
        return cls(np.ones(1), np.array([between]), np.array([within]), noise[None], np.ones(1), np.inf, mean)

    @cached_property
    def own(self) -> Floats:
        """How far each library keeps its own mean, 0–1 (possibilities × libraries)."""
        return self.between[:, None] * precision_weights(self.between, self.noise)

    @cached_property
    def grand(self) -> Floats:
        """The mean of all libraries (possibilities)."""
        weights = precision_weights(self.between, self.noise)
        return (weights @ self.mean) / weights.sum(axis=1)

    @cached_property
    def centre(self) -> Floats:
        """Where each library's own mean is to be expected (possibilities × libraries)."""
        return self.own * self.mean + (1 - self.own) * self.grand[:, None]

    @cached_property
    def reach(self) -> Floats:
        """The standard deviation of each library's own mean, that of the mean of all included."""
        of_grand = 1 / precision_weights(self.between, self.noise).sum(axis=1, keepdims=True)
        variance = self.between[:, None] * (1 - self.own) + (1 - self.own) ** 2 * of_grand
        return np.sqrt(variance * self.scale[:, None])

    def interval(self, confidence: float) -> tuple[Floats, Floats]:
        """The equal-tailed interval of each library's own mean (libraries)."""
        return self._quantile((1 - confidence) / 2), self._quantile((1 + confidence) / 2)

    def icc1_interval(self, confidence: float) -> tuple[float, float]:
        """The equal-tailed interval of ICC(1), the part of the variance that lies between libraries."""
        return icc1_interval(np.sqrt(self.between / (self.between + self.within)), self.weights, confidence)

    def draws(self, rng: np.random.Generator, count: int) -> Floats:
        """Joint draws of all libraries' own means (count × libraries)."""
        at = rng.choice(len(self.weights), size=count, p=self.weights)
        normal = np.isinf(self.df)
        unit = np.sqrt(self.scale[at] * (1 if normal else self.df / rng.chisquare(self.df, count)))[:, None]
        total = precision_weights(self.between, self.noise).sum(axis=1)[at, None]
        grand = self.grand[at, None] + unit * rng.standard_normal((count, 1)) / np.sqrt(total)
        own = self.own[at]
        apart = np.sqrt(self.between[at, None] * (1 - own)) * unit * rng.standard_normal(own.shape)
        return own * self.mean + (1 - own) * grand + apart

    def _quantile(self, tail: float) -> Floats:
        """Found by halving between the outermost quantiles of the parts."""
        from scipy.special import ndtr, ndtri, stdtr, stdtrit

        normal = np.isinf(self.df)
        ends = self.centre + self.reach * (ndtri(tail) if normal else stdtrit(self.df, tail))
        low, high = ends.min(axis=0), ends.max(axis=0)
        reach = np.where(self.reach > 0, self.reach, np.finfo(float).tiny)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            z = (middle - self.centre) / reach
            below = self.weights @ (ndtr(z) if normal else stdtr(self.df, z))
            low, high = np.where(below < tail, middle, low), np.where(below < tail, high, middle)
        return (low + high) / 2


def precision_weights(between: Floats, noise: Floats) -> Floats:
    """One over the variance of each library's observed mean around that of all (possibilities × libraries).

    >>> precision_weights(np.array([1.0]), np.array([[1.0, np.inf]])).tolist()
    [[0.5, 0.0]]
    """
    return 1 / (between[:, None] + noise)
