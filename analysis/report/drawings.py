"""Drawings: a figure as an SVG that is nothing but its drawing, for files that say title and description themselves."""

from __future__ import annotations

import re

from analysis.present.figures import Picture

__all__ = ["drawing_of"]

UNSEEN = re.compile(r"<metadata>.*?</metadata>|<!--.*?-->|<(title|desc) .*?</\1>", re.DOTALL)
"""What an SVG says to programs and to those who cannot see it; the lines that matplotlib writes between are kept."""


def drawing_of(picture: Picture) -> str:
    """`picture` as one `<svg>` element without title, description and comments.

    Raises `ToolkitError` where the kept figure has been drawn anew since.
    """
    return UNSEEN.sub("", picture.svg())
