"""Slope: one line a measure over the waves, in color only where it moved by more than chance.

Every line is drawn, since a library wants to see them all, but what may be chance stays gray and thin, however steep it
is. The change since the wave before stands at the right with its likely range. A value that may only be told as a range
is a short hatched bar; where bars would hide each other they stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from matplotlib.figure import Figure

from analysis.disclosure.followed import Followed
from analysis.guide import Words
from analysis.present.figures.parts import RANGE_HATCHING, LegendEntry, draw_legend
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import LABEL, MARGIN, SMALL, Sheet
from analysis.present.figures.slope_rows import Row, read_rows, say_row
from analysis.present.figures.spreading import Label, spread_labels, write_label
from analysis.present.figures.typeface import balance, fit, height_of, width_of, wrap
from analysis.present.moves import (
    Level,
    hidden_because,
    only_followed,
    say_level,
    say_likely_change,
    say_moved,
    say_told_change,
)
from analysis.present.numbers import say_reason
from analysis.present.palette import BLUE, GRID, HATCH, INK, MUTED, ORANGE, PAGE, PALE

__all__ = ["draw_slope"]

COLORS = {"up": BLUE, "down": ORANGE, "": HATCH}
BOLD, THIN, FAINT = 2.8, 1.1, 0.7
MARKS = {True: ("D", 7.0), False: ("o", 5.5)}
"""The shape and size of a mark that a move beyond chance begins or ends at, and of any other."""

STEP, SPAN = 10, 40
"""The scale begins and ends at a multiple of `STEP` points, and shows at least `SPAN` of them."""

SHORT, TALL = 1.1, 2.4
"""The height of the lines, in inches: of one alone, and of several at least."""

FARTHEST, WIDEST_HEAD = 2.8, 1.1
"""How far apart two waves stand at most, and how wide the head of a wave may be, in inches."""

LANE, CROWDED = 0.075, 3
ROW_GAP, LEADER, STRIP = 0.07, 0.26, 0.5


@dataclass(frozen=True)
class Columns:
    """Where things stand from left to right, in inches: values end, waves, names begin, changes begin and end.

    `lane` is how far apart bars stand that would hide each other.
    """

    values: float
    waves: tuple[float, ...]
    names: float
    changes: float
    right: float
    lane: float

    @property
    def room(self) -> float:
        """How wide what stands over a wave may be."""
        apart = (after - before for before, after in pairwise(self.waves))
        return min((WIDEST_HEAD, *apart)) - 0.06

    def place(self, row: Row, wave: int) -> float:
        """Where a level of `row` stands."""
        return self.waves[wave] + row.lanes[wave] * self.lane


@dataclass(frozen=True)
class Scale:
    """The points `least` at `bottom` and `most` at `top`, in inches."""

    top: float
    bottom: float
    least: float
    most: float

    def at(self, points: float) -> float:
        """How far down a number of points stands."""
        return self.bottom - (points - self.least) / (self.most - self.least) * (self.bottom - self.top)


def draw_slope(
    followed: Followed, words: Words, kind: str = "quality", figure: Figure | None = None, width: str = "page"
) -> Picture:
    """Draw the measures of one `kind` (`index`, `quality`, `leaning`, `situation`) over all waves.

    `figure` is a kept figure to draw on instead of a new one; `width` is `page` or `narrow`.

    Missing answers
    ---------------
    Each value is of those who answered that very question in that wave; how many they are stands under the wave.

    Raises `ProtectionError` for anything but a `Followed`, `ToolkitError` for a kind that there is not.
    """
    rows = read_rows(only_followed(followed), words, kind)
    sheet = Sheet(figure, width)
    minimum = followed.guide.policy.minimum_group
    title = say_moved(followed, words, kind)
    shown, hidden = ([row for row in rows if bool(row.last.told) == told] for told in (True, False))
    subtitle = words(f"figures.slope.subtitle.{'waves' if shown and len(followed.waves) > 1 else 'wave'}.{kind}")
    y = sheet.head(title, subtitle)
    if shown:
        y = _draw_rows(sheet, shown, words, minimum, _draw_legend(sheet, shown, words, y))
    if hidden:
        y = _draw_hidden(sheet, hidden, words, minimum, y)
    told = [*_say_waves(shown, words), *(say_row(row, words, minimum) for row in rows)]
    return sheet.finish(y + MARGIN, title, " ".join([f"{title}.", subtitle, *told]), words("figures.slope.reading"))


def _draw_legend(sheet: Sheet, rows: Sequence[Row], words: Words, y: float) -> float:
    moves = [move for row in rows for move in row.moves.values() if move.told]
    sides = [side for side in ("up", "down") if any(move.moved == side for move in moves)]
    entries = [LegendEntry("D", words(f"figures.slope.key.{side}"), COLORS[side]) for side in sides]
    if any(not move.moved for move in moves):
        entries.append(LegendEntry("line", words("figures.slope.key.within"), HATCH))
    if len(rows) == 1:
        entries.append(LegendEntry("line", words("figures.common.interval_key"), MUTED))
    if any(level.told and not level.is_exact for row in rows for level in row.levels):
        entries.append(LegendEntry("range", words("figures.common.range_key"), MUTED))
    return draw_legend(sheet, MARGIN, y, entries, sheet.right) + 0.04 if entries else y


def _draw_rows(sheet: Sheet, rows: Sequence[Row], words: Words, minimum: int, y: float) -> float:
    columns = _columns(sheet, rows)
    names = [_name_label(row, columns, words, minimum) for row in rows]
    changes = [_change_label(row, columns, words, minimum) for row in rows]
    heights = [max(name.height, change.height) + ROW_GAP for name, change in zip(names, changes, strict=True)]
    y = _draw_heads(sheet, rows, columns, words, y)
    scale = _scale(rows, y, max(SHORT if len(rows) == 1 else TALL, sum(heights)))
    _draw_waves(sheet, rows, columns, scale, words, minimum)
    for row in sorted(rows, key=lambda row: bool(row.moved)):
        _draw_row(sheet, row, columns, scale, is_alone=len(rows) == 1)
    places = [scale.at(row.last.middle) for row in rows]
    middles = spread_labels(places, heights, scale.top - ROW_GAP, scale.bottom + ROW_GAP)
    for row, name, change, place, middle in zip(rows, names, changes, places, middles, strict=True):
        if row.levels[-1].told:
            start = columns.place(row, -1) + 0.07
            sheet.line([start, columns.names - 0.05], [place, middle], HATCH, 0.5, zorder=1)
        write_label(sheet, columns.names, middle, name, "left")
        write_label(sheet, columns.right, middle, change, "right")
    _draw_firsts(sheet, rows, columns, scale, words, minimum)
    return scale.bottom + 2 * ROW_GAP


def _columns(sheet: Sheet, rows: Sequence[Row]) -> Columns:
    """The lines take what the texts leave, but no more than they need; what is left goes to the names."""
    values, names, changes = (0.56, 1.22, 0.7) if sheet.is_narrow else (0.78, 1.7, 1.0)
    names = min(names, max(width_of(row.name, LABEL, "bold") for row in rows) + 0.12)
    many = len(rows[0].levels)
    lane = LANE * (0.6 if sheet.is_narrow or many > CROWDED else 1)
    aside = (max(abs(lane) for row in rows for lane in row.lanes) + 0.5) * lane + 0.1
    left = MARGIN + values + aside
    room = sheet.right - changes - names - LEADER - aside - left
    spacing = min(room / max(1, many - 1), FARTHEST)
    waves = tuple(left + spacing * place for place in range(many))
    return Columns(left - aside, waves, waves[-1] + aside + LEADER, sheet.right - changes, sheet.right, lane)


def _scale(rows: Sequence[Row], y: float, height: float) -> Scale:
    """A scale that holds every level, and its likely range as well where there is one line alone."""
    ends = [end for row in rows for level in row.levels for end in (level.told or ())]
    if len(rows) == 1:
        ends += [end for level in rows[0].levels for end in (level.likely or ()) if level.told]
    least, most = STEP * (min(ends) // STEP), -STEP * (-max(ends) // STEP)
    least = min(least, max(0.0, (least + most - SPAN) / 2))
    most = max(most, min(100.0, least + SPAN))
    return Scale(y + ROW_GAP, y + ROW_GAP + height, min(least, most - SPAN), most)


def _name_label(row: Row, columns: Columns, words: Words, minimum: int) -> Label:
    """The name of a measure and its value in the last wave."""
    weight, room = "bold" if row.moved else "regular", columns.changes - columns.names - 0.1
    size = fit(row.name, room, LABEL, weight)
    value = wrap(say_level(row.levels[-1], words, minimum), room, SMALL) if row.levels[-1].told else ()
    return Label(wrap(row.name, room, size, weight), value, size, COLORS[row.moved] if row.moved else INK, weight)


def _change_label(row: Row, columns: Columns, words: Words, minimum: int) -> Label:
    """The change into the last wave and its likely range, or why there is none."""
    move, room = row.latest, columns.right - columns.changes
    if move is None:
        return Label()
    if move.told is None:
        return Label(lower=wrap(say_reason(move.reason, words, minimum), room, SMALL))
    weight, color = ("bold", COLORS[row.moved]) if row.moved else ("regular", MUTED)
    change = wrap(say_told_change(move.told, words), room, LABEL, weight)
    return Label(change, wrap(say_likely_change(move.likely, words), room, SMALL), color=color, weight=weight)


def _draw_heads(sheet: Sheet, rows: Sequence[Row], columns: Columns, words: Words, y: float) -> float:
    """The waves with their numbers of answers, and what the column at the right says."""
    waves = [level.wave for level in rows[0].levels]
    size = min(fit(wave, columns.room, LABEL, "bold") for wave in waves)
    heads = [
        Label(wrap(wave, columns.room, size, "bold"), wrap(_say_answers(rows, place, words), columns.room, SMALL), size)
        for place, wave in enumerate(waves)
    ]
    changed = Label()
    if len(waves) > 1:
        since = words("figures.slope.head", before=waves[-2])
        changed = Label(lower=balance(since, columns.right - columns.changes, SMALL))
    bottom = y + max(label.height for label in (*heads, changed))
    for x, head in zip(columns.waves, heads, strict=True):
        write_label(sheet, x, bottom - head.height / 2, replace(head, weight="bold"), "center")
    write_label(sheet, columns.right, bottom - changed.height / 2, changed, "right")
    return bottom + 0.04


def _say_waves(rows: Sequence[Row], words: Words) -> Iterator[str]:
    """How many answered in each wave of which something is shown."""
    for place, level in enumerate(rows[0].levels if rows else ()):
        if any(row.levels[place].told for row in rows):
            yield words("figures.slope.answers", wave=level.wave, answers=_say_answers(rows, place, words))


def _say_answers(rows: Sequence[Row], wave: int, words: Words) -> str:
    counts = [row.levels[wave].n for row in rows if row.levels[wave].told]
    if not counts:
        return words("figures.slope.no_answers")
    low, high = min(counts), max(counts)
    return str(low) if low == high else words("figures.number.from_to", low=low, high=high)


def _draw_waves(sheet: Sheet, rows: Sequence[Row], columns: Columns, scale: Scale, words: Words, minimum: int) -> None:
    """A light upright line for each wave; a hatched strip where nothing of it may be shown."""
    for place, x in enumerate(columns.waves):
        why = hidden_because([row.levels[place] for row in rows])
        if not why:
            sheet.line([x, x], [scale.top - ROW_GAP, scale.bottom + ROW_GAP], GRID, 0.9, zorder=0)
            continue
        wide = min(STRIP, columns.room)
        reason = say_reason(why, words, minimum)
        sheet.withhold(x - wide / 2, scale.top, wide, scale.bottom - scale.top, reason)


def _draw_row(sheet: Sheet, row: Row, columns: Columns, scale: Scale, is_alone: bool) -> None:
    for wave, (before, after) in enumerate(pairwise(row.levels)):
        if before.told and after.told:
            moved = row.moved_into(after)
            xs = [columns.place(row, wave), columns.place(row, wave + 1)]
            ys = [scale.at(before.middle), scale.at(after.middle)]
            is_exact = before.is_exact and after.is_exact
            # Between ranges a line only says what belongs together, so it is fainter and lies beneath them.
            sheet.line(xs, ys, COLORS[moved], _weight(moved, is_exact), zorder=2 + bool(moved) / 2 if is_exact else 0.5)
    for wave, level in enumerate(row.levels):
        if level.told:
            _draw_level(sheet, columns.place(row, wave), level, columns.lane, scale, row.moved_near(wave), is_alone)


def _weight(moved: str, is_exact: bool) -> float:
    if moved:
        return BOLD
    return THIN if is_exact else FAINT


def _draw_level(sheet: Sheet, x: float, level: Level, lane: float, scale: Scale, moved: str, is_alone: bool) -> None:
    """One value: a mark, or a short hatched bar; a line alone has room for its likely range."""
    color = COLORS[moved]
    if is_alone and level.likely:
        sheet.line([x, x], [scale.at(end) for end in level.likely], color if moved else MUTED, 1.3)
    if level.is_exact:
        shape, size = MARKS[bool(moved)]
        sheet.dot(x, scale.at(level.middle), shape, color, size)
        return
    low, high = (scale.at(end) for end in level.told or ())
    sheet.hatch(x - lane * 0.4, high, lane * 0.8, low - high, PAGE, color, RANGE_HATCHING, outline=0.9)


def _draw_firsts(sheet: Sheet, rows: Sequence[Row], columns: Columns, scale: Scale, words: Words, minimum: int) -> None:
    """The values of the first wave, each beside its mark; equal ones stand once."""
    begun = sorted((row for row in rows if row.is_begun), key=lambda row: row.moved_near(0))
    firsts = {(row.levels[0].middle, say_level(row.levels[0], words, minimum)): row for row in begun}
    ordered = sorted(firsts, key=lambda one: (-one[0], one[1]))
    if len(columns.waves) == 1 or not ordered:
        return
    labels = [_first_label(text, firsts[middle, text], columns) for middle, text in ordered]
    places = [scale.at(middle) for middle, _ in ordered]
    heights = [label.height + 0.03 for label in labels]
    middles = spread_labels(places, heights, scale.top - ROW_GAP, scale.bottom + ROW_GAP)
    for label, place, middle in zip(labels, places, middles, strict=True):
        sheet.line([columns.values - 0.03, columns.waves[0] - 0.07], [middle, place], HATCH, 0.5, zorder=0)
        write_label(sheet, columns.values - 0.06, middle, label, "right")


def _first_label(text: str, row: Row, columns: Columns) -> Label:
    moved = row.moved_near(0)
    weight, color = ("bold", COLORS[moved]) if moved else ("regular", MUTED)
    return Label(wrap(text, columns.values - MARGIN - 0.06, SMALL, weight), (), SMALL, color, weight)


def _draw_hidden(sheet: Sheet, rows: Sequence[Row], words: Words, minimum: int, y: float) -> float:
    """What may not be told in any wave, by name."""
    reason = say_reason(rows[0].last.reason, words, minimum)
    text = words("figures.slope.hidden", names=", ".join(row.name for row in rows), reason=reason)
    lines = wrap(text, sheet.right - MARGIN - 0.24, SMALL)
    tall = height_of(len(lines), SMALL) + 0.14
    sheet.box(MARGIN, y + 0.04, sheet.right - MARGIN, tall, PALE)
    sheet.write(MARGIN + 0.12, y + 0.04 + tall / 2, lines, size=SMALL, color=MUTED)
    return y + tall + 0.08
