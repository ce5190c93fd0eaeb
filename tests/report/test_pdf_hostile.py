"""Whatever people write into a field is shown as the text it is, in a PDF that keeps its promises."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import pytest
from pypdf import PdfReader

from analysis.report.listing import texts_of
from analysis.report.model import Paragraph, Section
from analysis.report.pdf import pdf_bytes, pdf_pictures
from analysis.report.reading_pdf import pieces_of
from report_made import hostile_report, made_report

HELD = (
    """<script>alert('x')</script><b onclick="x">bold</b> --></style></title> &amp; &#60; {{ 7 * 7 }} {% raw %}""",
    """#eval("1 + 1") #read("/etc/passwd") $x^2$ *star* _line_ @ref `raw` \\u{41} // [link](https://evil.example)""",
    "‹U+202E›override ‹U+2066›isolate",
    "\U0001f600 \U0001f469\u200d\U0001f4bb",
    "‹U+0000›‹U+0007›‹U+000B›‹U+001B›‹U+007F›‹U+009F›‹U+FFFE›",
    "W" * 300,
)
SCRIPTS = {
    "vietnamese": "Thư viện Nguyễn Thị Ánh",
    "cyrillic": "Библиотека имени Ильи",
    "greek": "Βιβλιοθήκη",
    "hebrew": "ספרייה",
    "arabic": "مكتبة",
    "armenian": "գրադարան",
    "georgian": "ბიბლიოთეკა",
    "hindi": "पुस्तकालय",
    "bengali": "গ্রন্থাগার",
    "punjabi": "ਪੁਸਤਕਾਲਯ",
    "tamil": "நூலகம்",
    "thai": "ห้องสมุด",
    "lao": "ຫໍສະໝຸດ",
    "khmer": "បណ្ណាល័យ",
    "amharic": "ቤተ መጻሕፍት",
    "cherokee": "ᏣᎳᎩ",
    "chinese": "图书馆 圖書館",
    "japanese": "としょかん 図書館",
    "korean": "도서관",
}


@cache
def opened() -> PdfReader:
    return PdfReader(BytesIO(pdf_bytes(hostile_report())))


def heard(reader: PdfReader) -> str:
    """What is read aloud, without spaces and places where a word may be broken."""
    texts = (str(text) for piece in pieces_of(reader) for text in (*piece.heads, *piece.cells))
    return "".join(" ".join(texts).replace("\u200b", "").split())


@pytest.mark.parametrize("held", HELD, ids=["html", "typst", "turning", "emoji", "controls", "long"])
def test_hostile_text__in_every_field__is_shown_as_text(held: str) -> None:
    fields = [text for _, texts in texts_of(hostile_report()) for text in texts]
    expected = len([field for field in fields if "=1+1" in field])
    # The wave is told by the subtitle, and the title of a picture is drawn into it.
    assert heard(opened()).count("".join(held.split())) >= expected - 2


def test_hostile_text__in_the_outline__is_one_line() -> None:
    (entry,) = opened().outline
    title = str(getattr(entry, "title", ""))
    assert title.startswith("=1+1 section <script>")
    assert "\n" not in title


def test_hostile_text__nothing_leads_out_of_the_file() -> None:
    assert b"/URI" not in pdf_bytes(hostile_report())
    assert list(opened().attachments) == ["learning-culture.json"]


def test_hostile_text__no_word_leaves_its_page() -> None:
    beyond = []

    def look(text: str, _user: object, matrix: list[float], _font: object, _size: object) -> None:
        if text.strip() and not 0 <= matrix[4] <= 612:
            beyond.append(text)

    for page in opened().pages:
        page.extract_text(visitor_text=look)
    assert beyond == []


@pytest.mark.parametrize("script", SCRIPTS)
def test_name__in_a_script_of_the_world__is_shown_in_it(script: str) -> None:
    report = made_report(sections=(Section("one", SCRIPTS[script], (Paragraph("One."),)),), library=SCRIPTS[script])
    reader = PdfReader(BytesIO(pdf_bytes(report)))
    assert "‹U+" not in heard(reader)
    assert str(getattr(reader.outline[0], "title", "")) == SCRIPTS[script]
    assert reader.metadata is not None
    assert reader.metadata.title == f"{SCRIPTS[script]}: Learning culture report"


@pytest.mark.parametrize("length", [30, 31, 60, 61, 120, 121, 300])
def test_name__of_any_length__stays_on_the_cover(length: int) -> None:
    name = ("Elm Hollow Public Library and Reading Room of " * 7)[: length - 1] + "s"
    report = made_report(sections=(Section("one", "One", (Paragraph("One."),)),), library=name)
    assert len(pdf_pictures(report, 10)) == 2
