"""Plan files: a library's plan as a calendar for other programs, and as a table for a spreadsheet.

The calendar holds every step that has a day, as an event of that whole day which keeps nobody busy, with a reminder two
weeks before while the step is open. An event keeps its name when a step is changed, so that a calendar that has taken
the plan before brings itself up to date: a step that was dropped is cancelled there, and one that is done stays without
a reminder. Steps without a day are in the table alone.

Both files are made of texts that people typed. They are escaped for the calendar and guarded for the spreadsheet, and
the same plan on the same day gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pandas as pd
from icalendar import Alarm, Calendar, Event, vText

from analysis.responses.cells import read_cell
from analysis.responses.frames import ACTIONS, OPEN, Field
from analysis.responses.importing.folders import csv_bytes
from analysis.responses.importing.guarding import guard_cell, is_guarded

__all__ = ["REMINDER", "calendar_bytes", "plan_csv_bytes", "write_calendar", "write_plan_csv"]

REMINDER = timedelta(days=-14)
"""When a step is called to mind: two weeks before its day."""

MADE_BY = "-//Library Learning Culture Toolkit//Plan//EN"
STATUSES = {
    "proposed": "TENTATIVE",
    "planned": "CONFIRMED",
    "started": "CONFIRMED",
    "done": "CONFIRMED",
    "dropped": "CANCELLED",
}
"""What the status of a step is called in a calendar."""


def calendar_bytes(actions: pd.DataFrame, library_name: str, today: date) -> bytes:
    """The steps of a plan that have a day, as the bytes of an iCalendar file (RFC 5545).

    `actions` has the columns of `ACTIONS`; `today` is the day that the file is said to be made on.

    >>> step = {"action_id": "a", "step": "Swap desks", "owner": "", "due": "2026-09-30", "status": "planned"}
    >>> b"DTSTART;VALUE=DATE:20260930" in calendar_bytes(pd.DataFrame([step]), "Elm", date(2026, 3, 2))
    True
    """
    calendar = Calendar()
    calendar.add("prodid", MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(_line(library_name)))
    made = datetime.combine(today, time(), UTC)
    dated = actions[actions["due"] != ""].sort_values(by=["due", "action_id"])
    for step in dated.to_dict("records"):
        calendar.add_component(_event(step, library_name, made))
    return calendar.to_ical()


def write_calendar(actions: pd.DataFrame, library_name: str, today: date, path: Path | str) -> None:
    """Write the calendar of a plan to a file."""
    Path(path).write_bytes(calendar_bytes(actions, library_name, today))


def plan_csv_bytes(actions: pd.DataFrame) -> bytes:
    """All steps of a plan as the bytes of a CSV file with the columns of `ACTIONS`, as `read_survey` reads them.

    >>> step = {field.name: "" for field in ACTIONS} | {"step": "=1+1"}
    >>> "'=1+1" in plan_csv_bytes(pd.DataFrame([step])).decode("utf-8-sig")
    True
    """
    rows = [[_cell(field, step[field.name]) for field in ACTIONS] for step in actions.to_dict("records")]
    return csv_bytes([[field.name for field in ACTIONS], *rows])


def write_plan_csv(actions: pd.DataFrame, path: Path | str) -> None:
    """Write all steps of a plan to a CSV file."""
    Path(path).write_bytes(plan_csv_bytes(actions))


def _event(step: Mapping[Any, Any], library_name: str, made: datetime) -> Event:
    day = date.fromisoformat(str(step["due"]))
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_OID, f"learning-culture-toolkit/{step['action_id']}")))
    event.add("dtstamp", made)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", _line(step["step"]))
    event.add("description", _described(step, library_name))
    event.add("status", STATUSES[str(step["status"])])
    event.add("transp", "TRANSPARENT")
    if step["status"] in OPEN:
        event.add_component(_reminder(step))
    return event


def _reminder(step: Mapping[Any, Any]) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _line(step["step"]))
    alarm.add("trigger", REMINDER)
    return alarm


def _described(step: Mapping[Any, Any], library_name: str) -> str:
    """Who sees to the step, and whose plan it is; each in a line."""
    return "\n".join(text for text in (_line(step["owner"]), _line(library_name)) if text)


def _line(text: object) -> str:
    """A text in one line, whichever signs end a line in it."""
    return " ".join(read_cell(text).split())


def _cell(field: Field, value: object) -> str:
    text = read_cell(value)
    return guard_cell(text) if is_guarded(field) else text
