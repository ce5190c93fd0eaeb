"""Priority: what staff most want to develop, from the protected counts alone.

The chance to be among the three that are wanted most follows from the protected counts of the mark "develop"
for all staff; where such a count is told as a range, counts are drawn evenly from it. What part of it wants
to build and what part to strengthen comes from the protected four cells. The order of leaders and of the
front line is told only where their protected counts settle it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.disclosure.maturity import IMPUTATIONS, RANGES
from analysis.disclosure.shares import joined
from analysis.guide import ALL, LEADS
from analysis.measures.maturity import cell_draws, top_three
from analysis.measures.urn import DRAWS
from analysis.tally import CELLS

__all__ = ["describe_priority"]

PLACES = 3
TOO_FEW_QUALITIES = "too few qualities can be told to say which three are wanted most"
WANTED = [at for at, cell in enumerate(CELLS) if cell in ("strengthen", "build")]


def describe_priority(marks: pd.DataFrame, four_cells: pd.DataFrame, seed: int) -> pd.DataFrame:
    """One row per quality, the most wanted first and the withheld last; columns as `Released` lists."""
    wanted = _develop(marks, ALL, ALL)
    told = ~wanted["withheld"].to_numpy(dtype=bool)
    enough = told.sum() > PLACES
    chances = np.full(len(wanted), np.nan)
    if enough:
        chances[told] = top_three(_develop_draws(wanted[told], seed))
    table = wanted[["cohort", "value", "quality", "n", "roster", "withheld", "reason"]].assign(
        top_three=chances,
        **{cell: four_cells.loc[four_cells["cell"] == cell, "share"].to_numpy() for cell in ("build", "strengthen")},
        rank_leaders=_ranks(_develop(marks, LEADS, "leaders"), wanted["quality"]),
        rank_front_line=_ranks(_develop(marks, LEADS, "front_line"), wanted["quality"]),
        note=_notes(wanted, told, "" if enough else TOO_FEW_QUALITIES),
    )
    return table.sort_values("top_three", ascending=False, kind="stable", na_position="last").reset_index(drop=True)


def _develop(marks: pd.DataFrame, cohort: str, value: str) -> pd.DataFrame:
    of_group = (marks["cohort"] == cohort) & (marks["value"] == value)
    return marks[of_group & (marks["mark"] == "develop")].reset_index(drop=True)


def _develop_draws(wanted: pd.DataFrame, seed: int) -> np.ndarray:
    """Draws (draws × qualities) of the roster's share that wants to develop each of the told qualities."""
    least, most, n = (wanted[column].to_numpy(dtype=int) for column in ("count_low", "count_high", "n"))
    roster = wanted["roster"].iloc[0]
    if np.array_equal(least, most):
        return _wanted_draws(least, n, roster, seed, DRAWS)
    rng = np.random.default_rng(seed)
    drawn = rng.integers(least, most, size=(IMPUTATIONS, len(n)), endpoint=True)
    each = DRAWS // IMPUTATIONS
    return np.concatenate([_wanted_draws(row, n, roster, seed + at, each) for at, row in enumerate(drawn)])


def _wanted_draws(wanted: np.ndarray, n: np.ndarray, roster: float | None, seed: int, draws: int) -> np.ndarray:
    """Draws of a share, as the two cells that hold it: which of them is which does not matter for their sum."""
    nobody = np.zeros_like(n)
    cells = np.column_stack([wanted, n - wanted, nobody, nobody])
    return cell_draws(cells, roster, seed, draws)[..., WANTED].sum(axis=-1)


def _ranks(group: pd.DataFrame, qualities: pd.Series) -> pd.api.extensions.ExtensionArray:
    """The rank of each quality's share "develop" in one group; blank where ranges leave it open."""
    group = group.set_index("quality").reindex(qualities)
    low, high = (
        (group[end].astype("Float64") / group["n"].astype("Float64")).to_numpy(dtype=float, na_value=np.nan)
        for end in ("count_low", "count_high")
    )
    above = low > high[:, None]
    level = (low == low[:, None]) & (high == high[:, None]) & (low == high)
    settled = (above | level | (high < low[:, None]) | np.eye(len(low), dtype=bool)).all(axis=1) & ~np.isnan(low)
    return pd.array(np.where(settled, 1 + above.sum(axis=1), np.nan), dtype="Int64")


def _notes(wanted: pd.DataFrame, told: np.ndarray, few: str) -> list[str]:
    exact = (wanted["count_low"] == wanted["count_high"]).to_numpy(dtype=bool, na_value=False)
    notes = [joined(few, "" if as_it_is else RANGES) for as_it_is in exact]
    return [note if shown else "" for note, shown in zip(notes, told, strict=True)]
