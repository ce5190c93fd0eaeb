"""Ahead: what change the next wave could show, before anybody is asked.

With few answers only a large change can be told from chance. Where the same people can be linked from wave to wave,
fewer answers do.
"""

from __future__ import annotations

from math import ceil, sqrt

from analysis.disclosure.followed import Followed
from analysis.present.moves import read_levels

__all__ = ["WAYS", "WHOLE", "answers_for", "answers_now", "read_ahead", "smallest_with"]

WAYS = ("unlinked", "linked")
WHOLE = 100.0
"""No share changes by more points than these."""


def read_ahead(followed: Followed) -> dict[str, dict[int, float]]:
    """For each way of asking, the smallest change (points) that so many answers in each wave could show."""
    rows = followed.ahead.dropna(subset=["smallest"]).sort_values("answers").to_dict("records")
    return {way: {int(row["answers"]): float(row["smallest"]) for row in rows if row["way"] == way} for way in WAYS}


def answers_now(followed: Followed) -> int:
    """How many people gave a yes or a no to a quality in the last wave, at most; 0 where that may not be told."""
    return max((levels[-1].n for levels in read_levels(followed, "quality").values()), default=0)


def smallest_with(followed: Followed, way: str, answers: int) -> float | None:
    """The change in points that so many `answers` in each wave could show; None where that is not known.

    Either way it falls as the root of the number of answers rises.
    """
    rows = read_ahead(followed)[way]
    if not rows or not answers:
        return None
    most = max(rows)
    return rows.get(answers, min(WHOLE, rows[most] * sqrt(most / answers)))


def answers_for(followed: Followed, way: str, points: float) -> int | None:
    """The fewest answers in each wave that could show a change of `points`; None where that is not known."""
    rows = read_ahead(followed)[way]
    if not rows:
        return None
    most = max(rows)
    # Rounding keeps 24.000…04 answers, which are 24, from becoming 25.
    return ceil(round(most * (rows[most] / points) ** 2, 6))
