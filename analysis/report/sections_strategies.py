"""Sections about ways of learning: what there is and how well it works, and what serves the wishes of staff."""

from __future__ import annotations

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present import figures, tables_strategies, wording
from analysis.present.html import HtmlTable
from analysis.present.opportunities import read_needs
from analysis.report.blocks import figure, headed, narrowed, passage, said, table
from analysis.report.charts import chart_of
from analysis.report.model import Block
from analysis.report.quoting import quoted
from analysis.report.request import Results

__all__ = ["opportunities", "strategies"]

Blocks = tuple[Block, ...]

WRITTEN = ("strategy_missing", "strategy_explore")
"""The questions about strategies that are answered in words."""

TAKEN = (4, 7, 8, 10, 11, 12)
"""Who chooses, what each takes, and what the ratings tell as well: columns for who wants everything."""

STANDS_OUT = (2,)
"""Whether a quality stands out, which the sentence tells as well."""


def strategies(results: Results, words: Words) -> Blocks:
    """The library's inventory of training strategies, how well each works, whom it reaches, and how often."""
    released, found = results.released, results.opportunities
    if found.offers.empty:
        return quoted(results, words, WRITTEN)
    told = passage(wording.say_strategies(found, words), words("sentences.strategies.limits"))
    rated = _rated(results, words) if _is_rated(released) else ()
    listed = (table("offers", _offers(results, words)),) if results.to_decide else ()
    reached = _reached(results, words) if results.to_decide else ()
    return (*told, *rated, *listed, *reached, *quoted(results, words, WRITTEN))


def opportunities(results: Results, words: Words) -> Blocks:
    """What staff want to develop, beside what serves it."""
    found = results.opportunities
    if found.offers.empty or all(need.wanted.is_withheld for need in read_needs(found)):
        return ()
    wanted = wording.say_opportunities(found, words)[:1]
    full = tables_strategies.table_needs(found, words)
    behind = full if results.in_full else narrowed(full, STANDS_OUT)
    drawn = figure("opportunities", figures.draw_opportunities(found, words), behind)
    hints = _hints(results, words) if results.in_full else ()
    return (*passage(wanted), *drawn, *hints)


def _offers(results: Results, words: Words) -> HtmlTable:
    full = tables_strategies.table_offers(results.opportunities, words)
    return full if results.in_full else narrowed(full, TAKEN)


def _is_rated(released: Released) -> bool:
    """Whether anything may be told of how well any strategy works."""
    return bool((~released.ratings["withheld"].astype(bool)).any())


def _rated(results: Results, words: Words) -> Blocks:
    released, found = results.released, results.opportunities
    picture = figures.draw_strategies(released, words, found)
    behind = tables_strategies.table_ratings(released, words, found)
    return figure("strategies", picture, behind, chart=chart_of("strategies", released, words))


def _reached(results: Results, words: Words) -> Blocks:
    """Whom nothing reaches, and what there is through the year; with the tables for who wants everything."""
    found = results.opportunities
    coverage = passage(wording.say_coverage(found, words), words("sentences.coverage.limits"))
    cadence = passage(wording.say_cadence(found, words))
    if results.in_full:
        coverage += (table("coverage", tables_strategies.table_coverage(found, words)),)
        cadence += tuple(
            table(name, draw(found, words))
            for name, draw in (
                ("cadence", tables_strategies.table_cadence),
                ("balance", tables_strategies.table_balance),
            )
        )
    title = words("report.heading.reached")
    return (*headed(title, coverage), *headed(words("report.heading.year"), cadence))


def _hints(results: Results, words: Words) -> Blocks:
    """Every suggestion of the opportunity map, weak ones as weak."""
    if results.opportunities.suggestions.empty:
        return ()
    hints = table("suggestions", tables_strategies.table_suggestions(results.opportunities, words))
    return (hints, *said(words("sentences.opportunities.limits"), "quiet"))
