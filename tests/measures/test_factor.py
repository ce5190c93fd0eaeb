"""One factor: exact covariances, several optima, bounds and directions."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.measures.factor import LEAST_OWN, fit_factor


@pytest.mark.parametrize("loadings", [[0.8, 0.7, 0.6], [2, 0.5, 1, 3], [0.9, -0.4, 0.8, 0.7, 0.6]])
def test_fit_factor__covariances_of_one_factor__loadings_and_own_variances_found(loadings: list[float]) -> None:
    expected, own = np.array(loadings), np.linspace(0.3, 2, len(loadings))
    factor = fit_factor(np.outer(expected, expected) + np.diag(own))
    np.testing.assert_allclose(factor.loadings, expected, atol=1e-6)
    np.testing.assert_allclose(factor.own, own, atol=1e-6)
    assert factor.settled
    assert factor.against.tolist() == (expected < 0).tolist()
    assert not factor.bounded.any()


@pytest.mark.parametrize(
    "covariances",
    [
        np.diag([1.0, 4, 9]),
        [[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]],
        [[1, 0.5, 0, 0], [0.5, 1, 0, 0], [0, 0, 1, 0.5], [0, 0, 0.5, 1]],
    ],
    ids=["nothing in common", "two go together", "two and two go together"],
)
def test_fit_factor__others_fit_as_well__not_settled(covariances) -> None:
    assert not fit_factor(covariances).settled


def test_fit_factor__one_item_would_explain_more_than_itself__kept_at_the_bound() -> None:
    factor = fit_factor([[4, 1.8, 1.8], [1.8, 1, 0.3], [1.8, 0.3, 1]])
    assert factor.bounded.tolist() == [True, False, False]
    assert factor.own[0] == pytest.approx(LEAST_OWN * 4)


def test_fit_factor__several_optima__the_best_of_them_and_the_same_in_any_order() -> None:
    # From even own variances alone a search ends where the third item has hardly any; there the fit is worse.
    rows = ["0110", "1010", "0010", "1011", "1011", "0101", "1111", "1111"]
    covariances = np.cov(np.array([list(map(int, row)) for row in rows]).T)
    factor = fit_factor(covariances)
    assert factor.bounded.tolist() == [True, False, False, False]
    order = [2, 0, 3, 1]
    turned = fit_factor(covariances[np.ix_(order, order)])
    np.testing.assert_allclose(turned.loadings, factor.loadings[order], atol=1e-6)
