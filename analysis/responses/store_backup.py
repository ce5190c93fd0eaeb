"""Store backup: a copy of a store that is whole even while somebody answers, and the way back.

A backup is one file that only its owner may read. It holds what the store held at that moment, so answers
that are withdrawn later are still in it: old backups are deleted, not collected.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from analysis.errors import Fault, StoreError
from analysis.responses.store_database import Database, connect_file, make_file, open_database, telling
from analysis.responses.store_tables import ABOUT, check_version

__all__ = ["restore_backup", "write_backup"]

COMPANIONS = ("-wal", "-shm", "-journal")
"""The files that SQLite keeps beside a database while it is open, or after a crash."""


def write_backup(database: Database, path: Path) -> None:
    """Copy the store to a new file at `path`.

    Raises `StoreError` if there is a file already, or if the store is on a database server.
    """
    if database.path is None:
        repair = "Use the backup program of the database server."
        raise StoreError("No backup was made.", [Fault(database.place, "a database server", "a file", repair)])
    _refuse_existing(path, "No backup was made.")
    with telling(str(path)):
        unfinished = _copy_aside(database.path, path)
        _stand_alone(unfinished)
        _put_in_place(unfinished, path)


def restore_backup(backup: Path, path: Path, replace: bool) -> None:
    """Put the content of `backup` into the store at `path`, after looking whether it is whole.

    A backup of an earlier version is brought up to date on the way and stays as it is itself.

    Raises `StoreError` if it is damaged or of a version that cannot be read, or if there is a store already and
    `replace` is false; the store is as it was then.
    """
    if not replace:
        _refuse_existing(path, "Nothing was restored.")
    _refuse_damaged(backup)
    with telling(str(path)):
        unfinished = _copy_aside(backup, path)
        open_database(unfinished)
        _stand_alone(unfinished)
        if _is_whole(path):
            # Through SQLite, so that a program that has the store open sees all of the change or nothing.
            _copy(unfinished, path)
            path.chmod(0o600)
            unfinished.unlink()
        else:
            _put_in_place(unfinished, path)


def _copy_aside(source: Path, path: Path) -> Path:
    """Copy under another name first, so that a file called `path` is always a whole one."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    make_file(unfinished)
    _copy(source, unfinished)
    return unfinished


def _stand_alone(unfinished: Path) -> None:
    """Let the copy expect no companion, so that it can be read from a stick or a disc that cannot be written to."""
    with closing(connect_file(unfinished)) as copy:
        copy.execute("PRAGMA journal_mode=DELETE")


def _put_in_place(unfinished: Path, path: Path) -> None:
    for ending in COMPANIONS:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    unfinished.replace(path)


def _copy(source: Path, target: Path) -> None:
    with closing(connect_file(source, "ro")) as origin, closing(connect_file(target)) as copy:
        origin.backup(copy)


def _is_whole(path: Path) -> bool:
    if not path.exists():
        return False
    try:
        with closing(connect_file(path, "ro")) as connection:
            return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        return False


def _refuse_damaged(backup: Path) -> None:
    summary = "Nothing was restored."
    if not backup.exists():
        raise StoreError(summary, [Fault(str(backup), "no file", "a backup", "Check the name and the folder.")])
    if not _is_whole(backup):
        repair = "Try an earlier backup."
        raise StoreError(summary, [Fault(str(backup), "a file that is damaged or no backup", "a backup", repair)])
    with telling(str(backup)), closing(connect_file(backup, "ro")) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        if (ABOUT.name,) not in tables:
            fault = Fault(str(backup), "a database of another program", "a backup", "Choose another file.")
            raise StoreError(summary, [fault])
        version = connection.execute("SELECT value FROM about WHERE name = 'schema_version'").fetchone()
    check_version(version and version[0], str(backup))


def _refuse_existing(path: Path, summary: str) -> None:
    if path.exists():
        fault = Fault(str(path), "a file with this name", "a new name", "Choose another name, or move the file away.")
        raise StoreError(summary, [fault])
