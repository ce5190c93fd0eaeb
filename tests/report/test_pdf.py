"""The PDF as a screen reader meets it: tags, language, title, outline, descriptions, heads, order, fonts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pypdf import PdfReader

from analysis.errors import ToolkitError
from analysis.present.html import HtmlTable
from analysis.report import pdf
from analysis.report.listing import squeeze, texts_of
from analysis.report.manifest import manifest_bytes
from analysis.report.model import Figure, KeyFigures, Paragraph, Report, Section, Table
from analysis.report.pdf import pdf_bytes, pdf_pictures
from analysis.report.reading_pdf import pieces_of
from report_made import made_report

PROJECT = Path(__file__).resolve().parents[2]
LETTER, A4 = (612, 792), (595, 842)


@cache
def made_pdf() -> bytes:
    return pdf_bytes(made_report())


@cache
def opened() -> PdfReader:
    return PdfReader(BytesIO(made_pdf()))


def elements(element: Any) -> Iterator[Any]:
    """All tags under one, in the order in which they are read."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        tag = kid.get_object()
        if isinstance(tag, dict) and "/S" in tag:
            yield tag
            yield from elements(tag)


def tags(*kinds: str) -> list[Any]:
    tree = opened().root_object["/StructTreeRoot"]
    return [tag for tag in elements(tree) if tag["/S"] in kinds]


def blocks(kind: type) -> list[Any]:
    return [block for section in made_report().sections for block in section.blocks if isinstance(block, kind)]


def scope(cell: Any) -> str | None:
    return next((part["/Scope"] for part in cell.get("/A", []) if "/Scope" in part), None)


def cells(row: Any) -> list[Any]:
    return [kid.get_object() for kid in row["/K"]]


def small(*blocks: Any) -> Report:
    return made_report(sections=(Section("one", "One", blocks),))


def test_pdf__catalog__is_marked_and_has_language_and_title() -> None:
    root = opened().root_object
    assert root["/MarkInfo"] == {"/Marked": True, "/Suspects": False}
    assert root["/Lang"] == "en-US"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert opened().metadata is not None
    assert opened().metadata.title == "Marrow Bend Community Library: Learning culture report"
    assert opened().metadata.author == "Northern Lakes Library Service"


def test_pdf__metadata__says_that_it_is_pdf_ua_1_and_has_no_date() -> None:
    told = opened().xmp_metadata
    assert told is not None
    xmp = told.stream.get_data().decode("utf-8")
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "Date" not in xmp
    assert "/CreationDate" not in (opened().metadata or {})


def test_pdf__spanish__says_so() -> None:
    report = replace(small(Paragraph("Hola.")), language="es")
    reader = PdfReader(BytesIO(pdf_bytes(report)))
    assert reader.root_object["/Lang"] == "es"
    assert "Página 2 de 2" in reader.pages[1].extract_text()


def test_pdf__outline__names_the_sections_in_their_order() -> None:
    titles = [str(getattr(entry, "title", "")) for entry in opened().outline]
    assert titles == [section.title for section in made_report().sections]


def test_pdf__headings__go_down_one_level_at_a_time() -> None:
    levels = [int(tag["/S"][2]) for tag in tags("/H1", "/H2", "/H3")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert levels.count(1) == len(made_report().sections)


def test_pdf__figures__have_the_descriptions_of_their_pictures() -> None:
    alts = [tag.get("/Alt") for tag in tags("/Figure")]
    assert alts == [made_report().brand.logo_alt, *(figure.picture.alt for figure in blocks(Figure))]


def test_pdf__tables__have_a_head_for_each_column_and_each_row() -> None:
    found = tags("/Table")
    assert len(found) == len(blocks(Table))
    for table, block in zip(found, blocks(Table), strict=True):
        heads, *rows = [tag for tag in elements(table) if tag["/S"] == "/TR"]
        assert [(cell["/S"], scope(cell)) for cell in cells(heads)] == [("/TH", "/Column")] * block.table.frame.shape[1]
        assert len(rows) == len(block.table.frame)
        for row in rows:
            first, *others = cells(row)
            assert (first["/S"], scope(first)) == ("/TH", "/Row")
            assert {cell["/S"] for cell in others} == {"/TD"}


def test_pdf__cells__name_no_head_so_that_those_of_column_and_row_hold() -> None:
    attributes = [part for cell in tags("/TD") for part in cell["/A"] if part["/O"] == "/Table"]
    assert attributes
    assert [part for part in attributes if "/Headers" in part] == []


def test_pdf__read_aloud__says_everything_in_the_order_of_the_report() -> None:
    heard = squeeze(" ".join(str(text) for piece in pieces_of(opened()) for text in piece.cells))
    at = 0
    for section in made_report().sections:
        for text in (section.title, *(text for block in section.blocks for text in read_of(block))):
            found = heard.find(squeeze(text), at)
            assert found >= 0, text
            at = found + len(squeeze(text))


def read_of(block: Any) -> list[str]:
    """What is read of a block, in its order; what a figure is called comes before what it shows."""
    match block:
        case Figure(_, picture, _):
            return [picture.reading, picture.alt]
        case Table(_, table):
            rows = table.frame.itertuples(index=False, name=None)
            return [table.caption, *(str(cell) for row in rows for cell in row)]
        case KeyFigures(figures):
            return [text for one in figures for text in (one.value, one.label)]
        case _:
            return [text for _, texts in texts_of(small(block))[1:] for text in texts[1:]]


def test_pdf__tables_read_aloud__tell_the_heads_of_their_columns() -> None:
    heads = list(dict.fromkeys(piece.heads for piece in pieces_of(opened()) if piece.heads))
    told = [tuple(map(squeeze, head)) for head in heads]
    assert told == list(dict.fromkeys(tuple(map(squeeze, block.table.frame.columns)) for block in blocks(Table)))


def test_pdf__head_and_foot__are_no_part_of_what_is_read() -> None:
    heard = " ".join(str(text) for piece in pieces_of(opened()) for text in piece.cells)
    assert "Page 2 of" not in heard
    assert "Page 2 of" in opened().pages[1].extract_text()


def test_pdf__fonts__are_all_embedded() -> None:
    fonts = [font.get_object() for page in opened().pages for font in page["/Resources"].get("/Font", {}).values()]
    described = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts]
    assert described
    assert [one for one in described if not {"/FontFile", "/FontFile2", "/FontFile3"} & one.keys()] == []
    assert {font["/BaseFont"].split("+")[1].split("-")[0] for font in fonts} == {"Inter"}


def test_pdf__links__lead_nowhere_outside() -> None:
    notes = [note.get_object() for page in opened().pages for note in page.get("/Annots", [])]
    assert notes
    assert [note for note in notes if "/A" in note and note["/A"].get("/S") == "/URI"] == []
    assert b"/URI" not in made_pdf()


def test_pdf__attachment__is_the_manifest() -> None:
    assert opened().attachments["learning-culture.json"] == [manifest_bytes(made_report())]


def test_pdf__same_report__same_bytes() -> None:
    assert pdf_bytes(made_report()) == made_pdf()


@pytest.mark.slow
def test_pdf__another_process__same_bytes() -> None:
    code = (
        "import sys; sys.path[:0] = ['.', 'tests/support']\n"
        "from hashlib import sha256\nfrom report_made import made_report\nfrom analysis.report.pdf import pdf_bytes\n"
        "print(sha256(pdf_bytes(made_report())).hexdigest())"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == sha256(made_pdf()).hexdigest()


@pytest.mark.parametrize(("paper", "size"), [("letter", LETTER), ("a4", A4)])
def test_pdf__paper__is_that_of_the_brand(paper: str, size: tuple[int, int]) -> None:
    report = small(Paragraph("One."))
    reader = PdfReader(BytesIO(pdf_bytes(replace(report, brand=replace(report.brand, paper=paper)))))
    assert {tuple(round(side) for side in page.mediabox[2:]) for page in reader.pages} == {size}


def test_pdf__brand_without_anything__has_a_cover_all_the_same() -> None:
    report = small(Paragraph("One."))
    plain = replace(report, brand=type(report.brand)())
    reader = PdfReader(BytesIO(pdf_bytes(plain)))
    assert reader.pages[0].extract_text().replace("\n", "").replace("report", "report ") == (
        "Learning culture report Marrow Bend Community LibraryAnswers of 2026"
    )
    assert "/Author" not in (reader.metadata or {})


def test_pdf__table_without_a_head__is_refused_with_its_place() -> None:
    frame = pd.DataFrame([["All", "1"], [" ", "2"]], columns=["Who", ""])
    with pytest.raises(ToolkitError) as error:
        pdf_bytes(small(Table("who", HtmlTable("Who", frame))))
    assert str(error.value) == (
        "This report has tables that cannot be read out.\n"
        "- section one, table who, column 2: found no head; allowed: a text. Give every column and every row a head.\n"
        "- section one, table who, row 2: found no head; allowed: a text. Give every column and every row a head."
    )


def test_pdf__warning_of_typst__is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    template = tmp_path / "report.typ"
    template.write_text(pdf.TEMPLATE.read_text(encoding="utf-8") + '\n#text(font: "Nowhere Sans")[a]', encoding="utf-8")
    monkeypatch.setattr(pdf, "TEMPLATE", template)
    with pytest.raises(ToolkitError) as error:
        pdf_bytes(small(Paragraph("One.")))
    assert str(error.value) == (
        "The pages of this report cannot be set.\n"
        "- pages: found unknown font family: nowhere sans; allowed: pages without errors and warnings. "
        "Report this, together with the sections that were asked for."
    )


def test_pdf__error_of_typst__is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    template = tmp_path / "report.typ"
    template.write_text("#panic()", encoding="utf-8")
    monkeypatch.setattr(pdf, "TEMPLATE", template)
    with pytest.raises(ToolkitError, match="The pages of this report cannot be set"):
        pdf_bytes(small(Paragraph("One.")))


def test_pdf_pictures__of_each_page__is_a_png() -> None:
    pictures = pdf_pictures(made_report(), 20)
    assert len(pictures) == len(opened().pages)
    assert {picture[:8] for picture in pictures} == {b"\x89PNG\r\n\x1a\n"}
