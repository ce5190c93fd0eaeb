"""Sight: what a reader sees and knows, written as puzzles.

The reader knows who is in which group, who answered which question, and what has been released about the counts.
What remains hidden is which option each person chose. People of whom the reader knows the same can be exchanged in
every solution, so a puzzle is about *kinds* of people: how many of each kind chose each option.

One puzzle is about one subject: a quality (both marks, tied by the four cells) or a scope of the continuum.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, Protocol

import numpy as np
import pandas as pd

from analysis.guide import ALL
from analysis.responses import Survey, with_leads
from analysis.tally import score_people, tally_answers
from analysis.tally.scores import BANDS, OVERALL

MARKS = ("exists", "develop")
CELLS = {"strengthen": (1, 1), "sustain": (1, 0), "build": (0, 1), "neither": (0, 0)}
MINIMUM = 5

Option = tuple[Any, ...]


class Results(Protocol):
    """The frames that tell counts; a `Released` has them, and so has `Naive`."""

    @property
    def respondents(self) -> pd.DataFrame: ...
    @property
    def marks(self) -> pd.DataFrame: ...
    @property
    def four_cells(self) -> pd.DataFrame: ...
    @property
    def bands(self) -> pd.DataFrame: ...


@dataclass(frozen=True)
class Naive:
    """What protection by a minimum of five alone would release: every count of five or more answers."""

    respondents: pd.DataFrame
    marks: pd.DataFrame
    four_cells: pd.DataFrame
    bands: pd.DataFrame


@dataclass(frozen=True)
class Puzzle:
    """What is known about one subject.

    `options[k]` and `truth[k]` are the options open to the people of kind k and how many chose each; `rows` are
    (coefficients over all kinds and options, low, high). `questions` are the groups of options that are to be
    found out: for each its name and whether an option belongs to it (None: the option leaves it blank).
    """

    subject: str
    people: tuple[np.ndarray, ...]
    options: tuple[tuple[Option, ...], ...]
    truth: np.ndarray
    rows: tuple[tuple[np.ndarray, int, int], ...]
    questions: tuple[str, ...]

    @property
    def is_true(self) -> bool:
        """Whether the released ranges hold the true counts."""
        return all(low <= row @ self.truth <= high for row, low, high in self.rows)

    @cached_property
    def sizes(self) -> np.ndarray:
        """How many people there are of each kind."""
        return np.array([len(people) for people in self.people])

    @cached_property
    def columns(self) -> list[tuple[int, Option]]:
        """The kind and the option of every unknown count."""
        return [(kind, option) for kind, options in enumerate(self.options) for option in options]

    @cached_property
    def asked(self) -> dict[str, dict[int, np.ndarray]]:
        """For each question and each kind that answered it, which unknowns count as a yes."""
        kinds = range(len(self.sizes))
        found = {question: {kind: self._yes(question, kind) for kind in kinds} for question in self.questions}
        return {
            question: {kind: yes for kind, yes in asked.items() if yes is not None} for question, asked in found.items()
        }

    def _yes(self, question: str, kind: int) -> np.ndarray | None:
        yes = [answer_to(question, option) if owner == kind else False for owner, option in self.columns]
        return None if None in yes else np.array(yes, dtype=float)


def answer_to(question: str, option: Option) -> bool | None:
    """Whether `option` is a yes to `question`: a mark, or a band."""
    if question in MARKS:
        mark = option[MARKS.index(question)]
        return None if mark is None else mark == 1
    return option == (question,)


def puzzles_of(survey: Survey, results: Results) -> Iterator[Puzzle]:
    """The puzzles of all qualities and scopes, as `results` leave them."""
    guide = survey.guide
    people = with_leads(survey.responses, guide)
    for quality in guide.qualities:
        chosen = [_marks_of(row, quality) for row in people.to_dict("records")]
        told = _told(results.marks, {"quality": quality}, "mark", None)
        told |= _told(results.four_cells, {"quality": quality}, "cell", CELLS)
        yield _puzzle(quality, people, chosen, told, MARKS)
    scores = score_people(survey.responses, guide)
    for scope in (OVERALL, *guide.situations):
        band = scores["band" if scope == OVERALL else f"band_{scope}"]
        chosen = [(value,) if value else () for value in band]
        yield _puzzle(scope, people, chosen, _told(results.bands, {"scope": scope}, "band", None), BANDS)


def naive_results(survey: Survey) -> Naive:
    """The results of a library under a minimum of five alone."""
    guide = survey.guide
    columns = [*(cohort.id for cohort in guide.cohorts), "leads"]
    tally = tally_answers(survey.responses, guide, columns)
    known = {(cohort, value) for cohort in (ALL, *columns) for value in guide.cohort(cohort).value_ids}
    marks = tally.marks.rename(columns={"yes": "count"}).assign(n=tally.marks["yes"] + tally.marks["no"])
    pairs = tally.pairs[tally.pairs["cohort"] == ALL].melt(["cohort", "value", "quality"], list(CELLS), "cell", "count")
    bands = tally.bands.melt(["cohort", "value", "scope"], list(BANDS), "band", "count")
    frames = (
        tally.respondents.assign(count=0),
        marks,
        pairs.assign(n=pairs.groupby("quality")["count"].transform("sum")),
        bands.assign(n=bands.groupby(["cohort", "value", "scope"])["count"].transform("sum")),
    )
    return Naive(*(_at_least_five(frame, known) for frame in frames))


def _at_least_five(frame: pd.DataFrame, known: set[tuple[str, str]]) -> pd.DataFrame:
    frame = frame[[key in known for key in zip(frame["cohort"], frame["value"], strict=True)]]
    count = frame["count"].astype("Int64").where(frame["n"] >= MINIMUM)
    return frame.assign(withheld=frame["n"] < MINIMUM, count_low=count, count_high=count)


def _marks_of(row: Mapping[Any, Any], quality: str) -> Option:
    marks = tuple(row[f"{mark}_{quality}"] for mark in MARKS)
    return tuple(mark if mark in (0, 1) else None for mark in marks)


def _told(
    frame: pd.DataFrame, subject: Mapping[str, str], key: str, cells: Mapping[str, Option] | None
) -> dict[tuple[str, str, Any], tuple[int, int]]:
    """The released ranges by cohort, value and what they count (a question, or a cell as its option)."""
    rows = frame[~frame["withheld"].astype(bool) & frame["count_low"].notna()]
    for column, value in subject.items():
        rows = rows[rows[column] == value]
    return {
        (row["cohort"], row["value"], cells[row[key]] if cells else row[key]): (row["count_low"], row["count_high"])
        for row in rows.to_dict("records")
    }


def _puzzle(
    subject: str,
    people: pd.DataFrame,
    chosen: list[Option],
    told: dict[tuple[str, str, Any], tuple[int, int]],
    questions: tuple[str, ...],
) -> Puzzle:
    groups = list(dict.fromkeys((cohort, value) for cohort, value, _ in told))
    inside = np.array([people[cohort] == value for cohort, value in groups], dtype=bool).reshape(
        len(groups), len(people)
    )
    kinds: dict[Any, list[int]] = {}
    for person, option in enumerate(chosen):
        if any(mark is not None for mark in option):
            pattern = tuple(mark is not None for mark in option)
            kinds.setdefault((tuple(inside[:, person]), pattern), []).append(person)
    options = tuple(_open_options(pattern, questions) for _, pattern in kinds)
    columns = [(kind, option) for kind, found in enumerate(options) for option in found]
    members = list(kinds.values())
    truth = [sum(chosen[person] == option for person in members[kind]) for kind, option in columns]
    keys = list(kinds)
    rows = []
    for (cohort, value, what), (low, high) in told.items():
        place = groups.index((cohort, value))
        counts = [keys[kind][0][place] and _counts(what, option) for kind, option in columns]
        rows.append((np.array(counts, dtype=float), int(low), int(high)))
    return Puzzle(subject, tuple(map(np.array, members)), options, np.array(truth), tuple(rows), questions)


def _counts(what: Any, option: Option) -> bool:
    return option == what if isinstance(what, tuple) else bool(answer_to(what, option))


def _open_options(pattern: tuple[bool, ...], questions: tuple[str, ...]) -> tuple[Option, ...]:
    if questions == BANDS:
        return tuple((band,) for band in BANDS)
    return tuple(product(*((1, 0) if answered else (None,) for answered in pattern)))
