"""Documents: real styles in the right order, described pictures, tables with heads, and the same bytes every time."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from dataclasses import replace
from hashlib import sha256
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Inches

from analysis.report.document import document_bytes
from analysis.report.manifest import manifest_bytes
from analysis.report.model import Bullets, Figure, Section
from report_made import HOSTILE, hostile_report, made_report

TITLES = ["At a glance", "How far along are we?", "Who answered", "What to do next"]


@pytest.fixture(scope="module")
def made() -> Any:
    return opened(document_bytes(made_report()))


@pytest.fixture(scope="module")
def hostile() -> Any:
    return opened(document_bytes(hostile_report()))


def opened(data: bytes) -> Any:
    return Document(io.BytesIO(data))


def texts(document: Any, style: str) -> list[str]:
    return [one.text for one in document.paragraphs if one.style.name == style]


def fields(element: Any) -> list[str]:
    return [one.text.strip() for one in element.iter(qn("w:instrText"))]


def described(document: Any) -> list[dict[str, str]]:
    return [dict(shape._inline.docPr.attrib) for shape in document.inline_shapes]


def test_cover__says_whose_report_this_is_and_who_made_it(made) -> None:
    assert texts(made, "Title") == ["Marrow Bend Community Library"]
    assert texts(made, "Subtitle") == [
        "Learning culture report",
        "Answers of 2026",
        "Northern Lakes Library Service",
        "Reports desk, 12 Shore Street, reports@lakes.example",
    ]
    assert described(made)[0]["descr"] == "Three waves under a book"


def test_headings__of_sections_figures_and_steps__are_headings(made) -> None:
    assert texts(made, "Heading 1") == TITLES
    assert texts(made, "Heading 2") == [
        "What stands out",
        "As a place of learning, the library is somewhere between Developing and Established",
        "More staff want to develop “Say in learning” than see it today",
        "Let staff choose what they learn",
        "Talk about what went wrong",
    ]


def test_contents__when_opened__are_filled_and_lead_to_the_headings(made) -> None:
    entries = [one for one in made.paragraphs if one.style.name == "toc 1"]
    links = [link for one in entries for link in one._p.iter(qn("w:hyperlink"))]
    assert ["".join(text.text for text in link.iter(qn("w:t"))) for link in links] == TITLES
    assert fields(entries[0]._p) == [r'TOC \o "1-1" \h \z \u']
    marks = {start.get(qn("w:name")): start.getparent() for start in made.element.iter(qn("w:bookmarkStart"))}
    targets = [marks[link.get(qn("w:anchor"))] for link in links]
    assert ["".join(text.text for text in target.iter(qn("w:t"))) for target in targets] == TITLES


def test_fields__of_the_whole_document__are_opened_and_closed(made) -> None:
    kinds = [mark.get(qn("w:fldCharType")) for mark in made.element.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") == 7
    assert b"updateFields" not in parts(document_bytes(made_report()))["word/settings.xml"]


def test_captions__of_figures_and_tables__count_themselves(made) -> None:
    captions = [one for one in made.paragraphs if one.style.name in ("Caption", "Table Caption")]
    assert [one.text.split(".")[0] for one in captions] == [
        "Figure 1",
        "Table 1",
        "Figure 2",
        "Table 2",
        "Table 3",
        "Table 4",
    ]
    assert [fields(one._p)[0].split()[1] for one in captions] == [
        "Figure",
        "Table",
        "Figure",
        "Table",
        "Table",
        "Table",
    ]


def test_pictures__of_figures__are_described_and_fit_the_page(made) -> None:
    figures = [b for s in made_report().sections for b in s.blocks if isinstance(b, Figure)]
    shown = described(made)[1:]
    assert [(one["descr"], one["title"]) for one in shown] == [(f.picture.alt, f.picture.title) for f in figures]
    assert len({one["id"] for one in described(made)}) == 3
    for shape in list(made.inline_shapes)[1:]:
        assert shape.width <= Inches(6.5)
        crop = shape._inline.graphic.graphicData.pic.blipFill.find(qn("a:srcRect"))
        assert 0 < int(crop.get("t")) < 20_000


def test_tables__of_numbers__repeat_their_heads_and_name_their_rows(made) -> None:
    assert len(made.tables) == 4
    for table in made.tables:
        assert table.style.name == "Report Table"
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
        heads = [row._tr.find(f"./{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in table.rows]
        assert heads == [True] + [False] * (len(heads) - 1)
        styles = [[cell.paragraphs[0].style.name for cell in row.cells] for row in table.rows]
        assert set(styles[0]) == {"Table Heading"}
        assert all(row[0] == "Table Heading" and set(row[1:]) == {"Table Text"} for row in styles[1:])
        assert sum(column.width for column in table.columns) == pytest.approx(Inches(6.5), rel=0.01)
    people = made.tables[-1]
    assert [[cell.text for cell in row.cells] for row in people.rows][:2] == [
        ["Group", "Answered", "Staff"],
        ["All staff", "6", "7"],
    ]


def test_texts__of_every_kind__have_styles_of_their_own(made) -> None:
    assert texts(made, "Lead")[0].startswith("As a place of learning")
    assert texts(made, "Key Figure") == ["6 of 7", "Developing", "between 38 and 66"]
    assert texts(made, "Key Figure Label") == ["staff answered", "is the likeliest level", "of 100, the index"]
    assert texts(made, "List Number") == ["Ask.", "Listen.", "Decide."]
    assert texts(made, "Note Heading") == ["How this is protected"]
    assert texts(made, "Quote") == [
        "“Ask the person at the desk.\nEverybody here does.”",
        "“We try things on Mondays.”",
    ]
    assert "How sure: Not sure: many would have to answer more." in texts(made, "Normal")


def test_lists__that_are_numbered__each_begin_at_one() -> None:
    lists = (Bullets(("a", "b"), is_ordered=True), Bullets(("c", "d"), is_ordered=True))
    document = opened(document_bytes(made_report(sections=(Section("s", "S", lists),))))
    numbers = [one._p.pPr.numPr.numId.val for one in document.paragraphs if one.style.name == "List Number"]
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3]
    numbering = document.part.numbering_part.element
    starts = {
        one.numId: [start.get(qn("w:val")) for start in one.iter(qn("w:startOverride"))] for one in numbering.num_lst
    }
    assert [starts[number] for number in numbers] == [["1"]] * 4


@pytest.mark.parametrize(
    ("language", "tag", "page"), [("en", "en-US", "Page 2 of 2"), ("es", "es-US", "Página 2 de 2")]
)
def test_frame__of_pages__names_the_library_and_counts(language, tag, page) -> None:
    document = opened(document_bytes(made_report(language=language)))
    section = document.sections[0]
    assert section.different_first_page_header_footer
    assert section.header.paragraphs[0].text == "Marrow Bend Community Library\tLearning culture report · 2026"
    assert section.footer.paragraphs[0].text == page
    assert fields(section.footer._element) == ["PAGE", "NUMPAGES"]
    assert {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))} == {tag}


@pytest.mark.parametrize(("paper", "size"), [("letter", (8.5, 11.0)), ("a4", (8.268, 11.693))])
def test_paper__of_the_brand__is_that_of_the_document(paper, size) -> None:
    document = opened(document_bytes(made_report(brand=replace(made_report().brand, paper=paper))))
    section = document.sections[0]
    assert (section.page_width.inches, section.page_height.inches) == pytest.approx(size, abs=0.01)


def test_colors_and_font__of_the_brand__are_in_the_styles() -> None:
    brand = replace(made_report().brand, primary="#5A1E5C", font_name="Source Sans 3")
    document = opened(document_bytes(made_report(brand=brand)))
    assert str(document.styles["Heading 1"].font.color.rgb) == "5A1E5C"
    assert {document.styles[name].font.name for name in ("Normal", "Title", "Table Text")} == {"Source Sans 3"}


def test_hostile_texts__in_a_document__are_shown_as_text(hostile) -> None:
    told = "\n".join(one.text for one in hostile.paragraphs)
    shown = HOSTILE.replace("\x0b", "\n")
    for letter in "\x00\x07\x1b\ufffe":
        shown = shown.replace(letter, "\ufffd")
    for field in ("title", "library", "section", "lead", "value", "item_1", "note", "quote_2", "evidence", "reading"):
        assert f"=1+1 {field} {shown} {field}" in told
    cells = [cell.text for table in hostile.tables for row in table.rows for cell in row.cells]
    assert f"=1+1 cell {shown} cell" in cells
    assert [one["descr"].split(" <")[0] for one in described(hostile)] == ["=1+1 logo_alt", "=1+1 alt"]
    # No letter of theirs made a field or a link.
    assert {field.split()[0] for field in fields(hostile.element)} == {"TOC", "SEQ"}
    assert len(list(hostile.element.iter(qn("w:hyperlink")))) == 1


def test_document__without_sections_and_brand__is_a_cover() -> None:
    plain = replace(made_report().brand, logo=b"", logo_alt="", name="", contact="")
    document = opened(document_bytes(made_report(sections=(), brand=plain, origins={})))
    assert [one.text for one in document.paragraphs] == [
        "Learning culture report",
        "Marrow Bend Community Library",
        "Answers of 2026",
    ]


def test_logo__that_is_a_drawing__is_embedded_as_it_is() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><rect width="30" height="10"/></svg>'
    packed = parts(document_bytes(made_report(brand=replace(made_report().brand, logo=svg))))
    assert packed["word/media/logo.svg"] == svg
    assert b"svgBlip" in packed["word/document.xml"]


def test_manifest__of_a_document__is_the_only_custom_part() -> None:
    packed = parts(document_bytes(made_report()))
    assert [name for name in packed if name.startswith("customXml/")] == ["customXml/item1.xml"]
    root = ElementTree.fromstring(packed["customXml/item1.xml"])
    assert (root.text or "").encode() == manifest_bytes(made_report())
    assert b"relationships/customXml" in packed["word/_rels/document.xml.rels"]


def test_properties__of_a_document__say_what_it_is_and_no_date(made) -> None:
    properties = made.core_properties
    assert properties.title == "Marrow Bend Community Library: Learning culture report"
    assert (properties.author, properties.language) == ("Northern Lakes Library Service", "en-US")
    assert (properties.created, properties.modified) == (None, None)


@pytest.mark.slow
def test_bytes__made_in_two_processes__are_the_same() -> None:
    code = (
        "from hashlib import sha256; from analysis.report.document import document_bytes; from report_made import *; "
        "print(*(sha256(document_bytes(make())).hexdigest() for make in (hostile_report, made_report)))"
    )
    paths = f"import sys; sys.path[:0] = {sys.path!r}; "
    said = subprocess.run([sys.executable, "-c", paths + code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == [sha256(document_bytes(make())).hexdigest() for make in (hostile_report, made_report)]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}
