"""Agreement of coders against what R computed: alpha from first principles, kappa by `psych`, kept beside this file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.measures.texts import cohens_kappa, krippendorff_alpha

TABLE = pd.read_csv(Path(__file__).with_name("texts.csv"), comment="#")


@pytest.mark.parametrize("case", [row for _, row in TABLE.iterrows()], ids=lambda row: row["rows"])
def test_alpha_and_kappa__each_case__as_in_r(case: pd.Series) -> None:
    ratings = np.array([[float(word) for word in row.split()] for row in case["rows"].split("/")])
    scales = ["nominal", "ordinal", "interval", "ratio"]
    found = [krippendorff_alpha(ratings, scale) for scale in scales]
    np.testing.assert_allclose(found, case[scales].astype(float), rtol=0, atol=1e-10)
    if not np.isnan(case["kappa"]):
        kappas = [cohens_kappa(*ratings[:2], weights) for weights in (None, "linear", "quadratic")]
        np.testing.assert_allclose(kappas, case[["kappa", "linear", "quadratic"]].astype(float), rtol=0, atol=1e-10)


def test_oracle_of_texts__its_cases__cover_what_can_be_compared() -> None:
    assert (len(TABLE), TABLE["kappa"].notna().sum(), (TABLE["nominal"] < 0).sum()) == (8, 6, 2)
    assert TABLE.loc[TABLE["rows"].str.contains("-1"), "ratio"].notna().sum() == 2
