"""Continuum: where groups of staff lean, from fixed to growth, in each situation.

A position runs from 0 (fixed) to 100 (growth). It is reported for groups and situations, as the shares of
three bands, and never as a type of person or for appraisal: the same person leans to both sides in
different situations, and only the respondent sees their own.

| Question | Measure |
|---|---|
| How many lean where? | `band_shares` |
| How does a group spread, as far as its size lets that be told? | `distributions` |
| Does it lie in the people or in the situations? | `variance_components`, `component_shares` |
| Which situation pulls people away from where they usually stand? | `situation_profile` |
| Do groups differ beyond chance? | `analysis.measures.cohorts` |
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.guide import Guide
from analysis.measures.components import Components, ComponentShares, component_shares, variance_components
from analysis.measures.distributions import distributions
from analysis.measures.estimates import Heads, heads_of
from analysis.measures.profile import position_matrix, situation_profile
from analysis.measures.shares import describe_shares
from analysis.tally import BAND_CUTS, BANDS, score_people

__all__ = [
    "BANDS",
    "BAND_CUTS",
    "ComponentShares",
    "Components",
    "band_shares",
    "component_shares",
    "distributions",
    "person_positions",
    "position_matrix",
    "situation_profile",
    "variance_components",
]


def person_positions(frame: pd.DataFrame, guide: Guide) -> pd.DataFrame:
    """The positions of a responses frame: one row per person, for the protected room only.

    Columns: `response_id`, `library_id`, `wave`, the cohort columns, then `position_<situation>` and
    `position` (0–100, blank where not computable), `band_<situation>` and `band` (`fixed` below 40, `mixed`
    from 40 to 60, `growth` above 60, "" without a position). How they come about: `score_people`.

    >>> from analysis.guide import load_guide
    >>> from analysis.responses.frames import empty_frame, response_fields
    >>> guide = load_guide()
    >>> person_positions(empty_frame(response_fields(guide)), guide).columns[-2:].to_list()
    ['position', 'band']
    """
    return score_people(frame, guide).drop(columns=["exists_yes", "exists_answered", "scored"])


def band_shares(bands: pd.DataFrame, heads: Heads | None = None, confidence: float = 0.95) -> pd.DataFrame:
    """The share of each band, by group and scope, of those who have a position there.

    `bands` is that frame of a `Tally`; `heads` the roster by (cohort, value), where it is known.
    One row per group, scope (`overall` or a situation) and band, with the columns `cohort`, `value`, `scope`,
    `band`, `unscored` (people without a position) and those of `describe_shares`. Each band has its own
    interval (against the two others); the three shares add up to 1, their intervals do not.

    Raises `ToolkitError` where a group has more positions than heads.

    >>> row = {"cohort": "all", "value": "all", "scope": "overall", "fixed": 2, "mixed": 3, "growth": 5}
    >>> band_shares(pd.DataFrame([row | {"unscored": 1}]))[["band", "count", "n", "share"]]
         band  count   n  share
    0   fixed      2  10    0.2
    1   mixed      3  10    0.3
    2  growth      5  10    0.5
    """
    keys = bands[["cohort", "value", "scope", "unscored"]].loc[bands.index.repeat(len(BANDS))].reset_index(drop=True)
    keys.insert(3, "band", np.tile(BANDS, len(bands)))
    counts = bands[list(BANDS)].to_numpy()
    groups = zip(keys["cohort"], keys["value"], strict=True)
    rosters = np.array([heads_of(heads, *group) for group in groups], dtype=float)
    estimates = describe_shares(counts.ravel(), counts.sum(axis=1).repeat(len(BANDS)), rosters, confidence)
    return pd.concat([keys, estimates], axis="columns")
