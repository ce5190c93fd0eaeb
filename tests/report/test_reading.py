"""Reading a report back: the manifest and what is seen, from all four formats, and what is refused."""

from __future__ import annotations

import doctest
import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.errors import ToolkitError
from analysis.report import reading_marks, reading_pdf
from analysis.report.listing import grids_of, squeeze, texts_of
from analysis.report.manifest import manifest_bytes, manifest_of, read_manifest
from analysis.report.model import Figure, KeyFigure, KeyFigures, NextStep, NextSteps, Paragraph, Quotes, Report, Section
from analysis.report.reading import LARGEST, read_bytes, read_report
from analysis.report.reading_marks import marked_texts, read_letters
from analysis.report.reading_office import LARGEST as LARGEST_TEXT
from analysis.report.reading_office import MOST_PARTS
from analysis.report.reading_pdf import pieces_of
from analysis.report.shown import Piece, Shown
from analysis.report.writing import FORMATS, report_bytes
from report_made import hostile_report, made_report

LETTERS = {bytes([0, number]): letter for number, letter in enumerate("0123ABC")}


@cache
def written(format_: str, is_hostile: bool = False) -> bytes:
    return report_bytes(hostile_report() if is_hostile else made_report(), format_)


def shown_in(format_: str) -> Shown:
    return read_bytes(written(format_), "report")


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return buffer.getvalue()


def manifest_in(text: bytes) -> bytes:
    return b'<manifest xmlns="urn:library-learning-culture:manifest">' + text + b"</manifest>"


def refusal(data: bytes) -> str:
    with pytest.raises(ToolkitError) as error:
        read_bytes(data, "report")
    return str(error.value)


def unreadable(found: str) -> str:
    return (
        f"This report cannot be read.\n- report: found {found}; allowed: a report as .pdf, .html, .pptx or .docx. "
        "Check the name, or get the file anew."
    )


def test_examples__run__as_they_stand() -> None:
    assert doctest.testmod(reading_marks).failed == 0


@pytest.mark.parametrize("is_hostile", [False, True], ids=["made", "hostile"])
@pytest.mark.parametrize("format_", FORMATS)
def test_manifest__read_from_a_file__is_the_one_that_was_written(format_: str, is_hostile: bool) -> None:
    report = hostile_report() if is_hostile else made_report()
    shown = read_bytes(written(format_, is_hostile), "report")
    assert shown.format == format_
    assert shown.manifest == manifest_bytes(report)
    assert read_manifest(shown.manifest, "report") == manifest_of(report)


@pytest.mark.parametrize("format_", ["pdf", "html", "docx"])
def test_tables__of_a_file__are_read_row_by_row_under_their_heads(format_: str) -> None:
    rows = {piece.key for piece in shown_in(format_).pieces if piece.heads}
    for section in made_report().sections:
        for grid in grids_of(section):
            if grid.kind == "table":
                assert {Piece(row, grid.columns).key for row in grid.rows} <= rows


def test_tables__of_slides__are_read_row_by_row_under_their_heads() -> None:
    rows = {piece.key for piece in shown_in("pptx").pieces if piece.heads}
    people = next(grid for section in made_report().sections for grid in grids_of(section) if grid.id == "who")
    assert {Piece(row, people.columns).key for row in people.rows} <= rows


def left_out(format_: str) -> set[str]:
    """What slides need not say: how to read a figure that they draw as a chart of their own."""
    blocks = (block for section in made_report().sections for block in section.blocks)
    return {
        block.picture.reading for block in blocks if format_ == "pptx" and isinstance(block, Figure) and block.chart
    }


@pytest.mark.parametrize("format_", FORMATS)
def test_texts__of_a_file__are_all_those_of_the_report(format_: str) -> None:
    everything = shown_in(format_).everything
    for section, texts in texts_of(made_report()):
        assert [text for text in texts if squeeze(text) not in everything and text not in left_out(format_)] == [], (
            section
        )


def test_chart__of_slides__is_read_with_its_values() -> None:
    charts = [piece for piece in shown_in("pptx").pieces if piece.cells[0] == "Chance" and piece.heads]
    assert charts == [
        Piece(
            ("Chance", "0.000000", "0.250000", "0.500000", "0.250000", ""),
            ("", "Absent", "Emerging", "Developing", "Established", "Embedded"),
        )
    ]


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT, TEXT, TEXT)
@pytest.mark.parametrize("format_", FORMATS)
def test_manifest__of_any_texts__comes_back_from_a_file(format_: str, one: str, two: str, three: str) -> None:
    report = small_report(one, two, three)
    assert read_bytes(report_bytes(report, format_), "report").manifest == manifest_bytes(report)


def small_report(one: str, two: str, three: str) -> Report:
    steps = NextSteps((NextStep(one, two, three, (three, one)),))
    blocks = (Paragraph(two, "lead"), KeyFigures((KeyFigure(one, two), KeyFigure(two, three))), Quotes((three,)), steps)
    return made_report(title=one, library=two, sections=(Section("s", three, blocks),))


def test_report__of_a_file__is_read_whatever_its_name(tmp_path: Path) -> None:
    path = tmp_path / "renamed.txt"
    path.write_bytes(written("html"))
    assert read_report(path).manifest == manifest_bytes(made_report())


def test_report__that_is_not_there__is_refused(tmp_path: Path) -> None:
    with pytest.raises(ToolkitError) as error:
        read_report(tmp_path / "gone.pdf")
    assert str(error.value) == (
        "This report cannot be read.\n- gone.pdf: found No such file or directory; "
        "allowed: a report as .pdf, .html, .pptx or .docx. Check the name, or get the file anew."
    )


@pytest.mark.parametrize(
    "data",
    [b"<!doctype html><p>1</p>", zipped({"word/document.xml": b"<a/>"}), zipped({"customXml/item1.xml": b"<other/>"})],
)
def test_report__without_a_manifest__is_refused(data: bytes) -> None:
    assert refusal(data) == (
        "This file cannot be checked.\n- report: found no manifest; allowed: a report that the toolkit made. "
        "Take the file as the toolkit made it: some programs leave the manifest out when they save."
    )


@pytest.mark.parametrize("data", [b"", b"text", b"\x89PNG\r\n\x1a\n", b"{}"])
def test_report__that_is_something_else__is_refused(data: bytes) -> None:
    assert refusal(data) == unreadable("neither a PDF, nor a web page, nor slides, nor a document")


def test_report__larger_than_any__is_refused() -> None:
    assert refusal(b"%PDF-" + bytes(LARGEST - 4)) == unreadable("more than 100 MB")


@pytest.mark.parametrize("cut", [10, 1000, -3000])
@pytest.mark.parametrize("format_", ["pdf", "pptx", "docx"])
def test_report__cut_off__is_refused(format_: str, cut: int) -> None:
    assert refusal(written(format_)[:cut]).startswith("This report cannot be read.\n- report: found ")


@pytest.mark.parametrize(
    "part",
    [
        b'<!DOCTYPE a [<!ENTITY x "yyyyyyyyyy"><!ENTITY z "&x;&x;&x;&x;">]><a>&z;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"<a>" * 300 + b"</a>" * 300,
        b"<a>",
    ],
)
def test_office_file__with_a_part_that_is_no_plain_xml__is_refused(part: bytes) -> None:
    data = zipped({"customXml/item1.xml": manifest_in(b"{}"), "word/document.xml": part})
    assert refusal(data).startswith("This report cannot be read.\n- report: found ")


def test_office_file__of_too_many_parts__is_refused() -> None:
    slides = {f"ppt/slides/slide{number}.xml": b"<a/>" for number in range(MOST_PARTS)}
    with_manifest = {"customXml/item1.xml": manifest_in(b"{}")}
    assert refusal(zipped(slides | with_manifest)) == unreadable("more than a report can have")
    del slides["ppt/slides/slide0.xml"]
    assert read_bytes(zipped(slides | with_manifest), "report").format == "pptx"


def test_office_file__that_unpacks_into_more_than_a_report_has__is_refused() -> None:
    manifest = manifest_in(b"{}")
    parts = {"customXml/item1.xml": manifest, "word/document.xml": b" " * (LARGEST_TEXT - len(manifest) + 1)}
    assert refusal(zipped(parts)) == unreadable("more than a report can have")


def test_office_file__whose_manifest_was_numbered_anew__is_read() -> None:
    parts = {
        "customXml/item1.xml": b"<other/>",
        "customXml/item7.xml": manifest_in(b"{}"),
        "word/document.xml": b"<a/>",
    }
    assert read_bytes(zipped(parts), "report").manifest == b"{}"


@pytest.mark.parametrize(
    ("page", "pieces"),
    [
        ("<p>One <b>and</b> two<p>three", ["One and two", "three"]),
        ("<style>p{}</style><script>x()</script><p>seen</p>", ["seen"]),
        ("<p>a<br>b</p>", ["a\nb"]),
        ("<p>&lt;b&gt; &#60;</p><img alt='a &quot;b&quot;'>", ["<b> <", 'a "b"']),
        ("</p></table></tr><td>loose</td>", ["loose"]),
    ],
)
def test_page__of_any_marks__is_read_as_blocks(page: str, pieces: list[str]) -> None:
    manifest = '<!DOCTYPE html><script type="application/json" id="learning-culture-manifest">{}</script>'
    shown = read_bytes((manifest + page).encode(), "report")
    assert [piece.cells[0] for piece in shown.pieces] == pieces
    assert shown.manifest == b"{}"


def test_page__with_a_table__is_read_under_its_heads() -> None:
    page = (
        '<!DOCTYPE html><script id="learning-culture-manifest">{}</script><table><caption>C</caption>'
        "<tr><th>G</th><th>N</th></tr><tr><th>a</th><td>1</td></tr></table><table><tr><th>H</th></tr><tr><td>2</td></tr></table>"
    )
    assert read_bytes(page.encode(), "report").pieces == (
        Piece(("C",)),
        Piece(("a", "1"), ("G", "N")),
        Piece(("2",), ("H",)),
    )


@pytest.mark.parametrize(
    ("contents", "told"),
    [
        (b"/P<</MCID 3>>BDC BT /f 9 Tf [(\\000\\004)-2(\\000\\005)]TJ ET EMC", {3: "AB"}),
        (b"/P<</MCID 3>>BDC /f 9 Tf <00040005> Tj EMC/P<</MCID 4>>BDC <0006>Tj EMC", {3: "AB", 4: "C"}),
        (b"/Artifact<</Type/Pagination>>BDC /f 9 Tf <0004>Tj EMC", {}),
        (b"/P<</MCID 1>>BDC /f 9 Tf /Span<</ActualText<FEFF00E9>>>BDC <00040004>Tj EMC <0005>Tj EMC", {1: "éB"}),
        (b"/P<</MCID 1>>BDC /Span<</ActualText(x\\)y)>>BDC EMC EMC", {1: "x)y"}),
        (b"/P<</MCID 1/Alt(a >> /MCID 9 \\) b)>>BDC /f 9 Tf <0004>Tj EMC", {1: "A"}),
        (b"/P<</MCID 1>>BDC /f 9 Tf (\\000\\004(\\000)\\000\\005)Tj EMC", {1: "A"}),
        (b"/P<</MCID 1>>BDC /g 9 Tf <0004>Tj EMC EMC EMC", {1: ""}),
        (b"/P BMC <0004>Tj EMC 1 0 0 1 5 5 cm 0 0 m 5 5 l S", {}),
        (b"/P<</MCID 1>>BDC /f 9 Tf (\\000\\004", {1: ""}),
        (b"/P<</MCID 1", {}),
        (b"", {}),
    ],
)  # fmt: skip
def test_marks__of_a_page__say_what_their_letters_stand_for(contents: bytes, told: dict[int, str]) -> None:
    found = marked_texts(contents, {b"f": LETTERS})
    assert {number: text for number, text in found.items() if text} == {n: text for n, text in told.items() if text}


def test_letters__of_single_codes_and_ranges__are_read() -> None:
    table = (
        b"2 beginbfchar <0001> <0066 0066 0069> <0002> <D83DDE00> endbfchar "
        b"1 beginbfrange <0010> <0012> <0041> endbfrange"
    )
    assert read_letters(table) == {
        b"\x00\x01": "ffi",
        b"\x00\x02": "\U0001f600",
        b"\x00\x10": "A",
        b"\x00\x11": "B",
        b"\x00\x12": "C",
    }


@pytest.mark.parametrize(
    "table",
    [
        b"beginbfrange <0000> <FFFFFFFF> <0041> endbfrange",
        b"beginbfrange <0005> <0001> <0041> endbfrange",
        b"beginbfrange <0000> <0001> <> endbfrange",
        b"beginbfchar <0001> endbfchar",
        b"beginbfchar <0001> <D8> endbfchar",
    ],
)
def test_letters__of_a_damaged_table__are_refused(table: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_letters(table)


@given(st.binary(max_size=200))
def test_marks__of_any_bytes__do_not_fail(contents: bytes) -> None:
    assert isinstance(marked_texts(b"/P<</MCID 1>>BDC " + contents, {}), dict)


class Tags(dict[str, Any]):
    """Tags of a PDF as the library gives them."""

    raw_get = dict.__getitem__


def opened(tree: Tags) -> Any:
    return SimpleNamespace(pages=[], root_object={"/StructTreeRoot": tree})


def test_pdf__whose_tags_hold_each_other__is_refused() -> None:
    tree = Tags()
    tree["/K"] = [Tags({"/S": "/Div", "/K": tree})]
    with pytest.raises(ValueError, match=r"^more tags than a report can have$"):
        pieces_of(opened(tree))


def test_pdf__whose_tags_are_shared_over_and_over__is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_pdf, "MOST_TAGS", 1000)
    tree = Tags({"/S": "/Div", "/K": []})
    for _ in range(40):
        tree = Tags({"/S": "/Div", "/K": [tree, tree]})
    with pytest.raises(ValueError, match=r"^more tags than a report can have$"):
        pieces_of(opened(tree))


@pytest.mark.parametrize("change", [bytes.upper, lambda data: data[::-1]])
def test_pdf__changed_at_random__is_refused(change: Callable[[bytes], bytes]) -> None:
    data = written("pdf")
    middle = len(data) // 2
    assert refusal(data[:5] + change(data[5:middle])).startswith("This report cannot be read.")
