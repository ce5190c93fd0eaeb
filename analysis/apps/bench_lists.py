"""Bench lists: the names that are masked everywhere, and the themes that a library adds to the codebook.

Both belong to the library and stand in its store. They are entered here and take effect on the bench at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256

import ipywidgets as widgets
import pandas as pd

from analysis.apps.chooser import Picker
from analysis.apps.parts import Option, act, fill, grid, note, paragraphs, part, row, stack
from analysis.apps.reading import say_refusal
from analysis.collect.coding import read_themes
from analysis.collect.coding_desk import CodingDesk
from analysis.disclosure.masking import mask_exactly
from analysis.errors import ToolkitError
from analysis.guide import Words
from analysis.responses import Store
from analysis.responses.frames import NAME_KINDS
from analysis.responses.importing.labels import fold

__all__ = ["NamesList", "ThemesList"]


class NamesList:
    """The names that are masked wherever they stand; `done` is called when the list has changed."""

    def __init__(self, words: Words, done: Callable[[], None]) -> None:
        self._words, self._done = words, done
        self._store: Store | None = None
        self._library = ""
        self.listed, self.answer = part(), part()
        self.name = fill(self._say("name"), self._say("hint"))
        kinds = [(words(f"bench.kind.{kind}"), kind) for kind in NAME_KINDS]
        self.kind = Picker(self._say("kind"), kinds, None, lambda: None)
        self.add_button = act(self._say("add"), self.add, main=True)
        self.known = Picker(self._say("remove_label"), [("", "")], None, lambda: None)
        self.remove_button = act(self._say("remove"), self.remove)

    def show(self) -> widgets.Widget:
        """The list, the line for another name, and the way to remove one."""
        head = part(paragraphs(self._say("text")) + paragraphs(self._say("kept"), kind="quiet"))
        adding = row(self.name, self.kind.control, self.add_button)
        removing = row(self.known.control, self.remove_button)
        return stack(head, adding, self.answer, self.listed, removing)

    def open(self, store: Store, library_id: str) -> None:
        """Show the list of a library."""
        self._store, self._library = store, library_id
        self.answer.value = ""
        self._show_list()

    def add(self) -> None:
        """List a name; from then on it is masked wherever it stands."""
        name = self.name.value.strip()
        if not name:
            self.answer.value = note(self._say("missing"), spoken=True)
            return
        frame = pd.DataFrame([{"library_id": self._library, "name": name, "kind": self.kind.value}])
        if self._did(lambda store: store.put("listed_names", frame), "added", name):
            self.name.value = ""

    def remove(self) -> None:
        """Take the chosen name from the list, and out of the store."""
        name = self.known.value
        frame = pd.DataFrame([{"library_id": self._library, "name": name}])
        if name:
            self._did(lambda store: store.remove("listed_names", frame), "removed", name)

    def _did(self, change: Callable[[Store], object], key: str, name: str) -> bool:
        if self._store is None:
            return False
        try:
            change(self._store)
        except ToolkitError as error:
            self.answer.value = say_refusal(error)
            return False
        self.answer.value = note(self._say(key, name=name), spoken=True)
        self._show_list()
        self._done()
        return True

    def _show_list(self) -> None:
        frame = self._store.listed_names() if self._store else pd.DataFrame(columns=["library_id", "name", "kind"])
        own = frame[frame["library_id"] == self._library]
        rows = [(name, self._words(f"bench.kind.{kind}")) for name, kind in zip(own["name"], own["kind"], strict=True)]
        heads = [self._say("name"), self._say("kind")]
        empty = paragraphs(self._say("list_empty"), kind="quiet")
        self.listed.value = grid(self._say("caption"), heads, rows) if rows else empty
        self.known.offer([(name, name) for name, _ in rows], self.known.value)
        self.remove_button.layout.display = None if rows else "none"

    def _say(self, key: str, **values: object) -> str:
        return self._words(f"bench.names.{key}", **values)


class ThemesList:
    """The themes that a library has added; `done` is called when they have changed.

    A theme's name is shown with the results, so one that masking would change is refused, and so is the removal of a
    theme that texts have.
    """

    def __init__(self, words: Words, done: Callable[[], None]) -> None:
        self._words, self._done = words, done
        self._store: Store | None = None
        self._desk: CodingDesk | None = None
        self.listed, self.answer = part(), part()
        self.own = Picker(self._say("own"), [("", "")], None, self._fill_in)
        self.part = Picker(self._say("part"), [("", "")], None, lambda: None)
        self.name, self.meaning = fill(self._say("name")), fill(self._say("meaning"))
        self.save_button = act(self._say("add"), self.save, main=True)
        self.remove_button = act(self._say("remove"), self.remove)

    def show(self) -> widgets.Widget:
        """The own themes, and the form for a new or a changed one."""
        form = row(self.own.control, self.part.control, self.name, self.meaning)
        return stack(self.listed, form, row(self.save_button, self.remove_button), self.answer)

    def open(self, store: Store, desk: CodingDesk) -> None:
        """Show the themes of the library of `desk`."""
        self._store, self._desk = store, desk
        self.answer.value = ""
        sections = dict.fromkeys(desk.guide.item(one.item).section for one in desk.progress())
        goals = [item.section for item in desk.guide.text_items if desk.codebook.is_one_of(item.id, desk.guide)]
        self.part.offer([(self._part(section), section) for section in sections if section not in goals])
        self._show_list()

    def propose(self, section: str, meaning: str) -> None:
        """Put the words of a suggestion into the form for a new theme."""
        self._choose("")
        self.part.control.value = section
        self.name.value, self.meaning.value = "", meaning
        self.answer.value = note(self._words("bench.suggestions.moved"), spoken=True)

    def save(self) -> None:
        """Add the theme of the form, or change the one that is chosen."""
        name = " ".join(self.name.value.split())
        refusal = self._refusal(name)
        if refusal or self._store is None or self._desk is None:
            self.answer.value = note(refusal, spoken=True)
            return
        row = {
            "library_id": self._desk.library_id,
            "theme": self.own.value or _theme_id(name),
            "part": self.part.value,
            "name": name,
            "meaning": self.meaning.value.strip(),
        }
        self._change(lambda store: store.put("themes", pd.DataFrame([row])), self._say("saved", name=name))

    def remove(self) -> None:
        """Remove the chosen theme, unless texts have it."""
        theme = self.own.value
        if not theme or self._desk is None:
            return
        uses, name = self._uses().get(theme, 0), self._names()[theme]
        if uses:
            self.answer.value = note(self._say("used", count=uses, name=name), spoken=True)
            return
        key = pd.DataFrame([{"library_id": self._desk.library_id, "theme": theme}])
        self._change(lambda store: store.remove("themes", key), self._say("removed", name=name))

    def _change(self, change: Callable[[Store], object], said: str) -> None:
        if self._store is None:
            return
        try:
            change(self._store)
        except ToolkitError as error:
            self.answer.value = say_refusal(error)
            return
        self._done()
        self._show_list()
        self._choose("")
        self.answer.value = note(said, spoken=True)

    def _refusal(self, name: str) -> str:
        """Why a theme cannot be called so; empty where it can."""
        if not name:
            return self._say("missing")
        if self._desk and mask_exactly(name, self._desk.names, self._words.language).text != name:
            return self._say("masked", name=name)
        taken = {fold(called) for theme, called in self._names().items() if theme != self.own.value}
        return self._say("taken", name=name) if fold(name) in taken else ""

    def _names(self) -> dict[str, str]:
        themes = self._desk.codebook.themes if self._desk else ()
        return {theme.id: theme.called(self._words) for theme in themes}

    def _own(self) -> pd.DataFrame:
        themes = self._store.themes() if self._store else pd.DataFrame(columns=["library_id"])
        return themes[themes["library_id"] == (self._desk.library_id if self._desk else "")]

    def _uses(self) -> dict[str, int]:
        """In how many texts of the library, of any wave, each theme was found by somebody."""
        if self._store is None or self._desk is None:
            return {}
        codings, responses = self._store.codings(), self._store.responses()
        people = responses.loc[responses["library_id"] == self._desk.library_id, "response_id"]
        found = codings[codings["response_id"].isin(list(people))].assign(theme=lambda f: f["themes"].map(read_themes))
        each = found.explode("theme").drop_duplicates(["response_id", "item", "theme"])
        return {str(theme): int(count) for theme, count in each["theme"].value_counts().items()}

    def _show_list(self) -> None:
        own, uses = self._own(), self._uses()
        rows = [
            (row["name"], self._part(row["part"]), row["meaning"] or "", uses.get(row["theme"], 0))
            for row in own.to_dict("records")
        ]
        none = paragraphs(self._say("none"), kind="quiet")
        heads = self._words.many("bench.themes.heads")
        self.listed.value = grid(self._say("caption"), heads, rows) if rows else none
        options: list[Option] = [(self._say("new"), "")]
        self.own.offer([*options, *zip(own["name"], own["theme"], strict=True)])
        self._fill_in()

    def _choose(self, theme: str) -> None:
        self.own.control.value = theme
        self._fill_in()

    def _fill_in(self) -> None:
        """Put the chosen theme into the form; an empty form where a new one is to be written."""
        chosen = self._own()
        chosen = chosen[chosen["theme"] == self.own.value].to_dict("records") if self.own.value else []
        self.name.value = chosen[0]["name"] if chosen else ""
        self.meaning.value = (chosen[0]["meaning"] or "") if chosen else ""
        if chosen and chosen[0]["part"] in [value for _, value in self.part.control.options]:
            self.part.control.value = chosen[0]["part"]
        self.save_button.description = self._say("save" if chosen else "add")
        self.remove_button.layout.display = None if chosen else "none"

    def _part(self, section: str) -> str:
        key = f"guide.section.{section}.title"
        return self._words(key) if self._words.has(key) else section

    def _say(self, key: str, **values: object) -> str:
        return self._words(f"bench.themes.{key}", **values)


def _theme_id(name: str) -> str:
    """An id for a theme that is called `name`; ids of the toolkit's themes never begin like it.

    >>> _theme_id("Bookmobile & outreach")
    'own_bookmobile_outreach'
    """
    letters = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")
    return f"own_{letters or sha256(name.encode()).hexdigest()[:12]}"
