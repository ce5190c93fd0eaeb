"""Sight: what a reader sees and knows, written as puzzles.

The reader knows who is in which group, who answered which question, and what has been released about the counts.
What remains hidden is which option each person chose. People of whom the reader knows the same can be exchanged in
every solution, so a puzzle is about *kinds* of people: how many of each kind chose each option.

One puzzle is about one subject: a quality (both marks, tied by the four cells and by the unmet need), a scope of
the continuum (where the ten classes of all staff are told they are the options, and the bands are sums of them), a
rated strategy, a question about goals, or a theme of a question in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Any, Protocol

import numpy as np
import pandas as pd

from analysis.guide import ALL, GOAL_KINDS
from analysis.measures.camps import class_places
from analysis.responses import Survey, with_leads
from analysis.tally import score_people, tally_answers
from analysis.tally.scores import BANDS, OVERALL

MARKS = ("exists", "develop")
CELLS = {"strengthen": (1, 1), "sustain": (1, 0), "build": (0, 1), "neither": (0, 0)}
CLASSES = {f"{at}–{at + 10}": BANDS[(at >= 40) + (at >= 60)] for at in range(0, 100, 10)}
"""The classes of ten points, and the band that each lies in."""
MINIMUM, MINIMUM_TEXTS = 5, 10
RATED = {"hardly": (1, 2), "somewhat": (3,), "well": (4, 5)}
"""The points of a rating that each band holds."""

MENTIONED, LEFT_OUT = "mentioned", "left out"

Option = tuple[Any, ...]
Statement = tuple[str, str, str | frozenset[Option], int, int]
"""Cohort, value, what is counted (a question, or some options), and the least and the largest count."""


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
    @property
    def classes(self) -> pd.DataFrame: ...
    @property
    def unmet(self) -> pd.DataFrame: ...


class Readings(Protocol):
    """The frames that tell counts of what was rated and read."""

    @property
    def ratings(self) -> pd.DataFrame: ...
    @property
    def goals(self) -> pd.DataFrame: ...
    @property
    def themes(self) -> pd.DataFrame: ...


@dataclass(frozen=True)
class Naive:
    """What protection by a minimum of five alone would release: every count of five or more answers."""

    respondents: pd.DataFrame
    marks: pd.DataFrame
    four_cells: pd.DataFrame
    bands: pd.DataFrame
    classes: pd.DataFrame
    unmet: pd.DataFrame


@dataclass(frozen=True)
class Puzzle:
    """What is known about one subject.

    `options[k]` and `truth[k]` are the options open to the people of kind k and how many chose each; `rows` are
    (coefficients over all kinds and options, low, high). `questions` are the groups of options that are to be
    found out: for each its name and whether an option belongs to it (None: the option leaves it blank). No count of
    fewer than `minimum` people may follow.
    """

    subject: str
    people: tuple[np.ndarray, ...]
    options: tuple[tuple[Option, ...], ...]
    truth: np.ndarray
    rows: tuple[tuple[np.ndarray, int, int], ...]
    questions: tuple[str, ...]
    minimum: int = MINIMUM

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
    """Whether `option` is a yes to `question`: a mark, a band or a class."""
    if question in MARKS:
        mark = option[MARKS.index(question)]
        return None if mark is None else mark == 1
    return question in (option[0], CLASSES.get(option[0]))


def puzzles_of(survey: Survey, results: Results) -> Iterator[Puzzle]:
    """The puzzles of all qualities and scopes, as `results` leave them."""
    guide = survey.guide
    people = with_leads(survey.responses, guide)
    for quality in guide.qualities:
        chosen = [_marks_of(row, quality) for row in people.to_dict("records")]
        yield _puzzle(quality, people, chosen, _told_of_quality(results, quality), (1, 0), MARKS)
    places = places_of(survey)
    for scope in (OVERALL, *guide.situations):
        told = told_of_scope(results, scope)
        answers = tuple(CLASSES) if any(what in CLASSES for _, _, what, _, _ in told) else BANDS
        chosen = [(place if answers != BANDS else CLASSES[place],) if place else () for place in places[scope]]
        questions = BANDS if answers == BANDS else (*BANDS, *CLASSES)
        yield _puzzle(scope, people, chosen, told, answers, questions)


def puzzles_of_readings(survey: Survey, results: Readings) -> Iterator[Puzzle]:
    """The puzzles of everything that was rated or read: strategies, kinds of goals, and themes."""
    people = with_leads(survey.responses, survey.guide)
    rated = survey.strategy_ratings
    for strategy in dict.fromkeys(results.ratings["strategy_id"]):
        points = rated[rated["strategy_id"] == strategy].set_index("response_id")["effectiveness"].to_dict()
        bands = [_band_of(points.get(person)) for person in people["response_id"]]
        told = _told_of_reading(results.ratings, "band", strategy_id=strategy)
        yield _puzzle(str(strategy), people, bands, told, tuple(RATED), tuple(RATED))
    found = settled_readings(survey)
    for item in dict.fromkeys([*results.goals["item"], *results.themes["item"]]):
        read = [found.get((person, item)) for person in people["response_id"]]
        goals = [tuple(themes & {*GOAL_KINDS}) if themes else () for themes in read]
        told = _told_of_reading(results.goals, "goal", item=item)
        if told:
            yield replace(_puzzle(item, people, goals, told, GOAL_KINDS, GOAL_KINDS), minimum=MINIMUM_TEXTS)
        for theme in dict.fromkeys(results.themes.loc[results.themes["item"] == item, "theme"]):
            said = [() if themes is None else (MENTIONED if theme in themes else LEFT_OUT,) for themes in read]
            counted = _told_of_reading(results.themes, None, item=item, theme=theme)
            puzzle = _puzzle(f"{item} {theme}", people, said, counted, (MENTIONED, LEFT_OUT), (MENTIONED,))
            yield replace(puzzle, minimum=MINIMUM_TEXTS)


def settled_readings(survey: Survey) -> dict[tuple[str, str], frozenset[str]]:
    """The themes of every text that is settled, by who wrote it and the question."""
    read: dict[tuple[str, str], dict[str, frozenset[str]]] = {}
    written = survey.responses.set_index("response_id")
    for row in survey.codings.to_dict("records"):
        if row["response_id"] in written.index and written.loc[row["response_id"], row["item"]].strip():
            read.setdefault((row["response_id"], row["item"]), {})[row["coder"]] = frozenset(row["themes"].split())
    alike = {text: found for text, found in read.items() if "agreed" in found or len({*found.values()}) == 1}
    return {text: found.get("agreed", next(iter(found.values()))) for text, found in alike.items()}


def places_of(survey: Survey) -> pd.DataFrame:
    """The class of everybody in each scope, "" where there is no position; one row per person."""
    scores, names = score_people(survey.responses, survey.guide), np.array([*CLASSES, ""])
    columns = {scope: f"position_{scope}" for scope in survey.guide.situations} | {OVERALL: "position"}
    return pd.DataFrame({scope: names[class_places(scores[column], len(CLASSES))] for scope, column in columns.items()})


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
        _classes(survey),
    )
    return Naive(*(_at_least_five(frame, known) for frame in frames), unmet=pd.DataFrame())


def _classes(survey: Survey) -> pd.DataFrame:
    counts = places_of(survey).apply(lambda places: places.value_counts().reindex(list(CLASSES), fill_value=0))
    long = counts.rename_axis("class").reset_index().melt("class", var_name="scope", value_name="count")
    ends = long["class"].str.split("–", expand=True).astype(int)
    ends.columns = ["class_from", "class_to"]
    n = long.groupby("scope")["count"].transform("sum")
    return pd.concat([long, ends], axis="columns").assign(cohort=ALL, value=ALL, n=n)


def _at_least_five(frame: pd.DataFrame, known: set[tuple[str, str]]) -> pd.DataFrame:
    frame = frame[[key in known for key in zip(frame["cohort"], frame["value"], strict=True)]]
    count = frame["count"].astype("Int64").where(frame["n"] >= MINIMUM)
    return frame.assign(withheld=frame["n"] < MINIMUM, count_low=count, count_high=count)


def _marks_of(row: Mapping[Any, Any], quality: str) -> Option:
    marks = tuple(row[f"{mark}_{quality}"] for mark in MARKS)
    return tuple(mark if mark in (0, 1) else None for mark in marks)


def _told_of_quality(results: Results, quality: str) -> list[Statement]:
    told = _told(results.marks, quality=quality)
    counted: list[Statement] = [(*group, row["mark"], *ends) for group, row, ends in told]
    cells = _told(results.four_cells, quality=quality)
    counted += [(*group, frozenset({CELLS[row["cell"]]}), *ends) for group, row, ends in cells]
    wanting, unseen = frozenset({CELLS["build"]}), frozenset({CELLS["build"], CELLS["neither"]})
    for group, row, ends in _told(results.unmet, quality=quality):
        counted += [(*group, wanting, *ends), (*group, unseen, int(row["of_low"]), int(row["of_high"]))]
    return counted


def told_of_scope(results: Results, scope: str) -> list[Statement]:
    """What is told of the bands, and of the classes, of one scope."""
    told: list[Statement] = [(*group, row["band"], *ends) for group, row, ends in _told(results.bands, scope=scope)]
    for group, row, ends in _told(results.classes, scope=scope):
        told.append((*group, f"{row['class_from']}–{row['class_to']}", *ends))
    return told


def _told_of_reading(frame: pd.DataFrame, counted: str | None, **subject: str) -> list[Statement]:
    return [(*group, row[counted] if counted else MENTIONED, *ends) for group, row, ends in _told(frame, **subject)]


def _band_of(points: int | None) -> Option:
    return tuple(band for band, of_band in RATED.items() if points in of_band)


def _told(frame: pd.DataFrame, **subject: str) -> Iterator[tuple[tuple[str, str], dict[Any, Any], tuple[int, int]]]:
    """The rows about a subject of which a range is told: the group, the row, and the ends of the range."""
    if frame.empty:
        return
    rows = frame[~frame["withheld"].astype(bool) & frame["count_low"].notna()]
    for column, value in subject.items():
        rows = rows[rows[column] == value]
    for row in rows.to_dict("records"):
        yield (row["cohort"], row["value"]), row, (int(row["count_low"]), int(row["count_high"]))


def _puzzle(
    subject: str,
    people: pd.DataFrame,
    chosen: list[Option],
    told: list[Statement],
    answers: tuple[Any, ...],
    questions: tuple[str, ...],
) -> Puzzle:
    groups = list(dict.fromkeys((cohort, value) for cohort, value, *_ in told))
    inside = np.array([people[cohort] == value for cohort, value in groups], dtype=bool).reshape(
        len(groups), len(people)
    )
    kinds: dict[Any, list[int]] = {}
    for person, option in enumerate(chosen):
        if any(mark is not None for mark in option):
            pattern = tuple(mark is not None for mark in option)
            kinds.setdefault((tuple(inside[:, person]), pattern), []).append(person)
    options = tuple(tuple(product(*(answers if answered else (None,) for answered in pattern))) for _, pattern in kinds)
    columns = [(kind, option) for kind, found in enumerate(options) for option in found]
    members = list(kinds.values())
    truth = [sum(chosen[person] == option for person in members[kind]) for kind, option in columns]
    keys = list(kinds)
    rows = []
    for cohort, value, what, low, high in told:
        place = groups.index((cohort, value))
        counts = [keys[kind][0][place] and _counts(what, option) for kind, option in columns]
        rows.append((np.array(counts, dtype=float), low, high))
    return Puzzle(subject, tuple(map(np.array, members)), options, np.array(truth), tuple(rows), questions)


def _counts(what: str | frozenset[Option], option: Option) -> bool:
    return option in what if isinstance(what, frozenset) else bool(answer_to(what, option))
