"""Profile: in which situations staff stand further towards fixed, or towards growth, than they usually do.

From twenty people on each situation is one mark on the line from fixed to growth, with the shift from where the same
people usually stand. With fewer, or where that may not be told, each situation shows its three bands, as told.
Averages of everybody, one situation at a time: nothing here is about a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import Cell, minimum_of, only_released
from analysis.present.figures.ground import GROUNDS, INKS, draw_ground, draw_heads, draw_keys, draw_ring
from analysis.present.figures.parts import (
    RANGE_HATCHING,
    SIZES,
    LegendEntry,
    draw_legend,
    draw_nothing,
    say_who_answered,
)
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.typeface import fit, height_of, width_of, wrap
from analysis.present.findings import ends, leaning
from analysis.present.groups import read_group
from analysis.present.numbers import quote_names, say_count, say_interval, say_reason, say_why
from analysis.present.palette import BLUE, DIVERGING, GRID, INK, MUTED, ORANGE, PAGE
from analysis.present.situations import (
    Pull,
    hidden_group,
    name_of,
    read_pulls,
    read_situation_bands,
    say_likely,
    say_shift,
    usual_place,
    why_hidden,
)
from analysis.tally.scores import BANDS

__all__ = ["draw_profile"]

NAMED = 2
"""Up to this many situations of a side are named in the title."""

MARK, ASIDE = "D", 0.11
SHIFTED = {"fixed": DIVERGING[1], "growth": DIVERGING[3], "": DIVERGING[2]}
INK_OF = {"fixed": ORANGE, "growth": BLUE, "": MUTED}
FILLS = {"fixed": ORANGE, "mixed": DIVERGING[2], "growth": BLUE}
TOLD, TOLD_NARROW = 0.9, 0.66
BAR, SPACE, INSIDE = 0.13, 0.06, 0.07


@dataclass(frozen=True)
class Row:
    """One situation: its name, where staff stand in it, and its three bands."""

    name: str
    pull: Pull
    bands: dict[str, Cell]


@dataclass(frozen=True)
class Line:
    """Where the line from 0, fixed, to 100, growth, runs, in inches."""

    left: float
    right: float

    def at(self, place: float) -> float:
        """Where a place on the line is; what lies beyond an end stands at the end."""
        return self.left + min(100.0, max(0.0, place)) / 100 * (self.right - self.left)


def draw_profile(released: Released, words: Words, figure: Figure | None = None, width: str = "page") -> Picture:
    """Draw where all staff stand in each situation, furthest towards fixed first; else the bands of each.

    `figure` is a kept figure to draw on instead of a new one; `width` is `page` or `narrow`.

    Missing answers
    ---------------
    The marks are of the people with a position in every situation; each count is of those who have one in that
    situation, and names its own denominator.

    Raises `ProtectionError` for anything but a `Released`.
    """
    rows = _read_rows(only_released(released), words)
    sheet = Sheet(figure, width)
    why_no_marks = why_hidden(row.pull for row in rows)
    if not why_no_marks:
        return _draw_places(sheet, sorted(rows, key=_order), released, words)
    why_no_counts = why_hidden(cell for row in rows for cell in row.bands.values())
    if why_no_counts:
        return draw_nothing(released, words, hidden_group(released, words, why_no_counts), sheet)
    return _draw_counts(sheet, rows, released, words, why_no_marks)


def _read_rows(released: Released, words: Words) -> list[Row]:
    bands = read_situation_bands(released)
    return [Row(name_of(s, words), pull, bands[s]) for s, pull in read_pulls(released).items()]


def _order(row: Row) -> float:
    """From fixed to growth; what is withheld goes last."""
    return 101.0 if row.pull.is_withheld else row.pull.score


def _draw_places(sheet: Sheet, rows: Sequence[Row], released: Released, words: Words) -> Picture:
    minimum = minimum_of(released)
    title = _title_of_places(rows, words)
    answered = say_who_answered(read_group(released, words), words)
    subtitle = words("figures.profile.subtitle.places", answered=answered)
    y = sheet.head(title, subtitle)
    y = _draw_keys(sheet, words, y)
    y = _draw_marks(sheet, rows, words, minimum, y)
    usual = words("figures.profile.told_usual", place=round(usual_place(row.pull for row in rows)))
    told = (_say_place(row, words, minimum) for row in rows)
    alt = " ".join([f"{title}.", subtitle, usual, *told])
    return sheet.finish(y + MARGIN, title, alt, words("figures.profile.reading.places"))


def _title_of_places(rows: Sequence[Row], words: Words) -> str:
    pulled = {side: [row.name for row in rows if row.pull.direction == side] for side in ("fixed", "growth")}
    # Rows rise from fixed to growth, so the names of those who stand furthest towards growth come last.
    fixed, growth = _name_few(pulled["fixed"], words), _name_few(pulled["growth"][::-1], words)
    if fixed and growth:
        return words("figures.profile.title.both", fixed=fixed, growth=growth)
    if fixed:
        return words("figures.profile.title.fixed", count=len(pulled["fixed"]), names=fixed)
    if growth:
        return words("figures.profile.title.growth", count=len(pulled["growth"]), names=growth)
    return words("figures.profile.title.unclear")


def _name_few(names: Sequence[str], words: Words) -> str:
    if len(names) <= NAMED:
        return quote_names(names, words)
    return words("figures.profile.more", count=len(names) - 1, first=quote_names(names[:1], words))


def _say_place(row: Row, words: Words, minimum: int) -> str:
    leaning_ = _say_leaning(row.bands["fixed"], words, minimum)
    pull = row.pull
    if pull.is_withheld:
        reason = say_reason(pull.reason, words, minimum)
        return words("figures.profile.row_withheld", name=row.name, reason=reason, leaning=leaning_)
    verdict = words(f"figures.profile.verdict.{'moved' if pull.direction else 'unmoved'}")
    return words(
        "figures.profile.row",
        name=row.name,
        score=round(pull.score),
        shift=say_shift(pull.shift, words),
        likely=say_likely(pull, words),
        verdict=verdict,
        leaning=leaning_,
    )


def _say_leaning(cell: Cell, words: Words, minimum: int) -> str:
    told = say_count(cell, words, minimum)
    if cell.is_withheld:
        return words("figures.profile.leaning_withheld", reason=told)
    return words("figures.profile.leaning", told=told)


def _draw_keys(sheet: Sheet, words: Words, y: float) -> float:
    moved = LegendEntry(MARK, words("figures.profile.key.moved"))
    ring = LegendEntry("o", words("figures.profile.key.unmoved"), MUTED)
    return draw_keys(sheet, y, moved, ring, [LegendEntry("line", words("figures.profile.key.range"), MUTED)])


def _draw_marks(sheet: Sheet, rows: Sequence[Row], words: Words, minimum: int, y: float) -> float:
    told = TOLD_NARROW if sheet.is_narrow else TOLD
    left = MARGIN + (1.15 if sheet.is_narrow else 1.75)
    line = Line(left, sheet.right - told - 0.1)
    usual = usual_place(row.pull for row in rows)
    y = top = _draw_line_heads(sheet, line, told, usual, words, y)
    for row in rows:
        y = _draw_mark_row(sheet, row, line, told, words, minimum, y)
    sheet.line([line.at(usual)] * 2, [top - 0.03, y], INK, 0.9, zorder=1.5)
    return draw_ground(sheet, line.left, line.right, top, y)


def _draw_line_heads(sheet: Sheet, line: Line, told: float, usual: float, words: Words, y: float) -> float:
    head = words("figures.bands.band.fixed")
    size = fit(head, told, SMALL, "bold")
    lines = wrap(head, told, size, "bold")
    tall = max(height_of(2, SMALL) + 0.04, height_of(len(lines), SMALL))
    sheet.write(
        sheet.right,
        y + tall - height_of(len(lines), size) / 2,
        lines,
        size=size,
        color=ORANGE,
        weight="bold",
        ha="right",
    )
    below = draw_heads(sheet, line.left, line.right, words, y + tall - height_of(2, SMALL) - 0.04)
    label = words("figures.profile.usual", place=round(usual))
    half = width_of(label, SMALL) / 2
    middle = min(max(line.at(usual), line.left + half), line.right - half)
    sheet.write(middle, below + height_of(1, SMALL) / 2, label, size=SMALL, ha="center")
    return below + height_of(1, SMALL) + 0.04


def _draw_mark_row(sheet: Sheet, row: Row, line: Line, told: float, words: Words, minimum: int, y: float) -> float:
    pull, room = row.pull, line.left - MARGIN - 0.14
    shift = "" if pull.is_withheld else say_shift(pull.shift, words)
    texts = _name_texts(row.name, shift, room)
    count = say_count(row.bands["fixed"], words, minimum)
    size = fit(count, told, SMALL)
    counted = wrap(count, told, size)
    tall = max(0.5, 0.16 + _height(texts), 0.12 + height_of(len(counted), SMALL))
    middle = y + tall / 2
    _write_name(sheet, texts, line.left - 0.14, middle, pull.direction)
    color = MUTED if row.bands["fixed"].is_withheld else INK
    sheet.write(sheet.right, middle, counted, size=size, color=color, ha="right")
    if pull.is_withheld:
        length = line.right - line.left
        sheet.withhold(line.left, y + 0.05, length, tall - 0.1, say_reason(pull.reason, words, minimum))
    else:
        _draw_mark(sheet, pull, line, middle)
    return y + tall


@dataclass(frozen=True)
class Texts:
    """A wrapped name with its size, and what stands beneath it."""

    name: tuple[str, ...]
    size: float
    below: tuple[str, ...]
    below_size: float


def _name_texts(name: str, below: str, room: float) -> Texts:
    size, small = fit(name, room, LABEL, "bold"), fit(below or name, room, SMALL)
    return Texts(wrap(name, room, size, "bold"), size, wrap(below, room, small) if below else (), small)


def _height(texts: Texts) -> float:
    return height_of(len(texts.name), texts.size) + height_of(len(texts.below), texts.below_size)


def _write_name(sheet: Sheet, texts: Texts, right: float, y: float, direction: str) -> None:
    weight = "bold" if direction else "regular"
    upper, lower = height_of(len(texts.name), texts.size), height_of(len(texts.below), texts.below_size)
    top = y - (upper + lower) / 2
    sheet.write(right, top + upper / 2, texts.name, size=texts.size, weight=weight, ha="right")
    color = INK_OF[direction]
    sheet.write(right, top + upper + lower / 2, texts.below, size=texts.below_size, color=color, ha="right")


def _draw_mark(sheet: Sheet, pull: Pull, line: Line, y: float) -> None:
    color = INK_OF[pull.direction]
    sheet.line([line.left, line.right], [y, y], GRID, 0.9, zorder=0)
    sheet.line([line.at(pull.usual), line.at(pull.score)], [y, y], SHIFTED[pull.direction], 5, zorder=1)
    if pull.has_range:
        likely = [line.at(pull.usual + end) for end in (pull.low, pull.high)]
        sheet.line(likely, [y + ASIDE] * 2, color, 1.3)
    if pull.direction:
        sheet.dot(line.at(pull.score), y, MARK, color, SIZES[MARK] + 1)
    else:
        draw_ring(sheet, line.at(pull.score), y, color, SIZES["o"] - 0.5)


def _draw_counts(sheet: Sheet, rows: Sequence[Row], released: Released, words: Words, reason: str) -> Picture:
    minimum = minimum_of(released)
    title = _title_of_counts(rows, words)
    answered = say_who_answered(read_group(released, words), words)
    why = say_why(reason, words, minimum)
    subtitle = words("figures.profile.subtitle.counts", why=why, answered=answered)
    y = sheet.head(title, subtitle)
    y = draw_legend(sheet, MARGIN, y, _count_legend(rows, words), sheet.right)
    y = _draw_bars(sheet, rows, words, minimum, y)
    told = (_say_counts(row, words, minimum) for row in rows)
    alt = " ".join([f"{title}.", subtitle, *told])
    return sheet.finish(y + MARGIN, title, alt, words("figures.profile.reading.counts"))


def _title_of_counts(rows: Sequence[Row], words: Words) -> str:
    fixed = [row.name for row in rows if leaning(row.bands) == "fixed"]
    if fixed:
        return words("figures.profile.title.leaning", count=len(fixed), names=_name_few(fixed, words))
    apart = ends({row.name: row.bands["growth"] for row in rows})
    if apart is None:
        return words("figures.profile.title.no_ends")
    most, least = (quote_names(names, words) for names in apart)
    return words("figures.profile.title.ends", most=most, least=least)


def _say_counts(row: Row, words: Words, minimum: int) -> str:
    reason = why_hidden(row.bands.values())
    if reason:
        return words("figures.bands.row_withheld", group=row.name, reason=say_reason(reason, words, minimum))
    told = {band: _say_band(cell, words, minimum) for band, cell in row.bands.items()}
    return words("figures.bands.row", group=row.name, **told)


def _say_band(cell: Cell, words: Words, minimum: int) -> str:
    told = say_count(cell, words, minimum)
    if cell.is_withheld:
        return told
    return words("figures.bands.told", told=told, interval=say_interval(cell, words))


def _count_legend(rows: Sequence[Row], words: Words) -> list[LegendEntry]:
    entries = [LegendEntry("line", words("figures.common.interval_key"))]
    shown = [cell for row in rows for cell in row.bands.values() if not cell.is_withheld]
    if any(not cell.is_exact for cell in shown):
        entries.append(LegendEntry("range", words("figures.common.range_key"), MUTED))
    return entries


def _draw_bars(sheet: Sheet, rows: Sequence[Row], words: Words, minimum: int, y: float) -> float:
    left = MARGIN + (1.0 if sheet.is_narrow else 1.6)
    wide = (sheet.right - left - 2 * SPACE) / len(BANDS)
    places = {band: left + number * (wide + SPACE) for number, band in enumerate(BANDS)}
    for band, x in places.items():
        head = words(f"figures.bands.short.{band}")
        size = fit(head, wide, SMALL, "bold")
        sheet.write(x + INSIDE, y + height_of(1, SMALL) / 2, head, size=size, color=INKS[band], weight="bold")
    y = top = y + height_of(1, SMALL) + 0.05
    for row in rows:
        y = _draw_bar_row(sheet, row, places, wide, words, minimum, y)
    for band, x in places.items():
        sheet.box(x, top, wide, y - top, GROUNDS[band], zorder=-1)
        half = x + wide / 2
        sheet.line([half, half], [top, y], PAGE, 1.1, zorder=-0.5)
        sheet.write(half, y + 0.11, words("figures.common.half_short"), size=SMALL, color=MUTED, ha="center")
    return y + 0.22


def _draw_bar_row(
    sheet: Sheet, row: Row, places: dict[str, float], wide: float, words: Words, minimum: int, y: float
) -> float:
    left = min(places.values())
    texts = _name_texts(row.name, "", left - MARGIN - 0.12)
    told = {band: wrap(say_count(cell, words, minimum), wide - 2 * INSIDE, SMALL) for band, cell in row.bands.items()}
    lines = max(len(text) for text in told.values())
    tall = max(0.3 + height_of(lines, SMALL), 0.12 + _height(texts))
    _write_name(sheet, texts, left - 0.12, y + tall / 2, "")
    reason = why_hidden(row.bands.values())
    if reason:
        sheet.withhold(left, y + 0.05, sheet.right - left, tall - 0.1, say_reason(reason, words, minimum))
        return y + tall
    top = y + (tall - height_of(lines, SMALL) - BAR - 0.08) / 2
    for band, cell in row.bands.items():
        x = places[band] + INSIDE
        color = MUTED if cell.is_withheld else INKS[band]
        sheet.write_lines(x, top + height_of(lines - len(told[band]), SMALL), told[band], size=SMALL, color=color)
        if not cell.is_withheld:
            _draw_bar(sheet, cell, band, x, wide - 2 * INSIDE, top + height_of(lines, SMALL) + 0.02)
    return y + tall


def _draw_bar(sheet: Sheet, cell: Cell, band: str, x: float, length: float, y: float) -> None:
    """A bar from the left: full up to the smallest told count, hatched up to the largest."""
    sure, possible = cell.span
    if sure > 0:
        sheet.box(x, y, sure * length, BAR, FILLS[band], INKS[band])
    if possible > sure:
        sheet.hatch(
            x + sure * length, y, (possible - sure) * length, BAR, PAGE, INKS[band], RANGE_HATCHING, outline=0.8
        )
    sheet.line([x + cell.low * length, x + cell.high * length], [y + BAR + 0.05] * 2, INK, 1.3)
