"""Cells: what the cell of a table says, whoever wrote it.

The same answer arrives as the text of a CSV file, as the number of a spreadsheet or as a Python value.
`read_cells` turns all of them into one plain text, so that the gate judges what was written and not the
program that wrote it. White space around a cell never means anything and is dropped; characters that no
keyboard writes, and that spreadsheets and databases refuse, become a space.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from numbers import Integral
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["read_cell", "read_cells"]

# Control characters, halves of characters and the two that are none: neither XML nor UTF-8 can hold them.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
LINE_END = re.compile("\r\n?")


def read_cells(column: pd.Series) -> np.ndarray:
    """The texts of a column, shape (rows,), dtype object; an empty cell is `""`.

    >>> read_cells(pd.Series([1.0, None, -2])).tolist()
    ['1', '', '-2']
    """
    if column.dtype == object:
        texts = [read_cell(value) for value in column]
        return np.array(texts, dtype=object)
    codes, values = pd.factorize(column)
    known = np.array([*(read_cell(value) for value in values), ""], dtype=object)
    return known[codes]


def read_cell(value: Any) -> str:
    """The text of one cell: a whole number has no decimal point, a day no time, a hole is empty.

    >>> read_cell(3.0), read_cell(" yes "), read_cell(date(2026, 3, 2))
    ('3', 'yes', '2026-03-02')
    """
    if isinstance(value, str):
        return LINE_END.sub("\n", UNWRITABLE.sub(" ", value)).strip()
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, date):
        return _read_day(value)
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    if isinstance(value, Integral) or (isinstance(value, float | np.floating) and value.is_integer()):
        return str(int(value))
    return read_cell(str(value))


def _read_day(value: date) -> str:
    if not isinstance(value, datetime):
        return value.isoformat()
    is_plain_day = value.tzinfo is None and value.time() == datetime.min.time()
    return value.date().isoformat() if is_plain_day else value.isoformat(sep=" ")
