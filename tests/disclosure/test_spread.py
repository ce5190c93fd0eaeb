"""Spread: quantiles, dots and camps that hold for every way to answer that fits what is told, and for the true one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure import allowed
from analysis.disclosure.agreement import agreement_ends
from analysis.disclosure.allowed import Allowed
from analysis.disclosure.classes import tell_classes
from analysis.disclosure.counts import CLASS_BANDS
from analysis.disclosure.ranges import end_piece
from analysis.disclosure.spread import describe_distributions
from analysis.measures.camps import agreement_a, class_counts
from analysis.tally import BANDS

MANY = settings(max_examples=100, deadline=None)
TOO_FEW = "no quartiles and no dots under 20 people"
RANGES = "some counts are told as ranges"
NO_CLASSES = pd.DataFrame(columns=["scope", "withheld"])
Ends = tuple[int, int]

positions = st.integers(0, 60).map(lambda steps: steps * 100 / 60)
crowds = st.lists(positions, min_size=5, max_size=60)


def bands_frame(n: int, ranges: Sequence[Ends], cohort: str = "role", value: str = "desk", reason: str = ""):
    """The three rows of `bands` about one group."""
    rows = [
        {"band": band, "count_low": pd.NA if reason else low, "count_high": pd.NA if reason else high}
        for band, (low, high) in zip(BANDS, ranges, strict=True)
    ]
    keys = {"cohort": cohort, "value": value, "scope": "overall", "n": pd.NA if reason else n, "roster": 70}
    return pd.DataFrame(rows).assign(**keys, withheld=bool(reason), reason=reason).astype({"n": "Int64"})


def classes_frame(ranges: Sequence[Ends] | None) -> pd.DataFrame:
    """The ten rows of `classes` about all staff; withheld without ranges."""
    rows = [
        {"class_from": 10 * at, "count_low": low, "count_high": high}
        for at, (low, high) in enumerate(ranges or [(0, 0)] * 10)
    ]
    return pd.DataFrame(rows).assign(scope="overall", withheld=ranges is None)


def told(n: int, ranges: Sequence[Ends]) -> pd.Series:
    return describe_distributions(bands_frame(n, ranges), NO_CLASSES).iloc[0]


def released(places: list[float]) -> tuple[list[Ends], list[Ends]]:
    """Bands as a single group may be told them, and classes as they may be told beside them."""
    counts = class_counts(places, 10)
    n, end = len(places), end_piece(len(places))
    sums = [int(counts[band == CLASS_BANDS].sum()) for band in range(3)]
    bands = [(0, end) if x <= end else (n - end, n) if x >= n - end else (x, x) for x in sums]
    classes = [
        ends for band, (low, high) in enumerate(bands) for ends in tell_classes(counts[band == CLASS_BANDS], low, high)
    ]
    return bands, classes


@pytest.mark.parametrize(
    ("ranges", "median"),
    [
        (((7, 7), (6, 6), (7, 7)), (40, 60)),
        (((10, 10), (0, 2), (8, 10)), (0, 100)),
        (((11, 11), (0, 2), (7, 9)), (0, 40)),
        (((9, 9), (0, 2), (9, 11)), (40, 100)),
        (((9, 9), (2, 2), (9, 9)), (40, 60)),
        (((9, 10), (2, 2), (8, 9)), (0, 60)),
        (((0, 2), (0, 2), (16, 20)), (60, 100)),
    ],
)
def test_median__hand_table__between_the_edges_of_both_middle_people(ranges, median: Ends) -> None:
    row = told(20, ranges)
    assert (row["median_from"], row["median_to"]) == median


def test_quartiles_and_dots__bands_told_exactly__stand_in_their_bands() -> None:
    row = told(20, ((5, 5), (8, 8), (7, 7)))
    assert (row["quartile_1_from"], row["quartile_1_to"]) == (0, 60)
    assert (row["quartile_3_from"], row["quartile_3_to"]) == (60, 100)
    assert row["dots"] == ((0, 40),) * 5 + ((40, 60),) * 8 + ((60, 100),) * 7
    assert (row["method"], row["note"]) == ("three bands", "")


def test_dots__ranges__those_at_the_borders_span_two_bands() -> None:
    row = told(20, ((4, 5), (8, 8), (7, 8)))
    assert row["dots"] == ((0, 40),) * 4 + ((0, 60),) + ((40, 60),) * 7 + ((40, 100),) + ((60, 100),) * 7
    assert row["note"] == RANGES


@pytest.mark.parametrize(("n", "is_spread"), [(19, False), (20, True), (21, True)])
def test_distributions__around_twenty_people__quartiles_and_dots_from_twenty_on(n: int, is_spread: bool) -> None:
    row = told(n, ((5, 5), (8, 8), (n - 13, n - 13)))
    assert (row["median_from"], row["median_to"]) == (40, 60)
    assert row[["quartile_1_from", "quartile_3_to"]].notna().all() == is_spread
    assert len(row["dots"]) == (20 if is_spread else 0)
    assert row["note"] == ("" if is_spread else TOO_FEW)


def test_distributions__few_people_and_ranges__both_are_said() -> None:
    assert told(7, ((0, 2), (3, 3), (2, 4)))["note"] == f"{TOO_FEW}; {RANGES}"


def test_distributions__classes_told__all_staff_by_classes_and_groups_by_bands() -> None:
    ranges = [(5, 5), (8, 8), (7, 7)]
    bands = pd.concat([bands_frame(20, ranges, "all", "all"), bands_frame(20, ranges)])
    classes = classes_frame([(0, 2), (0, 2), (0, 2), (3, 3), (4, 4), (4, 4), (0, 2), (5, 5), (0, 2), (0, 2)])
    found = describe_distributions(bands, classes)
    assert found[["value", "median_from", "median_to", "method"]].to_dict("records") == [
        {
            "value": "all",
            "median_from": 50,
            "median_to": 60,
            "method": "classes of 10 points, agreement on three bands",
        },
        {"value": "desk", "median_from": 40, "median_to": 60, "method": "three bands"},
    ]
    assert found["dots"][0][:6] == ((0, 30), (0, 30), (30, 40), (30, 40), (30, 40), (40, 50))
    assert found["agreement_low"][0] == found["agreement_low"][1]


def test_distributions__classes_withheld__all_staff_by_bands() -> None:
    bands = bands_frame(19, [(5, 5), (8, 8), (6, 6)], "all", "all")
    found = describe_distributions(bands, classes_frame(None)).iloc[0]
    assert (found["method"], found["median_from"]) == ("three bands", 40)


def test_distributions__withheld__blank_with_the_reason() -> None:
    row = describe_distributions(bands_frame(9, [(0, 2)] * 3, reason="few"), NO_CLASSES).iloc[0]
    assert (row["withheld"], row["reason"], row["roster"], row["dots"], row["camps"]) == (True, "few", 70, (), "")
    assert row[["n", "median_from", "quartile_3_to", "agreement_low", "agreement_high"]].isna().all()
    assert (row["question"], row["method"], row["note"]) == ("", "", "")


@MANY
@given(crowds)
def test_distributions__any_people__what_is_told_holds_of_them(places: list[float]) -> None:
    bands, classes = released(places)
    finer = classes_frame(classes if len(places) >= 20 else None)
    row = describe_distributions(bands_frame(len(places), bands, "all", "all"), finer).iloc[0]
    assert row["median_from"] <= np.median(places) <= row["median_to"]
    true = agreement_a([class_counts(places, 10)[band == CLASS_BANDS].sum() for band in range(3)])
    assert row["agreement_low"] - 1e-9 <= true <= row["agreement_high"] + 1e-9
    for at, (low, high) in enumerate(row["dots"]):
        inside = np.quantile(places, [(at + 0.5) / 20] * 2, method="inverted_cdf")
        assert low - 1e-9 <= inside.min() <= inside.max() <= high + 1e-9
    assert list(row["dots"]) == sorted(row["dots"])


@pytest.mark.parametrize(
    ("counts", "camps"),
    [
        # A is minus the share of the people who stand at both ends, beyond as many as in the middle.
        ((8, 7, 9), ""),
        ((9, 6, 9), ""),
        ((10, 5, 9), "split"),
        # A is the share of the people in one band, beyond as many as in each of the others.
        ((23, 3, 3), ""),
        ((24, 3, 3), ""),
        ((25, 3, 3), "together"),
        ((3, 25, 3), "together"),
        ((8, 8, 8), ""),
    ],
)
def test_camps__around_the_cuts__split_below_and_together_above(counts: tuple[int, ...], camps: str) -> None:
    assert told(sum(counts), [(count, count) for count in counts])["camps"] == camps


@pytest.mark.parametrize(
    ("ranges", "ends", "camps"),
    [
        (((10, 10), (5, 5), (10, 10)), (-0.4, -0.4), "split"),
        (((8, 12), (3, 7), (8, 12)), (-0.64, 0), ""),
        (((10, 11), (3, 5), (10, 11)), (-0.64, -0.4), "split"),
    ],
)
def test_camps__ranges__a_word_only_where_both_ends_call_for_it(ranges, ends, camps: str) -> None:
    row = told(25, ranges)
    assert (row["agreement_low"], row["agreement_high"]) == ends
    assert row["camps"] == camps


@MANY
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 3)), min_size=2, max_size=4), st.data())
def test_agreement_ends__any_ranges__those_of_every_way_computed_one_by_one(told_counts, data: st.DataObject) -> None:
    ranges = tuple((low, low + more) for low, more in told_counts)
    n = sum(data.draw(st.integers(low, high)) for low, high in ranges)
    ways = Allowed.of_classes(n, ranges).ways()
    if not n:
        return
    found = [agreement_a(way) for way in ways]
    assert agreement_ends(Allowed.of_classes(n, ranges)) == pytest.approx((min(found), max(found)), abs=1e-8)


def test_agreement_ends__too_many_ways__nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowed, "MOST_WAYS", 3)
    assert agreement_ends(Allowed.of_classes(20, ((0, 9), (0, 9), (2, 20)))) == (-1, 1)


@pytest.mark.parametrize(("n", "most"), [(10, 0.06), (40, 0.005)])
def test_camps__staff_who_lean_as_usual__rarely_look_split(n: int, most: float) -> None:
    rng = np.random.default_rng(2026)
    split = 0
    for counts in rng.multinomial(n, [0.18, 0.30, 0.52], size=500):
        end = end_piece(n)
        ranges = tuple((0, end) if x <= end else (n - end, n) if x >= n - end else (x, x) for x in counts.tolist())
        split += agreement_ends(Allowed.of_classes(n, ranges))[1] < -0.25
    assert split / 500 < most
