"""Qualities: what exists, what staff want to develop, and whether leaders and the front line see the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.disclosure.released import Released
from analysis.guide import LEADS, Words
from analysis.present.cells import Cell, minimum_of, only_released, read_cells, told_rows
from analysis.present.findings import BEYOND_CHANCE, CLEAR_CHANCE, largest, surely_apart
from analysis.present.groups import read_group
from analysis.present.numbers import join_names, quote_names, say_chance, say_count, say_why
from analysis.present.tables import CELLS

__all__ = ["clear_gaps", "most_wanted", "say_now_and_next", "say_who_sees_what"]

NAMED = 3


def most_wanted(released: Released) -> tuple[str, ...]:
    """The qualities that are among the three most wanted with a chance of at least `CLEAR_CHANCE`."""
    table = told_rows(released.priority, "top_three")
    return tuple(table.loc[table["top_three"] >= CLEAR_CHANCE, "quality"])


def clear_gaps(released: Released) -> list[Mapping[Any, Any]]:
    """The rows of `gaps` that differ beyond chance, each with the gap that is `surely` there, widest first."""
    sides = [_seen(released, value) for value in ("leaders", "front_line")]
    found = []
    for row in released.gaps[released.gaps["p_adjusted"] < BEYOND_CHANCE].to_dict("records"):
        is_range = pd.isna(row["difference"])
        surely = surely_apart(*(side[row["quality"]] for side in sides)) if is_range else row["difference"]
        found.append(row | {"surely": surely})
    return sorted(found, key=lambda row: -abs(row["surely"]))


def say_now_and_next(released: Released, words: Words) -> tuple[str, ...]:
    """Which qualities to strengthen, to sustain and to build, and which ones staff most want to develop."""
    group = read_group(only_released(released), words)
    if group.is_withheld:
        return (words("sentences.now.withheld", why=say_why(group.reason, words, minimum_of(released))),)
    return (*_say_cells(released, words), *_say_priority(released, words), *_say_orders(released, words))


def say_who_sees_what(released: Released, words: Words) -> tuple[str, ...]:
    """Where leaders and the front line differ beyond chance, where they may not, and where nobody can tell."""
    told = set(only_released(released).gaps.dropna(subset=["p_adjusted"])["quality"])
    if not told:
        return (words("sentences.gap.none_told", why=_why_no_gap(released, words)), words("sentences.gap.pool"))
    found = [_say_gap(row, released, words) for row in clear_gaps(released)]
    if not found:
        found = [words("sentences.gap.unclear"), words("sentences.gap.limits", leaders=_smaller(released, words))]
    hidden = [words(f"guide.quality.{quality}.name") for quality in released.guide.qualities if quality not in told]
    open_ = [words("sentences.gap.hidden", names=quote_names(hidden, words))] if hidden else []
    return (*found, *open_)


def _say_cells(released: Released, words: Words) -> Iterator[str]:
    found: dict[str, list[str]] = {kind: [] for kind in (*CELLS, "unclear", "hidden", "unanswered")}
    cells = read_cells(released.four_cells, ["quality", "cell"])
    for quality in released.guide.qualities:
        own = {cell: cells[quality, cell] for cell in CELLS}
        found[_standing(own)].append(words(f"guide.quality.{quality}.name"))
    if len(found["unclear"]) == len(released.guide.qualities):
        yield words("sentences.now.no_cell")
        return
    for kind, names in found.items():
        if names:
            yield words(f"sentences.now.{kind}", names=quote_names(names, words))


def _standing(cells: Mapping[str, Cell]) -> str:
    """The cell that is clearly ahead, or why none can be named."""
    if all(cell.reason == "nobody" for cell in cells.values()):
        return "unanswered"
    if all(cell.is_withheld for cell in cells.values()):
        return "hidden"
    return largest(cells) or "unclear"


def _say_priority(released: Released, words: Words) -> Iterator[str]:
    rows = told_rows(released.priority, "top_three").head(NAMED).to_dict("records")
    if not rows:
        yield words("sentences.now.no_priority")
        return
    told = [_say_likely(row, words) for row in rows]
    clear = most_wanted(released)
    yield words("sentences.now.priority" if clear else "sentences.now.priority_unclear", told=join_names(told, words))


def _say_likely(row: Mapping[Any, Any], words: Words) -> str:
    name = words("figures.number.quoted", name=words(f"guide.quality.{row['quality']}.name"))
    return words("sentences.now.likely", name=name, chance=say_chance(row["top_three"], words))


def _say_orders(released: Released, words: Words) -> Iterator[str]:
    """What leaders and the front line want first, where both may be told."""
    table = told_rows(released.priority, "top_three")
    if table["rank_leaders"].notna().any() and table["rank_front_line"].notna().any():
        firsts = [_first(table, rank, words) for rank in ("rank_leaders", "rank_front_line")]
        kind = "same" if firsts[0] == firsts[1] else "differ"
        yield words(f"sentences.now.orders_{kind}", leaders=firsts[0], front_line=firsts[1])


def _first(table: pd.DataFrame, rank: str, words: Words) -> str:
    firsts = table.loc[table[rank] == table[rank].min(), "quality"]
    return quote_names([words(f"guide.quality.{quality}.name") for quality in firsts], words)


def _say_gap(row: Mapping[Any, Any], released: Released, words: Words) -> str:
    name = words("figures.number.quoted", name=words(f"guide.quality.{row['quality']}.name"))
    leaders, front = (
        say_count(_seen(released, value)[row["quality"]], words, minimum_of(released))
        for value in ("leaders", "front_line")
    )
    kind = "leaders_more" if row["surely"] > 0 else "front_line_more"
    table = "gap_at_least" if pd.isna(row["difference"]) else "gap"
    return words(f"sentences.{table}.{kind}", name=name, leaders=leaders, front_line=front)


def _seen(released: Released, value: str) -> dict[str, Cell]:
    marks = released.group("marks", LEADS, value)
    return read_cells(marks[marks["mark"] == "exists"], ["quality"])


def _smaller(released: Released, words: Words) -> int:
    return min(read_group(released, words, LEADS, value).n for value in ("leaders", "front_line"))


def _why_no_gap(released: Released, words: Words) -> str:
    if released.gaps.empty:
        return words("sentences.gap.no_leads")
    for value in ("leaders", "front_line"):
        group = read_group(released, words, LEADS, value)
        if group.is_withheld:
            why = say_why(group.reason, words, minimum_of(released))
            return words("sentences.gap.group_hidden", group=group.label, why=why)
    return words("sentences.gap.counts_hidden")
