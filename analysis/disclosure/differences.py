"""Differences: each group against everybody else, from the protected counts of the three bands alone.

Everybody else are all staff with a position minus the group, so that their counts follow by subtraction. Every
way for the group and for all staff to be spread over the bands that fits what is told is compared. What is told
of a difference is between which ends it lies over all of them; the interval spans those of both ends; and p is
the one of the counts that are closest to no difference, so that nothing differs beyond chance only because a
count is told as a range.

Three bands know less than positions do. A difference within a band is not seen, and the distance in points
takes everybody to stand in the middle of their band, which makes it a rough one.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.disclosure.allowed import MOST_WAYS, Allowed, read_ranges
from analysis.disclosure.maturity import RANGES
from analysis.disclosure.shares import CONFIDENCE, joined
from analysis.guide import ALL
from analysis.measures.cohorts import BrunnerMunzel, adjust_p_values
from analysis.measures.estimates import BEYOND_CHANCE, ONE_GROUP_EMPTY, Floats
from analysis.measures.superiority import brunner_munzel_in_family, name_test
from analysis.tally.scores import BAND_CUTS, OVERALL

__all__ = ["describe_differences"]

EDGES = np.array([0, *BAND_CUTS, 100])
MIDDLES = (EDGES[:-1] + EDGES[1:]) / 2
OPEN_END = "one end of the interval is that of the scale, since the told counts allow groups without overlap"
TOO_OPEN = "too little is told about the counts to compare them"
NUMBERS = ("superiority_low", "superiority_high", "low", "high", "distance_low", "distance_high", "p")
TEXTS = ("question", "method", "note")
KEYS = ("cohort", "value", "scope", "n", "roster", "withheld", "reason", "n_rest")
COLUMNS = (*KEYS, *NUMBERS, "p_adjusted", "confidence", *TEXTS)


@dataclass(frozen=True)
class _Ways:
    """The ways that fit: `group` and `rest` (ways × bands) hold people, row by row."""

    group: NDArray[np.int64]
    rest: NDArray[np.int64]

    @property
    def superiority(self) -> Floats:
        """The chance that one of the group stands further towards growth than one of the rest (ways)."""
        below = np.cumsum(self.rest, axis=1) - self.rest / 2
        return (self.group * below).sum(axis=1) / (self.group.sum(axis=1) * self.rest.sum(axis=1, dtype=float))

    @property
    def distance(self) -> Floats:
        """The points that people would have to move, on average, for both to be spread alike (ways)."""
        shares = [np.cumsum(counts, axis=1) / counts.sum(axis=1, keepdims=True) for counts in (self.group, self.rest)]
        return np.abs(shares[0] - shares[1])[:, :-1] @ np.diff(MIDDLES)

    def test(self, at: int, seed: int) -> BrunnerMunzel:
        """The test of one of the ways."""
        return _test(tuple(self.rest[at].tolist()), tuple(self.group[at].tolist()), seed)


def describe_differences(bands: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Each group against everybody else in each scope; columns as `Released` lists under `differences`.

    `bands` is that frame of a `Released`. A row is withheld where its bands are, or those of all staff.
    `superiority` is the chance that one of the group stands further towards growth than one of the rest, a tie
    counted half. `p_adjusted` is Benjamini and Hochberg's in two families for each cohort column: the overall
    leaning of all its groups, and all situations of all its groups. The intervals are not adjusted.

    Missing answers
    ---------------
    Who has no position in a scope is in neither side. Who left the cohort column blank is one of the rest.

    Sources: as for `brunner_munzel`, `wasserstein` and `adjust_p_values` in `analysis.measures.cohorts`.

    >>> bands = pd.DataFrame({"band": ["fixed", "mixed", "growth"] * 2, "value": ["all"] * 3 + ["desk"] * 3})
    >>> bands = bands.assign(cohort=["all"] * 3 + ["role"] * 3, scope="overall", roster=40, withheld=False, reason="")
    >>> bands = bands.assign(n=[30] * 3 + [12] * 3, count_low=[8, 10, 12, 5, 4, 0], count_high=[8, 10, 12, 8, 5, 2])
    >>> told = describe_differences(bands, seed=1)
    >>> told[["value", "n_rest", "superiority_low", "superiority_high", "p"]].round(3)
      value  n_rest  superiority_low  superiority_high      p
    0  desk      18            0.056             0.282  0.025
    """
    everybody = {str(scope): rows for scope, rows in bands[bands["cohort"] == ALL].groupby("scope", sort=False)}
    groups = bands[bands["cohort"] != ALL].groupby(["cohort", "value", "scope"], sort=False)
    compared = [_row(rows, everybody[str(scope)], seed) for (_, _, scope), rows in groups]
    table = pd.DataFrame(compared, columns=list(COLUMNS))
    for _, of_column in table.groupby("cohort", sort=False):
        for family in (of_column["scope"] == OVERALL, of_column["scope"] != OVERALL):
            rows = of_column.index[family]
            table.loc[rows, "p_adjusted"] = adjust_p_values(table.loc[rows, "p"])
    return table.astype({"n": "Int64", "roster": "Int64", "n_rest": "Int64"})


def _row(group: pd.DataFrame, everybody: pd.DataFrame, seed: int) -> dict[str, Any]:
    first = group.iloc[0]
    kept = {name: first[name] for name in ("cohort", "value", "scope", "n", "roster")}
    reason = first["reason"] or everybody["reason"].iloc[0]
    if reason:
        return kept | {"n": pd.NA, "withheld": True, "reason": reason, "n_rest": pd.NA} | _blank("", "")
    n, of_all = int(first["n"]), int(everybody["n"].iloc[0])
    told = {"withheld": False, "reason": "", "n_rest": of_all - n}
    if n == of_all:
        return kept | told | _blank("", ONE_GROUP_EMPTY)
    ways = _ways(Allowed.of_classes(n, read_ranges(group)), Allowed.of_classes(of_all, read_ranges(everybody)))
    method = f"{name_test(of_all - n, n, in_family=True)}, on three bands"
    return kept | told | (_blank(method, TOO_OPEN) if ways is None else _compare(ways, method, seed))


def _ways(group: Allowed, everybody: Allowed) -> _Ways | None:
    """The ways to fill the bands that fit what is told about the group and about all staff; None where too many."""
    inside, whole = group.ways(), everybody.ways()
    if inside is None or whole is None or len(inside) * len(whole) > MOST_WAYS:
        return None
    fits = (whole >= inside[:, np.newaxis]).all(axis=-1)
    one, other = np.nonzero(fits)
    return _Ways(inside[one], whole[other] - inside[one])


def _compare(ways: _Ways, method: str, seed: int) -> dict[str, Any]:
    superiority, distance = ways.superiority, ways.distance
    least, most = int(superiority.argmin()), int(superiority.argmax())
    low, high, note = _interval(ways.test(least, seed), ways.test(most, seed))
    numbers = (superiority[least], superiority[most], low, high, distance.min(), distance.max())
    # Rounded, so that of two ways that are equally close the first one is taken on every machine.
    closest = int(np.round(np.abs(superiority - 0.5), 9).argmin())
    return {
        **_blank(method, joined("" if len(superiority) == 1 else RANGES, note)),
        **dict(zip(NUMBERS, (*map(float, numbers), ways.test(closest, seed).p), strict=True)),
        "confidence": CONFIDENCE,
    }


def _interval(least: BrunnerMunzel, most: BrunnerMunzel) -> tuple[float, float, str]:
    """From the low end of the interval of the least superiority to the high end of that of the most."""
    if least.note and most.note:
        return np.nan, np.nan, least.note
    low, high = (0.0 if least.note else least.low), (1.0 if most.note else most.high)
    # Where the groups spread more at one end, its interval may reach beyond that of the other.
    low, high = min(low, np.nan_to_num(most.low, nan=1)), max(high, np.nan_to_num(least.high, nan=0))
    return low, high, OPEN_END if least.note or most.note else ""


@lru_cache(maxsize=4096)
def _test(rest: tuple[int, ...], group: tuple[int, ...], seed: int) -> BrunnerMunzel:
    return brunner_munzel_in_family(np.repeat(MIDDLES, rest), np.repeat(MIDDLES, group), seed, CONFIDENCE)


def _blank(method: str, note: str) -> dict[str, Any]:
    numbers: dict[str, Any] = dict.fromkeys((*NUMBERS, "p_adjusted", "confidence"), np.nan)
    return numbers | dict(zip(TEXTS, (BEYOND_CHANCE if method or note else "", method, note), strict=True))
