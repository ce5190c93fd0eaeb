"""The page "Plan and act" in a real browser on the real server: a plan made by keyboard alone, and nothing lost."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from icalendar import Calendar
from playwright.sync_api import expect

from keyboard import tab_to
from notebook_pages import wait_until_ready

NOTEBOOK = "06_plan_and_act"
SMALL, TEAM = "saltmeadow_bar", "tindle_hollow"
TALL, NARROW = {"width": 1200, "height": 14_000}, {"width": 400, "height": 800}
STEP, GOAL = "What will be done?", "The goal"
WAITING = "The waves before are being prepared."


@pytest.fixture
def page(visit_once):
    """The page of a small sample library with two waves, with everything on it."""
    page = visit_once(NOTEBOOK, library=SMALL)
    expect(page.get_by_text(WAITING)).to_have_count(0)
    return page


def axe_findings(page):
    """What axe finds on a page that shows all of itself: the rule and the first place."""
    page.set_viewport_size(TALL)
    found = Axe().run(page).response["violations"]
    return [(finding["id"], finding["nodes"][0]["html"][:200]) for finding in found]


def go_to(page, control):
    """Press Tab until the keyboard is on a control, once it is there."""
    control.wait_for()
    control.evaluate("control => control.setAttribute('data-sought', '')")
    tab_to(page, "[data-sought]")
    control.evaluate("control => control.removeAttribute('data-sought')")


def press(page, name):
    """Go to a button by keyboard and press it."""
    go_to(page, page.get_by_role("button", name=name))
    page.keyboard.press("Enter")


def choose(page, label, option):
    """Go to a list by keyboard and type what is to be chosen."""
    go_to(page, page.get_by_label(label, exact=True))
    page.keyboard.type(option)


def save_step(page, owner):
    """Fill in who sees to the step that the form holds, when, and where it stands; save it."""
    expect(page.get_by_label(STEP, exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type(owner)
    page.keyboard.press("Tab")
    page.keyboard.type("09302027")
    choose(page, "Where does it stand?", "Planned")
    press(page, "Save")


def test_page__a_sample_library__opens_accessible_and_knows_its_place(page):
    assert page.get_by_role("heading", level=1).inner_text() == "What shall we do next, and did the last plan work?"
    current = page.locator('nav[aria-label="Pages"] a[aria-current="page"]')
    assert current.inner_text() == "Plan and act"
    assert current.get_attribute("href") == f"/voila/render/{NOTEBOOK}.ipynb"
    assert page.locator("[role=alert]").count() == 0
    assert page.locator("#lc-cells img").count() == 3
    for summary in page.locator("#lc-cells summary:visible").all():
        summary.click()
    page.get_by_role("button", name="Add a step").click()
    page.get_by_label("What kind of goal is it?").select_option("Some of both")
    expect(page.get_by_text("What would we have to find out before we could reach this?")).to_be_visible()
    assert axe_findings(page) == []


def test_page__a_team__reads_what_it_agreed_on_and_its_travel_guide(visit):
    page = visit(NOTEBOOK, library=TEAM)
    expect(page.get_by_text("Your team agreed to develop “Say in learning”").first).to_be_visible()
    guide = page.frame_locator('iframe[title="A travel guide to our library"]')
    expect(guide.get_by_role("heading", level=1)).to_have_text("A travel guide to our library")
    assert axe_findings(page) == []


def test_plan__from_a_suggestion_by_keyboard_alone__is_stored_moved_and_taken_along(
    visit, add_library, store, tmp_path
):
    add_library("hazel", answered=False)
    page = visit(NOTEBOOK, library="hazel", wave="2026")
    press(page, "Put into the plan: Offer something to everybody")
    save_step(page, "Supervisors")
    expect(page.get_by_role("status").filter(has_text="“Offer something to everybody” is saved.")).to_be_visible()
    [row] = mine(store.actions(), "hazel")
    assert (row["owner"], row["due"], row["status"], row["target"]) == ("Supervisors", "2027-09-30", "planned", "")

    expect(page.get_by_role("heading", name="Planned (1)")).to_be_visible()
    choose(page, "Move it to", "Started")
    press(page, re.compile("^Move$"))
    expect(page.get_by_role("heading", name="Started (1)")).to_be_visible()
    assert [row["status"] for row in mine(store.actions(), "hazel")] == ["started"]

    tab_to(page, 'a[download$=".ics"]')
    with page.expect_download() as saved:
        page.keyboard.press("Enter")
    path = tmp_path / "plan.ics"
    saved.value.save_as(path)
    assert saved.value.suggested_filename == "plan_hazel_2026.ics"
    [event] = Calendar.from_ical(Path(path).read_bytes()).walk("VEVENT")
    assert str(event["SUMMARY"]) == "Offer something to everybody"


def test_page__strategy_and_plan_edited_and_opened_again__has_lost_nothing(visit, add_library, store):
    add_library("alder")
    page = visit(NOTEBOOK, library="alder", wave="2026")
    choose(page, "Take from the catalogue", "Mentoring")
    expect(page.get_by_label("What is it?", exact=True)).to_be_focused()
    press(page, "Save")
    expect(page.get_by_role("status").filter(has_text="is saved.")).to_be_visible()
    expect(page.get_by_text("Ways of learning in use: 1.")).to_be_visible()

    choose_goal(page, "Answer every request within a day", "Find out where requests wait")
    save_step(page, "Front desk")
    expect(page.get_by_role("status").filter(has_text="“Find out where requests wait” is saved.")).to_be_visible()
    strategies, actions = mine(store.strategies(), "alder"), mine(store.actions(), "alder")
    assert ([row["frequency"] for row in strategies], [row["owner"] for row in actions]) == (
        ["monthly"],
        ["Front desk"],
    )

    page.reload()
    wait_until_ready(page)
    expect(page.get_by_role("heading", level=4, name="Find out where requests wait")).to_be_visible()
    page.get_by_role("button", name="Change what we do to learn").click()
    page.get_by_role("button", name=re.compile("^Change: Mentoring")).click()
    expect(page.get_by_label("How often?", exact=True)).to_have_value("Every month")
    assert (mine(store.strategies(), "alder"), mine(store.actions(), "alder")) == (strategies, actions)
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
    page.get_by_role("button", name="Add a step").click()
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def choose_goal(page, goal, reworded):
    """Write a goal, say that it is one for performing, and put it into the plan in other words."""
    go_to(page, page.get_by_label(GOAL, exact=True))
    page.keyboard.type(goal)
    choose(page, "What kind of goal is it?", "For performing")
    expect(page.get_by_text("Which skill, if we had it, would make this easy?")).to_be_visible()
    go_to(page, page.get_by_label("The goal in other words", exact=True))
    page.keyboard.type(reworded)
    press(page, "Put this goal into the plan")


def mine(frame: pd.DataFrame, library_id: str) -> list[dict]:
    """The rows of one library."""
    rows = frame[frame["library_id"] == library_id]
    return rows.astype(object).where(rows.notna(), None).to_dict("records")
