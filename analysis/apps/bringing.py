"""Bringing: the three ways in which a library's own answers come in.

People answer on this computer, or the answers are in a file: the toolkit's own template, or a Google form's.
A file is read when it is chosen, and nothing is stored by that. The page shows how many answers are right and
every fault of the others; a button then takes in what is right.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import ipywidgets as widgets

from analysis.apps.addresses import PAGES
from analysis.apps.filepicker import FilePicker
from analysis.apps.formsdesk import FormsDesk
from analysis.apps.parts import act, download, note, part, safe, stack
from analysis.apps.reading import SavedFile, say_faults, say_refusal, say_taken
from analysis.errors import ToolkitError
from analysis.exchange.sources import Source
from analysis.guide import Guide, Words
from analysis.responses import Store
from analysis.responses.bringing import take_in
from analysis.responses.importing import TemplateRead, read_template, write_template

__all__ = ["BringForm", "TemplateDesk"]

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BringForm:
    """The three ways; calls `done` when the store has new answers. `own` lists the libraries that are set up."""

    def __init__(
        self, store: Store, guide: Guide, words: Words, own: Callable[[], list[Source]], done: Callable[[], None]
    ) -> None:
        self._words = words
        self.template = TemplateDesk(store, guide, words, done)
        self.forms = FormsDesk(store, guide, words, own, done)

    def show(self) -> widgets.Widget:
        """The three ways, below each other."""
        return stack(self._answering(), self.template.show(), self.forms.show())

    def refresh(self) -> None:
        """Offer the libraries that are set up now."""
        self.forms.refresh()

    def _answering(self) -> widgets.Widget:
        title, text, link = (
            safe(self._words(f"pages.start.bring.{key}")) for key in ("title_answer", "answer", "answer_link")
        )
        return part(f'<h3>{title}</h3><p>{text}</p><p><a href="{PAGES}01_collect.ipynb">{link}</a></p>')


class TemplateDesk:
    """Where the empty template is fetched and the filled one is handed in."""

    def __init__(self, store: Store, guide: Guide, words: Words, done: Callable[[], None]) -> None:
        self._store, self._guide, self._words, self._done = store, guide, words, done
        self._read: TemplateRead | None = None
        self.answer = part()
        self.take = act("", self.take_in, main=True)
        self.take.layout.display = "none"
        self._picker = FilePicker(self._say("choose_template"), ".xlsx,.csv", self.look_at)

    def show(self) -> widgets.Widget:
        """The link to the empty template, the place for the filled one, and what was found in it."""
        title, text = (safe(self._say(key)) for key in ("title_template", "template"))
        link = download(
            self._say("template_link"), "template.xlsx", _empty_template(self._guide, self._words), WORKBOOK
        )
        head = part(f"<h3>{title}</h3><p>{text}</p>")
        return stack(head, part(link), self._picker, self.answer, self.take)

    def look_at(self, name: str, content: bytes) -> None:
        """Read a file and say what is in it; stores nothing."""
        self.take.layout.display = "none"
        try:
            with SavedFile(name, content).on_disk() as path:
                self._read = read_template(path, self._guide)
        except ToolkitError as error:
            self._read = None
            self.answer.value = say_refusal(error)
            return
        self.answer.value = note(*self._found(self._read), spoken=True) + say_faults(self._read.table(), self._words)
        good = len(self._read.responses.frame)
        if good or any(len(table.frame) for table in self._read.tables.values()):
            self.take.description = self._say("take", count=good) if good else self._say("take_rest")
            self.take.layout.display = None

    def take_in(self) -> None:
        """Store what is right in the file that was read."""
        if self._read is None:
            return
        try:
            new, known = take_in(self._store, self._read)
        except ToolkitError as error:
            self.answer.value = say_refusal(error)
            return
        self.take.layout.display = "none"
        self.answer.value = say_taken(new, known, self._words)
        self._done()

    def _found(self, read: TemplateRead) -> list[str]:
        good = len(read.responses.frame)
        first = self._say("good", count=good) if good else self._say("good_none")
        beside = [
            self._say("beside", count=len(table.frame), name=read.titles[name])
            for name, table in read.tables.items()
            if name != "responses" and len(table.frame)
        ]
        return [first, *beside, *([self._say("all_good")] if read.ok else [])]

    def _say(self, key: str, **values: object) -> str:
        return self._words(f"pages.start.bring.{key}", **values)


def _empty_template(guide: Guide, words: Words) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder, "template.xlsx")
        write_template(path, guide, words.language)
        return path.read_bytes()
