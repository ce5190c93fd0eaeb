"""Answering: what a synthetic person marks, under the truths that are planted in their library.

A mark is a yes with a probability whose logit adds up the quality, the library, the person and, where leaders
see something that others do not, the role. An answer on the continuum is a latent lean of situation, library,
person and moment, cut into six points.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

from analysis.guide import Blank, Guide, Item
from analysis.responses.synthetic.dice import Dice
from analysis.responses.synthetic.staff import Person
from analysis.responses.synthetic.truths import Truths

__all__ = ["answer_items", "answer_on_paper"]

UNSURE = 0.06
SKIPPED = 0.015
DECLINED = 0.005
STOPS_EARLY = 0.04


def answer_items(person: Person, truths: Truths, guide: Guide, dice: Dice) -> dict[str, int]:
    """The answer of one person to every item on a scale, blanks included."""
    answers = _full_answers(person, truths, guide, dice)
    blanked = {item.id: _blank_or(answers[item.id], item, dice) for item in guide.scaled_items}
    if dice.chance(STOPS_EARLY):
        last = int(dice.uniform() * len(blanked))
        return {
            name: value if place <= last else int(Blank.SKIPPED) for place, (name, value) in enumerate(blanked.items())
        }
    return blanked


def answer_on_paper(answers: dict[str, int], guide: Guide) -> dict[str, int]:
    """The same answers as ticks on paper, where the page on situations was not handed out.

    A box that is not ticked says no only if the person ticked something in the same question.
    """
    ticks = {item.id: answers[item.id] == 1 for item in guide.section("qualities").items}
    on_paper = {item.id: int(Blank.NOT_SHOWN) for item in guide.scaled_items}
    for mark in ("exists", "develop"):
        columns = [f"{mark}_{quality}" for quality in guide.qualities]
        empty = 0 if any(ticks[column] for column in columns) else int(Blank.SKIPPED)
        on_paper |= {column: 1 if ticks[column] else empty for column in columns}
    return on_paper


def _full_answers(person: Person, truths: Truths, guide: Guide, dice: Dice) -> dict[str, int]:
    answers = dict(_mark_answers(person, truths, guide, dice))
    for situation in guide.situations:
        lean = truths.lean.get(situation, 0.0) + person.growth + dice.normal(0.0, 0.5)
        for item in guide.section("continuum").items:
            if item.subject == situation:
                towards = lean if item.keyed == "growth" else -lean
                answers[item.id] = _six_points(towards + person.agreeing + dice.normal(0.0, 0.4))
    return answers


def _mark_answers(person: Person, truths: Truths, guide: Guide, dice: Dice) -> Iterator[tuple[str, int]]:
    for quality in guide.qualities:
        seen = truths.exists.get(quality, 0.0) + person.marks
        if person.leads:
            seen += truths.leaders_see.get(quality, 0.0)
        exists = dice.chance(_logistic(seen))
        yield f"exists_{quality}", int(exists)
        wanted = truths.develop.get(quality, 0.0) + person.develop + truths.wants_what_is_there * exists
        yield f"develop_{quality}", int(dice.chance(_logistic(wanted)))


def _blank_or(answer: int, item: Item, dice: Dice) -> int:
    luck = dice.uniform()
    if item.unsure and luck < UNSURE:
        return int(Blank.UNSURE)
    if luck > 1 - SKIPPED:
        return int(Blank.SKIPPED)
    return int(Blank.DECLINED) if luck > 1 - SKIPPED - DECLINED else answer


def _six_points(lean: float) -> int:
    return min(6, max(1, round(3.5 + 1.2 * lean)))


def _logistic(logit: float) -> float:
    return 1 / (1 + exp(-logit))
