"""Continuum: band shares by group."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ToolkitError
from analysis.guide import load_guide
from analysis.measures.continuum import band_shares, person_positions
from analysis.measures.shares import roster_interval
from analysis.tally import tally_answers
from answers import pairs_of, people_frame

GUIDE = load_guide()
LEANING = {"fixed": "1/6", "mixed": "3/3", "growth": "6/1"}


def staff(**roles: str) -> pd.DataFrame:
    """People of a role, each with one letter for where they lean: `f`, `m`, `g`, or `-` for no answer."""
    pairs = {band[0]: [answer] * 6 for band, answer in LEANING.items()} | {"-": ["-/-"] * 6}
    rows = [pairs_of(GUIDE, pairs[letter]) | {"role": role} for role, letters in roles.items() for letter in letters]
    return people_frame(GUIDE, rows)


def test_band_shares__two_roles__counted_by_role_and_described_by_the_roster() -> None:
    bands = tally_answers(staff(leader="ggm", public_services="ffmg-"), GUIDE, ["role"]).bands
    heads = {("all", "all"): 12, ("role", "leader"): 3, ("role", "public_services"): 9}
    table = band_shares(bands, heads).query("scope == 'overall'").set_index(["value", "band"])
    assert table.loc["all", "count"].to_list() == [2, 2, 3]
    assert table.loc["leader", "share"].to_list() == pytest.approx([0, 1 / 3, 2 / 3])
    assert table.loc["public_services", "unscored"].to_list() == [1, 1, 1]
    np.testing.assert_array_equal(table.loc["leader", "low"], table.loc["leader", "high"])
    low, high = roster_interval([2, 1, 1], 4, 9)
    np.testing.assert_array_equal(table.loc["public_services", "low"], low)
    np.testing.assert_array_equal(table.loc["public_services", "high"], high)


def test_band_shares__group_without_people__blank_with_a_note() -> None:
    bands = tally_answers(staff(leader="gg"), GUIDE, ["role"]).bands
    table = band_shares(bands, {("all", "all"): 5, ("role", "supervisor"): 2})
    empty = table.query("value == 'supervisor' and scope == 'overall'")
    assert empty["note"].unique().tolist() == ["nobody answered"]
    assert empty[["share", "low", "high"]].isna().all(axis=None)


def test_band_shares__no_roster__said_in_the_note() -> None:
    table = band_shares(tally_answers(staff(leader="gmf"), GUIDE).bands)
    assert table["note"].unique().tolist() == ["roster unknown: the interval is that of an endless roster"]


def test_band_shares__more_positions_than_heads__refused() -> None:
    bands = tally_answers(staff(leader="gmf"), GUIDE).bands.head(1)
    with pytest.raises(ToolkitError, match=r"^More people answered than the roster has heads\.\n- counts 1: found 3 "):
        band_shares(bands, {("all", "all"): 2})


def test_person_positions__columns__no_marks_among_them() -> None:
    positions = person_positions(staff(leader="g"), GUIDE)
    assert positions["position"].to_list() == [100]
    assert positions["band_change"].to_list() == ["growth"]
    assert not [name for name in positions.columns if name.startswith("exists") or name == "scored"]
