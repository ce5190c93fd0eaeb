"""Trace proposals: what tells of somebody without naming them.

A role that only one person has (*the teen librarian*, *our only archivist*), a branch, a small team, initials, a name
on a social network, an address that is spelled out, and a few digits that may be a telephone number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.disclosure.contacts import ENDINGS, WORD_ENDINGS
from analysis.disclosure.folding import Folded
from analysis.disclosure.lexicon import Lexicon
from analysis.disclosure.spans import Proposal
from analysis.disclosure.telephones import find_maybe_telephones

__all__ = ["propose_traces"]

WORD = r"[^\W\d_](?:['-]?[^\W\d_])*"
NUMBER = (
    r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez)"
)
DOT = r"(?:[ ]?[(\[{<][ ]?(?:dot|punto|\.)[ ]?[)\]}>][ ]?|[ ](?:dot|punto)[ ])"

INITIALS = re.compile(r"(?<![\w.])(?:[^\W\d_]\.[ ]?){1,4}(?:[^\W\d_]\.?(?!\w)|(?P<name>[^\W\d_][^\W\d_]+))?")
HANDLE = re.compile(r"(?<![\w@.])@\w[\w.-]*\w")
AT_SPELLED = re.compile(
    rf"(?<![\w.+-])[\w.+-]++(?:{DOT}[\w+-]++){{0,2}}"
    rf"[ ]?(?:[(\[{{<][ ]?(?:at|arroba|@)[ ]?[)\]}}>]"
    rf"[ ]?[\w-]*+(?:(?:{DOT}|\.)[\w-]++){{0,4}}"
    rf"|[ ](?:at|arroba)[ ](?=[\w-]++{DOT})[\w-]++(?:{DOT}[\w-]++){{1,4}})"
)
DOT_SPELLED = re.compile(r"(?<![\w.-])[\w-]++(?:[ ](?:dot|punto)[ ][\w-]++){1,4}")

BRANCH_NUMBER = re.compile(
    rf"(?<!\w)(?:branch|sucursal|filial|sede|bibliobus)[ ](?:no?\.?o?\.?[ ]|number[ ]|numero[ ]|\#[ ]?)?{NUMBER}(?!\w)"
)
BRANCH = re.compile(rf"(?<!\w)(?:the|at|our|to|from|in)[ ](?P<span>(?:{WORD}[ ]){{1,2}}branch)(?!\w)")
SUCURSAL = re.compile(
    rf"(?<!\w)(?P<head>sucursal|filial|sede|biblioteca|barrio|colonia|calle)"
    rf"[ ](?:(?:de la|de los|de las|del|de)[ ])?(?P<name>{WORD})"
)
CAPITALS = re.compile(r"(?:[A-Z][^\W\d_]*(?:(?:[ ](?:de|del|la|las|los|y))*[ ](?=[A-Z]))?)+")
TEAM = re.compile(
    rf"(?<!\w)(?:the|our|my|your|with)[ ](?P<span>(?P<words>(?:{WORD}[ ]){{1,3}})"
    r"(?:team|crew|committee|department|dept|unit|squad|shift))(?!\w)"
)
EQUIPO = re.compile(
    rf"(?<!\w)(?P<span>(?:equipo|turno|departamento|comite|area|seccion)"
    rf"[ ](?:del|de la|de los|de las|de)[ ](?P<words>{WORD}))"
)
ROLE = re.compile(rf"(?<!\w)(?:the|our)(?P<words>(?:[ ]{WORD}){{1,3}})")
OF = re.compile(rf"[ ]of[ ](?:the[ ])?{WORD}")
PUESTO = re.compile(
    rf"(?<!\w)(?:el|la|al|del|nuestro|nuestra)[ ](?P<role>{WORD})"
    rf"(?P<of>[ ](?:infantil|juvenil|general|adjunt[oa]|del?[ ](?:(?:la|las|los)[ ])?{WORD}(?:[ ]de[ ]{WORD})?))?"
)
ONLY = re.compile(rf"(?<!\w)(?:the|our|el|la|nuestr[oa]|mi)[ ](?:only|unic[oa])[ ](?P<noun>{WORD})(?P<more>[ ]{WORD})?")
SOMEBODY = re.compile(rf"(?<!\w)(?:the|our|that|el|la|aquel|aquella)[ ](?P<noun>{WORD})(?P<more>[ ]{WORD})?")
THE_ONE = re.compile(
    r"(?<!\w)(?:the[ ](?:one|person|colleague|coworker|co-worker)[ ]who"
    r"|(?:el|la)[ ](?:persona|companer[oa])[ ]que)(?!\w)"
)
DESCRIBING = frozenset({"who", "that", "in", "at", "from", "with", "que", "de", "del"})
SINGLE = "abcdefghijklmnopqrstuvwxyz"
ABBREVIATIONS = frozenset({"eg", "ie", "aka", "nb", "ps", "pej", "etc", "ee", "uu", "eeuu", "ss", "aa"})


def propose_traces(text: Folded, lexicon: Lexicon) -> Iterator[Proposal]:
    """Traces of people in a folded text."""
    for find in (_initials, _branches, _teams, _roles, _only):
        yield from find(text, lexicon)
    yield from _spelled(text.lower)
    for found in HANDLE.finditer(text.plain):
        yield Proposal(*found.span(), "person", "handle")
    for span in find_maybe_telephones(text):
        yield Proposal(*span, "telephone", "number")


def _initials(text: Folded, lexicon: Lexicon) -> Iterator[Proposal]:
    for found in INITIALS.finditer(text.plain):
        name = found["name"] or ""
        behind = found.start("name") if name else found.end()
        named = name[:1].isupper() and name.lower() not in lexicon.start
        letters = re.sub(r"[^a-z]", "", text.lower[found.start() : behind])
        told = named or len(letters) > 1 or name[:1].islower()
        if told and found[0][0].isupper() and letters not in lexicon.acronym - set(SINGLE) | ABBREVIATIONS:
            end = found.end() if named else behind
            yield Proposal(found.start(), len(text.plain[:end].rstrip(" ")), "person", "initials")


def _spelled(lower: str) -> Iterator[Proposal]:
    for found in AT_SPELLED.finditer(lower):
        yield Proposal(*found.span(), "email", "spelled")
    for found in DOT_SPELLED.finditer(lower):
        if found[0].rpartition(" ")[2] in ENDINGS | WORD_ENDINGS:
            yield Proposal(*found.span(), "web", "spelled")


def _branches(text: Folded, lexicon: Lexicon) -> Iterator[Proposal]:
    for found in BRANCH_NUMBER.finditer(text.lower):
        yield Proposal(*found.span(), "place", "branch")
    for found in BRANCH.finditer(text.lower):
        words = found["span"].split()[:-1]
        own = [at for at, word in enumerate(words) if word in lexicon.branch_any]
        start = found.start("span") + sum(len(word) + 1 for word in words[: own[-1] + 1 if own else 0])
        if start < found.end() - len("branch"):
            yield Proposal(start, found.end(), "place", "branch")
    for found in SUCURSAL.finditer(text.lower):
        capital = CAPITALS.match(text.plain, found.start("name"))
        if capital or _is_named(found, lexicon):
            yield Proposal(found.start(), (capital or found).end(), "place", "branch")


def _is_named(found: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether a branch has a name in small letters; any other place needs capital ones."""
    of_branch = found["head"] in ("sucursal", "filial", "sede")
    return of_branch and found["name"] not in lexicon.branch_any | lexicon.start


def _teams(text: Folded, lexicon: Lexicon) -> Iterator[Proposal]:
    for pattern in (TEAM, EQUIPO):
        for found in pattern.finditer(text.lower):
            if not lexicon.team_word.isdisjoint(found["words"].split()):
                yield Proposal(*found.span("span"), "team", "team")


def _roles(text: Folded, lexicon: Lexicon) -> Iterator[Proposal]:
    for found in ROLE.finditer(text.lower):
        words = [word.removesuffix("'s") for word in found["words"].split()]
        at = next((at for at, word in enumerate(words) if word in lexicon.role | lexicon.role_of), None)
        if (
            at is not None
            and lexicon.role_any.isdisjoint(words[:at])
            and lexicon.start.isdisjoint(words[: max(0, at - 1)])
        ):
            end = found.start("words") + sum(len(word) + 1 for word in words[: at + 1])
            of = OF.match(text.lower, end)
            if words[at] in lexicon.role or of or at:
                yield Proposal(found.start(), of.end() if of else end, "person", "role")
    for found in PUESTO.finditer(text.lower):
        if found["role"] in lexicon.role or (found["role"] in lexicon.role_of and found["of"]):
            yield Proposal(*found.span(), "person", "role")


def _only(text: Folded, lexicon: Lexicon) -> Iterator[Proposal]:
    for found in ONLY.finditer(text.lower):
        more = (found["more"] or "").strip()
        goes_on = more and more not in lexicon.start | lexicon.joiner
        if found["noun"] not in lexicon.only_not and not (goes_on and more in lexicon.only_not):
            yield Proposal(found.start(), found.end() if goes_on else found.end("noun"), "person", "only")
    for found in SOMEBODY.finditer(text.lower):
        noun, more = found["noun"], (found["more"] or "").strip()
        if more in lexicon.somebody or (noun in lexicon.somebody and more in DESCRIBING):
            yield Proposal(found.start(), found.end("more" if more in lexicon.somebody else "noun"), "person", "only")
    for found in THE_ONE.finditer(text.lower):
        yield Proposal(*found.span(), "person", "only")
