"""Listing: everything that a report says, number by number and text by text.

Numbers stand in the cells of tables, in key figures, and in the charts that a slide program draws. All three are
listed alike, as a `Grid`: heads of columns, and rows whose first cell names them. Texts are everything else that is
read, the descriptions of figures and the captions of tables among them.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.report.model import (
    Block,
    Bullets,
    Chart,
    Figure,
    Heading,
    KeyFigures,
    NextSteps,
    Note,
    Paragraph,
    Quotes,
    Report,
    Section,
    Table,
)

__all__ = ["CHART", "KEY_FIGURES", "KINDS", "TABLE", "Address", "Grid", "grids_of", "squeeze", "texts_of"]

TABLE, KEY_FIGURES, CHART = KINDS = ("table", "key figures", "chart")

DECIMALS = 6
"""Of the values of a chart: finer than anybody can read, coarser than what two machines may differ in."""

UNSEEN, REPLACED = ("Cc", "Cf", "Cs", "Cn"), "\ufffd"


@dataclass(frozen=True)
class Address:
    """Where a number stands: unlike any other of the report, even if tables, rows or columns are named alike."""

    section: str
    kind: str
    id: str
    row: str
    column: str

    def __str__(self) -> str:
        place = f"{self.kind} {self.id}".strip()
        return f"section {self.section}, {place}, row “{self.row}”, column “{self.column}”"


@dataclass(frozen=True)
class Grid:
    """A table, a row of key figures or a chart by its `id`; the first cell of a row names it."""

    kind: str
    id: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def cells(self, section: str) -> dict[Address, str]:
        """What is told at each address; rows and columns of one name are numbered."""
        columns = _numbered(self.columns[1:])
        heads = _numbered(tuple(row[0] for row in self.rows))
        return {
            Address(section, self.kind, self.id, head, column): text
            for head, row in zip(heads, self.rows, strict=True)
            for column, text in zip(columns, row[1:], strict=True)
        }


def grids_of(section: Section) -> tuple[Grid, ...]:
    """The tables, key figures and charts of a section in their order; those of one name are numbered."""
    found = [grid for block in section.blocks for grid in _grids(block)]
    names = _numbered(tuple(f"{grid.kind}\n{grid.id}" for grid in found))
    ids = (name.split("\n", 1)[1] for name in names)
    return tuple(Grid(grid.kind, id_, grid.columns, grid.rows) for grid, id_ in zip(found, ids, strict=True))


def texts_of(report: Report) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The texts of the cover, and of each section by its id, in the order in which they are read."""
    brand = report.brand
    cover = (report.title, report.subtitle, report.library, report.wave, brand.name, brand.contact, brand.logo_alt)
    sections = ((section.id, (section.title, *_told(section))) for section in report.sections)
    return (("", tuple(text for text in cover if text)), *sections)


def squeeze(text: str) -> str:
    """A text without what differs between formats: spaces, breaks, and characters that are not seen.

    What stands for a character that a format cannot hold counts as not seen either.

    >>> squeeze("4 to 8  of 21")
    '4to8of21'
    """
    return "".join(
        one
        for one in unicodedata.normalize("NFC", text)
        if not one.isspace() and unicodedata.category(one) not in UNSEEN and one != REPLACED
    )


def _told(section: Section) -> Iterator[str]:
    return (text for block in section.blocks for text in _texts(block) if text)


def _grids(block: Block) -> Iterator[Grid]:
    match block:
        case Table(id_, table):
            columns, *rows = _plain(table.frame.columns), *map(_plain, table.frame.itertuples(index=False, name=None))
            yield Grid(TABLE, id_, columns, tuple(rows))
        case KeyFigures(figures):
            yield Grid(KEY_FIGURES, "", ("label", "value"), tuple((one.label, one.value) for one in figures))
        case Figure(id_, _, Chart() as chart):
            rows = tuple((series.name, *map(_decimal, series.values)) for series in chart.series)
            yield Grid(CHART, id_, ("series", *chart.categories), rows)


def _texts(block: Block) -> tuple[str, ...]:
    match block:
        case Paragraph(text, _) | Heading(text):
            return (text,)
        case Bullets(texts, _) | Quotes(texts):
            return texts
        case Note(title, texts):
            return (title, *texts)
        case NextSteps(steps):
            return tuple(
                text for step in steps for text in (step.title, step.evidence, step.certainty, *step.strategies)
            )
        case Figure(_, picture, _):
            return (picture.title, picture.alt, picture.reading)
        case Table(_, table):
            return (table.caption,)
        case _:
            return ()


def _plain(cells: object) -> tuple[str, ...]:
    return tuple(str(cell) for cell in cells)  # pyright: ignore[reportGeneralTypeIssues]


def _decimal(value: float | None) -> str:
    return "" if value is None else f"{value:.{DECIMALS}f}"


def _numbered(names: tuple[str, ...]) -> list[str]:
    """The names, the second of a kind as `name (2)` and so on, until no two are alike."""
    taken: set[str] = set()
    seen: Counter[str] = Counter()
    numbered: list[str] = []
    for name in names:
        seen[name] += 1
        unlike = name if seen[name] == 1 else f"{name} ({seen[name]})"
        while unlike in taken or (unlike != name and unlike in names):
            seen[name] += 1
            unlike = f"{name} ({seen[name]})"
        taken.add(unlike)
        numbered.append(unlike)
    return numbered
