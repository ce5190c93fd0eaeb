"""How often a suggestion is called clear where nothing works better than anything else: inventories drawn by lot.

Run with `python -m benchmarks.inventories` from the project's folder; a number after it changes how many inventories
of each kind are made (100). It takes about ten minutes, prints a table of `docs/simulations.md`, and with a second word
writes it there.

What strategies serve, for whom they are and how they are rated is drawn by lot. *One distribution*: every rating has
the same chances. *Lenient and strict*: people differ in how readily they say that something works well, and rate every
other strategy. The wishes are those of the sample libraries as they were answered, in which a say in learning truly
stands out, or are drawn by lot as well. What is told of the ratings goes through the function of `release` that makes
it, and then through `map_opportunities`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.disclosure import Released, map_opportunities, release
from analysis.disclosure.ratings import RATING_BANDS, band_positions
from analysis.disclosure.shares import describe_ranges
from analysis.guide import ALL, load_guide
from analysis.responses import Survey, read_survey
from analysis.responses.synthetic import random_inventory
from benchmarks.document import paste
from benchmarks.simulated import told_bands, told_mark

REPEATED = 100
SIZES = (10, 20)
WAVE = "2026"
LIBRARIES = ("harlow_falls", "quillhaven", "lanternport")
BY_LOT = "quillhaven"
"""The library whose wishes are also drawn by lot."""

WANTED = 0.5
RATED, LENIENCY, USUALLY = 0.5, 1.0, -0.3
"""The part of the strategies that a person rates, how far people lie apart, and where they lie, in logits."""

SAMPLE = Path(__file__).parents[1] / "sample_data"


@cache
def sample_survey() -> Survey:
    return read_survey(SAMPLE, load_guide())


@cache
def sample_release(library_id: str) -> Released:
    return release(sample_survey(), library_id, WAVE)


def told_inventory(released: Released, strategies: pd.DataFrame, ratings: pd.DataFrame) -> Released:
    """The same wave with another inventory, and with what may be told of its ratings."""
    roster = released.group("respondents")["roster"].iloc[0]
    points = dict(list(ratings.groupby("strategy_id")["effectiveness"]))
    rows = [
        row
        for strategy_id in strategies.loc[strategies["status"] == "in_use", "strategy_id"]
        for row in _told(strategy_id, points.get(strategy_id, pd.Series(dtype="int64")), roster)
    ]
    whole = dict.fromkeys(("n", "roster", "count_low", "count_high"), "Int64")
    told = describe_ranges(pd.DataFrame(rows, columns=COLUMNS).astype(whole | {"withheld": "bool"}))
    return replace(released, strategies=strategies, ratings=told)


COLUMNS = ["cohort", "value", "strategy_id", "band", "n", "roster", "withheld", "reason", "count_low", "count_high"]


def _told(strategy_id: str, points: pd.Series, roster: int) -> Iterator[dict]:
    """What is told of the ratings of one strategy, band by band."""
    counts = np.bincount(band_positions(points), minlength=len(RATING_BANDS))
    people = int(counts.sum())
    told = told_bands(people, *map(int, counts)).told.get(0) if people >= load_guide().policy.minimum_group else None
    for at, band in enumerate(RATING_BANDS):
        low, high = told.ranges[at] if told else (pd.NA, pd.NA)
        about = {"cohort": ALL, "value": ALL, "strategy_id": strategy_id, "band": band, "roster": roster}
        counted = {"n": told.n if told else pd.NA, "count_low": low, "count_high": high}
        yield about | counted | {"withheld": told is None, "reason": "" if told else "few"}


def wishes_by_lot(released: Released, rng: np.random.Generator) -> Released:
    """The same wave with wishes drawn by lot, every quality being wanted by half of the people."""
    marks, people = released.marks.copy(), int(released.group("respondents")["n"].iloc[0])
    rows = marks.index[(marks["cohort"] == ALL) & (marks["mark"] == "develop")]
    for at in rows:
        told = told_mark(people, int(rng.binomial(people, WANTED))).told[0]
        low, high = told.ranges[0]
        marks.loc[at, ["n", "count_low", "count_high", "withheld", "reason"]] = [people, low, high, False, ""]
    order = marks.loc[rows].sort_values("count_high", ascending=False)["quality"].to_numpy()
    top_three = np.where(np.arange(len(order)) < 3, 1.0, 0.0)
    return replace(released, marks=marks, priority=pd.DataFrame({"quality": order, "top_three": top_three}))


def lenient_ratings(strategies: pd.DataFrame, people: Sequence[str], rng: np.random.Generator) -> pd.DataFrame:
    """Ratings of those in use by people who are lenient or strict, and who each know every other strategy."""
    used = strategies.loc[strategies["status"] == "in_use", "strategy_id"].to_numpy()
    chances = 1 / (1 + np.exp(-(USUALLY + LENIENCY * rng.standard_normal(len(people)))))
    well = rng.random((len(people), len(used))) < chances[:, None]
    person, strategy = np.nonzero(rng.random(well.shape) < RATED)
    return pd.DataFrame(
        {
            "response_id": np.array(people)[person],
            "strategy_id": used[strategy],
            "effectiveness": np.where(well[person, strategy], 4, 2),
        }
    )


def found_by_lot(library_id: str, strategies: int, times: int, lenient: bool, by_lot: bool) -> pd.DataFrame:
    """In each of so many inventories: how many suggestions, how many clear ones, and whether anything stands apart."""
    rng = np.random.default_rng([strategies, lenient, by_lot])
    return pd.DataFrame([_found(library_id, strategies, seed, lenient, by_lot, rng) for seed in range(times)])


def _found(
    library_id: str, strategies: int, seed: int, lenient: bool, by_lot: bool, rng: np.random.Generator
) -> dict[str, float]:
    responses = sample_survey().responses
    people = responses.loc[(responses["library_id"] == library_id) & (responses["wave"] == WAVE), "response_id"]
    inventory, ratings = random_inventory(library_id, WAVE, people.tolist(), seed, load_guide(), strategies)
    if lenient:
        ratings = lenient_ratings(inventory, people.tolist(), rng)
    released = sample_release(library_id)
    mapped = map_opportunities(told_inventory(wishes_by_lot(released, rng) if by_lot else released, inventory, ratings))
    return {
        "suggestions": len(mapped.suggestions),
        "clear": float((mapped.suggestions["strength"] == "clear").sum()),
        "standing": float((mapped.offers["standing"] != "").any()),
        "works": float(mapped.needs["works"].isin(["above", "below", "mixed"]).any()),
        "wanted": float(mapped.needs["stands_out"].any()),
    }


def table_inventories(times: int) -> Iterator[str]:
    apart = "A strategy apart, % (nominal: 1) | What serves a quality apart, % (nominal: 1)"
    yield f"| Wishes | Ratings | Strategies | Suggestions each | Inventories with a clear one | {apart} |"
    yield "|---|---|---|---|---|---|---|"
    for library_id, by_lot in [*((name, False) for name in LIBRARIES), (BY_LOT, True)]:
        people = sample_release(library_id).group("respondents")["n"].iloc[0]
        wishes = f"drawn by lot, {people} people" if by_lot else f"of `{library_id}`, {people} people"
        for lenient in (False, True):
            for strategies in SIZES:
                found = found_by_lot(library_id, strategies, times, lenient, by_lot)
                rates = (f"{100 * found[name].mean():.1f}" for name in ("standing", "works"))
                clear = f"{int((found['clear'] > 0).sum())} of {times}"
                ratings = "lenient and strict people" if lenient else "one distribution"
                cells = [wishes, ratings, strategies, f"{found['suggestions'].mean():.1f}", clear, *rates]
                yield f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else REPEATED
    lines = []
    for line in table_inventories(times):
        print(line, flush=True)
        lines.append(line)
    if len(sys.argv) > 2:
        paste("inventories", lines)


if __name__ == "__main__":
    main()
