"""Tables: the frames of a survey as tables of a file, read through the one gate.

A table is named as its frame is (`responses`, `team_guides`, `libraries`, `roster` …), whether it is a CSV
file of its own or a sheet of a workbook.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pandas as pd

from analysis.errors import Fault
from analysis.guide import Guide
from analysis.responses.cells import read_cell
from analysis.responses.checking import Checked, check_frame, check_responses, check_team_guides
from analysis.responses.frames import FRAMES, Field, response_fields, team_guide_fields
from analysis.responses.importing.guarding import is_guarded, unguard_cell
from analysis.responses.importing.sheets import Sheet

__all__ = ["TABLES", "check_table", "placed", "table_fields", "unguarded"]

TABLES = ("responses", "team_guides", *FRAMES)


def table_fields(name: str, guide: Guide) -> tuple[Field, ...]:
    """The columns of a table.

    >>> from analysis.guide import load_guide
    >>> [field.name for field in table_fields("confirmed_texts", load_guide())]
    ['response_id', 'item', 'text']
    """
    if name == "responses":
        return response_fields(guide)
    return team_guide_fields(guide) if name == "team_guides" else FRAMES[name]


def check_table(name: str, frame: pd.DataFrame, sheet: Sheet, guide: Guide) -> Checked:
    """Check `frame`, which was made from `sheet`; faults say which table they are in, in the order of its lines."""
    if name == "responses":
        checked = check_responses(frame, guide, rows=sheet.lines)
    elif name == "team_guides":
        checked = check_team_guides(frame, guide, rows=sheet.lines)
    else:
        checked = check_frame(name, frame, guide, rows=sheet.lines)
    faults = sorted([*sheet.faults, *checked.faults], key=lambda fault: fault.row or 0)
    return Checked(checked.frame, tuple(placed(sheet.name, faults)))


def placed(name: str, faults: Iterable[Fault]) -> Iterable[Fault]:
    """The faults, each with the file or sheet that it is in."""
    return (replace(fault, place=f"{name}, {fault.place}") for fault in faults)


def unguarded(frame: pd.DataFrame, fields: Iterable[Field]) -> pd.DataFrame:
    """`frame` with the apostrophes taken away that keep a text from being run as a formula."""
    frame = frame.copy()
    names = {field.name for field in fields if is_guarded(field)}
    for place, name in enumerate(frame.columns):
        if name in names:
            frame.isetitem(place, [unguard_cell(read_cell(cell)) for cell in frame.iloc[:, place]])
    return frame
