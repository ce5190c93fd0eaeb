"""Contents: which sections a report has for whom, and the report that is made of them.

The order is that of the questions people ask: what was found, who answered, what it means for us, what to do next, and
what cannot be shown. A **board** reads a few pages: what, how sure, what next. **Staff** read what they said, in their
own words where these are released, and what happens next. A **director** gets everything that helps to decide. A
**researcher** gets everything, by every group, with every table and the methods in full. Whoever asks for sections by
name gets just these, in the order in which they were named.

A library about whose answers nothing may be told has sections of its own, to talk about, whoever reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from analysis.errors import Fault, ToolkitError
from analysis.guide import Words
from analysis.report.absent import say_absent
from analysis.report.brand import Brand
from analysis.report.model import Block, Report, Section
from analysis.report.request import Request, Results
from analysis.report.sections_beside import libraries
from analysis.report.sections_change import change
from analysis.report.sections_groups import groups
from analysis.report.sections_leaning import leaning, situations
from analysis.report.sections_maturity import maturity, qualities
from analysis.report.sections_methods import methods, methods_full
from analysis.report.sections_next import next_steps
from analysis.report.sections_people import answered, withheld
from analysis.report.sections_plan import plan
from analysis.report.sections_strategies import opportunities, strategies
from analysis.report.sections_summary import summary
from analysis.report.sections_team import team_sections
from analysis.report.sections_written import goals, tour

__all__ = ["BY_AUDIENCE", "SECTIONS", "compose_report"]

Blocks = tuple[Block, ...]

SECTIONS: Mapping[str, Callable[[Results, Words], Blocks]] = {
    "summary": summary,
    "answered": answered,
    "maturity": maturity,
    "qualities": qualities,
    "groups": groups,
    "leaning": leaning,
    "situations": situations,
    "strategies": strategies,
    "opportunities": opportunities,
    "tour": tour,
    "goals": goals,
    "libraries": libraries,
    "change": change,
    "next_steps": next_steps,
    "plan": plan,
    "withheld": withheld,
    "methods": lambda results, words: (methods_full if results.to_decide else methods)(results, words),
}
"""What each section says, in the order of the whole; empty where there is nothing to show."""

BY_AUDIENCE: Mapping[str, tuple[str, ...]] = {
    "board": (
        "summary",
        "answered",
        "maturity",
        "qualities",
        "groups",
        "libraries",
        "change",
        "next_steps",
        "plan",
        "withheld",
        "methods",
    ),
    "staff": (
        "summary",
        "answered",
        "qualities",
        "leaning",
        "situations",
        "tour",
        "goals",
        "change",
        "next_steps",
        "plan",
        "withheld",
        "methods",
    ),
    "director": tuple(SECTIONS),
    "researcher": tuple(SECTIONS),
}
"""The sections for each audience, in their order. Director and researcher differ in how much each section shows."""


def compose_report(results: Results, words: Words, request: Request, brand: Brand | None = None) -> Report:
    """The report of one library that `request` asks for, in the language of `words`.

    Raises `ToolkitError` for a section that there is not.
    """
    released = results.released
    seen = replace(results, audience=request.audience)
    is_told = not released.is_empty and released.team_guide is None
    sections = _sections(seen, words, request) if is_told else _to_talk_about(seen, words, request)
    return Report(
        title=words("report.title"),
        subtitle=words(f"report.subtitle.{request.audience}", wave=released.wave),
        library=released.library_name or released.library_id,
        wave=released.wave,
        language=words.language,
        sections=sections,
        request=request,
        brand=brand or Brand(),
        origins={(released.library_id, released.wave): released.provenance},
    )


def _sections(results: Results, words: Words, request: Request) -> tuple[Section, ...]:
    _check(request.sections, tuple(SECTIONS))
    asked = request.sections or BY_AUDIENCE[request.audience]
    made = (_section(name, results, words, bool(request.sections)) for name in asked)
    return tuple(section for section in made if section.blocks)


def _section(name: str, results: Results, words: Words, is_asked: bool) -> Section:
    blocks = SECTIONS[name](results, words) or say_absent(name, results, words, is_asked)
    return Section(name, words(f"report.section.{name}"), blocks)


def _to_talk_about(results: Results, words: Words, request: Request) -> tuple[Section, ...]:
    """The sections of a library of which nothing may be told; all of them unless some of just these are asked for.

    Whoever makes many reports asks for the same sections of all libraries; those with numbers are not to be had here.
    """
    sections = {section.id: section for section in team_sections(results, words)}
    _check(request.sections, (*SECTIONS, *sections))
    asked = [name for name in request.sections if name in sections]
    return tuple(sections[name] for name in asked or sections)


def _check(asked: tuple[str, ...], known: tuple[str, ...]) -> None:
    """Refuse sections that there are not."""
    repair = "Choose among these, or leave the sections out to get those of the audience."
    faults = [Fault("sections", repr(name), ", ".join(known), repair) for name in asked if name not in known]
    if faults:
        raise ToolkitError("There is no such section.", faults)
