"""Plans: whether what a library's plan aimed at moved further than what it did not aim at, from released counts alone.

A plan are the actions of a wave that name a quality or a situation as their target and were not dropped. It is looked
back at in the next wave: the mean change of the targets minus the mean change of the others. Targets are mostly picked
for standing low and would have risen by themselves, so the baseline is drawn towards the mean first.

The interval puts the intervals of the single shares (or mean positions) together, each taken by itself. Marks of one
person go together, which makes the difference between targets and others surer than that; so the interval is rather too
wide than too narrow. Where a count is a range the interval spans what it allows, and the effect is told at the middle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure.levels import told_levels
from analysis.disclosure.maturity import RANGES
from analysis.disclosure.released import Released
from analysis.disclosure.shares import CONFIDENCE, joined
from analysis.measures.baselines import shrunk_baseline
from analysis.measures.effects import DETECTABLE, action_verdict, sets_as_large
from analysis.measures.estimates import BEYOND_CHANCE, Floats
from analysis.measures.shares import wilson_interval

__all__ = ["describe_plans"]

PLANS = ["before", "after", "actions", "targets", "kind", "n_before", "n_after", "withheld", "reason", "expected"]
PLANS += ["effect", "low", "high", "confidence", "smallest", "sets_as_large", "verdict", "question", "method", "note"]
TARGETS = ["before", "after", "measure", "value_before", "shrunk_before", "value_after"]
ESTIMATES = ("effect", "low", "high", "confidence", "smallest", "sets_as_large")
DROPPED = "dropped"
POINTS_OF = {"quality": 100.0, "situation": 1.0}
"""What one unit of an expected shift is in points, by kind; the larger one is a share."""

METHOD = "targets minus others (Zou, Huang & Zhang 2009), baseline drawn to the mean (Efron & Morris 1975)"
Z = 1.959963984540054
TARGET_WITHHELD = "the plan cannot be looked back at, because a target is withheld in one of the waves"
NO_OTHERS = "there is nothing to compare the targets with"
NOT_A_SHIFT = "an expected shift is larger than there can be, and is left out"


def describe_plans(results: Sequence[Released]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frames `plans` and `targets` of a `Followed`; `results` are one library's waves in order.

    Several actions with one target expect the largest of their shifts. `expected` is the mean over the targets, and
    blank where one of them says nothing. `value_before`, `shrunk_before` and `value_after` are those at the middle of
    what may be told.

    Missing answers
    ---------------
    A plan is withheld where one of its targets is, or all others are. Others that are withheld do not count.

    Sources: Zou, Huang & Zhang 2009, Comput. Stat. Data Anal. 53, 1080-1085; Efron & Morris 1975, J. Am. Stat. Assoc.
    70.
    """
    plans: list[dict[str, Any]] = []
    targets: list[dict[str, Any]] = []
    for before, after in pairwise(results):
        waves = told_levels(before), told_levels(after)
        for plan in _plans_of(before):
            both = _Both.of(plan.kind, plan.targets, *waves)
            keys = {"before": before.wave, "after": after.wave}
            plans.append(keys | _look_back(plan, both))
            targets += [keys | row for row in both.target_rows()]
    return _frame(plans, PLANS).astype({"n_before": "Int64", "n_after": "Int64"}), _frame(targets, TARGETS)


@dataclass(frozen=True)
class _Plan:
    """The actions of one wave on targets of one kind: how many, which, and the shift in points expected of each."""

    kind: str
    actions: int
    targets: tuple[str, ...]
    expected: tuple[float, ...]
    note: str


def _plans_of(released: Released) -> Iterator[_Plan]:
    actions = released.actions[released.actions["status"] != DROPPED]
    guide = released.guide
    for kind, measures in (("quality", guide.qualities), ("situation", guide.situations)):
        aimed = actions[actions["target"].isin(measures)]
        targets = tuple(measure for measure in measures if measure in set(aimed["target"]))
        if targets:
            shifts = POINTS_OF[kind] * aimed["expected_shift"].astype(float)
            can_be = shifts.where(shifts <= 100)
            expected = tuple(float(can_be[aimed["target"] == target].max()) for target in targets)
            note = NOT_A_SHIFT if (shifts > 100).any() else ""
            yield _Plan(kind, len(aimed), targets, expected, note)


@dataclass(frozen=True)
class _Place:
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
        return (self.least + self.most) / 2

    @classmethod
    def of(cls, levels: pd.DataFrame) -> _Place:
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
class _Both:
    """The measures of one kind in both waves, which of them are `targeted`, and the earlier ones drawn to the mean."""

    measures: tuple[str, ...]
    targeted: np.ndarray
    before: _Place
    after: _Place
    reasons: tuple[str, ...]

    @classmethod
    def of(cls, kind: str, targets: tuple[str, ...], before: pd.DataFrame, after: pd.DataFrame) -> _Both:
        """The measures of one kind in both waves, `targets` marked."""
        earlier, later = (wave[wave["kind"] == kind] for wave in (before, after))
        measures = tuple(earlier["measure"])
        pairs = zip(earlier["reason"], later["reason"], strict=True)
        reasons = tuple(one or other for one, other in pairs)
        return cls(measures, np.isin(measures, targets), _Place.of(earlier), _Place.of(later), reasons)

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
        chosen, others = self.targeted & self.compared, ~self.targeted & self.compared
        return chosen / max(1, chosen.sum()) - others / max(1, others.sum())

    def effect(self) -> float:
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
        told = self.compared
        return bool(all((place.least == place.most)[told].all() for place in (self.before, self.after)))

    def people(self) -> tuple[int, int]:
        """The people of the measure that fewest answered, in each wave."""
        return int(self.before.n[self.compared].min()), int(self.after.n[self.compared].min())

    def target_rows(self) -> Iterator[dict[str, Any]]:
        """The rows of the frame `targets`, without the waves."""
        for at in np.flatnonzero(self.targeted):
            places = self.before.middle[at], self.shrunk[at], self.after.middle[at]
            told = dict(zip(("value_before", "shrunk_before", "value_after"), places, strict=True))
            yield {"measure": self.measures[at]} | told

    def _weighed(self, values: Floats) -> Floats:
        return np.where(self.weights != 0, self.weights * values, 0.0)


def _look_back(plan: _Plan, both: _Both) -> dict[str, Any]:
    expected = float(np.mean(plan.expected))
    row = {"actions": plan.actions, "targets": plan.targets, "kind": plan.kind, "expected": expected}
    reason, why = _withheld_because(both)
    if reason:
        blank = dict.fromkeys(ESTIMATES, np.nan) | {"n_before": pd.NA, "n_after": pd.NA, "question": "", "method": ""}
        return row | blank | {"withheld": True, "reason": reason, "verdict": "cannot_tell", "note": why}
    effect, (low, high), people = both.effect(), both.ends(), both.people()
    smallest = min(100.0, DETECTABLE * (high - low) / (2 * Z))
    return row | {
        "n_before": people[0],
        "n_after": people[1],
        "withheld": False,
        "reason": "",
        "effect": effect,
        "low": low,
        "high": high,
        "confidence": CONFIDENCE,
        "smallest": smallest,
        "sets_as_large": sets_as_large(both.after.middle - both.shrunk, both.targeted),
        "verdict": action_verdict(low, smallest, expected),
        "question": BEYOND_CHANCE,
        "method": METHOD,
        "note": joined(plan.note, "" if both.is_exact() else RANGES),
    }


def _withheld_because(both: _Both) -> tuple[str, str]:
    """The reason why a plan is withheld, and a note; both empty where it is not."""
    of_targets = [reason for reason, aimed in zip(both.reasons, both.targeted, strict=True) if aimed and reason]
    if of_targets:
        return of_targets[0], TARGET_WITHHELD
    of_others = [reason for reason, aimed in zip(both.reasons, both.targeted, strict=True) if not aimed]
    return ("", "") if "" in of_others else ((of_others or ["complement"])[0], NO_OTHERS)


def _frame(rows: list[dict[str, Any]], columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns)
