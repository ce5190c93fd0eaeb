"""Ranges: where the counts of some of `n` people may be cut into ranges that are told.

A count near either end says what nearly everybody answered: "all 6 said yes" tells each of the six, and
"5 of 6" tells the one who said no what all the others said. So no cut is ever made within `ENDS` counts of
either end (a fifth of `n` where that is more, below `SMALL` people): the low piece and the high piece are
told whole, and both hold a count that leaves at least two people on either side. Between them the finest
pieces are single counts, blocks of about five, or the whole middle.

Where cuts may be made depends on `n` alone; which of them are made says `analysis.disclosure.branching`.
"""

from __future__ import annotations

from enum import Enum

import numpy as np

__all__ = ["Finest", "cut_places", "end_piece", "says_nothing"]

ENDS = 2
SMALL = 20
BLOCK = 5


class Finest(Enum):
    """The finest pieces between the low and the high one."""

    COUNT = "count"
    BLOCK = "block"
    MIDDLE = "middle"


def end_piece(n: int) -> int:
    """The last count of the low piece, and how far the high piece reaches from `n`.

    >>> [end_piece(n) for n in (5, 14, 15, 19, 20)]
    [2, 2, 3, 3, 2]
    """
    return max(ENDS, n // 5) if n < SMALL else ENDS


def cut_places(n: int, finest: Finest) -> np.ndarray:
    """The counts after which the counts 0 … `n` may be cut, in order.

    >>> cut_places(7, Finest.COUNT), cut_places(24, Finest.BLOCK), cut_places(24, Finest.MIDDLE)
    (array([2, 3, 4]), array([ 2,  7, 12, 21]), array([ 2, 21]))
    """
    first, last = end_piece(n), n - end_piece(n) - 1
    if finest is Finest.COUNT or last <= first:
        return np.arange(first, last + 1)
    if finest is Finest.MIDDLE:
        return np.array([first, last])
    blocks = max(1, (last - first) // BLOCK)
    return np.append(first + BLOCK * np.arange(blocks), last)


def says_nothing(low: int, high: int, n: int) -> bool:
    """Whether a range reaches from the low piece into the high piece of 0 … `n`.

    >>> says_nothing(0, 3, 5), says_nothing(0, 2, 5), says_nothing(2, 10, 12)
    (True, False, True)
    """
    return low <= end_piece(n) and high >= n - end_piece(n)
