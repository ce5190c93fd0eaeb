"""Rebuilding: people with a position in every situation, made up from protected counts alone.

How much lies in the people and how much in the situations needs the positions of the same people in all of
them, which may not leave the protected room. But nearly all of it follows from the margins, which are told: how
people spread over all situations together, and how they spread in each. So people are rebuilt who spread just so:

1. Where a class was told as a range, a count is drawn, so that the classes add up. What fits a bell through the told
   counts is likelier; one pseudo-person, spread evenly over the classes, stands for what a bell does not foresee.
2. In a class people take one of the positions that two items can give, further towards the fuller neighbour.
3. The positions of the situations are exchanged between people until everybody's mean is where the overall classes
   want it, or as near as the situations let it be.

A rebuilt person is nobody: which positions go together in one row is chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

import numpy as np
import pandas as pd

from analysis.errors import Fault, ToolkitError
from analysis.measures.camps import class_places
from analysis.measures.estimates import Floats

__all__ = ["ClassRanges", "rebuild_positions"]

STEP = 10
"""Two items on six points give positions so many points apart."""

PSEUDO_PERSON = 1.0
FITS = 20
# A bell narrower than this would leave the neighbours of a full class out of the question.
NARROWEST = 4.0
SWEEPS = 20
# Keeps what is all but impossible possible, where the told counts leave nothing else.
LEAST_WEIGHT = 1e-140


@dataclass(frozen=True)
class ClassRanges:
    """What is told about one scope: `least` … `most` people (classes, from fixed to growth), of `people` in all.

    Raises `ToolkitError` where no counts within the ranges add up to `people`.
    """

    least: np.ndarray
    most: np.ndarray
    people: int

    def __post_init__(self) -> None:
        least, most = int(self.least.sum()), int(self.most.sum())
        if not max(1, least) <= self.people <= most or (self.least > self.most).any():
            fault = Fault("classes", f"{self.people} people", f"{max(1, least)} to {most}", "Release the wave again.")
            raise ToolkitError("The classes do not hold as many people as they should.", [fault])

    @classmethod
    def of(cls, classes: pd.DataFrame) -> ClassRanges:
        """The ranges of one scope, from its rows of the frame `classes`, none of them withheld.

        >>> rows = pd.DataFrame({"n": 6, "count_low": [4, 0], "count_high": [6, 2]})
        >>> ClassRanges.of(rows).people
        6
        """
        least, most = (classes[column].to_numpy(dtype=int) for column in ("count_low", "count_high"))
        return cls(least, most, int(classes["n"].iloc[0]))

    @property
    def exact(self) -> bool:
        """Whether every count is told as it is."""
        return bool((self.least == self.most).all())

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        """Counts (classes) within the ranges that add up to `people`.

        Each is as likely as it is to come about where people choose their classes by `chances`.

        >>> ClassRanges(np.array([0, 3, 0]), np.array([2, 3, 2]), 5).draw(np.random.default_rng(1)).tolist()
        [1, 3, 1]
        """
        counts, left = self.least.copy(), self.people - int(self.least.sum())
        for at, (ways, later) in enumerate(zip(self._ways, self._later_ways, strict=True)):
            more = np.arange(max(0, left - len(later) + 1), min(len(ways) - 1, left) + 1)
            weights = ways[more] * later[left - more]
            drawn = int(rng.choice(more, p=weights / weights.sum()))
            counts[at] += drawn
            left -= drawn
        return counts

    @cached_property
    def chances(self) -> Floats:
        """How likely a person is to stand in each class (classes), by a bell through the counts and a pseudo-person."""
        edges = np.linspace(0, 100, len(self.least) + 1)
        counts = (self.least + self.most) / 2
        chances = np.full(len(counts), 1 / len(counts))
        for _ in range(FITS):
            bell = np.diff([0.0, *map(_bell_through(counts, edges).cdf, edges[1:-1]), 1.0])
            chances = (self.people * bell + PSEUDO_PERSON / len(counts)) / (self.people + PSEUDO_PERSON)
            counts = np.clip(chances * self.people, self.least, self.most)
        return chances

    @cached_property
    def _ways(self) -> list[Floats]:
        """By class, how likely each count from `least` on is to come about, up to a factor."""
        return [
            _scaled(np.cumsum([0.0, *np.log(chance / np.arange(least + 1, most + 1))]))
            for chance, least, most in zip(self.chances, self.least, self.most, strict=True)
        ]

    @cached_property
    def _later_ways(self) -> list[Floats]:
        """By class, how likely all classes after it are to take each number of people beyond their least."""
        later = [np.ones(1)]
        for ways in self._ways[:0:-1]:
            both = np.convolve(later[-1], ways)
            later.append(np.maximum(both / both.max(), LEAST_WEIGHT))
        return later[::-1]


def rebuild_positions(overall: ClassRanges, situations: Sequence[ClassRanges], rng: np.random.Generator) -> Floats:
    """Positions (persons × situations, 0–100) that fit what is told about their means and about each situation.

    `overall` tells how people spread over the mean of all situations, `situations` how they do in each. The same
    state of `rng` gives the same people.

    Missing answers
    ---------------
    As many people are rebuilt as there are in the scope with the fewest; of the others as many, evenly from the
    lowest to the highest. Nobody rebuilt has a blank.

    >>> half = ClassRanges(np.array([2, 0, 0, 2]), np.array([2, 0, 0, 2]), 4)
    >>> rebuilt = rebuild_positions(half, [half, half], np.random.default_rng(1))
    >>> sorted((rebuilt.mean(axis=1) > 50).tolist())
    [False, False, True, True]
    """
    people = min(told.people for told in (overall, *situations))
    items = len(situations)
    steps = np.arange(items * 100 // STEP + 1) * STEP / items
    means = _evenly(_stand(overall.draw(rng), steps, rng), people)
    places = np.arange(0, 100 + STEP, STEP)
    columns = np.column_stack([_evenly(_stand(told.draw(rng), places, rng), people) for told in situations])
    # Who needs as much as another must not be served in the same order in every situation: that would spread people.
    sums = items * means + rng.uniform(-STEP / 2, STEP / 2, people)
    return _arrange(columns, sums, rng)


def _bell_through(counts: Floats, edges: Floats) -> NormalDist:
    """The normal distribution with the mean and the spread of people in classes, each class's width taken off."""
    middles, width = (edges[1:] + edges[:-1]) / 2, edges[1] - edges[0]
    mean = np.average(middles, weights=counts)
    spread = np.average((middles - mean) ** 2, weights=counts) - width**2 / 12
    return NormalDist(float(mean), float(np.sqrt(max(spread, NARROWEST**2))))


def _scaled(logarithms: Floats) -> Floats:
    return np.maximum(np.exp(logarithms - logarithms.max()), LEAST_WEIGHT)


def _stand(counts: np.ndarray, positions: np.ndarray, rng: np.random.Generator) -> Floats:
    """The positions (people, rising) of so many people in each class; `positions` are all that there can be."""
    places = class_places(positions, len(counts))
    choices, first = np.bincount(places, minlength=len(counts)), np.searchsorted(places, np.arange(len(counts)))
    at = np.repeat(np.arange(len(counts)), counts)
    within = _leaning(_leans(counts)[at], rng)
    return np.sort(positions[first[at] + (within * choices[at]).astype(int)].astype(float))


def _leans(counts: np.ndarray) -> Floats:
    """How far the people of each class lean to its upper end, -1 … 1: as far as a line through its neighbours does."""
    beside = np.concatenate([[0], counts, [0]])
    return np.clip((beside[2:] - beside[:-2]) / (4 * np.maximum(counts, 1)), -1, 1)


def _leaning(leans: Floats, rng: np.random.Generator) -> Floats:
    """Numbers in [0, 1) with the density 1 + lean · (2x - 1)."""
    one, other = rng.random((2, len(leans)))
    drawn_to_an_end = rng.random(len(leans)) < np.abs(leans)
    end = np.where(leans > 0, np.maximum(one, other), np.minimum(one, other))
    return np.where(drawn_to_an_end, end, one)


def _evenly(rising: Floats, people: int) -> Floats:
    """As many as `people` of a rising row, evenly over the whole of it."""
    return rising[((np.arange(people) + 0.5) * len(rising) / people).astype(int)]


def _arrange(columns: Floats, sums: Floats, rng: np.random.Generator) -> Floats:
    """The rising `columns`, each rearranged so that the rows come as near to `sums` as exchanging brings them."""
    matrix = rng.permuted(columns, axis=0)
    for _ in range(SWEEPS):
        before = matrix.copy()
        for at in range(columns.shape[1]):
            needed = sums - matrix.sum(axis=1) + matrix[:, at]
            matrix[np.argsort(needed), at] = columns[:, at]
        if np.array_equal(matrix, before):
            break
    return matrix
