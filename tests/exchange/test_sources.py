"""Sources: which libraries can be looked at, in which order, and what is kept of them."""

from __future__ import annotations

import pytest

from analysis.errors import ToolkitError
from analysis.exchange.sources import Source, Sources

WAVES = (("2025", 28), ("2026", 45))
"""The waves of the samples, and how many libraries each has."""


@pytest.fixture
def sources(own_store, guide):
    """The own library and the samples, of which nothing is kept in files."""
    return Sources(guide, own_store)


@pytest.fixture
def clock(monkeypatch):
    """Counts how often something is released, and releases nothing."""
    calls = []
    monkeypatch.setattr(
        "analysis.exchange.sources.release", lambda _, library, wave: calls.append((library, wave)) or calls[:]
    )
    return calls


def test_all__own_and_samples__own_first_then_samples_by_size(sources):
    found = sources.all()
    assert found[0] == Source("maple_grove", "Maple Grove", "2026", is_sample=False, heads=12)
    samples = found[1:]
    assert all(source.is_sample for source in samples)
    assert [source.heads for source in samples] == sorted(source.heads for source in samples)
    for wave, libraries in WAVES:
        assert len({source.library_id for source in samples if source.wave == wave}) == libraries
    assert [source.wave for source in samples if source.library_id == "quillhaven"] == ["2026", "2025"]


def test_find__nothing_asked__is_the_own_library_else_the_first_sample(sources, guide, store, tmp_path):
    assert sources.find().library_id == "maple_grove"
    store.delete_wave("maple_grove", "2026")
    sources.refresh()
    assert (sources.find().library_id, sources.find().wave) == ("harlow_falls", "2026")


def test_find__library_alone_or_with_its_wave__finds_it(sources):
    assert sources.find("oxwater").library_id == "oxwater"
    assert sources.find("oxwater", "2026").wave == "2026"


def test_find__unknown__names_what_there_is(sources):
    with pytest.raises(ToolkitError) as caught:
        sources.find("oxwater", "1999")
    known = ", ".join(f"{source.library_id} {source.wave}" for source in sources.all())
    assert known.startswith("maple_grove 2026, ")
    assert str(caught.value) == (
        "There is no such library or wave.\n"
        f"- library and wave: found oxwater 1999; allowed: {known}. Choose one of these."
    )


def test_released__asked_twice__is_released_once_until_refresh(sources, clock):
    own, sample = sources.all()[:2]
    for source in (own, sample, own, sample):
        sources.released(source)
    assert clock == [("maple_grove", "2026"), (sample.library_id, sample.wave)]
    sources.refresh()
    sources.released(sample)
    sources.released(own)
    assert clock[2:] == [("maple_grove", "2026")]


def test_label__sample__is_always_called_one(sources, words):
    assert sources.find("maple_grove").label(words) == "Maple Grove"
    assert sources.find("tindle_hollow").label(words) == "Tindle Hollow Reading Room (sample, 3 staff)"


def test_sources__no_library_at_all__still_has_the_samples(guide, store):
    assert [source.is_sample for source in Sources(guide, store).all()] == [True] * sum(count for _, count in WAVES)


def test_beside__own_and_sample__are_of_the_same_wave_and_kind_from_small_to_large(sources):
    assert [source.library_id for source in sources.beside(sources.find("maple_grove"))] == ["maple_grove"]
    beside = sources.beside(sources.find("oxwater", "2026"))
    assert len(beside) == dict(WAVES)["2026"]
    assert all(source.is_sample and source.wave == "2026" for source in beside)
    assert [source.heads for source in beside] == sorted(source.heads for source in beside)


def test_facts__a_library_of_which_nothing_is_known__has_a_row_of_blanks(guide, store, samples):
    rows = samples.responses[samples.responses["library_id"] == "driftlow"]
    store.add(rows.assign(library_id="quiet", response_id="quiet_" + rows["response_id"]))
    sources = Sources(guide, store)
    [facts] = sources.facts(sources.find("quiet")).to_dict("records")
    assert facts["library_id"] == "quiet"
    assert all(value is None or value != value for name, value in facts.items() if name != "library_id")


def test_consortium__asked_twice__is_released_once_until_refresh(sources, monkeypatch):
    calls = []
    monkeypatch.setattr(
        "analysis.exchange.sources.release_consortium", lambda _, wave, name: calls.append((wave, name))
    )
    own, sample = sources.find("maple_grove"), sources.find("oxwater")
    for source in (own, sample, own, sample):
        assert sources.consortium(source, "Together") is None
    assert len(calls) == 2
    sources.refresh()
    sources.consortium(sample, "Together")
    sources.consortium(own, "Together")
    assert len(calls) == 3


def test_released__read_again_meanwhile__does_not_keep_what_was_there_before(sources, monkeypatch):
    own, answers = sources.find("maple_grove"), iter(["old", "new"])

    def released_meanwhile(*_):
        sources.refresh()
        return next(answers)

    monkeypatch.setattr("analysis.exchange.sources.release", released_meanwhile)
    assert sources.released(own) == "old"
    assert sources.released(own) == "new"


def test_find__nothing_asked_and_nothing_own__is_the_sample_that_a_page_names(guide, store):
    assert Sources(guide, store).find(sample="pennywhistle").library_id == "pennywhistle"
