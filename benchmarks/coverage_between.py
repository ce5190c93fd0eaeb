"""How often pooled intervals and rank intervals contain what simulated libraries really are, and how wide they are.

Run with `python -m benchmarks.coverage_between` from the project's folder; a number after it changes how many libraries
are made for each size of set (2,000). It takes about two minutes, prints the tables of `docs/simulations.md`, and with
a second word writes them there.

Libraries have values of their own: shares from a beta distribution with mean 55 % in which two colleagues are alike by
ICC(1) = .05 or .15, or a level of their own from which the index follows. Their sizes are those of the US Public
Libraries Survey; three in four heads answer. *Told* leaves out who has fewer than five answers and tells the counts of
the others as `release` does, some as ranges. The index is that of people who answer as in the sample, of whom only told
counts are known and not how far they lie apart. Pooled values are set beside each library by itself (Wilson, or the
mean with the variance of its own).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.disclosure.mean_score import MeanScore
from analysis.disclosure.standing import stand_by_mean
from analysis.guide import load_guide
from analysis.measures.libraries import pool_share_ranges, rank_uncertainty
from analysis.measures.shares import wilson_interval
from analysis.responses.synthetic.truths import USUAL
from benchmarks.document import paste
from benchmarks.simulated import PROPENSITY, Staff, answers_of, heads_as_surveyed, told_mark

LIBRARIES = 2_000
SETS = (5, 10, 30, 100)
MEAN, CORRELATIONS = 0.55, (0.05, 0.15)
ANSWERING, LEAST_TOLD = 0.75, 5
LEVEL = 0.35
"""How far libraries lie apart in what their people see, in logits."""

TOP_BINS = (0, 0.1, 0.3, 0.5, 0.7, 0.9, 1)
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(41)
Maker = Callable[[int, int, np.random.Generator], pd.DataFrame]


def exact_shares(correlation: float) -> Maker:
    """Sets of libraries whose counts are all known."""

    def make(libraries: int, seed: int, rng: np.random.Generator) -> pd.DataFrame:
        n, truth, x = _counts(libraries, 1, correlation, rng)
        return _compared(truth, x, x, n, seed)

    return make


def told_shares(correlation: float) -> Maker:
    """Sets of libraries that may be told, some of their counts as ranges."""

    def make(libraries: int, seed: int, rng: np.random.Generator) -> pd.DataFrame:
        n, truth, x = _counts(libraries, LEAST_TOLD, correlation, rng)
        ends = [_ends(int(of), int(yes)) for of, yes in zip(n, x, strict=True)]
        return _compared(truth, *np.array(ends, dtype=float).T, n, seed)

    return make


def told_index(libraries: int, seed: int, rng: np.random.Generator) -> pd.DataFrame:
    """Sets of libraries by the index, from told counts; `seed` is not needed, since what is told gives the draws."""
    del seed
    levels = LEVEL * rng.standard_normal(libraries)
    told = [_score(int(n), level, rng) for n, level in zip(_sizes(libraries, LEAST_TOLD, rng), levels, strict=True)]
    names = [f"{at:04d}" for at in range(libraries)]
    table = stand_by_mean("index", names, told).table.set_index("library_id").loc[names].reset_index()
    alone = [1.96 * np.sqrt((one.variance_low + one.variance_high) / 2 / one.people) for one in told]
    middle = (table["raw_low"] + table["raw_high"]) / 2
    return _judged(
        np.array([_index_of(level) for level in levels]),
        table.rename(columns={"rank_low": "first", "rank_high": "last"}),
        middle - alone,
        middle + alone,
    )


def _counts(
    libraries: int, least: int, correlation: float, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Answers, own shares and yeses of a set."""
    n, total = _sizes(libraries, least, rng), 1 / correlation - 1
    truth = rng.beta(MEAN * total, (1 - MEAN) * total, libraries)
    return n, truth, rng.binomial(n, truth)


def _sizes(libraries: int, least: int, rng: np.random.Generator) -> np.ndarray:
    """How many answer; those who would be too few are drawn again."""
    answers = np.maximum(1, np.round(ANSWERING * heads_as_surveyed(4 * libraries, rng, least))).astype(int)
    return answers[answers >= least][:libraries]


def _ends(people: int, yes: int) -> tuple[int, int]:
    told = told_mark(people, yes).told.get(0)
    return told.ranges[0] if told else (0, people)


def _score(people: int, level: float, rng: np.random.Generator) -> MeanScore:
    logits = {quality: USUAL.exists[quality] + level for quality in load_guide().qualities}
    yes = answers_of(Staff.of(people, rng), rng, logits).exists.sum(axis=0)
    least, most = np.array([_ends(people, int(one)) for one in yes], dtype=float).T
    return MeanScore(least, most, np.full(len(yes), float(people)))


def _index_of(level: float) -> float:
    """The index of endless staff of one library: the mean chance over people and qualities."""
    logits = np.array(list(USUAL.exists.values()))[:, None] + level + PROPENSITY * NODES
    return float(100 * (1 / (1 + np.exp(-logits)) @ WEIGHTS).mean() / WEIGHTS.sum())


def _compared(truth: np.ndarray, low: np.ndarray, high: np.ndarray, n: np.ndarray, seed: int) -> pd.DataFrame:
    pooled = pool_share_ranges(low, high, n)
    ranks = rank_uncertainty(pooled.draws(seed)).rename(columns={"low": "first", "high": "last"})
    table = pooled.table.join(ranks[["first", "last", "top_third"]])
    return _judged(truth, table, wilson_interval(low, n).low, wilson_interval(high, n).high, scale=100)


def _judged(
    truth: np.ndarray, table: pd.DataFrame, alone_low: np.ndarray, alone_high: np.ndarray, scale: int = 1
) -> pd.DataFrame:
    """One row a library: whether each interval contains the truth, and its width, in points and in ranks."""
    rank = pd.Series(truth).rank(ascending=False).to_numpy()
    return pd.DataFrame(
        {
            "covered": (table["low"] <= truth) & (truth <= table["high"]),
            "width": scale * (table["high"] - table["low"]),
            "alone": (alone_low <= truth) & (truth <= alone_high),
            "alone width": scale * (np.minimum(alone_high, 100 / scale) - np.maximum(alone_low, 0)),
            "rank covered": (table["first"] <= rank) & (rank <= table["last"]),
            "rank width": (table["last"] - table["first"] + 1) / len(truth),
            "top_third": table["top_third"],
            "is top": rank <= max(len(truth) // 3, 1),
        }
    )


SITUATIONS: dict[str, Maker] = {
    **{f"shares told exactly, ICC(1) {correlation:.2f}": exact_shares(correlation) for correlation in CORRELATIONS},
    **{f"shares as told, ICC(1) {correlation:.2f}": told_shares(correlation) for correlation in CORRELATIONS},
    "the index as told": told_index,
}


@cache
def simulate(situation: str, libraries: int, total: int) -> pd.DataFrame:
    """As many sets of so many libraries as there are in `total`, one row a library and the number of its `set`."""
    rng = np.random.default_rng([libraries, len(situation)])
    sets = (SITUATIONS[situation](libraries, seed, rng).assign(set=seed) for seed in range(max(2, total // libraries)))
    return pd.concat(sets, ignore_index=True)


def table_intervals(total: int) -> Iterator[str]:
    yield "| | Libraries in a set | Sets | Pooled % (width) | Alone % (width) | Rank % (part of all ranks) |"
    yield "|---|---|---|---|---|---|"
    for situation in SITUATIONS:
        for libraries in SETS:
            found = simulate(situation, libraries, total)
            by_set = found.groupby("set")[["covered", "rank covered"]].mean()
            error = 100 * by_set.std() / np.sqrt(len(by_set))
            mean = found.mean()
            cells = (
                f"{100 * mean['covered']:.1f} ± {error['covered']:.1f} ({mean['width']:.0f})",
                f"{100 * mean['alone']:.1f} ({mean['alone width']:.0f})",
                f"{100 * mean['rank covered']:.1f} ± {error['rank covered']:.1f} ({100 * mean['rank width']:.0f} %)",
            )
            yield f"| {situation} | {libraries} | {len(by_set)} | " + " | ".join(cells) + " |"


def table_top(total: int) -> Iterator[str]:
    """Of libraries with such a P(top third), how many belong to it; all sizes of sets together."""
    bins = [f"{100 * low:.0f}–{100 * high:.0f} %" for low, high in pairwise(TOP_BINS)]
    yield "| P(top third) said | " + " | ".join(bins) + " |"
    yield "|---|" + "---|" * len(bins)
    for situation in SITUATIONS:
        found = pd.concat([simulate(situation, libraries, total) for libraries in SETS], ignore_index=True)
        places = pd.cut(found["top_third"], list(TOP_BINS), labels=bins, include_lowest=True)
        by_bin = found.groupby(places, observed=False)
        cells = (
            f"{100 * part['is top'].mean():.0f} (said {100 * part['top_third'].mean():.0f})" if len(part) else "–"
            for _, part in by_bin
        )
        yield f"| {situation} | " + " | ".join(cells) + " |"


def main() -> None:
    total = int(sys.argv[1]) if len(sys.argv) > 1 else LIBRARIES
    for name, table in {"between-intervals": table_intervals, "between-top": table_top}.items():
        lines = list(table(total))
        print("\n".join(lines), end="\n\n", flush=True)
        if len(sys.argv) > 2:
            paste(name, lines)


if __name__ == "__main__":
    main()
