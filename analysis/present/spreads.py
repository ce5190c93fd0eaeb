"""Spreads: how a group stands on the line from fixed to growth, as it was released, ready to be drawn and said.

Everything is known between two points only: where the middle person stands, and where each of the twenty dots
does, of which each is a twentieth of the group. A dot that is known to stand in one class, or one band, is sure;
one that may stand in several is not, and is placed in one of them as a best guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from types import MappingProxyType
from typing import Any, NamedTuple

import pandas as pd

from analysis.disclosure.released import Released
from analysis.guide import ALL, Words
from analysis.present.cells import Cell, read_cells
from analysis.present.groups import Group, read_group, read_groups
from analysis.tally.scores import BAND_CUTS, BANDS, OVERALL

__all__ = [
    "BAND_EDGES",
    "Points",
    "Spread",
    "place_dots",
    "read_spreads",
    "say_between",
    "say_place",
    "say_points",
    "say_scoped",
]

BAND_EDGES = (0, *BAND_CUTS, 100)
CLASS_EDGES = tuple(range(0, 101, 10))
MIDDLE = 50


class Points(NamedTuple):
    """From where to where on the line from 0, fixed, to 100, growth."""

    start: int
    end: int

    def touches(self, place: Points) -> bool:
        """Whether something between these points may stand in `place`; an edge belongs to the middle side.

        >>> Points(30, 60).touches(Points(40, 60)), Points(40, 40).touches(Points(0, 40))
        (True, False)
        """
        start, end = self
        if start == end:
            start, end = (start, start + 1) if start < MIDDLE else (start - 1, start)
        return start < place.end and place.start < end

    @property
    def bands(self) -> tuple[str, ...]:
        """The bands in which something between these points may stand."""
        places = zip(BANDS, pairwise(BAND_EDGES), strict=True)
        return tuple(band for band, edges in places if self.touches(Points(*edges)))


ANYWHERE = Points(0, 100)


@dataclass(frozen=True)
class Spread:
    """How one group spreads in one scope; `reason` is empty where anything of it may be told.

    `median` and the quartiles are None where they are not told; `dots` are none below twenty people. `camps` is
    `split`, `together` or empty. The dots stand between `edges`: of classes of ten points, or of bands.
    """

    group: Group
    bands: Mapping[str, Cell]
    median: Points | None = None
    quartile_1: Points | None = None
    quartile_3: Points | None = None
    dots: tuple[Points, ...] = ()
    camps: str = ""
    edges: tuple[int, ...] = BAND_EDGES
    reason: str = ""
    places: Mapping[Points, tuple[bool, ...]] = field(init=False)
    """For each class or band, from fixed to growth: its dots in rising order, and whether each is sure."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", MappingProxyType(place_dots(self.dots, self.edges)))

    @property
    def is_open(self) -> bool:
        """Whether the middle person may stand anywhere."""
        return self.median is None or self.median == ANYWHERE

    @property
    def middle_half(self) -> Points | None:
        """Between which points the middle half of the group stands for sure, where it is told."""
        if self.quartile_1 is None or self.quartile_3 is None:
            return None
        return Points(self.quartile_1.start, self.quartile_3.end)

    @property
    def told_bands(self) -> tuple[str, ...]:
        """The bands in one of which the middle person stands; none where it may be any."""
        bands = self.median.bands if self.median else BANDS
        return bands if len(bands) < len(BANDS) else ()

    @property
    def unsure(self) -> int:
        """How many dots are only roughly known."""
        return sum(not is_sure for dots in self.places.values() for is_sure in dots)

    @property
    def n(self) -> int:
        """How many people of the group have a position, where a count of it is told."""
        return max((cell.n for cell in self.bands.values() if not cell.is_withheld), default=self.group.n)


def read_spreads(released: Released, words: Words, cohort: str, scope: str = OVERALL) -> tuple[Spread, ...]:
    """All staff, and then the groups of `cohort` in the guide's order (for `all`, all staff alone).

    Raises `ToolkitError` where the wave has no such column.
    """
    everybody = read_group(released, words)
    groups = [everybody] if cohort == ALL else [everybody, *read_groups(released, words, cohort)]
    return tuple(_read_spread(released, group, scope) for group in groups)


def place_dots(dots: tuple[Points, ...], edges: tuple[int, ...]) -> dict[Points, tuple[bool, ...]]:
    """In which place between `edges` each dot stands, and whether that is sure, in rising order.

    Dots that may stand in several places, and in the same ones, are shared out evenly among these.

    >>> place_dots((Points(0, 40), Points(0, 60), Points(0, 60)), (0, 40, 60, 100))
    {Points(start=0, end=40): (True, False), Points(start=40, end=60): (False,), Points(start=60, end=100): ()}
    """
    places: dict[Points, list[bool]] = {Points(*pair): [] for pair in pairwise(edges)}
    for dot, same in groupby(dots):
        allowed = [place for place in places if dot.touches(place)]
        count = len(list(same))
        for at in range(count):
            places[allowed[(2 * at + 1) * len(allowed) // (2 * count)]].append(len(allowed) == 1)
    return {place: tuple(found) for place, found in places.items()}


def say_points(points: Points, words: Words) -> str:
    """From where to where, in numbers: "60 to 70".

    >>> from analysis.guide import load_words
    >>> say_points(Points(60, 70), load_words("en"))
    '60 to 70'
    """
    if points.start == points.end:
        return str(points.start)
    return words("figures.number.from_to", low=points.start, high=points.end)


def say_between(points: Points, words: Words) -> str:
    """The same as part of a sentence: "between 60 and 70", "at 60"."""
    if points.start == points.end:
        return words("figures.spread.at", point=points.start)
    return words("figures.spread.between", low=points.start, high=points.end)


def say_place(points: Points | None, words: Words) -> str:
    """In which band, or which of two, something stands: "mixed or growth"; that it is open where it may be any."""
    bands = points.bands if points else BANDS
    if len(bands) == len(BANDS):
        return words("figures.spread.open")
    first, last = (words(f"figures.bands.short.{band}") for band in (bands[0], bands[-1]))
    return first if first == last else words("figures.spread.either", first=first, last=last)


def say_scoped(text: str, scope: str, words: Words) -> str:
    """`text` as it is over all situations, and about one of them with its name in front."""
    if scope == OVERALL:
        return text
    return words("figures.spread.scoped", scope=words(f"guide.situation.{scope}.name"), text=text)


def _read_spread(released: Released, group: Group, scope: str) -> Spread:
    table = released.group("bands", *group.key)
    told = read_cells(table[table["scope"] == scope], ["band"])
    bands = {band: told.get(band, Cell(reason=group.reason or "complement")) for band in BANDS}
    reason = group.reason or _hidden(bands)
    rows = released.group("distributions", *group.key)
    row = next(iter(rows[rows["scope"] == scope].to_dict("records")), None)
    if reason or row is None or row["withheld"]:
        return Spread(group, bands, reason=reason or ("" if row is None else str(row["reason"])))
    return Spread(
        group,
        bands,
        median=_points(row, "median"),
        quartile_1=_points(row, "quartile_1"),
        quartile_3=_points(row, "quartile_3"),
        dots=tuple(Points(round(start), round(end)) for start, end in row["dots"]),
        camps=str(row["camps"]),
        edges=CLASS_EDGES if group.is_everybody and _has_classes(released, scope) else BAND_EDGES,
    )


def _hidden(bands: Mapping[str, Cell]) -> str:
    """Why no band is told; empty where one is."""
    hidden = [cell.reason for cell in bands.values() if cell.is_withheld]
    return hidden[0] if len(hidden) == len(BANDS) else ""


def _points(row: Mapping[Any, Any], name: str) -> Points | None:
    start, end = row[f"{name}_from"], row[f"{name}_to"]
    return None if pd.isna(start) or pd.isna(end) else Points(round(start), round(end))


def _has_classes(released: Released, scope: str) -> bool:
    table = released.classes
    return bool((~table.loc[table["scope"] == scope, "withheld"].astype(bool)).any())
