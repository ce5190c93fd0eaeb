"""Report sections: which sections a report has, and in which order, as a list that is used by keyboard alone.

Each section has a box to tick and two buttons that move it. The keyboard stays on the button while its section moves,
and where it is now is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from analysis.guide import Words

__all__ = ["SectionList"]

HERE = Path(__file__).parent


class SectionList(anywidget.AnyWidget):
    """The list; `items` are the sections in their order, each with `id`, `label` and whether it is `on`.

    `changed` is called when somebody ticks or moves one, and not when `offer` is called.
    """

    _esm = HERE / "reports_sections.js"
    _css = HERE / "reports.css"
    items = traitlets.List().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, words: Words, changed: Callable[[], None]) -> None:
        self._labels: dict[str, str] = {}
        self._changed = changed
        self._is_listening = True
        said = {key: words(f"pages.reports.sections.{key}") for key in ("legend", "up", "down", "moved")}
        super().__init__(items=[], words=said)
        self.observe(self._on_items, "items")

    @property
    def chosen(self) -> tuple[str, ...]:
        """The ids of the ticked sections, in their order."""
        ticked = (item["id"] for item in self.items if isinstance(item, Mapping) and item.get("on") is True)
        return tuple(dict.fromkeys(name for name in ticked if name in self._labels))

    def offer(self, labels: Mapping[str, str], ticked: Sequence[str]) -> None:
        """Offer sections by id and label: the `ticked` first, in their order, then the others."""
        self._labels = dict(labels)
        order = [*ticked, *(name for name in labels if name not in ticked)]
        self._is_listening = False
        self.items = [{"id": name, "label": labels[name], "on": name in ticked} for name in order]
        self._is_listening = True

    def _on_items(self, _change: Any) -> None:
        if self._is_listening:
            self._changed()
