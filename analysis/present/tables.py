"""Tables: the numbers behind each figure and sentence, as accessible tables.

Every `table_*` takes `(released, words, …)` and returns an `HtmlTable` of texts: counts under fifty people,
percent from fifty on, ranges where only a range may be told, and the reason where nothing may.

Missing answers
---------------
Each count names its own denominator: the people who answered that very mark, or who have a position.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.disclosure.released import Released
from analysis.guide import ALL, LEADS, Words
from analysis.measures.maturity import LEVELS
from analysis.present.cells import Cell, minimum_of, only_released, read_cells
from analysis.present.findings import BEYOND_CHANCE, surely_apart
from analysis.present.groups import column_label, read_group, read_groups
from analysis.present.html import HtmlTable
from analysis.present.levels import Maturity, read_maturity, say_levels
from analysis.present.numbers import say_chance, say_count, say_interval, say_part, say_reason
from analysis.tally.scores import BANDS

__all__ = [
    "CELLS",
    "HtmlTable",
    "table_bands",
    "table_four_cells",
    "table_gaps",
    "table_heat",
    "table_marks",
    "table_maturity",
    "table_priority",
    "table_respondents",
]

CELLS = ("strengthen", "sustain", "build", "neither")
"""The four cells of seeing a quality and wanting to develop it."""


def table_respondents(released: Released, words: Words) -> HtmlTable:
    """How many of each group answered, and how many there are."""
    rows = []
    for cohort in dict.fromkeys(only_released(released).respondents["cohort"]):
        label = column_label(words, cohort)
        for group in read_groups(released, words, cohort):
            roster = words("figures.table.unknown") if group.roster is None else str(group.roster)
            told = say_reason(group.reason, words, minimum_of(released)) if group.is_withheld else str(group.n)
            rows.append((group.label, label, told, roster))
    return _table(words, "respondents", ("group", "column", "answered", "roster"), rows)


def table_marks(released: Released, words: Words, cohort: str = ALL, value: str = ALL) -> HtmlTable:
    """For each quality: who sees it and who wants to develop it, in one group."""
    group = read_group(only_released(released), words, cohort, value)
    cells = read_cells(released.group("marks", *group.key), ["quality", "mark"])
    rows = [
        (name, *_told(cells[quality, "exists"], released, words), *_told(cells[quality, "develop"], released, words))
        for quality, name in _qualities(released, words)
    ]
    heads = ("quality", "exists", "exists_all", "develop", "develop_all")
    return _table(words, "marks", heads, rows, group=group.label)


def table_four_cells(released: Released, words: Words) -> HtmlTable:
    """For each quality: the four cells of seeing it and wanting to develop it, all staff."""
    cells = read_cells(only_released(released).four_cells, ["quality", "cell"])
    minimum = minimum_of(released)
    rows = [
        (name, *(say_count(cells[quality, cell], words, minimum) for cell in CELLS))
        for quality, name in _qualities(released, words)
    ]
    return _table(words, "four_cells", ("quality", *CELLS), rows)


def table_heat(released: Released, words: Words, cohort: str) -> HtmlTable:
    """For each quality: who sees it in each group of `cohort`, and of all staff."""
    groups = (*read_groups(only_released(released), words, cohort), read_group(released, words))
    names = dict(_qualities(released, words))
    frame = pd.DataFrame({words("figures.table.quality"): list(names.values())})
    for group in groups:
        cells, hidden = _seen(released, group.key), Cell(reason=group.reason)
        frame[group.label] = [say_count(cells.get(quality, hidden), words, minimum_of(released)) for quality in names]
    return HtmlTable(words("figures.table.caption.heat", cohort=column_label(words, cohort)), frame)


def table_bands(released: Released, words: Words, cohort: str, scope: str = "overall") -> HtmlTable:
    """For each group of `cohort` and all staff: the three bands, overall or in one situation."""
    everybody = read_group(only_released(released), words)
    groups = [everybody] if cohort == ALL else [everybody, *read_groups(released, words, cohort)]
    rows = []
    for group in groups:
        bands = released.group("bands", *group.key)
        cells = read_cells(bands[bands["scope"] == scope], ["band"])
        told = (text for band in BANDS for text in _told(cells.get(band, Cell(reason=group.reason)), released, words))
        rows.append((group.label, *told))
    heads = ("group", *(f"{band}{part}" for band in BANDS for part in ("", "_all")))
    name = words("figures.table.overall") if scope == "overall" else words(f"guide.situation.{scope}.name")
    return _table(words, "bands", heads, rows, scope=name)


def table_maturity(released: Released, words: Words) -> HtmlTable:
    """For each group: the named level, the index with its range, and the chance of each level."""
    keys = only_released(released).maturity[["cohort", "value"]].itertuples(index=False, name=None)
    groups = [read_group(released, words, *key) for key in keys]
    rows = [(group.label, *_say_maturity(read_maturity(released, group), released, words)) for group in groups]
    return _table(words, "maturity", ("group", "level", "index", "index_all"), rows, levels=LEVELS)


def table_priority(released: Released, words: Words) -> HtmlTable:
    """For each quality, the likeliest first: the chance that it is among the three that staff want most."""
    rows = [
        (words(f"guide.quality.{row['quality']}.name"), *_say_priority(row, released, words))
        for row in only_released(released).priority.to_dict("records")
    ]
    heads = ("quality", "top_three", "build", "strengthen", "rank_leaders", "rank_front_line")
    return _table(words, "priority", heads, rows)


def table_gaps(released: Released, words: Words) -> HtmlTable:
    """For each quality: who sees it among leaders and on the front line, and whether that differs beyond chance."""
    gaps = only_released(released).gaps
    sides = [_seen(released, (LEADS, value)) for value in ("leaders", "front_line")]
    rows = []
    for row in gaps.to_dict("records"):
        leaders, front_line = (side[row["quality"]] for side in sides)
        told = (say_count(cell, words, minimum_of(released)) for cell in (leaders, front_line))
        name = words(f"guide.quality.{row['quality']}.name")
        rows.append((name, *told, *_say_gap(row, leaders, front_line, words)))
    return _table(words, "gaps", ("quality", "leaders", "front_line", "difference", "likely", "chance"), rows)


def _table(
    words: Words,
    name: str,
    heads: Iterable[str],
    rows: Sequence[Sequence[str]],
    levels: Iterable[str] = (),
    **values: object,
) -> HtmlTable:
    columns = [words(f"figures.table.{head}") for head in heads] + [words(f"figures.level.{level}") for level in levels]
    return HtmlTable(words(f"figures.table.caption.{name}", **values), pd.DataFrame(rows, columns=columns))


def _qualities(released: Released, words: Words) -> list[tuple[str, str]]:
    return [(quality, words(f"guide.quality.{quality}.name")) for quality in released.guide.qualities]


def _told(cell: Cell, released: Released, words: Words) -> tuple[str, str]:
    told = say_count(cell, words, minimum_of(released))
    return told, say_interval(cell, words) or told


def _seen(released: Released, group: tuple[str, str]) -> dict[str, Cell]:
    marks = released.group("marks", *group)
    return read_cells(marks[marks["mark"] == "exists"], ["quality"])


def _say_maturity(maturity: Maturity, released: Released, words: Words) -> tuple[str, ...]:
    if maturity.is_withheld:
        return (say_reason(maturity.reason, words, minimum_of(released)),) * (3 + len(LEVELS))
    likely = words("figures.number.from_to", low=round(maturity.low), high=round(maturity.high))
    chances = (say_chance(chance, words) for chance in maturity.chances.values())
    return say_levels(maturity, words), str(round(maturity.index)), likely, *chances


def _say_priority(row: Mapping[Any, Any], released: Released, words: Words) -> tuple[str, ...]:
    if row["withheld"] or pd.isna(row["top_three"]):
        reason = row["reason"] or "complement"
        return (say_reason(str(reason), words, minimum_of(released)),) * 5
    parts = (_say_split(row[part], words) for part in ("build", "strengthen"))
    ranks = (_say_rank(row[f"rank_{part}"], words) for part in ("leaders", "front_line"))
    return say_chance(row["top_three"], words), *parts, *ranks


def _say_split(share: float, words: Words) -> str:
    return words("figures.table.untold") if pd.isna(share) else say_part(share, words)


def _say_rank(rank: float, words: Words) -> str:
    return words("figures.table.unknown") if pd.isna(rank) else f"{rank:g}"


def _say_gap(row: Mapping[Any, Any], leaders: Cell, front_line: Cell, words: Words) -> tuple[str, ...]:
    if pd.isna(row["p_adjusted"]):
        return (words("figures.table.untold"),) * 3
    low, high = (_say_points(row[end], words) for end in ("low", "high"))
    verdict = "beyond" if row["p_adjusted"] < BEYOND_CHANCE else "within"
    likely = words("figures.table.between", low=low, high=high)
    return _say_difference(row, leaders, front_line, words), likely, words(f"figures.table.{verdict}")


def _say_difference(row: Mapping[Any, Any], leaders: Cell, front_line: Cell, words: Words) -> str:
    if not pd.isna(row["difference"]):
        return _say_points(row["difference"], words)
    least = surely_apart(leaders, front_line)
    if not round(100 * least):
        return words("figures.table.untold")
    return words("figures.gap.at_least", difference=_say_points(least, words))


def _say_points(difference: float, words: Words) -> str:
    points = round(100 * difference)
    side = "same" if points == 0 else "leaders_more" if points > 0 else "front_line_more"
    return words(f"figures.table.{side}", points=abs(points))
