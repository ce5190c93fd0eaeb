"""Situations: what moves staff along the line from fixed to growth, as it was released, ready to be drawn and said.

A `Pull` says where all staff stand in one situation, and how far that is from where the same people usually stand.
A `Part` says how much of all differences lies in the people, in the situations, or in the rest. Both describe
situations; neither says what anybody is like.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isnan
from typing import Any, NamedTuple

import pandas as pd

from analysis.disclosure.released import Released
from analysis.guide import ALL, Words
from analysis.present.cells import Cell, read_cells
from analysis.present.differences import HALF, Difference, read_differences
from analysis.present.findings import BEYOND_CHANCE, CLEAR_SHARE
from analysis.present.groups import Group, read_group
from analysis.present.numbers import PERCENT_FROM
from analysis.tally.scores import BANDS

__all__ = [
    "COEFFICIENTS",
    "PARTS",
    "Departure",
    "Part",
    "Pull",
    "are_comparable",
    "departures_in",
    "hidden_group",
    "is_clearly_larger",
    "more_of",
    "name_of",
    "read_comparisons",
    "read_parts",
    "read_pulls",
    "read_situation_bands",
    "say_likely",
    "say_part_range",
    "say_part_share",
    "say_shift",
    "say_shift_range",
    "usual_place",
    "why_hidden",
]

PARTS = ("person", "situation", "residual")
"""What the differences are shared out to; their shares add up to 1."""

COEFFICIENTS = ("relative", "absolute")
UNTOLD = "complement"


@dataclass(frozen=True)
class Pull:
    """Where all staff stand in one situation (0–100) and how many points that is from where they usually stand.

    `shift` is above 0 towards growth; `low` and `high` are its likely range, NaN where it has none. `reason` is empty
    where it may be told; everything else is meaningless where it is not.
    """

    n: int = 0
    score: float = 0.0
    shift: float = 0.0
    low: float = 0.0
    high: float = 0.0
    p_adjusted: float = 1.0
    reason: str = ""

    @property
    def is_withheld(self) -> bool:
        """Whether nothing may be told."""
        return bool(self.reason)

    @property
    def has_range(self) -> bool:
        """Whether the likely range of the shift is known."""
        return not (isnan(self.low) or isnan(self.high))

    @property
    def usual(self) -> float:
        """Where the same people stand on the average of all situations."""
        return self.score - self.shift

    @property
    def direction(self) -> str:
        """Where the situation pulls by more than chance: `fixed` or `growth`; empty where that cannot be told.

        >>> Pull(shift=-19, p_adjusted=0.04).direction, Pull(shift=-19, p_adjusted=0.05).direction
        ('fixed', '')
        """
        if self.is_withheld or not self.p_adjusted < BEYOND_CHANCE:
            return ""
        return "growth" if self.shift > 0 else "fixed"


@dataclass(frozen=True)
class Part:
    """One share of the differences (0–1) with its likely range; `low` and `high` span everything where not known."""

    n: int = 0
    share: float = 0.0
    low: float = 0.0
    high: float = 1.0
    reason: str = ""

    @property
    def is_withheld(self) -> bool:
        """Whether nothing may be told."""
        return bool(self.reason)


class Departure(NamedTuple):
    """A situation in which a group stands elsewhere than everybody else, by more than chance."""

    situation: str
    difference: Difference


def name_of(situation: str, words: Words) -> str:
    """The name that people know a situation by."""
    return words(f"guide.situation.{situation}.name")


def read_pulls(released: Released) -> dict[str, Pull]:
    """The pull of each situation, in the guide's order."""
    rows = {row["situation"]: row for row in released.group("profile").to_dict("records")}
    return {situation: _read_pull(rows.get(situation)) for situation in released.guide.situations}


def read_parts(released: Released) -> dict[str, Part]:
    """The three parts and the two coefficients of the split of differences, all staff."""
    rows = {row["quantity"]: row for row in released.group("components").to_dict("records")}
    return {quantity: _read_part(rows.get(quantity)) for quantity in (*PARTS, *COEFFICIENTS)}


def read_comparisons(released: Released, words: Words, cohort: str) -> dict[str, tuple[Difference, ...]]:
    """In each situation, the groups of `cohort` against everybody else.

    Raises `ToolkitError` where the wave has no such column.
    """
    return {s: read_differences(released, words, cohort, s) for s in released.guide.situations}


def departures_in(comparisons: Mapping[str, Iterable[Difference]]) -> tuple[Departure, ...]:
    """Where groups differ from everybody else by more than chance, surest first."""
    found = (Departure(s, difference) for s, own in comparisons.items() for difference in own if difference.further)
    return tuple(sorted(found, key=lambda one: (one.difference.p_adjusted, -abs(one.difference.middle - HALF))))


def are_comparable(comparisons: Mapping[str, Iterable[Difference]]) -> bool:
    """Whether any group may be compared with everybody else in a single situation."""
    return any(difference.told for own in comparisons.values() for difference in own)


def read_situation_bands(
    released: Released, cohort: str = ALL, value: str = ALL, reason: str = ""
) -> dict[str, dict[str, Cell]]:
    """The three bands of one group in each situation; `reason` says why where the group has none."""
    told = read_cells(released.group("bands", cohort, value), ["scope", "band"])
    hidden = Cell(reason=reason or UNTOLD)
    return {s: {band: told.get((s, band), hidden) for band in BANDS} for s in released.guide.situations}


def usual_place(pulls: Iterable[Pull]) -> float:
    """Where staff stand on the average of all situations (0–100), as far as it is told."""
    places = [pull.usual for pull in pulls if not pull.is_withheld]
    return sum(places) / len(places)


def why_hidden(results: Iterable[Pull | Part | Cell]) -> str:
    """The first reason, where none of the results may be told; empty where one may."""
    reasons = [result.reason for result in results]
    return reasons[0] if all(reasons) else ""


def is_clearly_larger(one: Part, other: Part) -> bool:
    """Whether one part is larger than another beyond its likely range, and by ten points at least.

    >>> is_clearly_larger(Part(share=0.5, low=0.4, high=0.6), Part(share=0.2, low=0.1, high=0.3))
    True
    """
    if one.is_withheld or other.is_withheld:
        return False
    # Rounding keeps 0.5 − 0.4, which is stored a little too low, at the ten points that it is.
    return one.low > other.high and round(one.share - other.share, 9) >= CLEAR_SHARE


def more_of(parts: Mapping[str, Part]) -> str:
    """Which of people and situations clearly makes more of the differences; empty where that cannot be told.

    The rest takes no part: it holds chance as well, so its size says nothing by itself.
    """
    for one, other in (("situation", "person"), ("person", "situation")):
        if is_clearly_larger(parts[one], parts[other]):
            return one
    return ""


def say_shift(shift: float, words: Words) -> str:
    """A shift in points: "19 points towards fixed", "no shift".

    >>> from analysis.guide import load_words
    >>> say_shift(-19.2, load_words("en")), say_shift(0.4, load_words("en"))
    ('19 points towards fixed', 'no shift')
    """
    points = round(shift)
    side = "none" if points == 0 else "growth" if points > 0 else "fixed"
    return words(f"figures.profile.shift.{side}", count=abs(points))


def say_shift_range(pull: Pull, words: Words) -> str:
    """The likely range of a shift: "14 to 24 points towards fixed", or with both sides named where it spans both."""
    if not pull.has_range:
        return words("figures.profile.range.open")
    low, high = round(pull.low), round(pull.high)
    if low == high:
        return say_shift(low, words)
    if low < 0 < high:
        return words("figures.profile.range.both", fixed=-low, growth=high)
    side = "growth" if low >= 0 else "fixed"
    nearer, farther = sorted((abs(low), abs(high)))
    return words(f"figures.profile.range.{side}", nearer=nearer, farther=farther)


def say_likely(pull: Pull, words: Words) -> str:
    """The same as part of a sentence: "likely 14 to 24 points towards fixed", or that it is not known."""
    if not pull.has_range:
        return words("figures.profile.likely_open")
    return words("figures.profile.likely", range=say_shift_range(pull, words))


def say_part_share(part: Part, words: Words) -> str:
    """A part of the differences: in tenths under fifty people, "about 3 in 10", in percent from there on.

    >>> from analysis.guide import load_words
    >>> [say_part_share(Part(n=n, share=0.31), load_words("en")) for n in (23, 90)]
    ['about 3 in 10', '31%']
    """
    if part.n >= PERCENT_FROM:
        return words("figures.number.percent", percent=round(100 * part.share))
    tenths = round(10 * part.share)
    return words("figures.chance.tenths", tenths=tenths) if tenths else words("figures.components.hardly")


def say_part_range(part: Part, words: Words) -> str:
    """The likely range of a part, never narrower than it is: "2 to 5 in 10", "21% to 41%"."""
    if part.n >= PERCENT_FROM:
        low, high = round(100 * part.low), round(100 * part.high)
        if low == high:
            return words("figures.number.percent", percent=low)
        return words("figures.number.percent_between", low=low, high=high)
    # Rounding keeps 0.3, which as ten times a share is stored a little too high, from becoming four tenths.
    low, high = (round(10 * end, 6) for end in (part.low, part.high))
    return words("figures.components.tenths_between", low=int(low), high=-int(-high // 1))


def hidden_group(released: Released, words: Words, reason: str) -> Group:
    """All staff, of whom one result may not be told."""
    group = read_group(released, words)
    return group if group.is_withheld else group.hidden(reason)


def _read_pull(row: Mapping[Any, Any] | None) -> Pull:
    if row is None or (not row["withheld"] and pd.isna(row["score"])):
        return Pull(reason=UNTOLD)
    if row["withheld"]:
        return Pull(reason=str(row["reason"]))
    shift, low, high = (float(row[column]) for column in ("shift", "low", "high"))
    p = 1.0 if pd.isna(row["p_adjusted"]) else float(row["p_adjusted"])
    return Pull(int(row["n"]), float(row["score"]), shift, low, high, p)


def _read_part(row: Mapping[Any, Any] | None) -> Part:
    if row is None or (not row["withheld"] and pd.isna(row["share"])):
        return Part(reason=UNTOLD)
    if row["withheld"]:
        return Part(reason=str(row["reason"]))
    low, high = (edge if pd.isna(row[end]) else float(row[end]) for end, edge in (("low", 0.0), ("high", 1.0)))
    return Part(int(row["n"]), float(row["share"]), low, high)
