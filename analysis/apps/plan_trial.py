"""Plan trial: the plan of a sample library, to be tried out without anything being stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from analysis.apps.parts import note, safe
from analysis.apps.plan_editor import PlanEditor
from analysis.apps.plan_sources import PlanSources
from analysis.disclosure import Released
from analysis.exchange.sources import Source
from analysis.guide import Words

__all__ = ["PlanTrial", "open_plan"]


class PlanTrial(PlanEditor):
    """The editor over a copy of a sample's plan, which says that the copy goes when the page closes."""

    def _begin(self) -> None:
        super()._begin()
        self._head.value = f"<h3>{safe(self._say('list.title'))}</h3>" + note(self._words("pages.plan.trial"))


def open_plan(
    sources: PlanSources,
    words: Words,
    source: Source,
    released: Released | None,
    today: date,
    done: Callable[[], None],
) -> PlanEditor:
    """The editor of a plan: of the own store, or of a copy where `source` is a sample."""
    kind = PlanTrial if source.is_sample else PlanEditor
    place = replace(source, is_sample=False)
    return kind(sources.store_of_plan(source), sources.guide, words, place, released, today, done)
