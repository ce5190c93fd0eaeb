"""Coding: which text comes next, what a coder found, and that every act is in the store and can be taken back."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.collect.coding import (
    Reading,
    Step,
    check_themes,
    differing,
    find_written,
    read_themes,
)
from analysis.collect.coding_desk import CodingDesk
from analysis.collect.coding_masks import check_masks, masked_version
from analysis.errors import ResponseError, StoreError
from bench_made import PLACE, bench_store, texts_of_twenty

KEEP, GOAL = "tour_keep", "goal_team"
GOALS = ["Get 500 visits a month", "Learn to listen", " "]


@pytest.fixture
def desk_store(tmp_path, guide):
    return bench_store(tmp_path / "responses.sqlite", guide, {KEEP: texts_of_twenty(), GOAL: GOALS})


@pytest.fixture
def open_desk(desk_store, guide):
    def open_desk(coder="first"):
        return CodingDesk(desk_store, guide, PLACE["library_id"], PLACE["wave"], coder)

    return open_desk


def responses_in_order(desk, item=KEEP):
    return [desk.show(token).written.response_id for token in desk.texts(item)]


def codings(store):
    return store.codings()[["item", "coder", "themes", "memo"]].to_numpy().tolist()


def list_name(store, name, kind="person"):
    store.put("listed_names", pd.DataFrame([{"library_id": PLACE["library_id"], "name": name, "kind": kind}]))


def token_with(desk, words, item=KEEP):
    return next(token for token in desk.texts(item) if words in desk.show(token).written.text)


def test_texts__of_a_coder__come_in_an_order_that_stays_and_is_not_that_of_the_responses(open_desk):
    first, again, second = (responses_in_order(open_desk(coder)) for coder in ("first", "first", "second"))
    assert first == again
    assert sorted(first) == sorted(second) == [f"r{place:05}" for place in range(20)]
    assert len({tuple(first), tuple(second), tuple(sorted(first))}) == 3


def test_texts__of_blanks_alone_or_of_another_wave__are_not_read(open_desk, desk_store, guide):
    assert len(open_desk().texts(GOAL)) == 2
    assert find_written(desk_store.responses(), guide, PLACE["library_id"], "2025", "first") == {}


def test_tokens__of_one_person__cannot_be_matched_between_questions(open_desk):
    desk = open_desk()
    tokens = [token for item in (KEEP, GOAL) for token in desk.texts(item)]
    assert len(set(tokens)) == 22
    assert not any("r000" in token for token in tokens)


def test_code__themes__are_in_the_store_in_the_order_of_the_codebook(open_desk, desk_store):
    desk = open_desk()
    desk.code(desk.texts(KEEP)[0], ["leaders", "time", "time"])
    assert codings(desk_store) == [[KEEP, "first", "time leaders", ""]]
    assert [(one.item, one.written, one.read, one.confirmed) for one in desk.progress()] == [
        (GOAL, 2, 0, 0),
        (KEEP, 20, 1, 0),
    ]


def test_code__none_of_the_themes__is_a_finding_too(open_desk, desk_store):
    desk = open_desk()
    token = desk.texts(KEEP)[0]
    desk.code(token, [])
    assert codings(desk_store) == [[KEEP, "first", "", ""]]
    assert desk.is_read(token)
    assert token not in desk.texts(KEEP, "unread")


def test_code__theme_of_another_question__is_refused_and_nothing_is_stored(open_desk, desk_store):
    desk = open_desk()
    with pytest.raises(ResponseError) as caught:
        desk.code(desk.texts(KEEP)[0], ["time", "learning_alone"])
    assert str(caught.value).startswith(
        "This text cannot be coded so.\n- themes: found learning_alone; allowed: time, "
    )
    assert (codings(desk_store), desk.undoable) == ([], 0)


def test_code__goal__is_of_one_kind_at_most(open_desk, desk_store):
    desk = open_desk()
    token = desk.texts(GOAL)[0]
    with pytest.raises(ResponseError) as caught:
        desk.code(token, ["performance", "learning"])
    assert str(caught.value) == (
        "This text cannot be coded so.\n"
        "- themes: found learning, performance; allowed: one kind at most. Choose the one that fits best."
    )
    desk.code(token, ["mixed"])
    assert codings(desk_store) == [[GOAL, "first", "mixed", ""]]


def test_note__on_an_unread_text__is_kept_and_means_that_it_was_read(open_desk, desk_store):
    desk = open_desk()
    desk.note(desk.texts(KEEP)[0], "  ask about this ")
    assert codings(desk_store) == [[KEEP, "first", "", "ask about this"]]
    desk.undo()
    assert codings(desk_store) == []


def test_confirm__shown_version__is_stored_apart_from_any_coding(open_desk, desk_store):
    desk = open_desk()
    token = token_with(desk, "Oona")
    desk.mask(token, [[11, 15, "person"]])
    desk.confirm(token, desk.show(token).masked)
    assert desk_store.confirmed_texts()["text"].tolist() == ["Please ask [a colleague] about it."]
    assert codings(desk_store) == []


def test_confirm__another_version_than_the_one_shown__is_refused(open_desk, desk_store):
    desk = open_desk()
    token = token_with(desk, "Oona")
    desk.mask(token, [[11, 15, "person"]])
    with pytest.raises(ResponseError) as caught:
        desk.confirm(token, "Please ask Oona about it.")
    assert str(caught.value) == (
        "This text cannot be confirmed as it was read.\n"
        "- the masked text: found another version; allowed: the one that is shown. Read it once more."
    )
    assert desk_store.confirmed_texts().empty


def test_confirm__answer_sent_again_with_other_words__is_refused(open_desk, desk_store):
    desk = open_desk()
    token = token_with(desk, "Oona")
    masked = desk.show(token).masked
    row = desk_store.responses().set_index("response_id", drop=False).loc["r00017"].to_dict()
    desk_store.submit(row | {KEEP: "Please ask Ines about it."})
    with pytest.raises(ResponseError, match="cannot be confirmed as it was read"):
        desk.confirm(token, masked)
    assert desk_store.confirmed_texts().empty


def test_name__listed_later__is_masked_in_every_text_at_once(open_desk, desk_store):
    desk = open_desk()
    token = token_with(desk, "Oona")
    list_name(desk_store, "oona")
    desk.look()
    assert desk.show(token).exact == ((11, 15, "person"),)
    assert desk.show(token).masked == "Please ask [a colleague] about it."


def test_masks__not_confirmed_yet__are_there_when_the_desk_is_opened_anew(open_desk, desk_store):
    desk = open_desk()
    token = token_with(desk, "Oona")
    desk.mask(token, [[11, 15, "team"]])
    again = open_desk("second")
    assert again.show(token_with(again, "Oona")).masked == "Please ask [a team] about it."
    desk.undo()
    assert open_desk().show(token).masked == "Please ask Oona about it."


def test_masks__in_the_store__hold_no_word_and_no_name_of_the_response(open_desk, desk_store, tmp_path):
    desk = open_desk()
    token = token_with(desk, "Oona")
    desk.mask(token, [[11, 15, "team"]])
    drafts = [row for row in dump_of(tmp_path / "responses.sqlite", "drafts") if "masks" in row]
    assert len(drafts) == 1
    assert not any(word in drafts[0] for word in ("Oona", "Please", "r00017"))


def test_undo__each_act_of_two_texts__brings_back_the_store_step_by_step(open_desk, desk_store):
    desk = open_desk()
    one, two = desk.texts(KEEP)[:2]
    states = [state(desk_store)]
    for act in (
        lambda: desk.code(one, ["time"]),
        lambda: desk.code(two, ["leaders"]),
        lambda: desk.note(one, "first"),
        lambda: desk.note(one, "second"),
        lambda: desk.confirm(two, desk.show(two).masked),
        lambda: desk.mask(two, [[0, 6, "place"]]),
        lambda: desk.take_back(two),
        lambda: desk.code(one, []),
    ):
        act()
        states.append(state(desk_store))
    touched = []
    for before in reversed(states[:-1]):
        touched.append(desk.undo())
        assert state(desk_store) == before
    assert touched == [one, two, two, two, one, one, two, one]
    assert desk.undo() == ""
    assert desk.show(two).reading == Reading()


def test_undo__act_that_changed_nothing__is_not_counted(open_desk):
    desk = open_desk()
    token = desk.texts(KEEP)[0]
    desk.code(token, ["time"])
    desk.code(token, ["time"])
    desk.take_back(token)
    assert desk.undoable == 1


def test_undo__confirmation_of_a_text_that_was_sent_anew__says_so_and_lets_the_earlier_acts_be_undone(
    open_desk, desk_store
):
    desk = open_desk()
    token = token_with(desk, "Oona")
    other = token_with(desk, "Number 3")
    desk.code(other, ["time"])
    desk.confirm(token, desk.show(token).masked)
    desk.take_back(token)
    row = desk_store.responses().set_index("response_id", drop=False).loc["r00017"].to_dict()
    desk_store.submit(row | {KEEP: "Something else."})
    with pytest.raises(ResponseError):
        desk.undo()
    assert [desk.undo(), desk.undo()] == [token, other]
    assert codings(desk_store) == []


def test_act__store_that_fails__changes_nothing_here_either(open_desk, desk_store, monkeypatch):
    desk = open_desk()
    token = desk.texts(KEEP)[0]

    def fail(*_):
        raise StoreError("The store cannot do this; nothing was changed.")

    monkeypatch.setattr(desk_store, "put", fail)
    with pytest.raises(StoreError):
        desk.code(token, ["time"])
    assert (desk.show(token).reading, desk.undoable) == (Reading(), 0)


def test_other_coder__same_text__finds_no_coding_but_the_shared_confirmation(open_desk):
    desk = open_desk()
    token = token_with(desk, "Oona")
    desk.code(token, ["time"])
    desk.note(token, "mine")
    desk.confirm(token, desk.show(token).masked)
    other = open_desk("second")
    seen = other.show(token_with(other, "Oona"))
    assert (seen.reading.themes, seen.reading.memo, seen.both) == (None, "", None)
    assert seen.reading.confirmed == "Please ask Oona about it."


@pytest.mark.parametrize(
    ("first", "second", "is_there"),
    [
        (["time"], None, False),
        (None, ["time"], False),
        (["time"], ["time"], False),
        (["time", "leaders"], ["leaders", "time"], False),
        (["time"], ["leaders"], True),
        ([], ["leaders"], True),
        ([], [], False),
    ],
)
def test_differences__by_what_the_two_found__are_shown_only_where_both_have_read(open_desk, first, second, is_there):
    for coder, themes in (("first", first), ("second", second)):
        if themes is not None:
            desk = open_desk(coder)
            desk.code(token_with(desk, "Oona"), themes)
    together = open_desk("agreed")
    assert (len(together.texts(KEEP)) == 1) == is_there
    if is_there:
        assert together.show(together.texts(KEEP)[0]).both == (tuple(first), tuple(second))


def test_differences__settled__are_stored_beside_what_each_found(open_desk, desk_store):
    for coder, theme in (("first", "time"), ("second", "leaders")):
        desk = open_desk(coder)
        desk.code(token_with(desk, "Oona"), [theme])
    together = open_desk("agreed")
    together.code(together.texts(KEEP)[0], ["time", "leaders"])
    found = sorted(row[1:3] for row in codings(desk_store))
    assert found == [["agreed", "time leaders"], ["first", "time"], ["second", "leaders"]]
    assert len(open_desk("agreed").texts(KEEP)) == 1


def test_text__withdrawn_meanwhile__is_refused_and_gone_after_a_look(open_desk, desk_store):
    desk = open_desk()
    token = token_with(desk, "Oona")
    row = desk_store.responses().set_index("response_id", drop=False).loc["r00017"].to_dict()
    assert desk_store.withdraw(desk_store.submit(row))
    with pytest.raises(ResponseError, match="Some rows belong to responses that are not in the store"):
        desk.code(token, ["time"])
    desk.look()
    with pytest.raises(ResponseError) as caught:
        desk.show(token)
    assert str(caught.value) == (
        "This text is not there any more.\n"
        "- the text: found none; allowed: a text that is there. Look for what is there now."
    )


def test_step__undone__leaves_what_other_acts_changed():
    step = Step("t", Reading(themes=("time",)), Reading(themes=("time", "leaders")))
    now = Reading(themes=("time", "leaders"), memo="m", confirmed="c")
    assert step.undone(now) == Reading(themes=("time",), memo="m", confirmed="c")


def test_check_themes__each_once_in_the_order_of_the_codebook():
    assert check_themes(["b", "a", "b"], ["a", "b", "c"], only_one=False) == ("a", "b")


def test_read_themes__cell_that_is_empty_or_missing__is_none_found():
    assert [read_themes(cell) for cell in ("", float("nan"), " a  b ")] == [(), (), ("a", "b")]


def test_differing__frame_without_codings__is_empty():
    assert differing(pd.DataFrame(columns=["response_id", "item", "coder", "themes", "memo"])) == {}


@pytest.mark.parametrize(
    "mask", [[3, 3, "person"], [-1, 2, "person"], [0, 10, "person"], [0, 2, "street"], [0, 2], "ab"]
)
def test_check_masks__no_place_in_the_text__is_refused(mask):
    with pytest.raises(ResponseError) as caught:
        check_masks([mask], 9)
    assert str(caught.value).startswith("The text cannot be masked so.\n- a mask: found ")


def test_masked_version__hand_mask_over_half_an_address__leaves_no_half_of_it():
    text = "Write to Ana Poe at ana@elm.org."
    assert masked_version(text, [(9, 23, "person")], (), "en") == "Write to [a colleague]."


def state(store):
    texts = store.confirmed_texts()[["response_id", "text"]].to_numpy().tolist()
    return sorted(store.codings().to_numpy().tolist()), sorted(texts)


def dump_of(path, table):
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(path)) as connection:
        return [repr(row) for row in connection.execute(f"SELECT * FROM {table}")]
