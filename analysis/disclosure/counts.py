"""Counts: the frames of a `Released` that hold counts of answers, with all that follows from each count.

Rows stand in the guide's order: group by group, and in each group quality by quality or scope by scope.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.disclosure.items import BLANK, NO, YES, Protected, protect_bands, protect_cells, protect_mark
from analysis.disclosure.shares import describe_ranges, joined
from analysis.disclosure.wave import ROSTER_TOO_SMALL, Wave
from analysis.tally import BANDS, CELLS, score_people

__all__ = ["release_bands", "release_marks_and_cells"]

MARKS = ("exists", "develop")
OVERALL = "overall"
TWO_WAYS_OF_ASKING = "some were asked for a yes or a no and some for a tick"


def release_marks_and_cells(wave: Wave, minimum: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frames `marks` and `four_cells`."""
    marks, cells = [], []
    for quality in wave.guide.qualities:
        exists, develop = (_mark_positions(wave.responses[f"{mark}_{quality}"]) for mark in MARKS)
        told = protect_mark(exists, wave.groups, minimum), protect_mark(develop, wave.groups, minimum)
        for mark, protected in zip(MARKS, told, strict=True):
            marks += _rows(protected, {"quality": quality}, "mark", [mark])
        both = protect_cells(exists, develop, told, wave.groups, minimum)
        cells += _rows(both, {"quality": quality}, "cell", CELLS)
    note = TWO_WAYS_OF_ASKING if len(wave.responses["response_mode"].unique()) > 1 else ""
    return _frame(marks, wave, note), _frame(cells, wave, note)


def release_bands(wave: Wave, minimum: int) -> pd.DataFrame:
    """The frame `bands`: by group over all situations, and for all staff in each situation.

    Six situations for every group would be six more tables about the same few people, each of which costs
    something of the others, so a situation is told for everybody together.
    """
    scores = score_people(wave.responses, wave.guide)
    rows = []
    for scope in (OVERALL, *wave.guide.situations):
        column = "band" if scope == OVERALL else f"band_{scope}"
        positions = scores[column].map({band: at for at, band in enumerate(BANDS)}).fillna(BLANK).to_numpy(dtype=int)
        groups = wave.groups if scope == OVERALL else wave.groups.everybody
        rows += _rows(protect_bands(positions, groups, minimum, len(BANDS)), {"scope": scope}, "band", BANDS)
    return _frame(rows, wave)


def _mark_positions(codes: pd.Series) -> np.ndarray:
    return np.select([codes == 1, codes == 0], [YES, NO], BLANK)


def _rows(item: Protected, about: dict[str, str], name: str, counted: Iterable[str]) -> list[dict]:
    """One row per group and count, with the position of the group in `group`."""
    rows = []
    for group, reason in enumerate(item.groups.reasons):
        telling = item.told.get(group)
        ranges = telling.ranges if telling else None
        for at, label in enumerate(counted):
            low, high = ranges[at] if ranges else (pd.NA, pd.NA)
            n = telling.n if telling else pd.NA
            told = {"n": n, "withheld": telling is None, "reason": reason, "count_low": low, "count_high": high}
            rows.append({"group": group} | about | {name: label} | told)
    return rows


def _frame(about: list[dict], wave: Wave, note: str = "") -> pd.DataFrame:
    table = pd.DataFrame(about).sort_values("group", kind="stable").reset_index(drop=True)
    group = table.pop("group").to_numpy(dtype=int)
    keys = np.array(wave.groups.keys, dtype=object)[group]
    table.insert(0, "cohort", keys[:, 0])
    table.insert(1, "value", keys[:, 1])
    table["roster"] = pd.array(wave.rosters[group], dtype="Int64")
    table = table.astype({"n": "Int64", "count_low": "Int64", "count_high": "Int64"})
    table = describe_ranges(table, note)
    too_small = wave.is_too_small[group] & ~table["withheld"].to_numpy(dtype=bool)
    rows = zip(table["note"], too_small, strict=True)
    return table.assign(note=[joined(note, ROSTER_TOO_SMALL if small else "") for note, small in rows])
