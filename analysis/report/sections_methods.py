"""Sections about methods: how the numbers of a report came about, in short for all and in full for who checks them.

The full appendix has every formula that the report uses and no other, with denominators, what is done about blanks,
what is withheld and why, two kinds of uncertainty, and what the numbers cannot say. Every threshold in it comes from
where the program keeps it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.disclosure.released import Provenance
from analysis.guide import Words
from analysis.present.groups import read_group
from analysis.present.html import HtmlTable
from analysis.present.numbers import PERCENT_FROM, say_answered
from analysis.report.blocks import said, table
from analysis.report.formulas import Formula, formulas_for, list_references, table_formulas
from analysis.report.method_facts import facts_of
from analysis.report.model import Block, Bullets, Heading
from analysis.report.request import Results
from analysis.report.withheld_views import table_views

__all__ = [
    "cited",
    "formula_blocks",
    "methods",
    "methods_full",
    "protected",
    "say_guide",
    "table_origin",
    "uncertain",
]

Blocks = tuple[Block, ...]
Facts = Mapping[str, str]

COMMAND = "learning-culture verify"
SHOWN_DIGITS = 12
"""So much of the fingerprint is shown; the whole stands in the data that the file carries."""


def methods(results: Results, words: Words) -> Blocks:
    """How the numbers came about, in plain words on a page."""
    released = results.released
    facts = facts_of(released.guide, released.provenance.policy, words)
    beside = [words("appendix.short.compared")] if results.comparison is not None else []
    over_time = [words("appendix.short.followed")] if results.followed is not None else []
    lines = [text.format(**facts) for text in words.many("appendix.short.lines")]
    return (
        Bullets((*lines, *beside, *over_time)),
        *limits(words),
        Heading(words("appendix.heading.cite")),
        *said((_say_citation(results, words), words("appendix.cite.verify_plain"))),
    )


def methods_full(results: Results, words: Words) -> Blocks:
    """The whole appendix: sources, denominators, formulas, uncertainty, protection, limits, citing, references."""
    released = results.released
    facts = facts_of(released.guide, released.provenance.policy, words)
    formulas = formulas_for(results)
    return (
        Heading(words("appendix.heading.origin")),
        table("origin", table_origin(_say_origin(results, words), words)),
        *formula_blocks(formulas, facts, words),
        *uncertain(facts, words),
        *protected(facts, words),
        table("withheld_views", table_views(released, facts, words)),
        *limits(words),
        *cited(_say_citation(results, words), words),
        Heading(words("appendix.heading.references")),
        Bullets(list_references(formulas, words)),
    )


def formula_blocks(formulas: Sequence[Formula], facts: Facts, words: Words) -> Blocks:
    """What is counted, and how each number is computed from it."""
    counted = tuple(text.format(**facts) for text in words.many("appendix.counted.lines"))
    return (
        Heading(words("appendix.heading.counted")),
        *said(counted),
        Heading(words("appendix.heading.formulas")),
        table("formulas", table_formulas(formulas, facts, words)),
    )


def uncertain(facts: Facts, words: Words) -> Blocks:
    """The two questions that ranges answer."""
    lines = tuple(text.format(**facts) for text in words.many("appendix.questions.lines"))
    return (Heading(words("appendix.heading.questions")), *said(lines))


def protected(facts: Facts, words: Words) -> Blocks:
    """What is protected, and how."""
    lines = tuple(text.format(**facts) for text in words.many("appendix.protected.lines"))
    return (Heading(words("appendix.heading.protected")), *said(lines))


def limits(words: Words) -> Blocks:
    """What the numbers of a report cannot say."""
    return (Heading(words("appendix.heading.limits")), Bullets(words.many("appendix.limits.lines")))


def cited(citation: str, words: Words) -> Blocks:
    """How to cite a report, and how to check it."""
    verify = words("appendix.cite.verify", command=words("figures.number.quoted", name=COMMAND))
    return (Heading(words("appendix.heading.cite")), *said((citation, verify)))


def table_origin(rows: Sequence[tuple[str, str]], words: Words) -> HtmlTable:
    """What a report rests on: keys of the words `appendix.origin`, each with what is told."""
    told = [(words(f"appendix.origin.{key}"), text) for key, text in rows]
    columns = [words("appendix.origin.what"), words("appendix.origin.told")]
    return HtmlTable(words("appendix.origin.caption"), pd.DataFrame(told, columns=columns))


def say_guide(origin: Provenance) -> str:
    """The guide with its version."""
    return f"{origin.guide_id} {origin.guide_version}"


def _say_origin(results: Results, words: Words) -> list[tuple[str, str]]:
    released, origin = results.released, results.released.provenance
    rows = [
        ("library", released.library_name or released.library_id),
        ("wave", released.wave),
        ("answered", _say_rate(results, words)),
        ("guide", say_guide(origin)),
        ("toolkit", origin.toolkit_version),
        ("fingerprint", origin.data_fingerprint[:SHOWN_DIGITS]),
        ("minimum", str(origin.policy.minimum_group)),
        ("texts", str(origin.policy.minimum_texts)),
    ]
    if results.comparison is not None:
        others = len(results.comparison.libraries) - 1
        rows.append(("beside", words("appendix.origin.beside_told", libraries=others)))
    if results.followed is not None:
        rows.append(("waves", ", ".join(results.followed.waves)))
    return rows


def _say_rate(results: Results, words: Words) -> str:
    """How many answered of how many, with the rate from fifty heads on."""
    group = read_group(results.released, words)
    if group.roster is None or group.roster < PERCENT_FROM:
        return say_answered(group, words)
    percent = round(100 * group.n / group.roster)
    return words("appendix.origin.answered_rate", n=group.n, roster=group.roster, percent=percent)


def _say_citation(results: Results, words: Words) -> str:
    released, origin = results.released, results.released.provenance
    return words(
        "appendix.cite.lead",
        library=released.library_name or released.library_id,
        wave=released.wave,
        guide=say_guide(origin),
        toolkit=origin.toolkit_version,
        fingerprint=origin.data_fingerprint[:SHOWN_DIGITS],
    )
