"""Explanation: what each column of the template asks, what may be written there, and what a gap means."""

from __future__ import annotations

from typing import NamedTuple

from analysis.guide import Blank, Guide, Words
from analysis.responses.frames import Field
from analysis.responses.importing.tables import table_fields

__all__ = ["SHEETS", "Meaning", "explain_columns", "heading", "introduction", "sheet_title"]

SHEETS = ("responses", "team_guides", "libraries", "roster", "strategies", "actions")
"""The tables that the template has a sheet for, in this order."""

DERIVED = ("response_id", "strategy_id", "action_id")
DEFAULTED = {"guide_version": "version", "response_mode": "mode", "language": "language"}
LISTS = ("qualities", "participants", "target")


class Meaning(NamedTuple):
    """One line of the explanation."""

    sheet: str
    column: str
    meaning: str
    allowed: str
    empty: str


def explain_columns(name: str, guide: Guide, words: Words) -> list[Meaning]:
    """The explanation of every column of one table, in the language of `words`.

    >>> from analysis.guide import load_guide
    >>> explain_columns("roster", load_guide(), load_guide().words())[-1].meaning
    'How many people belong to the group, whether they answered or not'
    """
    title = sheet_title(name, words)
    return [
        Meaning(title, field.name, _question(field, guide, words), _allowed(field, guide, words), _empty(field, words))
        for field in table_fields(name, guide)
    ]


def heading(words: Words) -> Meaning:
    """The heading of the explanation."""
    return Meaning(*(words(f"template.heading.{column}") for column in Meaning._fields))


def introduction(guide: Guide, words: Words) -> list[str]:
    """The sentences above the explanation."""
    return [
        words("template.note.start"),
        words("template.note.people"),
        words("template.note.team", minimum_group=guide.policy.minimum_group),
        words("template.note.roster"),
    ]


def sheet_title(name: str, words: Words) -> str:
    """The name of a sheet."""
    return words(f"template.sheet.{name}")


def _question(field: Field, guide: Guide, words: Words) -> str:
    items = {item.id: item for item in guide.items}
    if field.name in items:
        return guide.question(items[field.name], words)
    if field.name in (cohort.id for cohort in guide.cohorts):
        return words(f"guide.cohort.{field.name}.question")
    return words(f"template.column.{field.name}")


def _allowed(field: Field, guide: Guide, words: Words) -> str:
    if field.name in LISTS:
        return words(f"template.allowed.{field.name}", values=", ".join(_list_values(field.name, guide)))
    if field.name in ("cohort", "value"):
        return ", ".join(_roster_values(field.name, guide))
    if field.allowed:
        meanings = (_spoken(field, value, guide, words) for value in field.allowed if not _is_blank(value))
        return " · ".join(meanings)
    return words(f"template.allowed.{field.kind}")


def _list_values(name: str, guide: Guide) -> tuple[str, ...]:
    if name == "participants":
        return tuple(value for cohort in guide.cohorts for value in cohort.value_ids)
    return guide.qualities if name == "qualities" else (*guide.qualities, *guide.situations)


def _roster_values(name: str, guide: Guide) -> tuple[str, ...]:
    cohorts = guide.cohorts
    values = (cohort.id for cohort in cohorts) if name == "cohort" else (v for c in cohorts for v in c.value_ids)
    return ("all", *values)


def _spoken(field: Field, value: str | int, guide: Guide, words: Words) -> str:
    """A value and what it means, such as `1 = Yes`; a value without words stands alone."""
    items = {item.id: item.scale.id for item in guide.scaled_items if item.scale}
    keys = (
        f"guide.scale.{items.get(field.name, '')}.{value}",
        f"guide.cohort.{field.name}.{value}",
        f"guide.blank.{_blank_name(value)}",
        f"template.choice.{field.name}.{value}",
    )
    label = next((words(key) for key in keys if words.has(key)), "")
    return f"{value} = {label}" if label else str(value)


def _empty(field: Field, words: Words) -> str:
    blanks = [value for value in field.allowed if _is_blank(value)]
    if blanks:
        values = ", ".join(f"{value} = {words(f'guide.blank.{_blank_name(value)}')}" for value in blanks)
        return words("template.empty.answer", values=values)
    if field.name in DERIVED:
        return words("template.empty.derived")
    if field.name in ("library_id", "wave"):
        return words("template.empty.only_one")
    if field.name in DEFAULTED:
        value = words.language if field.name == "language" else "".join(map(str, field.allowed))
        return words(f"template.empty.{DEFAULTED[field.name]}", value=value)
    return words("template.empty.required" if field.required else "template.empty.optional")


def _is_blank(value: str | int) -> bool:
    return str(value) in {str(int(blank)) for blank in Blank}


def _blank_name(value: str | int) -> str:
    return next((blank.name.lower() for blank in Blank if str(int(blank)) == str(value)), "")
