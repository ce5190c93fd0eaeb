"""A codebook as a file: what one library writes another takes over, and what is wrong with a file is said at once."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.errors import ImportingError, ResponseError
from analysis.exchange.codebook_files import codebook_bytes, read_codebook, write_codebook
from analysis.guide import load_guide
from analysis.responses import Store
from analysis.responses.frames import THEMES

GUIDE = load_guide()
HEADER = "theme,part,name,meaning\n"
GARDEN = {"library_id": "elm", "theme": "garden", "part": "culture_tour", "name": "The garden", "meaning": ""}


def themes(*rows):
    return pd.DataFrame([GARDEN | row for row in rows])


@pytest.fixture
def write(tmp_path):
    def make(text):
        path = tmp_path / "codebook.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return make


def test_codebook__written_and_read__belongs_to_the_other_library(tmp_path):
    own = themes({}, {"theme": "bus", "part": "action_plan", "name": "The bus", "meaning": "Driving, parking, fuel."})
    write_codebook(own, tmp_path / "codebook.csv")
    read = read_codebook(tmp_path / "codebook.csv", "oak", GUIDE)
    expected = own.sort_values("theme").assign(library_id="oak").reset_index(drop=True)
    pd.testing.assert_frame_equal(read, expected.astype("str"))


def test_codebook__file__names_no_library():
    assert codebook_bytes(themes({})).decode("utf-8-sig") == f"{HEADER}garden,culture_tour,The garden,\n"


def test_codebook__whatever_was_typed__comes_back_and_runs_nothing(tmp_path):
    hostile = ["=1+1", "-x", 'a,b;"c"', "zwei\nZeilen", "'=1", "🦊 שלום", "<b>{0}</b>"]
    own = themes(*({"theme": f"t{place}", "name": text, "meaning": text} for place, text in enumerate(hostile)))
    write_codebook(own, tmp_path / "codebook.csv")
    read = read_codebook(tmp_path / "codebook.csv", "oak", GUIDE)
    assert read["name"].tolist() == read["meaning"].tolist() == hostile
    assert ",'=1+1," in codebook_bytes(own).decode("utf-8-sig")


def test_codebook__in_whatever_order__is_the_same_bytes():
    rows = [{"theme": "b"}, {"theme": "a"}]
    assert codebook_bytes(themes(*rows)) == codebook_bytes(themes(*rows[::-1]))


def test_codebook__a_file_that_names_a_library__is_taken_over_all_the_same(write):
    path = write(f"library_id,{HEADER}elm,garden,culture_tour,The garden,\n")
    assert read_codebook(path, "oak", GUIDE)["library_id"].tolist() == ["oak"]


def test_codebook__semicolons_and_no_meaning__are_read(write):
    read = read_codebook(write("theme;part;name\ngarden;culture_tour;The garden\n"), "oak", GUIDE)
    assert list(read.columns) == [field.name for field in THEMES]
    assert read["meaning"].tolist() == [""]


def test_codebook__several_things_wrong__says_all_of_them(write):
    path = write(f"{HEADER}the garden,culture_tour,A,\ngarden,qualities,B,\nbus,culture_tour,,\ncar,reflection,C,\n")
    with pytest.raises(ResponseError) as caught:
        read_codebook(path, "oak", GUIDE)
    assert caught.value.summary == "The codebook codebook.csv cannot be taken over."
    assert [(fault.row, fault.column, fault.found) for fault in caught.value.faults] == [
        (2, "theme", "'the garden'"),
        (3, "part", "'qualities'"),
        (4, "name", "an empty cell"),
    ]
    assert str(caught.value.faults[0]) == (
        "codebook.csv, row 2, column theme: found 'the garden'; allowed: an id without spaces. "
        "Write _ in place of each space."
    )


def test_codebook__a_theme_twice__is_refused(write):
    with pytest.raises(ResponseError, match="'oak, garden', as in row 2"):
        read_codebook(write(f"{HEADER}garden,culture_tour,A,\ngarden,reflection,B,\n"), "oak", GUIDE)


def test_codebook__another_table__is_refused_by_its_header(write):
    with pytest.raises(ResponseError) as caught:
        read_codebook(write("step,owner\nSwap desks,Team\n"), "oak", GUIDE)
    assert [fault.found for fault in caught.value.faults] == [
        "no column 'theme'",
        "no column 'part'",
        "no column 'name'",
        "'step'",
        "'owner'",
    ]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b'theme,part\n"open'])
def test_codebook__a_file_that_is_no_table__cannot_be_read(tmp_path, content):
    path = tmp_path / "codebook.csv"
    path.write_bytes(content)
    with pytest.raises((ImportingError, ResponseError), match=r"codebook\.csv"):
        read_codebook(path, "oak", GUIDE)


def test_codebook__no_file__says_so(tmp_path):
    with pytest.raises(ImportingError, match=r"nowhere\.csv"):
        read_codebook(tmp_path / "nowhere.csv", "oak", GUIDE)


def test_codebook__read__can_be_put_into_the_store(tmp_path, write):
    store = Store(tmp_path / "responses.sqlite", GUIDE)
    store.put("themes", read_codebook(write(f"{HEADER}garden,culture_tour,The garden,\n"), "oak", GUIDE))
    assert store.themes()["library_id"].tolist() == ["oak"]
