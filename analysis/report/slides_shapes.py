"""Shapes: texts, cards and pictures on a slide, with their language and what is read out for them.

Every text gets its size from how much room it has; nothing is left to a program that may or may not shrink it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches, Pt

from analysis.report.packing import one_line, plain
from analysis.report.slides_template import SPACES, Box

__all__ = ["HANG", "PAD", "Said", "add_card", "add_frame", "add_picture", "add_text", "describe", "write"]

PAD = 0.16
"""How far text stays from the edge of a card, in inches."""

HANG = 1.25
"""How far text stands in behind a mark, in units of its size."""

FONTS = {"bullet": '<a:buFont {ns} typeface="Arial"/>', "number": '<a:buFont {ns} typeface="+mj-lt"/>'}
MARKS = {"bullet": '<a:buChar {ns} char="•"/>', "number": '<a:buAutoNum {ns} type="arabicPeriod"/>'}
DRAWING = nsdecls("a")


@dataclass(frozen=True)
class Said:
    """A paragraph on a slide: size in points, `color` as #RRGGBB or the name of a theme color, `mark` before it.

    `mark` is `bullet`, `number` or empty; `after` is the space below in points.
    """

    text: str
    size: float
    is_bold: bool = False
    color: str = ""
    mark: str = ""
    after: float = 0.0


def describe(shape: Any, alt: str, title: str = "") -> None:
    """Give a shape the text that is read out for it."""
    properties = shape._element.find(".//p:cNvPr", SPACES)
    properties.set("descr", one_line(alt))
    if title:
        properties.set("title", one_line(title))


def write(frame: Any, paragraphs: Sequence[Said], tag: str) -> None:
    """Write paragraphs into an empty text frame, in the language `tag`."""
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    for number, said in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        for at, line in enumerate(plain(said.text).split("\n")):
            if at:
                paragraph.add_line_break()
            run = paragraph.add_run()
            run.text = line.replace("\t", " ")
            _style(run, said, tag)
        paragraph.space_before, paragraph.space_after = Pt(0), Pt(said.after)
        _mark(paragraph, said)


def add_text(slide: Any, box: Box, paragraphs: Sequence[Said], tag: str, anchor: Any = MSO_ANCHOR.TOP) -> Any:
    """A text without a ground."""
    shape = slide.shapes.add_textbox(*box.emu)
    _set_margins(shape.text_frame, 0.0)
    shape.text_frame.vertical_anchor = anchor
    write(shape.text_frame, paragraphs, tag)
    return shape


def add_card(
    slide: Any, box: Box, paragraphs: Sequence[Said], tag: str, fill: str, anchor: Any = MSO_ANCHOR.TOP
) -> Any:
    """A text on a ground of its own."""
    shape = slide.shapes.add_textbox(*box.emu)
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(fill[1:])
    _set_margins(shape.text_frame, PAD)
    shape.text_frame.vertical_anchor = anchor
    write(shape.text_frame, paragraphs, tag)
    return shape


def add_picture(slide: Any, png: bytes, box: Box, alt: str, title: str = "", hidden: float = 0.0) -> Any:
    """A picture of which the upper part `hidden` (0–1) is not shown, in `box`."""
    shape = slide.shapes.add_picture(io.BytesIO(png), *box.emu)
    shape.crop_top = hidden
    describe(shape, alt, title)
    return shape


def add_frame(slide: Any, footer: str, tag: str) -> None:
    """The footer and the slide's number, where the layout has them."""
    for holder in slide.slide_layout.placeholders:
        kind = holder.placeholder_format.type
        if kind not in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
            continue
        element = deepcopy(holder._element)
        for style in element.findall(".//a:lstStyle/*", SPACES):
            style.getparent().remove(style)
        element.find(".//p:cNvPr", SPACES).set("id", str(max(shape.shape_id for shape in slide.shapes) + 1))
        slide.shapes._spTree.append(element)
        for run in element.findall(".//a:fld/a:rPr", SPACES):
            run.set("lang", tag)
        if kind == PP_PLACEHOLDER.FOOTER:
            frame = slide.shapes[len(slide.shapes) - 1].text_frame
            frame.text = footer
            frame.paragraphs[0].runs[0]._r.get_or_add_rPr().set("lang", tag)


def _style(run: Any, said: Said, tag: str) -> None:
    font = run.font
    font.size, font.bold = Pt(said.size), said.is_bold
    if said.color.startswith("#"):
        font.color.rgb = RGBColor.from_string(said.color[1:])
    elif said.color:
        font.color.theme_color = MSO_THEME_COLOR[said.color]
    run._r.get_or_add_rPr().set("lang", tag)


def _mark(paragraph: Any, said: Said) -> None:
    """A mark that hangs before the paragraph, or none, whatever the layout has."""
    properties = paragraph._p.get_or_add_pPr()
    hang = Inches(said.size * HANG / 72) if said.mark else 0
    properties.set("marL", str(hang))
    properties.set("indent", str(-hang))
    # The order of these is fixed: spacing first, then what the mark looks like.
    for xml in (FONTS.get(said.mark), MARKS.get(said.mark, "<a:buNone {ns}/>")):
        if xml:
            properties.append(parse_xml(xml.format(ns=DRAWING)))


def _set_margins(frame: Any, inches: float) -> None:
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Inches(inches)
