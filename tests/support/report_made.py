"""Reports made by hand for the tests of all writers: one with every kind of block, and one full of hostile texts."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from functools import cache
from typing import Any

import pandas as pd

from analysis.disclosure import release
from analysis.disclosure.released import Provenance, Released
from analysis.exchange.sources import SAMPLES
from analysis.guide import Policy, load_guide, load_words
from analysis.present.figures import Picture, draw_dumbbell, draw_maturity
from analysis.present.figures.picture import mark_of
from analysis.present.figures.sheet import Sheet
from analysis.present.html import HtmlTable
from analysis.present.tables import table_marks, table_maturity
from analysis.report.brand import Brand
from analysis.report.model import (
    Block,
    Bullets,
    Chart,
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
    Section,
    Series,
    Table,
)
from analysis.report.request import Request
from analysis.responses import read_survey

__all__ = [
    "HOSTILE",
    "LIBRARY",
    "WAVE",
    "hostile",
    "hostile_picture",
    "hostile_report",
    "made_report",
    "small_png",
    "small_released",
]

LIBRARY, WAVE = "marrow_bend", "2026"

HOSTILE = (
    """<script>alert('x')</script><b onclick="x">bold</b> --></style></title> &amp; &#60; {{ 7 * 7 }} {% raw %} """
    """#eval("1 + 1") #read("/etc/passwd") $x^2$ *star* _line_ @ref `raw` \\u{41} // [link](https://evil.example) """
    "\N{HEBREW LETTER SHIN}\N{HEBREW LETTER LAMED}\N{HEBREW LETTER VAV}\N{HEBREW LETTER FINAL MEM} "
    "\N{ARABIC LETTER MEEM}\N{ARABIC LETTER REH}\N{ARABIC LETTER HAH}\N{ARABIC LETTER BEH}\N{ARABIC LETTER ALEF} "
    "\u202eoverride \u2066isolate "
    "\U0001f600 \U0001f469\u200d\U0001f4bb "
    "\x00\x07\x0b\x1b\x7f\x9f\ufffe "
) + "W" * 300
"""What nobody should write into a field, all in one text."""


def hostile(field: str) -> str:
    """The hostile text as somebody would write it into `field`: it opens as a formula and names the field."""
    return f"=1+1 {field} {HOSTILE} {field}"


@cache
def small_released() -> Released:
    """The released results of a sample library of seven."""
    return release(read_survey(SAMPLES, load_guide()), LIBRARY, WAVE)


def made_report(**changes: Any) -> Report:
    """A report with every kind of block and the figures of a small library; `changes` are fields of the `Report`."""
    return replace(_made_report(), **changes)


@cache
def _made_report() -> Report:
    released = small_released()
    return Report(
        title="Learning culture report",
        subtitle="Answers of 2026",
        library="Marrow Bend Community Library",
        wave=WAVE,
        language="en",
        sections=(_glance(), _figures(released), _people(), _steps()),
        request=Request(LIBRARY, WAVE, "director", is_sample=True),
        brand=Brand(
            name="Northern Lakes Library Service",
            contact="Reports desk, 12 Shore Street, reports@lakes.example",
            logo=small_png(),
            logo_alt="Three waves under a book",
        ),
        origins={(LIBRARY, WAVE): released.provenance},
    )


@cache
def hostile_report() -> Report:
    """A report with the hostile text in every text field of the model, and in those of request, brand and origins."""
    return Report(
        title=hostile("title"),
        subtitle=hostile("subtitle"),
        library=hostile("library"),
        wave=hostile("wave"),
        language="en",
        sections=(Section("summary", hostile("section"), _hostile_blocks()),),
        request=Request(hostile("library_id"), hostile("request_wave")),
        brand=Brand(
            name=hostile("brand"),
            contact=hostile("contact"),
            logo=small_png(),
            logo_alt=hostile("logo_alt"),
            font_name=hostile("font_name"),
        ),
        origins={(hostile("origin"), hostile("origin_wave")): _provenance(hostile("guide"))},
    )


def small_png(width: int = 48, height: int = 16) -> bytes:
    """A plain blue picture."""
    rows = (b"\x00" + b"\x0b\x5f\xa5" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _glance() -> Section:
    key = KeyFigures(
        (
            KeyFigure("6 of 7", "staff answered"),
            KeyFigure("Developing", "is the likeliest level"),
            KeyFigure("between 38 and 66", "of 100, the index"),
        )
    )
    bullets = Bullets(("Staff help each other.", "Say in learning is wanted most."))
    ordered = Bullets(("Ask.", "Listen.", "Decide."), is_ordered=True)
    lead = Paragraph("As a place of learning, the library is somewhere between Emerging and Established.", "lead")
    quiet = Paragraph("With seven staff most of this can only be told as a range.", "quiet")
    blocks: tuple[Block, ...] = (lead, key, Heading("What stands out"), bullets, ordered, quiet)
    return Section("summary", "At a glance", blocks)


def _figures(released: Released) -> Section:
    words = load_words("en")
    levels = ("Absent", "Emerging", "Developing", "Established", "Embedded")
    chart = Chart("bars", levels, (Series("Chance", (0.0, 0.25, 0.5, 0.25, None), "#0B5FA5"),))
    blocks: tuple[Block, ...] = (
        Paragraph("The index runs from 0 to 100."),
        Figure("maturity", draw_maturity(released, words), chart),
        Table("maturity", table_maturity(released, words)),
        Paragraph("Between two figures stands a sentence."),
        Figure("dumbbell", draw_dumbbell(released, words)),
        Table("dumbbell", table_marks(released, words)),
        Table("dumbbell_1", table_maturity(released, words)),
    )
    return Section("maturity", "How far along are we?", blocks)


def _people() -> Section:
    rows = [("All staff", "6", "7"), ("Leaders", "", "2"), ("Front line", "", "5")]
    table = HtmlTable("Who answered", pd.DataFrame(rows, columns=["Group", "Answered", "Staff"]))
    note = Note("How this is protected", ("No group under five people is shown.", "Nor can one be worked out."))
    quotes = Quotes(("Ask the person at the desk.\nEverybody here does.", "We try things on Mondays."))
    return Section(
        "answered", "Who answered", (Paragraph("6 of your 7 staff answered."), Table("who", table), note, quotes)
    )


def _steps() -> Section:
    steps = (
        NextStep(
            "Let staff choose what they learn",
            "5 or more of 6 want more say in their learning.",
            "Fairly sure: the ranges of this and the next wish do not meet.",
            ("Learning hour", "Peer coaching"),
        ),
        NextStep("Talk about what went wrong", "3 of 6 see it today.", "Not sure: many would have to answer more."),
    )
    return Section("next_steps", "What to do next", (Paragraph("Two steps suggest themselves."), NextSteps(steps)))


def _hostile_blocks() -> tuple[Block, ...]:
    text = hostile
    heads = [text("head_1"), text("head_2"), text("head_3")]
    frame = pd.DataFrame([[text("row"), text("cell"), "1"]], columns=heads)
    series = tuple(Series(text(name), (0.25, 0.5), "#0B5FA5", (text("label"), "")) for name in ("series_1", "series_2"))
    ends = (text("none"), text("half"), text("all"))
    step = NextStep(text("step"), text("evidence"), text("certainty"), (text("strategy_1"), text("strategy_2")))
    return (
        Paragraph(text("lead"), "lead"),
        KeyFigures((KeyFigure(text("value"), text("label")), KeyFigure("1", "plain"))),
        Heading(text("heading")),
        Paragraph(text("body")),
        Bullets((text("item_1"), text("item_2"))),
        Bullets((text("item_3"),), is_ordered=True),
        Figure(
            "hostile",
            hostile_picture(),
            Chart("stacked", (text("category_1"), text("category_2")), series, ends, text("chart_note")),
        ),
        Table("behind", HtmlTable(text("behind"), frame)),
        Paragraph(text("quiet"), "quiet"),
        Table("hostile", HtmlTable(text("caption"), frame)),
        Note(text("note"), (text("noted_1"), text("noted_2"))),
        Quotes((text("quote_1"), text("quote_2"))),
        NextSteps((step, step)),
    )


def hostile_picture() -> Picture:
    """A drawing whose title, description and reading aid are hostile; what is drawn is plain."""
    sheet = Sheet(None, "page")
    sheet.box(1, 0.5, 5, 0.4, "#8DBBE0")
    picture = sheet.finish(1.4, "plain", "plain", "plain")
    title, alt = hostile("figure_title"), hostile("alt")
    picture.figure.set_gid(mark_of(title, alt))
    return replace(picture, title=title, alt=alt, reading=hostile("reading"))


def _provenance(guide_id: str) -> Provenance:
    return Provenance(guide_id, "1.0", "0.1.0", "0" * 64, Policy(5, 10))
