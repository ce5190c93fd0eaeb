"""Collect page: the guide, for one person at a time, on the library's own computer.

It offers the libraries and waves that have been set up here, newest wave first, and always a practice
library, whose answers are kept in a store of their own so that trying the form out changes no result.
"""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from analysis.apps.addresses import asked_for
from analysis.apps.parts import choose, note, part, stack, styled
from analysis.collect.widget import GuideForm
from analysis.errors import Fault, ToolkitError
from analysis.exchange.kept import open_kept
from analysis.exchange.sources import Source, Sources
from analysis.guide import Guide, Words, load_guide, load_words
from analysis.responses import Store, default_data_folder, open_store

__all__ = ["PRACTICE", "CollectPage", "collect_page"]

PRACTICE = "practice"
"""The id of the practice library, and of its only wave."""


def collect_page(library: str = "", wave: str = "", language: str = "en") -> CollectPage:
    """The page on which one person answers the guide.

    `library` and `wave` choose what is offered first; `"practice"` is the practice library.

    Raises `ToolkitError` where there is no such library or wave.
    """
    guide = load_guide()
    words = load_words(language)
    store = open_store()
    practice = Store(default_data_folder() / "practice.sqlite", guide)
    return CollectPage(guide, words, store, practice, *asked_for(library, wave))


class CollectPage:
    """The choice of the library, and the form for it."""

    def __init__(
        self, guide: Guide, words: Words, store: Store, practice: Store, library: str = "", wave: str = ""
    ) -> None:
        self.words = words
        self._guide = guide
        self._stores = {False: store, True: practice}
        self._sources = {_key(source): source for source in self._offered(store)}
        self._forms: dict[str, GuideForm] = {}
        self._said = part()
        self._place = stack()
        labels = [(self._label(source), key) for key, source in self._sources.items()]
        self._choice = choose(words("pages.collect.library"), labels, self._first(library, wave))
        self._choice.observe(self._on_choice, "value")
        self._show()

    def answer(self) -> widgets.Widget:
        """The choice and the form."""
        return styled(self._choice, self._said, self._place)

    def _offered(self, store: Store) -> list[Source]:
        own = [source for source in Sources(self._guide, store).all() if not source.is_sample]
        return [*own, Source(PRACTICE, self.words("pages.collect.practice_name"), PRACTICE, is_sample=True)]

    def _label(self, source: Source) -> str:
        if source.is_sample:
            return self.words("pages.collect.practice")
        return self.words("pages.collect.place", name=source.name, wave=source.wave)

    def _first(self, library: str, wave: str) -> str:
        for key, source in self._sources.items():
            if library in ("", source.library_id) and wave in ("", source.wave):
                return key
        known = ", ".join(f"{source.library_id} {source.wave}" for source in self._sources.values())
        fault = Fault("library and wave", f"{library} {wave}".strip(), known, "Choose one of these.")
        raise ToolkitError("There is no such library or wave to answer for.", [fault])

    def _on_choice(self, _change: Any) -> None:
        self._show()

    def _show(self) -> None:
        key = str(self._choice.value)
        source = self._sources[key]
        self._said.value = self._note(source)
        if key not in self._forms:
            store = self._stores[source.is_sample]
            self._forms[key] = GuideForm(
                store,
                self._guide,
                source.library_id,
                source.wave,
                self.words.language,
                # Results that still count the answers must not outlive them.
                withdrawn=open_kept().forget,
            )
        self._place.children = (self._forms[key],)

    def _note(self, source: Source) -> str:
        minimum = self._guide.policy.minimum_group
        if source.is_sample:
            alone = len(self._sources) == 1
            return note(self.words("pages.collect.none" if alone else "pages.collect.practice_note"))
        if source.heads is not None and source.heads < minimum:
            return note(self.words("pages.collect.small", minimum=minimum, heads=source.heads))
        return ""


def _key(source: Source) -> str:
    return f"{source.place}/{source.wave}"
