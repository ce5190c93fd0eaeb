"""Twins: libraries that a reader cannot tell from the true one by the released counts.

If everything else that is released (an index, a chance, a rank, an interval) is computed from the released counts
alone, it is the same for all twins. Where it differs, it tells a reader which of the twins is the true library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.disclosure.released import Released
from analysis.responses import Survey
from tests.attack.attacker import Solver
from tests.attack.sight import MARKS, Puzzle, Results, puzzles_of

COUNTS = ("respondents", "marks", "four_cells", "bands")
RESULTS = (*COUNTS, "maturity", "priority", "gaps", "texts", "text_items", "strategies", "actions")


def with_swapped_people(survey: Survey, results: Results, rng: np.random.Generator) -> Iterator[tuple[str, Survey]]:
    """For each quality a twin in which colleagues of one kind have exchanged answers: no count that is told changes."""
    for puzzle in puzzles_of(survey, results):
        if puzzle.questions == MARKS:
            columns = [f"{mark}_{puzzle.subject}" for mark in MARKS]
            responses = survey.responses.copy()
            for people in puzzle.people:
                responses.loc[people, columns] = responses.loc[rng.permutation(people), columns].to_numpy()
            yield puzzle.subject, replace(survey, responses=responses)


def with_other_counts(survey: Survey, results: Results, rng: np.random.Generator) -> Iterator[tuple[str, Survey]]:
    """For each quality a twin whose hidden counts are others, within everything that is released about it."""
    for puzzle in puzzles_of(survey, results):
        if puzzle.questions == MARKS and puzzle.columns:
            solver = Solver(puzzle)
            solution = solver.best(rng.normal(size=len(puzzle.truth)) - 2 * (puzzle.truth > 0))
            if solution is not None and (solution != puzzle.truth).any():
                yield puzzle.subject, replace(survey, responses=rewritten(survey.responses, puzzle, solution))


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
    """The release of one twin that takes each quality from the twin of that quality, and the qualities left out.

    A quality is left out where the twin is told apart by which counts are withheld, since then it is no twin.
    """
    apart = changed_counts(results, release(_combined(survey, twins)))
    alike = {quality: twin for quality, twin in twins.items() if quality not in apart}
    return release(_combined(survey, alike)), apart


def _combined(survey: Survey, twins: dict[str, Survey]) -> Survey:
    responses = survey.responses.copy()
    for quality, twin in twins.items():
        columns = [f"{mark}_{quality}" for mark in MARKS]
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
    keys = [column for column in ("cohort", "value", "quality", "mark", "cell", "scope", "band") if column in frame]
    told = [column for column in ("n", "withheld", "reason", "count_low", "count_high") if column in frame]
    return frame[[*keys, *told]].astype(object).where(frame[[*keys, *told]].notna(), "–")
