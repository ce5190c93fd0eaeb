"""The page "Our cohorts" in a real browser on the real server: choosing by keyboard, reading it, a narrow window."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from keyboard import tab_to

NOTEBOOK = "03_our_cohorts"
COLUMN, SITUATION = "Tell staff apart by", "Situation"
WITH_GROUPS = {"library": "harlow_falls", "wave": "2026"}
TALL, NARROW = {"width": 1280, "height": 12_000}, {"width": 390, "height": 800}


@pytest.fixture
def page(visit_once):
    """The page of a sample library of which some groups may be shown."""
    return visit_once(NOTEBOOK, **WITH_GROUPS)


def axe_findings(page):
    """What axe finds on a page that shows all of itself: the rule and the first place."""
    page.set_viewport_size(TALL)
    found = Axe().run(page).response["violations"]
    return [(finding["id"], finding["nodes"][0]["html"][:200]) for finding in found]


def alt_texts(page):
    return page.locator("#lc-cells img").evaluate_all("images => images.map((image) => image.alt)")


def natural_widths(page):
    return page.locator("#lc-cells img").evaluate_all("images => images.map((image) => image.naturalWidth)")


def focus_by_keyboard(page, label):
    """Press Tab until the keyboard is on the list with this label."""
    mark = page.get_by_label(label, exact=True).get_attribute("id")
    tab_to(page, f'[id="{mark}"]')


def test_page__a_sample_library__opens_accessible_and_knows_its_place(page):
    assert page.get_by_role("heading", level=1).inner_text() == "Do different groups of staff learn differently here?"
    current = page.locator('nav[aria-label="Pages"] a[aria-current="page"]')
    assert current.inner_text() == "Our cohorts"
    assert current.get_attribute("href") == f"/voila/render/{NOTEBOOK}.ipynb"
    assert page.get_by_role("link", name="Open in JupyterLab").get_attribute("href") == f"/lab/tree/{NOTEBOOK}.ipynb"
    assert page.locator("[role=alert]").count() == 0
    assert page.locator("#lc-cells img").count() == 5
    assert all(len(alt) > 150 for alt in alt_texts(page))
    assert axe_findings(page) == []


def test_page__lists_to_choose_from__offer_released_views_only(page):
    options = page.get_by_label(COLUMN, exact=True).locator("option").all_inner_texts()
    columns = [text.replace("\N{NO-BREAK SPACE}", " ") for text in options]
    assert columns == ["Role", "Place of work", "Years here", "Employment"]
    assert page.get_by_label(SITUATION, exact=True).locator("option").count() == 7


def test_page__another_column_and_situation_by_keyboard_alone__changes_figures_and_alt_texts(page):
    figure = page.locator("#lc-cells img").first
    before = figure.get_attribute("src")
    expect(figure).to_have_attribute("alt", re.compile("Public services"))
    focus_by_keyboard(page, COLUMN)
    page.keyboard.type("Years")
    page.keyboard.press("Enter")
    expect(figure).to_have_attribute("alt", re.compile("2 to 5 years"))
    expect(figure).not_to_have_attribute("src", before)
    expect(page.get_by_text("Who answered, by group: Years here")).to_be_visible()

    focus_by_keyboard(page, SITUATION)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label(SITUATION, exact=True)).to_be_focused()
    expect(figure).to_have_attribute("alt", re.compile("A setback"))
    expect(figure).to_have_attribute("alt", re.compile("2 to 5 years"))


def test_page__narrow_window__is_drawn_for_it_and_never_scrolls_sideways(page):
    wide = natural_widths(page)
    page.set_viewport_size(NARROW)
    expect(page.locator("#lc-cells img").first).not_to_have_js_property("naturalWidth", wide[0])
    page.wait_for_function(
        """(wide) => [...document.querySelectorAll("#lc-cells img")]
        .every((image) => image.naturalWidth > 0 && image.naturalWidth < wide)""",
        arg=min(wide),
    )
    assert len(natural_widths(page)) == len(wide)
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_page__no_group_may_be_shown__offers_no_column_and_talks(visit, add_library):
    add_library("elm")
    page = visit(NOTEBOOK, library="elm", wave="2026")
    expect(page.get_by_label(COLUMN, exact=True)).to_be_hidden()
    expect(page.get_by_text("Small teams see less in numbers, and more by talking")).to_be_visible()
    assert axe_findings(page) == []


def test_page__everything_withheld__is_a_page_to_talk_about(visit, add_library):
    add_library("rowan", heads=4, answered=False)
    page = visit(NOTEBOOK, library="rowan", wave="2026")
    expect(page.get_by_text("This page is for talking, not for counting")).to_be_visible()
    assert page.locator("#lc-cells img").count() == 0
    assert axe_findings(page) == []
