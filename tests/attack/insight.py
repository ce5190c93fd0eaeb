"""Insight: what a reader works out who also knows the program that protects.

Such a reader can run the release on every library that may be the true one and keep those of which the same is
released. Here that is done exhaustively: a *design* says how many people there are of each kind, and every way in
which they may have answered one question is released. Ways that look alike from outside form a class; in each class
every insider must be left in doubt about every colleague.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from typing import Any

import numpy as np
import pandas as pd

from analysis.guide import ALL, Guide, load_guide
from analysis.responses import Survey
from analysis.tally.scores import BANDS
from tests.attack.libraries import LIBRARY, PAIRS, WAVE, blank_people, survey_of
from tests.attack.sight import MARKS, Option, Results, answer_to

EXISTS: tuple[Option, ...] = ((1, None), (0, None))
BOTH: tuple[Option, ...] = ((1, 1), (1, 0), (0, 1), (0, 0))
BAND: tuple[Option, ...] = tuple((band,) for band in BANDS)

Way = tuple[tuple[int, ...], ...]
"""How many people of each kind chose each option."""


@dataclass(frozen=True)
class Design:
    """The people of a small library by kind: the cohort values of each kind, how many, and what they may choose."""

    kinds: tuple[tuple[Mapping[str, str], int], ...]
    options: tuple[Option, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many people there are of each kind."""
        return tuple(size for _, size in self.kinds)

    def ways(self) -> list[Way]:
        """Every way in which the people may have answered one question."""
        return list(product(*(list(compositions(size, len(self.options))) for size in self.sizes)))


def compositions(total: int, parts: int) -> Iterator[tuple[int, ...]]:
    """Every way to part `total` people over `parts` options, in order."""
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in compositions(total - first, parts - 1))


def classes_of(design: Design, release: Callable[[Survey], Results]) -> list[list[Way]]:
    """The ways that answers can have been given, put together where the same counts are released of them."""
    guide = load_guide()
    subjects = guide.situations if design.options == BAND else guide.qualities
    ways, found = design.ways(), {}
    for start in range(0, len(ways), len(subjects)):
        asked = dict(zip(subjects, ways[start : start + len(subjects)], strict=False))
        results = release(_survey(guide, design, asked))
        for subject, way in asked.items():
            found.setdefault(_told(results, subject), []).append(way)
    return list(found.values())


def found_out(design: Design, classes: Sequence[Sequence[Way]]) -> dict[Way, str]:
    """The ways of answering in which somebody finds out a colleague, each with one thing that is found out."""
    found: dict[Way, str] = {}
    for ways in classes:
        for told, present in _told_of(design, ways):
            found |= {way: told for way in present if way not in found}
    return found


def _told_of(design: Design, ways: Sequence[Way]) -> Iterator[tuple[str, list[Way]]]:
    """What each kind of reader finds out in one class, and the ways in which such a reader is there."""
    readers = [("an outsider", list(ways), -1, 0)]
    for kind, own in product(range(len(design.kinds)), range(len(design.options))):
        present = [way for way in ways if way[kind][own]]
        readers.append((f"one of kind {kind} who answered {design.options[own]}", present, kind, own))
    for who, present, insider, own in readers:
        for told in _found(design, present, insider, own):
            yield f"{who} knows of {told}", present


def _found(design: Design, ways: Sequence[Way], insider: int, own: int) -> Iterator[str]:
    questions = BANDS if design.options == BAND else MARKS
    for (kind, size), question in product(enumerate(design.sizes), questions):
        yes = [answer_to(question, option) for option in design.options]
        others = size - (kind == insider)
        if not ways or not others or None in yes:
            continue
        own_yes = int(kind == insider and bool(yes[own]))
        counts = {sum(count for count, is_yes in zip(way[kind], yes, strict=True) if is_yes) - own_yes for way in ways}
        if counts in ({0}, {others}):
            yield f"kind {kind}: {question} by {counts.pop()} of {others}"


def _survey(guide: Guide, design: Design, asked: Mapping[str, Way]) -> Survey:
    people = blank_people(guide, sum(design.sizes))
    kinds = np.repeat(np.arange(len(design.kinds)), design.sizes)
    for kind, (values, _) in enumerate(design.kinds):
        people.loc[kinds == kind, list(values)] = list(values.values())
    for subject, way in asked.items():
        chosen = list(chain.from_iterable(np.repeat(np.arange(len(counts)), counts) for counts in way))
        _write(people, subject, [design.options[place] for place in chosen])
    heads = [(ALL, ALL, len(people))]
    for cohort in guide.cohorts:
        counts = people.loc[people[cohort.id].isin(cohort.value_ids), cohort.id].value_counts()
        heads += [(cohort.id, value, int(count)) for value, count in counts.items()]
    roster = pd.DataFrame(heads, columns=["cohort", "value", "heads"]).assign(library_id=LIBRARY, wave=WAVE)
    return survey_of(guide, people, roster)


def _write(people: pd.DataFrame, subject: str, chosen: Sequence[Option]) -> None:
    if chosen[0] in BAND:
        for place, end in enumerate(("growth", "fixed")):
            people[f"{subject}_{end}"] = [PAIRS[option[0]][0][place] for option in chosen]
        return
    for place, mark in enumerate(MARKS):
        people[f"{mark}_{subject}"] = [-1 if option[place] is None else option[place] for option in chosen]


def _told(results: Results, subject: str) -> Any:
    keys = {"marks": "quality", "four_cells": "quality", "bands": "scope", "classes": "scope"}
    told = []
    for name, key in keys.items():
        frame = getattr(results, name)
        rows = frame.loc[frame[key] == subject, ["withheld", "count_low", "count_high"]]
        told.append(tuple(rows.fillna(-1).itertuples(index=False, name=None)))
    return tuple(told)
