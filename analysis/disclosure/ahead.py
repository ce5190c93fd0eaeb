"""Ahead: what change the next wave could show, before anybody is asked.

For people who are linked over both waves it rests on how many of them change a mark: as many as in the last pair of
waves, else three of ten. For the others it is taken at a share of one half, where chance is largest.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.disclosure.released import Released
from analysis.disclosure.shares import joined
from analysis.measures.change import CHANGING, smallest_detectable_change

__all__ = ["ANSWERS", "describe_ahead"]

ANSWERS = (5, 10, 20, 40, 80)
"""Numbers of answers for which every library is told what they could show."""

IN_EACH = "so many answers in each wave, at a share of one half"
GUESSED = "so many linked people, three of ten of whom change their mark"
AS_LAST = "so many linked people, of whom as many change their mark as last time"


def describe_ahead(latest: Released, paired: pd.DataFrame) -> pd.DataFrame:
    """The frame `ahead` of a `Followed`, from its last wave and its frame `paired`.

    The numbers of answers are `ANSWERS`, and those of this library: how many answered last, and its roster.
    """
    everybody = latest.group("respondents").iloc[0]
    own = [int(everybody[name]) for name in ("n", "roster") if not pd.isna(everybody[name]) and everybody[name] > 0]
    answers = np.array(sorted({*ANSWERS, *own}))
    changing = _share_changing(paired)
    linked = smallest_detectable_change(answers, changing=CHANGING if np.isnan(changing) else changing)
    unlinked = smallest_detectable_change(answers, answers)
    ways = {"linked": (linked, GUESSED if np.isnan(changing) else AS_LAST), "unlinked": (unlinked, IN_EACH)}
    return pd.concat([_rows(way, answers, *told) for way, told in ways.items()], ignore_index=True)


def _rows(way: str, answers: np.ndarray, found: pd.DataFrame, of_all: str) -> pd.DataFrame:
    notes = [joined(of_all, note) for note in found["note"]]
    return pd.DataFrame({"way": way, "answers": answers, "smallest": 100 * found["smallest"], "note": notes})


def _share_changing(paired: pd.DataFrame) -> float:
    """The share of linked people who changed a mark between the last pair of waves that tells it, over all qualities.

    Where the counts are ranges it is the largest that they allow; NaN where nothing is told, or nobody changed.
    """
    told = paired[~paired["withheld"].astype(bool)]
    if told.empty:
        return np.nan
    last = told[told["after"] == told["after"].iloc[-1]]
    most = np.minimum(last["gained_high"] + last["lost_high"], last["n"] - last["kept_low"] - last["never_low"])
    return float((most.sum() / last["n"].sum()) or np.nan)
