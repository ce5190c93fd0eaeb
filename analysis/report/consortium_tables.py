"""Consortium tables: what may be told of each library and of each measure, as tables of a report of all of them.

Libraries stand by name; those of which nothing may be told are not in these tables but said with their reason. A result
that is withheld for one library stands with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.disclosure.compared import GROWTH, INDEX, Comparison
from analysis.guide import Words
from analysis.present.html import HtmlTable
from analysis.present.limits import INNER, OUTER, chance_limits
from analysis.present.numbers import join_names, say_chance, say_part, say_reason
from analysis.present.standing import (
    Library,
    Placed,
    Standing,
    read_libraries,
    read_placed,
    say_own,
    say_value,
    say_values,
)
from analysis.present.tables_libraries import say_decimal, say_rank

__all__ = [
    "BRIEF_HEADS",
    "FULL_HEADS",
    "NEARLY_ALL",
    "name_library",
    "table_chance",
    "table_funnel",
    "table_marks",
    "table_placed",
    "table_sides",
    "table_told",
]

NEARLY_ALL = 0.95
"""From this part on, chance is said to make nearly all of the differences."""

KEYS = ("inner", "outer")
SIDES = ("above", "", "below")

SIZES = (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000)
"""The numbers of people for which the lines of a funnel are told, as far as libraries have so many."""

BRIEF_HEADS = ("library", "answered", "own", "pooled", "likely", "differs")
FULL_HEADS = ("library", "own", "pooled", "likely", "rank", "top_third", "differs", "reliability")


def table_chance(comparison: Comparison, words: Words) -> HtmlTable:
    """Each measure: in how many libraries it may be told, their mean, whether they differ, how much chance makes."""
    heads = [words(f"figures.library_table.head.{head}") for head in ("measure", "libraries", "grand", "apart")]
    rows = [tuple(_say_chance(read_placed(comparison, words, measure), words)) for measure in comparison.measures]
    frame = pd.DataFrame(rows, columns=[*heads, words("consortium.chance.part")])
    return HtmlTable(words("consortium.chance.caption"), frame)


def table_placed(comparison: Comparison, words: Words, measure: str, heads: Sequence[str] = BRIEF_HEADS) -> HtmlTable:
    """Each library that may be told in `measure`: its own answers, and with chance allowed for.

    With `FULL_HEADS` also between which places it lies, and how reliable its mean is.
    """
    placed = read_placed(comparison, words, measure)
    told = {one.library.library_id: one for one in placed.standings}
    libraries = [library for library in read_libraries(comparison) if library.library_id in told]
    cells = [_say_placed(told[library.library_id], placed, words) for library in libraries]
    rows = [[own[head] for head in heads] for own in cells]
    columns = [words(f"figures.library_table.head.{head}") for head in heads]
    caption = words("figures.library_table.caption.standing", measure=placed.label)
    return HtmlTable(caption, pd.DataFrame(rows, columns=columns))


def table_sides(comparison: Comparison, words: Words, measure: str) -> HtmlTable:
    """Which libraries stand above or below the mean by more than chance in `measure`, and of which it is not clear."""
    placed = read_placed(comparison, words, measure)
    rows = []
    for side in SIDES:
        names = [name_library(one.library, words) for one in placed.standings if one.differs == side]
        told = join_names(sorted(names, key=str.casefold), words) or words("consortium.sides.nobody")
        rows.append((words(f"consortium.differs.{side or 'within'}"), str(len(names)), told))
    heads = [words(f"consortium.sides.{head}") for head in ("side", "count", "names")]
    caption = words("consortium.sides.caption", measure=placed.label)
    return HtmlTable(caption, pd.DataFrame(rows, columns=heads))


def table_funnel(comparison: Comparison, words: Words, measure: str) -> HtmlTable:
    """Between which values chance alone would bring a library, by how many people answered there."""
    placed = read_placed(comparison, words, measure)
    largest = max((one.n for one in placed.standings), default=0)
    sizes = [size for size in SIZES if size <= largest]
    lines = [chance_limits(placed.between, sizes, part) for part in (INNER, OUTER)]
    rows = [
        (str(size), *(say_values(limits, measure, words) for limits in both))
        for size, *both in zip(sizes, *lines, strict=False)
    ]
    heads = [words("figures.library_table.head.answered"), *(words(f"figures.funnel.key.{key}") for key in KEYS)]
    caption = words("consortium.funnel", measure=placed.label)
    return HtmlTable(caption, pd.DataFrame(rows, columns=heads))


def table_told(comparison: Comparison, words: Words) -> HtmlTable:
    """Each library that may be shown: who answered, its maturity index, and how many lean towards growth."""
    index, growth = (read_placed(comparison, words, measure) for measure in (INDEX, GROWTH))
    rows = [
        (
            name_library(library, words),
            str(library.n),
            words("figures.table.unknown") if library.roster is None else str(library.roster),
            _say_told(library, index, words),
            _say_likely(library, index, words),
            _say_told(library, growth, words),
        )
        for library in _shown(comparison)
    ]
    heads = [words(f"figures.library_table.head.{head}") for head in ("library", "answered", "roster")]
    heads += [words(f"consortium.told.{head}") for head in ("index", "likely", "growth")]
    return HtmlTable(words("consortium.told.caption"), pd.DataFrame(rows, columns=heads))


def table_marks(comparison: Comparison, words: Words) -> HtmlTable:
    """Each library that may be shown: how many see each of the qualities."""
    measures = [read_placed(comparison, words, quality) for quality in comparison.guide.qualities]
    rows = [
        (name_library(library, words), *(_say_told(library, placed, words) for placed in measures))
        for library in _shown(comparison)
    ]
    heads = [words("figures.library_table.head.library"), *(placed.label for placed in measures)]
    return HtmlTable(words("consortium.told.marks"), pd.DataFrame(rows, columns=heads))


def name_library(library: Library, words: Words) -> str:
    """The name of a library; a consortium with the number of those behind it.

    >>> from analysis.guide import load_words
    >>> name_library(Library("small", "The small ones", members=3), load_words("en"))
    'The small ones (a consortium of 3 libraries)'
    """
    if library.members < 2:
        return library.name
    return words("figures.library_table.consortium", name=library.name, members=library.members)


def _shown(comparison: Comparison) -> list[Library]:
    return [library for library in read_libraries(comparison) if not library.reason]


def _standing(library: Library, placed: Placed) -> Standing | None:
    return next((one for one in placed.standings if one.library.library_id == library.library_id), None)


def _say_told(library: Library, placed: Placed, words: Words) -> str:
    """What a library's own answers say in one measure, or why it may not be told."""
    own = _standing(library, placed)
    if own is None:
        return say_reason("complement", words, placed.minimum)
    return say_own(own, placed.measure, words, placed.minimum)


def _say_likely(library: Library, placed: Placed, words: Words) -> str:
    own = _standing(library, placed)
    if own is None:
        return say_reason("complement", words, placed.minimum)
    return words("figures.table.untold") if own.likely is None else say_values(own.likely, placed.measure, words)


def _say_placed(own: Standing, placed: Placed, words: Words) -> dict[str, str]:
    """What is told of one library in one measure, by the heads of the table."""
    untold, measure = words("figures.table.untold"), placed.measure
    is_known = placed.between.p_adjusted is not None
    return {
        "library": name_library(own.library, words),
        "answered": str(own.n),
        "own": say_own(own, measure, words, placed.minimum),
        "pooled": untold if own.pooled is None else say_value(own.pooled, measure, words),
        "likely": untold if own.likely is None else say_values(own.likely, measure, words),
        "rank": say_rank(own, len(placed.standings), words),
        "top_third": untold if own.top_third is None else say_chance(own.top_third, words),
        "differs": words(f"consortium.differs.{own.differs or 'within'}") if is_known else untold,
        "reliability": untold if own.reliability is None else say_decimal(own.reliability, words),
    }


def _say_chance(placed: Placed, words: Words) -> Sequence[str]:
    between, untold = placed.between, words("figures.table.untold")
    mean = untold if between.grand is None else say_value(between.grand, placed.measure, words)
    kind = "untold" if between.p_adjusted is None else "beyond" if between.is_apart else "within"
    return placed.label, str(len(placed.standings)), mean, words(f"figures.table.{kind}"), _say_part(placed, words)


def _say_part(placed: Placed, words: Words) -> str:
    chance = placed.between.chance
    if chance is None:
        return words("figures.table.untold")
    return words("consortium.chance.nearly_all") if chance >= NEARLY_ALL else say_part(chance, words)
