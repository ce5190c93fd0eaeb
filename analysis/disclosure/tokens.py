"""Tokens: the words of a folded text, and what can be seen of each without knowing it.

A token knows whether it begins with a capital letter where a sentence would not begin anyway. A sentence in which
most words have one, the most common words among them, shows nothing by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from analysis.disclosure.folding import GONE, Folded

__all__ = ["Token", "read_tokens"]

WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
OF_SOMEBODY = re.compile(r"'s$", re.IGNORECASE)
OPENING = " \"'([{*_-<>#~|/"
ENDING = ".!?:;\n…¿¡"
LOOK_BACK = 8
MOST = 0.6


@dataclass(frozen=True)
class Token:
    """A word without `'s`: `plain` as it was written, and `lower`. `gap` stands between it and the word before."""

    start: int
    end: int
    plain: str
    lower: str
    gap: str
    owns: bool
    begins: bool
    shows: bool

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter, wherever it stands."""
        return self.plain[0].isupper()

    @property
    def is_loud(self) -> bool:
        """Whether it consists of capital letters."""
        return len(self.plain) > 1 and self.plain.isupper()

    @property
    def stands_out(self) -> bool:
        """Whether its capital letter shows that it is a name."""
        return self.is_capital and self.shows and not self.begins


def read_tokens(text: Folded, abbreviations: frozenset[str], common: frozenset[str]) -> list[Token]:
    """The words of a text in order. After `abbreviations` a full stop ends no sentence; `common` words name nobody."""
    words = list(WORD.finditer(text.plain))
    ends, before = [0, *(word.end() for word in words)], ["", *(word.group().lower() for word in words)]
    gaps = [text.plain[end : word.start()] for end, word in zip(ends, words, strict=False)]
    begins = [_begins(gap, last, abbreviations) for gap, last in zip(gaps, before, strict=False)]
    shows = _show([word.group() for word in words], begins, common)
    return [_token(*parts) for parts in zip(words, gaps, begins, shows, strict=True)]


def _token(word: re.Match[str], gap: str, begins: bool, shows: bool) -> Token:
    plain = OF_SOMEBODY.sub("", word.group()) or word.group()
    end = word.start() + len(plain)
    return Token(word.start(), end, plain, plain.lower(), gap, end < word.end(), begins, shows)


def _begins(gap: str, before: str, abbreviations: frozenset[str]) -> bool:
    if not before and GONE not in gap:
        return True
    seen = gap[-LOOK_BACK:].rstrip(OPENING)
    if not seen:
        return '"' in gap or "\n" in gap
    if seen[-1] == "." and (before in abbreviations or len(before) == 1):
        return False
    return seen[-1] in ENDING or "\n" in gap


def _show(words: Sequence[str], begins: Sequence[bool], common: frozenset[str]) -> list[bool]:
    """For each word, whether capital letters in its sentence show anything."""
    shows: list[bool] = []
    starts = [0, *(at for at, first in enumerate(begins) if first and at)]
    for start, end in pairwise([*starts, len(words)]):
        capital = [word for word in words[start + 1 : end] if word[0].isupper()]
        title_case = len(capital) > MOST * (end - start - 1) and any(word.lower() in common for word in capital)
        shows += [not title_case] * (end - start)
    return shows
