"""Parts: fields, captions, contents, pictures and tables of a document, as Word itself would write them.

Every field holds its result already, so that nothing is empty and nobody is asked to update anything when the document
is opened.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt
from docx.table import _Cell

from analysis.present.html import HtmlTable
from analysis.report.document_styles import TABLE_STYLE
from analysis.report.images import Dots
from analysis.report.measuring import share_columns
from analysis.report.packing import one_line, plain

__all__ = ["add_contents", "add_field", "add_filled", "add_mark", "add_picture", "add_table", "add_text", "restart"]

TABLE_SIZES = (9.0, 8.0, 7.0)
SIDE = 0.08
TALLEST = 7.6
"""How tall a picture may be, in inches, so that its title and caption stay on the page with it."""

PARTED = "\ue000"
"""A letter that no text has, to find the place of a number in a sentence."""


def add_text(paragraph: Any, text: str) -> Any:
    """Write a text with its line breaks; letters that XML forbids are shown as "�"."""
    return paragraph.add_run(plain(text).replace("\t", " "))


def add_field(paragraph: Any, code: str, result: str) -> None:
    """A field with its result."""
    _add_mark(paragraph, "begin")
    run = paragraph.add_run()
    told = OxmlElement("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = f" {code} "
    run._r.append(told)
    _add_mark(paragraph, "separate")
    paragraph.add_run(result)
    _add_mark(paragraph, "end")


def add_filled(paragraph: Any, pattern: str, fields: Sequence[tuple[str, str]]) -> None:
    """A sentence with a field at each place of `PARTED`, in their order."""
    texts = pattern.split(PARTED)
    for text, field in zip(texts, (*fields, None), strict=True):
        if text:
            add_text(paragraph, text)
        if field:
            add_field(paragraph, *field)


def add_mark(paragraph: Any, number: int) -> str:
    """Mark a heading, so that the contents can point to it; returns the mark's name."""
    name = f"_Toc{number:06d}"
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    first = paragraph._p.find(qn("w:r"))
    if first is None:
        paragraph._p.append(start)
    else:
        first.addprevious(start)
    paragraph._p.append(end)
    return name


def add_contents(paragraphs: Sequence[Any], entries: Sequence[tuple[str, str]]) -> None:
    """The contents: one field over all of `paragraphs`, each a link to the heading whose mark and text it has.

    Pages are not among the entries, because they are known only where the document is laid out; whoever updates the
    field in Word gets them.
    """
    for at, (paragraph, (mark, text)) in enumerate(zip(paragraphs, entries, strict=True)):
        if at == 0:
            _add_mark(paragraph, "begin")
            run = paragraph.add_run()
            told = OxmlElement("w:instrText")
            told.set(qn("xml:space"), "preserve")
            told.text = r' TOC \o "1-1" \h \z \u '
            run._r.append(told)
            _add_mark(paragraph, "separate")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), mark)
        link.set(qn("w:history"), "1")
        link.append(add_text(paragraph, text)._r)
        paragraph._p.append(link)
        if at == len(entries) - 1:
            _add_mark(paragraph, "end")


def add_picture(paragraph: Any, dots: Dots, width: float, alt: str, title: str) -> None:
    """A picture `width` inches wide, or as wide as its height allows, with what is read out for it."""
    scale = min(width / dots.width, TALLEST / dots.height)
    shape = paragraph.add_run().add_picture(
        io.BytesIO(dots.png), Inches(dots.width * scale), Inches(dots.height * scale)
    )
    describe(shape, alt, title)
    if dots.hidden:
        crop = parse_xml(f'<a:srcRect {nsdecls("a")} t="{round(dots.hidden * 100_000)}"/>')
        shape._inline.graphic.graphicData.pic.blipFill.find(qn("a:blip")).addnext(crop)


def describe(shape: Any, alt: str, title: str = "") -> None:
    """Give a picture the text that is read out for it."""
    properties = shape._inline.docPr
    properties.set("descr", one_line(alt))
    if title:
        properties.set("title", one_line(title))


def add_table(document: Any, table: HtmlTable, width: float) -> None:
    """A table whose first row is repeated on every page and whose first column names the rows."""
    texts = [[str(name) for name in table.frame.columns]]
    texts += [[str(text) for text in row] for row in table.frame.itertuples(index=False, name=None)]
    drawn = document.add_table(len(texts), len(texts[0]))
    drawn.style, drawn.alignment, drawn.autofit = document.styles[TABLE_STYLE], WD_TABLE_ALIGNMENT.LEFT, False
    _set_look(drawn)
    _describe_table(drawn, table.caption)
    columns, size = _columns(texts, width)
    for at, wide in enumerate(columns):
        drawn.columns[at].width = Inches(wide)
    text_style, head_style = document.styles["Table Text"], document.styles["Table Heading"]
    for number, (row, told) in enumerate(zip(drawn._tbl.tr_lst, texts, strict=True)):
        _set_row(row, is_head=number == 0)
        for at, (element, text) in enumerate(zip(row.tc_lst, told, strict=True)):
            cell = _Cell(element, drawn)
            cell.width = Inches(columns[at])
            paragraph = cell.paragraphs[0]
            paragraph.style = head_style if number == 0 or at == 0 else text_style
            run = add_text(paragraph, text)
            if size < TABLE_SIZES[0]:
                run.font.size = Pt(size)


def restart(document: Any, paragraphs: Sequence[Any]) -> None:
    """Let a numbered list begin at one again."""
    numbering = document.part.numbering_part.element
    own = document.styles["List Number"].element.pPr.numPr.numId.val
    kind = next(one.abstractNumId.val for one in numbering.num_lst if one.numId == own)
    number = numbering.add_num(kind)
    number.add_lvlOverride(0).add_startOverride(1)
    for paragraph in paragraphs:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = number.numId


def _columns(texts: Sequence[Sequence[str]], width: float) -> tuple[tuple[float, ...], float]:
    for size in TABLE_SIZES:
        columns = share_columns(texts, width, size, SIDE)
        if columns:
            return columns, size
    return (width / len(texts[0]),) * len(texts[0]), TABLE_SIZES[-1]


def _set_look(table: Any) -> None:
    properties = table._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    if look is None:
        look = OxmlElement("w:tblLook")
        properties.append(look)
    for name in list(look.attrib):
        del look.attrib[name]
    told = {"val": "0680", "firstRow": "1", "lastRow": "0", "firstColumn": "1", "lastColumn": "0", "noHBand": "1"}
    for name, value in {**told, "noVBand": "1"}.items():
        look.set(qn(f"w:{name}"), value)
    look.set(qn("w:val"), "06A0")


def _describe_table(table: Any, caption: str) -> None:
    told = OxmlElement("w:tblCaption")
    told.set(qn("w:val"), one_line(caption))
    table._tbl.tblPr.append(told)


def _set_row(row: Any, is_head: bool) -> None:
    properties = row.get_or_add_trPr()
    for name in ("w:cantSplit", *(("w:tblHeader",) if is_head else ())):
        properties.append(OxmlElement(name))


def _add_mark(paragraph: Any, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)
