"""Slides: what stands on them and in which order, that nothing leaves them, and that they are the same every time."""

from __future__ import annotations

import doctest
import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Inches

from analysis.errors import ToolkitError
from analysis.guide import load_words
from analysis.report import slides_plan
from analysis.report.brand import Brand
from analysis.report.charts import chart_of
from analysis.report.manifest import manifest_bytes
from analysis.report.measuring import height_of
from analysis.report.model import Bullets, Figure, Heading, Paragraph, Report, Section, Table
from analysis.report.slides import slides_bytes
from report_made import HOSTILE, LIBRARY, hostile_report, made_report, small_released

EMU = 914400
CUSTOM = "customXml/item1.xml"
CORE = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture(scope="module")
def made() -> Any:
    return opened(slides_bytes(made_report()))


@pytest.fixture(scope="module")
def hostile_data() -> bytes:
    return slides_bytes(hostile_report())


def opened(data: bytes) -> Any:
    return Presentation(io.BytesIO(data))


def titles(deck: Any) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in deck.slides]


def slide_of(deck: Any, title: str) -> Any:
    return next(slide for slide in deck.slides if slide.shapes.title.text_frame.text == title)


def alt_of(shape: Any) -> str:
    return shape._element.xpath(".//p:cNvPr")[0].get("descr", "")


def texts_on(slide: Any) -> list[str]:
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def notes_of(slide: Any) -> str:
    return slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""


def report_of(*blocks: Any, **changes: Any) -> Report:
    return made_report(sections=(Section("summary", "A section", blocks),), **changes)


def with_charts(report: Report, language: str = "en") -> Report:
    words = load_words(language)
    ids = {"maturity": "maturity", "dumbbell": "qualities"}
    sections = [
        replace(
            section,
            blocks=tuple(
                replace(block, chart=chart_of(ids[block.id], small_released(), words))
                if isinstance(block, Figure)
                else block
                for block in section.blocks
            ),
        )
        for section in report.sections
    ]
    return replace(report, language=language, sections=tuple(sections))


def all_shapes(deck: Any) -> Iterator[tuple[Any, Any]]:
    return ((slide, shape) for slide in deck.slides for shape in slide.shapes)


def test_examples__hold() -> None:
    assert doctest.testmod(slides_plan).failed == 0


def test_deck__of_a_report__has_a_slide_for_each_finding_and_the_tables_behind_at_the_end(made) -> None:
    assert titles(made) == [
        "Marrow Bend Community Library",
        "At a glance",
        "What stands out",
        "As a place of learning, the library is somewhere between Developing and Established",
        "More staff want to develop “Say in learning” than see it today",
        "Who answered",
        "Who answered (2)",
        "What to do next",
        "All staff: who sees each quality, and who wants to develop it",
        "Where this comes from",
    ]


def test_cover__says_whose_report_this_is_and_who_made_it(made) -> None:
    cover = made.slides[0]
    assert cover.placeholders[1].text_frame.text.split("\n") == [
        "Learning culture report",
        "Answers of 2026",
        "Northern Lakes Library Service",
        "Reports desk, 12 Shore Street, reports@lakes.example",
    ]
    logos = [shape for shape in cover.shapes if alt_of(shape) == "Three waves under a book"]
    assert len(logos) == 1
    assert logos[0].width / logos[0].height == pytest.approx(3, rel=0.01)


def test_slide__of_a_figure__has_a_described_picture_and_its_text_in_the_notes(made) -> None:
    slide = slide_of(made, "More staff want to develop “Say in learning” than see it today")
    figure = next(b for s in made_report().sections for b in s.blocks if isinstance(b, Figure) and b.id == "dumbbell")
    (picture,) = [shape for shape in slide.shapes if alt_of(shape)]
    assert alt_of(picture) == figure.picture.alt
    assert 0 < picture.crop_top < 0.2
    visible = picture.image.size[1] * (1 - picture.crop_top)
    assert picture.width / picture.height == pytest.approx(picture.image.size[0] / visible, rel=0.01)
    notes = notes_of(slide)
    assert notes.startswith(figure.picture.alt)
    assert figure.picture.reading in notes
    assert "Between two figures stands a sentence." in notes


def test_slide__of_a_figure_whose_table_has_no_room__has_the_table_in_its_notes(made) -> None:
    slide = slide_of(made, "As a place of learning, the library is somewhere between Developing and Established")
    table = next(b for s in made_report().sections for b in s.blocks if isinstance(b, Table) and b.id == "maturity")
    first = [str(text) for text in table.table.frame.iloc[0]]
    heads = [str(name) for name in table.table.frame.columns]
    told = "; ".join(f"{head}: {text}" for head, text in zip(heads[1:], first[1:], strict=True))
    assert f"{table.table.caption}\n{first[0]}. {told}" in notes_of(slide).replace("\v", "\n")


def test_slide__of_a_table__has_heads_for_rows_and_columns(made) -> None:
    slide = slide_of(made, "Who answered")
    (frame,) = [shape for shape in slide.shapes if shape.has_table]
    table = frame.table
    assert (table.first_row, table.first_col) == (True, True)
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Group", "Answered", "Staff"],
        ["All staff", "6", "7"],
        ["Leaders", "", "2"],
        ["Front line", "", "5"],
    ]
    assert alt_of(frame) == "Who answered"


def test_slide__of_next_steps__has_a_card_for_each(made) -> None:
    cards = texts_on(slide_of(made, "What to do next"))[1:3]
    assert cards == [
        "Let staff choose what they learn\n5 or more of 6 want more say in their learning.\nHow sure\n"
        "Fairly sure: the ranges of this and the next wish do not meet.\nWhat could serve it\n"
        "Learning hour\nPeer coaching",
        "Talk about what went wrong\n3 of 6 see it today.\nHow sure\nNot sure: many would have to answer more.",
    ]


def test_deck__every_slide__is_titled_numbered_and_in_its_language(made) -> None:
    assert len(set(titles(made))) == len(titles(made))
    for slide in list(made.slides)[1:]:
        assert next(iter(slide.shapes)).is_placeholder
        kinds = [shape.placeholder_format.type for shape in slide.placeholders]
        assert PP_PLACEHOLDER.SLIDE_NUMBER in kinds
        runs = slide._element.xpath(".//a:r/a:rPr")
        assert {run.get("lang") for run in runs} == {"en-US"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_chart__of_bars__has_the_values_that_are_told(language) -> None:
    report = with_charts(made_report(), language)
    deck = opened(slides_bytes(report))
    told = [b.chart for s in report.sections for b in s.blocks if isinstance(b, Figure) and b.chart]
    drawn = [shape for _, shape in all_shapes(deck) if shape.has_chart]
    assert len(drawn) == len(told) == 2
    for shape, chart in zip(drawn, told, strict=True):
        assert alt_of(shape)
        plot = shape.chart.plots[0]
        assert tuple(plot.categories) == chart.categories
        for series, own in zip(plot.series, chart.series, strict=True):
            assert (series.name, tuple(series.values)) == (own.name, own.values)
            labels = [series.points[at].data_label.text_frame.text for at in range(len(own.values))]
            assert labels == list(own.labels)


def test_chart__workbook_inside__holds_texts_as_texts(hostile_data) -> None:
    chart = next(shape.chart for _, shape in all_shapes(opened(hostile_data)) if shape.has_chart)
    sheet = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))["Sheet1"]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.data_type for cell in cells if isinstance(cell.value, str)] == ["s"] * 4
    figure = next(block for block in hostile_report().sections[0].blocks if isinstance(block, Figure))
    told = [value for row in zip(*(one.values for one in figure.chart.series), strict=True) for value in row]
    assert [cell.value for cell in cells if not isinstance(cell.value, str)] == [one for one in told if one is not None]
    assert sheet["A2"].value.startswith("=1+1 category_1 <script>")


def test_hostile_texts__on_slides__are_shown_as_text(hostile_data) -> None:
    deck = opened(hostile_data)
    assert all("<script>alert('x')</script>" in title for title in titles(deck)[:-1])
    everything = "\n".join(notes_of(slide) for slide in deck.slides)
    shown = " ".join(HOSTILE.replace("\x0b", "\n").split())
    for letter in "\x00\x07\x1b\ufffe":
        shown = shown.replace(letter, "\ufffd")
    assert shown.split("\ufffd")[0] in " ".join(everything.split())
    for field in ("alt", "body", "quiet", "noted_2", "quote_2", "evidence", "certainty", "strategy_2"):
        assert f"=1+1 {field} " in everything


def test_hostile_texts__in_properties__are_cut_and_plain(hostile_data) -> None:
    properties = opened(hostile_data).core_properties
    assert properties.title.startswith("=1+1 library <script>")
    assert len(properties.title) == 255


@pytest.mark.parametrize("make", [made_report, hostile_report], ids=["made", "hostile"])
def test_shapes__of_every_slide__stay_on_it(make) -> None:
    deck = opened(slides_bytes(make()))
    for slide, shape in all_shapes(deck):
        right, bottom = shape.left + shape.width, shape.top + shape.height
        assert 0 <= shape.left <= right <= deck.slide_width, slide.shapes.title.text_frame.text
        assert 0 <= shape.top <= bottom <= deck.slide_height, slide.shapes.title.text_frame.text


@pytest.mark.parametrize("make", [made_report, hostile_report], ids=["made", "hostile"])
def test_texts__of_every_slide__fit_where_they_stand(make) -> None:
    deck = opened(slides_bytes(make()))
    measured = 0
    for _, shape in all_shapes(deck):
        if shape.has_text_frame and any(run.font.size for p in shape.text_frame.paragraphs for run in p.runs):
            measured += 1
            assert tall(shape) <= shape.height / EMU + 0.02, shape.text_frame.text[:60]
    assert measured > 10


def tall(shape: Any) -> float:
    """How tall the text of a shape is, in inches."""
    frame = shape.text_frame
    room = (shape.width - frame.margin_left - frame.margin_right) / EMU
    height = (frame.margin_top + frame.margin_bottom) / EMU if frame.margin_top is not None else 0.1
    for paragraph in frame.paragraphs:
        size = paragraph.runs[0].font.size.pt if paragraph.runs else 0
        weight = "bold" if paragraph.runs and paragraph.runs[0].font.bold else "regular"
        hang = int(paragraph._p.pPr.get("marL", 0)) / EMU if paragraph._p.pPr is not None else 0
        height += height_of(paragraph.text.replace("\v", "\n"), room - hang, size or 1, weight)
    return height


def test_text__longer_than_a_slide__says_that_the_notes_have_more() -> None:
    words = [" ".join([f"Sentence {number} has exactly six words."] * 4) for number in range(6)]
    slide = slide_of(opened(slides_bytes(report_of(*map(Paragraph, words)))), "A section")
    shown = slide.placeholders[1].text_frame.text.split("\n")
    assert shown == [words[0], words[1], "There is more in the notes."]
    assert notes_of(slide).split("\n") == words


def test_list__of_ninety_words__is_shown_whole() -> None:
    items = tuple("nine words that say what we all want here" for _ in range(10))
    slide = slide_of(opened(slides_bytes(report_of(Bullets(items)))), "A section")
    assert slide.placeholders[1].text_frame.text.split("\n") == list(items)
    more = slide_of(opened(slides_bytes(report_of(Bullets((*items, "one more"))))), "A section")
    assert more.placeholders[1].text_frame.text.split("\n")[-1] == "There is more in the notes."


def test_headings__up_to_five__are_slides_and_more_are_a_list() -> None:
    def blocks(number: int) -> list[Any]:
        return [block for at in range(number) for block in (Heading(f"Head {at}"), Paragraph(f"Text {at}"))]

    assert titles(opened(slides_bytes(report_of(*blocks(5)))))[1:-1] == [f"Head {at}" for at in range(5)]
    many = opened(slides_bytes(report_of(*blocks(6))))
    assert titles(many)[1:-1] == ["A section"]
    assert many.slides[1].placeholders[1].text_frame.text.split("\n") == [f"Head {at}" for at in range(6)]


def test_report__without_sections__is_a_cover_and_an_end() -> None:
    assert titles(opened(slides_bytes(made_report(sections=())))) == [
        "Marrow Bend Community Library",
        "Where this comes from",
    ]


def test_report__without_brand_and_origins__ends_with_its_last_section() -> None:
    deck = opened(slides_bytes(made_report(sections=(), brand=Brand(), origins={})))
    assert titles(deck) == ["Marrow Bend Community Library"]
    assert deck.slides[0].placeholders[1].text_frame.text.split("\n") == ["Learning culture report", "Answers of 2026"]


def test_logo__that_is_a_drawing__is_embedded_as_it_is() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10"><rect width="30" height="10"/></svg>'
    brand = replace(made_report().brand, logo=svg)
    with zipfile.ZipFile(io.BytesIO(slides_bytes(made_report(brand=brand)))) as parts:
        assert parts.read("ppt/media/logo.svg") == svg
        assert b"svgBlip" in parts.read("ppt/slides/slide1.xml")


def test_manifest__of_a_deck__is_a_part_of_its_own() -> None:
    with zipfile.ZipFile(io.BytesIO(slides_bytes(made_report()))) as parts:
        root = ElementTree.fromstring(parts.read(CUSTOM))
        relations = parts.read("ppt/_rels/presentation.xml.rels").decode()
    assert root.tag == "{urn:library-learning-culture:manifest}manifest"
    assert (root.text or "").encode() == manifest_bytes(made_report())
    assert "relationships/customXml" in relations


def test_properties__of_a_deck__say_what_it_is_and_no_date(made) -> None:
    properties = made.core_properties
    assert properties.title == "Marrow Bend Community Library: Learning culture report"
    assert (properties.author, properties.language) == ("Northern Lakes Library Service", "en-US")
    assert (properties.created, properties.modified) == (None, None)


@pytest.mark.slow
def test_bytes__made_in_two_processes__are_the_same() -> None:
    code = (
        "from hashlib import sha256; from analysis.report.slides import slides_bytes; from report_made import *; "
        "print(sha256(slides_bytes(hostile_report())).hexdigest(), sha256(slides_bytes(made_report())).hexdigest())"
    )
    paths = f"import sys; sys.path[:0] = {sys.path!r}; "
    said = subprocess.run([sys.executable, "-c", paths + code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == [sha256(slides_bytes(make())).hexdigest() for make in (hostile_report, made_report)]


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template of somebody else: 4 : 3, with a slide of its own and parts of another program."""
    own = Presentation()
    own.slides.add_slide(own.slide_layouts[5]).shapes.title.text_frame.text = "An example"
    path = tmp_path / "house.pptx"
    own.save(str(path))
    return path


def test_template__of_somebody_else__keeps_its_size_and_loses_its_slides(template) -> None:
    deck = opened(slides_bytes(made_report(), template))
    assert (deck.slide_width, deck.slide_height) == (Inches(10), Inches(7.5))
    assert "An example" not in titles(deck)
    assert titles(deck)[:3] == ["Marrow Bend Community Library", "At a glance", "What stands out"]
    for _, shape in all_shapes(deck):
        assert shape.left + shape.width <= deck.slide_width
        assert shape.top + shape.height <= deck.slide_height


def test_template__same_report__is_the_same_bytes(template) -> None:
    assert slides_bytes(made_report(), template) == slides_bytes(made_report(), template)


def test_template__without_a_layout__is_refused_with_what_is_missing(template) -> None:
    own = Presentation(str(template))
    slim = template.with_name("slim.pptx")
    for layout in list(own.slide_layouts):
        if layout.name == "Title and Content":
            own.slide_layouts.remove(layout)
        if layout.name == "Title Only":
            title = layout.placeholders[0]._element
            title.getparent().remove(title)
    own.save(str(slim))
    with pytest.raises(ToolkitError) as refused:
        slides_bytes(made_report(), slim)
    has = ", ".join(layout.name for layout in own.slide_layouts)
    assert str(refused.value) == (
        "This template cannot be used.\n"
        f"- slim.pptx: found {has}; allowed: a title and one content. Add it to the slide master of your template.\n"
        f"- slim.pptx: found {has}; allowed: a title only. Add it to the slide master of your template."
    )


def test_template__that_is_no_presentation__is_refused(tmp_path) -> None:
    path = tmp_path / "notes.pptx"
    path.write_text("not a presentation", encoding="utf-8")
    with pytest.raises(ToolkitError) as refused:
        slides_bytes(made_report(), path)
    assert str(refused.value) == (
        "This template cannot be used.\n"
        "- notes.pptx: found a file that cannot be opened; allowed: a presentation (.pptx). "
        "Save your template as .pptx in PowerPoint or LibreOffice."
    )


def test_library__named_with_three_hundred_letters__fits_on_the_cover() -> None:
    deck = opened(slides_bytes(made_report(library="Bibliothek " * 27 + LIBRARY)))
    title = deck.slides[0].shapes.title
    assert title.text_frame.text.startswith("Bibliothek Bibliothek")
    assert tall(title) <= title.height / EMU + 0.02
