"""Sections about the people who answered: how many they are, and what protects them."""

from __future__ import annotations

from analysis.disclosure.released import Released
from analysis.guide import ALL, Words
from analysis.present import tables, wording
from analysis.present.cells import minimum_of
from analysis.report.blocks import listed, passage, table
from analysis.report.model import Block
from analysis.report.request import Results

__all__ = ["answered", "withheld"]

Blocks = tuple[Block, ...]


def answered(results: Results, words: Words) -> Blocks:
    """Who answered, out of how many, and what that permits; for who decides, group by group."""
    told = passage(wording.say_who_answered(results.released, words))
    if not results.to_decide:
        return told
    return (*told, table("respondents", tables.table_respondents(results.released, words)))


def withheld(results: Results, words: Words) -> Blocks:
    """What is withheld, and why; every hidden group by name for who decides, their number for everybody else."""
    released = results.released
    sentences = wording.say_withheld(released, words)
    if results.to_decide or released.is_empty:
        return listed(sentences)
    minimum = minimum_of(released)
    general = [words("sentences.withheld.items", minimum=minimum), words("sentences.withheld.ranges"), sentences[-1]]
    return listed([_how_many(released, words), *(text for text in sentences if text in general)])


def _how_many(released: Released, words: Words) -> str:
    groups = released.respondents[released.respondents["cohort"] != ALL]
    hidden = int(groups["withheld"].sum())
    if not hidden:
        return words("sentences.withheld.no_group")
    return words("report.hidden_groups", count=hidden, total=len(groups), minimum=minimum_of(released))
