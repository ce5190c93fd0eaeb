"""Small responses frames for tests: say what was answered; the rest is skipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.guide import Guide
from analysis.responses.frames import dtype_of, response_fields

DEFAULTS = {
    "library_id": "lib",
    "wave": "2026",
    "submitted_at": "2026-03-02",
    "language": "en",
    "guide_version": "1.0",
    "response_mode": "forced_choice",
}
SHORT = {"y": 1, "n": 0, "?": -2, "-": -1, "x": -3, "d": -4}
"""How a mark is written in the text tables of the tests."""


def people_frame(guide: Guide, answers: Sequence[Mapping[str, int | str]]) -> pd.DataFrame:
    """A checked responses frame with one row per mapping in `answers`."""
    fields = response_fields(guide)
    blanks = {"code": -1, "choice": "-1", "text": ""}
    empty = {field.name: blanks.get(field.kind, "") for field in fields} | DEFAULTS
    rows = [empty | {"response_id": f"r{number}"} | dict(row) for number, row in enumerate(answers, start=1)]
    columns = [field.name for field in fields]
    return pd.DataFrame(rows, columns=columns).astype({field.name: dtype_of(field) for field in fields})


def marks_of(guide: Guide, mark: str, letters: str) -> dict[str, int]:
    """The seven answers to one mark, written as seven letters: `"yyn?-xd"`."""
    return {f"{mark}_{quality}": SHORT[letter] for quality, letter in zip(guide.qualities, letters, strict=True)}


def pairs_of(guide: Guide, pairs: Sequence[str]) -> dict[str, int]:
    """The answers to the situations, each written `growth/fixed`: `"6/1"`; a blank is its letter."""
    answers = {}
    for situation, pair in zip(guide.situations, pairs, strict=True):
        growth, fixed = (SHORT[part] if part in SHORT else int(part) for part in pair.split("/"))
        answers |= {f"{situation}_growth": growth, f"{situation}_fixed": fixed}
    return answers
