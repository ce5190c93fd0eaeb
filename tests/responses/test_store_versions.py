"""Stores of earlier versions, kept as SQL, are brought up to date when opened, and their backups can be restored."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Connection, text

from analysis.errors import StoreError
from analysis.responses import store_tables
from analysis.responses.receipts import hash_receipt
from analysis.responses.store import Store

RECEIPTS = ("B2G3-8AKR-P0FH", "DDZ1-G5CJ-BV2R")
"""The receipts that the two people of the store of version 1 were given."""

RECEIPTS_OF_SECOND = ("DEBR-90X1-8763", "4QWK-VGMN-9JER", "WD10-YVF0-NRX8")
"""Those of the three people of the store of version 2."""

ADDED = ["codings", "themes", "listed_names"]
"""The tables that came with version 3."""


def made_of(version: int, path: Path) -> Path:
    """The file of a store of an earlier version."""
    kept = Path(__file__).with_name(f"store_of_version_{version}.sql").read_text(encoding="utf-8")
    with closing(sqlite3.connect(path)) as database:
        database.executescript(kept)
    return path


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """The file of a store of version 1."""
    return made_of(1, tmp_path / "responses.sqlite")


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """The file of a store of version 2."""
    return made_of(2, tmp_path / "responses.sqlite")


def told_by(path: Path, question: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(question).fetchall()


def version_of(path: Path) -> str:
    return told_by(path, "SELECT value FROM about WHERE name = 'schema_version'")[0][0]


def columns_of(path: Path) -> list[str]:
    return [row[1] for row in told_by(path, "PRAGMA table_info(responses)")]


def tables_of(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The columns of every table, and what they refer to: name, type, not null, key; table, column, on delete."""
    names = [row[0] for row in told_by(path, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = {name: [(*row[1:4], row[5]) for row in told_by(path, f"PRAGMA table_info({name})")] for name in names}
    references = {name: [row[2:7] for row in told_by(path, f"PRAGMA foreign_key_list({name})")] for name in names}
    return {name: [*columns[name], *references[name]] for name in names}


def assert_whole(store: Store) -> None:
    responses = store.responses()
    assert responses[["response_id", "wave", "link", "role", "exists_purpose", "goal_team"]].to_numpy().tolist() == [
        ["r1", "2025", "", "leader", 1, "Help each other"],
        ["r2", "2025", "", "-1", 0, ""],
    ]
    assert store.strategy_ratings()["effectiveness"].tolist() == [4, 5, 4, 5]
    assert store.confirmed_texts()["text"].tolist() == ["Help each other"]
    assert store.draft("f" * 32) == {"revision": 1, "library_id": "lib", "wave": "2026"}


def fail_to_add(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE elsewhere ADD COLUMN link TEXT"))


def test_first_version__opened__is_brought_up_to_date_with_all_that_it_holds(first: Path) -> None:
    assert (version_of(first), "link" in columns_of(first)) == ("1", False)
    store = Store(first)
    assert version_of(first) == str(store_tables.SCHEMA_VERSION) == "3"
    assert_whole(store)
    assert told_by(first, "PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize("version", [1, 2])
def test_earlier_version__brought_up_to_date__has_the_tables_of_a_new_store(version: int, tmp_path: Path) -> None:
    path = made_of(version, tmp_path / "responses.sqlite")
    assert not set(ADDED) & set(tables_of(path))
    Store(path)
    Store(tmp_path / "new.sqlite")
    assert tables_of(path) == tables_of(tmp_path / "new.sqlite")


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
        broken.setattr(store_tables, "STEPS", {1: store_tables.STEPS[1], 2: fail_to_add})
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
    assert (version_of(path), version_of(first)) == ("3", "1")
    assert [found.name for found in path.parent.iterdir()] == ["responses.sqlite"]
    assert_whole(open_already or Store(path))


def test_first_version__receipts__are_those_of_its_hashes(first: Path) -> None:
    hashes = [row[0] for row in told_by(first, "SELECT receipt_hash FROM responses ORDER BY response_id")]
    assert hashes == [hash_receipt(receipt) for receipt in RECEIPTS]


def assert_second_whole(store: Store) -> None:
    responses = store.responses()
    columns = ["response_id", "wave", "role", "exists_purpose", "goal_team"]
    assert responses[columns].to_numpy().tolist() == [
        ["r1", "2025", "leader", 1, "Help each other"],
        ["r2", "2026", "-1", -1, "Help each other more"],
        ["r3", "2026", "-1", 0, ""],
    ]
    links = responses["link"].tolist()
    assert links[0] == links[1] != links[2] == ""
    assert store.strategy_ratings()["effectiveness"].tolist() == [4, 2]
    assert store.strategies()[["strategy_id", "qualities"]].to_numpy().tolist() == [["s1", "agency"]]
    assert store.actions()[["action_id", "expected_shift"]].to_numpy().tolist() == [["a1", 0.1]]
    assert store.confirmed_texts()["text"].tolist() == ["Help each other more"]
    assert store.draft("f" * 32) == {"revision": 1, "library_id": "lib", "wave": "2026"}


def test_second_version__opened__keeps_all_that_it_holds_and_takes_codings(second: Path) -> None:
    assert version_of(second) == "2"
    store = Store(second)
    assert version_of(second) == "3"
    assert_second_whole(store)
    assert [len(getattr(store, name)()) for name in ADDED] == [0, 0, 0]
    coding = {"response_id": "r2", "item": "goal_team", "coder": "first", "themes": "learning"}
    store.put("codings", pd.DataFrame([coding]))
    assert store.withdraw(RECEIPTS_OF_SECOND[1])
    assert store.codings().empty
    assert told_by(second, "PRAGMA integrity_check") == [("ok",)]


def test_second_version__change_that_fails__leaves_it_as_it_was(second: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tables_of(second)
    with monkeypatch.context() as broken:
        broken.setattr(store_tables, "STEPS", {**store_tables.STEPS, 2: fail_to_add})
        with pytest.raises(StoreError, match="no such table: elsewhere"):
            Store(second)
    assert (version_of(second), tables_of(second)) == ("2", before)
    assert_second_whole(Store(second))


def test_backup_of_the_second_version__restored__is_up_to_date_and_the_backup_untouched(
    second: Path, tmp_path: Path
) -> None:
    before = second.read_bytes()
    path = tmp_path / "new" / "responses.sqlite"
    Store.restore(second, path)
    assert second.read_bytes() == before
    assert (version_of(path), version_of(second)) == ("3", "2")
    assert_second_whole(Store(path))


def test_second_version__receipts__are_those_of_its_hashes(second: Path) -> None:
    hashes = [row[0] for row in told_by(second, "SELECT receipt_hash FROM responses ORDER BY response_id")]
    assert hashes == [hash_receipt(receipt) for receipt in RECEIPTS_OF_SECOND]
