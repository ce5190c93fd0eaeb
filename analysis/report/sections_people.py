"""Sections about the people who answered: how many they are, and what protects them."""

from __future__ import annotations

from analysis.guide import Words
from analysis.present import tables, wording
from analysis.report.blocks import said, table
from analysis.report.model import Block
from analysis.report.request import Results

__all__ = ["answered", "withheld"]


def answered(results: Results, words: Words) -> tuple[Block, ...]:
    """Who answered, out of how many, and what that permits."""
    people = tables.table_respondents(results.released, words)
    return (*said(wording.say_who_answered(results.released, words)), table("respondents", people))


def withheld(results: Results, words: Words) -> tuple[Block, ...]:
    """What is withheld, and why."""
    return said(wording.say_withheld(results.released, words))
