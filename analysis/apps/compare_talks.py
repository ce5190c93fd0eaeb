"""Compare talks: questions about other libraries, for a team and for a meeting of libraries.

Where the own library differs from the others by more than chance the questions start there; there is always one that
needs no numbers. None of them asks who is better.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from analysis.apps.compare_view import CompareView
from analysis.apps.parts import bullets, paragraphs
from analysis.present.numbers import quote_names
from analysis.present.standing import read_placed

__all__ = ["questions"]

MOST_FOUND = 3
"""More questions than these are no talk."""


def questions(view: CompareView) -> str:
    """Questions for a talk: what was found first, then what is always worth asking."""
    words = view.words
    asked = [*islice(_from_findings(view), MOST_FOUND), *words.many("consortium.talk.open")]
    return bullets(asked) + paragraphs(words("consortium.talk.rules"), kind="quiet")


def _from_findings(view: CompareView) -> Iterator[str]:
    """One question for each measure in which the own library differs from the mean by more than chance."""
    if view.comparison is None:
        return
    for measure in view.comparison.measures:
        placed = read_placed(view.comparison, view.words, measure)
        if placed.own and placed.own.differs:
            name = quote_names([placed.label], view.words)
            yield view.words(f"pages.compare.talk.{placed.own.differs}", name=name)
