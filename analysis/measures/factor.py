"""Factor: what several items have in common, and what each has for itself.

One common factor, fitted by maximum likelihood to the covariances of the items. Each covariance of two items
is to be the product of their `loadings`; what is left of an item's variance is its `own`. The factor is taken
for granted here: whether a second one is needed is not asked.

A small sample can have several optima, and its best one may leave an item hardly any variance of its own (a
Heywood case). So several starts are made, and an item keeps at least 0.5 % of its variance.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from analysis.measures.estimates import Floats

__all__ = ["LEAST_OWN", "Factor", "fit_factor"]

LEAST_OWN = 0.005
"""The least part of an item's variance that is its own."""

# Beside an item's standard deviation, what a search ends within of a loading of 0.
NO_LOADING = 1e-4
START = math.log(0.5)
# Two fits are equally good within the first, and the same within the second; a search ends closer than either.
EQUAL_FIT, SAME_OWN = 1e-9, 1e-3


@dataclass(frozen=True)
class Factor:
    """The `loadings` and the `own` variances of items, in their units; `variances` are those that came in.

    Its direction is that in which the loadings add up to 0 or more. It is not `settled` where others fit as well.
    """

    loadings: Floats
    own: Floats
    variances: Floats
    settled: bool

    @property
    def against(self) -> NDArray[np.bool_]:
        """The items that run against the others."""
        return self.loadings < -NO_LOADING * np.sqrt(self.variances)

    @property
    def bounded(self) -> NDArray[np.bool_]:
        """The items that have no more than the least variance of their own."""
        return self.own <= LEAST_OWN * (1 + NO_LOADING) * self.variances


def fit_factor(covariances: ArrayLike) -> Factor:
    """One factor of `covariances` (items × items), whose diagonal is above 0; three items at least.

    Least Σ log ψ + log θ₁ + Σ θⱼ over the own variances ψ, with θ the roots of the correlations in units of ψ,
    the largest first; the loadings follow from the first. It is not settled, for example, where only two of
    the items go together.

    Source: Jöreskog 1967, Psychometrika 32, 443-482.

    >>> factor = fit_factor([[1, 0.56, 0.48], [0.56, 1, 0.42], [0.48, 0.42, 1]])
    >>> factor.loadings.round(4).tolist(), factor.own.round(4).tolist()
    ([0.8, 0.7, 0.6], [0.36, 0.51, 0.64])
    """
    table = np.asarray(covariances, dtype=float)
    variances = np.diag(table).copy()
    units = np.sqrt(variances)
    correlations = table / np.outer(units, units)
    own, settled = _best(correlations)
    values, vectors = _roots(own, correlations)
    loadings = np.sqrt(own * max(values[-1] - 1, 0)) * vectors[:, -1]
    return Factor(loadings * units * (1 if loadings.sum() >= 0 else -1), own * variances, variances, settled)


def _best(correlations: Floats) -> tuple[Floats, bool]:
    """The own variances that fit best, and whether no others do: from even ones, and from each item bounded in turn."""
    from scipy.optimize import minimize

    k, least = len(correlations), math.log(LEAST_OWN)
    starts = [np.full(k, START), *np.where(np.eye(k, dtype=bool), least, START)]
    how = {"method": "L-BFGS-B", "jac": True, "bounds": [(least, 0)] * k, "options": {"ftol": 0, "gtol": 1e-10}}
    fits = sorted((minimize(_misfit, start, (correlations,), **how) for start in starts), key=lambda fit: fit.fun)
    equal = np.exp([fit.x for fit in fits if fit.fun <= fits[0].fun + EQUAL_FIT])
    return equal[0], bool((np.ptp(equal, axis=0) <= SAME_OWN).all())


def _misfit(log_own: Floats, correlations: Floats) -> tuple[float, Floats]:
    """What `fit_factor` makes least, and its slopes; a first root below 1 leaves nothing to load."""
    values, vectors = _roots(np.exp(log_own), correlations)
    explained = max(values[-1], 1.0)
    left = np.append(values[:-1], values[-1] / explained)
    return float(log_own.sum() + math.log(explained) + left.sum()), 1 - vectors**2 @ left


def _roots(own: Floats, correlations: Floats) -> tuple[Floats, Floats]:
    scale = np.sqrt(own)
    return np.linalg.eigh(correlations / np.outer(scale, scale))
