"""Blocks: what every section makes its blocks with."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from analysis.present.figures import Picture
from analysis.present.html import HtmlTable
from analysis.report.model import Block, Bullets, Chart, Figure, Heading, Paragraph, Table

__all__ = ["figure", "headed", "listed", "narrowed", "passage", "said", "table"]


def said(texts: str | tuple[str, ...], style: str = "body") -> tuple[Block, ...]:
    """Sentences, each a paragraph; none where there is nothing to say."""
    return tuple(Paragraph(text, style) for text in ((texts,) if isinstance(texts, str) else texts) if text)


def passage(texts: Iterable[str], *limits: str) -> tuple[Block, ...]:
    """Sentences as one paragraph; those of them that are `limits` stand below it, as what limits it.

    >>> [(block.text, block.style) for block in passage(("It is so.", "It may change.", "More or less."), "It may change.")]
    [('It is so. More or less.', 'body'), ('It may change.', 'quiet')]
    """  # noqa: E501
    found = tuple(texts)
    main, less = ([text for text in found if (text in limits) == is_limit] for is_limit in (False, True))
    return (*said(" ".join(main)), *said(" ".join(less), "quiet"))


def listed(texts: Iterable[str]) -> tuple[Block, ...]:
    """Sentences as a list; a single one as a paragraph.

    >>> listed(["One."]), listed([])
    ((Paragraph(text='One.', style='body'),), ())
    """
    found = tuple(texts)
    return said(found) if len(found) < 2 else (Bullets(found),)


def headed(title: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Blocks under a heading; nothing where there are none, so that no heading stands alone.

    >>> headed("Why", ())
    ()
    """
    return (Heading(title), *blocks) if blocks else ()


def figure(name: str, picture: Picture, *behind: HtmlTable, chart: Chart | None = None) -> tuple[Block, ...]:
    """A figure and the tables behind it."""
    tables = (table(name if number == 0 else f"{name}_{number}", one) for number, one in enumerate(behind))
    return (Figure(name, picture, chart), *tables)


def table(name: str, one: HtmlTable) -> Block:
    """A table."""
    return Table(name, one)


def narrowed(one: HtmlTable, without: Collection[int]) -> HtmlTable:
    """A table without some of its columns, counted from 0, so that it can be read on a page.

    >>> import pandas as pd
    >>> narrowed(HtmlTable("Who", pd.DataFrame({"Name": ["a"], "Note": ["b"]})), [1]).frame.columns.to_list()
    ['Name']
    """
    kept = [column for column in range(one.frame.shape[1]) if column not in without]
    return HtmlTable(one.caption, one.frame.iloc[:, kept])
