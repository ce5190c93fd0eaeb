"""Ticks: what an empty box says.

Where marks were asked as boxes to tick, a box without a tick is a "no" only if the person ticked something in
the same question; otherwise they may not have seen it, and it counts as skipped. Where every mark had a yes
and a no, an empty cell is always skipped. An empty cell is never a "no" by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.guide import Blank, Guide
from analysis.responses.frames import Field

__all__ = ["fill_empty_answers", "mark_columns"]

SKIPPED = str(int(Blank.SKIPPED))


def mark_columns(guide: Guide) -> dict[str, tuple[str, ...]]:
    """The columns of each mark: one question when boxes are ticked.

    >>> from analysis.guide import load_guide
    >>> mark_columns(load_guide())["develop"][0]
    'develop_purpose'
    """
    columns: dict[str, list[str]] = defaultdict(list)
    for item in guide.section("qualities").items:
        columns[item.id.removesuffix(f"_{item.subject}")].append(item.id)
    return {mark: tuple(names) for mark, names in columns.items()}


def fill_empty_answers(frame: pd.DataFrame, fields: Sequence[Field], guide: Guide) -> pd.DataFrame:
    """`frame`, a table of texts, with the code of its meaning in every empty cell that may hold a blank code."""
    filled = frame.copy()
    if "response_mode" in frame:
        ticking = (frame["response_mode"] == "check_all").to_numpy()
        for columns in mark_columns(guide).values():
            _fill_unticked(filled, [column for column in columns if column in frame], ticking)
    for field in fields:
        if field.name in filled and SKIPPED in {str(value) for value in field.allowed}:
            filled[field.name] = filled[field.name].where(filled[field.name] != "", SKIPPED)
    return filled


def _fill_unticked(frame: pd.DataFrame, columns: Sequence[str], ticking: np.ndarray) -> None:
    cells = frame[list(columns)]
    answered = ticking & (cells == "1").any(axis="columns").to_numpy()
    for column in columns:
        frame[column] = cells[column].mask(answered & (cells[column] == "").to_numpy(), "0")
