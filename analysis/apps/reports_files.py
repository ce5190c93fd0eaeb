"""Report files: the finished reports of a folder, each behind a button that saves it.

A report may have megabytes, so a file travels from the kernel to the page only when somebody asks for it, and only one
that is offered is handed out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import anywidget
import traitlets

from analysis.guide import Words

__all__ = ["ReportFiles"]


class ReportFiles(anywidget.AnyWidget):
    """The buttons; `files` are what is offered, each with `name` and `label`."""

    _esm = """
    export default {
      render({ model, el }) {
        const list = document.createElement("ul");
        const status = document.createElement("p");
        status.setAttribute("role", "status");
        el.append(list, status);
        const line = ({ name, label }) => {
          const row = document.createElement("li");
          const button = Object.assign(document.createElement("button"), { type: "button", textContent: label });
          button.addEventListener("click", () => model.send({ name }));
          row.append(button);
          return row;
        };
        const draw = () => {
          status.textContent = "";
          list.replaceChildren(...model.get("files").map(line));
        };
        const save = (message, buffers) => {
          status.textContent = message.trouble;
          if (message.trouble) return;
          const href = URL.createObjectURL(new Blob([buffers[0]]));
          Object.assign(document.createElement("a"), { href, download: message.name }).click();
          setTimeout(() => URL.revokeObjectURL(href), 60000);
        };
        model.on("change:files", draw);
        model.on("msg:custom", save);
        draw();
        return () => {
          model.off("change:files", draw);
          model.off("msg:custom", save);
        };
      }
    }
    """
    files = traitlets.List().tag(sync=True)

    def __init__(self, words: Words) -> None:
        self._words = words
        self._folder = Path()
        super().__init__(files=[])
        self.add_class("lc-files")
        self.on_msg(self._receive)
        self.offer(self._folder, [])

    def offer(self, folder: Path, names: Sequence[str]) -> None:
        """Offer the files of `folder` with these names; those that are not there are left out."""
        self._folder = folder
        there = [name for name in names if (folder / name).is_file()]
        self.files = [{"name": name, "label": self._label(folder / name)} for name in there]
        self.layout.display = None if there else "none"

    def _label(self, path: Path) -> str:
        kind = self._words(f"pages.reports.made.kinds.{path.suffix.removeprefix('.')}")
        size = f"{path.stat().st_size / 1_000_000:.1f}"
        return self._words("pages.reports.made.save", kind=kind, size=size)

    def _receive(self, _widget: object, message: Any, _buffers: object) -> None:
        name = message.get("name") if isinstance(message, Mapping) else None
        if not any(one["name"] == name for one in self.files):
            return
        try:
            content = (self._folder / str(name)).read_bytes()
        except OSError:
            self.send({"name": name, "trouble": self._words("pages.reports.made.gone", name=name)})
            return
        self.send({"name": name, "trouble": ""}, [content])
