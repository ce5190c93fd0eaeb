"""Change: whether something moved from one wave to the next, beyond chance.

People answer a little differently on another day, so two waves never agree. What is asked here is whether they differ
by more than that. Where the same people can be linked over both waves, their own changes are counted
(`paired_change`); everybody else is compared as two groups of different people (`wave_difference`). These are never
mixed: two waves of people who are not linked get no paired test, and linked people no test for strangers.

| Question | Measure |
|---|---|
| Did a share move between two waves of people who are not linked? | `wave_difference` |
| Did it move among people who are linked? | `paired_change` |
| What could the next wave show at all? | `smallest_detectable_change` |
| Where would a quality have stood, had it not been picked for being low? | `shrunk_baseline` |
| Did what an action was aimed at move more than the rest? | `action_effect`, `action_verdict` |

*Nothing moved* is not the same as *no change could have been seen*. With few answers the second is the true one,
and `smallest_detectable_change` says so before the wave.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.errors import Fault, ToolkitError
from analysis.measures.baselines import ShrunkBaseline, shrunk_baseline
from analysis.measures.cohorts import adjust_p_values
from analysis.measures.effects import DETECTABLE, ActionEffect, action_effect, action_verdict
from analysis.measures.estimates import BEYOND_CHANCE, DESCRIBES, Floats
from analysis.measures.gaps import fisher_p
from analysis.measures.shares import PairedChange, newcombe_difference, paired_change, roster_interval, share

__all__ = [
    "CANNOT_BE_SEEN",
    "CHANGING",
    "DETECTABLE",
    "MORE_MUST_CHANGE",
    "ActionEffect",
    "PairedChange",
    "ShrunkBaseline",
    "action_effect",
    "action_verdict",
    "paired_change",
    "shrunk_baseline",
    "smallest_detectable_change",
    "wave_difference",
]

CHANGING = 0.30
"""The share of linked people who change a mark, where no earlier wave says how many do."""

ONE_WAVE_EMPTY = "nobody answered in one of the waves"
CANNOT_BE_SEEN = "with so few answers no change can be seen"
MORE_MUST_CHANGE = "seen only if more people change their mark than is expected"
AT_THE_END = "at 0 or 1 a share has no spread to reckon with"
NO_ANSWERS = "nobody answers"
METHOD = "Newcombe interval, Fisher exact test, Benjamini-Hochberg"
LINKED = "same people: 2.80·√(ψ/n)"
UNLINKED = "different people: 2.80·√(p(1-p)(1/n1 + 1/n2))"


def wave_difference(
    x_before: ArrayLike,
    n_before: ArrayLike,
    x_after: ArrayLike,
    n_after: ArrayLike,
    roster_before: ArrayLike | None = None,
    roster_after: ArrayLike | None = None,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """How a share changed between two waves of people who are not linked, one row each.

    `x` yeses of `n` answers in each wave, numbers or arrays of one length; rosters are heads, where they are known.
    Two questions are answered, and kept apart. *What did the roster think in each wave* (`question_of_shares`):
    `before`, `after` (shares) with `before_low`, `before_high`, `after_low`, `after_high`, by `roster_interval`. *Did
    it move beyond chance* (`question`): `difference` (after minus before, -1 … 1), `low`, `high` (Newcombe), `p`
    (Fisher, two-sided), `p_adjusted` (Benjamini-Hochberg over the rows that have a p). Also `n_before`, `n_after`,
    `confidence`, `method`, `note`.

    Two roster intervals that overlap do not show that nothing moved, nor the reverse. People who answered in both waves
    make the true uncertainty smaller than is said here, never larger, as long as they are like themselves.

    Missing answers
    ---------------
    A count that is NaN or negative is a blank. Where one is, or nobody answered, the difference is blank, the note says
    so, and the row does not count in the adjustment.

    Raises `ToolkitError` unless 0 ≤ x ≤ n ≤ roster.
    Sources: Newcombe 1998, Stat. Med. 17, 873-890; Fisher 1935; Ericson 1969, J. R. Stat. Soc. B 31, 195-233.

    >>> found = wave_difference([10, 3], [51, 4], [26, 0], [53, 0], roster_before=78, roster_after=78)
    >>> found[["before", "after", "difference", "low", "high", "p"]].round(3)
       before  after  difference    low   high      p
    0   0.196  0.491       0.294  0.112  0.451  0.002
    1   0.750    NaN         NaN    NaN    NaN    NaN
    """
    given = (x_before, n_before, x_after, n_after, roster_before, roster_after)
    x1, n1, x2, n2, roster1, roster2 = np.broadcast_arrays(*(_counts(count) for count in given))
    before, after = roster_interval(x1, n1, roster1, confidence), roster_interval(x2, n2, roster2, confidence)
    low, high = newcombe_difference(x2, n2, x1, n1, confidence)
    p = np.array([fisher_p(*table) for table in zip(x2, n2, x1, n1, strict=True)], dtype=float)
    difference = share(x2, n2) - share(x1, n1)
    return pd.DataFrame(
        {
            "n_before": pd.array(n1, dtype="Int64"),
            "n_after": pd.array(n2, dtype="Int64"),
            "before": share(x1, n1),
            "before_low": before.low,
            "before_high": before.high,
            "after": share(x2, n2),
            "after_low": after.low,
            "after_high": after.high,
            "question_of_shares": DESCRIBES,
            "difference": difference,
            "low": low,
            "high": high,
            "confidence": confidence,
            "p": p,
            "p_adjusted": adjust_p_values(p),
            "question": BEYOND_CHANCE,
            "method": METHOD,
            "note": np.where(np.isnan(difference), ONE_WAVE_EMPTY, ""),
        }
    )


def smallest_detectable_change(
    n: ArrayLike, n_after: ArrayLike | None = None, *, share: ArrayLike = 0.5, changing: ArrayLike = CHANGING
) -> pd.DataFrame:
    """The smallest change of a share that would be found in four of five waves, one row each.

    Linked: `n` people who answer both times, of whom the share `changing` changes the mark: 2.80·√(changing / n).
    Not linked: `n` answers before and `n_after` after, at about the given `share`: 2.80·√(p(1 - p)(1/n + 1/n_after)).
    Columns: `n`, `n_after` (blank where linked), `smallest` (0–1), `question`, `method`, `note`.

    The default `changing` of .30 is a guess for a first time; take the one of the last wave where there is one. The
    default `share` of one half is the least favourable.

    It is never above 1. Where no change can be as large as that from where the share stands, or where more people than
    `changing` would have to change, the note says so.

    Missing answers
    ---------------
    A number that is NaN or negative is a blank, and so is what follows from it. Without answers, and at a share of 0
    or 1, there is nothing to reckon with: blank, with a note.

    Raises `ToolkitError` for a `share` or `changing` that is not within 0 … 1.
    Source: Cohen 1988, Statistical Power Analysis, 2nd ed., ch. 6, for power .80 at .05, two-sided.

    >>> smallest_detectable_change([12, 60])["smallest"].round(2).tolist()
    [0.44, 0.2]
    >>> smallest_detectable_change(50, 50)["smallest"].round(2).tolist()
    [0.28]
    """
    of, other, p, turning = np.broadcast_arrays(*(_counts(given) for given in (n, n_after, share, changing)))
    _check_shares("share", p)
    _check_shares("changing", turning)
    linked = n_after is None
    spread, errors = (turning, _per(of)) if linked else (p * (1 - p), _per(of) + _per(other))
    exact = np.where(spread > 0, DETECTABLE * np.sqrt(spread * errors), np.nan)
    most = np.ones_like(p) if linked else np.maximum(p, 1 - p)
    return pd.DataFrame(
        {
            "n": pd.array(of, dtype="Int64"),
            "n_after": pd.array(other, dtype="Int64"),
            "smallest": np.minimum(exact, 1.0),
            "question": BEYOND_CHANCE,
            "method": LINKED if linked else UNLINKED,
            "note": _notes_of_smallest(exact, spread, errors, most, turning if linked else most),
        }
    )


def _notes_of_smallest(exact: Floats, spread: Floats, errors: Floats, most: Floats, expected: Floats) -> np.ndarray:
    cases = [np.isnan(errors), ~(spread > 0), exact > most, exact > expected]
    return np.select(cases, [NO_ANSWERS, AT_THE_END, CANNOT_BE_SEEN, MORE_MUST_CHANGE], "").astype(object)


def _counts(given: ArrayLike | None) -> Floats:
    """Numbers as an array of at least one, with negative codes as blanks."""
    numbers = np.atleast_1d(np.asarray(np.nan if given is None else given, dtype=float))
    return np.where(numbers < 0, np.nan, numbers)


def _per(n: Floats) -> Floats:
    return 1 / np.where(n > 0, n, np.nan)


def _check_shares(place: str, shares: Floats) -> None:
    wrong = np.unique(shares[shares > 1])
    if wrong.size:
        faults = [Fault(place, f"{value:g}", "from 0 to 1", "Write 0.3 for 30 percent.") for value in wrong]
        raise ToolkitError("A change to be detected needs shares between 0 and 1.", faults)
