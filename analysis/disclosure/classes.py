"""Classes: how everybody spreads within the bands, as finely as is safe beside all that is told about the bands.

The bands are told first, for everybody and for smaller groups. The classes of ten points that each band falls into are
told for everybody alone. So whoever may stand in a band may stand in any of its classes, as long as the numbers
add up, and no integer program is needed: classes are safe if, for *every* number of people that the band may have
after all that was told, any two people of the band may stand in any two of its classes.

A count is told as in `analysis.disclosure.branching`: what is possible is cut in two, and again, and a cut is made
only if both halves are safe. So which counts are told less exactly follows from what has been told before.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.disclosure.branching import Ranges

__all__ = ["tell_classes"]

TWO = 2


def tell_classes(counts: Sequence[int], low: int, high: int) -> Ranges:
    """What may be told about the people in each class of one band, of whom `low` … `high` are told to be there.

    `counts` are the true ones. The ranges are as narrow as what is told makes them.

    >>> tell_classes([1, 12, 6], 19, 19)
    ((0, 2), (12, 12), (5, 7))
    >>> tell_classes([1, 12, 6], 17, 20)
    ((0, 2), (12, 12), (3, 8))
    """
    ranges: Ranges = ((0, high),) * len(counts)
    for at, count in enumerate(counts):
        while halves := _safe_halves(ranges, at, low, high):
            ranges = next(half for half in halves if half[at][0] <= count <= half[at][1])
    return _what_follows(ranges, low, high)


def _safe_halves(ranges: Ranges, at: int, low: int, high: int) -> tuple[Ranges, Ranges] | None:
    """Both sides of the cut nearest to the middle of which both are safe, or None if there is none."""
    first, last = _what_follows(ranges, low, high)[at]
    cuts = sorted(range(first, last), key=lambda cut: (abs(2 * cut + 1 - first - last), cut))
    for cut in cuts:
        halves = (
            (*ranges[:at], (ranges[at][0], cut), *ranges[at + 1 :]),
            (*ranges[:at], (cut + 1, ranges[at][1]), *ranges[at + 1 :]),
        )
        if all(_is_safe(half, low, high) for half in halves):
            return halves
    return None


def _is_safe(ranges: Ranges, low: int, high: int) -> bool:
    """Whether any two people may stand in any two classes, however many of `low` … `high` the band has."""
    least, most = sum(first for first, _ in ranges), sum(last for _, last in ranges)
    if least > low or most < high or any(last < TWO for _, last in ranges):
        return False
    # What two people in these classes add to the least that all classes hold; the worst are the emptiest ones.
    missing = sorted((max(0, 1 - first) for first, _ in ranges), reverse=True)
    both_in_one = max(max(0, TWO - first) for first, _ in ranges)
    return least + max(sum(missing[:TWO]), both_in_one) <= max(low, TWO) and least + missing[0] <= max(low, 1)


def _what_follows(ranges: Ranges, low: int, high: int) -> Ranges:
    """The ranges that follow for each class, since all of them add up to `low` … `high`."""
    least, most = sum(first for first, _ in ranges), sum(last for _, last in ranges)
    return tuple((max(first, low - most + last), min(last, high - least + first)) for first, last in ranges)
