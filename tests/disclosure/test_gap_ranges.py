"""Gaps between leaders and the front line where a count may only be told as a range."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.gaps import describe_gaps
from analysis.measures.gaps import fisher_p, perception_gap
from analysis.measures.shares import newcombe_difference

NOT_EXACT = "one of the counts is a range: the interval spans what it allows, and p is that of the closest counts"
WITHHELD = "a difference cannot be told, because one of the groups is withheld"
NUMBERS = ["difference", "low", "high", "p", "p_adjusted"]


def gaps_of(*qualities: tuple) -> pd.DataFrame:
    """Gaps from `(low, high, n)` of leaders and of the front line, quality by quality; None where withheld."""
    rows = []
    for value, side in (("leaders", 0), ("front_line", 1)):
        for at, told in enumerate(qualities):
            low, high, n = told[side] or (pd.NA,) * 3
            keys = {"cohort": "leads", "value": value, "quality": f"q{at}", "mark": "exists"}
            share = low / n if told[side] and low == high else np.nan
            rows.append(keys | {"count_low": low, "count_high": high, "n": n, "share": share})
    marks = pd.DataFrame(rows).astype(dict.fromkeys(("count_low", "count_high", "n"), "Int64"))
    return describe_gaps(marks.assign(withheld=marks["n"].isna()))


def test_gaps__exact_counts__are_those_of_the_measure() -> None:
    found = gaps_of(((9, 9, 10), (3, 3, 10)), ((4, 4, 10), (7, 7, 12)))
    expected = perception_gap([9, 4], [10, 10], [3, 7], [10, 12])
    pd.testing.assert_frame_equal(
        found.drop(columns="quality")[expected.columns.to_list()], expected, check_dtype=False
    )


def test_gaps__one_count_is_a_range__interval_spans_it_and_p_is_that_of_the_closest() -> None:
    row = gaps_of(((8, 10, 10), (3, 3, 12))).iloc[0]
    assert pd.isna(row["difference"])
    assert row["low"] == newcombe_difference(8, 10, 3, 12).low
    assert row["high"] == newcombe_difference(10, 10, 3, 12).high
    assert row["p"] == row["p_adjusted"] == fisher_p(8, 10, 3, 12)
    assert pd.isna(row["leaders"])
    assert (row["front_line"], row["note"]) == (0.25, NOT_EXACT)


@pytest.mark.parametrize(
    ("leaders", "front_line", "closest"),
    [
        ((8, 10, 10), (0, 3, 12), (8, 3)),
        ((0, 2, 10), (8, 12, 12), (2, 8)),
        ((3, 6, 10), (5, 5, 10), (5, 5)),
        ((0, 2, 10), (0, 3, 12), (0, 0)),
        ((4, 6, 10), (8, 8, 15), (5, 8)),
    ],
)
def test_gaps__ranges__p_of_the_counts_whose_shares_are_closest(leaders, front_line, closest) -> None:
    row = gaps_of((leaders, front_line)).iloc[0]
    assert row["p"] == fisher_p(closest[0], leaders[2], closest[1], front_line[2])


def test_gaps__many_ranges__every_pair_of_counts_has_its_interval_inside() -> None:
    leaders, front_line = (3, 7, 11), (0, 4, 23)
    row = gaps_of((leaders, front_line)).iloc[0]
    for one in range(3, 8):
        for other in range(5):
            interval = newcombe_difference(one, 11, other, 23)
            assert row["low"] <= interval.low <= interval.high <= row["high"]


def test_gaps__ranges_and_exact_counts__are_one_family() -> None:
    found = gaps_of(((10, 10, 12), (2, 2, 12)), ((8, 10, 10), (3, 3, 12)), (None, (3, 3, 12)))
    assert found["p_adjusted"][:2].tolist() == pytest.approx([2 * found["p"][0], found["p"][1]])
    assert found["p"].notna().tolist() == [True, True, False]


@pytest.mark.parametrize("told", [(None, (3, 3, 12)), ((0, 2, 10), None), (None, None)])
def test_gaps__a_group_is_withheld__blank_and_the_reason(told: tuple) -> None:
    row = gaps_of(told).iloc[0]
    assert row[NUMBERS].isna().all()
    assert row["note"] == WITHHELD


def test_gaps__no_leads__no_rows() -> None:
    marks = pd.DataFrame(
        columns=["cohort", "value", "mark", "quality", "withheld", "share", "count_low", "count_high", "n"]
    )
    assert describe_gaps(marks).empty
