"""Opportunities: what a library's inventory and its staff's answers say together, from one wave's released results.

Everything follows from the inventory, the roster and what was released; no person row is looked at. The columns of what
comes back stand in `analysis.disclosure.opportunity_map`.
"""

from __future__ import annotations

import pandas as pd

from analysis.disclosure.needs import agreed_wishes, describe_needs
from analysis.disclosure.offers import describe_offers
from analysis.disclosure.opportunity_map import OpportunityMap
from analysis.disclosure.released import Released
from analysis.disclosure.suggested import suggest
from analysis.guide import Guide
from analysis.measures.estimates import Heads
from analysis.measures.reach import coverage
from analysis.measures.strategies import OCCASIONS, hours_by
from analysis.responses.frames import FREQUENCIES

__all__ = ["map_opportunities"]

ABOUT = ["cohort", "value", "roster"]
COUNTED = ["offers", "possible", "required", "optional", "chosen"]


def map_opportunities(released: Released) -> OpportunityMap:
    """What serves the wishes of the staff of one library in one wave; columns as `OpportunityMap` lists.

    The danger of such a map is that something always looks best. A suggestion is therefore `clear` only where staff's
    own answers show it beyond chance; `docs/simulations.md` says how often that happens in inventories drawn by lot.

    Missing answers
    ---------------
    Whoever did not answer a mark or rate a strategy does not count there. Where nothing may be told of the answers, the
    map shows what the inventory and the roster say, and each suggestion is weak. Unknown hours and heads stay unknown.
    """
    heads = _heads(released.respondents)
    offers = describe_offers(released, heads)
    needs = describe_needs(released, offers, heads)
    used = released.strategies[released.strategies["status"] == "in_use"]
    reached = coverage(used, heads, released.guide)
    covered = _cover(used, reached, heads, released.guide)
    return OpportunityMap(
        guide=released.guide,
        library_id=released.library_id,
        library_name=released.library_name,
        wave=released.wave,
        provenance=released.provenance,
        offers=offers,
        needs=needs,
        coverage=covered,
        balance=hours_by(used, heads, released.guide, by=("participation", "content_chosen_by")),
        cadence=_cadence(used, heads, released.guide),
        suggestions=suggest(offers, needs, covered, _missed(reached), agreed_wishes(released), released.guide),
    )


def _heads(respondents: pd.DataFrame) -> Heads:
    """The heads of every group that the roster tells."""
    known = respondents[respondents["roster"].notna()]
    columns = (known[name] for name in ABOUT)
    return {(cohort, value): int(heads) for cohort, value, heads in zip(*columns, strict=True)}


def _cover(used: pd.DataFrame, reached: pd.DataFrame, heads: Heads, guide: Guide) -> pd.DataFrame:
    """The frame `coverage`: how many strategies in use reach each group for sure, or may."""
    both = reached.merge(used[["strategy_id", "participation", "content_chosen_by"]], on="strategy_id")
    sure = both["reaches"] == "all"
    flags = both[["cohort", "value"]].assign(
        offers=sure,
        possible=both["reaches"] == "part",
        required=sure & (both["participation"] == "required"),
        optional=sure & (both["participation"] == "optional"),
        chosen=sure & (both["content_chosen_by"] == "individual"),
    )
    counts = flags.groupby(["cohort", "value"])[COUNTED].sum()
    groups = [
        (cohort.id, value, heads[cohort.id, value])
        for cohort in guide.views
        for value in cohort.value_ids
        if heads.get((cohort.id, value))
    ]
    table = pd.DataFrame(groups, columns=ABOUT).astype({"roster": "Int64"})
    found = counts.reindex(pd.MultiIndex.from_frame(table[["cohort", "value"]]), fill_value=0).reset_index(drop=True)
    table = table.join(found.astype("int64"))
    return table.assign(without=(table["offers"] + table["possible"]) == 0)


def _cadence(used: pd.DataFrame, heads: Heads, guide: Guide) -> pd.DataFrame:
    """The frame `cadence`: what there is how often."""
    hours = hours_by(used, heads, guide, by=("frequency",)).set_index("frequency")
    ids = used.groupby("frequency")["strategy_id"].agg(tuple)
    rows = [(frequency, ids.get(frequency, ())) for frequency in FREQUENCIES]
    table = pd.DataFrame(rows, columns=["frequency", "strategies"])
    each = table["frequency"].map(OCCASIONS).astype("Int64")
    ends = hours.loc[table["frequency"], ["hours_low", "hours_high"]].reset_index(drop=True)
    return table.assign(occasions=each * table["strategies"].map(len)).join(ends)


def _missed(reached: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    """The groups that each strategy surely does not reach, the largest first."""
    none = reached[reached["reaches"] == "none"].sort_values("roster", ascending=False, kind="stable")
    missed: dict[str, list[tuple[str, str]]] = {}
    for strategy_id, cohort, value in zip(none["strategy_id"], none["cohort"], none["value"], strict=True):
        missed.setdefault(strategy_id, []).append((cohort, value))
    return missed
