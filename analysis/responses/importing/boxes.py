"""Boxes: which options a cell of ticked boxes holds.

A form joins the ticked options with commas or semicolons, and both may stand inside an option or inside what
somebody wrote under “Other”. So a cell is never cut at the joining signs: the known options are looked for,
the longest first, and what is left over is the person's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

__all__ = ["split_boxes"]

HOLE = "\x00"
BEFORE = r"(?:^|(?<=[,;])|(?<=[,;]\s))"
AFTER = r"(?=\s*(?:[,;]|$))"
JOINING = " ,;\t\n"


def split_boxes(cell: str, options: Iterable[str]) -> tuple[list[str], str]:
    """The options that `cell` holds, and the words that are none of them.

    >>> split_boxes("Yes, often, Tea, with milk, Help", ["Help", "Yes, often"])
    (['Yes, often', 'Help'], 'Tea, with milk')
    """
    found = []
    for option in sorted(options, key=lambda option: (-len(option), option)):
        match = _pattern(option).search(cell)
        if match:
            found.append(option)
            cell = f"{cell[: match.start()]}{HOLE}{cell[match.end() :]}"
    pieces = (piece.strip(JOINING) for piece in cell.split(HOLE))
    return found, "; ".join(piece for piece in pieces if piece)


@cache
def _pattern(option: str) -> re.Pattern[str]:
    words = r"\s+".join(re.escape(word) for word in option.removesuffix(".").split())
    return re.compile(rf"{BEFORE}{words}\.?{AFTER}", re.IGNORECASE)
