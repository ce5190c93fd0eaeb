"""Report choice: of which libraries reports are made, for whom, in which language, and beside whom.

One library is chosen, or each of a wave, or all of a wave together. Choosing releases nothing: what is known of a
library before is its name and how many people work there.
"""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from analysis.apps.chooser import Picker, library_options
from analysis.apps.parts import Option, act, bullets, note, part, row, safe, stack, styled
from analysis.exchange.sources import Source, Sources
from analysis.guide import Words
from analysis.report.request import AUDIENCES, BESIDE, CONSORTIUM, LANGUAGES, Request

__all__ = ["EACH", "ONE", "TOGETHER", "ReportChoice"]

ONE, EACH, TOGETHER = "one", "each", "together"
"""What reports are about: one library, each library of a wave, or all of them together."""

OWN, SAMPLES = "own", "samples"


class ReportChoice:
    """The choice, in two pieces: of what, and for whom. `changed` is called when anything else is chosen."""

    def __init__(self, sources: Sources, words: Words, first: Source, changed: Callable[[], None]) -> None:
        self._sources, self._words, self._changed = sources, words, changed
        self.status, self._audiences = part(), part(bullets(self._say(f"audiences.{one}") for one in AUDIENCES))
        self.what = Picker(self._say("what"), self._options("whats", ONE, EACH, TOGETHER), ONE, self._on_what)
        libraries = library_options(sources, words)
        self.library = Picker(words("pages.library.library"), libraries, first.place, self._on_place)
        self.whose = Picker(self._say("whose"), self._owners(), SAMPLES if first.is_sample else OWN, self._on_place)
        self.wave = Picker(words("pages.library.wave"), [(first.wave, first.wave)], first.wave, self._on_wave)
        self.audience = Picker(self._say("audience"), self._options("audience_names", *AUDIENCES), None, changed)
        self.language = Picker(self._say("language"), self._options("languages", *LANGUAGES), None, changed)
        self.beside = Picker(self._say("beside"), self._options("besides", *BESIDE), None, changed)
        self._offer(first.wave)

    def of_what(self) -> widgets.Widget:
        """Which libraries, which wave, and a button that looks for new answers."""
        refresh = act(self._words("pages.library.refresh"), self.refresh)
        pickers = (self.what, self.library, self.whose, self.wave)
        return styled(row(*(picker.control for picker in pickers), refresh), self.status)

    def for_whom(self) -> widgets.Widget:
        """For whom, in which language, and beside whom."""
        pickers = (self.audience, self.language, self.beside)
        return stack(self._audiences, row(*(picker.control for picker in pickers)))

    @property
    def sources(self) -> tuple[Source, ...]:
        """The libraries and the wave that are chosen."""
        return tuple(one for one in self._offered() if one.wave == self.wave.value)

    @property
    def is_sample(self) -> bool:
        """Whether samples are chosen."""
        return any(one.is_sample for one in self._offered())

    @property
    def is_together(self) -> bool:
        """Whether one report is about all libraries."""
        return self.what.value == TOGETHER

    def requests(self, sections: tuple[str, ...] = ()) -> tuple[Request, ...]:
        """The reports that are wanted, with these `sections`."""
        audience, language = self.audience.value, self.language.value
        if self.is_together:
            return (Request(CONSORTIUM, self.wave.value, audience, language, "all", sections, self.is_sample),)
        return tuple(
            Request(one.library_id, one.wave, audience, language, self.beside.value, sections, one.is_sample)
            for one in self.sources
        )

    def refresh(self) -> None:
        """Read the own store again, and offer what is there now."""
        self._sources.refresh()
        self.library.offer(library_options(self._sources, self._words), self.library.value)
        self.whose.offer(self._owners(), self.whose.value)
        self._offer(self.wave.value)
        self._changed()

    def _on_what(self) -> None:
        self._offer(self.wave.value)
        self._changed()

    def _on_place(self) -> None:
        self._offer("")
        self._changed()

    def _on_wave(self) -> None:
        self._tell()
        self._changed()

    def _offer(self, wave: str) -> None:
        """Offer what goes with the choice of what a report is about."""
        is_one = self.what.value == ONE
        _show(self.library.control, is_one)
        _show(self.whose.control, not is_one)
        _show(self.beside.control, not self.is_together)
        waves = sorted({one.wave for one in self._offered()}, reverse=True)
        self.wave.offer([(one, one) for one in waves], wave)
        self._tell()

    def _offered(self) -> tuple[Source, ...]:
        """All waves of the library, or of the libraries, that are chosen."""
        if self.what.value == ONE:
            return tuple(one for one in self._sources.all() if one.place == self.library.value)
        return tuple(one for one in self._sources.all() if one.is_sample == (self.whose.value == SAMPLES))

    def _owners(self) -> list[Option]:
        kinds = {one.is_sample for one in self._sources.all()}
        return self._options("owners", *([OWN] if False in kinds else []), *([SAMPLES] if True in kinds else []))

    def _tell(self) -> None:
        """Say what will be made, and for which libraries that is a page to talk about."""
        chosen, key = self.sources, self.what.value
        told = self._say(f"chosen.{key}", count=len(chosen), name=chosen[0].name, wave=self.wave.value)
        told = f'<p role="status" class="lc-quiet">{safe(told)}</p>'
        minimum = self._sources.guide.policy.minimum_group
        small = sum(one.heads is not None and one.heads < minimum for one in chosen)
        if small and not self.is_together:
            told += note(self._say(f"small.{key}", count=small, minimum=minimum))
        self.status.value = told

    def _options(self, kind: str, *names: str) -> list[Option]:
        return [(self._say(f"{kind}.{name}"), name) for name in names]

    def _say(self, key: str, **values: object) -> str:
        return self._words(f"pages.reports.{key}", **values)


def _show(control: widgets.DOMWidget, is_shown: bool) -> None:
    control.layout.display = None if is_shown else "none"
