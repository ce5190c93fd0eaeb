"""Deciding: what a person still has to say about a form before its answers can be read.

A proposed mapping leaves open what a file alone cannot tell. Here each open point becomes a question with a few
answers to choose from, and the chosen answers become a mapping in which nothing is open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from analysis.apps.parts import Option
from analysis.guide import Blank, Guide, Words
from analysis.responses.importing.mapping import OPEN, Column, FormMapping

__all__ = ["Question", "open_questions", "settle"]

LEAVE_OUT = "leave out"
UP, DOWN = "up", "down"
MARKS = ("exists", "develop")


@dataclass(frozen=True)
class Question:
    """One open point: a column that could answer several things, or an answer that could stand for several.

    `answer` is empty where the point is the column itself. The first option decides nothing.
    """

    column: Column
    label: str
    options: tuple[Option, ...]
    answer: str = ""

    @property
    def key(self) -> tuple[str, int, str]:
        """What tells the question from all others of the same form."""
        return (*self.column.key, self.answer)


def open_questions(mapping: FormMapping, guide: Guide, words: Words) -> tuple[Question, ...]:
    """Everything that is open about the columns; once they are decided, about their answers."""
    columns = tuple(_column_question(column, guide, words) for column in mapping.unsure)
    return columns or tuple(
        question for column in mapping.columns for question in _answer_questions(column, guide, words)
    )


def settle(mapping: FormMapping, chosen: Mapping[tuple[str, int, str], str], guide: Guide) -> FormMapping:
    """The mapping with what was chosen, by the questions' keys; what is empty or not asked for stays open."""
    for column in mapping.unsure:
        choice = chosen.get((*column.key, ""), "")
        if choice == LEAVE_OUT:
            mapping = mapping.decide(column.header, occurrence=column.occurrence)
        elif choice:
            item, _, direction = choice.partition("|")
            answers = _numbers(item, direction, guide) if direction else {}
            mapping = mapping.decide(column.header, item, answers, column.occurrence)
    return replace(mapping, columns=tuple(_with_answers(column, chosen) for column in mapping.columns))


def _with_answers(column: Column, chosen: Mapping[tuple[str, int, str], str]) -> Column:
    answers = {answer: chosen.get((*column.key, answer)) or code for answer, code in column.answers.items()}
    return replace(column, answers=answers)


def _column_question(column: Column, guide: Guide, words: Words) -> Question:
    options = [(words("pages.start.forms.decide"), "")]
    for item in column.could_be:
        options += _meanings(column, item, guide, words)
    options.append((words("pages.start.forms.leave_out"), LEAVE_OUT))
    return Question(column, column.header, tuple(options))


def _meanings(column: Column, item: str, guide: Guide, words: Words) -> Iterator[Option]:
    """What a column may mean if it answers `item`; twice where only the direction of its numbers is open."""
    name = _name(item, guide, words)
    open_answers = {answer for answer, code in column.answers.items() if code == OPEN}
    if not open_answers or not open_answers <= _numbers(item, UP, guide).keys():
        yield name, item
        return
    low = min(_points(item, guide))
    labels = {code: label for label, code in _codes(item, guide, words)}
    for direction in (UP, DOWN):
        meaning = labels[_numbers(item, direction, guide)[str(low)]]
        yield words("pages.start.forms.direction", name=name, low=low, meaning=meaning), f"{item}|{direction}"


def _answer_questions(column: Column, guide: Guide, words: Words) -> Iterator[Question]:
    options = ((words("pages.start.forms.decide"), ""), *_codes(column.item, guide, words)) if column.answers else ()
    for answer, code in column.answers.items():
        if code == OPEN:
            label = words("pages.start.forms.answer", answer=answer, header=column.header)
            yield Question(column, label, options, answer)


def _codes(item_id: str, guide: Guide, words: Words) -> Iterator[Option]:
    cohorts = {cohort.id: cohort for cohort in guide.cohorts}
    if item_id in cohorts:
        yield from ((words(f"guide.cohort.{item_id}.{value}"), value) for value in cohorts[item_id].value_ids)
        blanks: tuple[Blank, ...] = (Blank.DECLINED, Blank.SKIPPED)
    else:
        item = guide.item(item_id)
        if item.scale:
            yield from ((words(f"guide.scale.{item.scale.id}.{point}"), str(point)) for point in item.scale.points)
        blanks = tuple(blank for blank in item.blanks if blank is not Blank.NOT_SHOWN)
    yield from ((words(f"guide.blank.{blank.name.lower()}"), str(int(blank))) for blank in blanks)


def _name(item_id: str, guide: Guide, words: Words) -> str:
    """The question that a column may answer, as people know it."""
    if item_id in MARKS:
        return words(f"guide.mark.{item_id}")
    if item_id in {cohort.id for cohort in guide.cohorts}:
        return words(f"guide.cohort.{item_id}.question")
    return guide.question(guide.item(item_id), words)


def _points(item_id: str, guide: Guide) -> tuple[int, ...]:
    scales = {item.id: item.scale for item in guide.scaled_items}
    scale = scales.get(item_id)
    return scale.points if scale else ()


def _numbers(item_id: str, direction: str, guide: Guide) -> dict[str, str]:
    """The code of each number of a scale, if numbers mean what they say, or the reverse."""
    points = _points(item_id, guide)
    ends = min(points) + max(points) if points else 0
    return {str(point): str(point if direction == UP else ends - point) for point in points}
