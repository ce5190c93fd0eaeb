"""Library page: one library's wave, from one sentence to its method, driven by one chooser.

The page holds a piece of markup for each section and computes it anew when another library, wave or cohort
column is chosen, when answers have come in, or when there is less room. Each method shows one section, so that
a notebook is a list of them.
"""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from analysis.apps.addresses import asked_for
from analysis.apps.chooser import Chooser, Picker
from analysis.apps.parts import part
from analysis.apps.sections import BY_COHORT, SECTIONS, WITH_FIGURES
from analysis.apps.view import View
from analysis.disclosure import Released
from analysis.exchange.sources import Source, Sources, open_sources
from analysis.guide import Words, load_guide, load_words
from analysis.present.figures import Picture
from analysis.present.groups import column_label

__all__ = ["LibraryPage", "library_page"]


def library_page(library: str = "", wave: str = "", language: str = "en") -> LibraryPage:
    """The page of one library, with the samples and the own store to choose from.

    `library` and `wave` are what is shown first; where both are empty, what the page's address asks for, else
    the first of the own libraries, else a sample of middle size.

    Raises `ToolkitError` where there is no such library or wave.
    """
    guide = load_guide()
    sources = open_sources(guide)
    return LibraryPage(sources, load_words(language), sources.find(*asked_for(library, wave)))


class LibraryPage:
    """The page, section by section; `choose` first, since the other sections show what is chosen there."""

    def __init__(self, sources: Sources, words: Words, first: Source) -> None:
        self.words = words
        self._released: Released | None = None
        self._kept: dict[tuple[str, str], Picture] = {}
        self._parts = {name: part() for name in SECTIONS}
        columns = [self._column(cohort.id) for cohort in (*sources.guide.cohorts, *sources.guide.pair_cohorts)]
        self._cohort = Picker(words("pages.library.cohort"), columns, None, self._on_cohort)
        self._chooser = Chooser(sources, words, first, self._show_wave)
        self._viewport = self._chooser.viewport
        self._viewport.observe(self._on_room, "narrow")
        self._chooser.look()

    def choose(self) -> widgets.Widget:
        """The choice of library and wave, and a button that looks for new answers."""
        return self._chooser.widget()

    def choose_cohort(self) -> widgets.Widget:
        """The choice of how staff are told apart; it offers only what may be shown."""
        return self._cohort.control

    def in_one_sentence(self) -> widgets.Widget:
        """What was found, in a sentence or two."""
        return self._parts["in_one_sentence"]

    def who_answered(self) -> widgets.Widget:
        """Who answered, out of how many."""
        return self._parts["who_answered"]

    def how_mature(self) -> widgets.Widget:
        """The maturity level with its chances, and the index."""
        return self._parts["how_mature"]

    def now_and_next(self) -> widgets.Widget:
        """What exists and what staff want to develop."""
        return self._parts["now_and_next"]

    def who_sees_what(self) -> widgets.Widget:
        """Which groups see which qualities."""
        return self._parts["who_sees_what"]

    def where_we_lean(self) -> widgets.Widget:
        """How many lean towards growth, and towards fixed."""
        return self._parts["where_we_lean"]

    def what_we_do(self) -> widgets.Widget:
        """The training strategies."""
        return self._parts["what_we_do"]

    def own_words(self) -> widgets.Widget:
        """What people wrote, as far as it may be shown."""
        return self._parts["own_words"]

    def next_steps(self) -> widgets.Widget:
        """Suggestions, and what is planned."""
        return self._parts["next_steps"]

    def not_shown(self) -> widgets.Widget:
        """What is withheld, and why."""
        return self._parts["not_shown"]

    def method(self) -> widgets.Widget:
        """How the numbers came about."""
        return self._parts["method"]

    def refresh(self) -> None:
        """Read the own store again, and show what is there now."""
        self._chooser.refresh()

    def _column(self, cohort: str) -> tuple[str, str]:
        return column_label(self.words, cohort), cohort

    def _on_cohort(self) -> None:
        self._show(*BY_COHORT)

    def _on_room(self, _change: Any) -> None:
        self._show(*WITH_FIGURES)

    def _show_wave(self, released: Released | None) -> None:
        self._released = released
        if released:
            self._cohort.offer([self._column(cohort) for cohort in released.cohorts], self._cohort.value)
        self._show(*SECTIONS)

    def _show(self, *names: str) -> None:
        """Compute the sections `names` anew; they are empty where nothing could be released."""
        released = self._released
        room = {"width": self._viewport.width, "kept": self._kept}
        view = View(released, self.words, self._cohort.value, **room) if released else None
        for name in names:
            self._parts[name].value = SECTIONS[name](view) if view else ""
