"""Suggestion list: what might be done, each with its reason, and a button that puts it into the plan.

Three are shown first. What rests on little is called a weak hint in the sentence itself. A suggestion is put into the
plan only when somebody saves the form that it fills.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ipywidgets as widgets

from analysis.apps.fold import Fold
from analysis.apps.parts import act, paragraphs, part, safe, stack
from analysis.apps.row_list import short
from analysis.disclosure.opportunity_map import OpportunityMap
from analysis.guide import ALL, Words
from analysis.present.groups import group_label
from analysis.present.numbers import quote_names
from analysis.present.opportunities import Suggestion, name_suggested, read_suggestions
from analysis.present.wording.strategies import say_suggestion

__all__ = ["FIRST", "SuggestionList"]

FIRST = 3
"""Suggestions that are shown before somebody asks for more."""


class SuggestionList:
    """The suggestions of one map; `put` is called with the answers that a suggestion fills into the form of a step."""

    def __init__(self, words: Words, put: Callable[[Mapping[str, str]], None]) -> None:
        self._words, self._put = words, put
        self.buttons: tuple[widgets.Button, ...] = ()
        self._stack = stack()

    def show(self) -> widgets.Widget:
        """The suggestions, and what they are good for."""
        return self._stack

    def offer(self, opportunities: OpportunityMap | None) -> None:
        """Show what this map suggests from now on; nothing where there is none."""
        old, self.buttons = self._stack.children, ()
        self._stack.children = () if opportunities is None else self._told(opportunities)
        for widget in old:
            _close(widget)

    def _told(self, opportunities: OpportunityMap) -> tuple[widgets.Widget, ...]:
        suggestions = read_suggestions(opportunities)
        if not suggestions:
            return (part(paragraphs(self._words("sentences.opportunities.none"))),)
        shown = [self._line(one, opportunities) for one in suggestions]
        more = len(shown) - FIRST
        labels = (self._words("pages.plan.suggest.more", count=more), self._words("pages.plan.suggest.fewer"))
        rest = [Fold(*labels, *shown[FIRST:]).widget] if more > 0 else []
        limits = part(paragraphs(self._words("sentences.opportunities.limits"), kind="quiet"))
        return (*self._lead(suggestions), *shown[:FIRST], *rest, limits)

    def _lead(self, suggestions: tuple[Suggestion, ...]) -> list[widgets.Widget]:
        if any(one.is_clear for one in suggestions):
            return []
        return [part(paragraphs(self._words("sentences.opportunities.only_weak")))]

    def _line(self, one: Suggestion, opportunities: OpportunityMap) -> widgets.Widget:
        step = _step(one, opportunities, self._words)
        said = say_suggestion(one, opportunities, self._words)
        kind = self._words(f"pages.plan.suggest.{'clear' if one.is_clear else 'weak'}")
        answers = {"step": step, "target": one.quality, "status": "proposed"}
        button = act(self._words("pages.plan.suggest.put", step=short(step)), lambda: self._put(answers))
        self.buttons += (button,)
        return stack(part(f"<h3>{safe(kind)}</h3>{paragraphs(said)}"), button)


def _step(one: Suggestion, opportunities: OpportunityMap, words: Words) -> str:
    """The suggestion as a step that somebody can begin with."""
    strategy = name_suggested(one, opportunities, words)
    groups = [group_label(words, *group) for group in one.groups if group[0] != ALL]
    group = quote_names(groups, words) or words("sentences.opportunities.everybody")
    key = one.kind if strategy else f"{one.kind}_any"
    return words(f"pages.plan.step.{key}", strategy=strategy, group=group)


def _close(widget: widgets.Widget) -> None:
    """Take a widget and all that is in it off the page."""
    for child in getattr(widget, "children", ()):
        _close(child)
    widget.close()
