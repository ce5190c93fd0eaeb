"""Standing: where each library stands among the others in one measure, ready to be drawn and said.

Every library has two figures: its own, as far as it may be told, and the one with chance allowed for, which is drawn
towards the mean of all, the more so the fewer people answered. A library is above or below the mean only where
`Comparison` says that it `differs`; nothing here decides that anew. There is no place of a library without the places
between which it lies, and nothing is said about one that may not be told but why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.disclosure.compared import GROWTH, INDEX, Comparison
from analysis.errors import Fault, ProtectionError, ToolkitError
from analysis.guide import Words
from analysis.present.cells import Cell
from analysis.present.findings import BEYOND_CHANCE
from analysis.present.numbers import PERCENT_FROM, say_count

__all__ = [
    "FEW",
    "Between",
    "Library",
    "Placed",
    "Standing",
    "measure_label",
    "only_compared",
    "read_between",
    "read_libraries",
    "read_placed",
    "say_finding",
    "say_number",
    "say_ordinal",
    "say_own",
    "say_scale",
    "say_shown",
    "say_value",
    "say_values",
]

FEW = 10
"""With fewer libraries than this, how far libraries differ is itself only roughly known."""

SIDES = ("above", "below")
Range = tuple[float, float]


@dataclass(frozen=True)
class Library:
    """One of the compared libraries; `reason` is empty where its results may be told.

    `n` answered out of `roster` (None where not known). `members` are the libraries behind a consortium, else 1.
    """

    library_id: str
    name: str
    n: int = 0
    roster: int | None = None
    members: int = 1
    is_own: bool = False
    reason: str = ""
    type: str = ""
    population: int | None = None
    locale: str = ""


@dataclass(frozen=True)
class Standing:
    """One library in one measure. All values are points from 0 to 100.

    `told` is what its own counts allow; `pooled` and `likely` are its value with chance allowed for, None where that
    could not be computed. `rank` says between which places it lies, 1 being the highest.
    """

    library: Library
    n: int
    told: Range
    is_exact: bool
    pooled: float | None = None
    likely: Range | None = None
    rank: tuple[int, int] | None = None
    top_third: float | None = None
    reliability: float | None = None
    differs: str = ""

    @property
    def middle(self) -> float:
        """Where its mark stands: with chance allowed for, else the middle of what is told."""
        return sum(self.told) / 2 if self.pooled is None else self.pooled


@dataclass(frozen=True)
class Between:
    """How far the libraries differ in one measure: points, and parts of all differences (0–1); None where blank."""

    measure: str
    libraries: int
    people: int
    grand: float | None = None
    between: float | None = None
    within: float | None = None
    icc1: float | None = None
    icc1_range: Range | None = None
    staff_needed: int | None = None
    p_adjusted: float | None = None
    chance: float | None = None
    verdict: str = "not_computable"

    @property
    def is_apart(self) -> bool:
        """Whether the libraries differ by more than chance at all.

        >>> Between("index", 12, 300, p_adjusted=0.049).is_apart, Between("index", 12, 300, p_adjusted=0.05).is_apart
        (True, False)
        """
        return self.p_adjusted is not None and self.p_adjusted < BEYOND_CHANCE


@dataclass(frozen=True)
class Placed:
    """The libraries in one measure: those that may be told, the lowest first, and those that may not.

    `label` is what the measure is called, `minimum` the smallest group about which anything may be told.
    """

    measure: str
    label: str
    standings: tuple[Standing, ...]
    hidden: tuple[Library, ...]
    between: Between
    minimum: int

    @property
    def own(self) -> Standing | None:
        """The reader's own library, where it may be told."""
        return next((one for one in self.standings if one.library.is_own), None)

    @property
    def own_hidden(self) -> Library | None:
        """The reader's own library, where it may not be told."""
        return next((library for library in self.hidden if library.is_own), None)

    @property
    def is_few(self) -> bool:
        """Whether the libraries are so few that how far they differ is only roughly known."""
        return len(self.standings) < FEW

    def count(self, side: str) -> int:
        """How many libraries are `above`, or `below`, the mean by more than chance."""
        return sum(one.differs == side for one in self.standings)

    @property
    def finding(self) -> str:
        """What was found: the key of the sentence that says it.

        `nobody` and `alone` (fewer than two may be told), `own_hidden`, `unknown` (nothing computable), `alike` (hardly
        more than chance), `own_above`, `own_below`, `own_within`, and without an own library `some` or `none`.
        """
        if len(self.standings) < 2:
            return "alone" if self.standings else "nobody"
        if self.own_hidden:
            return "own_hidden"
        if self.between.p_adjusted is None:
            return "unknown"
        if not self.between.is_apart:
            return "alike"
        if self.own:
            return f"own_{self.own.differs or 'within'}"
        return "some" if any(self.count(side) for side in SIDES) else "none"


def only_compared(comparison: object) -> Comparison:
    """`comparison` itself, if it may be shown.

    Raises `ProtectionError` for everything that was not compared from released results.
    """
    if isinstance(comparison, Comparison):
        return comparison
    kind = type(comparison).__name__
    repair = "Call compare_libraries(results, facts) with released results and show what it returns."
    raise ProtectionError(
        "Only a comparison of released results can be shown.",
        [Fault("comparison", f"a {kind}", "a Comparison", repair)],
    )


def measure_label(words: Words, measure: str) -> str:
    """What a measure is called: the index, a quality, or leaning towards growth.

    >>> from analysis.guide import load_words
    >>> [measure_label(load_words("en"), measure) for measure in ("index", "purpose", "growth")]
    ['Maturity index', 'Purpose', 'Leaning towards growth']
    """
    if measure in (INDEX, GROWTH):
        return words(f"figures.libraries.measure.{measure}")
    return words(f"guide.quality.{measure}.name")


def read_libraries(comparison: Comparison) -> tuple[Library, ...]:
    """All libraries that were given, told or not, by name; the reader's own first."""
    rows = comparison.libraries.to_dict("records")
    libraries = [_read_library(row, comparison.own) for row in rows]
    return tuple(sorted(libraries, key=lambda one: (not one.is_own, one.name.casefold(), one.library_id)))


def read_between(comparison: Comparison, measure: str) -> Between:
    """How far the libraries differ in `measure`.

    Raises `ToolkitError` for a measure that the comparison does not have.
    """
    _check(comparison, measure)
    row = next(iter(comparison.spread[comparison.spread["measure"] == measure].to_dict("records")), None)
    if row is None:
        return Between(measure, 0, 0)
    return Between(
        measure,
        libraries=_count(row["libraries"]) or 0,
        people=_count(row["people"]) or 0,
        grand=_number(row["grand"]),
        between=_number(row["between"]),
        within=_number(row["within"]),
        icc1=_number(row["icc1"]),
        icc1_range=_pair(row, "icc1_low", "icc1_high"),
        staff_needed=_count(row["staff_needed"]),
        p_adjusted=_number(row["p_adjusted"]),
        chance=_number(row["chance"]),
        verdict=str(row["verdict"]),
    )


def read_placed(comparison: Comparison, words: Words, measure: str) -> Placed:
    """The libraries in `measure`, the lowest first, with those that may not be told.

    Raises `ToolkitError` for a measure that the comparison does not have.
    """
    between = read_between(comparison, measure)
    libraries = {library.library_id: library for library in read_libraries(comparison)}
    rows = comparison.of(measure).to_dict("records")
    told = {str(row["library_id"]): row for row in rows if not libraries[str(row["library_id"])].reason}
    standings = tuple(_read_standing(row, libraries[library_id]) for library_id, row in told.items())
    hidden = tuple(_hidden(library) for library_id, library in libraries.items() if library_id not in told)
    minimum = comparison.guide.policy.minimum_group
    return Placed(measure, measure_label(words, measure), standings, hidden, between, minimum)


def say_finding(placed: Placed, words: Words) -> str:
    """What was found, as a title; it names the measure."""
    count = len(placed.standings)
    counts = {side: placed.count(side) for side in SIDES}
    reason = placed.own_hidden.reason if placed.own_hidden else "few"
    why = words(f"figures.why.{reason}", minimum=placed.minimum)
    told = words(f"figures.libraries.finding.{placed.finding}", libraries=count, why=why, **counts)
    return words("figures.libraries.titled", measure=placed.label, finding=told)


def say_scale(measure: str, words: Words) -> str:
    """What a measure counts, as the beginning of a sentence about all libraries."""
    kind = measure if measure in (INDEX, GROWTH) else "quality"
    return words(f"figures.libraries.shown.{kind}")


def say_value(value: float, measure: str, words: Words) -> str:
    """A value on the common scale: "58" for the index, "58%" for a share."""
    kind = "index_exact" if measure == INDEX else "share_exact"
    return words(f"figures.libraries.value.{kind}", value=round(value))


def say_values(values: Range, measure: str, words: Words) -> str:
    """Between which values something lies: "54 to 62", "54% to 62%"."""
    low, high = (round(value) for value in values)
    if low == high:
        return say_value(low, measure, words)
    kind = "index" if measure == INDEX else "share"
    return words(f"figures.libraries.value.{kind}", low=low, high=high)


def say_own(standing: Standing, measure: str, words: Words, minimum: int) -> str:
    """The library's own figure, as told: "15 of 23", "2 or fewer of 11", "65%"; for the index "58" or "56 to 60"."""
    if measure == INDEX:
        return say_values(standing.told, measure, words)
    low, high = (round(value * standing.n / 100) for value in standing.told)
    return say_count(Cell(n=standing.n, count_low=low, count_high=high), words, minimum)


def say_shown(values: Range, standing: Standing, measure: str, words: Words) -> str:
    """Values of a library as people say them: "between 17 and 23 of 31" for a share under fifty people.

    >>> from analysis.guide import load_words
    >>> standing = Standing(Library("a", "A"), n=31, told=(60, 60), is_exact=True)
    >>> say_shown((55, 74), standing, "purpose", load_words("en")).replace(chr(160), " ")
    'between 17 and 23 of 31'
    """
    scale = standing.n / 100 if measure != INDEX and standing.n < PERCENT_FROM else 1.0
    kind = "index" if measure == INDEX else "count" if standing.n < PERCENT_FROM else "percent"
    low, high = (round(value * scale) for value in values)
    if low == high:
        return words(f"figures.libraries.said.{kind}_exact", value=low, n=standing.n)
    return words(f"figures.libraries.said.{kind}", low=low, high=high, n=standing.n)


def say_number(number: int, words: Words) -> str:
    """A large number with its thousands set apart: "12,400"."""
    return f"{number:,}".replace(",", words("figures.libraries.thousands"))


def say_ordinal(number: int, words: Words) -> str:
    """A place in an order: "1st", "12th", "23rd".

    >>> from analysis.guide import load_words
    >>> [say_ordinal(number, load_words("en")) for number in (1, 3, 11, 22, 113)]
    ['1st', '3rd', '11th', '22nd', '113th']
    """
    key = f"figures.libraries.ordinal.{number % 10}"
    is_regular = number % 100 // 10 == 1 or not words.has(key)
    return words("figures.libraries.ordinal.other" if is_regular else key, number=number)


def _check(comparison: Comparison, measure: str) -> None:
    if measure not in comparison.measures:
        fault = Fault("measure", repr(measure), ", ".join(comparison.measures), "Choose one of these.")
        raise ToolkitError("The libraries were not compared in this.", [fault])


def _read_library(row: Mapping[Any, Any], own: str) -> Library:
    return Library(
        library_id=str(row["library_id"]),
        name=" ".join(_text(row["name"]).split()) or str(row["library_id"]),
        n=0 if row["withheld"] else _count(row["n"]) or 0,
        roster=_count(row["roster"]),
        members=_count(row["members"]) or 1,
        is_own=bool(own) and row["library_id"] == own,
        reason=str(row["reason"]) if row["withheld"] else "",
        type=_text(row["type"]),
        population=_count(row["population"]),
        locale=_text(row["locale"]),
    )


def _read_standing(row: Mapping[Any, Any], library: Library) -> Standing:
    rank = _pair(row, "rank_low", "rank_high")
    return Standing(
        library,
        n=int(row["n"]),
        told=_pair(row, "raw_low", "raw_high") or (float(row["raw"]), float(row["raw"])),
        is_exact=not pd.isna(row["raw"]),
        pooled=_number(row["pooled"]),
        likely=_pair(row, "low", "high"),
        rank=(round(rank[0]), round(rank[1])) if rank else None,
        top_third=_number(row["top_third"]),
        reliability=_number(row["reliability"]),
        differs=str(row["differs"]),
    )


def _hidden(library: Library) -> Library:
    """A library that is told elsewhere and not in this measure is hidden because its count would give others away."""
    return library if library.reason else replace(library, reason="complement")


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _count(value: Any) -> int | None:
    return None if pd.isna(value) else round(value)


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _pair(row: Mapping[Any, Any], low: str, high: str) -> Range | None:
    return None if pd.isna(row[low]) or pd.isna(row[high]) else (float(row[low]), float(row[high]))
