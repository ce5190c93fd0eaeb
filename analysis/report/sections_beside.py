"""Section about other libraries: where the library stands among them, how much of that is chance, and who they are.

Nothing here ranks anybody. There is no such section where nothing is compared, or where the own library cannot be
placed.
"""

from __future__ import annotations

from collections.abc import Iterator

from analysis.disclosure.compared import INDEX, Comparison
from analysis.guide import Words
from analysis.present import wording
from analysis.present.figures import draw_caterpillar, draw_funnel
from analysis.present.html import HtmlTable
from analysis.present.numbers import quote_names
from analysis.present.standing import Placed, read_libraries, read_placed, say_finding
from analysis.present.tables_libraries import table_libraries, table_spread, table_standing
from analysis.present.wording.qualities import most_wanted
from analysis.report.blocks import figure, headed, passage, said, table
from analysis.report.model import Block
from analysis.report.request import Results

__all__ = ["LONGEST", "NEAREST", "libraries", "say_beside"]

Blocks = tuple[Block, ...]

LONGEST = 25
"""A longer table is for who wants everything."""

NEAREST = 10
"""So many other libraries stand in a shortened table."""

MOST_MEASURES = {"board": 1, "staff": 1, "director": 3, "researcher": 3}
"""So many measures are drawn beside the index."""

BRIEF = 5
"""So many columns of a standing are for everybody: who, how many, its own answers, chance allowed for, likely range."""


def libraries(results: Results, words: Words) -> Blocks:
    """Where the library stands in the index and in what stands out, who the others are, and what chance makes."""
    comparison = results.comparison
    if comparison is None or not _is_placed(comparison):
        return ()
    average = _average(results, comparison, words) if results.to_decide else ()
    return (
        *_others(results, comparison, words),
        *_standings(results, comparison, words),
        *headed(words("report.heading.average"), average),
    )


def say_beside(comparison: Comparison, words: Words) -> Iterator[str]:
    """Where the library stands in the index, and in what else it differs by more than chance; nothing if not placed."""
    if not _is_placed(comparison):
        return
    yield f"{say_finding(read_placed(comparison, words, INDEX), words)}."
    for side in ("above", "below"):
        names = [placed.label for placed in _differing(comparison, words) if placed.own and placed.own.differs == side]
        if names:
            yield words(f"report.beside.{side}", names=quote_names(names, words))


def _is_placed(comparison: Comparison) -> bool:
    """Whether the own library and at least one other may be told in the index."""
    standing = comparison.of(INDEX)
    return len(standing) > 1 and comparison.own in set(standing["library_id"])


def _differing(comparison: Comparison, words: Words) -> list[Placed]:
    """The measures beside the index in which the own library differs by more than chance."""
    placed = (read_placed(comparison, words, measure) for measure in comparison.measures if measure != INDEX)
    return [one for one in placed if one.own and one.own.differs]


def _measures(results: Results, comparison: Comparison, words: Words) -> list[str]:
    """The index, then where the library differs by more than chance, then what its staff want most."""
    differing = [placed.measure for placed in _differing(comparison, words)]
    wanted = [quality for quality in most_wanted(results.released) if _is_told(comparison, quality)]
    found = dict.fromkeys([*differing, *wanted])
    return [INDEX, *list(found)[: MOST_MEASURES[results.audience]]]


def _is_told(comparison: Comparison, measure: str) -> bool:
    standing = comparison.of(measure)
    return len(standing) > 1 and comparison.own in set(standing["library_id"])


def _standings(results: Results, comparison: Comparison, words: Words) -> Blocks:
    """Every library in one measure after the other; what holds for all of them is said once."""
    limits = words("sentences.standing.limits")
    known, blocks = {limits}, []
    for measure in _measures(results, comparison, words):
        ranks = wording.say_ranks(comparison, words, measure) if results.to_decide else ()
        told = [text for text in (*wording.say_standing(comparison, words, measure), *ranks) if text not in known]
        known |= set(told)
        blocks += [*passage(told), *_drawn(results, comparison, measure, words)]
    return (*blocks, *said(limits, "quiet"))


def _drawn(results: Results, comparison: Comparison, measure: str, words: Words) -> Blocks:
    full, placed = table_standing(comparison, words, measure), read_placed(comparison, words, measure)
    behind = full if results.in_full else _shortened(full, placed, comparison)
    drawn = figure(f"caterpillar_{measure}", draw_caterpillar(comparison, words, measure), behind)
    if len(behind.frame) == len(full.frame):
        return drawn
    left_out = words("report.nearest", count=len(behind.frame) - 1, total=len(placed.standings))
    return (*drawn, *said(left_out, "quiet"))


def _shortened(full: HtmlTable, placed: Placed, comparison: Comparison) -> HtmlTable:
    """The columns for everybody; of many libraries the own one and those nearest to it, in the order of their names."""
    frame = full.frame.iloc[:, :BRIEF]
    if len(frame) <= LONGEST or placed.own is None:
        return HtmlTable(full.caption, frame)
    middle = placed.own.middle
    nearest = sorted(placed.standings, key=lambda one: (not one.library.is_own, abs(one.middle - middle)))
    kept = {one.library.library_id for one in nearest[: NEAREST + 1]}
    hidden = {library.library_id for library in placed.hidden}
    ordered = sorted(read_libraries(comparison), key=lambda one: one.library_id in hidden)
    rows = [row for row, library in enumerate(ordered) if library.library_id in kept]
    return HtmlTable(full.caption, frame.iloc[rows].reset_index(drop=True))


def _others(results: Results, comparison: Comparison, words: Words) -> Blocks:
    """Beside whom the library is looked at, and why; who they are, for who decides."""
    if results.peers is None:
        told = said(words("report.all_libraries", count=len(comparison.libraries) - 1, wave=comparison.wave))
    else:
        told = passage(wording.say_peers(results.peers, comparison, words), words("sentences.peers.limits"))
    who = table_libraries(comparison, words)
    is_shown = results.in_full or (results.to_decide and len(who.frame) <= LONGEST)
    return (*told, *((table("libraries", who),) if is_shown else ()))


def _average(results: Results, comparison: Comparison, words: Words) -> Blocks:
    """Whether answers may be averaged for a library at all; with funnel and numbers for who wants everything."""
    told = passage(wording.say_averages(comparison, words), words("sentences.averages.limits"))
    if not results.in_full:
        return told
    return (*told, *figure("funnel_index", draw_funnel(comparison, words, INDEX), table_spread(comparison, words)))
