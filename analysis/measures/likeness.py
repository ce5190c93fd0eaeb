"""Likeness: whether libraries differ beyond what chance makes of libraries that are all alike.

Before anybody asks which library stands where, this has to be asked of all of them together. Differences
between libraries always show; the fewer the answers, the larger those are that chance makes.

Where of some libraries only a range is told, the value of each range that makes the libraries most alike is
taken. So nothing differs beyond chance only because something was not told exactly, and such a p is never too small.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from analysis.errors import Fault, ToolkitError
from analysis.measures.beta_binomial import NO_LIBRARY, ONE_LIBRARY
from analysis.measures.estimates import Floats
from analysis.measures.pooling_counts import read_counts

__all__ = ["Likeness", "means_likeness", "shares_likeness"]

EXPECTED_NEEDED = 5.0
"""From so many expected yeses and noes in every library on, p comes from the χ² distribution (Cochran 1954)."""

MOST_DRAWS, LEAST_DRAWS, MOST_NUMBERS = 9_999, 999, 400_000
MOST_STEPS = 100
COMMON_SHARES, MOST_ENDS = np.linspace(0, 1, 201), 200
ROUNDING = 1e-9

CHI2_METHOD = "Pearson's χ²"
DRAWN_METHOD = "Pearson's χ², p from drawn tables with the same margins"
MEANS_METHOD = "weighted squares around the common mean, χ²"
ALL_THE_SAME = "nobody, or everybody, says yes as told: no difference to be seen"


class Likeness(NamedTuple):
    """A test of libraries that are all alike; what is not computable is NaN, and `note` says why."""

    statistic: float
    df: float
    p: float
    method: str
    note: str


def shares_likeness(x_low: ArrayLike, x_high: ArrayLike, n: ArrayLike, seed: int) -> Likeness:
    """The chance that libraries with one common share differ as far as these, or further.

    At least `x_low` and at most `x_high` yeses of `n` answers, one of each a library; both alike where counts are
    told exactly. Pearson's χ² over libraries × yes and no. Where fewer than five yeses or noes are expected in some
    library, p is (b + 1)/(B + 1) over B tables drawn from `seed` with the same n and the same yeses in all, of which b
    are as far apart; B is 9,999, fewer for more than 40 libraries, at least 999.

    Missing answers
    ---------------
    Libraries with a NaN, a negative code or n = 0 are left out. Fewer than two: blank, with a note. Where the
    counts may be told by nobody (or everybody) saying yes, p is 1 and the note says so.

    Raises `ToolkitError` as `pool_share_ranges` does.
    Sources: Pearson 1900; Cochran 1954, Biometrics 10, 417-451; Davison & Hinkley 1997, ch. 4, on drawn p-values.

    >>> found = shares_likeness([30, 20, 45], [30, 20, 45], [40, 40, 60], seed=1)
    >>> f"{found.statistic:.2f} {found.p:.5f}", found.method
    ('8.19 0.01668', "Pearson's χ²")
    """
    told = read_counts(x_low, x_high, n)
    low, high, of = (column[told.kind] for column in (told.low, told.high, told.n))
    low, high, of = (column[told.n[told.kind] > 0].astype(float) for column in (low, high, of))
    if len(of) < 2:
        return Likeness(np.nan, np.nan, np.nan, "", ONE_LIBRARY if len(of) else NO_LIBRARY)
    yes = _most_alike(low, high, of)
    df, share = len(of) - 1.0, yes.sum() / of.sum()
    if share in (0, 1):
        return Likeness(0.0, df, 1.0, CHI2_METHOD, ALL_THE_SAME)
    statistic = float(_distance(yes, of))
    if of.min() * min(share, 1 - share) >= EXPECTED_NEEDED:
        return Likeness(statistic, df, _beyond(statistic, df), CHI2_METHOD, "")
    return Likeness(statistic, df, _drawn_p(statistic, yes, of, seed), DRAWN_METHOD, "")


def means_likeness(low: ArrayLike, high: ArrayLike, variance: ArrayLike) -> Likeness:
    """The chance that libraries with one common mean differ as far as these, or further.

    Each library's mean is told to lie between `low` and `high` (both alike where it is told exactly), with the
    sampling `variance` of a mean. The statistic is Σ (mean - common)²/variance, at the means that are closest
    together, against χ² with one degree of freedom fewer than libraries.

    The variance counts as known: with a handful of answers a library, one that was estimated from them makes
    p too small. Give one that is rather too large.

    Missing answers
    ---------------
    Libraries with a NaN are left out. Fewer than two: blank, with a note.

    Raises `ToolkitError` where `low` is above `high`, or a variance is not above 0.
    Source: Cochran 1954, Biometrics 10, 101-129.

    >>> round(means_likeness([40, 52, 71], [40, 58, 71], [30, 20, 40]).p, 4)
    0.001
    """
    least, most, noise = (np.atleast_1d(np.asarray(column, dtype=float)) for column in (low, high, variance))
    known = ~np.isnan([least, most, noise]).any(axis=0)
    least, most, noise = least[known], most[known], noise[known]
    _check_spans(least, most, noise)
    if len(noise) < 2:
        return Likeness(np.nan, np.nan, np.nan, "", ONE_LIBRARY if len(noise) else NO_LIBRARY)
    common = float(np.average((least + most) / 2, weights=1 / noise))
    for _ in range(MOST_STEPS):
        means = np.clip(common, least, most)
        common = float(np.average(means, weights=1 / noise))
    statistic, df = float((np.clip(common, least, most) - common) ** 2 @ (1 / noise)), len(noise) - 1.0
    return Likeness(statistic, df, _beyond(statistic, df), MEANS_METHOD, "")


def _most_alike(low: Floats, high: Floats, of: Floats) -> Floats:
    """The told counts with which the libraries are closest to one common share, of a row of shares that are tried."""
    if (low == high).all():
        return low
    tried = np.unique(np.concatenate([COMMON_SHARES, (low / of)[:MOST_ENDS], (high / of)[:MOST_ENDS]]))
    counts = np.clip(np.round(of * tried[:, None]), low, high)
    return counts[np.argmin(_distance(counts, of))]


def _distance(yes: Floats, of: Floats) -> Floats:
    """Pearson's χ² of one table or of each of several; 0 where all said the same."""
    share = yes.sum(axis=-1, keepdims=True) / of.sum()
    squares = ((yes - of * share) ** 2 / of).sum(axis=-1)
    spread = (share * (1 - share))[..., 0]
    return np.divide(squares, spread, out=np.zeros_like(squares), where=spread > 0)


def _drawn_p(statistic: float, yes: Floats, of: Floats, seed: int) -> float:
    draws = int(np.clip(MOST_NUMBERS // len(of), LEAST_DRAWS, MOST_DRAWS))
    total, people = int(yes.sum()), of.astype(int)
    drawn = np.random.default_rng(seed).multivariate_hypergeometric(people, total, size=draws, method="marginals")
    as_far = _distance(drawn.astype(float), of) >= statistic * (1 - ROUNDING)
    return float((as_far.sum() + 1) / (draws + 1))


def _beyond(statistic: float, df: float) -> float:
    from scipy.special import chdtrc

    return float(chdtrc(df, statistic))


def _check_spans(least: Floats, most: Floats, noise: Floats) -> None:
    faults = [
        Fault(
            f"mean {at + 1}",
            f"from {least[at]:.10g} to {most[at]:.10g}, variance {noise[at]:.10g}",
            "the lower end first, and a variance above 0",
            "Correct the numbers.",
        )
        for at in np.flatnonzero((least > most) | ~(noise > 0))
    ]
    if faults:
        raise ToolkitError("These means cannot be compared.", faults)
