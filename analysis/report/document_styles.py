"""Styles: the ground of a document, its paper, and the styles that everything in it is set in.

Every look comes from a named style, so that whoever edits the document changes it once and everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Inches, Pt, RGBColor

from analysis.present.palette import GRID, INK, MUTED, PALE, ink_on
from analysis.report.brand import Brand
from analysis.report.packing import font_of

__all__ = ["MARGIN", "SIZES", "TABLE_STYLE", "make_ground", "set_language", "text_width"]

SIZES = {"letter": (8.5, 11.0), "a4": (8.268, 11.693)}
"""Width and height of each paper in inches."""

MARGIN, TABLE_STYLE = 1.0, "Report Table"
COVER_INDENT = 0.22
SIDES = ("top", "left", "bottom", "right")


@dataclass(frozen=True)
class Look:
    """What a paragraph style looks like: size and spaces before and after in points, `ground` behind it, a line at the
    side `edge`, or all around in the color of the ground; `stays` with what follows on one page."""

    size: float
    before: float = 0.0
    after: float = 6.0
    color: str = INK
    is_bold: bool = False
    stays: bool = False
    edge: str = ""
    ground: str = ""
    indent: float = 0.0


def _looks(brand: Brand) -> dict[str, Look]:
    cover = brand.primary
    ink = ink_on(cover)
    return {
        "Normal": Look(10.5, after=7),
        "Title": Look(30, 6, 6, ink, True, False, "all", cover, COVER_INDENT),
        "Subtitle": Look(13, 0, 0, ink, False, False, "all", cover, COVER_INDENT),
        "Heading 1": Look(18, 22, 6, brand.primary, True, True),
        "Heading 2": Look(13, 14, 4, INK, True, True),
        "Heading 3": Look(11.5, 10, 3, INK, True, True),
        "TOC Heading": Look(14, 26, 6, brand.primary, True, True),
        "toc 1": Look(10.5, 0, 4),
        "Lead": Look(13, 2, 10),
        "Quiet": Look(9.5, 0, 6, MUTED),
        "Caption": Look(9, 2, 8, MUTED),
        "Table Caption": Look(9, 8, 3, MUTED, False, True),
        "Table Text": Look(9, 2, 2),
        "Table Heading": Look(9, 2, 2, INK, True),
        "Key Figure": Look(20, 8, 0, brand.primary, True, True, "left", PALE, 0.15),
        "Key Figure Label": Look(10.5, 0, 8, INK, False, False, "left", PALE, 0.15),
        "Note Heading": Look(10.5, 8, 0, INK, True, True, "left", PALE, 0.15),
        "Note": Look(10.5, 0, 6, INK, False, False, "left", PALE, 0.15),
        "Quote": Look(10.5, 4, 6, INK, False, False, "left", "", 0.25),
        "List Bullet": Look(10.5, 0, 4),
        "List Number": Look(10.5, 0, 4),
        "Header": Look(8.5, 0, 0, MUTED),
        "Footer": Look(8.5, 0, 0, MUTED),
    }


def make_ground(brand: Brand, tag: str) -> Any:
    """An empty document on the brand's paper, in its colors and font, with every style that a report needs."""
    document: Any = Document()
    package = document.part.package
    for relations, kind in ((package.rels, "thumbnail"), (document.part.rels, RT.CUSTOM_XML)):
        for name in [name for name, relation in relations.items() if kind in relation.reltype]:
            relations.pop(name)
    font = font_of(brand)
    for name, look in _looks(brand).items():
        _set_style(_style(document, name), look, font, brand.accent)
    for name, following in (("Key Figure", "Key Figure Label"), ("Note Heading", "Note"), ("Lead", "Normal")):
        document.styles[name].next_paragraph_style = document.styles[following]
    document.styles.element.append(parse_xml(_TABLE))
    _set_defaults(document, font)
    set_language(document, tag)
    _set_paper(document.sections[0], brand)
    return document


def text_width(brand: Brand) -> float:
    """How wide the text is, in inches."""
    return SIZES[brand.paper][0] - 2 * MARGIN


def set_language(document: Any, tag: str) -> None:
    """The language that the whole document is read out and spelled in."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), tag)
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:val"), tag)
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        # Word opens files of older modes with a remark in their title.
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")


def _style(document: Any, name: str) -> Any:
    styles = document.styles
    if name in {style.name for style in styles}:
        return styles[name]
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name in ("toc 1", "TOC Heading"))
    style.base_style = styles["Normal"]
    style.hidden, style.quick_style = False, True
    return style


def _set_style(style: Any, look: Look, font: str, accent: str) -> None:
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.is_bold, False
    style.font.color.rgb = RGBColor.from_string(look.color[1:])
    _set_font(properties, font)
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        borders.getparent().remove(borders)
    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(look.before), Pt(look.after), 1.15
    form.keep_with_next, form.widow_control = look.stays, True
    if look.indent:
        form.left_indent = Inches(look.indent)
    if look.edge == "all":
        form.right_indent = Inches(look.indent)
    _set_edge(style, look, accent)


def _set_edge(style: Any, look: Look, accent: str) -> None:
    """A line at one side, and a pale ground."""
    properties = style.element.get_or_add_pPr()
    if look.ground:
        properties.insert_element_before(
            parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{look.ground[1:]}"/>'), *AFTER_SHADE
        )
    if look.edge:
        is_all = look.edge == "all"
        sides, color, space = (SIDES, look.ground, 14) if is_all else ((look.edge,), accent, 8)
        line = "".join(
            f'<w:{side} w:val="single" w:sz="18" w:space="{space}" w:color="{color[1:]}"/>' for side in sides
        )
        properties.insert_element_before(parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>"), "w:shd", *AFTER_SHADE)


AFTER_SHADE = ("w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl")
"""What stands behind ground and edge in a paragraph's properties, in the order that the format prescribes."""


def _set_font(properties: Any, font: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), font)


def _set_defaults(document: Any, font: str) -> None:
    for properties in document.styles.element.iter(qn("w:rPrDefault")):
        _set_font(properties[0], font)


def _set_paper(section: Any, brand: Brand) -> None:
    width, height = SIZES[brand.paper]
    section.page_width, section.page_height = Inches(width), Inches(height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(MARGIN)
    section.header_distance = section.footer_distance = Inches(0.5)


_TABLE = (
    f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="{TABLE_STYLE}"/>'
    '<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/><w:tblPr><w:tblBorders>'
    f'<w:top w:val="single" w:sz="8" w:space="0" w:color="{INK[1:]}"/>'
    f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{INK[1:]}"/>'
    f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{GRID[1:]}"/></w:tblBorders></w:tblPr>'
    '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tblPr/><w:tcPr><w:tcBorders>'
    f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{INK[1:]}"/></w:tcBorders>'
    '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
    '<w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>'
)
