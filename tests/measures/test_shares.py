"""Shares: published checks to their printed digits, thresholds, blanks, and faults."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import ToolkitError
from analysis.measures.shares import (
    describe_shares,
    jeffreys_interval,
    newcombe_difference,
    nonresponse_bounds,
    paired_change,
    roster_interval,
    share,
    wilson_interval,
)


def printed(*numbers: object, digits: int = 4) -> list[str]:
    return [f"{float(number):.{digits}f}" for number in numbers]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
    ],
)
def test_wilson_interval__newcombe_1998a__as_printed(x: int, n: int, low: str, high: str) -> None:
    assert printed(*wilson_interval(x, n)) == [low, high]


@pytest.mark.parametrize(
    ("x1", "n1", "x2", "n2", "low", "high"),
    [
        (56, 70, 48, 80, "0.0524", "0.3339"),
        (9, 10, 3, 10, "0.1705", "0.8090"),
        (5, 56, 0, 29, "-0.0381", "0.1926"),
        (10, 10, 0, 20, "0.6791", "1.0000"),
    ],
)
def test_newcombe_difference__newcombe_1998b__as_printed(x1, n1, x2, n2, low: str, high: str) -> None:
    assert printed(*newcombe_difference(x1, n1, x2, n2)) == [low, high]


def test_roster_interval__fifteen_of_23_of_31__as_published() -> None:
    assert printed(*roster_interval(15, 23, 31)) == ["0.5484", "0.7419"]


def test_nonresponse_bounds__fifteen_of_23_of_31__as_published() -> None:
    assert printed(*nonresponse_bounds(15, 23, 31)) == ["0.4839", "0.7419"]


def test_paired_change__agresti_1600__as_published() -> None:
    change = paired_change(150, 86, 1600)
    assert printed(change.difference, change.chi2) == ["0.0400", "17.3559"]
    assert printed(change.low, change.high, digits=5) == ["0.02118", "0.05872"]


def test_paired_change__agresti_1600__centre_and_error_of_bonett_price() -> None:
    change = paired_change(150, 86, 1600)
    centre, reach = (change.low + change.high) / 2, (change.high - change.low) / 2
    assert printed(centre, digits=5) == ["0.03995"]
    assert printed(reach / 1.959964, digits=6) == ["0.009578"]


def test_paired_change__nobody_changed__no_evidence_rather_than_a_blank() -> None:
    change = paired_change(0, 0, 12)
    assert (change.difference, change.chi2, change.p) == (0, 0, 1)
    assert change.low < 0 < change.high


def test_paired_change__everybody_gained__within_one() -> None:
    change = paired_change(3, 0, 3)
    assert change.difference == 1
    assert change.high <= 1


@pytest.mark.parametrize("interval", [wilson_interval, jeffreys_interval])
def test_interval_of_chance__at_the_ends__closed_exactly(interval) -> None:
    low, high = interval([0, 7], [7, 7])
    assert low[0] == 0
    assert high[1] == 1
    assert high[0] < 1
    assert low[1] > 0


@pytest.mark.parametrize("unseen", [0, 1])
def test_roster_interval__at_the_full_roster__no_width_and_with_one_silent_one_head(unseen: int) -> None:
    low, high = roster_interval(3, 5, 5 + unseen)
    assert (low, high) == pytest.approx((3 / (5 + unseen), (3 + unseen) / (5 + unseen)))


@pytest.mark.parametrize("roster", [None, np.nan, [np.nan]])
def test_roster_interval__roster_unknown__that_of_an_endless_one(roster: object) -> None:
    np.testing.assert_array_equal(np.ravel(roster_interval(3, 9, roster)), np.ravel(jeffreys_interval(3, 9)))


def test_roster_interval__huge_roster__approaches_the_endless_one() -> None:
    np.testing.assert_allclose(roster_interval(30, 90, 1_000_000), jeffreys_interval(30, 90), atol=2e-4)


def test_intervals__nobody_answered__blank_without_a_warning() -> None:
    blank = [share(0, 0), *wilson_interval(0, 0), *jeffreys_interval(0, 0), *roster_interval(0, 0, 9)]
    blank += [*newcombe_difference(0, 0, 3, 5), *paired_change(0, 0, 0), *nonresponse_bounds(0, 0, 0)]
    assert np.isnan(np.array(blank, dtype=float)).all()


def test_intervals__a_blank_among_numbers__only_its_own_place_is_blank() -> None:
    for interval in (wilson_interval([np.nan, 2], [4, 4]), roster_interval([np.nan, 2], [4, 4], [9, 9])):
        assert np.isnan(interval.low).tolist() == [True, False]
        assert np.isnan(interval.high).tolist() == [True, False]


def test_nonresponse_bounds__nobody_answered__anything_is_possible() -> None:
    assert nonresponse_bounds(0, 0, 9) == (0, 1)


def test_intervals__array__same_as_one_by_one() -> None:
    x, n, roster = [0, 3, 7, 12], [5, 9, 7, 40], [8, 9, 30, 41]
    together = np.transpose(roster_interval(x, n, roster))
    alone = [roster_interval(*one) for one in zip(x, n, roster, strict=True)]
    np.testing.assert_array_equal(together, alone)


def test_roster_interval__more_answers_than_heads__refused_with_every_place() -> None:
    with pytest.raises(ToolkitError) as caught:
        roster_interval([3, 9, 6], [5, 9, 6], [5, 8, 4])
    repair = "Correct the roster, or leave it empty if it is not known."
    assert str(caught.value) == (
        "More people answered than the roster has heads.\n"
        f"- counts 2: found 9 answers; allowed: at most 8, the heads of the roster. {repair}\n"
        f"- counts 3: found 6 answers; allowed: at most 4, the heads of the roster. {repair}"
    )


def test_wilson_interval__more_yeses_than_answers__refused() -> None:
    with pytest.raises(ToolkitError) as caught:
        wilson_interval(6, 5)
    assert str(caught.value) == (
        "These counts cannot be.\n"
        "- the counts: found 6 of 5; allowed: from 0 to as many as answered. Correct the counts."
    )


def test_paired_change__negative_count__refused() -> None:
    with pytest.raises(ToolkitError) as caught:
        paired_change(3, -1, 9)
    assert str(caught.value) == (
        "These counts cannot be.\n"
        "- the counts: found -1 of 9; allowed: from 0 to as many as answered. Correct the counts."
    )


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_intervals__confidence_out_of_bounds__refused(confidence: float) -> None:
    for ask in (wilson_interval, jeffreys_interval):
        with pytest.raises(ToolkitError) as caught:
            ask(3, 5, confidence)
        assert str(caught.value) == (
            "An interval needs a confidence between 0 and 1.\n"
            f"- confidence: found {confidence}; allowed: a number between 0 and 1. Write 0.95 for 95 percent."
        )


def test_describe_shares__three_situations__method_and_note_say_which() -> None:
    table = describe_shares([15, 15, 0], [23, 23, 0], [31, np.nan, 31])
    assert table["question"].tolist() == ["describes the roster"] * 3
    assert table["method"].tolist() == [
        "roster interval (Ericson 1969)",
        "Jeffreys interval (Brown, Cai & DasGupta 2001)",
        "roster interval (Ericson 1969)",
    ]
    assert table["note"].tolist() == [
        "",
        "roster unknown: the interval is that of an endless roster",
        "nobody answered",
    ]
    assert table["roster"].isna().tolist() == [False, True, False]
    assert table[["share", "low", "high"]].isna().all(axis="columns").tolist() == [False, False, True]


def test_describe_shares__no_rows__an_empty_table_with_all_columns() -> None:
    names = ["count", "n", "roster", "share", "low", "high", "confidence", "question", "method", "note"]
    table = describe_shares([], [], None)
    assert table.columns.to_list() == names
    assert table.empty
