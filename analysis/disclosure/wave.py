"""Wave: the people who answered in one library and wave, in their groups, and the heads of the roster.

The heads of a group are as the library entered them; those of leaders and front line are added up from the
column that says who leads, and those of a pair of columns are not known. Where more people answered than the roster
has heads, the roster of that group counts as unknown and the results say so. For a group that is withheld the
entered heads stand as they are, since a blank there would tell how many answered.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.disclosure.groups import Groups, choose_groups, fixed_groups
from analysis.errors import Fault, ToolkitError
from analysis.guide import LEADS, PAIR_SIGN, Guide
from analysis.responses.survey import Survey

__all__ = ["ROSTER_TOO_SMALL", "Wave", "read_wave"]

COMPARED = 2
ROSTER_TOO_SMALL = "the roster has fewer heads than people who answered, and counts as unknown"


@dataclass(frozen=True)
class Wave:
    """`responses` of one library and wave, their `groups`, and `heads` (groups; NaN where unknown)."""

    guide: Guide
    responses: pd.DataFrame
    groups: Groups
    heads: np.ndarray

    @property
    def rosters(self) -> np.ndarray:
        """The heads that results may reckon with (groups); NaN where unknown, also because they are too few."""
        return np.where(self.is_too_small, np.nan, self.heads)

    @property
    def is_too_small(self) -> np.ndarray:
        """Whether a group that is shown has more people than heads (groups)."""
        shown = np.isin(np.arange(len(self.heads)), self.groups.shown)
        return shown & (self.groups.sizes > self.heads)

    def respondents(self) -> pd.DataFrame:
        """The frame `respondents` of a `Released`."""
        withheld = np.array([reason != "" for reason in self.groups.reasons])
        return pd.DataFrame(
            {
                "cohort": [cohort for cohort, _ in self.groups.keys],
                "value": [value for _, value in self.groups.keys],
                "n": pd.array(np.where(withheld, np.nan, self.groups.sizes), dtype="Int64"),
                "roster": pd.array(self.rosters, dtype="Int64"),
                "withheld": withheld,
                "reason": pd.Series(self.groups.reasons, dtype="str"),
            }
        )


def read_wave(survey: Survey, library_id: str, wave: str, minimum: int) -> Wave:
    """The wave of a survey, with the groups that may be shown chosen.

    Raises `ToolkitError` where the survey holds nothing about this library and wave.
    """
    known = survey.waves()
    if not ((known["library_id"] == library_id) & (known["wave"] == wave)).any():
        pairs = ", ".join(f"{row.library_id} {row.wave}" for row in known.itertuples())
        fault = Fault("library and wave", f"{library_id} {wave}", pairs or "none yet", "Choose one that is there.")
        raise ToolkitError("There is nothing about this library and wave.", [fault])
    rows = (survey.responses["library_id"] == library_id) & (survey.responses["wave"] == wave)
    responses = survey.responses[rows].sort_values("response_id").reset_index(drop=True)
    groups = choose_groups(_without_thin_comparison(fixed_groups(responses, survey.guide), minimum), minimum)
    heads = _with_leads(survey.heads(library_id, wave), survey.guide)
    return Wave(survey.guide, responses, groups, np.array([heads.get(key, np.nan) for key in groups.keys], dtype=float))


def _without_thin_comparison(groups: Groups, minimum: int) -> Groups:
    """`groups` without leaders and front line, and their pairs, unless both have `COMPARED` times the threshold.

    Below that hardly any count is told exactly, so the two could not be compared, while showing them would
    let single roles be worked out and cost those instead.
    """
    sizes = groups.sizes
    if all(size >= COMPARED * minimum for size, (cohort, _) in zip(sizes, groups.keys, strict=True) if cohort == LEADS):
        return groups
    led = [at for at, (cohort, _) in enumerate(groups.keys) if LEADS in cohort.split(PAIR_SIGN)]
    return groups.without({at: "complement" for at in led if sizes[at] >= minimum})


def _with_leads(heads: dict[tuple[str, str], int], guide: Guide) -> dict[tuple[str, str], int]:
    cohort = guide.lead_cohort
    if cohort is None:
        return heads
    leading = {value: "leaders" if value in cohort.leading else "front_line" for value in cohort.value_ids}
    added: dict[tuple[str, str], int] = {}
    for (column, value), count in heads.items():
        if column == cohort.id and value in leading:
            added[LEADS, leading[value]] = added.get((LEADS, leading[value]), 0) + count
    return added | heads
