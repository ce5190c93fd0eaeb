"""Ranges: how exactly a count of some of `n` people may be told.

A count near either end says what nearly everybody answered: "all 6 said yes" tells each of the six, and
"5 of 6" tells the one who said no what all the others said. So the counts 0 … `n` are cut into pieces once
and for all, by `n` alone. The low piece and the high piece are only ever told whole; each reaches `ENDS`
counts from its end (a fifth of `n` where that is more, below `SMALL` people), so both hold a count that
leaves at least two people on either side. The counts between may be told one by one, in blocks of about
five, or as the whole middle, which are the steps down that `analysis.disclosure.ladder` takes.

The pieces depend on `n` and not on the count, so which piece is told says no more than the piece itself.
"""

from __future__ import annotations

from enum import IntEnum

__all__ = ["Step", "end_piece", "is_clear", "told_range"]

ENDS = 2
SMALL = 20
BLOCK = 5


class Step(IntEnum):
    """How exactly counts are told; each step down tells less."""

    EXACT = 0
    BLOCK = 1
    MIDDLE = 2
    WITHHELD = 3


def end_piece(n: int) -> int:
    """The last count of the low piece, and how far the high piece reaches from `n`.

    >>> [end_piece(n) for n in (5, 14, 15, 19, 20)]
    [2, 2, 3, 3, 2]
    """
    return max(ENDS, n // 5) if n < SMALL else ENDS


def is_clear(count: int, n: int) -> bool:
    """Whether `count` of `n` is far enough from both ends to be told as it is."""
    return end_piece(n) < count < n - end_piece(n)


def told_range(count: int, n: int, step: Step = Step.EXACT) -> tuple[int, int]:
    """The smallest and the largest count that are told for `count` of `n` people.

    At `Step.WITHHELD` nothing is told, which is the same as the whole range.

    >>> told_range(5, 6), told_range(4, 12), told_range(4, 12, Step.MIDDLE)
    ((4, 6), (4, 4), (3, 9))
    """
    end = end_piece(n)
    if step is Step.WITHHELD:
        return 0, n
    if count <= end:
        return 0, min(end, n)
    if count >= n - end:
        return max(n - end, end + 1), n
    if step is Step.EXACT:
        return count, count
    return _block(count, end + 1, n - end - 1) if step is Step.BLOCK else (end + 1, n - end - 1)


def _block(count: int, first: int, last: int) -> tuple[int, int]:
    """The block of the middle that holds `count`; the last block takes what is left over."""
    blocks = max(1, (last - first + 1) // BLOCK)
    number = min((count - first) // BLOCK, blocks - 1)
    start = first + number * BLOCK
    return start, last if number == blocks - 1 else start + BLOCK - 1
