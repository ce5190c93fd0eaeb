"""What goes wrong, said so that a librarian can mend it.

Everything that a person can cause (a broken guide file, a wrong cell in a spreadsheet, a store made by
another version) raises a `ToolkitError` and never an assertion. A `Fault` always says four things: the
place, what was found there, what is allowed there, and how to repair it. One error carries *every* fault
that was found, so that a file is mended in one go.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = [
    "Fault",
    "GuideError",
    "ImportingError",
    "ProtectionError",
    "ResponseError",
    "StoreError",
    "ToolkitError",
]

SHOWN_FAULTS = 12


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, where it is, and how to put it right.

    `row` is the line of the file as a spreadsheet program numbers it (the header is row 1), or None where
    the fault belongs to no row; `column` is empty where it belongs to no column.
    """

    place: str
    found: str
    allowed: str
    repair: str
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        return f"{self.place}: found {self.found}; allowed: {self.allowed}. {self.repair}"


class ToolkitError(Exception):
    """Base of all errors that the toolkit raises on purpose; holds its faults in `faults`."""

    def __init__(self, summary: str, faults: Iterable[Fault] = ()) -> None:
        self.summary = summary
        self.faults = tuple(faults)
        super().__init__(self._message())

    def _message(self) -> str:
        lines = [self.summary, *(f"- {fault}" for fault in self.faults[:SHOWN_FAULTS])]
        hidden = len(self.faults) - SHOWN_FAULTS
        if hidden > 0:
            lines.append(f"- and {hidden} more; `.faults` has them all")
        return "\n".join(lines)


class GuideError(ToolkitError):
    """A guide file, or one of its wording files, is broken or incomplete."""


class ResponseError(ToolkitError):
    """Rows that do not fit the guide came to the gate."""


class ImportingError(ToolkitError):
    """A file from elsewhere cannot be read, or its mapping does not fit it."""


class StoreError(ToolkitError):
    """The database cannot be opened, or refuses what was asked of it."""


class ProtectionError(ToolkitError):
    """Something was asked for that would tell what a single person answered."""
