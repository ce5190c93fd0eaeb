"""Folding: a text as it is searched for names and addresses, with the way back to the text as it was written.

Whoever writes a name with another accent, in letters of full width, with an invisible character between two letters
or with another kind of hyphen has still written that name. So a text is searched in plain letters: accents and
invisible characters dropped, wide and round forms as their plain ones, digits of any script as 0–9, every kind of
space as a space, every hyphen as `-`, every apostrophe as `'`. Letters of other scripts that merely look Latin stay
as they are.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property

__all__ = ["GONE", "Folded", "fold_text"]

GONE = "\0"
"""Stands where something was found already. No folded text holds it otherwise."""

ALIKE = {
    **dict.fromkeys("‐‑‒–—―−﹘﹣⁃⸺⸻", "-"),
    **dict.fromkeys("‘’‚‛ʼʹ`´′＇‵", "'"),
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("․‧∙•·", "."),
    **{"ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D"},
    **{"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "ı": "i", "\u3002": ".", "\u2044": "/"},
    **{"\n": "\n", "\r": "\n", "\t": " ", "\x0b": "\n", "\x0c": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"},
}
DROPPED = ("Cc", "Cf", "Cs", "Mn", "Me")
"""Kinds of characters that are not seen by themselves: controls, marks of direction, joiners, accents."""


@dataclass(frozen=True)
class Folded:
    """A text in `plain` letters. Character `i` of it was made of the raw text at `origin[i]`.

    `length` is that of the raw text.
    """

    plain: str
    origin: tuple[int, ...]
    length: int

    @cached_property
    def lower(self) -> str:
        """`plain` in small letters, character for character."""
        return self.plain.lower()

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The part of the raw text from which `plain[start:end]` was made, with what is invisible behind it."""
        return self.origin[start], self.origin[end] if end < len(self.origin) else self.length

    def without(self, parts: list[tuple[int, int]]) -> Folded:
        """The same text with `GONE` in the place of some parts; everything else keeps its position."""
        pieces, at = [], 0
        for start, end in sorted(parts):
            pieces += [self.plain[at:start], GONE * (end - max(at, start))]
            at = max(at, end)
        return Folded("".join([*pieces, self.plain[at:]]), self.origin, self.length)


class _Table(dict[str, str]):
    """What each character becomes; worked out when it is first met."""

    def __missing__(self, character: str) -> str:
        parts = (ALIKE.get(part, part) for part in unicodedata.normalize("NFKD", ALIKE.get(character, character)))
        self[character] = folded = "".join(_plain(part) for part in parts)
        return folded


def _plain(text: str) -> str:
    return "".join(_plain_character(character) for character in text)


def _plain_character(character: str) -> str:
    if character == "\n":
        return character
    if character.isspace():
        return " "
    if unicodedata.category(character) in DROPPED:
        return ""
    value = unicodedata.decimal(character, None)
    return character if value is None else str(value)


_FOLDED = _Table()


def fold_text(text: str) -> Folded:
    """Fold a text of any length, in time that grows with its length.

    >>> fold_text("Zoë O’Brien · ＠５").plain
    "Zoe O'Brien . @5"
    """
    pieces = [_FOLDED[character] for character in text]
    # One raw character may become several, or none.
    origin = tuple(at for at, piece in enumerate(pieces) for _ in piece)
    return Folded("".join(pieces), origin, len(text))
