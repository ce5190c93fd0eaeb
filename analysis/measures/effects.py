"""Effects: whether what an action was aimed at moved more than what it was not aimed at.

A library changes between two waves for many reasons, and people may tick more boxes the second time. What happens to
all qualities alike is no effect of an action, so the change of the others is taken off. The targets were mostly picked
for being low, and would have risen by themselves; so the baseline is drawn towards the mean first
(`analysis.measures.baselines`).

This shows that the targets moved more, and not that the action moved them: nobody drew lots for what was to be
targeted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from analysis.errors import Fault, ToolkitError
from analysis.measures.baselines import shrunk_baseline
from analysis.measures.estimates import BEYOND_CHANCE, Floats, check_confidence

__all__ = ["DETECTABLE", "ActionEffect", "Verdict", "action_effect", "action_verdict", "sets_as_large"]

Verdict = Literal["moved", "not_shown", "cannot_tell"]

DETECTABLE = 2.80
"""So many standard errors an effect must be to be found in four of five waves: 1.96 for the test, 0.84 for chance."""

DRAWS = 4000
BLOCK_NUMBERS = 2_000_000
ALL_SETS = 20_000
METHOD = "persons drawn again, {} (Efron & Tibshirani 1993), baseline drawn to the mean (Efron & Morris 1975)"
NOBODY = "nobody answered in one of the waves"
ONE_PERSON = "a single person answered in one of the waves"
NO_TARGETS = "none of those that can be compared was targeted"
NO_OTHERS = "all of those that can be compared were targeted"
NO_SPREAD = "everybody changed alike: chance cannot be reckoned from that"
LEFT_OUT = "some are left out, because nobody answered them in one of the waves"
BLANK = -1.0
# What is as large must count, though it is added up in another order.
TIE = 1e-9


@dataclass(frozen=True)
class ActionEffect:
    """The effect of an action: `effect`, `low`, `high` and `smallest` in the units of the answers.

    `shrunk` (qualities) is the baseline drawn to the mean; `targets` and `others` count the qualities that were
    compared; `sets_as_large` is the share of all sets of as many targets whose effect is at least as large (blank for
    one target).
    """

    effect: float
    low: float
    high: float
    confidence: float
    smallest: float
    sets_as_large: float
    shrunk: Floats
    targets: int
    others: int
    n_before: int
    n_after: int
    question: str
    method: str
    note: str


def action_effect(
    before: ArrayLike, after: ArrayLike, targeted: ArrayLike, seed: int, linked: bool = False, confidence: float = 0.95
) -> ActionEffect:
    """How much more the `targeted` qualities (bool by quality) moved than the others.

    `before` and `after` (people × qualities) hold 1 and 0 for marks, or positions; with `linked` a row is the same
    person in both. effect = mean of (after - shrunk before) over the targeted, minus the same over the others.

    The interval is effect ± t·s: s is the standard deviation over 4,000 draws of as many persons again (linked: the
    same persons in both waves; else each wave by itself), times √(n/(n - 1)), and t has n - 1 degrees of freedom, of
    the smaller wave. Plain percentiles of the draws called two to five times too many moved among five to eight
    people. `smallest` is 2.80·s, the effect that would be found in four of five waves. The same `seed` and answers,
    in whatever order the people stand, give the same result.

    `sets_as_large` only describes. With seven qualities there are 21 pairs, so it is no test.

    Missing answers
    ---------------
    NaN and negative codes are blanks. Linked, a person counts for a quality who answered it both times. A quality
    that nobody answered in a wave is left out. Where nobody or one person answered, or all or none were targeted, the
    effect or its interval is blank and the note says why.

    Raises `ToolkitError` where the shapes do not fit together, or for a confidence outside 0 … 1. Sources: Efron &
    Tibshirani 1993, An Introduction to the Bootstrap, ch. 12; Efron & Morris 1975, J. Am. Stat. Assoc. 70.

    >>> before = np.tile([[1, 1, 0, 1, 0], [1, 0, 0, 1, 1], [0, 1, 0, 1, 1]], (6, 1))
    >>> after = np.tile([[1, 1, 1, 1, 0], [1, 0, 1, 0, 1], [0, 1, 0, 1, 1]], (6, 1))
    >>> found = action_effect(before, after, [False, False, True, False, False], seed=1, linked=True)
    >>> f"{found.effect:.2f} {found.low:.2f} {found.high:.2f}"
    '0.73 0.46 1.00'
    """
    check_confidence(confidence)
    waves = _Waves.of(before, after, np.asarray(targeted, dtype=bool), linked)
    shrunk = waves.shrunk_before()
    changes = waves.after.means - shrunk
    effect = waves.contrast(changes)
    error, freedom = waves.error(seed) if np.isfinite(effect) else (np.nan, 0)
    reach = error * _t_quantile(confidence, freedom)
    return ActionEffect(
        effect=effect,
        low=effect - reach,
        high=effect + reach,
        confidence=confidence,
        smallest=DETECTABLE * error,
        sets_as_large=sets_as_large(changes, waves.targeted),
        shrunk=shrunk,
        targets=int((waves.targeted & waves.compared).sum()),
        others=int((~waves.targeted & waves.compared).sum()),
        n_before=waves.before.people,
        n_after=waves.after.people,
        question=BEYOND_CHANCE,
        method=METHOD.format("linked" if linked else "each wave by itself"),
        note=waves.note(effect, error),
    )


def action_verdict(low: float, smallest: float, expected: float) -> Verdict:
    """What may be said of an action: `moved`, `not_shown` (not shown to move) or `cannot_tell`.

    `low` is the low end of the effect's interval, `smallest` the smallest effect that could have been found,
    `expected` the shift that was planned, all in one unit. Moved where the interval lies above 0; else not shown
    where what was expected could have been found; else nothing can be told.

    Missing answers
    ---------------
    Where a number is NaN that the step needs, the step is not taken: without an expected shift nothing is *not shown*.

    >>> action_verdict(0.02, 0.3, 0.1), action_verdict(-0.1, 0.1, 0.1), action_verdict(-0.1, 0.2, 0.1)
    ('moved', 'not_shown', 'cannot_tell')
    """
    if low > 0:
        return "moved"
    return "not_shown" if smallest <= expected else "cannot_tell"


def sets_as_large(changes: ArrayLike, targeted: ArrayLike) -> float:
    """Of all sets of as many qualities as were `targeted`, the share whose effect is at least as large.

    `changes` (qualities) are their changes, NaN where not compared. It describes and tests nothing: qualities were not
    drawn by lot. Blank for fewer than two targets, without others, and above 20,000 sets.

    >>> round(sets_as_large([0.3, 0.2, 0, 0.1, -0.1, 0, 0], [True, True, *[False] * 5]), 3)
    0.048
    """
    moved, chosen = np.asarray(changes, dtype=float), np.asarray(targeted, dtype=bool)
    chosen, moved = chosen[~np.isnan(moved)], moved[~np.isnan(moved)]
    size = int(chosen.sum())
    if size < 2 or size == len(moved) or comb(len(moved), size) > ALL_SETS:
        return np.nan
    # The effect rises with the sum over the targets, since all changes together are the same for every set.
    sums = np.array([moved[list(places)].sum() for places in combinations(range(len(moved)), size)])
    return float((sums >= moved[chosen].sum() - TIE).mean())


@dataclass(frozen=True)
class _Answers:
    """The answers of one wave with equal rows put together: `rows` (kinds × qualities), `kinds` (people of each)."""

    rows: Floats
    kinds: np.ndarray

    @property
    def people(self) -> int:
        return int(self.kinds.sum())

    @property
    def means(self) -> Floats:
        return self.means_of(self.kinds[None])[0]

    def means_of(self, weights: Floats) -> Floats:
        """The means (draws × qualities) where the kinds weigh so much (draws × kinds); NaN where nobody answered."""
        answered = weights @ ~np.isnan(self.rows)
        return weights @ np.nan_to_num(self.rows) / np.where(answered > 0, answered, np.nan)

    def variances(self) -> Floats:
        """The sampling variances of the means (qualities)."""
        answered = self.kinds @ ~np.isnan(self.rows)
        squares = self.kinds @ np.nan_to_num((self.rows - self.means) ** 2)
        return squares / np.where(answered > 0, answered, np.nan) ** 2


@dataclass(frozen=True)
class _Waves:
    """Both waves beside each other; where they are `linked` a kind is of the same persons in both."""

    before: _Answers
    after: _Answers
    targeted: np.ndarray
    linked: bool

    @classmethod
    def of(cls, before: ArrayLike, after: ArrayLike, targeted: np.ndarray, linked: bool) -> _Waves:
        """Both waves, checked against `targeted` and, where linked, against each other."""
        first, second = _matrix("before", before, targeted), _matrix("after", after, targeted)
        if not linked:
            return cls(_put_together(first), _put_together(second), targeted, linked)
        if len(first) != len(second):
            fault = Fault(
                "after", f"{len(second)} rows", f"{len(first)}, as before", "Give each person one row in both."
            )
            raise ToolkitError("Linked people need a row in both waves.", [fault])
        both = np.where(np.isnan(first) | np.isnan(second), np.nan, 1.0)
        together = _put_together(np.hstack([first * both, second * both]))
        one, other = (_Answers(rows, together.kinds) for rows in np.hsplit(together.rows, 2))
        return cls(one, other, targeted, linked)

    @property
    def compared(self) -> np.ndarray:
        """Which qualities somebody answered in both waves."""
        return ~np.isnan(self.before.means) & ~np.isnan(self.after.means)

    def shrunk_before(self) -> Floats:
        seen = np.where(self.compared, self.before.means, np.nan)
        return shrunk_baseline(seen, np.where(self.compared, self.before.variances(), np.nan)).shrunk

    def contrast(self, changes: Floats) -> float:
        """The mean of the targeted changes minus that of the others; NaN where there are none of either."""
        return float(self._contrasts(changes[None])[0])

    def error(self, seed: int) -> tuple[float, int]:
        """The standard error of the effect, and its degrees of freedom; blank for a single person or without spread."""
        fewest = min(self.before.people, self.after.people)
        if fewest < 2:
            return np.nan, 0
        draws = np.concatenate([self._contrasts(moved) for moved in self._drawn_changes(np.random.default_rng(seed))])
        draws = draws[~np.isnan(draws)]
        error = float(draws.std()) if len(draws) else 0.0
        return (error if error > TIE else np.nan), fewest - 1

    def note(self, effect: float, error: float) -> str:
        """Why there is no effect, or no interval; empty where there are both."""
        if not (self.before.people and self.after.people and self.compared.any()):
            return NOBODY
        if np.isnan(effect):
            return NO_OTHERS if (self.targeted & self.compared).any() else NO_TARGETS
        if min(self.before.people, self.after.people) < 2:
            return ONE_PERSON
        return NO_SPREAD if np.isnan(error) else "" if self.compared.all() else LEFT_OUT

    def _drawn_changes(self, rng: np.random.Generator) -> Iterator[Floats]:
        """Blocks of draws (draws × qualities): how far the change of persons drawn again lies from what was seen."""
        block = max(1, BLOCK_NUMBERS // max(len(self.before.kinds), len(self.after.kinds)))
        for start in range(0, DRAWS, block):
            size = min(block, DRAWS - start)
            first = _drawn_weights(self.before, size, rng)
            second = first if self.linked else _drawn_weights(self.after, size, rng)
            yield _drawn_apart(self.after, second) - _drawn_apart(self.before, first)

    def _contrasts(self, changes: Floats) -> Floats:
        chosen, others = self.targeted & self.compared, ~self.targeted & self.compared
        if not (chosen.any() and others.any()):
            return np.full(len(changes), np.nan)
        return changes[:, chosen].mean(axis=1) - changes[:, others].mean(axis=1)


def _drawn_weights(wave: _Answers, draws: int, rng: np.random.Generator) -> np.ndarray:
    return rng.multinomial(wave.people, wave.kinds / wave.people, size=draws)


def _drawn_apart(wave: _Answers, weights: np.ndarray) -> Floats:
    """How far drawn means lie from the seen ones (draws × qualities), stretched as few people need it."""
    return np.sqrt(wave.people / (wave.people - 1)) * (wave.means_of(weights) - wave.means)


def _put_together(rows: Floats) -> _Answers:
    """Equal rows as one kind each, in an order that does not depend on that of the people; blank rows are nobody's."""
    given = np.nan_to_num(rows[~np.isnan(rows).all(axis=1)], nan=BLANK)
    kinds, people = np.unique(given, axis=0, return_counts=True)
    return _Answers(np.where(kinds == BLANK, np.nan, kinds), people)


def _matrix(place: str, answers: ArrayLike, targeted: np.ndarray) -> Floats:
    rows = np.asarray(answers, dtype=float)
    if rows.ndim != 2 or rows.shape[1:] != targeted.shape:
        found = " × ".join(map(str, rows.shape)) or "a single number"
        fault = Fault(
            place, found, f"people × {targeted.size}", "Give one column for each quality that `targeted` names."
        )
        raise ToolkitError("The answers do not fit the qualities that were targeted.", [fault])
    return np.where(rows < 0, np.nan, rows)


def _t_quantile(confidence: float, freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + confidence) / 2)) if freedom else np.nan
