"""Row editor: a list of rows of one wave, and the form that changes them; what is saved is in the store at once.

It is what the editors of the inventory and of the plan have in common. The rows of a sample library are shown and
cannot be changed. What is removed can be put back, as long as the page is open and nothing has taken its place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets
import pandas as pd

from analysis.apps.entry_form import EntryForm
from analysis.apps.parts import act, details, grid, note, part, row, safe, stack
from analysis.apps.row_list import Row, RowList, short
from analysis.disclosure import Released
from analysis.errors import ToolkitError
from analysis.exchange.sources import Source
from analysis.guide import Guide, Words
from analysis.responses import Store
from analysis.responses.frames import of_wave

__all__ = ["RowEditor"]


class RowEditor:
    """The list and the form over one frame of the store; an editor of a frame says in its own methods what a row is.

    `done` is called whenever the store has changed. `look` shows another library or wave.
    """

    kind = ""
    """The file of words, and the key under which the words of the list and the form stand."""

    frame = ""
    key = ""
    title = ""
    """The frame, the column that names its rows, and the column that people know them by."""

    def __init__(
        self,
        store: Store,
        guide: Guide,
        words: Words,
        source: Source,
        released: Released | None,
        done: Callable[[], None],
    ) -> None:
        self._store, self._guide, self._words, self._done = store, guide, words, done
        self._source, self._released = source, released
        self._editing = ""
        self._removed = pd.DataFrame()
        self.answer, self._head, self._table = part(), part(), part()
        self.list = RowList(self.kind, words, self.edit, self.remove)
        self._fields: list[dict[str, Any]] = []
        self.form_title, self._form_place = part(), stack()
        self.add = act(self._say("form.add"), self.start)
        self.back = act("", self.put_back)
        self.save_it = act(self._say("form.save"), self.save, main=True)
        self.leave = act(self._say("form.cancel"), self.cancel)
        self._form_stack = stack(self.form_title, self._form_place, row(self.save_it, self.leave))
        self._tools = stack(row(self.add, self.back), *self._more_tools())
        self._begin()

    def show(self) -> widgets.Widget:
        """What there is, and the form below it."""
        return stack(self._head, self.list.show(), self._table, self._tools, self._form_stack, self.answer)

    def look(self, source: Source, released: Released | None) -> None:
        """Show a library and wave; where it is another one, what was being entered is left.

        The same one again shows what is there now, and leaves what is being entered, or was said, as it is.
        """
        before, self._source, self._released = self._source, source, released
        if (before.place, before.wave, before.heads) != (source.place, source.wave, source.heads):
            self._begin()
        else:
            self.refresh()

    @property
    def rows(self) -> pd.DataFrame:
        """The rows of this library and wave."""
        if not self._source.is_sample:
            return of_wave(self._known(), self._source.library_id, self._source.wave)
        return self._known().iloc[:0] if self._released is None else getattr(self._released, self.frame)

    def refresh(self) -> None:
        """Show what is there now."""
        records = self.rows.to_dict("records")
        self.list.offer([self._row(each) for each in records], can_change=not self._source.is_sample)
        caption = self._say("list.caption")
        cells = [self._cells(each) for each in records]
        empty = note(self._say("list.empty"))
        self._table.value = details(caption, grid(caption, self._heads(), cells)) if records else empty
        name = str(self._removed[self.title].iloc[0]) if len(self._removed) else ""
        self.back.description = self._say("row.back", name=short(name))
        self.back.tooltip = self._say("row.back", name=name)
        self.back.layout.display = None if name else "none"

    def start(self, answers: Mapping[str, Any] | None = None) -> None:
        """Open the form for a new row, empty or with `answers` to begin with."""
        if not self._is_locked():
            self._open_form("", answers or {}, self._say("form.new"))

    def edit(self, row_id: str) -> None:
        """Open the form for a row that is there."""
        each = self._find(row_id)
        if each is not None and not self._is_locked():
            self._open_form(row_id, self._answers(each), self._say("form.change", name=each[self.title]))

    def cancel(self) -> None:
        """Close the form, and change nothing."""
        self._close_form()
        self._tell("cancelled")
        self.add.focus()

    def save(self) -> None:
        """Store what is entered, or say everything that needs another look."""
        if self._is_locked():
            return
        try:
            made = self._read(self.form.answers(), self._editing)
            self._put(pd.DataFrame([made], dtype=object))
        except ToolkitError as error:
            self._refuse(error)
            return
        # What has taken the place of a removed row must not be overwritten by putting that back.
        if len(self._removed) and self._removed[self.key].iloc[0] == made[self.key]:
            self._removed = pd.DataFrame()
        self._close_form()
        self._tell("saved", name=made[self.title])
        self.add.focus()
        self._changed()

    def remove(self, row_id: str) -> None:
        """Take a row out of the store; it can be put back."""
        rows = self.rows
        chosen = rows[rows[self.key] == row_id]
        if chosen.empty or self._is_locked():
            return
        try:
            self._store.remove(self.frame, chosen)
        except ToolkitError as error:
            self._refuse(error)
            return
        self._removed = chosen
        if self._editing == row_id:
            self._close_form()
        self._tell("removed", name=chosen[self.title].iloc[0])
        self._changed()

    def put_back(self) -> None:
        """Put the row back that was removed last."""
        if self._removed.empty:
            return
        try:
            self._put(self._removed)
        except ToolkitError as error:
            self._refuse(error)
            return
        name = self._removed[self.title].iloc[0]
        self._removed = pd.DataFrame()
        self._tell("back", name=name)
        self._changed()

    def _begin(self) -> None:
        """Show a library and wave that was not shown before."""
        source = self._source
        self._removed = pd.DataFrame()
        self.answer.value = ""
        self._renew_form()
        self._tools.layout.display = "none" if source.is_sample else None
        text = self._say("list.sample" if source.is_sample else "list.text")
        self._head.value = f"<h3>{safe(self._say('list.title'))}</h3>" + note(text)
        self._close_form()
        self.refresh()

    def _is_locked(self) -> bool:
        """Whether this is a sample, which nobody changes; that is said once more then."""
        if self._source.is_sample:
            self.answer.value = note(self._say("list.sample"), spoken=True)
        return self._source.is_sample

    def _renew_form(self) -> None:
        """Make the form anew where its fields are others than before."""
        fields = self._make_fields()
        if fields != self._fields:
            self._fields = fields
            self.form = EntryForm(fields, self._say("form.choose"))
            self._form_place.children = (self.form.show(), *self._more_form())

    def _known(self) -> pd.DataFrame:
        """All rows of the store, whichever library and wave they belong to."""
        return getattr(self._store, self.frame)()

    def _put(self, rows: pd.DataFrame) -> None:
        self._store.put(self.frame, rows)

    def _find(self, row_id: str) -> dict[Any, Any] | None:
        return next((each for each in self.rows.to_dict("records") if each[self.key] == row_id), None)

    def _changed(self) -> None:
        self.refresh()
        self._done()

    def _open_form(self, row_id: str, answers: Mapping[str, Any], title: str) -> None:
        self._editing = row_id
        self.form.enter(answers)
        self.form_title.value = f'<div role="status"><h4>{safe(title)}</h4></div>'
        self._form_stack.layout.display = None
        self.answer.value = ""
        self.form.focus()

    def _close_form(self) -> None:
        self._editing = ""
        self.form.enter({})
        self._form_stack.layout.display = "none"

    def _tell(self, key: str, **values: object) -> None:
        self.answer.value = note(self._say(f"done.{key}", **values), spoken=True)

    def _refuse(self, error: ToolkitError) -> None:
        told = [
            self._words("row_list.fault", place=fault.place, found=fault.found, repair=fault.repair)
            for fault in error.faults
        ]
        self.answer.value = note(*dict.fromkeys(told), title=error.summary, spoken=True)

    def _say(self, key: str, **values: object) -> str:
        return self._words(f"{self.kind}.{key}", **values)

    def _more_tools(self) -> tuple[widgets.Widget, ...]:
        """Further ways to begin a row."""
        return ()

    def _more_form(self) -> tuple[widgets.Widget, ...]:
        """What stands below the fields of the form."""
        return ()

    def _make_fields(self) -> list[dict[str, Any]]:
        raise NotImplementedError

    def _answers(self, each: Mapping[Any, Any]) -> dict[str, Any]:
        raise NotImplementedError

    def _read(self, answers: Mapping[str, Any], row_id: str) -> dict[str, Any]:
        raise NotImplementedError

    def _row(self, each: Mapping[Any, Any]) -> Row:
        raise NotImplementedError

    def _heads(self) -> list[str]:
        raise NotImplementedError

    def _cells(self, each: Mapping[Any, Any]) -> tuple[str, ...]:
        raise NotImplementedError
