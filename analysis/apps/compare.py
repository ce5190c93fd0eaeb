"""Compare page: where one library stands among others of its wave, and how much of that is chance.

The own library is there at once. The others are prepared beside the page, which says how far that is; peers come
first, and all libraries of the wave only when somebody asks. Each method shows one section, so that a notebook is a
list of them.
"""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from analysis.apps.addresses import asked_for
from analysis.apps.arrival import Arrival
from analysis.apps.chooser import Chooser, Picker
from analysis.apps.compare_sections import BY_MEASURE, SECTIONS, WITH_FIGURES
from analysis.apps.compare_view import CompareView
from analysis.apps.context import ContextDesk
from analysis.apps.errand import Errand
from analysis.apps.parts import Option, note, part, safe, stack
from analysis.disclosure import Released
from analysis.disclosure.compared import GROWTH, INDEX
from analysis.exchange.circle import (
    ALL_LIBRARIES,
    PEERS,
    Circle,
    Compared,
    Progress,
    compare_circle,
    draw_circle,
)
from analysis.exchange.sources import Source, Sources, open_sources
from analysis.guide import Words, load_guide, load_words
from analysis.present.figures import Picture
from analysis.present.standing import measure_label

__all__ = ["FIRST_SAMPLE", "ComparePage", "compare_page"]

FIRST_SAMPLE = "pennywhistle"
"""The sample that opens where nothing was asked: a dozen of its peers may be shown, and none of them is large."""


def compare_page(library: str = "", wave: str = "", language: str = "en") -> ComparePage:
    """The page of one library among others, with the samples and the own store to choose from.

    `library` and `wave` are what is shown first; where both are empty, what the page's address asks for, else the
    first of the own libraries, else a sample with small peers.

    Raises `ToolkitError` where there is no such library or wave.
    """
    sources = open_sources(load_guide())
    return ComparePage(sources, load_words(language), sources.find(*asked_for(library, wave), sample=FIRST_SAMPLE))


class ComparePage:
    """The page, section by section; `choose` first, since the other sections show what is chosen there."""

    def __init__(self, sources: Sources, words: Words, first: Source) -> None:
        self.words = words
        self._sources = sources
        self._released: Released | None = None
        self._circle: Circle | None = None
        self._compared: Compared | None = None
        self._kept: dict[tuple[str, str], Picture] = {}
        self._parts = {name: part() for name in SECTIONS}
        self._progress = part()
        self._errand: Errand[Progress | Compared] = Errand(self._on_step, self._on_trouble)
        self._measure = Picker(words("pages.compare.measure"), [("", "")], None, self._on_measure)
        self._scope = Picker(words("pages.compare.scope"), [("", "")], None, self._compare)
        self._desk = ContextDesk(sources.store, words, self._on_facts)
        self._chooser = Chooser(sources, words, first, self._show_wave)
        self._viewport = self._chooser.viewport
        self._viewport.observe(self._on_room, "narrow")
        self._chooser.look()

    def choose(self) -> widgets.Widget:
        """The choice of library, wave, what to compare and beside whom, and how far the others are prepared."""
        arrival = Arrival([self._progress, *self._parts.values()])
        controls = self._chooser.widget(self._measure.control, self._scope.control)
        return stack(controls, self._progress, arrival)

    def in_one_sentence(self) -> widgets.Widget:
        """What was found, in a sentence or two."""
        return self._parts["in_one_sentence"]

    def peers(self) -> widgets.Widget:
        """Beside whom the library is looked at, and why."""
        return self._parts["peers"]

    def where_we_stand(self) -> widgets.Widget:
        """The library among the others, each with its likely range."""
        return self._parts["where_we_stand"]

    def how_much_is_chance(self) -> widgets.Widget:
        """In everything that is compared: how much of the differences chance makes."""
        return self._parts["how_much_is_chance"]

    def may_be_averaged(self) -> widgets.Widget:
        """Whether answers of people may be averaged into a figure of their library at all."""
        return self._parts["may_be_averaged"]

    def for_researchers(self) -> widgets.Widget:
        """The funnel, folded."""
        return self._parts["for_researchers"]

    def public_facts(self) -> widgets.Widget:
        """Where what a public agency counts about the own libraries is brought in."""
        return self._desk.show()

    def too_small(self) -> widgets.Widget:
        """Which libraries are too small to be shown, and what they say together."""
        return self._parts["too_small"]

    def next_steps(self) -> widgets.Widget:
        """Questions to talk about, with the team and with other libraries."""
        return self._parts["next_steps"]

    def limits(self) -> widgets.Widget:
        """What the page cannot say."""
        return self._parts["limits"]

    def method(self) -> widgets.Widget:
        """How the numbers came about."""
        return self._parts["method"]

    def refresh(self) -> None:
        """Read the own store again, and show what is there now."""
        self._chooser.refresh()

    def _on_measure(self) -> None:
        self._show(*BY_MEASURE)

    def _on_room(self, _change: Any) -> None:
        self._show(*WITH_FIGURES)

    def _on_facts(self) -> None:
        """Public facts decide who the peers are, so everything is looked at anew."""
        self._sources.forget()
        self._desk.refresh()
        self._chooser.refresh()

    def _show_wave(self, released: Released | None) -> None:
        self._released, self._circle = released, None
        scopes = self._scopes() if released else []
        self._scope.offer(scopes, PEERS)
        self._measure.offer(self._measures() if scopes else [], self._measure.value)
        self._compare()

    def _measures(self) -> list[Option]:
        measures = (INDEX, *self._sources.guide.qualities, GROWTH)
        return [(measure_label(self.words, measure), measure) for measure in measures]

    def _scopes(self) -> list[Option]:
        """Peers, and all libraries of the wave where these are more."""
        circle = draw_circle(self._sources, self._chooser.source, PEERS)
        others, peers = len(circle.everybody) - 1, len(circle.peers.members)
        offered = [(self.words("pages.compare.scopes.peers", count=peers), PEERS)] if peers else []
        if others > peers:
            whole = self.words("pages.compare.scopes.all", count=others, wave=circle.own.wave)
            offered.append((whole, ALL_LIBRARIES))
        return offered

    def _compare(self) -> None:
        """Begin to prepare the others of the chosen scope, in place of what was begun before."""
        self._errand.stop()
        self._compared = None
        self._progress.value = ""
        if self._released is None:
            self._show(*SECTIONS)
            return
        circle = draw_circle(self._sources, self._chooser.source, self._scope.value or PEERS)
        self._circle = circle
        self._show(*SECTIONS)
        self._errand.begin(compare_circle(self._sources, circle, self.words("consortium.small.name")))

    def _on_step(self, step: Progress | Compared) -> None:
        if isinstance(step, Progress):
            self._say_progress(step)
            return
        self._compared = step
        self._show(*SECTIONS)
        self._progress.value = self._say_failed(step)

    def _on_trouble(self) -> None:
        self._progress.value = note(self.words("pages.compare.trouble"), spoken=True)

    def _say_progress(self, step: Progress) -> None:
        kind = "pool" if step.is_pooling else "compare" if step.done == step.total else "protect"
        text = self.words(f"pages.compare.progress.{kind}", done=step.done, total=step.total)
        self._progress.value = f'<p role="status" class="lc-quiet">{safe(text)}</p>'

    def _say_failed(self, compared: Compared) -> str:
        if not compared.failed:
            return ""
        names = ", ".join(compared.failed)
        return note(self.words("pages.compare.failed", count=len(compared.failed), names=names), spoken=True)

    def _show(self, *names: str) -> None:
        """Compute the sections `names` anew; they are empty where nothing could be released."""
        view = self._view()
        for name in names:
            self._parts[name].value = SECTIONS[name](view) if view else ""

    def _view(self) -> CompareView | None:
        if self._released is None or self._circle is None:
            return None
        return CompareView(
            self._released,
            self.words,
            width=self._viewport.width,
            kept=self._kept,
            circle=self._circle,
            compared=self._compared,
            measure=self._measure.value or INDEX,
        )
