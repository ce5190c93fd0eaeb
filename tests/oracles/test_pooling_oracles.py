"""Pooling of libraries against what R computed; the R script and its output stand beside this file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.measures.libraries import pool_means, pool_share_ranges

TABLE = pd.read_csv(Path(__file__).parent / "pooling.csv", comment="#")
MEANS = dict(list(TABLE[TABLE["family"] == "means"].groupby("case")))
SHARES = dict(list(TABLE[TABLE["family"] == "shares"].groupby("case")))


@pytest.mark.parametrize("case", MEANS)
def test_pool_means__each_case__as_lme4_by_reml(case: str) -> None:
    rows = MEANS[case]
    found = pool_means(rows["n"], rows["value"], rows["ss"])
    expected = rows[["first", "second", "third"]].iloc[0]
    np.testing.assert_allclose([found.grand, found.between, found.within], expected, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(found.table["pooled"], rows["pooled"], rtol=1e-4)


def test_oracle_of_means__its_cases__cover_the_boundary_and_groups_of_one_and_two() -> None:
    assert [case for case, rows in MEANS.items() if rows["second"].iloc[0] == 0] == ["boundary"]
    assert MEANS["unbalanced"]["n"].min() == 1
    assert set(MEANS["pairs"]["n"]) == {2}


@pytest.mark.parametrize("case", SHARES)
def test_pool_share_ranges__each_case__as_optim_from_first_principles(case: str) -> None:
    rows = SHARES[case]
    found = pool_share_ranges(rows["value"], rows["ss"], rows["n"])
    expected = rows[["first", "second", "third"]].iloc[0]
    np.testing.assert_allclose([found.a, found.b, found.icc1], expected, rtol=1e-4)
    np.testing.assert_allclose(found.table["pooled"], rows["pooled"], rtol=1e-5)


def test_oracle_of_shares__its_cases__are_exact_but_for_one() -> None:
    assert [case for case, rows in SHARES.items() if (rows["value"] < rows["ss"]).any()] == ["told"]
