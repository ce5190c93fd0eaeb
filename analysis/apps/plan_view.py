"""Plan view: what the page about the plan shows at one moment.

The waves before are there a while after the wave that is looked at, so a view knows whether they are still being
prepared, or why they cannot be.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analysis.apps.view import Drawing, View, draw_kept
from analysis.disclosure.followed import Followed
from analysis.disclosure.opportunity_map import OpportunityMap

__all__ = ["PlanView"]


@dataclass(frozen=True, kw_only=True)
class PlanView(View):
    """One wave with its `opportunities`, seen on the day `today`.

    `followed` is None as long as the waves before are being prepared; where they cannot be, `trouble` says why.
    """

    opportunities: OpportunityMap
    today: date
    followed: Followed | None = None
    trouble: str = ""

    @property
    def is_team(self) -> bool:
        """Whether the team answered together, as one."""
        return self.released.team_guide is not None

    def picture_of_map(self, draw: Drawing) -> str:
        """The figure that `draw` makes of the opportunities, as markup that holds its image."""
        return draw_kept(draw, self.opportunities, self.words, width=self.width, kept=self.kept)

    def picture_of_waves(self, draw: Drawing, *chosen: str) -> str:
        """The figure that `draw` makes of the waves, as markup that holds its image."""
        return draw_kept(draw, self.followed, self.words, *chosen, width=self.width, kept=self.kept)
