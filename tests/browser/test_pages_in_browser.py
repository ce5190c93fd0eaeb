"""The notebooks as pages, in a real browser on the real server: answering by keyboard, finding it in the numbers."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from keyboard import go_on, send, status_of, write_goal
from notebook_pages import wait_until_ready

TALL = {"width": 1280, "height": 9000}


def axe_findings(page, **options):
    """What axe finds on a page that shows all of itself: the rule and the first place."""
    page.set_viewport_size(TALL)
    found = Axe().run(page, **options).response["violations"]
    return [(finding["id"], finding["nodes"][0]["html"][:200]) for finding in found]


def kernel_of(page):
    return page.evaluate("JSON.parse(document.getElementById('jupyter-config-data').textContent).kernelId")


def test_answering__by_keyboard_through_restart_and_reload__is_stored_once_and_counted(
    visit, server, store, new_answers, add_library
):
    add_library("maple")
    page = visit("01_collect", library="maple", wave="2026")
    write_goal(page, "Read aloud without a script")
    status_of(page, "saved")
    answer = page.request.post(
        f"{server.url}/api/kernels/{kernel_of(page)}/restart", headers={"Authorization": f"token {server.token}"}
    )
    assert answer.ok
    page.keyboard.type(", and not be afraid")
    status_of(page, "kept")
    page.reload(wait_until="commit")
    wait_until_ready(page)
    assert go_on(page) == "Read aloud without a script, and not be afraid"
    receipt = send(page)
    answers = new_answers("maple")[["goal_personal", "exists_purpose", "role"]]
    assert answers.values.tolist() == [["Read aloud without a script, and not be afraid", 1, "-1"]]

    library = visit("02_our_library", library="maple", wave="2026")
    expect(library.get_by_text("10 of your 12 staff answered.")).to_be_visible()
    assert store.withdraw(receipt)
    library.get_by_role("button", name="Look for new answers").click()
    expect(library.get_by_text("9 of your 12 staff answered.")).to_be_visible()


@pytest.mark.parametrize("notebook", ["00_start_here", "01_collect", "02_our_library"])
def test_page__as_it_opens__is_accessible_has_one_heading_and_knows_its_place(visit_once, add_library, notebook):
    add_library("elm")
    page = visit_once(notebook)
    assert axe_findings(page) == []
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.lang") == "en"
    current = page.locator('nav[aria-label="Pages"] a[aria-current="page"]')
    assert current.get_attribute("href") == f"/voila/render/{notebook}.ipynb"
    assert page.get_by_role("link", name="Open in JupyterLab").get_attribute("href") == f"/lab/tree/{notebook}.ipynb"
    assert page.locator("[role=alert]").count() == 0


@pytest.mark.parametrize("notebook", ["00_start_here", "01_collect", "02_our_library"])
def test_page__narrow_screen__never_scrolls_sideways(visit_once, add_library, notebook):
    add_library("elm")
    page = visit_once(notebook)
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_start_page__first_key__leads_past_the_navigation(visit):
    page = visit("00_start_here")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the page"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "lc-main"


def test_start_page__a_sample_library__opens_its_page(visit):
    page = visit("00_start_here")
    page.get_by_text("5 to 19 staff").click()
    page.get_by_role("link", name="Marrow Bend Community Library").click()
    wait_until_ready(page)
    expect(page.get_by_label("Library", exact=True)).to_have_value("Marrow Bend Community Library (sample, 7 staff)")
    expect(page.get_by_text("6 of your 7 staff answered.")).to_be_visible()


def test_start_page__a_library_is_set_up__people_can_answer_for_it(visit, store):
    page = visit("00_start_here")
    page.get_by_label("Name of the library").fill("Birch <b>Lane</b>")
    page.get_by_label("Wave", exact=True).fill("2026")
    page.get_by_label("All staff (heads)").fill("8")
    page.get_by_role("button", name="Set up this library").click()
    expect(page.get_by_text("Birch <b>Lane</b>, 2026, is set up.")).to_be_visible()
    assert store.survey().heads("birch_b_lane_b", "2026") == {("all", "all"): 8}
    collect = visit("01_collect", library="birch_b_lane_b", wave="2026")
    chosen = collect.get_by_label("Library and wave").locator("option:checked").inner_text()
    assert chosen.replace("\N{NO-BREAK SPACE}", " ") == "Birch <b>Lane</b>, 2026"


def test_start_page__template__is_saved_filled_in_and_taken_in(visit, new_answers, tmp_path):
    import openpyxl

    page = visit("00_start_here")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the template (.xlsx)").click()
    download.value.save_as(tmp_path / "template.xlsx")
    book = openpyxl.load_workbook(tmp_path / "template.xlsx")
    sheet = book.worksheets[0]
    cells = {"library_id": "larch", "wave": "2026", "submitted_at": "2026-03-02", "exists_purpose": "Yes"}
    for column, head in enumerate(sheet[1], start=1):
        if head.value in cells:
            sheet.cell(2, column, cells[head.value])
    book.save(tmp_path / "filled.xlsx")
    page.get_by_label("Choose the filled template").set_input_files(tmp_path / "filled.xlsx")
    page.get_by_role("button", name="Take in the good one").click()
    expect(page.get_by_text("1 new answer was taken in.")).to_be_visible()
    assert new_answers("larch")["exists_purpose"].tolist() == [1]


def test_library_page__everything_withheld__is_a_page_to_talk_about(visit, add_library):
    add_library("rowan", heads=4, answered=False)
    page = visit("02_our_library", library="rowan", wave="2026")
    expect(page.get_by_text("This page is for talking, not for counting")).to_be_visible()
    expect(page.get_by_text("Talk about it: which of these do you see here?")).to_be_visible()
    assert page.locator("#lc-cells img").count() == 0
    assert axe_findings(page) == []


@pytest.mark.parametrize(
    ("link", "notebook"), [("Make it a plan", "06_plan_and_act"), ("Open the page", "08_read_texts")]
)
def test_library_page__a_door_to_another_page__opens_it_with_the_same_library(visit, add_library, link, notebook):
    add_library("alder")
    add_library("yew")
    page = visit("02_our_library", library="yew", wave="2026")
    page.get_by_role("link", name=link).click()
    page.wait_for_url(f"**/{notebook}.ipynb?library=yew&wave=2026")
    wait_until_ready(page)
    chosen = page.locator("#lc-cells select").first.locator("option:checked")
    expect(chosen).to_have_text(re.compile("^Yew"))


def test_library_page__travel_guide_of_a_team__is_saved_and_asks_nothing_of_anybody(visit, context, tmp_path):
    page = visit("02_our_library", library="tindle_hollow", wave="2026")
    with page.expect_download() as download:
        page.get_by_role("link", name="Save the travel guide (.html)").click()
    assert download.value.suggested_filename == "travel_guide_tindle_hollow_2026.html"
    download.value.save_as(tmp_path / "guide.html")
    guide = context.new_page()
    guide.set_content((tmp_path / "guide.html").read_text(encoding="utf-8"))
    expect(guide.get_by_role("heading", level=1)).to_have_text("A travel guide to our library")
    expect(guide.get_by_text("We have coffee at nine")).to_be_visible()
    assert Axe().run(guide).response["violations"] == []


def test_library_page__another_library_by_keyboard__changes_text_and_figures(visit, add_library):
    add_library("elm")
    page = visit("02_our_library", library="elm", wave="2026")
    figure = page.locator("#lc-cells img").first
    before = figure.get_attribute("src")
    page.get_by_label("Library", exact=True).focus()
    page.keyboard.type("Oxwater")
    page.keyboard.press("Enter")
    expect(page.get_by_text("made up to try things out: Oxwater College Library")).to_be_visible()
    expect(figure).not_to_have_attribute("src", before)


def test_page__that_does_not_exist__says_so_and_leads_back(context, server):
    page = context.new_page()
    page.goto(server.address("/voila/render/07_nothing.ipynb"))
    assert page.get_by_role("heading").inner_text() == "Not Found"
    assert page.get_by_role("link").get_attribute("href") == "/voila/render/00_start_here.ipynb"
