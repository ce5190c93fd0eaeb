"""What was released, renewed after an edit: it is what a release of the same survey would give, and nothing else."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.disclosure import release
from analysis.disclosure.renewing import renew
from analysis.guide import load_guide
from analysis.responses import read_survey

pytestmark = pytest.mark.slow

PLACE = ("oxwater", "2026")


@pytest.fixture(scope="module")
def survey():
    return read_survey(Path(__file__).resolve().parents[2] / "sample_data", load_guide())


def expect_equal(one, other):
    for field in fields(one):
        left, right = getattr(one, field.name), getattr(other, field.name)
        if isinstance(left, pd.DataFrame):
            pd.testing.assert_frame_equal(left, right, obj=field.name)
        else:
            assert left == right, field.name


def edited(survey):
    """The survey after some days of work on the inventory and the plan."""
    strategies, actions = survey.strategies.copy(), survey.actions.copy()
    mine = strategies.index[strategies["library_id"] == PLACE[0]]
    strategies.loc[mine[0], ["what", "hours"]] = ["Another name", 3.0]
    strategies.loc[mine[1], "status"] = "to_explore"
    new = strategies.loc[[mine[2]]].assign(strategy_id="oxwater_2026_new", what="A book club")
    actions = actions[actions["action_id"] != "oxwater_2026_action_1"]
    return replace(survey, strategies=pd.concat([strategies, new], ignore_index=True), actions=actions)


def test_renew__inventory_and_plan_edited__is_what_a_release_gives(survey):
    before, after = release(survey, *PLACE), edited(survey)
    renewed = renew(before, after)
    expect_equal(renewed, release(after, *PLACE))
    assert len(renewed.actions) == len(before.actions) - 1
    assert len(renewed.strategies) == len(before.strategies) + 1


def test_renew__nothing_edited__is_the_same(survey):
    released = release(survey, *PLACE)
    expect_equal(renew(released, survey), released)
