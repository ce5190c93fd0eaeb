"""Ratings: how well each training strategy works for those who rated it, in three bands, for all staff alone.

The five points are told as `hardly` (1–2), `somewhat` (3) and `well` (4–5). Groups of staff are left out: with some ten
strategies each, telling them apart would cost other figures more than it would tell.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.disclosure.counts import count_frame, count_rows
from analysis.disclosure.items import BLANK, protect_bands
from analysis.disclosure.wave import Wave

__all__ = ["RATING_BANDS", "release_ratings"]

RATING_BANDS = ("hardly", "somewhat", "well")
CUTS = (2, 3)
"""The last point of each band but the highest."""

COLUMNS = ("strategy_id", "band")


def release_ratings(wave: Wave, strategies: pd.DataFrame, ratings: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """The frame `ratings` of a `Released`: each strategy in use, in the order of `strategies`, by bands.

    `strategies` are those of the library and wave; `ratings` has the columns of `RATINGS` in
    `analysis.responses.frames`; at least `minimum` people must have rated a strategy before anything is said about it.
    What is still to be explored cannot have been tried, and is left out.

    Missing answers
    ---------------
    Whoever did not rate a strategy, or left it out, does not count for it.
    """
    used = strategies.loc[strategies["status"] == "in_use", "strategy_id"]
    rows = []
    for strategy_id in used:
        points = ratings[ratings["strategy_id"] == strategy_id].set_index("response_id")["effectiveness"]
        bands = band_positions(wave.responses["response_id"].map(points))
        told = protect_bands(bands, wave.groups.everybody, minimum, len(RATING_BANDS))
        rows += count_rows(told, {"strategy_id": strategy_id}, "band", RATING_BANDS)
    return count_frame(rows, wave, about=COLUMNS)


def band_positions(points: pd.Series) -> np.ndarray:
    """The positions of the bands that points 1 … 5 lie in; `BLANK` for everything else.

    >>> band_positions(pd.Series([1, 3, 5, -1, None])).tolist()
    [0, 1, 2, -1, -1]
    """
    known = points.where(points > 0)
    return np.where(known.isna(), BLANK, np.searchsorted(CUTS, known, side="left"))
