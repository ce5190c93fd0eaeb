"""Bringing: answers from a file come into the store, as many of them as are right.

A file is a filled template, a form with its mapping, or a folder of tables. What is right of a template or a form is
stored, and every fault of the rest is told. A folder of tables comes from a program and is taken as a whole or not at
all.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.errors import Fault
from analysis.responses.importing import TemplateRead, read_google_forms, read_mapping, read_survey, read_template
from analysis.responses.store import Store
from analysis.responses.survey import Survey

__all__ = ["Brought", "bring_in", "take_in"]

BESIDE = ("libraries", "roster", "strategies", "actions")
OF_PEOPLE = ("strategy_ratings", "confirmed_texts", "codings")
WORDS = ("themes", "listed_names")


@dataclass(frozen=True)
class Brought:
    """How many answers were new in the store, how many were known, and what is wrong with those that stayed out."""

    new: int
    known: int
    faults: tuple[Fault, ...] = ()


def bring_in(store: Store, path: Path | str, mapping: Path | str | None = None) -> Brought:
    """Bring the answers of a file into `store`; `mapping` is the file that says what the columns of a form are.

    Raises `ImportingError` for a file that cannot be read, `ResponseError` where answers clash with those that are in
    the store, or where a table of a folder has a fault; nothing of the file is stored then.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     brought = bring_in(Store(Path(folder, "responses.sqlite")), "sample_data/bad/unknown_role.csv")
    >>> brought.new, [fault.found for fault in brought.faults]
    (2, ["'director'"])
    """
    path = Path(path)
    if mapping is not None:
        checked = read_google_forms(path, read_mapping(mapping), store.guide)
        added = store.add(checked.frame)
        return Brought(added.new, added.known, checked.faults)
    if path.is_dir():
        return _take_in_survey(store, read_survey(path, store.guide))
    read = read_template(path, store.guide)
    return Brought(*take_in(store, read), read.faults)


def take_in(store: Store, read: TemplateRead) -> tuple[int, int]:
    """Store the good rows of a filled template; how many answers were new, and how many were known.

    The answers come first: they alone can clash with what is there, and then nothing has been stored.
    """
    survey = read.survey()
    added = store.add(survey.responses)
    _put(store, survey, BESIDE)
    return added.new, added.known


def _take_in_survey(store: Store, survey: Survey) -> Brought:
    added = store.add(survey.responses)
    _put(store, survey, (*BESIDE, *WORDS, *OF_PEOPLE))
    return Brought(added.new, added.known)


def _put(store: Store, survey: Survey, names: tuple[str, ...]) -> None:
    """Store the tables of these names, and the guides of teams."""
    for name in names:
        if len(getattr(survey, name)):
            store.put(name, getattr(survey, name))
    for guide in survey.team_guides.to_dict("records"):
        store.add_team_guide({str(name): value for name, value in guide.items()})
