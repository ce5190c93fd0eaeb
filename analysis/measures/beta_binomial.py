"""Beta-binomial: how far apart the shares of libraries lie, beyond what chance makes of the same share.

Each library has a share of its own, drawn from a beta distribution with parameters a and b, and its staff say
yes with that chance. μ = a/(a + b) is the mean of all libraries and ρ = 1/(a + b + 1) is ICC(1): the correlation
of two colleagues, and the part of the differences between people that lies between libraries.

Both are found by maximum likelihood. Three results lie at the edge and are told as such: no more differences
than chance makes (a and b endless), everybody in each library of one mind (both 0), and nobody, or everybody,
saying yes anywhere (not computable).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from analysis.measures.estimates import Floats
from analysis.measures.pooling_counts import LibraryCounts, read_counts

__all__ = ["BetaBinomial", "fit_beta_binomial", "fit_counts"]

ONE_LIBRARY = "one library alone: nothing to compare with"
NO_LIBRARY = "no library has answers"
ONE_EACH = "one answer a library: differences between libraries cannot be told from chance"
UNANIMOUS = "nobody, or everybody, said yes anywhere: how far libraries differ is not computable"
OPEN_UNANIMITY = (
    "what is told fits nobody, or everybody, saying yes anywhere: how far libraries differ is not computable"
)
NO_SPREAD = "libraries differ no more than chance makes: the spread between them is at its boundary, 0"
ONE_MIND = "in every library all are of one mind: the spread between libraries is at its boundary"

SPREADS = np.exp(np.linspace(np.log(1e-4), np.log(1e3), 33))
"""Where the search for γ = 1/(a + b) begins."""

LEAST_SPREAD, MOST_SPREAD, NEARLY = 1e-9, 1e6, 0.99
FLAT = 1e-9
TOLERANCE = 1e-10
MOST_STEPS = 500


class BetaBinomial(NamedTuple):
    """The parameters of the beta distribution of the libraries' shares."""

    a: float
    b: float


class Fitted(NamedTuple):
    """The mean of all libraries and γ = 1/(a + b), NaN where not computable; `note` says why, or at which edge."""

    mean: float
    spread: float
    note: str

    @property
    def parameters(self) -> BetaBinomial:
        """a and b: endless where there is no spread, 0 where it is endless."""
        if self.spread == 0:
            return BetaBinomial(np.inf, np.inf)
        return BetaBinomial(self.mean / self.spread, (1 - self.mean) / self.spread)


def fit_beta_binomial(x: ArrayLike, n: ArrayLike) -> BetaBinomial:
    """The parameters (a, b) that make the counts of libraries likeliest: x ~ BetaBinomial(n; a, b).

    `x` yeses of `n` answers, whole numbers, one of each a library. Both parameters are endless where the
    libraries differ no more than chance makes, 0 where in every library all are of one mind, and blank (NaN)
    where they are not computable: fewer than two libraries, one answer a library, or nobody (or everybody)
    saying yes anywhere. `pool_shares` says which of these it is.

    With few libraries the likelihood is flat, and the best parameters alone say too little.

    Missing answers
    ---------------
    Libraries with a NaN, a negative code or n = 0 are left out.

    Raises `ToolkitError` unless x and n are whole numbers with 0 ≤ x ≤ n.
    Source: Skellam 1948, J. R. Stat. Soc. B 10, 257-261; checked against Gelman et al. 2013, ch. 5 (rat tumours).

    >>> a, b = fit_beta_binomial([0, 2, 4, 5, 9], [10, 10, 10, 10, 10])
    >>> f"{a:.3f} {b:.3f}"
    '0.819 1.252'
    """
    return fit_counts(read_counts(x, x, n)).parameters


def fit_counts(told: LibraryCounts) -> Fitted:
    """The likeliest mean and spread of libraries whose counts are told exactly or as ranges."""
    if why := _why_not(told):
        return Fitted(np.nan, np.nan, why)
    found = _climb(told)
    alike = _common_mean(told)
    at_zero = told.log_likelihood(np.array([alike]), np.zeros(1))[0]
    if not found or at_zero >= told.log_likelihood(np.array([found[0]]), np.array([found[1]]))[0] - FLAT:
        return Fitted(alike, 0.0, NO_SPREAD)
    mean, spread = found
    if spread >= MOST_SPREAD * NEARLY:
        return Fitted(mean, np.inf, ONE_MIND)
    return Fitted(mean, spread, "")


def _why_not(told: LibraryCounts) -> str:
    libraries = told.libraries
    if libraries < 2:
        return ONE_LIBRARY if libraries else NO_LIBRARY
    answers = told.n > 0
    if not told.low[answers].any() or (told.high == told.n)[answers].all():
        return UNANIMOUS if told.exact else OPEN_UNANIMITY
    return ONE_EACH if (told.n <= 1).all() else ""


def _climb(told: LibraryCounts) -> tuple[float, float] | None:
    """The top of the likelihood over (logit μ, log γ), from the best of a row of spreads; None where it is γ = 0."""
    from scipy.optimize import minimize
    from scipy.special import expit, logit

    middle = _common_mean(told)
    start = SPREADS[np.argmax(told.log_likelihood(np.full(len(SPREADS), middle), SPREADS))]
    ends = ((logit(1e-12), logit(1 - 1e-12)), (np.log(LEAST_SPREAD), np.log(MOST_SPREAD)))

    def fall(place: Floats) -> tuple[float, Floats]:
        mean, spread = float(expit(place[0])), float(np.exp(place[1]))
        by_mean, by_spread = told.gradient(mean, spread)
        height = told.log_likelihood(np.array([mean]), np.array([spread]))[0]
        slope = np.array([by_mean * mean * (1 - mean), by_spread * spread])
        return -height / told.libraries, -slope / told.libraries

    begin = np.array([logit(middle), np.log(start)])
    options = {"ftol": 0, "gtol": TOLERANCE, "maxiter": 500}
    found = minimize(fall, begin, jac=True, method="L-BFGS-B", bounds=ends, options=options).x
    mean, spread = float(expit(found[0])), float(np.exp(found[1]))
    return None if spread <= LEAST_SPREAD / NEARLY else (mean, spread)


def _common_mean(told: LibraryCounts) -> float:
    """The likeliest share where all libraries have the same one."""
    mean = float(told.times @ (told.low + told.high)) / 2 / float(told.times @ told.n)
    if told.exact:
        return mean
    for _ in range(MOST_STEPS):
        better = float(told.likely(mean, 0.0) @ told.yes) / float(told.times @ told.n)
        if abs(better - mean) < TOLERANCE:
            break
        mean = better
    return mean
