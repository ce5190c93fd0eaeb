"""Survey: everything that was answered, and what is known around it, in one hand.

A `Survey` is what comes out of a store or a folder of files and what the rest of the toolkit works on.
It holds person rows, so it stays inside the protected room: pages and figures get a `Released`.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.guide import Guide
from analysis.responses.frames import FRAMES, empty_frame, response_fields, team_guide_fields

__all__ = ["Survey", "empty_survey"]


@dataclass(frozen=True, repr=False)
class Survey:
    """Checked frames that belong together; each has the columns that `analysis.responses.frames` lists.

    It shows itself by its size and never by its rows.

    >>> from analysis.guide import load_guide
    >>> empty_survey(load_guide())
    Survey(0 responses, 0 team guides, 0 libraries)
    """

    guide: Guide
    responses: pd.DataFrame
    libraries: pd.DataFrame
    roster: pd.DataFrame
    strategies: pd.DataFrame
    strategy_ratings: pd.DataFrame
    actions: pd.DataFrame
    confirmed_texts: pd.DataFrame
    codings: pd.DataFrame
    themes: pd.DataFrame
    listed_names: pd.DataFrame
    team_guides: pd.DataFrame

    def __repr__(self) -> str:
        sizes = (len(self.responses), len(self.team_guides), len(self.libraries))
        return "Survey({} responses, {} team guides, {} libraries)".format(*sizes)

    def waves(self) -> pd.DataFrame:
        """One row per library and wave that has answers or a roster: `library_id`, `wave`, in order."""
        keys = ["library_id", "wave"]
        both = pd.concat([self.responses[keys], self.team_guides[keys], self.roster[keys]], ignore_index=True)
        return both.drop_duplicates().sort_values(by=keys).reset_index(drop=True)

    def heads(self, library_id: str, wave: str) -> dict[tuple[str, str], int]:
        """The roster of one wave: heads by (cohort, value); `("all", "all")` is everybody."""
        rows = self.roster[(self.roster["library_id"] == library_id) & (self.roster["wave"] == wave)]
        keys = zip(rows["cohort"], rows["value"], strict=True)
        return dict(zip(keys, (int(heads) for heads in rows["heads"]), strict=True))


def empty_survey(guide: Guide) -> Survey:
    """A survey that nobody has answered yet."""
    return Survey(
        guide=guide,
        responses=empty_frame(response_fields(guide)),
        team_guides=empty_frame(team_guide_fields(guide)),
        **{name: empty_frame(fields) for name, fields in FRAMES.items()},
    )
