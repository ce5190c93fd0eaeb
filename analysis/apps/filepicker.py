"""File picker: a real, labelled control of the browser that hands a chosen file to the page.

The file goes to the kernel on this computer, and is read there; nothing of it is kept by the control.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import anywidget
import traitlets

__all__ = ["FilePicker"]


class FilePicker(anywidget.AnyWidget):
    """Chooses one file of the `kinds` (`.csv,.xlsx`) and gives its name and its bytes to `take`."""

    _esm = """
    export default {
      render({ model, el }) {
        const label = document.createElement("label");
        const input = document.createElement("input");
        label.textContent = model.get("label");
        input.type = "file";
        input.accept = model.get("kinds");
        label.append(input);
        el.append(label);
        input.addEventListener("change", async () => {
          const file = input.files[0];
          if (!file) return;
          model.send({ name: file.name }, undefined, [await file.arrayBuffer()]);
        });
        input.addEventListener("click", () => { input.value = ""; });
      }
    }
    """
    label = traitlets.Unicode().tag(sync=True)
    kinds = traitlets.Unicode().tag(sync=True)

    def __init__(self, label: str, kinds: str, take: Callable[[str, bytes], None]) -> None:
        super().__init__(label=label, kinds=kinds)
        self._take = take
        self.add_class("lc-file")
        self.on_msg(self._receive)

    def _receive(self, _widget: object, message: Any, buffers: Sequence[Any]) -> None:
        self._take(str(message["name"]), bytes(buffers[0]))
