"""Making: what a report is made from is gathered, and the report is made of it.

Everything comes from `Sources`, where it is released first. A library that stands beside others is compared with what
each of them released; a library with an earlier wave is followed up to the wave of the report. Whoever makes many
reports compares once and hands the same `Compared` to all of them.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from analysis.disclosure import Comparison, Followed, Released, follow_library, map_opportunities
from analysis.errors import Fault, ToolkitError
from analysis.exchange.circle import ALL_LIBRARIES, Circle, Compared, compare_circle, draw_circle
from analysis.exchange.sources import Source, Sources
from analysis.guide import load_words
from analysis.report.brand import Brand
from analysis.report.consortium import compose_consortium
from analysis.report.contents import compose_report
from analysis.report.model import Report
from analysis.report.request import CONSORTIUM, Request, Results

__all__ = [
    "circle_of",
    "compare_for",
    "earlier_waves",
    "find_source",
    "gather_results",
    "make_report",
]


def make_report(
    sources: Sources, request: Request, brand: Brand | None = None, compared: Compared | None = None
) -> Report:
    """The report that `request` asks for; `compared` as `compare_for` gives it, where that is known already.

    Raises `ToolkitError` where there is no such library or wave, or the wished comparison cannot be made.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> from analysis.exchange.places import Place
    >>> with TemporaryDirectory() as folder:
    ...     sources = Place("sample_data", kept=Path(folder)).open()
    ...     make_report(sources, Request("marrow_bend", "2026")).library
    'Marrow Bend Community Library'
    """
    words = load_words(request.language)
    if request.library_id != CONSORTIUM:
        return compose_report(gather_results(sources, request, compared), words, request, brand)
    found = compared or compare_for(sources, request) or Compared(None)
    return compose_consortium(_comparison(found), words, request, brand, found.consortium, found.origins)


def gather_results(sources: Sources, request: Request, compared: Compared | None = None) -> Results:
    """What the report of one library is made from.

    Raises as `make_report`.
    """
    source = find_source(sources, request)
    released, circle = sources.released(source), circle_of(sources, request)
    comparison = None
    if circle:
        comparison = replace(_comparison(compared or compare_for(sources, request)), own=source.library_id)
    return Results(
        released,
        map_opportunities(released),
        comparison,
        _follow(sources, source, released),
        circle.peers if circle and not circle.is_all else None,
        audience=request.audience,
    )


def compare_for(sources: Sources, request: Request) -> Compared | None:
    """The comparison that `request` needs, made for no library in particular; None where it needs none.

    The consortium of libraries that are too small to be shown comes along where the report is about all libraries.
    """
    circle = circle_of(sources, request)
    if circle is None:
        return None
    name = load_words(request.language)("consortium.small.name")
    compared = None
    for step in compare_circle(sources, circle, name):
        if isinstance(step, Compared):
            compared = step
            if step.comparison and request.library_id != CONSORTIUM:
                break
    if compared is None or compared.comparison is None:
        return compared
    pooled = compared.consortium if request.library_id == CONSORTIUM else None
    return replace(compared, comparison=replace(compared.comparison, own=""), consortium=pooled)


def circle_of(sources: Sources, request: Request) -> Circle | None:
    """The libraries that `request` sets beside each other; None where it wants none, or there is no other."""
    if request.library_id != CONSORTIUM:
        source = find_source(sources, request)
        circle = None if request.beside == "none" else draw_circle(sources, source, request.beside)
        return circle if circle and len(circle.sources) > 1 else None
    everybody = [one for one in sources.all() if (one.is_sample, one.wave) == (request.is_sample, request.wave)]
    if not everybody:
        raise _unknown(sources, request)
    return draw_circle(sources, everybody[0], ALL_LIBRARIES)


def find_source(sources: Sources, request: Request) -> Source:
    """The library and wave of `request`.

    Raises `ToolkitError` where there is none.
    """
    wanted = (request.library_id, request.wave, request.is_sample)
    for source in sources.all():
        if (source.library_id, source.wave, source.is_sample) == wanted:
            return source
    raise _unknown(sources, request)


def earlier_waves(sources: Sources, source: Source) -> tuple[Source, ...]:
    """The waves of a library before that of `source`, the earliest first."""
    return tuple(one for one in sources.waves(source.place) if one.wave < source.wave)


def _follow(sources: Sources, source: Source, released: Released) -> Followed | None:
    """The library over those of its waves of which something may be told; None where that is not two of them."""
    waves = {one.wave: one for one in (*earlier_waves(sources, source), source)}
    results = [released if one == source else sources.released(one) for one in waves.values()]
    told = [one for one in results if not one.is_empty]
    if released.is_empty or len(told) == 1:
        return None
    linked = [sources.linked(waves[before.wave], waves[after.wave]) for before, after in pairwise(told)]
    return follow_library(told, linked)


def _comparison(compared: Compared | None) -> Comparison:
    if compared is None or compared.comparison is None:
        repair = "Look in the log for the reason, or make the report without a comparison."
        fault = Fault("comparison", "none", "libraries of one wave and one guide", repair)
        raise ToolkitError("The libraries could not be compared.", [fault])
    return compared.comparison


def _unknown(sources: Sources, request: Request) -> ToolkitError:
    known = ", ".join(f"{one.library_id} {one.wave}" for one in sources.all() if one.is_sample == request.is_sample)
    found = f"{request.library_id} {request.wave}".strip()
    fault = Fault("library and wave", found, known or "none yet", "Choose one of these.")
    return ToolkitError("There is no such library or wave.", [fault])
