"""Methods of a consortium: how what is said of many libraries came about, in short for all and in full."""

from __future__ import annotations

from analysis.report.blocks import said, table
from analysis.report.formulas import AMONG_LIBRARIES, OF_ONE_LIBRARY, list_references
from analysis.report.method_facts import facts_of
from analysis.report.model import Block, Bullets, Heading
from analysis.report.sections_consortium import Together
from analysis.report.sections_methods import cited, formula_blocks, protected, table_origin, uncertain

__all__ = ["methods"]

Blocks = tuple[Block, ...]

BEHIND = ("marks", "maturity", "bands")
"""The frames of each library whose formulas a comparison rests on."""


def methods(all_of: Together) -> Blocks:
    """How the numbers came about: in full for those who decide or check, else on half a page."""
    guide, words = all_of.comparison.guide, all_of.words
    facts = facts_of(guide, guide.policy, words)
    if not all_of.to_decide:
        lines = tuple(text.format(**facts) for text in words.many("appendix.short.lines"))
        return (Bullets((*lines, words("appendix.short.compared"))), *said(_say_citation(all_of)))
    formulas = (*(formula for frame in BEHIND for formula in OF_ONE_LIBRARY[frame]), *AMONG_LIBRARIES)
    return (
        Heading(words("appendix.heading.origin")),
        table("origin", table_origin(_say_origin(all_of), words)),
        *formula_blocks(formulas, facts, words),
        *uncertain(facts, words),
        *protected(facts, words),
        *cited(_say_citation(all_of), words),
        Heading(words("appendix.heading.references")),
        Bullets(list_references(formulas, words)),
    )


def _say_origin(all_of: Together) -> list[tuple[str, str]]:
    comparison, words, policy = all_of.comparison, all_of.words, all_of.comparison.guide.policy
    answered = sum(library.n for library in all_of.shown)
    rows = [
        ("libraries", str(len(all_of.single))),
        ("wave", comparison.wave),
        ("answered", words("appendix.origin.answered_libraries", n=answered, shown=len(all_of.shown))),
        ("guide", f"{comparison.guide.id} {comparison.guide.version}"),
    ]
    if all_of.origins:
        rows += [("toolkit", _toolkit(all_of)), ("fingerprint", words("appendix.origin.fingerprints"))]
    return [*rows, ("minimum", str(policy.minimum_group)), ("texts", str(policy.minimum_texts))]


def _toolkit(all_of: Together) -> str:
    """The version of the toolkit, or of each that released one of the libraries."""
    found = sorted({origin.toolkit_version for origin in all_of.origins.values()})
    return ", ".join(found) or all_of.words("figures.table.unknown")


def _say_citation(all_of: Together) -> str:
    comparison, words = all_of.comparison, all_of.words
    return words(
        "appendix.cite.lead_several",
        library=words("consortium.name", count=len(all_of.single)),
        wave=comparison.wave,
        guide=f"{comparison.guide.id} {comparison.guide.version}",
        toolkit=_toolkit(all_of),
    )
