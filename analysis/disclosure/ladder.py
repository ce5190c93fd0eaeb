"""Ladder: telling less, one step at a time, until nobody is exposed.

A `Telling` is what is told about one group: how many of its people gave each of some answers, and how
exactly. The steps of `analysis.disclosure.ranges` lead down: each count as it is, in blocks, as the whole
middle, and not at all. Where the audit finds an exposure, an integer program chooses the tellings that go one
step down (or, if that is not enough, are withheld) so that it disappears and as few people as possible are
told less about; so small groups give way before large ones. Then the audit goes on. Since every round tells
less, and telling nothing is safe, it ends.

The order depends on the sizes of the groups and on what is told, so the same survey always ends the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.disclosure.audit import SEARCHES, Audit, cheapest_easing, settle, start_audit
from analysis.disclosure.ranges import Step, is_clear, told_range
from analysis.disclosure.system import Statement, System

__all__ = ["Telling", "tell_safely"]


@dataclass(frozen=True)
class Telling:
    """How many of the `members` (people, bool) gave which answers, and how exactly that is told.

    `answers` (counts × answers, bool) says which answers each count takes together, `counts` how many gave
    them. Where several counts make up the whole group, they are told exactly only if all of them may be:
    the last one would follow from the others.
    """

    members: np.ndarray
    answers: np.ndarray
    counts: tuple[int, ...]
    step: Step = Step.EXACT

    @property
    def n(self) -> int:
        """The people behind the counts."""
        return int(self.members.sum())

    @property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """The smallest and the largest number that is told for each count."""
        exact = len(self.counts) == 1 or all(is_clear(count, self.n) for count in self.counts)
        step = Step.BLOCK if self.step is Step.EXACT and not exact else self.step
        return tuple(told_range(count, self.n, step) for count in self.counts)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """What a reader learns."""
        told = zip(self.answers, self.ranges, strict=True)
        return tuple(Statement(self.members, answers, *ends) for answers, ends in told)

    @property
    def is_withheld(self) -> bool:
        """Whether nothing is told."""
        return self.step is Step.WITHHELD

    def coarser(self) -> Telling:
        """The next step down that tells less than this one; the last step stays."""
        if self.is_withheld:
            return self
        lower = replace(self, step=Step(self.step + 1))
        return lower if lower.is_withheld or lower.ranges != self.ranges else lower.coarser()

    def withheld(self) -> Telling:
        """The last step, at once."""
        return replace(self, step=Step.WITHHELD)


def tell_safely(
    options: np.ndarray,
    answers: np.ndarray,
    tellings: Sequence[Telling],
    given: Sequence[Statement] = (),
    searches: int = SEARCHES,
) -> tuple[Telling, ...]:
    """`tellings` with as many steps down as it takes until the audit finds no exposure.

    `options` (people × answers, bool) are the answers that each person may have given, `answers` (people,
    positions) those that they gave; `given` has been told already and stays. What is given must be safe alone.
    """
    told = list(tellings)
    audit = start_audit(_system(options, told, given), answers)
    while not all(telling.is_withheld for telling in told):
        audit, exposed = settle(_eased(audit, told, given), searches)
        if exposed is None:
            break
        told = _coarsened(audit, exposed, told, given)
    return tuple(told)


def _system(options: np.ndarray, tellings: Sequence[Telling], given: Sequence[Statement]) -> System:
    return System(options, (*given, *(statement for telling in tellings for statement in telling.statements)))


def _eased(audit: Audit, tellings: Sequence[Telling], given: Sequence[Statement]) -> Audit:
    ends = [(statement.low, statement.high) for statement in given]
    ends += [ends for telling in tellings for ends in telling.ranges]
    return audit.eased(*np.array(ends, dtype=int).T)


def _coarsened(
    audit: Audit, exposed: tuple[int, int], tellings: list[Telling], given: Sequence[Statement]
) -> list[Telling]:
    """The tellings with those coarser that remove an exposure most cheaply."""
    price = np.array([telling.n for telling in tellings], dtype=float)
    owner = np.repeat(np.arange(-1, len(tellings)), [len(given), *(len(telling.counts) for telling in tellings)])
    for lower in (Telling.coarser, Telling.withheld):
        eased = [lower(telling) for telling in tellings]
        cells = _eased(audit, eased, given).cells
        chosen = cheapest_easing(audit.cells, exposed, (cells.low, cells.high), owner, price)
        if chosen is not None and chosen.any():
            return [other if less else told for told, other, less in zip(tellings, eased, chosen, strict=True)]
    smallest = min((at for at, telling in enumerate(tellings) if not telling.is_withheld), key=price.__getitem__)
    return [telling.coarser() if at == smallest else telling for at, telling in enumerate(tellings)]
