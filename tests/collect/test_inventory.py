"""The inventory: what a page sends becomes a row, or is refused; the catalogue and an earlier wave fill it."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from analysis.collect.inventory import (
    MOST_HOURS,
    carry_over,
    catalogue_answers,
    earlier_wave,
    read_strategy,
    strategy_answers,
    strategy_form,
)
from analysis.errors import ResponseError
from analysis.guide import load_guide, load_words
from analysis.guide.catalogue import load_catalogue
from analysis.responses import Store, check_frame
from analysis.responses.frames import STRATEGIES, empty_frame

GUIDE, WORDS = load_guide(), load_words("en")
NOBODY = empty_frame(STRATEGIES)
ANSWERS = {
    "what": "Book circle",
    "participants": ["leader", "supervisor"],
    "participation": "optional",
    "content_chosen_by": "individual",
    "frequency": "monthly",
    "hours": "10.5",
    "status": "in_use",
    "qualities": ["mutual_help", "purpose"],
}
ROW = {
    "strategy_id": "elm_2026_book_circle",
    "library_id": "elm",
    "wave": "2026",
    "what": "Book circle",
    "participants": "leader supervisor",
    "participation": "optional",
    "content_chosen_by": "individual",
    "frequency": "monthly",
    "hours": 10.5,
    "status": "in_use",
    "qualities": "purpose mutual_help",
}


def read(known=NOBODY, strategy_id="", library_id="elm", wave="2026", **answers):
    return read_strategy(ANSWERS | answers, GUIDE, WORDS, library_id, wave, known, strategy_id)


def said(**answers):
    with pytest.raises(ResponseError) as caught:
        read(**answers)
    return str(caught.value).splitlines()


def inventory(*rows):
    return pd.DataFrame([ROW | row for row in rows])


def test_strategy_form__fields__are_the_columns_of_the_frame_and_plain_data():
    form = strategy_form(GUIDE, WORDS)
    columns = [field.name for field in STRATEGIES if field.name not in ("strategy_id", "library_id", "wave")]
    assert [field["id"] for field in form] == columns
    assert json.loads(json.dumps(form)) == form


def test_strategy_form__choices__are_what_the_frame_allows():
    offered = {field["id"]: [one["value"] for one in field["choices"]] for field in strategy_form(GUIDE, WORDS)}
    allowed = {field.name: list(field.allowed) for field in STRATEGIES if field.allowed}
    assert {name: offered[name] for name in allowed} == allowed
    assert offered["qualities"] == list(GUIDE.qualities)
    assert offered["participants"] == ["all", *(value for cohort in GUIDE.cohorts for value in cohort.value_ids)]


def test_read_strategy__everything_right__is_a_row_that_the_gate_takes():
    assert read() == ROW
    assert check_frame("strategies", pd.DataFrame([read()]), GUIDE).faults == ()


def test_read_strategy__hours_not_known__are_none_and_not_0():
    assert (read(hours="")["hours"], read(hours=None)["hours"], read(hours="0")["hours"]) == (None, None, 0.0)


def test_read_strategy__hours__at_most_a_year_of_work():
    assert read(hours=MOST_HOURS)["hours"] == 2000.0
    assert said(hours=MOST_HOURS + 1) == [
        "This strategy cannot be saved.",
        "- Hours a year, for one who takes part: found 2001; allowed: a number from 0 to 2000. Write a smaller number.",
    ]


def test_read_strategy__several_things_wrong__says_all_of_them():
    assert said(what="", frequency="daily", participants=["all", "leader"], hours="many") == [
        "This strategy cannot be saved.",
        "- What is it?: found nothing; allowed: a text. Fill in the field.",
        "- How often?: found 'daily'; allowed: When somebody starts, Every week, Every month, Four times a year, "
        "Twice a year, Once a year, When it is needed. Choose one of the answers.",
        "- Hours a year, for one who takes part: found 'many'; allowed: a number from 0, such as 4.5. "
        "Write the number in digits.",
        "- For whom is it?: found all staff and groups as well; allowed: all staff, or some groups. "
        "Choose all staff alone, or take it away.",
    ]


def test_read_strategy__a_name_that_the_wave_has__is_refused_in_this_wave_alone():
    known = inventory({})
    assert said(known=known, what="  book  CIRCLE ") == [
        "This strategy cannot be saved.",
        "- What is it?: found a name that this wave has already; allowed: each name once. "
        "Give it another name, or change the one that is there.",
    ]
    assert read(known, wave="2027")["strategy_id"] == "elm_2027_book_circle"
    assert read(known, library_id="oak")["strategy_id"] == "oak_2026_book_circle"


def test_read_strategy__a_strategy_that_is_changed__keeps_its_id_also_under_another_name():
    known = inventory({})
    assert read(known, "elm_2026_book_circle", hours="11")["strategy_id"] == "elm_2026_book_circle"
    assert read(known, "elm_2026_book_circle", what="Reading hour")["strategy_id"] == "elm_2026_book_circle"


def test_read_strategy__an_id_of_another_library__is_not_given_again():
    known = inventory({"library_id": "other"})
    assert read(known)["strategy_id"] == "elm_2026_book_circle_2"


def test_strategy_answers__of_a_row__give_the_same_row_again():
    assert read(inventory({}), ROW["strategy_id"], **strategy_answers(ROW, GUIDE)) == ROW
    unknown = ROW | {"hours": None, "qualities": ""}
    assert read(inventory({}), ROW["strategy_id"], **strategy_answers(unknown, GUIDE)) == unknown


def test_strategy_answers__groups_that_the_guide_has_no_more__are_left_out():
    told = strategy_answers(ROW | {"participants": "leader janitor", "qualities": "gone"}, GUIDE)
    assert (told["participants"], told["qualities"]) == (["leader"], [])


@pytest.mark.parametrize("entry", load_catalogue(), ids=lambda entry: entry.id)
@pytest.mark.parametrize("language", GUIDE.languages)
def test_catalogue_answers__every_entry__can_be_saved_as_it_is(entry, language):
    words = load_words(language)
    row = read_strategy(catalogue_answers(entry, GUIDE, words, "to_explore"), GUIDE, words, "elm", "2026", NOBODY)
    assert (row["what"], row["participants"], row["hours"]) == (entry.called(words), entry.participants, entry.hours)
    assert set(row["qualities"].split()) == set(entry.qualities)


def test_catalogue_answers__without_a_status__leaves_it_to_be_chosen():
    answers = catalogue_answers(load_catalogue()[0], GUIDE, WORDS)
    with pytest.raises(ResponseError, match="Is it in use\\?: found nothing"):
        read_strategy(answers, GUIDE, WORDS, "elm", "2026", NOBODY)


def test_earlier_wave__several__is_the_last_one_before():
    known = inventory({"wave": "2023"}, {"wave": "2025"}, {"wave": "2027"}, {"library_id": "oak", "wave": "2025b"})
    assert earlier_wave(known, "elm", "2026") == "2025"
    assert earlier_wave(known, "elm", "2023") == ""
    assert earlier_wave(NOBODY, "elm", "2026") == ""


def test_carry_over__an_earlier_inventory__is_new_rows_with_new_ids():
    known = inventory({"strategy_id": "a"}, {"strategy_id": "b", "what": "Webinars", "hours": None})
    rows = carry_over(known, "elm", "2027")
    assert rows["strategy_id"].tolist() == ["elm_2027_book_circle", "elm_2027_webinars"]
    same = [name for name in ROW if name not in ("strategy_id", "wave")]
    pd.testing.assert_frame_equal(rows[same], known[same])
    assert set(rows["wave"]) == {"2027"}
    assert check_frame("strategies", rows, GUIDE).faults == ()


def test_carry_over__what_is_there_already__is_not_brought_again():
    known = inventory({"strategy_id": "a"}, {"strategy_id": "b", "wave": "2027", "what": "BOOK circle"})
    assert carry_over(known, "elm", "2027").empty
    assert carry_over(NOBODY, "elm", "2027").empty


def test_carry_over__into_the_store__leaves_the_ratings_behind(tmp_path):
    store = Store(tmp_path / "responses.sqlite", GUIDE)
    store.put("strategies", inventory({}))
    store.put("strategies", carry_over(store.strategies(), "elm", "2027"))
    assert store.strategies()["wave"].tolist() == ["2026", "2027"]
    assert store.strategy_ratings().empty
