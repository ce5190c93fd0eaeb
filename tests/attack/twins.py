"""Twins: libraries that a reader cannot tell from the true one by the released counts.

If everything else that is released (an index, a chance, a rank, an interval) is computed from the released counts
alone, it is the same for all twins. Where it differs, it tells a reader which of the twins is the true library.

The six situations and the overall leaning have one twin together: everybody's answers are given anew by a walk that
keeps what is to stay true, and two answers that lead to one position are exchanged at random.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.disclosure.released import Released
from analysis.responses import Survey, with_leads
from analysis.tally.scores import OVERALL
from tests.attack.attacker import Solver
from tests.attack.joint import Staff, staff_of
from tests.attack.sight import MARKS, Puzzle, Results, puzzles_of
from tests.attack.wandering import NOBODY, STEPS, Row, Walk

COUNTS = ("respondents", "marks", "four_cells", "bands", "classes")
RESULTS = (*COUNTS, "distributions", "differences", "profile", "components", "unmet", "maturity", "priority", "gaps")
RESULTS += ("ratings", "goals", "themes", "theme_differences", "codebook")
RESULTS += ("texts", "text_items", "strategies", "actions")
TRIES = 400
"""How many changes are tried on a walk, for each person."""


def with_swapped_people(survey: Survey, results: Results, rng: np.random.Generator) -> Iterator[tuple[str, Survey]]:
    """For each quality, and the continuum, a twin in which answers are exchanged so that no count that is told changes.

    Marks are exchanged within a kind. Positions move so that each group has as many people in each band as before, and
    all staff in each class, in every situation and overall.
    """
    for puzzle in puzzles_of(survey, results):
        if puzzle.questions == MARKS:
            columns = [f"{mark}_{puzzle.subject}" for mark in MARKS]
            responses = survey.responses.copy()
            for people in puzzle.people:
                responses.loc[people, columns] = responses.loc[rng.permutation(people), columns].to_numpy()
            yield puzzle.subject, replace(survey, responses=responses)
    staff = staff_of(survey, results)
    yield OVERALL, _walked(survey, staff, tuple(_true_rows(survey, staff)), rng)


def with_other_counts(survey: Survey, results: Results, rng: np.random.Generator) -> Iterator[tuple[str, Survey]]:
    """For each quality, and the continuum, a twin whose hidden counts are others, within everything released of it."""
    for puzzle in puzzles_of(survey, results):
        if puzzle.questions == MARKS and puzzle.columns:
            solver = Solver(puzzle)
            solution = solver.best(rng.normal(size=len(puzzle.truth)) - 2 * (puzzle.truth > 0))
            if solution is not None and (solution != puzzle.truth).any():
                yield puzzle.subject, replace(survey, responses=rewritten(survey.responses, puzzle, solution))
    staff = staff_of(survey, results)
    yield OVERALL, _walked(survey, staff, staff.rows, rng)


def with_swapped_readings(survey: Survey, rng: np.random.Generator) -> Survey:
    """A twin in which colleagues of one kind exchange all that was found in their texts, and how they rated."""
    people = survey.responses.set_index("response_id")
    cohorts = [cohort.id for cohort in survey.guide.cohorts]

    def exchanged(frame: pd.DataFrame, subject: str) -> pd.DataFrame:
        parts = []
        for _, rows in frame.groupby(subject, sort=False):
            owners = people.loc[rows["response_id"].unique(), cohorts]
            to = {}
            for _, kind in owners.groupby(cohorts, sort=False):
                to |= dict(zip(kind.index, rng.permutation(kind.index), strict=True))
            parts.append(rows.assign(response_id=rows["response_id"].map(to)))
        return pd.concat(parts, ignore_index=True) if parts else frame

    return replace(
        survey,
        codings=exchanged(survey.codings, "item"),
        strategy_ratings=exchanged(survey.strategy_ratings, "strategy_id"),
    )


def _true_rows(survey: Survey, staff: Staff) -> Iterator[Row]:
    """The counts as they truly are: of the classes of everybody, and of the bands of every group."""
    people = with_leads(survey.responses, survey.guide)
    columns = [*(cohort.id for cohort in survey.guide.cohorts), "leads"]
    groups = [(people[column] == value).to_numpy() for column in columns for value in people[column].unique()]
    classes = np.eye(STEPS, dtype=bool)
    bands = [classes[part].any(axis=0) for part in (slice(0, 4), slice(4, 6), slice(6, None))]
    counted = [(np.ones(len(people), dtype=bool), np.array(row)) for row in classes]
    counted += [(inside, np.array(row)) for inside in groups for row in bands]
    for scope in range(len(staff.scopes)):
        stands = staff.places[:, scope]
        for inside, places in counted:
            count = int((inside & (stands != NOBODY) & places[stands]).sum())
            yield Row(scope, inside, places, count, count)


def _walked(survey: Survey, staff: Staff, rows: tuple[Row, ...], rng: np.random.Generator) -> Survey:
    """The survey after a walk of everybody in which `rows` stay true."""
    people = np.arange(len(staff.kinds))
    steps = Walk(staff.steps, rows, people, rng).go(TRIES * len(people)).steps
    responses = survey.responses.copy()
    for place, situation in enumerate(survey.guide.situations):
        given = steps[:, place] != NOBODY
        taken = steps[given, place]
        above = rng.integers(np.maximum(taken - 5, 0), np.minimum(taken, 5) + 1)
        responses.loc[given, f"{situation}_growth"] = 1 + above
        responses.loc[given, f"{situation}_fixed"] = 6 - (taken - above)
    return replace(survey, responses=responses)


def rewritten(responses: pd.DataFrame, puzzle: Puzzle, solution: np.ndarray) -> pd.DataFrame:
    """The responses in which the people of each kind answer about a quality as `solution` says; blanks stay."""
    responses = responses.copy()
    left = {kind: list(people) for kind, people in enumerate(puzzle.people)}
    for (kind, option), count in zip(puzzle.columns, solution.astype(int), strict=True):
        chosen, left[kind] = left[kind][:count], left[kind][count:]
        for mark, answer in zip(MARKS, option, strict=True):
            if answer is not None:
                responses.loc[chosen, f"{mark}_{puzzle.subject}"] = answer
    return responses


def released_alike(
    survey: Survey, results: Released, twins: dict[str, Survey], release: Callable[[Survey], Released]
) -> tuple[Released, set[str]]:
    """The release of one twin that takes each subject from the twin of that subject, and the subjects left out.

    A subject is left out where the twin is told apart by which counts are withheld, since then it is no twin; with
    any scope of the continuum the whole of it is.
    """
    twin = release(_combined(survey, twins))
    apart = changed_counts(results, twin)
    if not apart:
        return twin, apart
    left_out = apart | ({OVERALL} if apart & {*survey.guide.situations, OVERALL} else set())
    alike = {subject: twin for subject, twin in twins.items() if subject not in left_out}
    return release(_combined(survey, alike)), apart


def _combined(survey: Survey, twins: dict[str, Survey]) -> Survey:
    responses = survey.responses.copy()
    for subject, twin in twins.items():
        columns = [f"{mark}_{subject}" for mark in MARKS]
        if subject == OVERALL:
            columns = [f"{situation}_{end}" for situation in survey.guide.situations for end in ("growth", "fixed")]
        responses[columns] = twin.responses[columns]
    return replace(survey, responses=responses)


def changed_counts(one: object, other: object) -> set[str]:
    """The subjects (or frames, where rows have none) whose released counts differ between two releases."""
    changed = set()
    for name in COUNTS:
        frame, twin = (_counts_of(getattr(results, name)) for results in (one, other))
        if len(frame) != len(twin):
            return {name}
        differs = (frame != twin).any(axis=1).to_numpy()
        key = next((key for key in ("quality", "scope") if key in frame.columns), None)
        changed |= set(frame.loc[differs, key]) if key else ({name} if differs.any() else set())
    return changed


def differences(one: object, other: object) -> list[str]:
    """What differs between two releases, as `frame.column: value / value`."""
    found = []
    for name in RESULTS:
        frame, twin = getattr(one, name), getattr(other, name)
        if frame.shape != twin.shape:
            found.append(f"{name}: {frame.shape} / {twin.shape}")
            continue
        for column in frame.columns:
            mine, theirs = (
                results[column].astype(object).where(results[column].notna(), "–") for results in (frame, twin)
            )
            places = np.flatnonzero((mine != theirs).to_numpy())
            found += [f"{name}.{column}: {mine.iloc[place]} / {theirs.iloc[place]}" for place in places[:1]]
    return found


def _counts_of(frame: pd.DataFrame) -> pd.DataFrame:
    keys = [column for column in _KEYS if column in frame]
    told = [column for column in ("n", "withheld", "reason", "count_low", "count_high") if column in frame]
    return frame[[*keys, *told]].astype(object).where(frame[[*keys, *told]].notna(), "–")


_KEYS = ("cohort", "value", "quality", "mark", "cell", "scope", "band", "class_from")
