"""A store of version 1, kept as SQL, is brought up to date when it is opened, and its backups can be restored."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from analysis.errors import StoreError
from analysis.responses import store_tables
from analysis.responses.receipts import hash_receipt
from analysis.responses.store import Store

FIRST = Path(__file__).with_name("store_of_version_1.sql").read_text(encoding="utf-8")
RECEIPTS = ("B2G3-8AKR-P0FH", "DDZ1-G5CJ-BV2R")
"""The receipts that the two people of that store were given."""


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """The file of a store of version 1."""
    path = tmp_path / "responses.sqlite"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(FIRST)
    return path


def told_by(path: Path, question: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(question).fetchall()


def version_of(path: Path) -> str:
    return told_by(path, "SELECT value FROM about WHERE name = 'schema_version'")[0][0]


def columns_of(path: Path) -> list[str]:
    return [row[1] for row in told_by(path, "PRAGMA table_info(responses)")]


def assert_whole(store: Store) -> None:
    responses = store.responses()
    assert responses[["response_id", "wave", "link", "role", "exists_purpose", "goal_team"]].to_numpy().tolist() == [
        ["r1", "2025", "", "leader", 1, "Help each other"],
        ["r2", "2025", "", "-1", 0, ""],
    ]
    assert store.strategy_ratings()["effectiveness"].tolist() == [4, 5, 4, 5]
    assert store.confirmed_texts()["text"].tolist() == ["Help each other"]
    assert store.draft("f" * 32) == {"revision": 1, "library_id": "lib", "wave": "2026"}


def test_first_version__opened__is_brought_up_to_date_with_all_that_it_holds(first: Path) -> None:
    assert (version_of(first), "link" in columns_of(first)) == ("1", False)
    store = Store(first)
    assert version_of(first) == str(store_tables.SCHEMA_VERSION) == "2"
    assert_whole(store)
    assert told_by(first, "PRAGMA integrity_check") == [("ok",)]


def test_first_version__brought_up_to_date__has_the_columns_of_a_new_store(first: Path, tmp_path: Path) -> None:
    Store(first)
    Store(tmp_path / "new.sqlite")
    tables = "PRAGMA table_info(responses)"
    assert [row[1:4] for row in told_by(first, tables)] == [
        row[1:4] for row in told_by(tmp_path / "new.sqlite", tables)
    ]


def test_first_version__opened_twice__changes_once(first: Path) -> None:
    stores = [Store(first), Store(first)]
    for store in stores:
        assert_whole(store)


def test_first_version__its_receipts__link_and_withdraw_as_before(first: Path, person: dict[str, Any]) -> None:
    store = Store(first)
    store.submit(person | {"response_id": "r3", "wave": "2026"}, earlier_receipt=RECEIPTS[0])
    links = store.responses().set_index("response_id")["link"]
    assert links["r1"] == links["r3"] != ""
    assert links["r2"] == ""
    assert store.withdraw(RECEIPTS[1])
    assert store.responses()["response_id"].tolist() == ["r1", "r3"]


def test_first_version__change_that_fails__leaves_it_as_it_was(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(store_tables, "STEPS", {1: "ALTER TABLE elsewhere ADD COLUMN link TEXT"})
        with pytest.raises(StoreError, match="no such table: elsewhere"):
            Store(first)
        assert (version_of(first), "link" in columns_of(first)) == ("1", False)
    assert_whole(Store(first))


def test_first_version__while_somebody_reads_it__is_brought_up_to_date(first: Path) -> None:
    with closing(sqlite3.connect(first, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute("BEGIN")
        assert other.execute("SELECT count(*) FROM responses").fetchone() == (2,)
        assert_whole(Store(first))
        assert other.execute("SELECT value FROM about WHERE name = 'schema_version'").fetchone() == ("1",)


@pytest.mark.parametrize("replace", [False, True])
def test_backup_of_the_first_version__restored__is_up_to_date_and_the_backup_untouched(
    first: Path, replace: bool, tmp_path: Path, person: dict[str, Any]
) -> None:
    before = first.read_bytes()
    path = tmp_path / "new" / "responses.sqlite"
    if replace:
        Store(path).submit(person)
    open_already = Store(path) if replace else None
    Store.restore(first, path, replace=replace)
    assert first.read_bytes() == before
    assert (version_of(path), version_of(first)) == ("2", "1")
    assert [found.name for found in path.parent.iterdir()] == ["responses.sqlite"]
    assert_whole(open_already or Store(path))


def test_first_version__receipts__are_those_of_its_hashes(first: Path) -> None:
    hashes = [row[0] for row in told_by(first, "SELECT receipt_hash FROM responses ORDER BY response_id")]
    assert hashes == [hash_receipt(receipt) for receipt in RECEIPTS]
