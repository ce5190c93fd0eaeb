"""Small libraries: who is not shown in a comparison, and what those who are too small say together.

Why a library is not shown follows from how many answered there, never from what they answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from analysis.apps.compare_view import CompareView
from analysis.apps.parts import bullets, details, paragraphs, safe
from analysis.apps.passages import sentences
from analysis.disclosure import Released
from analysis.present import wording
from analysis.present.cells import minimum_of
from analysis.present.numbers import join_names, say_why
from analysis.present.standing import read_libraries

__all__ = ["consortium_part", "hidden_part"]


def hidden_part(view: CompareView) -> str:
    """Which of the compared libraries are not shown, and why; the names are folded."""
    words = view.words
    if view.is_alone:
        why = wording.say_withheld(view.released, words) if view.released.is_empty else ()
        return paragraphs(words("pages.compare.small.alone"), *why)
    if view.comparison is None:
        return paragraphs(words("pages.compare.trouble"), kind="quiet")
    hidden = [library for library in read_libraries(view.comparison) if library.reason]
    if not hidden:
        return paragraphs(words("consortium.small.nobody"))
    reasons: dict[str, list[str]] = {}
    for library in hidden:
        reasons.setdefault(library.reason, []).append(library.name)
    lines = [
        words(
            "consortium.small.line",
            names=join_names(names, words),
            why=say_why(reason, words, minimum_of(view.released)),
        )
        for reason, names in reasons.items()
    ]
    counted = words("consortium.small.hidden", count=len(hidden))
    return paragraphs(counted) + details(words("pages.compare.small.who"), bullets(lines))


def consortium_part(view: CompareView) -> str:
    """What the libraries that are too small say together; why they say nothing where that is so."""
    words, small = view.words, view.circle.small
    title = f"<h3>{safe(words('pages.compare.small.title'))}</h3>"
    if small.reason:
        told = words(f"pages.compare.small.none.{small.reason}", minimum=minimum_of(view.released))
        return title + paragraphs(told)
    if view.compared is None or not view.compared.is_complete:
        return title + paragraphs(words("pages.compare.small.waiting"), kind="quiet")
    if view.compared.consortium is None:
        return title + paragraphs(words("pages.compare.small.trouble"), kind="quiet")
    return title + _say_consortium(view, view.compared.consortium)


def _say_consortium(view: CompareView, consortium: Released) -> str:
    words, members = view.words, view.circle.small.members
    counted = words("consortium.small.together", count=len(members), wave=consortium.wave, n=view.circle.small.n)
    own = words("pages.compare.small.own") if view.circle.own.library_id in members else ""
    spoken_of = replace(consortium, library_name=words("consortium.small.spoken_of"))
    said = sentences((wording.say_in_one_sentence(spoken_of, words), *_say_more(view, consortium)))
    names = join_names([view.names.get(member, member) for member in members], words)
    who = details(words("consortium.small.members"), paragraphs(names, words("consortium.small.why")))
    return paragraphs(counted, own) + said + who


def _say_more(view: CompareView, consortium: Released) -> Iterator[str]:
    """The index of the consortium where it may be told, and whether it stands in the comparison above."""
    if not consortium.group("maturity")["withheld"].iloc[0]:
        yield from wording.say_maturity(consortium, view.words)[1:2]
    yield view.words("consortium.small.inside" if view.has_consortium else "pages.compare.small.outside")
