"""Batch ledger: what is there and still right, what is due, and what a person has changed."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from analysis.report.batch_ledger import LEDGER, Entry, Ledger, State, put_report

NAME = "elm_2026_board_en.docx"


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one report and its ledger."""
    (tmp_path / NAME).write_bytes(b"report")
    Ledger(tmp_path).record({NAME: Entry("key", digest(b"report"))})
    return tmp_path


def test_state__same_key_and_same_bytes__is_unchanged(folder):
    assert Ledger.read(folder).state(NAME, "key") is State.UNCHANGED


def test_state__other_key_or_no_file_or_no_entry__is_due(folder):
    ledger = Ledger.read(folder)
    assert ledger.state(NAME, "another") is State.DUE
    assert ledger.state("ash_2026_board_en.docx", "key") is State.DUE
    (folder / NAME).unlink()
    assert ledger.state(NAME, "key") is State.DUE


def test_state__same_key_and_other_bytes__is_edited(folder):
    (folder / NAME).write_bytes(b"report, and a remark")
    assert Ledger.read(folder).state(NAME, "key") is State.EDITED


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 2, "files": {}}', '{"format": 1, "files": {"a": 1}}'])
def test_read__damaged__is_empty(folder, content):
    (folder / LEDGER).write_text(content, encoding="utf-8")
    assert Ledger.read(folder).entries == {}


def test_record__more__keeps_what_was_there(folder):
    Ledger.read(folder).record({"ash.pdf": Entry("k", "d")})
    assert Ledger.read(folder).entries == {NAME: Entry("key", digest(b"report")), "ash.pdf": Entry("k", "d")}


def test_put__over_what_was_written_before__replaces_it(folder):
    assert put_report(b"new", folder / NAME, digest(b"report")) == (digest(b"new"), "")
    assert (folder / NAME).read_bytes() == b"new"


def test_put__over_a_changed_file__sets_that_aside_each_time(folder):
    names = []
    for remark in (b"one", b"two", b"three"):
        (folder / NAME).write_bytes(remark)
        names.append(put_report(b"new", folder / NAME, digest(b"report"))[1])
    assert names == [f"elm_2026_board_en ({told}).docx" for told in ("edited", "edited 2", "edited 3")]
    assert [(folder / name).read_bytes() for name in names] == [b"one", b"two", b"three"]
    assert (folder / NAME).read_bytes() == b"new"


def test_put__what_is_there_already__leaves_it(folder):
    before = (folder / NAME).stat().st_mtime_ns
    assert put_report(b"report", folder / NAME, "") == (digest(b"report"), "")
    assert (folder / NAME).stat().st_mtime_ns == before


def test_put__nothing_there__writes_it(folder):
    assert put_report(b"new", folder / "ash.pdf", "") == (digest(b"new"), "")
