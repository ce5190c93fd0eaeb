"""The bench in a real browser: by keyboard, on a small screen, through failures, closing and hostile texts."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from analysis.apps.bench import CodingBench
from analysis.collect.coding_desk import CodingDesk
from analysis.guide import load_guide, load_words
from bench_made import HOSTILE, PLACE, bench_store, serve_bench, texts_of_twenty
from notebook_pages import wait_until_ready

KEEP, GOAL = "tour_keep", "goal_team"
LOCAL = ("http://127.0.0.1/", "data:")
WIDE, NARROW = {"width": 1000, "height": 900}, {"width": 400, "height": 800}


@pytest.fixture
def written_store(tmp_path):
    return bench_store(
        tmp_path / "responses.sqlite", load_guide(), {KEEP: texts_of_twenty(), GOAL: ["Learn to listen"]}
    )


@pytest.fixture
def make_bench(written_store):
    """A bench over the store, as a fresh kernel would make it."""

    def make_bench(coder="first"):
        desk = CodingDesk(written_store, load_guide(), PLACE["library_id"], PLACE["wave"], coder)
        return CodingBench(desk, load_words("en"))

    return make_bench


@pytest.fixture
def open_bench(browser):
    """Opens a bench in a new page; what it asked for elsewhere and what went wrong in it is found at the end."""
    pages = []

    def open_bench(bench, kernel=None, **options):
        page = browser.new_context(viewport=WIDE, **options).new_page()
        page.asked, page.faults = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        pages.append(page)
        serve_bench(page, bench, kernel)
        return page

    yield open_bench
    said = [fault for page in pages for fault in page.faults]
    elsewhere = [address for page in pages for address in page.asked if not address.startswith(LOCAL)]
    for page in pages:
        page.context.close()
    assert (said, elsewhere) == ([], [])


def choose_question(page, item):
    page.get_by_label("Question").select_option(item)
    page.locator("[data-lcb=text]").focus()


def token_of(page):
    return page.locator("[data-lcb=bench]").get_attribute("data-token")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def move(page, key="n"):
    """Go to another text and wait until it is there."""
    before = token_of(page)
    page.keyboard.press(key)
    page.wait_for_function("was => document.querySelector('[data-lcb=bench]').dataset.token !== was", arg=before)


def saved(page):
    page.locator("[data-lcb=status][data-status=saved]").wait_for()


def go_to_text(page, words):
    """By keyboard to the text with these words."""
    while words not in page.locator("[data-lcb=text]").inner_text():
        move(page)


def coded(store):
    rows = store.codings().sort_values("response_id")
    return rows[["response_id", "item", "coder", "themes", "memo"]].values.tolist()


def test_bench__twenty_texts_by_keyboard__are_in_the_store_and_there_when_it_is_opened_again(
    open_bench, make_bench, written_store
):
    page = open_bench(make_bench())
    choose_question(page, KEEP)
    for place in range(20):
        press(page, str(place % 9 + 1))
        if place < 19:
            move(page)
    press(page, "m")
    page.keyboard.type("ask about 1 and n")
    press(page, "Escape", "c")
    saved(page)
    expect(page.locator("[data-lcb=state]")).to_have_text("Read. Confirmed as it stands here.")
    bench = make_bench()
    themes = [theme.id for theme in bench.desk.themes_of(KEEP)]
    tokens = bench.desk.texts(KEEP)
    shown = [bench.desk.show(token) for token in tokens]
    expected = sorted(
        [one.written.response_id, KEEP, "first", themes[place % 9], "ask about 1 and n" if place == 19 else ""]
        for place, one in enumerate(shown)
    )
    assert coded(written_store) == expected
    assert written_store.confirmed_texts()["text"].tolist() == [shown[19].masked]

    again = open_bench(bench)
    choose_question(again, KEEP)
    expect(again.get_by_text("You have read 20 of 20. Confirmed: 1.")).to_be_visible()
    assert token_of(again) == tokens[0]
    expect(again.locator(f'[data-theme="{themes[0]}"]')).to_be_checked()
    for _ in range(19):
        move(again)
    expect(again.locator("[data-lcb=memo]")).to_have_value("ask about 1 and n")
    expect(again.locator("[data-lcb=state]")).to_have_text("Read. Confirmed as it stands here.")


def test_bench__undo_after_going_on__takes_back_act_by_act_and_the_store_follows(open_bench, make_bench, written_store):
    page = open_bench(make_bench())
    choose_question(page, KEEP)
    first = token_of(page)
    press(page, "1", "2", "c")
    move(page)
    press(page, "3")
    move(page)
    saved(page)
    expect(page.get_by_text("You have read 2 of 20. Confirmed: 1.")).to_be_visible()
    assert len(coded(written_store)) == 2
    press(page, "u")
    expect(page.locator("[data-lcb=place]")).to_have_text("Text 2 of 20")
    expect(page.locator("[data-lcb=state]")).to_contain_text("Not read yet.")
    press(page, "u")
    expect(page.locator("[data-lcb=state]")).to_have_text("Read. Not confirmed: it is shown to nobody.")
    assert token_of(page) == first
    assert written_store.confirmed_texts().empty
    press(page, "u", "u")
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    assert coded(written_store) == []


def test_bench__proposal_by_keyboard__is_masked_shown_and_confirmed_exactly_so(open_bench, make_bench, written_store):
    page = open_bench(make_bench())
    choose_question(page, KEEP)
    go_to_text(page, "Oona")
    press(page, "Tab", "Space")
    button = page.locator("[data-lcb=text] button")
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-lcb=masked]")).to_have_text("Please ask [a colleague] about it.")
    assert page.evaluate("document.activeElement.matches('[data-lcb=text] button')")
    press(page, "c")
    saved(page)
    assert written_store.confirmed_texts()["text"].tolist() == ["Please ask [a colleague] about it."]


def test_bench__words_by_keyboard__are_masked_one_by_one_and_become_one(open_bench, make_bench, written_store):
    page = open_bench(make_bench())
    choose_question(page, KEEP)
    go_to_text(page, "Number 3:")
    press(page, "w", "Space", "ArrowRight", "Space")
    expect(page.locator("[data-lcb=masked]")).to_have_text("[a colleague]: we should keep visits.")
    press(page, "Escape")
    assert page.evaluate("document.activeElement.matches('[data-lcb=text]')")
    saved(page)
    again = make_bench().desk
    token = next(one for one in again.texts(KEEP) if "Number 3:" in again.show(one).written.text)
    assert again.show(token).reading.masks == ((0, 8, "person"),)


def test_bench__words_selected_with_a_pointer__are_masked_whole(open_bench, make_bench):
    page = open_bench(make_bench())
    choose_question(page, KEEP)
    go_to_text(page, "Number 4:")
    page.evaluate("""() => {
      const node = document.querySelector('[data-lcb=text] [data-start]').firstChild;
      const start = node.data.indexOf('ewsletter');
      window.getSelection().setBaseAndExtent(node, start, node, start + 3);
    }""")
    press(page, "w")
    expect(page.locator("[data-lcb=masked]")).to_have_text("Number 4: we should keep the [a colleague].")


def test_bench__keys_while_writing__are_letters_and_nothing_else(open_bench, make_bench, written_store):
    page = open_bench(make_bench())
    choose_question(page, KEEP)
    token = token_of(page)
    press(page, "m")
    page.keyboard.type("1 n c u ?")
    expect(page.locator("[data-lcb=memo]")).to_have_value("1 n c u ?")
    assert token_of(page) == token
    assert coded(written_store) == []


def test_bench__every_act__has_a_visible_button_with_its_name_and_its_key(open_bench, make_bench):
    page = open_bench(make_bench())
    choose_question(page, KEEP)
    press(page, "c")
    saved(page)
    for name, key in {
        "Next": "N", "Previous": "P", "Next not read": "G", "Confirm this version": "C", "Undo": "U", "Keys": "?",
        "Take back the confirmation": "T", "Write a note": "M", "Mask words": "W",
    }.items():  # fmt: skip
        button = page.get_by_role("button", name=name, exact=True)
        expect(button).to_be_visible()
        assert button.get_attribute("aria-keyshortcuts") == key
    page.get_by_role("button", name="Take back the confirmation").click()
    expect(page.locator("[data-lcb=state]")).to_have_text("Not read yet. Not confirmed: it is shown to nobody.")


def test_bench__goal__is_of_one_kind_or_cannot_be_told(open_bench, make_bench, written_store):
    page = open_bench(make_bench())
    choose_question(page, GOAL)
    press(page, "1", "3")
    saved(page)
    expect(page.get_by_label("Learning goal")).to_be_checked()
    assert [row[3] for row in coded(written_store)] == ["learning"]
    press(page, "0")
    expect(page.get_by_label("Cannot tell")).to_be_checked()
    saved(page)
    assert [row[3] for row in coded(written_store)] == [""]
    page.get_by_text("From a performance goal to a learning goal").click()
    expect(page.get_by_text("Whom could they watch, ask or practice with?")).to_be_visible()


@pytest.mark.slow
def test_bench__store_that_fails__says_so_keeps_what_was_done_and_saves_it_later(open_bench, make_bench, written_store):
    bench, state = make_bench(), {"broken": False}

    def kernel(message):
        if state["broken"]:
            return {"id": message["id"], "ok": False, "reason": "store"}
        return bench.handle(message)

    page = open_bench(bench, kernel)
    choose_question(page, KEEP)
    state["broken"] = True
    press(page, "1", "2")
    expect(page.locator("[data-lcb=status]")).to_have_text("Not saved yet. It is tried again; leave the page open.")
    expect(page.locator('[data-theme="time"]')).to_be_checked()
    assert coded(written_store) == []
    state["broken"] = False
    saved(page)
    assert [row[3] for row in coded(written_store)] == ["time having_a_say"]


@pytest.mark.slow
def test_bench__answer_that_was_lost__is_asked_for_again_and_nothing_is_done_twice(
    open_bench, make_bench, written_store
):
    bench, lost = make_bench(), []

    def kernel(message):
        answer = bench.handle(message)
        if message["act"] == "undo" and not lost:
            lost.append(message["id"])
            return {"id": message["id"], "ok": False, "reason": "lost"}
        return answer

    page = open_bench(bench, kernel)
    choose_question(page, KEEP)
    press(page, "1", "2", "u")
    saved(page)
    assert len(lost) == 1
    assert [row[3] for row in coded(written_store)] == ["time"]


def test_bench__hostile_text__is_shown_as_text(open_bench, make_bench, written_store):
    page = open_bench(make_bench())
    choose_question(page, KEEP)
    go_to_text(page, "<img")
    assert HOSTILE in page.locator("[data-lcb=masked]").inner_text()
    assert page.locator("[data-lcb=bench] :is(img, script)").count() == 0
    assert page.evaluate("window.broken") is None
    press(page, "c")
    saved(page)
    assert written_store.confirmed_texts()["text"].tolist() == [HOSTILE]


def test_bench__texts_that_two_coded_differently__are_settled_by_keyboard(open_bench, make_bench, written_store):
    for coder, theme in (("first", "time"), ("second", "leaders")):
        desk = make_bench(coder).desk
        token = next(one for one in desk.texts(KEEP) if "Oona" in desk.show(one).written.text)
        desk.code(token, [theme])
    page = open_bench(make_bench("agreed"))
    both = page.locator("[data-lcb=both]")
    expect(both).to_contain_text("Time to learn")
    expect(both).to_contain_text("Leaders and supervisors")
    page.locator("[data-lcb=text]").focus()
    press(page, "s", "1")
    saved(page)
    agreed = written_store.codings().query("coder == 'agreed'")
    assert agreed["themes"].tolist() == ["time leaders"]
    assert page.get_by_role("button", name="Confirm this version").count() == 0


def test_bench__names_that_change__are_masked_in_the_text_that_is_open(open_bench, make_bench, written_store):
    import pandas as pd

    bench = make_bench()
    page = open_bench(bench)
    choose_question(page, KEEP)
    go_to_text(page, "Oona")
    token = token_of(page)
    written_store.put("listed_names", pd.DataFrame([{"library_id": "hawthorn", "name": "Oona", "kind": "team"}]))
    bench.look()
    page.evaluate("window.renew()")
    expect(page.locator("[data-lcb=masked]")).to_have_text("Please ask [a team] about it.")
    assert token_of(page) == token


@pytest.mark.parametrize("item", [KEEP, GOAL])
def test_bench__every_part_open__has_no_finding_of_axe(open_bench, make_bench, item):
    page = open_bench(make_bench())
    choose_question(page, item)
    press(page, "1", "?", "Escape", "w")
    page.set_viewport_size({"width": 1000, "height": 3500})
    findings = [(found["id"], found["nodes"][0]["html"][:200]) for found in Axe().run(page).response["violations"]]
    assert findings == []


def test_bench__narrow_screen__never_scrolls_sideways(open_bench, make_bench):
    page = open_bench(make_bench())
    choose_question(page, KEEP)
    press(page, "?", "Escape", "w")
    page.set_viewport_size(NARROW)
    for words in ("<img", "A long one."):
        go_to_text(page, words)
        assert page.evaluate("document.documentElement.scrollWidth") == 400


@pytest.fixture(scope="session")
def read_library(server):
    """A library with written answers in the store of the running server."""
    return bench_store(server.data / "responses.sqlite", load_guide(), {KEEP: texts_of_twenty()})


@pytest.mark.slow
def test_page__on_the_server__keeps_a_coding_through_a_reload_and_is_accessible(visit, read_library):
    page = visit("08_read_texts", library=PLACE["library_id"], wave=PLACE["wave"])
    # A key that is pressed before the first text has come is heard by nobody.
    page.locator("[data-lcb=bench][data-ready]").wait_for()
    # Pressed on the text itself: what is focused first may be replaced when the page's last part arrives.
    page.locator("[data-lcb=text]").first.press("2")
    saved(page)
    page.reload(wait_until="commit")
    wait_until_ready(page)
    expect(page.get_by_text("You have read 1 of 20. Confirmed: 0.")).to_be_visible()
    assert read_library.codings()["themes"].tolist() == ["having_a_say"]
    page.set_viewport_size({"width": 1280, "height": 6000})
    findings = [(found["id"], found["nodes"][0]["html"][:200]) for found in Axe().run(page).response["violations"]]
    assert findings == []
    page.set_viewport_size(NARROW)
    assert page.evaluate("document.documentElement.scrollWidth") == 400
