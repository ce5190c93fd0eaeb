"""Template: an empty table that a library fills in and gives back.

As a workbook it has a sheet for each table, a drop-down list in every cell that takes one of a few answers,
the question beside the cell that is being filled in, and a sheet that explains every column. As a CSV file
it is the table of responses, with the explanation in a second file beside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.errors import Fault, ImportingError
from analysis.guide import ALL, Guide, Words
from analysis.responses.frames import Field
from analysis.responses.importing.explanation import (
    SHEETS,
    explain_columns,
    heading,
    introduction,
    sheet_title,
)
from analysis.responses.importing.folders import csv_bytes
from analysis.responses.importing.guarding import guard_cell
from analysis.responses.importing.tables import table_fields

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["write_template"]

ROWS_WITH_LISTS = 1000
LONGEST_LIST = 255
LONGEST_PROMPT = 255
LONGEST_PROMPT_TITLE = 32
WIDTHS = {"id": 18, "text": 36, "choice": 18, "code": 12, "count": 12, "number": 12, "day": 14}
EXPLANATION_WIDTHS = (16, 32, 60, 60, 60)


def write_template(path: Path | str, guide: Guide, language: str = "en", library: str | None = None) -> None:
    """Write the empty template to `path`, whose ending (`.xlsx` or `.csv`) chooses the kind.

    `library` is the library's short name (`library_id`), which is then filled in already.
    A CSV file `answers.csv` gets its explanation in `answers_columns.csv`.

    Raises `ImportingError` for another ending, and `GuideError` for a language that has no wording.

    >>> from tempfile import TemporaryDirectory
    >>> from analysis.guide import load_guide
    >>> with TemporaryDirectory() as folder:
    ...     write_template(Path(folder, "answers.csv"), load_guide())
    ...     sorted(path.name for path in Path(folder).iterdir())
    ['answers.csv', 'answers_columns.csv']
    """
    path = Path(path)
    words = guide.words(language)
    if path.suffix.lower() == ".xlsx":
        _write_workbook(path, guide, words, library)
    elif path.suffix.lower() == ".csv":
        _write_texts(path, guide, words)
    else:
        fault = Fault(path.name, f"the ending {path.suffix!r}", ".xlsx, .csv", "Choose one of these endings.")
        raise ImportingError("The template cannot be written.", [fault])


def _write_texts(path: Path, guide: Guide, words: Words) -> None:
    path.write_bytes(csv_bytes([[field.name for field in table_fields("responses", guide)]]))
    lines = explain_columns("responses", guide, words)
    # Only the titles of a workbook's sheets tell which language a template was written in.
    lines = [
        line._replace(empty=words("template.empty.required")) if line.column == "language" else line for line in lines
    ]
    rows = [*([note] for note in introduction(guide, words)), heading(words), *lines]
    path.with_name(f"{path.stem}_columns.csv").write_bytes(csv_bytes(rows))


def _write_workbook(path: Path, guide: Guide, words: Words, library: str | None) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name in SHEETS:
        sheet = book.create_sheet(sheet_title(name, words))
        _fill_table(sheet, name, guide, words)
    if library:
        book[sheet_title("libraries", words)].append([guard_cell(library)])
    _begin_roster(book[sheet_title("roster", words)], guide)
    _fill_explanation(book.create_sheet(sheet_title("explanation", words)), guide, words)
    book.save(path)


def _fill_table(sheet: Worksheet, name: str, guide: Guide, words: Words) -> None:
    from openpyxl.utils import get_column_letter

    meanings = explain_columns(name, guide, words)
    for number, (field, line) in enumerate(zip(table_fields(name, guide), meanings, strict=True), start=1):
        letter = get_column_letter(number)
        _write_heading(sheet, 1, number, field.name)
        sheet.column_dimensions[letter].width = max(WIDTHS[field.kind], len(field.name) + 2)
        sheet.add_data_validation(_help(field, line.meaning, line.allowed, f"{letter}2:{letter}{ROWS_WITH_LISTS}"))
        if field.kind == "day":
            sheet.column_dimensions[letter].number_format = "yyyy-mm-dd"
    sheet.freeze_panes = "B2"


def _help(field: Field, question: str, allowed: str, cells: str) -> Any:
    """The drop-down list of a column and the question that shows beside its cells; other words stay possible."""
    from openpyxl.worksheet.datavalidation import DataValidation

    values = ",".join(str(value) for value in field.allowed)
    is_list = bool(values) and len(values) < LONGEST_LIST
    validation = DataValidation(
        type="list" if is_list else None,
        formula1=f'"{values}"' if is_list else None,
        allow_blank=True,
        showErrorMessage=False,
        showInputMessage=True,
        promptTitle=field.name[:LONGEST_PROMPT_TITLE],
        prompt=_shortened(f"{question}\n{allowed}"),
    )
    validation.add(cells)
    return validation


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_PROMPT else f"{text[: LONGEST_PROMPT - 1]}…"


def _begin_roster(roster: Worksheet, guide: Guide) -> None:
    """A line for every group, so that only the heads are left to write."""
    groups = [(ALL, ALL), *((cohort.id, value) for cohort in guide.cohorts for value in cohort.value_ids)]
    for cohort, value in groups:
        roster.append([None, None, cohort, value])


def _fill_explanation(sheet: Worksheet, guide: Guide, words: Words) -> None:
    from openpyxl.styles import Alignment
    from openpyxl.utils import get_column_letter

    notes = introduction(guide, words)
    for note in notes:
        sheet.append([note])
    for column, title in enumerate(heading(words), start=1):
        _write_heading(sheet, len(notes) + 2, column, title)
        sheet.column_dimensions[get_column_letter(column)].width = EXPLANATION_WIDTHS[column - 1]
    for name in SHEETS:
        for line in explain_columns(name, guide, words):
            sheet.append(list(line))
    for row in sheet.iter_rows(min_row=len(notes) + 3):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _write_heading(sheet: Worksheet, row: int, column: int, text: str) -> None:
    from openpyxl.styles import Font

    cell = sheet.cell(row, column, text)
    cell.font = Font(bold=True)
