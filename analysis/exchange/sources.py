"""Sources: which libraries and waves can be looked at, and what was answered there.

The sample libraries come with the toolkit; the own ones are in the store on this computer. Both are offered
side by side, and a sample is always called one. Only a `Released` leaves this module.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from analysis.disclosure import Released, release
from analysis.disclosure.consortium import Membership, find_members, release_consortium
from analysis.disclosure.linking import LinkedChange, release_linked
from analysis.errors import Fault, ToolkitError
from analysis.exchange.kept import Kept, open_kept, state_of, state_of_links
from analysis.guide import Guide, Words
from analysis.responses import Store, Survey, open_store, read_survey
from analysis.responses.frames import LINK, of_wave

__all__ = ["SAMPLES", "Source", "Sources", "open_sources"]

SAMPLES = Path(__file__).parents[2] / "sample_data"
"""The folder of the sample libraries."""

FIRST_SAMPLE = "harlow_falls"
"""The sample that opens where nothing was asked: it has most views, and is released in a moment."""


@dataclass(frozen=True)
class Source:
    """One wave of one library, from the samples or from the own store; `heads` is None where not known."""

    library_id: str
    name: str
    wave: str
    is_sample: bool
    heads: int | None = None

    @property
    def place(self) -> str:
        """What tells the library from all others; the same for all its waves."""
        return f"{'sample' if self.is_sample else 'own'}:{self.library_id}"

    def label(self, words: Words) -> str:
        """The library's name, as a choice shows it."""
        return words("pages.source.sample", name=self.name, heads=self.heads) if self.is_sample else self.name


@dataclass
class Sources:
    """Everything that can be looked at; what was released once is kept until `refresh`.

    With `kept` it is also kept in files, so that the next page need not release it again. Whoever goes through hundreds
    of libraries keeps it in files alone: not `remembers`.
    """

    guide: Guide
    store: Store
    samples: Path = SAMPLES
    kept: Kept | None = None
    remembers: bool = True
    _surveys: dict[bool, Survey] = field(default_factory=dict)
    _released: dict[Source, Released] = field(default_factory=dict)
    _consortia: dict[tuple[bool, str], Released | None] = field(default_factory=dict)
    _linked: dict[tuple[Source, Source], LinkedChange] = field(default_factory=dict)
    _listed: dict[bool, tuple[Survey, list[Source]]] = field(default_factory=dict)

    def all(self) -> tuple[Source, ...]:
        """The own libraries first, then the samples from the smallest to the largest; newest wave first."""
        own = self._sources(is_sample=False)
        samples = sorted(self._sources(is_sample=True), key=lambda source: source.heads or 0)
        return (*own, *samples)

    def released(self, source: Source) -> Released:
        """What may be shown of one wave."""
        if not self.remembers:
            return self._find_released(source)
        # `refresh` puts another dictionary in its place: what was being released then does not belong in that.
        found = self._released
        if source not in found:
            found[source] = self._find_released(source)
        return found[source]

    def beside(self, source: Source) -> tuple[Source, ...]:
        """All libraries of the same wave, itself among them, from the smallest to the largest.

        They are samples beside a sample, and own libraries beside an own one.
        """
        same = (other for other in self.all() if (other.is_sample, other.wave) == (source.is_sample, source.wave))
        return tuple(sorted(same, key=lambda other: (other.heads or 0, other.library_id)))

    def facts(self, source: Source) -> pd.DataFrame:
        """What is publicly known of the libraries `beside` one: the frame `libraries`, a row for each of them."""
        known = self._survey(source.is_sample).libraries
        beside = pd.DataFrame({"library_id": [other.library_id for other in self.beside(source)]})
        return beside.merge(known.drop_duplicates("library_id"), on="library_id", how="left")

    def small(self, source: Source) -> Membership:
        """Which libraries of the same wave are too small to be shown alone, and may be together."""
        return find_members(self._survey(source.is_sample), source.wave)

    def consortium(self, source: Source, name: str) -> Released | None:
        """The libraries that are too `small`, released together under `name`; None where these are too few."""
        found, key = self._consortia, (source.is_sample, source.wave)
        if key not in found:
            found[key] = release_consortium(self._survey(source.is_sample), source.wave, name=name)
        return found[key]

    def waves(self, place: str) -> tuple[Source, ...]:
        """The waves of one library, the earliest first."""
        return tuple(sorted((s for s in self.all() if s.place == place), key=lambda source: source.wave))

    def linked(self, before: Source, after: Source) -> LinkedChange:
        """What may be told of the people who linked their answers in two waves of one library."""
        found, pair = self._linked, (before, after)
        if pair not in found:
            found[pair] = self._find_linked(before, after)
        return found[pair]

    def is_kept(self, source: Source) -> bool:
        """Whether what may be shown of one wave is kept in a file."""
        wave = (source.library_id, source.wave)
        return self.kept is not None and self.kept.has(self._survey(source.is_sample), *wave)

    def are_links_kept(self, before: Source, after: Source) -> bool:
        """Whether nobody linked their answers in two waves of one library, or what may be told of it is in a file."""
        survey, pair = self._survey(before.is_sample), (before.library_id, before.wave, after.wave)
        links = of_wave(survey.responses, after.library_id, after.wave)[LINK]
        return bool((links == "").all()) or (self.kept is not None and self.kept.has_linked(survey, *pair))

    def state(self, source: Source) -> str:
        """What stands for everything that the release of a wave depends on."""
        return state_of(self._survey(source.is_sample), source.library_id, source.wave)

    def state_of_links(self, before: Source, after: Source) -> str:
        """What stands for everything that the release of linked people depends on."""
        return state_of_links(self._survey(before.is_sample), before.library_id, before.wave, after.wave)

    def refresh(self) -> None:
        """Read the own store again."""
        self._surveys.pop(False, None)
        self._released = {source: kept for source, kept in self._released.items() if source.is_sample}
        self._consortia = {key: kept for key, kept in self._consortia.items() if key[0]}
        self._linked = {pair: kept for pair, kept in self._linked.items() if pair[0].is_sample}

    def forget(self) -> None:
        """Read the own store again, and keep nothing that was released before; for when answers were deleted."""
        self.refresh()
        if self.kept:
            self.kept.forget()

    def find(self, library: str = "", wave: str = "", sample: str = FIRST_SAMPLE) -> Source:
        """The source that was asked for by the library's id and the wave.

        Where nothing was asked, the first of the own libraries, else `sample`.

        Raises `ToolkitError` where there is no such library or wave.
        """
        offered = self.all()
        if not library and not wave and offered[0].is_sample:
            library = sample
        for source in offered:
            if library in ("", source.library_id) and wave in ("", source.wave):
                return source
        known = ", ".join(f"{source.library_id} {source.wave}" for source in offered)
        fault = Fault("library and wave", f"{library} {wave}".strip(), known, "Choose one of these.")
        raise ToolkitError("There is no such library or wave.", [fault])

    def _find_released(self, source: Source) -> Released:
        survey, wave = self._survey(source.is_sample), (source.library_id, source.wave)
        released = self.kept.find(survey, *wave) if self.kept else None
        if released is None:
            released = release(survey, *wave)
            if self.kept:
                self.kept.keep(survey, released)
        return released

    def _find_linked(self, before: Source, after: Source) -> LinkedChange:
        survey, pair = self._survey(before.is_sample), (before.library_id, before.wave, after.wave)
        change = self.kept.find_linked(survey, *pair) if self.kept else None
        if change is None:
            change = release_linked(survey, *pair)
            if self.kept:
                self.kept.keep_linked(survey, change)
        return change

    def _survey(self, is_sample: bool) -> Survey:
        if is_sample not in self._surveys:
            self._surveys[is_sample] = read_survey(self.samples, self.guide) if is_sample else self.store.survey()
        return self._surveys[is_sample]

    def _sources(self, is_sample: bool) -> list[Source]:
        survey = self._survey(is_sample)
        if is_sample not in self._listed or self._listed[is_sample][0] is not survey:
            self._listed[is_sample] = survey, _list(survey, is_sample)
        return self._listed[is_sample][1]


def open_sources(guide: Guide) -> Sources:
    """The samples and the own store; what is released is kept beside the store."""
    return Sources(guide, open_store(), kept=open_kept())


def _list(survey: Survey, is_sample: bool) -> list[Source]:
    names = dict(zip(survey.libraries["library_id"], survey.libraries["name"], strict=True))
    waves = survey.waves().sort_values("wave", ascending=False, kind="stable").to_dict("records")
    return [_source(survey, row["library_id"], row["wave"], names, is_sample) for row in waves]


def _source(survey: Survey, library_id: str, wave: str, names: dict[str, str], is_sample: bool) -> Source:
    heads = survey.heads(library_id, wave).get(("all", "all"))
    return Source(library_id, names.get(library_id) or library_id, wave, is_sample, heads)
