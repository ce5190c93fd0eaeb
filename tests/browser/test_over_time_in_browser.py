"""The page "Over time" in a real browser on the real server: choosing by keyboard, reading it, a narrow window."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from analysis.exchange.sources import SAMPLES
from analysis.guide import load_guide
from analysis.responses import read_survey
from keyboard import tab_to
from linked_library import LINKED, add_linked_library

NOTEBOOK = "05_over_time"
LIBRARY, PAIR, KIND = "Library", "Compare", "What to look at"
SMALL = "saltmeadow_bar"
TALL, NARROW = {"width": 1280, "height": 12_000}, {"width": 400, "height": 800}


@pytest.fixture
def page(visit_once):
    """The page of a small sample library with two waves."""
    return visit_once(NOTEBOOK, library=SMALL)


def axe_findings(page):
    """What axe finds on a page that shows all of itself: the rule and the first place."""
    page.set_viewport_size(TALL)
    found = Axe().run(page).response["violations"]
    return [(finding["id"], finding["nodes"][0]["html"][:200]) for finding in found]


def focus_by_keyboard(page, label):
    """Press Tab until the keyboard is on the list with this label."""
    mark = page.get_by_label(label, exact=True).get_attribute("id")
    tab_to(page, f'[id="{mark}"]')


def test_page__a_sample_library__opens_accessible_and_knows_its_place(page):
    assert page.get_by_role("heading", level=1).inner_text() == "What changed, and what cannot be told yet?"
    current = page.locator('nav[aria-label="Pages"] a[aria-current="page"]')
    assert current.inner_text() == "Over time"
    assert current.get_attribute("href") == f"/voila/render/{NOTEBOOK}.ipynb"
    assert page.locator("[role=alert]").count() == 0
    assert page.locator("#lc-cells img").count() == 1
    expect(page.get_by_label(PAIR, exact=True)).to_be_hidden()
    for summary in page.locator("#lc-cells summary").all():
        summary.click()
    assert axe_findings(page) == []


def test_page__narrow_window__is_drawn_for_it_and_never_scrolls_sideways(page):
    figure = page.locator("#lc-cells img").first
    wide = figure.evaluate("image => image.naturalWidth")
    page.set_viewport_size(NARROW)
    page.wait_for_function(
        """(wide) => [...document.querySelectorAll("#lc-cells img")]
        .every((image) => image.naturalWidth > 0 && image.naturalWidth < wide)""",
        arg=wide,
    )
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_page__another_kind_and_library_by_keyboard_alone__changes_figure_and_text(page):
    figure = page.locator("#lc-cells img").first
    expect(figure).to_have_attribute("alt", re.compile("Variety"))
    focus_by_keyboard(page, KIND)
    page.keyboard.press("ArrowDown")
    expect(figure).to_have_attribute("alt", re.compile("How many people lean towards growth"))
    expect(page.get_by_label(KIND, exact=True)).to_be_focused()

    page.reload()
    page.wait_for_selector("body[data-ready]")
    focus_by_keyboard(page, LIBRARY)
    page.keyboard.type("Oxwater")
    page.keyboard.press("Enter")
    lead = "There is one wave so far, 2026. What changes can be told after the next. Until then"
    expect(page.get_by_text(lead)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Oxwater College Library, 2026.")).to_be_visible()


def test_page__linked_answers__are_drawn_and_accessible(visit, store):
    add_linked_library(store, read_survey(SAMPLES, load_guide()).responses)
    page = visit(NOTEBOOK, library=LINKED)
    expect(page.get_by_text("people said a yes or a no both in 2025 and in 2026.")).to_be_visible()
    assert page.locator("#lc-cells img").count() == 2
    assert all(len(alt) > 150 for alt in page.locator("#lc-cells img").evaluate_all("all => all.map((one) => one.alt)"))
    assert axe_findings(page) == []


def test_page__everything_withheld__is_a_page_to_talk_about(visit, add_library):
    add_library("rowan", heads=4, answered=False)
    page = visit(NOTEBOOK, library="rowan", wave="2026")
    expect(page.get_by_text("This page is for talking, not for counting")).to_be_visible()
    expect(page.get_by_label(KIND, exact=True)).to_be_hidden()
    assert page.locator("#lc-cells img").count() == 0
    assert axe_findings(page) == []
