"""The sample libraries as everybody opens them, and what may be shown of a few of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from analysis.disclosure import Followed, Released, follow_library
from analysis.guide import Blank, Guide, load_guide
from analysis.measures.continuum import person_positions
from analysis.responses import Survey, read_survey

SAMPLE = Path(__file__).parents[2] / "sample_data"

Rows = Callable[[str, str], pd.DataFrame]
"""Some rows of one library and wave."""

Release = Callable[..., Released]
Shown = Callable[[str, str], Released]

WAVES = ("2025", "2026")


@pytest.fixture(scope="session")
def guide() -> Guide:
    return load_guide()


@pytest.fixture(scope="session")
def survey(guide: Guide) -> Survey:
    return read_survey(SAMPLE, guide)


@pytest.fixture(scope="session")
def answers_of(survey: Survey) -> Rows:
    """The responses of a library and wave."""
    rows = dict(list(survey.responses.groupby(["library_id", "wave"])))
    return lambda library_id, wave: rows[library_id, wave]


@pytest.fixture(scope="session")
def positions_of(answers_of: Rows, guide: Guide) -> Rows:
    """Where the people of a library and wave stand on the continuum."""
    return lambda library_id, wave: person_positions(answers_of(library_id, wave), guide)


@pytest.fixture(scope="session")
def answers_alone(survey: Survey) -> Survey:
    """The sample as if no text had been read and no strategy been listed."""
    return replace(survey, codings=survey.codings[:0], strategies=survey.strategies[:0])


@pytest.fixture(scope="session")
def unasked(survey: Survey, guide: Guide) -> Survey:
    """The sample as if nobody had been asked where they belong, so that a wave is released in a second."""
    return without(survey, [cohort.id for cohort in guide.cohorts])


@pytest.fixture(scope="session")
def by_role(answers_alone: Survey, guide: Guide, release_once: Release) -> Shown:
    """What may be shown where people are asked for their role alone, so that a large library is released sooner."""
    asked = without(answers_alone, [cohort.id for cohort in guide.cohorts if cohort != guide.lead_cohort])
    return lambda library_id, wave: release_once(asked, library_id, wave, "by_role")


@pytest.fixture(scope="session")
def by_place(answers_alone: Survey, guide: Guide, release_once: Release) -> Shown:
    """What may be shown where people are asked how they learn, for their role and for their place of work."""
    columns = [cohort.id for cohort in guide.cohorts if cohort.id not in (guide.lead_cohort.id, "unit")]
    asked = without(answers_alone, [*columns, *marks_of(guide)])
    return lambda library_id, wave: release_once(asked, library_id, wave, "by_place")


@pytest.fixture(scope="session")
def seen_goals(answers_alone: Survey, guide: Guide, release_once: Release) -> Shown:
    """What may be shown where people of every cohort are asked one thing: whether there are development goals."""
    scaled = [item.id for item in guide.scaled_items if item.id != "exists_development_goals"]
    asked = without(answers_alone, scaled)
    return lambda library_id, wave: release_once(asked, library_id, wave, "seen_goals")


def marks_of(guide: Guide) -> list[str]:
    return [f"{mark}_{quality}" for quality in guide.qualities for mark in ("exists", "develop")]


def without(survey: Survey, columns: list[str]) -> Survey:
    """The survey as if these columns had not been shown to anybody."""
    as_before = {column: survey.responses[column].dtype for column in columns}
    not_shown = dict.fromkeys(columns, str(int(Blank.NOT_SHOWN)))
    return replace(survey, responses=survey.responses.assign(**not_shown).astype(as_before))


@pytest.fixture(scope="session")
def shown(unasked: Survey, release_once: Release) -> Shown:
    """What may be shown of all staff of a library and wave, where nobody's cohort is asked."""
    return cache(lambda library_id, wave: release_once(unasked, library_id, wave, "unasked"))


@pytest.fixture(scope="session")
def over(shown: Shown) -> Callable[[str], Followed]:
    """A library over both waves, where nobody's cohort is asked."""
    return cache(lambda library_id: follow_library([shown(library_id, wave) for wave in WAVES]))
