"""Filled: a template that a library has filled in.

Reading it forgives what people and spreadsheet programs do, and says what it cannot understand: answers in
words of any language of the guide, `1.0` for `1`, days as the program shows them, cells left empty, columns
that can be worked out. Everything that is wrong is listed at once; every row that is right can be kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import Fault, ResponseError
from analysis.guide import Guide
from analysis.responses.cells import read_cell
from analysis.responses.checking import Checked
from analysis.responses.frames import FRAMES, LINK, Field, empty_frame
from analysis.responses.importing.days import day_order, read_day
from analysis.responses.importing.explanation import SHEETS, sheet_title
from analysis.responses.importing.guarding import is_guarded, unguard_cell
from analysis.responses.importing.identity import row_ids
from analysis.responses.importing.labels import Labels, field_labels, fold
from analysis.responses.importing.sheets import Sheet, read_csv, read_workbook
from analysis.responses.importing.tables import check_table, table_fields
from analysis.responses.importing.ticks import fill_empty_answers
from analysis.responses.survey import Survey

__all__ = ["TemplateRead", "read_responses", "read_template"]

TEXT_ENDINGS = (".csv", ".tsv", ".txt")
NAMED_BY = {
    "responses": ("response_id", "r", None),
    "strategies": ("strategy_id", "s", ("library_id", "wave", "what")),
    "actions": ("action_id", "a", ("library_id", "wave", "step")),
}
"""Which column of a table may be left empty, and what its name is then made from (None: the whole row)."""

SAYING = {"roster": ("heads",), "libraries": ("name", "type", "population", "locale", "fte")}
"""The columns without which a row of these tables says nothing."""

SHARED = ("library_id", "wave")
MINUS = re.compile(r"^[−–](?=\d)")
DECIMAL_ZEROS = re.compile(r"[.,]0+$")
LIST_SIGNS = re.compile(r"[,;\n]")
LISTS = ("qualities", "participants")


@dataclass(frozen=True)
class TemplateRead:
    """What a filled template holds: each table with its good rows and its faults.

    `titles` says what each table is called in the file; `other_faults` lists sheets that nobody knows.
    """

    guide: Guide
    tables: Mapping[str, Checked]
    titles: Mapping[str, str]
    other_faults: tuple[Fault, ...] = ()

    @property
    def responses(self) -> Checked:
        """The person rows."""
        return self.tables["responses"]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that is wrong, sheet by sheet."""
        return (*self.other_faults, *(fault for name in SHEETS for fault in self.tables[name].faults))

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def table(self) -> pd.DataFrame:
        """The faults as a table: `sheet`, `row`, `column`, `found`, `allowed`, `repair`."""
        groups = [("", Checked(pd.DataFrame(), self.other_faults))]
        groups += [(self.titles.get(name, ""), self.tables[name]) for name in SHEETS]
        tables = [checked.table().assign(sheet=title) for title, checked in groups]
        columns = ["sheet", "row", "column", "found", "allowed", "repair"]
        return pd.concat(tables, ignore_index=True)[columns].astype({"sheet": "str"})

    def survey(self) -> Survey:
        """The rows that are right, as a survey."""
        frames = {name: empty_frame(fields) for name, fields in FRAMES.items()}
        frames |= {name: checked.frame for name, checked in self.tables.items()}
        return Survey(guide=self.guide, **frames)


def read_template(path: Path | str, guide: Guide) -> TemplateRead:
    """Read a filled template, as a workbook or as the CSV file of responses.

    A row without a `response_id` gets one made from what it says, so that the same file twice changes nothing;
    a row that was changed in between is a new one. Where only one library or one wave is named in the whole
    file, rows that name none belong to it.

    Raises `ImportingError` for a file that cannot be read at all; everything else is in `.faults`.

    Missing answers
        An empty cell is skipped (-1). In a row whose `response_mode` is `check_all` it is a no, if the person
        ticked anything in the same question.

    >>> from analysis.guide import load_guide
    >>> read = read_template("sample_data/bad/unknown_role.csv", load_guide())
    >>> len(read.responses.frame), read.faults[0].found
    (2, "'director'")
    """
    path = Path(path)
    if path.suffix.lower() in TEXT_ENDINGS:
        return _check_all({"responses": read_csv(path)}, guide, "", ())
    sheets, language, unknown = _known_sheets(read_workbook(path), guide)
    return _check_all(sheets, guide, language, unknown)


def read_responses(path: Path | str, guide: Guide) -> pd.DataFrame:
    """Read the person rows of a filled template, or of a `responses.csv` that the toolkit wrote.

    Raises `ResponseError` with every fault if anything is wrong, and `ImportingError` for a file that cannot
    be read.

    >>> from analysis.guide import load_guide
    >>> len(read_responses("sample_data/responses.csv", load_guide()))
    1484
    """
    read = read_template(path, guide)
    if read.ok:
        return read.responses.frame
    good = len(read.responses.frame)
    raise ResponseError(
        f"{Path(path).name} has cells that do not fit the guide. Nothing was taken. To keep the rows that are right "
        f"({good} of them), use read_template({Path(path).name!r}, guide).responses.frame.",
        read.faults,
    )


def _known_sheets(book: Mapping[str, Sheet], guide: Guide) -> tuple[dict[str, Sheet], str, tuple[Fault, ...]]:
    """The sheets by table, the language of their titles, and a fault for each sheet that has no place."""
    titles = {fold(name): (name, "") for name in SHEETS}
    for language in guide.languages:
        names = {fold(sheet_title(name, guide.words(language))): (name, language) for name in (*SHEETS, "explanation")}
        titles |= names
    known = {titles[fold(title)]: sheet for title, sheet in book.items() if fold(title) in titles}
    unknown = [title for title in book if fold(title) not in titles]
    if len(book) == 1 and unknown:
        return {"responses": book[unknown[0]]}, "", ()
    faults = (_unknown_sheet(title) for title in unknown if book[title].rows)
    languages = [language for _, language in known if language]
    return (
        {name: sheet for (name, _), sheet in known.items() if name in SHEETS},
        languages[0] if languages else "",
        tuple(faults),
    )


def _unknown_sheet(title: str) -> Fault:
    repair = "Rename the sheet as in the template, or hide or remove it."
    return Fault(f"sheet {title!r}", "a sheet that is not of the template", "the sheets of the template", repair)


def _check_all(sheets: Mapping[str, Sheet], guide: Guide, language: str, other: tuple[Fault, ...]) -> TemplateRead:
    plain = {name: _plain(name, sheet, guide) for name, sheet in sheets.items()}
    shared = _shared_values(plain)
    plain = {name: _filled_rows(sheet, SAYING[name]) if name in SAYING else sheet for name, sheet in plain.items()}
    defaults = {"guide_version": guide.version, "response_mode": "forced_choice", "language": language}
    tables = {}
    for name in SHEETS:
        if name in plain and (plain[name].rows or plain[name].faults):
            frame = _completed(name, plain[name].frame(), guide, shared | defaults)
            tables[name] = check_table(name, frame, plain[name], guide)
        else:
            tables[name] = Checked(empty_frame(table_fields(name, guide)), ())
    return TemplateRead(guide, tables, {name: sheet.name for name, sheet in sheets.items()}, other)


def _plain(name: str, sheet: Sheet, guide: Guide) -> Sheet:
    """`sheet` with the text that the frames would hold in every cell of a column that the table has."""
    fields = {field.name: field for field in table_fields(name, guide)}
    columns = []
    for place, title in enumerate(sheet.header):
        cells = [row[place] for row in sheet.rows]
        columns.append(_plain_column(fields[title], cells, guide) if title in fields else cells)
    return replace(sheet, rows=tuple(zip(*columns, strict=True)) if sheet.rows else ())


def _plain_column(field: Field, cells: Sequence[Any], guide: Guide) -> list[str]:
    if field.kind == "day":
        order = day_order(cells)
        return [(read_day(cell, order) if order else "") or read_cell(cell) for cell in cells]
    labels = field_labels(field, guide)
    texts = {cell: _plain_text(field, cell, labels) for cell in set(cells)}
    return [texts[cell] for cell in cells]


def _plain_text(field: Field, cell: Any, labels: Labels) -> str:
    if isinstance(cell, bool) and field.kind == "code":
        return str(int(cell))
    text = read_cell(cell)
    if is_guarded(field):
        text = unguard_cell(text)
    if field.name in LISTS:
        return _plain_list(text, labels)
    if field.kind in ("code", "count", "choice"):
        text = _plain_whole(text, field)
    if field.kind == "number":
        text = text.replace(",", ".") if text.count(",") == 1 else text
    return text if text in field.allowed else labels.get(fold(text), text)


def _plain_whole(text: str, field: Field) -> str:
    """`−1` and `1,0` as the `-1` and `1` of the column; a version `1` as the `1.0` that a program made a number of."""
    whole = _without_decimals(text)
    if not whole:
        return text
    return next((str(value) for value in field.allowed if _without_decimals(str(value)) == whole), whole)


def _without_decimals(text: str) -> str:
    """A whole number without sign variants and decimal zeros; "" for any other text."""
    whole = DECIMAL_ZEROS.sub("", MINUS.sub("-", text))
    return whole if whole.removeprefix("-").isdecimal() else ""


def _plain_list(text: str, labels: Labels) -> str:
    pieces = (labels.get(fold(piece), piece.strip()) for piece in LIST_SIGNS.split(text))
    return " ".join(piece for piece in pieces if piece)


def _filled_rows(sheet: Sheet, saying: Sequence[str]) -> Sheet:
    """The rows that hold something in one of these columns: the template begins rows that need not be filled in."""
    places = [place for place, title in enumerate(sheet.header) if title in saying]
    filled = [number for number, row in enumerate(sheet.rows) if any(row[place] for place in places)]
    return replace(
        sheet,
        rows=tuple(sheet.rows[number] for number in filled),
        lines=tuple(sheet.lines[number] for number in filled),
    )


def _shared_values(sheets: Mapping[str, Sheet]) -> dict[str, str]:
    """The library and the wave, where the whole file names only one."""
    shared = {}
    for column in SHARED:
        values = {value for sheet in sheets.values() for value in _column(sheet, column) if value}
        if len(values) == 1:
            shared[column] = values.pop()
    return shared


def _column(sheet: Sheet, column: str) -> Iterator[str]:
    places = [place for place, title in enumerate(sheet.header) if title == column]
    yield from (row[place] for row in sheet.rows for place in places[:1])


def _completed(name: str, frame: pd.DataFrame, guide: Guide, defaults: Mapping[str, str]) -> pd.DataFrame:
    fields = table_fields(name, guide)
    if not frame.columns.is_unique:
        return frame
    for field in fields:
        value = defaults.get(field.name, "")
        if value:
            known = frame[field.name] if field.name in frame else pd.Series("", index=frame.index, dtype=object)
            frame = frame.assign(**{field.name: known.where(known != "", value)})
    return _named(name, fill_empty_answers(frame, fields, guide), fields)


def _named(name: str, frame: pd.DataFrame, fields: Sequence[Field]) -> pd.DataFrame:
    """`frame` with a name for each row that has none; a link that is added later leaves the name as it was."""
    if name not in NAMED_BY:
        return frame
    column, prefix, sources = NAMED_BY[name]
    chosen = [field.name for field in fields if field.name in (sources or frame) and field.name not in (column, LINK)]
    content = frame[[source for source in chosen if source in frame]]
    names = pd.Series(row_ids(content.itertuples(index=False, name=None), prefix), index=frame.index, dtype=object)
    known = frame[column] if column in frame else pd.Series("", index=frame.index, dtype=object)
    return frame.assign(**{column: known.where(known != "", names)})
