"""Specs: which synthetic libraries there are, as data.

Sizes, places and staffing follow what public statistics say about libraries of each size; the names are
invented. A further library is a further `LibrarySpec`, a further wave a further `Wave`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

__all__ = ["LIBRARY_SPECS", "WAVES", "LibrarySpec", "Wave"]

FTE_OF = {"full_time": 1.0, "part_time": 0.5, "volunteer": 0.0}
"""How heads become full-time equivalents in the sample: volunteers are heads but not paid staff."""


@dataclass(frozen=True)
class Wave:
    """One round of asking, and the days on which answers came in."""

    id: str
    opens: date
    days: int


@dataclass(frozen=True)
class LibrarySpec:
    """One synthetic library.

    `heads` gives the roster by cohort column; every column adds up to the same number of people. `level`
    and `growth` are the library's own effects on the marks and on the continuum, in logits and in standard
    deviations. `spanish` is the share of Spanish answers, `paper` the number of answers that came on paper,
    where boxes are ticked and the page on situations was left out.
    """

    id: str
    name: str
    type: str
    population: int
    locale: str
    respondents: int
    heads: Mapping[str, Mapping[str, int]]
    level: float = 0.0
    growth: float = 0.0
    spanish: float = 0.0
    paper: int = 0
    strategies: int = 10
    confirmed_items: tuple[str, ...] = field(default=())

    @property
    def staff(self) -> int:
        """Heads on the roster."""
        return sum(self.heads["role"].values())

    @property
    def fte(self) -> float:
        """Full-time equivalents, by `FTE_OF`."""
        return sum(FTE_OF[value] * heads for value, heads in self.heads["employment"].items())


WAVES = (Wave("2026", opens=date(2026, 3, 2), days=19),)

LIBRARY_SPECS = (
    LibrarySpec(
        id="tindle_hollow",
        name="Tindle Hollow Reading Room",
        type="public",
        population=2100,
        locale="rural",
        respondents=0,
        heads={
            "role": {"leader": 1, "public_services": 2},
            "unit": {"main_library": 3},
            "tenure": {"under_2_years": 1, "6_to_15_years": 2},
            "employment": {"full_time": 1, "part_time": 1, "volunteer": 1},
        },
        strategies=8,
    ),
    LibrarySpec(
        id="marrow_bend",
        name="Marrow Bend Community Library",
        type="public",
        population=7400,
        locale="rural",
        respondents=6,
        heads={
            "role": {"leader": 1, "public_services": 5, "support_services": 1},
            "unit": {"main_library": 7},
            "tenure": {"under_2_years": 1, "2_to_5_years": 2, "6_to_15_years": 3, "over_15_years": 1},
            "employment": {"full_time": 2, "part_time": 4, "volunteer": 1},
        },
        level=0.5,
        growth=0.2,
        strategies=8,
    ),
    LibrarySpec(
        id="oxwater",
        name="Oxwater College Library",
        type="academic",
        population=3100,
        locale="town",
        respondents=9,
        heads={
            "role": {"leader": 1, "supervisor": 2, "public_services": 6, "support_services": 3},
            "unit": {"main_library": 10, "branch_1": 2},
            "tenure": {"under_2_years": 2, "2_to_5_years": 3, "6_to_15_years": 5, "over_15_years": 2},
            "employment": {"full_time": 6, "part_time": 6},
        },
        level=-0.3,
        growth=-0.1,
        strategies=9,
    ),
    LibrarySpec(
        id="harlow_falls",
        name="Harlow Falls Public Library",
        type="public",
        population=41500,
        locale="town",
        respondents=23,
        heads={
            "role": {"leader": 2, "supervisor": 5, "public_services": 17, "support_services": 7},
            "unit": {"main_library": 20, "branch_1": 8, "outreach": 3},
            "tenure": {"under_2_years": 6, "2_to_5_years": 9, "6_to_15_years": 10, "over_15_years": 6},
            "employment": {"full_time": 14, "part_time": 15, "volunteer": 2},
        },
        level=0.3,
        growth=0.15,
        spanish=0.15,
        strategies=10,
    ),
    LibrarySpec(
        id="quillhaven",
        name="Quillhaven County Library",
        type="public",
        population=148000,
        locale="suburb",
        respondents=54,
        heads={
            "role": {"leader": 4, "supervisor": 12, "public_services": 45, "support_services": 17},
            "unit": {"main_library": 34, "branch_1": 16, "branch_2": 13, "branch_3": 9, "outreach": 6},
            "tenure": {"under_2_years": 14, "2_to_5_years": 24, "6_to_15_years": 26, "over_15_years": 14},
            "employment": {"full_time": 38, "part_time": 34, "volunteer": 6},
        },
        level=0.1,
        growth=0.1,
        spanish=0.1,
        paper=6,
        strategies=11,
        confirmed_items=("goal_team", "tour_currency", "tour_keep", "tour_change", "shift_how"),
    ),
    LibrarySpec(
        id="lanternport",
        name="Lanternport City Library",
        type="public",
        population=665000,
        locale="city",
        respondents=236,
        heads={
            "role": {"leader": 12, "supervisor": 53, "public_services": 235, "support_services": 100},
            "unit": {"main_library": 170, "branch_1": 85, "branch_2": 70, "branch_3": 50, "outreach": 25},
            "tenure": {"under_2_years": 70, "2_to_5_years": 120, "6_to_15_years": 130, "over_15_years": 80},
            "employment": {"full_time": 230, "part_time": 140, "volunteer": 30},
        },
        level=-0.15,
        growth=-0.05,
        spanish=0.14,
        strategies=12,
    ),
)
