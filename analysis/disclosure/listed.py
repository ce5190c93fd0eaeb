"""Listed names: where a text holds a name that the library has listed.

A name is found as whole words, in small or capital letters, with or without accents, in the plural and before `'s`;
with a space, a hyphen, an apostrophe, a full stop or nothing between its parts (`Mary Ann`, `Mary-Ann`, `MaryAnn`;
`O'Brien`, `OBrien`). Of two names that begin at the same place the longer one counts. Only a part of a name, another
form of it and one that is spelled wrong are not found; they are proposed (`analysis.disclosure.proposals`). A name of
a single letter is not looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import pandas as pd

from analysis.disclosure.folding import Folded, fold_text
from analysis.disclosure.spans import Name

__all__ = ["find_listed", "names_of", "parts_of"]

JOINED = r"[ \n'._/#-]{0,3}"
PART = re.compile(r"[^\W\d_]+|\d+")
WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa"})
LONG = 4


def names_of(listed_names: pd.DataFrame, library_id: str) -> tuple[Name, ...]:
    """What a library has listed, from a frame with the columns of `analysis.responses.frames.LISTED_NAMES`.

    >>> listed = pd.DataFrame({"library_id": ["elm", "oak"], "name": ["Ada", "Bo"], "kind": ["person", "person"]})
    >>> names_of(listed, "elm")
    (Name(name='Ada', kind='person'),)
    """
    own = listed_names[listed_names["library_id"] == library_id]
    return tuple(Name(name, kind) for name, kind in zip(own["name"], own["kind"], strict=True))


def find_listed(text: Folded, names: Sequence[Name]) -> Iterator[tuple[int, int, str]]:
    """The parts of `text.plain` that are listed names, each with its kind."""
    for kind, pattern in _patterns(tuple(names)).items():
        for found in pattern.finditer(text.lower):
            yield *found.span(), kind


@lru_cache(maxsize=4096)
def parts_of(name: str) -> tuple[str, ...]:
    """The words and numbers of a name, in small plain letters."""
    return tuple(PART.findall(fold_text(name).lower))


@lru_cache(maxsize=16)
def _patterns(names: tuple[Name, ...]) -> dict[str, re.Pattern[str]]:
    """By kind, what finds the names of that kind; the longest first, because the first that fits is taken."""
    forms: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        forms.setdefault(name.kind, set()).update(_forms(name.name))
    return {kind: _either(of_kind) for kind, of_kind in forms.items() if of_kind}


def _either(forms: set[tuple[str, ...]]) -> re.Pattern[str]:
    longest_first = sorted(forms, key=lambda parts: (-sum(map(len, parts)), parts))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(_pattern, longest_first))})(?![^\W_])")


def _forms(name: str) -> set[tuple[str, ...]]:
    """A name as it is listed, and with the letters of other languages written out (Müller, Mueller)."""
    forms = {parts_of(name), parts_of(name.translate(WRITTEN_OUT))}
    return {parts for parts in forms if sum(map(len, parts)) > 1}


def _pattern(parts: Sequence[str]) -> str:
    plural = "(?:e?s)?" if parts[-1].isalpha() else ""
    return JOINED.join(map(_part, parts)) + plural


def _part(part: str) -> str:
    """O'Brien may be listed as OBrien."""
    return f"{part[0]}'?{re.escape(part[1:])}" if len(part) >= LONG and part.isalpha() else re.escape(part)
