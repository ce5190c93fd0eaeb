"""Judging: whether a cell says something that its column may hold, and if not, how to mend it.

`judge_cell` looks at one text and one `Field`. It never guesses what was meant: a cell is right as it
stands, or it is named together with what is allowed there and what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from analysis.guide import BLANK_NAMES, Blank
from analysis.responses.frames import Field

__all__ = ["Complaint", "judge_cell", "show_cell", "value_of"]

LONGEST_NAME = 100
SHOWN_CHARACTERS = 60
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DAY_WITH_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[ T].+", re.ASCII)
COUNT = re.compile(r"\d{1,9}", re.ASCII)
NUMBER = re.compile(r"\d{1,12}(\.\d+)?(e-\d{1,2})?", re.ASCII)
DECIMAL_COMMA = re.compile(r"\d+,\d+", re.ASCII)
WHOLE_AS_DECIMAL = re.compile(r"(-?\d+)[.,]0+", re.ASCII)

ALLOWED = {
    "id": f"a name of up to {LONGEST_NAME} characters",
    "text": "a text",
    "day": "a day such as 2026-03-31",
    "count": "a whole number from 0 to 999999999",
    "number": "a number from 0, such as 4.5",
}


class Complaint(NamedTuple):
    """What is wrong with a cell: what was found, what is allowed, how to mend it."""

    found: str
    allowed: str
    repair: str


def judge_cell(field: Field, text: str) -> Complaint | None:
    """What is wrong with `text` (as `read_cell` gives it) in the column `field`; None if nothing is.

    >>> judge_cell(Field("heads", "count"), "-3").repair
    'Write the number in digits.'
    """
    if text:
        return JUDGES[field.kind](field, text)
    return _judge_empty(field) if field.required else None


def value_of(field: Field, text: str) -> str | int | float | None:
    """What a right cell holds: a text, a whole number, a number, or None for an empty number.

    >>> value_of(Field("fte", "number", required=False), "4.5")
    4.5
    """
    if field.kind in ("code", "count"):
        return int(text) if text else None
    if field.kind == "number":
        return float(text) if text else None
    return text


def show_cell(text: str) -> str:
    """`text` as a fault quotes it: in one line, in quotes, cut if it is long.

    >>> show_cell("two\\nlines")
    "'two\\\\nlines'"
    """
    return repr(text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…")


def _judge_empty(field: Field) -> Complaint:
    if str(int(Blank.SKIPPED)) in _texts_of(field):
        repair = f"Write {Blank.SKIPPED:d} where the question was skipped."
    else:
        repair = "Fill in the cell."
    return Complaint("an empty cell", _allowed(field), repair)


def _judge_name(field: Field, text: str) -> Complaint | None:
    if "\n" in text or "\t" in text:
        return Complaint(show_cell(text), _allowed(field), "Write it in one line, without tabs.")
    if len(text) > LONGEST_NAME:
        return Complaint(f"{len(text)} characters", _allowed(field), "Write a shorter one.")
    return None


def _judge_text(_field: Field, _text: str) -> Complaint | None:
    return None


def _judge_choice(field: Field, text: str) -> Complaint | None:
    allowed = _texts_of(field)
    return None if text in allowed else Complaint(show_cell(text), _allowed(field), _nearest(text, allowed))


def _judge_day(field: Field, text: str) -> Complaint | None:
    if DAY.fullmatch(text) and _is_day(text):
        return None
    repair = "Write the day as year-month-day."
    timed = DAY_WITH_TIME.fullmatch(text)
    if timed and _is_day(timed[1]):
        repair = f"Leave out the time of day and write {timed[1]}, because a time tells who answered."
    return Complaint(show_cell(text), _allowed(field), repair)


def _judge_count(field: Field, text: str) -> Complaint | None:
    if COUNT.fullmatch(text):
        return None
    return Complaint(show_cell(text), _allowed(field), "Write the number in digits.")


def _judge_number(field: Field, text: str) -> Complaint | None:
    if NUMBER.fullmatch(text):
        return None
    repair = "Write the number in digits."
    if DECIMAL_COMMA.fullmatch(text):
        repair = f"Write a point instead of the comma: {text.replace(',', '.')}."
    return Complaint(show_cell(text), _allowed(field), repair)


def _nearest(text: str, allowed: tuple[str, ...]) -> str:
    whole = WHOLE_AS_DECIMAL.fullmatch(text)
    if whole and whole[1] in allowed:
        return f"Write {whole[1]} without decimals."
    named = [value for value in allowed if not value.lstrip("-").isdigit()]
    close = get_close_matches(text.casefold().replace(" ", "_"), named, n=1, cutoff=0.8)
    return f"Write {close[0]}." if close else "Write one of the allowed values."


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _texts_of(field: Field) -> tuple[str, ...]:
    return tuple(str(value) for value in field.allowed)


def _allowed(field: Field) -> str:
    if field.allowed:
        return ", ".join(_with_meaning(value) for value in _texts_of(field))
    return ALLOWED[field.kind]


def _with_meaning(value: str) -> str:
    return f"{value} ({BLANK_MEANINGS[value]})" if value in BLANK_MEANINGS else value


BLANK_MEANINGS = {str(int(blank)): name.replace("_", " ") for blank, name in BLANK_NAMES.items()}

JUDGES: dict[str, Callable[[Field, str], Complaint | None]] = {
    "id": _judge_name,
    "text": _judge_text,
    "choice": _judge_choice,
    "code": _judge_choice,
    "day": _judge_day,
    "count": _judge_count,
    "number": _judge_number,
}
