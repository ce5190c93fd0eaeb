"""How long agreement and intraclass correlations take for 10,000 groups, beside plain pandas groupby-apply.

Run with `python benchmarks/agreement.py`. Each line is the median of the runs in CPU milliseconds of this process,
which other work on the machine does not change much; pandas runs once, since it takes long. The last column is the
largest difference between both results over all groups.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.measures.agreement import average_deviation, icc, rwg, rwg_j

GROUPS = 10_000
ITEMS = [f"item_{number}" for number in range(1, 8)]
OPTIONS = 6
AT_RANDOM = (OPTIONS**2 - 1) / 12
BLANKS = 0.01
RUNS = 5


class Task(NamedTuple):
    """What is measured: our call, pandas's for the same numbers, and what to compare of ours."""

    name: str
    ours: Callable[[], Any]
    pandas: Callable[[], Any]
    number: Callable[[Any], Any]


def people() -> pd.DataFrame:
    """Answers of 2 to 40 people in each group, a hundredth of them blank; the same every time."""
    rng = np.random.default_rng(GROUPS)
    sizes = rng.integers(2, 41, GROUPS)
    group = rng.permutation(np.repeat(np.arange(GROUPS), sizes))
    lean = 3.5 + rng.normal(0, 0.6, GROUPS)[group]
    person = rng.normal(0, 0.6, len(group))
    answers = {item: np.clip(np.round(lean + person + rng.normal(0, 0.9, len(group))), 1, OPTIONS) for item in ITEMS}
    frame = pd.DataFrame(answers).mask(rng.random((len(group), len(ITEMS))) < BLANKS)
    return frame.assign(group=[f"library_{label:05}" for label in group])


def by_group(frame: pd.DataFrame, columns: list[str], index: Callable[[pd.DataFrame], Any]) -> pd.Series:
    """`index` of the complete answers of each group, the plain way; blank for one person."""
    known = frame.dropna(subset=columns)
    found = known.groupby("group")[columns].apply(
        lambda own: pd.Series({"n": len(own), "index": index(own) if len(own) > 1 else np.nan})
    )
    return found["index"].reindex(sorted(frame["group"].unique()))


def pandas_rwg_j(own: pd.DataFrame) -> float:
    """rwg(J) of one group."""
    agreed = 1 - min(own.var().mean(), AT_RANDOM) / AT_RANDOM
    return len(ITEMS) * agreed / (len(ITEMS) * agreed + 1 - agreed)


def pandas_icc(frame: pd.DataFrame) -> list[float]:
    """ICC(1) and ICC(2) from the sizes, means and sums of squares of the groups."""
    known = frame.dropna(subset=ITEMS[:1])
    table = known.groupby("group")[ITEMS[:1]].apply(
        lambda own: pd.Series({"n": len(own), "mean": own.mean().item(), "ss": ((own - own.mean()) ** 2).sum().item()})
    )
    n, groups = table["n"].sum(), len(table)
    msb = (table["n"] * (table["mean"] - known[ITEMS[0]].mean()) ** 2).sum() / (groups - 1)
    msw, k = table["ss"].sum() / (n - groups), n / groups
    return [(msb - msw) / (msb + (k - 1) * msw), (msb - msw) / msb]


def tasks(frame: pd.DataFrame) -> list[Task]:
    """What is measured, in the order of the table."""
    items, one, groups = frame[ITEMS], frame[ITEMS[0]], frame["group"]
    return [
        Task(
            "rwg, one item",
            lambda: rwg(one, groups, OPTIONS),
            lambda: by_group(frame, ITEMS[:1], lambda own: 1 - own.var().item() / AT_RANDOM),
            lambda found: found["rwg"],
        ),
        Task(
            "rwg_j, seven items",
            lambda: rwg_j(items, groups, OPTIONS),
            lambda: by_group(frame, ITEMS, pandas_rwg_j),
            lambda found: found["rwg_j"],
        ),
        Task(
            "average_deviation, mean",
            lambda: average_deviation(items, groups),
            lambda: by_group(frame, ITEMS, lambda own: (own - own.mean()).abs().mean().mean()),
            lambda found: found["ad"],
        ),
        Task(
            "average_deviation, median",
            lambda: average_deviation(items, groups, "median"),
            lambda: by_group(frame, ITEMS, lambda own: (own - own.median()).abs().mean().mean()),
            lambda found: found["ad"],
        ),
        Task(
            "icc",
            lambda: icc(one, groups),
            lambda: pandas_icc(frame),
            lambda found: [found.icc1, found.icc2],
        ),
    ]


def milliseconds(task: Callable[[], Any]) -> tuple[float, Any]:
    """The CPU time of one run, and what it returned."""
    start = time.process_time()
    result = task()
    return 1000 * (time.process_time() - start), result


def line(task: Task) -> str:
    """One line of the table."""
    task.ours()
    runs = [milliseconds(task.ours) for _ in range(RUNS)]
    ours, found = statistics.median(taken for taken, _ in runs), runs[0][1]
    plain, expected = milliseconds(task.pandas)
    one, other = np.asarray(task.number(found), dtype=float), np.asarray(expected, dtype=float)
    if (np.isnan(one) != np.isnan(other)).any():
        raise ValueError(f"{task.name}: not the same groups are blank")
    apart = np.nanmax(np.abs(one - other))
    return f"{task.name:32}{ours:10.1f}{plain:12.0f}{plain / ours:10.0f}{apart:12.1e}"


def main() -> None:
    """Print the table."""
    frame = people()
    print(f"{f'{GROUPS:,} groups, {len(frame):,} people, CPU ms':44}")
    print(f"{'':32}{'ours':>10}{'pandas':>12}{'times':>10}{'difference':>12}")
    for task in tasks(frame):
        print(line(task), flush=True)


if __name__ == "__main__":
    main()
