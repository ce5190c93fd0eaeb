"""Levels: the maturity of a group as it was released, ready to be drawn and said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import pandas as pd

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.measures.maturity import LEVELS
from analysis.present.groups import Group

__all__ = ["Maturity", "read_maturity", "say_index", "say_levels"]


@dataclass(frozen=True)
class Maturity:
    """The index (0–100) with its likely range, the chance of each level, and the level or run that is named.

    `reason` is empty where it may be told; everything else is meaningless where it is not.
    """

    index: float = 0.0
    low: float = 0.0
    high: float = 100.0
    chances: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    level_from: str = ""
    level_to: str = ""
    probability: float = 0.0
    reason: str = ""

    @property
    def is_withheld(self) -> bool:
        """Whether nothing may be told."""
        return bool(self.reason)

    @property
    def named(self) -> tuple[str, ...]:
        """The named level, or all levels of the named run."""
        return LEVELS[LEVELS.index(self.level_from) : LEVELS.index(self.level_to) + 1]


def read_maturity(released: Released, group: Group) -> Maturity:
    """The maturity of one group."""
    if group.is_withheld:
        return Maturity(reason=group.reason)
    row = released.group("maturity", *group.key).to_dict("records")[0]
    if row["withheld"] or pd.isna(row["index"]):
        return Maturity(reason=str(row["reason"]) or "complement")
    return Maturity(
        index=float(row["index"]),
        low=float(row["low"]),
        high=float(row["high"]),
        chances=MappingProxyType({level: float(row[f"p_{level}"]) for level in LEVELS}),
        level_from=str(row["level_from"]),
        level_to=str(row["level_to"]),
        probability=float(row["level_probability"]),
    )


def say_levels(maturity: Maturity, words: Words) -> str:
    """The named level, or the ends of the named run: "Established", "between Developing and Established"."""
    first, last = (words(f"figures.level.{level}") for level in (maturity.level_from, maturity.level_to))
    if first == last:
        return words("figures.maturity.one_level", level=first)
    return words("figures.maturity.between_levels", first=first, last=last)


def say_index(maturity: Maturity, words: Words) -> str:
    """The index with its likely range: "63, likely between 58 and 67", or the index alone where nothing is open."""
    index, low, high = (round(number) for number in (maturity.index, maturity.low, maturity.high))
    if low == high:
        return words("figures.maturity.index_exact", index=index)
    return words("figures.maturity.index_range", index=index, low=low, high=high)
