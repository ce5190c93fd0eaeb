"""Reading Office files: what a document or a set of slides shows, with notes, charts and descriptions of pictures.

A file is a zip of XML parts. Only the parts that hold text are opened, and only where all of them together are no
larger than a report can be, so that a small zip which unpacks into something huge is refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from analysis.report.plain_xml import local_name, read_xml
from analysis.report.shown import Piece, Shown

__all__ = ["LARGEST", "MANIFEST_ROOT", "read_office"]

LARGEST = 200_000_000
"""Bytes, unpacked; a zip says how large each of its parts is, and gives no more than that."""

MOST_PARTS = 4_000
MANIFEST_ROOT = "{urn:library-learning-culture:manifest}manifest"
CUSTOM = re.compile(r"customXml/item\d+\.xml")
TEXTS = re.compile(
    r"word/(document|footnotes|header\d*|footer\d*)\.xml|ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml"
)
CHARTS = re.compile(r"(ppt|word)/charts/chart\d+\.xml")
KINDS = (CUSTOM, TEXTS, CHARTS)
NUMBER = re.compile(r"\d+")


def read_office(data: bytes) -> Shown:
    """The manifest of a document or of slides (empty where there is none) and what is shown, in their order.

    Raises `ValueError` where the file is damaged or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return _read(parts)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError) as error:
        raise ValueError(str(error)) from error


def _read(parts: zipfile.ZipFile) -> Shown:
    known = [one.filename for one in parts.infolist() if any(kind.fullmatch(one.filename) for kind in KINDS)]
    if len(known) > MOST_PARTS or sum(one.file_size for one in parts.infolist()) > LARGEST:
        raise ValueError("more than a report can have")
    names = sorted(known, key=_order)
    customs, texts, charts = ([_xml(parts, name) for name in names if kind.fullmatch(name)] for kind in KINDS)
    manifest = next((text for root in customs for text in _manifest(root)), "")
    pieces = (
        *(piece for root in texts for piece in _pieces(root)),
        *(piece for root in charts for piece in _chart(root)),
    )
    is_slides = any(name.startswith("ppt/") for name in names)
    return Shown("pptx" if is_slides else "docx", manifest.encode("utf-8", "replace"), pieces)


def _order(name: str) -> tuple[str, int]:
    return NUMBER.sub("", name), int((NUMBER.search(name) or ["0"])[0])


def _xml(parts: zipfile.ZipFile, name: str) -> Element:
    return read_xml(parts.read(name))


def _manifest(root: Element) -> Iterator[str]:
    if root.tag == MANIFEST_ROOT:
        yield "".join(root.itertext())


def _pieces(element: Element) -> Iterator[Piece]:
    """Paragraphs, rows of tables and descriptions of pictures within an element."""
    match local_name(element.tag):
        case "tbl":
            yield from _table(element)
        case "p":
            text = _text(element)
            if text.strip():
                yield Piece((text,))
            yield from (Piece((alt,)) for one in element.iter() if (alt := _alt(one)))
        case _:
            if alt := _alt(element):
                yield Piece((alt,))
            for child in element:
                yield from _pieces(child)


def _alt(element: Element) -> str:
    return element.get("descr", "").strip() if local_name(element.tag) in ("docPr", "cNvPr") else ""


def _table(table: Element) -> Iterator[Piece]:
    rows = [row for row in table if local_name(row.tag) == "tr"]
    heads: tuple[str, ...] = ()
    for row in rows:
        cells = tuple(_cell(cell) for cell in row if local_name(cell.tag) == "tc")
        if heads and len(cells) == len(heads):
            yield Piece(cells, heads)
        elif cells:
            # A table of one row lays things out, so what it says are texts.
            heads = heads or cells
            yield from (Piece((cell,)) for cell in cells if len(rows) == 1 and cell.strip())


def _cell(cell: Element) -> str:
    return "\n".join(_text(one) for one in cell.iter() if local_name(one.tag) == "p")


def _text(paragraph: Element) -> str:
    return "".join(_run(one) for one in paragraph.iter())


def _run(element: Element) -> str:
    match local_name(element.tag):
        case "t":
            return element.text or ""
        case "tab" | "br" | "cr":
            return "\n"
        case _:
            return ""


def _chart(root: Element) -> Iterator[Piece]:
    """Each row of bars with its values, and the words beside them."""
    for series in (one for one in root.iter() if local_name(one.tag) == "ser"):
        names = {local_name(child.tag): child for child in series}
        categories, values = _points(names.get("cat")), _points(names.get("val"))
        heads = tuple(categories.get(at, "") for at in range(1 + max([*categories, *values], default=-1)))
        told = (_decimal(values.get(at, "")) for at in range(len(heads)))
        yield Piece(("".join(_points(names.get("tx")).values()), *told), ("", *heads))
    yield from (Piece((text,)) for one in root.iter() if local_name(one.tag) == "p" and (text := _text(one).strip()))


def _points(element: Element | None) -> dict[int, str]:
    points = (one for one in (element.iter() if element is not None else ()) if local_name(one.tag) == "pt")
    return {int(point.get("idx", "0")): "".join(point.itertext()).strip() for point in points}


def _decimal(value: str) -> str:
    try:
        return f"{float(value):.6f}"
    except ValueError:
        return value
