"""What must hold for any staff: those whom a strategy is meant for, counted head by head, lie within its reach."""

from __future__ import annotations

from collections import Counter

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.guide import load_guide
from analysis.measures.strategies import coverage, hours_by, reach, reach_of_groups, staff_hours
from analysis.responses.frames import with_leads

MANY = settings(max_examples=60, deadline=None)
GUIDE = load_guide()
ROLES = ("leader", "supervisor", "public_services", "support_services")
UNITS = ("main_library", "branch_1", "branch_2")

staff = st.lists(st.tuples(st.sampled_from(ROLES), st.sampled_from(UNITS)), min_size=1, max_size=14)
values = st.sampled_from([*ROLES, *UNITS, "leaders", "front_line"])
participants = st.one_of(st.just("all"), st.lists(values, min_size=1, max_size=4).map(" ".join))
inventories = st.lists(participants, min_size=1, max_size=5)


def people(rows: list) -> pd.DataFrame:
    """One row per head, with every cohort column that the guide implies."""
    return with_leads(pd.DataFrame(rows, columns=["role", "unit"]), GUIDE)


def heads_of(frame: pd.DataFrame) -> dict[tuple[str, str], int]:
    """The roster that these people make."""
    return {(column, str(value)): count for column in frame for value, count in Counter(frame[column]).items()}


def meant(frame: pd.DataFrame, participants: str) -> pd.Series:
    """Who is meant, head by head."""
    return frame.isin(participants.split()).any(axis=1)


def inventory(participants: list[str]) -> pd.DataFrame:
    ids = [f"s{place}" for place in range(len(participants))]
    more = {"frequency": "monthly", "hours": range(len(ids)), "content_chosen_by": "library"}
    return pd.DataFrame({"strategy_id": ids, "participants": participants} | more)


@MANY
@given(staff, inventories, st.booleans())
def test_reach__counted_head_by_head__lies_between_the_ends(rows, asked, complete) -> None:
    frame = people(rows)
    heads = heads_of(frame)
    if not complete:
        heads.pop(("role", str(frame["role"].iloc[0])))
    found = reach(inventory(asked), heads, GUIDE)
    for participants, low, high in zip(asked, found["reach_low"], found["reach_high"], strict=True):
        assert low <= meant(frame, participants).sum() <= high <= len(frame)


@MANY
@given(staff, st.lists(st.sampled_from(ROLES), max_size=3), st.lists(st.sampled_from(UNITS), max_size=3))
def test_reach__two_columns__some_staff_reach_each_end(rows, roles, units) -> None:
    frame = people(rows)
    groups = [("role", role) for role in dict.fromkeys(roles)] + [("unit", unit) for unit in dict.fromkeys(units)]
    low, high = reach_of_groups(groups, heads_of(frame), GUIDE)
    by_role = sorted(frame["role"].isin(roles))
    by_unit = sorted(frame["unit"].isin(units))
    # The roster says how many, and not who is who: side by side they overlap most, against each other least.
    assert low == sum(one or other for one, other in zip(by_role, by_unit, strict=True))
    assert high == sum(one or other for one, other in zip(by_role, by_unit[::-1], strict=True))


@MANY
@given(staff, inventories)
def test_coverage__counted_head_by_head__all_of_a_group_or_none_of_it(rows, asked) -> None:
    frame = people(rows)
    strategies = inventory(asked)
    by_id = dict(zip(strategies["strategy_id"], asked, strict=True))
    for row in coverage(strategies, heads_of(frame), GUIDE).itertuples():
        own = meant(frame, by_id[row.strategy_id])[frame[row.cohort] == row.value]
        assert row.roster == len(own) > 0
        assert row.reaches != "all" or own.all()
        assert row.reaches != "none" or not own.any()


@MANY
@given(staff, inventories, st.randoms(use_true_random=False))
def test_hours__order_of_strategies__makes_no_difference_and_shares_hold_the_truth(rows, asked, random) -> None:
    frame = people(rows)
    heads = heads_of(frame)
    kinds = [("individual", "supervisor", "library")[place % 3] for place in range(len(asked))]
    strategies = inventory(asked).assign(content_chosen_by=kinds)
    found = hours_by(strategies, heads, GUIDE)
    shuffled = strategies.sample(frac=1, random_state=random.randrange(1000))
    pd.testing.assert_frame_equal(hours_by(shuffled, heads, GUIDE), found)
    taken = strategies["hours"] * [meant(frame, participants).sum() for participants in asked]
    each = staff_hours(strategies, heads, GUIDE)
    assert (each["hours_low"] <= taken).all()
    assert (taken <= each["hours_high"]).all()
    if taken.sum():
        shares = taken.groupby(strategies["content_chosen_by"]).sum() / taken.sum()
        ends = found.set_index("content_chosen_by").loc[shares.index]
        assert ((ends["share_low"] <= shares + 1e-12) & (shares <= ends["share_high"] + 1e-12)).all()
