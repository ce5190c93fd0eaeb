"""Goal steps: whether staff have other kinds of goals than they had a wave before, from released counts alone.

Everybody's goal is of one kind: about reaching a result (`performance`), about getting better (`learning`), or
`mixed`. Only all staff together are told, and only where enough goals have been read and coded. As with every step, two
waves are compared as two groups of different people. It refuses to say which kind is better.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.disclosure.closest import told_numbers
from analysis.disclosure.released import Released
from analysis.disclosure.shares import CONFIDENCE
from analysis.disclosure.steps import NOT_EXACT, WITHHELD, step_of_shares, which_moved
from analysis.measures.cohorts import adjust_p_values
from analysis.measures.estimates import BEYOND_CHANCE, Floats

__all__ = ["describe_goals", "step_goals"]

KEYS = ["item", "goal"]
GOALS = [*KEYS, "wave", "n", "withheld", "reason", "count_low", "count_high", "share", "low", "high", "confidence"]
GOALS += ["question", "method", "note"]
STEPS = [*KEYS, "before", "after", "n_before", "n_after", "withheld", "reason", "change", "change_low", "change_high"]
STEPS += ["low", "high", "confidence", "p", "p_adjusted", "moved", "smallest", "question", "method", "note"]
METHOD = "Newcombe interval, Fisher exact test, Benjamini-Hochberg over the kinds of a question"


def describe_goals(results: Sequence[Released]) -> pd.DataFrame:
    """The frame `goals` of a `Followed`: one row per question about goals, kind and wave.

    Missing answers
    ---------------
    Whose goal is not coded does not count; a question of which no goal is coded in a wave has no rows there.
    """
    waves = [released.group("goals").assign(wave=released.wave) for released in results]
    return pd.concat(waves, ignore_index=True)[GOALS]


def step_goals(results: Sequence[Released]) -> pd.DataFrame:
    """The frame `goal_steps` of a `Followed`; `results` are one library's waves in order.

    p is that of the closest counts and is adjusted over the kinds of a question. Somebody who has one kind does not
    have another, so that the kinds move together.

    Missing answers
    ---------------
    A question that is coded in one of two waves only has no step between them. A step is withheld where one of its
    waves is, for the reason of the earlier one that is.

    Sources: Newcombe 1998, Stat. Med. 17, 873-890; Benjamini & Hochberg 1995, J. R. Stat. Soc. B 57, 289-300.
    """
    steps = [_step(before, after) for before, after in pairwise(results)]
    kept = [step for step in steps if len(step)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=STEPS).astype({"withheld": "bool"})


def _step(before: Released, after: Released) -> pd.DataFrame:
    first, second = _in_both(before, after)
    told = ~(first["withheld"] | second["withheld"]).to_numpy(dtype=bool)
    shares, (low, high) = step_of_shares(first, second, told), _spans(first, second, told)
    exact = low == high
    notes = np.where(told, np.where(exact, shares["note"], NOT_EXACT), WITHHELD)
    step = first[KEYS].assign(
        before=before.wave,
        after=after.wave,
        n_before=first["n"],
        n_after=second["n"],
        withheld=~told,
        reason=np.where(first["withheld"], first["reason"], second["reason"]),
        change=np.where(exact, low, np.nan),
        change_low=low,
        change_high=high,
        confidence=np.where(told, CONFIDENCE, np.nan),
        question=np.where(told, BEYOND_CHANCE, ""),
        method=np.where(told, METHOD, ""),
        **(shares | {"note": notes}),
    )
    adjusted = step.groupby("item", sort=False)["p"].transform(adjust_p_values).to_numpy(dtype=float)
    return step.assign(p_adjusted=adjusted, moved=which_moved(adjusted, shares["low"], shares["high"]))[STEPS]


def _in_both(before: Released, after: Released) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of both waves about the questions that are coded in both, in one order."""
    first, second = (released.group("goals").reset_index(drop=True) for released in (before, after))
    order = first[KEYS].merge(second[KEYS], on=KEYS)
    return order.merge(first, on=KEYS, how="left"), order.merge(second, on=KEYS, how="left")


def _spans(before: pd.DataFrame, after: pd.DataFrame, told: np.ndarray) -> tuple[Floats, Floats]:
    """The least and the largest change that the told counts allow, in points."""
    ends = ("count_low", "count_high")
    (low1, high1), (low2, high2) = (
        [100 * told_numbers(wave, end, told) / told_numbers(wave, "n", told) for end in ends]
        for wave in (before, after)
    )
    return low2 - high1, high2 - low1
