"""Writing: names that every system can have, and files that are there as a whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ToolkitError
from analysis.report import writing
from analysis.report.request import Request
from analysis.report.writing import FORMATS, file_name, put_bytes, safe_name, write_report
from report_made import made_report

RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
FORBIDDEN = set('<>:"/\\|?*') | {chr(code) for code in range(32)}


def name_of(library: str, wave: str = "2026") -> str:
    return file_name(Request(library, wave), ".pdf")


@pytest.mark.parametrize(
    ("library", "name"),
    [
        ("harlow_falls", "harlow_falls_2026_board_en.pdf"),
        ("", "consortium_2026_board_en.pdf"),
        ("con", "con_2026_board_en.pdf"),
        ("bücherei", "bücherei_2026_board_en.pdf"),
        ("../../etc/passwd", "etc-passwd-3754d6cb_2026_board_en.pdf"),
        ("a" * 82, "a" * 82 + "_2026_board_en.pdf"),
        ("a" * 83, "a" * 73 + "-e14eff33_2026_board_en.pdf"),
        ("?", "8a8de823_2026_board_en.pdf"),
    ],
)
def test_name__of_each_kind_of_id__is_safe_and_readable(library, name):
    assert name_of(library) == name


def test_name__ids_that_differ_in_capitals_or_in_signs__differ_where_capitals_do_not_count():
    ids = ["elm", "Elm", "ELM", "elm main", "elm-main", "elm:main", "elm.main", "elm_main"]
    assert len({name_of(one).lower() for one in ids}) == len(ids)


@given(st.text(min_size=1, max_size=100), st.text(min_size=1, max_size=100))
def test_name__of_any_id_and_wave__can_be_had_on_windows(library, wave):
    name = name_of(library, wave)
    assert len(name.encode()) <= 100
    assert not FORBIDDEN & set(name)
    assert name.split(".")[0].lower() not in RESERVED
    assert name == name.strip(" .")
    assert name.endswith("_board_en.pdf")


@given(st.text(min_size=1), st.text(min_size=1))
def test_safe_name__of_two_texts__differs_where_capitals_do_not_count(one, other):
    if one != other:
        assert safe_name(one).lower() != safe_name(other).lower()


@pytest.mark.parametrize("name", ["html"])
def test_write__ending_of_a_format__writes_that_format(tmp_path, name):
    report, path = made_report(), tmp_path / f"Report{FORMATS[name].suffix.upper()}"
    write_report(report, path)
    assert path.read_bytes() == FORMATS[name].writer(report)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["report.odt", "report"])
def test_write__unknown_ending__is_refused(tmp_path, name):
    with pytest.raises(ToolkitError) as caught:
        write_report(made_report(), tmp_path / name)
    assert str(caught.value) == (
        "There is no such kind of report.\n"
        f"- {name}: found the ending {(tmp_path / name).suffix!r}; allowed: .pdf, .html, .pptx, .docx. "
        "Give the file a name that ends in one of these."
    )


def test_write__template__goes_to_the_slides_alone(tmp_path, monkeypatch):
    for function in ("slides_bytes", "document_bytes"):
        module = "slides" if function == "slides_bytes" else "document"
        monkeypatch.setattr(f"analysis.report.{module}.{function}", lambda *given: repr(given).encode())
    for ending in ("pptx", "docx"):
        writing.write_report("report", tmp_path / f"a.{ending}", "own.pptx")
    assert (tmp_path / "a.pptx").read_text() == f"('report', {Path('own.pptx')!r})"
    assert (tmp_path / "a.docx").read_text() == "('report',)"


def test_put__folder_that_is_not_there__is_told_with_its_repair(tmp_path):
    path = tmp_path / "nowhere" / "report.pdf"
    with pytest.raises(ToolkitError) as caught:
        put_bytes(b"report", path)
    assert str(caught.value) == (
        f"This file could not be written.\n- {path}: found No such file or directory; allowed: a file that can be "
        "written. Close the file if another program has it open, and see that the folder is there and has room."
    )


def test_put__that_breaks_off__leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "report.pdf"
    path.write_bytes(b"before")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    with pytest.raises(ToolkitError, match="Permission denied"):
        put_bytes(b"after", path)
    assert path.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["report.pdf"]
