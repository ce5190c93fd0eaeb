"""Store rows: from a checked frame to rows of the database, and back.

A row of answers is a mapping from column to plain value. In the table the columns that its guide declares
are folded into one JSON text; reading unfolds them again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.guide import Guide
from analysis.responses.frames import Field, dtype_of

__all__ = ["Row", "fold", "frame_of", "rows_of", "unfold"]

Row = dict[str, Any]


def rows_of(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame as plain Python values; a blank number is None.

    >>> rows_of(pd.DataFrame({"fte": [2.5, float("nan")]}))
    [{'fte': 2.5}, {'fte': None}]
    """
    columns = [_plain(frame[name]) for name in frame.columns]
    return [dict(zip(frame.columns, values, strict=True)) for values in zip(*columns, strict=True)]


def frame_of(rows: Iterable[Mapping[str, Any]], fields: Sequence[Field], key: Sequence[str]) -> pd.DataFrame:
    """The frame that has the columns and dtypes of `fields`, sorted by `key`."""
    listed = list(rows)
    columns = {field.name: _column([row[field.name] for row in listed], field) for field in fields}
    return pd.DataFrame(columns).sort_values(by=list(key)).reset_index(drop=True)


def fold(row: Mapping[str, Any], guide: Guide) -> Row:
    """The database row of an answer: the columns that `guide` declares become the JSON text `answers`."""
    declared = {entry.id for entry in (*guide.cohorts, *guide.items)}
    answers = {name: value for name, value in row.items() if name in declared}
    own = {name: value for name, value in row.items() if name not in declared}
    return {**own, "guide_id": guide.id, "answers": json.dumps(answers, separators=(",", ":"))}


def unfold(record: Mapping[str, Any]) -> Row:
    """The row that was folded; a row without folded answers is as it was."""
    return {**record, **json.loads(record.get("answers", "{}"))}


def _plain(column: pd.Series) -> list[Any]:
    values = column.tolist()
    return [None if pd.isna(value) else value for value in values] if column.hasnans else values


def _column(values: list[Any], field: Field) -> pd.Series:
    dtype = dtype_of(field)
    return pd.Series(["" if value is None else value for value in values] if dtype == "str" else values, dtype=dtype)
