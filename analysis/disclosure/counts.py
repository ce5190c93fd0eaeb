"""Counts: the frames of a `Released` that hold counts of answers, with all that follows from each count.

Rows stand in the guide's order: group by group, and in each group quality by quality or scope by scope.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from analysis.disclosure.items import (
    BLANK,
    NO,
    YES,
    Protected,
    protect_bands,
    protect_cells,
    protect_classes,
    protect_mark,
)
from analysis.disclosure.shares import describe_ranges, joined
from analysis.disclosure.wave import ROSTER_TOO_SMALL, Wave
from analysis.measures.camps import class_places
from analysis.measures.distributions import SPREAD_FROM
from analysis.measures.groups import scope_suffixes
from analysis.tally import BANDS, CELLS, score_people

__all__ = ["count_frame", "count_rows", "mark_positions", "release_bands_and_classes", "release_marks_and_cells"]

MARKS = ("exists", "develop")
CLASSES = 10
CLASS_BANDS = np.repeat([0, 1, 2], [4, 2, 4])
"""The band that each class of ten points lies in."""
TWO_WAYS_OF_ASKING = "some were asked for a yes or a no and some for a tick"


def release_marks_and_cells(wave: Wave, minimum: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frames `marks` and `four_cells`."""
    marks, cells = [], []
    for quality in wave.guide.qualities:
        exists, develop = (mark_positions(wave.responses[f"{mark}_{quality}"]) for mark in MARKS)
        told = protect_mark(exists, wave.groups, minimum), protect_mark(develop, wave.groups, minimum)
        for mark, protected in zip(MARKS, told, strict=True):
            marks += count_rows(protected, {"quality": quality}, "mark", [mark])
        both = protect_cells(exists, develop, told, wave.groups, minimum)
        cells += count_rows(both, {"quality": quality}, "cell", CELLS)
    note = TWO_WAYS_OF_ASKING if len(wave.responses["response_mode"].unique()) > 1 else ""
    return count_frame(marks, wave, note), count_frame(cells, wave, note)


def release_bands_and_classes(wave: Wave, minimum: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The frames `bands` and `classes`: the bands by group, and for all staff also the classes of ten points."""
    scores = score_people(wave.responses, wave.guide)
    bands, classes = [], []
    for scope, suffix in scope_suffixes(wave.guide).items():
        bands_of = scores[f"band{suffix}"].map({band: at for at, band in enumerate(BANDS)}).fillna(BLANK)
        told = protect_bands(bands_of.to_numpy(dtype=int), wave.groups, minimum, len(BANDS))
        bands += count_rows(told, {"scope": scope}, "band", BANDS)
        finer = protect_classes(class_places(scores[f"position{suffix}"], CLASSES), CLASS_BANDS, told, SPREAD_FROM)
        classes += count_rows(finer, {"scope": scope}, "class_from", range(0, 100, 100 // CLASSES))
    finer = count_frame(classes, wave)
    return count_frame(bands, wave), finer.assign(class_to=finer["class_from"] + 100 // CLASSES)


def mark_positions(codes: pd.Series) -> np.ndarray:
    """The positions of the answers to a mark: `YES`, `NO`, or `BLANK` for every other code."""
    return np.select([codes == 1, codes == 0], [YES, NO], BLANK)


def count_rows(item: Protected, about: dict[str, str], name: str, counted: Iterable[object]) -> list[dict]:
    """One row per group and count, with the position of the group in `group`; `count_frame` makes a frame of them."""
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


def count_frame(rows: list[dict], wave: Wave, note: str = "", about: Sequence[str] = ()) -> pd.DataFrame:
    """The frame that `rows` of counts make, with all that follows from them, and `note` in every row that is told.

    `about` names the columns of what is counted, which a frame without rows has as well.
    """
    if not rows:
        return _without_rows(about)
    table = pd.DataFrame(rows).sort_values("group", kind="stable").reset_index(drop=True)
    group = table.pop("group").to_numpy(dtype=int)
    keys = np.array(wave.groups.keys, dtype=object)[group]
    table.insert(0, "cohort", keys[:, 0])
    table.insert(1, "value", keys[:, 1])
    table["roster"] = pd.array(wave.rosters[group], dtype="Int64")
    table = table.astype({"n": "Int64", "count_low": "Int64", "count_high": "Int64"})
    table = describe_ranges(table, note)
    too_small = wave.is_too_small[group] & ~table["withheld"].to_numpy(dtype=bool)
    notes = zip(table["note"], too_small, strict=True)
    return table.assign(note=[joined(note, ROSTER_TOO_SMALL if small else "") for note, small in notes])


def _without_rows(about: Sequence[str]) -> pd.DataFrame:
    names = ("cohort", "value", *about, "reason")
    table = pd.DataFrame({name: pd.Series(dtype="str") for name in names})
    counts = {name: pd.Series(dtype="Int64") for name in ("n", "roster", "count_low", "count_high")}
    empty = describe_ranges(table.assign(withheld=pd.Series(dtype="bool"), **counts))
    return empty.astype({"method": "str", "note": "str"})
