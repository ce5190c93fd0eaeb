"""Wave chooser: which library a page follows over its waves, and which two of these it looks at.

Every wave of the library is released, which takes a while the first time; what is being done stands above the page. Of
one library all waves are followed, up to the later of the two that were chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import ipywidgets as widgets

from analysis.apps.chooser import Picker, library_options, trouble_note
from analysis.apps.parts import Option, act, part, row, safe, styled
from analysis.apps.span import comparable, pairs_of
from analysis.apps.viewport import Viewport
from analysis.disclosure import Released
from analysis.disclosure.followed import Followed
from analysis.disclosure.following import follow_library
from analysis.disclosure.linking import LinkedChange
from analysis.errors import ToolkitError
from analysis.exchange.sources import Source, Sources
from analysis.guide import Words

__all__ = ["WaveChooser"]

Shown = Callable[[Followed | None, tuple[Released, ...]], None]


class WaveChooser:
    """The choice of library and of two waves, the button that looks for new answers, and what is said about it.

    `show` is called with what was followed and with all waves as they were released, or with None and nothing where
    that cannot be done. `viewport` knows how much room the page has.
    """

    def __init__(self, sources: Sources, words: Words, first: Source, show: Shown) -> None:
        self.viewport = Viewport()
        self._sources, self._words, self._show = sources, words, show
        self._results: tuple[Released, ...] = ()
        self._asked = first.wave
        self._status = part()
        self._library = Picker(words("pages.library.library"), self._libraries(), first.place, self.look)
        self._pair = Picker(words("pages.over_time.pair"), [(first.wave, first.wave)], None, self._follow)

    def widget(self, *others: widgets.Widget) -> widgets.Widget:
        """The controls, with `others` of the page among them, and what is said about the choice."""
        refresh = act(self._words("pages.library.refresh"), self.refresh)
        controls = row(self._library.control, self._pair.control, *others, refresh)
        return styled(controls, self._status, self.viewport)

    def look(self) -> None:
        """Release every wave of the chosen library and follow it, or say in place of everything why it cannot be."""
        # It may take minutes, so nothing of another library is left to stand under this one's name.
        self._show(None, ())
        try:
            self._results = tuple(self._release(source) for source in self._waves())
        except ToolkitError as error:
            self._results = ()
            self._pair.offer([])
            self._status.value = trouble_note(error)
            return
        self._offer_pairs()
        self._follow()

    def refresh(self) -> None:
        """Read the own store again, and show what is there now."""
        self._sources.refresh()
        self._asked = self._pair.value
        self._library.offer(self._libraries(), self._library.value)
        self.look()

    def _follow(self) -> None:
        """Show the chosen pair of waves, with those before it."""
        until = self._pair.value
        chosen = [released for released in comparable(self._results) if not until or released.wave <= until]
        try:
            linked = [self._linked(*pair) for pair in pairwise(chosen) if not any(wave.is_empty for wave in pair)]
            followed = follow_library(chosen, linked)
        except ToolkitError as error:
            self._status.value = trouble_note(error)
            self._show(None, ())
            return
        self._show(followed, self._results)
        self._say_shown()

    def _release(self, source: Source) -> Released:
        waves = self._waves()
        number = waves.index(source) + 1
        self._say("waiting", name=source.name, wave=source.wave, number=number, count=len(waves))
        return self._sources.released(source)

    def _linked(self, before: Released, after: Released) -> LinkedChange:
        """What people did who linked their answers in two waves."""
        self._say("linking", before=before.wave, after=after.wave)
        sources = {source.wave: source for source in self._waves()}
        return self._sources.linked(sources[before.wave], sources[after.wave])

    def _offer_pairs(self) -> None:
        """Offer every two waves that can be looked at; a single pair needs no list."""
        pairs = pairs_of(self._results)
        options = [(self._words("pages.over_time.waves", before=b, after=a), a) for b, a in pairs]
        self._pair.offer(options, self._asked)
        if len(options) == 1:
            self._pair.control.layout.display = "none"

    def _libraries(self) -> list[Option]:
        return library_options(self._sources, self._words)

    def _waves(self) -> tuple[Source, ...]:
        return self._sources.waves(self._library.value)

    def _say_shown(self) -> None:
        sources = self._waves()
        waves = [source.wave for source in sources]
        told = self._words("pages.over_time.several", before=waves[0], after=waves[-1]) if waves[1:] else waves[0]
        self._say("sample" if sources[0].is_sample else "own", name=sources[0].name, waves=told)

    def _say(self, key: str, **values: object) -> None:
        text = self._words(f"pages.over_time.shown.{key}", **values)
        self._status.value = f'<p role="status" class="lc-quiet">{safe(text)}</p>'
