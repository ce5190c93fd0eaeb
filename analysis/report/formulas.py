"""Formulas: how each number of a report is computed, where it is shown, and who first computed it so.

A formula stands in the appendix only where the report shows what it computes. The formulas are written in plain
letters, so that every format can hold them and every reader hear them; their works are listed once, by author.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.guide import Words
from analysis.present.html import HtmlTable
from analysis.report.request import Results

__all__ = ["AMONG_LIBRARIES", "PROTECTION", "Formula", "formulas_for", "list_references", "table_formulas"]


@dataclass(frozen=True)
class Formula:
    """A formula by its `id`, and the `works` that it comes from: keys of the words `references`."""

    id: str
    works: tuple[str, ...]


PROTECTION = ("fischetti2001",)
"""The works behind how results are withheld."""

AMONG_LIBRARIES = (
    Formula("pooled_share", ("morris2011", "cochran1954", "bh1995")),
    Formula("pooled_index", ("patterson1971", "morris2011", "efron1975")),
    Formula("ranks", ("goldstein1996",)),
    Formula("funnel", ("spiegelhalter2005",)),
    Formula("averages", ("bliese2000", "lebreton2008")),
)
"""What is computed of libraries beside each other."""

OF_ONE_LIBRARY: Mapping[str, tuple[Formula, ...]] = {
    "marks": (Formula("share", ("ericson1969", "brown2001")),),
    "maturity": (Formula("index", ("ghosh1997",)), Formula("levels", ("livingston1995",))),
    "four_cells": (Formula("four_cells", ("ericson1969",)),),
    "priority": (Formula("priority", ("ghosh1997",)),),
    "gaps": (Formula("gaps", ("newcombe1998", "fisher1935", "bh1995")),),
    "bands": (Formula("position", ("dweck1986", "murphy2024")),),
    "distributions": (Formula("spread", ("eijk2001",)),),
    "differences": (Formula("differences", ("brunner2000", "bh1995")),),
    "profile": (Formula("profile", ("fisher1935", "rubin1987")),),
    "components": (Formula("components", ("brennan2001", "rubin1987")),),
    "ratings": (Formula("ratings", ("fisher1935", "holm1979")),),
    "themes": (Formula("themes", ("krippendorff2004",)),),
}
"""What is computed from each frame of released results."""

OVER_WAVES: Mapping[str, tuple[Formula, ...]] = {
    "steps": (Formula("change", ("newcombe1998", "fisher1935", "welch1947", "cohen1988")),),
    "paired": (Formula("linked", ("mcnemar1947", "bonett2012")),),
    "graded": (Formula("graded", ("zou2009", "efron1975")),),
}
"""What is computed from each frame of a library that is followed."""


def formulas_for(results: Results) -> tuple[Formula, ...]:
    """The formulas of everything that `results` tell, in the order of a report."""
    found = [*_told(results.released, OF_ONE_LIBRARY)]
    if results.comparison is not None:
        found += AMONG_LIBRARIES
    if results.followed is not None:
        found += _told(results.followed, OVER_WAVES)
    return tuple(found)


def table_formulas(formulas: Iterable[Formula], facts: Mapping[str, str], words: Words) -> HtmlTable:
    """Each formula with what it computes, and its sources by authors and year."""
    rows = [(words(f"appendix.formula.{one.id}.name", **facts), _say_how(one, facts, words)) for one in formulas]
    columns = [words(f"appendix.formula.{head}") for head in ("what", "how")]
    return HtmlTable(words("appendix.formula.caption"), pd.DataFrame(rows, columns=columns))


def list_references(formulas: Sequence[Formula], words: Words) -> tuple[str, ...]:
    """The works behind `formulas` and behind protection, each once, by author."""
    works = {*PROTECTION, *(work for formula in formulas for work in formula.works)}
    return tuple(sorted((words(f"references.{work}") for work in works), key=str.casefold))


def _told(results: object, formulas: Mapping[str, tuple[Formula, ...]]) -> Iterable[Formula]:
    for frame, own in formulas.items():
        if is_told(getattr(results, frame)):
            yield from own


def is_told(frame: pd.DataFrame) -> bool:
    """Whether anything in a frame of results is told.

    >>> is_told(pd.DataFrame({"withheld": [True, False]})), is_told(pd.DataFrame({"withheld": [True]}))
    (True, False)
    """
    if "withheld" in frame.columns:
        return bool((~frame["withheld"].astype(bool)).any())
    # Gaps say that they are withheld by having no p.
    return bool(frame["p_adjusted"].notna().any()) if "p_adjusted" in frame.columns else not frame.empty


def _say_how(formula: Formula, facts: Mapping[str, str], words: Words) -> str:
    how = words(f"appendix.formula.{formula.id}.how", **facts)
    return words("appendix.formula.sourced", how=how, works="; ".join(_say_author(one, words) for one in formula.works))


def _say_author(work: str, words: Words) -> str:
    """Authors and year of a work: what stands before its title."""
    return words(f"references.{work}").partition(":")[0]
