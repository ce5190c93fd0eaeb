"""The notebooks in JupyterLab, in a real browser: folded code, answering by keyboard, a kernel that restarts."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from keyboard import go_on, send, status_of, write_goal
from notebook_pages import restart_kernel, run_all

# The first of the own libraries is the one that the notebook offers.
FIRST = "alder"


def test_answering__in_jupyterlab_through_restart_and_reload__is_stored_once_and_counted(
    visit_lab, new_answers, add_library
):
    add_library(FIRST)
    page = visit_lab("01_collect")
    write_goal(page, "Learn to catalog maps")
    status_of(page, "saved")
    restart_kernel(page)
    run_all(page)
    assert go_on(page) == "Learn to catalog maps"
    page.reload()
    run_all(page)
    assert go_on(page) == "Learn to catalog maps"
    send(page)
    answers = new_answers(FIRST)[["goal_personal", "exists_purpose"]]
    assert answers.values.tolist() == [["Learn to catalog maps", 1]]

    library = visit_lab("02_our_library")
    expect(library.get_by_text("10 of your 12 staff answered.")).to_be_visible()


def test_library_page__in_jupyterlab__arrow_keys_choose_and_do_not_leave_the_list(visit_lab, add_library):
    add_library(FIRST)
    page = visit_lab("02_our_library")
    library = page.get_by_label("Library", exact=True)
    library.focus()
    page.keyboard.press("ArrowDown")
    expect(library).to_be_focused()
    expect(library).not_to_have_value("Alder")


def test_notebooks__in_jupyterlab__fold_their_code_and_are_accessible_where_they_are_ours(visit_lab, add_library):
    add_library(FIRST)
    page = visit_lab("02_our_library")
    expect(page.locator(".jp-CodeCell .jp-InputArea-editor:visible")).to_have_count(0)
    expect(page.locator(".jp-OutputArea-output img").first).to_be_attached()
    page.set_viewport_size({"width": 1280, "height": 9000})
    found = Axe().run(page, context=".jp-OutputArea-output").response["violations"]
    assert [(finding["id"], finding["nodes"][0]["html"][:200]) for finding in found] == []
