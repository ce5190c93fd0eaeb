"""What coders keep in a store, and what coders and coordinators delete: codings, themes, names, confirmed texts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.errors import ResponseError
from analysis.responses.store import Store

STRATEGY = {
    "library_id": "lib",
    "wave": "2026",
    "what": "x",
    "participants": "all",
    "participation": "optional",
    "content_chosen_by": "library",
    "frequency": "monthly",
    "status": "in_use",
}
NAMES = pd.DataFrame({"library_id": "lib", "name": ["Tamberlow", "Branch 2"], "kind": ["person", "place"]})


def coding(coder: str = "first", themes: str = "time", **cells: str) -> pd.DataFrame:
    row = {"response_id": "r1", "item": "tour_keep", "coder": coder, "themes": themes, "memo": ""}
    return pd.DataFrame([row | cells])


def theme(library_id: str = "lib", name: str = "bookmobile") -> pd.DataFrame:
    row = {"library_id": library_id, "theme": name, "part": "culture_tour", "name": "Bookmobile", "meaning": ""}
    return pd.DataFrame([row])


def strategies(*strategy_ids: str) -> pd.DataFrame:
    return pd.DataFrame([STRATEGY | {"strategy_id": strategy_id} for strategy_id in strategy_ids])


def held(tmp_path: Path) -> bytes:
    """Everything that the folder of the store holds."""
    return b"".join(path.read_bytes() for path in tmp_path.iterdir())


@pytest.fixture
def written(store: Store, person: dict[str, Any]) -> Store:
    """A store with the answers of `r1`, who wrote to one question."""
    store.submit(person | {"tour_keep": "Keep the staff day."})
    return store


# --- codings


def test_codings__of_two_coders__come_back_sorted_and_whole(written: Store) -> None:
    written.put("codings", coding("second", "learning_together time", memo="Zwei?\n“ja”"))
    written.put("codings", coding("first", ""))
    pd.testing.assert_frame_equal(
        written.codings(),
        pd.concat([coding("first", ""), coding("second", "learning_together time", memo="Zwei?\n“ja”")])
        .astype("str")
        .reset_index(drop=True),
    )


def test_codings__put_again__replace_those_of_the_same_coder_alone(written: Store) -> None:
    written.put("codings", pd.concat([coding("first"), coding("second")]))
    written.put("codings", coding("first", "leaders"))
    assert written.codings()[["coder", "themes"]].to_numpy().tolist() == [["first", "leaders"], ["second", "time"]]


def test_codings__of_a_stranger__store_nothing(written: Store) -> None:
    with pytest.raises(ResponseError) as refusal:
        written.put("codings", pd.concat([coding(), coding(response_id="r9")]))
    assert str(refusal.value) == (
        "Some rows belong to responses that are not in the store. Nothing was stored.\n"
        "- response 'r9': found no such response; allowed: a response of the store. Add it first."
    )
    assert written.codings().empty


def test_codings__of_somebody_who_withdraws__go_with_the_answers(
    store: Store, person: dict[str, Any], tmp_path: Path
) -> None:
    receipt = store.submit(person | {"tour_keep": "Keep the staff day."})
    store.put("codings", coding(memo="a telling memo"))
    with closing(sqlite3.connect(tmp_path / "responses.sqlite")) as watcher:
        watcher.execute("SELECT count(*) FROM codings").fetchone()
        assert store.withdraw(receipt)
        assert b"a telling memo" not in held(tmp_path)
    assert store.codings().empty


def test_codings__of_answers_sent_again__stay_with_the_same_and_go_with_others(
    store: Store, person: dict[str, Any]
) -> None:
    for text, left in (("a", 1), ("a", 1), ("b", 0)):
        store.submit(person | {"tour_keep": text})
        if text == "a":
            store.put("codings", coding())
        assert len(store.codings()) == left


def test_delete_wave__codings_of_its_responses__go_and_names_and_themes_stay(
    written: Store, person: dict[str, Any]
) -> None:
    written.submit(person | {"response_id": "r2", "wave": "2028", "tour_keep": "x"})
    written.put("codings", pd.concat([coding(), coding(response_id="r2")]))
    written.put("themes", theme())
    written.put("listed_names", NAMES)
    assert written.delete_wave("lib", "2026") == 1
    assert written.codings()["response_id"].tolist() == ["r2"]
    assert (len(written.themes()), len(written.listed_names())) == (1, 2)


def test_survey__has_codings_themes_and_listed_names(written: Store) -> None:
    written.put("codings", coding())
    written.put("themes", theme())
    written.put("listed_names", NAMES)
    survey = written.survey()
    assert survey.codings["themes"].tolist() == ["time"]
    assert survey.themes["theme"].tolist() == ["bookmobile"]
    assert survey.listed_names["name"].tolist() == ["Branch 2", "Tamberlow"]


# --- rows that are deleted


def test_remove__rows_by_their_key__are_counted_and_others_stay(written: Store) -> None:
    written.put("codings", pd.concat([coding("first"), coding("second")]))
    assert written.remove("codings", coding("second", "quite other themes")) == 1
    assert written.remove("codings", coding("second")) == 0
    assert written.codings()["coder"].tolist() == ["first"]


def test_remove__theme_of_one_library__leaves_that_of_another(store: Store) -> None:
    store.put("themes", pd.concat([theme(), theme("other")]))
    assert store.remove("themes", theme()) == 1
    assert store.themes()["library_id"].tolist() == ["other"]


def test_remove__several_names__leave_no_trace(store: Store, tmp_path: Path) -> None:
    store.put("listed_names", NAMES)
    with closing(sqlite3.connect(tmp_path / "responses.sqlite")) as watcher:
        watcher.execute("SELECT count(*) FROM listed_names").fetchone()
        assert store.remove("listed_names", NAMES) == 2
        assert b"Tamberlow" not in held(tmp_path)
    assert store.listed_names().empty


def test_remove__no_rows__deletes_nothing(store: Store) -> None:
    store.put("listed_names", NAMES)
    assert store.remove("listed_names", NAMES.head(0)) == 0
    assert len(store.listed_names()) == 2


def test_remove__strategy_that_nobody_rated__is_gone(store: Store) -> None:
    store.put("strategies", strategies("s1", "s2"))
    assert store.remove("strategies", strategies("s2")) == 1
    assert store.strategies()["strategy_id"].tolist() == ["s1"]


def test_remove__strategy_that_somebody_rated__deletes_none_of_them(store: Store, person: dict[str, Any]) -> None:
    store.put("strategies", strategies("s1", "s2", "s3"))
    store.submit(person, {"s3": 4, "s1": -1})
    with pytest.raises(ResponseError) as refusal:
        store.remove("strategies", strategies("s1", "s2", "s3"))
    assert str(refusal.value) == (
        "Staff have rated this strategy. Nothing was deleted.\n"
        "- strategy 's1': found ratings of staff; allowed: a strategy that nobody has rated. "
        "Leave it in this wave; a later wave need not have it.\n"
        "- strategy 's3': found ratings of staff; allowed: a strategy that nobody has rated. "
        "Leave it in this wave; a later wave need not have it."
    )
    assert store.strategies()["strategy_id"].tolist() == ["s1", "s2", "s3"]


@pytest.mark.parametrize("name", ["responses", "team_guides", "drafts"])
def test_remove__answers__are_no_frame_to_delete_from(written: Store, name: str) -> None:
    with pytest.raises(ResponseError, match=f"There is no frame '{name}'."):
        written.remove(name, written.responses())
    assert len(written.responses()) == 1


# --- texts that are confirmed


def test_confirm_text__as_it_was_read__is_kept(written: Store) -> None:
    written.confirm_text("r1", "tour_keep", "Keep [it].", seen="  Keep the staff day. ")
    assert written.confirmed_texts()["text"].tolist() == ["Keep [it]."]


def test_confirm_text__that_was_changed_since_it_was_read__is_refused(written: Store, person: dict[str, Any]) -> None:
    written.submit(person | {"tour_keep": "Keep Ann Tamberlow's day."})
    with pytest.raises(ResponseError) as refusal:
        written.confirm_text("r1", "tour_keep", "Keep the staff day.", seen="Keep the staff day.")
    assert str(refusal.value) == (
        "This text cannot be confirmed as it was read.\n"
        "- response 'r1', tour_keep: found a text that was changed meanwhile; allowed: the text that was read. "
        "Read it once more."
    )
    assert written.confirmed_texts().empty


def test_confirm_text__taken_back__is_not_confirmed_any_more(written: Store) -> None:
    written.confirm_text("r1", "tour_keep", "Keep it.")
    assert written.remove("confirmed_texts", written.confirmed_texts()) == 1
    assert written.confirmed_texts().empty
