"""PDF tables: how wide the columns of a table are, and in which size it is set.

A column needs room for its longest word, and likes to have each of its texts in one line. What is left between the
two is shared in proportion; where not even the longest words have room, the table is set smaller.

Refuses a table in which a column or a row has no head, since nobody who listens to it could tell what a number means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any

from analysis.errors import Fault, ToolkitError
from analysis.present.html import HtmlTable
from analysis.report.lettering import BREAK, Lettering

__all__ = ["check_heads", "raise_faults", "table_data"]

SIZES = (8.3, 7.7, 7.1, 6.5)
"""The sizes in which a table may be set, in points; the largest that has room is taken."""

MARGIN = 8.6
"""Left and right of the text of a cell together, in points."""

BOLDER = 1.08
"""How much wider heads are than the same letters in the regular weight."""

WIDEST = 190.0
"""No column but the first asks for more than this, in points, to have its texts in one line."""

LINE, ABOVE = 1.23, 6.8
"""The height of a line in units of the size, and what a row has above and below, in points."""

WRITING = 5.0
"""What a row that is filled in by hand has more, above and below, in points."""

HIGHEST = 250.0
"""A row is kept on one page, unless one of the table is higher than this, in points."""

SHORT = 18
"""Columns whose texts have at most so many letters, and a digit, are set to the right."""

WORDS = re.compile(rf"[\s{BREAK}]+")


def table_data(table: HtmlTable, lettering: Lettering, width: float) -> dict[str, Any]:
    """The heads, the rows, the widths of the columns and the size of a table, and about how high it is, in points.

    The widths are together at most `width`.
    """
    heads = [lettering.shown(str(head)) for head in table.frame.columns]
    rows = [[lettering.shown(str(cell)) for cell in row] for row in table.frame.itertuples(index=False, name=None)]
    columns = [_Column(head, tuple(cells), lettering) for head, *cells in zip(heads, *rows, strict=True)]
    size = next((size for size in SIZES if sum(one.wishes(size)[0] for one in columns) <= width), SIZES[-1])
    widths = _widths(columns, size, width)
    right = [number > 0 and column.is_short for number, column in enumerate(columns)]
    blank = [not any(row[1:]) and len(row) > 1 for row in rows]
    heights = [_height(line, widths, size, lettering) for line in (heads, *rows)]
    height = sum(heights) + 2 * WRITING * sum(blank)
    told = {"heads": heads, "rows": rows, "blank": blank, "writing": WRITING, "breaks": max(heights) > HIGHEST}
    return {**told, "right": right, "size": size, "widths": widths, "height": height}


def check_heads(table: HtmlTable, place: str) -> list[Fault]:
    """What keeps a table from being read out: a column or a row without a head."""
    heads = {f"{place}, column {at}": head for at, head in enumerate(table.frame.columns, start=1)}
    if table.frame.shape[1]:
        heads |= {f"{place}, row {at}": head for at, head in enumerate(table.frame.iloc[:, 0], start=1)}
    missing = [where for where, head in heads.items() if not str(head).strip()] or ([] if heads else [place])
    return [Fault(where, "no head", "a text", "Give every column and every row a head.") for where in missing]


def raise_faults(faults: Sequence[Fault]) -> None:
    """Raise `ToolkitError` for the faults of all tables together."""
    if faults:
        raise ToolkitError("This report has tables that cannot be read out.", faults)


@dataclass(frozen=True)
class _Column:
    """A column, and how wide it wants to be in a size, in points."""

    head: str
    cells: tuple[str, ...]
    lettering: Lettering

    @property
    def is_short(self) -> bool:
        """Whether its texts are numbers, or are told like numbers."""
        has_digits = any(letter.isdigit() for cell in self.cells for letter in cell)
        return has_digits and all(len(cell) <= SHORT for cell in self.cells)

    @cached_property
    def longest_word(self) -> float:
        in_head = (BOLDER * self.lettering.width(word) for word in WORDS.split(self.head))
        return max([*in_head, *(self.lettering.width(word) for cell in self.cells for word in WORDS.split(cell))])

    @cached_property
    def longest_cell(self) -> float:
        return max((self.lettering.width(cell.replace(BREAK, "")) for cell in self.cells), default=0.0)

    @cached_property
    def whole_head(self) -> float:
        return BOLDER * self.lettering.width(self.head.replace(BREAK, ""))

    def wishes(self, size: float) -> tuple[float, float, float, float]:
        """Room for the longest word; for numbers in one line; for other texts in one line; for the head in one line."""
        word = self.longest_word * size + MARGIN
        cell = min(WIDEST, self.longest_cell * size + MARGIN)
        head = min(WIDEST, self.whole_head * size + MARGIN)
        number = max(word, head / 3, cell if self.is_short else 0.0)
        text = max(number, head / 2, cell)
        return word, number, text, max(text, head)


def _widths(columns: Sequence[_Column], size: float, width: float) -> list[float]:
    """As wide as the columns wish, wish after wish; what a wish cannot have whole is shared in proportion."""
    steps = list(zip(*(column.wishes(size) for column in columns), strict=True))
    fitting = [step for step in steps if sum(step) <= width]
    if not fitting:
        return [round(one * width / sum(steps[0]), 2) for one in steps[0]]
    widths, beyond = list(fitting[-1]), steps[min(len(fitting), len(steps) - 1)]
    missing = sum(beyond) - sum(widths)
    if missing:
        left = width - sum(widths)
        widths = [low + (high - low) * left / missing for low, high in zip(widths, beyond, strict=True)]
    return _spread(columns, widths, size, width)


def _spread(columns: Sequence[_Column], widths: Sequence[float], size: float, width: float) -> list[float]:
    """What is left goes to long texts as far as they need it, then to the columns that people write into by hand.

    Where there are none of these, half goes to the first column, so that numbers do not huddle at the edge.
    """
    lacking = [max(0.0, one.longest_cell * size + MARGIN - has) for one, has in zip(columns, widths, strict=True)]
    part = min(1.0, max(0.0, width - sum(widths)) / (sum(lacking) or 1.0))
    wide = [has + part * more for has, more in zip(widths, lacking, strict=True)]
    left, others = width - sum(wide), len(widths) - 1
    empty = [float(not any(column.cells)) for column in columns]
    if any(empty):
        shares = [one / sum(empty) for one in empty]
    else:
        shares = [0.5, *[0.5 / others] * others] if others else [1.0]
    return [round(one + left * share - 0.005, 2) for one, share in zip(wide, shares, strict=True)]


def _height(texts: Sequence[str], widths: Sequence[float], size: float, lettering: Lettering) -> float:
    lines = (_lines(text, (width - MARGIN) / size, lettering) for text, width in zip(texts, widths, strict=True))
    return max(lines) * size * LINE + ABOVE


def _lines(text: str, width: float, lettering: Lettering) -> int:
    needed = lettering.width(text.replace(BREAK, "")) / width
    # Words that do not fit leave the ends of lines empty.
    return text.count("\n") + (ceil(1.1 * needed) if needed > 1.01 else 1)
