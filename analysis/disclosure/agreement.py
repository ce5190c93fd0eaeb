"""Agreement: between which ends van der Eijk's A of the three bands lies, when counts are told as ranges.

It is A of the bands for every group, all staff as well, so that a part can be held beside the whole. Finer classes
would not do: with half of the people spread over the fixed band, the other half over the growth band and nobody
between them, A is -1 on the three bands and about 0 on ten classes, where only the outermost ones count as poles.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from analysis.disclosure.allowed import Allowed
from analysis.measures.camps import agreement_a
from analysis.measures.estimates import Floats

__all__ = ["agreement_ends"]

DECIMALS = 9
NOTHING_KNOWN = -1.0, 1.0


def agreement_ends(allowed: Allowed) -> tuple[float, float]:
    """The least and the largest A (-1 … 1) that the allowed counts can have.

    Where there are too many ways to list them, nothing is claimed: -1 and 1.

    Source: van der Eijk 2001, Qual. Quant. 35, 325-341, for A itself.

    >>> agreement_ends(Allowed.of_classes(12, ((4, 7), (0, 2), (5, 6))))
    (-1.0, -0.166666667)
    """
    ways = allowed.ways()
    if ways is None:
        return NOTHING_KNOWN
    found = _agreements(ways)
    return round(float(found.min()), DECIMALS), round(float(found.max()), DECIMALS)


def _agreements(ways: NDArray[np.int64]) -> Floats:
    """A of each row of counts: what each layer adds, times its height, for all people."""
    order = np.argsort(-ways, axis=1, kind="stable")
    heights = -np.diff(np.take_along_axis(ways, order, axis=1), axis=1, append=0)
    filled = np.cumsum(1 << order, axis=1)
    return (heights * _layer_sums(ways.shape[1])[filled]).sum(axis=1) / ways.sum(axis=1)


@cache
def _layer_sums(classes: int) -> Floats:
    """What a layer of height one adds, by the classes that it fills, as the bits of a number."""
    sets = np.arange(2**classes)[:, np.newaxis] >> np.arange(classes) & 1
    return np.array([0.0, *(agreement_a(filled) * filled.sum() for filled in sets[1:])])
