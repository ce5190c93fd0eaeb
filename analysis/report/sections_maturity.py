"""Sections about maturity: how far along the library is, and its seven qualities."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present import figures, tables, wording
from analysis.present.cells import read_cells, told_rows
from analysis.present.groups import read_group
from analysis.present.html import HtmlTable
from analysis.present.levels import read_maturity
from analysis.report.blocks import figure, listed, passage, table
from analysis.report.charts import chart_of
from analysis.report.model import Block
from analysis.report.request import Results

__all__ = ["maturity", "qualities"]

Blocks = tuple[Block, ...]


def maturity(results: Results, words: Words) -> Blocks:
    """The five levels with the chance of each, and the index with its range."""
    released = results.released
    if read_maturity(released, read_group(released, words)).is_withheld:
        return ()
    told = passage(wording.say_maturity(released, words), words("sentences.maturity.limits"))
    behind = tables.table_maturity(released, words) if results.in_full else _of_all_staff(released, words)
    picture, chart = figures.draw_maturity(released, words), chart_of("maturity", released, words)
    return (*told, *figure("maturity", picture, behind, chart=chart))


def qualities(results: Results, words: Words) -> Blocks:
    """The seven qualities: what exists, what staff want to develop, and what is wanted most."""
    released = results.released
    if not _is_told(released):
        return ()
    picture, behind = figures.draw_dumbbell(released, words), tables.table_marks(released, words)
    told = listed(wording.say_now_and_next(released, words))
    drawn = figure("qualities", picture, behind, chart=chart_of("qualities", released, words))
    return (*told, *drawn, *(_more(released, words) if results.to_decide else ()))


def _of_all_staff(released: Released, words: Words) -> HtmlTable:
    """The row of all staff, turned round so that it can be read downwards."""
    row = tables.table_maturity(replace(released, maturity=released.group("maturity")), words).frame
    _, *heads = map(str, row.columns)
    everybody, *told = row.iloc[0]
    frame = pd.DataFrame({words("report.maturity_head"): heads, str(everybody): told})
    return HtmlTable(words("report.maturity_caption"), frame)


def _is_told(released: Released) -> bool:
    cells = read_cells(released.group("marks"), ["quality", "mark"])
    return any(not cell.is_withheld for cell in cells.values())


def _more(released: Released, words: Words) -> Blocks:
    """How seeing a quality and wanting it go together, and what is wanted most."""
    cells = read_cells(released.four_cells, ["quality", "cell"])
    four = () if all(cell.is_withheld for cell in cells.values()) else (tables.table_four_cells(released, words),)
    priority = () if told_rows(released.priority, "top_three").empty else (tables.table_priority(released, words),)
    named = {"four_cells": four, "priority": priority}
    return tuple(table(name, one) for name, own in named.items() for one in own)
