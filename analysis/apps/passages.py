"""Passages: what several pages say in the same way, as markup.

Sentences that were computed from results, the numbers behind a figure folded under one line, and how these numbers
came about.
"""

from __future__ import annotations

from analysis.apps.parts import bullets, details, paragraphs, safe, scroll
from analysis.apps.view import View
from analysis.present.html import HtmlTable

__all__ = ["behind", "how_made", "sentences"]


def sentences(texts: str | tuple[str, ...], kind: str = "") -> str:
    """One sentence, or several, each as a paragraph in the style `kind`."""
    return paragraphs(*((texts,) if isinstance(texts, str) else texts), kind=kind)


def behind(view: View, *tables: HtmlTable) -> str:
    """The numbers behind a figure or a sentence, folded."""
    boxes = "".join(scroll(table.html, table.caption) for table in tables)
    return details(view.words("pages.library.numbers"), boxes)


def how_made(view: View, key: str) -> str:
    """How the numbers came about, folded: the lists `key.lines` and `key.sources` of the pages' words."""
    origin, words = view.released.provenance, view.words
    values = {
        "guide": f"{origin.guide_id} {origin.guide_version}",
        "toolkit": origin.toolkit_version,
        "fingerprint": origin.data_fingerprint[:12],
        "minimum": origin.policy.minimum_group,
        "texts": origin.policy.minimum_texts,
    }
    lines = [text.format(**values) for text in words.many(f"{key}.lines")]
    sources = f"<h3>{safe(words('pages.method.sources_title'))}</h3>" + bullets(words.many(f"{key}.sources"))
    return details(words("pages.method.summary"), bullets(lines) + sources)
