"""Pooling of libraries: the published cases, boundaries, ranges, blanks, and what is refused."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy import stats

from analysis.errors import ToolkitError
from analysis.measures.libraries import (
    fit_beta_binomial,
    pool_means,
    pool_means_of_unknown_spread,
    pool_share_ranges,
    pool_shares,
)

TUMOURS = [
    *[0] * 14, *[1] * 8, *[2] * 9, 1, 5, 2, 5, 3, 2, 7, 7, 3, 3, 2, 9, 10, *[4] * 7, 10, 4, 4, 4, 5, 11, 12, 5, 5, 6, 5,
    6, 6, 6, 6, 16, 15, 15, 9, 4,
]  # fmt: skip
ANIMALS = [
    *[20] * 7, *[19] * 4, 18, 18, 17, *[20] * 4, 19, 19, 18, 18, 25, 24, 23, *[20] * 6, 10, 49, 19, 46, 27, 17, 49, 47,
    20, 20, 13, 48, 50, *[20] * 7, 48, 19, 19, 19, 22, 46, 49, 20, 20, 23, 19, 22, 20, 20, 20, 52, 46, 47, 24, 14,
]  # fmt: skip
DYESTUFF = [
    [1545, 1440, 1440, 1520, 1580], [1540, 1555, 1490, 1560, 1495], [1595, 1550, 1605, 1510, 1560],
    [1445, 1440, 1595, 1465, 1545], [1595, 1630, 1515, 1635, 1625], [1520, 1455, 1450, 1480, 1445],
]  # fmt: skip

ONE = "one library alone: nothing to compare with"
FEW = "fewer than 10 libraries: how far they lie apart is hardly known"
NO_SPREAD = "libraries differ no more than chance makes: the spread between them is at its boundary, 0"
UNANIMOUS = "nobody, or everybody, said yes anywhere: how far libraries differ is not computable"
OPEN_UNANIMITY = (
    "what is told fits nobody, or everybody, saying yes anywhere: how far libraries differ is not computable"
)
EXPECTED = "the spread is the mean over all that fit"
NOTHING = "no answers: the interval is that of a library of which nothing is known"
SINGLES = "one answer a library: differences between libraries cannot be told from chance"
ONE_MIND = "in every library all are of one mind: the spread between libraries is at its boundary"


@pytest.fixture(autouse=True)
def no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def dyestuff() -> tuple[list[int], np.ndarray, np.ndarray]:
    rows = np.array(DYESTUFF, dtype=float)
    return [5] * 6, rows.mean(axis=1), ((rows - rows.mean(axis=1, keepdims=True)) ** 2).sum(axis=1)


def test_fit_beta_binomial__rat_tumours__to_the_printed_digits() -> None:
    a, b = fit_beta_binomial(TUMOURS, ANIMALS)
    assert (round(a, 4), round(b, 4)) == (2.3416, 14.1148)


def test_pool_shares__rat_tumours__to_the_printed_digits() -> None:
    pooled = pool_shares(TUMOURS, ANIMALS)
    assert (TUMOURS[-1], ANIMALS[-1], round(pooled.table["pooled"].iloc[-1], 5)) == (4, 14, 0.20822)
    assert (TUMOURS[0], ANIMALS[0], round(pooled.table["pooled"].iloc[0], 5)) == (0, 20, 0.06423)
    assert pooled.note == ""


def test_pool_means__dyestuff__to_the_printed_digits() -> None:
    pooled = pool_means(*dyestuff())
    assert [round(value, 2) for value in (pooled.grand, pooled.between, pooled.within)] == [1527.5, 1764.05, 2451.25]
    assert round(pooled.table["pooled"].iloc[0], 3) == 1509.893
    assert pooled.note == FEW


@pytest.mark.parametrize(("libraries", "note"), [(9, FEW), (10, ""), (11, "")])
def test_pool_shares__around_ten_libraries__warned_below(libraries: int, note: str) -> None:
    assert pool_shares([1, 9] * 6, [10] * 12).note == ""
    assert pool_shares(([1, 9] * 6)[:libraries], [10] * libraries).note == note


def ends_by_brute_force(low, high, n, at: int) -> list[float]:
    """The chance that library `at` lies below each end, by a fine grid over the mean and ICC(1) with SciPy's laws."""
    mean, icc1 = (grid.ravel() for grid in np.meshgrid((np.arange(150) + 0.5) / 150, (np.arange(200) + 0.5) / 200))
    a, b = mean * (1 / icc1 - 1), (1 - mean) * (1 / icc1 - 1)
    chance = np.ones_like(mean)
    for least, most, of in zip(low, high, n, strict=True):
        chance *= sum(stats.betabinom.pmf(x, of, a, b) for x in range(least, most + 1))
    parts = [(x, stats.betabinom.pmf(x, n[at], a, b)) for x in range(low[at], high[at] + 1)]
    whole = sum(part for _, part in parts)
    row = pool_share_ranges(low, high, n).table.iloc[at]
    return [
        float(
            sum((chance * part / whole) @ stats.beta.cdf(end, a + x, b + n[at] - x) for x, part in parts) / chance.sum()
        )
        for end in (row["low"], row["high"])
    ]


@pytest.mark.parametrize("at", [0, 2, 3])
def test_pool_share_ranges__interval__leaves_the_tails_that_a_fine_grid_finds(at: int) -> None:
    ends = ends_by_brute_force([0, 3, 5, 9], [2, 3, 7, 9], [7, 8, 7, 30], at)
    assert ends == pytest.approx([0.025, 0.975], abs=0.002)


def test_pool_shares__draws__have_the_interval_and_the_order_of_the_libraries() -> None:
    pooled = pool_share_ranges([0, 3, 5, 9], [2, 3, 7, 9], [7, 8, 7, 30])
    draws = pooled.draws(seed=1, count=20_000)
    low, high = np.quantile(draws, [0.025, 0.975], axis=0)
    np.testing.assert_allclose(low, pooled.table["low"], atol=0.015)
    np.testing.assert_allclose(high, pooled.table["high"], atol=0.015)
    assert (draws == pooled.draws(seed=1, count=20_000)).all()


def test_pool_means__draws__have_the_interval_of_the_table() -> None:
    pooled = pool_means(*dyestuff())
    low, high = np.quantile(pooled.draws(seed=1, count=40_000), [0.025, 0.975], axis=0)
    np.testing.assert_allclose(low, pooled.table["low"], atol=1.5)
    np.testing.assert_allclose(high, pooled.table["high"], atol=1.5)


def test_pool_means__interval__leaves_the_tails_that_a_fine_grid_finds() -> None:
    n, mean, ss = np.array([4, 9, 12]), np.array([50, 62, 71]), np.array([300, 500, 900])
    icc1 = (np.arange(4000) + 0.5) / 4000
    ratio = (icc1 / (1 - icc1))[:, None]
    weight = 1 / (ratio + 1 / n)
    total = weight.sum(axis=1)
    grand = weight @ mean / total
    squares = (weight * (mean - grand[:, None]) ** 2).sum(axis=1) + ss.sum()
    chance = np.exp(0.5 * np.log(weight).sum(axis=1) - 0.5 * np.log(total) - 12 * np.log(squares / squares.min()))
    own = (ratio * weight)[:, 0]
    scale = np.sqrt(squares / 24 * (ratio[:, 0] * (1 - own) + (1 - own) ** 2 / total))
    row = pool_means(n, mean, ss).table.iloc[0]
    below = [
        chance @ stats.t.cdf((end - own * 50 - (1 - own) * grand) / scale, 24) for end in (row["low"], row["high"])
    ]
    assert below / chance.sum() == pytest.approx([0.025, 0.975], abs=0.001)


@pytest.mark.parametrize(
    ("x", "n", "a", "b", "pooled", "note"),
    [
        ([], [], np.nan, np.nan, [], "no library has answers"),
        ([3], [4], np.nan, np.nan, [np.nan], ONE),
        ([3, 0], [4, 0], np.nan, np.nan, [np.nan, np.nan], ONE),
        ([5, 5], [10, 10], np.inf, np.inf, [0.5, 0.5], f"{NO_SPREAD}; {FEW}"),
        ([0, 8, 0, 8], [8, 8, 8, 8], 0, 0, [0, 1, 0, 1], f"{ONE_MIND}; {FEW}"),
    ],
)
def test_pool_shares__at_its_boundaries__says_so(x, n, a: float, b: float, pooled: list[float], note: str) -> None:
    found = pool_shares(x, n)
    assert (found.a, found.b) == pytest.approx((a, b), abs=1e-5, nan_ok=True)
    assert tuple(fit_beta_binomial(x, n)) == pytest.approx((a, b), abs=1e-5, nan_ok=True)
    assert found.table["pooled"].to_list() == pytest.approx(pooled, abs=1e-5, nan_ok=True)
    assert found.note == note


@pytest.mark.parametrize(
    ("x", "n", "note"),
    [
        ([0, 0, 0], [4, 9, 20], UNANIMOUS),
        ([4, 9, 20], [4, 9, 20], UNANIMOUS),
        ([0, 1, 1, 0], [1, 1, 1, 1], SINGLES),
    ],
)
def test_pool_shares__nothing_to_fit__means_over_all_that_fits(x, n, note: str) -> None:
    found = pool_shares(x, n)
    assert np.isnan([*fit_beta_binomial(x, n), found.a, found.b]).all()
    assert found.note == f"{note}; {EXPECTED}; {FEW}"
    table = found.table
    assert ((table["low"] >= 0) & (table["low"] < table["pooled"]) & (table["pooled"] < table["high"])).all()
    assert 0 < found.icc1_low < found.icc1 < found.icc1_high < 1


def test_pool_share_ranges__every_range_holds_nobody__means_over_all_that_fits() -> None:
    found = pool_share_ranges([0, 0, 0], [2, 2, 2], [7, 5, 6])
    assert found.note == f"{OPEN_UNANIMITY}; {EXPECTED}; {FEW}"
    assert found.table["note"].to_list() == [f"the count is told as a range; {found.note}"] * 3
    assert found.table["share"].isna().all()
    assert found.table["pooled"].between(0.05, 0.25).all()


def test_pool_share_ranges__a_range_from_nobody_to_all__tells_nothing_to_the_others() -> None:
    others = pool_shares([2, 5, 9], [10, 10, 10])
    found = pool_share_ranges([2, 5, 9, 0], [2, 5, 9, 8], [10, 10, 10, 8])
    assert (found.a, found.b) == pytest.approx((others.a, others.b), rel=1e-6)
    np.testing.assert_allclose(found.table["low"][:3], others.table["low"], atol=1e-3)
    assert found.table["pooled"].iloc[3] == pytest.approx(others.grand, rel=1e-6)


@pytest.mark.parametrize(("x", "n"), [([0, 2, 5, 9], [0, 10, 10, 10]), ([np.nan, 2, 5, 9], [4, 10, 10, 10])])
def test_pool_shares__a_library_without_answers__as_expected_of_one_like_them(x, n) -> None:
    found, others = pool_shares(x, n), pool_shares(x[1:], n[1:])
    first = found.table.iloc[0]
    assert (first["pooled"], first["note"]) == (pytest.approx(others.grand), f"{NOTHING}; {FEW}")
    np.testing.assert_allclose(found.table["low"][1:], others.table["low"], atol=1e-4)
    assert first["low"] < found.table["low"].iloc[1] + 0.1
    assert np.isnan(found.draws(1, 5)[:, 0]).all()
    assert not np.isnan(found.draws(1, 5)[:, 1:]).any()


def test_pool_shares__one_library__draws_are_blank() -> None:
    assert np.isnan(pool_shares([3], [4]).draws(seed=1, count=2)).all()


@pytest.mark.parametrize(
    ("n", "mean", "ss", "note"),
    [
        ([], [], [], "no library has answers"),
        ([4], [3], [2], ONE),
        ([1, 1, 1], [3, 4, 5], [0, 0, 0], SINGLES),
        ([2, 3], [4, 4], [0, 0], "everybody has the same score: nothing to compare"),
    ],
)
def test_pool_means__not_computable__blank_with_the_reason(n, mean, ss, note: str) -> None:
    found = pool_means(n, mean, ss)
    assert found.note == note
    assert np.isnan([found.grand, found.between, found.within, found.icc1, found.icc1_low, found.icc1_high]).all()
    assert found.table[["pooled", "low", "high"]].isna().all(axis=None)
    assert set(found.table["note"]) <= {note}
    assert np.isnan(found.draws(1, 2)).all()


def test_pool_means__people_of_one_library_alike__each_mean_stands_for_itself() -> None:
    found = pool_means([2, 3, 0], [4, 6, np.nan], [0, 0, 0])
    note = "everybody in the same library has the same score: the spread of people is 0"
    assert (found.grand, found.between, found.within, found.icc1, found.note) == (5, 2, 0, 1, note)
    assert found.table["pooled"].to_list() == pytest.approx([4, 6, np.nan], nan_ok=True)
    assert found.table["low"].isna().all()


def test_pool_means__no_more_than_chance__all_at_the_mean_of_all() -> None:
    found = pool_means([3, 3, 6], [50, 50.5, 49.75], [200, 250, 500])
    assert (found.between, found.icc1, found.icc1_low, found.note) == (0, 0, 0, f"{NO_SPREAD}; {FEW}")
    assert found.table["pooled"].to_list() == pytest.approx([found.grand] * 3)
    assert (found.table["low"] < found.grand).all()


def test_pool_means__a_library_without_answers__as_expected_of_one_like_them() -> None:
    found, others = (pool_means([*none, 4, 9, 12], [*none, 50, 62, 71], [*none, 300, 500, 900]) for none in ([0], []))
    assert found.table.loc[0, ["pooled", "note"]].to_list() == [pytest.approx(others.grand), f"{NOTHING}; {FEW}"]
    np.testing.assert_allclose(found.table["high"][1:], others.table["high"], rtol=1e-6)


@pytest.mark.parametrize("libraries", [9, 10, 11])
def test_pool_means_of_unknown_spread__around_ten_libraries__the_far_end_below(libraries: int) -> None:
    n, mean = [4, 40] * 6, [30, 51, 68, 49, 41, 50, 58, 51, 35, 49, 62, 50]
    found = pool_means_of_unknown_spread(n[:libraries], mean[:libraries], 200, 900)
    widest = "people taken to lie as far apart as they may"
    assert (found.within > 899.999, found.note.endswith(f"{FEW}; {widest}")) == (libraries < 10, libraries < 10)


def test_pool_means_of_unknown_spread__bounds_in_one_point__as_with_that_variance() -> None:
    n, mean = [4, 9, 12, 30] * 3, [50, 62, 71, 55, 41, 66, 60, 58, 49, 70, 66, 52]
    found = pool_means_of_unknown_spread(n, mean, 300, 300)
    assert found.within == pytest.approx(300)
    assert found.icc1 == pytest.approx(found.between / (found.between + 300))
    own = found.between / (found.between + 300 / 4)
    assert found.table["pooled"].iloc[0] == pytest.approx(own * 50 + (1 - own) * found.grand)


def test_pool_means_of_unknown_spread__more_doubt__a_wider_interval_that_keeps_less_of_its_own() -> None:
    n, mean = [4, 9, 12, 30] * 3, [50, 62, 71, 55, 41, 66, 60, 58, 49, 70, 66, 52]
    sure, unsure = (pool_means_of_unknown_spread(n, mean, 300, 300, [doubt, *[0] * 11]).table for doubt in (0, 400))
    assert unsure["high"][0] - unsure["low"][0] > sure["high"][0] - sure["low"][0]
    assert unsure["pooled"][0] > sure["pooled"][0] > 50


def test_pool_means_of_unknown_spread__one_library__not_computable() -> None:
    found = pool_means_of_unknown_spread([4, 0], [50, np.nan], 200, 300)
    assert (found.note, found.table["note"].to_list()) == (ONE, [ONE, f"{NOTHING}; {ONE}"])
    assert np.isnan(found.between)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: pool_shares([3, 9], [2, 9]),
            "These counts cannot be.\n- counts 1: found 3 of 2; allowed: from 0 to as many as answered. "
            "Correct the counts.",
        ),
        (
            lambda: pool_shares([0.5, 2], [2, 9]),
            "These counts cannot be.\n- counts 1: found 0.5; allowed: whole numbers up to 1000000. "
            "Give counts of people, not shares.",
        ),
        (
            lambda: pool_share_ranges([2, 2], [1, 3], [2, 9]),
            "These ranges of counts cannot be.\n- counts 1: found from 2 to 1; allowed: the lower end first. "
            "Exchange the ends.",
        ),
        (
            lambda: fit_beta_binomial([2, 2], [4]),
            "Libraries are compared one by one.\n- the counts: found 2, 2, 1; allowed: as many counts as n. "
            "Give one of each a library.",
        ),
        (
            lambda: pool_means([2, 1], [3, 4], [1, 1]),
            "These means cannot be.\n- library 2: found n 1, mean 4, ss 1; allowed: a whole n, a mean, and a sum of "
            "squares from 0 (0 for one answer). Correct the numbers.",
        ),
        (
            lambda: pool_means([2, 1], [3, 4], [1, 1, 1]),
            "Libraries are compared one by one.\n- n, mean and ss: found 2, 2 and 3; allowed: as many of each. "
            "Give one of each a library.",
        ),
        (
            lambda: pool_means_of_unknown_spread([2, 3], [3, 4], 5, 4),
            "Means need bounds for the variance within libraries.\n- within: found from 5 to 4; allowed: variances "
            "above 0, the lower one first. Correct the bounds.",
        ),
        (
            lambda: pool_means_of_unknown_spread([2, 3], [3, 4], 4, 5, -1),
            "Means need variances that can be.\n- doubt: found a variance below 0, or none; allowed: numbers from 0. "
            "Give 0 where there is no doubt.",
        ),
    ],
)
def test_pooling__what_cannot_be__is_refused(call, message: str) -> None:
    with pytest.raises(ToolkitError) as caught:
        call()
    assert str(caught.value) == message
