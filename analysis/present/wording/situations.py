"""Situations: what moves staff towards fixed or growth, how much lies in situations, and what research says.

More than chance is what stays so when all situations are looked at together (`Pull.direction`). People or situations
are said to make more difference where one is clearly larger than the other (`more_of`). Everything else is no clear
finding, and is said as that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import Cell, minimum_of, only_released
from analysis.present.differences import say_further
from analysis.present.findings import ends, leaning
from analysis.present.groups import column_label, read_group, read_groups
from analysis.present.numbers import quote_names, say_count, say_why
from analysis.present.situations import (
    PARTS,
    Departure,
    Part,
    Pull,
    are_comparable,
    departures_in,
    more_of,
    name_of,
    read_comparisons,
    read_parts,
    read_pulls,
    read_situation_bands,
    say_likely,
    say_part_range,
    say_part_share,
    say_shift,
    usual_place,
    why_hidden,
)

__all__ = ["say_components", "say_evidence", "say_profile", "say_situations"]


def say_profile(released: Released, words: Words) -> tuple[str, ...]:
    """Which situations move staff by more than chance, to which side and how far; else which way they lean in each."""
    pulls = read_pulls(only_released(released))
    why_no_places = why_hidden(pulls.values())
    if why_no_places:
        return _say_leanings(released, words, why_no_places)
    return (
        words("sentences.profile.usual", place=round(usual_place(pulls.values()))),
        *_say_pulls(pulls, words),
        words("sentences.profile.limits"),
    )


def say_components(released: Released, words: Words) -> tuple[str, ...]:
    """How much lies in people, in situations and in the rest, each with its likely range, and what follows."""
    found = read_parts(only_released(released))
    parts = {name: found[name] for name in PARTS}
    reason = why_hidden(parts.values())
    if reason:
        why = say_why(reason, words, minimum_of(released))
        return (words("sentences.components.withheld", why=why), words("sentences.components.instead"))
    return (
        words("sentences.components.shares", **_say_parts(parts, words)),
        words(f"sentences.components.{more_of(parts) or 'unclear'}"),
        words("sentences.components.limits"),
    )


def say_situations(released: Released, words: Words, cohort: str) -> tuple[str, ...]:
    """In which situations growth is most and least common, and whether any group of `cohort` departs from the rest.

    Raises `ToolkitError` for a cohort that the wave does not have.
    """
    groups = read_groups(only_released(released), words, cohort)
    cells = _growth_of(released, words)
    reason = why_hidden(cells.values())
    if reason:
        return (words("sentences.situations.withheld", why=say_why(reason, words, minimum_of(released))),)
    label = column_label(words, cohort)
    if all(group.is_withheld for group in groups):
        return _say_ends(cells, words), words("sentences.situations.no_group", label=label)
    comparisons = read_comparisons(released, words, cohort)
    if not are_comparable(comparisons):
        return _say_ends(cells, words), words("sentences.situations.untold", label=label)
    departures = departures_in(comparisons)
    return _say_ends(cells, words), _say_departures(departures, label, words), words("sentences.situations.limits")


def say_evidence(words: Words) -> tuple[str, ...]:
    """What research says about growth and fixed, for and against, what that means here, and the sources.

    >>> from analysis.guide import load_words
    >>> say_evidence(load_words("en"))[-1].split(":")[0]
    'Sources'
    """
    return words.many("sentences.evidence.note")


def _say_pulls(pulls: Mapping[str, Pull], words: Words) -> Iterator[str]:
    moved = sorted((s for s, pull in pulls.items() if pull.direction), key=lambda s: -abs(pulls[s].shift))
    for situation in moved:
        yield _say_pull(situation, pulls[situation], words)
    if not moved:
        yield words("sentences.profile.unclear")
    unmoved = [situation for situation, pull in pulls.items() if not pull.direction and not pull.is_withheld]
    if moved and unmoved:
        yield words("sentences.profile.open", names=_quote(unmoved, words))
    hidden = [situation for situation, pull in pulls.items() if pull.is_withheld]
    if hidden:
        yield words("sentences.profile.hidden", names=_quote(hidden, words))


def _say_pull(situation: str, pull: Pull, words: Words) -> str:
    told = {"shift": say_shift(pull.shift, words), "likely": say_likely(pull, words)}
    return words(f"sentences.profile.{pull.direction}", name=_quote([situation], words), **told)


def _say_leanings(released: Released, words: Words, why_no_places: str) -> tuple[str, ...]:
    """What the three bands of each situation say, where nothing finer may be told."""
    minimum = minimum_of(released)
    bands = read_situation_bands(released)
    reason = why_hidden(cell for own in bands.values() for cell in own.values())
    if reason:
        return (words("sentences.profile.withheld", why=say_why(reason, words, minimum)),)
    return (
        words("sentences.profile.counts", why=say_why(why_no_places, words, minimum)),
        *_say_fixed(bands, words, minimum),
        _say_ends({situation: own["growth"] for situation, own in bands.items()}, words),
    )


def _say_fixed(bands: Mapping[str, Mapping[str, Cell]], words: Words, minimum: int) -> Iterator[str]:
    for situation, own in bands.items():
        if leaning(own) == "fixed":
            told = {band: say_count(own[band], words, minimum) for band in ("fixed", "growth")}
            yield words("sentences.profile.leaning", name=_quote([situation], words), **told)


def _say_ends(cells: Mapping[str, Cell], words: Words) -> str:
    found = ends(cells)
    if found is None:
        return words("sentences.situations.unclear")
    most, least = (_quote(situations, words) for situations in found)
    return words("sentences.situations.ends", most=most, least=least)


def _say_departures(departures: tuple[Departure, ...], label: str, words: Words) -> str:
    if not departures:
        return words("sentences.situations.no_departure", label=label)
    first = departures[0]
    further, name = say_further([first.difference], words), _quote([first.situation], words)
    return words("sentences.situations.departure", count=len(departures), name=name, further=further)


def _growth_of(released: Released, words: Words) -> dict[str, Cell]:
    """Who of all staff leans towards growth in each situation."""
    bands = read_situation_bands(released, reason=read_group(released, words).reason)
    return {situation: own["growth"] for situation, own in bands.items()}


def _say_parts(parts: Mapping[str, Part], words: Words) -> dict[str, str]:
    return {
        name: words("sentences.components.part", told=say_part_share(part, words), range=say_part_range(part, words))
        for name, part in parts.items()
    }


def _quote(situations: Iterable[str], words: Words) -> str:
    return quote_names([name_of(situation, words) for situation in situations], words)
