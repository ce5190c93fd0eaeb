"""Joint: what the overall leaning and the single situations tell together.

The overall position of a person is the mean of the person's situations. Whoever reads all scopes at once must find a
*world* that fits them all: six positions of everybody, whose means fit what is told overall. A colleague is found out
where every such world gives all colleagues of a kind the same answer.

Worlds are sought by integer programming, a few people at a time: some are free, the others answer as they truly did,
and each of these others is an insider who may live in that world. What no small world leaves in doubt is tried once
more with everybody free but the insider; so nothing is called safe without a world that shows it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from analysis.responses import Survey, with_leads
from analysis.tally import score_people
from analysis.tally.scores import BANDS, OVERALL, SITUATIONS_NEEDED
from tests.attack.attacker import rows_within
from tests.attack.sight import CLASSES, Results, told_of_scope
from tests.attack.wandering import NOBODY, PLACE_OF, STEPS, Row, Walk, overall_places, places_of_steps

QUESTIONS = (*BANDS, *CLASSES)
BELONGS = np.array([[question in place for place in CLASSES.items()] for question in QUESTIONS])
"""Question × class: whether who stands in the class is a yes."""

FREE = (6, 16)
"""How many people are free in a small world, at first and where that does not help."""

TRIES = 1200
"""How many changes are tried on a walk, for each person who walks."""

SMALL, WHOLE = {"time_limit": 5.0, "mip_rel_gap": 0.3}, {"time_limit": 20.0}


@dataclass(frozen=True)
class Staff:
    """Everybody who answered: `steps` (people × situations, -1 blank), who is of which kind, and all that is told.

    Scopes are numbered: the situations in the guide's order, and overall last.
    """

    scopes: tuple[str, ...]
    steps: np.ndarray
    kinds: np.ndarray
    rows: tuple[Row, ...]

    @cached_property
    def places(self) -> np.ndarray:
        """People × scopes: in which class everybody stands, -1 without a position."""
        return places_of_steps(self.steps)

    @cached_property
    def asked(self) -> np.ndarray:
        """Scopes × questions: the bands everywhere, the classes where any is told."""
        fine = [any(row.scope == scope and row.places.sum() == 1 for row in self.rows) for scope in self._numbers]
        return np.array([[question in BANDS or is_fine for question in QUESTIONS] for is_fine in fine])

    @property
    def _numbers(self) -> range:
        return range(len(self.scopes))

    def told_in(self, places: np.ndarray) -> list[bool]:
        """For everything that is told, whether it is true where people stand in `places`."""
        return [row.low <= _count(row, places, row.people) <= row.high for row in self.rows]


@dataclass(frozen=True)
class Learned:
    """What the scopes tell together: all colleagues of `kind` answer alike; `undecided` where time ran out first."""

    insider: int
    kind: int
    scope: str
    question: str
    is_yes: bool
    undecided: bool


@dataclass
class Doubts:
    """What is still to be cleared: insiders (an outsider last) × kinds × scopes × questions.

    In `no` all colleagues truly answer no, in `yes` all answer yes; a world in which one of them does not clears it.
    """

    staff: Staff
    no: np.ndarray = field(init=False)
    yes: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        people, kinds = len(self.staff.kinds), self.staff.kinds.max(initial=-1) + 1
        of_kind = np.arange(kinds)[:, None] == self.staff.kinds
        answered = self.staff.places >= 0
        yes = BELONGS.T[self.staff.places] & answered[:, :, None]
        own = np.concatenate([of_kind.T, np.zeros((1, kinds), dtype=bool)])
        mine = np.concatenate([yes, np.zeros((1, *yes.shape[1:]), dtype=bool)])
        counts = np.einsum("kp,psq->ksq", of_kind.astype(int), yes.astype(int)) - own[:, :, None, None] * mine[:, None]
        here = np.concatenate([answered, np.zeros((1, answered.shape[1]), dtype=bool)])
        sizes = (of_kind.astype(int) @ answered) - own[:, :, None] * here[:, None]
        is_open = (sizes > 0)[..., None] & self.staff.asked
        self.no = is_open & (counts == 0)
        self.yes = is_open & (counts == sizes[..., None])
        self.people = people

    def weights(self, insiders: np.ndarray) -> np.ndarray:
        """People × scopes × classes: how much it would clear if somebody stood there."""
        no, yes = (part[insiders].sum(axis=0) for part in (self.no, self.yes))
        return (no @ BELONGS + yes @ ~BELONGS)[self.staff.kinds]

    def clear(self, insiders: np.ndarray, seen: np.ndarray) -> int:
        """Clear what worlds leave in doubt in which people are `seen` in classes (people × scopes × classes).

        The `insiders` answer in these worlds as they truly did. Returns how much was cleared.
        """
        before = self.left(insiders)
        for person in np.flatnonzero(seen.any(axis=(1, 2))):
            kind, stands = self.staff.kinds[person], seen[person]
            self.no[insiders, kind] &= ~(stands @ BELONGS.T)
            self.yes[insiders, kind] &= ~(stands @ ~BELONGS.T)
        return before - self.left(insiders)

    def left(self, insiders: np.ndarray) -> int:
        """How much is still to be cleared for these insiders."""
        return int(self.no[insiders].sum() + self.yes[insiders].sum())


def staff_of(survey: Survey, results: Results) -> Staff:
    """The staff of a library, and what `results` tell of all scopes of the continuum."""
    people, scores = with_leads(survey.responses, survey.guide), score_people(survey.responses, survey.guide)
    scopes = (*survey.guide.situations, OVERALL)
    positions = scores[[f"position_{situation}" for situation in scopes[:-1]]].to_numpy(dtype=float)
    steps = np.where(np.isnan(positions), -1, np.round(positions * STEPS / 100)).astype(int)
    rows = []
    for number, scope in enumerate(scopes):
        for cohort, value, what, low, high in told_of_scope(results, scope):
            inside = (people[cohort] == value).to_numpy()
            rows.append(Row(number, inside, BELONGS[QUESTIONS.index(str(what))], low, high))
    known = np.hstack([np.array([row.people for row in rows]).reshape(len(rows), len(people)).T, steps >= 0])
    kinds = np.unique(known, axis=0, return_inverse=True)[1] if len(people) else np.zeros(0, dtype=int)
    return Staff(scopes, steps, kinds.ravel(), tuple(rows))


def attack_together(staff: Staff, seed: int = 0) -> Iterator[Learned]:
    """What somebody finds out from all scopes together, one by one."""
    rng, doubts = np.random.default_rng(seed), Doubts(staff)
    if not staff.rows:
        return
    _wander(doubts, rng)
    for size in FREE:
        _try_small_worlds(doubts, size, rng)
    for insider in range(doubts.people + 1):
        yield from _try_whole_world(doubts, insider)


def _wander(doubts: Doubts, rng: np.random.Generator) -> None:
    """Walks of half of the people, so chosen that of any two one stays while the other walks, twice."""
    everybody = np.arange(doubts.people)
    for bit in range(max(1, int(doubts.people - 1).bit_length())):
        for walks in (everybody >> bit & 1 == 1, everybody >> bit & 1 == 0):
            walk = Walk(doubts.staff.steps, doubts.staff.rows, np.flatnonzero(walks), rng)
            doubts.clear(np.append(np.flatnonzero(~walks), doubts.people), walk.go(TRIES * int(walks.sum())).seen)


def _try_small_worlds(doubts: Doubts, size: int, rng: np.random.Generator) -> None:
    stuck = np.zeros(doubts.people, dtype=bool)
    while True:
        left = doubts.weights(np.arange(doubts.people + 1)).sum(axis=(1, 2)) * ~stuck
        if not left.any():
            return
        first = int(np.argmax(left))
        left[first] = 0
        likely = np.where(np.arange(doubts.people) == first, 0, left + left.mean() + 1)
        others = rng.choice(doubts.people, min(size, doubts.people) - 1, replace=False, p=likely / likely.sum())
        free = np.array([first, *others])
        insiders = np.setdiff1d(np.arange(doubts.people + 1), free)
        cleared = _world(doubts, free, insiders, SMALL)[0]
        stuck[first] = not cleared


def _try_whole_world(doubts: Doubts, insider: int) -> Iterator[Learned]:
    free = np.delete(np.arange(doubts.people), [insider] if insider < doubts.people else [])
    insiders, is_sure = np.array([insider]), True
    while doubts.no[insider].any() or doubts.yes[insider].any():
        cleared, is_sure = _world(doubts, free, insiders, WHOLE)
        if not cleared:
            break
    for part, is_yes in ((doubts.no, False), (doubts.yes, True)):
        for kind, scope, question in np.argwhere(part[insider]):
            yield Learned(insider, int(kind), doubts.staff.scopes[scope], QUESTIONS[question], is_yes, not is_sure)


def _world(doubts: Doubts, free: np.ndarray, insiders: np.ndarray, options: dict[str, float]) -> tuple[int, bool]:
    """Look for a world that clears most; how much it cleared, and whether it is sure that none clears more."""
    program = Program(doubts.staff, free)
    steps, is_best = program.solve(doubts.weights(insiders), options)
    if steps is None:
        return 0, is_best
    seen = np.zeros((doubts.people, steps.shape[1] + 1, len(CLASSES)), dtype=bool)
    seen[free] = places_of_steps(steps)[:, :, None] == np.arange(len(CLASSES))
    return doubts.clear(insiders, seen), is_best


@dataclass(frozen=True)
class Program:
    """The integer program of one world: for each free person a step in each situation and a class overall."""

    staff: Staff
    free: np.ndarray

    def solve(self, wish: np.ndarray, options: dict[str, float]) -> tuple[np.ndarray | None, bool]:
        """The steps of the free people in which `wish` is largest, and whether that is sure."""
        owners, scopes, values = self._unknowns
        places = np.where(scopes == self._overall, values, PLACE_OF[np.minimum(values, STEPS)])
        found = milp(
            -wish[self.free[owners], scopes, places],
            integrality=np.ones(len(owners)),
            bounds=Bounds(0, 1),
            constraints=[*self._one_each(), *self._means(), self._told(places)],
            options=options,
        )
        if found.x is None:
            return None, found.status == 2
        steps, chosen = self.staff.steps[self.free].copy(), (found.x > 0.5) & (scopes != self._overall)
        steps[owners[chosen], scopes[chosen]] = values[chosen]
        return steps, found.status == 0

    @property
    def _overall(self) -> int:
        return len(self.staff.scopes) - 1

    @cached_property
    def _unknowns(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Of every unknown: which of the free people, which scope, and which step (overall: which class)."""
        owners, scopes = np.nonzero(self.staff.places[self.free] >= 0)
        sizes = np.where(scopes == self._overall, len(CLASSES), STEPS + 1)
        values = np.concatenate([np.arange(size) for size in sizes]) if len(sizes) else np.zeros(0, dtype=int)
        return np.repeat(owners, sizes), np.repeat(scopes, sizes), values

    def _one_each(self) -> Iterator[LinearConstraint]:
        owners, scopes, _ = self._unknowns
        cell = np.unique(owners * len(self.staff.scopes) + scopes, return_inverse=True)[1].ravel()
        rows = csr_array((np.ones(len(cell)), (cell, np.arange(len(cell)))))
        yield rows_within(rows, 1, 1)

    def _means(self) -> Iterator[LinearConstraint]:
        """The steps of a person add up to something that lies in the class overall."""
        owners, scopes, values = self._unknowns
        given = (self.staff.steps[self.free] >= 0).sum(axis=1)
        least, most = zip(*(ends_of(int(count)) for count in given), strict=True)
        people = len(self.free)
        for ends, low, high in ((np.array(least), 0, np.inf), (np.array(most), -np.inf, 0)):
            at_overall = scopes == self._overall
            weight = np.where(at_overall, -ends[owners, np.where(at_overall, values, 0)], values)
            counted = given[owners] >= SITUATIONS_NEEDED
            where = (owners[counted], np.flatnonzero(counted))
            rows = csr_array((weight[counted], where), shape=(people, len(owners)))
            yield rows_within(rows, low, high)

    def _told(self, places: np.ndarray) -> LinearConstraint:
        """What is told, less what the others have answered; what the free people cannot break is left out."""
        owners, scopes, _ = self._unknowns
        frozen = np.setdiff1d(np.arange(len(self.staff.kinds)), self.free)
        told: dict[bytes, tuple[np.ndarray, int, int]] = {}
        for row in self.staff.rows:
            there = _count(row, self.staff.places[frozen], row.people[frozen])
            low, high = row.low - there, row.high - there
            if low > 0 or high < row.people[self.free].sum():
                counted = (scopes == row.scope) & row.people[self.free[owners]] & row.places[places]
                _, least, most = told.get(counted.tobytes(), (counted, low, high))
                told[counted.tobytes()] = counted, max(low, least), min(high, most)
        rows, low, high = zip(*told.values(), strict=True) if told else ([np.zeros(len(owners))], [0], [0])
        return rows_within(csr_array(np.array(rows, dtype=float)), np.array(low), np.array(high))


def ends_of(situations: int) -> tuple[list[int], list[int]]:
    """The least and the largest sum of steps of each class overall, of somebody with so many situations."""
    places = overall_places(situations)
    sums = [np.flatnonzero(places == place) for place in range(len(CLASSES))]
    return [int(of.min(initial=STEPS * situations)) for of in sums], [int(of.max(initial=0)) for of in sums]


def _count(row: Row, places: np.ndarray, people: np.ndarray) -> int:
    stands = places[:, row.scope]
    return int((people & (stands != NOBODY) & row.places[stands]).sum())
