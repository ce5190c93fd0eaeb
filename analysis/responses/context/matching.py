"""Matching: which system of the agency's file a library may be.

Names are compared by their groups of three letters, of which rare ones count most, so that "public library" says hardly
anything and a slip of the pen does little harm. There are many libraries of one name. What comes out is a proposal
for a person to look at, and nothing is ever filled from it by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.responses.context.public_libraries import PublicLibraries
from analysis.responses.importing.labels import fold

__all__ = ["propose_matches"]

LIKE = 0.5
"""From here on a system is proposed; 1 is letter for letter."""

MOST = 5
"""How many systems are proposed for a library."""

LETTERS = 3
DECIMALS = 6


def propose_matches(libraries: pd.DataFrame, public: PublicLibraries, state: str = "") -> pd.DataFrame:
    """The systems whose names are like those of the libraries, at most five each, the likest first.

    `libraries` is the frame of that name; those of another type than `public` are left out. `state` (two letters)
    looks in one state alone. One row per proposal: `library_id`, `fscs_key`, `name`, `state`, `city`, `likeness` (0–1,
    the cosine of both names' groups of three letters, each weighted by how rare it is among the systems).

    These are proposals: libraries of one name are in many states.

    >>> systems = {"fscs_key": ["ZZ0001", "YY0002"], "name": ["MAPLE GROVE P.L.", "OAK HILL LIBRARY"],
    ...            "state": ["ZZ", "YY"], "city": ["MAPLE GROVE", "OAK HILL"]}
    >>> own = pd.DataFrame({"library_id": ["maple"], "name": ["Maple Grove Public Library"], "type": ["public"]})
    >>> propose_matches(own, PublicLibraries(pd.DataFrame(systems)))[["library_id", "fscs_key"]].to_dict("records")
    [{'library_id': 'maple', 'fscs_key': 'ZZ0001'}]
    """
    systems = public.frame
    if state:
        systems = systems[systems["state"] == state.strip().upper()]
    systems = systems.reset_index(drop=True)
    names = _Names(systems["name"])
    rows = []
    for library_id, name, kind in zip(libraries["library_id"], libraries["name"], libraries["type"], strict=True):
        if kind in ("public", ""):
            likeness = names.likeness(name)
            rows += [(library_id, at, likeness[at]) for at in _likest(likeness, systems["fscs_key"].to_numpy())]
    found = pd.DataFrame(rows, columns=["library_id", "at", "likeness"])
    told = systems.loc[found["at"].astype(int), ["fscs_key", "name", "state", "city"]].reset_index(drop=True)
    return pd.concat([found[["library_id"]], told, found[["likeness"]]], axis="columns")


class _Names:
    """The names of systems, by their groups of letters."""

    def __init__(self, names: pd.Series) -> None:
        self._count = len(names)
        places: dict[str, list[int]] = defaultdict(list)
        for at, name in enumerate(names):
            for group in _groups(name):
                places[group].append(at)
        self._places = {group: np.array(found) for group, found in places.items()}
        squares = np.zeros(self._count)
        for group, found in self._places.items():
            squares[found] += self._weight(group) ** 2
        self._lengths = np.sqrt(squares)

    def likeness(self, name: str) -> np.ndarray:
        """How like each system's name is to `name`, 0–1."""
        groups = _groups(name)
        shared = np.zeros(self._count)
        for group in groups & self._places.keys():
            shared[self._places[group]] += self._weight(group) ** 2
        length = np.sqrt(sum(self._weight(group) ** 2 for group in groups)) * self._lengths
        return np.divide(shared, length, out=np.zeros(self._count), where=length > 0).round(DECIMALS)

    def _weight(self, group: str) -> float:
        """How rare a group is; one that no system has counts as if one had it."""
        return float(np.log(1 + self._count / len(self._places.get(group, "?"))))


def _groups(name: str) -> set[str]:
    """The groups of letters in a name; the start and the end of a word count as letters."""
    spaced = f" {' '.join(_words(name))} "
    return {spaced[at : at + LETTERS] for at in range(len(spaced) - LETTERS + 1)}


def _words(name: str) -> Iterator[str]:
    for word in fold(name).split():
        letters = "".join(letter for letter in word if letter.isalnum())
        if letters:
            yield letters


def _likest(likeness: np.ndarray, keys: np.ndarray) -> list[int]:
    """The places of the likest names; of equally like ones, those whose key comes first."""
    order = np.lexsort((keys.astype(str), -likeness))
    return [int(at) for at in order[:MOST] if likeness[at] >= LIKE]
