"""Cohorts page: how groups of staff lean, in which situations, and which differences are more than chance.

One cohort column is looked at at a time, over all situations or in one of them. Both lists offer only what may be
shown. Each method shows one section, so that a notebook is a list of them.
"""

from __future__ import annotations

from typing import Any

import ipywidgets as widgets

from analysis.apps.addresses import asked_for
from analysis.apps.chooser import Chooser, Picker
from analysis.apps.cohort_sections import BY_COHORT, BY_SITUATION, SECTIONS, WITH_FIGURES
from analysis.apps.parts import Option, part
from analysis.apps.view import View
from analysis.disclosure import Released
from analysis.exchange.sources import Source, Sources, open_sources
from analysis.guide import ALL, Words, load_guide, load_words
from analysis.present.figures import Picture
from analysis.present.groups import column_label
from analysis.tally.scores import OVERALL

__all__ = ["CohortsPage", "cohorts_page"]


def cohorts_page(library: str = "", wave: str = "", language: str = "en") -> CohortsPage:
    """The page of one library's groups of staff, with the samples and the own store to choose from.

    `library` and `wave` are what is shown first; where both are empty, what the page's address asks for, else
    the first of the own libraries, else a sample of middle size.

    Raises `ToolkitError` where there is no such library or wave.
    """
    guide = load_guide()
    sources = open_sources(guide)
    return CohortsPage(sources, load_words(language), sources.find(*asked_for(library, wave)))


class CohortsPage:
    """The page, section by section; `choose` first, since the other sections show what is chosen there."""

    def __init__(self, sources: Sources, words: Words, first: Source) -> None:
        self.words = words
        self._released: Released | None = None
        self._kept: dict[tuple[str, str], Picture] = {}
        self._parts = {name: part() for name in SECTIONS}
        columns = [self._column(view.id) for view in sources.guide.views if view.id != ALL]
        scopes = [self._scope(scope) for scope in (OVERALL, *sources.guide.situations)]
        self._cohort = Picker(words("pages.library.cohort"), columns, None, self._on_cohort)
        self._situation = Picker(words("pages.cohorts.situation"), scopes, None, self._on_situation)
        self._chooser = Chooser(sources, words, first, self._show_wave)
        self._viewport = self._chooser.viewport
        self._viewport.observe(self._on_room, "narrow")
        self._chooser.look()

    def choose(self) -> widgets.Widget:
        """The choice of library, wave and cohort column, and a button that looks for new answers."""
        return self._chooser.widget(self._cohort.control)

    def choose_situation(self) -> widgets.Widget:
        """The choice of one situation, or all of them together."""
        return self._situation.control

    def in_one_sentence(self) -> widgets.Widget:
        """What was found, in a sentence or two."""
        return self._parts["in_one_sentence"]

    def who_answered(self) -> widgets.Widget:
        """How many of each group answered."""
        return self._parts["who_answered"]

    def where_groups_lean(self) -> widgets.Widget:
        """How each group spreads from fixed to growth."""
        return self._parts["where_groups_lean"]

    def differences(self) -> widgets.Widget:
        """Which groups differ from everybody else by more than chance."""
        return self._parts["differences"]

    def situations(self) -> widgets.Widget:
        """Which situations pull all staff towards fixed, or towards growth."""
        return self._parts["situations"]

    def situations_by_group(self) -> widgets.Widget:
        """How groups lean in each situation."""
        return self._parts["situations_by_group"]

    def people_or_situations(self) -> widgets.Widget:
        """How much of the variation lies in people, and how much in situations."""
        return self._parts["people_or_situations"]

    def what_groups_write(self) -> widgets.Widget:
        """Which groups write about which themes."""
        return self._parts["what_groups_write"]

    def what_research_says(self) -> widgets.Widget:
        """What research says about fixed and growth, and how far it carries."""
        return self._parts["what_research_says"]

    def not_shown(self) -> widgets.Widget:
        """What is not shown, why, and what would help."""
        return self._parts["not_shown"]

    def next_steps(self) -> widgets.Widget:
        """Questions to talk about as a team."""
        return self._parts["next_steps"]

    def method(self) -> widgets.Widget:
        """How the numbers came about."""
        return self._parts["method"]

    def refresh(self) -> None:
        """Read the own store again, and show what is there now."""
        self._chooser.refresh()

    def _column(self, cohort: str) -> Option:
        return column_label(self.words, cohort), cohort

    def _scope(self, scope: str) -> Option:
        key = "pages.cohorts.overall" if scope == OVERALL else f"guide.situation.{scope}.name"
        return self.words(key), scope

    def _on_cohort(self) -> None:
        self._offer_situations()
        self._show(*BY_COHORT)

    def _on_situation(self) -> None:
        self._show(*BY_SITUATION)

    def _on_room(self, _change: Any) -> None:
        self._show(*WITH_FIGURES)

    def _show_wave(self, released: Released | None) -> None:
        self._released = released
        if released:
            self._cohort.offer([self._column(cohort) for cohort in _columns(released)], self._cohort.value)
        self._offer_situations()
        self._show(*SECTIONS)

    def _offer_situations(self) -> None:
        """Offer the situations in which the leaning of at least one group, or of all staff, may be told."""
        told = _scopes(self._released, self._cohort.value) if self._released else []
        self._situation.offer([self._scope(scope) for scope in told], self._situation.value)

    def _show(self, *names: str) -> None:
        """Compute the sections `names` anew; they are empty where nothing could be released."""
        released = self._released
        chosen = {"cohort": self._cohort.value, "scope": self._situation.value or OVERALL}
        room = {"width": self._viewport.width, "kept": self._kept}
        view = View(released, self.words, **chosen, **room) if released else None
        for name in names:
            self._parts[name].value = SECTIONS[name](view) if view else ""


def _columns(released: Released) -> list[str]:
    """The cohort columns of which at least one group may be shown; leaders and front line are one of them."""
    table = released.respondents
    shown = set(table.loc[~table["withheld"].astype(bool), "cohort"])
    return [view.id for view in released.guide.views if view.id in shown - {ALL}]


def _scopes(released: Released, cohort: str) -> list[str]:
    table = released.bands
    told = table[table["cohort"].isin([ALL, cohort]) & ~table["withheld"].astype(bool)]
    known = set(told["scope"])
    return [scope for scope in (OVERALL, *released.guide.situations) if scope in known]
