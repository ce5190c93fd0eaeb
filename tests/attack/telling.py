"""Telling: whether what stands beside a released range tells more than the range.

Each is computed again from the released ranges, with the public measures; what cannot be computed so, was computed
from something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.released import Released
from analysis.measures.maturity import perception_gap
from analysis.measures.shares import roster_interval

ENDS = ("low", "high")
TELLING = ("n", "count_low", "count_high", "share", "low", "high", "index", "top_three", "build", "strengthen")


def telling_numbers(released: Released) -> list[str]:
    """Every number that is not computed from the released ranges, with its place; empty where all are."""
    return [
        *(found for name in ("marks", "four_cells", "bands") for found in _estimates(name, getattr(released, name))),
        *_hidden(released),
        *_gaps(released),
        *_splits(released),
        *_ranks(released),
    ]


def _estimates(name: str, frame: pd.DataFrame) -> Iterator[str]:
    told = frame[~frame["withheld"] & (frame["n"] > 0)]
    n, roster = (told[column].astype("float64").to_numpy() for column in ("n", "roster"))
    lowest, highest = (told[f"count_{end}"].astype("float64").to_numpy() for end in ENDS)
    expected = {
        "low": roster_interval(lowest, n, roster).low,
        "high": roster_interval(highest, n, roster).high,
        "share": np.where(lowest == highest, lowest / n, np.nan),
    }
    for column, value in expected.items():
        for place in np.flatnonzero(~np.isclose(told[column].to_numpy(dtype=float), value, atol=1e-9, equal_nan=True)):
            yield f"{name}.{column} of {told.iloc[place].to_dict()} is not {np.atleast_1d(value)[place]}"


def _hidden(released: Released) -> Iterator[str]:
    for name in ("respondents", "marks", "four_cells", "bands", "maturity", "priority", "text_items"):
        frame = getattr(released, name)
        hidden = frame[frame["withheld"].astype(bool)]
        for column in (column for column in TELLING if column in hidden):
            for row in hidden[hidden[column].notna()].to_dict("records"):
                yield f"{name}.{column} of {row} is told of a withheld result"


def _gaps(released: Released) -> Iterator[str]:
    gaps = released.gaps
    if gaps.empty:
        return
    sides = [_cells(released, value, "exists") for value in ("leaders", "front_line")]
    exact = [[side.get(quality, (np.nan, np.nan, np.nan)) for quality in gaps["quality"]] for side in sides]
    (x1, n1), (x2, n2) = ([np.array(part, dtype=float) for part in _exact(side)] for side in exact)
    both = ~np.isnan(x1 + x2)
    known = [np.where(both, count, np.nan) for count in (x1, n1, x2, n2)]
    again = perception_gap(known[0], known[1], known[2], known[3])
    for column in ("difference", "low", "high", "p", "p_adjusted"):
        mine, theirs = gaps[column].to_numpy(dtype=float), again[column].to_numpy(dtype=float)
        if not np.allclose(mine, theirs, atol=1e-9, equal_nan=True):
            yield f"gaps.{column}: {mine} is not {theirs}"


def _exact(side: list[tuple[float, float, float]]) -> tuple[list[float], list[float]]:
    return [low if low == high else np.nan for low, high, _ in side], [n for _, _, n in side]


def _cells(released: Released, value: str, mark: str) -> dict[Any, tuple[float, float, float]]:
    frame = released.group("marks", "leads", value)
    told = frame[(frame["mark"] == mark) & ~frame["withheld"] & frame["count_low"].notna()]
    rows = told[["quality", "count_low", "count_high", "n"]].itertuples(index=False, name=None)
    return {quality: (float(low), float(high), float(n)) for quality, low, high, n in rows}


def _splits(released: Released) -> Iterator[str]:
    shares = released.four_cells.set_index(["quality", "cell"])["share"]
    for row in released.priority.to_dict("records"):
        for cell in ("build", "strengthen"):
            if not pd.isna(row[cell]) and not np.isclose(row[cell], shares[row["quality"], cell]):
                yield f"priority.{cell} of {row['quality']}: {row[cell]} is not {shares[row['quality'], cell]}"


def _ranks(released: Released) -> Iterator[str]:
    for value in ("leaders", "front_line"):
        cells = _cells(released, value, "develop")
        spans = {quality: (low / n, high / n) for quality, (low, high, n) in cells.items() if n}
        for row in released.priority.to_dict("records"):
            rank = row[f"rank_{value}"]
            if not pd.isna(rank) and possible_ranks(spans, row["quality"]) != (rank, rank):
                yield f"priority.rank_{value} of {row['quality']}: {rank}, though it may be any of " + str(
                    possible_ranks(spans, row["quality"])
                )


def possible_ranks(spans: dict[Any, tuple[float, float]], quality: str) -> tuple[int, int] | None:
    """The first and the last rank that `quality` can have, given the spans of all shares; None where it has none."""
    if quality not in spans:
        return None
    low, high = spans[quality]
    others = [span for name, span in spans.items() if name != quality]
    return 1 + sum(other[0] > high for other in others), 1 + sum(other[1] > low for other in others)
