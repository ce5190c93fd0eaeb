"""Read-texts page: what people wrote, and what it is about.

One or two coders whom the library names read the written answers of one wave here. They see the raw texts of their own
store, and nobody else does: what other pages show goes through a release. Each method shows one section, so that a
notebook is a list of them.
"""

from __future__ import annotations

import ipywidgets as widgets

from analysis.apps.addresses import asked_for
from analysis.apps.bench import CodingBench
from analysis.apps.bench_lists import NamesList, ThemesList
from analysis.apps.bench_sections import say_agreement, say_release
from analysis.apps.bench_sources import BenchSources
from analysis.apps.bench_suggestions import SuggestionsDesk
from analysis.apps.chooser import Picker, trouble_note
from analysis.apps.parts import act, note, paragraphs, part, row, stack, styled
from analysis.collect.coding_desk import CodingDesk
from analysis.errors import ToolkitError
from analysis.exchange.sources import Source
from analysis.guide import Guide, Words, load_guide, load_words
from analysis.responses import open_store
from analysis.responses.frames import AGREED, CODERS

__all__ = ["ReadTextsPage", "read_texts_page"]


def read_texts_page(library: str = "", wave: str = "", language: str = "en") -> ReadTextsPage:
    """The page on which the texts of one wave are read, coded and confirmed.

    `library` and `wave` choose what is opened first; where both are empty, what the page's address asks for, else the
    first of the own libraries, else a sample, of which a copy is opened to practice.

    Raises `ToolkitError` where there is no such library or wave.
    """
    guide = load_guide()
    sources = BenchSources(guide, open_store())
    return ReadTextsPage(guide, load_words(language), sources, sources.find(*asked_for(library, wave)))


class ReadTextsPage:
    """The page, section by section; `choose` first, since the other sections show what is chosen there."""

    def __init__(self, guide: Guide, words: Words, sources: BenchSources, first: Source) -> None:
        self.words = words
        self._guide, self._sources = guide, sources
        self._offered = {f"{source.place}/{source.wave}": source for source in sources.all()}
        self._said, self._agreement, self._release, self._differ = part(), part(), part(), part()
        self._place, self._together_place = stack(), stack()
        self._benches: tuple[CodingBench, ...] = ()
        self._names = NamesList(words, self._reread)
        self._themes = ThemesList(words, self._reread)
        self._suggestions = SuggestionsDesk(words, self._themes.propose)
        options = [(self._label(source), key) for key, source in self._offered.items()]
        coders = [(words(f"bench.page.coder_{coder}"), coder) for coder in CODERS if coder != AGREED]
        self._library = Picker(words("bench.page.library"), options, f"{first.place}/{first.wave}", self._open)
        self._coder = Picker(words("bench.page.coder"), coders, None, self._open)
        self._open()

    def choose(self) -> widgets.Widget:
        """Whose texts are read, and by whom."""
        return styled(row(self._library.control, self._coder.control, self._looker()), self._said)

    def names(self) -> widgets.Widget:
        """The names that are masked everywhere."""
        return self._names.show()

    def bench(self) -> widgets.Widget:
        """The texts, one at a time."""
        return self._place

    def differences(self) -> widgets.Widget:
        """The texts that the two coders have read in different ways."""
        return stack(row(self._looker()), self._differ, self._together_place)

    def agreement(self) -> widgets.Widget:
        """How alike the two code, theme by theme."""
        return stack(row(self._looker()), self._agreement)

    def suggestions(self) -> widgets.Widget:
        """Words that stand together, as questions to the coders."""
        return self._suggestions.show()

    def themes(self) -> widgets.Widget:
        """The library's own themes."""
        return self._themes.show()

    def release(self) -> widgets.Widget:
        """What may be shown to others."""
        return stack(row(self._looker()), self._release)

    def look(self) -> None:
        """Read the store anew: the other coder may have gone on."""
        self._reread()
        self._themes.open(self._store, self._desk)

    @property
    def _source(self) -> Source:
        return self._offered[self._library.value]

    def _looker(self) -> widgets.Button:
        return act(self.words("bench.page.look"), self.look)

    def _label(self, source: Source) -> str:
        key = "bench.page.sample" if source.is_sample else "bench.page.place"
        return self.words(key, name=source.name, wave=source.wave)

    def _open(self) -> None:
        try:
            self._open_desks()
        except ToolkitError as error:
            self._said.value = trouble_note(error)
            self._place.children = self._together_place.children = ()

    def _open_desks(self) -> None:
        source = self._source
        self._store = self._sources.store_of(source)
        place = (self._store, self._guide, source.library_id, source.wave)
        self._desk, together = CodingDesk(*place, self._coder.value), CodingDesk(*place, AGREED)
        for bench in self._benches:
            bench.close()
        self._bench, self._together = CodingBench(self._desk, self.words), CodingBench(together, self.words)
        self._benches = (self._bench, self._together)
        self._place.children = (self._bench,)
        self._names.open(self._store, source.library_id)
        self._themes.open(self._store, self._desk)
        self._suggestions.open(self._desk)
        self._show()

    def _reread(self) -> None:
        for bench in self._benches:
            bench.look()
        self._show()

    def _show(self) -> None:
        """What is said about the texts around the benches."""
        words, minimum = self.words, self._guide.policy.minimum_texts
        progress = self._desk.progress()
        kind = "practice_note" if self._source.is_sample else "own_note"
        few = any(one.written < minimum for one in progress)
        about_few = words("bench.page.few", minimum=minimum) if few else ""
        self._said.value = note(words(f"bench.page.{kind}"), words("bench.page.trust"), about_few)
        differ = bool(self._together.desk.progress())
        self._differ.value = paragraphs(words("bench.differ.text" if differ else "bench.differ.none"))
        self._together_place.children = (self._together,) if differ else ()
        self._agreement.value = say_agreement(self._store.codings(), self._desk, words)
        self._release.value = say_release(self._desk, words, minimum)
