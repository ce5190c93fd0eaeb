"""Needs: what staff ask to develop further, and what the library's training strategies do for it.

A quality stands out if more people want it developed than want the others, beyond chance and with all seven taken
together. Marks of one person go together, which only makes chance smaller than is reckoned. Where a team too small for
answers has agreed on a guide of its own, what it agreed to develop comes first, and nothing stands out: there is no
chance to be reckoned.

What serves a quality is what the inventory says serves it. Whether that works is asked of all its ratings together
against all ratings of the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.against_rest import Counts, stand_apart
from analysis.disclosure.closest import told_numbers
from analysis.disclosure.offers import APART_AT, rated_well
from analysis.disclosure.released import Released
from analysis.disclosure.shares import joined
from analysis.guide import Guide
from analysis.measures.cohorts import adjust_p_values
from analysis.measures.estimates import Heads
from analysis.measures.reach import groups_of, reach_of_groups

__all__ = ["agreed_wishes", "describe_needs"]

WANTED_AT = 0.05
"""The largest p, adjusted over the qualities, at which one stands out."""

Groups = tuple[tuple[str, str], ...]

COLUMNS = ["quality", "n", "count_low", "count_high", "top_three", "stands_out", "p_adjusted", "served_by"]
COLUMNS += ["explored_by", "reach_low", "reach_high", "hours_low", "hours_high", "works", "works_share"]
COLUMNS += ["works_rest", "works_p", "note"]
AGREED = "the team agreed to develop it"
UNTOLD = "how many want it may not be told"
NO_HOURS = "hours not known of {} of {}"


def describe_needs(released: Released, offers: pd.DataFrame, heads: Heads) -> pd.DataFrame:
    """The frame `needs` of an `OpportunityMap`, the most wanted first; `offers` is the frame of that name.

    What serves a quality works `above` or `below` the rest if all its ratings together do, at a p that is adjusted by
    Holm over the qualities.

    Missing answers
    ---------------
    Who gave no yes or no to a wish does not count for it. Strategies with unknown hours are left out of the hours of a
    quality, and the note says how many; ratings that may not be told do not count.

    Sources: Fisher 1935, The Design of Experiments; Benjamini & Hochberg 1995, J. R. Stat. Soc. B 57, 289-300; Holm
    1979, Scand. J. Stat. 6, 65-70.
    """
    order = _in_order(released)
    wishes = _wishes(released, order)
    in_use = (offers["status"] == "in_use").to_numpy()
    serves = np.array([[quality in of for of in offers["qualities"]] for quality in order], dtype=bool)
    serves = serves.reshape(len(order), len(offers))
    meant = pd.Series([groups_of(text, released.guide) for text in released.strategies["participants"]], dtype="object")
    served = [_served(offers[row & in_use], meant[row & in_use], heads, released.guide) for row in serves]
    agreed = agreed_wishes(released)
    ids = offers["strategy_id"].to_numpy(dtype=object)
    notes = [
        joined(AGREED if quality in agreed else "", "" if told else UNTOLD, of_served["note"])
        for quality, told, of_served in zip(order, wishes["n"].notna(), served, strict=True)
    ]
    return wishes.assign(
        served_by=pd.Series([tuple(ids[row & in_use]) for row in serves], dtype="object"),
        explored_by=pd.Series([tuple(ids[row & ~in_use]) for row in serves], dtype="object"),
        **{name: [row[name] for row in served] for name in ("reach_low", "reach_high", "hours_low", "hours_high")},
        **_works(serves & in_use, offers),
        note=notes,
    )[COLUMNS]


def agreed_wishes(released: Released) -> tuple[str, ...]:
    """The qualities that the team agreed to develop, where it answered together; none elsewhere."""
    answers = released.team_guide or {}
    return tuple(quality for quality in released.guide.qualities if answers.get(f"develop_{quality}") == 1)


def _in_order(released: Released) -> list[str]:
    """The qualities, the most wanted first; as the guide has them where nothing may be told."""
    agreed, priority = agreed_wishes(released), released.priority
    first = priority.loc[priority["top_three"].notna(), "quality"].tolist()
    return list(dict.fromkeys([*agreed, *first, *released.guide.qualities]))


def _wishes(released: Released, order: list[str]) -> pd.DataFrame:
    """How many want each quality, and whether it stands out."""
    marks = released.group("marks")
    rows = marks[marks["mark"] == "develop"].set_index("quality").reindex(order)
    told = rows["n"].notna().to_numpy()
    counts = Counts(*(told_numbers(rows, name, told) for name in ("count_low", "count_high", "n")))
    side, p = stand_apart(counts, counts.sum_of(counts.told & ~np.eye(len(order), dtype=bool)))
    adjusted = adjust_p_values(p)
    top = released.priority.set_index("quality")["top_three"].reindex(order)
    return pd.DataFrame(
        {
            "quality": order,
            "n": pd.array(counts.n.tolist(), dtype="Int64"),
            "count_low": pd.array(counts.low.tolist(), dtype="Int64"),
            "count_high": pd.array(counts.high.tolist(), dtype="Int64"),
            "top_three": top.to_numpy(dtype=float, na_value=np.nan),
            "stands_out": (side == "above") & (adjusted <= WANTED_AT),
            "p_adjusted": adjusted,
        }
    )


def _served(offers: pd.DataFrame, meant: Iterable[Groups], heads: Heads, guide: Guide) -> dict[str, Any]:
    """How many heads some of the `offers` reach, which are `meant` for these groups, and the hours that they take."""
    known = offers[["hours_low", "hours_high"]].notna().all(axis=1)
    some = known.any() or offers.empty
    low, high = (offers.loc[known, name].sum() if some else np.nan for name in ("hours_low", "hours_high"))
    reached = reach_of_groups(list(dict.fromkeys(chain.from_iterable(meant))), heads, guide)
    missing = int((~known).sum())
    note = NO_HOURS.format(missing, len(offers)) if missing else ""
    return {"reach_low": reached.low, "reach_high": reached.high, "hours_low": low, "hours_high": high, "note": note}


def _works(serves: np.ndarray, offers: pd.DataFrame) -> dict[str, np.ndarray]:
    """How what serves each quality (qualities × offers, bool) works against the rest."""
    counts, standing = rated_well(offers), offers["standing"].to_numpy(dtype=object)
    own, rest = counts.sum_of(serves & counts.told), counts.sum_of(~serves & counts.told)
    side, p = stand_apart(own, rest)
    adjusted = adjust_p_values(p, method="holm")
    both = np.array([{"above", "below"} <= set(standing[row]) for row in serves], dtype=bool)
    apart = (adjusted <= APART_AT) & (side != "")
    works = np.select([~serves.any(axis=1), both, apart], ["nothing", "mixed", side], "unknown").astype(object)
    return {"works": works, "works_share": own.middle, "works_rest": rest.middle, "works_p": adjusted}
