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
from analysis.measures.cohorts import adjust_p_values
from analysis.measures.maturity import perception_gap
from analysis.measures.shares import roster_interval
from tests.attack.consequences import consequences_apart

ENDS = ("low", "high")
TELLING = ("n", "count_low", "count_high", "share", "low", "high", "index", "top_three", "build", "strengthen")
TELLING += (
    "median_from",
    "median_to",
    "agreement_low",
    "agreement_high",
    "n_rest",
    "p",
    "p_adjusted",
    "score",
    "shift",
)
TELLING += ("superiority_low", "superiority_high", "distance_low", "distance_high", "of_low", "of_high")
PROTECTED = ("respondents", "marks", "four_cells", "bands", "classes", "distributions", "differences", "profile")
PROTECTED += ("components", "unmet", "maturity", "priority", "ratings", "goals", "themes", "theme_differences")
COUNTED = ("marks", "four_cells", "bands", "classes", "ratings", "goals", "themes")


def telling_numbers(released: Released) -> list[str]:
    """Every number that is not computed from the released ranges, with its place; empty where all are."""
    return [
        *(found for name in COUNTED for found in _estimates(name, getattr(released, name))),
        *_hidden(released),
        *_gaps(released),
        *_apart_in_themes(released),
        *_hidden_texts(released),
        *_splits(released),
        *_ranks(released),
        *consequences_apart(released),
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
    for name in PROTECTED:
        frame = getattr(released, name)
        hidden = frame[frame["withheld"].astype(bool)]
        for column in (column for column in TELLING if column in hidden):
            for row in hidden[hidden[column].notna()].to_dict("records"):
                yield f"{name}.{column} of {row} is told of a withheld result"


def _gaps(released: Released) -> Iterator[str]:
    """A gap spans what the counts allow; its chance is that of the allowed counts that are closest together."""
    gaps = released.gaps.reset_index(drop=True)
    leaders, front = (_cells(released, value, "exists") for value in ("leaders", "front_line"))
    chances = adjust_p_values(gaps["p"].to_numpy(dtype=float)) if len(gaps) else []
    for row, p_adjusted in zip(gaps.to_dict("records"), chances, strict=True):
        quality = row["quality"]
        known = quality in leaders and quality in front
        expected, p = _gap(leaders[quality], front[quality]) if known else (dict.fromkeys(_GAP, np.nan), (np.nan,))
        told = expected | {"p_adjusted": p_adjusted}
        for column, value in told.items():
            if not np.isclose(row[column], value, atol=1e-9, equal_nan=True):
                yield f"gaps.{column} of {quality}: {row[column]} is not {value}"
        if not np.isclose(row["p"], p, atol=1e-9, equal_nan=True).any():
            yield f"gaps.p of {quality}: {row['p']} is none of {p}"


_GAP: tuple[str, ...] = ("difference", *ENDS)


def _gap(
    leaders: tuple[float, float, float], front: tuple[float, float, float]
) -> tuple[dict[str, float], tuple[float, ...]]:
    """The gap of two told counts, and the chances that may stand beside it."""
    (low1, high1, n1), (low2, high2, n2) = leaders, front
    x1, x2 = (part.ravel() for part in np.meshgrid(np.arange(low1, high1 + 1), np.arange(low2, high2 + 1)))
    apart = x1 / n1 - x2 / n2
    closest = np.isclose(np.abs(apart), np.abs(apart).min())
    ends = perception_gap([low1, high1], n1, [high2, low2], n2)
    difference = apart[0] if len(apart) == 1 else np.nan
    span = dict(zip(_GAP, (difference, ends["low"].iloc[0], ends["high"].iloc[1]), strict=True))
    return span, tuple(perception_gap(x1[closest], n1, x2[closest], n2)["p"])


def _apart_in_themes(released: Released) -> Iterator[str]:
    """A group differs from all others as far as its counts and those of all staff allow."""
    keys = ["cohort", "value", "item", "theme"]
    counted = {tuple(row[key] for key in keys): row for row in released.themes.to_dict("records")}
    for row in released.theme_differences.to_dict("records"):
        group = counted[tuple(row[key] for key in keys)]
        everybody = counted["all", "all", row["item"], row["theme"]]
        if group["withheld"] or everybody["withheld"] or group["n"] == everybody["n"]:
            expected, p = dict.fromkeys(_GAP, np.nan), (np.nan,)
        else:
            n, rest = group["n"], everybody["n"] - group["n"]
            least = max(0, everybody["count_low"] - group["count_high"])
            most = min(rest, everybody["count_high"] - group["count_low"])
            expected, p = _gap((group["count_low"], group["count_high"], n), (least, most, rest))
        for column, value in expected.items():
            if not np.isclose(row[column], value, atol=1e-9, equal_nan=True):
                yield f"theme_differences.{column} of {row}: is not {value}"
        if not np.isclose(row["p"], p, atol=1e-9, equal_nan=True).any():
            yield f"theme_differences.p of {row}: is none of {p}"


def _hidden_texts(released: Released) -> Iterator[str]:
    """Of a question to which fewer than the threshold wrote, nothing is told but that."""
    hidden = released.text_items[released.text_items["reason"].isin(["few", "nobody"])]
    told = (hidden[["n", "coded"]].notna()).any(axis=1) | (hidden["agreement"] != "")
    yield from (f"text_items of {row} is told of a withheld result" for row in hidden[told].to_dict("records"))


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
