"""Limits: how far chance alone would scatter libraries that are all alike, by how many people answered.

For a share they are those of the binomial distribution around the mean of all, with half of the chance of a count on
either side of it (mid-P), and smooth between neighbouring counts. For the index they are those of a normal
distribution, from the typical distance of people within a library. They say nothing of a single library that lies
inside: it may differ all the same.

Spiegelhalter 2005, Statistics in Medicine 24, 1185-1202; Lancaster 1961, J. Am. Stat. Assoc. 56, 223-234.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.special import bdtr, ndtri

from analysis.disclosure.compared import INDEX
from analysis.present.standing import Between, Placed, Standing

__all__ = ["INNER", "OUTER", "chance_limits", "outside"]

INNER, OUTER = 0.95, 0.998
"""The parts of libraries that are alike which lie within the inner and the outer limits."""

TINY = 1e-12
"""Chances nearer to 0 or 1 than this have no place between which to look."""

Limits = tuple[float, float]


def chance_limits(between: Between, sizes: Sequence[int], part: float) -> tuple[Limits, ...]:
    """Between which points `part` of the libraries with so many people would lie; empty where not computable.

    >>> [(low, high)] = chance_limits(Between("index", 12, 300, grand=50.0, within=20.0), [16], 0.95)
    >>> round(low, 1), round(high, 1)
    (40.2, 59.8)
    """
    if between.grand is None or (between.measure == INDEX and between.within is None):
        return ()
    return tuple(_limits(between, size, part) for size in sizes)


def outside(placed: Placed, part: float) -> tuple[Standing, ...] | None:
    """The libraries beyond these limits with all that their answers may be; None where there are no limits."""
    limits = chance_limits(placed.between, [one.n for one in placed.standings], part)
    if not limits:
        return None
    pairs = zip(placed.standings, limits, strict=True)
    return tuple(one for one, (low, high) in pairs if one.told[1] < low or one.told[0] > high)


def _limits(between: Between, size: int, part: float) -> Limits:
    tails = ((1 - part) / 2, (1 + part) / 2)
    grand = between.grand or 0.0
    if between.measure == INDEX:
        reach = (between.within or 0.0) / size**0.5
        low, high = (float(grand + ndtri(tail) * reach) for tail in tails)
    else:
        low, high = (100 * _quantile(size, grand / 100, tail) for tail in tails)
    return max(0.0, low), min(100.0, high)


def _quantile(size: int, share: float, tail: float) -> float:
    """The share below which a binomial share lies with the chance `tail`."""
    counts = np.arange(size + 1)
    reached = bdtr(counts, size, share)
    middle = reached - np.diff(reached, prepend=0.0) / 2
    inside = (middle > TINY) & (middle < 1 - TINY)
    if not inside.any():
        return share
    # Between two counts on the scale of the normal distribution, on which they lie nearly evenly.
    return float(np.interp(ndtri(tail), ndtri(middle[inside]), counts[inside])) / size
