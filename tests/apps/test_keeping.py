"""Keeping: deleting a wave, withdrawing one person's answers, making a backup, exporting everything."""

from __future__ import annotations

import os
from datetime import date, timedelta

import pytest

from analysis.apps.keeping import KeepForm
from analysis.responses import Store, read_survey

pytestmark = pytest.mark.slow


@pytest.fixture
def done():
    return []


@pytest.fixture
def form(sources, words, done, tmp_path, monkeypatch):
    monkeypatch.setenv("LEARNING_CULTURE_DATA", str(tmp_path))

    def changed():
        sources.refresh()
        done.append(True)

    return KeepForm(sources.store, words, lambda: [own for own in sources.all() if not own.is_sample], changed)


def test_delete__asked_once__only_asks_back(form, own_store):
    form.ask()
    assert "Delete every answer of Maple Grove, 2026? This cannot be undone" in form.answer.value
    assert len(own_store.responses()) == 9


def test_delete__said_no__keeps_everything(form, own_store, done):
    form.ask()
    form.keep_it()
    assert (form.answer.value, done, len(own_store.responses())) == ("", [], 9)


def test_delete__confirmed__deletes_the_wave_and_says_how_many(form, own_store, done):
    form.ask()
    form.delete()
    assert "9 answers of Maple Grove, 2026, were deleted." in form.answer.value
    assert (len(own_store.responses()), len(own_store.roster()), done) == (0, 0, [True])


def test_withdraw__a_right_receipt__deletes_those_answers_only(form, own_store, done):
    row = own_store.responses().iloc[0].to_dict()
    form.receipt.value = own_store.submit({**row, "response_id": "one_more"})
    form.withdraw()
    assert "The answers with this receipt were deleted." in form.answer.value
    assert "one_more" not in own_store.responses()["response_id"].tolist()
    assert (form.receipt.value, done, len(own_store.responses())) == ("", [True], 9)


def test_withdraw__a_wrong_receipt__says_so_and_keeps_what_was_typed(form, own_store, done):
    form.receipt.value = "ABCD-EFGH"
    form.withdraw()
    assert "There are no answers with this receipt on this computer." in form.answer.value
    assert (form.receipt.value, done, len(own_store.responses())) == ("ABCD-EFGH", [], 9)


def test_back_up__twice_on_one_day__makes_two_files_that_can_be_restored(form, tmp_path, guide):
    form.back_up()
    form.back_up()
    backups = sorted(tmp_path.glob("backup-*.sqlite"))
    assert len(backups) == 2
    Store.restore(backups[1], tmp_path / "restored.sqlite")
    assert len(Store(tmp_path / "restored.sqlite", guide).responses()) == 9


def test_export__twice__makes_two_folders_that_hold_everything_for_the_owner_alone(form, own_store, guide, tmp_path):
    for _ in range(2):
        form.export()
    folders = sorted(tmp_path.glob("export-*"))
    assert len(folders) == 2
    assert f"The tables are in the folder my_data: {folders[1].name}." in form.answer.value
    assert read_survey(folders[1], guide).responses.equals(own_store.responses())
    assert os.name == "nt" or folders[1].stat().st_mode & 0o077 == 0


@pytest.fixture
def keep_draft(own_store, monkeypatch):
    """Keeps a draft that nobody has touched for so many days."""

    def keep_draft(days):
        day = (date.today() - timedelta(days=days)).isoformat()
        monkeypatch.setattr("analysis.responses.store._today", lambda: day)
        own_store.save_draft("some", {"answers": {}})

    return keep_draft


@pytest.mark.parametrize(("days", "is_kept"), [(29, True), (30, True), (31, False)])
def test_delete_drafts__confirmed__deletes_only_those_that_are_old(form, own_store, keep_draft, days, is_kept):
    keep_draft(days)
    form.delete_drafts()
    assert (own_store.draft("some") is not None) == is_kept
    said = "There is no draft that old." if is_kept else "1 old draft was deleted."
    assert said in form.answer.value
    assert len(own_store.responses()) == 9


def test_delete_drafts__asked_once__only_asks_back(form, own_store, keep_draft):
    keep_draft(99)
    form.ask_about_drafts()
    assert "Delete every draft that nobody has touched for 30 days?" in form.answer.value
    assert form._sure_of_drafts.layout.display is None
    form.keep_it()
    assert (form.answer.value, form._sure_of_drafts.layout.display) == ("", "none")
    assert own_store.draft("some") is not None


def test_ask__about_a_wave_and_then_drafts__only_the_last_question_can_be_answered(form):
    form.ask()
    form.ask_about_drafts()
    assert (form._sure.layout.display, form._sure_of_drafts.layout.display) == ("none", None)
    form.ask()
    assert (form._sure.layout.display, form._sure_of_drafts.layout.display) == (None, "none")
