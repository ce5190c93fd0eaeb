"""Comparing cohorts: each group against the rest, in two families."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ToolkitError
from analysis.guide import load_guide
from analysis.measures.cohorts import adjust_p_values, brunner_munzel, cliffs_delta, compare_cohorts, wasserstein

GUIDE = load_guide()
SCOPES = ["overall", *GUIDE.situations]
ROLES = GUIDE.cohort("role").value_ids


def people(seed: int = 1, **roles: list[float]) -> pd.DataFrame:
    """People of each role with these overall positions, and situations scattered around them."""
    rows = [(role, position) for role, positions in roles.items() for position in positions]
    frame = pd.DataFrame(rows, columns=["role", "position"])
    scatter = np.random.default_rng(seed).integers(-2, 3, (len(rows), 6)) * 10
    for number, situation in enumerate(GUIDE.situations):
        frame[f"position_{situation}"] = np.clip(frame["position"] + scatter[:, number], 0, 100)
    return frame


STAFF = people(
    leader=[70, 80, 75, 90],
    supervisor=[60, 70, 55, np.nan],
    public_services=[40, 45, 50, 35, 60, 55, 40, 50, 45, 65, 30, 50],
    **{"-1": [0, 0, 0]},
)


def test_compare_cohorts__each_row__that_group_against_all_others_who_said_their_role() -> None:
    table = compare_cohorts(STAFF, GUIDE, "role", seed=1)
    assert table[["scope", "value"]].to_numpy().tolist() == [[scope, role] for scope in SCOPES for role in ROLES]
    row = table.iloc[0]
    group = STAFF.query("role == 'leader'")["position"]
    rest = STAFF.query("role in ('supervisor', 'public_services')")["position"]
    test = brunner_munzel(rest, group, seed=1)
    for name in ("statistic", "df", "p", "superiority", "low", "high", "note"):
        assert row[name] == getattr(test, name)
    assert (row["n"], row["n_rest"]) == (4, 15)
    assert (row["delta"], row["distance"]) == (cliffs_delta(rest, group), wasserstein(rest, group))
    assert row["superiority"] > 0.9
    assert (row["method"], row["question"]) == ("Brunner-Munzel, all splits of the people", "differs beyond chance")


def test_compare_cohorts__adjusted__overall_and_situations_are_families_of_their_own() -> None:
    table = compare_cohorts(STAFF, GUIDE, "role", seed=1)
    overall, situations = table[table["scope"] == "overall"], table[table["scope"] != "overall"]
    np.testing.assert_array_equal(overall["p_adjusted"], adjust_p_values(overall["p"]))
    np.testing.assert_array_equal(situations["p_adjusted"], adjust_p_values(situations["p"]))
    assert (len(overall), len(situations)) == (4, 24)


def test_compare_cohorts__group_without_people_or_of_one__note_and_out_of_the_family() -> None:
    table = compare_cohorts(people(leader=[60], public_services=[40, 50, 55]), GUIDE, "role", seed=1).head(4)
    single = "one of the groups is a single person: no test and no interval"
    assert table["note"].tolist() == [
        single,
        "nobody answered in one of the groups",
        single,
        "nobody answered in one of the groups",
    ]
    assert table[["p", "p_adjusted", "low", "high"]].isna().all(axis=None)
    assert table["superiority"].tolist() == pytest.approx([1, np.nan, 0, np.nan], nan_ok=True)


def test_compare_cohorts__two_groups__mirror_each_other() -> None:
    table = compare_cohorts(STAFF, GUIDE, "leads", seed=1)
    leaders, front_line = (table[table["value"] == value].reset_index() for value in ("leaders", "front_line"))
    np.testing.assert_allclose(leaders["superiority"], 1 - front_line["superiority"])
    np.testing.assert_allclose(leaders["p"], front_line["p"])
    np.testing.assert_allclose(leaders["low"], 1 - front_line["high"])
    np.testing.assert_allclose(leaders["distance"], front_line["distance"])


def test_compare_cohorts__nobody_at_all__only_notes() -> None:
    table = compare_cohorts(STAFF.head(0), GUIDE, "role", seed=1)
    assert table["note"].unique().tolist() == ["nobody answered in one of the groups"]
    assert table["n"].sum() == 0


def test_compare_cohorts__column_that_the_guide_lacks__refused() -> None:
    with pytest.raises(ToolkitError, match=r"^The guide has no such cohort column\.\n- cohort: found 'floor'; "):
        compare_cohorts(STAFF, GUIDE, "floor", seed=1)
