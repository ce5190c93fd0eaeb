"""Blocks: what every section makes its blocks with."""

from __future__ import annotations

from analysis.present.figures import Picture
from analysis.present.html import HtmlTable
from analysis.report.model import Block, Chart, Figure, Paragraph, Table

__all__ = ["figure", "said", "table"]


def said(texts: str | tuple[str, ...], style: str = "body") -> tuple[Block, ...]:
    """Sentences, each a paragraph; none where there is nothing to say."""
    return tuple(Paragraph(text, style) for text in ((texts,) if isinstance(texts, str) else texts) if text)


def figure(name: str, picture: Picture, *behind: HtmlTable, chart: Chart | None = None) -> tuple[Block, ...]:
    """A figure and the tables behind it."""
    tables = (table(name if number == 0 else f"{name}_{number}", one) for number, one in enumerate(behind))
    return (Figure(name, picture, chart), *tables)


def table(name: str, one: HtmlTable) -> Block:
    """A table."""
    return Table(name, one)
