"""What is planted between the waves and between the libraries of the sample is found in what may be shown, and no more.

Nobody's cohort is asked here, so that a wave is released in a second: everything looked at is about all staff.
"""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.disclosure import Released
from analysis.disclosure.compared import Comparison
from analysis.disclosure.comparing import compare_libraries
from analysis.disclosure.followed import Followed
from analysis.disclosure.following import follow_library
from analysis.disclosure.linking import release_linked
from analysis.responses import Survey

Shown = Callable[[str, str], Released]
Over = Callable[[str], Followed]

WAVES = ("2025", "2026")
GOALS, PROBLEMS = "development_goals", "problems_as_learning"
MOVED = {"quillhaven": GOALS, "lanternport": GOALS, "larkmere": PROBLEMS}
NOT_MOVED = ("evenholm", "harlow_falls")
COMPARED = (*MOVED, *NOT_MOVED, "millwhistle", "pennywhistle", "rooksmere", "teaselbrook", "kestrelby")


@pytest.fixture(scope="module")
def linked(unasked: Survey, shown: Shown) -> Followed:
    """The library of which 42 people are linked."""
    change = release_linked(unasked, "larkmere", *WAVES)
    return follow_library([shown("larkmere", wave) for wave in WAVES], [change])


@pytest.fixture(scope="module")
def compared(shown: Shown, survey: Survey) -> dict[str, Comparison]:
    """Ten libraries that were asked twice, by wave."""
    return {
        wave: compare_libraries([shown(library_id, wave) for library_id in COMPARED], survey.libraries)
        for wave in WAVES
    }


def moved(steps: pd.DataFrame) -> dict[str, str]:
    return steps[steps["moved"] != ""].set_index("measure")["moved"].to_dict()


def verdicts(plans: pd.DataFrame) -> dict[tuple[str, ...], str]:
    return plans.set_index("targets")["verdict"].to_dict()


def differing(comparison: Comparison, measure: str) -> dict[str, str]:
    told = comparison.of(measure)
    return told[told["differs"] != ""].set_index("library_id")["differs"].to_dict()


@pytest.mark.slow
@pytest.mark.parametrize("library_id", MOVED)
def test_step__of_what_was_worked_on__moved_up_and_nothing_else_did(library_id: str, over: Over) -> None:
    assert moved(over(library_id).steps) == {MOVED[library_id]: "up"}


@pytest.mark.slow
@pytest.mark.parametrize("library_id", MOVED)
def test_plan__whose_target_was_worked_on__moved_and_that_for_criticism_did_not(library_id: str, over: Over) -> None:
    plans = over(library_id).plans
    told = plans[~plans["withheld"]]
    found = verdicts(told)
    assert found.pop((MOVED[library_id],)) == "moved"
    assert set(found.values()) <= {"not_shown", "cannot_tell"}
    target = told[told["targets"] == (MOVED[library_id],)].iloc[0]
    assert target["low"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("library_id", NOT_MOVED)
def test_step__where_nothing_is_planted__nothing_moved_and_no_plan_did(library_id: str, over: Over) -> None:
    followed = over(library_id)
    assert moved(followed.steps) == {}
    assert "moved" not in set(followed.plans["verdict"])


@pytest.mark.slow
def test_linked_people__what_was_worked_on__moved_up_and_nothing_else_did(linked: Followed) -> None:
    paired = linked.paired.set_index("quality")
    assert paired["n"].between(30, 42).all()
    assert paired["moved"][paired["moved"] != ""].to_dict() == {PROBLEMS: "up"}
    # Of 36 people 20 gained and one lost; what is told holds that, as exactly as it may.
    assert paired.loc[PROBLEMS, "gained_low"] <= 20 <= paired.loc[PROBLEMS, "gained_high"]
    assert paired.loc[PROBLEMS, "lost_low"] <= 1 <= paired.loc[PROBLEMS, "lost_high"]


@pytest.mark.slow
@pytest.mark.parametrize("wave", WAVES)
def test_libraries__the_one_without_truths__sees_less_help_and_leans_less_to_growth(
    wave: str, compared: dict[str, Comparison]
) -> None:
    assert differing(compared[wave], "mutual_help")["evenholm"] == "below"
    assert differing(compared[wave], "growth")["evenholm"] == "below"
    spread = compared[wave].spread.set_index("measure")
    assert (spread.loc[["mutual_help", "growth"], "p_adjusted"] < 0.001).all()


@pytest.mark.slow
def test_libraries__where_goals_were_lowered__is_the_one_below_the_mean_of_all(
    compared: dict[str, Comparison],
) -> None:
    # In 2025 lowered by 1.3 logits there; where nothing is planted every second person sees them, as nowhere else.
    assert differing(compared["2025"], GOALS) == {"lanternport": "below", "evenholm": "above"}


@pytest.mark.slow
@pytest.mark.parametrize("wave", WAVES)
def test_libraries__in_what_all_share__do_not_differ(wave: str, compared: dict[str, Comparison]) -> None:
    spread = compared[wave].spread.set_index("measure")
    shared = ["index", "purpose", "variety", "role_models"]
    assert (spread.loc[shared, "p_adjusted"] > 0.05).all()
    assert [library for measure in shared for library in differing(compared[wave], measure)] == []
