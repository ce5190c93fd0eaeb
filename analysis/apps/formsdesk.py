"""Forms desk: where the CSV file of a Google form is handed in, its columns reviewed, and its answers taken in.

The toolkit proposes what each column means. A person looks it over, decides what is open, and only then is the
file read; nothing is stored before the last button.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import ipywidgets as widgets
import pandas as pd

from analysis.apps.deciding import Question, open_questions, settle
from analysis.apps.filepicker import FilePicker
from analysis.apps.parts import Option, act, choose, fill, grid, note, part, safe, stack
from analysis.apps.reading import SavedFile, say_faults, say_refusal, say_taken
from analysis.errors import ToolkitError
from analysis.exchange.sources import Source
from analysis.guide import Guide, Words
from analysis.responses import Store
from analysis.responses.importing import Column, FormMapping, check_mapping, propose_mapping, read_google_forms
from analysis.responses.importing.days import DAY_ORDERS
from analysis.responses.importing.mapping import OPEN

__all__ = ["FormsDesk"]


class FormsDesk:
    """The file, the review of its columns, and the button that takes the answers in."""

    def __init__(
        self, store: Store, guide: Guide, words: Words, own: Callable[[], list[Source]], done: Callable[[], None]
    ) -> None:
        self._store, self._guide, self._words, self._own, self._done = store, guide, words, own, done
        self._file: SavedFile | None = None
        self._mapping: FormMapping | None = None
        self._good = pd.DataFrame()
        self.answer, self.review = part(), part()
        self._nobody = part(note(self._say("no_library")))
        self.place = choose(self._say("place"), [("", "")])
        self.day = fill(self._say("day"), self._say("day_hint"))
        self.order = choose(self._say("order"), [(self._say(order), order) for order in ("decide", *DAY_ORDERS)])
        self.questions: dict[tuple[str, int, str], widgets.Dropdown] = {}
        self._asked = stack()
        self.check = act(self._say("check"), self.read, main=True)
        self.take = act("", self.take_in, main=True)
        self._picker = FilePicker(self._say("choose"), ".csv", self.look_at)
        self._hide(self.check, self.take)
        self.refresh()

    def show(self) -> widgets.Widget:
        """The whole desk."""
        head = part(f"<h3>{safe(self._say('title'))}</h3><p>{safe(self._say('text'))}</p>")
        return stack(
            head, self.place, self._nobody, self._picker, self.review, self._asked, self.check, self.answer, self.take
        )

    def refresh(self) -> None:
        """Offer the libraries that are set up now."""
        options: list[Option] = [
            (
                self._words("pages.collect.place", name=source.name, wave=source.wave),
                f"{source.library_id}/{source.wave}",
            )
            for source in self._own()
        ]
        self.place.options = options
        self.place.value = options[0][1] if options else None
        shown, hidden = (self.place, self._nobody) if options else (self._nobody, self.place)
        shown.layout.display, hidden.layout.display = None, "none"

    def look_at(self, name: str, content: bytes) -> None:
        """Propose a mapping for a file and show it; reads no answers yet."""
        self._hide(self.check, self.take)
        self.review.value = self.answer.value = ""
        self._file = SavedFile(name, content)
        try:
            with self._file.on_disk() as path:
                self._mapping = propose_mapping(path, self._guide)
        except ToolkitError as error:
            self._file, self._mapping = None, None
            self._asked.children = ()
            self.answer.value = say_refusal(error)
            return
        self._show_mapping(self._mapping)
        self.check.layout.display = None

    def read(self) -> None:
        """Read the file as it was decided, or ask for what is still open."""
        if self._file is None or self._mapping is None:
            return
        chosen = {key: str(control.value or "") for key, control in self.questions.items()}
        self._mapping = settle(self._placed(self._mapping), chosen, self._guide)
        if check_mapping(self._mapping, self._guide):
            self._show_mapping(self._mapping)
            self.answer.value = note(self._say("still_open"), spoken=True)
            return
        try:
            with self._file.on_disk() as path:
                checked = read_google_forms(path, self._mapping, self._guide)
        except ToolkitError as error:
            self.answer.value = say_refusal(error)
            return
        self._good = checked.frame
        count = len(self._good)
        found = (
            self._words("pages.start.bring.good", count=count) if count else self._words("pages.start.bring.good_none")
        )
        self.answer.value = note(found, spoken=True) + say_faults(checked.table(), self._words)
        self.take.description = self._words("pages.start.bring.take", count=count)
        self.take.layout.display = None if count else "none"

    def take_in(self) -> None:
        """Store the answers that are right."""
        try:
            added = self._store.add(self._good)
        except ToolkitError as error:
            self.answer.value = say_refusal(error)
            return
        self._hide(self.take, self.check)
        self._asked.children = ()
        self.review.value = ""
        self.answer.value = say_taken(added.new, added.known, self._words)
        self._done()

    def _placed(self, mapping: FormMapping) -> FormMapping:
        """The mapping with the library, the wave and the days that were chosen."""
        library_id, _, wave = str(self.place.value or "").partition("/")
        day = self.day.value.strip() if not mapping.day_column else ""
        order = self.order.value if mapping.day_column and mapping.day_order == OPEN else mapping.day_order
        order = OPEN if order == "decide" else str(order)
        return replace(mapping, library_id=library_id or OPEN, wave=wave or OPEN, fixed_day=day, day_order=order)

    def _show_mapping(self, mapping: FormMapping) -> None:
        rows = [(column.header, self._meaning(column), column.reason) for column in mapping.columns]
        rows += [(column.header, self._say("left_out"), column.reason) for column in mapping.ignored]
        heads = [self._say(key) for key in ("column", "meaning", "reason")]
        self.review.value = grid(self._say("caption"), heads, rows)
        self._ask(open_questions(mapping, self._guide, self._words), mapping)

    def _ask(self, questions: Sequence[Question], mapping: FormMapping) -> None:
        self.questions = {question.key: choose(question.label, question.options) for question in questions}
        general: list[widgets.Widget] = []
        if not mapping.day_column:
            general.append(self.day)
        elif mapping.day_order == OPEN:
            general.append(self.order)
        asked = [*general, *self.questions.values()]
        head = [part(f"<p><strong>{safe(self._say('questions'))}</strong></p>")] if asked else []
        self._asked.children = (*head, *asked)

    def _meaning(self, column: Column) -> str:
        words = self._words
        names = [self._guide.question(item, words) for item in self._guide.items if item.id in column.items]
        cohorts = [cohort.id for cohort in self._guide.cohorts if cohort.id == column.item]
        names += [words(f"guide.cohort.{cohort}.question") for cohort in cohorts]
        return " · ".join(names)

    def _hide(self, *controls: widgets.DOMWidget) -> None:
        for control in controls:
            control.layout.display = "none"

    def _say(self, key: str, **values: object) -> str:
        return self._words(f"pages.start.forms.{key}", **values)
