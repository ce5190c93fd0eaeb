"""Store: where answers are kept, on the library's own machine.

A store is one file. It takes answers one person at a time, acknowledges them only when they are safely on
the disk, and keeps as little as it can: the day and no time, no name, no address, no device, rows in the
order of random keys, and no draft once an answer is sent. What is withdrawn or deleted is overwritten.

The store holds person rows. Whoever can read the file can read them, so the file belongs to its owner
alone; everybody else gets what `release` lets through.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd
from sqlalchemy import Connection, delete, func, insert, select

import analysis
from analysis.errors import Fault, ResponseError
from analysis.guide import Guide, load_guide
from analysis.responses.cells import read_cell
from analysis.responses.checking import Checked, check_frame, check_responses, check_team_guides, refuse_unknown_frame
from analysis.responses.frames import KEYS, fields_of
from analysis.responses.receipts import hash_receipt
from analysis.responses.store_backup import restore_backup, write_backup
from analysis.responses.store_changes import (
    add_records,
    delete_rows,
    delete_wave_rows,
    keep_record,
    link_record,
    refuse_rated,
    refuse_strangers,
    refuse_unwritten,
    upsert,
)
from analysis.responses.store_database import open_database
from analysis.responses.store_rows import Row, fold, frame_of, rows_of, unfold
from analysis.responses.store_tables import DRAFTS, RESPONSES, TABLES
from analysis.responses.survey import Survey

__all__ = ["Added", "Store", "default_data_folder", "open_store"]

NO_RATINGS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True)
class Added:
    """How many imported responses were new, and how many were in the store already."""

    new: int
    known: int


class Store:
    """A store of answers, opened at a path (or at the URL of a database server) for one guide.

    The file is made if it is not there. Answers to other guides or to other versions of this one stay in the
    store and are listed by `guides()`; the frames hold the answers to this guide.

    Raises `StoreError` if the file is damaged, not a store, of another version, or cannot be written to.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     Store(Path(folder) / "responses.sqlite").responses().empty
    True
    """

    def __init__(self, address: Path | str, guide: Guide | None = None) -> None:
        self.guide = guide or load_guide()
        self._database = open_database(address)

    def __repr__(self) -> str:
        return f"Store({self._database.place!r}, {self.guide.id} {self.guide.version})"

    def submit(
        self,
        response: Mapping[str, Any],
        ratings: Mapping[str, int] = NO_RATINGS,
        draft: str = "",
        earlier_receipt: str = "",
    ) -> str:
        """Keep one person's answers and return their receipt; when this returns, they are on the disk.

        `response` has the columns of `response_fields(guide)`; `ratings` says by `strategy_id` how well each
        strategy works; `draft` is the key of the draft that these answers come from, deleted with the same
        stroke. Sent twice, a response is kept once. Sent again with other answers under the same
        `response_id`, the later ones hold.

        `earlier_receipt` is that of the same person's answers in another wave of the library, if they choose to
        say so: both responses get the same `link` then, or the one that the earlier has already. The receipt
        itself is not kept. Sent again without it, the response is linked no more.

        Raises `ResponseError` with every fault, or `StoreError`; nothing is stored then, and the draft stays.
        """
        row = _only_row(check_responses(_one(response), self.guide), "These answers cannot be stored.")
        rated = self._check_ratings(row["response_id"], ratings)
        with self._database.writing() as connection:
            record = fold(row, self.guide)
            if earlier_receipt:
                record = link_record(connection, record, earlier_receipt)
            receipt = keep_record(connection, record, rated)
            _delete_draft(connection, draft)
        return receipt

    def withdraw(self, receipt: str) -> bool:
        """Delete the response that `receipt` belongs to, with its ratings and texts; False if there is none.

        Small letters, spaces and missing hyphens do not matter.
        """
        with self._database.writing() as connection:
            withdrawn = delete(RESPONSES).where(RESPONSES.c.receipt_hash == hash_receipt(receipt))
            found = connection.execute(withdrawn).rowcount > 0
        self._database.forget()
        return found

    def add(self, frame: pd.DataFrame) -> Added:
        """Add imported responses, all of them or none; those that are in the store already stay as they are.

        Raises `ResponseError` if a row does not pass the gate, or is in the store with other answers.
        """
        accepted = _accept(check_responses(frame, self.guide), "These responses cannot be added.")
        records = [fold(row, self.guide) for row in rows_of(accepted)]
        with self._database.writing() as connection:
            new = add_records(connection, records)
        return Added(new, len(records) - new)

    def put(self, name: str, frame: pd.DataFrame) -> None:
        """Put rows into one of the frames of `FRAMES`; a row with the same key replaces the earlier one.

        Raises `ResponseError` if a row does not pass the gate, belongs to a response that is not in the
        store, or makes a roster add up to more than all staff; nothing is stored then.
        """
        accepted = _accept(check_frame(name, frame, self.guide), f"The frame {name} cannot be stored.")
        rows = rows_of(accepted)
        with self._database.writing() as connection:
            if "response_id" in KEYS[name]:
                refuse_strangers(connection, rows)
            upsert(connection, name, rows)
            if name == "roster":
                self._refuse_surplus(connection, accepted)

    def remove(self, name: str, rows: pd.DataFrame) -> int:
        """Delete the rows of one of the frames of `FRAMES` that have the keys of `rows`, and return how many they were.

        Raises `ResponseError` for a strategy that somebody has rated: the ratings would lose what they are about.
        """
        refuse_unknown_frame(name)
        keys = [dict(zip(KEYS[name], map(read_cell, row), strict=True)) for row in rows[list(KEYS[name])].to_numpy()]
        with self._database.writing() as connection:
            if name == "strategies":
                refuse_rated(connection, [key["strategy_id"] for key in keys])
            removed = delete_rows(connection, name, keys)
        self._database.forget()
        return removed

    def add_team_guide(self, answers: Mapping[str, Any]) -> None:
        """Keep what a small team agreed on (columns of `team_guide_fields(guide)`); it replaces an earlier one.

        Raises `ResponseError` with every fault; nothing is stored then.
        """
        row = _only_row(check_team_guides(_one(answers), self.guide), "This team guide cannot be stored.")
        with self._database.writing() as connection:
            upsert(connection, "team_guides", [fold(row, self.guide)])

    def confirm_text(self, response_id: str, item: str, text: str, seen: str = "") -> None:
        """Keep the masked version of a written answer, in which a person has found nobody to be recognized.

        `seen` is the answer as that person read it. Raises `ResponseError` if the response has no text under `item`,
        or another one than was `seen`.
        """
        confirmed = _one({"response_id": response_id, "item": item, "text": text})
        row = _only_row(check_frame("confirmed_texts", confirmed, self.guide), "This text cannot be confirmed.")
        with self._database.writing() as connection:
            refuse_unwritten(connection, row["response_id"], row["item"], read_cell(seen))
            upsert(connection, "confirmed_texts", [row])

    def save_draft(self, key: str, draft: Mapping[str, Any]) -> None:
        """Keep unfinished answers (anything that JSON can hold) under a random key, with the day and no time."""
        row = {"draft_key": _draft_key(key), "saved_on": _today(), "content": json.dumps(dict(draft))}
        with self._database.writing() as connection:
            _delete_draft(connection, key)
            connection.execute(insert(DRAFTS), row)

    def draft(self, key: str) -> dict[str, Any] | None:
        """The draft under `key`, or None."""
        with self._database.reading() as connection:
            content = connection.scalar(select(DRAFTS.c.content).where(DRAFTS.c.draft_key == read_cell(key)))
        return None if content is None else json.loads(content)

    def delete_draft(self, key: str) -> None:
        """Delete the draft under `key`, if there is one."""
        with self._database.writing() as connection:
            _delete_draft(connection, key)

    def delete_old_drafts(self, before_day: date | str) -> int:
        """Delete the drafts last saved before a day (`2026-03-31`), and return how many they were."""
        with self._database.writing() as connection:
            return connection.execute(delete(DRAFTS).where(DRAFTS.c.saved_on < read_cell(before_day))).rowcount

    def delete_wave(self, library_id: str, wave: str) -> int:
        """Delete everything about one wave of a library, and return how many responses that were.

        The library itself stays. Drafts go if they name this `library_id` and `wave`. What was deleted is
        overwritten in the file; it is still in backups that were made before.
        """
        with self._database.writing() as connection:
            removed = delete_wave_rows(connection, read_cell(library_id), read_cell(wave))
        self._database.forget()
        return removed

    def backup(self, path: Path | str) -> None:
        """Copy the store to a new file, which only its owner may read, while others go on answering.

        Raises `StoreError` if there is a file with this name.
        """
        write_backup(self._database, Path(path))

    @staticmethod
    def restore(backup: Path | str, path: Path | str, replace: bool = False) -> None:
        """Make a store at `path` from a backup; `replace` allows it to take the place of one that is there.

        Raises `StoreError` if the backup is damaged or of another version, or if a store is in the way;
        nothing is changed then.
        """
        restore_backup(Path(backup), Path(path), replace)

    def survey(self) -> Survey:
        """All frames as they were in one moment."""
        with self._database.reading() as connection:
            frames = {name: self._read(connection, name) for name in KEYS}
        return Survey(guide=self.guide, **frames)

    def responses(self) -> pd.DataFrame:
        """The person rows that answered this guide, sorted by `response_id`."""
        return self._frame("responses")

    def team_guides(self) -> pd.DataFrame:
        """What small teams agreed on in this guide."""
        return self._frame("team_guides")

    def libraries(self) -> pd.DataFrame:
        """The libraries."""
        return self._frame("libraries")

    def roster(self) -> pd.DataFrame:
        """How many people work in each group of each library and wave."""
        return self._frame("roster")

    def strategies(self) -> pd.DataFrame:
        """The inventories of ways of learning."""
        return self._frame("strategies")

    def strategy_ratings(self) -> pd.DataFrame:
        """How well each person finds that each strategy works."""
        return self._frame("strategy_ratings")

    def actions(self) -> pd.DataFrame:
        """The steps of the action plans."""
        return self._frame("actions")

    def confirmed_texts(self) -> pd.DataFrame:
        """The masked texts that a person has confirmed."""
        return self._frame("confirmed_texts")

    def codings(self) -> pd.DataFrame:
        """What each coder found in each text."""
        return self._frame("codings")

    def themes(self) -> pd.DataFrame:
        """The themes that libraries have added to the codebook."""
        return self._frame("themes")

    def listed_names(self) -> pd.DataFrame:
        """The names that are masked wherever they stand in a text."""
        return self._frame("listed_names")

    def waves_of(self, library_id: str) -> tuple[str, ...]:
        """The waves in which somebody answered for a library, in order."""
        chosen = select(RESPONSES.c.wave).where(RESPONSES.c.library_id == read_cell(library_id)).distinct()
        with self._database.reading() as connection:
            return tuple(sorted(connection.scalars(chosen)))

    def guides(self) -> pd.DataFrame:
        """Which guides were answered here: `guide_id`, `guide_version`, `responses` (their number)."""
        columns = (RESPONSES.c.guide_id, RESPONSES.c.guide_version)
        counted = select(*columns, func.count().label("responses")).group_by(*columns).order_by(*columns)
        with self._database.reading() as connection:
            rows = connection.execute(counted).all()
        frame = pd.DataFrame(rows, columns=["guide_id", "guide_version", "responses"])
        return frame.astype({"guide_id": "str", "guide_version": "str", "responses": "int64"})

    def _frame(self, name: str) -> pd.DataFrame:
        with self._database.reading() as connection:
            return self._read(connection, name)

    def _read(self, connection: Connection, name: str) -> pd.DataFrame:
        table = TABLES[name]
        chosen = select(table)
        if "guide_id" in table.c:
            chosen = chosen.where(table.c.guide_id == self.guide.id, table.c.guide_version == self.guide.version)
        rows = (unfold(record._asdict()) for record in connection.execute(chosen))
        return frame_of(rows, fields_of(name, self.guide), KEYS[name])

    def _check_ratings(self, response_id: str, ratings: Mapping[str, int]) -> list[Row]:
        given = {"response_id": response_id, "strategy_id": list(ratings), "effectiveness": list(ratings.values())}
        checked = check_frame("strategy_ratings", pd.DataFrame(given, dtype=object), self.guide)
        rows = rows_of(_accept(checked, "These ratings cannot be stored."))
        return sorted(rows, key=lambda row: row["strategy_id"])

    def _refuse_surplus(self, connection: Connection, touched: pd.DataFrame) -> None:
        """Roster rows that were right by themselves may not fit those that were there before."""
        waves = touched[["library_id", "wave"]].drop_duplicates()
        together = self._read(connection, "roster").merge(waves)
        names = [", ".join(row) for row in together[list(KEYS["roster"])].to_numpy()]
        faults = check_frame("roster", together, self.guide, rows=range(len(together))).faults
        if faults:
            named = [replace(fault, place=names[fault.row or 0], row=None) for fault in faults]
            raise ResponseError("The roster would not add up. Nothing was stored.", named)


def default_data_folder() -> Path:
    """Where a library's own data lie: the folder that `LEARNING_CULTURE_DATA` names, or `my_data` beside `analysis`."""
    named = os.environ.get("LEARNING_CULTURE_DATA")
    return Path(named).expanduser() if named else Path(analysis.__file__).parent.with_name("my_data")


def open_store() -> Store:
    """The library's own store, `responses.sqlite` in the `default_data_folder()`; made if it is not there."""
    return Store(default_data_folder() / "responses.sqlite")


def _one(answers: Mapping[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([dict(answers)], dtype=object)


def _only_row(checked: Checked, summary: str) -> Row:
    """The one row that was checked; its faults name the column alone, since a person's answers have no lines."""
    if checked.faults:
        places = (f"column {fault.column}" if fault.column else fault.place for fault in checked.faults)
        named = zip(checked.faults, places, strict=True)
        raise ResponseError(summary, [replace(fault, place=place, row=None) for fault, place in named])
    return rows_of(checked.frame)[0]


def _accept(checked: Checked, summary: str) -> pd.DataFrame:
    if checked.faults:
        raise ResponseError(summary, checked.faults)
    return checked.frame


def _draft_key(key: str) -> str:
    name = read_cell(key)
    if not name:
        fault = Fault("the key of the draft", "nothing", "a random text", "Give the draft a key.")
        raise ResponseError("The draft cannot be kept.", [fault])
    return name


def _delete_draft(connection: Connection, key: str) -> None:
    connection.execute(delete(DRAFTS).where(DRAFTS.c.draft_key == read_cell(key)))


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
