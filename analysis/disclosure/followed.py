"""Followed: one library over its waves, from its released results alone.

Everything is on one scale of points, 0 … 100. A `measure` is `index` (kind `index`), the id of a quality (kind `quality`,
percent of people who see it), `growth` (kind `leaning`, percent who lean towards growth) or the id of a situation (kind
`situation`, mean position from fixed to growth; from twenty people in each wave).

| Frame | One row per | Columns |
|---|---|---|
| `levels` | measure × wave | `measure`, `kind`, `wave`, `n`, `roster`, `withheld`, `reason`, `value` (points; blank where the count is a range), `value_low`, `value_high` (what the told counts allow), `low`, `high`, `confidence`, `question`, `method`, `note` |
| `steps` | measure × pair of neighbouring waves | `measure`, `kind`, `before`, `after` (waves), `n_before`, `n_after`, `withheld`, `reason`, `change` (points; blank where a count is a range), `change_low`, `change_high` (what the told counts allow), `low`, `high`, `confidence`, `p`, `p_adjusted` (over the measures of a kind), `moved` (`up`, `down`, or empty), `smallest` (detectable change at these n, points), `question`, `method`, `note` |
| `paired` | quality × pair of neighbouring waves with linked people | `quality`, `before`, `after`, `n` (people who gave a yes or no both times), `withheld`, `reason`, `kept_low`, `kept_high`, `gained_low`, `gained_high`, `lost_low`, `lost_high`, `never_low`, `never_high` (counts), `change`, `low`, `high` (points), `confidence`, `p`, `p_adjusted`, `moved`, `smallest`, `question`, `method`, `note` |
| `plans` | pair of neighbouring waves in whose first there was a plan with targets | `before`, `after`, `actions`, `targets` (tuple of measures), `kind` (`quality` or `situation`), `n_before`, `n_after`, `withheld`, `reason`, `expected` (points; blank where the plan does not say), `effect` (mean change of the targeted minus mean change of the others, points), `low`, `high`, `confidence`, `smallest`, `sets_as_large` (of all sets of as many measures, the share with an effect at least as large; blank for one target), `verdict` (`moved`, `not_shown`, `cannot_tell`), `question`, `method`, `note` |
| `targets` | plan × targeted measure | `before`, `after`, `measure`, `value_before`, `shrunk_before` (baseline drawn towards the mean, since targets are picked for being low), `value_after` |
| `graded` | action of a wave that was not dropped × the next wave | `before`, `after`, `action_id`, `step`, `owner`, `due`, `status`, `target`, `kind` (`quality`, `situation`, or empty), `n_before`, `n_after`, `withheld`, `reason` (as elsewhere, or `no_target`), `expected` (points), `effect` (change of the target minus mean change of what no action aimed at, points), `low`, `high`, `confidence`, `smallest`, `verdict` (`moved`, `not_shown`, `cannot_tell`), `question`, `method`, `note` |
| `goals` | question about goals × kind × wave, all staff | `item`, `goal`, `wave`, `n`, `withheld`, `reason`, `count_low`, `count_high`, `share`, `low`, `high`, `confidence`, `question`, `method`, `note` |
| `goal_steps` | question about goals × kind × pair of neighbouring waves | `item`, `goal`, `before`, `after`, `n_before`, `n_after`, `withheld`, `reason`, `change` (points; blank where a count is a range), `change_low`, `change_high`, `low`, `high`, `confidence`, `p`, `p_adjusted` (over the kinds of a question), `moved` (`up`, `down`, or empty), `smallest`, `question`, `method`, `note` |
| `ahead` | way of asking (`linked`, `unlinked`) × number of answers | `way`, `answers`, `smallest` (change of one share that the next wave could show, points), `note` |
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.guide import Guide

__all__ = ["KINDS", "Followed"]

KINDS = ("index", "quality", "leaning", "situation")


@dataclass(frozen=True)
class Followed:
    """One library over its `waves`, the earliest first; only `follow_library` makes one."""

    guide: Guide
    library_id: str
    library_name: str
    waves: tuple[str, ...]
    levels: pd.DataFrame
    steps: pd.DataFrame
    paired: pd.DataFrame
    plans: pd.DataFrame
    targets: pd.DataFrame
    graded: pd.DataFrame
    goals: pd.DataFrame
    goal_steps: pd.DataFrame
    ahead: pd.DataFrame

    def latest(self, frame: str) -> pd.DataFrame:
        """The rows of one of the frames about the last pair of waves."""
        table: pd.DataFrame = getattr(self, frame)
        return table[table["after"] == self.waves[-1]].reset_index(drop=True)
