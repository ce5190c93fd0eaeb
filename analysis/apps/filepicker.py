"""File picker: a real, labelled control of the browser that hands a chosen file to the page.

The file goes to the kernel on this computer, and is read there; nothing of it is kept by the control. The connection
between a page and its kernel refuses a message of more than ten megabytes, and breaks off. A file therefore comes in
slices, one after the other, and is whole again before anybody reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import anywidget
import traitlets

__all__ = ["SLICE", "FilePicker"]

SLICE = 4_000_000
"""Bytes that go in one message."""


class FilePicker(anywidget.AnyWidget):
    """Chooses one file of the `kinds` (`.csv,.xlsx`), of any size, and gives its name and its bytes to `take`."""

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
          const step = model.get("slice");
          for (let start = 0; start === 0 || start < file.size; start += step) {
            const slice = await file.slice(start, start + step).arrayBuffer();
            model.send({ name: file.name, start, size: file.size }, undefined, [slice]);
          }
        });
        input.addEventListener("click", () => { input.value = ""; });
      }
    }
    """
    label = traitlets.Unicode().tag(sync=True)
    kinds = traitlets.Unicode().tag(sync=True)
    slice = traitlets.Int(SLICE).tag(sync=True)

    def __init__(self, label: str, kinds: str, take: Callable[[str, bytes], None]) -> None:
        self._take = take
        self._file: tuple[str, int] = ("", 0)
        self._content = bytearray()
        super().__init__(label=label, kinds=kinds)
        self.add_class("lc-file")
        self.on_msg(self._receive)

    def _receive(self, _widget: object, message: Any, buffers: Sequence[Any]) -> None:
        name, size = str(message["name"]), int(message["size"])
        if message["start"] == 0:
            self._file, self._content = (name, size), bytearray()
        # A slice of a file that was given up for another one does not fit, and is dropped.
        if self._file != (name, size) or message["start"] != len(self._content):
            return
        self._content += bytes(buffers[0])
        if len(self._content) == size:
            content, self._content = bytes(self._content), bytearray()
            self._take(name, content)
