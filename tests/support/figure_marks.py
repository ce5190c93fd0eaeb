"""What a figure has drawn, in inches: its marks, its bars and its texts, without those that explain its signs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.present.figures import Picture
from analysis.present.figures.sheet import CAP_HEIGHT, WITHHELD_HATCHING
from analysis.present.palette import MUTED

__all__ = ["anchors", "bars", "counts_of_fills", "misplaced", "placed_marks", "plain", "texts", "withheld_places"]

KEY = 0.16
"""How far right of its sign the text of a legend begins."""


def plain(text: str) -> str:
    """`text` with every space an ordinary one."""
    return text.replace("\u00a0", " ")


def texts(picture: Picture) -> list[str]:
    """Every line of text that is drawn."""
    return [plain(text.get_text()) for text in picture.figure.texts]


def placed_marks(picture: Picture, along: str) -> list[float]:
    """Where the marks stand along `x` or `y`; a ring counts once, the signs of a legend not at all."""
    found = dict.fromkeys(
        (float(np.ravel(line.get_xdata())[0]), float(np.ravel(line.get_ydata())[0]))
        for line in picture.figure.artists
        if isinstance(line, Line2D) and line.get_linestyle() == "None"
    )
    return sorted(place[along == "y"] for place in found if not _explains(picture, *place))


def bars(picture: Picture, fill: str) -> list[float]:
    """The lengths of the full bars of one color, the signs of a legend left out."""
    found = [box for box in _boxes(picture) if not box.get_hatch() and _fill(box) == fill]
    return sorted(box.get_width() for box in found if not _explains(picture, box.get_x() + 0.08, _middle(box)))


def counts_of_fills(picture: Picture, fills: Sequence[str]) -> list[int]:
    """How many places have each of these colors, the signs of a legend left out."""
    return [len(bars(picture, fill)) for fill in fills]


def withheld_places(picture: Picture) -> int:
    """How many places are hatched as withheld."""
    found = [box for box in _boxes(picture) if box.get_hatch() == WITHHELD_HATCHING]
    return sum(not _explains(picture, box.get_x() + 0.08, _middle(box)) for box in found)


def anchors(picture: Picture, named: Mapping[str, float], along: str) -> list[tuple[float, float]]:
    """The value and the place of every name of a scale that is drawn."""
    found = []
    for text in picture.figure.texts:
        name = plain(text.get_text())
        if (
            name in named
            and text.get_color() == MUTED
            and (along == "x") == (text.get_horizontalalignment() == "center")
        ):
            x, baseline = text.get_position()
            middle = baseline - CAP_HEIGHT * float(text.get_fontsize()) / 144
            found.append((named[name], x if along == "x" else middle))
    return found


def misplaced(places: Sequence[float], values: Sequence[float], known: Sequence[tuple[float, float]] = ()) -> float:
    """How far, in inches, the worst mark stands from where its value belongs on one even scale.

    The scale is that of `known` values and places; without them the one on which all marks fit best.
    """
    pairs = list(known) or list(zip(values, places, strict=True))
    known_values, known_places = np.array(pairs).T
    slope, start = np.polyfit(known_values, known_places, 1)
    wanted = sorted(start + slope * np.asarray(values))
    return float(np.abs(np.array(wanted) - np.sort(places)).max())


def _boxes(picture: Picture) -> list[Rectangle]:
    return [artist for artist in picture.figure.artists if isinstance(artist, Rectangle)]


def _fill(box: Rectangle) -> str:
    return to_hex(box.get_facecolor()).upper()


def _middle(box: Rectangle) -> float:
    return box.get_y() + box.get_height() / 2


def _explains(picture: Picture, x: float, y: float) -> bool:
    """Whether a text begins just right of this sign, on its line, as in a legend."""
    for text in picture.figure.texts:
        at, below = text.get_position()
        if abs(at - x - KEY) < 0.005 and 0.0 < below - y < 0.06:
            return True
    return False
