"""Branching: from telling nothing to telling more, in steps that depend on nothing but what has been told.

A `Telling` is what may be told about one group: how many of its people gave each of some answers. At first
nothing is told. Then the groups come in turn, the largest first, and each of their counts. The counts that are
still possible are cut in two, the half with the true count is told, and so on. A cut is made *only if both
halves are safe to tell*, the half that is not true as well as the one that is. Where no cut is safe the count
stays as it is.

So each decision follows from what has been told before it and from who is in which group. Whoever runs these
rules on every possible set of answers finds that exactly those end in the same release which fit what is told:
*which* figures are told less exactly tells nothing beyond the figures. The audit of what is told is therefore
the audit of everything.

An audit takes the longer the more kinds of people there are. Beside many kinds a small group, and beside very
many any group, is not told by itself; what follows about it from the others is known all the same. Who is in
which group decides that, never an answer and never a clock.

Of two cuts that are both safe the one nearer to the middle is made. No safe way to cut is missed by cutting in
two: if a finer division is safe piece by piece, so are both sides of each of its cuts, since whatever is
possible in a piece is possible in a range that holds it. For the same reason the places where both halves are
safe lie next to each other, and are found by halving.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.disclosure.audit import SEARCHES, audit, find_reach
from analysis.disclosure.ranges import Finest, cut_places
from analysis.disclosure.system import Cells, Statement, System

__all__ = ["Ranges", "Telling", "tell_safely"]

FEW, CROWD, THRONG = 10, 45, 250
"""Fewer than `FEW` people beside a crowd of slots, or anybody beside a throng, take too long to audit.

Where a group has several counts half a throng is enough.
"""

KEPT = 20

Ranges = tuple[tuple[int, int], ...]
"""The smallest and the largest number of each count of a telling."""


@dataclass(frozen=True)
class Telling:
    """How many of the `members` (people, bool) gave which answers, and the finest pieces that may be told.

    `answers` (counts × answers, bool) says which answers each count takes together, `counts` how many gave
    them.
    """

    members: np.ndarray
    answers: np.ndarray
    counts: tuple[int, ...]
    finest: Finest = Finest.COUNT

    @property
    def n(self) -> int:
        """The people behind the counts."""
        return int(self.members.sum())

    @property
    def silence(self) -> Ranges:
        """The ranges that say nothing."""
        return ((0, self.n),) * len(self.counts)

    def statements(self, ranges: Ranges) -> tuple[Statement, ...]:
        """What a reader learns from `ranges`."""
        told = zip(self.answers, ranges, strict=True)
        return tuple(Statement(self.members, answers, *ends) for answers, ends in told)


def tell_safely(
    options: np.ndarray,
    tellings: Sequence[Telling],
    given: Sequence[Statement] = (),
    searches: int = SEARCHES,
    throng: int = THRONG,
) -> tuple[Ranges, ...]:
    """For each of the `tellings` the ranges that a reader may know: what is told, and what follows from it.

    `options` (people × answers, bool) are the answers that each person may have given; `given` has been told
    already and must be safe alone. A range that was not told but follows from the others is among the result. In a
    system of more than `throng` slots (half of that where a group has several counts) nothing is told.
    """
    told = [telling.silence for telling in tellings]
    worlds = np.empty((0, len(options)), dtype=int)
    for at in sorted(range(len(tellings)), key=lambda at: -tellings[at].n):
        known = [*given, *_statements(tellings, told, but=at)]
        told[at], worlds = _refined(options, known, tellings[at], worlds, searches, throng)
    return _what_follows(options, tellings, told, given)


def _statements(tellings: Sequence[Telling], told: Sequence[Ranges], but: int) -> list[Statement]:
    """What a reader learns from the tellings that say something, without one of them."""
    pairs = enumerate(zip(tellings, told, strict=True))
    spoken = [(telling, ranges) for at, (telling, ranges) in pairs if at != but and ranges != telling.silence]
    return [statement for telling, ranges in spoken for statement in telling.statements(ranges)]


def _refined(
    options: np.ndarray, known: list[Statement], telling: Telling, worlds: np.ndarray, searches: int, throng: int
) -> tuple[Ranges, np.ndarray]:
    """The counts of a telling, told as exactly as is safe beside the `known` statements, and possible `worlds`.

    `worlds` (worlds × people, positions of answers) are where the audits begin; there are more of them afterwards.
    """
    cells = System(options, (*known, *telling.statements(telling.silence))).cells
    places = _places(telling, len(cells.cell), throng)
    if not len(places):
        return telling.silence, worlds
    branch = _Branch(cells, [cells.count(world) for world in worlds], searches)
    for statement, count in enumerate(telling.counts, len(known)):
        branch = _narrowed(branch, statement, count, places)
    ends = np.column_stack([branch.cells.low, branch.cells.high])[len(known) :]
    return tuple((low, high) for low, high in ends.tolist()), branch.people_worlds()


def _places(telling: Telling, slots: int, throng: int = THRONG) -> np.ndarray:
    """Where the counts of a telling may be cut in a system of so many `slots`; nowhere if that takes too long."""
    most = throng if len(telling.counts) == 1 else throng // 2
    if slots > most or (slots > CROWD and telling.n < FEW):
        return np.empty(0, dtype=int)
    return cut_places(telling.n, telling.finest)


def _narrowed(branch: _Branch, statement: int, count: int, places: np.ndarray) -> _Branch:
    """The branch in which one statement, whose true value is `count`, is cut as often as is safe."""
    low, high, worlds = find_reach(branch.cells, statement)
    branch.worlds.extend(worlds)
    places = places[(places >= low) & (places < high)]
    while (halves := _safe_halves(branch, statement, places)) is not None:
        cut = halves[0].cells.high[statement]
        branch, places = (halves[1], places[places > cut]) if count > cut else (halves[0], places[places < cut])
    return branch


@dataclass(frozen=True)
class _Branch:
    """What has been told so far as `cells`, and possible `worlds` (each slots) that grow with every audit."""

    cells: Cells
    worlds: list[np.ndarray]
    searches: int

    def half(self, statement: int, low: int, high: int) -> _Branch | None:
        """The branch in which one statement is told as `low` … `high` at most, or None if that is not safe."""
        at = np.arange(len(self.cells.low)) == statement
        cells = replace(
            self.cells,
            low=np.where(at, np.maximum(low, self.cells.low), self.cells.low),
            high=np.where(at, np.minimum(high, self.cells.high), self.cells.high),
        )
        found = audit(cells, self._stacked_worlds(), self.searches)
        self.worlds.extend(found.worlds)
        return replace(self, cells=cells) if found.is_safe else None

    def people_worlds(self) -> np.ndarray:
        """The latest worlds that fit, as answers of people (worlds × people)."""
        worlds = self._stacked_worlds()
        latest = worlds[self.cells.fits(worlds)][-KEPT:]
        place = np.arange(len(self.cells.cell_of))
        spread = [self.cells.answers(world, order) for world in latest for order in (place, -place)]
        return np.array(spread, dtype=int).reshape(len(spread), len(place))

    def _stacked_worlds(self) -> np.ndarray:
        return np.array(self.worlds, dtype=int).reshape(len(self.worlds), len(self.cells.cell))


def _safe_halves(branch: _Branch, statement: int, places: np.ndarray) -> tuple[_Branch, _Branch] | None:
    """Both sides of the cut nearest to the middle of which both are safe, or None if there is none."""
    low, high = 0, len(places) - 1
    most = int(branch.cells.people.sum())
    while low <= high:
        at = (low + high) // 2
        lower = branch.half(statement, 0, int(places[at]))
        upper = branch.half(statement, int(places[at]) + 1, most)
        if lower and upper:
            return lower, upper
        if not lower and not upper:
            return None
        low, high = (low, at - 1) if lower else (at + 1, high)
    return None


def _what_follows(
    options: np.ndarray, tellings: Sequence[Telling], told: Sequence[Ranges], given: Sequence[Statement]
) -> tuple[Ranges, ...]:
    """The ranges of all tellings as they follow from what is told."""
    pairs = zip(tellings, told, strict=True)
    cells = System(
        options, (*given, *(entry for telling, ranges in pairs for entry in telling.statements(ranges)))
    ).cells
    ends = iter([find_reach(cells, at)[:2] for at in range(len(given), len(cells.low))])
    return tuple(tuple(next(ends) for _ in telling.counts) for telling in tellings)
