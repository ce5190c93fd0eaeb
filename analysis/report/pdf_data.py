"""PDF data: a report as the plain data that its pages are set from: texts, sizes, and names of files.

Every text is one that the fonts can show, and stays a text: nothing here is markup or code. Blocks, figures and tables
are counted through the whole report.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from analysis.guide import Words, load_words
from analysis.present.palette import GRID, INK, MUTED
from analysis.report.lettering import BREAK, Lettering
from analysis.report.model import (
    Block,
    Bullets,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    NextStep,
    NextSteps,
    Note,
    Paragraph,
    Quotes,
    Report,
    Table,
)
from analysis.report.pdf_plan import Layout
from analysis.report.pdf_tables import check_heads, raise_faults, table_data

__all__ = ["HEIGHTS", "LOGO_FILE", "MARGIN", "blocks_of", "figure_file", "layout_of", "logo_drawing", "pages_data"]

WIDTHS, HEIGHTS = {"letter": 612.0, "a4": 595.28}, {"letter": 792.0, "a4": 841.89}
"""Of a page, in points."""

MARGIN = {"x": 54.0, "top": 68.0, "bottom": 58.0}
"""Around the text of a page, in points."""

LOGO_FILE = "logo.svg"
PNG = b"\x89PNG\r\n\x1a\n"
TYPST_PAPERS = {"letter": "us-letter", "a4": "a4"}
REGIONS = {"en": "US", "es": None}
FEWEST_IN_CONTENTS = 4
WHOLE = 0.27
"""A table that takes less of a page than this is not broken without need."""

RUNNING = 56
"""The most letters of a name at the top or the foot of each page."""

NAME_SIZES = ((30, 34.0), (60, 26.0), (120, 19.0))
VALUE_SIZES = ((9, 20.0), (18, 16.0), (30, 12.5))
"""Up to how many letters a text is set in which size, in points."""

SMALLEST = 9.5


def pages_data(report: Report, lettering: Lettering) -> dict[str, Any]:
    """The data of all pages of `report`; the drawing of a figure is in the file `figure_file`.

    Raises `ToolkitError` for tables in which a column or a row has no head.
    """
    words, shown, brand = load_words(report.language), lettering.shown, report.brand
    faults = [
        fault
        for section in report.sections
        for block in section.blocks
        if isinstance(block, Table)
        for fault in check_heads(block.table, f"section {section.id}, table {block.id}")
    ]
    raise_faults(faults)
    setting = _Setting(lettering, words, WIDTHS[brand.paper] - 2 * MARGIN["x"])
    return {
        "title": _line(shown(f"{report.library}: {report.title}")),
        "author": _line(shown(brand.name)),
        "language": report.language,
        "region": REGIONS.get(report.language),
        "look": _look(report, lettering),
        "words": _frame(words),
        "running": _running(report, lettering),
        "logo": {"file": LOGO_FILE, "alt": _line(shown(brand.logo_alt))} if brand.logo else None,
        "kind": shown(report.title),
        "library": shown(report.library),
        "subtitle": shown(report.subtitle),
        "publisher": shown(brand.name),
        "contact": shown(brand.contact),
        "made": shown(_made(report, words)),
        "has_contents": len(report.sections) >= FEWEST_IN_CONTENTS,
        "sections": [
            {"title": shown(section.title), "blocks": [setting.block(block) for block in section.blocks]}
            for section in report.sections
        ],
    }


def blocks_of(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The blocks of all sections of `pages_data`, in their order."""
    return [block for section in data["sections"] for block in section["blocks"]]


def layout_of(data: Mapping[str, Any], paper: str) -> Layout:
    """What there is to plan on the pages of `pages_data`: figures, tables short enough to stay whole, and the paper."""
    top, bottom = MARGIN["top"], HEIGHTS[paper] - MARGIN["bottom"]
    blocks = blocks_of(data)
    figures = frozenset(block["number"] for block in blocks if block["kind"] == "figure")
    tables = (block for block in blocks if block["kind"] == "table" and block["height"] < WHOLE * (bottom - top))
    return Layout(figures, frozenset(block["number"] for block in tables), top, bottom)


def figure_file(number: int) -> str:
    """The name of the file of the drawing of block `number`.

    >>> figure_file(7)
    'figure-7.svg'
    """
    return f"figure-{number}.svg"


def logo_drawing(logo: bytes) -> bytes:
    """A logo as an SVG; a PNG as an SVG that shows it, since every file that pages are set from is text."""
    if not logo.startswith(PNG):
        return logo
    wide, tall = int.from_bytes(logo[16:20]), int.from_bytes(logo[20:24])
    data = b64encode(logo).decode("ascii")
    image = f'<image width="{wide}" height="{tall}" href="data:image/png;base64,{data}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{tall}">{image}</svg>'.encode()


@dataclass
class _Setting:
    """What blocks are set with, one after the other: letters, words, the width of a line, and three counts."""

    lettering: Lettering
    words: Words
    width: float
    blocks: Iterator[int] = field(default_factory=count)
    figures: Iterator[int] = field(default_factory=lambda: count(1))
    tables: Iterator[int] = field(default_factory=lambda: count(1))

    def block(self, block: Block) -> dict[str, Any]:
        number = next(self.blocks)
        return {"number": number, **self.told(block, number)}

    def told(self, block: Block, number: int) -> dict[str, Any]:
        shown = self.lettering.shown
        match block:
            case Paragraph(text, style):
                return {"kind": "paragraph", "text": shown(text), "style": style}
            case Heading(text):
                return {"kind": "heading", "text": shown(text)}
            case Bullets(items, is_ordered):
                return {"kind": "bullets", "items": [shown(item) for item in items], "ordered": is_ordered}
            case Note(title, texts):
                return {"kind": "note", "title": shown(title), "texts": [shown(text) for text in texts]}
            case Quotes(texts):
                return {"kind": "quotes", "texts": [shown(text) for text in texts]}
            case KeyFigures(figures):
                return {"kind": "key figures", **self.key_figures(figures)}
            case NextSteps(steps):
                return {"kind": "next steps", "steps": [self.step(step) for step in steps]}
            case Figure():
                return self.figure(block, number)
            case Table():
                return self.table(block)

    def figure(self, block: Figure, number: int) -> dict[str, Any]:
        shown = self.lettering.shown
        return {
            "kind": "figure",
            "name": self.words("layout.figure", number=next(self.figures)),
            "reading": shown(block.picture.reading),
            "alt": _line(shown(block.picture.alt)),
            "file": figure_file(number),
        }

    def table(self, block: Table) -> dict[str, Any]:
        told = table_data(block.table, self.lettering, self.width)
        name = self.words("layout.table", number=next(self.tables))
        return {"kind": "table", "name": name, "caption": self.lettering.shown(block.table.caption), **told}

    def key_figures(self, figures: tuple[KeyFigure, ...]) -> dict[str, Any]:
        shown = self.lettering.shown
        size = min(_size(one.value, VALUE_SIZES) for one in figures)
        return {"figures": [{"value": shown(one.value), "label": shown(one.label), "size": size} for one in figures]}

    def step(self, step: NextStep) -> dict[str, Any]:
        texts = {name: self.lettering.shown(getattr(step, name)) for name in ("title", "evidence", "certainty")}
        return {**texts, "strategies": [self.lettering.shown(one) for one in step.strategies]}


def _look(report: Report, lettering: Lettering) -> dict[str, Any]:
    brand = report.brand
    return {
        "ink": INK,
        "muted": MUTED,
        "rule": GRID,
        "primary": brand.primary,
        "accent": brand.accent,
        "families": lettering.families,
        "paper": TYPST_PAPERS[brand.paper],
        "margin": MARGIN,
        "name_size": _size(report.library, NAME_SIZES),
    }


def _frame(words: Words) -> dict[str, str]:
    told = {name: words(f"layout.{name}") for name in ("contents", "certainty", "serves")}
    page = words("layout.page", page="{page}", pages="{pages}")
    return {"page": page, "manifest": words("layout.pdf.manifest"), **told}


def _running(report: Report, lettering: Lettering) -> dict[str, str]:
    texts = {"left": report.library, "right": report.title, "below": report.brand.name}
    return {name: _cut(_line(lettering.shown(text))) for name, text in texts.items()}


def _made(report: Report, words: Words) -> str:
    if len(report.origins) != 1:
        return ""
    (origin,) = report.origins.values()
    return words("layout.made", version=origin.toolkit_version, fingerprint=origin.data_fingerprint)


def _size(text: str, sizes: tuple[tuple[int, float], ...]) -> float:
    return next((size for longest, size in sizes if len(text) <= longest), SMALLEST)


def _line(text: str) -> str:
    """A text in one line, without places where a word may be broken; for titles and descriptions."""
    return re.sub("[ \n]+", " ", text.replace(BREAK, "")).strip()


def _cut(text: str) -> str:
    return text if len(text) <= RUNNING else f"{text[: RUNNING - 1]}…"
