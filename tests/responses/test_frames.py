from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.guide import Guide
from analysis.responses.frames import FRAMES, KEYS, empty_frame, fields_of, response_fields, with_leads
from analysis.responses.survey import empty_survey
from answers import people_frame


def test_keys__of_every_frame__are_needed_columns_of_it(guide: Guide) -> None:
    assert set(KEYS) == {"responses", "team_guides", *FRAMES}
    for name, key in KEYS.items():
        needed = [field.name for field in fields_of(name, guide) if field.required]
        assert set(key) <= set(needed)


def test_response_fields__of_the_guide__are_who_cohorts_marks_texts_in_order(guide: Guide) -> None:
    names = [field.name for field in response_fields(guide)]
    assert names[:9] == [
        "response_id",
        "library_id",
        "wave",
        "submitted_at",
        "language",
        "guide_version",
        "response_mode",
        "link",
        "role",
    ]
    assert names[names.index("exists_purpose") : names.index("exists_agency")] == ["exists_purpose", "develop_purpose"]
    assert len(names) == len(set(names)) == 8 + 4 + 14 + 12 + 17


@pytest.mark.parametrize(
    ("role", "standing"),
    [
        ("leader", "leaders"),
        ("supervisor", "leaders"),
        ("public_services", "front_line"),
        ("support_services", "front_line"),
        ("-1", "-1"),
        ("-4", "-4"),
    ],
)
def test_leads__by_role__says_who_leads_and_keeps_blanks(guide: Guide, role: str, standing: str) -> None:
    frame = with_leads(people_frame(guide, [{"role": role}]), guide)
    assert frame.loc[0, ["all", "leads"]].tolist() == ["all", standing]


def test_leads__of_nobody__are_texts_all_the_same(guide: Guide) -> None:
    frame = with_leads(empty_frame(response_fields(guide)), guide)
    assert frame[["all", "leads"]].dtypes.astype("str").tolist() == ["str", "str"]


def test_leads__in_a_guide_where_nobody_leads__are_not_implied(guide: Guide) -> None:
    flat = replace(guide, cohorts=guide.cohorts[1:])
    frame = with_leads(empty_frame(response_fields(flat)), flat)
    assert "all" in frame
    assert "leads" not in frame


def test_survey__waves__are_those_with_answers_or_a_roster(guide: Guide) -> None:
    people = people_frame(guide, [{"wave": "2028"}, {}, {}])
    roster = pd.DataFrame({"library_id": ["b"], "wave": "2026", "cohort": "all", "value": "all", "heads": [3]})
    survey = replace(empty_survey(guide), responses=people, roster=roster)
    assert survey.waves().to_numpy().tolist() == [["b", "2026"], ["lib", "2026"], ["lib", "2028"]]


def test_survey__heads__are_those_of_one_wave(guide: Guide) -> None:
    roster = pd.DataFrame(
        [("a", "1", "all", "all", 7), ("a", "1", "role", "leader", 2), ("a", "2", "all", "all", 8)],
        columns=["library_id", "wave", "cohort", "value", "heads"],
    )
    survey = replace(empty_survey(guide), roster=roster)
    assert survey.heads("a", "1") == {("all", "all"): 7, ("role", "leader"): 2}
    assert survey.heads("a", "3") == {}


def test_survey__shown__tells_sizes_and_no_answer(guide: Guide) -> None:
    survey = replace(empty_survey(guide), responses=people_frame(guide, [{"goal_team": "a secret"}]))
    assert repr(survey) == "Survey(1 responses, 0 team guides, 0 libraries)"


def test_responses__imported__load_no_database_and_no_spreadsheets() -> None:
    asked = "import sys, analysis.responses; print({'sqlalchemy', 'openpyxl'} & sys.modules.keys())"
    project = Path(__file__).parents[2]
    run = subprocess.run([sys.executable, "-c", asked], cwd=project, capture_output=True, text=True, check=True)
    assert run.stdout == "set()\n"
