"""The kernel's side of the form: one honest answer a message, whatever the message is."""

from __future__ import annotations

import json
import logging

import pytest

from analysis.collect.widget import GuideForm
from analysis.responses.store import Store

ID = "0123456789abcdef0123456789abcdef"
KEY = "f" * 32


def submission(**answers: object) -> dict:
    return {"id": "1", "act": "submit", "key": KEY, "response_id": ID, "language": "es", "answers": answers}


def test_submit__good_answers__are_stored_before_they_are_acknowledged(make_form, store):
    store.drafts[KEY] = {}
    answer = make_form().handle(submission(effort_growth=2, effort_fixed=4))
    assert (answer["id"], answer["ok"], answer["receipt"]) == ("1", True, "0123-4567-89AB")
    assert store.responses[ID][0]["effort_fixed"] == 4
    assert store.responses[ID][0]["submitted_at"] == "2026-03-02"
    assert store.responses[ID][1] == {"mentoring": -1, "webinars": -1}
    assert store.drafts == {}


def test_submit__good_answers__bring_the_picture_in_every_language_and_store_none(make_form, store):
    answer = make_form().handle(submission(effort_growth=2, effort_fixed=4))
    names = {language: picture["lines"][3]["name"] for language, picture in answer["pictures"].items()}
    assert names == {"en": "Effort", "es": "El esfuerzo"}
    assert "position" not in json.dumps(list(store.responses.values()))


def test_submit__twice_after_a_lost_acknowledgement__stores_one_response(make_form, store):
    form = make_form()
    first, second = form.handle(submission(exists_purpose=1)), form.handle(submission(exists_purpose=1))
    assert first == second
    assert list(store.responses) == [ID]


def test_submit__store_that_cannot_commit__is_not_acknowledged(make_form, store, caplog):
    store.broken = True
    with caplog.at_level(logging.WARNING):
        answer = make_form().handle(submission(exists_purpose=1))
    assert answer == {"id": "1", "ok": False, "reason": "store"}
    assert caplog.messages == ["A message of the form could not be served: The store cannot be written."]


def test_submit__answer_that_does_not_fit__names_its_question(make_form, store):
    answer = make_form().handle(submission(exists_purpose=9, goal_team="x" * 4001))
    assert answer == {"id": "1", "ok": False, "reason": "refused", "questions": ["exists_purpose", "goal_team"]}
    assert store.responses == {}


def test_draft__saved__is_found_again_by_another_kernel(make_form, store):
    draft = {"revision": 3, "answers": {"goal_team": "half a sent"}}
    assert make_form().handle({"id": "a", "act": "save_draft", "key": KEY, "draft": draft}) == {"id": "a", "ok": True}
    found = make_form().handle({"id": "b", "act": "load_draft", "key": KEY})
    assert found == {"id": "b", "ok": True, "draft": draft | {"library_id": "harlow", "wave": "2026"}}


def test_draft__unknown_or_deleted__is_none(make_form, store):
    form = make_form()
    store.drafts[KEY] = {"revision": 1}
    assert form.handle({"id": "a", "act": "delete_draft", "key": KEY}) == {"id": "a", "ok": True}
    assert form.handle({"id": "b", "act": "load_draft", "key": KEY}) == {"id": "b", "ok": True, "draft": None}


def test_withdraw__receipt__says_whether_there_were_answers(make_form, store):
    form = make_form()
    receipt = form.handle(submission(exists_purpose=1))["receipt"]
    assert form.handle({"id": "w", "act": "withdraw", "receipt": receipt}) == {"id": "w", "ok": True, "found": True}
    assert form.handle({"id": "w", "act": "withdraw", "receipt": receipt}) == {"id": "w", "ok": True, "found": False}
    assert store.responses == {}


def test_withdraw__receipt__calls_back_only_where_answers_were_withdrawn(guide, tmp_path):
    calls = []
    store = Store(tmp_path / "responses.sqlite", guide)
    form = GuideForm(store, guide, "harlow", "2026", withdrawn=lambda: calls.append("withdrawn"))
    receipt = form.handle(submission(exists_purpose=1))["receipt"]
    for given in ("0000-0000-0000", receipt, receipt):
        form.handle({"id": "w", "act": "withdraw", "receipt": given})
    assert calls == ["withdrawn"]


HOSTILE_MESSAGES = [
    None,
    "text",
    [],
    {},
    {"act": ["submit"]},
    {"act": "drop_table"},
    {"act": "load_draft", "key": {"$ne": 1}},
    {"act": "save_draft", "key": KEY, "draft": [1]},
    {"act": "submit", "key": KEY, "response_id": ID, "language": ["en"], "answers": {"role": {}}},
    {"act": "submit", "key": "../../etc", "response_id": ID, "language": "en", "answers": {"exists_purpose": 1}},
]


@pytest.mark.parametrize("message", HOSTILE_MESSAGES, ids=range(len(HOSTILE_MESSAGES)))
def test_message__hostile__is_refused_and_stores_nothing(message, make_form, store):
    answer = make_form().handle(message)
    assert (answer["ok"], answer["reason"]) == (False, "refused")
    assert (store.responses, store.drafts) == ({}, {})


def test_message__mistake_of_ours__is_answered_no_and_logged(make_form, store, monkeypatch, caplog):
    monkeypatch.setattr(store, "draft", lambda key: 1 / 0)
    answer = make_form().handle({"id": "a", "act": "load_draft", "key": KEY})
    assert answer == {"id": "a", "ok": False, "reason": "store"}
    assert caplog.messages == ["A message of the form could not be served."]


def test_message__through_the_comm__is_answered_once_under_its_id(make_form, monkeypatch):
    form = make_form()
    sent: list[dict] = []
    monkeypatch.setattr(form, "send", sent.append)
    content = {"id": "q7", "act": "load_draft", "key": KEY}
    form._handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})
    assert sent == [{"id": "q7", "ok": True, "draft": None}]


def test_form_data__asks_both_languages_and_only_this_library(make_form):
    form = make_form("es").form
    assert (form["place"], form["language"], list(form["schemas"])) == ("harlow/2026", "es", ["en", "es"])
    assert "elsewhere" not in json.dumps(form)


def test_widget__over_a_real_store__drafts_submits_and_withdraws(make_form, guide, tmp_path):
    kept = Store(tmp_path / "responses.sqlite", guide)
    form = make_form(over=kept)
    draft = {"id": "a", "act": "save_draft", "key": KEY, "draft": {"revision": 1, "answers": {"goal_team": "\ud800"}}}
    assert form.handle(draft) == {"id": "a", "ok": True}
    assert form.handle({"id": "b", "act": "load_draft", "key": KEY})["draft"]["revision"] == 1
    answer = form.handle(submission(role="leader", goal_team="=1+1", exists_purpose=-2))
    [row] = kept.responses().to_dict("records")
    assert (row["role"], row["goal_team"], row["exists_purpose"]) == ("leader", "=1+1", -2)
    assert kept.draft(KEY) is None
    assert form.handle({"id": "w", "act": "withdraw", "receipt": answer["receipt"].lower()})["found"] is True
    assert kept.responses().empty
    assert (form.handle({"id": "w", "act": "withdraw", "receipt": "\ud800"}))["found"] is False


def test_widget__over_a_real_store__deleting_the_wave_deletes_its_drafts(make_form, guide, tmp_path):
    kept = Store(tmp_path / "responses.sqlite", guide)
    make_form(over=kept).handle({"act": "save_draft", "key": KEY, "draft": {"answers": {}}})
    kept.delete_wave("harlow", "2026")
    assert kept.draft(KEY) is None


def test_earlier_receipt__of_another_wave__links_both_and_is_asked_for(make_form, guide, tmp_path):
    kept = Store(tmp_path / "responses.sqlite", guide)
    before = GuideForm(kept, guide, "harlow", "2025")
    assert before.form["asked_before"] is False
    first = before.handle(submission(exists_purpose=1) | {"response_id": "a" * 32})
    form = make_form(over=kept)
    assert form.form["asked_before"] is True
    answer = form.handle(submission(exists_purpose=0) | {"earlier_receipt": first["receipt"]})
    assert answer["ok"] is True
    one, other = kept.responses()["link"]
    assert one == other != ""


@pytest.mark.parametrize("typed", ["0000-0000-0000", "x" * 65, {"$ne": ""}])
def test_earlier_receipt__that_leads_nowhere__is_named_and_keeps_the_draft(typed, make_form, guide, tmp_path):
    kept = Store(tmp_path / "responses.sqlite", guide)
    kept.save_draft(KEY, {"revision": 1})
    answer = make_form(over=kept).handle(submission(exists_purpose=1) | {"earlier_receipt": typed})
    assert answer == {"id": "1", "ok": False, "reason": "refused", "questions": ["link"]}
    assert kept.responses().empty
    assert kept.draft(KEY) == {"revision": 1}
