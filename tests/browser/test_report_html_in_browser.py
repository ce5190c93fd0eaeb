"""The report as a page in a real browser: accessible, by keyboard alone, on a telephone, on paper."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from analysis.disclosure import map_opportunities, release
from analysis.exchange.sources import SAMPLES
from analysis.guide import load_guide, load_words
from analysis.report.brand import Brand
from analysis.report.contents import compose_report
from analysis.report.html import html_bytes
from analysis.report.model import Report
from analysis.report.request import Request, Results
from analysis.responses import read_survey
from report_made import LIBRARY, WAVE, hostile_report, made_report, small_released

pytestmark = pytest.mark.browser

Shows = Callable[[Report], Page]

LIGHTEST = Brand("Light", "As light as may be", primary="#767676", accent="#949494")
"""Colors that just pass."""


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Shows]:
    """Opens a report as the file that it is; when the test is over, it has asked for nothing and broken no policy."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    said: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: said.append(message.text))

    def show(report: Report) -> Page:
        path = tmp_path / "report.html"
        path.write_bytes(html_bytes(report))
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield show
    context.close()
    assert {address.split(",")[0].split(";")[0] for address in asked if not address.startswith("data:")} <= {
        (tmp_path / "report.html").as_uri()
    }
    assert said == []


def comes_true(page: Page, said: str) -> bool:
    """Whether it becomes true within some hundred frames; the page's policy keeps playwright from waiting for it."""
    look = f"left => {said} ? done(true) : left ? requestAnimationFrame(() => look(left - 1)) : done(false)"
    return page.evaluate(f"() => new Promise(done => {{ const look = {look}; look(300); }})")


def report_of(released, language: str) -> Report:
    results = Results(released, map_opportunities(released))
    return compose_report(results, load_words(language), Request(LIBRARY, WAVE, "researcher", language))


def team_report(language: str) -> Report:
    """The report of a library too small for numbers."""
    return report_of(release(read_survey(SAMPLES, load_guide()), "pebblewick", WAVE), language)


REPORTS = {
    "hostile": hostile_report,
    "lightest": lambda: made_report(brand=LIGHTEST),
    "english": lambda: report_of(small_released(), "en"),
    "spanish": lambda: report_of(small_released(), "es"),
    "team": lambda: team_report("en"),
    "team_spanish": lambda: team_report("es"),
}


@pytest.mark.parametrize("name", REPORTS)
def test_report__axe_on_all_of_it_at_once__finds_nothing(show, name):
    page = show(REPORTS[name]())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for width in (1280, 360):
        # Contrast is judged in the visible area alone.
        page.set_viewport_size({"width": width, "height": 30_000})
        found = Axe().run(page).response["violations"]
        assert [(width, one["id"], one["nodes"][0]["html"][:200]) for one in found] == []


@pytest.mark.parametrize("name", ["hostile", "spanish"])
def test_report__at_every_width__never_scrolls_sideways(show, name):
    page = show(REPORTS[name]())
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for width in (320, 360, 768, 1055, 1056, 1400):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_report__hostile__runs_nothing_and_draws_its_figures(show):
    page = show(hostile_report())
    assert page.evaluate("document.scripts.length") == 1
    assert page.evaluate("[...document.images].every(one => one.naturalWidth > 0)")


def test_keyboard__first_key__leads_past_the_contents(show):
    page = show(made_report())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the report"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "report"


def test_keyboard__enter_on_a_fold__opens_the_table_and_the_arrows_move_it(show):
    page = show(made_report())
    page.set_viewport_size({"width": 360, "height": 800})
    fold = page.locator("main details").first
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    assert fold.evaluate("one => one.open")
    page.keyboard.press("Tab")
    box = fold.locator(".scroll")
    assert box.evaluate("one => one === document.activeElement && one.scrollWidth > one.clientWidth")
    page.keyboard.press("ArrowRight")
    assert comes_true(page, "document.activeElement.scrollLeft > 0")


def test_keyboard__contents__lead_to_their_sections(show):
    page = show(made_report())
    page.get_by_role("link", name="What to do next").focus()
    page.keyboard.press("Enter")
    assert comes_true(page, "document.querySelector(location.hash).getBoundingClientRect().top < innerHeight / 2")
    assert page.evaluate("document.querySelector(location.hash + ' h2').textContent") == "What to do next"


def test_wide_screen__contents__stay_in_sight(show):
    page = show(made_report())
    page.evaluate("window.scrollTo({top: 2000, behavior: 'instant'})")
    assert page.evaluate("scrollY") > 500
    assert page.locator("nav").bounding_box()["y"] == 0


@pytest.mark.parametrize("paper", [("letter", 612), ("a4", 595)])
def test_report__printed__shows_folded_tables_on_its_paper_without_the_contents(show, paper):
    name, width = paper
    page = show(made_report(brand=Brand(paper=name)))
    sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    printed = " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())
    assert round(float(sheets[0].mediabox.width)) == width
    for number in range(1, 5):
        assert f"Table {number}." in printed
    assert "Skip to the report" not in printed
    assert "Contents" not in printed
    for caption in page.locator("caption").all():
        assert caption.evaluate("one => one.textContent") in printed
