"""Travel guide: one page for new colleagues about how things are done here, from what was written, read and released.

Each stop is a question of the culture tour: the themes that most people wrote about, with their number, and a few
released texts in the words of those who wrote them. A tiny library's team guide makes one too, from what the team wrote
together. Refuses to fill a stop with what may not be told; where no stop is left, there is no travel guide.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import only_released
from analysis.present.numbers import say_count
from analysis.present.written import coded_items, ordered, read_themes, texts_minimum, theme_names

__all__ = ["Stop", "TravelGuide", "build_travel_guide", "say_no_travel_guide", "travel_guide_html"]

TOUR = "culture_tour"
STYLE, ROUTE = (Path(__file__).with_name(f"travel_guide.{kind}") for kind in ("css", "svg"))
MOST_THEMES, MOST_QUOTES = 3, 3
SHORTEST, LONGEST, LONGEST_OF_TEAM = 12, 130, 320
"""How many characters a quoted text has."""

ROOM = 190
"""How many characters all quoted texts of a stop have together, so that six stops fit on one sheet."""


@dataclass(frozen=True)
class Stop:
    """One question of the tour: its heading, of how many people the `themes` are told, and quoted texts."""

    heading: str
    question: str
    people: int
    themes: tuple[str, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class TravelGuide:
    """What the page says, all of it plain text in one language; `is_by_team` where a team wrote it together."""

    language: str
    title: str
    lead: str
    stops: tuple[Stop, ...]
    made: str
    welcome: str
    is_by_team: bool


def build_travel_guide(released: Released, words: Words) -> TravelGuide | None:
    """The travel guide to the library in the language of `words`; None where no stop may be told.

    Raises `ProtectionError` for anything but a `Released`.
    """
    by_team = only_released(released).team_guide is not None
    stops = tuple(_team_stops(released, words) if by_team else _stops(released, words))
    if not stops:
        return None
    library = released.library_name or words("travel.lead_unnamed")
    made = words(f"travel.{'made_team' if by_team else 'made'}", wave=released.wave, minimum=texts_minimum(released))
    lead = words("travel.lead", library=library)
    return TravelGuide(words.language, words("travel.title"), lead, stops, made, words("travel.welcome"), by_team)


def say_no_travel_guide(released: Released, words: Words) -> str:
    """Why there is no travel guide, and what would make one; empty where there is one."""
    if build_travel_guide(released, words):
        return ""
    if released.team_guide is not None:
        return words("travel.none.team")
    items = _tour(released)
    table = released.text_items
    reasons = set(table.loc[table["item"].isin(items), "reason"])
    if coded_items(released) and "few" not in reasons:
        return words("travel.none.hidden")
    key = "few" if "few" in reasons or not reasons - {"nobody"} else "unread"
    return words(f"travel.none.{key}", minimum=texts_minimum(released))


def travel_guide_html(guide: TravelGuide, words: Words) -> str:
    """The page as one HTML file that asks nothing from anywhere, and prints on one sheet of paper.

    >>> from analysis.guide import load_words
    >>> stop = Stop("How we do things", "Which customs?", 0, (), ("Tea & cake at four.",))
    >>> guide = TravelGuide("en", "A travel guide", "For you.", (stop,), "Made in 2026.", "Welcome.", False)
    >>> "<p>“Tea &amp; cake at four.”</p>" in travel_guide_html(guide, load_words("en"))
    True
    """
    stops = "".join(f"<li>{_stop_html(stop, guide, words)}</li>" for stop in guide.stops)
    title = escape(guide.title)
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(guide.language)}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE.read_text(encoding='utf-8')}</style></head><body><main>"
        f"<header>{ROUTE.read_text(encoding='utf-8')}<h1>{title}</h1><p>{escape(guide.lead)}</p></header>"
        f'<ol class="stops" aria-label="{escape(words("travel.stops"))}">{stops}</ol>'
        f'<footer><p class="welcome">{escape(guide.welcome)}</p><p>{escape(guide.made)}</p></footer>'
        f"</main></body></html>\n"
    )


def _tour(released: Released) -> tuple[str, ...]:
    return tuple(item.id for item in released.guide.section(TOUR).items)


def _stops(released: Released, words: Words) -> Iterator[Stop]:
    coded = set(coded_items(released))
    for item in _tour(released):
        people, themes = _themes(released, item, words) if item in coded else (0, ())
        quotes = tuple(_quotes(released, item))
        if themes or quotes:
            yield Stop(words(f"travel.stop.{item}"), words(f"guide.text.{item}"), people, themes, quotes)


def _themes(released: Released, item: str, words: Words) -> tuple[int, tuple[str, ...]]:
    """How many people wrote, and the themes that most of them wrote about, each with its number."""
    cells, names = read_themes(released, item), theme_names(released, words)
    found = [theme for theme in ordered(cells) if cells[theme].span[0] > 0][:MOST_THEMES]
    told = (say_count(cells[theme], words, texts_minimum(released)) for theme in found)
    named = zip(found, told, strict=True)
    themes = tuple(words("travel.theme", name=names[theme], told=count) for theme, count in named)
    return max((cells[theme].n for theme in found), default=0), themes


def _quotes(released: Released, item: str) -> Iterator[str]:
    """A few released texts, each once, of a length that fits; in the order in which they were released."""
    texts = dict.fromkeys(released.texts.loc[released.texts["item"] == item, "text"])
    room, quoted = ROOM, 0
    for text in (text.strip() for text in texts):
        if SHORTEST <= len(text) <= min(LONGEST, room) and quoted < MOST_QUOTES:
            room, quoted = room - len(text), quoted + 1
            yield text


def _team_stops(released: Released, words: Words) -> Iterator[Stop]:
    answers = released.team_guide or {}
    for item in _tour(released):
        text = str(answers.get(item) or "").strip()
        if text:
            quote = _shortened(text)
            yield Stop(words(f"travel.stop.{item}"), words(f"guide.text.{item}"), 0, (), (quote,))


def _shortened(text: str) -> str:
    """The text, or as many whole words of it as fit."""
    if len(text) <= LONGEST_OF_TEAM:
        return text
    return text[:LONGEST_OF_TEAM].rpartition(" ")[0].rstrip(" ,;:") + "…"


def _stop_html(stop: Stop, guide: TravelGuide, words: Words) -> str:
    head = f'<h2>{escape(stop.heading)}</h2><p class="question">{escape(stop.question)}</p>'
    themes = ""
    if stop.themes:
        items = "".join(f"<li>{escape(theme)}</li>" for theme in stop.themes)
        written = escape(words("travel.written", n=stop.people))
        themes = f'<p class="written">{written}</p><ul class="themes">{items}</ul>'
    return head + themes + "".join(_quote_html(quote, guide, words) for quote in stop.quotes)


def _quote_html(quote: str, guide: TravelGuide, words: Words) -> str:
    """One text, in quotation marks unless a team wrote it for this page."""
    shown = quote if guide.is_by_team else words("figures.number.quoted", name=quote)
    return f"<blockquote><p>{escape(shown)}</p></blockquote>"
