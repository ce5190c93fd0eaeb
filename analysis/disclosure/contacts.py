"""Contacts: e-mail addresses and web addresses in a text.

An address is masked wherever it is certain to be one: whatever stands around an `@`, whatever begins with `www.` or
with a scheme and `://`, and words joined by dots that end as the names of sites do (`library.org`, `bit.ly/abc`).
Endings that are words too (`it.is`, `biblioteca.Es`) count only in small letters, since a space may be missing after
a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analysis.disclosure.folding import GONE, Folded

__all__ = ["ENDINGS", "find_emails", "find_webs"]

SITES = """
com org net edu gov mil int biz coop museum app dev online website blog xyz tv ly gl gd gg cc eu uk ca mx ar cl pe uy
ve ec bo py cr gt hn ni pa sv cu pr br pt fr nl ch ie au nz jp cn kr ru pl cz dk fi hu ro gr tr za lib fm ms lt gle
"""
ENDINGS = frozenset(SITES.split())
"""Endings of sites that are no words of English or Spanish."""

SITES_LIKE_WORDS = """
us es co de me be it is in at to so no se do am as by my la id ai io info name pro page link live news site shop store
space top world city club school library academy care center community education events team tips today tools work
works zone cat gal eus
"""
WORD_ENDINGS = frozenset(SITES_LIKE_WORDS.split())
STOPS = r"\s<>\"" + GONE
LOCAL = rf"[^{STOPS}@()\[\],;:]"
DOMAIN = r"[^\W_](?:[\w-]*+(?:\.[\w-]++)*+)"
EMAIL = re.compile(rf"(?<!{LOCAL}){LOCAL}++@++(?:{DOMAIN})")
"""Begins only where a run of letters begins, so that no run is read more than once."""

SPACED = re.compile(r"(?<![\w.+-])[\w.+-]++[ ]{1,2}@[ ]{1,2}(?=((?:[\w-]++\.)++[a-z]{2,24})(?![\w-]))")
ADDRESS = re.compile(rf"(?:[a-z]{{2,10}}://|(?<![\w.-])www\d?\.)[^{STOPS}]++")
DOTTED = re.compile(rf"(?<![\w.@-])([\w-]++(?:\.[\w-]++)++)\.?(?::\d++)?(?:[/?#][^{STOPS}]*+)?")
NUMBERS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
TRAILING = ".,;:!?'\")]}*_…-"


def find_emails(text: Folded) -> Iterator[tuple[int, int]]:
    """The parts of `text.plain` that are e-mail addresses."""
    for found in EMAIL.finditer(text.lower):
        local, _, domain = found[0].partition("@")
        if _has_letter(domain) and (_has_letter(local) or "." in domain):
            yield _trimmed(found[0], found.start())
    for found in SPACED.finditer(text.lower):
        if found[1].rpartition(".")[2] in ENDINGS | WORD_ENDINGS:
            yield found.start(), found.end(1)


def find_webs(text: Folded) -> Iterator[tuple[int, int]]:
    """The parts of `text.plain` that are web addresses, with what follows the name of the site."""
    for found in ADDRESS.finditer(text.lower):
        yield _trimmed(found[0], found.start())
    for found in DOTTED.finditer(text.lower):
        site = text.plain[found.start(1) : found.end(1)]
        if _is_site(site, has_path=found.end() > found.end(1) + 1):
            yield _trimmed(found[0], found.start())


def _trimmed(found: str, start: int) -> tuple[int, int]:
    """Without the marks that end the sentence around it."""
    return start, start + len(found.rstrip(TRAILING))


def _has_letter(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _is_site(site: str, has_path: bool) -> bool:
    if NUMBERS.fullmatch(site):
        return True
    rest, _, ending = site.rstrip("-_").rpartition(".")
    if not (_has_letter(rest) or has_path):
        return False
    lower = ending.lower()
    return lower in ENDINGS or (lower in WORD_ENDINGS and (has_path or site.islower()))
