"""Maturity: how much of a learning organization the staff of a library see.

A person's score is the share of the seven qualities that the person sees here, and the index is 100 times
the mean of that share over the roster, those who did not answer included as far as the others tell about
them. It falls into one of five levels. With few answers nobody can know which, so a level is published as
the chance of each, and named only where the chances allow it; otherwise a run of neighbouring levels is.

The index describes this roster now. It does not say whether two libraries differ beyond chance, and it is
no grade: what a library with a low index wants to develop is in the four cells (`four_cells`, `priority`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.errors import Fault, ToolkitError
from analysis.guide import Guide
from analysis.measures.cells import FourCells, cell_draws, four_cells, priority, top_three
from analysis.measures.estimates import (
    DESCRIBES,
    NO_ROSTER,
    NOBODY,
    Floats,
    check_confidence,
    check_roster,
    known_roster,
)
from analysis.measures.gaps import perception_gap
from analysis.measures.urn import DRAWS, draw_interval, fill_roster, split_weights
from analysis.tally import MARKS_NEEDED, score_people

__all__ = [
    "LEVELS",
    "LEVEL_CUTS",
    "FourCells",
    "NamedLevel",
    "cell_draws",
    "four_cells",
    "index",
    "index_draws",
    "level_probabilities",
    "name_level",
    "perception_gap",
    "person_scores",
    "priority",
    "top_three",
]

LEVELS = ("absent", "emerging", "developing", "established", "embedded")

LEVEL_CUTS = (20, 40, 60, 80)
"""Where the next level begins, on the index; a cut belongs to the level above it."""

NAMED_FROM = 0.80
PSEUDO_SCORES = np.arange(8) / 7
METHOD = "urn with one pseudo-person (Ghosh & Meeden 1997)"
# Fine enough for any roster, coarse enough to take back the rounding of a sum that is a cut exactly.
DECIMALS = 9


@dataclass(frozen=True)
class NamedLevel:
    """The level that may be named, or the run from one level to another; its probability."""

    level_from: str
    level_to: str
    probability: float


def person_scores(frame: pd.DataFrame, guide: Guide) -> pd.DataFrame:
    """The person scores of a responses frame, each as a pair of whole numbers.

    Columns: `response_id`, `library_id`, `wave`, the cohort columns, `exists_yes`, `exists_answered` and
    `scored` (at least `MARKS_NEEDED` of the seven marks answered with yes or no; "unsure" is no answer).

    >>> from analysis.guide import load_guide
    >>> from analysis.responses.frames import empty_frame, response_fields
    >>> guide = load_guide()
    >>> person_scores(empty_frame(response_fields(guide)), guide).columns[-3:].to_list()
    ['exists_yes', 'exists_answered', 'scored']
    """
    keys = ["response_id", "library_id", "wave", *(cohort.id for cohort in guide.cohorts)]
    return score_people(frame, guide)[[*keys, "exists_yes", "exists_answered", "scored"]]


def index_draws(shares: ArrayLike, roster: float | None, seed: int, draws: int = DRAWS) -> Floats:
    """Draws of the maturity index, 0 … 100, of the whole roster; an array of length `draws`.

    `shares` are the person scores, yes / answered, as numbers from 0 to 1; `roster` the heads (None or NaN:
    not known, taken as endless). Each scored person weighs 1 in the urn, and the pseudo-person is spread
    evenly over 0/7 … 7/7. The same `seed`, scores (in any order) and roster give the same draws; without
    silent heads all draws are the mean of the scores.

    Raises `ToolkitError` where nobody has a score, where a share is not within 0 … 1, or where there are
    more scores than heads.
    Source: Ghosh & Meeden 1997, Bayesian Methods for Finite Population Sampling, ch. 2.

    >>> index_draws([0.2, 0.6, 1.0], roster=3, seed=1, draws=2).tolist()
    [60.0, 60.0]
    """
    shares = _checked_shares(shares)
    heads = known_roster(roster)
    if heads is not None:
        check_roster(len(shares), heads)
    scores = np.unique(np.concatenate([shares, PSEUDO_SCORES]))
    seen = _counts_of(shares, scores)
    prior = _counts_of(PSEUDO_SCORES, scores) / len(PSEUDO_SCORES)
    rng = np.random.default_rng(seed)
    filled = fill_roster(seen, split_weights(seen + prior, draws, rng), heads, rng)
    return np.round(100 * filled @ scores, DECIMALS)


def index(scores: pd.DataFrame, roster: float | None, seed: int, confidence: float = 0.95) -> pd.DataFrame:
    """The maturity index of a library, with its interval; one row.

    `scores` has a row for each respondent with `exists_yes` and `exists_answered` (see `person_scores`);
    `roster` is the number of heads, None where it is not known. Columns of the result: `n` (people with a
    score), `unscored` (people without), `roster`, `index`, `low`, `high` (0–100), `confidence`, `question`,
    `method`, `note`.

    `index` is 100 times the mean score to be expected over the roster: the scores of those who have one,
    and for each other head the mean of the urn, (sum of scores + ½) / (n + 1). The interval is equal-tailed
    from `index_draws`. Where everybody has a score, the index is their mean and the interval has no width.

    Missing answers
    ---------------
    Who answered fewer than `MARKS_NEEDED` marks counts as a silent head. Where nobody has a score, index
    and interval are blank and `note` says so; where the roster is not known, `note` says that too.

    Raises `ToolkitError` where more people answered than the roster has heads.

    >>> scores = pd.DataFrame({"exists_yes": [7, 5, 2], "exists_answered": [7, 5, 4]})
    >>> index(scores, roster=3, seed=1)[["n", "unscored", "roster", "index"]].round(1)
       n  unscored  roster  index
    0  2         1       3   94.4
    """
    check_confidence(confidence)
    heads = known_roster(roster)
    if heads is not None:
        check_roster(len(scores), heads)
    scored = scores[scores["exists_answered"] >= MARKS_NEEDED]
    shares = (scored["exists_yes"] / scored["exists_answered"]).to_numpy(dtype=float)
    low, high = draw_interval(index_draws(shares, heads, seed), confidence) if len(shares) else (np.nan, np.nan)
    row = {
        "n": len(scored),
        "unscored": len(scores) - len(scored),
        "roster": pd.array([heads], dtype="Int64"),
        "index": _expected_index(shares, heads),
        "low": low,
        "high": high,
        "confidence": confidence,
        "question": DESCRIBES,
        "method": METHOD,
        "note": NOBODY if not len(scored) else NO_ROSTER if heads is None else "",
    }
    return pd.DataFrame(row, index=[0])


def level_probabilities(draws: ArrayLike) -> pd.Series:
    """The share of `draws` of the index in each of the five `LEVELS`; a Series over the levels.

    Raises `ToolkitError` where there are no draws.

    >>> level_probabilities([10.0, 20.0, 59.9, 80.0]).to_dict()
    {'absent': 0.25, 'emerging': 0.25, 'developing': 0.25, 'established': 0.0, 'embedded': 0.25}
    """
    draws = np.asarray(draws, dtype=float)
    if not draws.size:
        raise ToolkitError("Levels need draws of the index.", [_nobody("draws")])
    levels = np.searchsorted(LEVEL_CUTS, draws, side="right")
    counts = np.bincount(levels, minlength=len(LEVELS))
    return pd.Series(counts / draws.size, index=list(LEVELS), name="probability")


def name_level(probabilities: Sequence[float] | Floats | pd.Series, at_least: float = NAMED_FROM) -> NamedLevel:
    """The one level that has probability `at_least`, else the shortest run of neighbours that has.

    `probabilities` are those of the five `LEVELS`, in their order. Among runs of one length the one with
    the larger probability is named, and among equals the lower one.

    Naming the likeliest level alone would, with few answers, often be wrong.
    Source: Livingston & Lewis 1995, J. Educ. Meas. 32, 179-197, on the consistency of classifications.

    >>> name_level([0, 0, 0.5, 0.35, 0.15])
    NamedLevel(level_from='developing', level_to='established', probability=0.85)
    """
    chances = np.asarray(probabilities, dtype=float)
    for length in range(1, len(LEVELS)):
        run = _likeliest_run(chances, length)
        if run.probability >= at_least:
            return run
    return _likeliest_run(chances, len(LEVELS))


def _likeliest_run(chances: Floats, length: int) -> NamedLevel:
    totals = [round(float(run.sum()), DECIMALS) for run in np.lib.stride_tricks.sliding_window_view(chances, length)]
    start = totals.index(max(totals))
    return NamedLevel(LEVELS[start], LEVELS[start + length - 1], totals[start])


def _checked_shares(shares: ArrayLike) -> Floats:
    values = np.asarray(shares, dtype=float).ravel()
    if not values.size:
        raise ToolkitError("The index needs somebody with a score.", [_nobody("shares")])
    wrong = values[~((values >= 0) & (values <= 1))]
    if wrong.size:
        faults = [Fault("shares", f"{value:g}", "from 0 to 1", "Divide the yes by the answered.") for value in wrong]
        raise ToolkitError("The index needs person scores between 0 and 1.", faults)
    return values


def _nobody(place: str) -> Fault:
    return Fault(place, "none", "at least one", "Leave this group out, or say that nobody answered.")


def _counts_of(values: Floats, among: Floats) -> Floats:
    return np.bincount(np.searchsorted(among, values), minlength=len(among)).astype(float)


def _expected_index(shares: Floats, heads: int | None) -> float:
    if not len(shares):
        return np.nan
    expected = (shares.sum() + PSEUDO_SCORES.mean()) / (len(shares) + 1)
    if heads is not None:
        expected = (shares.sum() + (heads - len(shares)) * expected) / heads
    return round(float(100 * expected), DECIMALS)
