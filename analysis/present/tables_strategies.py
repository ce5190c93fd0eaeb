"""Tables of strategies: what is in use and to explore, how well it works, what it serves and whom it reaches.

The numbers are those of `draw_opportunities` and `draw_strategies`, in the same words and as exact as they are told.
What is not known is said to be not known, and is never 0.

Missing answers
---------------
Each count names its own denominator: the people who rated that strategy, or who gave that mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.disclosure.opportunity_map import OpportunityMap
from analysis.disclosure.ratings import RATING_BANDS
from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import Cell, minimum_of, only_released
from analysis.present.groups import group_label
from analysis.present.html import HtmlTable
from analysis.present.numbers import join_names, say_count, say_interval
from analysis.present.opportunities import (
    Need,
    Offer,
    every_name,
    only_opportunities,
    read_coverage,
    read_needs,
    read_offers,
    read_ratings,
    read_suggestions,
    say_ends,
    say_groups,
    say_reach,
)
from analysis.present.wording.strategies import say_suggestion, say_weakness

__all__ = [
    "table_balance",
    "table_cadence",
    "table_coverage",
    "table_needs",
    "table_offers",
    "table_ratings",
    "table_suggestions",
]

OFFER_HEADS = ("strategy", "status", "groups", "participation", "chosen", "frequency", "reach", "hours", "staff_hours")
OFFER_HEADS += ("qualities", "well", "likely", "standing")
RATING_HEADS = ("strategy", "well", "likely", "somewhat", "hardly")
NEED_HEADS = ("quality", "wanted", "stands_out", "served_by", "reach", "staff_hours", "works", "explored_by")
COVERAGE_HEADS = ("group", "roster", "offers", "possible", "required", "optional", "own")
BALANCE_HEADS = ("participation", "chosen", "strategies", "staff_hours", "share")
CADENCE_HEADS = ("frequency", "strategies", "occasions", "staff_hours")


def table_offers(opportunities: OpportunityMap, words: Words) -> HtmlTable:
    """For each strategy of the inventory: for whom, how it is arranged, what it takes, and how well it works."""
    rows = [(offer.what, *_say_offer(offer, words)) for offer in read_offers(only_opportunities(opportunities))]
    return _table("offers", OFFER_HEADS, rows, words)


def table_ratings(released: Released, words: Words, opportunities: OpportunityMap) -> HtmlTable:
    """For each strategy in use: for how many it works well, somewhat and hardly; `opportunities` is from `released`."""
    ratings = read_ratings(only_released(released))
    hidden = {band: Cell(reason="nobody") for band in RATING_BANDS}
    rows = []
    for offer in read_offers(only_opportunities(opportunities)):
        if offer.is_in_use:
            cells = ratings.get(offer.strategy_id, hidden)
            told = {band: say_count(cell, words, minimum_of(released)) for band, cell in cells.items()}
            likely = say_interval(cells["well"], words) or told["well"]
            rows.append((offer.what, told["well"], likely, told["somewhat"], told["hardly"]))
    return _table("ratings", RATING_HEADS, rows, words)


def table_needs(opportunities: OpportunityMap, words: Words) -> HtmlTable:
    """For each quality, the most wanted first: who wants it developed, what serves it, and how well that works."""
    names = every_name(only_opportunities(opportunities))
    rows = [
        (words(f"guide.quality.{need.quality}.name"), *_say_need(need, names, words))
        for need in read_needs(opportunities)
    ]
    return _table("needs", NEED_HEADS, rows, words)


def table_coverage(opportunities: OpportunityMap, words: Words) -> HtmlTable:
    """For each group of the roster: how many strategies in use reach it, and of which kind."""
    rows = [
        (
            group_label(words, *group.group),
            words("figures.strategies.unknown") if group.roster is None else str(group.roster),
            *map(str, (group.offers, group.possible, group.required, group.optional, group.chosen)),
        )
        for group in read_coverage(only_opportunities(opportunities))
    ]
    return _table("coverage", COVERAGE_HEADS, rows, words)


def table_balance(opportunities: OpportunityMap, words: Words) -> HtmlTable:
    """Required and optional, by who chooses the content: how many strategies, and which part of all known hours."""
    rows = [
        (
            words(f"figures.strategies.participation.{row['participation']}"),
            words(f"figures.strategies.chosen.{row['content_chosen_by']}"),
            str(int(row["strategies"])),
            _say_hours(row, words),
            _say_part(row, words),
        )
        for row in only_opportunities(opportunities).balance.to_dict("records")
    ]
    return _table("balance", BALANCE_HEADS, rows, words)


def table_cadence(opportunities: OpportunityMap, words: Words) -> HtmlTable:
    """For each frequency: which strategies in use there are, how often a year, and how many hours they take."""
    names = every_name(only_opportunities(opportunities))
    rows = [
        (
            words(f"figures.strategies.frequency.{row['frequency']}"),
            _say_names(row["strategies"], names, words),
            words("figures.strategies.unknown") if pd.isna(row["occasions"]) else f"{row['occasions']:g}",
            _say_hours(row, words),
        )
        for row in opportunities.cadence.to_dict("records")
    ]
    return _table("cadence", CADENCE_HEADS, rows, words)


def table_suggestions(opportunities: OpportunityMap, words: Words) -> HtmlTable:
    """For each suggestion, the most promising first: what it is, and whether it is clear or weak and why."""
    rows = [
        (
            say_suggestion(one, opportunities, words),
            words("figures.strategy_table.strength.clear")
            if one.is_clear
            else words("figures.strategy_table.strength.weak", reasons=say_weakness(one, words)),
        )
        for one in read_suggestions(only_opportunities(opportunities))
    ]
    return _table("suggestions", ("suggestion", "strength"), rows, words)


def _table(name: str, heads: Iterable[str], rows: Sequence[Sequence[str]], words: Words) -> HtmlTable:
    columns = [words(f"figures.strategy_table.head.{head}") for head in heads]
    return HtmlTable(words(f"figures.strategy_table.caption.{name}"), pd.DataFrame(rows, columns=columns))


def _say_offer(offer: Offer, words: Words) -> tuple[str, ...]:
    unknown = words("figures.strategies.unknown")
    qualities = [words(f"guide.quality.{quality}.name") for quality in offer.qualities]
    well = words("figures.strategy_table.untold") if offer.rated.is_withheld else say_count(offer.rated, words, 0)
    return (
        words(f"figures.strategies.status.{'in_use' if offer.is_in_use else 'to_explore'}"),
        say_groups(offer.groups, words),
        words(f"figures.strategies.participation.{offer.participation}"),
        words(f"figures.strategies.chosen.{offer.chosen_by}"),
        words(f"figures.strategies.frequency.{offer.frequency}"),
        say_reach(offer.reach, offer.roster, words),
        unknown if offer.hours is None else f"{offer.hours:g}",
        say_ends(offer.staff_hours, words),
        join_names(qualities, words) or words("figures.strategy_table.nothing"),
        well,
        say_interval(offer.rated, words) or well,
        words(f"figures.strategies.standing.{offer.standing or 'within'}"),
    )


def _say_need(need: Need, names: Mapping[str, str], words: Words) -> tuple[str, ...]:
    untold = words("figures.strategy_table.untold")
    return (
        untold if need.wanted.is_withheld else say_count(need.wanted, words, 0),
        words(f"figures.strategy_table.{'yes' if need.stands_out else 'no'}"),
        _say_names(need.served_by, names, words),
        say_reach(need.served("heads"), need.wanted.roster, words),
        say_ends(need.served("hours"), words),
        words(f"figures.opportunities.works.{need.works}"),
        _say_names(need.explored_by, names, words),
    )


def _say_names(strategies: Iterable[str], names: Mapping[str, str], words: Words) -> str:
    return join_names([names[one] for one in strategies], words) or words("figures.strategy_table.nothing")


def _say_hours(row: Mapping[Any, Any], words: Words) -> str:
    low, high = row["hours_low"], row["hours_high"]
    return say_ends(None if pd.isna(low) or pd.isna(high) else (low, high), words)


def _say_part(row: Mapping[Any, Any], words: Words) -> str:
    if pd.isna(row["share_low"]) or pd.isna(row["share_high"]):
        return words("figures.strategies.unknown")
    low, high = (round(100 * row[end]) for end in ("share_low", "share_high"))
    if low == high:
        return words("figures.number.percent", percent=low)
    return words("figures.strategy_table.part", low=low, high=high)
