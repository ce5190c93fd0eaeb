"""Levels: where a library stood in one wave, measure by measure, from its released counts alone.

Everything is in points. A level describes the roster of its wave; whether two levels differ beyond chance is another
question (`analysis.disclosure.steps`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.maturity import RANGES
from analysis.disclosure.means import ToldMean, index_mean, position_mean
from analysis.disclosure.released import Released
from analysis.disclosure.shares import CONFIDENCE, joined
from analysis.measures.estimates import DESCRIBES, NO_ROSTER, known_roster
from analysis.tally.scores import OVERALL

__all__ = ["COUNTED", "describe_levels", "told_levels"]

COUNTED = ("quality", "leaning")
"""The kinds of measures that are shares of people; the others are means."""

COLUMNS = ["measure", "kind", "wave", "n", "roster", "withheld", "reason", "value", "value_low", "value_high"]
COLUMNS += ["low", "high", "confidence", "question", "method", "note"]
POSITION_METHOD = "mean of classes, people as far out as they can be, Student's t for this roster (Cochran 1977)"
ESTIMATES = ("value", "value_low", "value_high", "low", "high", "confidence")


def describe_levels(results: Sequence[Released]) -> pd.DataFrame:
    """The frame `levels` of a `Followed`: one row per measure and wave."""
    return pd.concat([told_levels(released) for released in results], ignore_index=True)[COLUMNS]


def told_levels(released: Released) -> pd.DataFrame:
    """One row per measure of one wave: the columns of `levels`, and what changes are computed from.

    These are `count_low`, `count_high` (people; blank for means), `error` (the largest standard error of a mean, in
    points; blank for shares). The rows are in the order index, qualities, growth, situations.

    Missing answers
    ---------------
    Each measure is told with the people who answered it. A measure is withheld where its counts are.
    """
    rows = [_index_row(released), *_quality_rows(released), _growth_row(released), *_situation_rows(released)]
    return pd.DataFrame(rows).assign(wave=released.wave).astype({"n": "Int64", "roster": "Int64"})


def _index_row(released: Released) -> dict[str, Any]:
    told, marks = released.group("maturity").iloc[0], released.group("marks")
    keys = _keys("index", "index", told)
    if told["withheld"]:
        return keys
    mean = index_mean(marks[marks["mark"] == "exists"], told["roster"])
    value = told["index"] if _is_exact(mean) else np.nan
    words = {name: told[name] for name in ("low", "high", "confidence", "question", "method", "note")}
    return keys | _ends(mean) | {"value": value} | words


def _quality_rows(released: Released) -> Iterator[dict[str, Any]]:
    marks = released.group("marks")
    for _, row in marks[marks["mark"] == "exists"].iterrows():
        yield _share_row(row["quality"], "quality", row)


def _growth_row(released: Released) -> dict[str, Any]:
    bands = released.group("bands")
    return _share_row("growth", "leaning", bands[(bands["scope"] == OVERALL) & (bands["band"] == "growth")].iloc[0])


def _share_row(measure: str, kind: str, told: pd.Series) -> dict[str, Any]:
    keys = _keys(measure, kind, told)
    if told["withheld"]:
        return keys
    low, high = (float(told[end]) for end in ("count_low", "count_high"))
    points = {name: 100 * told[name] for name in ("low", "high")}
    points |= {"value_low": 100 * low / told["n"], "value_high": 100 * high / told["n"], "value": 100 * told["share"]}
    words = {name: told[name] for name in ("confidence", "question", "method", "note")}
    return keys | {"count_low": low, "count_high": high} | points | words


def _situation_rows(released: Released) -> Iterator[dict[str, Any]]:
    bands, classes = (dict(list(released.group(frame).groupby("scope"))) for frame in ("bands", "classes"))
    for situation in released.guide.situations:
        finer = classes[situation]
        keys = _keys(situation, "situation", finer.iloc[0])
        yield keys if finer["withheld"].any() else keys | _position(position_mean(bands[situation], finer), finer)


def _position(mean: ToldMean, classes: pd.DataFrame) -> dict[str, Any]:
    from scipy.special import stdtrit

    heads = known_roster(classes["roster"].iloc[0])
    unseen = 1.0 if heads is None else 1 - mean.n / heads
    reach = stdtrit(mean.n - 1, (1 + CONFIDENCE) / 2) * mean.error * np.sqrt(unseen)
    exact = _is_exact(mean)
    return _ends(mean) | {
        "value": mean.low if exact else np.nan,
        "low": max(0.0, mean.low - reach),
        "high": min(100.0, mean.high + reach),
        "confidence": CONFIDENCE,
        "question": DESCRIBES,
        "method": POSITION_METHOD,
        "note": joined(NO_ROSTER if heads is None else "", "" if exact else RANGES),
    }


def _keys(measure: str, kind: str, told: pd.Series) -> dict[str, Any]:
    """What every row has, with nothing told yet."""
    about = {name: told[name] for name in ("n", "roster", "withheld", "reason")}
    numbers = dict.fromkeys((*ESTIMATES, "count_low", "count_high", "error"), np.nan)
    return {"measure": measure, "kind": kind} | about | numbers | dict.fromkeys(("question", "method", "note"), "")


def _ends(mean: ToldMean) -> dict[str, Any]:
    return {"n": mean.n, "value_low": mean.low, "value_high": mean.high, "error": mean.error}


def _is_exact(mean: ToldMean) -> bool:
    return mean.low == mean.high
