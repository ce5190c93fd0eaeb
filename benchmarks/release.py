"""How long it takes to release one wave: 12, 60 and 400 staff, four cohort columns, two thirds of them answering.

    python benchmarks/release.py

Prints a table: the seconds of processor time of `release`, the median of three, and how much of the marks is told
exactly, as a range, and not at all.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.disclosure import Released, release
from analysis.guide import Guide, load_guide
from analysis.responses.frames import empty_frame, response_fields
from analysis.responses.survey import Survey, empty_survey

STAFF = (12, 60, 400)
ANSWERING = 2 / 3
REPEATS = 3
SEED = 1


def make_survey(guide: Guide, staff: int) -> Survey:
    """A library whose people answer alike by temper, with one mark in twenty left blank."""
    rng = np.random.default_rng(SEED)
    people = round(staff * ANSWERING)
    temper = rng.normal(size=people)
    fields = response_fields(guide)
    blank = {item.id: "" if item.is_text else -1 for item in guide.items}
    who = {"library_id": "bench", "wave": "2026", "submitted_at": "2026-03-02", "language": "en"}
    who |= {"guide_version": guide.version, "response_mode": "forced_choice"}
    answers = {
        item.id: _answers(rng, item.scale.points, temper + rng.normal(0, 0.5))
        for item in guide.scaled_items
        if item.scale
    }
    cohorts = {cohort.id: rng.choice(cohort.value_ids, people) for cohort in guide.cohorts}
    ids = {"response_id": [f"r{at:04}" for at in range(people)]}
    frame = pd.DataFrame(ids).assign(**who | blank | cohorts | answers)[[field.name for field in fields]]
    roster = pd.DataFrame(
        [("bench", "2026", "all", "all", staff)], columns=["library_id", "wave", "cohort", "value", "heads"]
    )
    return replace(empty_survey(guide), responses=frame.astype(empty_frame(fields).dtypes.to_dict()), roster=roster)


def _answers(rng: np.random.Generator, points: tuple[int, ...], temper: np.ndarray) -> np.ndarray:
    ordered = np.array(sorted(points))
    place = 1 / (1 + np.exp(-temper - rng.logistic(size=len(temper))))
    return np.where(rng.random(len(temper)) < 0.05, -1, ordered[(place * len(ordered)).astype(int)])


def measure(survey: Survey) -> tuple[float, Released]:
    """The median seconds of processor time of a release, and the release."""
    timed = [_timed_release(survey) for _ in range(REPEATS)]
    return statistics.median(seconds for seconds, _ in timed), timed[0][1]


def _timed_release(survey: Survey) -> tuple[float, Released]:
    start = time.process_time()
    released = release(survey, "bench", "2026")
    return time.process_time() - start, released


def main() -> None:
    guide = load_guide()
    measure(make_survey(guide, 12))
    print(f"{'staff':>5} {'answers':>7} {'seconds':>7} {'exact':>6} {'range':>6} {'withheld':>8}")
    for staff in STAFF:
        survey = make_survey(guide, staff)
        seconds, released = measure(survey)
        marks = released.marks
        exact = (marks["count_low"] == marks["count_high"]).fillna(False).mean()
        withheld = marks["withheld"].mean()
        shares = f"{exact:6.0%} {1 - exact - withheld:6.0%} {withheld:8.0%}"
        print(f"{staff:5} {len(survey.responses):7} {seconds:7.2f} {shares}")


if __name__ == "__main__":
    main()
