"""Libraries: where the own library stands among others, how much of that is chance, and who the others are.

A library is told to stand above or below the mean only where it differs by more than chance, and never at one place
in an order without saying between which places. Nothing here ranks anybody, and to stand lower is not said to be
worse. Whether a figure of a library may be made at all from the answers of its people is a question of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.disclosure.compared import GROWTH, INDEX, Comparison
from analysis.guide import Words
from analysis.measures.peers import AT_LEAST, POPULATION_BANDS, Criteria, Peers
from analysis.present.numbers import join_names, quote_names, say_chance, say_part
from analysis.present.standing import (
    Between,
    Placed,
    Standing,
    measure_label,
    only_compared,
    read_between,
    read_libraries,
    read_placed,
    say_finding,
    say_number,
    say_ordinal,
    say_own,
    say_shown,
)

__all__ = ["say_averages", "say_may_average", "say_peers", "say_ranks", "say_standing"]

NEARLY_ALL = 0.95
"""From this part on, chance is said to make nearly all of the differences."""

VERDICTS = ("may", "with_care", "may_not", "not_computable")
LAST_STEP = {"bands": "any_band", "locales": "any_locale", "types": "any_type"}


def say_standing(comparison: Comparison, words: Words, measure: str = INDEX) -> tuple[str, ...]:
    """What was found about the own library in `measure`, what that means, and how much of it is chance.

    Raises `ProtectionError` for anything but a `Comparison`, `ToolkitError` for a measure that it does not have.
    """
    placed = read_placed(only_compared(comparison), words, measure)
    found = (f"{say_finding(placed, words)}.", words(f"sentences.standing.meaning.{placed.finding}"))
    if len(placed.standings) < 2:
        return found
    return (
        *found,
        *_say_own(placed, words),
        *_say_chance(placed.between, words),
        *([words("figures.libraries.few", libraries=len(placed.standings))] if placed.is_few else []),
        words("sentences.standing.limits"),
    )


def say_ranks(comparison: Comparison, words: Words, measure: str = INDEX) -> tuple[str, ...]:
    """Between which places the own library lies, and its chance of the highest third; nothing where that is not known.

    Raises `ProtectionError` for anything but a `Comparison`, `ToolkitError` for a measure that it does not have.
    """
    placed = read_placed(only_compared(comparison), words, measure)
    if placed.own is None or placed.own.rank is None or len(placed.standings) < 2:
        return ()
    return tuple(_say_rank(placed.own, placed.own.rank, len(placed.standings), words))


def say_may_average(comparison: Comparison, words: Words, measure: str = INDEX) -> tuple[str, ...]:
    """Whether the answers of people may be averaged into one figure for each library in `measure`, and why.

    Raises `ProtectionError` for anything but a `Comparison`, `ToolkitError` for a measure that it does not have.
    """
    placed = read_placed(only_compared(comparison), words, measure)
    between = placed.between
    verdict = words(f"sentences.averages.verdict.{between.verdict}", measure=placed.label)
    if len(placed.standings) < 2:
        return verdict, words("sentences.averages.few")
    return (verdict, *_say_evidence(between, placed.standings, words), words("sentences.averages.limits"))


def say_averages(comparison: Comparison, words: Words) -> tuple[str, ...]:
    """In which measures answers may be averaged for each library, in which with care, and in which not.

    Raises `ProtectionError` for anything but a `Comparison`.
    """
    measures = only_compared(comparison).measures
    verdicts = {measure: read_between(comparison, measure).verdict for measure in measures}
    told = []
    for verdict in VERDICTS:
        names = [measure_label(words, measure) for measure in measures if verdicts[measure] == verdict]
        if names:
            told.append(words(f"sentences.averages.all.{verdict}", names=quote_names(names, words)))
    return (*told, words("sentences.averages.limits"))


def say_peers(peers: Peers, comparison: Comparison, words: Words) -> tuple[str, ...]:
    """Who the peers are, what they have in common with the own library, and how far the circle had to be widened.

    Raises `ProtectionError` for anything but a `Comparison`.
    """
    told = {library.library_id for library in read_libraries(only_compared(comparison)) if not library.reason}
    count = len(peers.members)
    if not count:
        return (words("sentences.peers.none"), words("sentences.peers.limits"))
    shown = sum(member in told for member in peers.members)
    return (
        words("sentences.peers.count", count=count),
        *([words("sentences.peers.shown", shown=shown)] if shown < count else []),
        _say_common(peers.criteria, words),
        _say_widened(peers, words),
        *_say_unknown(peers, words),
        *([words("sentences.peers.few", least=AT_LEAST)] if count < AT_LEAST else []),
        words("sentences.peers.limits"),
    )


def _say_own(placed: Placed, words: Words) -> Iterator[str]:
    own, grand, measure = placed.own, placed.between.grand, placed.measure
    if own is None or own.likely is None or grand is None:
        return
    yield words(
        f"sentences.standing.own.{measure if measure in (INDEX, GROWTH) else 'quality'}",
        told=say_own(own, measure, words, placed.minimum),
        likely=say_shown(own.likely, own, measure, words),
        mean=say_shown((grand, grand), own, measure, words),
    )
    yield words("sentences.standing.allowed")


def _say_chance(between: Between, words: Words) -> Iterator[str]:
    if between.chance is None:
        return
    if between.chance >= NEARLY_ALL:
        yield words("sentences.standing.chance_all")
    else:
        yield words("sentences.standing.chance", part=say_part(between.chance, words))


def _say_rank(own: Standing, rank: tuple[int, int], libraries: int, words: Words) -> Iterator[str]:
    kind = "any" if rank == (1, libraries) else "one" if rank[0] == rank[1] else "between"
    first, last = (say_ordinal(place, words) for place in rank)
    yield words(f"sentences.ranks.{kind}", libraries=libraries, first=first, last=last)
    if own.top_third is not None:
        yield words("sentences.ranks.top", chance=say_chance(own.top_third, words))


def _say_evidence(between: Between, standings: Sequence[Standing], words: Words) -> Iterator[str]:
    if between.p_adjusted is not None:
        yield words(f"sentences.averages.{'apart' if between.is_apart else 'alike'}")
    if between.icc1 is not None and between.icc1_range is not None:
        part, low, high = (round(100 * value) for value in (between.icc1, *between.icc1_range))
        yield words(f"sentences.averages.{'part' if part else 'part_under'}", part=part, low=low, high=high)
    # Where no part at all may lie between libraries, no number of answers is sure to be enough.
    if between.staff_needed is None or between.icc1_range is None or between.icc1_range[0] <= 0:
        yield words("sentences.averages.open")
        return
    enough = sum(one.n >= between.staff_needed for one in standings)
    yield words("sentences.averages.staff", staff=between.staff_needed, enough=enough, libraries=len(standings))


def _say_common(criteria: Criteria, words: Words) -> str:
    facts = []
    if criteria.types:
        facts.append(words("sentences.peers.types", types=_either("type", criteria.types, words)))
    if criteria.bands:
        facts.append(words("sentences.peers.bands", bands=_say_bands(criteria.bands, words)))
    if criteria.locales:
        facts.append(words("sentences.peers.locales", locales=_either("locale", criteria.locales, words)))
    if not facts:
        return words("sentences.peers.nothing_common")
    return words("sentences.peers.common", facts=join_names(facts, words))


def _either(kind: str, values: Sequence[str], words: Words) -> str:
    names = [words(f"sentences.peers.{kind}.{value}") for value in values]
    if len(names) == 1:
        return names[0]
    return words("sentences.peers.or", first=", ".join(names[:-1]), last=names[-1])


def _say_bands(bands: Sequence[str], words: Words) -> str:
    """Neighbouring population bands by their outer ends."""
    low, high = POPULATION_BANDS[bands[0]][0], POPULATION_BANDS[bands[-1]][1]
    if high is None:
        return words("sentences.peers.band.above", low=say_number(low, words))
    if low == 0:
        return words("sentences.peers.band.below", high=say_number(high, words))
    return words("sentences.peers.band.between", low=say_number(low, words), high=say_number(high, words))


def _say_widened(peers: Peers, words: Words) -> str:
    if not peers.steps:
        return words("sentences.peers.exact")
    steps = [words(f"sentences.peers.step.{step}") for step in peers.steps]
    return words("sentences.peers.widened", least=AT_LEAST, steps=join_names(steps, words))


def _say_unknown(peers: Peers, words: Words) -> Iterator[str]:
    """The facts that were not asked for though the circle was not opened to any of them: those that are not known."""
    blank = [
        words(f"sentences.peers.fact.{fact}")
        for fact, step in LAST_STEP.items()
        if not getattr(peers.criteria, fact) and step not in peers.steps
    ]
    if blank:
        yield words("sentences.peers.unknown", facts=join_names(blank, words))
