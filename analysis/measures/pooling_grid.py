"""Grid: what the libraries as a whole may be like, and how likely each possibility is.

Pooling leans on two numbers that nobody knows, the mean of all libraries and how far they lie apart. With a
handful of libraries the second can hardly be told, and intervals that take its best value for the truth are
too narrow. So every value that fits is reckoned with, in proportion to its likelihood, on a grid of midpoints
that is narrowed to where the likelihood lies.

What counts alike before anything is seen depends on what is asked. For the values of the libraries, all ICC(1)
from 0 to 1 do, since with nearly all weight on no spread at all their intervals would be too narrow (Morris & Tang
2011). For ICC(1) itself its square roots do, the standard deviations, so that an ICC close to 0 is neither
ruled out nor taken for granted (Gelman 2006).

Sources: Morris & Tang 2011, Stat. Sci. 26, 271-287; Gelman 2006, Bayesian Analysis 1, 515-534; Gelman et al. 2013,
Bayesian Data Analysis, ch. 5.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from analysis.measures.estimates import Floats

__all__ = ["Grid", "icc1_interval", "narrowed_grid"]

DEPTH = 14.0
"""Points whose logarithm lies further below the highest one are left out."""

MOST_PASSES = 10
SETTLED = 0.7
NEGLIGIBLE = 1e-7


class Grid(NamedTuple):
    """Points (axes × points) and how likely each is (points); the weights add up to 1."""

    points: Floats
    weights: Floats


def narrowed_grid(log_density: Callable[..., Floats], ranges: Sequence[tuple[float, float]], cells: int) -> Grid:
    """A grid of midpoints, `cells` an axis, over the part of `ranges` where a density lies.

    `log_density` takes one array of coordinates an axis and gives the logarithm of the density at each point, up
    to a constant. The density should have one peak.

    >>> grid = narrowed_grid(lambda x: -((x - 3) ** 2) / 2, [(-100, 100)], 41)
    >>> mean = grid.weights @ grid.points[0]
    >>> round(mean, 3), round(grid.weights @ (grid.points[0] - mean) ** 2, 3)
    (np.float64(3.0), np.float64(1.0))
    """
    points, logs = np.empty((len(ranges), 0)), np.empty(0)
    for _ in range(MOST_PASSES):
        axes = [low + (np.arange(cells) + 0.5) * (high - low) / cells for low, high in ranges]
        points = np.stack([axis.ravel() for axis in np.meshgrid(*axes, indexing="ij")])
        logs = log_density(*points)
        narrower = [_narrowed(part, high) for part, high in zip(ranges, _heights(logs, len(axes), cells), strict=True)]
        if all(b - a >= SETTLED * (high - low) for (a, b), (low, high) in zip(narrower, ranges, strict=True)):
            break
        ranges = narrower
    weights = np.exp(logs - logs.max())
    kept = weights > NEGLIGIBLE
    return Grid(points[:, kept], weights[kept] / weights[kept].sum())


def icc1_interval(roots: Floats, weights: Floats, confidence: float) -> tuple[float, float]:
    """The equal-tailed interval of ICC(1), from its square `roots` and the `weights` that they have for libraries.

    >>> low, high = icc1_interval(np.array([0.1, 0.2, 0.3]), np.array([0.2, 0.5, 0.3]), 0.95)
    >>> f"{low:.2f} {high:.2f}"
    '0.01 0.09'
    """
    values, at = np.unique(roots, return_inverse=True)
    masses = np.bincount(at, weights / roots)
    up_to = (np.cumsum(masses) - masses / 2) / masses.sum()
    low, high = np.interp([(1 - confidence) / 2, (1 + confidence) / 2], up_to, values)
    return float(low**2), float(high**2)


def _heights(logs: Floats, axes: int, cells: int) -> list[Floats]:
    """The highest value over all other axes, for each cell of each axis."""
    cube = logs.reshape((cells,) * axes)
    return [cube.max(axis=tuple(other for other in range(axes) if other != axis)) for axis in range(axes)]


def _narrowed(part: tuple[float, float], heights: Floats) -> tuple[float, float]:
    """The cells that are high enough, and one more on either side."""
    low, high = part
    step = (high - low) / len(heights)
    kept = np.flatnonzero(heights > heights.max() - DEPTH)
    return max(low, low + (kept[0] - 1) * step), min(high, low + (kept[-1] + 2) * step)
