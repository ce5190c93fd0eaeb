"""Contents: which sections a report has for whom, and the report that is made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.guide import Words
from analysis.report.brand import Brand
from analysis.report.model import Block, Report, Section
from analysis.report.request import Request, Results
from analysis.report.sections_maturity import maturity, qualities, summary
from analysis.report.sections_people import answered, withheld

__all__ = ["BY_AUDIENCE", "SECTIONS", "compose_report"]

Blocks = tuple[Block, ...]

SECTIONS: Mapping[str, Callable[[Results, Words], Blocks]] = {
    section.__name__: section for section in (summary, answered, maturity, qualities, withheld)
}
"""What each section says; an empty one is left out."""

BY_AUDIENCE: Mapping[str, tuple[str, ...]] = {
    "board": ("summary", "answered", "maturity", "qualities", "withheld"),
    "staff": ("summary", "answered", "qualities", "maturity", "withheld"),
    "director": ("summary", "answered", "maturity", "qualities", "withheld"),
    "researcher": tuple(SECTIONS),
}
"""The sections for each audience, in their order."""


def compose_report(results: Results, words: Words, request: Request, brand: Brand | None = None) -> Report:
    """The report of one library that `request` asks for, in the language of `words`."""
    released = results.released
    asked = request.sections or BY_AUDIENCE[request.audience]
    made = ((name, SECTIONS[name](results, words)) for name in asked)
    sections = tuple(Section(name, words(f"report.section.{name}"), blocks) for name, blocks in made if blocks)
    return Report(
        title=words("report.title"),
        subtitle=words("report.subtitle", wave=released.wave),
        library=released.library_name or released.library_id,
        wave=released.wave,
        language=words.language,
        sections=sections,
        request=request,
        brand=brand or Brand(),
        origins={(released.library_id, released.wave): released.provenance},
    )
