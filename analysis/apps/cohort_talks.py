"""Cohort talks: questions about groups and situations for a team to talk about.

Where something was found by more than chance, the questions start there; there is always one that needs no
numbers. Nothing here rests on what a single person answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice

from analysis.apps.parts import bullets, paragraphs
from analysis.apps.view import View
from analysis.guide import ALL
from analysis.present.differences import read_differences
from analysis.present.numbers import quote_names
from analysis.present.situations import name_of, read_pulls
from analysis.present.spreads import read_spreads
from analysis.tally.scores import OVERALL

__all__ = ["ask", "questions"]

MOST_FOUND = 4
"""More questions than these are no talk."""


def ask(view: View, part: str) -> str:
    """The question to talk about in one part of the page, where it has no numbers."""
    return paragraphs(*view.words.many(f"pages.cohorts.talk.{part}"))


def questions(view: View) -> str:
    """Questions for a team talk: what was found first, then what is always worth asking."""
    words = view.words
    found = [] if view.released.is_empty else islice(_from_findings(view), MOST_FOUND)
    asked = [*found, *words.many("pages.cohorts.talk.open")]
    return bullets(asked) + paragraphs(words("pages.cohorts.talk.rules"), kind="quiet")


def _from_findings(view: View) -> Iterator[str]:
    scopes = (OVERALL, *view.released.guide.situations)
    of_groups = chain.from_iterable(_from_groups(view, scope) for scope in scopes)
    of_camps = chain.from_iterable(_from_camps(view, scope) for scope in scopes)
    yield from chain(islice(of_groups, 2), islice(of_camps, 1), islice(_from_situations(view), 1))


def _from_groups(view: View, scope: str) -> Iterator[str]:
    """The groups that differ from everybody else by more than chance."""
    if not view.cohort:
        return
    for difference in read_differences(view.released, view.words, view.cohort, scope):
        if difference.further:
            yield _about(view, difference.further, difference.group.label, scope)


def _from_camps(view: View, scope: str) -> Iterator[str]:
    """The groups, and all staff, that stand in two camps."""
    told = view.released.distributions
    if scope not in set(told.loc[told["camps"] == "split", "scope"]):
        return
    for spread in read_spreads(view.released, view.words, view.cohort or ALL, scope):
        if spread.camps == "split":
            yield _about(view, "split_all" if spread.group.is_everybody else "split", spread.group.label, scope)


def _from_situations(view: View) -> Iterator[str]:
    """The situations that pull all staff towards fixed by more than chance."""
    words = view.words
    for situation, pull in read_pulls(view.released).items():
        if pull.direction == "fixed":
            advice = words.many(f"guide.situation.{situation}.try")[0]
            name = quote_names([name_of(situation, words)], words)
            yield words("pages.cohorts.talk.pull", name=name, advice=advice)


def _about(view: View, kind: str, label: str, scope: str) -> str:
    words = view.words
    return words(f"pages.cohorts.talk.{kind}", name=quote_names([label], words), where=_where(view, scope))


def _where(view: View, scope: str) -> str:
    words = view.words
    if scope == OVERALL:
        return words("pages.cohorts.talk.overall")
    return words("pages.cohorts.talk.scoped", scope=quote_names([name_of(scope, words)], words))
