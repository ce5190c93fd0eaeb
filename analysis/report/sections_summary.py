"""Section at the beginning: what was found, in one sentence, a few figures, and what stands out."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.guide import Words
from analysis.present import wording
from analysis.present.groups import read_group
from analysis.present.levels import Maturity, read_maturity
from analysis.present.numbers import say_answered, say_chance
from analysis.present.wording.qualities import most_wanted
from analysis.present.wording.standouts import say_standouts
from analysis.report.blocks import headed, listed, said
from analysis.report.model import Block, KeyFigure, KeyFigures
from analysis.report.request import Results
from analysis.report.sections_beside import say_beside
from analysis.report.sections_change import is_followed

__all__ = ["summary"]

Blocks = tuple[Block, ...]

FEWEST_FIGURES = 2
"""One figure alone is no glance; the sentences say it already."""


def summary(results: Results, words: Words) -> Blocks:
    """What was found in a sentence, the key figures, what stands out, and where the library stands beside others."""
    released = results.released
    lead = said(wording.say_in_one_sentence(released, words), "lead")
    if released.is_empty:
        return lead
    figures = tuple(_key_figures(results, words))
    glance = (KeyFigures(figures),) if len(figures) >= FEWEST_FIGURES else ()
    standouts = listed(say_standouts(released, results.opportunities, words))
    return (*lead, *glance, *headed(words("report.heading.standouts"), standouts), *_beyond(results, words))


def _key_figures(results: Results, words: Words) -> Iterator[KeyFigure]:
    """How many answered, the level, the index, and what is wanted most; what may not be told is left out."""
    released = results.released
    everybody = read_group(released, words)
    if not everybody.is_withheld:
        yield KeyFigure(say_answered(everybody, words), words("report.key.answered"))
    maturity = read_maturity(released, everybody)
    if not maturity.is_withheld:
        yield _level(maturity, words)
        index, low, high = (round(number) for number in (maturity.index, maturity.low, maturity.high))
        key = "index" if low < high else "index_exact"
        yield KeyFigure(str(index), words(f"report.key.{key}", low=low, high=high))
    for quality in most_wanted(released)[:1]:
        chance = float(released.priority.set_index("quality")["top_three"][quality])
        label = words("report.key.wanted", chance=say_chance(chance, words))
        yield KeyFigure(words(f"guide.quality.{quality}.name"), label)


def _level(maturity: Maturity, words: Words) -> KeyFigure:
    """The named level, or the ends of the named run."""
    first, last = (words(f"figures.level.{level}") for level in (maturity.level_from, maturity.level_to))
    if first == last:
        return KeyFigure(first, words("report.key.level"))
    return KeyFigure(words("report.key.run", first=first, last=last), words("report.key.levels"))


def _beyond(results: Results, words: Words) -> Blocks:
    """Where the library stands beside others, and what changed since the last wave, where either is known."""
    beside = tuple(say_beside(results.comparison, words)) if results.comparison else ()
    followed = results.followed
    changed = wording.say_change(followed, words)[:1] if followed and is_followed(followed) else ()
    return said(" ".join((*beside, *changed)))
