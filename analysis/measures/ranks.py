"""Ranks: where libraries would stand among each other, and how little that is known.

A list from first to last looks precise, and with answers of a handful of people it is mostly chance: on another
day another library is first. So a rank is never told alone, only with the ranks that it may as well be, and
with the chance that a library belongs to the top third.

Ranks come from joint draws of what each library really is (`PooledShares.draws`, `PooledMeans.draws`), not from
sorting estimates, which are neither spread like the truth nor equally sure.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.errors import Fault, ToolkitError
from analysis.measures.beta_binomial import ONE_LIBRARY
from analysis.measures.estimates import BEYOND_CHANCE, Floats, check_confidence
from analysis.measures.urn import draw_interval

__all__ = ["rank_uncertainty"]

METHOD = "ranks of joint draws (Goldstein & Spiegelhalter 1996)"
NO_DRAWS = "nothing is known of this library: no rank"
TOP = 3
BLOCK_NUMBERS = 2_000_000


def rank_uncertainty(draws: ArrayLike, confidence: float = 0.95) -> pd.DataFrame:
    """The rank of each library, 1 for the highest, as far as it is known; one row a library.

    `draws` (draws × libraries) are joint draws of what the libraries are. Columns: `expected` (mean rank), `low`,
    `high` (the equal-tailed interval of the rank, `low` nearer to the top), `top_third` (0–1, the chance to be among
    the highest third, rounded down but at least one library), `confidence`, `question`, `method`, `note`. Libraries
    that are equal in a draw share their ranks, so that all `expected` add up to what the ranks do.

    Missing answers
    ---------------
    A library with a NaN in any draw has no rank, and the others are ranked without it. Where only one library
    has draws, nothing is ranked. Both are said in `note`.

    Raises `ToolkitError` unless `draws` has two dimensions and at least one draw.
    Source: Goldstein & Spiegelhalter 1996, J. R. Stat. Soc. A 159, 385-443.

    >>> rank_uncertainty([[5, 1, 9], [6, 2, 1], [7, 3, 8]])[["expected", "low", "high", "top_third"]].round(2)
       expected  low  high  top_third
    0      1.67  1.0   2.0       0.33
    1      2.67  2.0   3.0       0.00
    2      1.67  1.0   3.0       0.67
    """
    check_confidence(confidence)
    table = _checked(draws)
    known = ~np.isnan(table).any(axis=0)
    enough = known.sum() > 1
    numbers = np.full((table.shape[1], 4), np.nan)
    if enough:
        numbers[known] = _ranked(table[:, known], confidence)
    return pd.DataFrame(numbers, columns=["expected", "low", "high", "top_third"]).assign(
        confidence=confidence,
        question=BEYOND_CHANCE,
        method=METHOD,
        note=np.where(known, "" if enough else ONE_LIBRARY, NO_DRAWS),
    )


def _ranked(table: Floats, confidence: float) -> Floats:
    """The four numbers of each library (libraries × 4)."""
    count, libraries = table.shape
    top = max(libraries // TOP, 1)
    ranks = np.empty((count, libraries))
    among_top = np.zeros(libraries)
    block = max(1, BLOCK_NUMBERS // libraries)
    for start in range(0, count, block):
        part = slice(start, start + block)
        first, last = _placed(table[part]), _placed(table[part, ::-1])[:, ::-1]
        # Equal libraries come in either order, once each, so that the mean of both ranks is the one that they share.
        ranks[part] = (first + last) / 2
        among_top += ((first <= top).sum(axis=0) + (last <= top).sum(axis=0)) / 2
    low, high = draw_interval(ranks, confidence)
    return np.stack([ranks.mean(axis=0), np.floor(low), np.ceil(high), among_top / count], axis=1)


def _placed(table: Floats) -> np.ndarray:
    """The place of each library from the highest on, equal ones in the order of their columns."""
    order = np.argsort(-table, axis=1, kind="stable")
    places = np.empty_like(order)
    np.put_along_axis(places, order, np.arange(1, table.shape[1] + 1)[None], axis=1)
    return places


def _checked(draws: ArrayLike) -> Floats:
    table = np.asarray(draws, dtype=float)
    if table.ndim != 2 or not len(table):
        found = " × ".join(map(str, table.shape)) or "one number"
        fault = Fault("draws", found, "draws in rows, libraries in columns", "Hand over at least one draw.")
        raise ToolkitError("Ranks need draws of libraries.", [fault])
    return table
