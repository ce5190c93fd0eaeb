"""Consequences: spreads, differences and unmet needs, worked out again from the released ranges alone.

What must be one number is computed again and compared. What spans all that the ranges allow is held against count
vectors that they allow: one that lies outside would be ruled out, and then the span tells more than the ranges.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from analysis.disclosure.released import Released
from analysis.guide import ALL
from analysis.measures.camps import agreement_a
from analysis.measures.cohorts import adjust_p_values, wasserstein
from analysis.measures.superiority import probability_of_superiority
from analysis.tally.scores import BAND_CUTS, OVERALL

SPREAD_FROM, DOTS = 20, 20
MINIMUM = 5
WORLDS = 25
"""How many allowed count vectors a span is held against."""

MIDDLES = np.array([20.0, 50.0, 80.0])
"""Where the people of a band stand when a distance is told."""

ROUNDING = 1e-8
Told = tuple[np.ndarray, np.ndarray, int]
"""The least and the largest count of each class, and how many people there are."""


def consequences_apart(released: Released, seed: int = 0) -> list[str]:
    """Every spread, difference and unmet need that does not follow from the released ranges; empty if all do."""
    rng = np.random.default_rng(seed)
    found = [*_spreads(released, rng), *_differences(released, rng), *_families(released), *_unmet(released)]
    return [f"{name} is {told}, not {expected}" for name, told, expected in found]


def told_of(released: Released, frame: str, scope: str, group: tuple[str, str]) -> Told | None:
    """The released ranges of one group and scope, from fixed to growth; None where a class is not told."""
    rows = released.group(frame, *group)
    rows = rows[rows["scope"] == scope]
    if rows.empty or rows["withheld"].any() or rows["count_low"].isna().any():
        return None
    low, high = (rows[column].to_numpy(dtype=int) for column in ("count_low", "count_high"))
    return low, high, int(rows["n"].iloc[0])


def allowed(told: Told, rng: np.random.Generator) -> np.ndarray:
    """One count vector that the ranges allow; the classes are filled in random order, each as far as others let it."""
    low, high, n = told
    counts, places = low.copy(), rng.permutation(len(low))
    for at, place in enumerate(places):
        spare, later = n - counts.sum(), places[at + 1 :]
        room = int(high[place] - low[place])
        counts[place] += rng.integers(max(0, spare - (high - low)[later].sum()), min(room, spare) + 1)
    return counts


@dataclass(frozen=True)
class Line:
    """What is told of one group along the continuum: of its classes, and of the bands that they make up."""

    fine: Told
    broad: Told
    edges: np.ndarray

    def quantile(self, rank: float) -> tuple[int, int]:
        """Between which edges this rank lies, as far as the ranges settle it.

        A whole rank lies between two people, so that both must stand below the upper edge.
        """
        mirrored = Line(_mirrored(self.fine), _mirrored(self.broad), 100 - self.edges[::-1])
        inner = range(len(self.edges))
        least = np.array([self.least_below(at) for at in inner])
        most = np.array([self.fine[2] - mirrored.least_below(len(self.edges) - 1 - at) for at in inner])
        return int(self.edges[most < rank - ROUNDING][-1]), int(self.edges[least > rank + ROUNDING][0])

    def least_below(self, at: int) -> int:
        """The fewest people who may stand below the edge of this number."""
        low, high, n = self.fine
        bands = np.searchsorted(BAND_CUTS, self.edges[:-1], side="right")
        here = bands[min(at, len(bands) - 1)]
        broad_low, broad_high = (ends.copy() for ends in self.broad[:2])
        for band in range(len(broad_low)):
            broad_low[band] = max(broad_low[band], low[bands == band].sum())
            broad_high[band] = min(broad_high[band], high[bands == band].sum())
        part, rest = (low[(bands == here)[:at].nonzero()], high[at:][bands[at:] == here])
        before, after = broad_low[:here].sum(), broad_high[here + 1 :].sum()
        below = max(before, n - after - broad_high[here]) + max(part.sum(), broad_low[here] - rest.sum())
        return int(max(below, n - after - rest.sum()))


def _mirrored(told: Told) -> Told:
    return told[0][::-1], told[1][::-1], told[2]


def _spreads(released: Released, rng: np.random.Generator) -> Iterator[tuple[str, object, object]]:
    for row in released.distributions.to_dict("records"):
        group, scope = (row["cohort"], row["value"]), row["scope"]
        told = told_of(released, "bands", scope, group)
        name = f"distributions {group} {scope}"
        if told is None:
            yield from ((f"{name} {key}", row[key], "blank") for key in _SPREAD if not pd.isna(row[key]))
            continue
        fine = told_of(released, "classes", scope, group)
        edges = np.arange(0, 101, 10) if fine else np.array([0, *BAND_CUTS, 100])
        yield from _quantiles(name, row, Line(fine or told, told, edges))
        for _ in range(WORLDS):
            value = agreement_a(allowed(told, rng))
            ends = row["agreement_low"], row["agreement_high"]
            if not ends[0] - ROUNDING <= value <= ends[1] + ROUNDING:
                yield f"{name} agreement", ends, value


_SPREAD = ("median_from", "median_to", "quartile_1_from", "quartile_1_to", "quartile_3_from", "quartile_3_to")
_SPREAD += ("agreement_low", "agreement_high")


def _quantiles(name: str, row: dict, line: Line) -> Iterator[tuple[str, object, object]]:
    n = line.fine[2]
    ranks = {"median": n / 2} | ({"quartile_1": n / 4, "quartile_3": 3 * n / 4} if n >= SPREAD_FROM else {})
    for key in ("median", "quartile_1", "quartile_3"):
        mine = line.quantile(ranks[key]) if key in ranks else (None, None)
        theirs = tuple(None if pd.isna(row[f"{key}_{end}"]) else row[f"{key}_{end}"] for end in ("from", "to"))
        if mine != theirs:
            yield f"{name} {key}", theirs, mine
    dots = tuple(line.quantile((at + 0.5) / DOTS * n) for at in range(DOTS)) if n >= SPREAD_FROM else ()
    if tuple(map(tuple, row["dots"])) != dots:
        yield f"{name} dots", row["dots"], dots


def _differences(released: Released, rng: np.random.Generator) -> Iterator[tuple[str, object, object]]:
    for row in released.differences.to_dict("records"):
        group, scope = (row["cohort"], row["value"]), row["scope"]
        sides = told_of(released, "bands", scope, group), told_of(released, "bands", scope, (ALL, ALL))
        name = f"differences {group} {scope}"
        if sides[0] is None or sides[1] is None or pd.isna(row["superiority_low"]):
            told = [key for key in _DIFFERENCE if not pd.isna(row[key])]
            yield from ((f"{name} {key}", row[key], "blank") for key in told)
            continue
        if row["n_rest"] != sides[1][2] - sides[0][2]:
            yield f"{name} n_rest", row["n_rest"], sides[1][2] - sides[0][2]
        if row["low"] > row["superiority_low"] + ROUNDING or row["high"] < row["superiority_high"] - ROUNDING:
            yield f"{name} interval", (row["low"], row["high"]), "about all that the ranges allow"
        for people, rest in _both(sides[0], sides[1], rng):
            yield from _outside(name, row, people, rest)


_DIFFERENCE = ("superiority_low", "superiority_high", "low", "high", "distance_low", "distance_high", "p", "p_adjusted")


def _both(group: Told, everybody: Told, rng: np.random.Generator) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Allowed counts of a group and of the rest: the bands of everybody, less those of the group."""
    for _ in range(WORLDS):
        people = allowed(group, rng)
        low, high = (np.maximum(ends - people, 0) for ends in everybody[:2])
        left = everybody[2] - group[2]
        if (everybody[1] >= people).all() and low.sum() <= left <= high.sum():
            yield people, allowed((low, high, left), rng)


def _outside(name: str, row: dict, people: np.ndarray, rest: np.ndarray) -> Iterator[tuple[str, object, object]]:
    here, there = (np.repeat(MIDDLES, counts) for counts in (people, rest))
    for key, value in (
        ("superiority", probability_of_superiority(there, here)),
        ("distance", wasserstein(there, here)),
    ):
        ends = row[f"{key}_low"], row[f"{key}_high"]
        if not ends[0] - ROUNDING <= value <= ends[1] + ROUNDING:
            yield f"{name} {key} of {people} against {rest}", ends, value


def _families(released: Released) -> Iterator[tuple[str, object, object]]:
    """Adjusted chances: one family for each cohort column overall, one for all its situations."""
    if released.differences.empty:
        return
    is_overall = released.differences["scope"] == OVERALL
    for family, rows in released.differences.groupby([released.differences["cohort"], is_overall]):
        again = adjust_p_values(rows["p"].to_numpy(dtype=float))
        told = rows["p_adjusted"].to_numpy(dtype=float)
        if not np.allclose(told, again, atol=ROUNDING, equal_nan=True):
            yield f"differences {family} p_adjusted", told, again


def _unmet(released: Released) -> Iterator[tuple[str, object, object]]:
    for row in released.unmet.to_dict("records"):
        expected = unmet_from_cells(released, row["quality"])
        told = None if pd.isna(row["of_low"]) else tuple(float(row[key]) for key in _UNMET)
        if expected is not None and (expected[0] < MINIMUM or expected[-2:] == (0, 1)):
            expected = None
        if told != expected and (told is None or expected is None or not np.allclose(told, expected, atol=ROUNDING)):
            yield f"unmet {row['quality']}", told, expected


_UNMET = ("of_low", "of_high", "count_low", "count_high", "share_low", "share_high")


def unmet_from_cells(released: Released, quality: str) -> tuple[float, ...] | None:
    """What the four cells allow: people who do not see a quality, those of them who want it, and their share."""
    cells = released.four_cells[released.four_cells["quality"] == quality].set_index("cell")
    if cells.empty or cells["withheld"].any() or cells["count_low"].isna().any():
        return None
    n = int(cells["n"].iloc[0])
    low, high = (cells[column].astype(int) for column in ("count_low", "count_high"))
    ways = product(*(range(low[cell], high[cell] + 1) for cell in ("strengthen", "sustain", "build")))
    worlds = np.array([(build, n - strengthen - sustain - build) for strengthen, sustain, build in ways])
    least, most = _seeing(released, quality, n)
    fits = (worlds[:, 1] >= low["neither"]) & (worlds[:, 1] <= high["neither"])
    worlds = worlds[fits & (n - worlds.sum(axis=1) >= least) & (n - worlds.sum(axis=1) <= most)]
    of, wanting = worlds.sum(axis=1), worlds[:, 0]
    shares = wanting[of > 0] / of[of > 0]
    ends = [of.min(), of.max(), wanting.min(), wanting.max(), shares.min(initial=1), shares.max(initial=0)]
    return tuple(float(end) for end in ends)


def _seeing(released: Released, quality: str, both: int) -> tuple[int, int]:
    """How many of the people who gave `both` marks see the quality, as the mark `exists` tells it."""
    marks = released.group("marks")
    row = marks[(marks["quality"] == quality) & (marks["mark"] == "exists")].iloc[0]
    if row["withheld"] or pd.isna(row["count_low"]):
        return 0, both
    return int(row["count_low"]) - (int(row["n"]) - both), int(row["count_high"])
