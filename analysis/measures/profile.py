"""Profile: in which situations people stand elsewhere than they usually do.

Each person is compared with themselves: where they stand in one situation against where they stand on the
average of all. So it does not matter that some lean further towards growth throughout, and a situation that
pulls people towards fixed shows with fewer people than a comparison of groups would need.

This asks what answering once more would show again, so it knows no roster.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.guide import Guide
from analysis.measures.cohorts import adjust_p_values
from analysis.measures.components import NOBODY_COMPLETE, complete_rows
from analysis.measures.estimates import BEYOND_CHANCE, Floats, check_confidence
from analysis.measures.permutation import sign_flip_p

__all__ = ["position_matrix", "situation_profile"]

METHOD = "persons against their own mean: signs exchanged, Benjamini-Hochberg; interval of Student's t"
ONE_PERSON = "one person alone: no test and no interval"
NO_SPREAD = "everybody is moved by the same: no interval"
DECIMALS = 9


def position_matrix(positions: pd.DataFrame, guide: Guide) -> Floats:
    """The positions of a frame of `person_positions` as (persons × situations), NaN where blank.

    >>> from analysis.guide import load_guide
    >>> from analysis.measures.continuum import person_positions
    >>> from analysis.responses.frames import empty_frame, response_fields
    >>> guide = load_guide()
    >>> position_matrix(person_positions(empty_frame(response_fields(guide)), guide), guide).shape
    (0, 6)
    """
    return positions[[f"position_{situation}" for situation in guide.situations]].to_numpy(dtype=float)


def situation_profile(positions: pd.DataFrame, guide: Guide, seed: int, confidence: float = 0.95) -> pd.DataFrame:
    """Where a group stands in each situation, and how far that is from where its people usually stand.

    `positions` is the frame of `person_positions`, of one group. One row per situation. Columns: `situation`, `n`
    (complete persons), `incomplete`, `score` (mean position, 0-100), `shift` (points from the persons' own means over
    all situations; the shifts add up to 0), `low`, `high` (of the shift), `confidence`, `p` (two-sided),
    `p_adjusted` (Benjamini-Hochberg over the situations), `question`, `method`, `note`.

    p is the share of exchanges of the signs of the persons' differences whose mean is as large: all of them up to
    14 persons, else 9,999 drawn from `seed`. The interval is that of Student's t for the mean difference; under
    ten persons it is a rough one.

    Missing answers
    ---------------
    Only persons with a position in every situation count. For nobody all is blank, for a single person the
    test and the interval are; where all differences are equal the interval is. The note says so.

    Raises `ToolkitError` for a confidence outside 0 … 1.
    Source: Fisher 1935, The Design of Experiments, section 21; Student 1908, Biometrika 6, 1-25.

    >>> from analysis.guide import load_guide
    >>> guide = load_guide()
    >>> columns = [f"position_{situation}" for situation in guide.situations]
    >>> people = pd.DataFrame([[70, 60, 20, 60, 60, 60], [80, 80, 40, 80, 70, 70]], columns=columns)
    >>> situation_profile(people, guide, seed=1).loc[1:2, ["situation", "score", "shift", "p"]]
       situation  score  shift    p
    1    setback   70.0    7.5  0.5
    2  criticism   30.0  -32.5  0.5
    """
    check_confidence(confidence)
    rows = complete_rows(position_matrix(positions, guide))
    apart = np.round(rows - rows.mean(axis=1, keepdims=True), DECIMALS)
    low, high = _interval(apart, confidence)
    p = np.array([sign_flip_p(column, seed) if len(rows) > 1 else np.nan for column in apart.T])
    return pd.DataFrame(
        {
            "situation": guide.situations,
            "n": len(rows),
            "incomplete": len(positions) - len(rows),
            "score": _mean(rows),
            "shift": _mean(apart),
            "low": low,
            "high": high,
            "confidence": confidence,
            "p": p,
            "p_adjusted": adjust_p_values(p),
            "question": BEYOND_CHANCE,
            "method": METHOD,
            "note": _notes(apart),
        }
    )


def _mean(columns: Floats) -> Floats:
    return columns.mean(axis=0) if len(columns) else np.full(columns.shape[1], np.nan)


def _interval(apart: Floats, confidence: float) -> tuple[Floats, Floats]:
    from scipy.special import stdtrit

    if len(apart) < 2:
        return np.full(apart.shape[1], np.nan), np.full(apart.shape[1], np.nan)
    error = np.where(_is_spread(apart), apart.std(axis=0, ddof=1) / np.sqrt(len(apart)), np.nan)
    reach = stdtrit(len(apart) - 1, (1 + confidence) / 2) * error
    return _mean(apart) - reach, _mean(apart) + reach


def _notes(apart: Floats) -> list[str]:
    if len(apart) < 2:
        return [ONE_PERSON if len(apart) else NOBODY_COMPLETE] * apart.shape[1]
    return ["" if spread else NO_SPREAD for spread in _is_spread(apart)]


def _is_spread(apart: Floats) -> np.ndarray:
    return apart.max(axis=0) > apart.min(axis=0)
