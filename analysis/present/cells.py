"""Cells: one protected count as it was released, and nothing more than that.

A `Cell` is one row of `marks`, `four_cells` or `bands`: a count out of `n`, told exactly or as a range, or
withheld with its reason. Figures, tables and sentences all read their numbers through it, so that none of
them can know more than another.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.disclosure.released import Released
from analysis.errors import Fault, ProtectionError

__all__ = ["Cell", "minimum_of", "only_released", "read_cell", "read_cells", "told_rows"]


@dataclass(frozen=True)
class Cell:
    """A count between `count_low` and `count_high` out of `n`; `reason` is empty where it may be told.

    `roster` is None where it is not known. `low` and `high` (0–1) say where the share of the whole roster
    lies; where they are blank they fall back to what the range of counts itself allows.
    """

    n: int = 0
    roster: int | None = None
    count_low: int = 0
    count_high: int = 0
    low: float = 0.0
    high: float = 1.0
    reason: str = ""

    @property
    def is_withheld(self) -> bool:
        """Whether nothing may be told."""
        return bool(self.reason)

    @property
    def is_exact(self) -> bool:
        """Whether the very count may be told."""
        return not self.reason and self.count_low == self.count_high

    @property
    def is_census(self) -> bool:
        """Whether everybody on the roster stands behind this count."""
        return self.roster == self.n

    @property
    def span(self) -> tuple[float, float]:
        """The smallest and the largest share that the told count allows (0–1)."""
        return self.count_low / self.n, self.count_high / self.n

    @property
    def middle(self) -> float:
        """The middle of `span`: for placing and ordering only, never told as a number."""
        return sum(self.span) / 2


def only_released(released: object) -> Released:
    """`released` itself, if it may be shown.

    Raises `ProtectionError` for everything that did not come through disclosure.
    """
    if isinstance(released, Released):
        return released
    kind = type(released).__name__
    fault = Fault(
        "results", f"a {kind}", "a Released", "Call release(survey, library_id, wave) and show what it returns."
    )
    raise ProtectionError("Only released results can be shown.", [fault])


def minimum_of(released: Released) -> int:
    """The smallest group about which anything may be told."""
    return released.provenance.policy.minimum_group


def told_rows(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """The rows of `table` that are not withheld and hold a number in `column`."""
    return table[~table["withheld"].astype(bool) & table[column].notna()]


def read_cell(row: Mapping[Any, Any]) -> Cell:
    """One row of `marks`, `four_cells` or `bands` as a `Cell`."""
    if row["withheld"]:
        return Cell(reason=str(row["reason"]))
    n = int(row["n"])
    if n == 0:
        return Cell(reason="nobody")
    count_low, count_high = int(row["count_low"]), int(row["count_high"])
    return Cell(
        n=n,
        roster=None if pd.isna(row["roster"]) else int(row["roster"]),
        count_low=count_low,
        count_high=count_high,
        low=count_low / n if pd.isna(row["low"]) else float(row["low"]),
        high=count_high / n if pd.isna(row["high"]) else float(row["high"]),
    )


def read_cells(table: pd.DataFrame, keys: Iterable[str]) -> dict[Any, Cell]:
    """The cells of `table` by the columns `keys` (by the value itself where there is one key)."""
    names = list(keys)
    rows = table.to_dict("records")
    if len(names) == 1:
        return {row[names[0]]: read_cell(row) for row in rows}
    return {tuple(row[name] for name in names): read_cell(row) for row in rows}
