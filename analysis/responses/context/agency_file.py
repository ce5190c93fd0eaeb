"""Agency file: the table of library systems in what was downloaded from the Public Libraries Survey.

A download is a zip with several tables (systems, outlets, a summary of states, outlying areas), and its names change
from year to year. A table is therefore known by its heading and never by its name. The file is not in UTF-8 as the
agency publishes it, and may be once somebody has saved it again; both are read. A file that is something else is
refused with what it seems to be and what to take instead, and so is one that ends in the middle of a row.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import Fault, ImportingError

__all__ = ["NEEDED", "SystemTable", "read_tables"]

NEEDED = ("FSCSKEY", "LIBNAME", "STABR", "POPU_LSA", "TOTSTAFF")
"""The columns without which a table is not that of the systems; all years have them."""

OUTLET_COLUMN = "FSCS_SEQ"
"""The column that only the table of single outlets has."""

ALLOWED = "the table of library systems (administrative entities) of the Public Libraries Survey, as CSV or in its zip"
WHOLE_FILE = "Download the file again, and wait until it has arrived whole."
TAKE_ZIP = "Download the data file of one year as CSV from the agency, and choose the zip as it is."
TAKE_SYSTEMS = (
    "Choose the table of systems instead: its name has AE or pupld in it. Or choose the whole zip, where it is found."
)

DELIMITERS = (",", ";", "\t")
LARGEST = 300_000_000
HEAD = 65_536

# How other kinds of files begin, and what they are.
BEGINNINGS = (
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook or an Access database"),
    (b"\x00\x01\x00\x00Standard", "an Access database"),
)
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, OSError)
LOCKED_ZIP = (RuntimeError, NotImplementedError)


@dataclass(frozen=True)
class SystemTable:
    """One table of systems: its name, its heading in capitals, and its `text` with the sign between its cells."""

    name: str
    header: tuple[str, ...]
    text: str
    delimiter: str

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Every row that is not empty, with its line as a spreadsheet program numbers it.

        Raises `ImportingError` where the file ends in the middle of a row, or is no table from some row on.
        """
        reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.delimiter)
        row: list[str] = []
        line = 0
        try:
            for line, row in enumerate(reader, start=1):
                if line > 1 and row:
                    self._refuse_cut(row, line, reader.line_num)
                    yield line, row
        except csv.Error as error:
            repair = f"Look at row {line + 1}, or download the file again."
            raise refusal(self.name, f"row {line + 1} that is no row ({error})", repair) from None

    def _refuse_cut(self, row: list[str], line: int, line_num: int) -> None:
        is_short = len(row) < len(self.header)
        if is_short and not self.text.endswith("\n") and line_num > self.text.count("\n"):
            found = f"a file that ends in row {line}, after {len(row)} of {len(self.header)} cells"
            raise refusal(self.name, found, WHOLE_FILE)


def read_tables(path: Path) -> list[SystemTable]:
    """The tables of systems in a CSV file or in a zip; more than one where outlying areas have a table of their own.

    Raises `ImportingError` where there is none.
    """
    parts = list(_parts(path.name, _read_bytes(path)))
    tables = [_table(name, data) for name, data in parts if _is_wanted(_header(_decode(data[:HEAD]))[0])]
    if tables:
        return tables
    if len(parts) == 1:
        name, data = parts[0]
        raise refusal(name, *_seems(data))
    names = ", ".join(name for name, _ in parts[:5]) or "no files"
    raise refusal(path.name, f"a zip without that table ({names})", TAKE_ZIP)


def refusal(name: str, found: str, repair: str) -> ImportingError:
    """The error of a file that is not the one that is meant."""
    return ImportingError(f"The file {name} cannot be read.", [Fault(name, found, ALLOWED, repair)])


def _read_bytes(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise refusal(path.name, error.strerror or "an error", "Check the name of the file and its folder.") from None
    if not data.strip():
        raise refusal(path.name, "an empty file", WHOLE_FILE)
    return data


def _parts(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The file itself, or each file in the zip that it is."""
    if not data.startswith(b"PK"):
        yield name, data
        return
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if any(info.filename == "[Content_Types].xml" for info in infos):
                raise refusal(name, "an Excel workbook or another Office file", TAKE_ZIP)
            if sum(info.file_size for info in infos) > LARGEST:
                raise refusal(name, "a zip that is far larger than the survey's", TAKE_ZIP)
            yield from ((Path(info.filename).name, archive.read(info)) for info in infos)
    except BROKEN_ZIP:
        raise refusal(name, "a zip that is damaged or cut off", WHOLE_FILE) from None
    except LOCKED_ZIP:
        repair = "Unpack it, and choose the CSV file of systems."
        raise refusal(name, "a zip that is locked or packed in an unusual way", repair) from None


def _table(name: str, data: bytes) -> SystemTable:
    text = _decode(data)
    header, delimiter = _header(text)
    return SystemTable(name, header, text, delimiter)


def _decode(data: bytes) -> str:
    """The text of a file: as it was saved again (UTF-8, UTF-16), else in the Windows encoding of the agency."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _header(text: str) -> tuple[tuple[str, ...], str]:
    """The headings in capitals, whose case has changed over the years, and the sign between them."""
    first = text.lstrip("\r\n").partition("\n")[0].strip("\r")
    delimiter = max(DELIMITERS, key=first.count)
    return tuple(name.strip(' "').upper() for name in first.split(delimiter)), delimiter


def _is_wanted(header: tuple[str, ...]) -> bool:
    return OUTLET_COLUMN not in header and set(NEEDED) <= set(header)


def _seems(data: bytes) -> tuple[str, str]:
    """What a file that is not wanted seems to be, and what to do."""
    for beginning, kind in BEGINNINGS:
        if data.startswith(beginning):
            return kind, TAKE_ZIP
    text = _decode(data[:HEAD])
    header, _ = _header(text)
    if text.lstrip().startswith("<"):
        return "a web page", "Follow the link to the data file on that page, and choose what is downloaded then."
    if OUTLET_COLUMN in header:
        return "the table of outlets, which lists single buildings", TAKE_SYSTEMS
    if "FSCSKEY" not in header and {"STABR", "POPU_LSA"} <= set(header):
        return "the summary of states", TAKE_SYSTEMS
    missing = ", ".join(name for name in NEEDED if name not in header)
    return f"a table without the column {missing}", TAKE_ZIP
