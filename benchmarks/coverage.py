"""How often intervals that describe a roster contain what that roster really thinks, and how wide they are.

Run with `python -m benchmarks.coverage` from the project's folder; a number after it changes the repetitions for shares
(20,000; the index has a twentieth of them). It takes about two minutes, prints the tables of `docs/simulations.md`, and
with a second word writes them there.

A roster of so many heads is made, of whom a fifth, two fifths or three fifths do not answer, whoever that is. *People*
answer as in the sample: each has a propensity, qualities and libraries have theirs. *Coins* have one chance, anything
from 0 to 1 alike, and know no person. The truth is what the whole roster would have answered. In the informative
scenario who sees a quality answers with a chance of 75 %, who does not with 50 %; no interval can know that.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache, partial

import numpy as np
import pandas as pd

from analysis.disclosure.maturity import rebuild_scores
from analysis.guide import load_guide
from analysis.measures.maturity import LEVEL_CUTS, LEVELS, index_draws, level_probabilities, name_level
from analysis.measures.shares import jeffreys_interval, nonresponse_bounds, roster_interval, wilson_interval
from analysis.measures.urn import draw_interval
from analysis.responses.synthetic.truths import USUAL
from benchmarks.document import paste
from benchmarks.simulated import PROPENSITY

REPEATED, PART_FOR_INDEX = 20_000, 20
SIZES = (3, 4, 6, 9, 12, 20, 31, 60, 120, 300)
SILENT = (0.2, 0.4, 0.6)
CONFIDENCE, Z = 0.95, 1.959963984540054
LIBRARY_LEVEL = 0.5
ANSWERING = {"yes": 0.75, "no": 0.5}
METHODS = ("roster", "wilson", "jeffreys", "naive")
QUALITIES = 7


def naive_interval(x: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Wald's: the share and 1.96 of its standard errors to either side."""
    share = x / n
    reach = Z * np.sqrt(share * (1 - share) / n)
    return np.maximum(share - reach, 0), np.minimum(share + reach, 1)


def chances(model: str, times: int, rng: np.random.Generator) -> np.ndarray:
    """The chance of a yes of each person of each roster, as one number where nobody differs (times × 1)."""
    if model == "coins":
        return rng.random((times, 1))
    logits = np.array(list(USUAL.exists.values()))
    return logits[rng.integers(QUALITIES, size=(times, 1))] + LIBRARY_LEVEL * rng.standard_normal((times, 1))


def yeses(model: str, heads: int, times: int, rng: np.random.Generator) -> np.ndarray:
    """How many of each whole roster see the quality."""
    found = chances(model, times, rng)
    if model == "coins":
        return rng.binomial(heads, found[:, 0])
    people = PROPENSITY * rng.standard_normal((times, heads))
    return (rng.random((times, heads)) < 1 / (1 + np.exp(-found - people))).sum(axis=1)


def covered(truth: np.ndarray, x: np.ndarray, n: int, heads: int) -> pd.DataFrame:
    """Whether each interval contains the truth, and how wide it is (libraries × methods, twice)."""
    counts = np.arange(n + 1)
    ends = {
        "roster": roster_interval(counts, n, heads, CONFIDENCE),
        "wilson": wilson_interval(counts, n, CONFIDENCE),
        "jeffreys": jeffreys_interval(counts, n, CONFIDENCE),
        "naive": naive_interval(counts, n),
        "bounds": nonresponse_bounds(counts, n, heads),
    }
    share, found = truth / heads, {}
    for method, (low, high) in ends.items():
        found[method] = (low[x] <= share + 1e-9) & (share - 1e-9 <= high[x])
        found[f"{method} width"] = (high - low)[x]
    return pd.DataFrame(found)


def share_coverage(model: str, heads: int, times: int, silent: tuple[float, ...] = SILENT) -> pd.Series:
    """Coverage and mean width of the intervals of a share, over all parts that are silent."""
    rng = np.random.default_rng([heads, 1])
    parts = []
    for part in silent:
        n, each = _answering(heads, part), times // len(silent)
        truth = yeses(model, heads, each, rng)
        parts.append(covered(truth, rng.hypergeometric(truth, heads - truth, n), n, heads))
    return pd.concat(parts).mean()


def informed_coverage(heads: int, times: int) -> pd.Series:
    """The same where who sees a quality answers more readily; rosters in which nobody answers are left out."""
    rng = np.random.default_rng([heads, 2])
    truth = yeses("people", heads, times, rng)
    x, no = rng.binomial(truth, ANSWERING["yes"]), rng.binomial(heads - truth, ANSWERING["no"])
    n = x + no
    parts = [covered(truth[n == size], x[n == size], int(size), heads) for size in np.unique(n[n > 0])]
    return pd.concat(parts).mean()


def _answering(heads: int, silent: float) -> int:
    return max(1, round(heads * (1 - silent)))


def people_scores(model: str, heads: int, rng: np.random.Generator) -> np.ndarray:
    """The marks of a whole roster (heads × qualities), 1 or 0."""
    if model == "coins":
        logits = np.log(1 / rng.uniform(0.02, 0.98) - 1) * -np.ones(QUALITIES)
        people = np.zeros((heads, 1))
    else:
        logits = np.array([USUAL.exists[quality] for quality in load_guide().qualities]) + rng.normal(0, LIBRARY_LEVEL)
        people = PROPENSITY * rng.standard_normal((heads, 1))
    return (rng.random((heads, QUALITIES)) < 1 / (1 + np.exp(-people - logits))).astype(float)


@cache
def index_coverage(model: str, heads: int, times: int) -> pd.DataFrame:
    """Coverage, width and the named level of the index from person scores and as released (times rows)."""
    rng = np.random.default_rng([heads, 3])
    return pd.DataFrame([_one_index(model, heads, seed, rng) for seed in range(times)])


def _one_index(model: str, heads: int, seed: int, rng: np.random.Generator) -> dict[str, float]:
    marks = people_scores(model, heads, rng)
    truth = round(100 * float(marks.mean()), 9)
    answered = marks[: _answering(heads, SILENT[seed % len(SILENT)])]
    scores = {"": answered.mean(axis=1), "released ": rebuild_scores(answered.mean(axis=0), len(answered))}
    row: dict[str, float] = {}
    for name, shares in scores.items():
        draws = index_draws(shares, heads, seed)
        low, high = draw_interval(draws, CONFIDENCE)
        row |= {f"{name}covered": low - 1e-6 <= truth <= high + 1e-6, f"{name}width": float(high - low)}
        row |= {f"{name}{what}": value for what, value in _named(draws, truth).items()}
    return row | _student(scores[""], truth)


def _named(draws: np.ndarray, truth: float) -> dict[str, float]:
    """Whether a single level is named, and whether the true one is the named one or in the named run."""
    named = name_level(level_probabilities(draws))
    first, last = LEVELS.index(named.level_from), LEVELS.index(named.level_to)
    level = int(np.searchsorted(LEVEL_CUTS, truth, side="right"))
    return {"single": first == last, "right": first <= level <= last}


def _student(shares: np.ndarray, truth: float) -> dict[str, float]:
    """The naive interval: Student's t of the scores, as if the roster had no end; none of a single person."""
    from scipy.special import stdtrit

    if len(shares) < 2:
        return {"t": np.nan, "t width": np.nan}
    reach = 100 * stdtrit(len(shares) - 1, (1 + CONFIDENCE) / 2) * shares.std(ddof=1) / np.sqrt(len(shares))
    low, high = max(0.0, 100 * shares.mean() - reach), min(100.0, 100 * shares.mean() + reach)
    return {"t": float(low - 1e-6 <= truth <= high + 1e-6), "t width": high - low}


def _head(first: str, columns: list[str]) -> Iterator[str]:
    yield f"| {first} | " + " | ".join(columns) + " |"
    yield "|---|" + "---|" * len(columns)


def table_shares(times: int) -> Iterator[str]:
    names = ["the toolkit's", "Wilson", "Jeffreys", "naive"]
    yield from _head(
        f"Heads ({times:,} rosters each)",
        [f"{name}, people" for name in names] + [f"{name}, coins" for name in names],
    )
    for heads in SIZES:
        found = [share_coverage(model, heads, times) for model in ("people", "coins")]
        yield f"| {heads} | " + " | ".join(_pair(one, method) for one in found for method in METHODS) + " |"


def table_informed(times: int) -> Iterator[str]:
    yield from _head("Heads", ["the toolkit's", "Wilson", "Jeffreys", "naive", "bounds without assumption"])
    for heads in SIZES:
        found = informed_coverage(heads, times)
        yield f"| {heads} | " + " | ".join(_pair(found, method) for method in (*METHODS, "bounds")) + " |"


def _pair(found: pd.Series, method: str) -> str:
    return f"{100 * found[method]:.1f} ({100 * found[f'{method} width']:.0f})"


INDEX_COLUMNS = {"": "covered (width)", "released ": "as released", "t": "naive t"}


def table_index(times: int) -> Iterator[str]:
    yield from _head(
        f"Heads ({times:,} rosters each)",
        [f"{name}, {model}" for model in ("people", "coins") for name in INDEX_COLUMNS.values()],
    )
    for heads in SIZES:
        cells = []
        for model in ("people", "coins"):
            found = index_coverage(model, heads, times).mean()
            cells += [
                f"{100 * found[key]:.1f} ({found[width]:.0f})"
                for key, width in (("covered", "width"), ("released covered", "released width"), ("t", "t width"))
            ]
        yield f"| {heads} | " + " | ".join(cells) + " |"


def table_levels(times: int) -> Iterator[str]:
    columns = ["single named", "of these right", "runs right", "single, as released", "of these right", "runs right"]
    yield from _head(f"Heads ({2 * times:,} rosters each)", columns)
    for heads in SIZES:
        found = pd.concat([index_coverage(model, heads, times) for model in ("people", "coins")])
        yield f"| {heads} | " + " | ".join([*_calibrated(found, ""), *_calibrated(found, "released ")]) + " |"


def _calibrated(found: pd.DataFrame, name: str) -> Iterator[str]:
    single, right = (found[f"{name}{what}"].astype(bool) for what in ("single", "right"))
    yield f"{100 * single.mean():.0f}"
    yield from (f"{100 * right[rows].mean():.0f}" if rows.any() else "–" for rows in (single, ~single))


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else REPEATED
    few = max(1, times // PART_FOR_INDEX)
    tables = {
        "coverage-shares": partial(table_shares, times),
        "coverage-informed": partial(table_informed, times),
        "coverage-index": partial(table_index, few),
        "coverage-levels": partial(table_levels, few),
    }
    for name, table in tables.items():
        lines = list(table())
        print("\n".join(lines), end="\n\n", flush=True)
        if len(sys.argv) > 2:
            paste(name, lines)


if __name__ == "__main__":
    main()
