"""Filling: what the agency knows about a library, put where the library itself has left a blank.

What a library has entered about itself always holds. Where the agency says something else, both are listed and
nothing is changed. Only the pairs that a person has confirmed are filled, never a likeness of names, and never a
roster: the agency counts full-time equivalents, a roster counts heads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.errors import Fault, ToolkitError
from analysis.responses.cells import read_cell
from analysis.responses.context.public_libraries import PublicLibraries

__all__ = ["FILLED_COLUMNS", "Filled", "fill_libraries"]

FILLED_COLUMNS = ("type", "population", "locale", "fte")
"""The columns of the frame `libraries` that the agency can fill."""

PUBLIC = "public"


@dataclass(frozen=True)
class Filled:
    """The frame `libraries` after filling, and what became of each column.

    `report` has a row per matched library and column: `library_id`, `fscs_key`, `column`, `own` and `agency` (as texts,
    empty where blank), `outcome`: `filled` (it was blank), `same`, `kept` (both differ; the library's own holds) or
    `unknown` (the agency does not say).
    """

    libraries: pd.DataFrame
    report: pd.DataFrame


def fill_libraries(libraries: pd.DataFrame, public: PublicLibraries, matches: Mapping[str, str]) -> Filled:
    """Fill `type`, `population`, `locale` and `fte` of libraries whose system is known, where they are blank.

    `libraries` is the frame of that name; `matches` gives the agency's key (`fscs_key`) by `library_id`. Libraries that
    are not in `matches` stay as they are.

    Missing answers
        A blank of the agency fills nothing.

    Raises `ToolkitError`, with every fault, for a library or a key that is not there.

    >>> own = {"library_id": ["maple"], "type": ["public"], "population": [4800], "locale": [""], "fte": [0.5]}
    >>> system = {"fscs_key": ["ZZ0001"], "population": [4700], "locale": ["rural"], "fte": [0.5]}
    >>> filled = fill_libraries(pd.DataFrame(own), PublicLibraries(pd.DataFrame(system)), {"maple": "ZZ0001"})
    >>> filled.report[["column", "own", "agency", "outcome"]]
           column     own  agency outcome
    0        type  public  public    same
    1  population    4800    4700    kept
    2      locale           rural  filled
    3         fte     0.5     0.5    same
    >>> filled.libraries["locale"].tolist()
    ['rural']
    """
    systems = public.frame.set_index("fscs_key")
    keys = {library_id: key.strip().upper() for library_id, key in matches.items()}
    _check(keys, set(libraries["library_id"]), set(systems.index))
    filled = libraries.copy()
    report = []
    for library_id, key in keys.items():
        facts = {"type": PUBLIC} | systems.loc[[key]].to_dict("records")[0]
        is_row = filled["library_id"] == library_id
        for column, own, said, outcome in _outcomes(filled[is_row].to_dict("records")[0], facts):
            report.append((library_id, key, column, read_cell(own), read_cell(said), outcome))
            if outcome == "filled":
                filled.loc[is_row, column] = said
    columns = ["library_id", "fscs_key", "column", "own", "agency", "outcome"]
    return Filled(filled, pd.DataFrame(report, columns=columns, dtype="str"))


def _check(keys: Mapping[str, str], libraries: set[str], systems: set[str]) -> None:
    faults = []
    for library_id, key in keys.items():
        place = f"the match of {library_id}"
        if library_id not in libraries:
            faults.append(Fault(place, repr(library_id), "a library that is set up", "Set up the library first."))
        if key not in systems:
            repair = "Look the key up in the column FSCSKEY of the file."
            faults.append(Fault(place, repr(key), "a key of the agency's file", repair))
    if faults:
        raise ToolkitError("These libraries cannot be filled from the agency's file.", faults)


def _outcomes(library: Mapping[Any, Any], system: Mapping[Any, Any]) -> Iterator[tuple[str, Any, Any, str]]:
    """Each column with what the library says, what the agency says, and what becomes of it."""
    for column in FILLED_COLUMNS:
        own, said = library[column], system[column]
        if not read_cell(said):
            outcome = "unknown"
        elif not read_cell(own):
            outcome = "filled"
        else:
            outcome = "same" if read_cell(own) == read_cell(said) else "kept"
        yield column, own, said, outcome
