"""Row list: the rows of a table that can be changed or removed one by one, some of them at a time.

Each row has a heading of its own and buttons that name it, so that nobody has to see which button belongs to which row.
However long the table is, the page holds the controls of ten rows; the filter finds the others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import ipywidgets as widgets

from analysis.apps.parts import act, paragraphs, part, row, safe, seek, stack
from analysis.guide import Words

__all__ = ["AT_ONCE", "Row", "RowList", "short"]

AT_ONCE = 10
"""Rows that are shown with their controls."""

LONGEST_NAME = 60


class Row(NamedTuple):
    """One row: its id, what it is called, what is said about it in short sentences, and what it is found by."""

    id: str
    name: str
    said: tuple[str, ...]
    found_by: str


class RowList:
    """The list; `kind` names its words, and `edit` and `remove` are called with the id of a row."""

    def __init__(self, kind: str, words: Words, edit: Callable[[str], None], remove: Callable[[str], None]) -> None:
        self._kind, self._words = kind, words
        self._rows: tuple[Row, ...] = ()
        self._first = 0
        self.find = seek(self._say("list.find"), self._say("list.find_hint"))
        self.find.observe(lambda _: self._turn_to(0), "value")
        self.count = part()
        self.lines = tuple(_Line(edit, remove) for _ in range(AT_ONCE))
        self.before = act(words("row_list.before"), lambda: self._turn_to(self._first - AT_ONCE))
        self.after = act(words("row_list.after"), lambda: self._turn_to(self._first + AT_ONCE))

    def show(self) -> widgets.Widget:
        """The filter, the rows, and the way to the next ones."""
        lines = stack(*(line.widget for line in self.lines))
        return stack(self.find, self.count, lines, row(self.before, self.after))

    def offer(self, rows: Sequence[Row], can_change: bool) -> None:
        """Show these rows from now on, at the place where the list stands."""
        self._rows = tuple(rows)
        for line in self.lines:
            line.allow(can_change)
        self.find.layout.display = None if len(rows) > AT_ONCE else "none"
        if len(rows) <= AT_ONCE:
            self.find.value = ""
        self._turn_to(self._first)

    @property
    def found(self) -> tuple[Row, ...]:
        """The rows that hold every word of the filter."""
        asked = self.find.value.casefold().split()
        return tuple(each for each in self._rows if all(word in each.found_by.casefold() for word in asked))

    def _turn_to(self, first: int) -> None:
        found = self.found
        last_page = (max(len(found), 1) - 1) // AT_ONCE * AT_ONCE
        self._first = min(max(first, 0), last_page)
        shown = found[self._first : self._first + AT_ONCE]
        for place, line in enumerate(self.lines):
            line.say(shown[place] if place < len(shown) else None, self._kind, self._words)
        self.count.value = self._counted(len(found), len(shown)) if self._rows else ""
        self.before.layout.display = None if self._first else "none"
        self.after.layout.display = None if self._first < last_page else "none"

    def _counted(self, found: int, shown: int) -> str:
        if found == len(self._rows) == shown:
            text = self._say("list.found", count=found)
        elif found:
            text = self._say("list.part", count=found, first=self._first + 1, last=self._first + shown)
        else:
            text = self._words("row_list.none")
        return f'<p role="status" class="lc-quiet">{safe(text)}</p>'

    def _say(self, key: str, **values: object) -> str:
        return self._words(f"{self._kind}.{key}", **values)


class _Line:
    """The place of one row: what is said, and its two buttons. Rows come and go, the controls stay."""

    def __init__(self, edit: Callable[[str], None], remove: Callable[[str], None]) -> None:
        self._id = ""
        self.text = part()
        self.edit = act("", lambda: edit(self._id))
        self.remove = act("", lambda: remove(self._id))
        self._buttons = row(self.edit, self.remove)
        self.widget = stack(self.text, self._buttons)

    def allow(self, can_change: bool) -> None:
        """Show the buttons, or the text alone."""
        self._buttons.layout.display = None if can_change else "none"

    def say(self, shown: Row | None, kind: str, words: Words) -> None:
        """Show another row, or none."""
        self.widget.layout.display = "none" if shown is None else None
        if shown is None:
            return
        self._id = shown.id
        self.text.value = f"<h4>{safe(shown.name)}</h4>{paragraphs(*shown.said)}"
        for button, verb in ((self.edit, "edit"), (self.remove, "remove")):
            button.description = words(f"{kind}.row.{verb}", name=short(shown.name))
            button.tooltip = words(f"{kind}.row.{verb}", name=shown.name)


def short(name: str) -> str:
    """`name`, cut where it is too long for a button.

    >>> len(short("x" * 300))
    60
    """
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"
