"""Share posterior: what each library's own share is, under every mean and spread of libraries that fits.

Given a and b, the share of a library with x yeses of n follows a beta distribution with a + x and b + n - x. What is
not given is put together over a grid of means and spreads, each with its likelihood; where only a range of counts is
told, also over its counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.measures.estimates import Floats
from analysis.measures.pooling_counts import LibraryCounts
from analysis.measures.pooling_grid import Grid, icc1_interval, narrowed_grid

__all__ = ["SharePosterior"]

CELLS = 21
EDGE = 12.0
"""Means are looked for, and steps are even, between this logit below 0 and above."""

STEPS_PER_SPREAD, MOST_STEPS = 4, 20_000
FAR, FAR_STEPS = 300.0, 80


@dataclass(frozen=True)
class SharePosterior:
    """All means and spreads of libraries that fit what is told, and what each library's share is under them."""

    told: LibraryCounts
    grid: Grid

    @classmethod
    def of(cls, told: LibraryCounts) -> SharePosterior:
        """The posterior over (logit μ, √ρ), given the counts."""

        def log_density(logit: Floats, root: Floats) -> Floats:
            mean, spread = _unit(logit, root)
            # All means and all ICCs count alike: the rest turns steps of the logit and of the root into their steps.
            return told.log_likelihood(mean, spread) + np.log(mean) + np.log1p(-mean) + np.log(root)

        return cls(told, narrowed_grid(log_density, [(-EDGE, EDGE), (0.0, 1.0)], CELLS))

    @cached_property
    def mean(self) -> Floats:
        """The mean of all libraries at each point."""
        return _unit(*self.grid.points)[0]

    @cached_property
    def spread(self) -> Floats:
        """γ = 1/(a + b) at each point."""
        return _unit(*self.grid.points)[1]

    @property
    def icc1(self) -> float:
        """The mean of ICC(1) over all that fit."""
        return float(self.grid.weights @ self.grid.points[1] ** 2)

    def icc1_interval(self, confidence: float) -> tuple[float, float]:
        """The equal-tailed interval of ICC(1)."""
        return icc1_interval(self.grid.points[1], self.grid.weights, confidence)

    @property
    def expected(self) -> Floats:
        """The mean of each library's share over all that fits (libraries)."""
        ladder, density = self._densities()
        return (density @ ladder)[self.told.kind]

    def interval(self, confidence: float) -> tuple[Floats, Floats]:
        """The equal-tailed interval of each library's share (libraries)."""
        ladder, density = self._densities()
        rising = np.cumsum(density, axis=1)
        middles = rising - density / 2
        tails = ((1 - confidence) / 2, (1 + confidence) / 2)
        low, high = (np.array([np.interp(tail, row, ladder) for row in middles]) for tail in tails)
        return low[self.told.kind], high[self.told.kind]

    def draws(self, rng: np.random.Generator, count: int) -> Floats:
        """Joint draws of all libraries' shares (count × libraries)."""
        at = rng.choice(len(self.grid.weights), size=count, p=self.grid.weights)
        a, b = self.mean / self.spread, (1 - self.mean) / self.spread
        yes = self._drawn_counts(at, rng)
        return rng.beta(a[at, None] + yes, b[at, None] + self.told.n[self.told.kind] - yes)

    def _drawn_counts(self, at: np.ndarray, rng: np.random.Generator) -> Floats:
        """A count for each library and draw, from those that are told, as likely as each is (draws × libraries)."""
        told = self.told
        yes = np.tile(told.low[told.kind].astype(float), (len(at), 1))
        each, chances = told.log_each(self.mean, self.spread), told.log_chances(self.mean, self.spread)
        for library in np.flatnonzero((told.low < told.high)[told.kind]):
            kind = told.kind[library]
            possible = slice(told.first[kind], told.first[kind] + told.high[kind] - told.low[kind] + 1)
            up_to = np.cumsum(np.exp(each[:, possible] - chances[:, [kind]]), axis=1)[:, :-1]
            yes[:, library] += (rng.random((len(at), 1)) > up_to[at]).sum(axis=1)
        return yes

    def _densities(self) -> tuple[Floats, Floats]:
        """Shares on a ladder of even steps of the logit, and how likely each is in each kind (kinds × steps)."""
        from scipy.special import expit, log_expit

        ladder = _ladder(self.told)
        log_yes, log_no = (np.asarray(log_expit(side), dtype=float) for side in (ladder, -ladder))
        a, b = self.mean / self.spread, (1 - self.mean) / self.spread
        before = np.exp(_below_highest(np.outer(a, log_yes) + np.outer(b, log_no)))
        told = self.told
        each = told.log_ways[:, None] + np.outer(told.yes, log_yes) + np.outer(told.no, log_no)
        logs = each if told.exact else np.logaddexp.reduceat(each, told.first)
        seen = np.exp(_below_highest(logs))
        seen *= np.gradient(ladder)
        # Each point of the grid already has its likelihood, so a library's own part is divided out of it.
        whole = seen @ before.T
        parts = np.divide(self.grid.weights, whole, out=np.zeros_like(whole), where=whole > 0)
        density = seen * (parts @ before)
        return expit(ladder), density / density.sum(axis=1, keepdims=True)


def _unit(logit: Floats, root: Floats) -> tuple[Floats, Floats]:
    """The mean μ, and γ = ρ/(1 - ρ) from √ρ."""
    from scipy.special import expit

    return expit(logit), root**2 / (1 - root**2)


def _ladder(told: LibraryCounts) -> Floats:
    """Logits of shares in even steps, some in the width of the narrowest posterior, and in wide ones far out.

    Where libraries may lie far apart, much of what is possible lies very close to 0 and 1.
    """
    step = 1 / (STEPS_PER_SPREAD * np.sqrt(max(told.n.max(initial=1), 25)))
    even = np.linspace(-EDGE, EDGE, min(int(2 * EDGE / step), MOST_STEPS))
    far = np.geomspace(EDGE, FAR, FAR_STEPS)[1:]
    return np.concatenate([-far[::-1], even, far])


def _below_highest(logs: Floats) -> Floats:
    return logs - logs.max(axis=1, keepdims=True)
