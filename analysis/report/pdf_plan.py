"""PDF plan: where figures stand, how wide they are, and which tables are broken, so that no page is left half empty.

A figure cannot be broken, and a short table is better not. A figure that does not fit on the rest of a page is made a
little smaller if that is enough; else it stands on the next page and what follows it fills the gap, while it is still
read out where it belongs. A short table that leaves a gap is broken. The pages are set, looked at and set again until
all are full, a few times at most; the fullest setting is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import inf

__all__ = ["FULL", "LAST", "Layout", "Mark", "Place", "Plan", "Sheet", "plan_pages", "sheets_of", "shortfall"]

FULL, LAST = 0.71, 0.21
"""How full every page has to be, and the last one."""

SMALLEST = 0.84
"""A figure is not made narrower than this share of the line."""

SETTINGS = (
    *((1.0, 1.0), (0.95, 1.0), (1.0, 1.07), (0.9, 0.97), (1.0, 0.92)),
    *((0.95, 1.12), (0.87, 0.9), (1.0, 1.16), (0.92, 1.04), (0.85, 1.2)),
)
"""How wide the figures are to begin with, and how far apart lines and blocks stand, tried in this order."""

MOST_CHANGES = 14
"""How often a page is mended before the next setting is tried."""

AROUND = 24.0
"""What stands between a figure and its neighbours, in points, above and below together."""


@dataclass(frozen=True)
class Mark:
    """Where a block begins or ends: its number, the page (from 1, the cover), and how far down, in points."""

    block: int
    end: bool
    page: int
    y: float


@dataclass(frozen=True)
class Sheet:
    """A page: how full it is (0–1), the room left at its foot in points, and the block that opens the next page."""

    fill: float
    room: float
    next_block: int


@dataclass(frozen=True)
class Place:
    """How a figure or a table stands: its width as a share of the line, whether what follows may stand before it, and
    whether it may be broken."""

    share: float = 1.0
    floats: bool = False
    breaks: bool = False


@dataclass(frozen=True)
class Plan:
    """The places of figures and short tables by the numbers of their blocks, `share` for figures without one.

    `air` is how far apart lines and blocks stand, in units of the usual distance.
    """

    share: float = 1.0
    air: float = 1.0
    places: dict[int, Place] = field(default_factory=dict)

    def place(self, block: int) -> Place:
        """How block `block` stands."""
        return self.places.get(block, Place(self.share))

    def with_place(self, block: int, place: Place) -> Plan:
        """The same plan with another place for a block."""
        return replace(self, places={**self.places, block: place})


@dataclass(frozen=True)
class Layout:
    """What is planned: which blocks are figures and which short tables, and where the text of a page begins and ends.

    `top` and `bottom` are points from the upper edge.
    """

    figures: frozenset[int]
    tables: frozenset[int]
    top: float
    bottom: float


def plan_pages(set_pages: Callable[[Plan], Sequence[Mark]], layout: Layout) -> Plan:
    """The plan by which the pages are fullest; `set_pages` sets them by a plan and gives the marks of all blocks."""
    best, least = Plan(), inf
    for share, air in SETTINGS:
        for plan, lacking in _plans(set_pages, layout, Plan(share, air)):
            if lacking < least:
                best, least = plan, lacking
        if not least:
            break
    return best


def sheets_of(marks: Sequence[Mark], top: float, bottom: float) -> list[Sheet]:
    """The pages after the cover, by the marks of the blocks on them."""
    begins = {mark.block: mark for mark in marks if not mark.end}
    ends = {mark.block: mark for mark in marks if mark.end}
    last = max(mark.page for mark in marks)
    sheets = []
    for page in range(2, last + 1):
        goes_on = any(begins[block].page <= page < end.page for block, end in ends.items())
        foot = bottom if goes_on else max((end.y for end in ends.values() if end.page == page), default=top)
        following = [(mark.y, block) for block, mark in begins.items() if mark.page == page + 1]
        sheets.append(Sheet((foot - top) / (bottom - top), bottom - foot, min(following, default=(0.0, -1))[1]))
    return sheets


def shortfall(sheets: Sequence[Sheet]) -> float:
    """How much is lacking until every page is as full as it has to be, 0 if nothing is.

    >>> round(shortfall([Sheet(0.51, 300, 1), Sheet(0.5, 300, -1)]), 2)
    0.2
    """
    *full, last = sheets
    return sum(max(0.0, FULL - sheet.fill) for sheet in full) + max(0.0, LAST - last.fill)


def _plans(set_pages: Callable[[Plan], Sequence[Mark]], layout: Layout, plan: Plan) -> Iterator[tuple[Plan, float]]:
    """`plan` and its mended ones, each with what is lacking."""
    for _ in range(MOST_CHANGES):
        marks = set_pages(plan)
        sheets = sheets_of(marks, layout.top, layout.bottom)
        lacking = shortfall(sheets)
        yield plan, lacking
        mended = _mended(plan, sheets, marks, layout) if lacking else None
        if mended is None:
            return
        plan = mended


def _mended(plan: Plan, sheets: Sequence[Sheet], marks: Sequence[Mark], layout: Layout) -> Plan | None:
    """The plan with another place for the block that leaves the first gap that can be mended; None where none can."""
    for sheet in sheets[:-1]:
        block, place = sheet.next_block, plan.place(sheet.next_block)
        if sheet.fill >= FULL or place.floats or place.breaks:
            continue
        if block in layout.tables:
            return plan.with_place(block, replace(place, breaks=True))
        if block in layout.figures:
            downs = [mark.y for mark in marks if mark.block == block]
            share = place.share * (sheet.room - AROUND) / (max(downs) - min(downs))
            is_enough = share >= SMALLEST and block not in plan.places
            return plan.with_place(block, Place(share)) if is_enough else _floated(plan, block, layout)
    return None


def _floated(plan: Plan, block: int, layout: Layout) -> Plan:
    """The plan in which a figure floats, and the short table behind it with it, so that neither overtakes the other."""
    floated = plan.with_place(block, replace(plan.place(block), floats=True))
    if block + 1 not in layout.tables:
        return floated
    return floated.with_place(block + 1, replace(plan.place(block + 1), floats=True))
