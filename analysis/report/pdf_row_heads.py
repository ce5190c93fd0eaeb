"""PDF row heads: tells whoever listens to a table which row a number is of.

The typesetter marks the heads of columns alone, and says of each cell which of them it belongs to. Here the first cell
of each row becomes the head of its row, and the cells no longer name their heads: a reader then takes those above and
those to the left (ISO 32000-1:2008, 14.8.5.7, table 349, and PDF/UA-1, ISO 14289-1:2014, 7.5). What is written is as
long as what it replaces, so that every other byte stays where it is.

Refuses a file in which the heads are not found as they should be, instead of leaving some out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from analysis.errors import Fault, ToolkitError

__all__ = ["with_row_heads"]

ENTRY = re.compile(rb"(\d{10}) \d{5} n")
ROW = re.compile(rb"\d+ 0 obj\n<</Type/StructElem/S/TR/P \d+ 0 R/K\[(\d+) 0 R")
CELL = re.compile(rb"\d+ 0 obj\n<</Type/StructElem/S/T(D)/P \d+ 0 R/A\[<</O/Table(/Headers\[[^\]]*\])>>")
SCOPE = b"/Scope/Row"


def with_row_heads(pdf: bytes, rows: int) -> bytes:
    """`pdf` with the first cell of each row of its tables as the head of the row; there have to be `rows` of them.

    Raises `ToolkitError` where there are more or fewer.
    """
    places = _places(pdf)
    # A row opens with a head of a column in the head of a table, and with a cell everywhere else.
    firsts = {int(found[1]) for found in _found(ROW, pdf, places.values())}
    cells = {number: found for number in places if (found := CELL.match(pdf, places[number]))}
    heads = firsts & cells.keys()
    if len(heads) != rows:
        fault = Fault("heads of rows", str(len(heads)), str(rows), "Report this: typst has changed.")
        raise ToolkitError("The tables of this PDF cannot be given heads.", [fault])
    changed = bytearray(pdf)
    for number, found in cells.items():
        (kind, _), (start, end) = found.span(1), found.span(2)
        is_head = number in heads
        changed[kind : kind + 1] = b"H" if is_head else b"D"
        changed[start:end] = (SCOPE if is_head else b"").ljust(end - start)
    return bytes(changed)


def _places(pdf: bytes) -> dict[int, int]:
    """Where each object of the file begins, by its number."""
    table = pdf[int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0]) :]
    return {number: int(entry[1]) for number, entry in enumerate(ENTRY.finditer(table), start=1)}


def _found(pattern: re.Pattern[bytes], pdf: bytes, places: Iterable[int]) -> Iterator[re.Match[bytes]]:
    return (found for place in places if (found := pattern.match(pdf, place)))
