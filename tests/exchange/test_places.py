"""Places: the own store, another one, or a folder of tables, opened as sources."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from analysis.errors import StoreError
from analysis.exchange.places import FolderStore, Place
from analysis.exchange.sources import Source
from analysis.responses import Store
from batch_made import LIBRARIES, write_libraries


@pytest.fixture
def folder(tmp_path: Path, samples) -> Path:
    write_libraries(samples, tmp_path / "answers")
    return tmp_path / "answers"


def own(place: Place) -> list[str]:
    return [source.library_id for source in place.open().all() if not source.is_sample]


def test_place__a_folder__has_its_libraries_as_own_ones(folder):
    assert sorted(own(Place(str(folder)))) == list(LIBRARIES)


def test_place__a_store__has_the_libraries_in_it(own_store, tmp_path):
    assert own(Place(str(tmp_path / "responses.sqlite"))) == ["maple_grove"]


def test_place__nothing_said__is_the_own_store(monkeypatch, tmp_path):
    monkeypatch.setenv("LEARNING_CULTURE_DATA", str(tmp_path / "data"))
    assert own(Place()) == []
    assert (tmp_path / "data" / "responses.sqlite").is_file()


def test_place__nothing_there__is_refused_and_nothing_is_made(tmp_path):
    with pytest.raises(StoreError) as caught:
        Place(str(tmp_path / "none.sqlite")).open()
    assert str(caught.value) == (
        f"There are no answers at this place.\n- {tmp_path / 'none.sqlite'}: found nothing; allowed: a store, or a "
        "folder of tables. Check the name."
    )
    assert list(tmp_path.iterdir()) == []


def test_place__sent_to_another_process__is_the_same(folder):
    assert pickle.loads(pickle.dumps(Place(str(folder)))) == Place(str(folder))


def test_kept__of_each_address__has_a_folder_of_its_own(monkeypatch, tmp_path, folder):
    monkeypatch.setenv("LEARNING_CULTURE_DATA", str(tmp_path / "data"))
    places = [Place(str(folder)), Place(f"{folder}/../answers"), Place(str(tmp_path / "data" / "responses.sqlite"))]
    Place().open()
    kept = [place.open().kept.folder for place in places]
    assert kept[0] == kept[1] != kept[2]
    assert {one.parent for one in kept} == {Place().open().kept.folder} == {tmp_path / "data" / "released"}


def test_folder_store__anything_but_reading_it_whole__is_refused(folder, guide, samples):
    store = FolderStore(folder, guide)
    assert len(store.survey().libraries) == len(LIBRARIES)
    for act in (lambda: store.add(samples.responses), store.responses, lambda: store.delete_wave("a", "b")):
        with pytest.raises(StoreError) as caught:
            act()
        assert str(caught.value) == (
            f"A folder of tables can only be read.\n- {folder}: found a folder; allowed: a store. "
            "Bring the answers into a store first: learning-culture import."
        )
    assert isinstance(store, Store)


def test_sources__that_do_not_remember__find_what_is_kept_each_time(folder, tmp_path):
    sources = Place(str(folder), folder, tmp_path / "released").open(remembers=False)
    source = next(one for one in sources.all() if one.library_id == LIBRARIES[0] and not one.is_sample)
    assert not sources.is_kept(source)
    first, second = sources.released(source), sources.released(source)
    assert first is not second
    assert first.respondents.equals(second.respondents)
    assert sources.is_kept(source)
    assert not sources.is_kept(Source("nowhere", "", "2026", is_sample=False))


def test_state__of_a_wave__changes_with_its_answers_alone(folder):
    def states() -> dict[str, str]:
        sources = Place(str(folder), folder).open()
        return {one.library_id: sources.state(one) for one in sources.all() if not one.is_sample}

    before = states()
    roster = folder / "roster.csv"
    roster.write_text(roster.read_text("utf-8-sig").replace("wrenbarrow,2026,all,all,2", "wrenbarrow,2026,all,all,3"))
    after = states()
    assert [library for library in LIBRARIES if before[library] != after[library]] == ["wrenbarrow"]
