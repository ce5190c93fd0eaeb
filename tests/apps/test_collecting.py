"""The collect page: for which library people answer, and what they are told about it."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.apps.collecting import CollectPage
from analysis.errors import ToolkitError
from analysis.responses import Store

pytestmark = pytest.mark.slow


@pytest.fixture
def practice(tmp_path, guide):
    return Store(tmp_path / "practice.sqlite", guide)


@pytest.fixture
def open_page(guide, words, practice):
    def open_page(store, library="", wave=""):
        return CollectPage(guide, words, store, practice, library, wave)

    return open_page


def parts(page):
    """The choice, what is said beneath it, and the form."""
    _, choice, said, place = page.answer().children
    return choice, said.value, place.children[0]


def answers(form):
    """What a page sends to submit one answer."""
    return {"id": "1", "act": "submit", "key": "0" * 32, "response_id": "1" * 32, "language": "en",
            "answers": {"exists_purpose": 1}}  # fmt: skip


def test_collect__one_own_library__offers_it_first_and_practice_last(open_page, own_store):
    choice, said, form = parts(open_page(own_store))
    assert [label for label, _ in choice.options] == ["Maple Grove, 2026", "Practice library (not counted)"]
    assert (choice.label, said) == ("Maple Grove, 2026", "")
    assert form.form["place"] == "maple_grove/2026"


def test_collect__no_library__is_a_practice_form_and_says_so(open_page, store):
    choice, said, form = parts(open_page(store))
    assert choice.label == "Practice library (not counted)"
    assert "No library has been set up on this computer yet" in said
    assert form.form["place"] == "practice/practice"


def test_collect__answer_for_the_own_library__is_in_its_store(open_page, own_store, practice):
    _, _, form = parts(open_page(own_store))
    assert form.handle(answers(form))["ok"]
    assert (len(own_store.responses()), len(practice.responses())) == (10, 0)


def test_collect__answer_in_practice__never_reaches_the_own_store(open_page, own_store, practice):
    page = open_page(own_store)
    choice = parts(page)[0]
    choice.value = choice.options[1][1]
    _, said, form = parts(page)
    assert "You are practicing." in said
    assert form.handle(answers(form))["ok"]
    assert (len(own_store.responses()), len(practice.responses())) == (9, 1)


def test_collect__choice_there_and_back__keeps_the_form_that_was_begun(open_page, own_store):
    page = open_page(own_store)
    choice, _, begun = parts(page)
    for _, key in (choice.options[1], choice.options[0]):
        choice.value = key
    assert parts(page)[2] is begun


@pytest.mark.parametrize(("heads", "is_told"), [(4, True), (5, False), (6, False)])
def test_collect__heads_around_the_threshold__small_teams_are_told_to_answer_together(open_page, store, heads, is_told):
    roster = {"library_id": "elm", "wave": "1", "cohort": "all", "value": "all", "heads": heads}
    store.put("roster", pd.DataFrame([roster]))
    _, said, _ = parts(open_page(store))
    assert ("it is better to answer the guide together, as one team" in said) == is_told


def test_collect__library_that_is_asked_for__is_offered_first(open_page, own_store):
    assert parts(open_page(own_store, "practice"))[0].label == "Practice library (not counted)"


def test_collect__sample_library__cannot_be_answered_for(open_page, own_store):
    with pytest.raises(ToolkitError) as caught:
        open_page(own_store, "oxwater")
    assert str(caught.value) == (
        "There is no such library or wave to answer for.\n"
        "- library and wave: found oxwater; allowed: maple_grove 2026, practice practice. Choose one of these."
    )
