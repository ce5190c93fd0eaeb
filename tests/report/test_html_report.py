"""The report as a page: what stands in it and in which order, and that it is one file that asks for nothing."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
from base64 import b64decode, b64encode
from dataclasses import replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from analysis.report import html
from analysis.report.brand import Brand
from analysis.report.html import html_bytes
from analysis.report.manifest import manifest_bytes
from analysis.report.model import Figure, Heading, Paragraph, Report, Section, Table
from html_page import Node, read_page
from report_made import LIBRARY, WAVE, hostile_report, made_report, small_png, small_released

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = "data:image/svg+xml,"


@pytest.fixture(scope="module")
def page() -> Node:
    return read_page(html_bytes(made_report()))


def drawing(image: Node) -> ElementTree.Element:
    return ElementTree.fromstring(unquote(image.attributes["src"].removeprefix(DRAWN)))


def figures_of(report: Report) -> list[Figure]:
    return [block for section in report.sections for block in section.blocks if isinstance(block, Figure)]


def test_page__head__says_language_and_title(page):
    assert page.one("html").attributes == {"lang": "en"}
    assert page.one("title").text == "Learning culture report: Marrow Bend Community Library"
    assert page.one("h1").text == "Learning culture report Marrow Bend Community Library"
    assert page.one("p", class_="subtitle").text == "Answers of 2026"


def test_page__sections__stand_in_order_under_headings_that_the_contents_lead_to(page):
    titles = ["At a glance", "How far along are we?", "Who answered", "What to do next"]
    assert [heading.text for heading in page.one("main").all("h2")] == titles
    leads = page.one("nav").all("a")
    assert [link.text for link in leads] == titles
    for link, section in zip(leads, page.all("section"), strict=True):
        assert link.attributes["href"] == f"#{section.attributes['id']}"
        assert page.one(id=section.attributes["aria-labelledby"]).text == link.text


@pytest.mark.parametrize("make", [made_report, hostile_report])
def test_page__headings__go_down_one_step_at_a_time(make):
    levels = [int(node.tag[1]) for node in read_page(html_bytes(make())).all() if node.tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("make", [made_report, hostile_report])
def test_page__ids__are_unique_and_all_that_is_pointed_at_exists(make):
    page = read_page(html_bytes(make()))
    ids = [node.attributes["id"] for node in page.all() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    pointed = [link.attributes["href"].removeprefix("#") for link in page.all("a")]
    pointed += [node.attributes["aria-labelledby"] for node in page.all() if "aria-labelledby" in node.attributes]
    assert set(pointed) <= set(ids)


def test_text__every_kind__is_an_element_of_its_own(page):
    glance, _, people, steps = page.all("section")
    assert glance.one("p", class_="lead").text.startswith("As a place of learning")
    assert [item.text for item in glance.one("ul", class_="key-figures").all("li")] == [
        "6 of 7 staff answered",
        "Developing is the likeliest level",
        "between 38 and 66 of 100, the index",
    ]
    assert glance.one("h3").text == "What stands out"
    assert [item.text for item in glance.one("ul", class_="bullets").all("li")] == [
        *("Staff help each other.", "Say in learning is wanted most.")
    ]
    assert [item.text for item in glance.one("ol").all("li")] == ["Ask.", "Listen.", "Decide."]
    assert glance.one("p", class_="quiet").text == "With seven staff most of this can only be told as a range."
    assert [line.text for line in people.one(role="note").all("p")] == [
        *("How this is protected", "No group under five people is shown.", "Nor can one be worked out.")
    ]
    assert [quote.text for quote in people.all("blockquote")] == [
        *("Ask the person at the desk. Everybody here does.", "We try things on Mondays.")
    ]
    assert [item.text for item in steps.one("ol").children if isinstance(item, Node)] == [
        "Let staff choose what they learn 5 or more of 6 want more say in their learning. "
        "How sure. Fairly sure: the ranges of this and the next wish do not meet. "
        "What could serve it Learning hour Peer coaching",
        "Talk about what went wrong 3 of 6 see it today. How sure. Not sure: many would have to answer more.",
    ]


def test_figure__image__is_described_and_draws_what_the_picture_draws(page):
    for image, figure in zip(page.one("main").all("img"), figures_of(made_report()), strict=True):
        assert image.attributes["alt"] == figure.picture.alt
        shown, whole = drawing(image), ElementTree.fromstring(figure.picture.svg())
        assert shown.attrib["viewBox"] == whole.attrib["viewBox"]
        for kind in ("path", "use", "g"):
            assert len(shown.findall(f".//{SVG}{kind}")) == len(whole.findall(f".//{SVG}{kind}")) > 0
        assert shown.findall(f".//{SVG}title") == []


def test_drawing__short_names__point_at_what_is_there(page):
    for image in page.one("main").all("img"):
        drawn = drawing(image)
        ids = {node.attrib["id"] for node in drawn.iter() if "id" in node.attrib}
        pointed = [node.attrib["href"] for node in drawn.iter(f"{SVG}use")]
        assert {address.removeprefix("#") for address in pointed} <= ids
        assert "scale(0.015625)" in image.attributes["src"]


def test_figures_and_tables__numbered__through_the_whole_report(page):
    captions = [caption.text for caption in page.all("figcaption")]
    assert [caption.split(".")[0] for caption in captions] == ["Figure 1", "Figure 2"]
    assert [caption.text.split(".")[0] for caption in page.one("main").all("caption")] == [
        *("Table 1", "Table 2", "Table 3", "Table 4")
    ]


def test_table__behind_a_figure__is_folded_after_it_and_others_lie_open(page):
    folded = [[caption.text for caption in fold.all("caption")] for fold in page.one("main").all("details")]
    assert [[caption.split(".")[0] for caption in captions] for captions in folded] == [
        *(["Table 1"], ["Table 2", "Table 3"])
    ]
    assert [fold.one("summary").text for fold in page.one("main").all("details")] == [
        *("The numbers behind this figure : Figure 1", "The numbers behind this figure : Figure 2")
    ]
    assert page.all("section")[2].all("details") == []


def test_table__heads__have_a_scope_and_the_box_that_scrolls_takes_the_caption_as_its_name(page):
    for table in page.all("table"):
        assert {head.attributes["scope"] for head in table.one("thead").all("th")} == {"col"}
        assert {head.attributes["scope"] for head in table.one("tbody").all("th")} == {"row"}
    boxes = [box for box in page.all("div", class_="scroll") if box.all("table")]
    assert [box.attributes["aria-label"] for box in boxes] == [caption.text for caption in page.all("caption")]
    assert {box.attributes["tabindex"] for box in page.all("div", class_="scroll")} == {"0"}


def test_sections__text_between_a_figure_and_a_table__leaves_the_table_open():
    first, second = figures_of(made_report())
    table = next(block for block in made_report().sections[2].blocks if isinstance(block, Table))
    blocks = (first, Paragraph("Between."), table, second, table, Heading("After"), table)
    page = read_page(html_bytes(made_report(sections=(Section("all", "All", blocks),))))
    assert len(page.one("main").all("details")) == 1
    assert page.one("main").one("details").one("caption").text == "Table 2. Who answered"
    assert [caption.text.split(".")[0] for caption in page.all("caption")] == ["Table 1", "Table 2", "Table 3"]


def test_page__in_spanish__has_spanish_words_around_the_report():
    page = read_page(html_bytes(made_report(language="es")))
    assert page.one("html").attributes == {"lang": "es"}
    assert page.all("a")[0].text == "Ir al informe"
    assert page.one(id="contents").text == "Contenido"
    assert page.all("figcaption")[0].text.startswith("Figura 1.")
    assert page.all("summary")[0].text.startswith("Los números detrás de esta figura")


def test_foot__one_source__says_who_made_the_report_and_from_what(page):
    made = small_released().provenance
    assert [line.text for line in page.one("footer").all("p")] == [
        "Northern Lakes Library Service . Reports desk, 12 Shore Street, reports@lakes.example",
        f"Made with the Library Learning Culture Toolkit {made.toolkit_version} "
        f"from the answers with fingerprint {made.data_fingerprint}.",
    ]


def test_foot__several_sources__lists_them_in_a_folded_table():
    made = small_released().provenance
    other = replace(made, data_fingerprint="f" * 64)
    page = read_page(html_bytes(made_report(origins={(LIBRARY, WAVE): made, ("elm", "2025"): other})))
    fold = page.one("footer").one("details")
    assert fold.one("summary").text == "What this report was made from"
    assert [row.text for row in fold.one("tbody").all("tr")] == [
        f"marrow_bend 2026 {made.data_fingerprint} {made.toolkit_version}",
        f"elm 2025 {'f' * 64} {made.toolkit_version}",
    ]


def test_foot__no_brand_and_no_source__says_nothing():
    page = read_page(html_bytes(made_report(brand=Brand(), origins={})))
    assert page.one("footer").text == ""
    assert page.one("header").all("img") == []
    assert page.one("header").text == "Learning culture report Marrow Bend Community Library Answers of 2026"


def test_brand__its_colors_font_and_paper__stand_in_the_style():
    brand = Brand(primary="#5B2A86", accent="#8A6D00", font_name="Source Sans 3", paper="a4")
    style = "".join(map(str, read_page(html_bytes(made_report(brand=brand))).one("style").children))
    assert "--primary: #5B2A86; --accent: #8A6D00; --fonts: 'Source Sans 3', Inter, system-ui" in style
    assert "@page { size: a4; }" in style


def test_brand__a_font_name_that_ends_its_quotes__stays_a_name():
    brand = Brand(font_name="Sans'; } body { display: none } </style><b>")
    page = read_page(html_bytes(made_report(brand=brand)))
    style = "".join(map(str, page.one("style").children))
    assert "--fonts: 'Sans  body  display none  styleb', Inter" in style


@pytest.mark.parametrize(
    ("logo", "kind"), [(small_png(), "png"), (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "svg+xml")]
)
def test_logo__of_either_kind__is_an_image_within_the_page(logo, kind):
    page = read_page(html_bytes(made_report(brand=Brand(logo=logo, logo_alt="Waves"))))
    image = page.one("header").one("img")
    head, data = image.attributes["src"].split(";base64,")
    assert (head, b64decode(data), image.attributes["alt"]) == (f"data:image/{kind}", logo, "Waves")


@pytest.mark.parametrize("make", [made_report, hostile_report])
def test_page__addresses__are_all_within_the_page(make):
    page = read_page(html_bytes(make()))
    for node in page.all():
        for name in ("src", "href", "srcset", "action", "poster", "data"):
            assert node.attributes.get(name, "#").startswith(("#", "data:image/"))
    assert {node.tag for node in page.all()} & {"link", "iframe", "object", "embed", "base", "form", "svg"} == set()
    style = "".join(map(str, page.one("style").children))
    assert "url(" not in style
    assert "@import" not in style
    assert "://" not in style
    for image in page.one("main").all("img"):
        for node in drawing(image).iter():
            assert all(value.startswith("#") for name, value in node.attrib.items() if name.endswith("href"))


@pytest.mark.parametrize("make", [made_report, hostile_report])
def test_policy__of_the_page__allows_its_own_style_and_its_own_images_alone(make):
    page = read_page(html_bytes(make()))
    style = "".join(map(str, page.one("style").children))
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert page.one("meta", **{"http-equiv": "Content-Security-Policy"}).attributes["content"] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
    assert [node for node in page.all() if "style" in node.attributes] == []


@pytest.mark.parametrize("make", [made_report, hostile_report])
def test_manifest__in_the_page__is_that_of_the_report(make):
    block = read_page(html_bytes(make())).one("script")
    assert block.attributes == {"type": "application/json", "id": "learning-culture-manifest"}
    assert json.loads("".join(map(str, block.children))) == json.loads(manifest_bytes(make()))


def test_page__written_twice__has_the_same_bytes():
    assert html_bytes(made_report()) == html_bytes(made_report())


def test_examples__of_the_module__run():
    assert doctest.testmod(html).failed == 0


@pytest.mark.slow
def test_page__written_by_another_process__has_the_same_bytes():
    code = (
        "import sys; from analysis.report.html import html_bytes; from report_made import made_report; "
        "sys.stdout.buffer.write(html_bytes(made_report()))"
    )
    root = Path(__file__).parents[2]
    paths = f"import sys; sys.path[:0] = [{str(root)!r}, {str(root / 'tests' / 'support')!r}]; "
    run = subprocess.run([sys.executable, "-c", paths + code], capture_output=True, check=True)
    assert run.stdout == html_bytes(made_report())
