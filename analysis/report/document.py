"""Document: a report as a text that its owner can edit, with real styles, contents, captions and described pictures.

Nothing is drawn by hand: headings are headings, captions count themselves, the heads of a table are repeated on every
page. Figures are pictures of dots, because only they look the same in every program; their tables follow as text.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import singledispatchmethod
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Inches, Pt

from analysis.guide import Words, load_words
from analysis.report.document_parts import (
    PARTED,
    add_contents,
    add_filled,
    add_mark,
    add_picture,
    add_table,
    add_text,
    describe,
    restart,
)
from analysis.report.document_styles import make_ground, text_width
from analysis.report.images import SVG_BLIP, dots_of, logo_dots
from analysis.report.logo import is_svg
from analysis.report.manifest import manifest_bytes
from analysis.report.model import (
    Bullets,
    Figure,
    Heading,
    KeyFigures,
    NextStep,
    NextSteps,
    Note,
    Paragraph,
    Quotes,
    Report,
    Section,
    Table,
)
from analysis.report.packing import MANIFEST_PART, manifest_part, one_line, plain, repacked, tag_of

__all__ = ["document_bytes"]

STYLES = {"lead": "Lead", "body": "Normal", "quiet": "Quiet"}
LOGO = (2.4, 0.8)
"""How wide and tall a logo may be, in inches."""

LONGEST_PROPERTY = 255


def document_bytes(report: Report) -> bytes:
    """`report` as a document (.docx), the same bytes every time.

    Missing answers
    ---------------
    Nothing is computed here: what is withheld is said as figures and tables say it.
    """
    words = load_words(report.language)
    tag = tag_of(report.language)
    document = make_ground(report.brand, tag)
    writer = _Writer(document, report, words, text_width(report.brand))
    writer.write_cover()
    for section in report.sections:
        writer.write_section(section)
    writer.write_end()
    _set_frame(document, report, words)
    _set_properties(document, report, tag)
    data = manifest_part(manifest_bytes(report))
    part = document.part
    part.relate_to(Part(PackURI(MANIFEST_PART), "application/xml", data, part.package), RT.CUSTOM_XML)
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue())


@dataclass
class _Writer:
    """Writes a report from top to bottom, and counts figures and tables."""

    document: Any
    report: Report
    words: Words
    width: float
    counted: dict[str, int] = field(default_factory=lambda: {"Figure": 0, "Table": 0})

    def write_cover(self) -> None:
        """What this is and of whom, who made it, and the contents."""
        report, brand = self.report, self.report.brand
        if brand.logo:
            self._add_logo()
        self.say(report.title, "Subtitle")
        self.say(report.library, "Title")
        for text in (report.subtitle, brand.name, brand.contact):
            self.say(text, "Subtitle")
        if not report.sections:
            return
        self.say(self.words("layout.contents"), "TOC Heading")
        marks = [(f"_Toc{number:06d}", section.title) for number, section in enumerate(report.sections, start=1)]
        add_contents([self.document.add_paragraph(style="toc 1") for _ in marks], marks)

    def write_section(self, section: Section) -> None:
        """A section under its heading."""
        number = self.report.sections.index(section) + 1
        heading = self.say(section.title, "Heading 1", is_needed=True)
        add_mark(heading, number)
        for block in section.blocks:
            self.write(block)

    def write_end(self) -> None:
        """What the numbers were made with."""
        told = dict.fromkeys(
            self.words("layout.made", version=one.toolkit_version, fingerprint=one.data_fingerprint)
            for one in self.report.origins.values()
        )
        for text in told:
            self.say(text, "Quiet")

    def say(self, text: str, style: str, is_needed: bool = False) -> Any:
        """A paragraph, where there is something to say."""
        if text.strip() or is_needed:
            paragraph = self.document.add_paragraph(style=style)
            add_text(paragraph, text)
            return paragraph
        return None

    @singledispatchmethod
    def write(self, block: Any) -> None:
        """Write one block."""
        raise NotImplementedError(type(block))

    @write.register
    def _(self, block: Paragraph) -> None:
        self.say(block.text, STYLES[block.style])

    @write.register
    def _(self, block: Heading) -> None:
        self.say(block.text, "Heading 2")

    @write.register
    def _(self, block: Bullets) -> None:
        style = "List Number" if block.is_ordered else "List Bullet"
        items = [self.say(text, style, is_needed=True) for text in block.items]
        if block.is_ordered:
            restart(self.document, items)

    @write.register
    def _(self, block: Note) -> None:
        self.say(block.title, "Note Heading")
        for text in block.texts:
            self.say(text, "Note")

    @write.register
    def _(self, block: Quotes) -> None:
        for text in block.texts:
            self.say(self.words("figures.number.quoted", name=text), "Quote")

    @write.register
    def _(self, block: KeyFigures) -> None:
        for one in block.figures:
            self.say(one.value, "Key Figure")
            self.say(one.label, "Key Figure Label")

    @write.register
    def _(self, block: NextSteps) -> None:
        for step in block.steps:
            self._write_step(step)

    @write.register
    def _(self, block: Figure) -> None:
        picture = block.picture
        self.say(picture.title, "Heading 2")
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next, paragraph.paragraph_format.line_spacing = True, 1.0
        add_picture(paragraph, dots_of(picture), self.width, picture.alt, picture.title)
        self._add_caption("Figure", "layout.figure", picture.reading, "Caption")

    @write.register
    def _(self, block: Table) -> None:
        self._add_caption("Table", "layout.table", block.table.caption, "Table Caption")
        add_table(self.document, block.table, self.width)
        space = self.document.add_paragraph()
        space.paragraph_format.space_after = Pt(2)

    def _write_step(self, step: NextStep) -> None:
        self.say(step.title, "Heading 2")
        self.say(step.evidence, "Normal")
        self._say_named(self.words("layout.certainty"), step.certainty)
        if step.strategies:
            self._say_named(self.words("layout.serves"), "")
        for text in step.strategies:
            self.say(text, "List Bullet")

    def _say_named(self, name: str, text: str) -> None:
        paragraph = self.document.add_paragraph()
        add_text(paragraph, f"{name}: " if text else f"{name}:").bold = True
        add_text(paragraph, text)
        paragraph.paragraph_format.keep_with_next = not text

    def _add_caption(self, kind: str, key: str, text: str, style: str) -> None:
        """A caption whose number is a field, so that it counts anew when figures are moved."""
        self.counted[kind] += 1
        paragraph = self.document.add_paragraph(style=style)
        number = (rf"SEQ {kind} \* ARABIC", str(self.counted[kind]))
        add_filled(paragraph, f"{self.words(key, number=PARTED)}. {plain(text).replace(PARTED, '')}", [number])

    def _add_logo(self) -> None:
        brand = self.report.brand
        shape = self.document.add_paragraph().add_run().add_picture(io.BytesIO(logo_dots(brand.logo)))
        scale = min(Inches(LOGO[0]) / shape.width, Inches(LOGO[1]) / shape.height)
        shape.width, shape.height = round(shape.width * scale), round(shape.height * scale)
        describe(shape, brand.logo_alt)
        if is_svg(brand.logo):
            part = self.document.part
            drawing = Part(PackURI("/word/media/logo.svg"), "image/svg+xml", brand.logo, part.package)
            link = SVG_BLIP.format(relation=part.relate_to(drawing, RT.IMAGE))
            shape._inline.graphic.graphicData.pic.blipFill.find(qn("a:blip")).append(parse_xml(link))


def _set_frame(document: Any, report: Report, words: Words) -> None:
    """Who and what at the head of each page but the first, the page at its foot."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    for paragraph in (head, foot):
        paragraph.style.paragraph_format.tab_stops.clear_all()
    head.paragraph_format.tab_stops.add_tab_stop(Inches(text_width(report.brand)), WD_TAB_ALIGNMENT.RIGHT)
    add_text(head, _short(report.library))
    head.add_run("\t")
    add_text(head, _short(f"{report.title} · {report.wave}"))
    add_filled(foot, words("layout.page", page=PARTED, pages=PARTED), [("PAGE", "2"), ("NUMPAGES", "2")])


def _short(text: str, most: int = 50) -> str:
    """A name short enough for the head of a page."""
    one = one_line(text)
    return one if len(one) <= most else f"{one[: most - 1].rstrip()}…"


def _set_properties(document: Any, report: Report, tag: str) -> None:
    properties = document.core_properties
    told = {
        "title": f"{report.library}: {report.title}",
        "subject": report.subtitle,
        "author": report.brand.name,
        "last_modified_by": report.brand.name,
        "comments": "",
        "keywords": "",
        "language": tag,
    }
    for name, text in told.items():
        setattr(properties, name, one_line(text)[:LONGEST_PROPERTY])
    properties.revision = 1
