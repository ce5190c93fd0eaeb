"""The sample libraries as everybody opens them, and what may be shown of a few of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from analysis.disclosure import Followed, Released, follow_library, release
from analysis.guide import Blank, Guide, load_guide
from analysis.measures.continuum import person_positions
from analysis.responses import Survey, read_survey

SAMPLE = Path(__file__).parents[2] / "sample_data"

Rows = Callable[[str, str], pd.DataFrame]
"""Some rows of one library and wave."""

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
def released(survey: Survey) -> Callable[[str, str], Released]:
    """What may be shown of the marks of a library and wave; each is released once, without its texts and strategies."""
    marks = replace(survey, codings=survey.codings[:0], strategies=survey.strategies[:0])
    return cache(lambda library_id, wave: release(marks, library_id, wave))


@pytest.fixture(scope="session")
def unasked(survey: Survey, guide: Guide) -> Survey:
    """The sample as if nobody had been asked where they belong, so that a wave is released in a second."""
    return without(survey, [cohort.id for cohort in guide.cohorts])


@pytest.fixture(scope="session")
def roles_asked(survey: Survey, guide: Guide) -> Survey:
    """The marks of the sample as if people had been asked for their role alone, so that a wave is released sooner."""
    marks = replace(survey, codings=survey.codings[:0], strategies=survey.strategies[:0])
    return without(marks, [cohort.id for cohort in guide.cohorts if cohort != guide.lead_cohort])


def without(survey: Survey, cohorts: list[str]) -> Survey:
    """The survey as if these cohort columns had not been shown to anybody."""
    not_shown = dict.fromkeys(cohorts, str(int(Blank.NOT_SHOWN)))
    return replace(survey, responses=survey.responses.assign(**not_shown))


@pytest.fixture(scope="session")
def shown(unasked: Survey) -> Callable[[str, str], Released]:
    """What may be shown of all staff of a library and wave, where nobody's cohort is asked."""
    return cache(lambda library_id, wave: release(unasked, library_id, wave))


@pytest.fixture(scope="session")
def over(shown: Callable[[str, str], Released]) -> Callable[[str], Followed]:
    """A library over both waves, where nobody's cohort is asked."""
    return cache(lambda library_id: follow_library([shown(library_id, wave) for wave in WAVES]))
