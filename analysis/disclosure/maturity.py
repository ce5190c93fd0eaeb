"""Maturity: the index and the levels of a group, from its protected counts alone.

Person scores are not told, so people are rebuilt from the counts: as many as gave the mark that fewest
gave, with as many yeses to each quality as was told. Which of them said yes is not known; they are lined
up so that whoever says yes to one quality says yes to every quality that more people see. No other
arrangement spreads the scores further apart, so the interval may be too wide but never too narrow. The mean
is what it is in every arrangement. Where a range was told, counts are drawn evenly from it.

With nothing but exact counts and no blanks, the index is the one of `analysis.measures.maturity.index`, and
where everybody on the roster answered, its interval has no width.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.disclosure.shares import CONFIDENCE, joined
from analysis.measures.estimates import DESCRIBES
from analysis.measures.maturity import LEVELS, index, index_draws, level_probabilities, name_level
from analysis.measures.urn import DRAWS, draw_interval

__all__ = ["IMPUTATIONS", "describe_maturity", "rebuild_scores"]

IMPUTATIONS = 40
RANGES = "some counts are told as ranges"
REBUILT = "people rebuilt from counts, as far apart as they can be"


@dataclass(frozen=True)
class _Counts:
    """The told counts of one group: `least` and `most` yeses of `of` people, per quality."""

    least: np.ndarray
    most: np.ndarray
    of: np.ndarray

    @property
    def exact(self) -> bool:
        return bool(np.all(self.least == self.most))

    def scores(self, counts: np.ndarray) -> np.ndarray:
        return rebuild_scores(counts / self.of, int(self.of.min()))


def rebuild_scores(shares: np.ndarray, people: int) -> np.ndarray:
    """Scores (people, 0–1) whose mean is that of `shares` (qualities), as far apart as they can be.

    >>> rebuild_scores(np.array([0.5, 1.0]), 4).tolist()
    [1.0, 1.0, 0.5, 0.5]
    """
    return np.clip(shares * people - np.arange(people)[:, None], 0, 1).mean(axis=1)


def describe_maturity(respondents: pd.DataFrame, marks: pd.DataFrame, seed: int) -> pd.DataFrame:
    """The maturity of every group of `respondents`, one row each; from the `exists` rows of `marks`.

    A group is withheld if it is withheld itself, or if one of its counts is. Columns as `Released` lists.
    """
    exists = marks[marks["mark"] == "exists"]
    by_group = dict(list(exists.groupby(["cohort", "value"], sort=False)))
    rows = [
        _row(group, by_group[group["cohort"], group["value"]], seed + at)
        for at, group in enumerate(respondents.to_dict("records"))
    ]
    return pd.DataFrame(rows).astype({"n": "Int64", "roster": "Int64"})


def _row(group: dict, told: pd.DataFrame, seed: int) -> dict:
    keys = {name: group[name] for name in ("cohort", "value", "roster")}
    silent = told[told["withheld"]]
    if group["withheld"] or len(silent):
        reason = group["reason"] or silent["reason"].iloc[0]
        return keys | {"n": pd.NA, "withheld": True, "reason": reason} | _blank()
    counts = _Counts(*(told[column].to_numpy(dtype=float) for column in ("count_low", "count_high", "n")))
    roster = None if pd.isna(group["roster"]) else int(group["roster"])
    return keys | {"n": int(counts.of.min()), "withheld": False, "reason": ""} | _estimate(counts, roster, seed)


def _estimate(counts: _Counts, roster: int | None, seed: int) -> dict:
    middle = counts.scores((counts.least + counts.most) / 2)
    # `index` takes yes and answered apart; all it does with them is to divide.
    centre = index(pd.DataFrame({"exists_yes": 7 * middle, "exists_answered": 7}), roster, seed).iloc[0]
    draws = _draws(counts, roster, seed)
    low, high = draw_interval(draws, CONFIDENCE)
    named = name_level(chances := level_probabilities(draws))
    return {
        "index": centre["index"],
        "low": float(low),
        "high": float(high),
        "confidence": CONFIDENCE,
        "question": DESCRIBES,
        "method": f"{centre['method']}, {REBUILT}",
        "note": joined(centre["note"], "" if counts.exact else RANGES),
        **{f"p_{level}": chances[level] for level in LEVELS},
        "level_from": named.level_from,
        "level_to": named.level_to,
        "level_probability": named.probability,
    }


def _draws(counts: _Counts, roster: int | None, seed: int) -> np.ndarray:
    if counts.exact:
        return index_draws(counts.scores(counts.least), roster, seed)
    rng = np.random.default_rng(seed)
    drawn = rng.integers(counts.least, counts.most, size=(IMPUTATIONS, len(counts.of)), endpoint=True)
    each = DRAWS // IMPUTATIONS
    return np.concatenate([index_draws(counts.scores(row), roster, seed + at, each) for at, row in enumerate(drawn)])


def _blank() -> dict:
    numbers = ("index", "low", "high", "confidence", *(f"p_{level}" for level in LEVELS), "level_probability")
    texts = ("question", "method", "note", "level_from", "level_to")
    return dict.fromkeys(numbers, np.nan) | dict.fromkeys(texts, "")
