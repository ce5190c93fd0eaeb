"""Cohorts: differences between groups of staff, and how many of them chance alone would show.

Who compares many groups finds some difference by chance. `adjust_p_values` says what is left when the whole
family of comparisons is taken together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from analysis.errors import Fault, ToolkitError
from analysis.measures.estimates import Floats

__all__ = ["adjust_p_values"]


def adjust_p_values(p: ArrayLike, method: Literal["bh", "holm", "bonferroni"] = "bh") -> Floats:
    """The p-values of one family, adjusted for their number; an array of the shape of `p`.

    With m values in rising order p(1) … p(m):
    `bh` (share of false findings) the least of p(j)·(m/j) over j ≥ i;
    `holm` (any false finding) the greatest of p(j)·(m - j + 1) over j ≤ i; `bonferroni` p·m; never above 1.

    Missing answers
    ---------------
    NaN stays NaN and does not count in m.

    Raises `ToolkitError` for another method, or a value outside 0 … 1.
    Sources: Benjamini & Hochberg 1995, J. R. Stat. Soc. B 57, 289-300; Holm 1979, Scand. J. Stat. 6, 65-70.

    >>> adjust_p_values([0.01, np.nan, 0.04, 0.03]).round(3).tolist()
    [0.03, nan, 0.04, 0.04]
    """
    values = np.asarray(p, dtype=float)
    known = ~np.isnan(values)
    _check(values[known], method)
    adjusted = np.full(values.shape, np.nan)
    adjusted[known] = np.minimum(_ADJUST[method](values[known]), 1)
    return adjusted


def _check(values: Floats, method: str) -> None:
    faults = [
        Fault("p", f"{value:g}", "from 0 to 1", "Give the p-values themselves.")
        for value in values[(values < 0) | (values > 1)]
    ]
    if method not in _ADJUST:
        faults.append(Fault("method", repr(method), ", ".join(_ADJUST), "Choose one of them."))
    if faults:
        raise ToolkitError("These p-values cannot be adjusted.", faults)


def _bh(p: Floats) -> Floats:
    order = np.argsort(-p, kind="stable")
    ranks = np.arange(len(p), 0, -1)
    return _in_order(np.minimum.accumulate(p[order] * (len(p) / ranks)), order)


def _holm(p: Floats) -> Floats:
    order = np.argsort(p, kind="stable")
    return _in_order(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), order)


def _bonferroni(p: Floats) -> Floats:
    return p * len(p)


def _in_order(values: Floats, order: np.ndarray) -> Floats:
    placed = np.empty_like(values)
    placed[order] = values
    return placed


_ADJUST: dict[str, Callable[[Floats], Floats]] = {"bh": _bh, "holm": _holm, "bonferroni": _bonferroni}
