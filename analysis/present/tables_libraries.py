"""Tables of libraries: who is compared, where each stands, and how far they differ at all.

The numbers are those of `draw_caterpillar` and `draw_funnel`. Libraries stand in the order of their names, the own one
first and those that may not be told last: a list from the highest to the lowest would look like more than is known. No
place is told without the places between which it lies.

Missing answers
---------------
Each library counts the people who gave the answer; one that may not be told stands there with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.disclosure.compared import Comparison
from analysis.guide import Words
from analysis.present.html import HtmlTable
from analysis.present.numbers import say_chance, say_reason
from analysis.present.standing import (
    Between,
    Library,
    Placed,
    Standing,
    measure_label,
    only_compared,
    read_between,
    read_libraries,
    read_placed,
    say_number,
    say_ordinal,
    say_own,
    say_value,
    say_values,
)

__all__ = ["say_decimal", "say_rank", "table_libraries", "table_spread", "table_standing"]

LIBRARY_HEADS = ("library", "answered", "roster", "type", "population", "locale")
STANDING_HEADS = ("library", "answered", "own", "pooled", "likely", "rank", "top_third", "differs", "reliability")
SPREAD_HEADS = ("measure", "libraries", "people", "grand", "between", "icc1", "staff_needed", "apart", "verdict")


def table_libraries(comparison: Comparison, words: Words) -> HtmlTable:
    """Who is compared: how many answered of how many, of which type, and how many people are served where.

    Raises `ProtectionError` for anything but a `Comparison`.
    """
    minimum = only_compared(comparison).guide.policy.minimum_group
    rows = [_say_library(library, words, minimum) for library in read_libraries(comparison)]
    return _table("libraries", LIBRARY_HEADS, rows, words)


def table_standing(comparison: Comparison, words: Words, measure: str) -> HtmlTable:
    """Where each library stands in `measure`: its own answers alone, and with chance allowed for.

    Raises `ProtectionError` for anything but a `Comparison`, `ToolkitError` for a measure that it does not have.
    """
    placed = read_placed(only_compared(comparison), words, measure)
    told = {one.library.library_id: one for one in placed.standings}
    reasons = {library.library_id: library.reason for library in placed.hidden}
    rows = []
    for library in sorted(read_libraries(comparison), key=lambda one: one.library_id in reasons):
        if library.library_id in told:
            cells = tuple(_say_standing(told[library.library_id], placed, words))
        else:
            cells = (say_reason(reasons[library.library_id], words, placed.minimum),) * (len(STANDING_HEADS) - 1)
        rows.append((_say_name(library, words), *cells))
    return _table("standing", STANDING_HEADS, rows, words, measure=placed.label)


def table_spread(comparison: Comparison, words: Words) -> HtmlTable:
    """How far the libraries differ in each measure, and whether answers may be averaged for each library.

    Raises `ProtectionError` for anything but a `Comparison`.
    """
    measures = only_compared(comparison).measures
    rows = [
        (measure_label(words, measure), *_say_between(read_between(comparison, measure), words)) for measure in measures
    ]
    return _table("spread", SPREAD_HEADS, rows, words)


def _table(name: str, heads: Sequence[str], rows: Sequence[Sequence[str]], words: Words, **values: str) -> HtmlTable:
    caption = words(f"figures.library_table.caption.{name}", **values)
    columns = [words(f"figures.library_table.head.{head}") for head in heads]
    return HtmlTable(caption, pd.DataFrame(rows, columns=columns))


def _say_name(library: Library, words: Words) -> str:
    name = library.name
    if library.members > 1:
        name = words("figures.library_table.consortium", name=name, members=library.members)
    return words("figures.libraries.named_own", name=name) if library.is_own else name


def _say_library(library: Library, words: Words, minimum: int) -> tuple[str, ...]:
    unknown = words("figures.table.unknown")
    return (
        _say_name(library, words),
        say_reason(library.reason, words, minimum) if library.reason else str(library.n),
        unknown if library.roster is None else str(library.roster),
        words(f"template.choice.type.{library.type}") if library.type else unknown,
        unknown if library.population is None else say_number(library.population, words),
        words(f"template.choice.locale.{library.locale}") if library.locale else unknown,
    )


def _say_standing(standing: Standing, placed: Placed, words: Words) -> Iterator[str]:
    measure, untold = placed.measure, words("figures.table.untold")
    yield str(standing.n)
    yield say_own(standing, measure, words, placed.minimum)
    yield untold if standing.pooled is None else say_value(standing.pooled, measure, words)
    yield untold if standing.likely is None else say_values(standing.likely, measure, words)
    yield say_rank(standing, len(placed.standings), words)
    yield untold if standing.top_third is None else say_chance(standing.top_third, words)
    unclear = placed.between.p_adjusted is None
    yield untold if unclear else words(f"figures.library_table.differs.{standing.differs or 'within'}")
    yield untold if standing.reliability is None else say_decimal(standing.reliability, words)


def say_rank(standing: Standing, libraries: int, words: Words) -> str:
    """Between which places of so many `libraries` one of them lies: "3rd to 17th of 20"."""
    if standing.rank is None:
        return words("figures.table.untold")
    low, high = (say_ordinal(place, words) for place in standing.rank)
    kind = "rank_one" if low == high else "rank"
    return words(f"figures.library_table.{kind}", low=low, high=high, libraries=libraries)


def _say_between(between: Between, words: Words) -> Iterator[str]:
    untold = words("figures.table.untold")
    yield str(between.libraries)
    yield str(between.people)
    yield untold if between.grand is None else say_value(between.grand, between.measure, words)
    points = "" if between.between is None else words("figures.library_table.points", points=round(between.between))
    yield points or untold
    yield _say_part(between, words)
    yield untold if between.staff_needed is None else str(between.staff_needed)
    known = (
        ""
        if between.p_adjusted is None
        else words("figures.table.beyond" if between.is_apart else "figures.table.within")
    )
    yield known or untold
    yield words(f"figures.library_table.verdict.{between.verdict}")


def _say_part(between: Between, words: Words) -> str:
    """ICC(1) with its interval."""
    if between.icc1 is None:
        return words("figures.table.untold")
    told = say_decimal(between.icc1, words)
    if between.icc1_range is None:
        return told
    low, high = (say_decimal(value, words) for value in between.icc1_range)
    return words("figures.library_table.range", told=told, low=low, high=high)


def say_decimal(value: float, words: Words) -> str:
    """A number with two decimals, as the language writes it."""
    return f"{value:.2f}".replace(".", words("figures.libraries.decimal"))
