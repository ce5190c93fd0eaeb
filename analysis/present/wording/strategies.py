"""Strategies: what is in use, what works beyond chance, whom nothing reaches, and what might be done.

A suggestion is one sentence with its reason. One that staff's own answers do not show beyond chance is called a weak
hint, with the reason why it is weak; it is never left out of sight that it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.disclosure.opportunity_map import OpportunityMap
from analysis.guide import ALL, Words
from analysis.present.groups import group_label
from analysis.present.numbers import join_names, quote_names, say_count
from analysis.present.opportunities import (
    Coverage,
    Suggestion,
    every_name,
    most_wanted,
    name_suggested,
    only_opportunities,
    read_coverage,
    read_offers,
    read_suggestions,
)

__all__ = [
    "say_action",
    "say_because",
    "say_cadence",
    "say_coverage",
    "say_opportunities",
    "say_strategies",
    "say_suggestion",
    "say_weakness",
]

OFTEN = ("weekly", "monthly")
ONLY_AT_FIRST = "at_hire"
OWN_CHOICE = "individual"


def say_strategies(opportunities: OpportunityMap, words: Words) -> tuple[str, ...]:
    """How much is in use, what works better or less well than the rest beyond chance, and what staff choose."""
    offers = read_offers(only_opportunities(opportunities))
    if not offers:
        return (words("sentences.strategies.none"),)
    used = [offer for offer in offers if offer.is_in_use]
    found = [
        words(f"sentences.strategies.{offer.standing}", name=offer.what, told=say_count(offer.rated, words, 0))
        for standing in ("above", "below")
        for offer in used
        if offer.standing == standing
    ]
    quiet = "unrated" if all(offer.rated.is_withheld for offer in used) else "unclear"
    return (
        words("sentences.strategies.listed", used=len(used), explored=len(offers) - len(used)),
        *(found or [words(f"sentences.strategies.{quiet}")] * bool(used)),
        *_say_chosen(opportunities, words),
        *([words("sentences.strategies.limits")] if found else []),
    )


def say_coverage(opportunities: OpportunityMap, words: Words) -> tuple[str, ...]:
    """Which groups no strategy in use reaches, which only required ones reach, and what this does not say."""
    groups = read_coverage(only_opportunities(opportunities))
    known = [group for group in groups if group.roster and group.group[0] != ALL]
    if not known:
        return (words("sentences.coverage.unknown"),)
    without = [group for group in known if group.is_without and not group.possible]
    possible = [group for group in known if group.is_without and group.possible]
    required = [group for group in known if group.offers and group.required == group.offers]
    told = [
        *_say_of("without", without, words),
        *_say_of("possible", possible, words),
        *_say_of("required", required, words),
    ]
    all_ = [] if without or possible else [words("sentences.coverage.all")]
    return (*all_, *told, words("sentences.coverage.limits"))


def say_cadence(opportunities: OpportunityMap, words: Words) -> tuple[str, ...]:
    """What there is how often over the year, and whether anything happens at least once a month."""
    names = every_name(only_opportunities(opportunities))
    rows = opportunities.cadence.to_dict("records")
    by_frequency = {row["frequency"]: [names[one] for one in row["strategies"]] for row in rows if row["strategies"]}
    if not by_frequency:
        return (words("sentences.cadence.none"),)
    items = [
        words(
            "figures.strategies.cadence",
            frequency=words(f"figures.strategies.frequency.{frequency}"),
            names=quote_names(own, words),
        )
        for frequency, own in by_frequency.items()
    ]
    rare = [] if any(often in by_frequency for often in OFTEN) else [words("sentences.cadence.rare")]
    first = by_frequency.get(ONLY_AT_FIRST, [])
    hire = [words("sentences.cadence.hire", names=quote_names(first, words))] if first else []
    return (words("sentences.cadence.told", told="; ".join(items)), *rare, *hire)


def say_opportunities(opportunities: OpportunityMap, words: Words) -> tuple[str, ...]:
    """What is wanted beyond chance and what serves it, then each suggestion with its reason, weak ones as weak."""
    verdict, qualities = most_wanted(only_opportunities(opportunities))
    names = quote_names([words(f"guide.quality.{quality}.name") for quality in qualities], words)
    wanted = words(f"sentences.opportunities.{verdict}", names=names)
    suggestions = read_suggestions(opportunities)
    if not suggestions:
        return wanted, words("sentences.opportunities.none")
    weak = [] if any(one.is_clear for one in suggestions) else [words("sentences.opportunities.only_weak")]
    told = (say_suggestion(one, opportunities, words) for one in suggestions)
    return (wanted, *weak, *told, words("sentences.opportunities.limits"))


def say_suggestion(suggestion: Suggestion, opportunities: OpportunityMap, words: Words) -> str:
    """One suggestion as a sentence, with its reason, and with its weakness where it is weak."""
    action = say_action(suggestion, opportunities, words)
    because = say_because(suggestion, words)
    key = "with_reason" if suggestion.is_clear else "weak_with_reason"
    weak = say_weakness(suggestion, words)
    return words(f"sentences.opportunities.{key}", action=action, because=because, weak=weak)


def say_because(suggestion: Suggestion, words: Words) -> str:
    """Why something is suggested, as clauses."""
    return join_names([words(f"sentences.opportunities.because.{key}") for key in suggestion.because], words)


def say_weakness(suggestion: Suggestion, words: Words) -> str:
    """Why a suggestion is weak, as clauses; empty where it is clear."""
    return join_names([words(f"sentences.opportunities.weakness.{key}") for key in suggestion.weak_because], words)


def say_action(suggestion: Suggestion, opportunities: OpportunityMap, words: Words) -> str:
    """What is suggested, as an invitation and without its reason."""
    strategy = name_suggested(suggestion, opportunities, words)
    is_open = not strategy if suggestion.kind == "offer" else not suggestion.quality
    kind = f"{suggestion.kind}_any" if is_open else suggestion.kind
    quality = words(f"guide.quality.{suggestion.quality}.name") if suggestion.quality else ""
    groups = _say_groups(suggestion.groups, words)
    return words(f"sentences.opportunities.action.{kind}", strategy=strategy, quality=quality, group=groups)


def _say_groups(groups: Sequence[tuple[str, str]], words: Words) -> str:
    if not groups or groups[0][0] == ALL:
        return words("sentences.opportunities.everybody")
    return quote_names([group_label(words, *group) for group in groups], words)


def _say_chosen(opportunities: OpportunityMap, words: Words) -> Iterator[str]:
    """How much of all known hours goes to what each person chooses."""
    balance = opportunities.balance
    own = balance[balance["content_chosen_by"] == OWN_CHOICE]
    if own.empty or own[["share_low", "share_high"]].isna().any(axis=None):
        return
    low, high = (min(100, round(100 * own[end].sum())) for end in ("share_low", "share_high"))
    yield words(f"sentences.strategies.{'chosen' if low == high else 'chosen_between'}", low=low, high=high)


def _say_of(kind: str, groups: Sequence[Coverage], words: Words) -> list[str]:
    if not groups:
        return []
    names = quote_names([group_label(words, *group.group) for group in groups], words)
    return [words(f"sentences.coverage.{kind}", count=len(groups), names=names)]
