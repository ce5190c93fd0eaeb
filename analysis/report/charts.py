"""Charts: which figures a slide program can draw by itself, from the same released numbers.

A chart tells what its figure and table tell and no more: under fifty people the very share of a told count, from fifty
on whole percents, a chance in tenths. Of a count that is told as a range, the bar ends at its smallest and the label
says the range; a stacked bar ends in an open part that cannot be told more exactly. Nothing is ever drawn at the middle
of a range. Figures that have no like in a slide program have no chart here, and stay pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from analysis.disclosure.ratings import RATING_BANDS
from analysis.disclosure.released import Released
from analysis.guide import ALL, Words
from analysis.measures.maturity import LEVELS
from analysis.present.cells import Cell, minimum_of, read_cells
from analysis.present.groups import read_group, read_groups
from analysis.present.levels import read_maturity
from analysis.present.numbers import PERCENT_FROM, say_chance, say_count, say_reason
from analysis.present.opportunities import read_ratings
from analysis.present.palette import BLUE, DIVERGING, ORANGE, PALE, SEQUENTIAL
from analysis.report.model import Chart, Series
from analysis.tally.scores import BANDS

__all__ = ["CHARTS", "MOST_ROWS", "chart_of"]

MOST_ROWS = 14
"""More rows than these cannot be read on a slide; the figure stays a picture then."""

MARKS = {"exists": DIVERGING[3], "develop": DIVERGING[1]}
BAND_COLORS = (ORANGE, DIVERGING[2], BLUE)
CERTAIN, HIGH, LOW, NONE = 0.995, 0.95, 0.05, 0.005
"""Beyond these a chance is told as an end; `say_chance` parts them in the same places."""

Row = tuple[str, Mapping[str, Cell]]


def chart_of(figure_id: str, released: Released, words: Words) -> Chart | None:
    """The chart of the figure `figure_id`, or None where there is none or nothing of it may be told.

    `figure_id` is one of `CHARTS`; `leaning_` and the name of a cohort column is the leaning of its groups.

    Missing answers
    ---------------
    Each share is of those who answered; what is withheld is left out and its row says why.
    """
    name, _, cohort = figure_id.partition("_")
    if name == "leaning" and cohort in released.cohorts:
        return _draw_leaning(released, words, cohort)
    return CHARTS[figure_id](released, words) if figure_id in CHARTS else None


def _draw_maturity(released: Released, words: Words) -> Chart | None:
    """How likely each level is."""
    maturity = read_maturity(released, read_group(released, words))
    if maturity.is_withheld:
        return None
    chances = [maturity.chances[level] for level in LEVELS]
    labels = tuple(say_chance(chance, words) for chance in chances)
    series = Series(words("layout.slides.chance"), tuple(_told_chance(chance) for chance in chances), BLUE, labels)
    return Chart("columns", tuple(words(f"figures.level.{level}") for level in LEVELS), (series,))


def _draw_qualities(released: Released, words: Words) -> Chart | None:
    """Who sees each quality and who wants to develop it, side by side, in the order of the gap, as in the figure."""
    cells = read_cells(released.group("marks"), ["mark", "quality"])
    if all(cell.is_withheld for cell in cells.values()):
        return None
    order = sorted(
        released.guide.qualities, key=lambda quality: _gap(cells["exists", quality], cells["develop", quality])
    )
    series = tuple(
        _bars(words(f"figures.dumbbell.{mark}"), [cells[mark, quality] for quality in order], color, released, words)
        for mark, color in MARKS.items()
    )
    names = tuple(words(f"guide.quality.{quality}.name") for quality in order)
    return Chart("bars", names, series, _ends(words), words("layout.slides.line"))


def _draw_priority(released: Released, words: Words) -> Chart | None:
    """The chance of each quality to be among the three most wanted."""
    rows = [
        row for row in released.priority.to_dict("records") if not row["withheld"] and not pd.isna(row["top_three"])
    ]
    if not rows:
        return None
    chances = [float(row["top_three"]) for row in rows]
    labels = tuple(say_chance(chance, words) for chance in chances)
    told = tuple(_told_chance(chance) for chance in chances)
    series = Series(words("figures.table.top_three"), told, SEQUENTIAL[2], labels)
    return Chart("bars", tuple(words(f"guide.quality.{row['quality']}.name") for row in rows), (series,))


def _draw_leaning(released: Released, words: Words, cohort: str = ALL) -> Chart | None:
    """The three bands of all staff and of each group of `cohort`."""
    everybody = read_group(released, words)
    groups = [everybody] if cohort == ALL else [everybody, *read_groups(released, words, cohort)]
    rows = []
    for group in groups:
        bands = released.group("bands", *group.key)
        cells = read_cells(bands[bands["scope"] == "overall"], ["band"])
        rows.append((group.label, {band: cells.get(band, Cell(reason=group.reason)) for band in BANDS}))
    return _stacked(rows, {band: words(f"figures.bands.band.{band}") for band in BANDS}, released, words)


def _draw_situations(released: Released, words: Words) -> Chart | None:
    """The three bands of all staff in each situation."""
    bands = read_cells(released.group("bands"), ["scope", "band"])
    hidden = Cell(reason="complement")
    rows = [
        (words(f"guide.situation.{scope}.name"), {band: bands.get((scope, band), hidden) for band in BANDS})
        for scope in released.guide.situations
    ]
    return _stacked(rows, {band: words(f"figures.bands.band.{band}") for band in BANDS}, released, words)


def _draw_strategies(released: Released, words: Words) -> Chart | None:
    """For how many each training strategy works hardly, somewhat and well, by name."""
    names = dict(zip(released.strategies["strategy_id"], released.strategies["what"], strict=True))
    rows = [(str(names[one]), cells) for one, cells in read_ratings(released).items() if one in names]
    told = {band: words(f"figures.strategies.band.{band}") for band in RATING_BANDS}
    return _stacked(sorted(rows, key=lambda row: row[0].casefold()), told, released, words)


def _stacked(rows: Sequence[Row], names: Mapping[str, str], released: Released, words: Words) -> Chart | None:
    """Rows of bands that add up to everybody; what is only known to lie in one of several bands is the open part."""
    if not 0 < len(rows) <= MOST_ROWS or all(_why(cells) for _, cells in rows):
        return None
    minimum = minimum_of(released)
    series = [
        _bars(names[band], [cells[band] for _, cells in rows], color, released, words, is_likely=False)
        for band, color in zip(names, BAND_COLORS, strict=True)
    ]
    left = tuple(_left_open(cells) for _, cells in rows)
    if any(left):
        series.append(Series(words("layout.slides.open"), left, PALE, is_open=True))
    labels = tuple(
        words("layout.slides.withheld", name=name, reason=say_reason(_why(cells), words, minimum))
        if _why(cells)
        else name
        for name, cells in rows
    )
    return Chart("stacked", labels, tuple(series), _ends(words))


def _bars(
    name: str, cells: Sequence[Cell], color: str, released: Released, words: Words, is_likely: bool = True
) -> Series:
    values = tuple(None if cell.is_withheld else _told_share(cell) for cell in cells)
    labels = tuple(say_count(cell, words, minimum_of(released)) for cell in cells)
    likely = tuple(None if cell.is_withheld else _told_likely(cell) for cell in cells) if is_likely else ()
    return Series(name, values, color, labels, likely)


def _gap(exists: Cell, develop: Cell) -> float:
    """How far seeing is ahead of wanting, for the order only; what is withheld goes last."""
    return 2.0 if exists.is_withheld or develop.is_withheld else exists.middle - develop.middle


def _why(cells: Mapping[str, Cell]) -> str:
    """Why nothing of a row may be told; empty where something may."""
    reasons = [cell.reason for cell in cells.values()]
    return reasons[0] if all(reasons) else ""


def _left_open(cells: Mapping[str, Cell]) -> float | None:
    if _why(cells):
        return None
    told = sum(0.0 if cell.is_withheld else _told_share(cell) for cell in cells.values())
    is_exact = all(cell.is_exact for cell in cells.values())
    return None if is_exact else max(0.0, round(1 - told, 9))


def _told_share(cell: Cell) -> float:
    """The smallest share that the told count allows, as exactly as it is told."""
    return round(cell.span[0], 2) if cell.is_exact and cell.n >= PERCENT_FROM else cell.span[0]


def _told_likely(cell: Cell) -> tuple[float, float]:
    """Between which shares of all staff it likely lies, as exactly as `say_interval` tells it."""
    if cell.roster is None or cell.roster >= PERCENT_FROM:
        return round(cell.low, 2), round(cell.high, 2)
    return round(cell.low * cell.roster) / cell.roster, round(cell.high * cell.roster) / cell.roster


def _told_chance(chance: float) -> float:
    if chance > HIGH:
        return 1.0 if chance > CERTAIN else HIGH
    if chance < LOW:
        return 0.0 if chance < NONE else LOW
    return min(0.9, max(0.1, round(chance, 1)))


def _ends(words: Words) -> tuple[str, str, str]:
    return words("figures.common.nobody"), words("figures.common.half"), words("figures.common.everybody")


CHARTS: Mapping[str, Callable[[Released, Words], Chart | None]] = {
    "maturity": _draw_maturity,
    "qualities": _draw_qualities,
    "priority": _draw_priority,
    "leaning": _draw_leaning,
    "situations": _draw_situations,
    "strategies": _draw_strategies,
}
"""The charts by the ids of their figures."""
