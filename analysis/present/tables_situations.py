"""Tables of situations: the numbers behind the situation profile, the three parts, and situations by group.

Every `table_*` returns an `HtmlTable` of texts, as those in `analysis.present.tables` do.

Missing answers
---------------
A count is of those who have a position in that situation. Averages, and the parts, are of those who have one in every
situation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present.cells import Cell, minimum_of, only_released
from analysis.present.groups import column_label, read_group, read_groups
from analysis.present.html import HtmlTable
from analysis.present.numbers import say_count, say_reason, say_why
from analysis.present.situations import (
    Part,
    Pull,
    departures_in,
    name_of,
    read_comparisons,
    read_parts,
    read_pulls,
    read_situation_bands,
    say_part_range,
    say_part_share,
    say_shift,
    say_shift_range,
    why_hidden,
)
from analysis.tally.scores import BANDS

__all__ = ["table_components", "table_profile", "table_situations"]

PLACES = ("score", "shift", "range", "chance")


def table_profile(released: Released, words: Words) -> HtmlTable:
    """For each situation: where all staff stand, the shift from their usual place, and how many lean which way.

    Where the places may not be told of any situation, the table has the three bands alone and its caption says why.
    """
    pulls = read_pulls(only_released(released))
    why_no_places = why_hidden(pulls.values())
    minimum = minimum_of(released)
    bands = read_situation_bands(released)
    rows = []
    for situation, pull in pulls.items():
        places = () if why_no_places else _say_pull(pull, words, minimum)
        counts = (say_count(bands[situation][band], words, minimum) for band in BANDS)
        rows.append((name_of(situation, words), *places, *counts))
    heads = ["situation", *(() if why_no_places else PLACES)]
    columns = [*_heads(heads, words), *(words(f"figures.table.{band}") for band in BANDS)]
    if why_no_places:
        reason = why_hidden(cell for own in bands.values() for cell in own.values()) or why_no_places
        return _table(words, "profile_counts", columns, rows, why=say_why(reason, words, minimum))
    return _table(words, "profile", columns, rows)


def table_components(released: Released, words: Words) -> HtmlTable:
    """How much of all differences lies in people, situations and the rest, and how well it would be found again."""
    parts = read_parts(only_released(released))
    minimum = minimum_of(released)
    rows = [
        (
            words(f"figures.components.name.{quantity}"),
            words(f"figures.components.meaning.{quantity}"),
            *_say_part(part, words, minimum),
        )
        for quantity, part in parts.items()
    ]
    return _table(words, "components", _heads(("part", "meaning", "share", "share_range"), words), rows)


def table_situations(released: Released, words: Words, cohort: str) -> HtmlTable:
    """For each situation: how many lean towards growth in each group of `cohort`, and of all staff."""
    groups = (*read_groups(only_released(released), words, cohort), read_group(released, words))
    departures = departures_in(read_comparisons(released, words, cohort))
    marked = {(one.situation, one.difference.group.key) for one in departures}
    situations = released.guide.situations
    frame = pd.DataFrame({words("figures.situation_table.situation"): [name_of(s, words) for s in situations]})
    for group in groups:
        bands = read_situation_bands(released, *group.key, reason=group.reason)
        frame[group.label] = [
            _say_cell(bands[s]["growth"], (s, group.key) in marked, words, minimum_of(released)) for s in situations
        ]
    caption = words("figures.situation_table.caption.situations", cohort=column_label(words, cohort))
    return HtmlTable(caption, frame)


def _say_pull(pull: Pull, words: Words, minimum: int) -> tuple[str, ...]:
    if pull.is_withheld:
        return (say_reason(pull.reason, words, minimum),) * len(PLACES)
    verdict = words(f"figures.table.{'beyond' if pull.direction else 'within'}")
    return str(round(pull.score)), say_shift(pull.shift, words), say_shift_range(pull, words), verdict


def _say_part(part: Part, words: Words, minimum: int) -> tuple[str, str]:
    if part.is_withheld:
        reason = say_reason(part.reason, words, minimum)
        return reason, reason
    return say_part_share(part, words), say_part_range(part, words)


def _say_cell(cell: Cell, is_marked: bool, words: Words, minimum: int) -> str:
    told = say_count(cell, words, minimum)
    return words("figures.grid.marked", told=told) if is_marked and not cell.is_withheld else told


def _heads(names: Iterable[str], words: Words) -> list[str]:
    return [words(f"figures.situation_table.{name}") for name in names]


def _table(
    words: Words, name: str, columns: Sequence[str], rows: Sequence[Sequence[str]], **values: object
) -> HtmlTable:
    caption = words(f"figures.situation_table.caption.{name}", **values)
    return HtmlTable(caption, pd.DataFrame(rows, columns=list(columns)))
