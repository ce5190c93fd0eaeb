"""Quoting: texts that people wrote, as far as they were read, masked and confirmed for release.

They stand under their question, in the order in which they were released, which does not tell who wrote them, and never
beside the themes that were found in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.report.blocks import said
from analysis.report.model import Block, Heading, Quotes
from analysis.report.request import Results

__all__ = ["MOST_QUOTED", "has_texts", "quoted", "texts_of"]

MOST_QUOTED = 6
"""So many texts of a question are quoted, unless everything is wanted."""


def texts_of(released: Released, item: str) -> tuple[str, ...]:
    """The released texts of one question."""
    return tuple(released.texts.loc[released.texts["item"] == item, "text"])


def has_texts(released: Released, items: Iterable[str]) -> bool:
    """Whether any text of these questions is released."""
    return any(texts_of(released, item) for item in items)


def quoted(results: Results, words: Words, items: Iterable[str]) -> tuple[Block, ...]:
    """The texts of some questions, each under its question; nothing where none is released."""
    return tuple(block for item in items for block in _quoted(results, words, item))


def _quoted(results: Results, words: Words, item: str) -> Iterator[Block]:
    texts = texts_of(results.released, item)
    if not texts:
        return
    shown = texts if results.in_full else texts[:MOST_QUOTED]
    yield Heading(words(f"guide.text.{item}"))
    yield Quotes(shown)
    if len(shown) < len(texts):
        yield from said(words("report.some_quoted", shown=len(shown), total=len(texts)), "quiet")
