"""Section about groups: who sees which qualities, and whether leaders and the front line see the same."""

from __future__ import annotations

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present import figures, tables, wording
from analysis.report.blocks import figure, passage, table
from analysis.report.columns import quality_columns
from analysis.report.model import Block
from analysis.report.request import Results

__all__ = ["groups"]


def groups(results: Results, words: Words) -> tuple[Block, ...]:
    """By the columns that the audience sees: who sees which qualities; and leaders beside the front line."""
    released = results.released
    columns = quality_columns(results)
    is_told = bool(released.gaps["p_adjusted"].notna().any())
    if not columns and not is_told:
        return ()
    gaps = (table("gaps", tables.table_gaps(released, words)),) if is_told else ()
    told = passage(wording.say_who_sees_what(released, words))
    return (*told, *gaps, *(block for column in columns for block in _heat(released, words, column)))


def _heat(released: Released, words: Words, column: str) -> tuple[Block, ...]:
    picture = figures.draw_heat(released, words, column)
    return figure(f"heat_{column}", picture, tables.table_heat(released, words, column))
