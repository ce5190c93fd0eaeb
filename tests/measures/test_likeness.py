"""Whether libraries are alike but for chance: χ² by hand, drawn tables, ranges, blanks, and what is refused."""

from __future__ import annotations

from itertools import product
from math import comb

import numpy as np
import pytest
from scipy import stats

from analysis.errors import ToolkitError
from analysis.measures.libraries import means_likeness, shares_likeness

DRAWN = "Pearson's χ², p from drawn tables with the same margins"


@pytest.mark.parametrize(("x", "n"), [([30, 12, 45], [40, 40, 60]), ([5, 9], [12, 20])])
def test_shares_likeness__many_answers__as_scipy(x: list[int], n: list[int]) -> None:
    found = shares_likeness(x, x, n, seed=1)
    expected = stats.chi2_contingency([x, np.subtract(n, x)], correction=False)
    assert (found.statistic, found.df, found.p) == pytest.approx((expected.statistic, expected.dof, expected.pvalue))


def exact_p(x: list[int], n: list[int]) -> float:
    """Over every table with the same margins."""
    share = sum(x) / sum(n)

    def apart(table) -> float:
        return sum((yes - of * share) ** 2 / of for yes, of in zip(table, n, strict=True))

    tables = [table for table in product(*(range(of + 1) for of in n)) if sum(table) == sum(x)]
    chances = [float(np.prod([comb(of, yes) for yes, of in zip(table, n, strict=True)])) for table in tables]
    far = [chance for table, chance in zip(tables, chances, strict=True) if apart(table) >= apart(x) - 1e-9]
    return sum(far) / sum(chances)


@pytest.mark.parametrize(("x", "n"), [([0, 4, 1, 3], [4, 5, 6, 3]), ([3, 1, 2], [5, 5, 5]), ([0, 6], [6, 7])])
def test_shares_likeness__few_answers__near_the_p_of_all_tables(x: list[int], n: list[int]) -> None:
    found, p = shares_likeness(x, x, n, seed=1), exact_p(x, n)
    assert found.method == DRAWN
    assert found.p == pytest.approx(p, abs=4 * np.sqrt(p * (1 - p) / 9_999) + 1e-4)
    assert found == shares_likeness(x, x, n, seed=1)


@pytest.mark.parametrize(("answers", "method"), [(9, DRAWN), (10, "Pearson's χ²"), (11, "Pearson's χ²")])
def test_shares_likeness__around_five_expected__drawn_below(answers: int, method: str) -> None:
    half = answers // 2
    assert shares_likeness([half, answers - half], [half, answers - half], [answers] * 2, seed=1).method == method


def test_shares_likeness__a_range_that_holds_the_common_share__nothing_differs() -> None:
    assert shares_likeness([4, 0], [4, 5], [10, 10], seed=1).p == 1
    assert shares_likeness([4, 0], [4, 0], [10, 10], seed=1).p < 0.1


def test_shares_likeness__ranges__never_below_the_p_of_any_counts_in_them() -> None:
    low, high, n = [0, 5, 3, 10], [2, 7, 3, 12], [7, 7, 20, 12]
    told = shares_likeness(low, high, n, seed=1)
    each = [
        shares_likeness(x, x, n, seed=1) for x in product(*(range(a, b + 1) for a, b in zip(low, high, strict=True)))
    ]
    assert told.statistic == min(one.statistic for one in each)
    assert told.p >= max(one.p for one in each) - 0.01


@pytest.mark.parametrize(
    ("x", "n", "p", "note"),
    [
        ([], [], np.nan, "no library has answers"),
        ([3, -1], [4, 5], np.nan, "one library alone: nothing to compare with"),
        ([0, 0], [4, 5], 1, "nobody, or everybody, says yes as told: no difference to be seen"),
        ([4, 5], [4, 5], 1, "nobody, or everybody, says yes as told: no difference to be seen"),
    ],
)
def test_shares_likeness__nothing_to_test__says_so(x, n, p: float, note: str) -> None:
    found = shares_likeness(x, x, n, seed=1)
    assert (found.p, found.note) == (pytest.approx(p, nan_ok=True), note)


def test_shares_likeness__libraries_alike__p_is_even() -> None:
    rng = np.random.default_rng(3)
    p = [shares_likeness(x, x, n, seed=1).p for n in rng.integers(3, 15, (150, 8)) for x in [rng.binomial(n, 0.3)]]
    # Five standard errors of a share of 150.
    assert np.mean(np.array(p) <= 0.05) < 0.05 + 5 * np.sqrt(0.05 * 0.95 / 150)
    assert np.mean(np.array(p) <= 0.5) == pytest.approx(0.5, abs=5 * np.sqrt(0.25 / 150))


def test_means_likeness__exact_means__weighted_squares_by_hand() -> None:
    found = means_likeness([40, 52], [40, 52], [30, 20])
    assert (found.statistic, found.df) == (pytest.approx(12**2 / 50), 1)
    assert found.p == pytest.approx(stats.chi2.sf(12**2 / 50, 1))


def test_means_likeness__spans_that_meet__nothing_differs() -> None:
    assert means_likeness([40, 50], [55, 70], [30, 20]).p == 1


def test_means_likeness__spans__the_means_that_are_closest_together() -> None:
    assert means_likeness([40, 58], [44, 66], [30, 20]).statistic == pytest.approx(14**2 / 50)


@pytest.mark.parametrize(
    ("low", "note"),
    [([], "no library has answers"), ([np.nan, 4], "one library alone: nothing to compare with")],
)
def test_means_likeness__nothing_to_test__blank_with_the_reason(low, note: str) -> None:
    found = means_likeness(low, low, [5] * len(low))
    assert np.isnan([found.statistic, found.df, found.p]).all()
    assert found.note == note


def test_means_likeness__what_cannot_be__is_refused() -> None:
    with pytest.raises(ToolkitError) as caught:
        means_likeness([4, 5], [3, 6], [1, 0])
    allowed = "allowed: the lower end first, and a variance above 0. Correct the numbers."
    assert str(caught.value) == (
        "These means cannot be compared.\n"
        f"- mean 1: found from 4 to 3, variance 1; {allowed}\n- mean 2: found from 5 to 6, variance 0; {allowed}"
    )
