"""Parts: the few kinds of things that the pages are made of.

A page shows markup in `part`s, whose text is replaced when a choice changes, and asks with real, labelled
controls. Everything that comes from outside goes through `safe` before it becomes markup.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import TypeVar

import ipywidgets as widgets
import pandas as pd

from analysis.apps.pagestyle import PageStyle
from analysis.present.html import HtmlTable

__all__ = [
    "Option",
    "act",
    "bullets",
    "choose",
    "details",
    "download",
    "fill",
    "grid",
    "note",
    "paragraphs",
    "part",
    "row",
    "safe",
    "scroll",
    "stack",
    "styled",
]

Kind = TypeVar("Kind", bound=widgets.DOMWidget)

Option = tuple[str, str]
"""What a choice shows, and what it stands for."""


def safe(text: object) -> str:
    """`text` as it may stand in markup, in an attribute as well.

    >>> safe("<b>'Ada' & co.</b>")
    '&lt;b&gt;&#x27;Ada&#x27; &amp; co.&lt;/b&gt;'
    """
    return escape(str(text), quote=True)


def paragraphs(*texts: str, kind: str = "") -> str:
    """Each text as a paragraph, in the style `kind`."""
    mark = f' class="lc-{kind}"' if kind else ""
    return "".join(f"<p{mark}>{safe(text)}</p>" for text in texts if text)


def bullets(texts: Iterable[str]) -> str:
    """The texts as a list; nothing where there are none."""
    items = "".join(f"<li>{safe(text)}</li>" for text in texts)
    return f"<ul>{items}</ul>" if items else ""


def note(*texts: str, title: str = "", spoken: bool = False) -> str:
    """A quiet box; `spoken` ones are read out by a screen reader as soon as they appear."""
    role = ' role="status"' if spoken else ""
    head = f"<p><strong>{safe(title)}</strong></p>" if title else ""
    return f'<div class="lc-note"{role}>{head}{paragraphs(*texts)}</div>'


def details(summary: str, markup: str) -> str:
    """`markup`, folded under a line that opens it."""
    return f"<details><summary>{safe(summary)}</summary>{markup}</details>"


def grid(caption: str, heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table whose first column names its rows."""
    return scroll(HtmlTable(caption, pd.DataFrame(rows, columns=list(heads))).html, caption)


def scroll(markup: str, name: str, tall: bool = False) -> str:
    """`markup` in a box that scrolls sideways where there is no room, and downwards where it is `tall`."""
    kind = "lc-scroll lc-tall" if tall else "lc-scroll"
    return f'<div class="{kind}" tabindex="0" role="region" aria-label="{safe(name)}">{markup}</div>'


def download(label: str, name: str, content: bytes, kind: str) -> str:
    """A link that saves `content` as the file `name`; the content is in the page itself."""
    address = f"data:{kind};base64,{b64encode(content).decode()}"
    return f'<a class="lc-button" download="{safe(name)}" href="{address}">{safe(label)}</a>'


def part(markup: str = "") -> widgets.HTML:
    """A piece of a page that shows `markup`."""
    return _classed(widgets.HTML(value=markup), "lc-part")


def choose(label: str, options: Sequence[Option], value: str | None = None) -> widgets.Dropdown:
    """A labelled list to choose one of `options` from."""
    control = widgets.Dropdown(options=options, value=value or options[0][1], description=label, style=_wide_label())
    return _classed(control, "lc-field")


def fill(label: str, hint: str = "", value: str = "") -> widgets.Text:
    """A labelled line to write in, sent as a whole when it is left; `hint` is shown while it is empty."""
    control = widgets.Text(value=value, placeholder=hint, description=label, style=_wide_label())
    # Sent sign by sign, the end of a line could come after the button that is pressed next.
    control.continuous_update = False
    return _classed(control, "lc-field")


def seek(label: str, hint: str = "") -> widgets.Text:
    """A labelled line that looks something up while it is written."""
    control = fill(label, hint)
    control.continuous_update = True
    return control


def act(label: str, do: Callable[[], None], main: bool = False) -> widgets.Button:
    """A button that does something; `main` is the one that a reader most likely wants."""
    button = _classed(widgets.Button(description=label, tooltip=label), "lc-act", *(["lc-main-act"] if main else []))
    button.on_click(lambda _: do())
    return button


def row(*children: widgets.Widget) -> widgets.Box:
    """Things beside each other, which wrap where there is no room."""
    return _classed(widgets.Box(children), "lc-row")


def stack(*children: widgets.Widget) -> widgets.VBox:
    """Things below each other."""
    return _classed(widgets.VBox(children), "lc-stack")


def styled(*children: widgets.Widget) -> widgets.VBox:
    """A stack that brings the pages' style sheet with it; the first thing that a page shows."""
    return stack(PageStyle(), *children)


def _wide_label() -> dict[str, str]:
    return {"description_width": "initial"}


def _classed(widget: Kind, *names: str) -> Kind:
    for name in names:
        widget.add_class(name)
    return widget
