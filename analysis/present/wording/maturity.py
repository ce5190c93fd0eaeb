"""Maturity: the library in one sentence, and how mature it is in a few."""

from __future__ import annotations

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import minimum_of, only_released, read_cells
from analysis.present.findings import foremost
from analysis.present.groups import read_group
from analysis.present.levels import Maturity, read_maturity, say_levels
from analysis.present.numbers import quote_names, say_chance, say_why
from analysis.present.wording.answered import say_what_is_possible
from analysis.present.wording.qualities import most_wanted

__all__ = ["say_in_one_sentence", "say_maturity"]


def say_in_one_sentence(released: Released, words: Words) -> str:
    """The level, what is seen most often, and what staff most want to develop; or why nothing can be said."""
    group = read_group(only_released(released), words)
    if released.team_guide is not None:
        return words("sentences.one.team", library=released.library_name)
    if group.is_withheld:
        return words("sentences.one.withheld", why=say_why(group.reason, words, minimum_of(released)))
    maturity = read_maturity(released, group)
    levels = "" if maturity.is_withheld else say_levels(maturity, words)
    first = words(
        "sentences.one.levels" if levels else "sentences.one.no_levels", library=released.library_name, levels=levels
    )
    return words(
        "sentences.one.whole", first=first, seen=_say_seen(released, words), wanted=_say_wanted(released, words)
    )


def say_maturity(released: Released, words: Words) -> tuple[str, ...]:
    """The level or the run of levels, the index with its range, what it means, and what it does not."""
    group = read_group(only_released(released), words)
    maturity = read_maturity(released, group)
    if maturity.is_withheld:
        why = say_why(maturity.reason, words, minimum_of(released))
        return (words("sentences.maturity.withheld", why=why), *say_what_is_possible(words))
    qualities = len(released.guide.qualities)
    seen = round(maturity.index / 100 * qualities)
    return (
        _say_level(maturity, words),
        _say_index(maturity, words),
        words("sentences.maturity.meaning", seen=seen, total=qualities),
        words("sentences.maturity.limits"),
    )


def _say_seen(released: Released, words: Words) -> str:
    marks = released.group("marks")
    found = foremost(read_cells(marks[marks["mark"] == "exists"], ["quality"]))
    if not found:
        return words("sentences.one.seen_unclear")
    names = [words(f"guide.quality.{quality}.name") for quality in found]
    return words("sentences.one.seen", count=len(names), most=quote_names(names, words))


def _say_wanted(released: Released, words: Words) -> str:
    names = [words(f"guide.quality.{quality}.name") for quality in most_wanted(released)]
    if not names:
        return words("sentences.one.wanted_unclear")
    return words("sentences.one.wanted", count=len(names), names=quote_names(names, words))


def _say_level(maturity: Maturity, words: Words) -> str:
    chance = say_chance(maturity.probability, words)
    if maturity.level_from == maturity.level_to:
        level = words(f"figures.level.{maturity.level_from}")
        return words("sentences.maturity.one_level", level=level, chance=chance)
    first, last = (words(f"figures.level.{level}") for level in (maturity.level_from, maturity.level_to))
    return words("sentences.maturity.run", first=first, last=last, chance=chance)


def _say_index(maturity: Maturity, words: Words) -> str:
    index, low, high = (round(number) for number in (maturity.index, maturity.low, maturity.high))
    if low == high:
        return words("sentences.maturity.index_exact", index=index)
    return words("sentences.maturity.index", index=index, low=low, high=high)
