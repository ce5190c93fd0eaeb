"""Bench sources: whose texts can be read, and the store that they lie in.

Own libraries are read in their own store. A sample library can be opened to practice, and is read in a copy that goes
when the page closes, so that nothing is ever written into the samples.
"""

from __future__ import annotations

from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

import pandas as pd

from analysis.exchange.sources import SAMPLES, Source, Sources
from analysis.guide import Guide
from analysis.responses import Store, Survey, read_survey

__all__ = ["BenchSources"]

OF_A_LIBRARY = ("libraries", "roster", "themes", "listed_names")
OF_A_RESPONSE = ("confirmed_texts", "codings")


class BenchSources:
    """The own libraries and the samples, and for each the store in which its texts are read."""

    def __init__(self, guide: Guide, store: Store, samples: Path = SAMPLES) -> None:
        self._guide, self._store, self._samples = guide, store, samples
        self._offered = Sources(guide, store, samples)
        self._copies: dict[Source, Store] = {}
        self._folder = Path(mkdtemp(prefix="practice-"))
        finalize(self, rmtree, self._folder, ignore_errors=True)

    def all(self) -> tuple[Source, ...]:
        """Every wave of every library; the own ones first."""
        return self._offered.all()

    def find(self, library: str = "", wave: str = "") -> Source:
        """The source that was asked for; raises `ToolkitError` where there is none."""
        return self._offered.find(library, wave)

    def store_of(self, source: Source) -> Store:
        """The store in which the texts of `source` are read: the own one, or a copy of the sample for this page."""
        if not source.is_sample:
            return self._store
        if source not in self._copies:
            copy = Store(self._folder / f"{len(self._copies)}.sqlite", self._guide)
            _fill(copy, read_survey(self._samples, self._guide), source)
            self._copies[source] = copy
        return self._copies[source]


def _fill(store: Store, survey: Survey, source: Source) -> None:
    """Put one wave of a library into an empty store, with everything that its texts need."""
    rows = survey.responses[survey.responses["library_id"] == source.library_id]
    people = rows[rows["wave"] == source.wave]
    store.add(people)
    for name in OF_A_LIBRARY:
        frame: pd.DataFrame = getattr(survey, name)
        store.put(name, frame[frame["library_id"] == source.library_id])
    for name in OF_A_RESPONSE:
        frame = getattr(survey, name)
        store.put(name, frame[frame["response_id"].isin(list(people["response_id"]))])
