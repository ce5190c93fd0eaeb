"""Proposals: what a person should look at before a text is released.

Nothing is masked here. A proposal says which part of a text may let somebody be recognized, of which kind it is, and
why it is thought so, so that a person can decide quickly. What is not proposed may be a name all the same: family
names in small letters, nicknames, stories that everybody knows.
"""

from __future__ import annotations

from collections.abc import Sequence

from analysis.disclosure.folding import Folded
from analysis.disclosure.lexicon import load_lexicon
from analysis.disclosure.name_proposals import propose_listed_parts, propose_names
from analysis.disclosure.spans import Name, Proposal, apart
from analysis.disclosure.tokens import read_tokens
from analysis.disclosure.trace_proposals import propose_traces

__all__ = ["WHYS", "find_proposals"]

WHYS = (
    *("title", "listed_part", "spelled", "handle", "branch", "team", "only", "role", "initials"),
    *("given", "given_word", "acts", "capital", "number"),
)
"""The reasons. Of two proposals of the same length that overlap, the one with the earlier reason stays."""


def find_proposals(text: Folded, language: str, names: Sequence[Name]) -> tuple[Proposal, ...]:
    """The proposals for a folded text, without overlaps, as positions in the raw text."""
    lexicon = load_lexicon(language)
    tokens = read_tokens(text, lexicon.abbreviation, lexicon.start - {"i"})
    found = [
        *propose_names(tokens, lexicon),
        *propose_listed_parts(tokens, names, lexicon),
        *propose_traces(text, lexicon),
    ]
    kept = apart(found, lambda proposal: WHYS.index(proposal.why))
    return tuple(Proposal(*text.raw(one.start, one.end), one.kind, one.why) for one in kept)
