"""What a page is made of: the controls that somebody can use, and the cells of the notebook that shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from pathlib import Path

import ipywidgets as widgets

__all__ = ["controls_in", "expect_page_notebook"]


def controls_in(*parts: widgets.Widget) -> dict[str, widgets.Dropdown | widgets.Button]:
    """The lists and buttons in some parts of a page, by their label."""
    found, waiting = {}, list(parts)
    while waiting:
        widget = waiting.pop()
        waiting += getattr(widget, "children", ())
        if isinstance(widget, widgets.Dropdown | widgets.Button):
            found[widget.description] = widget
    return found


def expect_page_notebook(path: Path, sections: Collection[str], others: Collection[str]) -> None:
    """Expect that a notebook shows `sections` in their order and the `others` of its page, and holds no program."""
    cells = [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]
    sources = ["".join(cell["source"]) for cell in cells]
    called = re.findall(r"page\.(\w+)\(\)", "\n".join(sources))
    assert called[:1] == ["choose"]
    assert [name for name in called if name in sections] == list(sections)
    assert set(called) - set(sections) == set(others)
    assert all(len(source.splitlines()) <= 8 and "def " not in source for source in sources)
    assert all(cell["metadata"]["jupyter"]["source_hidden"] for cell in cells)
    assert [cell["metadata"].get("tags") for cell in cells].count(["parameters"]) == 1
