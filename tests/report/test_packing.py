"""Packing: texts that XML allows, the manifest as a part, and zips that are the same every time."""

from __future__ import annotations

import doctest
import io
import zipfile
from xml.etree import ElementTree

import pytest

from analysis.report import packing
from analysis.report.brand import Brand
from analysis.report.packing import FONT, font_of, manifest_part, plain, repacked, tag_of


def zipped(parts: dict[str, bytes], day: int = 1) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, part in parts.items():
            file.writestr(zipfile.ZipInfo(name, (2020, 1, day, 0, 0, 0)), part)
    return buffer.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def test_examples__hold() -> None:
    assert doctest.testmod(packing).failed == 0


@pytest.mark.parametrize("letter", ["\x00", "\x08", "\x0c", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_plain__letter_that_xml_forbids__is_shown(letter) -> None:
    assert plain(f"a{letter}b") == "a\ufffdb"


@pytest.mark.parametrize("letter", ["\t", " ", "\x7f", "\ud7ff", "\ue000", "\ufffd", "\U00010000", "\U0010ffff"])
def test_plain__letter_that_xml_allows__stays(letter) -> None:
    assert plain(f"a{letter}b") == f"a{letter}b"


def test_plain__every_kind_of_line_break__is_one() -> None:
    assert plain("a\r\nb\rc\vd\ne") == "a\nb\nc\nd\ne"


def test_manifest_part__of_marks_and_letters__is_read_back_as_it_was() -> None:
    told = '{"a": "<b> & ü \\u0000 ]]>"}'
    root = ElementTree.fromstring(manifest_part(told.encode()))
    assert root.tag == "{urn:library-learning-culture:manifest}manifest"
    assert root.text == told


def test_repacked__same_parts_in_another_order_on_another_day__are_the_same_bytes() -> None:
    parts = {"b.xml": b"<b/>", "[Content_Types].xml": b"<t/>", "a.xml": b"<a/>"}
    turned = dict(reversed(parts.items()))
    assert repacked(zipped(parts)) == repacked(zipped(turned, day=2))
    assert list(unzipped(repacked(zipped(parts)))) == ["[Content_Types].xml", "a.xml", "b.xml"]


def test_repacked__dates_in_properties__are_gone_and_nothing_else_is() -> None:
    dated = (
        b'<p><dc:title>T</dc:title><dcterms:created xsi:type="x">2020</dcterms:created>'
        b"<dcterms:modified>2021</dcterms:modified><n>1</n></p>"
    )
    kept = unzipped(repacked(zipped({"docProps/core.xml": dated, "other.xml": dated})))
    assert kept == {"docProps/core.xml": b"<p><dc:title>T</dc:title><n>1</n></p>", "other.xml": dated}


def test_repacked__workbook_inside__is_repacked_too() -> None:
    books = [zipped({"docProps/core.xml": b"<dcterms:modified>%d</dcterms:modified>" % year}) for year in (1, 2)]
    first, second = (repacked(zipped({"ppt/embeddings/sheet.xlsx": book})) for book in books)
    assert first == second


def test_tag_of__language__is_one_that_office_programs_know() -> None:
    assert [tag_of(language) for language in ("en", "es", "de")] == ["en-US", "es-US", "de"]


@pytest.mark.parametrize(
    ("told", "used"),
    [("", FONT), ("Source Sans 3", "Source Sans 3"), ('Evil"/><x', "Evilx"), ("x" * 40, "x" * 40), ("x" * 41, FONT)],
)
def test_font_of__name_from_a_file__is_safe_or_not_used(told, used) -> None:
    assert font_of(Brand(font_name=told)) == used
