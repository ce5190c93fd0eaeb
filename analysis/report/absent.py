"""Absent: what stands in place of a section that has nothing to show.

One rule for all: a section without content is left out for a board and for staff. Who decides, and who wants
everything, is told why a part of the guide has nothing to show, and what would make it appear; so is anybody who asked
for that section by name. That nothing is compared with other libraries or with earlier waves is told only to whoever
asked for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present import wording
from analysis.present.cells import minimum_of
from analysis.present.written import texts_minimum
from analysis.report.blocks import said
from analysis.report.model import Block
from analysis.report.request import Results
from analysis.report.sections_written import written_items

__all__ = ["PARTS", "say_absent"]

PARTS = (
    "maturity",
    "qualities",
    "groups",
    "leaning",
    "situations",
    "strategies",
    "opportunities",
    "tour",
    "goals",
    "plan",
)
"""The sections that show a part of the guide."""

FEW = {"few", "nobody"}


def say_absent(section: str, results: Results, words: Words, is_asked: bool) -> tuple[Block, ...]:
    """Why `section` has nothing to show, and what would make it appear; nothing for whom it is left out."""
    if not is_asked and not (results.to_decide and section in PARTS):
        return ()
    why = WHY.get(section)
    return said(why(results, words)) if why else said(words(f"report.absent.{section}"))


def _say_told(say: Callable[[Released, Words], tuple[str, ...]]) -> Callable[[Results, Words], str]:
    """What the sentences of a part say where nothing of it may be told."""
    return lambda results, words: " ".join(say(results.released, words))


def _unread(section: str, questions: tuple[str, ...]) -> Callable[[Results, Words], str]:
    """Whether too few wrote, nobody has read it, or too little may be told."""

    def why(results: Results, words: Words) -> str:
        released = results.released
        items = [item for part in questions for item in written_items(released, part)]
        rows = released.text_items[released.text_items["item"].isin(items)]
        kind = "few" if set(rows["reason"]) <= FEW else "hidden" if (rows["coded"].fillna(0) > 0).any() else "unread"
        return words(f"report.absent.{section}_{kind}", minimum=texts_minimum(released))

    return why


def _few(section: str) -> Callable[[Results, Words], str]:
    return lambda results, words: words(f"report.absent.{section}", minimum=minimum_of(results.released))


WHY: Mapping[str, Callable[[Results, Words], str]] = {
    "maturity": _say_told(wording.say_maturity),
    "qualities": _few("qualities"),
    "groups": lambda results, words: " ".join(
        (words("report.absent.groups"), *wording.say_who_sees_what(results.released, words))
    ),
    "leaning": _few("leaning"),
    "situations": _few("situations"),
    "tour": _unread("tour", ("culture_tour",)),
    "goals": _unread("goals", ("goals", "reflection")),
}
"""Why a section has nothing to show, where that depends on the results."""
