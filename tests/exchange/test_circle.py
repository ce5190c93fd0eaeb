"""Circle: what is compared of hundreds of libraries is lean, and says the same."""

from __future__ import annotations

from dataclasses import fields

import pandas as pd
import pytest

from analysis.disclosure import compare_libraries
from analysis.exchange.circle import ALL_LIBRARIES, Compared, compare_circle, draw_circle
from analysis.exchange.places import Place
from batch_made import write_libraries

LIBRARIES = ("dunmarrow", "juniper_latch", "marrow_bend", "mossgate")


@pytest.fixture
def sources(tmp_path, samples, kept_in_run):
    write_libraries(samples, tmp_path / "answers", LIBRARIES)
    place = Place(str(tmp_path / "answers"), tmp_path / "answers", kept_in_run.folder / "circle")
    return place.open()


def compared(sources) -> Compared:
    own = next(one for one in sources.all() if (one.library_id, one.is_sample) == ("marrow_bend", False))
    *_, last = compare_circle(sources, draw_circle(sources, own, ALL_LIBRARIES), "together")
    assert isinstance(last, Compared)
    return last


def test_compare__from_lean_results__is_the_same_as_from_whole_ones(sources, samples):
    own = [one for one in sources.all() if one.library_id in LIBRARIES and not one.is_sample and one.wave == "2026"]
    facts = samples.libraries[samples.libraries["library_id"].isin(LIBRARIES)]
    found = compared(sources)
    pooled = [found.consortium] if found.consortium else []
    whole = compare_libraries([*map(sources.released, own), *pooled], facts, "marrow_bend")
    assert found.comparison is not None
    for field in fields(whole):
        one, other = getattr(found.comparison, field.name), getattr(whole, field.name)
        assert one.equals(other) if isinstance(one, pd.DataFrame) else one == other, field.name


def test_compare__says_what_each_library_came_from(sources):
    origins = compared(sources).origins
    assert sorted(origins) == [(library, "2026") for library in LIBRARIES]
    assert len({origin.data_fingerprint for origin in origins.values()}) == len(LIBRARIES)
