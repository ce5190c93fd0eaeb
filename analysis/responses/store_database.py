"""Store database: opening, locking, and saying what went wrong.

One file that only its owner may read. Every transaction has its own connection, so that the file is whole
and alone on the disk whenever nobody is writing: no second file keeps what was deleted, and a copy of the
file is a copy of the store. This is the one place that speaks SQLite; everything else runs on PostgreSQL
as well.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from analysis.errors import Fault, StoreError
from analysis.responses.store_tables import is_prepared, prepare

__all__ = ["Database", "connect_file", "make_file", "open_database", "telling"]

BUSY_SECONDS = 10.0
PRAGMAS = (
    "foreign_keys=ON",
    # An answer is acknowledged only when it would survive a power cut, and gone when it is deleted.
    "synchronous=FULL",
    "secure_delete=ON",
)

CAUSES = {
    "SQLITE_BUSY": ("a store that another program is writing to", "one writer at a time", "Try again in a moment."),
    "SQLITE_READONLY": ("a file that may not be changed", "a file that you may write to", "Allow writing to it."),
    "SQLITE_CORRUPT": ("a damaged file", "a store", "Restore the last backup."),
    "SQLITE_NOTADB": ("a file that is not a store", "a store", "Check the name, or restore the last backup."),
    "SQLITE_FULL": ("a full disk", "some free space", "Make room on the disk, then try again."),
    "SQLITE_CANTOPEN": ("a file that cannot be opened", "a store", "Check that the file and its folder exist."),
}


@dataclass(frozen=True)
class Database:
    """An open store: its engine, what to call it in messages, and its file (None on a database server)."""

    engine: Engine
    place: str
    path: Path | None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One moment of the store: everything that is read inside belongs together."""
        with telling(self.place), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One change of the store: all of it, or after any error nothing of it."""
        with telling(self.place), self.engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    def forget(self) -> None:
        """Clear what a deletion leaves behind in the write-ahead log while another program has the store open."""
        if self.path:
            with telling(self.place), closing(connect_file(self.path)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def open_database(address: Path | str) -> Database:
    """Open the store at `address` (a path, or the URL of a database server), and make it if it is not there.

    Raises `StoreError` if it cannot be opened or was made by another version.
    """
    database = _at_url(address) if isinstance(address, str) and "://" in address else _at_path(Path(address))
    with database.reading() as connection:
        ready = is_prepared(connection, database.place)
    if not ready:
        with database.writing() as connection:
            prepare(connection, database.place)
    _log_ahead(database)
    return database


def make_file(path: Path) -> None:
    """Make an empty file that only its owner may read, in a folder that only its owner may enter."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def connect_file(path: Path, mode: str = "rw") -> sqlite3.Connection:
    """A connection to a file that is there; SQLite would make a missing one readable by everybody."""
    address = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
    try:
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def telling(place: str) -> Iterator[None]:
    """Turn what the database or the disk says into a `StoreError` with a repair."""
    try:
        yield
    except (DBAPIError, sqlite3.Error, OSError) as error:
        raise StoreError("The store cannot do this; nothing was changed.", [_fault(place, error)]) from error


def _at_path(path: Path) -> Database:
    place = str(path)
    if not path.exists():
        with telling(place):
            _make_unless_there(path)
    engine = create_engine("sqlite://", creator=lambda: connect_file(path), poolclass=NullPool)
    event.listen(engine, "begin", _begin)
    return Database(engine, place, path)


def _make_unless_there(path: Path) -> None:
    try:
        make_file(path)
    except FileExistsError:
        # Another program made it in this very moment, which is as good.
        return


def _at_url(address: str) -> Database:
    try:
        url = make_url(address)
        if url.get_backend_name() == "sqlite":
            return _at_path(Path(url.database or ""))
        return Database(create_engine(url, poolclass=NullPool), url.render_as_string(hide_password=True), None)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        fault = Fault("address", str(error), "a path, or the URL of a database", "Correct the address of the store.")
        raise StoreError("The store cannot be opened.", [fault]) from error


def _begin(connection: Connection) -> None:
    # Taking the lock at once lets a second writer wait its turn; a lock taken later could only be refused.
    immediate = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _log_ahead(database: Database) -> None:
    """Let people read while somebody writes; the file remembers it."""
    if database.path:
        with telling(database.place), closing(connect_file(database.path)) as connection:
            try:
                connection.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                # SQLite does not wait its turn for this. The store is as safe without it, and the next to open it
                # will ask again.
                if not error.sqlite_errorname.startswith("SQLITE_BUSY"):
                    raise


def _fault(place: str, error: Exception) -> Fault:
    cause = error.orig if isinstance(error, DBAPIError) else error
    name = getattr(cause, "sqlite_errorname", "")
    for known, (found, allowed, repair) in CAUSES.items():
        if name.startswith(known):
            return Fault(place, found, allowed, repair)
    return Fault(place, str(cause), "a store that can be read and written", "Check the file, its folder and the disk.")
