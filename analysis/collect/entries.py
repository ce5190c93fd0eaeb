"""Entries: what somebody types about one row of a table, as fields that any page can ask.

A field is plain data: its id, its kind (`text`, `choice`, `multi`, `number`, `day`), its words, and what it allows.
`read_fields` reads what came back, field by field; it guesses nothing, and every entry that cannot be taken is named
by the words that stood on the page. Nothing is preselected here: an empty required field is a fault.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from analysis.errors import Fault
from analysis.responses.cells import read_cell
from analysis.responses.frames import Field
from analysis.responses.judging import Complaint, judge_cell, show_cell

__all__ = ["choice", "field", "make_id", "read_fields", "selected"]

LONGEST_TEXT = 300
LONGEST_STEM = 80
"""Characters of an id before its number, so that the whole stays within what a name may have."""

Read = tuple[str, Complaint | None]
"""The text of an entry, as a cell of a table holds it, and what is wrong with it."""


def field(field_id: str, kind: str, label: str, hint: str = "", required: bool = True, **more: Any) -> dict[str, Any]:
    """One field; `more` is `choices` for a choice, or the `most` that a number may be.

    >>> field("hours", "number", "Hours a year", required=False, most=2000)["choices"]
    []
    """
    return {"id": field_id, "kind": kind, "label": label, "help": hint, "required": required, "choices": [], **more}


def choice(value: str, label: str, group: str = "") -> dict[str, str]:
    """One thing to choose; those with the same `group` are shown under that heading."""
    return {"value": value, "label": label, "group": group}


def read_fields(answers: object, fields: Sequence[Mapping[str, Any]]) -> tuple[dict[str, str], list[Fault]]:
    """The text of every field, and everything that is wrong; a fault's `column` is the id of its field.

    `answers` is a mapping of field ids to texts, numbers, or lists of texts. White space at the ends of a text and
    line ends within it become single spaces.

    Missing answers
    ---------------
    A field without an entry is empty, and a fault only where it is required.

    >>> read_fields({"hours": "4,5"}, [field("hours", "number", "Hours a year", required=False)])[1][0].repair
    'Write a point instead of the comma: 4.5.'
    """
    given: Mapping[Any, Any] = answers if isinstance(answers, Mapping) else {}
    read = {each["id"]: READERS[each["kind"]](given.get(each["id"]), each) for each in fields}
    faults = [_fault(each, complaint) for each in fields if (complaint := read[each["id"]][1])]
    return {name: text for name, (text, _) in read.items()}, faults + _strange(given, read)


def selected(text: str, allowed: Iterable[str]) -> list[str]:
    """Those of `allowed` that stand in a text of ids with spaces between them.

    >>> selected("purpose gone agency", ("agency", "purpose"))
    ['agency', 'purpose']
    """
    found = set(text.split())
    return [value for value in allowed if value in found]


def make_id(parts: Sequence[str], taken: Collection[str]) -> str:
    """An id made from `parts` that is not `taken`: small letters, digits and _, with a number where that is needed.

    >>> make_id(["elm", "2026", "Café & cake"], {"elm_2026_cafe_cake"})
    'elm_2026_cafe_cake_2'
    """
    stem = "_".join(plain for part in parts if (plain := _plain(part)))[:LONGEST_STEM].strip("_") or "row"
    number = 1
    while (made := stem if number == 1 else f"{stem}_{number}") in taken:
        number += 1
    return made


def _plain(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")


def _read_text(value: object, each: Mapping[str, Any]) -> Read:
    if not isinstance(value, str | None):
        return "", Complaint(_kind_of(value), "a text", "Write it again.")
    text = " ".join(read_cell(value).split())
    if len(text) > LONGEST_TEXT:
        return text, Complaint(f"{len(text)} characters", f"up to {LONGEST_TEXT}", "Write a shorter one.")
    return text, _missing(text, each, "a text", "Fill in the field.")


def _read_choice(value: object, each: Mapping[str, Any]) -> Read:
    allowed, repair = _labels(each), "Choose one of the answers."
    if value in (None, ""):
        return "", _missing("", each, allowed, repair)
    known = isinstance(value, str) and value in _values(each)
    return str(value) if known else "", None if known else Complaint(_shown(value), allowed, repair)


def _read_multi(value: object, each: Mapping[str, Any]) -> Read:
    given = [] if value is None else value
    allowed, repair = _labels(each), "Choose from the answers that are offered."
    if not isinstance(given, list | tuple):
        return "", Complaint(_kind_of(given), allowed, repair)
    strange = [one for one in given if not isinstance(one, str) or one not in _values(each)]
    if strange:
        return "", Complaint(_shown(strange[0]), allowed, repair)
    text = " ".join(one for one in _values(each) if one in given)
    return text, _missing(text, each, allowed, "Choose at least one.")


def _read_number(value: object, each: Mapping[str, Any]) -> Read:
    if isinstance(value, bool) or not isinstance(value, str | int | float | None):
        return "", Complaint(_kind_of(value), "a number from 0, such as 4.5", "Write the number in digits.")
    text = read_cell(value)
    complaint = judge_cell(Field(each["id"], "number", required=each["required"]), text)
    most = each.get("most")
    if complaint is None and text and most is not None and float(text) > most:
        complaint = Complaint(text, f"a number from 0 to {most}", "Write a smaller number.")
    return text, complaint


def _read_day(value: object, each: Mapping[str, Any]) -> Read:
    if not isinstance(value, str | None):
        return "", Complaint(_kind_of(value), "a day such as 2026-03-31", "Write the day as year-month-day.")
    text = read_cell(value)
    return text, judge_cell(Field(each["id"], "day", required=each["required"]), text)


READERS: dict[str, Callable[[object, Mapping[str, Any]], Read]] = {
    "text": _read_text,
    "choice": _read_choice,
    "multi": _read_multi,
    "number": _read_number,
    "day": _read_day,
}


def _missing(text: str, each: Mapping[str, Any], allowed: str, repair: str) -> Complaint | None:
    return Complaint("nothing", allowed, repair) if each["required"] and not text else None


def _strange(given: Mapping[Any, Any], known: Collection[str]) -> list[Fault]:
    strange = [name for name in given if name not in known]
    return [Fault("the form", f"a field {_shown(name)}", ", ".join(known), "Reload the page.") for name in strange]


def _fault(each: Mapping[str, Any], complaint: Complaint) -> Fault:
    return Fault(each["label"], *complaint, column=each["id"])


def _values(each: Mapping[str, Any]) -> list[str]:
    return [one["value"] for one in each["choices"]]


def _labels(each: Mapping[str, Any]) -> str:
    return ", ".join(one["label"] for one in each["choices"])


def _shown(value: object) -> str:
    return show_cell(value) if isinstance(value, str) else _kind_of(value)


def _kind_of(value: object) -> str:
    return f"a value of kind {type(value).__name__}"
