"""Written: what a page says about the written answers of one wave, part by part.

Themes and goals are counts of people, texts are those that a reader has confirmed, and the travel guide is made of
both. Nothing here shows a text beside its themes. Where nothing may be told, a part says why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from analysis.apps.doors import door
from analysis.apps.parts import details, download, note, paragraphs, safe, scroll
from analysis.apps.passages import behind, sentences
from analysis.apps.view import View
from analysis.guide import ALL
from analysis.present import figures, wording
from analysis.present.tables_texts import table_coding, table_goals, table_themes
from analysis.present.travel_guide import build_travel_guide, say_no_travel_guide, travel_guide_html
from analysis.present.written import CHANGE, KEEP, coded_items, texts_minimum

__all__ = [
    "agreement_part",
    "goals_part",
    "keep_and_change_part",
    "readers_part",
    "texts_part",
    "themes_part",
    "travel_guide_part",
    "written_parts",
]


def written_parts(view: View) -> str:
    """Everything that people wrote, under headings; empty where no answer was read and no text may be shown."""
    parts: dict[str, Callable[[View], str]] = {
        "themes": themes_part,
        "keep_change": keep_and_change_part,
        "goals": goals_part,
        "agreement": agreement_part,
        "texts": texts_part,
    }
    told = {name: part(view) for name, part in parts.items()}
    return "".join(_headed(view, name, markup) for name, markup in told.items() if markup)


def themes_part(view: View) -> str:
    """What people wrote about, question by question; each picture folded under its question."""
    items = coded_items(view.released)
    if not items:
        return ""
    *told, limits = wording.say_themes(view.released, view.words)
    single = [item for item in items if item not in _mirrored(view)]
    pictures = "".join(details(_question(view, item), _theme_picture(view, item)) for item in single)
    return paragraphs(*told) + paragraphs(limits, kind="quiet") + pictures


def keep_and_change_part(view: View) -> str:
    """What people would keep and what they would change, as each other's mirror; empty before both are read."""
    items = _mirrored(view)
    if not items:
        return ""
    said = sentences(wording.say_keep_and_change(view.released, view.words))
    tables = (table_themes(view.released, view.words, item) for item in items)
    return said + view.picture(figures.draw_themes, KEEP) + behind(view, *tables)


def goals_part(view: View, cohort: str = ALL) -> str:
    """Which kinds of goals people have, in each group of `cohort` and for all staff; empty before any is read."""
    items = coded_items(view.released, "goals")
    if not items:
        return ""
    said = sentences(wording.say_goals(view.released, view.words))
    pictures = "".join(view.picture(figures.draw_goals, item, cohort) for item in items)
    return said + pictures + behind(view, *(table_goals(view.released, view.words, item, cohort) for item in items))


def agreement_part(view: View) -> str:
    """How far two readers agree: what not to lean on in the open, the rest folded; empty before anything is read."""
    released, words, items = view.released, view.words, view.released.text_items
    if not (items["coders"] > 0).any():
        return ""
    poor = replace(released, text_items=items[items["agreement"] == "poor"])
    warned = note(*wording.say_agreement(poor, words)[:-1]) if len(poor.text_items) else ""
    every, table = sentences(wording.say_agreement(released, words)), table_coding(released, words)
    return warned + details(words("pages.written.agreement"), every + scroll(table.html, table.caption))


def texts_part(view: View) -> str:
    """The texts that may be shown, folded under their question, in no order that tells who wrote them."""
    told = "".join(_quoted(view, item.id) for item in view.released.guide.text_items)
    return told + paragraphs(view.words("pages.written.no_order"), kind="quiet") if told else ""


def readers_part(view: View) -> str:
    """Who reads what was written before any of it is shown, with the door to where that is done."""
    return paragraphs(view.words("pages.written.readers", minimum=texts_minimum(view.released))) + door(view, "texts")


def travel_guide_part(view: View) -> str:
    """The travel guide for new colleagues, to save; where there is none yet, why, and what would make one."""
    words, guide = view.words, build_travel_guide(view.released, view.words)
    if guide is None:
        return paragraphs(say_no_travel_guide(view.released, words))
    page = travel_guide_html(guide, words).encode()
    name = f"travel_guide_{view.released.library_id}_{view.released.wave}.html"
    link = download(words("pages.written.travel.save"), name, page, "text/html")
    stops = "".join(f"<li>{safe(stop.heading)}</li>" for stop in guide.stops)
    return paragraphs(words("pages.written.travel.text")) + f"<ol>{stops}</ol><p>{link}</p>"


def _headed(view: View, name: str, markup: str) -> str:
    return f"<h3>{safe(view.words(f'pages.written.title.{name}'))}</h3>{markup}"


def _question(view: View, item: str) -> str:
    return view.words(f"guide.text.{item}")


def _mirrored(view: View) -> tuple[str, ...]:
    """What to keep and what to change, which are drawn together as soon as both are read."""
    both = (KEEP, CHANGE)
    return both if set(both) <= set(coded_items(view.released)) else ()


def _theme_picture(view: View, item: str) -> str:
    return view.picture(figures.draw_themes, item) + behind(view, table_themes(view.released, view.words, item))


def _quoted(view: View, item: str) -> str:
    texts = view.released.texts.loc[view.released.texts["item"] == item, "text"]
    if texts.empty:
        return ""
    summary = view.words("pages.written.quoted", question=_question(view, item), count=len(texts))
    return details(summary, "".join(f"<blockquote>{safe(text)}</blockquote>" for text in texts))
