"""Mean score: what the told counts of a library say about the mean of its person scores, and what they do not.

The mean score is the mean of the shares of the seven qualities, so counts tell it, exactly or as a range. How far the
scores of people lie apart they do not tell. It lies between two ends: that of marks that have nothing to do with each
other, and that of people who are as far apart as the counts allow (`rebuild_scores`). Everything is in points, 0 … 100.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.disclosure.maturity import rebuild_scores
from analysis.measures.estimates import Floats

__all__ = ["MeanScore", "spread_bounds"]

POINTS = 100


@dataclass(frozen=True)
class MeanScore:
    """One library: from `least` to `most` yeses of `of` answers, for each quality."""

    least: Floats
    most: Floats
    of: Floats

    @classmethod
    def of_marks(cls, exists: pd.DataFrame) -> MeanScore:
        """From the rows of one library's `marks` for the mark `exists` and all staff, none of them withheld."""
        return cls(*(exists[column].to_numpy(dtype=float) for column in ("count_low", "count_high", "n")))

    @property
    def people(self) -> int:
        """The people behind it: as many as gave the mark that fewest gave."""
        return int(self.of.min())

    @property
    def low(self) -> float:
        """The lowest mean that the counts allow."""
        return POINTS * float((self.least / self.of).mean())

    @property
    def high(self) -> float:
        """The highest mean that the counts allow."""
        return POINTS * float((self.most / self.of).mean())

    @property
    def doubt(self) -> float:
        """The variance of the mean that ranges of counts leave, all of their counts being alike."""
        width = self.most - self.least + 1
        return POINTS**2 * float(((width**2 - 1) / (12 * self.of**2)).sum()) / len(self.of) ** 2

    @property
    def variance_low(self) -> float:
        """The variance of people whose marks have nothing to do with each other; blanks make it larger."""
        share = (self.least + self.most) / 2 / self.of
        each = share * (1 - share) / (self.of - 1)
        return POINTS**2 * self.people * float(each.sum()) / len(self.of) ** 2

    @property
    def variance_high(self) -> float:
        """The variance of people who are as far apart as they can be, at the counts that allow most of it."""
        evenest = np.clip(self.of / 2, self.least, self.most)
        return POINTS**2 * float(rebuild_scores(evenest / self.of, self.people).var(ddof=1))


def spread_bounds(scores: list[MeanScore]) -> tuple[float, float]:
    """The least and the largest variance of people within libraries, of all libraries together.

    >>> score = MeanScore(np.array([4.0, 6]), np.array([4.0, 6]), np.array([10.0, 10]))
    >>> low, high = spread_bounds([score])
    >>> round(low), round(high)
    (1333, 2222)
    """
    people = [score.people - 1 for score in scores]
    low, high = (
        float(np.average([getattr(score, end) for score in scores], weights=people))
        for end in ("variance_low", "variance_high")
    )
    return min(low, high), high
