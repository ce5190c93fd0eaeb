"""Arrival: brings a page up to date when it is shown.

A page is made by its notebook before a browser has it. What changes just while the browser takes it over could be
missed there, so everything that changes by itself is sent once more when the page has arrived.
"""

from __future__ import annotations

from collections.abc import Iterable

import anywidget
import ipywidgets as widgets

__all__ = ["Arrival"]


class Arrival(anywidget.AnyWidget):
    """Sends `parts` again when a browser shows it; shows nothing itself."""

    _esm = """
    export default {
      render({ model }) {
        model.send({ arrived: true });
      }
    }
    """

    def __init__(self, parts: Iterable[widgets.Widget]) -> None:
        super().__init__()
        self._parts = tuple(parts)
        self.on_msg(self._send_again)

    def _send_again(self, *_message: object) -> None:
        for part in self._parts:
            part.send_state()
