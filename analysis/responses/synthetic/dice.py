"""Dice: the one source of chance in the synthetic sample.

Everything random is made from uniform numbers of a seeded generator, by rules that stand here, so that the
sample files stay the same from one version of a numerical library to the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist
from typing import TypeVar
from zlib import crc32

import numpy as np

__all__ = ["Dice", "SteadyDice"]

Thing = TypeVar("Thing")
STANDARD_NORMAL = NormalDist()
AS_BEFORE = 0.5


class Dice:
    """A seeded stream of chance; the same `seed` and `names` always give the same stream.

    >>> Dice(1, "oxwater").pick("abc") == Dice(1, "oxwater").pick("abc")
    True
    """

    def __init__(self, seed: int, *names: str) -> None:
        self._stream = np.random.default_rng([seed, *(crc32(name.encode()) for name in names)])

    def uniform(self) -> float:
        """A number strictly between 0 and 1."""
        return max(float(self._stream.random()), 1e-12)

    def normal(self, mean: float = 0.0, deviation: float = 1.0) -> float:
        """A normally distributed number."""
        return mean + deviation * STANDARD_NORMAL.inv_cdf(self.uniform())

    def chance(self, probability: float) -> bool:
        """True with this probability."""
        return self.uniform() < probability

    def pick(self, things: Sequence[Thing]) -> Thing:
        """One of `things`, each as likely as the others."""
        return things[int(self.uniform() * len(things))]

    def shuffled(self, things: Sequence[Thing]) -> list[Thing]:
        """`things` in a new order."""
        keys = [self.uniform() for _ in things]
        return [things[index] for index in sorted(range(len(things)), key=keys.__getitem__)]


class SteadyDice(Dice):
    """The chance of somebody who is asked again: half of what befalls them is as it was the first time.

    `before` is a stream in the state in which it was then. Both times the same things must be asked in the same
    order; what is made likelier in the meantime then moves those alone who were near to it.

    >>> again = SteadyDice(Dice(1, "ann"), Dice(1, "ann, a year later"))
    >>> first = Dice(1, "ann")
    >>> sum(again.uniform() == first.uniform() for _ in range(1000)) in range(450, 550)
    True
    """

    def __init__(self, before: Dice, now: Dice) -> None:
        self._before, self._now = before, now

    def uniform(self) -> float:
        """The number of the first time, or another one."""
        before, now = self._before.uniform(), self._now.uniform()
        return before if self._now.chance(AS_BEFORE) else now
