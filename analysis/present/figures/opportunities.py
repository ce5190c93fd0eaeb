"""Opportunities: for each quality, how many want it developed against how much that serves it.

Up means wanted by more, right means served by more: what stands high and far left is where something is missing. The
shape of a mark says how well it works what serves the quality, and a bold name that the wish stands out beyond chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from math import ceil

from matplotlib.figure import Figure

from analysis.disclosure.opportunity_map import OpportunityMap
from analysis.guide import Words
from analysis.present.figures.parts import RANGE_HATCHING, SIZES, LegendEntry, draw_legend
from analysis.present.figures.picture import Picture
from analysis.present.figures.placing import Box, box_around, place_labels
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import fit, height_of, width_of, wrap
from analysis.present.numbers import quote_names, say_count
from analysis.present.opportunities import (
    Ends,
    Need,
    kind_of_service,
    most_wanted,
    only_opportunities,
    read_needs,
    say_ends,
    say_reach,
)
from analysis.present.palette import BLUE, GRID, HATCH, INK, MUTED, ORANGE, PAGE

__all__ = ["WORKS", "draw_opportunities", "say_most_wanted"]

WORKS = {
    "above": ("^", BLUE),
    "below": ("v", ORANGE),
    "mixed": ("D", INK),
    "unknown": ("o", MUTED),
    "nothing": ("X", INK),
}
"""The shape and color of a mark, by how well it works what serves the quality."""

NAMED = 2
WARM = "#FCF2E8"
TALL, GROWTH = 3.1, 1.25
Corners = dict[str, tuple[Box, tuple[str, ...]]]
"""For each corner that has room for it, where its text stands, and its lines."""

MARK, NEAREST, BAR = 0.15, 0.12, 0.07
UNKNOWN_STRIP = 0.75
NICE, STEPS = (1, 2, 2.5, 5), 5
INSET, AIR = 0.2, 0.04
"""How far inside the field the first and the last amount stand, and how clear labels stay of lines, in inches."""

CORNER_STEP = 0.2


@dataclass(frozen=True)
class Spot:
    """One quality on the map: its name, and how much serves it (None where that is not known)."""

    need: Need
    name: str
    served: Ends | None

    @property
    def middle(self) -> float:
        """The middle of `served`, for placing a mark only."""
        return sum(self.served) / 2 if self.served else 0.0


@dataclass(frozen=True)
class Ground:
    """The field in inches, the amounts that are named below it, and where what is not known stands."""

    field: Box
    amounts: tuple[float, ...]
    unknown: float

    def across(self, amount: float) -> float:
        """Where an amount stands."""
        left, right = self.field.left + INSET, self.field.right - INSET
        return left + amount / self.amounts[-1] * (right - left)

    def down(self, share: float) -> float:
        """Where a share of the people stands."""
        return self.field.bottom - share * (self.field.bottom - self.field.top)

    def place(self, spot: Spot) -> tuple[float, float]:
        """Where a quality stands."""
        x = self.unknown if spot.served is None else self.across(spot.middle)
        return x, self.down(spot.need.wanted.middle)


def draw_opportunities(
    opportunities: OpportunityMap, words: Words, figure: Figure | None = None, width: str = "page"
) -> Picture:
    """Draw the qualities by how many want them developed and by the staff hours, or heads, that something gives them.

    Hours are shown where those of every quality are known, heads elsewhere. `figure` is a kept figure to draw on
    instead of a new one; `width` is `page` or `narrow`.

    Missing answers
    ---------------
    Each share is of those who gave a yes or a no; each count names its own denominator.

    Raises `ProtectionError` for anything but an `OpportunityMap`.
    """
    needs = read_needs(only_opportunities(opportunities))
    kind = kind_of_service(needs)
    spots = [Spot(need, words(f"guide.quality.{need.quality}.name"), need.served(kind)) for need in needs]
    shown = [spot for spot in spots if not spot.need.wanted.is_withheld]
    sheet = Sheet(figure, width)
    title = say_most_wanted(opportunities, words)
    subtitle = words(f"figures.opportunities.subtitle.{kind if shown else 'hidden'}", n=_say_people(shown, words))
    y = sheet.head(title, subtitle)
    if shown:
        y = draw_legend(sheet, MARGIN, y, _legend(shown, words), sheet.right)
        y = _draw_map(sheet, shown, kind, words, y)
    hidden = [spot.name for spot in spots if spot.need.wanted.is_withheld]
    if hidden:
        y = _draw_hidden(sheet, hidden, words, y)
    told = (_say_spot(spot, words, kind) for spot in spots)
    alt = " ".join([f"{title}.", subtitle, *told])
    return sheet.finish(y + MARGIN, title, alt, words("figures.opportunities.reading"))


def say_most_wanted(opportunities: OpportunityMap, words: Words) -> str:
    """Which quality is wanted beyond chance and what serves it, as a title; else that nothing stands out."""
    verdict, qualities = most_wanted(only_opportunities(opportunities))
    names = [words(f"guide.quality.{quality}.name") for quality in qualities]
    return words(f"figures.opportunities.title.{verdict}", names=_name_few(names, words))


def _name_few(names: Sequence[str], words: Words) -> str:
    if len(names) <= NAMED:
        return quote_names(names, words)
    return words("figures.opportunities.more", first=quote_names(names[:1], words), number=len(names) - 1)


def _say_people(spots: Sequence[Spot], words: Words) -> str:
    counts = [spot.need.wanted.n for spot in spots] or [0]
    return say_ends((min(counts), max(counts)), words)


def _say_spot(spot: Spot, words: Words, kind: str) -> str:
    works = words(f"figures.opportunities.works.{spot.need.works}")
    if spot.need.wanted.is_withheld:
        return words("figures.opportunities.row_hidden", name=spot.name, works=works)
    told = say_count(spot.need.wanted, words, 0)
    return words(
        "figures.opportunities.row", name=spot.name, told=told, served=_say_served(spot, words, kind), works=works
    )


def _say_served(spot: Spot, words: Words, kind: str) -> str:
    if spot.served is None:
        return words("figures.opportunities.served.unknown")
    if kind == "hours":
        return words("figures.opportunities.served.hours", hours=say_ends(spot.served, words))
    return words("figures.opportunities.served.heads", heads=say_reach(spot.served, spot.need.wanted.roster, words))


def _legend(spots: Sequence[Spot], words: Words) -> list[LegendEntry]:
    found = {spot.need.works for spot in spots}
    entries = [
        LegendEntry(shape, words(f"figures.opportunities.key.{works}"), color)
        for works, (shape, color) in WORKS.items()
        if works in found
    ]
    if any(_likely(spot) for spot in spots):
        entries.append(LegendEntry("line", words("figures.common.interval_key"), MUTED))
    if any(not spot.need.wanted.is_exact or _is_wide(spot) for spot in spots):
        entries.append(LegendEntry("range", words("figures.opportunities.key.range"), MUTED))
    return entries


def _likely(spot: Spot) -> Ends | None:
    """Where all staff likely stand, where that is wider than what is told."""
    wanted = spot.need.wanted
    return (wanted.low, wanted.high) if (wanted.low, wanted.high) != wanted.span else None


def _is_wide(spot: Spot) -> bool:
    return spot.served is not None and spot.served[0] < spot.served[1]


def _draw_map(sheet: Sheet, spots: Sequence[Spot], kind: str, words: Words, y: float) -> float:
    """The field, made taller until every label has a place of its own."""
    y = _draw_axis_name(sheet, words, y)
    texts = [_label(spot, sheet, words) for spot in spots]
    ground, boxes, corners = _arrange(sheet, spots, texts, _corner_texts(sheet, words), y)
    _draw_ground(sheet, ground, words, corners)
    for spot, text, box in zip(spots, texts, boxes, strict=True):
        _draw_spot(sheet, spot, ground)
        _write_label(sheet, text, box, ground.place(spot))
    return _draw_amounts(sheet, ground, kind, words)


def _arrange(
    sheet: Sheet, spots: Sequence[Spot], texts: Sequence[LabelText], corners: dict[str, tuple[str, ...]], y: float
) -> tuple[Ground, tuple[Box, ...], Corners]:
    """The field and where labels and corner texts stand on it; made taller until every label has a place."""
    tall = TALL
    while True:
        ground = _ground(sheet, spots, y, tall)
        marked = list(_taken(spots, ground))
        placed = _place_corners(ground.field, corners, marked)
        taken = [*marked, *(box for box, _ in placed.values())]
        room = Box(ground.field.left, ground.field.top, sheet.right, ground.field.bottom)
        boxes = place_labels(
            [ground.place(spot) for spot in spots], [_size(text) for text in texts], room, taken, NEAREST
        )
        if boxes is not None:
            return ground, boxes, placed
        tall *= GROWTH


@dataclass(frozen=True)
class LabelText:
    """The wrapped name of a quality and how many want it."""

    name: tuple[str, ...]
    size: float
    weight: str
    told: tuple[str, ...]


def _label(spot: Spot, sheet: Sheet, words: Words) -> LabelText:
    room = 1.05 if sheet.is_narrow else 1.55
    weight = "bold" if spot.need.stands_out else "regular"
    size = fit(spot.name, room, LABEL, weight)
    told = wrap(say_count(spot.need.wanted, words, 0), room, SMALL)
    return LabelText(wrap(spot.name, room, size, weight), size, weight, told)


def _size(text: LabelText) -> tuple[float, float]:
    widths = [width_of(line, text.size, text.weight) for line in text.name]
    wide = max(*widths, *(width_of(line, SMALL) for line in text.told))
    return wide + 0.04, height_of(len(text.name), text.size) + height_of(len(text.told), SMALL)


def _ground(sheet: Sheet, spots: Sequence[Spot], y: float, tall: float) -> Ground:
    left = MARGIN + (0.62 if sheet.is_narrow else 0.75)
    strip = UNKNOWN_STRIP if any(spot.served is None for spot in spots) else 0.0
    right = sheet.right - strip - 0.1
    largest = max((spot.served[1] for spot in spots if spot.served), default=0.0)
    return Ground(Box(left, y, right, y + tall), _amounts(largest), sheet.right - strip / 2)


def _amounts(largest: float) -> tuple[float, ...]:
    """Amounts in round steps from 0 to at least `largest`.

    >>> _amounts(37.0)
    (0.0, 10.0, 20.0, 30.0, 40.0)
    """
    steps = (nice * 10**power for power in count() for nice in NICE if power or isinstance(nice, int))
    step = next(step for step in steps if STEPS * step >= largest)
    return tuple(float(number * step) for number in range(max(1, ceil(largest / step)) + 1))


def _taken(spots: Sequence[Spot], ground: Ground) -> Iterator[Box]:
    """Where no label may lie: the marks, and the lines and bars that belong to them."""
    for spot in spots:
        x, y = ground.place(spot)
        yield box_around(x, y, MARK, MARK)
        wanted = spot.need.wanted
        low, high = min(wanted.low, wanted.span[0]), max(wanted.high, wanted.span[1])
        yield Box(x - AIR, ground.down(high), x + AIR, ground.down(low))
        if spot.served and _is_wide(spot):
            start, end = (ground.across(amount) for amount in spot.served)
            yield Box(start, y - AIR, end, y + AIR)


def _corner_texts(sheet: Sheet, words: Words) -> dict[str, tuple[str, ...]]:
    room = 1.3 if sheet.is_narrow else 2.2
    return {
        side: wrap(words(f"figures.opportunities.corner.{side}"), room, SMALL, "bold") for side in ("left", "right")
    }


def _place_corners(field: Box, texts: dict[str, tuple[str, ...]], taken: Sequence[Box]) -> Corners:
    """Much wanted and little served at the upper left, the opposite at the lower right, where there is room."""
    placed = {}
    for side, lines in texts.items():
        wide, tall = max(width_of(line, SMALL, "bold") for line in lines), height_of(len(lines), SMALL)
        top = field.top + 0.08 if side == "left" else field.bottom - 0.08 - tall
        ways = int((field.right - field.left) / 2 / CORNER_STEP)
        offsets = (0.1 + CORNER_STEP * way for way in range(ways))
        starts = (field.left + o if side == "left" else field.right - o - wide for o in offsets)
        boxes = (Box(start, top, start + wide, top + tall) for start in starts)
        free = next((box for box in boxes if field.holds(box) and not any(box.meets(one) for one in taken)), None)
        if free:
            placed[side] = (free, lines)
    return placed


def _draw_axis_name(sheet: Sheet, words: Words, y: float) -> float:
    text = wrap(words("figures.opportunities.axis.wanted"), sheet.right - MARGIN, SMALL, "bold")
    return sheet.write_lines(MARGIN, y, text, size=SMALL, color=MUTED, weight="bold") + 0.06


def _draw_ground(sheet: Sheet, ground: Ground, words: Words, corners: Corners) -> None:
    field = ground.field
    middle, half = (field.left + field.right) / 2, ground.down(0.5)
    sheet.box(field.left, field.top, middle - field.left, half - field.top, WARM, zorder=-1)
    for share, name in ((1.0, "everybody"), (0.5, "half"), (0.0, "nobody")):
        text = words(f"figures.common.{name}")
        size = fit(text, field.left - MARGIN - 0.08, SMALL)
        y = ground.down(share)
        sheet.line([field.left, field.right], [y, y], GRID, 0.9, zorder=0)
        sheet.write(field.left - 0.08, y, text, size=size, color=MUTED, ha="right")
    for side, (box, lines) in corners.items():
        color = ORANGE if side == "left" else MUTED
        sheet.write_lines(box.left, box.top, lines, size=SMALL, color=color, weight="bold")


def _draw_spot(sheet: Sheet, spot: Spot, ground: Ground) -> None:
    shape, color = WORKS[spot.need.works]
    x, y = ground.place(spot)
    likely, wanted = _likely(spot), spot.need.wanted
    if likely:
        sheet.line([x, x], [ground.down(end) for end in likely], color, 1.3)
    if not wanted.is_exact:
        low, high = (ground.down(end) for end in wanted.span)
        sheet.hatch(x - BAR / 2, high, BAR, low - high, PAGE, color, RANGE_HATCHING, outline=0.8)
    if spot.served and _is_wide(spot):
        start, end = (ground.across(amount) for amount in spot.served)
        sheet.hatch(start, y - BAR / 2, end - start, BAR, PAGE, color, RANGE_HATCHING, outline=0.8)
    sheet.dot(x, y, shape, color, SIZES[shape])


def _write_label(sheet: Sheet, text: LabelText, box: Box, mark: tuple[float, float]) -> None:
    """The name and the count in their place; a thin line to the mark where that is not beside it."""
    x, y = mark
    near = min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)
    if abs(near[0] - x) + abs(near[1] - y) > 2.2 * NEAREST:
        sheet.line([x, near[0]], [y, near[1]], HATCH, 0.5, zorder=1)
    ha, at = ("right", box.right - 0.02) if box.right <= x else ("left", box.left + 0.02)
    if box.left < x < box.right:
        ha, at = "center", (box.left + box.right) / 2
    upper = height_of(len(text.name), text.size)
    sheet.write(at, box.top + upper / 2, text.name, size=text.size, weight=text.weight, ha=ha)
    lower = height_of(len(text.told), SMALL)
    sheet.write(at, box.top + upper + lower / 2, text.told, size=SMALL, color=MUTED, ha=ha)


def _draw_amounts(sheet: Sheet, ground: Ground, kind: str, words: Words) -> float:
    """The amounts below the field, what they are, and where what is not known stands."""
    field = ground.field
    for amount in ground.amounts:
        x = ground.across(amount)
        sheet.line([x, x], [field.top, field.bottom], GRID, 0.9, zorder=0)
        sheet.write(x, field.bottom + 0.11, f"{amount:g}", size=SMALL, color=MUTED, ha="center")
    y = field.bottom + 0.24
    if ground.unknown < sheet.right:
        unknown = wrap(words("figures.strategies.unknown"), UNKNOWN_STRIP - 0.1, SMALL)
        sheet.write(
            ground.unknown,
            field.bottom + height_of(len(unknown), SMALL) / 2 + 0.03,
            unknown,
            size=SMALL,
            color=MUTED,
            ha="center",
        )
        y = max(y, field.bottom + height_of(len(unknown), SMALL) + 0.08)
    text = wrap(words(f"figures.opportunities.axis.{kind}"), field.right - MARGIN, SMALL, "bold")
    bottom = y + height_of(len(text), SMALL)
    sheet.write(field.right, (y + bottom) / 2, text, size=SMALL, color=MUTED, weight="bold", ha="right")
    return bottom


def _draw_hidden(sheet: Sheet, names: Sequence[str], words: Words, y: float) -> float:
    """What may not be told, by name."""
    text = words("figures.opportunities.hidden", names=quote_names(names, words))
    lines = wrap(text, sheet.right - MARGIN, SMALL)
    return sheet.write_lines(MARGIN, y + 0.1, lines, size=SMALL, color=MUTED)
