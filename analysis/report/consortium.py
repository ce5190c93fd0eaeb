"""Consortium: the report of all libraries of a wave together, from their comparison.

It says how many libraries took part, in what they differ by more than chance, what may be told of each by name, and
what those too small to be shown say together. It ranks nobody. The same audiences read it as the report of one library:
a **board** and **staff** the findings, who is not shown, and what libraries can ask each other; a **director** also
what may be told of each library; a **researcher** every table, funnels, and the methods in full.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from analysis.disclosure import Comparison, Released
from analysis.disclosure.released import Provenance
from analysis.errors import Fault, ToolkitError
from analysis.guide import Words
from analysis.report.brand import Brand
from analysis.report.contents import SECTIONS
from analysis.report.model import Block, Report, Section
from analysis.report.request import Request
from analysis.report.sections_consortium import (
    Together,
    hidden,
    index,
    libraries,
    marks,
    people,
    qualities,
    small,
    spread,
    summary,
    talk,
)
from analysis.report.sections_consortium_methods import methods

__all__ = ["CONSORTIUM_SECTIONS", "FOR_AUDIENCE", "compose_consortium"]

PREFIX = "consortium_"

CONSORTIUM_SECTIONS: Mapping[str, Callable[[Together], tuple[Block, ...]]] = {
    f"{PREFIX}{section.__name__}": section
    for section in (summary, people, index, qualities, libraries, marks, spread, small, hidden, talk, methods)
}
"""What each section says, in the order of the whole; empty where there is nothing to show."""

READ_BY_ALL = ("summary", "index", "qualities", "small", "hidden", "talk", "methods")

FOR_AUDIENCE: Mapping[str, tuple[str, ...]] = {
    "board": tuple(f"{PREFIX}{name}" for name in READ_BY_ALL),
    "staff": tuple(f"{PREFIX}{name}" for name in ("summary", "qualities", "index", *READ_BY_ALL[3:])),
    "director": tuple(CONSORTIUM_SECTIONS),
    "researcher": tuple(CONSORTIUM_SECTIONS),
}
"""The sections for each audience, in their order."""


def compose_consortium(
    comparison: Comparison,
    words: Words,
    request: Request,
    brand: Brand | None = None,
    pooled: Released | None = None,
    origins: Mapping[tuple[str, str], Provenance] | None = None,
) -> Report:
    """The report of all libraries of `comparison` that `request` asks for, in the language of `words`.

    `pooled` are the libraries that are too small to be shown, released as one. `origins` say what the released
    results behind the comparison came from, by library and wave; those of `pooled` are added. Sections of one library
    that `request` names are left out here, since whoever makes many reports asks for the same everywhere.

    Raises `ToolkitError` for a section that there is not.
    """
    known = dict(origins or {}) | ({(pooled.library_id, pooled.wave): pooled.provenance} if pooled else {})
    all_of = Together(_named(comparison, words), words, request.audience, pooled, known)
    count = len(all_of.single)
    return Report(
        title=words("report.title"),
        subtitle=words("consortium.subtitle", wave=comparison.wave, count=count),
        library=words("consortium.name", count=count),
        wave=comparison.wave,
        language=words.language,
        sections=_sections(all_of, request),
        request=request,
        brand=brand or Brand(),
        origins=known,
    )


def _sections(all_of: Together, request: Request) -> tuple[Section, ...]:
    _check(request.sections)
    asked = [name for name in request.sections if name in CONSORTIUM_SECTIONS] or FOR_AUDIENCE[request.audience]
    made = ((name, CONSORTIUM_SECTIONS[name](all_of)) for name in asked)
    return tuple(
        Section(name, all_of.words(f"consortium.section.{name.removeprefix(PREFIX)}"), blocks)
        for name, blocks in made
        if blocks
    )


def _named(comparison: Comparison, words: Words) -> Comparison:
    """The same, without a library of one's own, and with the small ones called what they are in this language."""
    table = comparison.libraries.copy()
    table.loc[table["members"] > 1, "name"] = words("consortium.small.name")
    return replace(comparison, own="", libraries=table)


def _check(asked: tuple[str, ...]) -> None:
    known = (*CONSORTIUM_SECTIONS, *SECTIONS)
    repair = "Choose among these, or leave the sections out to get those of the audience."
    faults = [Fault("sections", repr(name), ", ".join(known), repair) for name in asked if name not in known]
    if faults:
        raise ToolkitError("There is no such section.", faults)
