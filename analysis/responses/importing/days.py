"""Days: on which day something was written, whatever the program made of it.

A column of days is read as a whole: `3/4/2026` is the third of April or the fourth of March, and only the
other rows can tell. Where none of them tells, nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from analysis.responses.cells import read_cell

__all__ = ["DAY_ORDERS", "day_order", "read_day"]

DAY_ORDERS = ("year_first", "month_first", "day_first")

PLACES = {"year_first": (0, 1, 2), "month_first": (2, 0, 1), "day_first": (2, 1, 0)}
PARTS = re.compile(
    r"(?P<a>\d{1,4})[-/.](?P<b>\d{1,2})[-/.](?P<c>\d{1,4})"
    r"(?:[T ,]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?\s*(?P<half>[ap]\.?\s?m\.?)?)?"
    r"\s*(?P<zone>Z|(?:GMT|UTC)?(?:[+-]\d{1,2}(?::?\d{2})?)?)",
    re.IGNORECASE | re.ASCII,
)
ZONE = re.compile(r"(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?$")


def day_order(cells: Iterable[Any]) -> str:
    """The order in which a column writes its days: one of `DAY_ORDERS`, or "" where it cannot be told.

    >>> day_order(["3/4/2026", "3/14/2026"]), day_order(["3/4/2026"])
    ('month_first', '')
    """
    written = [cell for cell in cells if read_cell(cell) and not isinstance(cell, date)]
    readings = [{order for order in DAY_ORDERS if read_day(cell, order)} for cell in written]
    fitting = set(DAY_ORDERS).intersection(*(reading for reading in readings if reading))
    if not written:
        return "year_first"
    return fitting.pop() if len(fitting) == 1 else ""


def read_day(cell: Any, order: str) -> str:
    """The day of `cell` as an ISO date in UTC where the cell names its zone; "" where it holds no such day.

    >>> read_day("2023/08/08 2:07:50 AM GMT+5:30", "year_first"), read_day("31.3.2026", "day_first")
    ('2023-08-07', '2026-03-31')
    """
    if isinstance(cell, date):
        return (cell.date() if isinstance(cell, datetime) else cell).isoformat()
    found = PARTS.fullmatch(read_cell(cell))
    if not found:
        return ""
    parts = found.group("a", "b", "c")
    year, month, day = (parts[place] for place in PLACES[order])
    if len(year) != 4:
        return ""
    try:
        return _in_utc(datetime(int(year), int(month), int(day), tzinfo=UTC), found)
    except (ValueError, OverflowError):
        return ""


def _in_utc(day: datetime, found: re.Match[str]) -> str:
    zone = ZONE.search(found["zone"] or "")
    if not zone or not found["hour"]:
        return day.date().isoformat()
    hour = int(found["hour"])
    half = (found["half"] or "").casefold()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    shift = timedelta(hours=int(zone["hours"]), minutes=int(zone["minutes"] or 0))
    local = timezone(shift if zone["sign"] == "+" else -shift)
    moment = day.replace(hour=hour, minute=int(found["minute"]), tzinfo=local)
    return moment.astimezone(UTC).date().isoformat()
