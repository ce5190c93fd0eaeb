"""How long it takes to pool 10,000 libraries, beside statsmodels and SciPy on the same data in the same run.

Run with `python benchmarks/libraries.py`. Means: REML for a random intercept from n, mean and sum of squares, beside
`MixedLM` of statsmodels on the person rows. MixedLM climbs with Powell's method; those that it takes by itself, and
L-BFGS, did not converge on these data. Shares: beta-binomial by maximum likelihood, beside
`scipy.optimize.minimize` (L-BFGS) on `scipy.stats.betabinom.logpmf`. Times are CPU milliseconds of this process; ours
are the median of the runs. The difference is the largest of any parameter, as a part of it.
"""

from __future__ import annotations

import statistics
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
from scipy import optimize, stats

from analysis.measures.libraries import fit_beta_binomial, pool_means, pool_shares, rank_uncertainty
from analysis.measures.mean_variances import likeliest_ratio, read_means

LIBRARIES = 10_000
RUNS = 5
LARGEST = 60


def timed(task: Callable[[], Any], runs: int = 1) -> tuple[float, Any]:
    """The median CPU milliseconds of some runs, and what came out."""
    taken = []
    for _ in range(runs):
        start = time.process_time()
        result = task()
        taken.append(1000 * (time.process_time() - start))
    return statistics.median(taken), result


def people() -> pd.DataFrame:
    """Scores of the staff of all libraries; the same every time."""
    rng = np.random.default_rng(LIBRARIES)
    n = 1 + rng.geometric(0.12, LIBRARIES).clip(max=LARGEST)
    library = np.repeat(np.arange(LIBRARIES), n)
    return pd.DataFrame({"library": library, "score": 55 + 8 * rng.standard_normal(LIBRARIES)[library]}).assign(
        score=lambda rows: rows["score"] + 25 * rng.standard_normal(len(rows))
    )


def summed(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What the toolkit needs of them."""
    groups = rows.groupby("library")["score"]
    n, variance = groups.size().to_numpy(), groups.var(ddof=0).to_numpy()
    return n, groups.mean().to_numpy(), n * variance


def reml_by_hand(n: np.ndarray, mean: np.ndarray, ss: np.ndarray) -> np.ndarray:
    """Grand mean and both variances, as MixedLM gives them."""
    means = read_means(n, mean, ss)
    ratio = likeliest_ratio(means)
    within = means.variance_under(ratio)
    weights = n / (1 + ratio * n)
    return np.array([weights @ mean / weights.sum(), ratio * within, within])


def reml_by_statsmodels(rows: pd.DataFrame) -> np.ndarray:
    from statsmodels.regression.mixed_linear_model import MixedLM

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = MixedLM(rows["score"], np.ones(len(rows)), groups=rows["library"]).fit(reml=True, method="powell")
    if not found.converged:
        print("MixedLM did not converge: the difference below is its own")
    return np.array([found.fe_params.iloc[0], float(np.asarray(found.cov_re)[0, 0]), found.scale])


def beta_by_scipy(x: np.ndarray, n: np.ndarray) -> np.ndarray:
    def fall(place: np.ndarray) -> float:
        return -float(stats.betabinom.logpmf(x, n, *np.exp(place)).sum())

    return np.exp(optimize.minimize(fall, np.zeros(2), method="L-BFGS-B").x)


def line(name: str, ours: float, theirs: float, difference: float) -> None:
    print(f"{name:58}{ours:10.1f}{theirs:12.1f}{theirs / ours:9.0f}{difference:12.1e}")


def compare_means(rows: pd.DataFrame) -> None:
    parts = summed(rows)
    ours, mine = timed(lambda: reml_by_hand(*parts), RUNS)
    with_sums, _ = timed(lambda: reml_by_hand(*summed(rows)), RUNS)
    name = f"REML, {LIBRARIES:,} libraries"
    try:
        theirs, found = timed(lambda: reml_by_statsmodels(rows))
    except ImportError:
        print(f"{name:58}{ours:10.1f}   statsmodels is not installed: no comparison")
        return
    difference = float(np.max(np.abs(mine / found - 1)))
    line(name, ours, theirs, difference)
    line(f"{name}, summing the person rows included", with_sums, theirs, difference)


def compare_shares() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    n = 1 + rng.geometric(0.12, LIBRARIES).clip(max=LARGEST)
    x = rng.binomial(n, rng.beta(4, 3, LIBRARIES))
    ours, mine = timed(lambda: fit_beta_binomial(x, n), RUNS)
    theirs, found = timed(lambda: beta_by_scipy(x, n))
    line(f"beta-binomial, {LIBRARIES:,} libraries", ours, theirs, float(np.max(np.abs(np.array(mine) / found - 1))))
    return x, n


def main() -> None:
    """Print the table."""
    rows = people()
    # Loads what is loaded at first use.
    reml_by_hand(*summed(rows[rows["library"] < 10]))
    fit_beta_binomial([1, 2, 5], [5, 5, 6])
    print(f"{'CPU milliseconds':58}{'ours':>10}{'theirs':>12}{'ratio':>9}{'difference':>12}")
    compare_means(rows)
    x, n = compare_shares()
    pooled = pool_shares(x[:300], n[:300])
    for name, task in {
        f"pool_means, {LIBRARIES:,} libraries, with intervals": lambda: pool_means(*summed(rows)),
        f"pool_shares, {LIBRARIES:,} libraries, with intervals": lambda: pool_shares(x, n),
        "rank_uncertainty, 300 libraries, 4,000 draws": lambda: rank_uncertainty(pooled.draws(seed=1)),
    }.items():
        print(f"{name:58}{timed(task)[0]:10.1f}")


if __name__ == "__main__":
    main()
