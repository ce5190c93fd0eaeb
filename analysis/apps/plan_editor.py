"""Plan editor: the steps of a library's plan, entered, changed, moved and looked over.

The form is that of `analysis.collect.planning`. Beside the shift that a step expects stands the smallest one that the
next wave could tell from chance, and a plain warning where less is expected. The board and the months are parts of
their own, so that a page can put them where it likes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import ipywidgets as widgets
import pandas as pd

from analysis.apps.parts import note, part
from analysis.apps.plan_board import PlanBoard, months, needs_a_look, say_due
from analysis.apps.row_editor import RowEditor
from analysis.apps.row_list import Row
from analysis.collect.planning import action_answers, action_form, expected_points, in_order, is_overdue, read_action
from analysis.collect.seeable import Seeable, look_ahead, say_seeable
from analysis.disclosure import Released
from analysis.errors import ToolkitError
from analysis.exchange.sources import Source
from analysis.guide import Guide, Words
from analysis.responses import Store

__all__ = ["PlanEditor"]

HEADS = ("step", "owner", "due", "status")


class PlanEditor(RowEditor):
    """The editor of the frame `actions`, for one library and wave at a time; `today` says what is overdue.

    `board`, `months` and `first` (what is overdue, or has nobody) follow every change.
    """

    kind, frame, key, title = "plan", "actions", "action_id", "step"

    def __init__(
        self,
        store: Store,
        guide: Guide,
        words: Words,
        source: Source,
        released: Released | None,
        today: date,
        done: Callable[[], None],
    ) -> None:
        self._today = today
        self._seen: dict[str, Seeable] = {}
        self.ahead, self.months, self.first = part(), part(), part()
        self.board = PlanBoard(words, self.move)
        super().__init__(store, guide, words, source, released, done)

    def move(self, action_id: str, status: str) -> None:
        """Put a step under another status."""
        rows = self.rows
        chosen = rows[rows["action_id"] == action_id]
        if chosen.empty or self._is_locked():
            return
        try:
            self._put(chosen.assign(status=status))
        except ToolkitError as error:
            self._refuse(error)
            return
        self._tell("moved", name=chosen["step"].iloc[0], status=self._say(f"status.{status}"))
        self._changed()

    def refresh(self) -> None:
        """Show what is there now, in the list, on the board and by month."""
        super().refresh()
        rows = self.rows
        self._seen = self._look_ahead(rows)
        self.board.offer(rows, self._today, can_move=not self._source.is_sample)
        self.months.value = months(rows, self._today, self._words)
        self.first.value = needs_a_look(rows, self._today, self._words)

    @property
    def rows(self) -> pd.DataFrame:
        """The steps of this library and wave, by day."""
        return in_order(super().rows)

    def _look_ahead(self, rows: pd.DataFrame) -> dict[str, Seeable]:
        aimed = set(rows.loc[rows["status"] != "dropped", "target"]) - {""}
        return {} if self._released is None else look_ahead(self._released, aimed)

    def _say_ahead(self) -> None:
        answers = self.form.answers()
        expected = expected_points(answers, self._guide, self._words, self._source.heads)
        told = say_seeable(answers["target"], expected, self._seen, self._guide, self._words)
        self.ahead.value = note(*told, spoken=True) if told else ""

    def _more_form(self) -> tuple[widgets.Widget, ...]:
        self.form.watch(self._say_ahead, "target", "shift", "unit")
        return (self.ahead,)

    def _make_fields(self) -> list[dict[str, Any]]:
        return action_form(self._guide, self._words, self._source.heads)

    def _answers(self, each: Mapping[Any, Any]) -> dict[str, Any]:
        return action_answers(each, self._guide, self._source.heads)

    def _read(self, answers: Mapping[str, Any], row_id: str) -> dict[str, Any]:
        place = (self._source.library_id, self._source.wave)
        return read_action(answers, self._guide, self._words, *place, self._known(), self._source.heads, row_id)

    def _row(self, each: Mapping[Any, Any]) -> Row:
        step, owner, due, status = self._cells(each)
        about = self._say("row.about", status=status, owner=self._owner(owner), due=say_due(due, self._words))
        late = self._say("row.overdue") if is_overdue(each, self._today) else ""
        aims = self._aims(each)
        return Row(str(each[self.key]), step, (late, about, aims), " ".join((step, owner, due, status, aims)))

    def _heads(self) -> list[str]:
        return [self._words(f"pages.action.{head}") for head in HEADS]

    def _cells(self, each: Mapping[Any, Any]) -> tuple[str, ...]:
        return str(each["step"]), str(each["owner"]), str(each["due"]), self._say(f"status.{each['status']}")

    def _owner(self, owner: str) -> str:
        return self._say("row.owner", owner=owner) if owner else self._say("row.no_owner")

    def _aims(self, each: Mapping[Any, Any]) -> str:
        """What a step aims at and by how much; empty where it aims at nothing that the guide asks."""
        target = str(each["target"])
        if target not in (*self._guide.qualities, *self._guide.situations):
            return ""
        kind = "situation" if target in self._guide.situations else "quality"
        name, told = self._words(f"guide.{kind}.{target}.name"), self._answers(each)
        if not told["shift"]:
            return self._say("row.aims", target=name)
        shift = self._say(f"row.{told['unit']}", shift=told["shift"], heads=self._source.heads)
        return self._say("row.aims_shift", target=name, shift=shift)
