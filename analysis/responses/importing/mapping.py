"""Mapping: which column of a file from elsewhere answers which question, written down for a person to review.

A mapping is a small text file. The toolkit proposes one, a person reads it, decides what is open and keeps
it beside the file; then the same form can be read again and again. An open question is a `?` or an entry
under `[[unsure]]`; nothing is read before there is none left. To decide an `[[unsure]]` entry in the file,
rename it to `[[column]]` and replace its `?`, or to `[[ignored]]`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from analysis.errors import Fault, ImportingError
from analysis.guide import Guide
from analysis.responses.frames import response_fields
from analysis.responses.importing.days import DAY_ORDERS
from analysis.responses.importing.ticks import mark_columns

__all__ = ["OPEN", "Column", "FormMapping", "check_mapping"]

OPEN = "?"
"""What stands where a person has to decide."""

MANGLED = re.compile(r"\d{1,2}-[^\W\d]{3,4}\.?|[^\W\d]{3,4}\.?-\d{1,2}")
"""What a spreadsheet program makes of `6-25`."""


@dataclass(frozen=True)
class Column:
    """One column of the file and what becomes of it.

    `header` is its heading in one line, and `occurrence` counts columns with the same heading. `item` is the
    item or cohort that it answers, and `answers` gives the code for every answer, none for written answers.
    For ticked boxes `options` gives what each option stands for: a quality, where `mark` says which mark was
    asked, or a mark, where `quality` says about what; `other` names the text item that keeps what was
    written under “Other” (nothing: it is not kept). `reason` says why a column is ignored or unsure, or what to
    know about it; `could_be` what an unsure one might answer; `personal` columns are never read.
    """

    header: str
    occurrence: int = 1
    item: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    mark: str = ""
    quality: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    other: str = ""
    reason: str = ""
    could_be: tuple[str, ...] = ()
    personal: bool = False

    @property
    def key(self) -> tuple[str, int]:
        """What names a column of the file."""
        return self.header, self.occurrence

    @property
    def items(self) -> tuple[str, ...]:
        """The columns of the responses that this column answers."""
        if not self.options:
            return (self.item,)
        return tuple(dict.fromkeys(self.item_of(option) for option in self.options))

    def item_of(self, option: str) -> str:
        """The column of the responses that a ticked option says yes to."""
        value = self.options[option]
        return f"{self.mark}_{value}" if self.mark else f"{value}_{self.quality}"


@dataclass(frozen=True)
class FormMapping:
    """How one form is read: where it belongs, on which days, and what becomes of each column."""

    guide: str
    library_id: str
    wave: str
    language: str
    response_mode: str
    day_column: str = ""
    day_order: str = ""
    fixed_day: str = ""
    columns: tuple[Column, ...] = ()
    ignored: tuple[Column, ...] = ()
    unsure: tuple[Column, ...] = ()

    def decide(
        self, header: str, item: str = "", answers: Mapping[str, str] | None = None, occurrence: int = 1
    ) -> FormMapping:
        """The mapping with one unsure column decided: what it answers, or nothing, to ignore it.

        `item` is an item or a cohort, or a mark for a column of boxes; `answers` adds to its table of codes.

        Raises `ImportingError` if no unsure column has this heading.
        """
        column = next((column for column in self.unsure if column.key == (header, occurrence)), None)
        if column is None:
            unsure = ", ".join(column.header for column in self.unsure) or "none is left"
            fault = Fault("mapping", f"{header!r}", unsure, "Name a column that is still unsure.")
            raise ImportingError("This column is not waiting for a decision.", [fault])
        rest = tuple(other for other in self.unsure if other is not column)
        if not item:
            return replace(self, unsure=rest, ignored=(*self.ignored, replace(column, could_be=())))
        key = "mark" if column.options else "item"
        table = {**column.answers, **(answers or {})}
        decided = replace(column, answers=table, reason="", could_be=(), **{key: item})
        return replace(self, unsure=rest, columns=(*self.columns, decided))

    def table(self) -> pd.DataFrame:
        """What becomes of each column: `header`, `state` (`column`, `unsure`, `ignored`), `becomes`, `reason`."""
        states = (("column", self.columns), ("unsure", self.unsure), ("ignored", self.ignored))
        rows = [
            (column.header, state, ", ".join(_becomes(column, state)), column.reason)
            for state, columns in states
            for column in columns
        ]
        return pd.DataFrame(rows, columns=["header", "state", "becomes", "reason"])


def check_mapping(mapping: FormMapping, guide: Guide) -> tuple[Fault, ...]:
    """Everything that is open or wrong in `mapping`; nothing may be read until this is empty.

    >>> from analysis.guide import load_guide
    >>> check_mapping(FormMapping("learning_culture 1.0", "oxwater", "?", "en", "check_all", fixed_day="2026-03-31"),
    ...               load_guide())[0].place
    'mapping, wave'
    """
    return (*_general_faults(mapping, guide), *_column_faults(mapping, guide), *_repeated_items(mapping))


def _becomes(column: Column, state: str) -> Iterable[str]:
    if state == "ignored":
        return ()
    return column.could_be if state == "unsure" else column.items


def _general_faults(mapping: FormMapping, guide: Guide) -> Iterator[Fault]:
    allowed = {
        "guide": (f"{guide.id} {guide.version}",),
        "language": guide.languages,
        "response_mode": ("forced_choice", "check_all"),
    }
    for name, values in allowed.items():
        value = getattr(mapping, name)
        if value not in values:
            yield Fault(f"mapping, {name}", repr(value), ", ".join(values), "Write one of the allowed values.")
    for name in ("library_id", "wave"):
        if getattr(mapping, name) in ("", OPEN):
            yield Fault(f"mapping, {name}", "nothing decided", "a short name", f"Write the {name} of these answers.")
    if mapping.day_column and mapping.day_order not in DAY_ORDERS:
        repair = "Write in which order the days are written; the file alone does not tell."
        yield Fault("mapping, day_order", repr(mapping.day_order), ", ".join(DAY_ORDERS), repair)
    if not mapping.day_column and mapping.fixed_day in ("", OPEN):
        repair = "Write the day on which the form was closed; the file holds no days."
        yield Fault("mapping, fixed_day", "nothing decided", "a day such as 2026-03-31", repair)


def _column_faults(mapping: FormMapping, guide: Guide) -> Iterator[Fault]:
    for column in mapping.unsure:
        could_be = ", ".join(column.could_be) or "a question of the guide"
        yield Fault(_place(column), "an unsure column", could_be, f"Decide it. {column.reason}".rstrip())
    allowed = {entry.name: tuple(str(value) for value in entry.allowed) for entry in response_fields(guide)}
    askable = {item.id for item in guide.items} | {cohort.id for cohort in guide.cohorts}
    for column in mapping.columns:
        if not column.options and column.item not in askable:
            repair = "Write the id of an item or a cohort of the guide."
            yield Fault(_place(column), repr(column.item), "an id of the guide", repair)
        yield from _answer_faults(column, allowed.get(column.item, ()))
        if column.options:
            yield from _box_faults(column, guide)


def _answer_faults(column: Column, allowed: tuple[str, ...]) -> Iterator[Fault]:
    if allowed and not column.answers:
        yield Fault(_place(column), "no table of answers", ", ".join(allowed), "Add [column.answers].")
    for answer, code in column.answers.items():
        if code not in allowed:
            found = f"{answer!r} = {code!r}"
            repair = "Write what this answer stands for."
            if MANGLED.fullmatch(answer):
                repair = f"It looks like a range of numbers that a spreadsheet program took for a date. {repair}"
            yield Fault(_place(column), found, ", ".join(allowed), repair)


def _box_faults(column: Column, guide: Guide) -> Iterator[Fault]:
    boxes = {item for items in mark_columns(guide).values() for item in items}
    for option in column.options:
        if column.item_of(option) not in boxes:
            repair = "Write a quality for each option and a mark for the column, or the reverse."
            yield Fault(_place(column), f"{option!r} = {column.options[option]!r}", "a quality or a mark", repair)
    if column.other and column.other not in {item.id for item in guide.text_items}:
        yield Fault(_place(column), f"other = {column.other!r}", "a text item", "Write one, or remove it.")


def _repeated_items(mapping: FormMapping) -> Iterator[Fault]:
    counts = Counter(item for column in mapping.columns for item in column.items)
    for item, count in counts.items():
        if count > 1:
            repair = "Keep the right one and move the others to [[ignored]]."
            yield Fault("mapping", f"{count} columns for {item!r}", "one column for each question", repair)


def _place(column: Column) -> str:
    repeated = f" ({column.occurrence})" if column.occurrence > 1 else ""
    return f"mapping, {column.header!r}{repeated}"
