"""Promise: one page for staff that says what happens with their answers, to print, to sign and to hand out.

Its numbers are those of the guide, so it cannot promise more or less than what is kept. Who holds the data, until when
and whom to ask is written in by hand. The page is a single file that asks nothing from anywhere.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

from analysis.guide import Guide, Words

__all__ = ["write_promise"]

STYLE = Path(__file__).with_name("promise.css")
LISTS = ("asked", "seen", "never", "kept")
LINES = ("holder", "until", "ask", "date", "signed")


def write_promise(guide: Guide, words: Words, library_name: str = "") -> str:
    """The page as HTML, in the language of `words`; `library_name` may come from anywhere.

    >>> from analysis.guide import load_guide, load_words
    >>> page = write_promise(load_guide(), load_words("en"), "Elm & Ash")
    >>> "Elm &amp; Ash asks everybody" in page, "fewer than 5 people" in page
    (True, True)
    """
    values = {
        "minimum": guide.policy.minimum_group,
        "texts": guide.policy.minimum_texts,
        "cohorts": ", ".join(words(f"guide.cohort.{cohort.id}.label").lower() for cohort in guide.cohorts),
    }
    title = escape(words("promise.title"))
    lead = escape(words("promise.lead", library=library_name or words("promise.lead_unnamed")))
    lists = "".join(_list(name, words, values) for name in LISTS)
    lines = "".join(f"<div><dt>{escape(words(f'promise.sign.{line}'))}</dt><dd></dd></div>" for line in LINES)
    limits = f"<h2>{escape(words('promise.limits.title'))}</h2><p>{escape(words('promise.limits.text'))}</p>"
    return (
        f'<!DOCTYPE html>\n<html lang="{words.language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE.read_text(encoding='utf-8')}</style></head><body><main>"
        f'<h1>{title}</h1><p class="lead">{lead}</p>{lists}<section class="limits">{limits}</section>'
        f"<dl>{lines}</dl></main></body></html>\n"
    )


def _list(name: str, words: Words, values: dict[str, object]) -> str:
    lines = (line.format(**values) for line in words.many(f"promise.{name}.lines"))
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<section><h2>{escape(words(f'promise.{name}.title'))}</h2><ul>{items}</ul></section>"
