"""Standing: one measure in all libraries of a comparison, from what each of them told.

Each library gives a range of counts out of n, or for the index a range of means. From these ranges alone follow
the pooled values, the ranks and how far libraries lie apart. Everything is in points, 0 … 100.

Where a range hides the count, p is that of the counts that make libraries most alike, so that none differs beyond
chance only because something was not told exactly.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.disclosure.mean_score import MeanScore, spread_bounds
from analysis.disclosure.shares import CONFIDENCE
from analysis.measures.aggregation import may_aggregate
from analysis.measures.estimates import BEYOND_CHANCE, Floats
from analysis.measures.intraclass import Icc
from analysis.measures.libraries import (
    Likeness,
    PooledMeans,
    PooledShares,
    means_likeness,
    pool_means_of_unknown_spread,
    pool_share_ranges,
    rank_uncertainty,
    shares_likeness,
)
from analysis.measures.reliability import staff_needed

__all__ = ["SPREAD_COLUMNS", "STANDING_COLUMNS", "Standing", "stand_by_mean", "stand_by_share"]

POINTS = 100
FARTHEST = "how far people lie apart is not told: p takes them to lie as far apart as they can"
BEYOND = 0.05
"""Below this an adjusted p says that libraries differ beyond chance."""

STANDING_COLUMNS = {
    **dict.fromkeys(("measure", "library_id"), "str"),
    "n": "Int64",
    **dict.fromkeys(("raw", "raw_low", "raw_high", "pooled", "low", "high", "confidence"), "float64"),
    **dict.fromkeys(("expected_rank", "rank_low", "rank_high", "top_third"), "float64"),
    "differs": "str",
    "reliability": "float64",
    **dict.fromkeys(("question", "method", "note"), "str"),
}
SPREAD_COLUMNS = {
    "measure": "str",
    **dict.fromkeys(("libraries", "people"), "int64"),
    **dict.fromkeys(("grand", "between", "within", "icc1", "icc1_low", "icc1_high"), "float64"),
    "staff_needed": "Int64",
    **dict.fromkeys(("p", "p_adjusted", "chance"), "float64"),
    **dict.fromkeys(("verdict", "note"), "str"),
}


@dataclass(frozen=True)
class Standing:
    """One measure: its `table` (one row a library), what all libraries are like, and whether that is chance.

    `between` and `within` are standard deviations in points, `noise` the variance that chance gives each library,
    `p_adjusted` blank until the family of measures is known.
    """

    measure: str
    table: pd.DataFrame
    grand: float
    between: float
    within: float
    icc1: float
    icc1_low: float
    icc1_high: float
    noise: Floats
    likeness: Likeness
    note: str
    p_adjusted: float = np.nan

    def adjusted(self, p_adjusted: float) -> Standing:
        """The same with the adjusted p, and with who differs from the mean of all."""
        beyond = p_adjusted < BEYOND
        above, below = self.table["low"] > self.grand, self.table["high"] < self.grand
        differs = np.where(beyond & above, "above", np.where(beyond & below, "below", ""))
        return replace(self, table=self.table.assign(differs=differs), p_adjusted=p_adjusted)

    def row(self) -> dict:
        """The row of the frame `spread`."""
        named = ("measure", "grand", "between", "within", "icc1", "icc1_low", "icc1_high", "p_adjusted", "note")
        return {name: getattr(self, name) for name in named} | {
            "libraries": len(self.table),
            "people": int(self.table["n"].sum()),
            "staff_needed": _staff(self.icc1),
            "p": self.likeness.p,
            "chance": self._chance(),
            "verdict": may_aggregate(self._icc()).verdict,
        }

    def _chance(self) -> float:
        """The part of the variance of observed values that chance makes."""
        if np.isnan(self.between):
            return np.nan
        noise = float(self.noise.mean())
        return noise / (noise + self.between**2)

    def _icc(self) -> Icc:
        k = float(self.table["n"].mean()) if len(self.table) else np.nan
        numbers = (self.icc1, float(_reliability(self.icc1, k)), self.icc1_low, self.icc1_high, np.nan, np.nan, k)
        people = int(self.table["n"].sum())
        return Icc(*numbers, len(self.table), people, self.note, p=self.p_adjusted, confidence=CONFIDENCE)


def stand_by_share(measure: str, told: pd.DataFrame) -> Standing:
    """The standing by a share; `told` has `library_id`, `n`, `count_low`, `count_high`, one row a library.

    `icc1` is the beta-binomial correlation of two colleagues. Its interval begins at 0 where the libraries do not
    differ beyond chance, since a spread that is estimated is never 0.
    """
    least, most, n = (told[column].to_numpy(dtype=float) for column in ("count_low", "count_high", "n"))
    seed = _seed(measure, told)
    pooled = pool_share_ranges(least, most, n, CONFIDENCE)
    alike = shares_likeness(least, most, n, seed)
    variance = pooled.grand * (1 - pooled.grand)
    return Standing(
        measure=measure,
        table=_table(measure, told, (least / n, most / n), pooled, seed),
        grand=POINTS * pooled.grand,
        between=POINTS * np.sqrt(variance * pooled.icc1),
        within=np.nan,
        icc1=pooled.icc1,
        icc1_low=_low_end(pooled, alike),
        icc1_high=pooled.icc1_high,
        noise=POINTS**2 * variance * (1 - pooled.icc1) / n,
        likeness=alike,
        note=_joined_once(pooled.note, alike.note),
    )


def stand_by_mean(measure: str, library_ids: list[str], scores: list[MeanScore]) -> Standing:
    """The standing by the mean score, the spread of people within libraries being known within bounds only."""
    low, high, doubt = (np.array([getattr(one, end) for one in scores]) for end in ("low", "high", "doubt"))
    n = np.array([one.people for one in scores], dtype=float)
    told = pd.DataFrame({"library_id": library_ids, "n": n, "count_low": low, "count_high": high, "doubt": doubt})
    if not len(told):
        return stand_by_share(measure, told)
    seed, (within_low, within_high) = _seed(measure, told), spread_bounds(scores)
    pooled = pool_means_of_unknown_spread(n, (low + high) / 2, within_low, within_high, doubt, CONFIDENCE)
    alike = means_likeness(low, high, within_high / n)
    return Standing(
        measure=measure,
        table=_table(measure, told, (low / POINTS, high / POINTS), pooled, seed),
        grand=pooled.grand,
        between=np.sqrt(pooled.between),
        within=np.sqrt(pooled.within),
        icc1=pooled.icc1,
        icc1_low=_low_end(pooled, alike),
        icc1_high=pooled.icc1_high,
        noise=pooled.within / n + doubt,
        likeness=alike,
        note=_joined_once(pooled.note, alike.note, "" if np.isnan(alike.p) else FARTHEST),
    )


def _table(
    measure: str, told: pd.DataFrame, shares: tuple[Floats, Floats], pooled: PooledShares | PooledMeans, seed: int
) -> pd.DataFrame:
    """The rows of the frame `standing`, `differs` still empty; the lowest first."""
    ranks = rank_uncertainty(pooled.draws(seed), CONFIDENCE)
    scale = POINTS if isinstance(pooled, PooledShares) else 1
    ends = {name: np.clip(scale * pooled.table[name], 0, POINTS) for name in ("pooled", "low", "high")}
    low, high = (POINTS * share for share in shares)
    columns = {
        "measure": measure,
        "library_id": told["library_id"],
        "n": told["n"],
        "raw": np.where(low == high, low, np.nan),
        "raw_low": low,
        "raw_high": high,
        **ends,
        "confidence": CONFIDENCE,
        "expected_rank": ranks["expected"],
        "rank_low": ranks["low"],
        "rank_high": ranks["high"],
        "top_third": ranks["top_third"],
        "differs": "",
        "reliability": _reliability(pooled.icc1, told["n"].to_numpy(dtype=float)),
        "question": BEYOND_CHANCE,
        "method": pooled.table["method"],
        "note": pooled.table["note"],
    }
    table = pd.DataFrame(columns, index=told.index).astype(STANDING_COLUMNS)
    return table.sort_values(["pooled", "library_id"], kind="stable").reset_index(drop=True)


def _low_end(pooled: PooledShares | PooledMeans, alike: Likeness) -> float:
    return 0.0 if alike.p > (1 - CONFIDENCE) / 2 else pooled.icc1_low


def _reliability(icc1: float, n: Floats | float) -> Floats | float:
    """ICC(2): how much of the differences between means of n people is not chance."""
    return n * icc1 / (1 + (n - 1) * icc1)


def _staff(icc1: float) -> int | None:
    return staff_needed(icc1) if 0 < icc1 < 1 else None


def _seed(measure: str, told: pd.DataFrame) -> int:
    """A seed that knows what is told and nothing else."""
    text = f"{measure}\n{told.to_csv(index=False)}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4])


def _joined_once(*notes: str) -> str:
    return "; ".join(dict.fromkeys(note for note in notes if note))
