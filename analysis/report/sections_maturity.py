"""Sections about maturity: the glance, the level, and the seven qualities."""

from __future__ import annotations

from analysis.guide import Words
from analysis.present import figures, tables, wording
from analysis.report.blocks import figure, said
from analysis.report.model import Block
from analysis.report.request import Results

__all__ = ["maturity", "qualities", "summary"]


def summary(results: Results, words: Words) -> tuple[Block, ...]:
    """What was found, in a sentence or two."""
    return said(wording.say_in_one_sentence(results.released, words), "lead")


def maturity(results: Results, words: Words) -> tuple[Block, ...]:
    """The five levels with the chance of each, and the index with its range."""
    released = results.released
    picture, behind = figures.draw_maturity(released, words), tables.table_maturity(released, words)
    return (*said(wording.say_maturity(released, words)), *figure("maturity", picture, behind))


def qualities(results: Results, words: Words) -> tuple[Block, ...]:
    """The seven qualities: what exists, what staff want to develop, and what is wanted most."""
    released = results.released
    behind = [each(released, words) for each in (tables.table_marks, tables.table_four_cells, tables.table_priority)]
    picture = figures.draw_dumbbell(released, words)
    return (*said(wording.say_now_and_next(released, words)), *figure("qualities", picture, *behind))
