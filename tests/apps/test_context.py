"""Public facts beside the own library: what is read, which system it is, what would be filled in, what is stored."""

from __future__ import annotations

from types import SimpleNamespace

import pandas as pd
import pytest

from agency_made import MAPLE, agency_csv, agency_zip, system
from analysis.apps.context import MOST_LISTED, ContextDesk, say_band, staff_hint
from analysis.apps.filepicker import SLICE, FilePicker
from analysis.guide import load_guide, load_words
from analysis.responses.frames import LIBRARY_TYPES, LOCALES

WORDS = load_words("en")
NAME = "PLS_FY22_AE_pud22i.csv"
OAK = system(FSCSKEY="YY0002", LIBNAME="OAK HILL LIBRARY", CITY="OAK HILL", STABR="YY", TOTSTAFF="1.00")
QUIET = system(FSCSKEY="YY0003", LIBNAME="QUIET LIBRARY", CITY="", STABR="YY", TOTSTAFF="-3", POPU_LSA="-3")


@pytest.fixture
def done():
    return []


@pytest.fixture
def desk(store, words, done):
    """A desk of a store with two libraries: one that left everything blank, one that left nothing blank."""
    rows = [
        {"library_id": "maple", "name": "Maple Grove", "type": "public", "population": "", "locale": "", "fte": ""},
        {"library_id": "oak", "name": "Oak Hill", "type": "public", "population": 900, "locale": "town", "fte": 2},
    ]
    store.put("libraries", pd.DataFrame(rows, dtype=object))
    return ContextDesk(store, words, lambda: done.append(True))


def hand_in(desk, *systems, name=NAME):
    desk.look_at(name, agency_csv(*systems))


def choose(picker, value):
    picker.control.value = value


def options(picker):
    return [label for label, _ in picker.control.options]


def is_shown(widget):
    return widget.layout.display != "none"


def own_row(store, library_id):
    rows = store.libraries()
    return rows[rows["library_id"] == library_id].iloc[0].to_dict()


def test_context__a_good_file__says_what_was_read_and_stores_nothing(desk, store, done):
    before = store.libraries()
    hand_in(desk, MAPLE, OAK, QUIET)
    said = desk.answer.value
    assert "3 library systems were read, fiscal year 2022." in said
    assert "1 of them was closed in that year." in said
    assert "For 1 of them the agency gives no staff." in said
    assert "could not be read" not in said
    pd.testing.assert_frame_equal(store.libraries(), before)
    assert done == []


def test_context__a_file_without_a_year__says_so(desk):
    hand_in(desk, MAPLE, name="systems.csv")
    assert "1 library system was read; the file does not say of which year." in desk.answer.value


def test_context__a_zip__is_read_as_it_is(desk):
    desk.look_at("pls.zip", agency_zip(PLS_FY21_AE_pud21i=agency_csv(MAPLE)))
    assert "1 library system was read, fiscal year 2021." in desk.answer.value


def test_context__bad_cells__are_counted_and_shown_with_their_place(desk):
    hand_in(desk, MAPLE, system(FSCSKEY="ZZ0002", TOTSTAFF="-7"))
    assert "1 place in the file could not be read and counts as not known." in desk.answer.value
    assert '<th scope="row">3</th><td>TOTSTAFF</td>' in desk.answer.value


def test_context__more_faults_than_anybody_reads__are_counted_and_the_first_hundred_shown(desk):
    hand_in(desk, *(system(FSCSKEY=f"ZZ{number:04d}", TOTSTAFF="?") for number in range(101)))
    assert "101 places in the file could not be read" in desk.answer.value
    assert desk.answer.value.count("<td>TOTSTAFF</td>") == 100


def test_context__another_file__is_refused_and_nothing_more_is_asked(desk):
    hand_in(desk, MAPLE)
    desk.look_at("page.html", b"<html>no data</html>")
    assert "The file page.html cannot be read." in desk.answer.value
    assert "Follow the link to the data file on that page" in desk.answer.value
    desk.search.value = "maple"
    desk.fill_in()
    assert not is_shown(desk.show().children[-1])


def test_context__a_likely_name__is_proposed_and_not_taken(desk):
    hand_in(desk, OAK, MAPLE)
    assert "1 library has a name like that of yours." in desk.listed.value
    assert options(desk.system) == ["– please choose –", "MAPLE GROVE PUBLIC LIBRARY, MAPLE GROVE, ZZ"]
    assert (desk.system.value, desk.review.value, is_shown(desk.confirm)) == ("", "", False)


def test_context__another_own_library__has_proposals_of_its_own(desk):
    hand_in(desk, OAK, MAPLE)
    choose(desk.library, "oak")
    assert options(desk.system)[1:] == ["OAK HILL LIBRARY, OAK HILL, YY"]


def test_context__no_likely_name__asks_to_look_for_it(desk):
    hand_in(desk, system(LIBNAME="ZEBRA READING ROOM"))
    assert "No library in the file has a name like that of yours." in desk.listed.value
    assert not is_shown(desk.system.control)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("oak", ["OAK HILL LIBRARY, OAK HILL, YY"]),
        ("LIBRARY yy", ["OAK HILL LIBRARY, OAK HILL, YY", "QUIET LIBRARY, YY (closed in that year)"]),
        ("  Máple   zz ", ["MAPLE GROVE PUBLIC LIBRARY, MAPLE GROVE, ZZ"]),
        ("oak maple", []),
    ],
)
def test_search__words_of_name_city_and_state__must_all_be_there(desk, asked, found):
    hand_in(desk, MAPLE, OAK, QUIET)
    desk.search.value = asked
    assert options(desk.system)[1:] == found
    said = {
        0: "No library has all of these words.",
        1: "1 library has these words.",
        2: "2 libraries have these words.",
    }
    assert said[len(found)] in desk.listed.value


@pytest.mark.parametrize(("count", "is_cut"), [(MOST_LISTED - 1, False), (MOST_LISTED, False), (MOST_LISTED + 1, True)])
def test_search__many_libraries__lists_the_first_fifty_and_says_so(desk, count, is_cut):
    hand_in(desk, *(system(FSCSKEY=f"ZZ{number:04d}") for number in range(count)))
    desk.search.value = "grove"
    assert len(options(desk.system)) - 1 == min(count, MOST_LISTED)
    assert ("the first 50 are listed" in desk.listed.value) == is_cut


def test_context__a_chosen_system__shows_what_would_be_filled_in_and_stores_nothing(desk, store):
    hand_in(desk, MAPLE, OAK)
    choose(desk.system, "ZZ0001")
    for cells in (
        '<th scope="row">Type</th><td>Public</td><td>Public</td><td>the same; nothing changes</td>',
        '<th scope="row">People served</th><td>not known</td><td>4,700</td><td>will be filled in</td>',
        '<th scope="row">Kind of place</th><td>not known</td><td>Rural</td><td>will be filled in</td>',
        '<th scope="row">Full-time equivalents</th><td>not known</td><td>4.5</td><td>will be filled in</td>',
    ):
        assert cells in desk.review.value
    assert (
        "Maple Grove, and what the agency says about MAPLE GROVE PUBLIC LIBRARY, MAPLE GROVE, ZZ" in desk.review.value
    )
    assert "The agency counts 4.5 full-time equivalents." in desk.review.value
    assert is_shown(desk.confirm)
    assert pd.isna(own_row(store, "maple")["population"])


def test_context__confirmed__fills_what_was_blank_and_no_roster(desk, store, done):
    hand_in(desk, MAPLE)
    choose(desk.system, "ZZ0001")
    desk.fill_in()
    assert own_row(store, "maple") == {
        "library_id": "maple",
        "name": "Maple Grove",
        "type": "public",
        "population": 4700,
        "locale": "rural",
        "fte": 4.5,
    }
    assert own_row(store, "oak")["population"] == 900
    assert store.roster().empty
    assert "What was missing about Maple Grove has been filled in." in desk.review.value
    assert (is_shown(desk.confirm), done) == (False, [True])


def test_context__everything_entered_already__offers_nothing_to_fill_in(desk, store):
    before = store.libraries()
    hand_in(desk, OAK)
    choose(desk.library, "oak")
    choose(desk.system, "YY0002")
    assert desk.review.value.count("yours stays") == 3
    assert not is_shown(desk.confirm)
    pd.testing.assert_frame_equal(store.libraries(), before)


def test_context__a_change_of_mind__takes_the_button_away(desk, store):
    hand_in(desk, MAPLE)
    choose(desk.system, "ZZ0001")
    choose(desk.system, "")
    assert (desk.review.value, is_shown(desk.confirm)) == ("", False)
    desk.fill_in()
    assert pd.isna(own_row(store, "maple")["population"])


def test_context__no_library_set_up__says_so_and_offers_no_search(store, words):
    desk = ContextDesk(store, words, list)
    hand_in(desk, MAPLE)
    shown = desk.show().children
    assert "Set up your library first" in shown[2].value
    assert (is_shown(shown[1]), is_shown(shown[2]), is_shown(shown[-1])) == (False, True, False)


def test_context__a_library_set_up_later__is_offered_after_refreshing(store, words):
    desk = ContextDesk(store, words, list)
    row = {"library_id": "elm", "name": "Elm", "type": "public", "population": "", "locale": "", "fte": ""}
    store.put("libraries", pd.DataFrame([row]))
    desk.refresh()
    assert options(desk.library) == ["Elm"]
    assert not is_shown(desk.show().children[2])


def test_context__a_store_that_refuses__says_so_and_is_not_done(desk, done, monkeypatch):
    hand_in(desk, MAPLE)
    choose(desk.system, "ZZ0001")
    own = desk._store.libraries().assign(name="")
    monkeypatch.setattr(desk._store, "libraries", lambda: own)
    desk.fill_in()
    assert "The frame libraries cannot be stored." in desk.review.value
    assert done == []


def test_context__hostile_texts__are_shown_as_text(store, words):
    attack = "<img src=x onerror=alert(1)>"
    row = {"library_id": "x", "name": f"Grove {attack}", "type": "public", "population": "", "locale": "", "fte": ""}
    store.put("libraries", pd.DataFrame([row]))
    desk = ContextDesk(store, words, list)
    hand_in(desk, system(LIBNAME=f"GROVE {attack}", TOTSTAFF=attack), name=f"{attack}.csv")
    choose(desk.system, "ZZ0001")
    for shown in (desk.answer.value, desk.listed.value, desk.review.value):
        assert "<img" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;" in desk.answer.value
    assert "&lt;img src=x onerror=alert(1)&gt;" in desk.review.value
    desk.fill_in()
    assert "<img" not in desk.review.value


@pytest.mark.parametrize(
    ("fte", "said"),
    [
        (float("nan"), ""),
        (0.0, "The agency counts no paid staff."),
        (0.45, "The agency counts 0.45 full-time equivalents."),
        (1.0, "The agency counts 1 full-time equivalent."),
        (439.5, "The agency counts 439.5 full-time equivalents."),
        (1234.25, "The agency counts 1,234.25 full-time equivalents."),
    ],
)
def test_staff_hint__any_number__is_never_called_heads(fte, said):
    hint = staff_hint(fte, WORDS)
    assert hint.startswith(said)
    assert bool(hint) == bool(said)
    assert not fte > 0 or "Please enter how many people work here, in heads" in hint


@pytest.mark.parametrize(("count", "is_told"), [(9, False), (10, True), (11, True)])
def test_say_band__systems_of_the_same_size__are_told_from_ten_on(count, is_told):
    systems = pd.DataFrame({"population": [7000] * count + [500], "fte": [4.0] * count + [50]})
    said = say_band(systems, 5000, WORDS)
    assert said == is_told * (
        f"For comparison, {count} systems of this file serve 5,000 to 9,999 people. "
        "Half of them have between 4.0 and 4.0 full-time equivalents; the middle one has 4.0."
    )


def test_say_band__the_largest_and_the_unknown__have_words_of_their_own():
    systems = pd.DataFrame({"population": [600_000] * 10, "fte": [300.0] * 10})
    assert "serve 500,000 people or more." in say_band(systems, 500_000, WORDS)
    assert say_band(systems, pd.NA, WORDS) == ""


def test_words__for_every_type_and_place__are_there():
    for column, values in (("type", LIBRARY_TYPES), ("locale", LOCALES)):
        assert all(WORDS.has(f"template.choice.{column}.{value}") for value in values)
    assert load_guide().languages[0] == "en"


def send(picker, name, content, step):
    """Sends a file as the browser does: in slices, one for an empty file."""
    for start in range(0, max(len(content), 1), step):
        message = {"name": name, "start": start, "size": len(content)}
        picker._receive(picker, message, [memoryview(content[start : start + step])])


@pytest.mark.parametrize("size", [0, 1, 9, 10, 11, 20, 21])
def test_file_picker__in_slices__arrives_whole_and_once(size):
    taken = []
    picker = FilePicker("A file", ".csv", lambda *file: taken.append(file))
    content = bytes(range(size))
    send(picker, "a.csv", content, 10)
    assert taken == [("a.csv", content)]


def test_file_picker__another_one_chosen_meanwhile__is_the_one_that_arrives():
    taken = []
    picker = FilePicker("A file", ".csv", lambda *file: taken.append(file))
    first, second = {"name": "first.csv", "size": 20}, {"name": "second.csv", "size": 20}
    picker._receive(picker, {**first, "start": 0}, [b"1111111111"])
    picker._receive(picker, {**second, "start": 0}, [b"2222222222"])
    picker._receive(picker, {**first, "start": 10}, [b"1111111111"])
    assert taken == []
    picker._receive(picker, {**second, "start": 10}, [b"2222222222"])
    assert taken == [("second.csv", b"2" * 20)]


def test_file_picker__its_slices__fit_into_one_message():
    assert SimpleNamespace(**FilePicker("A file", ".csv", print).get_state()).slice == SLICE < 10_000_000
