"""No written word reaches a released result unless a person has confirmed it, whatever else happened before.

Every answer holds a word of its own, and so does every masked version of it. After release, every field of
everything that is computed from it is searched for these words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.disclosure import Released, follow_library, release
from analysis.disclosure.opportunities import map_opportunities
from analysis.errors import ResponseError
from analysis.exchange import read_released, write_released
from analysis.guide import load_guide
from analysis.responses.store import Store
from analysis.responses.survey import empty_survey
from answers import people_frame

pytestmark = pytest.mark.slow

GUIDE = load_guide()
LIBRARY, WAVE = "lib", "2026"
ITEMS = ("goal_team", "tour_keep", "action_step")
FATES = ("left alone", "confirmed", "confirmed and sent again", "confirmed and withdrawn", "withdrawn")
PLAIN = (str, int, float, bool, type(None), tuple, dict)


def raw(person: int, item: str) -> str:
    return f"rawcanary{person}x{item} wrote this"


def shown(person: int, item: str) -> str:
    return f"safecanary{person}x{item} wrote this"


def live(store: Store, person: int, fate: str, written: tuple[str, ...]) -> None:
    """One person answers, and what `fate` says happens."""
    row = people_frame(GUIDE, [{item: raw(person, item) for item in written}]).to_dict("records")[0]
    row |= {"response_id": f"r{person}", "exists_purpose": person % 2}
    receipt = store.submit(row)
    for item in written if "confirmed" in fate else ():
        store.confirm_text(f"r{person}", item, shown(person, item), seen=raw(person, item))
        coding = {
            "response_id": f"r{person}",
            "item": item,
            "coder": "first",
            "themes": "",
            "memo": f"memocanary{person}",
        }
        store.put("codings", pd.DataFrame([coding]))
    if "withdrawn" in fate:
        store.withdraw(receipt)
    if "sent again" in fate:
        store.submit(row | {item: f"{raw(person, item)} and more" for item in written})


def told_texts(thing: Any) -> Iterator[tuple[str, str]]:
    """Every field of a result, as its name and all that it holds; a field of a new kind has to be added here."""
    for field in fields(thing):
        value = getattr(thing, field.name)
        if isinstance(value, pd.DataFrame):
            parts = [str(cell) for row in value.to_numpy(dtype=object).tolist() for cell in row]
            yield field.name, "\n".join([*map(str, value.columns), *map(str, value.index), *parts, repr(value.attrs)])
        else:
            assert isinstance(value, PLAIN) or is_dataclass(value), field.name
            yield field.name, repr(value)


@st.composite
def lives(draw: st.DrawFn) -> list[tuple[str, tuple[str, ...]]]:
    """What happens to each of some people, and which questions they answered in words."""
    people = draw(st.integers(8, 14))
    most = draw(st.sampled_from(FATES))
    fates = st.one_of(st.just(most), st.sampled_from(FATES))
    return [(draw(fates), draw(st.sampled_from([ITEMS, ITEMS[:2], ITEMS[1:], ()]))) for _ in range(people)]


@settings(max_examples=6, deadline=None)
@given(lives())
@example([("confirmed", ITEMS)] * 9 + [("confirmed and sent again", ITEMS), ("left alone", ITEMS[:2])])
@example([("confirmed", ITEMS)] * 9 + [("confirmed and withdrawn", ITEMS)])
def test_release__any_history_of_answers__tells_only_what_was_confirmed_and_is_still_so(
    people: list[tuple[str, tuple[str, ...]]],
) -> None:
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "responses.sqlite")
        roster = {"library_id": LIBRARY, "wave": WAVE, "cohort": "all", "value": "all", "heads": len(people)}
        store.put("roster", pd.DataFrame([roster]))
        for person, (fate, written) in enumerate(people):
            live(store, person, fate, written)
        released = release(store.survey(), LIBRARY, WAVE)
        write_released(released, Path(folder) / "released.json")
        file = (Path(folder) / "released.json").read_text(encoding="utf-8")
        again = read_released(Path(folder) / "released.json", GUIDE)
    staying = [(at, written) for at, (fate, written) in enumerate(people) if "withdrawn" not in fate]
    enough = {item for item in ITEMS if sum(item in written for _, written in staying) >= GUIDE.policy.minimum_texts}
    may = {
        shown(at, item)
        for at, written in staying
        for item in written
        if item in enough and people[at][0] == "confirmed"
    }
    assert set(released.texts["text"]) == may
    results = [released, again, follow_library([released]), map_opportunities(released)]
    for name, text in [("file", file), *(told for result in results for told in told_texts(result))]:
        assert "rawcanary" not in text, name
        assert "memocanary" not in text, name
        assert name in ("file", "texts") or "safecanary" not in text, name
    assert file.count("safecanary") == len(may)


# --- every field, one by one


@pytest.fixture(scope="module")
def planted() -> Released:
    """A wave in which every column of every frame that can hold words holds a word that tells where it comes from."""
    text = {item.id: f"RAW-{item.id}" for item in GUIDE.text_items}
    responses = people_frame(GUIDE, [text] * 12)
    confirmed = pd.DataFrame(
        [(f"r{at}", "tour_keep", f"CONFIRMED-{at}") for at in (1, 2)], columns=["response_id", "item", "text"]
    )
    one = {"library_id": LIBRARY, "wave": WAVE}
    strategy = one | {"strategy_id": "s1", "what": "STRATEGY", "participants": "all", "participation": "optional"}
    strategy |= {
        "content_chosen_by": "library",
        "frequency": "yearly",
        "hours": 2.0,
        "status": "in_use",
        "qualities": "",
    }
    action = one | {"action_id": "a1", "step": "ACTION", "owner": "OWNER", "due": "", "status": "planned", "target": ""}
    coding = {"response_id": "r1", "item": "tour_keep", "coder": "first", "themes": "own", "memo": "MEMO"}
    theme = {"library_id": LIBRARY, "theme": "own", "part": "culture_tour", "name": "THEME", "meaning": "MEANING"}
    listed = {"library_id": LIBRARY, "name": "LISTED", "kind": "person"}
    frames = {
        "responses": responses,
        "roster": pd.DataFrame([one | {"cohort": "all", "value": "all", "heads": 12}]),
        "confirmed_texts": confirmed,
        "strategies": pd.DataFrame([strategy]),
        "actions": pd.DataFrame([action | {"expected_shift": float("nan")}]),
        "codings": pd.DataFrame([coding]),
        "themes": pd.DataFrame([theme]),
        "listed_names": pd.DataFrame([listed]),
    }
    return release(replace(empty_survey(GUIDE), **frames), LIBRARY, WAVE)


HELD = {
    "texts": {"CONFIRMED"},
    "strategies": {"STRATEGY"},
    "actions": {"ACTION", "OWNER"},
    "codebook": {"THEME", "MEANING"},
}
"""The fields that hold words of somebody: what was confirmed, and what the library itself has entered."""

WORDS = ("RAW", "CONFIRMED", "STRATEGY", "ACTION", "OWNER", "THEME", "MEANING", "MEMO", "LISTED")


@pytest.mark.parametrize("name", [field.name for field in fields(Released)])
def test_released__each_field__holds_no_words_but_those_meant_for_it(name: str, planted: Released) -> None:
    told = dict(told_texts(planted))[name]
    assert {word for word in WORDS if word in told} == HELD.get(name, set())


# --- the store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "responses.sqlite")
    live(store, 1, "left alone", ITEMS)
    return store


def test_confirm__text_that_changed_while_it_was_read__is_refused(store: Store) -> None:
    live(store, 1, "sent again", ITEMS)
    with pytest.raises(ResponseError) as refusal:
        store.confirm_text("r1", "tour_keep", "masked", seen=raw(1, "tour_keep"))
    assert str(refusal.value) == (
        "This text cannot be confirmed as it was read.\n"
        "- response 'r1', tour_keep: found a text that was changed meanwhile; allowed: the text that was read. "
        "Read it once more."
    )
    assert store.confirmed_texts().empty


def test_confirmed__answers_sent_again_with_other_words__lose_it(store: Store) -> None:
    live(store, 1, "confirmed", ITEMS)
    assert len(store.confirmed_texts()) == len(ITEMS)
    live(store, 1, "sent again", ITEMS)
    assert store.confirmed_texts().empty


def test_confirmed__the_same_answers_sent_twice__keep_it(store: Store) -> None:
    live(store, 1, "confirmed", ITEMS)
    live(store, 1, "left alone", ITEMS)
    assert len(store.confirmed_texts()) == len(ITEMS)
