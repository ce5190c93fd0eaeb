"""Change between waves: published checks, thresholds, blanks, what cannot be computed and why, and faults."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import ToolkitError
from analysis.measures.change import (
    action_effect,
    action_verdict,
    shrunk_baseline,
    smallest_detectable_change,
    wave_difference,
)
from analysis.measures.effects import sets_as_large
from analysis.measures.gaps import fisher_p
from analysis.measures.shares import newcombe_difference, roster_interval

BATTERS = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]) / 45
SEEN = np.array([0.2, 0.3, 0.5, 0.6, 0.9])
NOBODY = "nobody answered in one of the waves"
NO_SPREAD = "everybody changed alike: chance cannot be reckoned from that"


def people(*rows: str) -> list[list[float]]:
    """Answers of people, one word each: 1, 0 and . for a blank."""
    return [[np.nan if answer == "." else float(answer) for answer in row] for row in rows]


def test_wave_difference__two_questions__each_with_its_own_interval() -> None:
    row = wave_difference(10, 51, 26, 53, 78, 78).iloc[0]
    assert (row["before"], row["after"]) == (10 / 51, 26 / 53)
    assert row["difference"] == pytest.approx(26 / 53 - 10 / 51)
    assert (row["low"], row["high"]) == newcombe_difference(26, 53, 10, 51)
    assert (row["before_low"], row["before_high"]) == roster_interval(10, 51, 78)
    assert (row["after_low"], row["after_high"]) == roster_interval(26, 53, 78)
    assert row["p"] == row["p_adjusted"] == fisher_p(26, 53, 10, 51)
    assert (row["question_of_shares"], row["question"]) == ("describes the roster", "differs beyond chance")


def test_wave_difference__everybody_answered_twice__shares_are_certain_and_the_change_is_not() -> None:
    row = wave_difference(4, 9, 6, 9, 9, 9).iloc[0]
    assert row["before_low"] == row["before_high"] == row["before"]
    assert row["low"] < 0 < row["high"]


@pytest.mark.parametrize("blank", [(3, 8, 0, 0), (np.nan, 8, 3, 9), (3, -1, 3, 9), (-3, 8, 3, 9)])
def test_wave_difference__blank__blank_with_a_note_and_outside_the_family(blank: tuple) -> None:
    found = wave_difference(*np.transpose([blank, (10, 51, 26, 53)]))
    assert found.loc[0, ["difference", "low", "high", "p", "p_adjusted"]].isna().all()
    assert found["note"].tolist() == [NOBODY, ""]
    assert found.loc[1, "p_adjusted"] == found.loc[1, "p"]


def test_wave_difference__more_yeses_than_answers__refused() -> None:
    with pytest.raises(ToolkitError, match=r"^These counts cannot be\.\n- the counts: found 9 of 8; "):
        wave_difference(9, 8, 3, 9)


@pytest.mark.parametrize(
    ("people", "changing", "smallest", "note"),
    [
        (60, 0.30, 0.198, ""),
        (27, 0.30, 0.295, ""),
        (26, 0.30, 0.301, "seen only if more people change their mark than is expected"),
        (8, 1.00, 0.990, ""),
        (7, 1.00, 1.000, "with so few answers no change can be seen"),
        (2, 0.30, 1.000, "with so few answers no change can be seen"),
    ],
)
def test_smallest_detectable_change__linked__formula_and_what_cannot_be_seen(people, changing, smallest, note) -> None:
    row = smallest_detectable_change(people, changing=changing).iloc[0]
    assert row["smallest"] == pytest.approx(smallest, abs=0.0005)
    assert row["note"] == note


@pytest.mark.parametrize(
    ("n1", "n2", "share", "smallest", "note"),
    [
        (50, 50, 0.5, 0.28, ""),
        (50, 50, 0.2, 0.224, ""),
        (16, 16, 0.5, 0.495, ""),
        (15, 15, 0.5, 0.511, "with so few answers no change can be seen"),
        (3, 3, 0.5, 1.0, "with so few answers no change can be seen"),
    ],
)
def test_smallest_detectable_change__unlinked__formula_and_what_cannot_be_seen(n1, n2, share, smallest, note) -> None:
    row = smallest_detectable_change(n1, n2, share=share).iloc[0]
    assert row["smallest"] == pytest.approx(smallest, abs=0.0005)
    assert row["note"] == note


def test_smallest_detectable_change__nothing_to_reckon_with__blank_and_why() -> None:
    found = smallest_detectable_change([0, np.nan, -3, 20], [20, 20, 20, 20], share=[0.5, 0.5, 0.5, 1.0])
    assert found["smallest"].isna().all()
    assert found["note"].tolist() == ["nobody answers"] * 3 + ["at 0 or 1 a share has no spread to reckon with"]
    assert smallest_detectable_change(0)["note"].tolist() == ["nobody answers"]


def test_smallest_detectable_change__percent_for_a_share__refused() -> None:
    with pytest.raises(
        ToolkitError,
        match=r"^A change to be detected needs shares between 0 and 1\.\n"
        r"- changing: found 30; allowed: from 0 to 1\. Write 0\.3 for 30 percent\.$",
    ):
        smallest_detectable_change(20, changing=30)


def test_shrunk_baseline__eighteen_batters__as_published() -> None:
    found = shrunk_baseline(BATTERS, BATTERS.mean() * (1 - BATTERS.mean()) / 45)
    assert (f"{found.mean:.5f}", f"{found.factor:.5f}") == ("0.26543", "0.21165")
    assert (f"{found.shrunk[0]:.3f}", f"{found.shrunk[-1]:.3f}") == ("0.294", "0.242")
    assert found.note == ""


def test_shrunk_baseline__hand__four_entries_and_one_variance() -> None:
    # Mean .4, squares .09 + .01 + .01 + .09 = .2, factor 1 - 1 · .05 / .2.
    found = shrunk_baseline([0.1, 0.3, 0.5, 0.7], 0.05)
    assert found.factor == pytest.approx(0.75)
    assert found.shrunk == pytest.approx([0.175, 0.325, 0.475, 0.625])


@pytest.mark.parametrize("entries", [1, 2, 3])
def test_shrunk_baseline__fewer_than_four__left_as_they_were(entries: int) -> None:
    found = shrunk_baseline(SEEN[:entries], 0.01)
    assert found.shrunk == pytest.approx(SEEN[:entries])
    assert (found.factor, found.note) == (1, "fewer than four were measured: nothing is drawn towards the mean")


def test_shrunk_baseline__all_alike__the_mean_and_a_note() -> None:
    found = shrunk_baseline([0.5] * 5, 0.01)
    assert found.shrunk == pytest.approx([0.5] * 5)
    assert (found.factor, found.note) == (0, "all stood alike: nothing is left of their differences")


def test_shrunk_baseline__more_noise_than_spread__never_beyond_the_mean() -> None:
    found = shrunk_baseline(SEEN, 1.0)
    assert found.factor == 0
    assert found.shrunk == pytest.approx([0.5] * 5)


def test_shrunk_baseline__blanks__stay_blank_and_do_not_count() -> None:
    found = shrunk_baseline([*SEEN, np.nan], [0.01] * 5 + [np.nan])
    assert np.isnan(found.shrunk[-1])
    assert found.shrunk[:5] == pytest.approx(shrunk_baseline(SEEN, 0.01).shrunk)
    assert shrunk_baseline([np.nan], 0.1).note == "nothing was measured"


def test_shrunk_baseline__negative_variance__refused() -> None:
    with pytest.raises(
        ToolkitError,
        match=r"^A baseline needs variances that can be\.\n"
        r"- variances: found -0\.1; allowed: 0 or more\. Give the variances themselves\.$",
    ):
        shrunk_baseline(SEEN, -0.1)


def test_action_effect__three_qualities__hand_count() -> None:
    # With three qualities nothing is drawn to the mean: +2/4 for the target, -1/4 and 0 for the others.
    found = action_effect(people("011", "010", "111", "010"), people("111", "100", "111", "010"), [1, 0, 0], seed=1)
    assert found.effect == pytest.approx(0.5 + 0.25 / 2)
    assert (found.targets, found.others, found.n_before, found.n_after) == (1, 2, 4, 4)
    assert np.isnan(found.sets_as_large)


def test_action_effect__everything_rises_alike__no_effect() -> None:
    before = np.array(people("01001", "10010", "00100", "11000", "00011", "01100"))
    found = action_effect(
        np.tile(before, (5, 1)) * 10, np.tile(before, (5, 1)) * 10 + 7, [1, 0, 0, 0, 0], 1, linked=True
    )
    shrunk = shrunk_baseline(10 * before.mean(axis=0), 100 * (before.mean(0) * (1 - before.mean(0))) / 30).shrunk
    moved = 10 * before.mean(axis=0) + 7 - shrunk
    assert found.effect == pytest.approx(moved[0] - moved[1:].mean())
    assert (found.note, np.isnan(found.low)) == (NO_SPREAD, True)


def test_action_effect__linked__blank_in_one_wave_counts_in_neither() -> None:
    before, after = people("0101", "1100", "0011", "10.1"), people("1101", "1.00", "1011", "1001")
    found = action_effect(before, after, [1, 0, 0, 0], seed=1, linked=True)
    assert found.shrunk == pytest.approx(
        shrunk_baseline([2 / 4, 1 / 3, 1 / 3, 3 / 4], [1 / 16, 2 / 27, 2 / 27, 3 / 64]).shrunk
    )


def test_action_effect__unlinked__waves_of_any_size_and_quality_nobody_answered() -> None:
    found = action_effect(
        people("010.1", "110.0", "011.1"), people("11010", "10111", "11001", "01010"), [1, 0, 0, 0, 0], seed=1
    )
    assert (found.others, found.n_before, found.n_after) == (3, 3, 4)
    assert found.note == "some are left out, because nobody answered them in one of the waves"
    assert np.isnan(found.shrunk[3])
    assert found.low < found.effect < found.high


@pytest.mark.parametrize(
    ("before", "after", "targeted", "note"),
    [
        ([], people("0110"), [1, 0, 0, 0], NOBODY),
        (people("...."), people("0110"), [1, 0, 0, 0], NOBODY),
        (
            people("0110", "0011"),
            people("0110", "1111"),
            [0, 0, 0, 0],
            "none of those that can be compared was targeted",
        ),
        (
            people("0110", "0011"),
            people("0110", "1111"),
            [1, 1, 1, 1],
            "all of those that can be compared were targeted",
        ),
        (people("0110"), people("0110", "1001"), [1, 0, 0, 0], "a single person answered in one of the waves"),
        (people("0110", "0110"), people("1110", "1110"), [1, 0, 0, 0], NO_SPREAD),
    ],
)
def test_action_effect__cannot_be_told__blank_interval_and_the_reason(before, after, targeted, note) -> None:
    found = action_effect(np.reshape(before, (-1, 4)), after, targeted, seed=1)
    assert found.note == note
    assert np.isnan([found.low, found.high, found.smallest]).all()


def test_action_effect__linked_waves_of_different_length__refused() -> None:
    with pytest.raises(
        ToolkitError,
        match=r"^Linked people need a row in both waves\.\n"
        r"- after: found 1 rows; allowed: 2, as before\. Give each person one row in both\.$",
    ):
        action_effect(people("0110", "0110"), people("0110"), [1, 0, 0, 0], seed=1, linked=True)


def test_action_effect__columns_do_not_fit__refused() -> None:
    with pytest.raises(
        ToolkitError,
        match=r"^The answers do not fit the qualities that were targeted\.\n"
        r"- before: found 1 × 4; allowed: people × 3\. Give one column for each quality that `targeted` names\.$",
    ):
        action_effect(people("0110"), people("0110"), [1, 0, 0], seed=1)


@pytest.mark.parametrize(
    ("changes", "targeted", "expected"),
    [
        ([3, 2, 0, 1, -1, 0, 0], [1, 1, 0, 0, 0, 0, 0], 1 / 21),
        ([2, 2, 2, 1, -1, 0, 0], [1, 1, 0, 0, 0, 0, 0], 3 / 21),
        ([-3, -2, 0, 1, 1, 0, 0], [1, 1, 0, 0, 0, 0, 0], 1.0),
        ([3, 2, np.nan, 1, -1, 0, 0], [1, 1, 0, 0, 0, 0, 0], 1 / 15),
    ],
)
def test_sets_as_large__pairs_of_seven__counted_by_hand(changes, targeted, expected) -> None:
    assert sets_as_large(changes, targeted) == pytest.approx(expected)


@pytest.mark.parametrize("targeted", [[1, 0, 0], [0, 0, 0], [1, 1, 1]])
def test_sets_as_large__fewer_than_two_targets_or_no_others__blank(targeted) -> None:
    assert np.isnan(sets_as_large([1, 2, 3], targeted))


@pytest.mark.parametrize(
    ("low", "smallest", "expected", "verdict"),
    [
        (0.01, 0.3, 0.2, "moved"),
        (0.0, 0.3, 0.2, "cannot_tell"),
        (-0.01, 0.19, 0.2, "not_shown"),
        (-0.01, 0.20, 0.2, "not_shown"),
        (-0.01, 0.21, 0.2, "cannot_tell"),
        (-0.01, 0.01, np.nan, "cannot_tell"),
        (np.nan, np.nan, 0.2, "cannot_tell"),
        (0.01, 0.3, np.nan, "moved"),
    ],
)
def test_action_verdict__around_both_thresholds__as_the_rule_says(low, smallest, expected, verdict) -> None:
    assert action_verdict(low, smallest, expected) == verdict
