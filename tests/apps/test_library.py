"""The library page: what it shows, when it changes, and what it says where nothing may be shown."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from analysis.apps.library import LibraryPage, library_page
from analysis.apps.sections import SECTIONS
from analysis.errors import Fault, ToolkitError
from page_parts import controls_in

pytestmark = pytest.mark.slow

EXPLORED = pd.DataFrame(
    [
        {
            "strategy_id": "s1",
            "library_id": "maple_grove",
            "wave": "2026",
            "what": "Mentoring",
            "participants": "all",
            "participation": "optional",
            "content_chosen_by": "individual",
            "frequency": "monthly",
            "hours": 10,
            "status": "to_explore",
            "qualities": "role_models",
        }
    ]
)
HOSTILE = "<img src=x onerror=alert(1)> & co"


@pytest.fixture
def page(sources, words):
    """The page of the own library: nine of twelve answered, and no group but all staff may be shown."""
    return LibraryPage(sources, words, sources.find())


@pytest.fixture
def team_page(sources, words):
    """The page of the sample library of three, whose team answered as one."""
    return LibraryPage(sources, words, sources.find("tindle_hollow"))


def shown(page):
    """The markup of every section by name, and what the status says."""
    return {name: getattr(page, name)().value for name in SECTIONS}


def controls(page):
    """The controls of the page by their label."""
    return controls_in(page.choose(), page.choose_cohort())


def status(page):
    return page.choose().children[2].value


def one_more_answer(store):
    row = store.responses().iloc[0].to_dict()
    store.submit({**row, "response_id": "one_more"})


def test_page__own_library__shows_every_section_with_figures_and_tables(page):
    sections = shown(page)
    assert "9 of your 12 staff answered." in sections["who_answered"]
    for name in ("how_mature", "now_and_next", "where_we_lean"):
        assert sections[name].count("<figure>") == 1
        assert sections[name].count('<img src="data:image/png;base64,') == 1
        assert "<details><summary>The numbers behind this</summary>" in sections[name]
    assert all(sections.values())


def test_page__sections__come_with_a_method_for_each(page):
    assert list(shown(page)) == list(SECTIONS)
    assert all(getattr(LibraryPage, name).__doc__ for name in SECTIONS)


def test_page__figures__have_a_text_for_people_who_do_not_see_them(page):
    for name in ("how_mature", "now_and_next", "where_we_lean"):
        alt = shown(page)[name].partition('alt="')[2].partition('"')[0]
        assert alt.count("All staff") >= 1
        assert len(alt) > 200


def test_page__no_group_may_be_shown__hides_the_choice_and_says_why(page):
    assert controls(page)["Tell staff apart by"].layout.display == "none"
    assert "No group other than all staff can be shown" in shown(page)["who_sees_what"]


def test_page__own_library_and_sample__say_which_they_are(page):
    assert "You are looking at Maple Grove, 2026" in status(page)
    controls(page)["Library"].value = "sample:oxwater"
    assert "You are looking at a sample library, made up to try things out: Oxwater College Library" in status(page)


def test_choose__another_library__changes_every_section(page):
    before = shown(page)
    controls(page)["Library"].value = "sample:marrow_bend"
    after = shown(page)
    assert "6 of your 7 staff answered." in after["who_answered"]
    changed = {name for name in SECTIONS if before[name] != after[name]}
    assert changed >= {"in_one_sentence", "who_answered", "how_mature", "now_and_next", "where_we_lean", "what_we_do"}


def test_choose__libraries__offers_own_and_samples_with_labels(page):
    labels = [label for label, _ in controls(page)["Library"].options]
    assert labels[0] == "Maple Grove"
    assert [label for label in labels if "Hollow" in label] == ["Tindle Hollow Reading Room (sample, 3 staff)"]
    assert len(labels) == 46


def test_refresh__a_new_answer__is_counted_only_then(page, own_store):
    one_more_answer(own_store)
    assert "9 of your 12 staff answered." in shown(page)["who_answered"]
    controls(page)["Look for new answers"].click()
    assert "10 of your 12 staff answered." in shown(page)["who_answered"]


def test_refresh__a_new_library__is_offered_and_the_choice_stays(page, own_store):
    own_store.put(
        "roster", pd.DataFrame([{"library_id": "elm", "wave": "2026", "cohort": "all", "value": "all", "heads": 3}])
    )
    page.refresh()
    control = controls(page)["Library"]
    assert control.options[0] == ("elm", "own:elm")
    assert control.value == "own:maple_grove"


def test_refresh__the_library_was_deleted__shows_the_first_that_is_left(page, own_store):
    own_store.delete_wave("maple_grove", "2026")
    page.refresh()
    assert controls(page)["Library"].value == controls(page)["Library"].options[0][1]
    assert "Your team answered the guide together." in shown(page)["in_one_sentence"]


def test_page__several_waves__newest_first_and_each_can_be_chosen(sources, words, own_store):
    own_store.put(
        "roster",
        pd.DataFrame([{"library_id": "maple_grove", "wave": "2027", "cohort": "all", "value": "all", "heads": 9}]),
    )
    sources.refresh()
    page = LibraryPage(sources, words, sources.find("maple_grove"))
    wave = controls(page)["Wave"]
    assert (wave.options, wave.value) == ((("2027", "2027"), ("2026", "2026")), "2027")
    assert "This page is for talking, not for counting" in shown(page)["in_one_sentence"]
    wave.value = "2026"
    assert "9 of your 12 staff answered." in shown(page)["who_answered"]


def test_page__a_team_guide__is_a_page_to_talk_about(team_page):
    sections = shown(team_page)
    assert "Your team answered the guide together." in sections["in_one_sentence"]
    assert "All of you, a team of 3, answered together, as one." in sections["who_answered"]
    assert "We do not see it yet, and want to build it" in sections["now_and_next"]
    assert (
        '<th scope="row">Criticism</th><td>Slightly disagree</td><td>Slightly agree</td>' in sections["where_we_lean"]
    )
    assert "<h3>What is one step that we should take?</h3>" in sections["next_steps"]
    assert "<h3>What is one step that we should take?</h3>" not in sections["own_words"]
    assert "We have coffee at nine" in sections["own_words"]
    assert not any("<figure>" in section for section in sections.values())


def test_page__everything_withheld__says_why_and_offers_talk(sources, words, own_store):
    own_store.delete_wave("maple_grove", "2026")
    own_store.put(
        "roster",
        pd.DataFrame([{"library_id": "maple_grove", "wave": "2026", "cohort": "all", "value": "all", "heads": 4}]),
    )
    sources.refresh()
    sections = shown(LibraryPage(sources, words, sources.find("maple_grove")))
    assert "This page is for talking, not for counting" in sections["in_one_sentence"]
    assert "Talk about it: which of these do you see here?" in sections["now_and_next"]
    assert "Criticism: Next time, answer first with a question" in sections["where_we_lean"]
    assert sections["not_shown"]
    assert not any("<figure>" in section for section in sections.values())


def test_page__narrow_room__draws_the_figures_anew_for_it(page):
    before = shown(page)
    page._viewport.narrow = True
    after = shown(page)
    changed = {name for name in SECTIONS if before[name] != after[name]}
    assert changed == {"how_mature", "now_and_next", "where_we_lean"}


def test_page__hostile_texts_from_the_store__are_shown_as_text(sources, words, own_store):
    library = {
        "library_id": "maple_grove",
        "name": HOSTILE,
        "type": "public",
        "population": "",
        "locale": "",
        "fte": "",
    }
    own_store.put("libraries", pd.DataFrame([library]))
    place = {"library_id": "maple_grove", "wave": "2026"}
    strategy = {
        **place,
        "strategy_id": "s1",
        "what": HOSTILE,
        "participants": HOSTILE,
        "participation": "optional",
        "content_chosen_by": "individual",
        "frequency": "weekly",
        "hours": "",
        "status": "in_use",
        "qualities": "purpose",
    }
    own_store.put("strategies", pd.DataFrame([strategy]))
    action = {**place, "action_id": "a1", "step": HOSTILE, "owner": HOSTILE, "due": "", "status": "planned"}
    own_store.put("actions", pd.DataFrame([{**action, "target": "", "expected_shift": ""}]))
    sources.refresh()
    page = LibraryPage(sources, words, sources.find("maple_grove"))
    everything = "".join(shown(page).values()) + status(page)
    assert "<img src=x" not in everything
    assert everything.count("&lt;img src=x onerror=alert(1)&gt; &amp; co") >= 5


def test_page__results_that_cannot_be_made__says_why_and_shows_nothing_old(page, sources, monkeypatch):
    def refuse(*_):
        raise ToolkitError("The roster is wrong.", [Fault("row 2", "9", "5", "Mend the roster.")])

    sources.kept = None
    monkeypatch.setattr("analysis.exchange.sources.release", refuse)
    controls(page)["Library"].value = "sample:oxwater"
    assert "<strong>The roster is wrong.</strong>" in status(page)
    assert "row 2: Mend the roster." in status(page)
    assert set(shown(page).values()) == {""}


def test_library_page__samples_alone__opens_what_is_asked_for(monkeypatch, tmp_path):
    monkeypatch.setenv("LEARNING_CULTURE_DATA", str(tmp_path))
    monkeypatch.setenv("QUERY_STRING", "library=marrow_bend&wave=2026")
    assert "6 of your 7 staff answered." in shown(library_page())["who_answered"]
    assert "All of you, a team of 3" in shown(library_page("tindle_hollow"))["who_answered"]


def test_what_we_do__a_rated_inventory__is_drawn_told_and_listed(sources, words):
    said = shown(LibraryPage(sources, words, sources.find("oxwater")))["what_we_do"]
    assert said.startswith("<p>Ways of learning in use: 8. Listed to be explored: 1.</p>")
    assert (said.count("<figure>"), said.count("<table")) == (1, 2)
    assert 'href="../../voila/render/06_plan_and_act.ipynb?library=oxwater&amp;wave=2026"' in said


def test_what_we_do__a_team__lists_its_inventory_in_the_open(team_page):
    said = shown(team_page)["what_we_do"]
    assert "How well they work cannot be shown, because too few people have rated any of them." in said
    assert ("<figure>" in said, "<details>" in said, said.count("<table")) == (False, False, 1)


def test_what_we_do__nothing_entered__says_so_and_leads_to_where_it_is_entered(page):
    said = shown(page)["what_we_do"]
    assert said.startswith("<p>No way of learning is listed yet.")
    assert 'href="../../voila/render/06_plan_and_act.ipynb?library=maple_grove&amp;wave=2026"' in said


def suggested(page):
    """What is suggested on the page, before what is planned."""
    said = shown(page)["next_steps"]
    return re.findall(r"<li>(.*?)</li>", said.partition("<h3>Already planned")[0]), said


def test_next_steps__answers_and_inventory__name_what_could_serve_each(page, own_store, sources, words, samples):
    own_store.put("strategies", EXPLORED)
    sources.refresh()
    steps, said = suggested(LibraryPage(sources, words, sources.find()))
    assert [step.partition("</h3>")[0].partition(" ")[0] for step in steps] == ["<h3>Work", "<h3>Talk", "<h3>Keep"]
    assert steps[0].startswith("<h3>Work on “Leaders who learn”</h3>")
    assert "What could serve it: Mentoring (on your list to explore)," in steps[0]
    assert "A suggestion is a beginning for a talk." in said
    assert "Make it a plan on the page “Plan and act”" in said


def test_next_steps__hostile_name_of_a_strategy__is_shown_as_text(own_store, sources, words):
    own_store.put("strategies", EXPLORED.assign(what="<b>Mentoring</b>"))
    sources.refresh()
    steps, _ = suggested(LibraryPage(sources, words, sources.find()))
    assert "&lt;b&gt;Mentoring&lt;/b&gt; (on your list to explore)" in steps[0]


def test_next_steps__a_team__has_its_own_step_and_what_it_agreed_on(team_page):
    steps, said = suggested(team_page)
    assert "<h3>What is one step that we should take?</h3>" in said
    assert 1 <= len(steps) <= 3
    assert all("as you agreed</h3>" in step and "This is not a count:" in step for step in steps)
