"""Name proposals: which words of a text may be the name of a person or a place.

A name is seen by its capital letter where words have none, by what stands before it (a title, *ask*, *with*), by what
it does (*says*, *showed*), and because it is a common given name. A given name that is an ordinary word as well
(Will, Grace, Rosa) counts only where it stands as a name would.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from analysis.disclosure.lexicon import Lexicon
from analysis.disclosure.listed import parts_of
from analysis.disclosure.spans import Name, Proposal
from analysis.disclosure.tokens import Token

__all__ = ["propose_listed_parts", "propose_names"]

SHORT_SENTENCE = 3
LONGEST_INITIALS = 3
SHORTEST_PART = 3
NEXT_TO = (" ", "-", ". ", "\n")


def propose_names(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[Proposal]:
    """Names in a text that has been read into `tokens`."""
    for start, end in _runs(tokens, lexicon):
        yield from _of_run(tokens, start, end, lexicon)
    for at in range(len(tokens)):
        why = _why_by_itself(tokens, at, lexicon)
        if why:
            yield Proposal(tokens[at].start, tokens[at].end, "person", why)
        yield from _titled(tokens, at, lexicon)


def propose_listed_parts(tokens: Sequence[Token], names: Sequence[Name], lexicon: Lexicon) -> Iterator[Proposal]:
    """Words that are part of a listed name."""
    common = lexicon.joiner | lexicon.place | lexicon.team | lexicon.title | lexicon.title_capital | lexicon.team_word
    parts = ((part, name.kind) for name in names for part in parts_of(name.name) if len(part) >= SHORTEST_PART)
    kinds = {part: kind for part, kind in parts if part.isalpha() and part not in common}
    for token in tokens:
        kind = kinds.get(token.lower) or kinds.get(token.lower.removesuffix("s"))
        is_word = token.lower in lexicon.given_word | lexicon.start | lexicon.known
        if kind and (token.stands_out or (kind == "person" and not is_word)):
            yield Proposal(token.start, token.end, kind, "listed_part")


def _runs(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Capital words in a row, small joiners (*de la*) between them included, as positions among the tokens."""
    at = 0
    while at < len(tokens):
        end = at + 1
        if tokens[at].is_capital and tokens[at].shows:
            while (more := _goes_on(tokens, end, lexicon)) > end:
                end = more
            yield at, end
        at = end


def _goes_on(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> int:
    """Behind the next capital word of a run that has come to `at`; `at` itself if the run ends there."""
    for further in range(at, min(at + 3, len(tokens))):
        token = tokens[further]
        if token.begins or token.gap not in NEXT_TO or tokens[further - 1].owns:
            return at
        if token.is_capital:
            return further + 1
        if token.lower not in lexicon.joiner:
            return at
    return at


def _of_run(tokens: Sequence[Token], start: int, end: int, lexicon: Lexicon) -> Iterator[Proposal]:
    if tokens[start].begins and not _may_begin_with_name(tokens, start, end, lexicon):
        start += 1
    kind = _kind_of(tokens[start:end], lexicon)
    while start < end and kind == "person" and _is_known(tokens, start, lexicon):
        start += 1
    while start < end and kind == "person" and _is_known(tokens, end - 1, lexicon):
        end -= 1
    run = tokens[start:end]
    if run and not all(_is_known(tokens, at, lexicon) for at in range(start, end)):
        yield Proposal(run[0].start, run[-1].end, kind, _why(run, kind, lexicon))


def _why(run: Sequence[Token], kind: str, lexicon: Lexicon) -> str:
    if kind != "person":
        return {"place": "branch", "team": "team"}[kind]
    if any(token.lower in lexicon.given for token in run):
        return "given"
    if all(token.is_loud or len(token.plain) == 1 for token in run):
        return "initials"
    return "given_word" if run[0].lower in lexicon.given_word else "capital"


def _kind_of(run: Sequence[Token], lexicon: Lexicon) -> Literal["person", "place", "team"]:
    if len(run) > 1 and (run[-1].lower in lexicon.place or run[0].lower in lexicon.place_before):
        return "place"
    return "team" if len(run) > 1 and run[-1].lower in lexicon.team else "person"


def _may_begin_with_name(tokens: Sequence[Token], start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the first word of a sentence, which has a capital letter anyway, belongs to the name behind it."""
    lower = tokens[start].lower
    if lower in lexicon.given:
        return True
    if end - start > 1:
        goes_on = not _is_known(tokens, start + 1, lexicon) or tokens[end - 1].lower in lexicon.place
        return goes_on and (lower in lexicon.given_word or lower not in lexicon.start | lexicon.known)
    if tokens[start].is_loud:
        return not _is_known(tokens, start, lexicon)
    return _is_whole_answer(tokens, start) and not lexicon.is_plain(lower)


def _is_whole_answer(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word is a sentence of its own, as where the question was who."""
    ends = at + 1 == len(tokens) or tokens[at + 1].begins or "," in tokens[at + 1].gap
    return ends and len(tokens) <= SHORT_SENTENCE


def _is_known(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    token = tokens[at]
    if token.is_loud and token.lower in lexicon.acronym:
        return True
    if token.lower in lexicon.given:
        return False
    if len(token.plain) == 1:
        return not _is_initial(tokens, at, lexicon)
    if token.is_loud:
        return not _are_initials(tokens, at, lexicon)
    return token.lower in lexicon.known or (token.begins and token.lower in lexicon.start)


def _are_initials(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    length = len(tokens[at].plain)
    named = at > 0 and tokens[at - 1].lower in lexicon.before_name and not tokens[at].begins
    return length == 2 or (length == LONGEST_INITIALS and named and tokens[at - 1].lower in lexicon.asks)


def _is_initial(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a single capital letter stands for a name: behind one, or where one would stand."""
    if tokens[at].lower in lexicon.acronym and tokens[at].gap != ". ":
        return False
    before = tokens[at - 1] if at else None
    if before is None or tokens[at].gap != " ":
        return False
    is_name = before.lower in lexicon.given | lexicon.given_word and before.is_capital
    return is_name or before.lower in lexicon.before_name


def _why_by_itself(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> str:
    """Why one word may be a name although no capital letter shows it, or nothing."""
    token = tokens[at]
    if token.is_loud and token.lower in lexicon.acronym:
        return ""
    if token.lower in lexicon.given:
        return "given"
    if token.lower in lexicon.given_word:
        return "given_word" if _stands_like_name(tokens, at, lexicon) else ""
    strange = token.is_capital and token.begins and not token.is_loud and not lexicon.is_plain(token.lower)
    acts = token.owns or _acts(tokens, at, lexicon, lexicon.acts - lexicon.acts_weak) or _is_joined(tokens, at, lexicon)
    return "acts" if strange and acts and len(token.plain) > 1 else ""


def _stands_like_name(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    token, before = tokens[at], tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if before and before.lower in lexicon.asks and not token.begins:
        ends = after is None or after.begins or after.gap != " "
        return ends or token.stands_out or (after is not None and after.lower in lexicon.after_ask)
    if not (token.is_capital and token.shows):
        return False
    if token.stands_out and (token.lower not in lexicon.known or (before and before.lower in lexicon.company)):
        return True
    acts = token.owns or _acts(tokens, at, lexicon, lexicon.acts)
    return acts or _is_joined(tokens, at, lexicon) or _is_described(tokens, at, lexicon)


def _acts(tokens: Sequence[Token], at: int, lexicon: Lexicon, acts: frozenset[str]) -> bool:
    """Whether a verb of what people do follows, perhaps with *always* between."""
    after = tokens[at + 1 : at + 3]
    if len(after) > 1 and after[0].lower in lexicon.between:
        after = after[1:]
    return bool(after) and after[0].gap == " " and after[0].lower in acts


def _is_joined(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether *and* follows, or a comma, and then another name, or *I*."""
    other = tokens[at + 2 : at + 3]
    if tokens[at + 1 : at + 2] and tokens[at + 1].gap == ", " and tokens[at + 1].stands_out:
        return tokens[at + 1].lower not in lexicon.known
    if not other or tokens[at + 1].lower not in ("and", "or", "y", "o") or tokens[at + 1].gap != " ":
        return False
    return other[0].plain in ("I", "yo") or (other[0].stands_out and not _is_known(tokens, at + 2, lexicon))


def _is_described(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether what follows is said of people: *from*, *who*, or a comma and *our*."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is None:
        return False
    return (after.gap == ", " and after.lower in lexicon.own) or (after.gap == " " and after.lower in ("from", "who"))


def _titled(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Iterator[Proposal]:
    """A title with the name behind it."""
    title = tokens[at].lower
    if title not in lexicon.title | lexicon.title_capital or at + 1 == len(tokens):
        return
    first = tokens[at + 1]
    if first.gap not in NEXT_TO or (first.begins and first.gap != ". "):
        return
    named = first.is_capital and not _is_known(tokens, at + 1, lexicon)
    small = title in lexicon.title and first.lower not in lexicon.start | lexicon.acts | lexicon.joiner
    if named or small:
        end = at + 2
        while first.is_capital and (more := _goes_on(tokens, end, lexicon)) > end:
            end = more
        yield Proposal(tokens[at].start, tokens[end - 1].end, "person", "title")
