"""How long the measures of the continuum take for 40,000 people, beside SciPy's functions on the same raw data.

Run with `python benchmarks/continuum.py`. Each line is the median of the runs in CPU milliseconds of this process,
which other work on the machine does not change much. Where SciPy has a function for the same number, its time and the
largest difference between both results stand beside; where it has none, the line shows ours alone.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import stats

from analysis.guide import load_guide
from analysis.measures import cohorts, continuum
from analysis.measures.camps import class_counts
from analysis.measures.distributions import DOT_SHARES, class_quantiles, histogram
from analysis.responses.frames import empty_frame, response_fields

PEOPLE = 40_000
RUNS = 5
GUIDE = load_guide()


class Task(NamedTuple):
    """What is measured: our call, SciPy's for the same number, and what to compare of either."""

    name: str
    ours: Callable[[], Any]
    scipys: Callable[[], Any] | None = None
    number: Callable[[Any], Any] = lambda result: result
    theirs: Callable[[Any], Any] = lambda result: result


def people() -> pd.DataFrame:
    """Answers to the situations, a twentieth of them blank; leaders lean a little further; the same every time."""
    rng = np.random.default_rng(PEOPLE)
    roles = rng.choice(GUIDE.cohort("role").value_ids, PEOPLE)
    columns: dict[str, Any] = {"response_id": [f"r{number}" for number in range(PEOPLE)]}
    lean = rng.normal(0.4, 0.7, PEOPLE) + 0.2 * (roles == "leader")
    for item in GUIDE.section("continuum").items:
        if item.scale:
            answer = np.clip(
                np.round(3.5 + lean * (1 if item.keyed == "growth" else -1) + rng.normal(0, 1, PEOPLE)), 1, 6
            )
            columns[item.id] = np.where(rng.random(PEOPLE) < 0.05, -1, answer).astype(int)
    blank = dict.fromkeys([item.id for item in GUIDE.scaled_items], -1)
    frame = empty_frame(response_fields(GUIDE)).reindex(range(PEOPLE))
    return frame.assign(**blank | columns, role=roles, library_id="lib", wave="1")


def tasks(frame: pd.DataFrame) -> list[Task]:
    """What is measured, in the order of the table."""
    positions = continuum.person_positions(frame, GUIDE)
    known = positions.dropna(subset=["position"])
    leads = known["role"].isin(GUIDE.cohort("role").leading)
    x, y = (known.loc[group, "position"].to_numpy() for group in (~leads, leads))
    few = y[:8]
    pairs = len(x) * len(y)
    matrix = continuum.position_matrix(positions, GUIDE)
    p = np.random.default_rng(1).random(PEOPLE)
    return [
        Task("person_positions", lambda: continuum.person_positions(frame, GUIDE)),
        Task(
            "probability_of_superiority",
            lambda: cohorts.probability_of_superiority(x, y),
            lambda: stats.mannwhitneyu(y, x),
            theirs=lambda result: result.statistic / pairs,
        ),
        Task(
            "brunner_munzel",
            lambda: cohorts.brunner_munzel(x, y, seed=1),
            lambda: stats.brunnermunzel(x, y),
            lambda result: result.statistic,
            lambda result: result.statistic,
        ),
        Task("brunner_munzel, 8 against the rest", lambda: cohorts.brunner_munzel(x, few, seed=1)),
        Task("wasserstein", lambda: cohorts.wasserstein(x, y), lambda: stats.wasserstein_distance(x, y)),
        Task(
            "adjust_p_values, as many p",
            lambda: cohorts.adjust_p_values(p),
            lambda: stats.false_discovery_control(p),
        ),
        Task("agreement_a of six classes", lambda: cohorts.agreement_a(class_counts(x))),
        Task("class_quantiles, 20 dots", lambda: class_quantiles(histogram(x), DOT_SHARES)),
        Task("variance_components", lambda: continuum.variance_components(matrix)),
        Task("component_shares, 2,000 resamples", lambda: continuum.component_shares(matrix, seed=1)),
        Task("situation_profile", lambda: continuum.situation_profile(positions, GUIDE, seed=1)),
        Task("distributions, 4 roles, 7 scopes", lambda: continuum.distributions(positions, GUIDE, "role")),
        Task("compare_cohorts, 4 roles, 7 scopes", lambda: cohorts.compare_cohorts(positions, GUIDE, "role", seed=1)),
    ]


def median_milliseconds(task: Callable[[], object]) -> float:
    """The median CPU time of the runs, after one that warms up."""
    task()
    taken = []
    for _ in range(RUNS):
        start = time.process_time()
        task()
        taken.append(time.process_time() - start)
    return 1000 * statistics.median(taken)


def line(task: Task) -> str:
    """One line of the table."""
    ours = median_milliseconds(task.ours)
    if task.scipys is None:
        return f"{task.name:38}{ours:10.1f}"
    scipys = median_milliseconds(task.scipys)
    apart = np.max(np.abs(np.asarray(task.number(task.ours())) - np.asarray(task.theirs(task.scipys()))))
    return f"{task.name:38}{ours:10.1f}{scipys:10.1f}{ours / scipys:9.2f}{apart:12.1e}"


def main() -> None:
    """Print the table."""
    print(f"{f'{PEOPLE:,} people, median CPU ms':38}{'ours':>10}{'scipy':>10}{'ratio':>9}{'difference':>12}")
    for task in tasks(people()):
        print(line(task))


if __name__ == "__main__":
    main()
