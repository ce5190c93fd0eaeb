"""Compared: several libraries of one wave beside each other, from their released results alone.

Everything is on one scale of points, 0 … 100: the maturity index, the share of people who see a quality (percent),
and the share who lean towards growth. A `measure` is `index`, the id of a quality, or `growth`.

| Frame | One row per | Columns |
|---|---|---|
| `libraries` | library that was given | `library_id`, `name`, `n`, `roster`, `withheld`, `reason`, `members` (how many libraries stand behind it: 1, or those of a consortium), `type`, `population`, `locale`, `fte` (public facts; blank where not known) |
| `standing` | measure × library that may be told | `measure`, `library_id`, `n`, `raw` (points; blank where the count is a range), `raw_low`, `raw_high` (what the told counts allow), `pooled`, `low`, `high` (partially pooled), `confidence`, `expected_rank`, `rank_low`, `rank_high` (1 is the highest), `top_third` (0–1), `differs` (`above`, `below`, or empty), `reliability` (ICC(2) at this n), `question`, `method`, `note`; in the order of `pooled`, lowest first |
| `spread` | measure | `measure`, `libraries`, `people`, `grand`, `between` (standard deviation between libraries, points), `within` (points; blank for shares), `icc1`, `icc1_low`, `icc1_high`, `staff_needed` (for ICC(2) = .70; blank where not computable), `p`, `p_adjusted` (libraries alike but for chance), `chance` (0–1, the part of the observed differences that chance makes), `verdict` (`may`, `with_care`, `may_not`, `not_computable`), `note` |

A library is `above` or `below` only where the libraries differ beyond chance at all (`p_adjusted`) *and* its own
pooled interval does not reach the mean of all. With fewer than ten libraries, or a variance at its boundary, the `note`
says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.guide import Guide

__all__ = ["GROWTH", "INDEX", "Comparison"]

INDEX, GROWTH = "index", "growth"
"""The measures that are no quality: the maturity index, and the share of people who lean towards growth."""


@dataclass(frozen=True)
class Comparison:
    """Libraries of one wave beside each other; only `compare_libraries` makes one. `own` is empty, or one of them."""

    guide: Guide
    wave: str
    own: str
    libraries: pd.DataFrame
    standing: pd.DataFrame
    spread: pd.DataFrame

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures, in the order in which they are offered."""
        return (INDEX, *self.guide.qualities, GROWTH)

    def of(self, measure: str) -> pd.DataFrame:
        """The standing of every library in one measure, the lowest first."""
        return self.standing[self.standing["measure"] == measure].reset_index(drop=True)
