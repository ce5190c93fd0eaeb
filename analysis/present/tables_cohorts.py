"""Tables of cohorts: how each group spreads between fixed and growth, and how it differs from everybody else.

The numbers are those of the figures `draw_dots` and `draw_differences`, in the same words and as exact as they are
told: where a position or a chance is known between two numbers only, both stand there.

Missing answers
---------------
Each row is about the people of the group who have a position; who skipped too much has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import minimum_of, only_released
from analysis.present.differences import Difference, read_differences
from analysis.present.groups import column_label
from analysis.present.html import HtmlTable
from analysis.present.numbers import say_count, say_reason
from analysis.present.spreads import Points, Spread, read_spreads, say_place, say_points
from analysis.tally.scores import OVERALL

__all__ = ["table_differences", "table_distributions"]

SPREAD_HEADS = ("group", "people", "fixed", "mixed", "growth", "middle", "quarter", "three_quarters", "camps")
DIFFERENCE_HEADS = ("group", "people", "rest", "pairings", "interval", "distance", "chance")


def table_distributions(released: Released, words: Words, cohort: str, scope: str = OVERALL) -> HtmlTable:
    """For all staff and each group of `cohort`: the bands, the middle person, the quarters, and whether it is split.

    Raises `ProtectionError` for anything but a `Released`, `ToolkitError` for a cohort that it does not have.
    """
    spreads = read_spreads(only_released(released), words, cohort, scope)
    rows = [(spread.group.label, *_say_spread(spread, words, minimum_of(released))) for spread in spreads]
    caption = words("figures.spread.caption", scope=_say_scope(scope, words))
    return _table(caption, (words(f"figures.spread.head.{head}") for head in SPREAD_HEADS), rows)


def table_differences(released: Released, words: Words, cohort: str, scope: str = OVERALL) -> HtmlTable:
    """For each group of `cohort`: how often its people stand further towards growth than the others, and how sure.

    Raises `ProtectionError` for anything but a `Released`, `ToolkitError` for a cohort that it does not have.
    """
    differences = read_differences(only_released(released), words, cohort, scope)
    rows = [(one.group.label, *_say_difference(one, words, minimum_of(released))) for one in differences]
    label = column_label(words, cohort)
    caption = words("figures.difference.caption", cohort=label, scope=_say_scope(scope, words))
    return _table(caption, (words(f"figures.difference.head.{head}") for head in DIFFERENCE_HEADS), rows)


def _table(caption: str, heads: Iterable[str], rows: Sequence[Sequence[str]]) -> HtmlTable:
    return HtmlTable(caption, pd.DataFrame(rows, columns=list(heads)))


def _say_scope(scope: str, words: Words) -> str:
    return words("figures.table.overall") if scope == OVERALL else words(f"guide.situation.{scope}.name")


def _say_spread(spread: Spread, words: Words, minimum: int) -> tuple[str, ...]:
    if spread.reason:
        return (say_reason(spread.reason, words, minimum),) * (len(SPREAD_HEADS) - 1)
    counts = (say_count(cell, words, minimum) for cell in spread.bands.values())
    quarters = (_say_quarter(points, spread, words, minimum) for points in (spread.quartile_1, spread.quartile_3))
    camps = words(f"figures.spread.camps.{spread.camps or 'open'}")
    return str(spread.n), *counts, _say_middle(spread, words), *quarters, camps


def _say_middle(spread: Spread, words: Words) -> str:
    place = say_place(spread.median, words)
    if spread.median is None or spread.is_open:
        return place
    return words("figures.spread.place", place=place, points=say_points(spread.median, words))


def _say_quarter(points: Points | None, spread: Spread, words: Words, minimum: int) -> str:
    if points:
        return say_points(points, words)
    return words("figures.spread.open") if spread.dots else say_reason("thin", words, minimum)


def _say_difference(difference: Difference, words: Words, minimum: int) -> tuple[str, ...]:
    if difference.reason:
        return (say_reason(difference.reason, words, minimum),) * (len(DIFFERENCE_HEADS) - 1)
    people = (str(difference.n), str(difference.n_rest))
    if difference.told is None:
        return *people, *(words("figures.difference.untold"),) * (len(DIFFERENCE_HEADS) - 3)
    return (
        *people,
        _say_percent(difference.told, words),
        _say_percent(difference.interval, words),
        _say_distance(difference.distance, words),
        words("figures.table.beyond" if difference.further else "figures.table.within"),
    )


def _say_percent(chances: tuple[float, float] | None, words: Words) -> str:
    if chances is None:
        return words("figures.difference.untold")
    low, high = (round(100 * chance) for chance in chances)
    if low == high:
        return words("figures.number.percent", percent=low)
    return words("figures.number.percent_between", low=low, high=high)


def _say_distance(distance: tuple[float, float] | None, words: Words) -> str:
    if distance is None:
        return words("figures.difference.untold")
    return say_points(Points(round(distance[0]), round(distance[1])), words)
