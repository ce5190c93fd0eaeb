"""Opportunity maps made by hand: a plausible inventory beside what staff want, without any person behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from math import nan

import numpy as np
import pandas as pd

from analysis.disclosure.opportunity_map import OpportunityMap
from analysis.disclosure.released import Provenance, Released
from analysis.guide import Policy, load_guide, load_words
from analysis.guide.catalogue import load_catalogue

MINIMUM, SHOWN = 5, 0.75
GUIDE, ENGLISH = load_guide(), load_words("en")
WANTED = dict(zip(GUIDE.qualities, (0.35, 0.82, 0.60, 0.66, 0.30, 0.72, 0.58), strict=True))
BANDS = ("hardly", "somewhat", "well")
SUGGESTION: dict[str, object] = dict.fromkeys(("quality", "strategy_id", "catalogue", "cohort", "value"), "")
SUGGESTION |= {"groups": ()}
GROUPS = (("leads", "leaders"), ("leads", "front_line"), ("unit", "branch_1"))
OTHER_GROUPS = (("role", "public_services"), ("unit", "branch_1"))


def make_opportunities(
    heads: int, strategies: int = 8, *, is_clear: bool = True, is_wide: bool = False, hours_known: bool = True
) -> OpportunityMap:
    """The map of a library of so many heads, three in four answering, with so many strategies, two of them to explore.

    `is_clear` makes one quality stand out and two strategies differ from the others; `is_wide` tells only ranges.
    """
    people = round(heads * SHOWN)
    offers = [_offer(at, heads, people, strategies, is_clear, is_wide, hours_known) for at in range(strategies)]
    needs = [_need(quality, offers, heads, people, is_clear, is_wide) for quality in GUIDE.qualities]
    return OpportunityMap(
        guide=GUIDE,
        library_id="harlow_falls",
        library_name="Harlow Falls",
        wave="2026",
        provenance=Provenance("learning_culture", "1.0", "0.1.0", "0" * 64, Policy(MINIMUM, 10)),
        offers=pd.DataFrame(offers, columns=OFFER_COLUMNS),
        needs=pd.DataFrame(sorted(needs, key=lambda need: -WANTED[need["quality"]])),
        coverage=pd.DataFrame(_coverage(heads)),
        balance=pd.DataFrame(_balance(heads)),
        cadence=pd.DataFrame(_cadence(offers), columns=CADENCE_COLUMNS),
        suggestions=pd.DataFrame(_suggestions(is_clear and people >= MINIMUM), columns=SUGGESTION_COLUMNS),
    )


def rated(released: Released, opportunities: OpportunityMap) -> Released:
    """`released` with the ratings that the map tells of."""
    rows = []
    for offer in opportunities.offers[opportunities.offers["status"] == "in_use"].to_dict("records"):
        for band in BANDS:
            rows.append({"strategy_id": offer["strategy_id"], "band": band, **_rated(offer, band)})
    columns = ["strategy_id", "band", *BLANK_RATING, "cohort", "value", "confidence", "question", "method", "note"]
    told = pd.DataFrame(rows).assign(cohort="all", value="all", confidence=0.95, question="", method="", note="")
    return replace(released, ratings=told if rows else pd.DataFrame(columns=columns))


def turned(opportunities: OpportunityMap, frame: str, where: Mapping[str, object], **columns: object) -> OpportunityMap:
    """The same with other values in the rows of one frame that match."""
    table: pd.DataFrame = getattr(opportunities, frame).copy()
    rows = pd.Series(True, index=table.index)
    for column, value in where.items():
        rows &= table[column] == value
    assert rows.any(), f"no row of {frame} matches {where}"
    for column, value in columns.items():
        filled = pd.Series([value] * len(table), index=table.index, dtype=object)
        table[column] = filled.where(rows, table[column].astype(object))
    return replace(opportunities, **{frame: table})


def suggesting(opportunities: OpportunityMap, *suggestions: Mapping[str, object]) -> OpportunityMap:
    """The same with these suggestions and no others."""
    blank = SUGGESTION | {"kind": "explore", "strength": "weak", "because": (), "weak_because": ()}
    frame = pd.DataFrame([blank | dict(one) for one in suggestions], columns=SUGGESTION_COLUMNS)
    return replace(opportunities, suggestions=frame)


OFFER_COLUMNS = ["strategy_id", "what", "status", "qualities", "groups", "participation", "content_chosen_by"]
OFFER_COLUMNS += ["frequency", "roster", "reach_low", "reach_high", "hours", "hours_low", "hours_high", "occasions"]
OFFER_COLUMNS += ["n", "well_low", "well_high", "low", "high", "others", "standing", "p", "p_adjusted", "note"]
CADENCE_COLUMNS = ["frequency", "strategies", "occasions", "hours_low", "hours_high"]
SUGGESTION_COLUMNS = [*SUGGESTION, "kind", "strength", "because", "weak_because"]
BLANK_RATING = ["n", "roster", "withheld", "reason", "count_low", "count_high", "share", "low", "high"]
OCCASIONS = {"weekly": 52, "monthly": 12, "quarterly": 4, "twice_a_year": 2, "yearly": 1}


def _offer(
    at: int, heads: int, people: int, strategies: int, is_clear: bool, is_wide: bool, hours_known: bool
) -> dict[str, object]:
    entry = load_catalogue()[at % len(load_catalogue())]
    reach = (heads, heads) if at % 3 else (heads // 3, heads // 2 if is_wide else heads // 3)
    hours = float(2 + 5 * (at % 4)) if hours_known else nan
    n = max(0, people - at) if people - at >= MINIMUM and at < max(1, strategies - 2) else 0
    well = round(n * (0.9 if at == 0 else 0.2 if at == 1 else 0.55))
    slack = n // 6 if is_wide else 0
    return {
        "strategy_id": f"s{at:02d}",
        "what": entry.called(ENGLISH),
        "status": "to_explore" if at >= max(1, strategies - 2) else "in_use",
        "qualities": entry.qualities,
        "groups": (("all", "all"),) if at % 3 else OTHER_GROUPS,
        "participation": entry.participation,
        "content_chosen_by": entry.content_chosen_by,
        "frequency": entry.frequency,
        "roster": heads,
        "reach_low": reach[0],
        "reach_high": reach[1],
        "hours": hours,
        "hours_low": hours * reach[0],
        "hours_high": hours * reach[1],
        "occasions": OCCASIONS.get(entry.frequency, nan),
        "n": n or nan,
        "well_low": max(0, well - slack) if n else nan,
        "well_high": min(n, well + slack) if n else nan,
        "low": max(0.0, well / n - 0.1) if n else nan,
        "high": min(1.0, well / n + 0.1) if n else nan,
        "others": 0.55 if n else nan,
        "standing": ("above", "below")[at] if is_clear and n and at < 2 else "",
        "p": 0.2,
        "p_adjusted": 0.4,
        "note": "",
    }


def _need(
    quality: str, offers: list[dict[str, object]], heads: int, people: int, is_clear: bool, is_wide: bool
) -> dict[str, object]:
    serving = [offer for offer in offers if quality in offer["qualities"] and offer["status"] == "in_use"]
    told, slack = people >= MINIMUM, people // 8 if is_wide else 0
    count = round(people * WANTED[quality])
    standings = {offer["standing"] for offer in serving} - {""}
    works = "mixed" if len(standings) > 1 else next(iter(standings), "unknown" if serving else "nothing")
    return {
        "quality": quality,
        "n": people if told else nan,
        "roster": heads,
        "count_low": max(0, count - slack) if told else nan,
        "count_high": min(people, count + slack) if told else nan,
        "low": max(0.0, (count - slack) / people - 0.08) if told else nan,
        "high": min(1.0, (count + slack) / people + 0.08) if told else nan,
        "top_three": 0.5,
        "stands_out": is_clear and told and quality == "agency",
        "p_adjusted": 0.01,
        "served_by": tuple(offer["strategy_id"] for offer in serving),
        "explored_by": tuple(
            offer["strategy_id"] for offer in offers if quality in offer["qualities"] and offer not in serving
        ),
        "reach_low": max((offer["reach_low"] for offer in serving), default=0),
        "reach_high": max((offer["reach_high"] for offer in serving), default=0),
        "hours_low": sum(offer["hours_low"] for offer in serving),
        "hours_high": sum(offer["hours_high"] for offer in serving),
        "works": works,
        "note": "",
    }


def _coverage(heads: int) -> list[dict[str, object]]:
    counts = ((6, 0, 2, 4, 3), (4, 1, 2, 2, 1), (0, 1, 0, 0, 0))
    names = ("offers", "possible", "required", "optional", "chosen")
    return [
        {
            "cohort": cohort,
            "value": value,
            "roster": heads // 3,
            **dict(zip(names, own, strict=True)),
            "without": not own[0],
        }
        for (cohort, value), own in zip(GROUPS, counts, strict=True)
    ]


def _balance(heads: int) -> list[dict[str, object]]:
    rows = (
        ("required", "library", 0.5, 0.6),
        ("required", "supervisor", 0.1, 0.1),
        ("optional", "individual", 0.3, 0.4),
    )
    return [
        {
            "participation": participation,
            "content_chosen_by": chosen,
            "strategies": 2,
            "hours_low": 10.0 * heads * low,
            "hours_high": 10.0 * heads * high,
            "share_low": low,
            "share_high": high,
        }
        for participation, chosen, low, high in rows
    ]


def _cadence(offers: list[dict[str, object]]) -> list[dict[str, object]]:
    found: dict[str, list[str]] = {}
    for offer in offers:
        if offer["status"] == "in_use":
            found.setdefault(str(offer["frequency"]), []).append(str(offer["strategy_id"]))
    return [
        {
            "frequency": frequency,
            "strategies": tuple(own),
            "occasions": OCCASIONS.get(frequency, nan) * len(own),
            "hours_low": 40.0,
            "hours_high": 60.0,
        }
        for frequency, own in found.items()
    ]


def _suggestions(is_clear: bool) -> list[dict[str, object]]:
    leaders, branch = (("leads", "leaders"),), (("unit", "branch_1"),)
    widen = {"kind": "widen", "quality": "agency", "strategy_id": "s00", "groups": leaders}
    widen |= {"because": ("wanted", "works_above", "not_for_all")}
    explore = {"kind": "explore", "quality": "variety", "catalogue": "mentoring", "because": ("wanted", "in_catalogue")}
    offer = {"kind": "offer", "groups": branch, "because": ("no_offer",)}
    sure = {"strength": "clear", "weak_because": ()}
    unsure = {"strength": "weak", "weak_because": ("few_ratings",)}
    listed = {"strength": "weak", "weak_because": ("list_only",)}
    return [
        SUGGESTION | widen | (sure if is_clear else unsure),
        SUGGESTION | explore | listed,
        SUGGESTION | offer | listed,
    ]


def _rated(offer: Mapping[str, object], band: str) -> dict[str, object]:
    if pd.isna(offer["n"]):
        return dict.fromkeys(BLANK_RATING, nan) | {"roster": offer["roster"], "withheld": True, "reason": "few"}
    n, ends = int(offer["n"]), (int(offer["well_low"]), int(offer["well_high"]))
    rest = (n - ends[1], n - ends[0])
    told = {
        "well": ends,
        "somewhat": (rest[0] // 2, rest[1] // 2),
        "hardly": (rest[0] - rest[0] // 2, rest[1] - rest[1] // 2),
    }
    low, high = told[band]
    return {
        "n": n,
        "roster": offer["roster"],
        "withheld": False,
        "reason": "",
        "count_low": low,
        "count_high": high,
        "share": low / n if low == high else nan,
        "low": float(np.clip(low / n - 0.08, 0, 1)),
        "high": float(np.clip(high / n + 0.08, 0, 1)),
    }
