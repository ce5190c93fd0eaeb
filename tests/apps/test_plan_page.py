"""The plan page: from what was found to a plan, what is stored of it, and what there is where little may be told."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import fields, replace
from datetime import date
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
from icalendar import Calendar

from analysis.apps.goal_desk import GoalDesk
from analysis.apps.plan_sections import BY_COHORT, BY_INVENTORY, BY_PLAN, BY_WAVES, SECTIONS, WITH_FIGURES
from analysis.apps.plan_sources import PlanSources
from analysis.apps.planning import PlanPage, plan_page
from analysis.apps.suggestion_list import FIRST, SuggestionList
from analysis.disclosure import release
from analysis.disclosure.following import follow_library
from analysis.errors import Fault, ToolkitError
from analysis.exchange.kept import Kept
from analysis.guide import GOAL_KINDS
from analysis.responses import Store
from opportunities_made import make_opportunities, suggesting
from page_parts import controls_in, expect_page_notebook
from written_made import with_written, without_written

pytestmark = pytest.mark.slow

OWN = {"library_id": "maple_grove", "wave": "2026"}
NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "06_plan_and_act.ipynb"
TODAY = date(2026, 7, 1)
HOSTILE = "<img src=x onerror=alert(1)> =1+1 {0}"
LIBRARY, WAVE = "Library", "Wave"
TWO_WAVES, ONE, TEAM = "saltmeadow_bar", "oxwater", "tindle_hollow"
"""Sample libraries that are released in a moment: five answers in each wave, one wave of nine, a team of three."""

STEP = {"step": "Swap desks", "owner": "Supervisors", "due": "2026-09-30", "status": "planned"}
STRATEGY = {
    "what": "Book club",
    "participants": ["all"],
    "participation": "optional",
    "content_chosen_by": "individual",
    "frequency": "monthly",
    "hours": "12",
    "status": "in_use",
    "qualities": ["agency"],
}
OTHERS = {"choose", "change_what_we_do", "choose_cohort", "reword_a_goal", "suggestions", "plan"}


@pytest.fixture(scope="module")
def kept_sources(guide, tmp_path_factory, kept_in_run):
    """The samples beside an empty store; what was released for one test is there for the next."""
    return PlanSources(guide, Store(tmp_path_factory.mktemp("store") / "responses.sqlite", guide), kept=kept_in_run)


@pytest.fixture
def sources(own_store, guide):
    """The own library and the samples."""
    return PlanSources(guide, own_store)


@pytest.fixture
def page(kept_sources, words):
    """The page of a small sample library with two waves, whose plan nobody has tried yet."""
    return PlanPage(replace(kept_sources, _tried=set()), words, kept_sources.find(TWO_WAVES), TODAY)


@pytest.fixture
def own_page(sources, words):
    """The page of the own library, which has nine answers and has entered nothing yet."""
    return PlanPage(sources, words, sources.find(OWN["library_id"]), TODAY)


def shown(page):
    """The markup of every section by name."""
    return {name: getattr(page, name)().value for name in SECTIONS}


def text(markup):
    return re.sub(r"<[^>]*>", " ", re.sub(r'(src|href|srcdoc)="[^"]*"', "", markup))


def status(page):
    """What stands above the page."""
    return page.choose().children[0].children[2].value


def controls(page):
    return controls_in(page.choose())


def is_shown(widget):
    return widget.layout.display != "none"


def saved_files(page):
    """The files that can be taken along, by name."""
    links = re.findall(r'download="([^"]*)" href="data:[^;]*;base64,([^"]*)"', page.take_along().value)
    return {unescape(name): b64decode(content) for name, content in links}


def add_step(page, **answers):
    page.put_into_plan(STEP | answers)
    page._plan.save()


def add_strategy(page, **answers):
    page._inventory.start(STRATEGY | answers)
    page._inventory.save()


def expect_equal(one, other):
    for field in fields(one):
        left, right = getattr(one, field.name), getattr(other, field.name)
        if isinstance(left, pd.DataFrame):
            pd.testing.assert_frame_equal(left, right, obj=field.name)
        else:
            assert left == right, field.name


def test_page__sections__come_with_a_method_for_each():
    assert all(getattr(PlanPage, name).__doc__ for name in SECTIONS)
    assert set(BY_COHORT) | set(BY_INVENTORY) | set(BY_PLAN) | set(BY_WAVES) | set(WITH_FIGURES) <= set(SECTIONS)


def test_notebook__its_cells__show_every_part_of_the_page_and_hold_no_program():
    expect_page_notebook(NOTEBOOK, SECTIONS, OTHERS)


def test_page__a_sample__shows_every_section_with_its_numbers(page):
    sections = shown(page)
    assert "Saltmeadow Bar Library, 2026." in status(page)
    assert {name for name in SECTIONS if not sections[name]} == {"goals_by_group"}
    for name in ("what_we_do", "what_is_wanted", "timeline"):
        assert sections[name].count("<figure>") == 1
    assert sections["what_we_do"].count("<table") == 2
    assert sections["who_is_reached"].count("<table") == 3
    assert "Fewer than 10 people wrote about this" in sections["keep_and_change"]
    assert "Fewer than 10 people wrote down a goal" in sections["goals"]
    assert "A travel guide cannot be made yet: fewer than 10 people" in sections["travel_guide"]
    assert "<summary>How these numbers came about</summary>" in sections["method"]


def test_lead__an_earlier_plan__says_what_is_planned_and_what_became_of_the_last(page):
    lead = text(page.in_one_sentence().value)
    assert "In the plan, 2 steps are still to be done. Overdue: 1." in lead
    assert "Of the plan of 2025, 1 step can be looked back at; it does not show that what it aimed at moved" in lead


def test_last_plan__two_waves__is_looked_back_at_step_by_step_and_as_a_whole(page):
    said = page.how_the_last_plan_did().value
    assert said.count("Whether that moved further than the rest since 2025 cannot be told") == 1
    assert "<summary>The plan as a whole</summary><p>The plan of 2025 aimed at " in said
    assert said.count("<table") == 3


def test_last_plan__the_first_wave_chosen__has_nothing_to_look_back_at(page):
    controls(page)[WAVE].value = "2025"
    assert "Saltmeadow Bar Library, 2025." in status(page)
    assert page.how_the_last_plan_did().value == (
        "<p>There is no earlier plan to look back at. "
        "After the next wave, this place says what became of the steps above.</p>"
    )
    assert "looked back at" not in page.in_one_sentence().value


def test_last_plan__waves_that_cannot_be_followed__says_why_and_the_plan_goes_on(kept_sources, words, monkeypatch):
    def refuse(*_):
        raise ToolkitError("Only the waves of one guide can be followed.", [Fault("guide", "2", "1", "One by one.")])

    monkeypatch.setattr("analysis.apps.plan_sources.follow_library", refuse)
    page = PlanPage(kept_sources, words, kept_sources.find(TWO_WAVES), TODAY)
    assert "guide: One by one." in page.how_the_last_plan_did().value
    assert "In the plan, 2 steps are still to be done." in page.in_one_sentence().value


def test_last_plan__work_beside_the_page_breaks_off__says_what_to_do(page):
    page._followed = None
    page._on_trouble()
    assert "The waves before could not be prepared." in page.how_the_last_plan_did().value


def test_last_plan__waves_before_not_there_yet__says_that_they_are_being_prepared(page):
    page._followed = None
    page._show(*BY_WAVES)
    assert page.how_the_last_plan_did().value == (
        "<p>The waves before are being prepared. This part follows in a moment.</p>"
    )


def test_trial__a_step_of_a_sample__is_in_the_page_and_stored_nowhere(kept_sources, words, page):
    add_step(page, target="agency")
    assert "“Swap desks” is saved." in page._plan.answer.value
    assert "Swap desks" in page._plan.board._columns.value
    assert "In the plan, 3 steps are still to be done." in page.in_one_sentence().value
    assert "Swap desks" in page.timeline().value
    assert b"Swap desks" in saved_files(page)["plan_saltmeadow_bar_2026.csv"]
    assert kept_sources.store.actions().empty
    assert "what you save is there until you leave this page, and stored nowhere." in page._plan._head.value
    controls(page)[LIBRARY].value = f"sample:{ONE}"
    assert "Swap desks" not in page.timeline().value
    controls(page)[LIBRARY].value = f"sample:{TWO_WAVES}"
    assert "Swap desks" in page.timeline().value
    assert "Swap desks" not in kept_sources.released(kept_sources.find(TWO_WAVES)).actions["step"].tolist()


def test_inventory__of_a_sample__is_out_of_sight_and_the_reason_is_said(page):
    editor, reason = page.change_what_we_do().children
    assert (is_shown(editor), is_shown(reason)) == (False, True)
    assert "This is a sample library. You can look at its inventory, and change nothing." in reason.value


def test_own_page__nothing_entered__opens_the_list_and_says_how_to_begin(own_page):
    sections = shown(own_page)
    assert own_page._fold.is_open
    assert "No way of learning is listed yet." in sections["what_we_do"]
    assert "There is no plan yet; one step is enough to begin with." in sections["in_one_sentence"]
    assert "as soon as your ways of learning are listed above" in sections["what_is_wanted"]
    assert sections["timeline"] == ""
    assert not is_shown(own_page._board)
    assert sections["take_along"] == "<p>There is nothing to take along yet. It comes with the first step.</p>"
    assert sections["who_is_reached"] == (
        "<p>Whom your ways of learning reach can be told as soon as they are listed above.</p>"
    )


def test_own_page__a_strategy_saved__is_in_the_store_and_everywhere_on_the_page(own_page, own_store):
    add_strategy(own_page)
    row = own_store.strategies().iloc[0]
    assert (row["what"], row["hours"], row["qualities"]) == ("Book club", 12.0, "agency")
    sections = shown(own_page)
    assert "Ways of learning in use: 1. Listed to be explored: 0." in sections["what_we_do"]
    assert "Book club" in text(sections["what_is_wanted"])
    assert "Over a year: every month: “Book club”." in sections["who_is_reached"]


def test_own_page__edits__are_what_a_release_would_show(own_page, sources, own_store):
    add_strategy(own_page)
    add_step(own_page, target="variety", shift="3", unit="staff")
    expect_equal(own_page._released, release(own_store.survey(), *OWN.values()))
    assert sources.released(sources.find(OWN["library_id"])) is own_page._released


def test_own_page__opened_again__has_lost_nothing(own_page, own_store, guide, words):
    add_strategy(own_page)
    add_step(own_page, target="variety", shift="3", unit="staff")
    again_sources = PlanSources(guide, Store(own_store._database.place, guide))
    again = PlanPage(again_sources, words, again_sources.find(OWN["library_id"]), TODAY)
    assert shown(again) == shown(own_page)
    pd.testing.assert_frame_equal(again._plan.rows, own_page._plan.rows)
    pd.testing.assert_frame_equal(again._inventory.rows, own_page._inventory.rows)
    assert not again._fold.is_open


def test_own_page__edits__need_no_new_release_when_a_page_opens_next(own_store, guide, words, tmp_path, monkeypatch):
    kept = Kept(tmp_path / "kept")
    first = PlanSources(guide, own_store, kept=kept)
    page = PlanPage(first, words, first.find(OWN["library_id"]), TODAY)
    add_step(page)
    monkeypatch.setattr("analysis.exchange.sources.release", None)
    second = PlanSources(guide, own_store, kept=kept)
    expect_equal(second.released(second.find(OWN["library_id"])), page._released)


def test_own_page__answers_that_came_in_meanwhile__wait_until_somebody_looks_for_them(own_page, own_store):
    row = own_store.responses().iloc[0].to_dict()
    own_store.submit({**row, "response_id": "one_more"})
    add_step(own_page)
    assert own_page._released.group("respondents")["n"].tolist() == [9]
    own_page.refresh()
    assert own_page._released.group("respondents")["n"].tolist() == [10]
    assert own_page._released.actions["step"].tolist() == ["Swap desks"]


def test_refresh__while_a_step_is_being_entered__leaves_the_form_as_it_is(own_page):
    own_page.put_into_plan({"step": "Half a thought"})
    own_page.refresh()
    assert own_page._plan.form.answers()["step"] == "Half a thought"


def test_choose__another_library__shows_its_plan_and_leaves_the_form(own_page):
    own_page.put_into_plan({"step": "Half a thought"})
    controls(own_page)[LIBRARY].value = f"sample:{ONE}"
    assert own_page._plan.form.answers()["step"] == ""
    assert own_page._plan.rows["library_id"].unique().tolist() == [ONE]


def test_take_along__a_plan__is_a_calendar_and_a_table_of_the_same_steps(own_page, own_store):
    add_step(own_page)
    add_step(own_page, step="Ask around", due="")
    files = saved_files(own_page)
    assert list(files) == ["plan_maple_grove_2026.ics", "plan_maple_grove_2026.csv"]
    events = Calendar.from_ical(files["plan_maple_grove_2026.ics"]).walk("VEVENT")
    assert [(str(event["SUMMARY"]), event.decoded("DTSTART")) for event in events] == [
        ("Swap desks", date(2026, 9, 30))
    ]
    assert events[0].decoded("DTSTAMP").date() == TODAY
    assert files["plan_maple_grove_2026.csv"].decode("utf-8-sig").count("maple_grove,2026") == len(own_store.actions())
    assert "1 step has no day, so it is in the table alone." in own_page.take_along().value


def test_suggestion__put_into_the_plan__fills_the_form_and_stores_nothing(page, kept_sources, words):
    team = PlanPage(kept_sources, words, kept_sources.find(TEAM), TODAY)
    button = team._suggestions.buttons[0]
    assert button.description == "Put into the plan: Try “Learning hours of one's own”"
    button.click()
    answers = team._plan.form.answers()
    assert (answers["step"], answers["target"], answers["status"]) == (
        "Try “Learning hours of one's own”",
        "development_goals",
        "proposed",
    )
    assert is_shown(team._plan._form_stack)
    assert len(team._plan.rows) == 2


def test_team__its_wishes__are_where_the_page_begins(kept_sources, words):
    team = PlanPage(kept_sources, words, kept_sources.find(TEAM), TODAY)
    sections = shown(team)
    wishes = "Your team agreed to develop “Say in learning”, “Variety” and “Development goals”."
    assert wishes in sections["in_one_sentence"]
    assert wishes in sections["what_is_wanted"]
    assert "<li>Development goals: nothing that is in use serves it.</li>" in sections["what_is_wanted"]
    assert "<li>Say in learning: served by “Recorded webinars”.</li>" in sections["what_is_wanted"]
    assert "Talk about it: what did we plan last time" in sections["how_the_last_plan_did"]
    assert "Made from what your team wrote together." in sections["travel_guide"]
    assert 'srcdoc="&lt;!DOCTYPE html&gt;' in sections["travel_guide"]
    assert "A weak hint" in "".join(widget.value for widget in _texts(team.suggestions()))


def test_page__nobody_answered__says_so_and_the_plan_works_in_full(sources, words, own_store):
    own_store.delete_wave(*OWN.values())
    own_store.put("roster", pd.DataFrame([{**OWN, "cohort": "all", "value": "all", "heads": 3}]))
    sources.refresh()
    page = PlanPage(sources, words, sources.find(OWN["library_id"]), TODAY)
    sections = shown(page)
    assert "There is nothing to show yet, because nobody answered." in sections["in_one_sentence"]
    assert "A plan can be made all the same" in sections["what_is_wanted"]
    assert "<figure>" not in "".join(sections.values())
    add_step(page, target="agency")
    assert own_store.actions()["step"].tolist() == ["Swap desks"]
    assert page.timeline().value.count("<figure>") == 1


def test_page__hostile_texts__are_shown_as_text(own_page, own_store, sources):
    facts = {"library_id": OWN["library_id"], "name": HOSTILE, "type": "public"}
    own_store.put("libraries", pd.DataFrame([{**facts, "population": "", "locale": "", "fte": ""}]))
    own_page.refresh()
    add_strategy(own_page, what=HOSTILE)
    add_step(own_page, step=HOSTILE, owner=HOSTILE)
    texts = [widget.value for widget in _texts(own_page.plan(), own_page.suggestions(), own_page.change_what_we_do())]
    everything = "".join([*shown(own_page).values(), *texts, status(own_page)])
    assert "<img src=x" not in everything
    assert "&lt;img src=x onerror=alert(1)&gt; =1+1 {0}" in everything
    assert b"'<img" not in saved_files(own_page)["plan_maple_grove_2026.csv"]


def test_page__results_that_cannot_be_made__shows_nothing_old_and_nothing_to_edit(page, monkeypatch):
    def refuse(*_):
        raise ToolkitError("The roster is wrong.", [Fault("row 2", "9", "5", "Mend the roster.")])

    monkeypatch.setattr("analysis.exchange.sources.release", refuse)
    controls(page)[LIBRARY].value = "sample:quillhaven"
    assert "row 2: Mend the roster." in status(page)
    assert set(shown(page).values()) == {""}
    assert not is_shown(page.plan())
    assert page.suggestions().children == ()
    page.put_into_plan(STEP)
    controls(page)[LIBRARY].value = f"sample:{TWO_WAVES}"
    assert is_shown(page.plan())
    assert page.timeline().value


def test_page__narrow_room__draws_its_figures_anew_for_it(page):
    before = shown(page)
    page._viewport.narrow = True
    after = shown(page)
    assert {name for name in SECTIONS if before[name] != after[name]} == {"what_we_do", "what_is_wanted", "timeline"}


def test_goals__too_few_people__offer_no_groups(page):
    assert not is_shown(page.choose_cohort())
    assert page.goals_by_group().value == ""


@pytest.fixture(scope="module")
def written(kept_sources):
    """Two waves of a library in which fifty people wrote, and what they wrote has been read."""

    def write(wave):
        released = kept_sources.released(kept_sources.find(ONE))
        groups = zip(released.respondents["cohort"], released.respondents["value"], strict=True)
        sizes = {group: (60, 50 if group in (("all", "all"), ("role", "public_services")) else 4) for group in groups}
        answered = released.respondents.assign(withheld=False, reason="", n=[n for _, n in sizes.values()])
        open_to_all = replace(released, wave=wave, respondents=answered)
        return with_written(open_to_all, sizes, 7, lambda count, n: (count, count))

    return write("2025"), write("2026")


def show_written(page, results):
    """Show the last of some waves that were made by hand, with those before."""
    page._show_wave(results[-1])
    page._followed = follow_library(results)
    page._show(*BY_WAVES)


def test_written__read_in_both_waves__is_shown_by_wave_and_by_group(page, written):
    show_written(page, written)
    sections = shown(page)
    assert sections["keep_and_change"].count("<figure>") == 1
    assert "<summary>How the answers were read</summary>" in sections["keep_and_change"]
    assert sections["goals"].count("<figure>") == sections["goals_by_group"].count("<figure>") == 2
    assert sections["goals"].count("<table") == 4
    assert "No kind of goal has become more or less common since 2025" in sections["goals"]
    assert "role" in [cohort for _, cohort in page.choose_cohort().options]
    assert "Public services" in sections["goals_by_group"]
    assert "What we hold dear" in sections["travel_guide"]


def test_written__one_question_read_in_this_wave_alone__is_shown_for_this_wave(page, written):
    before = replace(written[0], goals=written[0].goals[written[0].goals["item"] != "goal_personal"])
    show_written(page, (before, written[1]))
    said = page.goals().value
    assert (said.count("<figure>"), said.count("<table")) == (2, 3)
    assert "nobody answered" not in said


def test_written__not_read_yet__says_so_and_where_it_is_read(page, written):
    unread = without_written(written[1])
    show_written(page, (unread,))
    sections = shown(page)
    assert "What people would keep and what they would change has not been read yet." in sections["keep_and_change"]
    assert 'href="../../voila/render/08_read_texts.ipynb?library=oxwater&amp;wave=2026"' in sections["keep_and_change"]
    assert "because no goals have been read for it." in sections["goals"]


@pytest.fixture
def put():
    return []


@pytest.fixture
def desk(words, put):
    return GoalDesk(words, put.append)


@pytest.mark.parametrize("kind", GOAL_KINDS)
def test_goal_desk__a_kind_chosen__asks_what_turns_it_into_a_learning_goal(desk, kind):
    desk.kind.control.value = kind
    is_learning = kind == "learning"
    assert ("This is a learning goal already." in desk.questions.value) == is_learning
    assert ("<li>Which skill, if we had it, would make this easy?</li>" in desk.questions.value) != is_learning
    assert is_shown(desk.reworded) != is_learning
    assert is_shown(desk.put_it)


def test_goal_desk__nothing_chosen__asks_nothing_yet(desk):
    assert (desk.questions.value, is_shown(desk.reworded), is_shown(desk.put_it)) == ("", False, False)


def test_goal_desk__put_into_the_plan__is_the_goal_in_its_other_words(desk, put):
    desk.goal.value = "Answer every request within a day"
    desk.kind.control.value = "performance"
    desk.put_it.click()
    assert "Write something into “The goal in other words” first." in desk.answer.value
    assert put == []
    desk.reworded.value = " Find out where requests wait "
    desk.put_it.click()
    assert put == [{"step": "Find out where requests wait", "status": "proposed"}]
    assert desk.answer.value == ""
    desk.kind.control.value = "learning"
    desk.put_it.click()
    assert put[-1] == {"step": "Answer every request within a day", "status": "proposed"}


KINDS = {
    "widen": ({"strategy_id": "s00", "groups": (("leads", "leaders"),)}, "Open “{s00}” to “Leaders” as well"),
    "explore": ({"catalogue": "mentoring", "quality": "agency"}, "Try “Mentoring”"),
    "rework": ({"strategy_id": "s01", "quality": "agency"}, "Look again at “{s01}” with those who take part"),
    "offer": ({"groups": (("unit", "branch_1"),)}, "Offer something to “Branch 1”"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_suggestions__of_every_kind__are_a_step_that_somebody_can_begin_with(words, put, kind):
    opportunities = make_opportunities(40)
    names = dict(zip(opportunities.offers["strategy_id"], opportunities.offers["what"], strict=True))
    given, step = KINDS[kind]
    listed = SuggestionList(words, put.append)
    listed.offer(suggesting(opportunities, {"kind": kind, "because": ("wanted",), **given}))
    listed.buttons[0].click()
    assert put == [{"step": step.format(**names), "target": given.get("quality", ""), "status": "proposed"}]


@pytest.mark.parametrize("count", [FIRST - 1, FIRST, FIRST + 1])
def test_suggestions__more_than_three__show_three_first(words, put, count):
    listed = SuggestionList(words, put.append)
    one = {"kind": "explore", "catalogue": "mentoring", "quality": "agency", "because": ("wanted",)}
    listed.offer(suggesting(make_opportunities(40), *[one] * count))
    more = controls_in(listed.show()).get("Show 1 more suggestion")
    assert len(listed.buttons) == count
    assert (more is not None) == (count > FIRST)
    if more is not None:
        more.click()
        assert more.description == "Show fewer"


@pytest.mark.parametrize(("strength", "head"), [("clear", "Backed by answers"), ("weak", "A weak hint")])
def test_suggestions__their_strength__is_said_above_each(words, put, strength, head):
    weak = () if strength == "clear" else ("few_ratings",)
    one = {"kind": "rework", "strategy_id": "s01", "quality": "agency", "because": ("wanted", "works_below")}
    listed = SuggestionList(words, put.append)
    listed.offer(suggesting(make_opportunities(40), one | {"strength": strength, "weak_because": weak}))
    told = "".join(widget.value for widget in _texts(listed.show()))
    assert f"<h3>{head}</h3>" in told
    assert ("All that follows are weak hints" in told) == (strength == "weak")


def test_suggestions__none__says_to_choose_together(words, put):
    listed = SuggestionList(words, put.append)
    listed.offer(suggesting(make_opportunities(40)))
    assert "Nothing is suggested: " in _texts(listed.show())[0].value
    assert listed.buttons == ()


def test_plan_page__samples_alone__opens_what_is_asked_for(monkeypatch, tmp_path):
    monkeypatch.setenv("LEARNING_CULTURE_DATA", str(tmp_path))
    monkeypatch.setenv("QUERY_STRING", f"library={TWO_WAVES}")
    assert "Saltmeadow Bar Library" in status(plan_page())
    assert "Oxwater College Library" in status(plan_page(ONE))


def _texts(*parts):
    """The pieces of markup in some parts of a page."""
    found, waiting = [], list(parts)
    while waiting:
        widget = waiting.pop(0)
        waiting += getattr(widget, "children", ())
        if "lc-part" in getattr(widget, "_dom_classes", ()):
            found.append(widget)
    return found
