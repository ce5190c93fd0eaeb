"""Cells: what is there and what is wanted, quality by quality.

Each person gives a quality two marks: whether it exists here, and whether to develop it further as a team.
Together they make four cells: *strengthen* (both), *sustain* (exists only), *build* (develop only) and
*neither*, which is not on the map. Only people who gave both marks count; the others are counted apart.

Everything here describes the roster. The seven qualities are drawn together, with the same weights for the
same people, because who wants one quality developed tends to want another.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from pandas.api.extensions import ExtensionArray

from analysis.guide import LEADS, Guide
from analysis.measures.estimates import (
    DESCRIBES,
    NO_DENOMINATOR,
    NO_ROSTER,
    NOBODY,
    Floats,
    check_confidence,
    check_roster,
    known_roster,
)
from analysis.measures.shares import share
from analysis.measures.urn import DRAWS, draw_interval, fill_roster, joint_weights, split_weights
from analysis.responses.frames import with_leads
from analysis.tally import CELLS

__all__ = ["CELLS", "FourCells", "cell_draws", "four_cells", "priority", "top_three"]

METHOD = "urn with one pseudo-person, all qualities together (Ghosh & Meeden 1997)"
PLACES = 3
STRENGTHEN, SUSTAIN, BUILD, NEITHER = range(4)
# Takes back the rounding of a sum of two shares, so that equal shares tie.
DECIMALS = 9


@dataclass(frozen=True)
class FourCells:
    """The four cells, and how often a quality is wanted where it is not seen.

    `cells` has a row per quality and cell: `quality`, `cell`, `count`, `n` (people with both marks),
    `incomplete` (people with a blank in one), `roster`, `share`, `low`, `high`, `confidence`, `question`,
    `method`, `note`. `unmet_need` has a row per quality with the same columns except `cell` and
    `incomplete`; there `n` are those who say that it does not exist, and `count` those of them who want it.
    """

    cells: pd.DataFrame
    unmet_need: pd.DataFrame


@dataclass(frozen=True)
class _Joint:
    """The seen counts (qualities × cells), and draws of the roster's shares (draws × qualities × cells)."""

    seen: NDArray[np.int64]
    draws: Floats
    people: int
    roster: int | None

    @property
    def n(self) -> NDArray[np.int64]:
        return self.seen.sum(axis=1)


def cell_draws(counts: ArrayLike, roster: float | None, seed: int, draws: int = DRAWS) -> Floats:
    """Draws of the roster's shares of the four cells, each quality alone: (draws × qualities × 4).

    `counts` (qualities × 4) are the people with both marks, in the order of `CELLS`; `roster` the heads
    (None or NaN: not known). Weights Dirichlet(counts + ¼), then a multinomial for the other heads.

    For results that compare qualities draw persons, as `four_cells` and `priority` do: counts alone do not
    know that the same people stand behind all of them. A quality that nobody answered gives the prior.

    Raises `ToolkitError` where a quality has more people than the roster has heads.

    >>> cell_draws([[2, 1, 0, 0]], roster=3, seed=1, draws=1).round(3).tolist()
    [[[0.667, 0.333, 0.0, 0.0]]]
    """
    seen = np.asarray(counts, dtype=np.int64).reshape(-1, len(CELLS))
    heads = known_roster(roster)
    if heads is not None:
        check_roster(seen.sum(axis=1), heads)
    rng = np.random.default_rng(seed)
    return fill_roster(seen, split_weights(seen + 1 / len(CELLS), draws, rng), heads, rng)


def four_cells(
    frame: pd.DataFrame, guide: Guide, roster: float | None, seed: int, confidence: float = 0.95
) -> FourCells:
    """The four cells of every quality, and its unmet need, for the roster of one library and wave.

    `frame` has the columns of `analysis.responses.frames.response_fields(guide)`; `roster` is the number of
    heads, None where it is not known. `share` is count / n; `low` and `high` are equal-tailed over the roster.
    The person weights are those of the maturity index; the pseudo-person is split Dirichlet(¼, ¼, ¼, ¼) per
    quality. Unmet need is build / (build + neither).

    Missing answers
    ---------------
    Who left one of the two marks blank, or is unsure, is counted in `incomplete` and treated as a silent head
    for that quality. Where nobody is left, the numbers are blank and `note` says why.

    Raises `ToolkitError` where more people answered than the roster has heads.
    Source: Ghosh & Meeden 1997, Bayesian Methods for Finite Population Sampling, ch. 2.

    >>> from analysis.guide import load_guide
    >>> from analysis.responses.frames import empty_frame, response_fields
    >>> guide = load_guide()
    >>> blank = dict.fromkeys([item.id for item in guide.scaled_items], -1)
    >>> people = empty_frame(response_fields(guide)).reindex([0, 1]).assign(**blank)
    >>> people = people.assign(exists_purpose=[0, 0], develop_purpose=[1, 0])
    >>> four_cells(people, guide, roster=2, seed=1).unmet_need.loc[[0], ["quality", "count", "n", "share"]]
       quality  count  n  share
    0  purpose      1  2    0.5
    """
    check_confidence(confidence)
    joint = _draw_jointly(_person_cells(frame, guide), roster, seed)
    return FourCells(_cells(joint, guide, confidence), _unmet_need(joint, guide, confidence))


def top_three(develop_draws: ArrayLike) -> Floats:
    """The chance of each quality to be among the three with the largest share "develop".

    `develop_draws` is (draws × qualities). Qualities that tie at the third place share what is left of it,
    so that the chances add up to 3 (or to the number of qualities, where that is smaller).

    >>> top_three([[0.9, 0.5, 0.5, 0.5, 0.1]]).round(3).tolist()
    [1.0, 0.667, 0.667, 0.667, 0.0]
    """
    draws = np.round(np.asarray(develop_draws, dtype=float), DECIMALS)
    places = min(PLACES, draws.shape[1])
    third = np.sort(draws, axis=1)[:, [-places]] if places else draws
    above, level = draws > third, draws == third
    left = places - above.sum(axis=1, keepdims=True)
    return (above + level * left / np.maximum(level.sum(axis=1, keepdims=True), 1)).mean(axis=0)


def priority(frame: pd.DataFrame, guide: Guide, roster: float | None, seed: int) -> pd.DataFrame:
    """Which qualities the staff most want to develop, and how sure that is; highest first.

    Parameters as in `four_cells`. Columns: `quality`, `n` (people with both marks), `roster`, `top_three` (the
    chance to be among the three with the largest share "develop" over the roster), `develop`, `build`,
    `strengthen` (shares of n, develop = build + strengthen), `rank_leaders`, `rank_front_line` (1 is the
    largest share "develop" in that group, equals share a rank), `question`, `method`, `note`.

    Missing answers
    ---------------
    A quality for which nobody gave both marks has blanks and a note, and takes no part in the order; nor does
    a group in which nobody did. The ranks are blank where the guide does not say who leads.

    Raises `ToolkitError` where more people answered than the roster has heads.

    >>> from analysis.guide import load_guide
    >>> from analysis.responses.frames import empty_frame, response_fields
    >>> guide = load_guide()
    >>> blank = dict.fromkeys([item.id for item in guide.scaled_items], 0)
    >>> people = empty_frame(response_fields(guide)).reindex([0, 1]).assign(**blank)
    >>> people = people.assign(develop_agency=[1, 1], develop_variety=[1, 0])
    >>> priority(people, guide, roster=2, seed=1).loc[:2, ["quality", "top_three", "develop"]]
       quality  top_three  develop
    0   agency        1.0      1.0
    1  variety        1.0      0.5
    2  purpose        0.2      0.0
    """
    cells = _person_cells(frame, guide)
    joint = _draw_jointly(cells, roster, seed)
    answered = joint.n > 0
    chances = np.full(len(joint.n), np.nan)
    chances[answered] = top_three(_develop(joint.draws)[:, answered])
    table = pd.DataFrame(
        {
            "quality": guide.qualities,
            "n": joint.n,
            "roster": _roster_column(joint.roster, len(joint.n)),
            "top_three": chances,
            "develop": share(_develop(joint.seen), joint.n),
            "build": share(joint.seen[:, BUILD], joint.n),
            "strengthen": share(joint.seen[:, STRENGTHEN], joint.n),
            "rank_leaders": _develop_ranks(cells[_stands(frame, guide, "leaders")]),
            "rank_front_line": _develop_ranks(cells[_stands(frame, guide, "front_line")]),
            "question": DESCRIBES,
            "method": METHOD,
            "note": _notes(joint.n, joint.roster, NOBODY),
        }
    )
    return table.sort_values("top_three", ascending=False, kind="stable").reset_index(drop=True)


def _draw_jointly(cells: NDArray[np.int8], roster: float | None, seed: int) -> _Joint:
    heads = known_roster(roster)
    if heads is not None:
        check_roster(len(cells), heads)
    kinds, people = np.unique(cells, axis=0, return_counts=True)
    chosen = _chosen(kinds).astype(float)
    seen = _count_cells(cells)
    rng = np.random.default_rng(seed)
    blocks = joint_weights(chosen, people, DRAWS, rng)
    draws = np.concatenate([fill_roster(seen, weights, heads, rng) for weights in blocks])
    return _Joint(seen, draws, len(cells), heads)


def _person_cells(frame: pd.DataFrame, guide: Guide) -> NDArray[np.int8]:
    """The cell of each person for each quality (people × qualities), -1 where a mark is blank."""
    exists = frame[[f"exists_{quality}" for quality in guide.qualities]].to_numpy()
    develop = frame[[f"develop_{quality}" for quality in guide.qualities]].to_numpy()
    complete = np.isin(exists, (0, 1)) & np.isin(develop, (0, 1))
    cell = np.where(exists == 1, np.where(develop == 1, STRENGTHEN, SUSTAIN), np.where(develop == 1, BUILD, NEITHER))
    return np.where(complete, cell, -1).astype(np.int8)


def _chosen(cells: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Whether (people × qualities × cells) a person is in a cell of a quality; in none where a mark is blank."""
    return cells[:, :, None] == np.arange(len(CELLS))


def _count_cells(cells: NDArray[np.int8]) -> NDArray[np.int64]:
    return _chosen(cells).sum(axis=0)


def _develop(cells: NDArray) -> NDArray:
    return cells[..., STRENGTHEN] + cells[..., BUILD]


def _cells(joint: _Joint, guide: Guide, confidence: float) -> pd.DataFrame:
    low, high = draw_interval(joint.draws, confidence)
    n = joint.n.repeat(len(CELLS))
    keys = {
        "quality": np.repeat(guide.qualities, len(CELLS)),
        "cell": np.tile(CELLS, len(guide.qualities)),
        "incomplete": joint.people - n,
    }
    estimates = _estimates(joint.seen.ravel(), n, low.ravel(), high.ravel(), joint.roster, confidence, NOBODY)
    return pd.DataFrame(keys | estimates)


def _unmet_need(joint: _Joint, guide: Guide, confidence: float) -> pd.DataFrame:
    wanted, missing = joint.seen[:, BUILD], joint.seen[:, BUILD] + joint.seen[:, NEITHER]
    low, high = np.transpose([_ratio_interval(joint.draws[:, quality], confidence) for quality in range(len(missing))])
    estimates = _estimates(wanted, missing, low, high, joint.roster, confidence, NO_DENOMINATOR)
    return pd.DataFrame({"quality": guide.qualities} | estimates)


def _ratio_interval(draws: Floats, confidence: float) -> tuple[float, float]:
    """The interval of build / (build + neither) over the rosters in which somebody misses the quality."""
    missing = draws[:, BUILD] + draws[:, NEITHER]
    defined = missing > 0
    if not defined.any():
        return np.nan, np.nan
    low, high = draw_interval(draws[defined, BUILD] / missing[defined], confidence)
    return float(low), float(high)


def _estimates(
    count: NDArray[np.int64],
    n: NDArray[np.int64],
    low: Floats,
    high: Floats,
    roster: int | None,
    confidence: float,
    empty: str,
) -> dict[str, object]:
    return {
        "count": count,
        "n": n,
        "roster": _roster_column(roster, len(n)),
        "share": share(count, n),
        "low": np.where(n > 0, low, np.nan),
        "high": np.where(n > 0, high, np.nan),
        "confidence": confidence,
        "question": DESCRIBES,
        "method": METHOD,
        "note": _notes(n, roster, empty),
    }


def _roster_column(roster: int | None, length: int) -> ExtensionArray:
    return pd.array([roster] * length, dtype="Int64")


def _notes(n: NDArray[np.int64], roster: int | None, empty: str) -> NDArray:
    return np.where(n > 0, NO_ROSTER if roster is None else "", empty)


def _stands(frame: pd.DataFrame, guide: Guide, value: str) -> NDArray[np.bool_]:
    if guide.lead_cohort is None:
        return np.zeros(len(frame), dtype=bool)
    return (with_leads(frame, guide)[LEADS] == value).to_numpy()


def _develop_ranks(cells: NDArray[np.int8]) -> pd.Series:
    counts = _count_cells(cells)
    wanted = pd.Series(share(_develop(counts), counts.sum(axis=1)))
    return wanted.rank(ascending=False, method="min").astype("Int64")
