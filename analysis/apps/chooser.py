"""Chooser: which wave of which library a page looks at, and the lists that this and the rest is chosen from.

It offers the own libraries and the samples, releases what was chosen, and says above the page what is shown there,
or why it cannot be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets

from analysis.apps.parts import Option, act, choose, note, part, row, safe, styled
from analysis.apps.viewport import Viewport
from analysis.disclosure import Released
from analysis.errors import ToolkitError
from analysis.exchange.sources import Source, Sources
from analysis.guide import Words

__all__ = ["Chooser", "Picker", "library_options", "trouble_note"]


class Picker:
    """A labelled list to choose from, whose options can be changed without acting on every step of the change.

    `changed` is called when somebody chooses, and not when `offer` does.
    """

    def __init__(self, label: str, options: Sequence[Option], value: str | None, changed: Callable[[], None]) -> None:
        self.control = choose(label, options, value)
        self._changed = changed
        self._is_listening = True
        self.control.observe(self._on_value, "value")

    @property
    def value(self) -> str:
        """What is chosen; empty where there is nothing to choose."""
        return self.control.value or ""

    def offer(self, options: Sequence[Option], value: str = "") -> None:
        """Offer `options`, with `value` chosen where it is among them, else the first; hidden where there is none."""
        self._is_listening = False
        offered = [stands_for for _, stands_for in options]
        self.control.options = options
        self.control.value = value if value in offered else offered[0] if offered else None
        self.control.layout.display = None if offered else "none"
        self._is_listening = True

    def _on_value(self, _change: Any) -> None:
        if self._is_listening:
            self._changed()


class Chooser:
    """The choice of library and wave, the button that looks for new answers, and what is said about the choice.

    `show` is called with what may be shown of another choice, or with None where that cannot be made. `viewport`
    knows how much room the page has.
    """

    def __init__(self, sources: Sources, words: Words, first: Source, show: Callable[[Released | None], None]) -> None:
        self.viewport = Viewport()
        self._sources, self._words, self._show = sources, words, show
        self._status = part()
        libraries = Picker(words("pages.library.library"), self._libraries(), first.place, self._on_library)
        self._library = libraries
        self._wave = Picker(words("pages.library.wave"), self._waves(), first.wave, self.look)

    @property
    def source(self) -> Source:
        """The library and wave that are chosen."""
        chosen = (self._library.value, self._wave.value)
        return next(source for source in self._sources.all() if (source.place, source.wave) == chosen)

    def widget(self, *others: widgets.Widget) -> widgets.Widget:
        """The controls, with `others` of the page among them, and what is said about the choice."""
        refresh = act(self._words("pages.library.refresh"), self.refresh)
        controls = row(self._library.control, self._wave.control, *others, refresh)
        return styled(controls, self._status, self.viewport)

    def look(self) -> None:
        """Release what is chosen and show it, or say in place of everything why it cannot be shown."""
        source = self.source
        self._say("waiting", source)
        try:
            released = self._sources.released(source)
        except ToolkitError as error:
            self._status.value = trouble_note(error)
            self._show(None)
            return
        self._show(released)
        self._say("sample" if source.is_sample else "own", source)

    def refresh(self) -> None:
        """Read the own store again, and show what is there now."""
        self._sources.refresh()
        place, wave = self._library.value, self._wave.value
        self._library.offer(self._libraries(), place)
        self._wave.offer(self._waves(), wave)
        self.look()

    def _on_library(self) -> None:
        self._wave.offer(self._waves())
        self.look()

    def _libraries(self) -> list[Option]:
        return library_options(self._sources, self._words)

    def _waves(self) -> list[Option]:
        return [(source.wave, source.wave) for source in self._sources.all() if source.place == self._library.value]

    def _say(self, key: str, source: Source) -> None:
        text = self._words(f"pages.library.shown.{key}", name=source.name, wave=source.wave)
        self._status.value = f'<p role="status" class="lc-quiet">{safe(text)}</p>'


def library_options(sources: Sources, words: Words) -> list[Option]:
    """Every library once, to choose from."""
    options = {source.place: source.label(words) for source in sources.all()}
    return [(label, place) for place, label in options.items()]


def trouble_note(error: ToolkitError) -> str:
    """What stands above a page in place of what cannot be shown."""
    return note(*(f"{fault.place}: {fault.repair}" for fault in error.faults), title=error.summary, spoken=True)
