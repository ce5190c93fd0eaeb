"""Groups: who a result speaks about, by the name that people know them by.

A `Group` is all staff, or one value of a cohort column; it may be shown or withheld, and knows why. A pair of
columns is a cohort column too; its names are put together from those of the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analysis.disclosure.released import Released
from analysis.errors import Fault, ToolkitError
from analysis.guide import ALL, PAIR_SIGN, Words

__all__ = ["Group", "column_label", "group_label", "read_group", "read_groups"]


@dataclass(frozen=True)
class Group:
    """A group of staff: `n` answered out of `roster` (None where not known); `n` is 0 where withheld."""

    cohort: str
    value: str
    label: str
    n: int = 0
    roster: int | None = None
    reason: str = ""

    @property
    def is_everybody(self) -> bool:
        """Whether the group is all staff."""
        return self.cohort == ALL

    @property
    def is_withheld(self) -> bool:
        """Whether nothing may be told about the group's answers."""
        return bool(self.reason)

    @property
    def key(self) -> tuple[str, str]:
        """What the frames of a `Released` know the group by."""
        return self.cohort, self.value

    def hidden(self, reason: str) -> Group:
        """The same group where one result about it may not be told."""
        return replace(self, reason=reason)


def column_label(words: Words, cohort: str) -> str:
    """What the cohort column `cohort` is called; a pair by both of its columns.

    >>> from analysis.guide import load_words
    >>> column_label(load_words("en"), "leads+unit")
    'Leaders and front line × Place of work'
    """
    first, *second = (words(f"guide.cohort.{column}.label") for column in cohort.split(PAIR_SIGN))
    return words("figures.pair.column", first=first, second=second[0]) if second else first


def group_label(words: Words, cohort: str, value: str) -> str:
    """What the group `value` of the column `cohort` is called; a group of a pair by both of its values.

    >>> from analysis.guide import load_words
    >>> group_label(load_words("en"), "leads+unit", "leaders+main_library")
    'Leaders, Main library'
    """
    parts = zip(cohort.split(PAIR_SIGN), value.split(PAIR_SIGN), strict=True)
    first, *second = (words(f"guide.cohort.{column}.{part}") for column, part in parts)
    return words("figures.pair.group", first=first, second=second[0]) if second else first


def read_group(released: Released, words: Words, cohort: str = ALL, value: str = ALL) -> Group:
    """The group `value` of the column `cohort`.

    Raises `ToolkitError` where the wave has no such group.
    """
    rows = released.group("respondents", cohort, value).to_dict("records")
    if rows:
        return _read(rows[0], words)
    known = released.respondents[["cohort", "value"]].agg("/".join, axis=1)
    fault = Fault("group", f"{cohort}/{value}", ", ".join(known), "Choose one of these.")
    raise ToolkitError("There is no such group in these results.", [fault])


def read_groups(released: Released, words: Words, cohort: str) -> tuple[Group, ...]:
    """All groups of the column `cohort`, in the guide's order.

    Raises `ToolkitError` where the wave has no such column.
    """
    table = released.respondents
    rows = table[table["cohort"] == cohort].to_dict("records")
    if not rows:
        known = ", ".join(dict.fromkeys(table["cohort"]))
        fault = Fault("cohort", repr(cohort), known, "Choose one of these.")
        raise ToolkitError("There is no such cohort in these results.", [fault])
    order = released.guide.cohort(cohort).value_ids
    return tuple(sorted((_read(row, words) for row in rows), key=lambda group: order.index(group.value)))


def _read(row: Mapping[Any, Any], words: Words) -> Group:
    label = group_label(words, str(row["cohort"]), str(row["value"]))
    roster = None if pd.isna(row["roster"]) else int(row["roster"])
    if row["withheld"]:
        return Group(row["cohort"], row["value"], label, roster=roster, reason=str(row["reason"]))
    return Group(row["cohort"], row["value"], label, int(row["n"]), roster)
