"""Start page: what is here, who it is for, and how a library's own answers come in.

The page has three doors, the sample libraries, three ways to bring answers, a form that sets up a library, and
what can be done with the answers that are kept.
"""

from __future__ import annotations

from pathlib import Path

import ipywidgets as widgets

from analysis.apps.addresses import PAGES, address_of
from analysis.apps.bringing import BringForm
from analysis.apps.entering import SetUpForm
from analysis.apps.keeping import KeepForm
from analysis.apps.parts import details, download, part, safe, styled
from analysis.exchange.sources import Source, Sources, open_sources
from analysis.guide import Words, load_guide, load_words
from analysis.present.promise import write_promise

__all__ = ["StartPage", "start_page"]

DRAWINGS = Path(__file__).with_name("drawings")
LAB = "../../lab/tree/"
MORE = {
    "run": {"plan": "06_plan_and_act", "texts": "08_read_texts"},
    "advise": {"plan": "06_plan_and_act", "reports": "07_reports"},
    "research": {"texts": "08_read_texts"},
}
"""Behind each door, what else there is for whoever comes in by it: the words' key, and the notebook."""

SIZES = {"team": 0, "small": 5, "middle": 20, "large": 60}
"""Kinds of sample libraries, each with the fewest heads that it has."""


def start_page(language: str = "en") -> StartPage:
    """The page on which everything starts."""
    guide = load_guide()
    return StartPage(open_sources(guide), load_words(language))


def size_of(heads: int | None) -> str:
    """The kind of library that has so many heads.

    >>> [size_of(heads) for heads in (4, 5, 19, 20, 59, 60)]
    ['team', 'small', 'small', 'middle', 'middle', 'large']
    """
    return [size for size, fewest in SIZES.items() if (heads or 0) >= fewest][-1]


class StartPage:
    """The page, section by section; `doors` first, since it brings the style of the others."""

    def __init__(self, sources: Sources, words: Words) -> None:
        self.words = words
        self._sources = sources
        store, guide = sources.store, sources.guide
        self._bring = BringForm(store, guide, words, self._own, self._changed)
        self._set_up = SetUpForm(store, guide, words, self._changed)
        self._keep = KeepForm(store, words, self._own, self._changed)

    def doors(self) -> widgets.Widget:
        """Three doors: who comes here, and what each will find."""
        links = {
            "run": f"{PAGES}02_our_library.ipynb",
            "advise": f"{PAGES}04_compare_libraries.ipynb",
            "research": f"{LAB}methods/01_shares.ipynb",
        }
        cards = "".join(self._door(door, link) for door, link in links.items())
        return styled(part(f'<ul class="lc-cards">{cards}</ul>'))

    def samples(self) -> widgets.Widget:
        """The sample libraries by size, from the smallest to the largest, each with its newest wave."""
        newest: dict[str, Source] = {}
        for source in self._samples():
            newest.setdefault(source.place, source)
        groups = {size: [one for one in newest.values() if size_of(one.heads) == size] for size in SIZES}
        return part("".join(self._size(size, sources) for size, sources in groups.items() if sources))

    def bring(self) -> widgets.Widget:
        """Three ways to bring answers."""
        return self._bring.show()

    def set_up(self) -> widgets.Widget:
        """The form that sets up a library."""
        return self._set_up.show()

    def promise(self) -> widgets.Widget:
        """A page to print, sign and hand to staff before anybody answers."""
        links = (
            download(
                self.words(f"pages.start.promise.{language}"),
                f"promise_{language}.html",
                write_promise(self._sources.guide, load_words(language)).encode(),
                "text/html",
            )
            for language in self._sources.guide.languages
        )
        return part(f'<p class="lc-row">{" ".join(links)}</p>')

    def keep(self) -> widgets.Widget:
        """Where the answers are, and how they are deleted, withdrawn and backed up."""
        return self._keep.show()

    def _changed(self) -> None:
        self._sources.forget()
        self._bring.refresh()
        self._keep.refresh()

    def _own(self) -> list[Source]:
        return [source for source in self._sources.all() if not source.is_sample]

    def _samples(self) -> list[Source]:
        return [source for source in self._sources.all() if source.is_sample]

    def _door(self, door: str, link: str) -> str:
        title, text, label = (safe(self.words(f"pages.start.doors.{door}.{key}")) for key in ("title", "text", "link"))
        drawing = (DRAWINGS / f"{door}.svg").read_text(encoding="utf-8")
        more = "".join(_link(f"{PAGES}{notebook}.ipynb", self._more(key)) for key, notebook in MORE[door].items())
        return f"<li>{drawing}<h2>{title}</h2><p>{text}</p>{_link(link, label)}{more}</li>"

    def _more(self, key: str) -> str:
        return safe(self.words(f"pages.start.more.{key}"))

    def _size(self, size: str, sources: list[Source]) -> str:
        summary = self.words(f"pages.start.samples.{size}", number=len(sources))
        return details(summary, f'<ul class="lc-list">{"".join(map(self._sample, sources))}</ul>')

    def _sample(self, source: Source) -> str:
        staff = self.words("pages.start.samples.staff", heads=source.heads)
        return f'<li><a href="{safe(address_of(source))}">{safe(source.name)}</a> <span>{safe(staff)}</span></li>'


def _link(address: str, label: str) -> str:
    return f'<p><a href="{safe(address)}">{label}</a></p>'
