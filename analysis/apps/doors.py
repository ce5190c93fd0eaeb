"""Doors: links from a section to another page, which opens there with the same library and wave.

A page that is chosen at the top opens with what its address asks for; a door asks for what the reader is looking at.
"""

from __future__ import annotations

from urllib.parse import urlencode

from analysis.apps.addresses import PAGES
from analysis.apps.parts import safe
from analysis.apps.view import View

__all__ = ["DOORS", "door"]

DOORS = {
    "strategies": "06_plan_and_act",
    "plan": "06_plan_and_act",
    "texts": "08_read_texts",
}
"""What a door is for, and the notebook that it leads to; its words are `pages.door.<name>`."""


def door(view: View, name: str) -> str:
    """A line that leads to another page, with the library and wave of `view`; none from libraries put together."""
    released = view.released
    if released.members:
        return ""
    asked = urlencode({"library": released.library_id, "wave": released.wave})
    address = f"{PAGES}{DOORS[name]}.ipynb?{asked}"
    return f'<p><a href="{safe(address)}">{safe(view.words(f"pages.door.{name}"))}</a></p>'
