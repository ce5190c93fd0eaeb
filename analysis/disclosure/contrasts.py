"""Contrast: how much further what was aimed at moved from one wave to the next than what was not, from released counts.

The effect is the mean change of the targets minus the mean change of what they are set against. Targets are mostly
picked for standing low and would have risen by themselves, so the baseline is drawn towards the mean first.

The interval puts the intervals of the single shares (or mean positions) together, each taken by itself. Marks of one
person go together, which makes the difference between targets and others surer than that; so the interval is rather too
wide than too narrow. Where a count is a range the interval spans what it allows, and the effect is told at the middle.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.maturity import RANGES
from analysis.disclosure.shares import CONFIDENCE
from analysis.measures.baselines import shrunk_baseline
from analysis.measures.effects import DETECTABLE, action_verdict
from analysis.measures.estimates import BEYOND_CHANCE, Floats
from analysis.measures.shares import wilson_interval

__all__ = ["Contrast", "Place", "nothing_told"]

ESTIMATES = ("effect", "low", "high", "confidence", "smallest")
METHOD = "targets minus others (Zou, Huang & Zhang 2009), baseline drawn to the mean (Efron & Morris 1975)"
Z = 1.959963984540054
TARGET_WITHHELD = "the plan cannot be looked back at, because a target is withheld in one of the waves"
NO_OTHERS = "there is nothing to compare the targets with"


@dataclass(frozen=True)
class Place:
    """Where the measures of one kind stood in one wave, in points: what is told, and the interval of each by itself.

    `least`, `most` (measures) are the ends of what the counts allow; `down` is how far the interval reaches below the
    least, `up` how far above the most; `variance` that of the middle. NaN where withheld.
    """

    least: Floats
    most: Floats
    down: Floats
    up: Floats
    variance: Floats
    n: Floats

    @property
    def middle(self) -> Floats:
        """Halfway between what the counts allow."""
        return (self.least + self.most) / 2

    @classmethod
    def of(cls, levels: pd.DataFrame) -> Place:
        """The places of the measures in the levels of one wave."""
        names = ("value_low", "value_high", "n", "count_low", "count_high", "error")
        least, most, n, low, high, error = (levels[name].to_numpy(dtype=float, na_value=np.nan) for name in names)
        middle = (least + most) / 200
        of_share = ~np.isnan(low)
        reach = Z * error
        return cls(
            least=least,
            most=most,
            down=np.where(of_share, least - 100 * wilson_interval(low, n, CONFIDENCE).low, reach),
            up=np.where(of_share, 100 * wilson_interval(high, n, CONFIDENCE).high - most, reach),
            variance=np.where(of_share, 100**2 * middle * (1 - middle) / n, error**2),
            n=n,
        )


@dataclass(frozen=True)
class Contrast:
    """The measures of one kind in both waves, which of them are `targeted` and which they are set `against`."""

    measures: tuple[str, ...]
    targeted: np.ndarray
    against: np.ndarray
    before: Place
    after: Place
    reasons: tuple[str, ...]

    @classmethod
    def of(
        cls, kind: str, targets: Iterable[str], before: pd.DataFrame, after: pd.DataFrame, apart: Iterable[str] = ()
    ) -> Contrast:
        """The measures of one kind in the levels of both waves; `apart` are no targets and nothing to set against."""
        earlier, later = (wave[wave["kind"] == kind] for wave in (before, after))
        measures = tuple(earlier["measure"])
        pairs = zip(earlier["reason"], later["reason"], strict=True)
        reasons = tuple(one or other for one, other in pairs)
        targeted = np.isin(measures, list(targets))
        against = ~targeted & ~np.isin(measures, list(apart))
        return cls(measures, targeted, against, Place.of(earlier), Place.of(later), reasons)

    @property
    def compared(self) -> np.ndarray:
        """Which measures are told in both waves."""
        return np.array([reason == "" for reason in self.reasons])

    @property
    def shrunk(self) -> Floats:
        """Where the measures stood before, drawn towards the mean of those that are compared."""
        seen = np.where(self.compared, self.before.middle, np.nan)
        return shrunk_baseline(seen, np.where(self.compared, self.before.variance, np.nan)).shrunk

    @property
    def weights(self) -> Floats:
        """What the change of each measure counts for in the effect; 0 where it is not compared."""
        chosen, others = self.targeted & self.compared, self.against & self.compared
        return chosen / max(1, chosen.sum()) - others / max(1, others.sum())

    def effect(self) -> float:
        """The mean change of the targets minus that of what they are set against, at the middle of what is told."""
        return float(self._weighed(self.after.middle - self.shrunk).sum())

    def ends(self) -> tuple[float, float]:
        """The ends of the effect's interval: the worst that each share allows, and the errors squared and added."""
        rises, moved = self.weights > 0, self._weighed(self.before.middle - self.shrunk).sum()
        after, before = self.after, self.before
        worst = np.where(rises, after.least - before.most, after.most - before.least)
        best = np.where(rises, after.most - before.least, after.least - before.most)
        falls = np.where(rises, after.down**2 + before.up**2, after.up**2 + before.down**2)
        gains = np.where(rises, after.up**2 + before.down**2, after.down**2 + before.up**2)
        low = moved + self._weighed(worst).sum() - np.sqrt(self._weighed(self._weighed(falls)).sum())
        high = moved + self._weighed(best).sum() + np.sqrt(self._weighed(self._weighed(gains)).sum())
        return float(low), float(high)

    def is_exact(self) -> bool:
        """Whether every measure that is compared is told as one count in both waves."""
        told = self.compared
        return bool(all((place.least == place.most)[told].all() for place in (self.before, self.after)))

    def people(self) -> tuple[int, int]:
        """The people of the measure that fewest answered, in each wave."""
        return int(self.before.n[self.compared].min()), int(self.after.n[self.compared].min())

    def withheld_because(self) -> tuple[str, str]:
        """The reason why nothing can be said of the targets, and a note; both empty where something can."""
        reasons = np.array(self.reasons, dtype=object)
        of_targets = [reason for reason in reasons[self.targeted] if reason]
        if of_targets:
            return of_targets[0], TARGET_WITHHELD
        of_others = list(reasons[self.against])
        return ("", "") if "" in of_others else ((of_others or ["complement"])[0], NO_OTHERS)

    def looked_back(self, expected: float) -> dict[str, Any]:
        """The columns `n_before` … `note` that a plan and an action share; `expected` in points, NaN for unknown."""
        reason, why = self.withheld_because()
        if reason:
            return nothing_told(reason, why)
        effect, (low, high), people = self.effect(), self.ends(), self.people()
        smallest = min(100.0, DETECTABLE * (high - low) / (2 * Z))
        return {
            "n_before": people[0],
            "n_after": people[1],
            "withheld": False,
            "reason": "",
            "effect": effect,
            "low": low,
            "high": high,
            "confidence": CONFIDENCE,
            "smallest": smallest,
            "verdict": action_verdict(low, smallest, expected),
            "question": BEYOND_CHANCE,
            "method": METHOD,
            "note": "" if self.is_exact() else RANGES,
        }

    def _weighed(self, values: Floats) -> Floats:
        return np.where(self.weights != 0, self.weights * values, 0.0)


def nothing_told(reason: str, note: str) -> dict[str, Any]:
    """The columns of `Contrast.looked_back` where nothing can be said."""
    blank = dict.fromkeys(ESTIMATES, np.nan) | {"n_before": pd.NA, "n_after": pd.NA, "question": "", "method": ""}
    return blank | {"withheld": True, "reason": reason, "verdict": "cannot_tell", "note": note}
