"""Urn: what the whole roster may look like, given those of it who answered.

Put one ball into an urn for each person who answered, and one pseudo-person spread evenly over all that
could have been answered (so that three people of one mind are not yet certainty). Draw a ball for each
head that did not answer, each time putting it back with another like it. One such filling is one roster
that could be; many of them show how sure a result is. Fillings are drawn in two steps that give the same
distribution: Dirichlet weights for the kinds of answer, then a multinomial for the silent heads.

Equal answers are put together before anything is drawn, so that the work grows with the kinds of answer
and not with the people, and the order of the rows cannot matter.

Source: Ghosh & Meeden 1997, Bayesian Methods for Finite Population Sampling, ch. 2, with this prior.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from analysis.measures.estimates import Floats

__all__ = ["DRAWS", "draw_interval", "fill_roster", "joint_weights", "split_weights"]

DRAWS = 4000
BLOCK_NUMBERS = 2_000_000


def split_weights(alpha: ArrayLike, draws: int, rng: np.random.Generator) -> Floats:
    """Dirichlet weights over the last axis of `alpha`; shape (draws, *alpha.shape).

    >>> split_weights([1.0, 1.0], 3, np.random.default_rng(1)).sum(axis=-1).round(9).tolist()
    [1.0, 1.0, 1.0]
    """
    alpha = np.asarray(alpha, dtype=float)
    masses = rng.standard_gamma(alpha, size=(draws, *alpha.shape))
    return masses / masses.sum(axis=-1, keepdims=True)


def fill_roster(seen: ArrayLike, weights: Floats, roster: int | None, rng: np.random.Generator) -> Floats:
    """The shares that the kinds of answer have in each filled roster; of the shape of `weights`.

    `seen` counts the answers of each kind (last axis); `weights` are draws of their shares among the
    silent. With an endless roster (None) the seen ones no longer matter, and the weights are the shares.

    >>> fill_roster([2, 1], np.array([[0.5, 0.5]]), 3, np.random.default_rng(1)).round(3).tolist()
    [[0.667, 0.333]]
    """
    if roster is None:
        return weights
    seen = np.asarray(seen)
    unseen = rng.multinomial(roster - seen.sum(axis=-1), weights)
    return (seen + unseen) / max(roster, 1)


def joint_weights(kinds: Floats, people: ArrayLike, draws: int, rng: np.random.Generator) -> Iterator[Floats]:
    """Weights of the options of several questions that the same people answered, drawn together.

    `kinds` (kinds × questions × options) is 1 where a kind of person chose the option, and all 0 for a
    question that this kind left blank; `people` counts each kind. Yields blocks of (draws × questions ×
    options) that add up to 1 over the options. The pseudo-person is split over the options anew for each
    question.
    """
    people = np.asarray(people, dtype=float)
    questions, options = kinds.shape[1:]
    flat = kinds.reshape(len(people), questions * options)
    block = max(1, BLOCK_NUMBERS // max(1, len(people)))
    for start in range(0, draws, block):
        size = min(block, draws - start)
        masses = (rng.standard_gamma(people, size=(size, len(people))) @ flat).reshape(size, questions, options)
        pseudo = rng.standard_gamma(1.0, size=(size, 1, 1))
        masses = masses + pseudo * split_weights(np.full((questions, options), 1 / options), size, rng)
        yield masses / masses.sum(axis=-1, keepdims=True)


def draw_interval(draws: Floats, confidence: float) -> tuple[Floats, Floats]:
    """The equal-tailed interval of draws along the first axis, its ends rounded outwards to a draw.

    >>> [float(end) for end in draw_interval(np.arange(101.0), 0.95)]
    [2.0, 98.0]
    """
    tail = (1 - confidence) / 2
    low = np.quantile(draws, tail, axis=0, method="lower")
    high = np.quantile(draws, 1 - tail, axis=0, method="higher")
    return low, high
