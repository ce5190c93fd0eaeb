"""Batch progress: how far a batch is, and how long the rest will take, as a person would say it.

The time left is that of the work so far, by weight: a library of four hundred takes longer than one of four. Nothing is
said about it before something is finished.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from analysis.guide import Words

__all__ = ["Clock", "Pace", "Progress", "say_duration"]

Clock = Callable[[], float]

MINUTE, HOUR = 60, 3600
LONG = 90 * MINUTE


@dataclass(frozen=True)
class Progress:
    """So many of `total` pieces of work of one `stage` (`release`, `compare`, `report`) are done.

    `seconds_left` is None where that cannot be told yet.
    """

    stage: str
    done: int
    total: int
    seconds_left: float | None = None

    def say(self, words: Words) -> str:
        """How far it is, in a sentence."""
        far = words(f"batch.progress.{self.stage}", done=self.done, total=self.total)
        if self.seconds_left is None or self.done == self.total:
            return far
        return words("batch.progress.left", far=far, time=say_duration(self.seconds_left, words))


@dataclass
class Pace:
    """How fast the work of a stage goes, by the weights of its pieces."""

    stage: str
    weights: list[float]
    clock: Clock
    _finished: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._began = self.clock()

    def begin(self) -> Progress:
        """How far it is before anything is done."""
        return Progress(self.stage, 0, len(self.weights))

    def finish(self, number: int) -> Progress:
        """How far it is now that the piece with this number is done."""
        self._finished.append(self.weights[number])
        done, whole = sum(self._finished), sum(self.weights)
        left = (self.clock() - self._began) * (whole - done) / done if done else None
        return Progress(self.stage, len(self._finished), len(self.weights), left)


def say_duration(seconds: float, words: Words) -> str:
    """A time as people say it.

    >>> from analysis.guide import load_words
    >>> [say_duration(seconds, load_words("en")) for seconds in (20, 70, 250, 9000)]
    ['less than a minute', 'about 2 minutes', 'about 5 minutes', 'about 3 hours']
    """
    if seconds < MINUTE:
        return words("batch.time.moment")
    unit, length = ("hours", HOUR) if seconds > LONG else ("minutes", MINUTE)
    values: dict[str, Any] = {"count": math.ceil(seconds / length)}
    return words(f"batch.time.{unit}", **values)
