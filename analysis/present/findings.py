"""Findings: what a title or a sentence may claim, and when it claims nothing.

One rule for all comparisons of shares: one is *clearly above* another where the whole interval of the one lies
above the whole interval of the other **and** the told counts are at least ten points apart. The first half keeps
chance out of titles, the second keeps one person's answer out of them where everybody answered. Where no
comparison is clear, the finding is that there is no clear finding.

Ranges take part with their nearer end, and what is withheld takes no part at all.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

from analysis.present.cells import Cell

__all__ = [
    "BEYOND_CHANCE",
    "CLEAR_CHANCE",
    "CLEAR_SHARE",
    "MOST_NAMED",
    "ends",
    "farthest_apart",
    "foremost",
    "is_clearly_above",
    "largest",
    "leaning",
    "surely_apart",
    "wanted_more",
]

CLEAR_SHARE = 0.10
"""How far two shares have to be apart before a title speaks of it."""

CLEAR_CHANCE = 0.80
"""From this probability on a sentence names one thing."""

MOST_NAMED = 3
"""Of more things at one end none stands out."""

BEYOND_CHANCE = 0.05
"""Below this adjusted p two groups are said to differ by more than chance."""

Key = TypeVar("Key", bound=Hashable)


def is_clearly_above(one: Cell, other: Cell) -> bool:
    """Whether the share of `one` is clearly above that of `other`.

    >>> many = Cell(n=30, count_low=25, count_high=25, low=0.7, high=0.9)
    >>> few = Cell(n=30, count_low=6, count_high=6, low=0.1, high=0.4)
    >>> is_clearly_above(many, few), is_clearly_above(few, many)
    (True, False)
    """
    if one.is_withheld or other.is_withheld:
        return False
    # Rounding keeps 0.8 − 0.7, which is stored a little too low, at the ten points that it is.
    apart = round(one.span[0] - other.span[1], 9)
    return one.low > other.high and apart >= CLEAR_SHARE


def surely_apart(one: Cell, other: Cell) -> float:
    """How far the share of `one` surely stands above that of `other`, as far as the told counts say; negative below.

    It is 0 where they leave open which of the two is larger.

    >>> many, few = Cell(n=10, count_low=8, count_high=10), Cell(n=20, count_low=4, count_high=6)
    >>> surely_apart(many, few), surely_apart(few, many), surely_apart(many, many)
    (0.5, -0.5, 0.0)
    """
    least, most = one.span[0] - other.span[1], one.span[1] - other.span[0]
    return max(least, 0.0) + min(most, 0.0)


def wanted_more(wanted: Mapping[Key, Cell], seen: Mapping[Key, Cell]) -> tuple[Key, ...]:
    """The qualities of which the first share is clearly above the second, widest gap first."""
    found = [key for key in wanted if key in seen and is_clearly_above(wanted[key], seen[key])]
    return tuple(sorted(found, key=lambda key: seen[key].middle - wanted[key].middle))


def ends(cells: Mapping[Key, Cell]) -> tuple[tuple[Key, ...], tuple[Key, ...]] | None:
    """The keys of the largest share and of the smallest, where the ones are clearly above the others.

    Where ranges or ties leave open which one is the largest, every key that may be is named; where that are more
    than `MOST_NAMED`, nothing stands out.

    >>> a, b, c = (Cell(n=10, count_low=x, count_high=x, low=x / 10, high=x / 10) for x in (8, 8, 2))
    >>> ends({"a": a, "b": b, "c": c})
    (('a', 'b'), ('c',))
    """
    most, least = foremost(cells), _outermost(cells)[1]
    return (most, least) if most and len(least) <= MOST_NAMED else None


def foremost(cells: Mapping[Key, Cell]) -> tuple[Key, ...]:
    """The keys that may have the largest share, where they are few and clearly above those with the smallest."""
    most, least = _outermost(cells)
    are_clear = all(is_clearly_above(cells[one], cells[other]) for one in most for other in least)
    return most if are_clear and len(most) <= MOST_NAMED else ()


def largest(cells: Mapping[Key, Cell]) -> Key | None:
    """The key whose share is clearly above every other one, if there is one."""
    for key, cell in cells.items():
        if all(is_clearly_above(cell, other) for name, other in cells.items() if name != key):
            return key
    return None


def farthest_apart(
    rows: Mapping[str, Mapping[Key, Cell]],
) -> tuple[str, tuple[Key, ...], tuple[Key, ...]] | None:
    """The row whose clear `ends` are farthest apart, with these ends; None where no row has any."""
    found = {name: clear for name, cells in rows.items() if (clear := ends(cells))}
    if not found:
        return None
    name = max(found, key=lambda row: rows[row][found[row][0][0]].middle - rows[row][found[row][1][0]].middle)
    return name, *found[name]


def leaning(bands: Mapping[str, Cell]) -> str:
    """Where a group leans: `growth` or `fixed` where one is clearly above the other, else an empty text."""
    growth, fixed = bands["growth"], bands["fixed"]
    if is_clearly_above(growth, fixed):
        return "growth"
    return "fixed" if is_clearly_above(fixed, growth) else ""


def _outermost(cells: Mapping[Key, Cell]) -> tuple[tuple[Key, ...], tuple[Key, ...]]:
    """The keys that may have the largest share, and those that may have the smallest."""
    spans = {key: cell.span for key, cell in cells.items() if not cell.is_withheld}
    surely_most = max((low for low, _ in spans.values()), default=0.0)
    surely_least = min((high for _, high in spans.values()), default=1.0)
    most = tuple(key for key, (_, high) in spans.items() if high >= surely_most)
    return most, tuple(key for key, (low, _) in spans.items() if low <= surely_least)
