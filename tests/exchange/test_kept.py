"""Kept: results are kept in files, found again while nothing has changed, and never twice of one wave."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis import read_survey, release, release_linked
from analysis.apps.keeping import KeepForm
from analysis.exchange import kept as keeping
from analysis.exchange.kept import Kept
from analysis.exchange.sources import SAMPLES, Source, Sources
from analysis.guide import Guide, Words
from analysis.responses import Store, Survey
from linked_library import LINKED, add_linked_library

pytestmark = pytest.mark.slow

WAVE = ("marrow_bend", "2026")


@pytest.fixture(scope="module")
def survey(guide: Guide) -> Survey:
    return read_survey(SAMPLES, guide)


@pytest.fixture
def kept(tmp_path: Path, survey: Survey) -> Kept:
    kept = Kept(tmp_path / "released")
    kept.keep(survey, release(survey, *WAVE))
    return kept


def test_find__nothing_changed__is_what_was_released(kept: Kept, survey: Survey) -> None:
    found = kept.find(survey, *WAVE)
    assert found is not None
    assert found.marks.equals(release(survey, *WAVE).marks)


def test_find__other_wave_or_library__is_nothing(kept: Kept, survey: Survey) -> None:
    assert kept.find(survey, "oxwater", "2026") is None
    assert kept.find(survey, "marrow_bend", "2031") is None


def changed(survey: Survey, name: str) -> Survey:
    """The survey with the first row of one frame about the wave gone."""
    frame = getattr(survey, name)
    mine = frame["library_id"] == "marrow_bend"
    if "wave" in frame:
        mine &= frame["wave"] == "2026"
    return replace(survey, **{name: frame.drop(index=frame.index[mine][0])})


@pytest.mark.parametrize("name", ["responses", "roster", "strategies", "actions", "libraries"])
def test_find__one_row_less__is_nothing(kept: Kept, survey: Survey, name: str) -> None:
    assert kept.find(changed(survey, name), *WAVE) is None


def with_row(survey: Survey, name: str, library_id: str = "marrow_bend") -> Survey:
    """The survey with one more row about a library, or about one of its people, in a frame that stands beside."""
    people = survey.responses[(survey.responses["library_id"] == library_id) & (survey.responses["wave"] == "2026")]
    known = {"library_id": library_id, "response_id": people["response_id"].iloc[0]}
    texts = dict.fromkeys(getattr(survey, name).columns, "made up")
    row = pd.DataFrame([{column: known.get(column, text) for column, text in texts.items()}])
    return replace(survey, **{name: pd.concat([getattr(survey, name), row], ignore_index=True)})


BESIDE = ["strategy_ratings", "confirmed_texts", "codings", "themes", "listed_names"]


@pytest.mark.parametrize("name", BESIDE)
def test_find__one_row_more_about_its_people_or_its_words__is_nothing(kept: Kept, survey: Survey, name: str) -> None:
    assert kept.find(with_row(survey, name), *WAVE) is None


@pytest.mark.parametrize("name", BESIDE)
def test_find__one_row_more_about_another_library__is_found(kept: Kept, survey: Survey, name: str) -> None:
    assert kept.find(with_row(survey, name, "oxwater"), *WAVE) is not None


def test_find__another_note_of_a_coder__is_found(tmp_path: Path, survey: Survey) -> None:
    coded = with_row(survey, "codings")
    kept = Kept(tmp_path / "released")
    kept.keep(coded, release(survey, *WAVE))
    assert kept.find(replace(coded, codings=coded.codings.assign(memo="read again")), *WAVE) is not None
    assert kept.find(replace(coded, codings=coded.codings.assign(themes="time")), *WAVE) is None


def test_find__another_codebook__is_nothing(kept: Kept, survey: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "load_codebook", lambda: "another")
    assert kept.find(survey, *WAVE) is None


def test_find__another_program__is_nothing(kept: Kept, survey: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_program", lambda: b"another")
    assert kept.find(survey, *WAVE) is None


def test_find__damaged_file__is_nothing(kept: Kept, survey: Survey) -> None:
    next(kept.folder.iterdir()).write_text("{}", encoding="utf-8")
    assert kept.find(survey, *WAVE) is None


def test_keep__after_a_change__leaves_one_file_of_the_wave(kept: Kept, survey: Survey) -> None:
    fewer = changed(survey, "responses")
    kept.keep(fewer, release(fewer, *WAVE))
    assert len(list(kept.folder.iterdir())) == 1
    assert kept.find(survey, *WAVE) is None
    assert kept.find(fewer, *WAVE) is not None


def test_forget__everything__leaves_no_file(kept: Kept) -> None:
    kept.forget()
    assert list(kept.folder.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="modes of files are of Linux and macOS")
def test_folder__made__is_its_owner_s_alone(kept: Kept) -> None:
    assert stat.S_IMODE(kept.folder.stat().st_mode) == 0o700


def test_sources__asked_by_the_next_page__release_once(
    guide: Guide, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counting(survey: Survey, library_id: str, wave: str) -> object:
        asked.append(library_id)
        return release(survey, library_id, wave)

    monkeypatch.setattr("analysis.exchange.sources.release", counting)
    for _page in range(2):
        sources = Sources(guide, store, kept=Kept(tmp_path / "released"))
        shown = sources.released(sources.find(*WAVE))
        assert shown.library_id == "marrow_bend"
    assert asked == ["marrow_bend"]


@pytest.fixture
def linked_survey(guide: Guide, store: Store, survey: Survey) -> Survey:
    add_linked_library(store, survey.responses)
    return store.survey()


def test_linked__kept_and_found__is_what_was_released(tmp_path: Path, linked_survey: Survey) -> None:
    kept, pair = Kept(tmp_path / "released"), (LINKED, "2025", "2026")
    assert kept.find_linked(linked_survey, *pair) is None
    change = release_linked(linked_survey, *pair)
    kept.keep_linked(linked_survey, change)
    found = kept.find_linked(linked_survey, *pair)
    assert found is not None
    assert (found.n, found.reason) == (change.n, change.reason)
    assert found.table.equals(change.table)
    assert kept.find(linked_survey, LINKED, "2026") is None


def test_linked__a_link_gone__is_released_anew_and_the_wave_is_not(tmp_path: Path, linked_survey: Survey) -> None:
    kept, pair = Kept(tmp_path / "released"), (LINKED, "2025", "2026")
    kept.keep_linked(linked_survey, release_linked(linked_survey, *pair))
    kept.keep(linked_survey, release(linked_survey, LINKED, "2026"))
    fewer = replace(linked_survey, responses=linked_survey.responses.assign(link=""))
    assert kept.find_linked(fewer, *pair) is None
    assert kept.find(fewer, LINKED, "2026") is not None


def test_start_page__answers_deleted__keeps_nothing_that_was_released(
    guide: Guide, store: Store, words: Words, tmp_path: Path
) -> None:
    kept = Kept(tmp_path / "released")
    sources = Sources(guide, store, kept=kept)
    sources.released(sources.find(*WAVE))
    own = Source("elm", "Elm", "2026", is_sample=False)
    KeepForm(store, words, lambda: [own], sources.forget).delete()
    assert list(kept.folder.iterdir()) == []


def test_sources__links_of_two_waves__are_kept_once_told_and_where_there_are_none(
    guide: Guide, store: Store, tmp_path: Path, linked_survey: Survey
) -> None:
    sources = Sources(guide, store, kept=Kept(tmp_path / "released"))
    before, after = sources.waves(f"own:{LINKED}")
    assert not sources.are_links_kept(before, after)
    sources.linked(before, after)
    assert sources.are_links_kept(before, after)
    assert sources.are_links_kept(*sources.waves("sample:rooksmere"))
