"""Keeping: where the answers are, and how they, and old drafts, are deleted, withdrawn, backed up and exported.

What cannot be undone is asked twice.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import ipywidgets as widgets

from analysis.apps.parts import act, choose, fill, note, paragraphs, part, row, safe, stack
from analysis.errors import ToolkitError
from analysis.exchange.sources import Source
from analysis.guide import Words
from analysis.responses import Store, default_data_folder
from analysis.responses.importing import write_survey

__all__ = ["OLD", "KeepForm"]

OLD = timedelta(days=30)
"""How long a draft lies untouched before it counts as forgotten."""


class KeepForm:
    """Deleting a wave or old drafts, withdrawing answers by receipt, a backup, and exporting everything as tables."""

    def __init__(self, store: Store, words: Words, own: Callable[[], list[Source]], done: Callable[[], None]) -> None:
        self._store, self._words, self._own, self._done = store, words, own, done
        self.which = choose(self._say("delete_which"), [("", "")])
        self.receipt = fill(self._say("receipt"), self._say("receipt_hint"))
        self.answer = part()
        self._sure = row(
            act(self._say("delete_sure"), self.delete), act(self._say("delete_back"), self.keep_it, main=True)
        )
        self._sure_of_drafts = row(
            act(self._say("drafts.sure"), self.delete_drafts), act(self._say("drafts.back"), self.keep_it, main=True)
        )
        self._choice = row(self.which, act(self._say("delete"), self.ask))
        self._nothing = part(paragraphs(self._say("nothing")))
        self.refresh()

    def show(self) -> widgets.Widget:
        """Where the answers are, and the five things that can be done with them."""
        head = part(paragraphs(self._say("folder")))
        return stack(
            head,
            self._titled("delete_title", self._nothing, self._choice, self._sure),
            self._titled("withdraw_title", row(self.receipt, act(self._say("withdraw"), self.withdraw))),
            self._titled(
                "drafts.title",
                part(paragraphs(self._say("drafts.text", days=OLD.days))),
                act(self._say("drafts.delete"), self.ask_about_drafts),
                self._sure_of_drafts,
            ),
            self._titled("backup_title", act(self._say("backup"), self.back_up)),
            self._titled(
                "export_title", part(paragraphs(self._say("export_text"))), act(self._say("export"), self.export)
            ),
            self.answer,
        )

    def refresh(self) -> None:
        """Offer the waves that are there now."""
        options = [(self._label(source), _key(source)) for source in self._own()]
        self.which.options = options
        self.which.value = options[0][1] if options else None
        self._choice.layout.display = None if options else "none"
        self._nothing.layout.display = "none" if options else None
        self._stop_asking()

    def ask(self) -> None:
        """Ask once more before deleting."""
        source = self._chosen()
        self._stop_asking()
        self._sure.layout.display = None
        self._answer(self._say("delete_ask", name=source.name, wave=source.wave))

    def keep_it(self) -> None:
        """Do not delete."""
        self._stop_asking()
        self.answer.value = ""

    def delete(self) -> None:
        """Delete the chosen wave for good."""
        source = self._chosen()
        self._stop_asking()
        try:
            count = self._store.delete_wave(source.library_id, source.wave)
        except ToolkitError as error:
            self._refuse(error)
            return
        self.refresh()
        self._answer(self._say("deleted", count=count, name=source.name, wave=source.wave))
        self._done()

    def ask_about_drafts(self) -> None:
        """Ask once more before deleting old drafts."""
        self._stop_asking()
        self._sure_of_drafts.layout.display = None
        self._answer(self._say("drafts.ask", days=OLD.days))

    def delete_drafts(self) -> None:
        """Delete the drafts that nobody has touched for long."""
        self._stop_asking()
        try:
            count = self._store.delete_old_drafts(date.today() - OLD)
        except ToolkitError as error:
            self._refuse(error)
            return
        self._answer(self._say("drafts.deleted", count=count) if count else self._say("drafts.nothing"))

    def withdraw(self) -> None:
        """Delete the answers of one person, by their receipt."""
        try:
            found = self._store.withdraw(self.receipt.value)
        except ToolkitError as error:
            self._refuse(error)
            return
        self._answer(self._say("withdrawn" if found else "not_withdrawn"))
        if found:
            self.receipt.value = ""
            self._done()

    def back_up(self) -> None:
        """Copy the whole store into the data folder."""
        path = _new_path("backup", ".sqlite")
        try:
            self._store.backup(path)
        except ToolkitError as error:
            self._refuse(error)
            return
        self._answer(self._say("backed_up", name=path.name))

    def export(self) -> None:
        """Write every table of the store, person by person, into a new folder of the data folder."""
        folder = _new_path("export", "")
        try:
            write_survey(self._store.survey(), folder)
        except ToolkitError as error:
            self._refuse(error)
            return
        self._answer(self._say("exported", name=folder.name))

    def _stop_asking(self) -> None:
        for sure in (self._sure, self._sure_of_drafts):
            sure.layout.display = "none"

    def _label(self, source: Source) -> str:
        return self._words("pages.collect.place", name=source.name, wave=source.wave)

    def _chosen(self) -> Source:
        return next(source for source in self._own() if _key(source) == self.which.value)

    def _titled(self, key: str, *children: widgets.Widget) -> widgets.Widget:
        return stack(part(f"<h3>{safe(self._say(key))}</h3>"), *children)

    def _answer(self, text: str) -> None:
        self.answer.value = note(text, spoken=True)

    def _refuse(self, error: ToolkitError) -> None:
        self.answer.value = note(error.summary, *(fault.repair for fault in error.faults), spoken=True)

    def _say(self, key: str, **values: object) -> str:
        return self._words(f"pages.start.keep.{key}", **values)


def _key(source: Source) -> str:
    return f"{source.library_id}/{source.wave}"


def _new_path(kind: str, ending: str) -> Path:
    """A name in the data folder that is still free: the kind, the day, and a number where needed."""
    stem = f"{kind}-{date.today().isoformat()}"
    taken = sum(1 for _ in default_data_folder().glob(f"{stem}*"))
    return default_data_folder() / f"{stem}{f'-{taken + 1}' if taken else ''}{ending}"
