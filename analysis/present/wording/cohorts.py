"""Cohorts: how groups spread between fixed and growth, which differ by more than chance, and which are split.

A sentence about a group names how many people stand behind it, and none is about a person: nobody is a type.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.disclosure.released import Released
from analysis.guide import ALL, Words
from analysis.measures.distributions import SPREAD_FROM
from analysis.present.cells import minimum_of, only_released
from analysis.present.differences import Difference, read_differences, say_clauses, say_pairings
from analysis.present.groups import column_label, read_group
from analysis.present.numbers import join_names, quote_names, say_why
from analysis.present.spreads import Spread, read_spreads, say_between
from analysis.tally.scores import BANDS

__all__ = ["say_camps", "say_differences", "say_spread"]


def say_spread(released: Released, words: Words, cohort: str = ALL) -> tuple[str, ...]:
    """Where the middle person of all staff and of each group of `cohort` stands, and what that does not say."""
    everybody, *groups = read_spreads(only_released(released), words, cohort)
    if everybody.reason:
        return (words("sentences.spread.withheld", why=say_why(everybody.reason, words, minimum_of(released))),)
    return (
        *_say_everybody(everybody, words),
        *_say_groups([group for group in groups if not group.reason], words, cohort),
        words("sentences.spread.limits"),
    )


def say_differences(released: Released, words: Words, cohort: str = ALL) -> tuple[str, ...]:
    """Which groups of `cohort` differ from everybody else by more than chance, overall and in each situation.

    Nothing for `all`: all staff have nobody to be compared with.
    """
    group = read_group(only_released(released), words)
    if group.is_withheld:
        return (words("sentences.differences.withheld", why=say_why(group.reason, words, minimum_of(released))),)
    if cohort == ALL:
        return ()
    overall = read_differences(released, words, cohort)
    if not any(difference.told for difference in overall):
        return (words("sentences.differences.none", label=column_label(words, cohort)),)
    found = [_say_difference(difference, words) for difference in overall if difference.further]
    return (
        *(found or _say_unclear(overall, words)),
        *_say_situations(released, words, cohort),
        words("sentences.differences.meaning"),
        words("sentences.differences.limits"),
    )


def say_camps(released: Released, words: Words, cohort: str = ALL) -> tuple[str, ...]:
    """Whether all staff or a group of `cohort` are split in two camps or stand close together."""
    spreads = read_spreads(only_released(released), words, cohort)
    if spreads[0].reason:
        return (words("sentences.camps.withheld", why=say_why(spreads[0].reason, words, minimum_of(released))),)
    split = [spread for spread in spreads if spread.camps == "split"]
    together = [spread for spread in spreads if spread.camps == "together"]
    situations = _split_situations(released, words)
    told = [
        *_say_of("split", [spread.group.label for spread in split], words),
        *_say_of("together", [spread.group.label for spread in together], words),
        *_say_of("situations", situations, words),
    ]
    meaning = [words("sentences.camps.meaning")] if split or situations else []
    few = [words("sentences.camps.few")] if any(spread.n < SPREAD_FROM for spread in split) else []
    return (*(told or [words("sentences.camps.unclear")]), *meaning, *few)


def _say_everybody(spread: Spread, words: Words) -> Iterator[str]:
    if spread.median is None or not spread.told_bands:
        yield words("sentences.spread.open")
        return
    where, between = _say_where(spread.told_bands, words), say_between(spread.median, words)
    yield words("sentences.spread.everybody", n=spread.n, where=where, between=between)
    if spread.middle_half is not None:
        yield words("sentences.spread.half", between=say_between(spread.middle_half, words))


def _say_groups(spreads: Sequence[Spread], words: Words, cohort: str) -> Iterator[str]:
    """The groups by where their middle person stands, from fixed to growth; those that leave it open last."""
    if not spreads and cohort != ALL:
        yield words("sentences.spread.no_group", label=column_label(words, cohort))
    for bands in sorted({spread.told_bands for spread in spreads}, key=_from_fixed):
        same = [spread for spread in spreads if spread.told_bands == bands]
        names = join_names([_say_name(spread, words) for spread in same], words)
        kind, where = ("groups", _say_where(bands, words)) if bands else ("groups_open", "")
        yield words(f"sentences.spread.{kind}", count=len(same), names=names, where=where)


def _from_fixed(bands: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(BANDS.index(band) for band in bands) or (len(BANDS),)


def _say_name(spread: Spread, words: Words) -> str:
    name = words("figures.number.quoted", name=spread.group.label)
    return words("sentences.spread.name", name=name, n=spread.n)


def _say_where(bands: tuple[str, ...], words: Words) -> str:
    first, last = (words(f"sentences.spread.where.{band}") for band in (bands[0], bands[-1]))
    return first if first == last else words("figures.spread.either", first=first, last=last)


def _say_situations(released: Released, words: Words, cohort: str) -> list[str]:
    told: list[str] = []
    for situation in released.guide.situations:
        further = say_clauses(read_differences(released, words, cohort, situation), words)
        if further:
            name = words("figures.number.quoted", name=words(f"guide.situation.{situation}.name"))
            told.append(words("sentences.differences.situation", situation=name, further=join_names(further, words)))
    return told or [words("sentences.differences.situations_unclear")]


def _say_difference(difference: Difference, words: Words) -> str:
    return words(
        f"sentences.differences.{difference.further}",
        name=words("figures.number.quoted", name=difference.group.label),
        pairings=say_pairings(difference, words),
        n=difference.n,
        n_rest=difference.n_rest,
    )


def _say_unclear(differences: Sequence[Difference], words: Words) -> list[str]:
    fewest = min(min(one.n, one.n_rest) for one in differences if one.told)
    power = [words("sentences.differences.power", n=fewest)] if fewest < SPREAD_FROM else []
    return [words("sentences.differences.unclear"), *power]


def _split_situations(released: Released, words: Words) -> list[str]:
    """The situations in which all staff are split."""
    return [
        words(f"guide.situation.{situation}.name")
        for situation in released.guide.situations
        if read_spreads(released, words, ALL, situation)[0].camps == "split"
    ]


def _say_of(kind: str, names: Sequence[str], words: Words) -> list[str]:
    return [words(f"sentences.camps.{kind}", count=len(names), names=quote_names(names, words))] if names else []
