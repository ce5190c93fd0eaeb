"""The continuum in depth against what R computed; the R scripts and their output stand beside this file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.guide import load_guide
from analysis.measures.camps import agreement_a
from analysis.measures.cohorts import brunner_munzel, cliffs_delta, probability_of_superiority, wasserstein
from analysis.measures.components import variance_components
from analysis.measures.permutation import are_all_tried
from analysis.measures.profile import situation_profile
from analysis.measures.superiority import SMALL_GROUP

HERE = Path(__file__).parent
GUIDE = load_guide()


def computed_by_r(name: str) -> pd.DataFrame:
    return pd.read_csv(HERE / name, comment="#")


def numbers(text: str) -> list[float]:
    return [float(word) for word in text.split()]


SUPERIORITY = [case for _, case in computed_by_r("superiority.csv").iterrows()]


@pytest.mark.parametrize("case", SUPERIORITY, ids=lambda case: f"{case['x']} against {case['y']}")
def test_brunner_munzel__each_case__as_in_r(case: pd.Series) -> None:
    x, y = numbers(case["x"]), numbers(case["y"])
    found = brunner_munzel(x, y, seed=1)
    assert found.superiority == pytest.approx(case["superiority"], abs=1e-9)
    for name in ("statistic", "df", "low", "high"):
        assert getattr(found, name) == pytest.approx(case[name], abs=1e-9, nan_ok=True)
    p = case["p_t"] if min(len(x), len(y)) >= SMALL_GROUP else case["p_splits"]
    assert found.p == pytest.approx(p, abs=1e-9)
    assert wasserstein(x, y) == pytest.approx(case["wasserstein"], abs=1e-9)
    assert probability_of_superiority(x, y) == found.superiority
    assert cliffs_delta(x, y) == pytest.approx(2 * case["superiority"] - 1, abs=1e-9)


def test_oracle_of_brunner_munzel__its_cases__cover_each_way_to_p() -> None:
    sizes = [(len(numbers(case["x"])), len(numbers(case["y"]))) for case in SUPERIORITY]
    assert sum(min(pair) >= SMALL_GROUP for pair in sizes) == 2
    assert sum(are_all_tried(*pair) for pair in sizes) == 8
    assert sum(np.isnan(case["statistic"]) for case in SUPERIORITY) == 2


@pytest.mark.parametrize("case", [case for _, case in computed_by_r("agreement.csv").iterrows()])
def test_agreement_a__each_case__as_in_r(case: pd.Series) -> None:
    assert agreement_a(numbers(case["counts"])) == pytest.approx(case["a"], abs=1e-9)


@pytest.mark.parametrize("case", [case for _, case in computed_by_r("components.csv").iterrows()])
def test_variance_components__each_table__as_in_r(case: pd.Series) -> None:
    found = variance_components([numbers(row) for row in case["rows"].split("/")])
    for name in ("person", "situation", "residual"):
        assert getattr(found, name) == pytest.approx(max(case[name], 0), abs=1e-8)
    below = [name for name in ("person", "situation") if case[name] < 0]
    assert found.note.count("below 0") == len(below)
    if not below:
        assert (found.relative, found.absolute) == pytest.approx((case["relative"], case["absolute"]), abs=1e-8)


def test_situation_profile__two_groups__as_in_r() -> None:
    columns = [f"position_{situation}" for situation in GUIDE.situations]
    tables = {
        1: [
            *([70, 60, 20, 60, 60, 60], [80, 80, 40, 80, 70, 70], [50, 60, 30, 40, 70, 50]),
            *([90, 70, 50, 60, 80, 100], [40, 50, 30, 60, 50, 40], [60, 70, 20, 50, 60, 70]),
        ],
        2: [[40, 60, 50, 60, 40, 50], [50, 50, 60, 40, 60, 50], [70, 60, 50, 60, 80, 60]],
    }
    for case, expected in computed_by_r("profile.csv").groupby("case"):
        found = situation_profile(pd.DataFrame(tables[case], columns=columns), GUIDE, seed=1)
        for name in ("score", "shift", "low", "high", "p", "p_adjusted"):
            np.testing.assert_allclose(found[name], expected[name], rtol=0, atol=1e-9)
