"""Plan sources: what can be planned for, and what may be shown once the plan or the inventory has changed.

Neither of them changes what may be told about answers, so nothing has to be protected anew after an edit. The plan of a
sample library can be tried out: it lies in a copy that goes when the page closes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from weakref import finalize

import pandas as pd

from analysis.disclosure import Released
from analysis.disclosure.followed import Followed
from analysis.disclosure.following import follow_library
from analysis.disclosure.renewing import renew
from analysis.errors import ToolkitError
from analysis.exchange.kept import open_kept
from analysis.exchange.sources import Source, Sources
from analysis.guide import Guide
from analysis.responses import Store, open_store

__all__ = ["PlanSources", "open_plan_sources"]

OF_A_LIBRARY = ("libraries", "roster", "actions")
"""What the plan of a library hangs on."""


@dataclass
class PlanSources(Sources):
    """The same libraries as everywhere, whose plan and inventory are changed while a page looks at them."""

    _tried: set[str] = field(default_factory=set)

    def renewed(self, source: Source) -> Released:
        """What may be shown of an own wave with its plan and its inventory as they are in the store now.

        It is what a release would make of them and of the answers that were read last.
        """
        survey = replace(self._survey(False), strategies=self.store.strategies(), actions=self.store.actions())
        after = renew(self.released(source), survey)
        self._surveys[False], self._released[source] = survey, after
        if self.kept:
            self.kept.keep(survey, after)
        return after

    def follow(self, source: Source) -> Iterator[Followed | ToolkitError]:
        """The library up to the wave of `source`, in one step that may take a while; or why it cannot be followed."""
        try:
            waves = [one for one in self.waves(source.place) if one.wave <= source.wave]
            results = [self.released(one) for one in waves]
            told = [one for one in results if not one.is_empty or one.wave == source.wave]
            yield follow_library(told if len(told) > 1 else results)
        except ToolkitError as error:
            yield error

    def store_of_plan(self, source: Source) -> Store:
        """The store that the plan of `source` is written into: the own one, or a copy of the sample for this page."""
        if not source.is_sample:
            return self.store
        if source.library_id not in self._tried:
            self._tried.add(source.library_id)
            for name in OF_A_LIBRARY:
                frame: pd.DataFrame = getattr(self._survey(True), name)
                self._copy.put(name, frame[frame["library_id"] == source.library_id])
        return self._copy

    @cached_property
    def _copy(self) -> Store:
        folder = Path(mkdtemp(prefix="practice-"))
        finalize(self, rmtree, folder, ignore_errors=True)
        return Store(folder / "plan.sqlite", self.guide)


def open_plan_sources(guide: Guide) -> PlanSources:
    """The samples and the own store; what is released is kept beside the store."""
    return PlanSources(guide, open_store(), kept=open_kept())
