"""View: what a page shows at one moment, and the figures that it draws again and again.

A figure is kept for each drawing and each width, because changing a kept figure takes a fraction of the time
of a new one.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field

from analysis.apps.parts import safe
from analysis.disclosure import Released
from analysis.guide import Words
from analysis.present.figures import Picture

__all__ = ["Drawing", "View", "draw_kept"]

Drawing = Callable[..., Picture | None]


@dataclass(frozen=True)
class View:
    """One wave of one library, by one cohort column (empty where none may be shown), overall or in one situation."""

    released: Released
    words: Words
    cohort: str = ""
    scope: str = "overall"
    width: str = "page"
    kept: dict[tuple[str, str], Picture] = field(default_factory=dict, compare=False, repr=False)

    def picture(self, draw: Drawing, *chosen: object) -> str:
        """The figure that `draw` makes of this view, as markup that holds its image."""
        return draw_kept(draw, self.released, self.words, *chosen, width=self.width, kept=self.kept)


def draw_kept(
    draw: Drawing, results: object, words: Words, *chosen: object, width: str, kept: dict[tuple[str, str], Picture]
) -> str:
    """The figure that `draw` makes of `results`, as markup; empty where it makes none.

    `kept` holds the figures that were drawn before, which are changed instead of made anew.
    """
    key = (draw.__name__, width)
    figure = kept[key].figure if key in kept else None
    picture = draw(results, words, *chosen, figure=figure, width=width)
    if picture is None:
        return ""
    kept[key] = picture
    return _figure(picture)


def _figure(picture: Picture) -> str:
    image = b64encode(picture.png()).decode()
    return (
        f'<figure><img src="data:image/png;base64,{image}" alt="{safe(picture.alt)}">'
        f"<figcaption>{safe(picture.reading)}</figcaption></figure>"
    )
