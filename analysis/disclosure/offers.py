"""Offers: each training strategy of a library with whom it reaches, what it takes, and how well it works.

How well a strategy works is told by those who rated it, against all other ratings together. A strategy stands apart
only beyond chance, and with all strategies of the inventory taken together, so that of a hundred inventories in which
nothing works better than anything else at most one has a strategy that does. It refuses to put strategies in an order
of their shares, which would be mostly chance.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.disclosure.against_rest import Counts, stand_apart
from analysis.disclosure.released import Released
from analysis.disclosure.shares import joined
from analysis.guide import ALL, Guide
from analysis.measures.cohorts import adjust_p_values
from analysis.measures.estimates import Heads
from analysis.measures.reach import groups_of, reach
from analysis.measures.strategies import occasions, staff_hours

__all__ = ["APART_AT", "describe_offers", "rated_well"]

APART_AT = 0.01
"""The largest p, adjusted by Holm over the inventory, at which a strategy stands apart from the others."""

IN_USE = "in_use"
WELL = "well"
COLUMNS = ["strategy_id", "what", "status", "qualities", "groups", "participation", "content_chosen_by", "frequency"]
COLUMNS += ["roster", "reach_low", "reach_high", "hours", "hours_low", "hours_high", "occasions", "n", "well_low"]
COLUMNS += ["well_high", "low", "high", "others", "standing", "p", "p_adjusted", "note"]
NOT_RATED = "no ratings that may be told"


def describe_offers(released: Released, heads: Heads) -> pd.DataFrame:
    """The frame `offers` of an `OpportunityMap`, in the order of the inventory; `heads` are those of the wave.

    Missing answers
    ---------------
    Who did not rate a strategy does not count for it. A strategy without told ratings has no standing, and the ratings
    of all others are compared without it.

    Sources: Fisher 1935, The Design of Experiments; Holm 1979, Scand. J. Stat. 6, 65-70.
    """
    strategies, guide = released.strategies.reset_index(drop=True), released.guide
    table = strategies[["strategy_id", "what", "status", "participation", "content_chosen_by", "frequency"]]
    reached, hours = reach(strategies, heads, guide), staff_hours(strategies, heads, guide)
    ratings = _ratings(released, strategies)
    notes = zip(reached["note"], hours["note"], ratings.pop("note"), strict=True)
    return table.assign(
        qualities=pd.Series([_qualities(text, guide) for text in strategies["qualities"]], dtype="object"),
        groups=pd.Series([_groups(text, guide) for text in strategies["participants"]], dtype="object"),
        **{name: reached[name] for name in ("roster", "reach_low", "reach_high")},
        **{name: hours[name] for name in ("hours", "hours_low", "hours_high")},
        occasions=occasions(strategies)["occasions"],
        **{name: ratings[name] for name in ratings.columns},
        note=pd.Series([joined(*dict.fromkeys(of_row)) for of_row in notes], dtype="str"),
    )[COLUMNS]


def rated_well(offers: pd.DataFrame) -> Counts:
    """How many say of each offer that it works well, of those who rated it."""
    return Counts(*(offers[name].to_numpy(dtype=float, na_value=np.nan) for name in ("well_low", "well_high", "n")))


def _ratings(released: Released, strategies: pd.DataFrame) -> pd.DataFrame:
    """What the ratings tell of each strategy, with its standing; blank where nothing may be told."""
    ratings = released.ratings
    rows = ratings[(ratings["cohort"] == ALL) & (ratings["band"] == WELL)].set_index("strategy_id")
    rows = rows.reindex(strategies["strategy_id"]).reset_index(drop=True)
    told = pd.DataFrame({name: rows[name].astype("Int64") for name in ("n", "count_low", "count_high")})
    told = told.rename(columns={"count_low": "well_low", "count_high": "well_high"})
    counts = rated_well(told)
    rest = counts.sum_of(counts.told & ~np.eye(len(told), dtype=bool))
    side, p = stand_apart(counts, rest)
    adjusted = adjust_p_values(p, method="holm")
    in_use = (strategies["status"] == IN_USE).to_numpy()
    return told.assign(
        low=rows["low"].astype("float64"),
        high=rows["high"].astype("float64"),
        others=np.where(counts.told, rest.middle, np.nan),
        standing=np.where(adjusted <= APART_AT, side, ""),
        p=p,
        p_adjusted=adjusted,
        note=np.where(counts.told | ~in_use, "", NOT_RATED),
    )


def _qualities(text: str, guide: Guide) -> tuple[str, ...]:
    """The qualities that a strategy serves, in the guide's order; words that are none are left out."""
    named = set(str(text).split())
    return tuple(quality for quality in guide.qualities if quality in named)


def _groups(participants: str, guide: Guide) -> tuple[tuple[str, str], ...]:
    """The groups that a strategy is for; those that the guide does not name are left out, and the note says so."""
    return tuple(group for group in groups_of(participants, guide) if group[0])
