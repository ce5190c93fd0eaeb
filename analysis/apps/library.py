"""Library page: one library's wave, from one sentence to its method, driven by one chooser.

The page holds a piece of markup for each section and computes it anew when another library, wave or cohort
column is chosen, when answers have come in, or when there is less room. Each method shows one section, so that
a notebook is a list of them.
"""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from analysis.apps.parts import Option, act, choose, note, part, row, safe, styled
from analysis.apps.sections import BY_COHORT, SECTIONS, WITH_FIGURES
from analysis.apps.sources import Source, Sources, asked_for
from analysis.apps.view import View
from analysis.apps.viewport import Viewport
from analysis.errors import ToolkitError
from analysis.guide import Words, load_guide, load_words
from analysis.present.figures import Picture
from analysis.responses import open_store

__all__ = ["LibraryPage", "library_page"]


def library_page(library: str = "", wave: str = "", language: str = "en") -> LibraryPage:
    """The page of one library, with the samples and the own store to choose from.

    `library` and `wave` are what is shown first; where both are empty, what the page's address asks for, else
    the first of the own libraries, else a sample of middle size.

    Raises `ToolkitError` where there is no such library or wave.
    """
    guide = load_guide()
    sources = Sources(guide, open_store())
    return LibraryPage(sources, load_words(language), sources.find(*asked_for(library, wave)))


class LibraryPage:
    """The page, section by section; `choose` first, since the other sections show what is chosen there."""

    def __init__(self, sources: Sources, words: Words, first: Source) -> None:
        self.words = words
        self._sources = sources
        self._kept: dict[tuple[str, str], Picture] = {}
        self._parts = {name: part() for name in SECTIONS}
        self._status = part()
        self._viewport = Viewport()
        self._library = choose(words("pages.library.library"), self._libraries(), first.place)
        self._wave = choose(words("pages.library.wave"), self._waves(), first.wave)
        self._cohort = choose(words("pages.library.cohort"), self._all_cohorts())
        self._listening = True
        self._library.observe(self._on_library, "value")
        self._wave.observe(self._on_wave, "value")
        self._cohort.observe(self._on_cohort, "value")
        self._viewport.observe(self._on_room, "narrow")
        self._show_wave()

    def choose(self) -> widgets.Widget:
        """The choice of library and wave, and a button that looks for new answers."""
        refresh = act(self.words("pages.library.refresh"), self.refresh)
        return styled(row(self._library, self._wave, refresh), self._status, self._viewport)

    def choose_cohort(self) -> widgets.Widget:
        """The choice of how staff are told apart; it offers only what may be shown."""
        return self._cohort

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
        self._sources.refresh()
        place, wave = self._library.value, self._wave.value
        self._offer(self._library, self._libraries(), place)
        self._offer(self._wave, self._waves(), wave)
        self._show_wave()

    def _libraries(self) -> list[Option]:
        options = {source.place: source.label(self.words) for source in self._sources.all()}
        return [(label, place) for place, label in options.items()]

    def _waves(self) -> list[Option]:
        return [(source.wave, source.wave) for source in self._sources.all() if source.place == self._library.value]

    def _all_cohorts(self) -> list[Option]:
        return [(self._cohort_label(cohort.id), cohort.id) for cohort in self._sources.guide.cohorts]

    def _cohort_label(self, cohort: str) -> str:
        return self.words(f"guide.cohort.{cohort}.label")

    def _source(self) -> Source:
        chosen = (self._library.value, self._wave.value)
        return next(source for source in self._sources.all() if (source.place, source.wave) == chosen)

    def _view(self) -> View:
        released = self._sources.released(self._source())
        cohort = self._cohort.value if self._cohort.value in released.cohorts else ""
        return View(released, self.words, cohort, self._viewport.width, self._kept)

    def _offer(self, control: widgets.Dropdown, options: list[Option], value: str | None) -> None:
        """Change what a control offers without acting on every step of the change."""
        self._listening = False
        control.options = options
        offered = [stands_for for _, stands_for in options]
        control.value = value if value in offered else offered[0] if offered else None
        self._listening = True

    def _on_library(self, _change: Any) -> None:
        if self._listening:
            self._offer(self._wave, self._waves(), None)
            self._show_wave()

    def _on_wave(self, _change: Any) -> None:
        if self._listening:
            self._show_wave()

    def _on_cohort(self, _change: Any) -> None:
        if self._listening:
            self._show(*BY_COHORT)

    def _on_room(self, _change: Any) -> None:
        self._show(*WITH_FIGURES)

    def _show_wave(self) -> None:
        """Show another wave, or say in place of everything why it cannot be shown."""
        self._say("waiting", self._source())
        try:
            released = self._sources.released(self._source())
        except ToolkitError as error:
            self._say_trouble(error)
            return
        cohorts = [(self._cohort_label(cohort), cohort) for cohort in released.cohorts]
        self._offer(self._cohort, cohorts, self._cohort.value)
        self._cohort.layout.display = None if cohorts else "none"
        self._show(*SECTIONS)
        self._say("sample" if self._source().is_sample else "own", self._source())

    def _show(self, *names: str) -> None:
        view = self._view()
        for name in names:
            self._parts[name].value = SECTIONS[name](view)

    def _say(self, key: str, source: Source) -> None:
        text = self.words(f"pages.library.shown.{key}", name=source.name, wave=source.wave)
        self._status.value = f'<p role="status" class="lc-quiet">{safe(text)}</p>'

    def _say_trouble(self, error: ToolkitError) -> None:
        faults = [f"{fault.place}: {fault.repair}" for fault in error.faults]
        self._status.value = note(*faults, title=error.summary, spoken=True)
        for shown in self._parts.values():
            shown.value = ""
