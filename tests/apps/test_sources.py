"""Sources: which libraries can be looked at, in which order, and what is kept of them."""

from __future__ import annotations

import pytest

from analysis.apps.sources import Source, Sources, asked_for
from analysis.errors import ToolkitError

SAMPLE_IDS = ["tindle_hollow", "marrow_bend", "oxwater", "harlow_falls", "quillhaven", "lanternport"]


@pytest.fixture
def clock(monkeypatch):
    """Counts how often something is released, and releases nothing."""
    calls = []
    monkeypatch.setattr(
        "analysis.apps.sources.release", lambda _, library, wave: calls.append((library, wave)) or calls[:]
    )
    return calls


def test_all__own_and_samples__own_first_then_samples_by_size(sources):
    found = sources.all()
    assert [source.library_id for source in found] == ["maple_grove", *SAMPLE_IDS]
    assert [source.is_sample for source in found] == [False] + [True] * 6
    assert found[0] == Source("maple_grove", "Maple Grove", "2026", is_sample=False, heads=12)


def test_find__nothing_asked__is_the_own_library_else_a_sample_of_middle_size(sources, guide, store, tmp_path):
    assert sources.find().library_id == "maple_grove"
    store.delete_wave("maple_grove", "2026")
    sources.refresh()
    assert sources.find().library_id == "harlow_falls"


def test_find__library_alone_or_with_its_wave__finds_it(sources):
    assert sources.find("oxwater").library_id == "oxwater"
    assert sources.find("oxwater", "2026").wave == "2026"


def test_find__unknown__names_what_there_is(sources):
    with pytest.raises(ToolkitError) as caught:
        sources.find("oxwater", "1999")
    known = "maple_grove 2026, " + ", ".join(f"{library} 2026" for library in SAMPLE_IDS)
    assert str(caught.value) == (
        "There is no such library or wave.\n"
        f"- library and wave: found oxwater 1999; allowed: {known}. Choose one of these."
    )


def test_released__asked_twice__is_released_once_until_refresh(sources, clock):
    own, sample = sources.all()[:2]
    for source in (own, sample, own, sample):
        sources.released(source)
    assert clock == [("maple_grove", "2026"), ("tindle_hollow", "2026")]
    sources.refresh()
    sources.released(sample)
    sources.released(own)
    assert clock[2:] == [("maple_grove", "2026")]


def test_label__sample__is_always_called_one(sources, words):
    assert [source.label(words) for source in sources.all()[:2]] == [
        "Maple Grove",
        "Tindle Hollow Reading Room (sample)",
    ]


def test_address__library_with_odd_signs__can_be_read_back(monkeypatch):
    address = Source("a b&c", "x", "2026/1", is_sample=False).address
    monkeypatch.setenv("QUERY_STRING", address.partition("?")[2])
    assert asked_for("", "") == ("a b&c", "2026/1")
    assert asked_for("oxwater", "") == ("oxwater", "")


def test_asked_for__no_address__is_empty(monkeypatch):
    monkeypatch.delenv("QUERY_STRING", raising=False)
    assert asked_for("", "") == ("", "")


def test_sources__no_library_at_all__still_has_the_samples(guide, store):
    assert [source.library_id for source in Sources(guide, store).all()] == SAMPLE_IDS
