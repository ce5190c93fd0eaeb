"""Compare view: what the page that compares libraries shows at one moment.

A comparison is there a while after the library itself, so a view knows whether it is still being prepared, could not
be made, or has nobody to compare with.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.apps.view import Drawing, View, draw_kept
from analysis.disclosure.compared import INDEX, Comparison
from analysis.exchange.circle import Circle, Compared

__all__ = ["CompareView"]


@dataclass(frozen=True, kw_only=True)
class CompareView(View):
    """One library in its `circle`, by one measure; `compared` is None as long as the others are being prepared."""

    circle: Circle
    compared: Compared | None = None
    measure: str = INDEX

    @property
    def comparison(self) -> Comparison | None:
        """The comparison, where it could be made."""
        return self.compared.comparison if self.compared else None

    @property
    def is_alone(self) -> bool:
        """Whether there is no other library to compare with."""
        return len(self.circle.everybody) < 2

    @property
    def has_consortium(self) -> bool:
        """Whether the consortium of small libraries is one of those compared."""
        return self.comparison is not None and bool((self.comparison.libraries["members"] > 1).any())

    @property
    def names(self) -> dict[str, str]:
        """The names of all libraries of the wave, by their ids."""
        return {source.library_id: source.name for source in self.circle.everybody}

    def picture(self, draw: Drawing, *groups: object) -> str:
        """The figure that `draw` makes of the comparison, as markup that holds its image."""
        return draw_kept(draw, self.comparison, self.words, *groups, width=self.width, kept=self.kept)
