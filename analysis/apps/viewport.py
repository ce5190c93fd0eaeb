"""Viewport: how much room the page has, so that its figures are drawn to be read there.

A picture that is shrunk to a telephone has letters that nobody can read. This widget shows nothing; it says
whether its place on the page is narrow.
"""

from __future__ import annotations

import anywidget
import traitlets

__all__ = ["Viewport"]

NARROW = 560
"""Below this many CSS pixels figures are drawn in their narrow form."""


class Viewport(anywidget.AnyWidget):
    """An invisible measure of the room that a page has."""

    _esm = """
    export default {
      render({ model, el }) {
        const observer = new ResizeObserver(() => {
          if (!el.clientWidth) return;
          const narrow = el.clientWidth < model.get("limit");
          if (narrow === model.get("narrow")) return;
          model.set("narrow", narrow);
          model.save_changes();
        });
        observer.observe(el);
        return () => observer.disconnect();
      }
    }
    """
    limit = traitlets.Int(NARROW).tag(sync=True)
    narrow = traitlets.Bool(False).tag(sync=True)

    @property
    def width(self) -> str:
        """The width in which figures are drawn: `page` or `narrow`."""
        return "narrow" if self.narrow else "page"
