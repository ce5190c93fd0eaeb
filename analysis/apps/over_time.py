"""Over time page: what changed in a library from wave to wave, and what cannot be told yet.

All waves of one library are followed; where there are more than two, it can be chosen which two are compared. One
kind of measure is drawn at a time, and the list offers only kinds of which something may be shown. Each method shows
one section, so that a notebook is a list of them.
"""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from analysis.apps.addresses import asked_for
from analysis.apps.chooser import Picker
from analysis.apps.over_time_sections import BY_KIND, SECTIONS, WITH_FIGURES
from analysis.apps.parts import Option, part
from analysis.apps.span import Span
from analysis.apps.view import View
from analysis.apps.wave_chooser import WaveChooser
from analysis.disclosure import Released
from analysis.disclosure.followed import Followed
from analysis.exchange.sources import Source, Sources, open_sources
from analysis.guide import Words, load_guide, load_words
from analysis.present.figures import Picture

__all__ = ["OverTimePage", "over_time_page"]

KINDS = ("quality", "index", "leaning", "situation")
"""The kinds of measures in the order in which they are offered."""


def over_time_page(library: str = "", wave: str = "", language: str = "en") -> OverTimePage:
    """The page of one library over its waves, with the samples and the own store to choose from.

    `library` is the one that is shown first, and `wave` the later of the two waves that are compared; where both are
    empty, what the page's address asks for, else the first of the own libraries, else a sample of middle size.

    Raises `ToolkitError` where there is no such library or wave.
    """
    sources = open_sources(load_guide())
    return OverTimePage(sources, load_words(language), sources.find(*asked_for(library, wave)))


class OverTimePage:
    """The page, section by section; `choose` first, since the other sections show what is chosen there."""

    def __init__(self, sources: Sources, words: Words, first: Source) -> None:
        self.words = words
        self._kept: dict[tuple[str, str], Picture] = {}
        self._parts = {name: part() for name in SECTIONS}
        self._kind = Picker(words("pages.over_time.kind"), [self._option(kind) for kind in KINDS], None, self._on_kind)
        self._wanted = ""
        self._followed: Followed | None = None
        self._results: tuple[Released, ...] = ()
        self._chooser = WaveChooser(sources, words, first, self._show_library)
        self._viewport = self._chooser.viewport
        self._viewport.observe(self._on_room, "narrow")
        self._chooser.look()

    def choose(self) -> widgets.Widget:
        """The choice of library and waves, and a button that looks for new answers."""
        return self._chooser.widget()

    def choose_kind(self) -> widgets.Widget:
        """The choice of what to look at: qualities, index, leaning or situations."""
        return self._kind.control

    def in_one_sentence(self) -> widgets.Widget:
        """What changed beyond chance, in a sentence or two."""
        return self._parts["in_one_sentence"]

    def who_answered(self) -> widgets.Widget:
        """How many answered in each wave."""
        return self._parts["who_answered"]

    def what_changed(self) -> widgets.Widget:
        """Everything that changed by more than chance, and how sure that is."""
        return self._parts["what_changed"]

    def wave_by_wave(self) -> widgets.Widget:
        """One kind of measure over all waves."""
        return self._parts["wave_by_wave"]

    def cannot_tell(self) -> widgets.Widget:
        """What cannot be told yet, and how many answers that would take."""
        return self._parts["cannot_tell"]

    def same_people(self) -> widgets.Widget:
        """What people said who linked their answers of two waves."""
        return self._parts["same_people"]

    def what_our_plan_did(self) -> widgets.Widget:
        """Whether what the last plan aimed at moved further than the rest."""
        return self._parts["what_our_plan_did"]

    def goals(self) -> widgets.Widget:
        """Which kinds of goals staff name, wave by wave."""
        return self._parts["goals"]

    def next_wave(self) -> widgets.Widget:
        """What the next wave could show, before anybody is asked."""
        return self._parts["next_wave"]

    def not_said(self) -> widgets.Widget:
        """What this page cannot say."""
        return self._parts["not_said"]

    def next_steps(self) -> widgets.Widget:
        """What to do next."""
        return self._parts["next_steps"]

    def method(self) -> widgets.Widget:
        """How the numbers came about."""
        return self._parts["method"]

    def refresh(self) -> None:
        """Read the own store again, and show what is there now."""
        self._chooser.refresh()

    def _option(self, kind: str) -> Option:
        return self.words(f"pages.over_time.kinds.{kind}"), kind

    def _on_kind(self) -> None:
        self._wanted = self._kind.value
        self._show(*BY_KIND)

    def _on_room(self, _change: Any) -> None:
        self._show(*WITH_FIGURES)

    def _show_library(self, followed: Followed | None, results: tuple[Released, ...]) -> None:
        self._followed, self._results = followed, results
        span = self._look()
        told = [kind for kind in KINDS if span and kind in span.kinds]
        self._kind.offer([self._option(kind) for kind in told], self._wanted)
        self._show(*SECTIONS)

    def _look(self) -> Span | None:
        """What is shown now; None where nothing could be released."""
        if self._followed is None:
            return None
        released = next(one for one in self._results if one.wave == self._followed.waves[-1])
        view = View(released, self.words, width=self._viewport.width, kept=self._kept)
        return Span(self._followed, self._results, view, self._kind.value)

    def _show(self, *names: str) -> None:
        """Compute the sections `names` anew; they are empty where nothing could be released."""
        span = self._look()
        for name in names:
            self._parts[name].value = SECTIONS[name](span) if span else ""
