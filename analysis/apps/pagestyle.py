"""Page style: how the parts of a page look, and whose their keys are, wherever the page is shown.

In JupyterLab the arrow keys move from cell to cell also while somebody chooses from a list with them. Here keys
that are pressed in a part of a page are told to stay there.
"""

from __future__ import annotations

from pathlib import Path

import anywidget

__all__ = ["PageStyle"]


class PageStyle(anywidget.AnyWidget):
    """The pages' style sheet, and their keys; shows nothing itself."""

    _css = Path(__file__).with_name("page.css")
    _esm = """
    export default {
      render() {
        const keep = ({ target }) => {
          const part = target.closest(".lc-stack, .lc-row, .lc-field, .lc-part");
          if (part) target.setAttribute("data-lm-suppress-shortcuts", "true");
        };
        document.addEventListener("focusin", keep);
        return () => document.removeEventListener("focusin", keep);
      }
    }
    """
