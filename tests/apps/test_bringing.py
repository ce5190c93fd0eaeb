"""Bringing answers from a template: what is said about a file, and what is taken in from it."""

from __future__ import annotations

import io

import openpyxl
import pytest

from analysis.apps.bringing import BringForm
from analysis.apps.reading import SavedFile
from analysis.guide import load_guide
from analysis.responses import response_fields
from analysis.responses.importing import write_template

FIELDS = [field.name for field in response_fields(load_guide()) if field.name != "response_id"]
ROW = {
    "library_id": "maple_grove",
    "wave": "2026",
    "submitted_at": "2026-03-02",
    "role": "leader",
    "exists_purpose": "1",
} | {"language": "en"}
HEAD = ",".join(FIELDS) + "\n"


def line(**cells):
    """One line of the file: an answer to one question, with some cells otherwise."""
    return ",".join({**ROW, **cells}.get(name, "") for name in FIELDS) + "\n"


GOOD, OTHER, BOSS, SEVEN = (
    line(),
    line(exists_purpose="0"),
    line(role="boss"),
    line(exists_purpose="7", develop_purpose="9"),
)


@pytest.fixture
def done():
    return []


@pytest.fixture
def desk(store, guide, words, done):
    return BringForm(store, guide, words, list, lambda: done.append(True)).template


def hand_in(desk, text, name="answers.csv"):
    desk.look_at(name, text.encode())


def test_template__a_good_file__is_counted_and_not_yet_stored(desk, store):
    hand_in(desk, HEAD + GOOD + OTHER)
    assert "2 answers can be taken in." in desk.answer.value
    assert "Everything in the file fits the guide." in desk.answer.value
    assert (desk.take.description, desk.take.layout.display) == ("Take in the 2 good ones", None)
    assert len(store.responses()) == 0


def test_template__taking_in__stores_the_answers_and_says_how_many_were_new(desk, store, done):
    hand_in(desk, HEAD + GOOD)
    desk.take_in()
    assert len(store.responses()) == 1
    assert "1 new answer was taken in. It appears on the page “Our library”." in desk.answer.value
    assert (desk.take.layout.display, done) == ("none", [True])


def test_template__the_same_file_twice__changes_nothing_and_says_so(desk, store):
    for _ in range(2):
        hand_in(desk, HEAD + GOOD)
        desk.take_in()
    assert len(store.responses()) == 1
    assert "Nothing new: all of it was taken in before." in desk.answer.value


def test_template__faults__are_all_shown_with_their_place_and_good_rows_can_be_taken(desk, store):
    hand_in(desk, HEAD + GOOD + BOSS + SEVEN)
    shown = desk.answer.value
    assert "1 answer can be taken in." in shown
    for cell in ("<td>3</td><td>role</td>", "<td>4</td><td>exists_purpose</td>", "<td>4</td><td>develop_purpose</td>"):
        assert cell in shown
    desk.take_in()
    assert len(store.responses()) == 1


def test_template__only_faults__offers_nothing_to_take_in(desk):
    hand_in(desk, HEAD + BOSS)
    assert "No answer can be taken in yet." in desk.answer.value
    assert desk.take.layout.display == "none"


def test_template__no_table_at_all__says_what_to_do(desk):
    desk.look_at("answers.xlsx", b"this is no workbook")
    assert "The file answers.xlsx cannot be read." in desk.answer.value
    assert "save it as an Excel workbook (.xlsx)" in desk.answer.value
    assert desk.take.layout.display == "none"


def test_template__hostile_cells__are_shown_as_text(desk):
    hand_in(desk, HEAD + line(role="<script>alert(1)</script>"))
    assert "<script" not in desk.answer.value
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in desk.answer.value


def test_template__a_workbook_with_a_library__brings_library_and_roster_as_well(desk, store, guide, tmp_path):
    write_template(tmp_path / "empty.xlsx", guide, library="maple_grove")
    book = openpyxl.load_workbook(tmp_path / "empty.xlsx")
    heads = [cell.value for cell in book["Library"][1]]
    for name, value in (("name", "Maple Grove"), ("type", "public")):
        book["Library"].cell(2, heads.index(name) + 1, value)
    roster = [cell.value for cell in book["Roster"][1]]
    for name, value in (("wave", "2026"), ("heads", 12)):
        book["Roster"].cell(2, roster.index(name) + 1, value)
    content = io.BytesIO()
    book.save(content)
    desk.look_at("filled.xlsx", content.getvalue())
    assert "1 row of the sheet “Roster” as well." in desk.answer.value
    desk.take_in()
    assert store.survey().heads("maple_grove", "2026") == {("all", "all"): 12}
    assert store.libraries()["name"].tolist() == ["Maple Grove"]
    assert "What the file says about the library was taken in." in desk.answer.value


def test_template__answers_that_were_changed__are_refused_whole(desk, store):
    with_id = "response_id," + HEAD + "a1," + GOOD
    hand_in(desk, with_id)
    desk.take_in()
    hand_in(desk, "response_id," + HEAD + "a1," + OTHER + "a2," + GOOD)
    desk.take_in()
    assert "Nothing was added." in desk.answer.value
    assert store.responses()["response_id"].tolist() == ["a1"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("answers.csv", "answers.csv"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("a\x00b?.xlsx", "a_b_.xlsx"),
        ("..", "file"),
    ],
)
def test_saved_file__any_name__stays_in_its_own_folder_and_is_gone_afterwards(name, kept):
    with SavedFile(name, b"x").on_disk() as path:
        assert (path.name, path.read_bytes()) == (kept, b"x")
    assert not path.exists()
