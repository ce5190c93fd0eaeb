from __future__ import annotations

import os
import sqlite3
import stat
import sys
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.errors import ResponseError, StoreError
from analysis.guide import Guide, load_guide
from analysis.responses import store_database
from analysis.responses.frames import FRAMES, KEYS, empty_frame, team_guide_fields
from analysis.responses.receipts import hash_receipt
from analysis.responses.store import Added, Store, default_data_folder, open_store
from analysis.responses.survey import empty_survey
from answers import people_frame

POSIX = pytest.mark.skipif(os.name != "posix", reason="modes of files are of Linux and macOS")


def file_of(tmp_path: Path) -> Path:
    return tmp_path / "responses.sqlite"


def rights(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def held(tmp_path: Path) -> bytes:
    """Everything that the folder of the store holds."""
    return b"".join(path.read_bytes() for path in tmp_path.iterdir())


def message_of(refusal: pytest.ExceptionInfo[Any]) -> str:
    return str(refusal.value)


def strategy_frame(strategy_id: str = "s1", wave: str = "2026") -> pd.DataFrame:
    row = dict.fromkeys(("what", "participants"), "x") | {"strategy_id": strategy_id, "library_id": "lib", "wave": wave}
    row |= {"participation": "optional", "content_chosen_by": "library", "frequency": "monthly", "status": "in_use"}
    return pd.DataFrame([row])


def roster_frame(**heads: int) -> pd.DataFrame:
    """Heads by cohort, `all=7, role_leader=2`."""
    groups = [("all", "all") if name == "all" else tuple(name.split("_", 1)) for name in heads]
    frame = pd.DataFrame(groups, columns=["cohort", "value"])
    return frame.assign(library_id="lib", wave="2026", heads=list(heads.values()))


def agreement(**cells: Any) -> dict[str, Any]:
    """What a small team agreed on: everything skipped but `cells`."""
    blanks = {"code": -1}
    row: dict[str, Any] = {field.name: blanks.get(field.kind, "") for field in team_guide_fields(load_guide())}
    row |= {"library_id": "lib", "wave": "2026", "agreed_at": "2026-03-02", "language": "en", "guide_version": "1.0"}
    return row | cells


# --- one person's answers


def test_submit__answers__come_back_as_they_were(store: Store, guide: Guide) -> None:
    frame = people_frame(guide, [{"role": "leader", "exists_purpose": 1, "goal_team": "“Más” = 1 + 1\n😀"}])
    store.submit(frame.to_dict("records")[0], {"s2": 5, "s1": -1})
    pd.testing.assert_frame_equal(store.responses(), frame)
    assert store.strategy_ratings().to_dict("list") == {
        "response_id": ["r1", "r1"],
        "strategy_id": ["s1", "s2"],
        "effectiveness": [-1, 5],
    }


def test_submit__twice__is_kept_once_with_one_receipt(store: Store, person: dict[str, Any]) -> None:
    receipts = {store.submit(person, {"s1": 3, "s2": 4}), store.submit(person, {"s2": 4, "s1": 3})}
    assert len(receipts) == 1
    assert (len(store.responses()), len(store.strategy_ratings())) == (1, 2)


def test_submit__again_with_other_answers__keeps_the_later(store: Store, person: dict[str, Any]) -> None:
    first = store.submit(person | {"goal_team": "old"}, {"s1": 3, "s2": 4})
    store.confirm_text("r1", "goal_team", "old")
    assert store.submit(person | {"goal_team": "new"}, {"s1": 5}) == first
    assert store.responses()["goal_team"].tolist() == ["new"]
    assert store.strategy_ratings()["effectiveness"].tolist() == [5]
    assert store.confirmed_texts().empty


def test_submit__other_ratings__keeps_the_later(store: Store, person: dict[str, Any]) -> None:
    store.submit(person, {"s1": 3})
    store.submit(person)
    assert store.strategy_ratings().empty


def test_submit__same_answers__leaves_confirmed_texts(store: Store, person: dict[str, Any]) -> None:
    for _ in range(2):
        store.submit(person | {"goal_team": "x"})
        store.confirm_text("r1", "goal_team", "y")
    assert store.confirmed_texts()["text"].tolist() == ["y"]


def test_submit__faulty__stores_nothing_and_leaves_the_draft(store: Store, person: dict[str, Any]) -> None:
    store.save_draft("key", {"goal_team": "x"})
    with pytest.raises(ResponseError) as refusal:
        store.submit(person | {"role": "boss", "language": "fr", "name": "Ada"}, draft="key")
    assert message_of(refusal) == (
        "These answers cannot be stored.\n"
        "- column name: found 'name'; allowed: the columns of this table. Remove it; nothing in it is kept.\n"
        "- column language: found 'fr'; allowed: en, es. Write one of the allowed values.\n"
        "- column role: found 'boss'; allowed: leader, supervisor, public_services, support_services, -1 (skipped), "
        "-3 (not shown), -4 (declined). Write one of the allowed values."
    )
    assert store.responses().empty
    assert store.draft("key") == {"goal_team": "x"}


def test_submit__faulty_rating__stores_nothing(store: Store, person: dict[str, Any]) -> None:
    with pytest.raises(ResponseError) as refusal:
        store.submit(person, {"s1": 3, "s2": 6})
    assert message_of(refusal) == (
        "These ratings cannot be stored.\n"
        "- row 3, column effectiveness: found '6'; allowed: 1, 2, 3, 4, 5, -1 (skipped), -3 (not shown), "
        "-4 (declined). Write one of the allowed values."
    )
    assert store.responses().empty


def test_submit__with_its_draft__deletes_that_draft_alone(store: Store, person: dict[str, Any]) -> None:
    store.save_draft("mine", {"a": 1})
    store.save_draft("other", {"b": 2})
    store.submit(person, draft="mine")
    assert (store.draft("mine"), store.draft("other")) == (None, {"b": 2})


def test_submit__hostile_texts__are_only_texts(store: Store, person: dict[str, Any]) -> None:
    text = "'); DROP TABLE responses; -- <script>alert(1)</script> \x00 \ud83d"
    store.submit(person | {"goal_team": text, "response_id": "' OR 1=1 --"})
    assert store.responses()["goal_team"].tolist() == ["'); DROP TABLE responses; -- <script>alert(1)</script>"]


# --- receipts


def test_receipt__typed_by_hand__withdraws_everything_of_the_person(store: Store, guide: Guide) -> None:
    ours, theirs = people_frame(guide, [{"goal_team": "x"}, {}]).to_dict("records")
    receipt = store.submit(ours, {"s1": 2})
    store.submit(theirs, {"s1": 4})
    store.confirm_text("r1", "goal_team", "x")
    assert store.withdraw(f"  {receipt.lower().replace('-', ' ')} ")
    assert not store.withdraw(receipt)
    assert store.responses()["response_id"].tolist() == ["r2"]
    assert store.strategy_ratings()["response_id"].tolist() == ["r2"]
    assert store.confirmed_texts().empty


@pytest.mark.parametrize("receipt", ["", "----", "0000-0000-0000", "' OR ''='", "é\ud800"])
def test_receipt__of_nobody__withdraws_nothing(store: Store, person: dict[str, Any], receipt: str) -> None:
    store.submit(person)
    assert not store.withdraw(receipt)
    assert len(store.responses()) == 1


def test_receipt__letters_that_look_like_digits__are_read_as_digits() -> None:
    assert hash_receipt("OIL0-1234-5678") == hash_receipt("0110 1234 5678")


def test_receipt__kept__only_as_a_hash(store: Store, person: dict[str, Any], tmp_path: Path) -> None:
    receipt = store.submit(person)
    assert receipt.encode() not in held(tmp_path)
    assert receipt.replace("-", "").encode() not in held(tmp_path)
    assert hash_receipt(receipt).encode() in held(tmp_path)


def test_receipt__same_response_in_two_stores__differs(store: Store, person: dict[str, Any], tmp_path: Path) -> None:
    assert store.submit(person) != Store(tmp_path / "other.sqlite").submit(person)


def test_receipt__store_opened_again__is_the_same(store: Store, person: dict[str, Any], tmp_path: Path) -> None:
    assert store.submit(person) == Store(file_of(tmp_path)).submit(person)


def test_withdraw__leaves_no_trace_in_any_file(store: Store, person: dict[str, Any], tmp_path: Path) -> None:
    receipt = store.submit(person | {"goal_team": "a very special sentence"})
    assert b"a very special sentence" in held(tmp_path)
    with closing(sqlite3.connect(file_of(tmp_path))) as watcher:
        watcher.execute("SELECT count(*) FROM responses").fetchone()
        store.withdraw(receipt)
        assert b"a very special sentence" not in held(tmp_path)


# --- importing


def test_add__new_and_known_rows__are_counted_and_stored_once(store: Store, guide: Guide) -> None:
    frame = people_frame(guide, [{"role": "leader"}, {}, {}])
    assert store.add(frame.iloc[:2]) == Added(new=2, known=0)
    assert store.add(frame) == Added(new=1, known=2)
    assert store.add(frame) == Added(new=0, known=3)
    pd.testing.assert_frame_equal(store.responses(), frame)


def test_add__known_id_with_other_answers__adds_nothing_at_all(store: Store, guide: Guide) -> None:
    store.add(people_frame(guide, [{"role": "leader"}]))
    with pytest.raises(ResponseError) as refusal:
        store.add(people_frame(guide, [{"role": "-4", "unit": "outreach"}, {}]))
    assert message_of(refusal) == (
        "Some responses are in the store already, with other answers. Nothing was added.\n"
        "- response 'r1': found something else in role, unit; allowed: the same answers as in the store. "
        "Give the row another response_id, or withdraw the earlier response first."
    )
    assert store.responses()["role"].tolist() == ["leader"]


def test_add__row_with_a_fault__adds_nothing_at_all(store: Store, guide: Guide) -> None:
    with pytest.raises(ResponseError) as refusal:
        store.add(people_frame(guide, [{}, {"language": "fr"}]))
    assert message_of(refusal) == (
        "These responses cannot be added.\n"
        "- row 3, column language: found 'fr'; allowed: en, es. Write one of the allowed values."
    )
    assert store.responses().empty


def test_add__nothing__is_nothing(store: Store, guide: Guide) -> None:
    assert store.add(people_frame(guide, [])) == Added(new=0, known=0)


def test_add__more_rows_than_one_question_names__are_found_again(store: Store, guide: Guide) -> None:
    frame = people_frame(guide, [{}] * 1001)
    store.add(frame)
    assert store.add(frame) == Added(new=0, known=1001)


def test_imported_response__has_a_receipt_like_any_other(store: Store, person: dict[str, Any], guide: Guide) -> None:
    store.add(people_frame(guide, [{}]))
    assert store.withdraw(store.submit(person))


# --- frames beside the responses


def test_put__same_key__replaces_and_others_stay(store: Store) -> None:
    store.put("roster", roster_frame(all=7, role_leader=2))
    store.put("roster", roster_frame(role_leader=3))
    assert store.roster()[["cohort", "heads"]].to_numpy().tolist() == [["all", 7], ["role", 3]]


def test_put__roster_that_no_longer_adds_up__stores_nothing(store: Store) -> None:
    store.put("roster", roster_frame(all=7, role_leader=2, role_supervisor=5))
    with pytest.raises(ResponseError) as refusal:
        store.put("roster", roster_frame(role_leader=3))
    assert message_of(refusal) == (
        "The roster would not add up. Nothing was stored.\n"
        "- lib, 2026, role, leader: found 8 heads in role together; allowed: at most 7, the heads of all staff. "
        "Correct the heads of this cohort, or those of all staff.\n"
        "- lib, 2026, role, supervisor: found 8 heads in role together; allowed: at most 7, the heads of all staff. "
        "Correct the heads of this cohort, or those of all staff."
    )
    assert store.roster()["heads"].tolist() == [7, 2, 5]


def test_put__fault__stores_nothing(store: Store) -> None:
    with pytest.raises(ResponseError) as refusal:
        store.put("strategies", strategy_frame().assign(hours=-1))
    assert message_of(refusal) == (
        "The frame strategies cannot be stored.\n"
        "- row 2, column hours: found '-1'; allowed: a number from 0, such as 4.5. Write the number in digits."
    )
    assert store.strategies().empty


def test_put__ratings_of_a_stranger__stores_nothing(store: Store, person: dict[str, Any]) -> None:
    store.submit(person)
    ratings = pd.DataFrame({"response_id": ["r1", "r9"], "strategy_id": "s1", "effectiveness": 4})
    with pytest.raises(ResponseError) as refusal:
        store.put("strategy_ratings", ratings)
    assert message_of(refusal) == (
        "Some rows belong to responses that are not in the store. Nothing was stored.\n"
        "- response 'r9': found no such response; allowed: a response of the store. Add it first."
    )
    assert store.strategy_ratings().empty
    store.put("strategy_ratings", ratings.iloc[:1])
    assert store.strategy_ratings()["effectiveness"].tolist() == [4]


def test_put__blank_numbers__stay_blank(store: Store) -> None:
    frame = pd.DataFrame([{"library_id": "lib", "name": "Lake Ode", "type": "public", "fte": 2.5}])
    store.put("libraries", frame)
    assert store.libraries().iloc[0].tolist() == ["lib", "Lake Ode", "public", pd.NA, "", 2.5]
    assert str(store.libraries()["population"].dtype) == "Int64"


def test_put__unknown_frame__is_refused(store: Store) -> None:
    with pytest.raises(ResponseError, match=r"^There is no frame 'people'\."):
        store.put("people", pd.DataFrame())


def test_team_guide__again__replaces_the_earlier(store: Store) -> None:
    store.add_team_guide(agreement(exists_agency=1))
    store.add_team_guide(agreement(exists_agency=0, goal_team="Together"))
    assert store.team_guides()[["exists_agency", "goal_team"]].to_numpy().tolist() == [[0, "Together"]]


def test_team_guide__faulty__is_refused(store: Store) -> None:
    with pytest.raises(ResponseError) as refusal:
        store.add_team_guide(agreement(agreed_at="soon"))
    assert message_of(refusal) == (
        "This team guide cannot be stored.\n"
        "- column agreed_at: found 'soon'; allowed: a day such as 2026-03-31. Write the day as year-month-day."
    )
    assert store.team_guides().empty


@pytest.mark.parametrize(("response_id", "item"), [("r9", "goal_team"), ("r1", "goal_personal")])
def test_confirm_text__that_nobody_wrote__is_refused(
    store: Store, person: dict[str, Any], response_id: str, item: str
) -> None:
    store.submit(person | {"goal_team": "x"})
    with pytest.raises(ResponseError) as refusal:
        store.confirm_text(response_id, item, "masked")
    assert message_of(refusal) == (
        "There is no such text to confirm.\n"
        f"- response '{response_id}', {item}: found no text; allowed: a text of the store. Check the id."
    )
    assert store.confirmed_texts().empty


# --- drafts


def test_draft__saved_again__is_the_later_one(store: Store) -> None:
    store.save_draft("key", {"answers": {"goal_team": "x\ud83d"}, "revision": 1})
    store.save_draft("key", {"answers": {}, "revision": 2})
    assert store.draft("key") == {"answers": {}, "revision": 2}
    store.delete_draft("key")
    assert store.draft("key") is None


def test_draft__without_key__is_refused(store: Store) -> None:
    with pytest.raises(ResponseError) as refusal:
        store.save_draft(" ", {"a": 1})
    assert message_of(refusal) == (
        "The draft cannot be kept.\n"
        "- the key of the draft: found nothing; allowed: a random text. Give the draft a key."
    )


@pytest.mark.parametrize(("days", "removed"), [(-1, 0), (0, 0), (1, 1)])
def test_old_drafts__of_today__are_deleted_from_tomorrow_on(store: Store, days: int, removed: int) -> None:
    store.save_draft("key", {"a": 1})
    assert store.delete_old_drafts(datetime.now(UTC).date() + timedelta(days=days)) == removed
    assert (store.draft("key") is None) == bool(removed)


# --- a wave


def test_delete_wave__takes_all_of_it_and_nothing_else(store: Store, guide: Guide, tmp_path: Path) -> None:
    frame = people_frame(guide, [{"goal_team": "first secret"}, {"wave": "2028", "goal_team": "other"}])
    for row in frame.to_dict("records"):
        store.submit(row, {"s1": 3})
    store.put("roster", roster_frame(all=7))
    store.put("strategies", pd.concat([strategy_frame(), strategy_frame("s2", "2028")]))
    store.add_team_guide(agreement(goal_team="second secret"))
    store.save_draft("this", {"library_id": "lib", "wave": "2026", "answers": {"goal_team": "third secret"}})
    store.save_draft("next", {"library_id": "lib", "wave": "2028"})
    with closing(sqlite3.connect(file_of(tmp_path))) as watcher:
        watcher.execute("SELECT count(*) FROM responses").fetchone()
        assert store.delete_wave("lib", "2026") == 1
        assert b" secret" not in held(tmp_path)
    survey = store.survey()
    assert survey.waves().to_numpy().tolist() == [["lib", "2028"]]
    assert survey.strategies["strategy_id"].tolist() == ["s2"]
    assert survey.strategy_ratings["response_id"].tolist() == ["r2"]
    assert (store.draft("this"), store.draft("next")) == (None, {"library_id": "lib", "wave": "2028"})


def test_delete_wave__unknown__deletes_nothing(store: Store, person: dict[str, Any]) -> None:
    store.submit(person)
    assert store.delete_wave("lib", "1999") == 0
    assert len(store.responses()) == 1


# --- frames that come out


def test_survey__of_a_new_store__is_an_empty_survey(store: Store, guide: Guide) -> None:
    survey, empty = store.survey(), empty_survey(guide)
    for name in KEYS:
        pd.testing.assert_frame_equal(getattr(survey, name), getattr(empty, name))


@pytest.mark.parametrize("name", list(FRAMES))
def test_frame__empty__can_be_put_and_read(store: Store, name: str) -> None:
    store.put(name, empty_frame(FRAMES[name]))
    pd.testing.assert_frame_equal(getattr(store, name)(), empty_frame(FRAMES[name]))


def test_responses__of_another_guide__stay_and_are_listed(
    store: Store, guide: Guide, person: dict[str, Any], tmp_path: Path
) -> None:
    store.submit(person)
    newer = Store(file_of(tmp_path), replace(guide, version="2.0"))
    newer.submit(person | {"response_id": "r2", "guide_version": "2.0"})
    assert (store.responses()["response_id"].tolist(), newer.responses()["response_id"].tolist()) == (["r1"], ["r2"])
    assert store.guides().to_numpy().tolist() == [["learning_culture", "1.0", 1], ["learning_culture", "2.0", 1]]


def test_rows__in_the_file__tell_no_order_of_arrival_and_no_time(store: Store, guide: Guide, tmp_path: Path) -> None:
    people = people_frame(guide, [{"response_id": name} for name in ("m", "z", "a")])
    for row in people.to_dict("records"):
        store.submit(row)
    store.save_draft("key", {})
    with closing(sqlite3.connect(file_of(tmp_path))) as database:
        assert database.execute("SELECT response_id FROM responses").fetchall() == [("a",), ("m",), ("z",)]
        tables = dict(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        days = {
            *database.execute("SELECT submitted_at FROM responses"),
            *database.execute("SELECT saved_on FROM drafts"),
        }
    assert tables.keys() == {"about", "responses", "team_guides", "drafts", *FRAMES}
    assert all(sql.strip().endswith("WITHOUT ROWID") for sql in tables.values())
    assert {len(day) for (day,) in days} == {len("2026-03-02")}


# --- the file


@POSIX
def test_file__made__belongs_to_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        Store(tmp_path / "data" / "responses.sqlite")
        with closing(sqlite3.connect(tmp_path / "data" / "responses.sqlite")) as open_elsewhere:
            open_elsewhere.execute("INSERT INTO drafts VALUES ('k', '2026-03-02', '{}')")
            open_elsewhere.commit()
            found = {path.name: rights(path) for path in (tmp_path / "data").iterdir()}
    finally:
        os.umask(before)
    assert found == dict.fromkeys(("responses.sqlite", "responses.sqlite-shm", "responses.sqlite-wal"), "0o600")
    assert rights(tmp_path / "data") == "0o700"


@POSIX
def test_file__already_there__keeps_its_rights(store: Store, tmp_path: Path) -> None:
    file_of(tmp_path).chmod(0o640)
    Store(file_of(tmp_path))
    assert rights(file_of(tmp_path)) == "0o640"


def test_file__between_transactions__is_alone(store: Store, person: dict[str, Any], tmp_path: Path) -> None:
    store.submit(person)
    assert [path.name for path in tmp_path.iterdir()] == ["responses.sqlite"]


def test_connection__keeps_its_promises(store: Store, tmp_path: Path) -> None:
    with closing(store_database.connect_file(file_of(tmp_path))) as connection:
        asked = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in (
            "journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout",
        )}  # fmt: skip
    assert asked == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 10_000,
    }


def test_file__with_a_space_and_signs_in_its_name__works(tmp_path: Path, person: dict[str, Any]) -> None:
    path = tmp_path / "our data #1? 100%" / "ö & co.sqlite"
    Store(path).submit(person)
    assert len(Store(str(path)).responses()) == 1
    assert [found.name for found in path.parent.iterdir()] == ["ö & co.sqlite"]


def test_address__sqlite_url__is_the_same_store(store: Store, person: dict[str, Any], tmp_path: Path) -> None:
    store.submit(person)
    assert len(Store(f"sqlite:///{file_of(tmp_path)}").responses()) == 1


def test_address__unknown_kind__is_refused() -> None:
    with pytest.raises(StoreError) as refusal:
        Store("oracle9://somewhere/else")
    assert message_of(refusal) == (
        "The store cannot be opened.\n- address: found Can't load plugin: sqlalchemy.dialects:oracle9; "
        "allowed: a path, or the URL of a database. Correct the address of the store."
    )


def tamper(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


@pytest.mark.parametrize(
    ("version", "repair"),
    [
        ("0", "Restore a backup that this version of the toolkit made."),
        ("4", "Update the toolkit."),
        ("x", "Restore a backup that this version of the toolkit made."),
    ],
)
def test_version__of_another_toolkit__is_refused(store: Store, tmp_path: Path, version: str, repair: str) -> None:
    tamper(file_of(tmp_path), f"UPDATE about SET value = '{version}' WHERE name = 'schema_version'")
    before = file_of(tmp_path).read_bytes()
    with pytest.raises(StoreError) as refusal:
        Store(file_of(tmp_path))
    assert message_of(refusal) == (
        "The store cannot be opened.\n"
        f"- {file_of(tmp_path)}: found a store of version {version}; allowed: version 3. {repair}"
    )
    assert file_of(tmp_path).read_bytes() == before


def test_file__database_of_another_program__is_refused_untouched(tmp_path: Path) -> None:
    tamper(file_of(tmp_path), "CREATE TABLE places (title TEXT)")
    before = file_of(tmp_path).read_bytes()
    with pytest.raises(StoreError) as refusal:
        Store(file_of(tmp_path))
    assert message_of(refusal) == (
        "The store cannot be opened.\n"
        f"- {file_of(tmp_path)}: found a database of another program; allowed: a store, or no file yet. "
        "Choose another file."
    )
    assert file_of(tmp_path).read_bytes() == before


REFUSED = "The store cannot do this; nothing was changed.\n"


def test_file__no_database__is_refused_untouched(tmp_path: Path) -> None:
    file_of(tmp_path).write_text("response_id,library_id\n" * 200)
    before = file_of(tmp_path).read_bytes()
    with pytest.raises(StoreError) as refusal:
        Store(file_of(tmp_path))
    assert message_of(refusal) == (
        f"{REFUSED}- {file_of(tmp_path)}: found a file that is not a store; allowed: a store. "
        "Check the name, or restore the last backup."
    )
    assert file_of(tmp_path).read_bytes() == before


def test_file__damaged__is_named_when_it_is_read(store: Store, guide: Guide, tmp_path: Path) -> None:
    store.add(people_frame(guide, [{"goal_team": "x" * 2000}] * 50))
    content = bytearray(file_of(tmp_path).read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    file_of(tmp_path).write_bytes(content)
    with pytest.raises(StoreError) as refusal:
        store.survey()
    assert message_of(refusal) == (
        f"{REFUSED}- {file_of(tmp_path)}: found a damaged file; allowed: a store. Restore the last backup."
    )


@pytest.mark.parametrize("place", ["folder", "file/store.sqlite"])
def test_file__where_none_can_be__is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(StoreError) as refusal:
        Store(tmp_path / place)
    assert message_of(refusal).startswith(f"{REFUSED}- {tmp_path / place}: found ")


def test_file__taken_away_while_open__is_named_and_not_made_anew(
    store: Store, person: dict[str, Any], tmp_path: Path
) -> None:
    file_of(tmp_path).unlink()
    with pytest.raises(StoreError) as refusal:
        store.submit(person)
    assert message_of(refusal) == (
        f"{REFUSED}- {file_of(tmp_path)}: found a file that cannot be opened; allowed: a store. "
        "Check that the file and its folder exist."
    )
    assert not file_of(tmp_path).exists()


def test_store__new_and_locked_while_it_is_opened__opens_and_logs_ahead_next_time(
    store: Store, person: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_database, "BUSY_SECONDS", 0.05)
    with closing(sqlite3.connect(file_of(tmp_path), isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode=DELETE")
        other.execute("BEGIN IMMEDIATE")
        assert Store(file_of(tmp_path)).responses().empty
        other.execute("COMMIT")
        assert other.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    Store(file_of(tmp_path)).submit(person)
    with closing(sqlite3.connect(file_of(tmp_path))) as other:
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_store__locked_by_another_program__says_so_and_keeps_the_draft(
    store: Store, person: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_database, "BUSY_SECONDS", 0.05)
    store.save_draft("key", {"a": 1})
    with closing(sqlite3.connect(file_of(tmp_path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as refusal:
            store.submit(person, draft="key")
        assert store.responses().empty
    assert message_of(refusal) == (
        f"{REFUSED}- {file_of(tmp_path)}: found a store that another program is writing to; "
        "allowed: one writer at a time. Try again in a moment."
    )
    assert store.draft("key") == {"a": 1}
    assert store.submit(person, draft="key")


def test_store__that_may_not_be_changed__says_so(
    store: Store, person: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_database, "PRAGMAS", ("query_only=ON",))
    with pytest.raises(StoreError) as refusal:
        store.submit(person)
    assert message_of(refusal) == (
        f"{REFUSED}- {file_of(tmp_path)}: found a file that may not be changed; "
        "allowed: a file that you may write to. Allow writing to it."
    )


def test_submit__disk_full_in_the_middle__stores_nothing(
    store: Store, person: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(file_of(tmp_path))) as database:
        pages = database.execute("PRAGMA page_count").fetchone()[0]
    monkeypatch.setattr(store_database, "PRAGMAS", ("foreign_keys=ON", f"max_page_count={pages}"))
    with pytest.raises(StoreError) as refusal:
        store.submit(person | {"goal_team": "x" * 100_000}, {"s1": 3})
    assert message_of(refusal) == (
        f"{REFUSED}- {file_of(tmp_path)}: found a full disk; allowed: some free space. "
        "Make room on the disk, then try again."
    )
    assert store.responses().empty
    assert store.strategy_ratings().empty


def test_store__threads_at_once__lose_nothing(store: Store, guide: Guide) -> None:
    people = people_frame(guide, [{}] * 24).to_dict("records")

    def submit_some(start: int) -> None:
        for row in people[start::4]:
            store.submit(row)

    threads = [threading.Thread(target=submit_some, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.responses()) == 24


# --- backup and restore


def test_backup__restored__is_the_same_store(store: Store, person: dict[str, Any], tmp_path: Path) -> None:
    receipt = store.submit(person, {"s1": 3})
    store.save_draft("key", {"a": 1})
    store.backup(tmp_path / "backup.sqlite")
    Store.restore(tmp_path / "backup.sqlite", tmp_path / "again.sqlite")
    again = Store(tmp_path / "again.sqlite")
    pd.testing.assert_frame_equal(again.responses(), store.responses())
    pd.testing.assert_frame_equal(again.strategy_ratings(), store.strategy_ratings())
    assert again.draft("key") == {"a": 1}
    assert again.withdraw(receipt)


@POSIX
def test_backup__and_restored_store__belong_to_their_owner_alone(store: Store, tmp_path: Path) -> None:
    store.backup(tmp_path / "b.sqlite")
    Store.restore(tmp_path / "b.sqlite", tmp_path / "new.sqlite")
    file_of(tmp_path).chmod(0o644)
    Store.restore(tmp_path / "b.sqlite", file_of(tmp_path), replace=True)
    found = {path.name: rights(path) for path in tmp_path.iterdir()}
    assert found == dict.fromkeys(("b.sqlite", "new.sqlite", "responses.sqlite"), "0o600")


def test_backup__while_somebody_writes__holds_what_was_committed(
    store: Store, person: dict[str, Any], tmp_path: Path
) -> None:
    store.submit(person)
    with closing(sqlite3.connect(file_of(tmp_path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM responses")
        store.backup(tmp_path / "b.sqlite")
    Store.restore(tmp_path / "b.sqlite", tmp_path / "again.sqlite")
    assert len(Store(tmp_path / "again.sqlite").responses()) == 1


def test_backup__file_with_that_name__is_refused_untouched(store: Store, tmp_path: Path) -> None:
    (tmp_path / "b.sqlite").write_text("mine")
    with pytest.raises(StoreError) as refusal:
        store.backup(tmp_path / "b.sqlite")
    assert message_of(refusal) == (
        f"No backup was made.\n- {tmp_path / 'b.sqlite'}: found a file with this name; allowed: a new name. "
        "Choose another name, or move the file away."
    )
    assert (tmp_path / "b.sqlite").read_text() == "mine"


def test_restore__store_in_the_way__is_refused_untouched(store: Store, person: dict[str, Any], tmp_path: Path) -> None:
    store.backup(tmp_path / "b.sqlite")
    store.submit(person)
    with pytest.raises(StoreError) as refusal:
        Store.restore(tmp_path / "b.sqlite", file_of(tmp_path))
    assert message_of(refusal) == (
        f"Nothing was restored.\n- {file_of(tmp_path)}: found a file with this name; allowed: a new name. "
        "Choose another name, or move the file away."
    )
    assert len(store.responses()) == 1


def test_restore__replacing__is_seen_by_a_store_that_is_open(
    store: Store, person: dict[str, Any], tmp_path: Path
) -> None:
    store.backup(tmp_path / "b.sqlite")
    store.submit(person)
    Store.restore(tmp_path / "b.sqlite", file_of(tmp_path), replace=True)
    assert store.responses().empty
    assert store.submit(person)


def test_restore__over_a_damaged_store__makes_it_whole(store: Store, person: dict[str, Any], tmp_path: Path) -> None:
    store.submit(person)
    store.backup(tmp_path / "b.sqlite")
    file_of(tmp_path).write_bytes(b"damaged" * 3000)
    (tmp_path / "responses.sqlite-wal").write_bytes(b"left by a crash")
    Store.restore(tmp_path / "b.sqlite", file_of(tmp_path), replace=True)
    assert len(store.responses()) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.sqlite", "responses.sqlite"]


def spoil(backup: Path, kind: str) -> None:
    if kind == "absent":
        backup.unlink()
    elif kind == "torn":
        backup.write_bytes(backup.read_bytes()[:9000])
    elif kind == "no database":
        backup.write_text("hello " * 3000)
    elif kind == "other program":
        backup.unlink()
        tamper(backup, "CREATE TABLE places (title TEXT)")
    else:
        tamper(backup, "UPDATE about SET value = '7' WHERE name = 'schema_version'")


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("absent", "Nothing was restored.\n- {}: found no file; allowed: a backup. Check the name and the folder."),
        (
            "torn",
            "Nothing was restored.\n- {}: found a file that is damaged or no backup; allowed: a backup. "
            "Try an earlier backup.",
        ),
        (
            "no database",
            "Nothing was restored.\n- {}: found a file that is damaged or no backup; allowed: a backup. "
            "Try an earlier backup.",
        ),
        (
            "other program",
            "Nothing was restored.\n- {}: found a database of another program; allowed: a backup. Choose another file.",
        ),
        (
            "newer",
            "The store cannot be opened.\n- {}: found a store of version 7; allowed: version 3. Update the toolkit.",
        ),
    ],
)
def test_restore__spoilt_backup__changes_nothing(
    store: Store, person: dict[str, Any], tmp_path: Path, kind: str, message: str
) -> None:
    backup = tmp_path / "b.sqlite"
    store.backup(backup)
    spoil(backup, kind)
    store.submit(person)
    for target, replacing in ((file_of(tmp_path), True), (tmp_path / "new.sqlite", False)):
        with pytest.raises(StoreError) as refusal:
            Store.restore(backup, target, replace=replacing)
        assert message_of(refusal) == message.format(backup)
    assert len(store.responses()) == 1
    assert not (tmp_path / "new.sqlite").exists()


# --- where it lies


def test_data_folder__named__is_that_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LEARNING_CULTURE_DATA", str(tmp_path / "ours"))
    assert default_data_folder() == tmp_path / "ours"
    open_store()
    assert [path.name for path in (tmp_path / "ours").iterdir()] == ["responses.sqlite"]


def test_data_folder__not_named__lies_beside_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEARNING_CULTURE_DATA", raising=False)
    assert default_data_folder() == Path(sys.modules["analysis"].__path__[0]).parent / "my_data"


def test_store__shown__names_its_file_and_guide(store: Store, tmp_path: Path) -> None:
    assert repr(store) == f"Store('{file_of(tmp_path)}', learning_culture 1.0)"
