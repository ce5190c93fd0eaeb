"""Comparison sources: beside which libraries one is looked at, and how they are brought together.

Peers follow from public facts alone; all libraries of the wave are compared only when somebody asks. Every library is
released by itself, the quick ones first, and one that cannot be released is named and left out. Samples and own
libraries never stand in one comparison.

Libraries that are too small to be shown alone are also released together, as a consortium. It takes part where all
are compared, or where the library looked at is a member of it: there it is what can be seen of it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TypeVar

import pandas as pd

from analysis.disclosure import Provenance, Released
from analysis.disclosure.compared import Comparison
from analysis.disclosure.comparing import compare_libraries
from analysis.disclosure.consortium import Membership
from analysis.exchange.sources import Source, Sources
from analysis.measures.peers import Peers, choose_peers

__all__ = ["ALL_LIBRARIES", "PEERS", "Circle", "Compared", "Progress", "compare_circle", "draw_circle"]

PEERS, ALL_LIBRARIES = "peers", "all"
"""Beside whom a library is looked at."""

OF_ALL_STAFF = ("marks", "bands", "maturity")
"""The frames that are compared; of each the rows about all staff."""

Result = TypeVar("Result")

LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True)
class Circle:
    """A library and those beside it, `scope` being `PEERS` or `ALL_LIBRARIES`.

    `everybody` are all libraries of the wave, itself among them; `small` are those of them that are too small to be
    shown.
    """

    own: Source
    scope: str
    peers: Peers
    everybody: tuple[Source, ...]
    small: Membership

    @property
    def sources(self) -> tuple[Source, ...]:
        """The libraries that are compared, the own one first, then from the smallest to the largest."""
        wanted = {source.library_id for source in self.everybody} if self.is_all else set(self.peers.members)
        return (self.own, *(one for one in self.everybody if one.library_id in wanted and one != self.own))

    @property
    def is_all(self) -> bool:
        """Whether all libraries of the wave are compared."""
        return self.scope == ALL_LIBRARIES

    @property
    def joins(self) -> bool:
        """Whether the consortium takes part: there is one, and all are compared, or the own library is a member."""
        is_whole = len(self.sources) == len(self.everybody)
        return not self.small.reason and (is_whole or self.own.library_id in self.small.members)


@dataclass(frozen=True)
class Progress:
    """So many of the libraries have been prepared; `is_pooling` when only the consortium is left."""

    done: int
    total: int
    is_pooling: bool = False


@dataclass(frozen=True)
class Compared:
    """What came out: the comparison, the consortium, and the names of libraries that could not be prepared.

    `comparison` is None where it could not be made, `consortium` where there is none. `is_complete` is False as long as
    the consortium is still being prepared. `origins` say what the released results of single libraries came from, by
    library and wave.
    """

    comparison: Comparison | None
    consortium: Released | None = None
    failed: tuple[str, ...] = ()
    is_complete: bool = True
    origins: Mapping[tuple[str, str], Provenance] = field(default_factory=dict)


@dataclass
class Gathered:
    """The released libraries so far, and those that could not be."""

    results: list[Released] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def draw_circle(sources: Sources, own: Source, scope: str) -> Circle:
    """The circle around `own`."""
    peers = choose_peers(sources.facts(own), own.library_id)
    return Circle(own, scope, peers, sources.beside(own), sources.small(own))


def compare_circle(sources: Sources, circle: Circle, consortium_name: str) -> Iterator[Progress | Compared]:
    """Release the libraries of `circle` one by one and compare them.

    What is done so far comes before each library; `Compared` comes last, and also as soon as there is something to
    look at while the consortium is still missing.
    """
    gathered, total = Gathered(), len(circle.sources)
    for done, source in enumerate(circle.sources):
        yield Progress(done, total)
        _gather(sources, source, gathered)
    yield Progress(total, total)
    failed = tuple(gathered.failed)
    origins = {(one.library_id, one.wave): one.provenance for one in gathered.results}
    compared = Compared(None, failed=failed, is_complete=bool(circle.small.reason), origins=origins)
    if not circle.joins:
        compared = replace(compared, comparison=_compare(sources, circle, gathered.results))
        yield compared
    if circle.small.reason:
        return
    yield Progress(total, total, is_pooling=True)
    consortium = _attempt(lambda: sources.consortium(circle.own, consortium_name))
    if circle.joins:
        added = [consortium] if consortium else []
        compared = replace(compared, comparison=_compare(sources, circle, [*gathered.results, *added]))
    yield replace(compared, consortium=consortium, is_complete=True)


def _gather(sources: Sources, source: Source, gathered: Gathered) -> None:
    released = _attempt(lambda: sources.released(source))
    if released is None:
        gathered.failed.append(source.name)
    else:
        gathered.results.append(_lean(released))


def _lean(released: Released) -> Released:
    """What is compared of a library and no more, so that hundreds of them fit beside each other."""
    compared: dict[str, pd.DataFrame] = {name: released.group(name) for name in OF_ALL_STAFF}
    for one in fields(released):
        frame = getattr(released, one.name)
        if isinstance(frame, pd.DataFrame) and one.name not in (*OF_ALL_STAFF, "respondents"):
            compared[one.name] = frame.head(0).copy()
    return replace(released, **compared)


def _compare(sources: Sources, circle: Circle, results: list[Released]) -> Comparison | None:
    facts, own = sources.facts(circle.own), circle.own.library_id
    return _attempt(lambda: compare_libraries(results, facts, own))


def _attempt(do: Callable[[], Result | None]) -> Result | None:
    """What `do` returns, or None where that fails: one library must not take away the page of all others."""
    try:
        return do()
    except Exception:
        LOGGER.exception("A part of a comparison could not be prepared.")
        return None
