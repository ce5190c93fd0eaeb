"""The page "Reports" in a real browser on the real server: chosen, ordered, looked at, made and saved by keyboard."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from pypdf import PdfReader

NOTEBOOK = "07_reports"
SMALL, TEAM = "oxwater", "tindle_hollow"
TALL, NARROW = {"width": 1280, "height": 9_000}, {"width": 400, "height": 9_000}
MOST_TABS = 200
PATIENCE = 180_000
"""Milliseconds within which a small library is released and its report made, on a busy machine as well."""


@pytest.fixture
def page(visit_once):
    """The page of a small sample library."""
    return visit_once(NOTEBOOK, library=SMALL)


def axe_findings(page, window):
    """What axe finds on a page that shows all of itself: the rule and the first place."""
    page.set_viewport_size(window)
    found = Axe().run(page).response["violations"]
    return [(finding["id"], finding["nodes"][0]["html"][:200]) for finding in found]


def go_to(page, control):
    """Press Tab until the keyboard is on a control, also from one end of the long list of sections to the other."""
    control.wait_for()
    for _ in range(MOST_TABS):
        if control.evaluate("control => control === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not get to {control}.")


def press(page, name):
    """Go to a button by keyboard and press it."""
    go_to(page, page.get_by_role("button", name=name))
    page.keyboard.press("Enter")


def saved(page, name, folder):
    """Save a file of the page by keyboard; its name and its content."""
    go_to(page, page.get_by_role("button", name=name))
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    path = Path(folder, download.value.suggested_filename)
    download.value.save_as(path)
    return path.name, path.read_bytes()


def test_page__opened__is_accessible_and_has_made_nothing(page):
    assert page.get_by_role("heading", level=1).inner_text() == "Which report shall we make, and for whom?"
    current = page.locator('nav[aria-label="Pages"] a[aria-current="page"]')
    assert current.inner_text() == "Reports"
    assert current.get_attribute("href") == f"/voila/render/{NOTEBOOK}.ipynb"
    assert page.locator("[role=alert]").count() == 0
    assert page.locator("#lc-cells iframe, #lc-cells progress").count() == 0
    assert axe_findings(page, TALL) == []


def test_color__too_light__is_judged_and_mended_by_keyboard(page):
    field = page.get_by_label("Color of the cover and of headings")
    field.fill("#FFD200")
    field.press("Tab")
    expect(page.get_by_text("#FFD200, which has 1.4 : 1 on white.")).to_be_visible()
    assert axe_findings(page, TALL) == []
    press(page, "Take #8F7400 instead")
    expect(field).to_have_value("#8F7400")
    expect(page.get_by_role("button", name="Take #8F7400 instead")).to_be_hidden()


def test_report__by_keyboard_alone__is_ordered_looked_at_made_and_saved(visit, server, tmp_path):
    page = visit(NOTEBOOK, library=SMALL)
    go_to(page, page.get_by_label("Who reads it?"))
    page.keyboard.type("Staff")
    expect(page.get_by_role("listitem").filter(has_text="Our goals").get_by_role("checkbox")).to_be_checked()
    press(page, "Up: Who answered")
    expect(page.get_by_text("Who answered is number 1 of")).to_be_visible()
    expect(page.get_by_role("button", name="Up: Who answered")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Down: Who answered")).to_be_focused()

    press(page, "Show the report here")
    report = page.frame_locator('iframe[title^="Preview"]')
    headings = report.get_by_role("heading", level=2)
    expect(headings.filter(has_text="Who answered")).to_be_visible(timeout=PATIENCE)
    go_to(page, page.get_by_label("HTML, to read in a browser"))
    page.keyboard.press("Space")
    press(page, "Make the report")
    expect(page.get_by_text("2 files were made")).to_be_visible(timeout=PATIENCE)
    for window in (TALL, NARROW):
        assert axe_findings(page, window) == []

    name, content = saved(page, re.compile("^Save the PDF"), tmp_path)
    assert name == f"{SMALL}_2026_staff_en.pdf"
    outline = [item["/Title"] for item in PdfReader(BytesIO(content)).outline if not isinstance(item, list)]
    name, content = saved(page, re.compile("^Save the HTML page"), tmp_path)
    assert name == f"{SMALL}_2026_staff_en.html"
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", content.decode()) == outline
    assert outline[:2] == ["Who answered", "At a glance"]
    assert (server.data / "reports" / "samples" / name).read_bytes() == content


def test_batch__stopped_while_libraries_are_prepared__ends_at_once_and_the_page_goes_on(visit):
    page = visit(NOTEBOOK, library=SMALL)
    page.get_by_label("What is the report about?").select_option("Each library of a wave, one report for each")
    page.get_by_label("Which libraries?").select_option("The samples")
    page.get_by_role("button", name=re.compile(r"^Make \d+ reports")).click()
    bar = page.get_by_role("progressbar", name="How far the reports are")
    expect(bar).to_have_attribute("max", re.compile(r"\d+"))
    page.get_by_label("In which language?").select_option("Spanish (español)")
    assert axe_findings(page, TALL) == []
    press(page, "Stop")
    expect(page.get_by_text("Stopped. What was finished is kept")).to_be_visible(timeout=PATIENCE)
    expect(bar).to_have_count(0)
    expect(page.get_by_role("button", name=re.compile(r"^Make \d+ reports"))).to_be_enabled()


def test_preview__of_a_team__is_a_page_to_talk_about(visit):
    page = visit(NOTEBOOK, library=TEAM)
    expect(page.get_by_text("Fewer than 5 people work there")).to_be_visible()
    page.get_by_role("button", name="Show the report here").click()
    report = page.frame_locator('iframe[title^="Preview"]')
    expect(report.get_by_role("heading", level=1)).to_contain_text("Tindle Hollow", timeout=PATIENCE)
    expect(page.get_by_text("so its report is a page to talk about.")).to_be_visible()
    for window in (TALL, NARROW):
        assert axe_findings(page, window) == []
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]

    page.set_viewport_size(TALL)
    report.locator("nav a").last.click()
    expect(report.get_by_role("heading", level=1)).to_contain_text("Tindle Hollow")
    assert [frame.url.split("#")[0] for frame in page.frames[1:]] == ["about:srcdoc"]
