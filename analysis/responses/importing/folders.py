"""Folders: a whole survey as a folder of CSV files, one for each frame.

The files are UTF-8 with a byte order mark, so that every spreadsheet program shows accents as they are, and
they hold person rows: they belong to the owner of the store and to nobody else.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from analysis.errors import Fault, ImportingError, ResponseError
from analysis.guide import Guide
from analysis.responses.cells import read_cell
from analysis.responses.frames import empty_frame
from analysis.responses.importing.guarding import guard_cell, is_guarded
from analysis.responses.importing.sheets import read_csv
from analysis.responses.importing.tables import TABLES, check_table, table_fields, unguarded
from analysis.responses.survey import Survey

__all__ = ["csv_bytes", "read_survey", "write_survey", "write_table"]

QUOTED_FOR = frozenset(',"\r\n')


def read_survey(folder: Path | str, guide: Guide) -> Survey:
    """Read the CSV files of `folder` (`responses.csv`, `libraries.csv`, `roster.csv` …) and check every row.

    A file that is not there is an empty frame. Raises `ImportingError` if there is none of them, or if one
    cannot be read, and `ResponseError` with every fault of every file.

    >>> from analysis.guide import load_guide
    >>> len(read_survey("sample_data", load_guide()).libraries)
    45
    """
    folder = Path(folder)
    paths = {name: folder / f"{name}.csv" for name in TABLES}
    if not any(path.exists() for path in paths.values()):
        allowed = ", ".join(path.name for path in paths.values())
        fault = Fault(str(folder), "none of the files", allowed, "Check the name of the folder.")
        raise ImportingError("This folder holds no survey.", [fault])
    faults: list[Fault] = []
    frames = {name: _read(name, path, guide, faults) for name, path in paths.items()}
    if faults:
        raise ResponseError(f"The survey in {folder.name} does not fit the guide.", faults)
    return Survey(guide=guide, **frames)


def write_survey(survey: Survey, folder: Path | str) -> None:
    """Write every frame of `survey` to a CSV file of `folder`; `read_survey` gives back the same frames.

    These are person rows, so a folder that is made for them can be opened by its owner only.

    >>> from tempfile import TemporaryDirectory
    >>> from analysis.responses.synthetic import make_sample
    >>> with TemporaryDirectory() as folder:
    ...     write_survey(make_sample(), folder)
    ...     read_survey(folder, make_sample().guide).heads("oxwater", "2026")["all", "all"]
    12
    """
    folder = Path(folder)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in TABLES:
        write_table(getattr(survey, name), folder / f"{name}.csv", name, survey.guide)


def write_table(frame: pd.DataFrame, path: Path, name: str, guide: Guide) -> None:
    """Write one frame as CSV; texts that a spreadsheet program would run as a formula are guarded."""
    columns = []
    for field in table_fields(name, guide):
        cells = [read_cell(value) for value in frame[field.name]]
        columns.append([guard_cell(cell) for cell in cells] if is_guarded(field) else cells)
    rows = [[field.name for field in table_fields(name, guide)], *zip(*columns, strict=True)]
    path.write_bytes(csv_bytes(rows))


def csv_bytes(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows of cells as the bytes of a CSV file.

    >>> csv_bytes([["a", "b, c"]]).decode("utf-8-sig")
    'a,"b, c"\\n'
    """
    text = "".join(f"{','.join(map(_quoted, row))}\n" for row in rows)
    return text.encode("utf-8-sig")


def _read(name: str, path: Path, guide: Guide, faults: list[Fault]) -> pd.DataFrame:
    fields = table_fields(name, guide)
    if not path.exists():
        return empty_frame(fields)
    sheet = read_csv(path)
    checked = check_table(name, unguarded(sheet.frame(), fields), sheet, guide)
    faults.extend(checked.faults)
    return checked.frame


def _quoted(cell: str) -> str:
    return '"{}"'.format(cell.replace('"', '""')) if QUOTED_FOR & set(cell) else cell
