"""Differences: each group against everybody else, for every way to answer that fits what is told."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure import differences as module
from analysis.disclosure.differences import describe_differences
from analysis.measures.cohorts import adjust_p_values, brunner_munzel_in_family, probability_of_superiority, wasserstein
from analysis.measures.estimates import ONE_GROUP_EMPTY
from analysis.measures.superiority import NO_SPREAD, name_test
from analysis.tally import BANDS

RANGES = "some counts are told as ranges"
OPEN_END = "one end of the interval is that of the scale, since the told counts allow groups without overlap"
MIDDLES = (20, 50, 80)
NUMBERS = ["superiority_low", "superiority_high", "low", "high", "distance_low", "distance_high", "p", "p_adjusted"]
Ends = tuple[int, int]
Group = tuple[str, str, str]
EVERYBODY = ("all", "all", "overall")
DESK = ("role", "desk", "overall")


def frame(groups: dict[Group, tuple[int, Sequence[Ends]] | str]) -> pd.DataFrame:
    """The rows of `bands` by cohort, value and scope: people and ranges, or the reason why nothing is told."""
    rows = []
    for (cohort, value, scope), entry in groups.items():
        n, ranges = (pd.NA, [(pd.NA, pd.NA)] * 3) if isinstance(entry, str) else entry
        keys = {"cohort": cohort, "value": value, "scope": scope, "n": n, "roster": 99}
        silence = {"withheld": isinstance(entry, str), "reason": entry if isinstance(entry, str) else ""}
        for band, (low, high) in zip(BANDS, ranges, strict=True):
            rows.append(keys | {"band": band, "count_low": low, "count_high": high} | silence)
    return pd.DataFrame(rows).astype({"n": "Int64"})


def exactly(*counts: int) -> tuple[int, list[Ends]]:
    return sum(counts), [(count, count) for count in counts]


def compare(group: tuple[int, Sequence[Ends]] | str, everybody: tuple[int, Sequence[Ends]] | str) -> pd.Series:
    return describe_differences(frame({EVERYBODY: everybody, DESK: group}), seed=1).iloc[0]


def people(counts: Sequence[int]) -> np.ndarray:
    return np.repeat(MIDDLES, counts)


def all_ways(group, everybody) -> list[tuple[np.ndarray, np.ndarray]]:
    """Every way for the rest and the group to stand that fits, each count tried from its low to its high end."""
    inside = [np.array(way) for way in product(*(range(low, high + 1) for low, high in group[1]))]
    whole = [np.array(way) for way in product(*(range(low, high + 1) for low, high in everybody[1]))]
    pairs = [(total - own, own) for own, total in product(inside, whole) if own.sum() == group[0]]
    return [(rest, own) for rest, own in pairs if rest.sum() + own.sum() == everybody[0] and rest.min() >= 0]


def test_differences__exact_counts__are_those_of_the_measures() -> None:
    row = compare(exactly(6, 5, 4), exactly(10, 15, 20))
    rest, group = people([4, 10, 16]), people([6, 5, 4])
    test = brunner_munzel_in_family(rest, group, seed=1)
    assert (row["n"], row["n_rest"], row["confidence"]) == (15, 30, 0.95)
    assert row["superiority_low"] == row["superiority_high"] == pytest.approx(test.superiority)
    assert (row["low"], row["high"], row["p"]) == (test.low, test.high, test.p)
    assert row["distance_low"] == row["distance_high"] == pytest.approx(wasserstein(rest, group))
    assert (row["method"], row["note"]) == (f"{name_test(30, 15, in_family=True)}, on three bands", "")


def test_differences__small_group__p_from_splits_drawn_from_the_seed() -> None:
    bands = frame({EVERYBODY: exactly(10, 15, 20), DESK: exactly(3, 2, 1)})
    rows = [describe_differences(bands, seed).iloc[0] for seed in (1, 1, 2)]
    assert rows[0]["method"] == "Brunner-Munzel, 9,999 drawn splits of the people, on three bands"
    assert rows[0]["p"] == rows[1]["p"] == brunner_munzel_in_family(people([7, 13, 19]), people([3, 2, 1]), 1).p
    assert rows[0]["p"] != rows[2]["p"]


@st.composite
def tellings(draw: st.DrawFn) -> tuple[tuple[int, list[Ends]], tuple[int, list[Ends]]]:
    """What may be told of a group and of all staff, from true counts."""
    group = draw(st.tuples(*[st.integers(0, 6)] * 3).filter(lambda counts: sum(counts) >= 5))
    rest = draw(st.tuples(*[st.integers(0, 6)] * 3).filter(lambda counts: sum(counts) >= 5))
    whole = [one + other for one, other in zip(group, rest, strict=True)]
    return (sum(group), _around(draw, group)), (sum(whole), _around(draw, whole))


def _around(draw: st.DrawFn, counts: Sequence[int]) -> list[Ends]:
    return [(max(0, count - draw(st.integers(0, 2))), count + draw(st.integers(0, 2))) for count in counts]


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(tellings())
def test_differences__any_ranges__ends_are_reached_and_never_exceeded(told) -> None:
    group, everybody = told
    row = compare(group, everybody)
    ways = [(people(rest), people(own)) for rest, own in all_ways(group, everybody)]
    superiority = [probability_of_superiority(*way) for way in ways]
    distance = [wasserstein(*way) for way in ways]
    assert (row["superiority_low"], row["superiority_high"]) == pytest.approx((min(superiority), max(superiority)))
    assert (row["distance_low"], row["distance_high"]) == pytest.approx((min(distance), max(distance)))
    nearest = min(abs(value - 0.5) for value in superiority)
    closest = [way for way, value in zip(ways, superiority, strict=True) if abs(abs(value - 0.5) - nearest) < 1e-9]
    assert row["p"] in [brunner_munzel_in_family(*way, 1).p for way in closest]


def test_differences__ranges__interval_spans_those_of_both_ends() -> None:
    group, everybody = (20, [(9, 11), (6, 6), (3, 5)]), exactly(20, 20, 20)
    row = compare(group, everybody)
    tests = [brunner_munzel_in_family(people(rest), people(own), 1) for rest, own in all_ways(group, everybody)]
    least, most = (pick(tests, key=lambda test: test.superiority) for pick in (min, max))
    assert (row["superiority_low"], row["superiority_high"]) == pytest.approx((least.superiority, most.superiority))
    assert (row["low"], row["high"]) == (min(least.low, most.low), max(least.high, most.high))
    assert row["p"] == most.p
    assert row["note"] == RANGES


@pytest.mark.parametrize(
    ("everybody", "superiority", "p"),
    [(exactly(8, 0, 9), 1.0, 2 / 24310), (exactly(0, 17, 0), 0.5, 1.0)],
)
def test_differences__no_overlap_or_no_differences__no_interval_and_the_reason(everybody, superiority, p) -> None:
    group = exactly(0, 0, 9) if superiority == 1 else exactly(0, 9, 0)
    row = compare(group, everybody)
    assert row["superiority_low"] == row["superiority_high"] == superiority
    assert row[["low", "high"]].isna().all()
    assert (row["p"], row["note"]) == (pytest.approx(p, rel=0.5, abs=2e-4), NO_SPREAD)


def test_differences__no_overlap_at_one_end__interval_reaches_the_end_of_the_scale() -> None:
    row = compare((12, [(0, 0), (0, 2), (10, 12)]), exactly(8, 2, 12))
    assert (row["superiority_high"], row["high"]) == (1, 1)
    assert 0 < row["low"] < row["superiority_low"] < 1
    assert row["note"] == f"{RANGES}; {OPEN_END}"


def test_differences__turned_round__mirrored() -> None:
    group, everybody = (12, [(0, 2), (2, 4), (7, 9)]), (40, [(12, 14), (13, 13), (13, 15)])
    row, turned = compare(group, everybody), compare((12, group[1][::-1]), (40, everybody[1][::-1]))
    assert turned["superiority_low"] == pytest.approx(1 - row["superiority_high"])
    assert (turned["low"], turned["p"]) == pytest.approx((1 - row["high"], row["p"]))
    assert (turned["distance_low"], turned["distance_high"]) == pytest.approx(
        (row["distance_low"], row["distance_high"])
    )


def test_differences__situations_and_columns__are_families_of_their_own() -> None:
    rng = np.random.default_rng(5)
    groups: dict = {}
    for scope in ("overall", "effort", "change"):
        groups["all", "all", scope] = exactly(30, 40, 50)
        for cohort, value in product(("role", "unit"), ("one", "two", "three")):
            groups[cohort, value, scope] = exactly(*rng.multinomial(20, [0.2, 0.3, 0.5]).tolist())
    groups["unit", "three", "effort"] = "few"
    found = describe_differences(frame(groups), seed=1)
    families = [
        found[(found["cohort"] == cohort) & ((found["scope"] == "overall") == overall)]
        for cohort, overall in product(("role", "unit"), (True, False))
    ]
    assert [family["p"].notna().sum() for family in families] == [3, 6, 3, 5]
    for family in families:
        np.testing.assert_array_equal(family["p_adjusted"], adjust_p_values(family["p"]))
    assert (found["p_adjusted"] > found["p"]).any()


@pytest.mark.parametrize(
    ("group", "everybody", "reason"),
    [
        ("few", exactly(10, 10, 10), "few"),
        ("complement", exactly(10, 10, 10), "complement"),
        (exactly(3, 3, 3), "complement", "complement"),
        ("nobody", "few", "nobody"),
    ],
)
def test_differences__group_or_all_staff_withheld__blank_with_the_reason(group, everybody, reason: str) -> None:
    row = compare(group, everybody)
    assert (row["withheld"], row["reason"], row["roster"]) == (True, reason, 99)
    assert row[["n", "n_rest", "confidence", *NUMBERS]].isna().all()
    assert (row["question"], row["method"], row["note"]) == ("", "", "")


def test_differences__group_is_everybody__nobody_to_compare_with() -> None:
    row = compare(exactly(3, 3, 3), exactly(3, 3, 3))
    assert (row["withheld"], row["n"], row["n_rest"], row["note"]) == (False, 9, 0, ONE_GROUP_EMPTY)
    assert row[NUMBERS].isna().all()


@pytest.mark.parametrize(("most", "told"), [(8, False), (9, True), (10, True)])
def test_differences__around_the_most_ways__blank_above_with_the_reason(
    most: int, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_WAYS", most)
    row = compare((12, [(0, 2), (4, 4), (6, 8)]), (30, [(9, 11), (10, 10), (9, 11)]))
    assert row[NUMBERS].notna().all() == told
    assert row["note"] == (RANGES if told else "too little is told about the counts to compare them")


def test_differences__all_staff_alone__no_rows() -> None:
    assert describe_differences(frame({EVERYBODY: exactly(5, 5, 5)}), seed=1).empty
