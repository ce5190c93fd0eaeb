"""Shown: what can be read in the file of a report, whichever format it has.

A piece is what a reader takes in at once: a paragraph, the description of a figure, a row of a table, a row of bars.
Two files of the same report have the same pieces, whatever their colors, pages and line breaks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from analysis.report.listing import squeeze

__all__ = ["Change", "Piece", "Shown", "compare_shown"]

ALIKE = 0.5
"""Texts and rows that have this much in common are one that was changed; others are two."""

LONGEST, MOST_PAIRS = 500, 2_500
"""How much of a text, and how many pairs, are looked at to find what was changed into what."""

ELLIPSIS = "…"


@dataclass(frozen=True)
class Piece:
    """A text, or a row of cells under `heads`."""

    cells: tuple[str, ...]
    heads: tuple[str, ...] = ()

    @cached_property
    def squeezed(self) -> tuple[str, ...]:
        """Its cells without what differs between formats."""
        return tuple(squeeze(cell) for cell in self.cells)

    @cached_property
    def key(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What makes two pieces the same."""
        return self.squeezed, tuple(squeeze(head) for head in self.heads)


@dataclass(frozen=True)
class Shown:
    """The manifest in a file of a `format` (`pdf`, `html`, `pptx` or `docx`), and what its readers see."""

    format: str
    manifest: bytes
    pieces: tuple[Piece, ...]

    @cached_property
    def everything(self) -> str:
        """All of it in one text."""
        return "\n".join(cell for piece in self.pieces for cell in piece.squeezed)


@dataclass(frozen=True)
class Change:
    """What a file shows at a place, and what it would show; either may be empty. `is_cell` where it is in a table."""

    place: str
    shown: str
    again: str
    is_cell: bool


def compare_shown(shown: Shown, again: Shown) -> list[Change]:
    """Where what a file shows differs from `again`, what the same report shows when it is made again.

    The order of the pieces does not matter. A slide may show the beginning of a text, with an ellipsis.
    """
    extra, missing = _only_in(shown, again), _only_in(again, shown)
    is_few = len(extra) * len(missing) <= MOST_PAIRS
    changes: list[Change] = []
    for piece in missing:
        partner = _partner(piece, extra) if is_few else None
        if partner:
            extra.remove(partner)
        changes += _changes(partner, piece)
    return list(dict.fromkeys([*changes, *(change for piece in extra for change in _changes(piece, None))]))


def _only_in(one: Shown, other: Shown) -> list[Piece]:
    left = Counter(piece.key for piece in other.pieces)
    found: list[Piece] = []
    for piece in one.pieces:
        left[piece.key] -= 1
        if left[piece.key] < 0 and any(piece.squeezed) and not _is_part(piece, other):
            found.append(piece)
    return found


def _is_part(piece: Piece, other: Shown) -> bool:
    """Whether a text is the beginning of one that the other file has."""
    return not piece.heads and piece.cells[0].endswith(ELLIPSIS) and piece.squeezed[0][:-1] in other.everything


def _partner(piece: Piece, others: Iterable[Piece]) -> Piece | None:
    """What this piece was before somebody changed it."""
    likely = [one for one in others if len(one.cells) == len(piece.cells) and bool(one.heads) == bool(piece.heads)]
    alike = ((_likeness(one, piece), one) for one in likely)
    ratio, best = max(alike, key=lambda pair: pair[0], default=(0.0, None))
    return best if ratio >= ALIKE else None


def _likeness(one: Piece, other: Piece) -> float:
    """From 0 to 1: how many letters two texts have in common, or how many cells two rows."""
    if not one.heads:
        return SequenceMatcher(None, one.squeezed[0][:LONGEST], other.squeezed[0][:LONGEST]).ratio()
    same = sum(left == right for left, right in zip(one.squeezed, other.squeezed, strict=True))
    return same / len(one.cells)


def _changes(shown: Piece | None, again: Piece | None) -> Iterator[Change]:
    piece = again or shown
    if piece is None:
        return
    nothing = Piece(("",) * len(piece.cells), piece.heads)
    one, other = shown or nothing, again or nothing
    if piece.heads and one.key[1] != other.key[1]:
        yield Change("the heads of a table", " | ".join(one.heads), " | ".join(other.heads), True)
    for at in range(len(piece.cells)):
        if one.squeezed[at] != other.squeezed[at]:
            yield Change(_place(piece, at), one.cells[at], other.cells[at], bool(piece.heads))


def _place(piece: Piece, at: int) -> str:
    return f"row “{piece.cells[0]}”, column “{piece.heads[at]}”" if piece.heads else "a text"
