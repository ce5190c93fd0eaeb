"""Store changes: what happens inside one transaction.

Each function takes an open transaction and rows that have passed the gate. None of them begins or ends a
transaction, so that several of them together are still all or nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, and_, bindparam, delete, insert, select, update

from analysis.errors import Fault, ResponseError
from analysis.responses.frames import KEYS, LINK
from analysis.responses.judging import show_cell
from analysis.responses.receipts import hash_receipt, make_link, make_receipt
from analysis.responses.store_rows import Row, unfold
from analysis.responses.store_tables import DRAFTS, RESPONSES, TABLES, read_secret

__all__ = [
    "add_records",
    "delete_rows",
    "delete_wave_rows",
    "keep_record",
    "link_record",
    "refuse_rated",
    "refuse_strangers",
    "refuse_unwritten",
    "upsert",
]

OF_A_WAVE = tuple(table for table in TABLES.values() if "wave" in table.c)
AT_ONCE = 500
"""How many ids one question to the database names; every database takes that many."""


def keep_record(connection: Connection, record: Row, ratings: Sequence[Row]) -> str:
    """Keep a response with its ratings, and return its receipt.

    The same response again changes nothing. Other answers under the same id replace the earlier ones with
    all that hangs on them: they come from the same person, who was not told that the first try had arrived.
    """
    response_id = record["response_id"]
    earlier = known_records(connection, [response_id]).get(response_id)
    if earlier != record or _ratings_of(connection, response_id) != ratings:
        connection.execute(delete(RESPONSES).where(RESPONSES.c.response_id == response_id))
        _insert_records(connection, [record])
        upsert(connection, "strategy_ratings", ratings)
    return make_receipt(read_secret(connection), response_id)


def link_record(connection: Connection, record: Row, receipt: str) -> Row:
    """`record` with the link that it shares from now on with the earlier response of `receipt`.

    Raises `ResponseError` if the receipt belongs to no response of this library, or to one of the same wave.
    """
    same_library = RESPONSES.c.library_id == record["library_id"]
    chosen = select(RESPONSES).where(same_library, RESPONSES.c.receipt_hash == hash_receipt(receipt))
    earlier = connection.execute(chosen).mappings().first()
    if earlier is None:
        raise _unlinkable("a receipt that no answer of this library has")
    if earlier["wave"] == record["wave"]:
        raise _unlinkable("a receipt of this wave")
    link = earlier[LINK] or make_link(read_secret(connection), earlier["response_id"])
    kept = update(RESPONSES).where(RESPONSES.c.response_id == earlier["response_id"])
    connection.execute(kept.values({LINK: link}))
    return {**record, LINK: link}


def add_records(connection: Connection, records: Sequence[Row]) -> int:
    """Add the responses that are not there yet, and return how many they were.

    Raises `ResponseError`, naming each, if some are there with other answers, or if a link would come twice in a wave.
    A link that was made after a file was written is no other answer.
    """
    known = known_records(connection, [record["response_id"] for record in records])
    changed = [record for record in records if _said(known.get(record["response_id"], record)) != _said(record)]
    if changed:
        faults = [_changed_fault(record, known[record["response_id"]]) for record in changed]
        raise ResponseError("Some responses are in the store already, with other answers. Nothing was added.", faults)
    new = [record for record in records if record["response_id"] not in known]
    _insert_records(connection, new)
    return len(new)


def known_records(connection: Connection, ids: Sequence[str]) -> dict[str, Row]:
    """The records that are in the store under some of `ids`, without their receipts."""
    columns = [column for column in RESPONSES.c if column is not RESPONSES.c.receipt_hash]
    known: dict[str, Row] = {}
    for start in range(0, len(ids), AT_ONCE):
        chosen = select(*columns).where(RESPONSES.c.response_id.in_(ids[start : start + AT_ONCE]))
        known |= {record["response_id"]: dict(record) for record in connection.execute(chosen).mappings()}
    return known


def upsert(connection: Connection, name: str, rows: Sequence[Row]) -> None:
    """Put rows into a table; a row with the same key gives way."""
    table = TABLES[name]
    if rows:
        same = and_(*(table.c[column] == bindparam(f"key_{column}") for column in KEYS[name]))
        keys = [{f"key_{column}": row[column] for column in KEYS[name]} for row in rows]
        connection.execute(delete(table).where(same), keys)
        connection.execute(insert(table), list(rows))


def refuse_strangers(connection: Connection, rows: Sequence[Row]) -> None:
    """Raise `ResponseError` if some of `rows` belong to a response that is not in the store."""
    ids = sorted({row["response_id"] for row in rows})
    known = known_records(connection, ids)
    faults = [
        Fault(f"response {show_cell(stranger)}", "no such response", "a response of the store", "Add it first.")
        for stranger in ids
        if stranger not in known
    ]
    if faults:
        raise ResponseError("Some rows belong to responses that are not in the store. Nothing was stored.", faults)


def refuse_unwritten(connection: Connection, response_id: str, item: str, seen: str = "") -> None:
    """Raise `ResponseError` if the response has no text under `item`, or another one than was `seen`."""
    record = known_records(connection, [response_id]).get(response_id)
    place = f"response {show_cell(response_id)}, {item}"
    text = unfold(record).get(item) if record else None
    if not text:
        fault = Fault(place, "no text", "a text of the store", "Check the id.")
        raise ResponseError("There is no such text to confirm.", [fault])
    if seen and text != seen:
        fault = Fault(place, "a text that was changed meanwhile", "the text that was read", "Read it once more.")
        raise ResponseError("This text cannot be confirmed as it was read.", [fault])


def refuse_rated(connection: Connection, strategy_ids: Sequence[str]) -> None:
    """Raise `ResponseError` if somebody has said how well one of these strategies works."""
    table = TABLES["strategy_ratings"]
    rated = connection.scalars(
        select(table.c.strategy_id).where(table.c.strategy_id.in_(list(strategy_ids))).distinct()
    )
    repair = "Leave it in this wave; a later wave need not have it."
    faults = [
        Fault(f"strategy {show_cell(one)}", "ratings of staff", "a strategy that nobody has rated", repair)
        for one in sorted(rated)
    ]
    if faults:
        raise ResponseError("Staff have rated this strategy. Nothing was deleted.", faults)


def delete_rows(connection: Connection, name: str, keys: Sequence[Row]) -> int:
    """Delete the rows of a frame that have these keys, and return how many they were."""
    table = TABLES[name]
    rows = [and_(*(table.c[column] == value for column, value in key.items())) for key in keys]
    return sum(connection.execute(delete(table).where(row)).rowcount for row in rows)


def delete_wave_rows(connection: Connection, library_id: str, wave: str) -> int:
    """Delete all rows of a wave, drafts that name it included, and return how many responses they held."""
    wave_of_library = {"library_id": library_id, "wave": wave}
    removed = 0
    for table in OF_A_WAVE:
        same = and_(*(table.c[column] == value for column, value in wave_of_library.items()))
        deleted = connection.execute(delete(table).where(same)).rowcount
        removed += deleted if table is RESPONSES else 0
    for key, content in connection.execute(select(DRAFTS.c.draft_key, DRAFTS.c.content)).all():
        if wave_of_library.items() <= _simple_items(json.loads(content)):
            connection.execute(delete(DRAFTS).where(DRAFTS.c.draft_key == key))
    return removed


def _simple_items(draft: Mapping[str, object]) -> set[tuple[str, str]]:
    return {(name, value) for name, value in draft.items() if isinstance(value, str)}


def _said(record: Row) -> Row:
    """What the person said, apart from which other answers are theirs."""
    return {name: value for name, value in record.items() if name != LINK}


def _unlinkable(found: str) -> ResponseError:
    repair = "Check its letters, or leave it out."
    fault = Fault("the earlier receipt", found, "the receipt of another wave, or nothing", repair, column=LINK)
    return ResponseError("These answers cannot be linked to earlier ones. Nothing was stored.", [fault])


def _refuse_second_links(connection: Connection, records: Sequence[Row]) -> None:
    """Nobody answers twice in a wave, so whoever does has typed the receipt of somebody else."""
    linked = {(record["library_id"], record["wave"], record[LINK]): record for record in records if record[LINK]}
    if not linked:
        return
    columns = (RESPONSES.c.library_id, RESPONSES.c.wave, RESPONSES.c[LINK])
    taken = {tuple(row) for row in connection.execute(select(*columns).where(RESPONSES.c[LINK] != ""))}
    repair = "Leave it out, unless the same person gave both answers in different waves."
    faults = [
        Fault(
            f"response {show_cell(record['response_id'])}",
            "a link that a response of this wave has",
            "a link of another wave, or nothing",
            repair,
            column=LINK,
        )
        for place, record in linked.items()
        if place in taken
    ]
    if faults:
        raise ResponseError("Somebody in this wave is linked in the same way. Nothing was stored.", faults)


def _insert_records(connection: Connection, records: Sequence[Row]) -> None:
    if records:
        _refuse_second_links(connection, records)
        secret = read_secret(connection)
        hashes = (hash_receipt(make_receipt(secret, record["response_id"])) for record in records)
        rows = [{**record, "receipt_hash": hashed} for record, hashed in zip(records, hashes, strict=True)]
        connection.execute(insert(RESPONSES), rows)


def _ratings_of(connection: Connection, response_id: str) -> list[Row]:
    table = TABLES["strategy_ratings"]
    chosen = select(table).where(table.c.response_id == response_id).order_by(table.c.strategy_id)
    return [dict(row) for row in connection.execute(chosen).mappings()]


def _changed_fault(record: Row, known: Row) -> Fault:
    before, now = unfold(known), unfold(record)
    # The folded text is compared column by column, and not as a column of its own.
    columns = [name for name in _said(now) if name != "answers" and now[name] != before.get(name)]
    return Fault(
        f"response {show_cell(record['response_id'])}",
        f"something else in {', '.join(columns)}",
        "the same answers as in the store",
        "Give the row another response_id, or withdraw the earlier response first.",
        column="response_id",
    )
