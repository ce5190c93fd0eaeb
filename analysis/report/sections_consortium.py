"""Sections of a consortium: what may be told of all libraries of a wave, and of the small ones together.

Whether libraries differ at all comes first, then in what; a library is named as above or below only where that is more
than chance. Tables go by name, and there is no place in an order but for researchers, where its range stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from analysis.disclosure import Released
from analysis.disclosure.compared import INDEX, Comparison
from analysis.disclosure.released import Provenance
from analysis.guide import Words
from analysis.present import figures, tables, wording
from analysis.present.numbers import join_names, quote_names, say_why
from analysis.present.standing import Library, Placed, read_libraries, read_placed, say_finding
from analysis.present.tables_libraries import table_libraries, table_spread
from analysis.report.blocks import figure, headed, passage, said, table
from analysis.report.consortium_tables import (
    FULL_HEADS,
    name_library,
    table_chance,
    table_funnel,
    table_marks,
    table_placed,
    table_sides,
    table_told,
)
from analysis.report.model import Block, Bullets, Heading, KeyFigure, KeyFigures, Note, Paragraph
from analysis.report.sections_beside import LONGEST

__all__ = [
    "Together",
    "hidden",
    "index",
    "libraries",
    "marks",
    "people",
    "qualities",
    "small",
    "spread",
    "summary",
    "talk",
]

Blocks = tuple[Block, ...]

MOST_DRAWN = 2
"""So many measures, those with the least chance in them, are drawn for who reads a few pages."""


@dataclass(frozen=True)
class Together:
    """What a report of all libraries is made from: their comparison, and the small ones released as one, if they are.

    `audience` decides how much is shown. `origins` are the released results behind the comparison, where known.
    """

    comparison: Comparison
    words: Words
    audience: str
    pooled: Released | None
    origins: dict[tuple[str, str], Provenance]

    @property
    def to_decide(self) -> bool:
        """Whether the readers decide with it, and want to know what is behind a finding."""
        return self.audience in ("director", "researcher")

    @property
    def in_full(self) -> bool:
        """Whether the readers want everything."""
        return self.audience == "researcher"

    @cached_property
    def single(self) -> tuple[Library, ...]:
        """The libraries by themselves, told or not, by name."""
        return tuple(library for library in read_libraries(self.comparison) if library.members == 1)

    @cached_property
    def shown(self) -> tuple[Library, ...]:
        """The libraries that may be shown by themselves."""
        return tuple(library for library in self.single if not library.reason)

    @cached_property
    def measured(self) -> tuple[Placed, ...]:
        """All libraries in each of the measures."""
        return tuple(read_placed(self.comparison, self.words, measure) for measure in self.comparison.measures)

    @cached_property
    def apart(self) -> tuple[Placed, ...]:
        """The measures in which libraries differ by more than chance."""
        return tuple(placed for placed in self.measured if placed.between.is_apart)


def summary(all_of: Together) -> Blocks:
    """How many libraries took part, in what they differ beyond chance, and how figures are to be read."""
    words = all_of.words
    found = Bullets(tuple(f"{say_finding(placed, words)}." for placed in all_of.apart))
    return (
        *said(_say_apart(all_of), "lead"),
        KeyFigures(tuple(_key_figures(all_of))),
        *said(_say_means(all_of)),
        *((*said(words("consortium.glance.found")), found) if all_of.apart else ()),
        Paragraph(words("consortium.glance.by_name"), "quiet"),
    )


def people(all_of: Together) -> Blocks:
    """Who took part: how many libraries may be shown, and what is publicly known of each."""
    words, sizes = all_of.words, [library.n for library in all_of.shown]
    counted = {"shown": len(sizes), "libraries": len(all_of.single)}
    if not sizes:
        return said(words("consortium.people.told_none", libraries=len(all_of.single)))
    told = words("consortium.people.told", fewest=min(sizes), most=max(sizes), **counted)
    return (*said(told), table("libraries", table_libraries(all_of.comparison, words)))


def index(all_of: Together) -> Blocks:
    """Where the libraries stand on the maturity index, as far as that is more than chance."""
    placed = next(one for one in all_of.measured if one.measure == INDEX)
    return tuple(_measures(all_of, [placed]))


def qualities(all_of: Together) -> Blocks:
    """In what the libraries differ: everything that is compared, and a figure where it is more than chance."""
    words = all_of.words
    apart = [placed for placed in all_of.apart if placed.measure != INDEX]
    surest = sorted(apart, key=lambda placed: placed.between.chance or 0.0)[:MOST_DRAWN]
    drawn = [placed for placed in apart if all_of.to_decide or placed in surest]
    rest = [placed.label for placed in apart if placed not in drawn]
    more = words("consortium.chance.more", names=quote_names(rest, words), count=len(rest)) if rest else ""
    chance = table("chance", table_chance(all_of.comparison, words))
    return (*said(words.many("consortium.chance.text")), chance, *said(more), *_measures(all_of, drawn))


def libraries(all_of: Together) -> Blocks:
    """What may be told of each library, by name; nothing where none may be shown."""
    if not all_of.shown:
        return ()
    words = all_of.words
    return (*said(words("consortium.glance.by_name")), table("told", table_told(all_of.comparison, words)))


def marks(all_of: Together) -> Blocks:
    """How many see each quality in each library, by name; nothing where none may be shown."""
    return (table("marks", table_marks(all_of.comparison, all_of.words)),) if all_of.shown else ()


def spread(all_of: Together) -> Blocks:
    """Whether the answers of people may be averaged into figures of their libraries, and how far libraries differ."""
    comparison, words = all_of.comparison, all_of.words
    averages = wording.say_averages(comparison, words)
    limit = averages[-1]
    nearer = [text for text in wording.say_may_average(comparison, words, INDEX) if text not in averages]
    evidence = table("spread", table_spread(comparison, words))
    return (*passage(averages, limit), *passage(nearer), *((evidence,) if all_of.in_full else ()))


def small(all_of: Together) -> Blocks:
    """What the libraries that are too small to be shown say together; nothing where they are not released."""
    pooled, words = all_of.pooled, all_of.words
    if pooled is None or pooled.is_empty:
        return ()
    spoken_of = replace(pooled, library_name=words("consortium.small.spoken_of"))
    n = int(pooled.group("respondents")["n"].iloc[0])
    counted = words("consortium.small.together", count=len(pooled.members), wave=pooled.wave, n=n)
    inside = any(library.members > 1 for library in read_libraries(all_of.comparison))
    drawn = figures.draw_dumbbell(spoken_of, words)
    return (
        *said((counted, words("consortium.small.inside") if inside else "")),
        *said(wording.say_in_one_sentence(spoken_of, words), "lead"),
        *passage(_say_index(spoken_of, words)),
        *figure("dumbbell_small", drawn, tables.table_marks(spoken_of, words)),
        Heading(words("consortium.small.members")),
        *said((join_names(_member_names(all_of, pooled), words), words("consortium.small.why"))),
    )


def hidden(all_of: Together) -> Blocks:
    """Which libraries are not shown, and why."""
    words = all_of.words
    reasons: dict[str, list[str]] = {}
    for library in all_of.single:
        if library.reason:
            reasons.setdefault(library.reason, []).append(library.name)
    if not reasons:
        return said(words("consortium.small.nobody"))
    minimum = all_of.comparison.guide.policy.minimum_group
    lines = tuple(
        words("consortium.small.line", names=join_names(names, words), why=say_why(reason, words, minimum))
        for reason, names in reasons.items()
    )
    return (*said(words("consortium.small.hidden", count=sum(map(len, reasons.values())))), Bullets(lines))


def talk(all_of: Together) -> Blocks:
    """Questions for a meeting of libraries, and what a comparison cannot say."""
    words = all_of.words
    return (
        Bullets(words.many("consortium.talk.open")),
        Paragraph(words("consortium.talk.rules"), "quiet"),
        Note(words("consortium.talk.limits_title"), words.many("consortium.talk.limits")),
    )


def _measures(all_of: Together, chosen: Sequence[Placed]) -> Iterator[Block]:
    """One measure after the other, each under its name where there are several; what holds for all is said once."""
    limits = all_of.words("sentences.standing.limits")
    known = {limits}
    for placed in chosen:
        told = wording.say_standing(all_of.comparison, all_of.words, placed.measure)
        new = [text for text in told if text not in known]
        known |= set(told)
        blocks = (*passage(new), *_drawn(all_of, placed))
        yield from headed(placed.label, blocks) if len(chosen) > 1 else blocks
    yield from said(limits if chosen else "", "quiet")


def _drawn(all_of: Together, placed: Placed) -> Blocks:
    """The libraries in one measure, and for researchers what chance alone would do; nothing for fewer than two."""
    if len(placed.standings) < 2:
        return ()
    comparison, words, measure = all_of.comparison, all_of.words, placed.measure
    caterpillar = f"caterpillar_{measure}", figures.draw_caterpillar(comparison, words, measure)
    if not all_of.in_full:
        behind = table_placed if len(placed.standings) <= LONGEST else table_sides
        return figure(*caterpillar, behind(comparison, words, measure))
    standing = figure(*caterpillar, table_placed(comparison, words, measure, FULL_HEADS))
    lines = table_funnel(comparison, words, measure)
    if lines.frame.empty:
        return standing
    return (*standing, *figure(f"funnel_{measure}", figures.draw_funnel(comparison, words, measure), lines))


def _say_apart(all_of: Together) -> str:
    """In which of the measures libraries differ by more than chance."""
    words = all_of.words
    told = [placed for placed in all_of.measured if placed.between.p_adjusted is not None]
    if not told:
        return words("consortium.chance.unknown")
    kind = "none" if not all_of.apart else "all" if len(all_of.apart) == len(told) else "some"
    names = quote_names([placed.label for placed in all_of.apart], words)
    return words(f"consortium.chance.{kind}", measures=len(told), names=names)


def _say_means(all_of: Together) -> str:
    mean = all_of.measured[0].between.grand
    if mean is None:
        return ""
    total = len(all_of.comparison.guide.qualities)
    return all_of.words("consortium.glance.means", seen=round(total * mean / 100), total=total, index=round(mean))


def _key_figures(all_of: Together) -> Iterator[KeyFigure]:
    words = all_of.words
    yield KeyFigure(str(len(all_of.single)), words("consortium.glance.libraries"))
    yield KeyFigure(str(len(all_of.shown)), words("consortium.glance.shown"))
    if all_of.shown:
        yield KeyFigure(str(sum(library.n for library in all_of.shown)), words("consortium.glance.answered"))
        counted = {"apart": len(all_of.apart), "measures": len(all_of.measured)}
        yield KeyFigure(words("consortium.glance.apart_value", **counted), words("consortium.glance.apart"))


def _say_index(pooled: Released, words: Words) -> tuple[str, ...]:
    """The index of the small ones together, where it may be told."""
    if pooled.group("maturity")["withheld"].iloc[0]:
        return ()
    return wording.say_maturity(pooled, words)[1:]


def _member_names(all_of: Together, pooled: Released) -> list[str]:
    names = {library.library_id: name_library(library, all_of.words) for library in all_of.single}
    return sorted((names.get(member, member) for member in pooled.members), key=str.casefold)
