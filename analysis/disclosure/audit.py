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

Worlds come from HiGHS, an integer program with the two answers as bounds. A program whose linear relaxation
has no solution ends there; the others are searched up to a number of nodes (never a time, so that the same
survey gives the same result on every machine). What is not shown to be possible counts as impossible. A
world counts only after its whole numbers were checked again, and one world settles many pairs.

What this does not do: it does not guard against two or more staff who put their answers together, and it
reads nothing out of *which* figures were coarsened.

Source: Fischetti & Salazar 2001 (Management Science 47:1008–1027) on auditing tables by integer programs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import numpy as np

from analysis.disclosure.exchange import pairs_near
from analysis.disclosure.system import Cells, System

__all__ = ["SEARCHES", "Audit", "Exposure", "cheapest_easing", "find_exposure", "find_world", "settle", "start_audit"]

NODES = 200
SEARCHES = 400


@dataclass(frozen=True)
class Exposure:
    """Two different people, by position, and an answer of each, that do not go together with what is told."""

    person: int
    answer: int
    colleague: int
    colleague_answer: int


@dataclass(frozen=True)
class Audit:
    """How far an audit has come: the `cells`, and the `pending` pairs of slots (slots × slots).

    A world that fits what is told still fits when less is told, so pairs that are settled stay settled.
    """

    cells: Cells
    pending: np.ndarray

    def eased(self, low: np.ndarray, high: np.ndarray) -> Audit:
        """The audit of the same statements with wider ranges."""
        return replace(self, cells=replace(self.cells, low=low, high=high))


def start_audit(system: System, known: np.ndarray) -> Audit:
    """The audit of a system, begun from one way to answer (`known`, positions of answers) that fits it."""
    cells = system.cells
    pairs = _all_pairs(cells)
    return Audit(cells, pairs & ~pairs_near(cells, cells.count(known), pairs))


def settle(audit: Audit, searches: int = SEARCHES) -> tuple[Audit, tuple[int, int] | None]:
    """Settle pairs until one is left that cannot be shown to be possible; that pair of slots, or None.

    After so many `searches` for a world whatever pair is next counts as not possible.
    """
    cells, pending = audit.cells, audit.pending.copy()
    for search in count():
        if not pending.any():
            break
        pair = _hardest_pair(pending)
        world = find_world(cells, pair, _worth(pending, *pair)) if search < searches else None
        if world is None:
            return replace(audit, pending=pending), pair
        pending &= ~_pairs_in(world)
        pending &= ~pairs_near(cells, world, pending)
    return replace(audit, pending=pending), None


def find_exposure(system: System, known: np.ndarray) -> Exposure | None:
    """Two answers of two people that what is told excludes together, or None if the system is safe.

    `known` (people, positions of answers) is one way to answer that fits all that is told, where the search
    begins. A system of a single person counts as safe: there is no colleague.

    >>> from analysis.disclosure.system import Statement
    >>> everybody, yes, options = np.ones(6, dtype=bool), np.array([True, False]), np.ones((6, 2), dtype=bool)
    >>> nobody_says_yes = np.ones(6, dtype=int)
    >>> find_exposure(System(options, (Statement(everybody, yes, 0, 2),)), nobody_says_yes) is None
    True
    >>> find_exposure(System(options, (Statement(everybody, yes, 0, 1),)), nobody_says_yes)
    Exposure(person=0, answer=0, colleague=5, colleague_answer=0)
    """
    audit, pair = settle(start_audit(system, known))
    if pair is None:
        return None
    cells, (first, second) = audit.cells, pair
    person = np.flatnonzero(cells.cell_of == cells.cell[first])[0]
    colleague = np.flatnonzero(cells.cell_of == cells.cell[second])[-1]
    return Exposure(int(person), int(cells.answer[first]), int(colleague), int(cells.answer[second]))


def find_world(cells: Cells, pair: tuple[int, int], worth: np.ndarray) -> np.ndarray | None:
    """A possible world (slots) in which two people fill a `pair` of slots, with as much `worth` as is easy to find."""
    rows = [_Rows(_whole_cells(cells), cells.people, cells.people), _Rows(cells.sums, cells.low, cells.high)]
    floor = np.bincount(pair, minlength=len(cells.cell))
    solution = _solve(-worth, rows, floor, cells.people[cells.cell], gap=0.5)
    return solution if solution is not None and cells.fits(solution) else None


def cheapest_easing(
    cells: Cells, pair: tuple[int, int], wider: tuple[np.ndarray, np.ndarray], owner: np.ndarray, price: np.ndarray
) -> np.ndarray | None:
    """Which tellings (bool) have to be told less exactly, at the lowest `price` in all, to make a `pair` possible.

    `wider` are the ends (statements) that would be told then, `owner` (statements) the telling that each
    statement belongs to, −1 for those that stay. None where no choice of tellings is found to help.
    """
    slots, tellings = len(cells.cell), len(price)
    owned = (owner[:, None] == np.arange(tellings)).astype(int)
    none = np.zeros((len(cells.people), tellings), dtype=int)
    rows = [
        _Rows(np.hstack([_whole_cells(cells), none]), cells.people, cells.people),
        _Rows(np.hstack([cells.sums, owned * (cells.low - wider[0])[:, None]]), cells.low, np.inf),
        _Rows(np.hstack([cells.sums, owned * (cells.high - wider[1])[:, None]]), -np.inf, cells.high),
    ]
    floor = np.bincount(pair, minlength=slots + tellings)
    ceiling = np.concatenate([cells.people[cells.cell], np.ones(tellings, dtype=int)])
    solution = _solve(np.concatenate([np.zeros(slots), price]), rows, floor, ceiling, gap=0.0)
    return None if solution is None else solution[slots:] > 0


@dataclass(frozen=True)
class _Rows:
    """Linear conditions: `low` ≤ `matrix` @ x ≤ `high`, each end one number or one for each row."""

    matrix: np.ndarray
    low: Any
    high: Any


def _solve(
    cost: np.ndarray, rows: list[_Rows], floor: np.ndarray, ceiling: np.ndarray, gap: float
) -> np.ndarray | None:
    """Whole numbers within `floor` … `ceiling` that meet all `rows` at a low `cost`, or None if none are found."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    ends: Any = (floor, ceiling)
    conditions = [LinearConstraint(csr_array(part.matrix), part.low, part.high) for part in rows if part.matrix.size]
    found = milp(
        cost,
        integrality=np.ones(len(cost)),
        bounds=Bounds(*ends),
        constraints=conditions,
        options={"node_limit": NODES, "mip_rel_gap": gap},
    )
    if found.x is None:
        return None
    solution = np.rint(found.x).astype(int)
    return solution if np.all(solution >= floor) else None


def _whole_cells(cells: Cells) -> np.ndarray:
    return (cells.cell == np.arange(len(cells.people))[:, None]).astype(int)


def _all_pairs(cells: Cells) -> np.ndarray:
    """Slots × slots: which two slots two different people could fill; each pair once."""
    one_person = (cells.cell[:, None] == cells.cell) & (cells.people[cells.cell] == 1)
    return np.triu(~one_person)


def _pairs_in(world: np.ndarray) -> np.ndarray:
    """Slots × slots: which pairs of answers two different people give in a world."""
    given = world >= 1
    pairs = np.outer(given, given)
    np.fill_diagonal(pairs, world >= 2)
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
