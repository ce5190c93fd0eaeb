"""Neighbours: possible worlds that lie next to a known one.

An integer program finds one world at a time, but an audit asks about every pair of answers. Most pairs are
settled more cheaply: start from a world that is known to be possible and let a few people change their
answers so that all that was told stays true. Such a *move* changes one or two answers within the room that
the told ranges leave, or four answers that cancel out in every group. Several moves are looked for into each
slot; two moves that do not get into each other's way can be made together, and then their two slots are
filled in one world.

Nothing is concluded from a pair that is not found here; the audit then asks the integer program.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from analysis.disclosure.system import Cells

__all__ = ["pairs_near"]

WAYS = 2
SEED = 20260
FLIPS = 4


@dataclass(frozen=True)
class _Flips:
    """Single changes of answer in a world: `out` of one slot `into` another of the same `cell`.

    `shift` (flips × statements) is what each does to the sums that were told. The last flip is to do nothing;
    its slots are −1.
    """

    out: np.ndarray
    into: np.ndarray
    cell: np.ndarray
    shift: np.ndarray

    @property
    def nothing(self) -> int:
        return len(self.cell) - 1


@dataclass(frozen=True)
class _Way:
    """A move into each slot: whether there is one (slots), the slots that people leave and enter (`FLIPS` ×
    slots), and its shift of the sums that were told (slots × statements)."""

    exists: np.ndarray
    out: np.ndarray
    into: np.ndarray
    shift: np.ndarray


def pairs_near(cells: Cells, world: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Slots × slots: which of the `wanted` pairs of slots two people fill in some world next to `world` (slots).

    A pair is marked only if the world that holds it fits all that was told.
    """
    flips = _flips(cells, world)
    room = cells.low - cells.sums @ world, cells.high - cells.sums @ world
    ways = [_way(flips, move) for move in _moves_into_slots(flips, _moves(flips, room), world)]
    first, second = np.nonzero(wanted)
    found = np.zeros_like(wanted)
    for way, other in product(ways, repeat=2):
        together = _together(world, room, (way, other), (first, second))
        found[first[together], second[together]] = True
        first, second = first[~together], second[~together]
        if not len(first):
            break
    return found


def _flips(cells: Cells, world: np.ndarray) -> _Flips:
    out, into = np.nonzero((cells.cell[:, None] == cells.cell) & ~np.eye(len(world), dtype=bool))
    possible = world[out] > 0
    out, into = out[possible], into[possible]
    shift = (cells.sums[:, into] - cells.sums[:, out]).T.astype(np.int16)
    shift = np.vstack([shift, np.zeros((1, shift.shape[1]), dtype=np.int16)])
    return _Flips(np.append(out, -1), np.append(into, -1), np.append(cells.cell[out], -1), shift)


def _moves(flips: _Flips, room: tuple[np.ndarray, np.ndarray]) -> list[np.ndarray]:
    """Sets of flips that leave all that was told true: (moves × 2) and (moves × 4), in random order."""
    rng = np.random.default_rng(SEED)
    first, second = np.triu_indices(len(flips.cell), 1)
    shuffled = rng.permutation(np.flatnonzero(flips.cell[first] != flips.cell[second]))
    pairs = np.column_stack([first[shuffled], second[shuffled]])
    shift = flips.shift[pairs[:, 0]] + flips.shift[pairs[:, 1]]
    fits = ((shift >= room[0]) & (shift <= room[1])).all(axis=1)
    return [pairs[fits], _cancelling(flips, pairs, shift, room, rng)]


def _cancelling(
    flips: _Flips,
    pairs: np.ndarray,
    shift: np.ndarray,
    room: tuple[np.ndarray, np.ndarray],
    rng: np.random.Generator,
) -> np.ndarray:
    """For pairs of flips, another pair each that undoes what the first does to every exact sum (moves × 4)."""
    exact = np.where(room[0] == room[1], rng.integers(1, 2**40, shift.shape[1]), 0)
    key = shift.astype(np.int64) @ exact
    order = np.argsort(key, kind="stable")
    start, end = (np.searchsorted(key[order], -key, side=side) for side in ("left", "right"))
    has_partner = np.flatnonzero(end > start)
    span = (end - start)[has_partner]
    partner = order[start[has_partner] + (rng.random(len(span)) * span).astype(int)]
    fours = np.hstack([pairs[has_partner], pairs[partner]])
    used = np.sort(flips.cell[fours], axis=1)
    apart = (np.diff(used, axis=1) != 0).all(axis=1)
    total = shift[has_partner] + shift[partner]
    fits = ((total >= room[0]) & (total <= room[1])).all(axis=1)
    return fours[apart & fits]


def _moves_into_slots(flips: _Flips, moves: list[np.ndarray], world: np.ndarray) -> list[np.ndarray]:
    """Several arrays (slots × `FLIPS`): a move into each slot, as flips; −1 in a row where there is none.

    The first move into a slot that the world fills already is to do nothing.
    """
    chosen = [np.where(world[:, None] > 0, np.full(FLIPS, flips.nothing), -1)]
    for kind in moves:
        padding = np.full((len(kind), FLIPS - kind.shape[1]), flips.nothing)
        chosen += _first_moves(flips, np.hstack([kind, padding]), len(world))
    return chosen


def _first_moves(flips: _Flips, moves: np.ndarray, slots: int) -> list[np.ndarray]:
    move, place = np.nonzero(moves != flips.nothing)
    into = flips.into[moves[move, place]]
    order = np.argsort(into, kind="stable")
    rank = np.arange(len(order)) - np.searchsorted(into[order], into[order])
    chosen = []
    for number in range(WAYS):
        at = order[rank == number]
        into_slot = np.full((slots, FLIPS), -1)
        into_slot[into[at]] = moves[move[at]]
        chosen.append(into_slot)
    return chosen


def _way(flips: _Flips, moves: np.ndarray) -> _Way:
    exists = moves[:, 0] >= 0
    flip = np.where(exists[:, None], moves, flips.nothing)
    return _Way(exists, flips.out[flip].T, flips.into[flip].T, flips.shift[flip].sum(axis=1))


def _together(
    world: np.ndarray,
    room: tuple[np.ndarray, np.ndarray],
    ways: tuple[_Way, _Way],
    slots: tuple[np.ndarray, np.ndarray],
) -> np.ndarray:
    """Pairs: whether the moves into two slots can be made in one world, which then fills both."""
    (way, other_way), (slot, other_slot) = ways, slots
    at = np.flatnonzero(way.exists[slot] & other_way.exists[other_slot])
    shift = way.shift[slot[at]] + other_way.shift[other_slot[at]]
    at = at[((shift >= room[0]) & (shift <= room[1])).all(axis=1)]
    together = np.zeros(len(slot), dtype=bool)
    if len(at):
        possible = ~_collide(world, way.out[:, slot[at]], other_way.out[:, other_slot[at]])
        together[at] = possible & _both_filled(world, (way, other_way), (slot[at], other_slot[at]))
    return together


def _both_filled(world: np.ndarray, ways: tuple[_Way, _Way], slots: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Pairs: whether two people fill the two slots after the moves into them."""
    needed = np.where(slots[0] == slots[1], 2, 1)
    filled = np.ones(len(needed), dtype=bool)
    for into in slots:
        change = sum(_change(way, move, into) for way, move in zip(ways, slots, strict=True))
        filled &= world[into] + change >= needed
    return filled


def _collide(world: np.ndarray, out: np.ndarray, other_out: np.ndarray) -> np.ndarray:
    """Whether two moves (flips × pairs) take two people out of a slot that has only one.

    A single move never takes two people out of one slot.
    """
    scarce = np.append(world == 1, False)
    collide = np.zeros(out.shape[1], dtype=bool)
    for one, other in product(out, other_out):
        collide |= (one == other) & scarce[one]
    return collide


def _change(way: _Way, move: np.ndarray, slot: np.ndarray) -> np.ndarray:
    """How many people more than before are in each `slot` after each `move` (both by pair)."""
    return (way.into[:, move] == slot).sum(axis=0) - (way.out[:, move] == slot).sum(axis=0)
