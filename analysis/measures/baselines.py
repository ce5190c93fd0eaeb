"""Baselines: where something stood before, once it is known that it was picked for standing low.

What is picked because it was lowest was partly low by chance, and rises by itself the next time it is measured. So
before a change is credited to an action, what was seen first is drawn towards the mean of all, the more so the less
is known about each and the more alike they are. It refuses to draw anything where fewer than four were measured,
since the spread of so few says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.errors import Fault, ToolkitError
from analysis.measures.estimates import Floats

__all__ = ["ALIKE", "TOO_FEW_ENTRIES", "ShrunkBaseline", "shrunk_baseline"]

SPARED = 3
ALIKE = "all stood alike: nothing is left of their differences"
TOO_FEW_ENTRIES = "fewer than four were measured: nothing is drawn towards the mean"
NOTHING_MEASURED = "nothing was measured"
# Differences smaller than this are rounding.
TINY = 1e-12


@dataclass(frozen=True)
class ShrunkBaseline:
    """The baseline drawn towards its mean: `shrunk` (entries), `mean` of all, `factor` (1: left as it was), `note`."""

    shrunk: Floats
    mean: float
    factor: float
    note: str


def shrunk_baseline(shares: ArrayLike, variances: ArrayLike) -> ShrunkBaseline:
    """The `shares` (entries) of a first measurement, drawn towards their mean.

    `variances` are their sampling variances, one number or one for each; shares and variances may be in any unit and
    its square. With m the mean of the k shares p, v the mean of the variances and B = max(0, 1 - (k - 3)·v / Σ(p - m)²)
    the result is m + B·(p - m).

    This is right on average and not for each: an entry that truly stands apart is drawn in as well.

    Missing answers
    ---------------
    Entries that are NaN stay NaN and do not count in k. Fewer than four entries stay as they are, and entries that are
    all alike all become the mean; the note says so.

    Raises `ToolkitError` for a variance below 0.
    Source: Efron & Morris 1975, J. Am. Stat. Assoc. 70, 311-319.

    >>> at_bat = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]
    >>> seen = np.array(at_bat) / 45
    >>> found = shrunk_baseline(seen, seen.mean() * (1 - seen.mean()) / 45)
    >>> f"{found.mean:.5f} {found.factor:.5f} {found.shrunk[0]:.3f} {found.shrunk[-1]:.3f}"
    '0.26543 0.21165 0.294 0.242'
    """
    seen = np.asarray(shares, dtype=float)
    spent = np.broadcast_to(np.asarray(variances, dtype=float), seen.shape)
    _check_variances(spent)
    known = ~np.isnan(seen)
    if not known.any():
        return ShrunkBaseline(np.full(seen.shape, np.nan), np.nan, np.nan, NOTHING_MEASURED)
    mean = float(seen[known].mean())
    factor, note = _factor(seen[known] - mean, spent[known])
    return ShrunkBaseline(mean + factor * (seen - mean), mean, factor, note)


def _factor(apart: Floats, variances: Floats) -> tuple[float, str]:
    if len(apart) <= SPARED:
        return 1.0, TOO_FEW_ENTRIES
    spread = float((apart**2).sum())
    if spread < TINY * len(apart):
        return 0.0, ALIKE
    known = variances[~np.isnan(variances)]
    noise = float(known.mean()) if len(known) else 0.0
    return max(0.0, 1 - (len(apart) - SPARED) * noise / spread), ""


def _check_variances(variances: Floats) -> None:
    wrong = np.unique(variances[variances < 0])
    if wrong.size:
        faults = [Fault("variances", f"{value:g}", "0 or more", "Give the variances themselves.") for value in wrong]
        raise ToolkitError("A baseline needs variances that can be.", faults)
