"""Slides: a report as a presentation of 16 : 9 that its owner can edit, on the toolkit's ground or on a template.

A finding is a slide: its title states it, and a chart or picture shows it. Charts are the program's own where it has
their like; all others are pictures with a description. What is said at length stands in the notes. Refuses to overflow:
every text is measured before it is written, and is set smaller, or shortened with the whole in the notes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from pathlib import Path
from typing import Any

from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.util import Pt

from analysis.guide import Words, load_words
from analysis.present.palette import INK, MUTED, PAGE, PALE
from analysis.report.images import SVG_BLIP, dots_of, logo_dots
from analysis.report.logo import is_svg
from analysis.report.manifest import manifest_bytes
from analysis.report.measuring import fitted, height_of, shortened, size_for
from analysis.report.model import NextStep, Report
from analysis.report.packing import MANIFEST_PART, manifest_part, one_line, plain, repacked, tag_of
from analysis.report.slides_chart import add_chart, tallest
from analysis.report.slides_plan import Glance, Line, Listed, Page, Quoted, Shown, Spoken, Stepped, plan_pages
from analysis.report.slides_shapes import (
    HANG,
    PAD,
    Said,
    add_card,
    add_frame,
    add_picture,
    add_text,
    write,
)
from analysis.report.slides_table import add_table, lay_table
from analysis.report.slides_template import SPACES, Box, Ground, load_ground

__all__ = ["slides_bytes"]

TITLES = (28, 26, 24, 22, 20, 18, 16)
TEXTS = (28, 26, 24, 22, 20, 18, 16, 14, 12)
ASIDES = (20, 18, 16, 14)
CARDS = (20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10)
VALUES, LABELS, TALL_VALUE = (36, 32, 28, 24, 22, 20, 18, 16), (18, 16, 14, 12), 1.05
SMALL, AFTER = 12, 0.35
GAP = 0.25
LOGO = (2.6, 0.9)
ASIDE = 3.4
"""How wide words beside a figure are, in inches."""

NARROWER = 0.72
"""A figure that fills less of the width than this leaves room for words beside it."""


@dataclass(frozen=True)
class Deck:
    """What every slide is made with."""

    ground: Ground
    report: Report
    words: Words
    tag: str


def slides_bytes(report: Report, template: Path | None = None) -> bytes:
    """`report` as a presentation (.pptx), the same bytes every time; on the layouts of `template` where one is given.

    Missing answers
    ---------------
    Nothing is computed here: what is withheld is said, or left open, as figures and tables have it.

    Raises `ToolkitError` for a template that cannot be opened or lacks a layout.
    """
    words = load_words(report.language)
    deck = Deck(load_ground(report.brand, template), report, words, tag_of(report.language))
    _add_cover(deck)
    for page in plan_pages(report, words, lambda table: lay_table(table, deck.ground.area) is not None):
        _add_page(deck, page)
    _add_end(deck)
    _set_properties(deck)
    _embed_manifest(deck)
    buffer = io.BytesIO()
    deck.ground.presentation.save(buffer)
    return repacked(buffer.getvalue())


def _add_cover(deck: Deck) -> None:
    report, brand = deck.report, deck.report.brand
    slide = deck.ground.presentation.slides.add_slide(deck.ground.cover)
    title, subtitle = slide.shapes.title, slide.placeholders[1]
    _write_holder(title, one_line(report.library), (44, 40, 36, 32, 28, 24, 20), deck)
    lines = [one_line(text) for text in (report.title, report.subtitle, brand.name, brand.contact) if text.strip()]
    room = _room(subtitle)
    size = size_for(lines, room.width, room.height, (22, 20, 18, 16, 14, 12), 0.2)
    short = [shortened(line, room.width, room.height / len(lines) - 0.2 * size / 72, size) for line in lines]
    write(subtitle.text_frame, [Said(line, size, after=0.2 * size) for line in short], deck.tag)
    if deck.ground.is_own and brand.logo:
        _add_logo(slide, deck)


def _add_logo(slide: Any, deck: Deck) -> None:
    """The logo on white, which is what most logos are made for."""
    brand = deck.report.brand
    png = logo_dots(brand.logo)
    wide, tall = (int.from_bytes(png[at : at + 4]) for at in (16, 20))
    scale = min(LOGO[0] / wide, LOGO[1] / tall)
    place = Box(0.9 + PAD, 0.6 + PAD, wide * scale, tall * scale)
    add_card(slide, Box(0.9, 0.6, place.width + 2 * PAD, place.height + 2 * PAD), [], deck.tag, PAGE)
    shape = add_picture(slide, png, place, brand.logo_alt)
    if is_svg(brand.logo):
        drawing = Part(PackURI("/ppt/media/logo.svg"), "image/svg+xml", slide.part.package, brand.logo)
        link = SVG_BLIP.format(relation=slide.part.relate_to(drawing, RT.IMAGE))
        shape._element.find(".//a:blip", SPACES).append(parse_xml(link))


def _add_page(deck: Deck, page: Page) -> None:
    ground = deck.ground
    layout = ground.content if isinstance(page.body, Spoken) else ground.alone
    slide = ground.presentation.slides.add_slide(layout)
    _write_holder(slide.shapes.title, one_line(page.title), TITLES, deck)
    if ground.kicker and page.section:
        text = shortened(one_line(page.section), ground.kicker.width, ground.kicker.height, SMALL, "bold")
        add_text(slide, ground.kicker, [Said(text, SMALL, True, MUTED)], deck.tag)
    _draw(page.body, slide, deck)
    _finish(slide, deck, page.notes)


@singledispatch
def _draw(body: Any, slide: Any, deck: Deck) -> None:
    """Put the body of a page on its slide."""
    raise NotImplementedError(type(body))


@_draw.register
def _(body: Spoken, slide: Any, deck: Deck) -> None:
    holder = slide.placeholders[1]
    room = _room(holder)
    texts = [line.text for line in body.lines]
    size = size_for(texts, room.width - 0.4, room.height, TEXTS, 0.6)
    write(holder.text_frame, [_said(line, size, room) for line in body.lines], deck.tag)


@_draw.register
def _(body: Glance, slide: Any, deck: Deck) -> None:
    area = deck.ground.area
    top = 0.0
    if body.lines:
        text, size = fitted(body.lines[0].text, area.width * 0.92, 1.7, TEXTS)
        top = height_of(text, area.width * 0.92, size) + 0.45
        add_text(slide, Box(area.left, area.top, area.width * 0.92, top), [Said(text, size)], deck.tag)
    wide = (area.width - GAP * (len(body.figures) - 1)) / len(body.figures)
    room = wide - 2 * PAD
    values = [fitted(one_line(one.value), room, TALL_VALUE, VALUES, "bold") for one in body.figures]
    label = min(fitted(one_line(one.label), room, TALL_VALUE, LABELS)[1] for one in body.figures)
    for at, (one, (value, size)) in enumerate(zip(body.figures, values, strict=True)):
        # What is short stands higher up; the space below it lets all labels begin at the same height.
        below = 72 * (TALL_VALUE - height_of(value, room, size, "bold")) + 4
        told = shortened(one_line(one.label), room, TALL_VALUE, label)
        said = [Said(value, size, True, "TEXT_2", after=below), Said(told, label, False, INK)]
        box = Box(area.left + at * (wide + GAP), area.top + top, wide, min(2.5, area.height - top))
        add_card(slide, box, said, deck.tag, PALE)


@_draw.register
def _(body: Shown, slide: Any, deck: Deck) -> None:
    picture, area = body.figure.picture, deck.ground.area
    if body.figure.chart:
        _draw_chart(body, slide, deck)
        return
    dots = dots_of(picture)
    scale = min(area.width / dots.width, area.height / dots.height)
    if dots.width * scale < NARROWER * area.width and body.aside:
        scale = min((area.width - ASIDE - 2 * GAP) / dots.width, area.height / dots.height)
    wide, tall = dots.width * scale, dots.height * scale
    is_narrow = wide < NARROWER * area.width and bool(body.aside)
    has_words = bool(body.aside) and area.height - tall > 0.8
    left = area.left if is_narrow else area.left + (area.width - wide) / 2
    top = area.top if is_narrow or has_words else area.top + (area.height - tall) / 3
    add_picture(slide, dots.png, Box(left, top, wide, tall), picture.alt, picture.title, dots.hidden)
    if is_narrow:
        start = left + wide + 2 * GAP
        _add_words(slide, Box(start, area.top, area.left + area.width - start, area.height), body.aside, deck)
    elif has_words:
        _add_words(slide, area.below(tall + 0.2), body.aside, deck)


def _draw_chart(body: Shown, slide: Any, deck: Deck) -> None:
    picture, area = body.figure.picture, deck.ground.area
    chart = body.figure.chart
    if chart is None:
        return
    note = shortened(one_line(chart.note), area.width, 0.5, SMALL)
    foot = height_of(note, area.width, SMALL) + 0.05 if note else 0.0
    tall = min(area.height - foot, tallest(chart))
    is_narrow = chart.kind == "columns" and bool(body.aside)
    box = Box(area.left, area.top, area.width - is_narrow * (ASIDE + 2 * GAP), tall)
    add_chart(slide, box, chart, picture.alt, picture.title)
    if note:
        below = Box(area.left, area.top + tall + 0.05, box.width, foot)
        add_text(slide, below, [Said(note, SMALL, False, MUTED)], deck.tag)
    if is_narrow:
        start = box.left + box.width + 2 * GAP
        _add_words(slide, Box(start, area.top, ASIDE, area.height), body.aside, deck)
    elif area.height - tall - foot > 0.8:
        _add_words(slide, area.below(tall + foot + 0.2), body.aside, deck)


def _add_words(slide: Any, box: Box, texts: Sequence[str], deck: Deck) -> None:
    """A few words in `box`, at a size at which all of them fit; the last ones go where they do not."""
    shown = [one_line(text) for text in texts]
    while shown:
        size = size_for(shown, box.width, box.height, ASIDES, AFTER)
        gaps = AFTER * len(shown) * size / 72
        if height_of(shown, box.width, size) + gaps <= box.height:
            add_text(slide, box, [Said(text, size, after=AFTER * size) for text in shown], deck.tag)
            return
        shown.pop()


@_draw.register
def _(body: Listed, slide: Any, deck: Deck) -> None:
    area = deck.ground.area
    laid = lay_table(body.table, area)
    if laid is None:
        return
    add_table(slide, area, laid, body.table.caption, deck.tag)
    left = area.below(sum(laid.rows) + 0.3)
    if left.height > 0.9:
        _add_words(slide, left, body.aside, deck)


@_draw.register
def _(body: Quoted, slide: Any, deck: Deck) -> None:
    area = deck.ground.area
    tall = min(1.3, (area.height - GAP * (len(body.texts) - 1)) / max(1, len(body.texts)))
    for at, text in enumerate(body.texts):
        box = Box(area.left, area.top + at * (tall + GAP), area.width, tall)
        quoted = deck.words("figures.number.quoted", name=one_line(text))
        short, size = fitted(quoted, box.width - 2 * PAD, tall - 2 * PAD, (20, 18, 16, 14, 12))
        add_card(slide, box, [Said(short, size, False, INK)], deck.tag, PALE, MSO_ANCHOR.MIDDLE)


@_draw.register
def _(body: Stepped, slide: Any, deck: Deck) -> None:
    area = deck.ground.area
    wide = (area.width - GAP * (len(body.steps) - 1)) / len(body.steps)
    room = wide - 2 * PAD
    cards = [_say_step(step, deck) for step in body.steps]
    most = area.height - 2 * PAD
    size = next((size for size in CARDS if all(_tall(card, room, size) <= most for card in cards)), 0.0)
    if not size:
        size = CARDS[-1]
        each = most / max(len(card) for card in cards) - AFTER * (size + 2) / 72
        cards = [[_cut(line, room, each, size) for line in card] for card in cards]
    tall = max(_tall(card, room, size) for card in cards) + 2 * PAD
    for at, card in enumerate(cards):
        said = [_step_line(line, size) for line in card]
        add_card(slide, Box(area.left + at * (wide + GAP), area.top, wide, tall), said, deck.tag, PALE)


def _say_step(step: NextStep, deck: Deck) -> list[Line]:
    lines = [
        Line(step.title, "lead"),
        Line(step.evidence),
        Line(deck.words("layout.certainty"), "head"),
        Line(step.certainty),
    ]
    if step.strategies:
        lines += [Line(deck.words("layout.serves"), "head"), *(Line(text, "bullet") for text in step.strategies)]
    return lines


def _tall(card: Sequence[Line], room: float, size: float) -> float:
    return sum(_line_height(line, room, size) + AFTER * _step_size(line, size) / 72 for line in card)


def _line_height(line: Line, room: float, size: float) -> float:
    own, weight = _step_size(line, size), "bold" if line.style in ("lead", "head") else "regular"
    return height_of(one_line(line.text), _line_room(line, room, size), own, weight)


def _line_room(line: Line, room: float, size: float) -> float:
    return room - HANG * size / 72 if line.style == "bullet" else room


def _cut(line: Line, room: float, height: float, size: float) -> Line:
    weight = "bold" if line.style in ("lead", "head") else "regular"
    text = shortened(one_line(line.text), _line_room(line, room, size), height, _step_size(line, size), weight)
    return Line(text, line.style)


def _step_size(line: Line, size: float) -> float:
    return size + 2 if line.style == "lead" else size


def _step_line(line: Line, size: float) -> Said:
    color = {"lead": "TEXT_2", "head": MUTED}.get(line.style, INK)
    mark = "bullet" if line.style == "bullet" else ""
    return Said(one_line(line.text), _step_size(line, size), line.style in ("lead", "head"), color, mark, AFTER * size)


def _said(line: Line, size: float, room: Box) -> Said:
    mark = line.style if line.style in ("bullet", "number") else ""
    text = shortened(line.text, room.width - 0.4, room.height, size)
    color = MUTED if line.style == "quiet" else ""
    return Said(text, size, line.style in ("lead", "head", "note"), color, mark, 0.55 * size)


def _add_end(deck: Deck) -> None:
    """Where the numbers come from, and whom to ask."""
    report, words = deck.report, deck.words
    made = dict.fromkeys(
        words("layout.made", version=one.toolkit_version, fingerprint=one.data_fingerprint)
        for one in report.origins.values()
    )
    told = [*list(made)[:2], *(text for text in (report.brand.name, report.brand.contact) if text.strip())]
    lines = tuple(Line(one_line(text)) for text in told)
    if lines:
        _add_page(deck, Page(words("layout.slides.sources"), "", Spoken(lines), tuple(made)))


def _finish(slide: Any, deck: Deck, notes: Sequence[str]) -> None:
    report = deck.report
    footer = one_line(f"{report.library} · {report.title} · {report.wave}")
    add_frame(slide, shortened(footer, 8.5, 0.25, 11), deck.tag)
    if notes:
        frame = slide.notes_slide.notes_text_frame
        frame.text = "\n".join(plain(text) for text in notes)
        for paragraph in frame.paragraphs:
            for run in paragraph.runs:
                run._r.get_or_add_rPr().set("lang", deck.tag)


def _write_holder(holder: Any, text: str, sizes: Sequence[float], deck: Deck) -> None:
    room = _room(holder)
    short, size = fitted(text, room.width, room.height, sizes, "bold")
    run = holder.text_frame.paragraphs[0].add_run()
    run.text = short
    run.font.size = Pt(size)
    run._r.get_or_add_rPr().set("lang", deck.tag)


def _room(holder: Any) -> Box:
    """Where the text of a placeholder may stand, a little inside of it."""
    left, top, width, height = (side / 914400 for side in (holder.left, holder.top, holder.width, holder.height))
    return Box(left + 0.1, top + 0.05, width - 0.2, height - 0.1)


def _set_properties(deck: Deck) -> None:
    report = deck.report
    properties = deck.ground.presentation.core_properties
    properties.title = one_line(f"{report.library}: {report.title}")[:255]
    properties.subject = one_line(report.subtitle)[:255]
    properties.author = properties.last_modified_by = one_line(report.brand.name)[:255]
    properties.language = deck.tag
    properties.keywords = properties.comments = properties.category = ""
    properties.revision = 1


def _embed_manifest(deck: Deck) -> None:
    part = deck.ground.presentation.part
    data = manifest_part(manifest_bytes(deck.report))
    part.relate_to(Part(PackURI(MANIFEST_PART), "application/xml", part.package, data), RT.CUSTOM_XML)
