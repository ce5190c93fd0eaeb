"""A store of one own library beside the samples, as fixtures."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.exchange.sources import SAMPLES, Sources
from analysis.guide import load_guide, load_words
from analysis.responses import Store, read_survey

OWN = {"library_id": "maple_grove", "wave": "2026"}


@pytest.fixture(scope="session")
def guide():
    return load_guide()


@pytest.fixture(scope="session")
def words():
    return load_words("en")


@pytest.fixture(scope="session")
def samples(guide):
    """The sample survey, read once."""
    return read_survey(SAMPLES, guide)


@pytest.fixture
def store(tmp_path, guide):
    """An empty store."""
    return Store(tmp_path / "responses.sqlite", guide)


@pytest.fixture
def own_store(store, samples):
    """A store with one library of 12 heads, whose nine answers are those of a sample library."""
    library = {"name": "Maple Grove", "type": "public", "population": "", "locale": "", "fte": ""}
    store.put("libraries", pd.DataFrame([{"library_id": OWN["library_id"], **library}]))
    store.put("roster", pd.DataFrame([{**OWN, "cohort": "all", "value": "all", "heads": 12}]))
    store.add(answers_of(samples, "oxwater"))
    return store


@pytest.fixture
def sources(own_store, guide, kept_in_run):
    """The own library and the samples; what the run has released already is not released again."""
    return Sources(guide, own_store, kept=kept_in_run)


def answers_of(samples, library_id):
    """The answers of a sample library, as if they were those of the own one."""
    rows = samples.responses[samples.responses["library_id"] == library_id]
    return rows.assign(**OWN, response_id="own_" + rows["response_id"])
