"""Differences: one group against everybody else, as it was released, ready to be drawn and said.

Take one person of the group and one of the others: the chance that the first stands further towards growth says how
far apart the two are. One half is no difference. More than chance is only what stays so when all groups of the column
are compared together, and at those of the told counts that are closest to no difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.disclosure.released import Released
from analysis.errors import Fault, ToolkitError
from analysis.guide import ALL, Words
from analysis.present.findings import BEYOND_CHANCE
from analysis.present.groups import Group, read_groups
from analysis.present.numbers import quote_names
from analysis.tally.scores import OVERALL

__all__ = ["HALF", "Difference", "read_differences", "say_clauses", "say_further", "say_pairings", "say_tenths"]

HALF = 0.5
SIDES = ("growth", "fixed")


@dataclass(frozen=True)
class Difference:
    """A group of `n` people with a position against `n_rest` others; `reason` is empty where it may be told.

    `told` is the least and the largest chance that the told counts allow (0–1); None where there is none to tell.
    `interval` says what chance leaves open, and `distance` how many points apart the two are; both may be None.
    """

    group: Group
    n: int = 0
    n_rest: int = 0
    told: tuple[float, float] | None = None
    interval: tuple[float, float] | None = None
    distance: tuple[float, float] | None = None
    p_adjusted: float = 1.0
    reason: str = ""

    @property
    def middle(self) -> float:
        """The middle of `told`: for placing a mark; one half where there is nothing to tell."""
        return sum(self.told) / 2 if self.told else HALF

    @property
    def further(self) -> str:
        """To which side the group stands further than the others by more than chance; empty where to none.

        >>> Difference(Group("role", "leader", "Leaders"), told=(0.7, 0.8), p_adjusted=0.01).further
        'growth'
        """
        if self.told is None or self.p_adjusted >= BEYOND_CHANCE:
            return ""
        if self.told[0] > HALF:
            return "growth"
        return "fixed" if self.told[1] < HALF else ""


def read_differences(released: Released, words: Words, cohort: str, scope: str = OVERALL) -> tuple[Difference, ...]:
    """The groups of `cohort` in the guide's order, each against everybody else.

    Raises `ToolkitError` where the wave has no such column, and for `all`, which has nobody to be compared with.
    """
    if cohort == ALL:
        known = [name for name in dict.fromkeys(released.respondents["cohort"]) if name != ALL]
        fault = Fault("cohort", repr(cohort), ", ".join(known), "Choose one of these.")
        raise ToolkitError("All staff have nobody to be compared with.", [fault])
    table = released.differences
    found = {
        row["value"]: row for row in table[(table["cohort"] == cohort) & (table["scope"] == scope)].to_dict("records")
    }
    return tuple(_read(group, found.get(group.value)) for group in read_groups(released, words, cohort))


def say_further(differences: Sequence[Difference], words: Words) -> str:
    """Which groups stand further towards growth, or fixed, by more than chance, as a title; empty where none does."""
    found = _further(differences, words)
    if len(found) == len(SIDES):
        return words("figures.difference.both", **found)
    return "".join(say_clauses(differences, words))


def say_clauses(differences: Sequence[Difference], words: Words) -> tuple[str, ...]:
    """The same as clauses of a sentence, one for each side."""
    counts = {side: sum(one.further == side for one in differences) for side in SIDES}
    return tuple(
        words(f"figures.difference.further.{side}", count=counts[side], names=names)
        for side, names in _further(differences, words).items()
    )


def say_pairings(difference: Difference, words: Words) -> str:
    """In how many of ten pairings the group's person stands further towards growth, or that it cannot be told."""
    if difference.told is None:
        return words("figures.difference.untold")
    return say_tenths(difference.told, words)


def say_tenths(chances: tuple[float, float], words: Words) -> str:
    """A range of chances in tenths: "about 7 of 10", "6 to 8 of 10".

    >>> from analysis.guide import load_words
    >>> say_tenths((0.61, 0.78), load_words("en")).replace(chr(160), " ")
    '6 to 8 of 10'
    """
    low, high = (round(chance * 10) for chance in chances)
    if low == high:
        return words("figures.difference.about", tenths=low)
    return words("figures.difference.range", low=low, high=high)


def _further(differences: Sequence[Difference], words: Words) -> dict[str, str]:
    """The names of the groups that stand further to each side."""
    named = {side: [one.group.label for one in differences if one.further == side] for side in SIDES}
    return {side: quote_names(names, words) for side, names in named.items() if names}


def _read(group: Group, row: Mapping[Any, Any] | None) -> Difference:
    if group.is_withheld or row is None:
        return Difference(group, reason=group.reason or "complement")
    if row["withheld"]:
        return Difference(group, reason=str(row["reason"]))
    return Difference(
        group,
        n=int(row["n"]),
        n_rest=0 if pd.isna(row["n_rest"]) else int(row["n_rest"]),
        told=_pair(row, "superiority_low", "superiority_high"),
        interval=_pair(row, "low", "high"),
        distance=_pair(row, "distance_low", "distance_high"),
        p_adjusted=1.0 if pd.isna(row["p_adjusted"]) else float(row["p_adjusted"]),
    )


def _pair(row: Mapping[Any, Any], low: str, high: str) -> tuple[float, float] | None:
    return None if pd.isna(row[low]) or pd.isna(row[high]) else (float(row[low]), float(row[high]))
