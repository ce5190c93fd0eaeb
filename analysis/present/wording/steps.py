"""Steps: at most three things to do next, each with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import minimum_of, only_released, read_cells
from analysis.present.findings import ends, foremost, leaning
from analysis.present.groups import read_group
from analysis.present.numbers import say_chance, say_count
from analysis.present.wording.answered import HALF, say_what_is_possible
from analysis.present.wording.leaning import bands_of
from analysis.present.wording.qualities import clear_gaps, most_wanted

__all__ = ["say_next_steps"]

MOST_STEPS = 3


def say_next_steps(released: Released, words: Words) -> tuple[str, ...]:
    """At most three suggestions, the best founded first; where nothing stands out, how to choose together."""
    if only_released(released).is_empty:
        return say_what_is_possible(words)
    rules: tuple[Callable[[Released, Words], Iterator[str]], ...] = (
        _from_priority,
        _from_gaps,
        _from_situations,
        _from_answers,
        _from_strength,
    )
    steps = tuple(islice(chain.from_iterable(rule(released, words) for rule in rules), MOST_STEPS))
    return steps or (words("sentences.steps.none"),)


def _from_priority(released: Released, words: Words) -> Iterator[str]:
    """The one quality that is likeliest to be among the three most wanted, if that is clear."""
    for quality in most_wanted(released)[:1]:
        chance = released.priority.set_index("quality")["top_three"][quality]
        kind = _kind(released, quality)
        yield words(f"sentences.steps.{kind}", name=_quality(quality, words), chance=say_chance(chance, words))


def _kind(released: Released, quality: str) -> str:
    """Whether those who want a quality clearly miss it, clearly see it, or neither."""
    table = released.four_cells
    cells = read_cells(table[table["quality"] == quality], ["cell"])
    found = ends({cell: cells[cell] for cell in ("build", "strengthen")})
    return found[0][0] if found else "develop"


def _from_gaps(released: Released, words: Words) -> Iterator[str]:
    for row in clear_gaps(released)[:1]:
        yield words("sentences.steps.gap", name=_quality(row["quality"], words))


def _from_situations(released: Released, words: Words) -> Iterator[str]:
    """The first situation in which more staff lean towards fixed than towards growth."""
    for situation in released.guide.situations:
        bands = bands_of(released, situation)
        if leaning(bands) == "fixed":
            name = words("figures.number.quoted", name=words(f"guide.situation.{situation}.name"))
            told = say_count(bands["fixed"], words, minimum_of(released))
            advice = words.many(f"guide.situation.{situation}.try")[0]
            yield words("sentences.steps.situation", name=name, told=told, advice=advice)
            return


def _from_answers(released: Released, words: Words) -> Iterator[str]:
    group = read_group(released, words)
    if group.roster and not group.is_withheld and group.n / group.roster < HALF:
        yield words("sentences.steps.invite", n=group.n, roster=group.roster)


def _from_strength(released: Released, words: Words) -> Iterator[str]:
    """What is among the qualities seen most often, if that is clear: it is worth keeping."""
    marks = released.group("marks")
    cells = read_cells(marks[marks["mark"] == "exists"], ["quality"])
    for quality in foremost(cells)[:1]:
        told = say_count(cells[quality], words, minimum_of(released))
        yield words("sentences.steps.keep", name=_quality(quality, words), told=told)


def _quality(quality: str, words: Words) -> str:
    return words("figures.number.quoted", name=words(f"guide.quality.{quality}.name"))
