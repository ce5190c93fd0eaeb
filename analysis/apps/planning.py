"""Plan page: from what was found to a plan, and whether the last one did what was hoped.

What is saved in the inventory or in the plan is in the store at once, and the rest of the page follows. The waves
before are prepared beside the page, since only the look back at the last plan needs them. Each method shows one
section, so that a notebook is a list of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import ipywidgets as widgets

from analysis.apps.addresses import asked_for
from analysis.apps.arrival import Arrival
from analysis.apps.chooser import Chooser, Picker, trouble_note
from analysis.apps.errand import Errand
from analysis.apps.fold import Fold
from analysis.apps.goal_desk import GoalDesk
from analysis.apps.inventory_editor import InventoryEditor
from analysis.apps.parts import note, part, stack
from analysis.apps.plan_editor import PlanEditor
from analysis.apps.plan_sections import (
    BY_COHORT,
    BY_INVENTORY,
    BY_PLAN,
    BY_WAVES,
    SECTIONS,
    WITH_FIGURES,
    goal_cohorts,
)
from analysis.apps.plan_sources import PlanSources, open_plan_sources
from analysis.apps.plan_trial import open_plan
from analysis.apps.plan_view import PlanView
from analysis.apps.suggestion_list import SuggestionList
from analysis.disclosure import Released
from analysis.disclosure.followed import Followed
from analysis.disclosure.opportunities import map_opportunities
from analysis.disclosure.opportunity_map import OpportunityMap
from analysis.errors import ToolkitError
from analysis.exchange.sources import Source
from analysis.guide import Words, load_guide, load_words
from analysis.present.figures import Picture
from analysis.present.groups import column_label

__all__ = ["PlanPage", "plan_page"]


def plan_page(library: str = "", wave: str = "", language: str = "en") -> PlanPage:
    """The page of one library's plan, with the samples and the own store to choose from.

    `library` and `wave` are what is shown first; where both are empty, what the page's address asks for, else the
    first of the own libraries, else a sample of middle size.

    Raises `ToolkitError` where there is no such library or wave.
    """
    sources = open_plan_sources(load_guide())
    return PlanPage(sources, load_words(language), sources.find(*asked_for(library, wave)), date.today())


class PlanPage:
    """The page, section by section; `choose` first, since the other sections show what is chosen there.

    `today` says what is overdue, and on which day a calendar was made.
    """

    def __init__(self, sources: PlanSources, words: Words, first: Source, today: date) -> None:
        self.words = words
        self._sources, self._today = sources, today
        self._released: Released | None = None
        self._map: OpportunityMap | None = None
        self._followed: Followed | None = None
        self._trouble = ""
        self._looked_at: Source | None = None
        self._kept: dict[tuple[str, str], Picture] = {}
        self._parts = {name: part() for name in SECTIONS}
        self._errand: Errand[Followed | ToolkitError] = Errand(self._on_followed, self._on_trouble)
        self._cohort = Picker(words("pages.library.cohort"), [("", "")], None, self._on_cohort)
        self._suggestions = SuggestionList(words, self.put_into_plan)
        self._goals = GoalDesk(words, self.put_into_plan)
        self._inventory = InventoryEditor(sources.store, sources.guide, words, first, None, self._on_inventory)
        labels = (words("pages.plan.inventory.open"), words("pages.plan.inventory.close"))
        self._fold = Fold(*labels, self._inventory.show())
        self._no_inventory = part(note(words("inventory.list.sample")))
        self._plan: PlanEditor | None = None
        self._plan_place = stack()
        self._board: widgets.DOMWidget = stack()
        self._chooser = Chooser(sources, words, first, self._show_wave)
        self._viewport = self._chooser.viewport
        self._viewport.observe(self._on_room, "narrow")
        self._chooser.look()

    def choose(self) -> widgets.Widget:
        """The choice of library and wave, and a button that looks for new answers."""
        return stack(self._chooser.widget(), Arrival(self._parts.values()))

    def in_one_sentence(self) -> widgets.Widget:
        """What is wanted, what is planned, and what became of the last plan."""
        return self._parts["in_one_sentence"]

    def what_we_do(self) -> widgets.Widget:
        """The ways of learning, and how well each works."""
        return self._parts["what_we_do"]

    def change_what_we_do(self) -> widgets.Widget:
        """Where the inventory of the ways of learning is changed, folded."""
        return stack(self._fold.widget, self._no_inventory)

    def what_is_wanted(self) -> widgets.Widget:
        """What staff want to develop, beside what serves it."""
        return self._parts["what_is_wanted"]

    def who_is_reached(self) -> widgets.Widget:
        """Whom nothing reaches, who chooses, and what there is through the year."""
        return self._parts["who_is_reached"]

    def keep_and_change(self) -> widgets.Widget:
        """What people would keep and what they would change."""
        return self._parts["keep_and_change"]

    def goals(self) -> widgets.Widget:
        """Which kinds of goals people have, and whether that has changed."""
        return self._parts["goals"]

    def choose_cohort(self) -> widgets.Widget:
        """The choice of how staff are told apart; it offers only what may be shown."""
        return self._cohort.control

    def goals_by_group(self) -> widgets.Widget:
        """The kinds of goals in each group of staff."""
        return self._parts["goals_by_group"]

    def reword_a_goal(self) -> widgets.Widget:
        """The questions that turn a performance goal into a learning goal."""
        return self._goals.show()

    def suggestions(self) -> widgets.Widget:
        """What might be done, each with its reason."""
        return self._suggestions.show()

    def plan(self) -> widgets.Widget:
        """The steps of the plan, the form that changes them, and where each stands."""
        return self._plan_place

    def timeline(self) -> widgets.Widget:
        """The steps by the day they are due."""
        return self._parts["timeline"]

    def take_along(self) -> widgets.Widget:
        """The plan as a calendar and as a table."""
        return self._parts["take_along"]

    def how_the_last_plan_did(self) -> widgets.Widget:
        """What became of each step of the last plan, and of the plan as a whole."""
        return self._parts["how_the_last_plan_did"]

    def travel_guide(self) -> widgets.Widget:
        """The travel guide for new colleagues."""
        return self._parts["travel_guide"]

    def not_said(self) -> widgets.Widget:
        """What this page cannot say."""
        return self._parts["not_said"]

    def method(self) -> widgets.Widget:
        """How the numbers came about."""
        return self._parts["method"]

    def refresh(self) -> None:
        """Read the own store again, and show what is there now."""
        self._chooser.refresh()

    def put_into_plan(self, answers: Mapping[str, str]) -> None:
        """Open the form of a new step with `answers`; nothing is stored before it is saved."""
        if self._plan and self._released:
            self._plan.start(answers)

    def _on_cohort(self) -> None:
        self._show(*BY_COHORT)

    def _on_room(self, _change: Any) -> None:
        self._show(*WITH_FIGURES)

    def _show_wave(self, released: Released | None) -> None:
        self._errand.stop()
        self._followed, self._trouble = None, ""
        self._look_at(released)
        self._edit()
        self._offer_cohorts()
        self._show(*SECTIONS)
        if released:
            self._errand.begin(self._sources.follow(self._chooser.source))

    def _look_at(self, released: Released | None) -> None:
        self._released = released
        self._map = map_opportunities(released) if released else None
        self._suggestions.offer(self._map)

    def _edit(self) -> None:
        """Show the inventory and the plan of what is chosen; there is nothing to edit where that cannot be shown."""
        released, source = self._released, self._chooser.source
        self._plan_place.layout.display = "none" if released is None else None
        if released is None:
            return
        if self._plan and source == self._looked_at:
            self._plan.look(replace(source, is_sample=False), released)
        else:
            plan = open_plan(self._sources, self.words, source, released, self._today, self._on_plan)
            self._board = stack(plan.board.show())
            self._plan_place.children = (plan.first, plan.show(), self._board)
            self._plan, self._looked_at = plan, source
            self._fold.open(not source.is_sample and released.strategies.empty)
        if source.is_sample:
            self._take_over_trial()
        self._inventory.look(source, released)
        self._fold.widget.layout.display = "none" if source.is_sample else None
        self._no_inventory.layout.display = None if source.is_sample else "none"

    def _on_inventory(self) -> None:
        self._look_at(self._sources.renewed(self._chooser.source))
        self._show(*BY_INVENTORY)

    def _on_plan(self) -> None:
        source = self._chooser.source
        if source.is_sample:
            self._take_over_trial()
        else:
            self._released = self._sources.renewed(source)
        self._show(*BY_PLAN)

    def _take_over_trial(self) -> None:
        """Show the plan of a sample as it was changed here, which is nowhere but in this page."""
        if self._released and self._plan:
            self._released = replace(self._released, actions=self._plan.rows.reset_index(drop=True))

    def _on_followed(self, step: Followed | ToolkitError) -> None:
        if isinstance(step, ToolkitError):
            self._trouble = trouble_note(step)
        else:
            self._followed = step
        self._show(*BY_WAVES)

    def _on_trouble(self) -> None:
        self._trouble = note(self.words("pages.plan.trouble"), spoken=True)
        self._show(*BY_WAVES)

    def _offer_cohorts(self) -> None:
        view = self._view()
        cohorts = goal_cohorts(view) if view else ()
        self._cohort.offer([(column_label(self.words, cohort), cohort) for cohort in cohorts], self._cohort.value)

    def _view(self) -> PlanView | None:
        if self._released is None or self._map is None:
            return None
        return PlanView(
            self._released,
            self.words,
            self._cohort.value,
            width=self._viewport.width,
            kept=self._kept,
            opportunities=self._map,
            today=self._today,
            followed=self._followed,
            trouble=self._trouble,
        )

    def _show(self, *names: str) -> None:
        """Compute the sections `names` anew; they are empty where nothing could be released."""
        view = self._view()
        self._board.layout.display = "none" if view is None or view.released.actions.empty else None
        for name in names:
            self._parts[name].value = SECTIONS[name](view) if view else ""
