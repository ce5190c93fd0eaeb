"""Html: a small accessible table.

A caption that says what is shown, a head for every column and every row with its scope, and every text escaped,
wherever it came from. Style belongs to the page that shows it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

import pandas as pd

__all__ = ["HtmlTable"]


@dataclass(frozen=True)
class HtmlTable:
    """A table of texts with its caption; the first column of `frame` names the rows.

    `frame` holds what is shown, for exporting; `html` is the same as a `<table>`.

    >>> HtmlTable("Two & two", pd.DataFrame({"Name": ["a"], "Told": ["1 of 2"]})).html
    '<table class="lc-table"><caption>Two &amp; two</caption><thead><tr><th scope="col">Name</th><th scope="col">Told</th></tr></thead><tbody><tr><th scope="row">a</th><td>1 of 2</td></tr></tbody></table>'
    """  # noqa: E501

    caption: str
    frame: pd.DataFrame

    @property
    def html(self) -> str:
        """The table as HTML."""
        heads = "".join(f'<th scope="col">{escape(str(name))}</th>' for name in self.frame.columns)
        rows = "".join(_row(row) for row in self.frame.itertuples(index=False, name=None))
        caption = f"<caption>{escape(self.caption)}</caption>"
        return f'<table class="lc-table">{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'

    def _repr_html_(self) -> str:
        return self.html


def _row(texts: Iterable[object]) -> str:
    head, *cells = (escape(str(text)) for text in texts)
    return f'<tr><th scope="row">{head}</th>' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
