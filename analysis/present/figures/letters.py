"""Letters: which letters a figure can show, and what stands for those that it cannot.

Names and answers come in every script, and the one bundled font has no letter of some of them. Such letters, and signs
that nobody can see or that would turn the direction of what follows, are told by their numbers in Unicode, as
‹U+05D0 05D1›; the alternative text has the letters themselves. So nothing is an empty box, and nothing is lost.

Refuses to guess: no letter is replaced by one that only looks like it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import groupby

from matplotlib.font_manager import get_font

__all__ = ["allowed_in_xml", "as_shown"]

SPACES = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]+")
HIDDEN = frozenset(("Cc", "Cf", "Cn", "Co", "Cs"))
"""Kinds of signs that nobody can see, or that mean nothing."""


@lru_cache(maxsize=4096)
def as_shown(text: str, file: str) -> str:
    """`text` on one line, with the numbers of the letters that the font in `file` cannot show.

    What is shown already stays as it is, so that it does not matter how often a text is asked for.
    """
    settled = unicodedata.normalize("NFC", SPACES.sub(" ", text))
    if settled.isascii() and settled.isprintable():
        return settled
    runs = groupby(settled, lambda letter: _has(letter, file))
    return "".join("".join(run) if is_shown else _numbered(run) for is_shown, run in runs)


def allowed_in_xml(text: str) -> str:
    """`text` with the numbers of the signs that no XML may hold.

    >>> allowed_in_xml("Oxwater\\x07")
    'Oxwater‹U+0007›'
    """
    return NOT_IN_XML.sub(lambda found: _numbered(found[0]), text)


def _has(letter: str, file: str) -> bool:
    return ord(letter) in _letters_of(file) and unicodedata.category(letter) not in HIDDEN


@cache
def _letters_of(file: str) -> frozenset[int]:
    return frozenset(get_font(file).get_charmap())


def _numbered(letters: Iterable[str]) -> str:
    return f"‹U+{' '.join(f'{ord(letter):04X}' for letter in letters)}›"
