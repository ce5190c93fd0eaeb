from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.guide import load_guide
from analysis.responses.frames import empty_frame, response_fields, with_leads

GUIDE = replace(load_guide(), pairs=(("leads", "unit"), ("unit", "tenure")))


@pytest.mark.parametrize(
    ("role", "unit", "tenure", "leads_unit", "unit_tenure"),
    [
        ("leader", "main_library", "over_15_years", "leaders+main_library", "main_library+over_15_years"),
        ("public_services", "branch_1", "under_2_years", "front_line+branch_1", "branch_1+under_2_years"),
        ("-1", "branch_1", "-4", "-1", "-4"),
        ("leader", "-4", "under_2_years", "-4", "-4"),
        ("-1", "-4", "-3", "-1", "-4"),
    ],
)
def test_with_leads__pairs__need_both_answers(role, unit, tenure, leads_unit, unit_tenure):
    people = pd.DataFrame({"role": [role], "unit": [unit], "tenure": [tenure]}, dtype="str")
    frame = with_leads(people, GUIDE)
    assert frame[["leads+unit", "unit+tenure"]].to_numpy().tolist() == [[leads_unit, unit_tenure]]
    assert frame.dtypes[["leads+unit", "unit+tenure"]].astype(str).tolist() == ["str", "str"]


def test_with_leads__pairs_of_nobody__are_empty_columns():
    frame = with_leads(empty_frame(response_fields(GUIDE)), GUIDE)
    assert frame[["leads+unit", "unit+tenure"]].shape == (0, 2)


def test_response_fields__guide_with_pairs__asks_nothing_more():
    assert response_fields(GUIDE) == response_fields(load_guide())
