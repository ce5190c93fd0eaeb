"""Model: a report as plain data, the same for every format and every audience.

A report is a list of sections, a section a list of blocks, and a block is text, a table of texts, or a figure with its
title and its description. All texts are plain: whoever writes a format escapes them. A block knows nothing of
pages, slides or markup, and nothing here computes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.disclosure.released import Provenance
from analysis.present.figures import Picture
from analysis.present.html import HtmlTable
from analysis.report.brand import Brand
from analysis.report.request import Request

__all__ = [
    "Block",
    "Bullets",
    "Chart",
    "Figure",
    "Heading",
    "KeyFigure",
    "KeyFigures",
    "NextStep",
    "NextSteps",
    "Note",
    "Paragraph",
    "Quotes",
    "Report",
    "Section",
    "Series",
    "Table",
]


@dataclass(frozen=True)
class Paragraph:
    """A piece of running text: `style` is `lead` (what was found first), `body`, or `quiet` (what limits it)."""

    text: str
    style: str = "body"


@dataclass(frozen=True)
class Heading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """A list; `is_ordered` where the order says something."""

    items: tuple[str, ...]
    is_ordered: bool = False


@dataclass(frozen=True)
class Note:
    """An aside that stands apart from the running text."""

    title: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Quotes:
    """What people wrote, confirmed for release, in no order that tells who wrote it."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class KeyFigure:
    """One figure of a glance: its `value` as it is said, and what it is the value of."""

    value: str
    label: str


@dataclass(frozen=True)
class KeyFigures:
    """A row of two to four key figures."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True)
class NextStep:
    """A suggested step: what to do, what it rests on, how sure that is, and strategies that could serve it."""

    title: str
    evidence: str
    certainty: str
    strategies: tuple[str, ...] = ()


@dataclass(frozen=True)
class NextSteps:
    """At most three suggested steps, the best founded first."""

    steps: tuple[NextStep, ...]


@dataclass(frozen=True)
class Series:
    """One row of bars of a chart: a name and a value (0–1) for each category, None where nothing may be told.

    `labels` are what is told of each value, in words; `likely` between which values each lies (None where that is not
    told). `is_open` marks what lies somewhere among the other series and cannot be told more exactly.
    """

    name: str
    values: tuple[float | None, ...]
    color: str
    labels: tuple[str, ...] = ()
    likely: tuple[tuple[float, float] | None, ...] = ()
    is_open: bool = False


@dataclass(frozen=True)
class Chart:
    """What a slide program can draw by itself instead of the figure, and let its owner edit.

    `kind` is `bars` (side by side), `columns` (upright) or `stacked`; values are shares (0–1), and `ends` are the words
    for none, half and all of them. `note` says how its signs are read. It tells no more than the figure and its table.
    """

    kind: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    ends: tuple[str, str, str] | tuple[()] = ()
    note: str = ""


@dataclass(frozen=True)
class Figure:
    """A figure by its `id`, with title, description and reading aid in its `picture`.

    The table behind it is the `Table` block that follows. `chart` is there where a slide program has its like.
    """

    id: str
    picture: Picture
    chart: Chart | None = None


@dataclass(frozen=True)
class Table:
    """A table of texts by its `id`; the first column names the rows."""

    id: str
    table: HtmlTable


Block = Paragraph | Heading | Bullets | Note | Quotes | KeyFigures | NextSteps | Figure | Table


@dataclass(frozen=True)
class Section:
    """One question of the report and what is said about it."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """A finished report in one language.

    `library` is the name of the library or the consortium, `subtitle` says what this is and of which wave. `origins`
    are the released results that it rests on, by library and wave.
    """

    title: str
    subtitle: str
    library: str
    wave: str
    language: str
    sections: tuple[Section, ...]
    request: Request
    brand: Brand
    origins: dict[tuple[str, str], Provenance] = field(default_factory=dict)
