"""Estimates: what the result of every measure says beside its number.

An estimate is a row with `n` (people behind it), `roster`, a `share` or a score, `low`, `high`,
`confidence`, `question`, `method` and `note`. Two questions are kept apart, because they have different
uncertainty. *What does this roster think now* is finite: when everybody has answered, nothing is unknown.
*Do groups or waves differ beyond chance* is not, because people would answer a little differently on
another day. Every row says which of the two it answers, and where there is no number, the note says why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from analysis.errors import Fault, ToolkitError

__all__ = [
    "BEYOND_CHANCE",
    "DESCRIBES",
    "NOBODY",
    "NO_DENOMINATOR",
    "NO_ROSTER",
    "ONE_GROUP_EMPTY",
    "Floats",
    "Heads",
    "check_confidence",
    "check_counts",
    "check_roster",
    "heads_of",
    "known_roster",
]

Floats = NDArray[np.float64]
Heads = Mapping[tuple[str, str], int]
"""The roster by (cohort, value), as `Survey.heads` gives it."""

DESCRIBES = "describes the roster"
BEYOND_CHANCE = "differs beyond chance"

NOBODY = "nobody answered"
NO_ROSTER = "roster unknown: the interval is that of an endless roster"
NO_DENOMINATOR = "nobody said that it does not exist"
ONE_GROUP_EMPTY = "nobody answered in one of the groups"


def known_roster(roster: Any) -> int | None:
    """The heads as a whole number, or None where they are not known (None, NaN or a missing cell)."""
    return None if pd.isna(roster) else int(roster)


def heads_of(heads: Heads | None, cohort: str, value: str) -> int | None:
    """The heads of one group, or None where the roster does not say."""
    return (heads or {}).get((cohort, value))


def check_confidence(confidence: float) -> None:
    """Raise `ToolkitError` unless 0 < confidence < 1."""
    if not 0 < confidence < 1:
        fault = Fault("confidence", repr(confidence), "a number between 0 and 1", "Write 0.95 for 95 percent.")
        raise ToolkitError("An interval needs a confidence between 0 and 1.", [fault])


def check_counts(x: ArrayLike, n: ArrayLike) -> None:
    """Raise `ToolkitError`, with every fault, unless 0 <= x <= n; blanks (NaN) pass."""
    pairs = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(n, dtype=float))
    faults = [
        Fault(place, f"{yes:.10g} of {of:.10g}", "from 0 to as many as answered", "Correct the counts.")
        for place, yes, of in _places(*pairs)
        if yes < 0 or of < 0 or yes > of
    ]
    if faults:
        raise ToolkitError("These counts cannot be.", faults)


def check_roster(n: ArrayLike, roster: ArrayLike) -> None:
    """Raise `ToolkitError`, with every fault, where more people answered than the roster has heads.

    Blanks (NaN) pass: a roster that is not known contradicts nothing.
    """
    pairs = np.broadcast_arrays(np.asarray(n, dtype=float), np.asarray(roster, dtype=float))
    faults = [
        Fault(
            place,
            f"{answered:.10g} answers",
            f"at most {heads:.10g}, the heads of the roster",
            "Correct the roster, or leave it empty if it is not known.",
        )
        for place, answered, heads in _places(*pairs)
        if answered > heads
    ]
    if faults:
        raise ToolkitError("More people answered than the roster has heads.", faults)


def _places(first: NDArray[np.float64], second: NDArray[np.float64]) -> Iterator[tuple[str, float, float]]:
    for index, pair in enumerate(zip(first.ravel(), second.ravel(), strict=True), start=1):
        yield "the counts" if first.size == 1 else f"counts {index}", float(pair[0]), float(pair[1])
