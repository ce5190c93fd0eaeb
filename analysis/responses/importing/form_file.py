"""Form file: the columns of a file that a form gave out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from analysis.responses.cells import read_cell
from analysis.responses.importing.sheets import Sheet

__all__ = ["FileColumn", "columns_of"]


@dataclass(frozen=True)
class FileColumn:
    """One column of the file: its heading in one line, which one of that heading it is, and its cells."""

    header: str
    occurrence: int
    cells: tuple[str, ...]

    @property
    def written(self) -> tuple[str, ...]:
        """The cells that hold something, each once, in order."""
        return tuple(dict.fromkeys(cell for cell in self.cells if cell))


def columns_of(sheet: Sheet) -> list[FileColumn]:
    """The columns of a sheet, with their headings in one line.

    >>> columns_of(Sheet("form.csv", ("Role ", "Two\\nlines"), (("Page", None),), (2,)))[1]
    FileColumn(header='Two lines', occurrence=1, cells=('',))
    """
    seen: Counter[str] = Counter()
    columns = []
    for place, title in enumerate(sheet.header):
        header = " ".join(title.split())
        seen[header] += 1
        columns.append(FileColumn(header, seen[header], tuple(read_cell(row[place]) for row in sheet.rows)))
    return columns
