"""The page "Compare" in a real browser on the real server: it fills itself, by keyboard, narrow, alone, withheld."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from keyboard import press_on, tab_to

NOTEBOOK = "04_compare_libraries"
MEASURE, SCOPE = "Compare", "Beside"
TALL, NARROW = {"width": 1280, "height": 12_000}, {"width": 390, "height": 800}
SMALL_PEERS = {"library": "kestrelby", "wave": "2026"}
"""A sample whose peers are all small, so that they are prepared in moments."""


PATIENCE = 60_000
"""Milliseconds within which they are prepared, on a busy machine as well."""


@pytest.fixture
def page(visit_once):
    """The page of a sample library, when its peers and the small libraries are there."""
    page = visit_once(NOTEBOOK, **SMALL_PEERS)
    wait_for_others(page)
    return page


def wait_for_others(page):
    """Wait until no part of the page says any more that it follows in a moment."""
    expect(page.get_by_text("follows in a moment")).to_have_count(0, timeout=PATIENCE)


def axe_findings(page):
    """What axe finds on a page that shows all of itself: the rule and the first place."""
    page.set_viewport_size(TALL)
    found = Axe().run(page).response["violations"]
    return [(finding["id"], finding["nodes"][0]["html"][:200]) for finding in found]


def focus_by_keyboard(page, label):
    """Press Tab until the keyboard is on the list with this label."""
    mark = page.get_by_label(label, exact=True).get_attribute("id")
    tab_to(page, f'[id="{mark}"]')


def test_page__a_sample_library__fills_itself_and_is_accessible(page):
    title = "Where do we stand among others, and how much of that is chance?"
    assert page.get_by_role("heading", level=1).inner_text() == title
    current = page.locator('nav[aria-label="Pages"] a[aria-current="page"]')
    assert current.inner_text() == "Compare"
    assert current.get_attribute("href") == f"/voila/render/{NOTEBOOK}.ipynb"
    assert page.locator("[role=alert]").count() == 0
    alts = page.locator("#lc-cells img").evaluate_all("images => images.map((image) => image.alt)")
    assert len(alts) == 2
    assert all(alt.startswith("Maturity index: ") and len(alt) > 150 for alt in alts)
    expect(page.get_by_text("Kestrelby Public Library (your library)").first).to_be_attached()
    assert axe_findings(page) == []


def test_page__beside_whom__offers_peers_and_all_libraries(page):
    options = page.get_by_label(SCOPE, exact=True).locator("option")
    expect(options).to_have_count(2)
    told = [text.replace("\N{NO-BREAK SPACE}", " ") for text in options.all_inner_texts()]
    assert re.fullmatch(r"\d+ libraries like this one", told[0])
    assert re.fullmatch(r"All \d+ other libraries of 2026", told[1])


def test_page__another_measure_by_keyboard_alone__changes_figure_and_alt_text(page):
    figure = page.locator("#lc-cells img").first
    before = figure.get_attribute("src")
    focus_by_keyboard(page, MEASURE)
    page.keyboard.type("Variety")
    page.keyboard.press("Enter")
    expect(figure).to_have_attribute("alt", re.compile("^Variety: "))
    expect(figure).not_to_have_attribute("src", before)
    expect(page.get_by_label(MEASURE, exact=True)).to_be_focused()
    expect(page.get_by_role("heading", name="Variety, more closely")).to_be_visible()


def test_page__funnel_by_keyboard_alone__unfolds(page):
    folded = page.locator("#lc-cells details").filter(has=page.locator("img"))
    funnel = folded.locator("img")
    expect(funnel).to_be_hidden()
    folded.locator("summary").evaluate("line => { line.id = 'funnel'; }")
    press_on(page, "#funnel")
    expect(funnel).to_be_visible()


def test_page__narrow_window__is_drawn_for_it_and_never_scrolls_sideways(page):
    figure = page.locator("#lc-cells img").first
    wide = figure.evaluate("image => image.naturalWidth")
    page.set_viewport_size(NARROW)
    expect(figure).not_to_have_js_property("naturalWidth", wide)
    assert figure.evaluate("image => image.naturalWidth") < wide
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_page__own_libraries__are_compared_with_each_other_and_one_may_be_withheld(visit, add_library):
    add_library("linden")
    add_library("willow", heads=4, answered=False)
    page = visit(NOTEBOOK, library="linden", wave="2026")
    wait_for_others(page)
    expect(page.get_by_text("Linden (your library)").first).to_be_attached()
    assert page.get_by_text("Kestrelby Public Library (your library)").count() == 0
    focus_by_keyboard(page, "Library")
    page.keyboard.type("Willow")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing can be said about the answers yet, because nobody answered.")).to_be_visible()
    wait_for_others(page)
    assert axe_findings(page) == []
