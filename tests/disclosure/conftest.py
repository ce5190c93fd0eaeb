"""A small guide of two cohort columns, and people who answer it as a test says."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.guide import Cohort, CohortValue, Guide, load_guide
from analysis.responses.frames import empty_frame, response_fields
from analysis.responses.survey import Survey, empty_survey

LIBRARY, WAVE = "elm", "2026"


@pytest.fixture(scope="session")
def small_guide() -> Guide:
    """The toolkit's guide with two cohort columns of three and two values."""
    role = Cohort("role", (CohortValue("boss", leads=True), CohortValue("desk"), CohortValue("shelf")))
    unit = Cohort("unit", (CohortValue("main"), CohortValue("branch")))
    return replace(load_guide(), cohorts=(role, unit))


@pytest.fixture(scope="session")
def make_survey(small_guide: Guide) -> Callable[..., Survey]:
    """A survey of one library from one dict per person; what a dict leaves out is blank."""

    def make(people: Sequence[dict], heads: dict[tuple[str, str], int] | None = None, **frames) -> Survey:
        blank = {item.id: "" if item.is_text else -1 for item in small_guide.items}
        blank |= {cohort.id: "-1" for cohort in small_guide.cohorts}
        who = {"library_id": LIBRARY, "wave": WAVE, "submitted_at": "2026-03-02", "language": "en"}
        who |= {"guide_version": small_guide.version, "response_mode": "forced_choice", "link": ""}
        rows = [{"response_id": f"r{at:03}"} | who | blank | person for at, person in enumerate(people)]
        fields = response_fields(small_guide)
        responses = pd.DataFrame(rows, columns=[field.name for field in fields])
        responses = responses.astype(empty_frame(fields).dtypes.to_dict())
        entries = (heads or {("all", "all"): len(people)}).items()
        roster = pd.DataFrame(
            [(LIBRARY, WAVE, cohort, value, count) for (cohort, value), count in entries],
            columns=["library_id", "wave", "cohort", "value", "heads"],
        )
        return replace(empty_survey(small_guide), responses=responses, roster=roster, **frames)

    return make


@pytest.fixture(scope="session")
def random_people(small_guide: Guide) -> Callable[..., list[dict]]:
    """`count` people with a random place and random answers to every mark and situation."""

    def draw(rng: np.random.Generator, count: int, blank: float = 0.1) -> list[dict]:
        return [_person(rng, small_guide, blank) for _ in range(count)]

    return draw


def _person(rng: np.random.Generator, guide: Guide, blank: float) -> dict:
    place = {cohort.id: str(rng.choice([*cohort.value_ids, "-4"], p=_mostly(cohort))) for cohort in guide.cohorts}
    answers = {item.id: int(rng.choice(item.scale.points)) for item in guide.scaled_items if item.scale}
    return place | {item: -1 if rng.random() < blank else answer for item, answer in answers.items()}


def _mostly(cohort: Cohort) -> list[float]:
    values = len(cohort.values)
    return [0.9 / values] * values + [0.1]
