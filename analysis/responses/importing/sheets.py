"""Sheets: the cells of a file, whichever spreadsheet program wrote it.

A `Sheet` is a header and rows with the line that a spreadsheet program gives them. Reading one forgives what
such programs do on their own: a byte order mark, semicolons for commas, an old Windows encoding, empty rows
and columns at the end, numbers and days in their own types, hidden sheets. It refuses what would shift or
lose an answer: a row with more cells than columns, cells under no heading, a formula that holds an error.
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import Fault, ImportingError
from analysis.responses.cells import read_cell

__all__ = ["Sheet", "read_csv", "read_workbook"]

DELIMITERS = (",", ";", "\t")
LINES_TO_JUDGE = 5
EUROPEAN = frozenset("áéíóúüñÁÉÍÓÚÜÑàèìòùâêîôûäöçëïÀÈÌÒÙÂÊÎÔÛÄÖÇËÏßœæ¿¡«»“”‘’„–—…•°ºª§©®€£·×½¼\xa0\xad")
"""Letters and signs of Western European texts; old Windows bytes that decode to anything else are not such a text."""

ERROR_VALUES = frozenset(("#NAME?", "#REF!", "#VALUE!", "#N/A", "#DIV/0!", "#NULL!", "#NUM!", "Err:508", "Err:509"))
FORMULA_MARKS = (b"<f>", b"<f ")


class Uncomputed(str):
    """A formula that no program has computed yet."""


@dataclass(frozen=True)
class Sheet:
    """One table of a file: its header, its rows, and the line of each row as a spreadsheet numbers it.

    `faults` lists rows that could not be taken, and columns without a name.
    """

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    lines: tuple[int, ...]
    faults: tuple[Fault, ...] = ()

    def frame(self) -> pd.DataFrame:
        """The cells as they are, one column for each heading, repeated headings included."""
        frame = pd.DataFrame(list(self.rows), columns=range(len(self.header)), dtype=object)
        return frame.set_axis(list(self.header), axis="columns")


def read_csv(path: Path | str) -> Sheet:
    """Read a CSV file in UTF-8, UTF-16 or the old Windows encoding, with commas, semicolons or tabs.

    Raises `ImportingError` for a file that is missing, empty, in another encoding, or with an open quote.

    >>> sheet = read_csv("sample_data/libraries.csv")
    >>> sheet.header[:2], sheet.lines[:3]
    (('library_id', 'name'), (2, 3, 4))
    """
    path = Path(path)
    text = _decode(path, _read_bytes(path))
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        return _tidy(path.name, list(reader))
    except csv.Error as error:
        found = "a quote that is never closed" if "unexpected end" in str(error) else str(error)
        fault = Fault(path.name, found, "a CSV file", "Close every quote; a quote inside a text is written twice.")
        raise ImportingError(f"The file {path.name} cannot be read.", [fault]) from None


def read_workbook(path: Path | str) -> dict[str, Sheet]:
    """Read the visible sheets of an XLSX file by name; a formula counts as the value that was saved with it.

    Raises `ImportingError` for a file that is missing or is no XLSX file.
    """
    import openpyxl

    path = Path(path)
    data = _read_bytes(path)
    try:
        has_formulas = _has_formulas(data)
        with warnings.catch_warnings():
            # It warns of decorations that it does not keep; nobody reading answers needs them.
            warnings.simplefilter("ignore", UserWarning)
            values = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            written = openpyxl.load_workbook(io.BytesIO(data), read_only=True) if has_formulas else values
            return {
                sheet.title: _tidy(sheet.title, list(_records(sheet, written[sheet.title])))
                for sheet in values.worksheets
                if sheet.sheet_state == "visible"
            }
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError, EOFError, OSError):
        repair = "Open it in a spreadsheet program, remove any password, and save it as an Excel workbook (.xlsx)."
        fault = Fault(path.name, "a file that is no workbook", "an XLSX workbook without a password", repair)
        raise ImportingError(f"The file {path.name} cannot be read.", [fault]) from None


def _read_bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        fault = Fault(str(path), error.strerror or "an error", "a file that can be read", "Check its name and folder.")
        raise ImportingError(f"The file {path.name} cannot be read.", [fault]) from None
    if not data.strip():
        fault = Fault(path.name, "an empty file", "a header and rows", "Save the file again from where it came.")
        raise ImportingError(f"The file {path.name} cannot be read.", [fault])
    return data


def _decode(path: Path, data: bytes) -> str:
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if is_wide else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "cp1252" or all(sign.isascii() or sign in EUROPEAN for sign in text):
            return text
    repair = "Save it again as “CSV UTF-8”, or as an Excel workbook (.xlsx)."
    fault = Fault(path.name, "letters in an unknown encoding", "UTF-8", repair)
    raise ImportingError(f"The file {path.name} cannot be read.", [fault])


def _delimiter(text: str) -> str:
    """The sign that divides the first lines into the most cells."""

    def fewest_cells(delimiter: str) -> int:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        return min((len(record) for record in islice(reader, LINES_TO_JUDGE) if record), default=0)

    return max(DELIMITERS, key=fewest_cells)


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(mark in archive.read(name) for name in sheets for mark in FORMULA_MARKS)


def _records(values: Any, written: Any) -> Iterator[list[Any]]:
    """The rows of a sheet; a formula that no program has computed yet shows as itself."""
    values.reset_dimensions()
    if written is values:
        yield from (list(row) for row in values.iter_rows(values_only=True))
        return
    written.reset_dimensions()
    pairs = zip(values.iter_rows(values_only=True), written.iter_rows(values_only=True), strict=True)
    for row, source in pairs:
        yield [_computed(value, formula) for value, formula in zip(row, source, strict=True)]


def _computed(value: Any, formula: Any) -> Any:
    return Uncomputed(formula) if value is None and isinstance(formula, str) else value


def _tidy(name: str, records: Sequence[Sequence[Any]]) -> Sheet:
    """A sheet without empty rows and columns, and the faults of rows that would shift or lose an answer."""
    heading = [read_cell(cell) for cell in records[0]] if records else []
    width = max((place for place, title in enumerate(heading, start=1) if title), default=0)
    numbered = [(line, row) for line, row in enumerate(records[1:], start=2) if not all(map(_is_blank, row))]
    faults = [*_nameless(heading[:width], numbered), *_broken_rows(heading, width, numbered)]
    broken = {fault.row for fault in faults}
    kept = [(line, _fit(row, width)) for line, row in numbered if line not in broken]
    named = [place for place in range(width) if heading[place]]
    return Sheet(
        name=name,
        header=tuple(heading[place] for place in named),
        rows=tuple(tuple(row[place] for place in named) for _, row in kept),
        lines=tuple(line for line, _ in kept),
        faults=tuple(faults),
    )


def _nameless(heading: Sequence[str], numbered: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[Fault]:
    for place, title in enumerate(heading):
        first = next((line for line, row in numbered if place < len(row) and not _is_blank(row[place])), None)
        if not title and first is not None:
            found = f"column {place + 1} with cells (row {first}) and no heading"
            yield Fault("the header", found, "a heading over every column", "Write its heading, or empty the column.")


def _broken_rows(heading: Sequence[str], width: int, numbered: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[Fault]:
    for line, row in numbered:
        if not all(map(_is_blank, row[width:])):
            repair = (
                "Put quotes round a text that holds the separating sign, or empty the cells beyond the last column."
            )
            yield Fault(f"row {line}", "more cells than columns", f"{width} cells", repair, row=line)
            continue
        for title, value in zip(heading, row, strict=False):
            if isinstance(value, Uncomputed) or (isinstance(value, str) and value.strip() in ERROR_VALUES):
                yield _formula_fault(line, title, value)


def _formula_fault(line: int, title: str, value: str) -> Fault:
    repair = "Type the text again with an apostrophe (') before it, so that it is not taken for a formula."
    return Fault(f"row {line}, column {title}", repr(value[:60]), "an answer", repair, row=line, column=title)


def _fit(row: Sequence[Any], width: int) -> list[Any]:
    return [*row[:width], *[None] * (width - len(row))]


def _is_blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
