"""Adjusted p-values: the fifteen of 1995, hand tables, blanks, faults."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.errors import ToolkitError
from analysis.measures.cohorts import adjust_p_values

FIFTEEN = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
]


@pytest.mark.parametrize(("method", "rejected"), [("bh", 4), ("bonferroni", 3), ("holm", 3)])
def test_adjust_p_values__benjamini_hochberg_1995__as_many_rejected_as_published(method, rejected: int) -> None:
    assert (adjust_p_values(FIFTEEN, method) <= 0.05).sum() == rejected


@pytest.mark.parametrize(
    ("method", "expected"),
    [("bh", [0.04, 0.16 / 3, 0.04, 0.5]), ("holm", [0.08, 0.08, 0.08, 0.5]), ("bonferroni", [0.08, 0.16, 0.08, 1])],
)
def test_adjust_p_values__hand_table__with_a_tie(method, expected: list[float]) -> None:
    np.testing.assert_allclose(adjust_p_values([0.02, 0.04, 0.02, 0.5], method), expected)


def test_adjust_p_values__blanks__stay_and_do_not_count() -> None:
    adjusted = adjust_p_values([np.nan, 0.01, np.nan, 0.02])
    np.testing.assert_allclose(adjusted, [np.nan, 0.02, np.nan, 0.02])


@pytest.mark.parametrize("method", ["bh", "holm", "bonferroni"])
def test_adjust_p_values__none_or_only_blanks__nothing_to_adjust(method) -> None:
    assert adjust_p_values([], method).size == 0
    assert np.isnan(adjust_p_values([np.nan], method)).all()


def test_adjust_p_values__wrong_values_and_method__refused_together() -> None:
    with pytest.raises(ToolkitError) as caught:
        adjust_p_values([0.5, 1.5, -0.1], "fdr")  # type: ignore[arg-type]
    assert str(caught.value) == (
        "These p-values cannot be adjusted.\n"
        "- p: found 1.5; allowed: from 0 to 1. Give the p-values themselves.\n"
        "- p: found -0.1; allowed: from 0 to 1. Give the p-values themselves.\n"
        "- method: found 'fdr'; allowed: bh, holm, bonferroni. Choose one of them."
    )
