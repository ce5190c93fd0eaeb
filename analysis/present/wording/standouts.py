"""Standouts: what stands out in one wave of a library, in a few short sentences, the best founded first.

Each rule looks at one part of the results and speaks only where something there is more than chance, or clearly above
the rest by the rule of `findings`. Where no rule finds anything, nothing is said but that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice

from analysis.disclosure.opportunity_map import OpportunityMap
from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import Cell, minimum_of, only_released
from analysis.present.differences import read_differences, say_further
from analysis.present.findings import leaning
from analysis.present.numbers import quote_names, say_count
from analysis.present.opportunities import most_wanted, only_opportunities, read_offers
from analysis.present.situations import name_of, read_pulls, why_hidden
from analysis.present.wording.leaning import bands_of
from analysis.present.wording.qualities import clear_gaps, say_who_sees_what
from analysis.tally.scores import OVERALL

__all__ = ["MOST_STANDOUTS", "say_standouts"]

MOST_STANDOUTS = 4
"""More than these do not stand out any more."""


def say_standouts(released: Released, opportunities: OpportunityMap, words: Words) -> tuple[str, ...]:
    """At most four findings, each a sentence; where there is none, that there is no clear finding.

    Raises `ProtectionError` for anything but a `Released` and an `OpportunityMap`.
    """
    only_released(released)
    only_opportunities(opportunities)
    rules: tuple[Callable[[Released, OpportunityMap, Words], Iterator[str]], ...] = (
        _wanted,
        _gaps,
        _pulls,
        _groups,
        _strategies,
        _leaning,
    )
    found = tuple(chain.from_iterable(islice(rule(released, opportunities, words), 1) for rule in rules))
    return found[:MOST_STANDOUTS] or (words("sentences.standouts.none"),)


def _wanted(_released: Released, opportunities: OpportunityMap, words: Words) -> Iterator[str]:
    """The qualities that staff want more than the others, and how what serves them does."""
    verdict, qualities = most_wanted(opportunities)
    if qualities:
        names = quote_names([words(f"guide.quality.{quality}.name") for quality in qualities], words)
        yield words(f"sentences.opportunities.{verdict}", names=names)


def _gaps(released: Released, _opportunities: OpportunityMap, words: Words) -> Iterator[str]:
    """Where leaders and the front line see a quality differently; the widest of these gaps is said first."""
    if clear_gaps(released):
        yield say_who_sees_what(released, words)[0]


def _pulls(released: Released, _opportunities: OpportunityMap, words: Words) -> Iterator[str]:
    """The situations in which staff lean further towards fixed than they usually do, or where most lean that way."""
    pulls = read_pulls(released)
    if why_hidden(pulls.values()):
        found = {situation: bands_of(released, situation) for situation in released.guide.situations}
        fixed = [situation for situation, bands in found.items() if leaning(bands) == "fixed"]
        key = "lean_fixed"
    else:
        fixed = [situation for situation, pull in pulls.items() if pull.direction == "fixed"]
        key = "pulled"
    if fixed:
        names = quote_names([name_of(situation, words) for situation in fixed], words)
        yield words(f"sentences.standouts.{key}", count=len(fixed), names=names)


def _groups(released: Released, _opportunities: OpportunityMap, words: Words) -> Iterator[str]:
    """The groups that stand further towards growth, or fixed, than everybody else."""
    for cohort in released.cohorts:
        further = say_further(read_differences(released, words, cohort), words)
        if further:
            yield words("sentences.standouts.further", further=further)


def _strategies(_released: Released, opportunities: OpportunityMap, words: Words) -> Iterator[str]:
    """The way of learning that works better than the rest."""
    above = [offer for offer in read_offers(opportunities) if offer.is_in_use and offer.standing == "above"]
    if above:
        names = quote_names([offer.what for offer in above], words)
        yield words("sentences.standouts.works", count=len(above), names=names)


def _leaning(released: Released, _opportunities: OpportunityMap, words: Words) -> Iterator[str]:
    """Whether more lean towards growth or towards fixed over all situations."""
    bands = bands_of(released, OVERALL)
    side = leaning(bands)
    if side:
        told: dict[str, Cell] = {band: bands[band] for band in ("growth", "fixed")}
        counts = {band: say_count(cell, words, minimum_of(released)) for band, cell in told.items()}
        yield words(f"sentences.standouts.lean.{side}", **counts)
