"""How long it takes to release all views of one wave: 12, 60 and 400 staff, two thirds of them answering.

    python benchmarks/release.py

Each with three cohort columns (and leaders against the front line), and with four. Prints a table: the seconds
of processor time of `release`, the median of three; how many times as long as the smallest takes; how long it takes
to read what was kept of it instead; and how much of the marks and of the bands is told exactly, as a range, and not at
all.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from analysis.disclosure import Released, release
from analysis.exchange import read_released, write_released
from analysis.guide import Blank, Guide, load_guide
from analysis.responses.frames import empty_frame, response_fields
from analysis.responses.survey import Survey, empty_survey

STAFF = (12, 60, 400)
COLUMNS = (3, 4)
ANSWERING = 2 / 3
REPEATS = 3
SEED = 1


def make_survey(guide: Guide, staff: int, columns: int) -> Survey:
    """A library whose people answer alike by temper, one mark in twenty left blank, with so many cohort columns."""
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
    cohorts |= {cohort.id: str(int(Blank.NOT_SHOWN)) for cohort in guide.cohorts[columns:]}
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


def seconds_to_read(released: Released) -> float:
    """The seconds of processor time that it takes to read what was kept of a release."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "kept.json")
        write_released(released, path)
        start = time.process_time()
        read_released(path, released.guide)
        return time.process_time() - start


def shares(table: pd.DataFrame) -> str:
    """How much is told exactly, as a range, and not at all."""
    exact = (table["count_low"] == table["count_high"]).fillna(False).mean()
    withheld = table["withheld"].mean()
    return f"{exact:6.0%} {1 - exact - withheld:6.0%} {withheld:8.0%}"


def main() -> None:
    guide = load_guide()
    first = measure(make_survey(guide, min(STAFF), min(COLUMNS)))[0]
    told = f"{'exact':>6} {'range':>6} {'withheld':>8}"
    print(f"{'':43} {'marks':>22} {'bands':>22}")
    print(f"{'columns':>7} {'staff':>5} {'answers':>7} {'seconds':>7} {'times':>6} {'read':>6} {told} {told}")
    for columns in COLUMNS:
        for staff in STAFF:
            survey = make_survey(guide, staff, columns)
            seconds, released = measure(survey)
            took = f"{columns:7} {staff:5} {len(survey.responses):7} {seconds:7.2f} {seconds / first:6.1f}"
            print(
                f"{took} {seconds_to_read(released):6.2f} {shares(released.marks)} {shares(released.bands)}", flush=True
            )


if __name__ == "__main__":
    main()
