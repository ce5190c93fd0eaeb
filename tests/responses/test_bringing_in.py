"""Bringing in: what is right of a file comes into the store, and every fault is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.errors import ResponseError
from analysis.exchange.sources import SAMPLES
from analysis.guide import load_guide
from analysis.responses import Store, read_survey
from analysis.responses.bringing import Brought, bring_in
from batch_made import LIBRARIES, write_libraries


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "responses.sqlite")


def test_bring__one_bad_row_of_three__stores_the_other_two(store):
    brought = bring_in(store, SAMPLES / "bad" / "unknown_role.csv")
    assert (brought.new, brought.known, [fault.found for fault in brought.faults]) == (2, 0, ["'director'"])
    assert len(store.responses()) == 2


def test_bring__twice__changes_nothing(store):
    bring_in(store, SAMPLES / "bad" / "unknown_role.csv")
    again = bring_in(store, SAMPLES / "bad" / "unknown_role.csv")
    assert (again.new, again.known, len(store.responses())) == (0, 2, 2)


def test_bring__a_folder_of_tables__stores_every_table(store, tmp_path):
    survey = read_survey(SAMPLES, load_guide())
    libraries = (*LIBRARIES, "pebblewick", "harlow_falls")
    write_libraries(survey, tmp_path / "answers", libraries)
    brought = bring_in(store, tmp_path / "answers")
    kept, given = store.survey(), read_survey(tmp_path / "answers", load_guide())
    assert brought == Brought(len(given.responses), 0)
    for name, frame in vars(given).items():
        if hasattr(frame, "columns"):
            assert len(getattr(kept, name)) == len(frame), name


def test_bring__a_folder_with_a_fault__stores_nothing(store, tmp_path):
    survey = read_survey(SAMPLES, load_guide())
    write_libraries(survey, tmp_path / "answers")
    roster = tmp_path / "answers" / "roster.csv"
    roster.write_text(roster.read_text("utf-8-sig").replace(",all,all,2", ",all,all,two", 1))
    with pytest.raises(ResponseError, match="The survey in answers does not fit the guide"):
        bring_in(store, tmp_path / "answers")
    assert store.responses().empty
