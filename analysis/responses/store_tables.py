"""Store tables: how answers lie in the database.

The columns that every guide has are columns of the table; cohorts, marks and texts lie beside them as one
JSON text, so that a new version of the guide needs no new database. Every table is kept in the order of its
key and not in the order in which rows arrived, and no column holds a time of day: who sat down first
cannot be read from the file.

A store of an earlier version is brought up to date when it is opened, all of it or nothing.
"""

from __future__ import annotations

import secrets

from sqlalchemy import (
    Column,
    Connection,
    Float,
    ForeignKey,
    Integer,
    MetaData,
    Table,
    Text,
    insert,
    inspect,
    select,
    text,
    update,
)

from analysis.errors import Fault, StoreError
from analysis.responses.frames import FRAMES, KEYS, LINK, Field

__all__ = [
    "ABOUT",
    "DRAFTS",
    "RESPONSES",
    "SCHEMA_VERSION",
    "TABLES",
    "check_version",
    "is_prepared",
    "prepare",
    "read_secret",
]

SCHEMA_VERSION = 3

METADATA = MetaData()
KINDS = {"code": Integer, "count": Integer, "number": Float}
OF_A_RESPONSE = ("strategy_ratings", "confirmed_texts", "codings")


def _table(name: str, *columns: Column) -> Table:
    return Table(name, METADATA, *columns, sqlite_with_rowid=False)


def _key(name: str) -> Column:
    return Column(name, Text, primary_key=True)


def _text(name: str) -> Column:
    return Column(name, Text, nullable=False)


def _column(frame: str, field: Field) -> Column:
    is_key = field.name in KEYS[frame]
    parent = frame in OF_A_RESPONSE and field.name == "response_id"
    links = [ForeignKey("responses.response_id", ondelete="CASCADE")] if parent else []
    return Column(field.name, KINDS.get(field.kind, Text), *links, primary_key=is_key, nullable=not field.required)


ABOUT = _table("about", _key("name"), _text("value"))
"""What the store knows about itself: `schema_version`, and the `secret` that its receipts are made with."""

RESPONSES = _table(
    "responses",
    _key("response_id"),
    *(_text(name) for name in ("library_id", "wave", "submitted_at", "language", "guide_id", "guide_version")),
    *(_text(name) for name in ("response_mode", "answers")),
    Column("receipt_hash", Text, nullable=False, unique=True),
    Column(LINK, Text, nullable=False, server_default=""),
)

TEAM_GUIDES = _table(
    "team_guides",
    *(_key(name) for name in KEYS["team_guides"]),
    *(_text(name) for name in ("agreed_at", "language", "guide_id", "guide_version", "answers")),
)

DRAFTS = _table("drafts", _key("draft_key"), _text("saved_on"), _text("content"))

TABLES = {
    "responses": RESPONSES,
    "team_guides": TEAM_GUIDES,
    **{name: _table(name, *(_column(name, field) for field in fields)) for name, fields in FRAMES.items()},
}
"""The table of every frame; those of the frames that are the same for every guide have all their columns."""


def _add_links(connection: Connection) -> None:
    connection.execute(text(f"ALTER TABLE responses ADD COLUMN {LINK} TEXT NOT NULL DEFAULT ''"))


def _add_coding(connection: Connection) -> None:
    METADATA.create_all(connection, tables=[TABLES[name] for name in ("codings", "themes", "listed_names")])


STEPS = {1: _add_links, 2: _add_coding}
"""By version, the change of the tables that makes the next version of it."""


def prepare(connection: Connection, place: str) -> None:
    """Make the tables or bring them up to date, unless another program has done so in the meantime.

    Raises `StoreError` if the database already holds tables of something else.
    """
    if inspect(connection).has_table(ABOUT.name):
        _bring_up_to_date(connection)
        return
    if inspect(connection).get_table_names():
        fault = Fault(place, "a database of another program", "a store, or no file yet", "Choose another file.")
        raise StoreError("The store cannot be opened.", [fault])
    METADATA.create_all(connection)
    about = {"schema_version": str(SCHEMA_VERSION), "secret": secrets.token_hex(32)}
    connection.execute(insert(ABOUT), [{"name": name, "value": value} for name, value in about.items()])


def is_prepared(connection: Connection, place: str) -> bool:
    """Whether the database has the tables of this version; raises `StoreError` if nothing can make them so."""
    if not inspect(connection).has_table(ABOUT.name):
        return False
    found = _about(connection, "schema_version")
    check_version(found, place)
    return found == str(SCHEMA_VERSION)


def check_version(found: str | None, place: str) -> None:
    """Raise `StoreError` unless `found` is the version of the tables that this toolkit reads, or one before it."""
    if found in {str(version) for version in (*STEPS, SCHEMA_VERSION)}:
        return
    newer = found is not None and found.isdigit() and int(found) > SCHEMA_VERSION
    repair = "Update the toolkit." if newer else "Restore a backup that this version of the toolkit made."
    fault = Fault(place, f"a store of version {found}", f"version {SCHEMA_VERSION}", repair)
    raise StoreError("The store cannot be opened.", [fault])


def read_secret(connection: Connection) -> bytes:
    """The secret that makes the receipts of this store differ from those of any other."""
    return bytes.fromhex(_about(connection, "secret") or "")


def _bring_up_to_date(connection: Connection) -> None:
    for version, change in STEPS.items():
        waiting = update(ABOUT).where(ABOUT.c.name == "schema_version", ABOUT.c.value == str(version))
        # Counting the version up comes first: of several programs that open the store at once, one finds it waiting.
        if connection.execute(waiting.values(value=str(version + 1))).rowcount:
            change(connection)


def _about(connection: Connection, name: str) -> str | None:
    return connection.scalar(select(ABOUT.c.value).where(ABOUT.c.name == name))
