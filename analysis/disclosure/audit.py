"""Audit: could a reader, who may be one of the staff, work out what a colleague answered?

The reader knows who is in which group, who answered, all that was told, and their own answer. A *possible
world* is a way to give everybody an answer that fits all that was told. The audit asks one question:

    For any two people and any two answers of theirs: is there a possible world in which the one gave the
    first answer and the other gave the second?

If so, what was told is safe, in three respects that need no further computation:

- *A reader from outside* can rule out no answer of anybody, since every answer of a person occurs in one of
  these pairs.
- *An insider* who adds their own answer still meets, for every colleague, a world with each answer of that
  colleague. No answer can be concluded, and none can be excluded.
- *No group is unanimous, nor unanimous but for one.* In any group of two or more, told or not, there may be
  two people with a given answer, and there may be two without it. So of `n` people the possible counts of
  each answer reach at least to 2 and down to at most `n` − 2.

The question is asked of the statements alone and never of the answers, so whether a set of statements is safe
does not depend on what was really answered, only on what is told.

Worlds come from HiGHS, an integer program with the two answers as bounds. Its linear relaxation is solved first:
where that has no solution there is none, and where its solution is whole it is the one that was looked for. The
others are searched up to a number of nodes (never a time, so that the same survey gives the same result on every
machine). What is not shown to be possible counts as impossible. A world counts only after its whole numbers were
checked again, and one world settles many pairs.

What this does not do: it does not guard against two or more staff who put their answers together.

Source: Fischetti & Salazar 2001 (Management Science 47:1008–1027) on auditing tables by integer programs.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np

from analysis.disclosure.neighbours import pairs_near
from analysis.disclosure.system import Cells, System

__all__ = ["SEARCHES", "Audit", "Exposure", "audit", "find_exposure", "find_reach", "find_world"]

NODES = 200
SEARCHES = 400
ROUNDING = 1e-6
GAP = 0.5


@dataclass(frozen=True)
class Exposure:
    """Two different people, by position, and an answer of each, that do not go together with what is told."""

    person: int
    answer: int
    colleague: int
    colleague_answer: int


@dataclass(frozen=True)
class Audit:
    """What an audit found: `exposed`, the first pair of slots not shown to be possible (None if there is none),
    and `worlds` (worlds × slots), the possible worlds that it had to find."""

    exposed: tuple[int, int] | None
    worlds: np.ndarray

    @property
    def is_safe(self) -> bool:
        """Whether every pair was shown to be possible."""
        return self.exposed is None


def audit(cells: Cells, known: np.ndarray, searches: int = SEARCHES) -> Audit:
    """Look for a possible world for every pair of slots, until one is left that cannot be shown to be possible.

    `known` (worlds × slots) are worlds of a wider system; those that fit this one are where the search begins.
    They must not come from what was really answered. After so many `searches` for a world whatever pair is
    next counts as not possible.
    """
    worlds = known[cells.fits(known)]
    pending = _all_pairs(cells) & ~_pairs_in(worlds)
    for world in worlds[-1:]:
        pending &= ~pairs_near(cells, world, pending)
    found = []
    for search in count():
        if not pending.any():
            break
        pair = _hardest_pair(pending)
        world = find_world(cells, pair, _worth(pending, *pair)) if search < searches else None
        if world is None:
            return Audit(pair, _stacked(found, cells))
        found.append(world)
        pending &= ~_pairs_in(world[None])
        pending &= ~pairs_near(cells, world, pending)
    return Audit(None, _stacked(found, cells))


def find_exposure(system: System) -> Exposure | None:
    """Two answers of two people that what is told excludes together, or None if the system is safe.

    A system of a single person counts as safe: there is no colleague.

    >>> from analysis.disclosure.system import Statement
    >>> everybody, yes, options = np.ones(6, dtype=bool), np.array([True, False]), np.ones((6, 2), dtype=bool)
    >>> find_exposure(System(options, (Statement(everybody, yes, 0, 2),))) is None
    True
    >>> find_exposure(System(options, (Statement(everybody, yes, 0, 1),)))
    Exposure(person=0, answer=0, colleague=5, colleague_answer=0)
    """
    cells = system.cells
    pair = audit(cells, np.empty((0, len(cells.cell)), dtype=int)).exposed
    if pair is None:
        return None
    first, second = pair
    person = np.flatnonzero(cells.cell_of == cells.cell[first])[0]
    colleague = np.flatnonzero(cells.cell_of == cells.cell[second])[-1]
    return Exposure(int(person), int(cells.answer[first]), int(colleague), int(cells.answer[second]))


def find_world(cells: Cells, pair: tuple[int, int], worth: np.ndarray) -> np.ndarray | None:
    """A possible world (slots) in which two people fill a `pair` of slots, with as much `worth` as is easy to find."""
    floor = np.bincount(pair, minlength=len(cells.cell))
    for whole in (False, True):
        found = _solve(cells, -worth, floor, whole)
        if found.x is None:
            return None
        world = _whole(found.x, floor)
        if _fits(world, cells):
            return world
    return None


def find_reach(cells: Cells, statement: int) -> tuple[int, int, np.ndarray]:
    """The smallest and the largest count that a statement may have in a possible world, and worlds that have them.

    They come from the linear relaxation, so they may be wider than need be but never too narrow.
    """
    low, high = int(cells.low[statement]), int(cells.high[statement])
    if low == high:
        return low, high, _stacked([], cells)
    told, floor = cells.sums[statement], np.zeros(len(cells.cell), dtype=int)
    down, up = (_solve(cells, cost, floor, whole=False) for cost in (told, -told))
    if down.fun is not None:
        low = max(low, int(np.ceil(down.fun - ROUNDING)))
    if up.fun is not None:
        high = min(high, int(np.floor(ROUNDING - up.fun)))
    worlds = (_whole(found.x, floor) for found in (down, up) if found.x is not None)
    return low, high, _stacked([world for world in worlds if _fits(world, cells)], cells)


def _solve(cells: Cells, cost: np.ndarray, floor: np.ndarray, whole: bool) -> Any:
    """How many people fill each slot, at least `floor`, at a low `cost`; in `whole` numbers, or in any."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    per_cell = (cells.cell == np.arange(len(cells.people))[:, None]).astype(int)
    sums: list[tuple[Any, Any, Any]] = [(per_cell, cells.people, cells.people), (cells.sums, cells.low, cells.high)]
    bounds: Any = Bounds
    return milp(
        cost,
        integrality=np.full(len(cost), int(whole)),
        bounds=bounds(floor, cells.people[cells.cell]),
        constraints=[LinearConstraint(csr_array(added), low, high) for added, low, high in sums if len(added)],
        options={"node_limit": NODES, "mip_rel_gap": GAP},
    )


def _whole(x: np.ndarray, floor: np.ndarray) -> np.ndarray:
    """Solutions up to rounding as whole numbers; no fewer than `floor`, so that rounding loses nobody."""
    return np.maximum(np.rint(x).astype(int), floor)


def _fits(world: np.ndarray, cells: Cells) -> bool:
    return bool(cells.fits(world[None])[0])


def _stacked(worlds: list[np.ndarray], cells: Cells) -> np.ndarray:
    return np.array(worlds, dtype=int).reshape(len(worlds), len(cells.cell))


def _all_pairs(cells: Cells) -> np.ndarray:
    """Slots × slots: which two slots two different people could fill; each pair once."""
    one_person = (cells.cell[:, None] == cells.cell) & (cells.people[cells.cell] == 1)
    return np.triu(~one_person)


def _pairs_in(worlds: np.ndarray) -> np.ndarray:
    """Slots × slots: which pairs of answers two different people give in some of the worlds."""
    given = (worlds >= 1).astype(float)
    pairs = given.T @ given > 0
    np.fill_diagonal(pairs, (worlds >= 2).any(axis=0))
    return pairs


def _hardest_pair(pending: np.ndarray) -> tuple[int, int]:
    """A pending pair whose slots are in as many other pending pairs as possible, so that a world settles many."""
    either_way = pending | pending.T
    degree = either_way.sum(axis=1)
    first = int(np.argmax(degree))
    second = int(np.argmax(np.where(either_way[first], degree, -1)))
    return min(first, second), max(first, second)


def _worth(pending: np.ndarray, first: int, second: int) -> np.ndarray:
    """How much each slot (slots) would add to a world that holds a pair: the pending pairs with it, and others."""
    either_way = pending | pending.T
    with_pair = either_way[first].astype(float) + either_way[second]
    return with_pair + either_way.mean(axis=1)
