"""In sight: who may have written a text, for a reader who sees all texts and finds in them just what the coders found.

Such a reader looks for ways to hand the texts out to the people so that each group has as many with each theme as is
told. Here a walk exchanges the texts of two people after the other, mostly where that keeps to what is told; each time
everything told is true again, all who hold a text may have written it. The walk proves nothing impossible.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.responses import Survey, with_leads
from tests.attack.sight import settled_readings

TRIED = 300
"""How many exchanges are looked at for each that is made."""

HEAT, SWING, PERIOD = 0.35, 0.9, 400


@dataclass(frozen=True)
class InSight:
    """The texts of one question: `themes` (people × themes), `inside` (people × groups), and the ends that are told."""

    themes: np.ndarray
    inside: np.ndarray
    low: np.ndarray
    high: np.ndarray

    def authors(self, steps: int, rng: np.random.Generator) -> np.ndarray:
        """For each text, how many people the walk has shown to be possible authors."""
        kinds, kind_of, sizes = np.unique(self.inside, axis=0, return_inverse=True, return_counts=True)
        texts, text_of = np.unique(self.themes, axis=0, return_inverse=True)
        kind_of, text_of = kind_of.ravel(), text_of.ravel()
        seen = np.zeros((len(texts), len(kinds)), dtype=bool)
        holds = np.arange(len(text_of))
        seen[text_of, kind_of] = True
        counts = self.themes.T @ self.inside
        for step in range(steps):
            holds, counts = self._exchanged(holds, counts, HEAT + SWING * abs(np.sin(step / PERIOD)), rng)
            if self._wrong(counts) == 0:
                seen[text_of[holds], kind_of] = True
        return (seen @ sizes)[text_of]

    def _exchanged(
        self, holds: np.ndarray, counts: np.ndarray, heat: float, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        one, other = rng.integers(0, len(holds), (2, TRIED))
        moved = self.themes[holds[one]] - self.themes[holds[other]]
        after = counts + moved[:, :, None] * (self.inside[other] - self.inside[one])[:, None, :]
        weights = -self._wrong(after) / heat
        chances = np.exp(weights - weights.max())
        at = rng.choice(TRIED, p=chances / chances.sum())
        holds = holds.copy()
        holds[[one[at], other[at]]] = holds[[other[at], one[at]]]
        return holds, after[at]

    def _wrong(self, counts: np.ndarray) -> np.ndarray:
        return (np.maximum(self.low - counts, 0) + np.maximum(counts - self.high, 0)).sum(axis=(-1, -2))


def texts_in_sight(survey: Survey, told: pd.DataFrame, item: str) -> InSight:
    """All texts of one question, and what the rows of `told` (columns of `themes` of a `Released`) say of them."""
    read = settled_readings(survey)
    people = with_leads(survey.responses, survey.guide)
    people = people[[(person, item) in read for person in people["response_id"]]]
    told = told[(told["item"] == item) & ~told["withheld"].astype(bool)]
    groups = list(dict.fromkeys(zip(told["cohort"], told["value"], strict=True)))
    names = list(dict.fromkeys(told["theme"]))
    low, high = np.zeros((2, len(names), len(groups)))
    high += len(people)
    for row in told.to_dict("records"):
        at = names.index(row["theme"]), groups.index((row["cohort"], row["value"]))
        low[at], high[at] = row["count_low"], row["count_high"]
    themes = [[theme in read[person, item] for theme in names] for person in people["response_id"]]
    inside = np.array([(people[cohort] == value).to_numpy() for cohort, value in groups]).T
    return InSight(np.array(themes, dtype=int), inside.astype(int), low, high)
