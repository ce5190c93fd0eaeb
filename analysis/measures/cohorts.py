"""Cohorts: differences between groups of staff, and how many of them chance alone would show.

Each group is compared with all others, by the chance that one of its people stands further towards growth
(`probability_of_superiority`, with `brunner_munzel` as its test) and by how many points one would have to move
people to make both alike (`wasserstein`). Who compares many groups finds some difference by chance.
`adjust_p_values` says what is left when the whole family of comparisons is taken together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.errors import Fault, ToolkitError
from analysis.guide import Guide
from analysis.measures.camps import agreement_a
from analysis.measures.estimates import BEYOND_CHANCE, Floats
from analysis.measures.groups import group_values, scope_suffixes, with_groups
from analysis.measures.pooled import pool
from analysis.measures.superiority import (
    BrunnerMunzel,
    brunner_munzel,
    brunner_munzel_in_family,
    cliffs_delta,
    name_test,
    probability_of_superiority,
)
from analysis.tally.scores import OVERALL

__all__ = [
    "BrunnerMunzel",
    "adjust_p_values",
    "agreement_a",
    "brunner_munzel",
    "cliffs_delta",
    "compare_cohorts",
    "probability_of_superiority",
    "wasserstein",
]


def compare_cohorts(
    positions: pd.DataFrame, guide: Guide, cohort: str, seed: int, confidence: float = 0.95
) -> pd.DataFrame:
    """Each group of one cohort column against all others, overall and in each situation.

    `positions` is the frame of `person_positions`; `cohort` a column of the guide, or `leads`. One row per scope
    (`overall` or a situation) and value. Columns: `cohort`, `value`, `scope`, `n`, `n_rest` (people with a position),
    `superiority` (the chance that one of the group stands further towards growth than one of the rest, 0-1),
    `low`, `high`, `confidence`, `delta` (Cliff's, -1 … 1), `distance` (Wasserstein, in points), `statistic`, `df`, `p`,
    `p_adjusted`, `question`, `method`, `note`.

    `p_adjusted` is Benjamini and Hochberg's in two families: the overall positions of all values, and all
    situations of all values. The intervals are not adjusted.

    Missing answers
    ---------------
    Who left the cohort column blank is neither in a group nor in the rest. A row without people on one side,
    or with a single person, has blanks and a note, and does not count in its family.

    Raises `ToolkitError` for a cohort column that the guide does not have, or a confidence outside 0 … 1.
    Sources: as for `brunner_munzel_in_family`, `cliffs_delta`, `wasserstein` and `adjust_p_values`.

    >>> from analysis.guide import load_guide
    >>> guide = load_guide()
    >>> columns = ["position", *(f"position_{situation}" for situation in guide.situations)]
    >>> people = pd.DataFrame({column: [80.0, 70, 75, 40, 50, 45, 55] for column in columns})
    >>> people["role"] = ["leader"] * 3 + ["public_services"] * 4
    >>> found = compare_cohorts(people, guide, "role", seed=1)
    >>> found.loc[[0, 2], ["value", "n", "n_rest", "superiority", "distance", "p"]].round(3)
                 value  n  n_rest  superiority  distance      p
    0           leader  3       4          1.0      27.5  0.057
    2  public_services  4       3          0.0      27.5  0.057
    """
    values = group_values(guide, cohort)
    people = with_groups(positions, guide, cohort)
    rows = []
    for scope, suffix in scope_suffixes(guide).items():
        place = people[f"position{suffix}"]
        for value in values:
            inside = people[cohort] == value
            keys = {"cohort": cohort, "value": value, "scope": scope}
            rows.append(keys | _compare(place[~inside], place[inside], seed, confidence))
    table = pd.DataFrame(rows)
    for family in (table["scope"] == OVERALL, table["scope"] != OVERALL):
        table.loc[family, "p_adjusted"] = adjust_p_values(table.loc[family, "p"])
    return table


def wasserstein(x: ArrayLike, y: ArrayLike) -> float:
    """How far, on average, people of one group would have to move for both to look alike; in points.

    The area between both cumulative shares, ∫ |F - G|. It is 0 only where they are spread alike, and it is
    never below the difference of the means. Two small groups differ by some points from chance alone. Blank
    (NaN) where a group is empty.

    Missing answers
    ---------------
    NaN and negative codes are left out.

    Raises `ToolkitError` for an endless value.
    Source: Vallender 1974, Theory Probab. Appl. 18, 784-786.

    >>> wasserstein([0, 1, 3], [5, 6, 8])
    5.0
    """
    pooled = pool(x, y)
    n1, n2 = pooled.sizes
    if not (n1 and n2):
        return np.nan
    # As whole numbers of people, so that equal shares leave nothing behind.
    apart = np.abs(np.cumsum(pooled.first) * n2 - np.cumsum(pooled.second) * n1)
    return float((apart[:-1] * np.diff(pooled.values)).sum() / (n1 * n2))


def adjust_p_values(p: ArrayLike, method: Literal["bh", "holm", "bonferroni"] = "bh") -> Floats:
    """The p-values of one family, adjusted for their number; an array of the shape of `p`.

    With m values in rising order p(1) … p(m):
    `bh` (share of false findings) the least of p(j)·(m/j) over j ≥ i;
    `holm` (any false finding) the greatest of p(j)·(m - j + 1) over j ≤ i; `bonferroni` p·m; never above 1.

    Missing answers
    ---------------
    NaN stays NaN and does not count in m.

    Raises `ToolkitError` for another method, or a value outside 0 … 1.
    Sources: Benjamini & Hochberg 1995, J. R. Stat. Soc. B 57, 289-300; Holm 1979, Scand. J. Stat. 6, 65-70.

    >>> adjust_p_values([0.01, np.nan, 0.04, 0.03]).round(3).tolist()
    [0.03, nan, 0.04, 0.04]
    """
    values = np.asarray(p, dtype=float)
    known = ~np.isnan(values)
    _check(values[known], method)
    adjusted = np.full(values.shape, np.nan)
    adjusted[known] = np.minimum(_ADJUST[method](values[known]), 1)
    return adjusted


def _compare(rest: pd.Series, group: pd.Series, seed: int, confidence: float) -> dict[str, object]:
    test = brunner_munzel_in_family(rest, group, seed, confidence)
    n, n_rest = int(group.count()), int(rest.count())
    return {
        "n": n,
        "n_rest": n_rest,
        "superiority": test.superiority,
        "low": test.low,
        "high": test.high,
        "confidence": confidence,
        "delta": cliffs_delta(rest, group),
        "distance": wasserstein(rest, group),
        "statistic": test.statistic,
        "df": test.df,
        "p": test.p,
        "p_adjusted": np.nan,
        "question": BEYOND_CHANCE,
        "method": name_test(n_rest, n, in_family=True),
        "note": test.note,
    }


def _check(values: Floats, method: str) -> None:
    faults = [
        Fault("p", f"{value:g}", "from 0 to 1", "Give the p-values themselves.")
        for value in values[(values < 0) | (values > 1)]
    ]
    if method not in _ADJUST:
        faults.append(Fault("method", repr(method), ", ".join(_ADJUST), "Choose one of them."))
    if faults:
        raise ToolkitError("These p-values cannot be adjusted.", faults)


def _bh(p: Floats) -> Floats:
    order = np.argsort(-p, kind="stable")
    ranks = np.arange(len(p), 0, -1)
    return _in_order(np.minimum.accumulate(p[order] * (len(p) / ranks)), order)


def _holm(p: Floats) -> Floats:
    order = np.argsort(p, kind="stable")
    return _in_order(np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1)), order)


def _bonferroni(p: Floats) -> Floats:
    return p * len(p)


def _in_order(values: Floats, order: np.ndarray) -> Floats:
    placed = np.empty_like(values)
    placed[order] = values
    return placed


_ADJUST: dict[str, Callable[[Floats], Floats]] = {"bh": _bh, "holm": _holm, "bonferroni": _bonferroni}
