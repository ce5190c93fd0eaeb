"""Context: what a public agency counts about libraries, brought beside the own one.

The file of the Public Libraries Survey is read when it is chosen, and nothing is stored by that. A person says which
of its systems the own library is, sees what would be filled in, and only then presses the button. What the library
has entered itself stays as it is; the samples are never offered; and the agency's full-time equivalents are shown as
a hint and put into no roster.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import pandas as pd

from analysis.apps.chooser import Picker
from analysis.apps.filepicker import FilePicker
from analysis.apps.parts import Option, act, grid, note, paragraphs, part, safe, seek, stack
from analysis.apps.reading import SavedFile, say_faults, say_refusal
from analysis.errors import ToolkitError
from analysis.guide import Words
from analysis.measures.peers import AT_LEAST, POPULATION_BANDS, describe_bands, population_band
from analysis.responses import Checked, Store
from analysis.responses.context import Filled, PublicLibraries, fill_libraries, propose_matches, read_public_libraries
from analysis.responses.importing.labels import fold

__all__ = ["ContextDesk", "say_band", "staff_hint"]

MOST_LISTED = 50
MOST_FAULTS = 100


class ContextDesk:
    """Where the agency's file is handed in and the own library found in it; calls `done` when the store has changed."""

    def __init__(self, store: Store, words: Words, done: Callable[[], None]) -> None:
        self._store, self._words, self._done = store, words, done
        self._public: PublicLibraries | None = None
        self._names: list[str] = []
        self.answer, self.listed, self.review = part(), part(), part()
        self.library = Picker(self._say("library"), [("", "")], None, self.look_for)
        self.search = seek(self._say("search"), self._say("search_hint"))
        self.search.observe(lambda _: self.look_for(), "value")
        self.system = Picker(self._say("system"), [("", "")], None, self.look_over)
        self.confirm = act(self._say("confirm"), self.fill_in, main=True)
        self._nobody = part(note(self._say("no_library")))
        self._picker = FilePicker(self._say("choose"), ".csv,.zip", self.look_at)
        self._found = stack(self.search, self.listed, self.system.control, self.review, self.confirm)
        self._hide(self._found, self.confirm)
        self.refresh()

    def show(self) -> widgets.Widget:
        """The own library, the place for the file, and what is found in it."""
        head = part(f"<h3>{safe(self._say('title'))}</h3>{paragraphs(self._say('text'), self._say('where'))}")
        return stack(head, self.library.control, self._nobody, self._picker, self.answer, self._found)

    def refresh(self) -> None:
        """Offer the libraries that are set up now."""
        own = self._store.libraries()
        self.library.offer(list(zip(own["name"], own["library_id"], strict=True)), self.library.value)
        self._nobody.layout.display = "none" if len(own) else None

    def look_at(self, name: str, content: bytes) -> None:
        """Read a file and say what is in it; stores nothing."""
        self._hide(self._found)
        self._public = None
        try:
            with SavedFile(name, content).on_disk() as path:
                public = read_public_libraries(path)
        except ToolkitError as error:
            self.answer.value = say_refusal(error)
            return
        self._public = public
        places = zip(public.frame["name"], public.frame["city"], public.frame["state"], strict=True)
        self._names = [fold(" ".join(place)) for place in places]
        self.answer.value = note(*self._read(public), spoken=True) + self._faults(public)
        self.search.value = ""
        self.look_for()

    def look_for(self) -> None:
        """List the systems that hold every word of the search, or those whose names are like the library's."""
        self._hide(self.confirm)
        self.review.value = ""
        if self._public is None or not self.library.value:
            self._hide(self._found)
            return
        self._found.layout.display = None
        asked = fold(self.search.value).split()
        systems = self._searched(self._public, asked) if asked else self._proposed(self._public)
        options = [self._option(system) for system in systems.head(MOST_LISTED).to_dict("records")]
        self.system.offer([(self._say("decide"), ""), *options] if options else [])
        self.listed.value = note(self._count(len(systems), bool(asked)), spoken=True)

    def look_over(self) -> None:
        """Show what would be filled in, and what stays as the library entered it; stores nothing."""
        self._hide(self.confirm)
        self.review.value = ""
        if self._public is None or not self.system.value:
            return
        filled = self._filled(self._public)
        self.review.value = self._table(filled, self._public) + note(*self._hints(self._public), spoken=True)
        if (filled.report["outcome"] == "filled").any():
            self.confirm.layout.display = None

    def fill_in(self) -> None:
        """Store what was blank, and only that."""
        if self._public is None or not self.system.value:
            return
        library_id = self.library.value
        try:
            libraries = self._filled(self._public).libraries
            self._store.put("libraries", libraries[libraries["library_id"] == library_id])
        except ToolkitError as error:
            self.review.value = say_refusal(error)
            return
        self._hide(self.confirm)
        self.review.value = note(self._say("filled", name=self._name_of(library_id)), spoken=True)
        self._done()

    def _filled(self, public: PublicLibraries) -> Filled:
        return fill_libraries(self._store.libraries(), public, {self.library.value: self.system.value})

    def _searched(self, public: PublicLibraries, asked: list[str]) -> pd.DataFrame:
        return public.frame[[all(word in name for word in asked) for name in self._names]]

    def _proposed(self, public: PublicLibraries) -> pd.DataFrame:
        own = self._store.libraries()
        keys = propose_matches(own[own["library_id"] == self.library.value], public)["fscs_key"]
        return public.frame.set_index("fscs_key", drop=False).loc[list(keys)]

    def _read(self, public: PublicLibraries) -> list[str]:
        systems, count = f"{len(public.frame):,}", len(public.frame)
        year = self._say("year", year=public.fiscal_year) if public.fiscal_year else self._say("no_year")
        closed, silent = int(public.frame["closed"].sum()), int(public.frame["fte"].isna().sum())
        return [
            self._say("read", count=count, systems=systems, year=year),
            *([self._say("closed", count=closed)] if closed else []),
            *([self._say("no_staff", count=silent)] if silent else []),
            *([self._say("faulty", count=len(public.faults))] if public.faults else []),
        ]

    def _faults(self, public: PublicLibraries) -> str:
        shown = Checked(public.frame, public.faults[:MOST_FAULTS])
        return say_faults(shown.table(), self._words)

    def _count(self, found: int, is_search: bool) -> str:
        if not is_search:
            return self._say("proposed", count=found) if found else self._say("proposed_none")
        if not found:
            return self._say("searched_none")
        return (
            self._say("searched_many", count=found, most=MOST_LISTED)
            if found > MOST_LISTED
            else self._say("searched", count=found)
        )

    def _option(self, system: dict[Any, Any]) -> Option:
        place = ", ".join(text for text in (system["name"], system["city"], system["state"]) if text)
        return self._say("option_closed", place=place) if system["closed"] else place, system["fscs_key"]

    def _table(self, filled: Filled, public: PublicLibraries) -> str:
        rows = [
            [
                self._say(f"column.{row['column']}"),
                self._told(row, "own"),
                self._told(row, "agency"),
                self._outcome(row),
            ]
            for row in filled.report.to_dict("records")
        ]
        heads = [self._say(head) for head in ("what", "own", "agency", "outcome")]
        place, _ = self._option(self._system(public))
        return grid(self._say("caption", name=self._name_of(self.library.value), place=place), heads, rows)

    def _told(self, row: dict[Any, Any], side: str) -> str:
        text = row[side]
        if not text:
            return self._say("blank")
        if row["column"] == "population":
            return f"{int(text):,}"
        return text if row["column"] == "fte" else self._words(f"template.choice.{row['column']}.{text}")

    def _outcome(self, row: dict[Any, Any]) -> str:
        return self._say(f"outcomes.{row['outcome']}")

    def _hints(self, public: PublicLibraries) -> list[str]:
        system = self._system(public)
        hints = [staff_hint(system["fte"], self._words), say_band(public.frame, system["population"], self._words)]
        return [hint for hint in hints if hint]

    def _system(self, public: PublicLibraries) -> dict[Any, Any]:
        """The chosen system."""
        return public.frame[public.frame["fscs_key"] == self.system.value].to_dict("records")[0]

    def _name_of(self, library_id: str) -> str:
        own = self._store.libraries()
        return str(own.loc[own["library_id"] == library_id, "name"].iloc[0])

    def _hide(self, *controls: widgets.DOMWidget) -> None:
        for control in controls:
            control.layout.display = "none"

    def _say(self, key: str, **values: object) -> str:
        return self._words(f"pages.context.{key}", **values)


def staff_hint(fte: float, words: Words) -> str:
    """What the agency's full-time equivalents mean for a roster of heads; empty where they are not known.

    >>> from analysis.guide import load_words
    >>> staff_hint(4.5, load_words("en")).split(". ")[0]
    'The agency counts 4.5 full-time equivalents'
    """
    if pd.isna(fte):
        return ""
    if not fte:
        return words("pages.context.hint_none")
    return words("pages.context.hint", count=fte, number=f"{fte:,.10g}")


def say_band(systems: pd.DataFrame, population: Any, words: Words) -> str:
    """How many work in systems of the same population band; empty where the band is not known or has few systems.

    `systems` has `population` and `fte`, as in the frame of `read_public_libraries`.
    """
    band = population_band(population)
    if not band:
        return ""
    row = describe_bands(systems).set_index("band").loc[band].to_dict()
    if row["n"] < AT_LEAST:
        return ""
    quartiles = {name: f"{row[f'fte_{name}']:,.1f}" for name in ("quartile_1", "median", "quartile_3")}
    first, last = POPULATION_BANDS[band]
    size = (
        words("pages.context.size_open", first=f"{first:,}")
        if last is None
        else words("pages.context.size", first=f"{first:,}", last=f"{last:,}")
    )
    return words("pages.context.band", size=size, systems=f"{row['n']:,}", **quartiles)
