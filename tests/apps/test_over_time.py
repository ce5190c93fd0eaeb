"""The over time page: what it shows of one wave, of two and of more, and what there is where a wave is withheld."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.apps.over_time import OverTimePage, over_time_page
from analysis.apps.over_time_sections import BY_KIND, SECTIONS, WITH_FIGURES
from analysis.apps.span import Span, comparable, pairs_of
from analysis.apps.view import View
from analysis.disclosure.linking import release_linked
from analysis.errors import Fault, ToolkitError
from analysis.exchange.sources import Sources
from analysis.responses import Store
from linked_library import LINKED, add_linked_library
from page_parts import controls_in, expect_page_notebook
from waves_made import changed, make_followed

pytestmark = pytest.mark.slow

OWN = {"library_id": "maple_grove", "wave": "2026"}
NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "05_over_time.ipynb"
HOSTILE = "<img src=x onerror=alert(1)> & co"
LIBRARY, PAIR, KIND = "Library", "Compare", "What to look at"
SMALL, FEW, ONE = "saltmeadow_bar", "ottersend", "oxwater"
"""Sample libraries that are released in a moment: five answers in each wave, four and five, one wave of nine."""


@pytest.fixture(scope="module")
def kept_sources(guide, tmp_path_factory, kept_in_run):
    """The samples; what was released for one test is there for the next."""
    return Sources(guide, Store(tmp_path_factory.mktemp("store") / "responses.sqlite", guide), kept=kept_in_run)


@pytest.fixture(scope="module")
def released(kept_sources):
    """One wave of a library, for what a view needs beside what was followed."""
    return kept_sources.released(kept_sources.find(ONE))


@pytest.fixture
def page(kept_sources, words):
    """The page of a small library with two waves."""
    return OverTimePage(kept_sources, words, kept_sources.find(SMALL))


@pytest.fixture
def add_wave(own_store, samples):
    """Gives the own library another wave, with the answers of a sample library or with none."""

    def add_wave(wave, library_id="", heads=12):
        own_store.put("roster", pd.DataFrame([{**OWN, "wave": wave, "cohort": "all", "value": "all", "heads": heads}]))
        if library_id:
            rows = samples.responses[samples.responses["library_id"] == library_id]
            own_store.add(rows.assign(**OWN | {"wave": wave}, response_id=f"own{wave}_" + rows["response_id"]))

    return add_wave


def shown(page):
    """The markup of every section by name."""
    return {name: getattr(page, name)().value for name in SECTIONS}


def controls(page):
    """The controls of the page by their label."""
    return controls_in(page.choose(), page.choose_kind())


def status(page):
    """What stands above the page."""
    return page.choose().children[2].value


def span_of(followed, released, words, kind="quality"):
    """What a page shows of waves that were made by hand."""
    results = tuple(replace(released, wave=wave) for wave in followed.waves)
    return Span(followed, results, View(results[-1], words), kind)


def text(markup):
    return re.sub(r"<[^>]*>", " ", re.sub(r'src="[^"]*"', "", markup))


def alt_of(markup):
    return re.search(r'alt="([^"]*)"', markup)[1]


def test_page__sections__come_with_a_method_for_each():
    assert all(getattr(OverTimePage, name).__doc__ for name in SECTIONS)
    assert set(BY_KIND) | set(WITH_FIGURES) <= set(SECTIONS)


def test_notebook__its_cells__show_every_part_of_the_page_and_hold_no_program():
    expect_page_notebook(NOTEBOOK, SECTIONS, {"choose", "choose_kind"})


def test_page__two_waves__shows_every_section_with_its_numbers(page):
    sections = shown(page)
    assert all(sections.values())
    assert "Saltmeadow Bar Library, 2025 to 2026." in status(page)
    assert '<th scope="row">2025</th><td>5</td><td>5</td>' in sections["who_answered"]
    assert "Nothing has moved since 2025 by more than chance could make it." in sections["what_changed"]
    assert sections["wave_by_wave"].count("<figure>") == 1
    assert sections["wave_by_wave"].count("<table") == 2
    assert "Too few answers to see a change smaller than" in alt_of(sections["wave_by_wave"])
    assert "Next time, people can type in the code that they got this time." in sections["same_people"]
    assert "The plan of 2025 aimed at “Mutual help” and “Learning from problems”." in sections["what_our_plan_did"]
    assert "The plan of 2026 aims at “Say in learning” and “Leaders who learn”." in sections["what_our_plan_did"]
    assert "With as many answers as this time (5)" in sections["next_wave"]
    assert '<th scope="row">5</th><td>89 points</td>' in sections["next_wave"]
    assert "<details><summary>How these numbers came about</summary>" in sections["method"]


def test_page__two_waves__need_no_list_of_pairs(page):
    assert controls(page)[PAIR].layout.display == "none"


def test_choose_kind__kinds__are_those_of_which_something_may_be_shown(page):
    assert [kind for _, kind in controls(page)[KIND].options] == ["quality", "leaning"]


def test_choose_kind__another_kind__changes_the_picture_and_nothing_else(page):
    before = shown(page)
    controls(page)[KIND].value = "leaning"
    after = shown(page)
    assert {name for name in SECTIONS if before[name] != after[name]} == set(BY_KIND)
    assert "Leaning towards growth:" in alt_of(after["wave_by_wave"])
    assert "Who leans towards growth, wave by wave" in after["wave_by_wave"]


def test_choose_kind__another_library__keeps_what_is_looked_at(page):
    controls(page)[KIND].value = "leaning"
    controls(page)[LIBRARY].value = f"sample:{ONE}"
    assert controls(page)[KIND].value == "leaning"
    assert [kind for _, kind in controls(page)[KIND].options] == ["quality", "index", "leaning"]


def test_page__one_wave__says_so_and_shows_what_the_next_could_show(kept_sources, words):
    page = OverTimePage(kept_sources, words, kept_sources.find(ONE))
    sections = shown(page)
    assert "You are looking at a sample library, made up to try things out: Oxwater College Library, 2026." in status(
        page
    )
    assert sections["in_one_sentence"] == (
        '<p class="lc-lead">There is one wave so far, 2026. What changes can be told after the next. '
        "Until then, this page shows where you stand, and what the next wave could show.</p>"
    )
    assert sections["wave_by_wave"].count("<figure>") == 1
    assert sections["wave_by_wave"].count("<table") == 1
    assert sections["cannot_tell"] == "<p>Change takes two waves, so none can be told yet.</p>"
    assert sections["same_people"].startswith("<p>There is one wave so far, so nobody has answered twice.</p>")
    assert text(sections["what_our_plan_did"]).strip() == (
        "The plan of 2026 aims at “Say in learning” and “Leaders who learn”. "
        "After the next wave, this place says whether that has moved."
    )
    assert "With as many answers as this time (9)" in sections["next_wave"]
    assert controls(page)[PAIR].layout.display == "none"


def test_page__a_withheld_wave__says_why_and_shows_the_other(kept_sources, words):
    page = OverTimePage(kept_sources, words, kept_sources.find(FEW))
    sections = shown(page)
    assert all(sections.values())
    assert sections["in_one_sentence"] == (
        '<p class="lc-lead">What changed since 2025 cannot be told, because fewer than 5 people answered. Nothing may '
        "be shown of 2025. What is known all the same stands below, with what the next wave could show.</p>"
    )
    assert '<th scope="row">2025</th><td>fewer than 5</td>' in sections["who_answered"]
    assert '<th scope="row">2026</th><td>5</td>' in sections["who_answered"]
    assert sections["wave_by_wave"].count("<figure>") == 1
    assert "Nothing can be compared yet, because fewer than 5 people answered." in sections["cannot_tell"]
    assert "With as many answers as this time (5)" in sections["next_wave"]


def test_page__the_last_wave_withheld__names_the_reason_in_place_of_a_picture(sources, words, add_wave):
    add_wave("2027", heads=4)
    sources.refresh()
    page = OverTimePage(sources, words, sources.find())
    sections = shown(page)
    assert "What changed since 2026 cannot be told, because nobody answered." in sections["in_one_sentence"]
    assert sections["wave_by_wave"].startswith("<p>What changed cannot be told, because nobody answered.</p><details>")
    assert "<figure>" not in "".join(sections.values())
    assert "What the next wave could show cannot be told in advance" in sections["next_wave"]
    assert '<th scope="row">20</th><td>44 points</td>' in sections["next_wave"]


def test_page__every_wave_withheld__is_a_page_to_talk_about(sources, words, own_store):
    own_store.delete_wave(OWN["library_id"], OWN["wave"])
    own_store.put("roster", pd.DataFrame([{**OWN, "cohort": "all", "value": "all", "heads": 4}]))
    sources.refresh()
    page = OverTimePage(sources, words, sources.find(OWN["library_id"]))
    sections = shown(page)
    assert all(sections.values())
    assert "There is nothing to show yet, because nobody answered." in sections["in_one_sentence"]
    assert "This page is for talking, not for counting" in sections["in_one_sentence"]
    for name in ("what_changed", "same_people", "what_our_plan_did"):
        assert sections[name].startswith("<p>Talk about it:")
    assert sections["wave_by_wave"] == "<p>There is no picture here, because nothing can be shown of any wave.</p>"
    assert "Ask again in about a year" in sections["next_steps"]
    assert controls(page)[KIND].layout.display == "none"


def test_page__a_team_guide__counts_nothing(kept_sources, words):
    sections = shown(OverTimePage(kept_sources, words, kept_sources.find("tindle_hollow")))
    assert "Your team answered the guide together, as one, so nothing here is counted." in sections["in_one_sentence"]
    assert '<th scope="row">2026</th><td>the team together, as one</td><td>3</td>' in sections["who_answered"]
    assert "In a team this small, numbers would tell who said what." in sections["next_wave"]
    assert sections["next_steps"].startswith("<ul><li>Keep what you agreed on this time, with the date.</li>")
    assert not any("<figure>" in section for section in sections.values())


def test_choose__three_waves__offers_two_pairs_and_looks_back_at_either(sources, words, add_wave):
    add_wave("2025", SMALL)
    add_wave("2027", SMALL)
    sources.refresh()
    page = OverTimePage(sources, words, sources.find(OWN["library_id"], "2026"))
    pair = controls(page)[PAIR]
    assert pair.options == (("2026 with 2027", "2027"), ("2025 with 2026", "2026"))
    assert pair.layout.display is None
    assert pair.value == "2026"
    assert "since 2025" in shown(page)["in_one_sentence"]
    assert "2027" not in alt_of(shown(page)["wave_by_wave"])
    assert '<th scope="row">2027</th>' in shown(page)["who_answered"]
    pair.value = "2027"
    assert "since 2026" in shown(page)["in_one_sentence"]
    assert all(wave in alt_of(shown(page)["wave_by_wave"]) for wave in ("2025", "2026", "2027"))
    assert controls(OverTimePage(sources, words, sources.find()))[PAIR].value == "2027"


def test_refresh__the_earlier_pair_is_looked_at__stays_there(sources, words, add_wave):
    add_wave("2025")
    add_wave("2027")
    sources.refresh()
    page = OverTimePage(sources, words, sources.find(OWN["library_id"], "2026"))
    assert controls(page)[PAIR].value == "2026"
    page.refresh()
    assert controls(page)[PAIR].value == "2026"


def test_choose__a_wave_between_is_withheld__is_passed_over_and_named(sources, words, add_wave):
    add_wave("2024", SMALL)
    add_wave("2025")
    sources.refresh()
    page = OverTimePage(sources, words, sources.find())
    assert "since 2024" in shown(page)["in_one_sentence"]
    assert "2025" not in alt_of(shown(page)["wave_by_wave"])
    assert '<th scope="row">2025</th><td>nobody answered</td>' in shown(page)["who_answered"]
    assert (
        "<p>Not shown: 2025. The waves before and after are compared with each other.</p>"
        in (shown(page)["who_answered"])
    )


def test_comparable__fewer_than_two_waves_that_tell__are_all_of_them(released):
    none = released.respondents.assign(withheld=True)
    waves = {wave: replace(released, wave=wave) for wave in ("2024", "2025", "2026")}
    hidden = {wave: replace(one, respondents=none) for wave, one in waves.items()}
    one_left = (hidden["2024"], waves["2025"], hidden["2026"])
    assert comparable(one_left) == one_left
    assert pairs_of(one_left) == (("2025", "2026"), ("2024", "2025"))
    two_left = (waves["2024"], hidden["2025"], waves["2026"])
    assert comparable(two_left) == (waves["2024"], waves["2026"])
    assert pairs_of(two_left) == (("2024", "2026"),)
    assert pairs_of(two_left[:1]) == ()


def test_in_one_sentence__moves_of_several_kinds__are_told_kind_by_kind(released, words):
    said = SECTIONS["in_one_sentence"](span_of(make_followed(400), released, words))
    assert said == (
        '<p class="lc-lead">The maturity index is higher than in 2025. '
        "More people see “Say in learning” and “Development goals” than in 2025, fewer see “Variety”; "
        "the rest cannot be told from chance. "
        "Staff stand further towards growth than in 2025 with “Criticism”; the rest cannot be told from chance.</p>"
    )


def test_in_one_sentence__nothing_moved__says_how_large_a_change_would_have_shown(released, words):
    followed = changed(make_followed(40, moves={}), "steps", {"kind": "quality"}, smallest=36.4)
    said = SECTIONS["in_one_sentence"](span_of(followed, released, words))
    assert said == (
        '<p class="lc-lead">Nothing has moved since 2025 by more than chance could make it. That does not mean that '
        "nothing changed: with these answers, a change has to be about 36 in 100 people large to show.</p>"
    )


def test_same_people__linked_people__are_drawn_told_and_listed(released, words):
    said = SECTIONS["same_people"](span_of(make_followed(80), released, words))
    assert said.count("<figure>") == said.count("<table") == 1
    assert "people said a yes or a no both in 2025 and in 2026." in said
    assert "People who answered both in 2025 and in 2026" in alt_of(said)


@pytest.mark.parametrize(("moved", "is_apart"), [("up", False), ("", True)])
def test_same_people__a_move_among_all__is_explained_where_it_does_not_show_here(released, words, moved, is_apart):
    followed = make_followed(400, moves={"agency": 25.0})
    assert set(followed.steps.loc[followed.steps["moved"] != "", "measure"]) == {"agency"}
    followed = changed(followed, "paired", {"quality": "agency"}, moved=moved)
    said = SECTIONS["same_people"](span_of(followed, released, words))
    assert ("That is no contradiction: these are fewer people" in said) == is_apart


def test_same_people__withheld__gives_the_reason_and_no_picture(released, words):
    followed = changed(make_followed(80), "paired", {}, withheld=True, reason="complement")
    said = SECTIONS["same_people"](span_of(followed, released, words))
    assert said.startswith("<p>How many changed their mind cannot be told, because other results would give it away.")
    assert "<figure>" not in said
    assert "<table" not in said


@pytest.mark.parametrize(
    ("verdict", "step"),
    [
        ("moved", "keep what worked, and choose the next aim."),
        ("not_shown", "talk about whether it needs more time, or another way."),
        ("cannot_tell", "the numbers cannot tell, so ask those who were part of it."),
    ],
)
def test_next_steps__a_plan__follow_from_what_became_of_it(released, words, verdict, step):
    followed = changed(make_followed(80, moves={}), "plans", {}, verdict=verdict)
    said = SECTIONS["next_steps"](span_of(followed, released, words))
    assert re.search(rf"<li>The plan of 2025 \([^)]*\): {step}</li>", said)


def test_next_steps__what_moved__is_talked_about_first(released, words):
    moves = {"agency": 25.0, "variety": -25.0}
    said = SECTIONS["next_steps"](span_of(make_followed(400, moves=moves), released, words))
    assert said.startswith(
        "<ul><li>Ask what made the difference with “Say in learning”: what did you do, and what of it should stay?</li>"
        "<li>Talk about “Variety”: what has become harder, and what would help?</li>"
    )


def test_next_steps__no_plan_at_all__say_how_to_write_one(released, words):
    followed = make_followed(80, moves={})
    followed = replace(followed, plans=followed.plans[:0])
    without = replace(released, actions=released.actions[:0])
    said = SECTIONS["next_steps"](span_of(followed, without, words))
    assert said.startswith("<ul><li>Write down with each step of your plan what it aims at.")
    dropped = replace(released, actions=released.actions.assign(status="dropped"))
    assert SECTIONS["next_steps"](span_of(followed, dropped, words)) == said


def test_same_people__answers_that_were_linked__are_told_of_the_own_library(sources, words, own_store, samples):
    add_linked_library(own_store, samples.responses)
    sources.refresh()
    page = OverTimePage(sources, words, sources.find(LINKED))
    said = shown(page)["same_people"]
    assert "7 to 9 people said a yes or a no both in 2025 and in 2026." in said
    assert said.count("<figure>") == said.count("<table") == 1
    assert "Purpose, 8 people:" in alt_of(said)
    before = shown(page)
    page._viewport.narrow = True
    after = shown(page)
    assert {name for name in SECTIONS if before[name] != after[name]} == set(WITH_FIGURES) - {"goals"}


def test_linked__people_of_two_waves__are_those_that_are_released(kept_sources, samples):
    before, after = kept_sources.waves(f"sample:{SMALL}")
    linked = kept_sources.linked(before, after)
    expected = release_linked(samples, SMALL, "2025", "2026")
    assert replace(linked, table=None) == replace(expected, table=None)
    pd.testing.assert_frame_equal(linked.table, expected.table)
    assert kept_sources.linked(before, after) is linked


def test_linked__the_own_store_is_read_again__is_computed_again_there_alone(sources, add_wave):
    add_wave("2025")
    sources.refresh()
    own, sample = (sources.waves(place) for place in (f"own:{OWN['library_id']}", f"sample:{SMALL}"))
    before = [sources.linked(*pair) for pair in (own, sample)]
    sources.refresh()
    after = [sources.linked(*pair) for pair in (own, sample)]
    assert after[0] is not before[0]
    assert after[1] is before[1]


def test_page__preparing__is_told_wave_by_wave(kept_sources, words, monkeypatch):
    told, page = [], OverTimePage(kept_sources, words, kept_sources.find(ONE))
    line = page.choose().children[2]
    line.observe(lambda change: told.append(change["new"]), "value")
    controls(page)[LIBRARY].value = f"sample:{SMALL}"
    assert [re.sub(r" … .*| Library", "", text(said)).strip() for said in told] == [
        "Preparing Saltmeadow Bar, 2025 (wave 1 of 2)",
        "Preparing Saltmeadow Bar, 2026 (wave 2 of 2)",
        "Preparing 2025 beside 2026",
        "You are looking at a sample library, made up to try things out: Saltmeadow Bar, 2025 to 2026.",
    ]
    assert all('role="status"' in said for said in told)


def test_page__narrow_room__draws_its_figures_anew_for_it(page):
    before = shown(page)
    page._viewport.narrow = True
    after = shown(page)
    assert {name for name in SECTIONS if before[name] != after[name]} == {"wave_by_wave"}


def test_page__hostile_name_of_the_library__is_shown_as_text(sources, words, own_store):
    facts = {"library_id": "maple_grove", "name": HOSTILE, "type": "public", "population": "", "locale": "", "fte": ""}
    own_store.put("libraries", pd.DataFrame([facts]))
    sources.refresh()
    page = OverTimePage(sources, words, sources.find("maple_grove"))
    everything = "".join(shown(page).values()) + status(page)
    assert "<img src=x" not in everything
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; co" in everything


def test_page__results_that_cannot_be_made__shows_nothing_old_and_outlives_a_turn_of_the_screen(page, monkeypatch):
    def refuse(*_):
        raise ToolkitError("The roster is wrong.", [Fault("row 2", "9", "5", "Mend the roster.")])

    monkeypatch.setattr("analysis.exchange.sources.release", refuse)
    controls(page)[LIBRARY].value = "sample:quillhaven"
    assert "row 2: Mend the roster." in status(page)
    page._viewport.narrow = True
    assert set(shown(page).values()) == {""}
    assert controls(page)[KIND].layout.display == controls(page)[PAIR].layout.display == "none"
    controls(page)[LIBRARY].value = f"sample:{SMALL}"
    assert all(shown(page).values())


def test_page__waves_that_cannot_be_followed__says_why(page, monkeypatch):
    def refuse(*_):
        raise ToolkitError("Only the waves of one library can be followed.", [Fault("guide", "2", "1", "One by one.")])

    monkeypatch.setattr("analysis.apps.wave_chooser.follow_library", refuse)
    page.refresh()
    assert "guide: One by one." in status(page)
    assert set(shown(page).values()) == {""}


def test_refresh__a_new_answer__is_counted_only_then(sources, words, own_store):
    page = OverTimePage(sources, words, sources.find())
    row = own_store.responses().iloc[0].to_dict()
    own_store.submit({**row, "response_id": "one_more"})
    assert '<th scope="row">2026</th><td>9</td>' in shown(page)["who_answered"]
    page.refresh()
    assert '<th scope="row">2026</th><td>10</td>' in shown(page)["who_answered"]


def test_over_time_page__samples_alone__opens_what_is_asked_for(monkeypatch, tmp_path):
    monkeypatch.setenv("LEARNING_CULTURE_DATA", str(tmp_path))
    monkeypatch.setenv("QUERY_STRING", f"library={SMALL}")
    assert "Saltmeadow Bar Library" in status(over_time_page())
    assert "Oxwater College Library" in status(over_time_page(ONE))


def graded(followed, *rows):
    """`followed` with steps that are looked back at, each as a target and what became of it."""
    numbers = {"n_before": 30, "n_after": 30, "withheld": False, "reason": "", "expected": 10.0, "effect": 12.0}
    numbers |= {
        "low": 4.0,
        "high": 20.0,
        "confidence": 0.95,
        "smallest": 15.0,
        "question": "",
        "method": "",
        "note": "",
    }
    place = {"before": "2025", "after": "2026", "owner": "", "due": "", "status": "done", "kind": "quality"}
    steps = [{**place, **numbers, "action_id": str(at), "step": HOSTILE, **row} for at, row in enumerate(rows)]
    return replace(followed, graded=pd.DataFrame(steps))


def with_goals(followed):
    """`followed` with the kinds of one goal in both of its waves, learning goals more common than before."""
    counts = {
        "2025": {"performance": 15, "mixed": 5, "learning": 10},
        "2026": {"performance": 5, "mixed": 5, "learning": 20},
    }
    told = {
        "item": "goal_team",
        "withheld": False,
        "reason": "",
        "confidence": 0.95,
        "question": "",
        "method": "",
        "note": "",
    }
    goals = [
        {**told, "goal": goal, "wave": wave, "n": 30, "count_low": count, "count_high": count, "share": count / 30}
        | {"low": count / 30 - 0.1, "high": count / 30 + 0.1}
        for wave, kinds in counts.items()
        for goal, count in kinds.items()
    ]
    step = {**told, "before": "2025", "after": "2026", "n_before": 30, "n_after": 30, "p": 0.01, "p_adjusted": 0.01}
    changes = {"performance": (-33.0, "down"), "mixed": (0.0, ""), "learning": (33.0, "up")}
    steps = [
        {**step, "goal": goal, "change": change, "change_low": change, "change_high": change, "moved": moved}
        | {"low": change - 15, "high": change + 15, "smallest": 30.0}
        for goal, (change, moved) in changes.items()
    ]
    return replace(followed, goals=pd.DataFrame(goals), goal_steps=pd.DataFrame(steps))


def test_what_our_plan_did__graded_steps__are_told_one_by_one_below_the_plan(released, words):
    moved, aimless = {"target": "agency", "verdict": "moved"}, {"target": "", "kind": "", "withheld": True}
    followed = graded(
        make_followed(80), moved, {**aimless, "reason": "no_target", "effect": None, "verdict": "cannot_tell"}
    )
    said = SECTIONS["what_our_plan_did"](span_of(followed, released, words))
    plan, _, steps = said.partition("<h3>Step by step</h3>")
    assert "The plan of 2025 aimed at" in plan
    assert steps.count("<li>") == 2
    assert (
        "aims at “Say in learning”. Since 2025 that has moved further than the rest (+12 points, likely +4 to +20)."
        in steps
    )
    assert "aims at nothing that is counted, so what became of it cannot be told from answers." in steps
    assert steps.count("<table") == 1
    assert "<img src=x" not in said
    assert said.count(words("sentences.graded.limits")) == 0


def test_what_our_plan_did__steps_without_a_target__are_told_where_there_is_no_plan_to_look_back_at(released, words):
    aimless = {
        "target": "",
        "kind": "",
        "withheld": True,
        "reason": "no_target",
        "effect": None,
        "verdict": "cannot_tell",
    }
    followed = graded(replace(make_followed(80), plans=make_followed(80).plans[:0]), aimless)
    without = replace(released, actions=released.actions[:0])
    said = SECTIONS["what_our_plan_did"](span_of(followed, without, words))
    assert said.startswith("<h3>Step by step</h3><ul><li>")
    assert words("sentences.plan.none") not in said


def test_what_our_plan_did__no_step__has_no_such_heading(released, words):
    assert "Step by step" not in SECTIONS["what_our_plan_did"](span_of(make_followed(80), released, words))


def test_goals__read_in_both_waves__are_drawn_told_and_listed(released, words):
    said = SECTIONS["goals"](span_of(with_goals(make_followed(80)), released, words))
    assert (
        "There are more learning goals than in 2025 (+33 points, likely +18 to +48). That is more than chance." in said
    )
    assert said.count("<figure>") == 1
    assert said.count("<table") == 2


def test_goals__one_wave__are_drawn_with_one_table(released, words):
    followed = with_goals(make_followed(80))
    goals, steps = followed.goals[followed.goals["wave"] == "2026"], followed.goal_steps[:0]
    said = SECTIONS["goals"](span_of(replace(make_followed(80, 1), goals=goals, goal_steps=steps), released, words))
    assert said.count("<figure>") == said.count("<table") == 1


def test_goals__not_read__says_so_and_leads_to_the_readers(released, words):
    said = SECTIONS["goals"](span_of(make_followed(80), released, words))
    assert said.startswith("<p>Whether the kinds of goals have changed cannot be told")
    assert 'href="../../voila/render/08_read_texts.ipynb?library=oxwater&amp;wave=2026"' in said


def test_next_steps__any_library__end_with_the_door_to_its_plan(released, words):
    said = SECTIONS["next_steps"](span_of(make_followed(80), released, words))
    assert said.endswith(
        '<p><a href="../../voila/render/06_plan_and_act.ipynb?library=oxwater&amp;wave=2026">'
        "Make it a plan on the page “Plan and act”</a></p>"
    )
