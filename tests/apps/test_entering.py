"""Setting up a library: what is written, what becomes of it, and what is said about mistakes."""

from __future__ import annotations

import pytest

from analysis.apps.entering import SetUpForm, read_entries, short_id
from analysis.guide import load_guide, load_words
from analysis.responses import Store

WORDS = load_words("en")
GUIDE = load_guide()
TEXTS = {"name": "Maple Grove", "id": "", "type": "public", "wave": " 2026 "}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "responses.sqlite", GUIDE)


@pytest.fixture
def done():
    return []


@pytest.fixture
def form(store, done):
    return SetUpForm(store, GUIDE, WORDS, lambda: done.append(True))


def fill_in(form, name="Maple Grove", wave="2026", heads="7"):
    form.texts["name"].value = name
    form.texts["wave"].value = wave
    form.heads["all", "all"].value = heads


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Maple Grove", "maple_grove"),
        ("  Bücherei St. Älm  ", "bucherei_st_alm"),
        ("=cmd|' /C calc'!A0", "cmd_c_calc_a0"),
        ("図書館", ""),
    ],
)
def test_short_id__name__is_letters_digits_and_underscores(name, expected):
    assert short_id(name) == expected


def test_read_entries__numbers_of_some_groups__makes_rows_for_those_only():
    heads = {("all", "all"): "12", ("role", "leader"): " 2 ", ("role", "supervisor"): ""}
    entries = read_entries(TEXTS, heads, WORDS)
    assert entries.library == {"library_id": "maple_grove", "name": "Maple Grove", "type": "public"}
    place = {"library_id": "maple_grove", "wave": "2026"}
    assert entries.roster == (
        {**place, "cohort": "all", "value": "all", "heads": 12},
        {**place, "cohort": "role", "value": "leader", "heads": 2},
    )
    assert entries.heads == 12


def test_read_entries__everything_wrong__says_all_of_it_at_once():
    texts = {"name": " ", "id": "", "type": "public", "wave": ""}
    entries = read_entries(texts, {("all", "all"): "about 7", ("role", "leader"): "-1"}, WORDS)
    assert entries.problems == (
        "Give the library a name.",
        "Say which wave this is, for example the year.",
        "All staff: “about 7” is not a whole number. Write digits only, or leave it empty.",
        "Director or leadership team: “-1” is not a whole number. Write digits only, or leave it empty.",
    )
    assert (entries.library, entries.roster) == ({}, ())


def test_read_entries__a_name_without_latin_letters__asks_for_an_id_by_asking_for_a_name():
    assert read_entries({**TEXTS, "name": "図書館"}, {}, WORDS).problems == ("Give the library a name.",)
    assert read_entries({**TEXTS, "name": "図書館", "id": "Tokyo 1"}, {}, WORDS).library["library_id"] == "tokyo_1"


def test_set_up__a_good_form__is_in_the_store_and_says_so(form, store, done):
    fill_in(form)
    form.save()
    assert store.survey().heads("maple_grove", "2026") == {("all", "all"): 7}
    assert store.libraries()["name"].tolist() == ["Maple Grove"]
    assert done == [True]
    assert "Maple Grove, 2026, is set up." in form.answer.value
    assert "no numbers can be shown" not in form.answer.value


@pytest.mark.parametrize(("heads", "is_told"), [("4", True), ("5", False), ("6", False), ("", False)])
def test_set_up__heads_around_the_threshold__tells_the_small_ones_about_the_team_guide(form, heads, is_told):
    fill_in(form, heads=heads)
    form.save()
    assert ("Answer the guide together, as one team" in form.answer.value) == is_told


def test_set_up__a_wrong_number__changes_nothing(form, store, done):
    fill_in(form, heads="seven")
    form.save()
    assert "“seven” is not a whole number" in form.answer.value
    assert (len(store.libraries()), len(store.roster()), done) == (0, 0, [])


def test_set_up__groups_larger_than_all_staff__says_what_the_gate_says(form, store):
    fill_in(form, heads="3")
    form.heads["role", "leader"].value = "9"
    form.save()
    assert "This could not be done." in form.answer.value
    assert (len(store.libraries()), len(store.roster())) == (0, 0)


def test_set_up__the_same_library_again__replaces_its_numbers(form, store):
    for heads in ("7", "8"):
        fill_in(form, heads=heads)
        form.save()
    assert store.survey().heads("maple_grove", "2026") == {("all", "all"): 8}


def test_set_up__hostile_name__is_shown_as_text(form):
    fill_in(form, name="<img src=x onerror=alert(1)>")
    form.save()
    assert "<img" not in form.answer.value
    assert "&lt;img src=x onerror=alert(1)&gt;" in form.answer.value
