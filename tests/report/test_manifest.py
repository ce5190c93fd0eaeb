"""The manifest: what it holds, that it can stand in any file, and what it refuses."""

from __future__ import annotations

import doctest
import json
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ToolkitError
from analysis.present.html import HtmlTable
from analysis.report import listing, manifest
from analysis.report.listing import Address, Grid, grids_of, squeeze, texts_of
from analysis.report.manifest import FORMAT, LARGEST, digest_of, manifest_bytes, manifest_of, read_manifest
from analysis.report.model import KeyFigure, KeyFigures, Paragraph, Report, Section, Table
from report_made import hostile_report, made_report

TEXTS = st.text(max_size=30)


def table(id_: str, columns: list[str], *rows: list[str]) -> Table:
    return Table(id_, HtmlTable("caption", pd.DataFrame(rows, columns=columns)))


def with_content(**changes: Any) -> bytes:
    """The manifest of a report with some of its content replaced."""
    return json.dumps(json.loads(manifest_bytes(made_report())) | changes).encode()


def refusal(data: bytes) -> str:
    with pytest.raises(ToolkitError) as error:
        read_manifest(data, "report.pdf")
    return str(error.value)


def damaged(found: str) -> str:
    found = found if found.endswith("bytes") else f"something else ({found})"
    return (
        "The manifest of this report is damaged.\n"
        f"- report.pdf: found {found}; allowed: the manifest that the toolkit wrote. "
        "Get the file anew from whoever made the report."
    )


@pytest.mark.parametrize("module", [manifest, listing])
def test_examples__run__as_they_stand(module: Any) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("report", [made_report(), hostile_report()], ids=["made", "hostile"])
def test_manifest__written_and_read__is_that_of_the_report(report: Report) -> None:
    assert read_manifest(manifest_bytes(report), "report.pdf") == manifest_of(report)


def test_manifest__content__is_request_publisher_origins_numbers_and_texts() -> None:
    content = json.loads(manifest_bytes(made_report()))
    origin = made_report().origins["marrow_bend", "2026"]
    assert sorted(content) == ["brand", "format", "grids", "origins", "request", "texts"]
    assert content["format"] == FORMAT
    assert content["request"] == {
        "audience": "director",
        "beside": "none",
        "is_sample": True,
        "language": "en",
        "library_id": "marrow_bend",
        "sections": [],
        "wave": "2026",
    }
    assert content["brand"] == {
        "contact": "Reports desk, 12 Shore Street, reports@lakes.example",
        "logo_alt": "Three waves under a book",
        "name": "Northern Lakes Library Service",
    }
    assert content["origins"] == [
        {
            "data_fingerprint": origin.data_fingerprint,
            "guide_id": "learning_culture",
            "guide_version": "1.0",
            "library_id": "marrow_bend",
            "policy": {"minimum_group": 5, "minimum_texts": 10},
            "toolkit_version": origin.toolkit_version,
            "wave": "2026",
        }
    ]
    assert [section for section, _ in content["grids"]] == ["summary", "maturity", "answered", "next_steps"]
    assert [section for section, _ in content["texts"]] == ["", "summary", "maturity", "answered", "next_steps"]


def test_numbers__of_tables_key_figures_and_charts__have_addresses() -> None:
    numbers = manifest_of(made_report()).numbers
    assert numbers[Address("answered", "table", "who", "All staff", "Answered")] == "6"
    assert numbers[Address("summary", "key figures", "", "staff answered", "value")] == "6 of 7"
    assert numbers[Address("maturity", "chart", "maturity", "Chance", "Emerging")] == "0.250000"
    assert numbers[Address("maturity", "chart", "maturity", "Chance", "Embedded")] == ""
    assert str(Address("answered", "table", "who", "All staff", "Staff")) == (
        "section answered, table who, row “All staff”, column “Staff”"
    )


def test_manifest__bytes__are_the_same_twice_and_bear_no_mark_of_html_or_xml() -> None:
    data = manifest_bytes(hostile_report())
    assert data == manifest_bytes(hostile_report())
    assert set("<>&\x00\x0b\x7f\x9f\ufffe").isdisjoint(data.decode())
    assert data.isascii() is False
    assert b"\n" not in data


def test_manifest__of_a_lone_surrogate__can_be_written_and_read() -> None:
    report = made_report(sections=(Section("s", "\ud800", (KeyFigures((KeyFigure("\udfff", "a"),)),)),))
    assert read_manifest(manifest_bytes(report), "x").numbers == {
        Address("s", "key figures", "", "a", "value"): "\udfff"
    }


def test_manifest__of_a_long_report__is_compact() -> None:
    rows = [[f"row {number}", *["between 12 and 17 of 48"] * 10] for number in range(150)]
    report = made_report(sections=(Section("s", "S", (table("t", [f"column {at}" for at in range(11)], *rows),)),))
    assert len(manifest_of(report).numbers) == 1500
    assert len(manifest_bytes(report)) < 60_000


def test_cells__of_rows_and_columns_named_alike__have_addresses_of_their_own() -> None:
    grid = Grid("table", "t", ("", "a", "a", "a (2)"), (("r", "1", "2", "3"), ("r", "4", "5", "6")))
    cells = {(address.row, address.column): text for address, text in grid.cells("s").items()}
    assert cells == {
        ("r", "a"): "1",
        ("r", "a (3)"): "2",
        ("r", "a (2)"): "3",
        ("r (2)", "a"): "4",
        ("r (2)", "a (3)"): "5",
        ("r (2)", "a (2)"): "6",
    }


def test_grids__tables_of_one_name__are_numbered() -> None:
    one = table("t", ["", "a"], ["r", "1"])
    key = KeyFigures((KeyFigure("1", "a"),))
    found = grids_of(Section("s", "S", (one, key, one, key)))
    assert [(grid.kind, grid.id) for grid in found] == [
        ("table", "t"),
        ("key figures", ""),
        ("table", "t (2)"),
        ("key figures", " (2)"),
    ]


@given(st.lists(TEXTS, min_size=2, max_size=5), st.lists(st.lists(TEXTS, min_size=5, max_size=5), max_size=5))
def test_cells__of_any_names__are_as_many_as_in_the_table(columns: list[str], rows: list[list[str]]) -> None:
    cut = tuple(tuple(row[: len(columns)]) for row in rows)
    cells = Grid("table", "t", tuple(columns), cut).cells("s")
    assert list(cells.values()) == [cell for row in cut for cell in row[1:]]


@given(TEXTS, TEXTS, TEXTS)
def test_manifest__of_any_texts__comes_back_as_it_was(title: str, head: str, cell: str) -> None:
    blocks = (table("t", [head, f"{head}!"], [title, cell]), Paragraph(title), KeyFigures((KeyFigure(cell, head),)))
    report = made_report(title=title, sections=(Section("s", title, blocks),))
    assert read_manifest(manifest_bytes(report), "x") == manifest_of(report)


def test_texts__changed_in_one_word__have_other_digests() -> None:
    report = made_report()
    before = dict(manifest_of(report).texts)
    section = report.sections[1]
    changed = replace(section, blocks=(Paragraph("The index runs from 0 to 10."), *section.blocks[1:]))
    after = dict(manifest_of(replace(report, sections=(report.sections[0], changed, *report.sections[2:]))).texts)
    assert [name for name in before if before[name] != after[name]] == ["maturity"]
    assert sum(one != other for one, other in zip(before["maturity"], after["maturity"], strict=True)) == 1


def test_texts__of_a_report__hold_alt_texts_captions_steps_and_quotes() -> None:
    told = dict(texts_of(made_report()))
    figure = next(block for block in made_report().sections[1].blocks if hasattr(block, "picture"))
    assert figure.picture.alt in told["maturity"]
    assert "Who answered" in told["answered"]
    assert "Peer coaching" in told["next_steps"]
    assert "We try things on Mondays." in told["answered"]
    assert told[""][:2] == ("Learning culture report", "Answers of 2026")


def test_digest__of_the_same_words_in_other_lines__is_the_same() -> None:
    assert digest_of("4 to\u00a08\nof 21") == digest_of("4 to 8 of 21")
    assert digest_of("4 to 8 of 21") != digest_of("4 to 9 of 21")
    assert squeeze("a\u202eb\u200b c\ufffd\x00") == "abc"


def test_reading__another_format__names_both() -> None:
    assert refusal(with_content(format=2)) == (
        "The manifest of this report was written by another version of the toolkit.\n"
        "- report.pdf: found format 2; allowed: 1. Use the version that made the report."
    )


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "JSONDecodeError"),
        (b"\xff\xfe\x00", "UnicodeDecodeError"),
        (b"[]", "TypeError"),
        (b"{}", "KeyError"),
        (b"[" * 100_000, "RecursionError"),
        (with_content(grids=5), "TypeError"),
        (with_content(grids=[["s", [{"kind": "other", "id": "", "columns": ["a"], "rows": []}]]]), "ValueError"),
        (with_content(grids=[["s", [{"kind": "table", "id": "", "columns": [], "rows": []}]]]), "ValueError"),
        (
            with_content(grids=[["s", [{"kind": "table", "id": "", "columns": ["a"], "rows": [["b", "c"]]}]]]),
            "ValueError",
        ),
        (with_content(grids=[["s", [{"kind": "table", "id": "", "columns": ["a"], "rows": [[1]]}]]]), "TypeError"),
        (with_content(texts=[["s", "text"]]), "TypeError"),
        (with_content(brand="name"), "TypeError"),
        (with_content(origins=[{}]), "KeyError"),
        (with_content(request={"library_id": "a", "wave": "b", "sections": [], "is_sample": 1}), "TypeError"),
        (
            with_content(request={"library_id": "a", "wave": "b", "sections": [], "is_sample": True, "x": "y"}),
            "TypeError",
        ),
        (
            with_content(
                request={"library_id": "a", "wave": "b", "sections": [], "is_sample": True, "audience": "all"}
            ),
            "ToolkitError",
        ),
    ],
)
def test_reading__what_is_no_manifest__is_refused(data: bytes, found: str) -> None:
    assert refusal(data) == damaged(found)


def test_reading__at_the_largest_size_and_one_byte_over__takes_one_and_refuses_the_other() -> None:
    data = manifest_bytes(made_report())
    padded = data + b" " * (LARGEST - len(data))
    assert read_manifest(padded, "report.pdf") == manifest_of(made_report())
    assert refusal(padded + b" ") == damaged(f"{LARGEST + 1} bytes")
