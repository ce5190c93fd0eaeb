"""Where the texts of a figure lie: which of them meet, and which leave the sheet."""

from __future__ import annotations

from itertools import combinations

from matplotlib.backends.backend_agg import FigureCanvasAgg

from analysis.present.figures import Picture

__all__ = ["colliding", "overflowing"]

TOUCH = 0.5
"""Pixels by which two texts may overlap without meeting."""


def colliding(picture: Picture) -> list[tuple[str, str]]:
    """The pairs of texts of which one lies over the other."""
    return [
        (one, other)
        for (one, a), (other, b) in combinations(_placed(picture), 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > TOUCH and min(a.y1, b.y1) - max(a.y0, b.y0) > TOUCH
    ]


def overflowing(picture: Picture) -> list[str]:
    """The texts that do not lie whole on the sheet."""
    right, top = picture.figure.bbox.width, picture.figure.bbox.height
    return [text for text, box in _placed(picture) if box.x0 < 0 or box.y0 < 0 or box.x1 > right or box.y1 > top]


def _placed(picture: Picture) -> list:
    renderer = FigureCanvasAgg(picture.figure).get_renderer()
    return [(text.get_text(), text.get_window_extent(renderer)) for text in picture.figure.texts if text.get_text()]
