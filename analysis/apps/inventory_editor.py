"""Inventory editor: what a library does to learn, entered, changed, taken from the catalogue or from an earlier wave.

The form is that of `analysis.collect.inventory`. A strategy that staff have rated cannot be removed: the store refuses,
and the page says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ipywidgets as widgets
import pandas as pd

from analysis.apps.chooser import Picker
from analysis.apps.parts import act, note, paragraphs, part, row, stack
from analysis.apps.row_editor import RowEditor
from analysis.apps.row_list import Row
from analysis.collect.inventory import (
    carry_over,
    catalogue_answers,
    earlier_wave,
    read_strategy,
    strategy_answers,
    strategy_form,
)
from analysis.errors import ToolkitError
from analysis.guide.catalogue import load_catalogue

__all__ = ["InventoryEditor"]

HEADS = ("what", "who", "choice", "often", "status", "serves")


class InventoryEditor(RowEditor):
    """The editor of the frame `strategies`, for one library and wave at a time."""

    kind, frame, key, title = "inventory", "strategies", "strategy_id", "what"

    def take(self) -> None:
        """Open the form with what the catalogue says about the chosen strategy."""
        chosen = next((each for each in load_catalogue() if each.id == self.catalogue.value), None)
        if chosen is None:
            return
        self.start(catalogue_answers(chosen, self._guide, self._words, "in_use"))
        taken = self._say("form.taken", name=chosen.called(self._words))
        self.form_title.value += note(chosen.explained(self._words), taken)
        self.catalogue.offer(self._offers())

    def carry(self) -> None:
        """Bring the inventory of the last wave before into this one."""
        if self._is_locked():
            return
        library_id, wave = self._source.library_id, self._source.wave
        rows = carry_over(self._known(), library_id, wave)
        try:
            self._put(rows)
        except ToolkitError as error:
            self._refuse(error)
            return
        self._tell_carried(len(rows), self._before)
        self._changed()

    def refresh(self) -> None:
        """Show what is there now, and offer an earlier wave where there is one."""
        super().refresh()
        self._before = "" if self._source.is_sample else self._earlier()
        self.carry_it.description = self.carry_it.tooltip = self._say("carry.act", wave=self._before)
        self._carried.value = paragraphs(self._say("carry.text", wave=self._before), kind="quiet")
        for each in (self.carry_it, self._carried):
            each.layout.display = None if self._before else "none"

    @property
    def rows(self) -> pd.DataFrame:
        """The strategies of this library and wave, by name."""
        return super().rows.sort_values("what", key=lambda names: names.str.casefold(), kind="stable")

    def _earlier(self) -> str:
        """The wave before, if it has something that this one has not."""
        known, place = self._known(), (self._source.library_id, self._source.wave)
        return earlier_wave(known, *place) if len(carry_over(known, *place)) else ""

    def _tell_carried(self, count: int, wave: str) -> None:
        self.answer.value = note(self._say("carry.done", count=count, wave=wave), spoken=True)

    def _offers(self) -> list[tuple[str, str]]:
        names = sorted((each.called(self._words), each.id) for each in load_catalogue())
        return [(self._say("form.decide"), ""), *names]

    def _more_tools(self) -> tuple[widgets.Widget, ...]:
        self._before = ""
        self.catalogue = Picker(self._say("form.catalogue"), self._offers(), "", self.take)
        self.carry_it, self._carried = act("", self.carry), part()
        return (self.catalogue.control, stack(row(self.carry_it), self._carried))

    def _make_fields(self) -> list[dict[str, Any]]:
        return strategy_form(self._guide, self._words)

    def _answers(self, each: Mapping[Any, Any]) -> dict[str, Any]:
        return strategy_answers(each, self._guide)

    def _read(self, answers: Mapping[str, Any], row_id: str) -> dict[str, Any]:
        place = (self._source.library_id, self._source.wave)
        return read_strategy(answers, self._guide, self._words, *place, self._known(), row_id)

    def _row(self, each: Mapping[Any, Any]) -> Row:
        name, groups, choice, often, status, serves = self._cells(each)
        hours = self._hours(strategy_answers(each, self._guide)["hours"])
        chosen = self._say(f"row.chosen.{each['content_chosen_by']}")
        said = (
            self._say("row.who", groups=groups, participation=self._named("participation", each), chosen=chosen),
            self._say("row.how", frequency=often, hours=hours),
            self._say("row.serves", qualities=serves) if serves else self._say("row.serves_none"),
        )
        return Row(str(each[self.key]), name, (status, *said), " ".join((name, groups, choice, often, status, serves)))

    def _heads(self) -> list[str]:
        return [self._words(f"pages.strategy.{head}") for head in HEADS]

    def _cells(self, each: Mapping[Any, Any]) -> tuple[str, ...]:
        told = strategy_answers(each, self._guide)
        return (
            told["what"],
            ", ".join(self._labels("participants", told)),
            ", ".join(self._words(f"pages.strategy.{each[name]}") for name in ("participation", "content_chosen_by")),
            self._named("frequency", each),
            self._named("status", each),
            ", ".join(self._labels("qualities", told)),
        )

    def _named(self, name: str, each: Mapping[Any, Any]) -> str:
        return self._say(f"{name}.{each[name]}")

    def _labels(self, name: str, told: Mapping[str, Any]) -> list[str]:
        choices = next(each["choices"] for each in self._fields if each["id"] == name)
        return [one["label"] for one in choices if one["value"] in told[name]]

    def _hours(self, hours: str) -> str:
        return self._say("row.hours", count=1 if hours == "1" else hours) if hours else self._say("row.no_hours")
