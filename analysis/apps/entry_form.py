"""Entry form: the fields of `analysis.collect.entries` as real, labelled controls.

It asks and hands over what was entered; reading and refusing are left to the model that the fields come from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import ipywidgets as widgets

from analysis.apps.parts import choose, fill, paragraphs, part, safe, stack

__all__ = ["EntryForm"]


class Control(Protocol):
    """What asks for one field."""

    @property
    def widget(self) -> widgets.Widget:
        """The control itself, or several of them under their label."""
        ...

    def read(self) -> Any:
        """What is entered now."""
        ...

    def enter(self, value: Any) -> None:
        """Enter a value, or nothing."""
        ...

    def watch(self, act: Callable[[], None]) -> None:
        """Call `act` whenever something else is entered."""
        ...


class EntryForm:
    """The controls of some `fields`; `decide` is what a list shows before anything was chosen.

    A field may say with `blank` what it means to choose nothing.
    """

    def __init__(self, fields: Sequence[Mapping[str, Any]], decide: str) -> None:
        self.controls: dict[str, Control] = {each["id"]: _control(each, decide) for each in fields}
        self._fields = fields

    def show(self) -> widgets.Widget:
        """Every field with its help."""
        return stack(*(self._field(each) for each in self._fields))

    def answers(self) -> dict[str, Any]:
        """What is entered now, by field."""
        return {name: control.read() for name, control in self.controls.items()}

    def enter(self, answers: Mapping[str, Any]) -> None:
        """Enter `answers`, and empty every other field."""
        for name, control in self.controls.items():
            control.enter(answers.get(name))

    def watch(self, act: Callable[[], None], *names: str) -> None:
        """Call `act` whenever one of the fields `names` changes."""
        for name in names:
            self.controls[name].watch(act)

    def focus(self) -> None:
        """Put the cursor into the first field."""
        first = self.controls[self._fields[0]["id"]].widget
        if isinstance(first, widgets.Text):
            first.focus()

    def _field(self, each: Mapping[str, Any]) -> widgets.Widget:
        widget = self.controls[each["id"]].widget
        return stack(widget, part(paragraphs(each["help"], kind="quiet"))) if each["help"] else widget


class _Line:
    """A line to write in."""

    def __init__(self, label: str) -> None:
        self.widget = fill(label)

    def read(self) -> str:
        return self.widget.value

    def enter(self, value: Any) -> None:
        self.widget.value = str(value or "")

    def watch(self, act: Callable[[], None]) -> None:
        self.widget.observe(lambda _: act(), "value")


class _Choice(_Line):
    """A list to choose one from, with nothing chosen at first."""

    def __init__(self, each: Mapping[str, Any], decide: str) -> None:
        options = [(_named(one), one["value"]) for one in each["choices"]]
        self.widget = choose(each["label"], [(each.get("blank") or decide, ""), *options])

    def enter(self, value: Any) -> None:
        offered = [offer for _, offer in self.widget.options]
        self.widget.value = value if value in offered else ""


class _Day:
    """A day, in the browser's own control."""

    def __init__(self, label: str) -> None:
        self.widget = widgets.DatePicker(description=label, style={"description_width": "initial"})
        self.widget.add_class("lc-field")

    def read(self) -> str:
        return self.widget.value.isoformat() if self.widget.value else ""

    def enter(self, value: Any) -> None:
        self.widget.value = date.fromisoformat(value) if value else None

    def watch(self, act: Callable[[], None]) -> None:
        self.widget.observe(lambda _: act(), "value")


class _Ticks:
    """Boxes to tick, each group of them under its heading."""

    def __init__(self, each: Mapping[str, Any]) -> None:
        self.boxes = {one["value"]: _box(one) for one in each["choices"]}
        groups = dict.fromkeys(one["group"] for one in each["choices"])
        shown: list[widgets.Widget] = [part(f"<p><strong>{safe(each['label'])}</strong></p>")]
        for group in groups:
            heading = [part(paragraphs(group, kind="quiet"))] if group else []
            boxes = [self.boxes[one["value"]] for one in each["choices"] if one["group"] == group]
            ticks = widgets.Box(boxes)
            ticks.add_class("lc-row")
            shown += [*heading, ticks]
        self.widget = stack(*shown)

    def read(self) -> list[str]:
        return [value for value, box in self.boxes.items() if box.value]

    def enter(self, value: Any) -> None:
        for name, box in self.boxes.items():
            box.value = name in (value or ())

    def watch(self, act: Callable[[], None]) -> None:
        for box in self.boxes.values():
            box.observe(lambda _: act(), "value")


def _control(each: Mapping[str, Any], decide: str) -> Control:
    if each["kind"] == "choice":
        return _Choice(each, decide)
    if each["kind"] == "multi":
        return _Ticks(each)
    return _Day(each["label"]) if each["kind"] == "day" else _Line(each["label"])


def _named(one: Mapping[str, str]) -> str:
    """A choice by its name, and by its group where that is what tells it from others."""
    return f"{one['group']}: {one['label']}" if one["group"] else one["label"]


def _box(one: Mapping[str, str]) -> widgets.Checkbox:
    # The heading of a group is seen above its boxes, and is read out as what stands beside each of them.
    layout = {"width": "auto"}
    box = widgets.Checkbox(description=one["label"], tooltip=_named(one), indent=False, layout=layout)
    box.add_class("lc-tick")
    return box
