"""How long the counting and measuring of one library takes, with 40 and with 40,000 people.

Run with `python benchmarks/measures.py`. Each line is the median of the runs in CPU milliseconds of this process,
which other work on the machine does not change much; the last column says what a thousand times the people cost.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from analysis.guide import load_guide
from analysis.measures import continuum, maturity, shares
from analysis.responses.frames import empty_frame, response_fields
from analysis.tally import score_people, tally_answers

SIZES = (40, 40_000)
RESPONSE_RATE = 0.75
RUNS = {40: 15, 40_000: 3}
GUIDE = load_guide()


def library(people: int) -> pd.DataFrame:
    """Answers of `people`, with a tenth of blanks; the same every time."""
    rng = np.random.default_rng(people)
    columns: dict[str, Any] = {"response_id": [f"r{number}" for number in range(people)]}
    for item in GUIDE.scaled_items:
        answered = rng.choice(item.scale.points if item.scale else (), people)
        columns[item.id] = np.where(rng.random(people) < 0.1, rng.choice(item.blanks, people), answered)
    for cohort in GUIDE.cohorts:
        columns[cohort.id] = rng.choice(cohort.value_ids, people)
    return empty_frame(response_fields(GUIDE)).reindex(range(people)).assign(**columns, library_id="lib", wave="1")


def tasks(frame: pd.DataFrame) -> dict[str, Callable[[], object]]:
    """What is measured, by the name that the table shows."""
    roster = round(len(frame) / RESPONSE_RATE)
    tally = tally_answers(frame, GUIDE, ["leads"])
    scores = maturity.person_scores(frame, GUIDE)
    exists = tally.marks.query("mark == 'exists'")
    x, n = exists["yes"].to_numpy(), (exists["yes"] + exists["no"]).to_numpy()
    leaders, front_line = (np.flatnonzero(exists["value"] == value) for value in ("leaders", "front_line"))
    gap = (x[leaders], n[leaders], x[front_line], n[front_line])
    draws = maturity.index_draws([0.2, 0.6, 1.0], roster, seed=1)
    return {
        "score_people": lambda: score_people(frame, GUIDE),
        "tally_answers, all columns": lambda: tally_answers(
            frame, GUIDE, [*(cohort.id for cohort in GUIDE.cohorts), "leads"]
        ),
        f"wilson_interval, {len(x)} shares": lambda: shares.wilson_interval(x, n),
        f"jeffreys_interval, {len(x)} shares": lambda: shares.jeffreys_interval(x, n),
        f"roster_interval, {len(x)} shares": lambda: shares.roster_interval(x, n, roster),
        f"nonresponse_bounds, {len(x)} shares": lambda: shares.nonresponse_bounds(x, n, roster),
        "newcombe_difference, 7 pairs": lambda: shares.newcombe_difference(*gap),
        "paired_change": lambda: shares.paired_change(x[0] // 4, x[0] // 9, x[0]),
        "index, 4,000 draws": lambda: maturity.index(scores, roster, seed=1),
        "level_probabilities, name_level": lambda: maturity.name_level(maturity.level_probabilities(draws)),
        "four_cells, 4,000 joint draws": lambda: maturity.four_cells(frame, GUIDE, roster, seed=1),
        "priority, 4,000 joint draws": lambda: maturity.priority(frame, GUIDE, roster, seed=1),
        "perception_gap, 7 qualities": lambda: maturity.perception_gap(*gap),
        "band_shares, 3 groups": lambda: continuum.band_shares(tally.bands, {("all", "all"): roster}),
    }


def median_milliseconds(task: Callable[[], object], runs: int) -> float:
    """The median CPU time of `runs` runs, after one that warms up."""
    task()
    taken = []
    for _ in range(runs):
        start = time.process_time()
        task()
        taken.append(time.process_time() - start)
    return 1000 * statistics.median(taken)


def main() -> None:
    """Print the table."""
    times = {
        size: {name: median_milliseconds(task, RUNS[size]) for name, task in tasks(library(size)).items()}
        for size in SIZES
    }
    print(f"{'median CPU milliseconds':38}{'40 people':>12}{'40,000':>12}{'ratio':>9}")
    for (name, few), many in zip(times[40].items(), times[40_000].values(), strict=True):
        print(f"{name:38}{few:12.2f}{many:12.2f}{many / few:9.1f}")
    few, many = (sum(column.values()) for column in times.values())
    print(f"{'all together':38}{few:12.2f}{many:12.2f}{many / few:9.1f}")


if __name__ == "__main__":
    main()
