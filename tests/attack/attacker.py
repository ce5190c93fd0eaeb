"""Attacker: what one insider can work out about a colleague, by integer programming.

An insider knows the own answer besides everything that a puzzle holds. A colleague is found out where every solution
of the puzzle gives all colleagues of a kind the same answer; a small group is isolated where the number of yeses of
one to four people is the same in every solution.

Solutions that were found once are kept: one in which a kind is of two minds clears that kind for every insider
whom it leaves room for, so that a program is solved only where doubt remains. The first solutions are neighbours of
the true one, in which one person answers otherwise, or two do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.disclosure.released import Released
from analysis.responses import Survey, with_leads
from tests.attack.sight import MARKS, MINIMUM, Option, Puzzle, Results, puzzles_of, puzzles_of_readings

LIMIT_S = 10.0
PARTNERS = 4
"""How many neighbours are kept in which one person answers otherwise and somebody makes up for it."""
WEIGHTS = 60.0
"""Sums and differences of released counts are looked for with weights up to this."""


@dataclass(frozen=True)
class Finding:
    """What was worked out: `what` is `answer` (of a colleague), `excluded` (a place) or `isolated` (a small group)."""

    what: str
    subject: str
    question: str
    people: tuple[int, ...]
    insider: str
    told: str


@dataclass
class Solver:
    """One puzzle and the solutions that are known of it."""

    puzzle: Puzzle
    known: list[np.ndarray] = field(default_factory=list)

    def __post_init__(self) -> None:
        owners = np.array([kind for kind, _ in self.puzzle.columns])
        self.sums = (owners == np.arange(len(self.puzzle.sizes))[:, None]).astype(float)
        self.rows = np.array([row for row, _, _ in self.puzzle.rows], dtype=float).reshape(-1, len(owners))
        self.low, self.high = (np.array([row[end] for row in self.puzzle.rows], dtype=float) for end in (1, 2))
        self.most = np.repeat(self.puzzle.sizes, [len(options) for options in self.puzzle.options]).astype(float)
        self.known += [self.puzzle.truth.astype(float), *self._neighbours()]

    def _neighbours(self) -> Iterator[np.ndarray]:
        """Solutions in which one person of a kind answers otherwise, and at most one other makes up for it."""
        truth = self.puzzle.truth
        moves = np.array([move for kind in self.sums for move in _moves(truth, kind)]).reshape(-1, len(truth))
        told, changes = self.rows @ truth, moves @ self.rows.T
        for move, change in zip(moves, changes, strict=True):
            after = told + change
            if ((self.low <= after) & (after <= self.high)).all():
                yield truth + move
                continue
            fits = ((self.low <= after + changes) & (after + changes <= self.high)).all(axis=1)
            both = truth + move + moves[fits]
            yield from both[(both >= 0).all(axis=1)][:PARTNERS]

    def best(self, wish: np.ndarray, least: np.ndarray | None = None) -> np.ndarray | None:
        """A solution in which `wish` is largest, with at least `least` of every unknown; None if there is none."""
        floor = np.zeros(len(wish)) if least is None else least
        sizes = self.puzzle.sizes
        limits = [rows_within(self.sums, sizes, sizes)]
        if len(self.rows):
            limits.append(rows_within(self.rows, self.low, self.high))
        found = milp(
            -wish,
            integrality=np.ones(len(wish)),
            bounds=_each_within(floor, self.most),
            constraints=limits,
            options={"time_limit": LIMIT_S},
        )
        if found.x is None:
            return None
        solution = np.round(found.x)
        self.known.append(solution)
        return solution


@dataclass(frozen=True)
class Target:
    """The colleagues of one kind, and one question: `yes` marks the unknowns that are a yes of theirs."""

    kind: int
    question: str
    yes: np.ndarray
    size: int
    own_yes: int

    def is_settled(self, solution: np.ndarray) -> bool:
        """Whether all the colleagues answer alike."""
        return solution @ self.yes - self.own_yes in (0, self.size)


def attack(survey: Survey, results: Results) -> Iterator[Finding]:
    """What some insider can work out about a colleague, or anybody about a group of one to four, one by one."""
    readings = puzzles_of_readings(survey, results) if isinstance(results, Released) else ()
    for puzzle in (*puzzles_of(survey, results), *readings):
        if puzzle.rows:
            yield from attack_puzzle(puzzle)


def attack_puzzle(puzzle: Puzzle) -> Iterator[Finding]:
    """What can be worked out about one subject."""
    solver = Solver(puzzle)
    for insider, option in _insiders(puzzle):
        yield from _answers_found(solver, insider, option)
    yield from _isolated(solver)


def _insiders(puzzle: Puzzle) -> Iterator[tuple[int, Option]]:
    """Every kind of insider that is truly there: the kind and the own answer."""
    for (kind, option), count in zip(puzzle.columns, puzzle.truth, strict=True):
        if count:
            yield kind, option
    # Somebody who works here and did not answer knows only what is released.
    yield -1, ()


def _moves(truth: np.ndarray, kind: np.ndarray) -> Iterator[np.ndarray]:
    """One person of a kind answers otherwise: what that changes, for every answer that is given and every other."""
    places, steps = np.flatnonzero(kind), np.eye(len(truth))
    for source in places[truth[places] > 0]:
        yield from (steps[goal] - steps[source] for goal in places if goal != source)


def _targets(puzzle: Puzzle, insider: int, own: np.ndarray) -> Iterator[Target]:
    for question in puzzle.questions:
        for kind, yes in puzzle.asked[question].items():
            size = int(puzzle.sizes[kind]) - (kind == insider)
            target = Target(kind, question, yes, size, int(own @ yes))
            if size and target.is_settled(puzzle.truth):
                yield target


def _answers_found(solver: Solver, insider: int, option: Option) -> Iterator[Finding]:
    puzzle = solver.puzzle
    own = np.array([float((kind, chosen) == (insider, option)) for kind, chosen in puzzle.columns])
    truth = puzzle.truth.astype(float)
    known = np.array(solver.known)
    known = known[(known >= own).all(axis=1)]
    open_ = [t for t in _targets(puzzle, insider, own) if (known @ t.yes == truth @ t.yes).all()]
    while open_:
        wish = sum((1 if truth @ target.yes == target.own_yes else -1) * target.yes for target in open_)
        solution = solver.best(np.asarray(wish, dtype=float), own)
        left = [] if solution is None else [t for t in open_ if solution @ t.yes == truth @ t.yes]
        if solution is None or len(left) == len(open_):
            break
        open_ = left
    yield from (_finding(puzzle, target, insider, option) for target in open_)


def _finding(puzzle: Puzzle, target: Target, insider: int, option: Option) -> Finding:
    count = int(puzzle.truth @ target.yes) - target.own_yes
    what = "excluded" if target.question not in MARKS and count == 0 else "answer"
    people = tuple(int(person) for person in puzzle.people[target.kind])
    who = "an outsider" if insider < 0 else f"kind {insider} answering {option}"
    told = f"{count} of {target.size} colleagues of kind {target.kind}"
    return Finding(what, puzzle.subject, target.question, people, who, told)


def _isolated(solver: Solver) -> Iterator[Finding]:
    puzzle = solver.puzzle
    exact = np.vstack([solver.sums, solver.rows[solver.low == solver.high], *_fixed_rows(solver)])
    for question, asked in puzzle.asked.items():
        yes = np.array([asked.get(kind, np.zeros(len(solver.most))) for kind in range(len(puzzle.sizes))])
        answered = np.array([size * (kind in asked) for kind, size in enumerate(puzzle.sizes)])
        chosen = smallest_group(exact, yes, answered, puzzle.minimum)
        if chosen is not None:
            people = tuple(int(person) for kind in chosen for person in puzzle.people[kind])
            count = int(sum(puzzle.truth @ yes[kind] for kind in chosen))
            yield Finding("isolated", puzzle.subject, question, people, "an outsider", f"{count} of {len(people)}")


def _fixed_rows(solver: Solver) -> Iterator[np.ndarray]:
    """The released ranges, and the yeses of a small kind, that leave only one value once all else is known."""
    ranges = solver.rows[solver.low < solver.high]
    small = [
        yes
        for asked in solver.puzzle.asked.values()
        for kind, yes in asked.items()
        if solver.puzzle.sizes[kind] < solver.puzzle.minimum
    ]
    for row in (*ranges, *small):
        if np.ptp([row @ solution for solution in solver.known]) == 0:
            ends = [solver.best(sign * row) for sign in (1, -1)]
            if all(end is not None and row @ end == row @ solver.puzzle.truth for end in ends):
                yield row


def heads_isolated(survey: Survey, results: Results) -> list[str]:
    """Groups of one to four respondents whose number follows from the released numbers of respondents."""
    people = with_leads(survey.responses, survey.guide)
    told = results.respondents[~results.respondents["withheld"].astype(bool)]
    keys = list(zip(told["cohort"], told["value"], strict=True))
    inside = np.array([people[cohort] == value for cohort, value in keys], dtype=float).reshape(len(keys), len(people))
    kinds, sizes = np.unique(inside, axis=1, return_counts=True)
    chosen = smallest_group(kinds, np.eye(len(sizes)), sizes)
    return [] if chosen is None else [f"{int(sizes[chosen].sum())} respondents, from {keys}"]


def smallest_group(exact: np.ndarray, yes: np.ndarray, sizes: np.ndarray, minimum: int = MINIMUM) -> list[int] | None:
    """Kinds that together are fewer than `minimum` people and whose count is a sum of `exact` rows, if there are any.

    `exact` (rows × unknowns) are the known sums, `yes` (kinds × unknowns) what is counted of each kind.
    """
    usable = (sizes > 0) & (sizes < minimum)
    if not usable.any():
        return None
    rows, kinds = len(exact), len(sizes)
    balance = np.hstack([exact.T, -yes.T])
    people = np.concatenate([np.zeros(rows), sizes])
    found = milp(
        people,
        integrality=np.concatenate([np.zeros(rows), np.ones(kinds)]),
        bounds=_each_within(
            np.concatenate([np.full(rows, -WEIGHTS), np.zeros(kinds)]),
            np.concatenate([np.full(rows, WEIGHTS), usable.astype(float)]),
        ),
        constraints=[rows_within(balance, 0, 0), rows_within(people, 1, minimum - 1)],
        options={"time_limit": LIMIT_S},
    )
    if found.x is None:
        return None
    chosen = np.round(found.x[rows:])
    counted = chosen @ yes
    weights = np.linalg.lstsq(exact.T, counted, rcond=None)[0]
    # What only the solver's tolerance makes a sum of the rows is none.
    return np.flatnonzero(chosen).tolist() if np.allclose(weights @ exact, counted, atol=1e-9) else None


# SciPy says that these take single numbers; they take arrays as well.
def rows_within(rows: Any, low: Any, high: Any) -> LinearConstraint:
    """The constraint that each row times the unknowns lies between `low` and `high`."""
    return LinearConstraint(rows, low, high)


def _each_within(low: Any, high: Any) -> Bounds:
    return Bounds(low, high)
