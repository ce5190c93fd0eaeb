"""Wandering: from the true answers to other worlds that fit everything released, one small change after the other.

A world is what everybody may have answered to the situations of the continuum. One step gives one person another
answer, or lets two people exchange theirs, and is taken if all that is told of that situation and of the overall
leaning is still true. Everybody has a mood, a place on the continuum to go to, which changes now and then. Wandering
finds no proof that something is impossible; it shows much as possible, cheaply.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from analysis.measures.camps import class_places
from analysis.tally.scores import SITUATIONS_NEEDED
from tests.attack.sight import CLASSES

STEPS = 10
"""A situation's position takes the values 0, 10 … 100: so many steps from one end to the other."""

PLACE_OF = class_places(np.arange(STEPS + 1) * 100 / STEPS, len(CLASSES))
NOBODY = -1
MOODS = 0.06
"""How often somebody who is to move gets another mood first."""


@dataclass(frozen=True)
class Row:
    """What is told of one scope: so many people of a group stand in some of the classes."""

    scope: int
    people: np.ndarray
    places: np.ndarray
    low: int
    high: int


def places_of_steps(steps: np.ndarray) -> np.ndarray:
    """People × scopes: the class of each situation and, last, of the mean of a person's situations; -1 if blank."""
    overall = [overall_places(int((row >= 0).sum()))[row[row >= 0].sum()] for row in steps]
    return np.column_stack([np.where(steps >= 0, PLACE_OF[steps], NOBODY), np.array(overall, dtype=int)])


def overall_places(situations: int) -> np.ndarray:
    """The class overall for each sum of steps of somebody with so many situations; -1 for too few of them."""
    sums = np.arange(STEPS * situations + 1)
    if situations < SITUATIONS_NEEDED:
        return np.full(len(sums), NOBODY)
    return class_places(sums * 100 / (STEPS * situations), len(CLASSES))


@dataclass
class Walk:
    """One walk of the `free` people from `steps` (people × situations, -1 blank), within everything told.

    `seen` (people × scopes × classes) is where everybody has stood on the way.
    """

    steps: np.ndarray
    rows: tuple[Row, ...]
    free: np.ndarray
    rng: np.random.Generator
    seen: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.steps = self.steps.copy()
        self.places = places_of_steps(self.steps)
        self.overall = self.steps.shape[1]
        self.means = [overall_places(int(count)) for count in (self.steps >= 0).sum(axis=1)]
        self.sums = np.where(self.steps >= 0, self.steps, 0).sum(axis=1)
        told = [[row for row in self.rows if row.scope == scope] for scope in range(self.overall + 1)]
        people, places = len(self.steps), len(CLASSES)
        self.inside = [np.array([row.people for row in part], dtype=int).reshape(-1, people).T for part in told]
        self.counted = [np.array([row.places for row in part], dtype=int).reshape(-1, places).T for part in told]
        self.low, self.high = ([np.array([getattr(row, end) for row in part]) for part in told] for end in _ENDS)
        self.counts = [self._counts(scope) for scope in range(self.overall + 1)]
        self.seen = np.zeros((people, self.overall + 1, places), dtype=bool)
        self.moods = self.rng.integers(0, STEPS + 1, people)

    def go(self, tries: int) -> Walk:
        """Try so many changes."""
        able = [(int(person), np.flatnonzero(self.steps[person] >= 0)) for person in self.free]
        able = [(person, given) for person, given in able if len(given)]
        for _ in range(tries if able else 0):
            person, given = able[self.rng.integers(len(able))]
            if self.rng.random() < MOODS:
                self.moods[person] = self.rng.integers(0, STEPS + 1)
            self._step(person, int(given[self.rng.integers(len(given))]))
        return self

    def _step(self, person: int, situation: int) -> None:
        other = int(self.free[self.rng.integers(len(self.free))])
        mood, mine, theirs = self.moods[person], int(self.steps[person, situation]), int(self.steps[other, situation])
        if self.rng.random() < 0.5:
            self._move(situation, [(person, min(max(int(mood + self.rng.integers(-1, 2)), 0), STEPS))])
        elif theirs >= 0 and abs(theirs - mood) < abs(mine - mood):
            self._move(situation, [(person, theirs), (other, mine)])

    def _move(self, situation: int, changes: list[tuple[int, int]]) -> None:
        """Make these changes, if everything that is told stays true."""
        counts, overall = self.counts[situation], self.counts[self.overall]
        means = []
        for person, value in changes:
            counts = counts + self._change(situation, person, int(PLACE_OF[value]))
            sums = self.sums[person] + value - self.steps[person, situation]
            mean = int(self.means[person][sums])
            if mean != self.places[person, self.overall]:
                overall = overall + self._change(self.overall, person, mean)
            means.append((sums, mean))
        if not (self._fits(situation, counts) and self._fits(self.overall, overall)):
            return
        self.counts[situation], self.counts[self.overall] = counts, overall
        for (person, value), (sums, mean) in zip(changes, means, strict=True):
            self.steps[person, situation], self.sums[person] = value, sums
            self.places[person, [situation, self.overall]] = PLACE_OF[value], mean
            self.seen[person, situation, PLACE_OF[value]] = True
            if mean != NOBODY:
                self.seen[person, self.overall, mean] = True

    def _change(self, scope: int, person: int, place: int) -> np.ndarray:
        """How the counts of a scope change if a person moves to another class there."""
        counted = self.counted[scope]
        return self.inside[scope][person] * (counted[place] - counted[self.places[person, scope]])

    def _fits(self, scope: int, counts: np.ndarray) -> bool:
        return bool(((self.low[scope] <= counts) & (counts <= self.high[scope])).all())

    def _counts(self, scope: int) -> np.ndarray:
        stands = self.places[:, scope]
        return (self.inside[scope] * self.counted[scope][stands] * (stands != NOBODY)[:, None]).sum(axis=0)


_ENDS = ("low", "high")
