"""Google Forms: the answers in a CSV file of a form, read by a reviewed mapping.

Both kinds of file are read: the one that a spreadsheet of answers exports (`, ` between ticked options) and
the one that the form itself offers (`;` between them, a time with its zone). Columns that may say who
answered are dropped before anything else; of the time only the day is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from analysis.errors import Fault, ImportingError
from analysis.guide import Blank, Guide
from analysis.responses.checking import Checked
from analysis.responses.frames import response_fields
from analysis.responses.importing.boxes import split_boxes
from analysis.responses.importing.days import read_day
from analysis.responses.importing.form_file import FileColumn, columns_of
from analysis.responses.importing.identity import row_ids
from analysis.responses.importing.labels import fold
from analysis.responses.importing.mapping import Column, FormMapping, check_mapping
from analysis.responses.importing.sheets import read_csv
from analysis.responses.importing.tables import check_table
from analysis.responses.importing.ticks import fill_empty_answers

__all__ = ["read_google_forms"]

NOT_SHOWN = str(int(Blank.NOT_SHOWN))
KNOWN_ANSWERS = 12


def read_google_forms(path: Path | str, mapping: FormMapping, guide: Guide) -> Checked:
    """Read a Google Forms CSV file with a mapping in which nothing is open.

    A row's `response_id` is made from what it says, so that the same file twice changes nothing and a longer
    export of the same form keeps the names of the rows that were there; a row that was edited is a new one.

    Raises `ImportingError` for a file that cannot be read, an open question in the mapping, or a column that
    the mapping does not know. Everything else is in `.faults`, row by row.

    Missing answers
        An empty cell is skipped (-1), a question that the form does not ask not shown (-3). A box that is not
        ticked is a no only if the person ticked something in the same question.

    >>> from analysis.guide import load_guide
    >>> from dataclasses import replace
    >>> from analysis.responses.importing.proposal import propose_mapping
    >>> path = "sample_data/bad/form_days_unclear.csv"
    >>> mapping = replace(propose_mapping(path, load_guide(), "oxwater", "2026"), day_order="month_first")
    >>> read_google_forms(path, mapping, load_guide()).frame["challenge_growth"].tolist()
    [5, 2]
    """
    path = Path(path)
    sheet = read_csv(path)
    columns = [column for column in columns_of(sheet) if not _is_personal(column, mapping)]
    faults = (*check_mapping(mapping, guide), *_unknown_columns(columns, mapping))
    if faults:
        raise ImportingError(f"{path.name} cannot be read with this mapping yet.", faults)
    by_key = {(column.header, column.occurrence): column for column in columns}
    frame = _general(columns, mapping, guide, len(sheet.rows))
    for column in mapping.columns:
        _add(frame, column, by_key[column.key])
    frame = fill_empty_answers(pd.DataFrame(frame, dtype=object), response_fields(guide), guide)
    checked = check_table("responses", frame, sheet, guide)
    strange = {
        (line, item): _strange_answer(sheet.name, line, cell, column)
        for column in mapping.columns
        for line, cell in zip(sheet.lines, by_key[column.key].cells, strict=True)
        for item in _strange_items(column, cell)
    }
    return Checked(checked.frame, tuple(strange.get((fault.row or 0, fault.column), fault) for fault in checked.faults))


def _is_personal(column: FileColumn, mapping: FormMapping) -> bool:
    return (column.header, column.occurrence) in {entry.key for entry in mapping.ignored if entry.personal}


def _unknown_columns(columns: Sequence[FileColumn], mapping: FormMapping) -> Iterator[Fault]:
    present = {(column.header, column.occurrence) for column in columns}
    expected = {entry.key for entry in mapping.columns}
    known = expected | {entry.key for entry in (*mapping.ignored, *mapping.unsure)}
    if mapping.day_column:
        expected.add((mapping.day_column, 1))
        known.add((mapping.day_column, 1))
    for header, occurrence in sorted(present - known):
        found = f"the column {header!r}" + (f" ({occurrence})" if occurrence > 1 else "")
        yield Fault("the header", found, "the columns of the mapping", "Add it to the mapping, or propose one again.")
    for header, _ in sorted(expected - present):
        yield Fault("the header", f"no column {header!r}", "the columns of the mapping", "Correct the mapping.")


def _general(columns: Sequence[FileColumn], mapping: FormMapping, guide: Guide, rows: int) -> dict[str, list[str]]:
    """Every column of the responses, as it is before the form's own columns are read."""
    frame = {
        entry.name: [NOT_SHOWN if NOT_SHOWN in map(str, entry.allowed) else ""] * rows
        for entry in response_fields(guide)
    }
    same = {
        "library_id": mapping.library_id,
        "wave": mapping.wave,
        "language": mapping.language,
        "guide_version": guide.version,
        "response_mode": mapping.response_mode,
    }
    frame |= {name: [value] * rows for name, value in same.items()}
    cells = [column.cells for column in columns]
    content = zip(*cells, strict=True) if cells else iter([()] * rows)
    frame["response_id"] = row_ids(((mapping.library_id, mapping.wave, *row) for row in content), "g")
    frame["submitted_at"] = _days(columns, mapping, rows)
    return frame


def _days(columns: Sequence[FileColumn], mapping: FormMapping, rows: int) -> list[str]:
    if not mapping.day_column:
        return [mapping.fixed_day] * rows
    cells = next(column.cells for column in columns if column.header == mapping.day_column)
    return [read_day(cell, mapping.day_order) or cell for cell in cells]


def _add(frame: dict[str, list[str]], column: Column, source: FileColumn) -> None:
    if column.options:
        _add_boxes(frame, column, source)
    elif column.answers:
        codes = _folded(column)
        frame[column.item] = [codes.get(fold(cell), cell) for cell in source.cells]
    else:
        frame[column.item] = list(source.cells)


def _add_boxes(frame: dict[str, list[str]], column: Column, source: FileColumn) -> None:
    for item in column.items:
        frame[item] = [""] * len(source.cells)
    for row, cell in enumerate(source.cells):
        ticked, other = split_boxes(cell, column.options)
        for option in ticked:
            frame[column.item_of(option)][row] = "1"
        if column.other and other:
            frame[column.other][row] = "\n".join(filter(None, (frame[column.other][row], other)))
        for item in _strange_items(column, cell):
            frame[item][row] = other


def _folded(column: Column) -> dict[str, str]:
    return {fold(answer): code for answer, code in column.answers.items()}


def _strange_items(column: Column, cell: str) -> tuple[str, ...]:
    """The columns of the responses that `cell` should fill and cannot: nobody offered what it holds.

    Boxes of qualities may have an “Other”; the boxes of a grid and a single answer may not.
    """
    if column.quality:
        return column.items[:1] if split_boxes(cell, column.options)[1] else ()
    return (column.item,) if column.answers and cell and fold(cell) not in _folded(column) else ()


def _strange_answer(name: str, line: int, cell: str, column: Column) -> Fault:
    known = list(column.answers or column.options)[:KNOWN_ANSWERS]
    return Fault(
        f"{name}, row {line}, column {column.header}",
        repr(cell[:60]),
        ", ".join(known),
        "Add this answer and what it stands for to the mapping.",
        row=line,
        column=column.items[0],
    )
