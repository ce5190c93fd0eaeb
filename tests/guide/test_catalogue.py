"""The catalogue of strategies: every entry can stand in an inventory as it is, and is named in every language."""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd
import pytest

from analysis.guide import load_guide, load_words
from analysis.guide.catalogue import load_catalogue
from analysis.responses import check_frame
from analysis.responses.frames import FREQUENCIES

GUIDE = load_guide()
CATALOGUE = load_catalogue()


def test_catalogue__every_entry__passes_the_gate_as_a_row_of_the_inventory():
    rows = [
        asdict(entry)
        | {"strategy_id": entry.id, "library_id": "harlow", "wave": "2026", "what": "…", "status": "to_explore"}
        | {"qualities": " ".join(entry.qualities)}
        for entry in CATALOGUE
    ]
    checked = check_frame("strategies", pd.DataFrame(rows).drop(columns="id"), GUIDE)
    assert (checked.faults, len(checked.frame)) == ((), len(CATALOGUE))


def test_catalogue__size__is_at_least_18_different_ways():
    assert len({entry.id for entry in CATALOGUE}) == len(CATALOGUE) >= 18


def test_catalogue__participants__are_all_or_values_of_one_cohort_of_the_guide():
    values = [{"all"}, *(set(cohort.value_ids) for cohort in GUIDE.cohorts)]
    strange = [entry.id for entry in CATALOGUE if not any(set(entry.participants.split()) <= own for own in values)]
    assert strange == []


def test_catalogue__qualities__are_each_served_by_at_least_two_entries():
    serving = {quality: sum(quality in entry.qualities for entry in CATALOGUE) for quality in GUIDE.qualities}
    assert min(serving.values()) >= 2


def test_catalogue__frequencies__all_occur():
    assert {entry.frequency for entry in CATALOGUE} == set(FREQUENCIES)


@pytest.mark.parametrize("language", GUIDE.languages)
def test_catalogue__words__are_there_and_different_in_every_language(language):
    words = load_words(language)
    names = {entry.called(words) for entry in CATALOGUE}
    meanings = {entry.explained(words) for entry in CATALOGUE}
    assert (len(names), len(meanings)) == (len(CATALOGUE), len(CATALOGUE))


def test_catalogue__words__are_translated_and_not_repeated():
    english, spanish = load_words("en"), load_words("es")
    same = [entry.id for entry in CATALOGUE if entry.called(english) == entry.called(spanish)]
    assert same == []


def test_words__of_the_catalogue__belong_to_entries_and_to_nothing_else():
    for language in GUIDE.languages:
        keys = {key for key in load_words(language).entries if key.startswith("strategies.")}
        wanted = {f"strategies.{entry.id}.{part}" for entry in CATALOGUE for part in ("name", "meaning")}
        assert keys == wanted
