"""Reading HTML: what a page shows, block by block, with the descriptions of its images.

The page is read as text and marks; nothing in it is run or fetched, and marks that are not closed do no harm.
"""

from __future__ import annotations

from html.parser import HTMLParser

from analysis.report.shown import Piece, Shown

__all__ = ["MANIFEST_ID", "read_html"]

MANIFEST_ID = "learning-culture-manifest"
SILENT = ("style", "script", "title")
INLINE = ("a", "abbr", "b", "bdi", "br", "code", "em", "i", "mark", "small", "span", "strong", "sub", "sup", "wbr")
CELLS = ("td", "th")


class _Page(HTMLParser):
    """Gathers the pieces of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.manifest: list[str] = []
        self.pieces: list[Piece] = []
        self._text: list[str] = []
        self._silent = ""
        self._is_manifest = False
        self._row: list[str] | None = None
        self._heads: tuple[str, ...] = ()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in SILENT:
            self._silent, self._is_manifest = tag, told.get("id") == MANIFEST_ID
        if tag == "br":
            self._text.append("\n")
        if tag not in INLINE:
            self._end_block(tag)
        if told.get("alt"):
            self.pieces.append(Piece((told["alt"] or "",)))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent, self._is_manifest = "", False
        elif tag in CELLS and self._row is not None:
            self._row.append(self._taken())
        elif tag == "tr":
            self._end_row()
        elif tag not in INLINE:
            self._end_block("")

    def handle_data(self, data: str) -> None:
        if self._is_manifest:
            self.manifest.append(data)
        elif not self._silent:
            self._text.append(data)

    def finish(self) -> None:
        self.close()
        self._end_block("")

    def _end_block(self, opened: str) -> None:
        text = self._taken()
        if text.strip():
            self.pieces.append(Piece((text,)))
        if opened == "table":
            self._heads = ()
        if opened == "tr":
            self._row = []

    def _end_row(self) -> None:
        cells, self._row = tuple(self._row or ()), None
        if self._heads and len(cells) == len(self._heads):
            self.pieces.append(Piece(cells, self._heads))
        elif cells:
            self._heads = self._heads or cells

    def _taken(self) -> str:
        text = "".join(self._text)
        self._text.clear()
        return text


def read_html(data: bytes) -> Shown:
    """The manifest of a page (empty where it has none) and what it shows; a table's first row names its columns."""
    page = _Page()
    page.feed(data.decode("utf-8", "replace"))
    page.finish()
    return Shown("html", "".join(page.manifest).encode("utf-8", "replace"), tuple(page.pieces))
