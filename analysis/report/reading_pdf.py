"""Reading PDF: what a tagged PDF says, in the order of its tags.

It is read as a screen reader does: the tags tell paragraphs from cells of a table and name the description of each
figure, and marked contents hold their texts. Heads and foots of pages are not read, so that they break no text, nor is
the list of contents, which goes by the size of the paper, nor what has no tag. Here a PDF is what the library that
opens it gives: dictionaries, lists and texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from analysis.report.reading_marks import Letters, marked_texts, read_letters
from analysis.report.shown import Piece

__all__ = ["pieces_of"]

DEEPEST, MOST_TAGS = 100, 1_000_000
INLINE = ("/Span", "/Link", "/Em", "/Strong", "/Quote", "/Code", "/Sub", "/Reference", "/Lbl", "/FENote", "/NonStruct")
TEXT, CONTENTS = "text", "/TOC"
CAPTION, ROWS, CELLS = ("/Caption",), ("/TR",), ("/TH", "/TD")

Texts = Mapping[tuple[int, int], str]
"""What each marked content says, by its page and its number there."""


def pieces_of(pdf: Any) -> tuple[Piece, ...]:
    """The pieces of an opened PDF, as its tags order them; none where it has no tags."""
    letters: dict[Any, Letters] = {}
    texts = {
        (page.indirect_reference.idnum, number): text
        for page in pdf.pages
        for number, text in _page_texts(page, letters).items()
    }
    tree = pdf.root_object.get("/StructTreeRoot")
    return tuple(_Reader(texts, count()).pieces(tree)) if tree else ()


class _Reader:
    """Goes through the tags; running text is held until a block ends, and tags are counted."""

    def __init__(self, texts: Texts, seen: Iterator[int]) -> None:
        self.texts, self.seen, self.held = texts, seen, ""

    def pieces(self, element: Any, page: int = 0, depth: int = 0) -> Iterator[Piece]:
        """The pieces of all tags under `element`, which stands on `page`."""
        yield from self._block(element, page, depth)
        yield from self._flush()

    def _block(self, element: Any, page: int, depth: int) -> Iterator[Piece]:
        for kind, child, page_of in self._children(element, page, depth):
            if kind == TEXT:
                self.held += self.texts.get((page_of, child), "")
            elif kind == CONTENTS:
                continue
            elif kind in INLINE:
                yield from self._block(child, page_of, depth + 1)
            else:
                yield from self._flush()
                yield from self._tagged(kind, child, page_of, depth + 1)
                yield from self._flush()

    def _tagged(self, kind: str, element: Any, page: int, depth: int) -> Iterator[Piece]:
        if kind == "/Table":
            yield from self._table(element, page, depth)
            return
        if element.get("/Alt"):
            yield Piece((str(element["/Alt"]),))
        yield from self._block(element, page, depth)

    def _table(self, table: Any, page: int, depth: int) -> Iterator[Piece]:
        """The caption, and the rows under their heads; what repeats the heads on a later page is left out."""
        for caption, page_of in self._within(table, CAPTION, page, depth):
            yield from _Reader(self.texts, self.seen).pieces(caption, page_of, depth + 1)
        heads: tuple[str, ...] = ()
        for row, page_of in self._within(table, ROWS, page, depth):
            cells = tuple(self._cell(*found, depth + 1) for found in self._within(row, CELLS, page_of, depth + 1))
            if heads and cells != heads:
                yield Piece(cells, heads)
            heads = heads or cells

    def _cell(self, cell: Any, page: int, depth: int) -> str:
        return "\n".join(piece.cells[0] for piece in _Reader(self.texts, self.seen).pieces(cell, page, depth))

    def _flush(self) -> Iterator[Piece]:
        text, self.held = self.held, ""
        if text.strip():
            yield Piece((text,))

    def _within(self, element: Any, kinds: tuple[str, ...], page: int, depth: int) -> Iterator[tuple[Any, int]]:
        """The nearest tags of some kinds under a tag, with their pages."""
        for kind, child, page_of in self._children(element, page, depth):
            if kind in kinds:
                yield child, page_of
            elif kind != TEXT:
                yield from self._within(child, kinds, page_of, depth + 1)

    def _children(self, element: Any, page: int, depth: int) -> Iterator[tuple[str, Any, int]]:
        """Kind, child and page of all that stands directly under a tag; the kind of marked content is `TEXT`."""
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            if next(self.seen) > MOST_TAGS or depth > DEEPEST:
                raise ValueError("more tags than a report can have")
            child: Any = kid.get_object() if hasattr(kid, "get_object") else kid
            if isinstance(child, int):
                yield TEXT, int(child), page
            elif hasattr(child, "raw_get"):
                page_of = child.raw_get("/Pg").idnum if "/Pg" in child else page
                is_text = "/MCID" in child and "/S" not in child
                yield (TEXT, int(child["/MCID"]), page_of) if is_text else (str(child.get("/S", "")), child, page_of)


def _page_texts(page: Any, letters: dict[Any, Letters]) -> dict[int, str]:
    """The texts of the marked contents of a page by their numbers; `letters` keeps what was read of each font."""
    contents = page.get_contents()
    if contents is None:
        return {}
    named = page["/Resources"].get("/Font", {})
    fonts = {name: named.raw_get(name) for name in named}
    for font in fonts.values():
        if font not in letters:
            table = font.get_object().get("/ToUnicode")
            letters[font] = read_letters(table.get_object().get_data()) if table is not None else {}
    return marked_texts(contents.get_data(), {name[1:].encode(): letters[font] for name, font in fonts.items()})
