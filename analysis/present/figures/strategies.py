"""Strategies: how well each works for those who rated it, whom it reaches and what it takes.

Hardly runs to the left and well to the right of one line; somewhat stands apart, so that a range can be shown as a
range. Strategies stand by their names. Only what works above or below the others beyond chance is set apart: by a
triangle, and by its place above or below all the others. Refuses more than thirty in one picture: the table has all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from analysis.disclosure.opportunity_map import OpportunityMap
from analysis.disclosure.ratings import RATING_BANDS
from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import Cell, minimum_of, only_released
from analysis.present.figures.parts import RANGE_HATCHING, SIZES, LegendEntry, draw_legend
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import fit, height_of, wrap
from analysis.present.numbers import quote_names, say_count, say_counted, say_interval, say_reason
from analysis.present.opportunities import Offer, only_opportunities, read_offers, read_ratings, say_reach
from analysis.present.palette import BLUE, DIVERGING, GRID, INK, MUTED, ORANGE, PAGE

__all__ = ["MOST_SHOWN", "draw_strategies"]

MOST_SHOWN = 30
NAMED = 2
FILLS = {"hardly": ORANGE, "somewhat": DIVERGING[2], "well": BLUE}
EDGES = {"hardly": ORANGE, "somewhat": MUTED, "well": BLUE}
STANDINGS = {"above": ("^", BLUE), "": ("", INK), "below": ("v", ORANGE)}
"""The mark of each standing, in the order of the rows."""

BAR, GAP = 0.15, 0.08
LEAST = 0.5
"""Every kind of bar has room for at least so much of everybody, so that its half is seen."""


@dataclass(frozen=True)
class Row:
    """One strategy in use and its three bands."""

    offer: Offer
    bands: dict[str, Cell]

    @property
    def reason(self) -> str:
        """Why nothing of its ratings is shown; empty where something is."""
        hidden = [cell.reason for cell in self.bands.values() if cell.is_withheld]
        return hidden[0] if len(hidden) == len(self.bands) else ""

    @property
    def told(self) -> Cell:
        """For how many it works well."""
        return self.bands["well"]


@dataclass(frozen=True)
class Columns:
    """Where things stand, in inches: names end, the line and the bars of `somewhat` begin, numbers begin.

    `unit` is how long everybody would be; `ends` and `wide` say where each column of numbers ends, and its width.
    """

    names: float
    axis: float
    apart: float
    unit: float
    numbers: float
    ends: dict[str, float]
    wide: dict[str, float]


WIDE = {"n": 0.36, "well": 0.72, "likely": 0.82, "reach": 0.66, "hours": 0.52}
NARROW = {"n": 0.34, "well": 0.66}


def draw_strategies(
    released: Released, words: Words, opportunities: OpportunityMap, figure: Figure | None = None, width: str = "page"
) -> Picture:
    """Draw for how many each strategy in use works hardly, somewhat and well; `opportunities` is made from `released`.

    `figure` is a kept figure to draw on instead of a new one; `width` is `page` or `narrow`.

    Missing answers
    ---------------
    Each share is of those who rated that strategy; the counts name their own denominator.

    Raises `ProtectionError` for anything but a `Released` and an `OpportunityMap`.
    """
    rows = _read_rows(only_released(released), only_opportunities(opportunities))
    sheet = Sheet(figure, width)
    minimum = minimum_of(released)
    title = _title(rows, words)
    kind = "none" if not rows else "many" if len(rows) > MOST_SHOWN else "shown"
    subtitle = words(f"figures.strategies.subtitle.{kind}", number=len(rows))
    y = sheet.head(title, subtitle)
    told: list[str] = []
    if kind == "shown":
        y = draw_legend(sheet, MARGIN, y, _legend(rows, words), sheet.right)
        y = _draw_rows(sheet, rows, words, minimum, y)
        told = [_say_row(row, words, minimum) for row in rows]
    reading = words("figures.strategies.reading")
    return sheet.finish(y + MARGIN, title, " ".join([f"{title}.", subtitle, *told]), reading)


def _read_rows(released: Released, opportunities: OpportunityMap) -> list[Row]:
    """Those above the others first and those below last, by name within each."""
    ratings = read_ratings(released)
    hidden = {band: Cell(reason="nobody") for band in RATING_BANDS}
    rows = [
        Row(offer, ratings.get(offer.strategy_id, hidden)) for offer in read_offers(opportunities) if offer.is_in_use
    ]
    return sorted(rows, key=lambda row: list(STANDINGS).index(row.offer.standing))


def _title(rows: Sequence[Row], words: Words) -> str:
    if not rows:
        return words("figures.strategies.title.none")
    if all(row.reason for row in rows):
        return words("figures.strategies.title.hidden")
    found = {
        standing: _name_few([row.offer.what for row in rows if row.offer.standing == standing], words)
        for standing in ("above", "below")
    }
    named = {standing: names for standing, names in found.items() if names}
    which = "both" if len(named) == len(found) else next(iter(named), "unclear")
    return words(f"figures.strategies.title.{which}", **named)


def _name_few(names: Sequence[str], words: Words) -> str:
    if len(names) <= NAMED:
        return quote_names(names, words)
    return words("figures.strategies.more", first=quote_names(names[:1], words), number=len(names) - 1)


def _say_row(row: Row, words: Words, minimum: int) -> str:
    reach, hours = _say_reach(row, words), _say_hours(row, words)
    if row.reason:
        reason = say_reason(row.reason, words, minimum)
        return words("figures.strategies.row_withheld", name=row.offer.what, reason=reason, reach=reach, hours=hours)
    told = {band: say_counted(cell, words, minimum) for band, cell in row.bands.items()}
    standing = words(f"figures.strategies.standing.{row.offer.standing or 'within'}")
    interval = say_interval(row.told, words) or say_count(row.told, words, minimum)
    return words(
        "figures.strategies.row",
        name=row.offer.what,
        **told,
        interval=interval,
        standing=standing,
        reach=reach,
        hours=hours,
    )


def _say_reach(row: Row, words: Words) -> str:
    return say_reach(row.offer.reach, row.offer.roster, words)


def _say_hours(row: Row, words: Words) -> str:
    return words("figures.strategies.unknown") if row.offer.hours is None else f"{row.offer.hours:g}"


def _legend(rows: Sequence[Row], words: Words) -> list[LegendEntry]:
    entries = [LegendEntry("box", words(f"figures.strategies.band.{band}"), FILLS[band]) for band in RATING_BANDS]
    entries.append(LegendEntry("line", words("figures.common.interval_key")))
    if any(not cell.is_withheld and not cell.is_exact for row in rows for cell in row.bands.values()):
        entries.append(LegendEntry("range", words("figures.common.range_key"), MUTED))
    for standing in ("above", "below"):
        if any(row.offer.standing == standing for row in rows):
            shape, color = STANDINGS[standing]
            entries.append(LegendEntry(shape, words(f"figures.strategies.key.{standing}"), color))
    return entries


def _columns(sheet: Sheet, rows: Sequence[Row]) -> Columns:
    """Numbers take what they need at the right; names and bars share what is left."""
    wide = NARROW if sheet.is_narrow else WIDE
    ends: dict[str, float] = {}
    at = sheet.right
    for name in reversed(wide):
        ends[name] = at
        at -= wide[name]
    names = MARGIN + (1.12 if sheet.is_narrow else 1.72)
    # One scale for all three kinds, so that the same share is equally long everywhere.
    far = {band: _farthest(rows, band) for band in RATING_BANDS}
    unit = (at - names - 3 * GAP) / sum(far.values())
    axis = names + GAP + unit * far["hardly"]
    return Columns(names, axis, axis + GAP + unit * far["well"], unit, at, ends, wide)


def _farthest(rows: Sequence[Row], band: str) -> float:
    """The largest share that a bar of this kind, or its likely range, has to show."""
    cells = [row.bands[band] for row in rows if not row.bands[band].is_withheld]
    return max([LEAST, *(max(cell.high if band == "well" else 0.0, cell.span[1]) for cell in cells)])


def _draw_rows(sheet: Sheet, rows: Sequence[Row], words: Words, minimum: int, y: float) -> float:
    columns = _columns(sheet, rows)
    y = top = _draw_heads(sheet, columns, words, y)
    for row in rows:
        y = _draw_row(sheet, row, columns, words, minimum, y)
    for start, side in ((columns.axis, -1), (columns.axis, 1), (columns.apart, 1)):
        x = start + side * columns.unit / 2
        sheet.line([x, x], [top, y], GRID, 0.9, zorder=0)
        sheet.write(x, y + 0.11, words("figures.common.half_short"), size=SMALL, color=MUTED, ha="center")
    return y + 0.22


def _draw_heads(sheet: Sheet, columns: Columns, words: Words, y: float) -> float:
    """What stands in each column."""
    texts = {name: words(f"figures.strategies.head.{name}") for name in columns.wide}
    sizes = {name: fit(text, columns.wide[name] - 0.06, SMALL) for name, text in texts.items()}
    heads = {name: wrap(text, columns.wide[name] - 0.06, sizes[name]) for name, text in texts.items()}
    bottom = y + max(height_of(len(lines), sizes[name]) for name, lines in heads.items())
    for name, lines in heads.items():
        middle = bottom - height_of(len(lines), sizes[name]) / 2
        sheet.write(columns.ends[name], middle, lines, size=sizes[name], color=MUTED, ha="right")
    places = {
        "hardly": (columns.axis - 0.04, "right"),
        "well": (columns.axis + 0.04, "left"),
        "somewhat": (columns.apart + 0.04, "left"),
    }
    for band, (x, side) in places.items():
        text = words(f"figures.strategies.short.{band}")
        size = fit(text, columns.unit * LEAST, SMALL, "bold")
        sheet.write(x, bottom - height_of(1, SMALL) / 2, text, size=size, color=EDGES[band], weight="bold", ha=side)
    return bottom + 0.05


def _draw_row(sheet: Sheet, row: Row, columns: Columns, words: Words, minimum: int, y: float) -> float:
    name_room = columns.names - MARGIN - 0.14
    weight = "bold" if row.offer.standing else "regular"
    size = fit(row.offer.what, name_room, LABEL, weight)
    name = wrap(row.offer.what, name_room, size, weight)
    below = wrap(_say_below(row, words), columns.names - MARGIN, SMALL) if sheet.is_narrow else ()
    told = _told(row, words, minimum)
    shown = {key: wrap(told[key], wide - 0.06, SMALL) for key, wide in columns.wide.items()}
    upper, lower = height_of(len(name), size), height_of(len(below), SMALL)
    tall = max(0.36, upper + lower + 0.1, 0.1 + max(height_of(len(lines), SMALL) for lines in shown.values()))
    top, middle = y + (tall - upper - lower) / 2, y + tall / 2
    sheet.write(columns.names, top + upper / 2, name, size=size, weight=weight, ha="right")
    sheet.write(columns.names, top + upper + lower / 2, below, size=SMALL, color=MUTED, ha="right")
    _draw_mark(sheet, row, top + upper / 2)
    for key, lines in shown.items():
        color = BLUE if key == "well" and not row.reason else MUTED
        sheet.write(columns.ends[key], middle, lines, size=SMALL, color=color, ha="right")
    if row.reason:
        start = columns.names + GAP
        reason = say_reason(row.reason, words, minimum)
        sheet.withhold(start, y + 0.04, columns.numbers - GAP - start, tall - 0.08, reason)
    else:
        _draw_bars(sheet, row, columns, middle)
        for start in (columns.axis, columns.apart):
            sheet.line([start, start], [y, y + tall], INK, 0.9, zorder=3)
    return y + tall


def _say_below(row: Row, words: Words) -> str:
    """Reach and hours, where there is no room for columns of their own."""
    return words("figures.strategies.below", reach=_say_reach(row, words), hours=_say_hours(row, words))


def _told(row: Row, words: Words, minimum: int) -> dict[str, str]:
    """What stands in the columns of numbers."""
    cell = row.told
    untold = "–"
    counts = {"n": untold, "well": untold, "likely": untold}
    if not row.reason:
        n = max(cell.n for cell in row.bands.values())
        counts = {"n": str(n), "well": say_count(cell, words, minimum), "likely": say_interval(cell, words) or untold}
    return counts | {"reach": _say_reach(row, words), "hours": _say_hours(row, words)}


def _draw_mark(sheet: Sheet, row: Row, y: float) -> None:
    """The triangle of a strategy that works above or below the others beyond chance."""
    shape, color = STANDINGS[row.offer.standing]
    if shape:
        sheet.dot(MARGIN + 0.06, y, shape, color, SIZES[shape] - 1)


def _draw_bars(sheet: Sheet, row: Row, columns: Columns, y: float) -> None:
    starts = {
        "hardly": (columns.axis, -columns.unit),
        "well": (columns.axis, columns.unit),
        "somewhat": (columns.apart, columns.unit),
    }
    for band, (start, unit) in starts.items():
        cell = row.bands[band]
        if not cell.is_withheld:
            _draw_bar(sheet, cell, band, start, unit, y)


def _draw_bar(sheet: Sheet, cell: Cell, band: str, start: float, unit: float, y: float) -> None:
    """A bar from the line outwards: full up to the smallest told count, hatched up to the largest."""
    sure, possible = cell.span
    top = y - BAR / 2 - 0.02
    if sure > 0:
        sheet.box(min(start, start + sure * unit), top, abs(sure * unit), BAR, FILLS[band], EDGES[band])
    if possible > sure:
        near, far = sorted((start + sure * unit, start + possible * unit))
        sheet.hatch(near, top, far - near, BAR, PAGE, EDGES[band], RANGE_HATCHING, outline=0.8)
    if band == "well":
        sheet.line([start + cell.low * unit, start + cell.high * unit], [top + BAR + 0.045] * 2, INK, 1.3)
