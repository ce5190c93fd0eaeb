"""Codebook files: a library's own themes as a table, so that two libraries can read their texts for the same things.

The file holds what a theme is called and when a text has it, and nothing of any text. It names no library: whoever
reads it makes the themes their own.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.errors import ResponseError
from analysis.guide import Guide
from analysis.responses.cells import read_cell
from analysis.responses.frames import THEMES
from analysis.responses.importing.folders import csv_bytes
from analysis.responses.importing.guarding import guard_cell
from analysis.responses.importing.sheets import read_csv
from analysis.responses.importing.tables import check_table, unguarded

__all__ = ["codebook_bytes", "read_codebook", "write_codebook"]

OWNER = "library_id"
FIELDS = tuple(field for field in THEMES if field.name != OWNER)


def codebook_bytes(themes: pd.DataFrame) -> bytes:
    """The themes of one library (columns of `THEMES`) as the bytes of a CSV file.

    >>> theme = {"library_id": "elm", "theme": "garden", "part": "culture_tour", "name": "The garden", "meaning": ""}
    >>> codebook_bytes(pd.DataFrame([theme])).decode("utf-8-sig")
    'theme,part,name,meaning\\ngarden,culture_tour,The garden,\\n'
    """
    ordered = themes.sort_values("theme", kind="stable")
    columns = [[guard_cell(read_cell(value)) for value in ordered[field.name]] for field in FIELDS]
    return csv_bytes([[field.name for field in FIELDS], *zip(*columns, strict=True)])


def write_codebook(themes: pd.DataFrame, path: Path | str) -> None:
    """Write the themes of one library to a CSV file."""
    Path(path).write_bytes(codebook_bytes(themes))


def read_codebook(path: Path | str, library_id: str, guide: Guide) -> pd.DataFrame:
    """The themes of a file, as rows of `THEMES` that belong to `library_id`.

    Raises `ImportingError` for a file that cannot be read at all, and `ResponseError` with every fault of its rows:
    themes are taken over together or not at all.

    >>> from tempfile import TemporaryDirectory
    >>> from analysis.guide import load_guide
    >>> theme = {"library_id": "elm", "theme": "garden", "part": "culture_tour", "name": "The garden", "meaning": ""}
    >>> with TemporaryDirectory() as folder:
    ...     write_codebook(pd.DataFrame([theme]), f"{folder}/codebook.csv")
    ...     read_codebook(f"{folder}/codebook.csv", "oak", load_guide())["library_id"].tolist()
    ['oak']
    """
    sheet = read_csv(path)
    frame = unguarded(sheet.frame(), FIELDS)
    # A file that says whose themes they are is taken over like any other.
    owned = frame.drop(columns=OWNER, errors="ignore")
    owned.insert(0, OWNER, library_id)
    checked = check_table("themes", owned, sheet, guide)
    if checked.faults:
        raise ResponseError(f"The codebook {sheet.name} cannot be taken over.", checked.faults)
    return checked.frame
