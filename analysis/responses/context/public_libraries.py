"""Public libraries: the systems of the annual Public Libraries Survey of the United States, as its agency counts them.

The Institute of Museum and Library Services publishes one file a year: for every library system the people whom it
serves, the kind of place, and its staff as full-time equivalents. Columns and codes changed over the years; what the
agency's documentation lists is read. A code for a missing figure is never taken for a number, a cell that is neither
is reported and counts as not known, and a row that cannot be read is reported and left out while its neighbours stay.

Full-time equivalents are not heads. Nothing here fills a roster.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd

from analysis.errors import Fault
from analysis.responses.cells import read_cell
from analysis.responses.context.agency_file import SystemTable, read_tables, refusal
from analysis.responses.judging import show_cell

__all__ = ["PublicLibraries", "read_public_libraries"]

MISSING = MappingProxyType({-1: "missing", -3: "closed in that year", -4: "not asked there", -9: "kept confidential"})
"""The agency's codes for a figure that is not given, each with its meaning."""

CLOSED = -3
CLOSED_STRUCTURE = ("03", "3")
BLANK_TEXTS = ("", ".", "M", *(str(code) for code in MISSING))

LOCALE_COLUMNS = ("LOCALE_MOD", "LOCALE_ADD", "LOCALE")
"""Where the kind of place stands, best first: that of most outlets of the system, that of its address; in early years
there was one column."""

PLACES = MappingProxyType({"1": "city", "2": "suburb", "3": "town", "4": "rural"})
LOCALE_CODE = re.compile(r"([1-4])[1-3](?:\.0*)?", re.ASCII)
AMOUNT = re.compile(r"-?(?:\d{1,9}(?:\.\d*)?|\.\d+)", re.ASCII)
YEAR_IN_NAME = re.compile(r"FY[ _]?(\d{4}|\d{2})(?!\d)|pu(?:pl)?d(\d{2})(?!\d)", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)

TAKEN_AS_BLANK = "It counts as not known. Look the library up at the agency, or download the file again."
ROW_LEFT_OUT = "The row is left out. Look at it in the file, or download the file again."


@dataclass(frozen=True, repr=False)
class PublicLibraries:
    """The library systems of one year.

    `frame` has a row per system: `fscs_key` (the agency's key), `name`, `state` (two letters), `city`, `population`
    (people of the legal service area, blank where not given), `locale` (`city`, `suburb`, `town`, `rural`, or empty),
    `fte` and `librarians_fte` (paid full-time equivalents, NaN where not given), `closed` (True where the agency says
    that the library was closed in that year). `fiscal_year` is None where neither the name of the file nor the file
    says it. `faults` lists every cell and row that could not be read.
    """

    frame: pd.DataFrame
    fiscal_year: int | None = None
    faults: tuple[Fault, ...] = ()

    def __repr__(self) -> str:
        year = "year not known" if self.fiscal_year is None else f"fiscal year {self.fiscal_year}"
        return f"PublicLibraries({len(self.frame)} systems, {year}, {len(self.faults)} faults)"


def read_public_libraries(path: Path | str) -> PublicLibraries:
    """Read the systems from the CSV file of the survey, or from the zip in which it is published.

    The table is found by its headings (`FSCSKEY`, `LIBNAME`, `STABR`, `POPU_LSA`, `TOTSTAFF`, in any case). The
    encoding may be the agency's (Windows) or Unicode. The kind of place is `LOCALE_MOD` where given, else `LOCALE_ADD`,
    else `LOCALE`.

    Missing answers
        -1 (missing), -3 (closed), -4 (not asked there) and -9 (confidential) are blanks, and so are empty cells. Any
        other negative number is reported and counts as a blank.

    Raises `ImportingError` for a file that is something else, is damaged or cut off, or holds tables of several years.

    >>> from tempfile import TemporaryDirectory
    >>> lines = ["FSCSKEY,LIBNAME,STABR,POPU_LSA,TOTSTAFF,LOCALE_ADD", "ZZ0001,MAPLE GROVE LIBRARY,ZZ,4700,3.5,42"]
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "PLS_FY22_AE_pud22i.csv")
    ...     _ = path.write_text("\\n".join(lines), encoding="latin-1")
    ...     public = read_public_libraries(path)
    >>> public
    PublicLibraries(1 systems, fiscal year 2022, 0 faults)
    >>> public.frame[["fscs_key", "population", "locale", "fte"]].to_dict("records")
    [{'fscs_key': 'ZZ0001', 'population': 4700, 'locale': 'rural', 'fte': 3.5}]
    """
    path = Path(path)
    tables = read_tables(path)
    read = Reading()
    for table in tables:
        read.take(table)
    if not read.systems:
        raise refusal(path.name, "headings without a single library", "Download the file again.")
    years = {year for table in tables if (year := _year_in(table.name))}
    if len(years) > 1:
        found = f"tables of several years ({', '.join(map(str, sorted(years)))})"
        raise refusal(path.name, found, "Choose the file of one year.")
    year = next(iter(years), None) or _year_in(path.name) or _most_common(read.years)
    return PublicLibraries(_frame(read.systems.values()), year, tuple(read.faults))


@dataclass
class Reading:
    """What has been read so far: a system by its key, the faults, and the years that rows name."""

    systems: dict[str, Mapping[str, object]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    years: Counter[str] = field(default_factory=Counter)

    def take(self, table: SystemTable) -> None:
        """Read every row of a table."""
        for line, row in table.rows():
            if len(row) != len(table.header):
                found = f"{len(row)} cells"
                self._blame(table.name, line, "", found, f"{len(table.header)} cells, one a column", ROW_LEFT_OUT)
                continue
            self._take_row(Row(table, line, dict(zip(table.header, row, strict=True))))

    def _take_row(self, row: Row) -> None:
        key, name = row.words("FSCSKEY").upper(), row.words("LIBNAME")
        for column, text in (("FSCSKEY", key), ("LIBNAME", name)):
            if not text:
                self._blame(row.table.name, row.line, column, "nothing", "a text in every row", ROW_LEFT_OUT)
        if not (key and name):
            return
        if key in self.systems:
            repair = "The first row with this key holds. Look at both in the file."
            self._blame(row.table.name, row.line, "FSCSKEY", show_cell(key), "each key once", repair)
            return
        self.years[row.text("YR_SUB")] += 1
        self.systems[key] = {"fscs_key": key, "name": name, **self._facts(row)}

    def _facts(self, row: Row) -> dict[str, object]:
        """Everything about a system but its key and name."""
        population = self._amount(row, "POPU_LSA", whole=True)
        fte = self._amount(row, "TOTSTAFF")
        is_closed = row.text("STATSTRU") in CLOSED_STRUCTURE or CLOSED in (population, fte)
        return {
            "state": row.words("STABR").upper(),
            "city": row.words("CITY"),
            "population": pd.NA if population < 0 else int(population),
            "locale": self._locale(row),
            "fte": _blank_below_0(fte),
            "librarians_fte": _blank_below_0(self._amount(row, "LIBRARIA")),
            "closed": is_closed,
        }

    def _amount(self, row: Row, column: str, whole: bool = False) -> float:
        """The number in a cell, or the code of a blank; what is neither is blamed and counts as missing."""
        text = row.text(column)
        if text in BLANK_TEXTS:
            return float(text) if text.startswith("-") else -1.0
        number = float(text) if AMOUNT.fullmatch(text) else None
        if number is not None and (number in MISSING or (number >= 0 and (number.is_integer() or not whole))):
            return number
        codes = ", ".join(f"{code} ({meaning})" for code, meaning in MISSING.items())
        allowed = f"a {'whole number' if whole else 'number'} from 0, or a code: {codes}"
        self._blame(row.table.name, row.line, column, show_cell(text), allowed, TAKEN_AS_BLANK)
        return -1.0

    def _locale(self, row: Row) -> str:
        for column in LOCALE_COLUMNS:
            text = row.text(column)
            code = LOCALE_CODE.fullmatch(text)
            if code:
                return PLACES[code[1]]
            if text not in BLANK_TEXTS:
                allowed = "11 to 13 (city), 21 to 23 (suburb), 31 to 33 (town), 41 to 43 (rural), or a code for missing"
                self._blame(row.table.name, row.line, column, show_cell(text), allowed, TAKEN_AS_BLANK)
        return ""

    def _blame(self, name: str, line: int, column: str, found: str, allowed: str, repair: str) -> None:
        place = f"{name}, row {line}, column {column}" if column else f"{name}, row {line}"
        self.faults.append(Fault(place, found, allowed, repair, row=line, column=column))


@dataclass(frozen=True)
class Row:
    """One row of a table, by its headings."""

    table: SystemTable
    line: int
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """The cell of a column; empty where the year has no such column."""
        return read_cell(self.cells.get(column, ""))

    def words(self, column: str) -> str:
        """The cell of a column that holds words; empty also where it holds a code for missing."""
        text = self.text(column)
        return "" if text in BLANK_TEXTS else text


def _blank_below_0(number: float) -> float:
    return np.nan if number < 0 else number


def _year_in(name: str) -> int | None:
    """The fiscal year in the name of a file, such as PLS_FY22_AE_pud22i.csv or pupld14a.csv."""
    found = YEAR_IN_NAME.search(name)
    if not found:
        return None
    digits = found[1] or found[2]
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _most_common(years: Counter[str]) -> int | None:
    """The year that most rows name, if it is one."""
    named = years.most_common(1)
    return int(named[0][0]) if named and YEAR.fullmatch(named[0][0]) else None


def _frame(systems: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    columns = {"fscs_key": "str", "name": "str", "state": "str", "city": "str", "population": "Int64", "locale": "str"}
    columns |= {"fte": "float64", "librarians_fte": "float64", "closed": "bool"}
    return pd.DataFrame(list(systems), columns=list(columns)).astype(columns)
