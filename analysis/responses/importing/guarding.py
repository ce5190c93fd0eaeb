"""Guarding: cells that a spreadsheet program would run as a formula.

A text that begins with `=`, `+`, `-`, `@`, a tab or a line end may be executed when a file is opened in a
spreadsheet program. A written file puts an apostrophe before it; reading takes exactly that one away.
"""

from __future__ import annotations

import re

from analysis.responses.frames import Field

__all__ = ["guard_cell", "is_guarded", "unguard_cell"]

RISKY = re.compile(r"'*[=+\-@\t\r\n]")
GUARDED = re.compile(r"'+[=+\-@\t\r\n]")


def is_guarded(field: Field) -> bool:
    """Whether cells of this column hold words from outside; codes and choices are the toolkit's own."""
    return field.kind in ("id", "text")


def guard_cell(text: str) -> str:
    """`text` as it is written to a file.

    >>> guard_cell("=1+1"), guard_cell("'=1+1"), guard_cell("fine")
    ("'=1+1", "''=1+1", 'fine')
    """
    return f"'{text}" if RISKY.match(text) else text


def unguard_cell(text: str) -> str:
    """What `guard_cell` was given.

    >>> unguard_cell(guard_cell("-5 degrees in the workroom"))
    '-5 degrees in the workroom'
    """
    return text[1:] if GUARDED.match(text) else text
