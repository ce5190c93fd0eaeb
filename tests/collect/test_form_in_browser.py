"""The form in a real browser: by keyboard, on a small screen, through reloads, failures and hostile texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from analysis.guide import Guide
from analysis.responses.store import Store
from answers import people_frame

PARTS = ["goals", "culture_tour", "qualities", "strategies", "continuum", "reflection", "action_plan"]
MOST_TABS = 80


@pytest.fixture
def page(open_form, make_form) -> Any:
    """The form over the store in memory, as it opens for somebody who was never here."""
    form = make_form()
    return open_form(form.handle, form.form)


def step_of(page: Any) -> str:
    return page.locator('[data-llc="form"]').get_attribute("data-step")


def act(page: Any, name: str) -> None:
    page.locator(f'[data-act="{name}"]:visible').click()


def wait_for_step(page: Any, step: str) -> None:
    page.locator(f'[data-llc="form"][data-step="{step}"]').wait_for()


def wait_for_status(page: Any, status: str) -> str:
    line = page.locator(f'[data-llc="status"][data-status="{status}"]')
    line.wait_for()
    return line.inner_text()


def go_to(page: Any, step: str) -> None:
    """From the welcome on, forward to a part or to the last step."""
    act(page, "begin")
    while step_of(page) != step:
        act(page, "next")


def question(page: Any, name: str) -> Any:
    return page.locator(f'[data-question="{name}"]')


def choose(page: Any, name: str, value: int | str) -> None:
    question(page, name).locator(f'input[value="{value}"]').check()


def write(page: Any, name: str, text: str) -> None:
    question(page, name).locator("textarea").fill(text)


def written(page: Any, name: str) -> str:
    return question(page, name).locator("textarea").input_value()


def tab_to(page: Any, selector: str) -> None:
    """Presses Tab until the keyboard is there; the visible focus is checked where it lands."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
            return
    raise AssertionError(f"The keyboard does not get to {selector}.")


def press_on(page: Any, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    page.keyboard.press(key)


def each_step(page: Any) -> Any:
    """Walks from the welcome to the last step, stopping at each."""
    yield step_of(page)
    act(page, "begin")
    yield step_of(page)
    while step_of(page) != "about":
        act(page, "next")
        yield step_of(page)


def test_form__by_keyboard_alone__goes_from_welcome_to_receipt(page, store):
    press_on(page, '[data-act="begin"]')
    for part in PARTS:
        wait_for_step(page, part)
        assert page.evaluate("document.activeElement.tagName") == "H3"
        if part == "goals":
            tab_to(page, "textarea")
            page.keyboard.type("Read aloud without a script")
        if part == "qualities":
            press_on(page, '[data-question="exists_purpose"] input', "Space")
            page.keyboard.press("ArrowRight")
        if part == "strategies":
            press_on(page, '[data-question="rating:mentoring"] input', "Space")
        if part == "continuum":
            press_on(page, '[data-question="effort_growth"] input[value="1"]', "ArrowDown")
        press_on(page, '[data-act="next"]')
    wait_for_step(page, "about")
    press_on(page, '[data-question="role"] input', "Space")
    press_on(page, '[data-act="send"]')
    receipt = page.locator('[data-llc="receipt"]').inner_text()
    [(response, ratings)] = store.responses.values()
    answered = {name: value for name, value in response.items() if value not in (-1, "-1", "")}
    assert receipt == store.receipt(response["response_id"])
    assert list(answered.items())[7:] == [
        ("role", "leader"),
        ("exists_purpose", 0),
        ("effort_growth", 2),
        ("goal_personal", "Read aloud without a script"),
    ]
    assert ratings == {"mentoring": 1, "webinars": -1}
    assert wait_for_status(page, "sent") == "Sent"


def test_form__every_step__has_nothing_preselected_and_no_finding_of_axe(page):
    page.set_viewport_size({"width": 1100, "height": 6000})
    axe = Axe()
    for step in each_step(page):
        assert page.locator(":checked").count() == 0
        findings = [(found["id"], found["nodes"][0]["html"]) for found in axe.run(page).response["violations"]]
        assert (step, findings) == (step, [])


def test_form__after_sending__has_no_finding_of_axe(page):
    go_to(page, "continuum")
    choose(page, "effort_growth", 1)
    choose(page, "effort_fixed", 6)
    for _ in range(3):
        act(page, "next")
    act(page, "send")
    wait_for_step(page, "sent")
    page.set_viewport_size({"width": 1100, "height": 3000})
    assert Axe().run(page).response["violations"] == []
    scale = page.get_by_role("img", name="Effort: 0 on a line from 0 (fixed) to 100 (growth)")
    assert scale.count() == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_form__narrow_screen__never_scrolls_sideways(language, open_form, make_form):
    form = make_form(language)
    page = open_form(form.handle, form.form, viewport={"width": 320, "height": 640})
    for step in each_step(page):
        width = page.evaluate("document.documentElement.scrollWidth")
        assert (step, width) == (step, 320)


def test_form__dark_page_and_less_motion__keep_their_own_colours(open_form, make_form):
    form = make_form()
    page = open_form(form.handle, form.form, color_scheme="dark", reduced_motion="reduce")
    page.add_style_tag(content="body { background: #111; color: #eee; }")
    colours = page.locator('[data-llc="form"]').evaluate(
        "node => [getComputedStyle(node).color, getComputedStyle(node).backgroundColor]"
    )
    assert colours == ["rgb(27, 39, 51)", "rgb(255, 255, 255)"]


def test_draft__reload_after_saving__goes_on_where_it_stopped(page, store):
    go_to(page, "culture_tour")
    write(page, "tour_keep", "The coffee round")
    assert wait_for_status(page, "saved") == "Saved on this computer"
    [draft] = store.drafts.values()
    assert draft["answers"] == {"tour_keep": "The coffee round"}
    page.reload()
    wait_for_step(page, "found")
    assert "coffee" not in page.content()
    act(page, "continue")
    assert step_of(page) == "culture_tour"
    assert written(page, "tour_keep") == "The coffee round"


def test_draft__reload_before_the_store_has_it__comes_from_the_browser(page, store):
    go_to(page, "goals")
    store.broken = True
    write(page, "goal_team", "Ask more questions")
    assert wait_for_status(page, "kept") == "Not saved, your answers are kept"
    page.reload()
    wait_for_step(page, "found")
    store.broken = False
    act(page, "continue")
    assert written(page, "goal_team") == "Ask more questions"
    wait_for_status(page, "saved")
    assert [draft["answers"] for draft in store.drafts.values()] == [{"goal_team": "Ask more questions"}]


def test_draft__store_has_the_newer_one__comes_from_the_store(page, store):
    go_to(page, "goals")
    write(page, "goal_team", "old")
    wait_for_status(page, "saved")
    [draft] = store.drafts.values()
    draft |= {"revision": 99, "answers": {"goal_team": "newer", "unknown": 1, "role": "king"}, "step": 99}
    page.reload()
    wait_for_step(page, "found")
    act(page, "continue")
    assert step_of(page) == "about"
    for _ in range(7):
        act(page, "back")
    assert written(page, "goal_team") == "newer"


def test_draft__another_kernel_over_the_same_store__is_found(page, open_form, make_form):
    go_to(page, "qualities")
    choose(page, "develop_agency", 1)
    wait_for_status(page, "saved")
    restarted = make_form()
    again = open_form(restarted.handle, restarted.form, context=page.context)
    wait_for_step(again, "found")
    act(again, "continue")
    assert question(again, "develop_agency").locator('input[value="1"]').is_checked()


def test_draft__kernel_that_does_not_answer__is_said_and_tried_again(open_form, make_form, store):
    form = make_form()
    is_deaf = [True]
    page = open_form(lambda message: None if is_deaf[0] else form.handle(message), form.form)
    page.clock.install()
    go_to(page, "goals")
    write(page, "goal_team", "Ask more questions")
    page.clock.run_for(500)
    assert wait_for_status(page, "saving") == "Saving …"
    page.clock.run_for(10_000)
    assert wait_for_status(page, "kept") == "Not saved, your answers are kept"
    is_deaf[0] = False
    page.clock.run_for(5_000)
    wait_for_status(page, "saved")
    assert [draft["answers"] for draft in store.drafts.values()] == [{"goal_team": "Ask more questions"}]


def test_draft__browser_without_storage__is_not_called_saved(open_form, make_form):
    form = make_form()
    page = open_form(form.handle, form.form)
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    go_to(page, "goals")
    write(page, "goal_team", "Ask more questions")
    assert wait_for_status(page, "open") == "Not saved. Your answers are kept only while this page is open."


def test_draft__looking_only__leaves_nothing_behind(page, store):
    for _ in each_step(page):
        pass
    assert page.evaluate("localStorage.length") == 0
    assert store.drafts == {}


def test_start_over__not_my_draft__deletes_it_here_and_in_the_store(page, store):
    go_to(page, "goals")
    write(page, "goal_team", "private")
    wait_for_status(page, "saved")
    page.reload()
    wait_for_step(page, "found")
    act(page, "start-over")
    act(page, "start-over-no")
    assert page.evaluate("document.activeElement.dataset.act") == "start-over"
    act(page, "start-over")
    act(page, "start-over-yes")
    wait_for_step(page, "welcome")
    assert page.evaluate("localStorage.length") == 0
    assert store.drafts == {}
    act(page, "begin")
    assert written(page, "goal_team") == ""


def test_start_over__store_that_fails__keeps_the_draft_and_says_so(page, store):
    go_to(page, "goals")
    write(page, "goal_team", "private")
    wait_for_status(page, "saved")
    store.broken = True
    act(page, "start-over")
    act(page, "start-over-yes")
    alert = page.get_by_role("alert").filter(has_text="could not be deleted")
    alert.wait_for()
    assert alert.inner_text() == (
        "The draft could not be deleted just now, so it is still kept. Please try again in a moment."
    )
    assert page.evaluate("localStorage.length") == 1


def test_send__straight_after_typing__leaves_no_draft(page, store):
    go_to(page, "about")
    choose(page, "role", "leader")
    act(page, "send")
    wait_for_status(page, "sent")
    assert store.drafts == {}
    assert page.evaluate("localStorage.length") == 0
    assert len(store.responses) == 1


def test_send__store_that_fails__keeps_everything_until_it_works(page, store):
    go_to(page, "about")
    choose(page, "role", "leader")
    store.broken = True
    act(page, "send")
    assert wait_for_status(page, "not_sent") == "Not sent yet, your answers are kept"
    assert page.locator('[data-llc="alert"]').inner_text() == (
        "Not sent yet, your answers are kept. Please try again in a moment."
    )
    assert store.responses == {}
    store.broken = False
    act(page, "send")
    wait_for_status(page, "sent")
    assert len(store.responses) == 1


def test_send__lost_acknowledgement__is_one_response_after_the_second_try(open_form, make_form, store):
    form = make_form()
    lost = [True]

    def kernel(message: dict) -> dict | None:
        answer = form.handle(message)
        return None if message["act"] == "submit" and lost.pop(0) else answer

    lost.append(False)
    page = open_form(kernel, form.form)
    page.clock.install()
    go_to(page, "about")
    choose(page, "role", "leader")
    act(page, "send")
    wait_for_status(page, "sending")
    page.clock.run_for(10_000)
    wait_for_status(page, "not_sent")
    choose(page, "role", "supervisor")
    act(page, "send")
    wait_for_status(page, "sent")
    assert [response["role"] for response, _ in store.responses.values()] == ["supervisor"]


def test_send__nothing_answered__says_so_and_sends_nothing(page, store):
    go_to(page, "action_plan")
    write(page, "action_who", "   ")
    act(page, "next")
    act(page, "send")
    assert page.locator('[data-llc="alert"]').inner_text() == (
        "There is nothing to send yet: no question has been answered."
    )
    assert store.responses == {}


def test_send__refused_answer__names_its_part(open_form, make_form):
    form = make_form()

    def kernel(message: dict) -> dict:
        refused = {"id": message["id"], "ok": False, "reason": "refused", "questions": ["tour_keep"]}
        return refused if message["act"] == "submit" else form.handle(message)

    page = open_form(kernel, form.form)
    go_to(page, "about")
    choose(page, "role", "leader")
    act(page, "send")
    wait_for_status(page, "not_sent")
    assert page.locator('[data-llc="alert"]').inner_text() == (
        "Not sent. Something in your answers cannot be taken as it is. Please look at these parts again: Culture tour."
    )


def test_choice__cleared__is_no_answer_and_gives_the_keyboard_back(page, store):
    go_to(page, "qualities")
    choose(page, "exists_purpose", 1)
    choose(page, "develop_purpose", 0)
    clear = page.get_by_role("button", name="Clear the answer to: Do you see this here?")
    clear.click()
    assert question(page, "exists_purpose").locator(":checked").count() == 0
    assert page.evaluate("document.activeElement.value") == "1"
    assert clear.count() == 0
    wait_for_status(page, "saved")
    assert [draft["answers"] for draft in store.drafts.values()] == [{"develop_purpose": 0}]


def test_choice__prefer_not_to_say__is_offered_on_demand(page, store):
    go_to(page, "continuum")
    declines = page.get_by_role("radio", name="Prefer not to say")
    assert declines.count() == 0
    page.get_by_role("checkbox", name="Offer “Prefer not to say” with each question").check()
    assert declines.count() == 12
    choose(page, "effort_fixed", -4)
    page.get_by_role("checkbox").uncheck()
    assert declines.count() == 1
    wait_for_status(page, "saved")
    assert [draft["answers"] for draft in store.drafts.values()] == [{"effort_fixed": -4}]


def test_choice__every_radio__belongs_to_its_question_and_statement(page):
    go_to(page, "qualities")
    statement = page.get_by_role("group", name="Purpose When we learn something new, we know what it is for.")
    mark = statement.get_by_role("group", name="Do you see this here?")
    assert [radio.get_attribute("value") for radio in mark.get_by_role("radio").all()] == ["1", "0", "-2"]


def test_language__switched_half_way__keeps_answers_and_place(page, store):
    go_to(page, "qualities")
    choose(page, "exists_purpose", -2)
    page.get_by_role("button", name="Español").click()
    root = page.locator('[data-llc="form"]')
    assert (root.get_attribute("lang"), step_of(page)) == ("es", "qualities")
    assert page.locator(":checked").count() == 1
    assert page.get_by_text("Parte 3 de 7").count() == 1
    assert page.evaluate("document.activeElement.dataset.language") == "es"
    for _ in range(5):
        act(page, "next")
    act(page, "send")
    wait_for_step(page, "sent")
    assert page.get_by_role("heading", name="Gracias. Sus respuestas se enviaron.").count() == 1
    assert [response["language"] for response, _ in store.responses.values()] == ["es"]


def test_text__at_the_limit__takes_no_more_and_counts_before(page):
    go_to(page, "goals")
    area = question(page, "goal_team").locator("textarea")
    area.fill("x" * 3499)
    assert page.get_by_text("characters left").count() == 0
    area.press("x")
    assert page.get_by_text("500 characters left").count() == 1
    area.fill("x" * 4000)
    area.press("y")
    assert written(page, "goal_team") == "x" * 4000


def test_hostile_texts__in_names_and_answers__stay_texts(page, store, tmp_path):
    hostile = '<img src=x onerror="window.broken=1"> & =1+1'
    go_to(page, "strategies")
    assert page.get_by_role("group", name=hostile).count() == 1
    act(page, "next")
    choose(page, "effort_growth", 1)
    choose(page, "effort_fixed", 6)
    for _ in range(3):
        act(page, "next")
    act(page, "send")
    page.get_by_role("textbox", name="How I will do it (Effort)").fill(hostile)
    with page.expect_download() as download:
        act(page, "save-picture")
    download.value.save_as(tmp_path / "picture.html")
    saved = (tmp_path / "picture.html").read_text(encoding="utf-8")
    assert download.value.suggested_filename == "my-own-picture.html"
    assert '<p class="written">&lt;img src=x onerror="window.broken=1"&gt; &amp; =1+1</p>' in saved
    assert "<script" not in saved
    assert page.evaluate("window.broken") is None
    assert hostile not in str(store.responses)


def test_receipt__copied_and_printed__is_the_receipt_alone(page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    go_to(page, "about")
    choose(page, "role", "leader")
    act(page, "send")
    receipt = page.locator('[data-llc="receipt"]').inner_text()
    act(page, "copy")
    page.get_by_text("The receipt was copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == receipt
    act(page, "print-receipt")
    sheet = page.frame_locator("iframe").locator("body")
    assert sheet.inner_text().split("\n")[0] == "Your receipt"
    assert receipt in sheet.inner_text()
    assert "picture" not in sheet.inner_text()


def test_finish__on_a_shared_computer__clears_receipt_and_picture(page):
    go_to(page, "about")
    choose(page, "role", "leader")
    act(page, "send")
    receipt = page.locator('[data-llc="receipt"]').inner_text()
    act(page, "finish")
    wait_for_step(page, "welcome")
    assert receipt not in page.content()
    act(page, "begin")
    assert page.locator(":checked").count() == 0


def test_withdraw__with_the_receipt__deletes_and_says_what_happened(page, store):
    go_to(page, "about")
    choose(page, "role", "leader")
    act(page, "send")
    receipt = page.locator('[data-llc="receipt"]').inner_text()
    act(page, "finish")
    said = withdrawing(page)
    assert said("") == "Please enter the receipt first."
    assert said("WRONG") == (
        "There are no answers with this receipt. Please check the letters. If you withdrew them before, "
        "they are already gone."
    )
    store.broken = True
    assert said(receipt) == "Not withdrawn: the answers could not be reached. Please try again in a moment."
    store.broken = False
    assert said(receipt) == "Your answers were withdrawn and deleted."
    assert store.responses == {}


def withdrawing(page: Any) -> Callable[[str], str]:
    fold = page.locator('[data-llc="withdraw"]')
    fold.locator("summary").click()

    def say(receipt: str) -> str:
        answer = fold.get_by_role("status")
        answer.evaluate("node => { node.textContent = ''; }")
        fold.get_by_role("textbox", name="Your receipt").fill(receipt)
        act(page, "withdraw")
        page.wait_for_function("node => node.textContent", arg=answer.element_handle())
        return answer.inner_text()

    return say


def test_keys__inside_the_form__do_not_reach_the_notebook_around_it(page):
    page.evaluate("document.addEventListener('keydown', () => { window.heard = true; })")
    go_to(page, "qualities")
    question(page, "exists_purpose").locator("input").first.press("ArrowDown")
    assert page.evaluate("window.heard") is None


def test_unmount__form_taken_away__leaves_an_empty_place(page):
    page.evaluate("window.unmount()")
    assert page.locator("#place").inner_html() == ""


UNLINKED = (
    "Not sent yet, your answers are kept. We found no earlier answers here that go with this receipt. Please check its "
    "letters, or empty the field and send: your answers count just as much without it."
)


@pytest.fixture
def kept(tmp_path: Path, guide: Guide) -> tuple[Store, str]:
    """A store on the disk with one person's answers of 2025, and their receipt."""
    store = Store(tmp_path / "responses.sqlite", guide)
    row = people_frame(guide, [{"library_id": "harlow", "wave": "2025"}]).to_dict("records")[0]
    return store, store.submit(row)


def earlier_receipt(page: Any) -> Any:
    return page.get_by_role("textbox", name="Did you take part before, and kept your receipt?")


def links_of(store: Store) -> list[str]:
    return store.responses()["link"].tolist()


def test_earlier_receipt__typed_by_keyboard__links_the_answers(open_form, make_form, kept):
    store, receipt = kept
    form = make_form(over=store)
    page = open_form(form.handle, form.form)
    go_to(page, "about")
    choose(page, "role", "leader")
    tab_to(page, '[data-question="link"] input')
    page.keyboard.type(receipt.lower())
    page.keyboard.press("Enter")
    assert step_of(page) == "about"
    press_on(page, '[data-act="send"]')
    wait_for_status(page, "sent")
    first, second = links_of(store)
    assert first == second != ""


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", UNLINKED),
        (
            "es",
            "Todavía no se envió; sus respuestas se conservan. No encontramos aquí respuestas anteriores que "
            "correspondan a este comprobante. Revise las letras, o deje el campo vacío y envíe: sus respuestas "
            "cuentan igual.",
        ),
    ],
)
def test_earlier_receipt__that_leads_nowhere__says_so_and_the_answers_go_without(
    language, message, open_form, make_form, kept
):
    store, _ = kept
    form = make_form(language, over=store)
    page = open_form(form.handle, form.form)
    go_to(page, "about")
    choose(page, "role", "leader")
    field = question(page, "link").locator("input")
    field.fill("0000-0000-0000")
    act(page, "send")
    wait_for_status(page, "not_sent")
    assert page.locator('[data-llc="unlinked"]').inner_text() == message
    assert page.locator('[data-llc="alert"]').inner_text() == ""
    assert page.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    page.set_viewport_size({"width": 1100, "height": 3000})
    assert Axe().run(page).response["violations"] == []
    field.fill("")
    assert field.get_attribute("aria-invalid") is None
    act(page, "send")
    wait_for_status(page, "sent")
    assert links_of(store) == ["", ""]


def test_earlier_receipt__typed__is_kept_in_no_draft(page, store):
    go_to(page, "about")
    earlier_receipt(page).fill("WXYZ-WXYZ-WXYZ")
    choose(page, "role", "leader")
    wait_for_status(page, "saved")
    act(page, "back")
    wait_for_status(page, "saved")
    act(page, "next")
    assert earlier_receipt(page).input_value() == "WXYZ-WXYZ-WXYZ"
    assert "WXYZ" not in str(store.drafts) + page.evaluate("JSON.stringify(localStorage)")
    page.reload()
    wait_for_step(page, "found")
    act(page, "continue")
    assert earlier_receipt(page).input_value() == ""


def test_earlier_receipt__sent__is_gone_for_the_next_person(open_form, make_form, kept):
    store, receipt = kept
    form = make_form(over=store)
    page = open_form(form.handle, form.form)
    go_to(page, "about")
    choose(page, "role", "leader")
    earlier_receipt(page).fill(receipt)
    act(page, "send")
    act(page, "finish")
    go_to(page, "about")
    assert earlier_receipt(page).input_value() == ""


@pytest.mark.parametrize(("waves", "asked"), [((), 0), (("2026",), 0), (("2025",), 1), (("2026", "2027"), 1)])
def test_earlier_receipt__nobody_has_one__is_not_asked_for(waves, asked, store, open_form, make_form):
    store.waves = waves
    form = make_form()
    page = open_form(form.handle, form.form)
    go_to(page, "about")
    assert question(page, "link").count() == asked
