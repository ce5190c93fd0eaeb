"""Reliability and raking against what R computed; the R scripts and their output stand beside this file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.measures.factor import fit_factor
from analysis.measures.reliability import alpha, feldt_interval, kr20, omega_total
from analysis.measures.weighting import design_effect, rake

HERE = Path(__file__).parent
# Bock & Lieberman 1970: how many of 1,000 people gave each pattern of answers, 00000 … 11111.
LSAT6 = [3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28]
LSAT6 = [*LSAT6, 298]


def cases(name: str) -> list[pd.Series]:
    return [case for _, case in pd.read_csv(HERE / name, comment="#", keep_default_na=False).iterrows()]


def numbers(text: str) -> list[float]:
    return [float(word) for word in text.split()]


def people(case: pd.Series) -> np.ndarray:
    if case["case"] == "lsat6":
        return np.repeat([[int(digit) for digit in f"{pattern:05b}"] for pattern in range(32)], LSAT6, axis=0)
    return np.array([numbers(row) for row in case["rows"].split("/")])


def name_of(case: pd.Series) -> str:
    return " ".join(case[part] for part in ("case", "missing") if part in case)


@pytest.mark.parametrize("case", cases("alpha.csv"), ids=name_of)
def test_alpha__each_table__as_in_r(case: pd.Series) -> None:
    answers = people(case)
    value = float(case["alpha"])
    assert alpha(answers, case["missing"]) == pytest.approx(value, abs=1e-8)
    if case["missing"] == "listwise":
        found = feldt_interval(alpha(answers), int(case["n"]), answers.shape[1])
        assert found == pytest.approx((float(case["low"]), float(case["high"])), abs=1e-8)
    if case["missing"] == "listwise" and (answers <= 1).all():
        assert kr20(answers) == pytest.approx(value, abs=1e-8)


@pytest.mark.parametrize("case", cases("omega.csv"), ids=name_of)
def test_omega_total__each_table__as_in_r(case: pd.Series) -> None:
    answers = people(case)
    assert omega_total(answers) == pytest.approx(float(case["omega"]), abs=1e-7)
    covariances = np.cov(answers[:, answers.std(axis=0) > 0].T)
    factor = fit_factor(covariances)
    np.testing.assert_allclose(factor.loadings, numbers(case["loadings"]), rtol=0, atol=1e-6)
    np.testing.assert_allclose(factor.own, numbers(case["own"]), rtol=0, atol=1e-6)


@pytest.mark.parametrize("case", cases("raking.csv"), ids=lambda case: f"table of {case['shape']}")
def test_rake__each_table__as_in_r(case: pd.Series) -> None:
    shape = [int(size) for size in case["shape"].split()]
    table = np.reshape(numbers(case["table"]), shape, order="F")
    raked = rake(table, [numbers(margin) for margin in case["margins"].split("/")])
    np.testing.assert_allclose(raked.ravel(order="F"), numbers(case["raked"]), rtol=0, atol=1e-8)
    filled = table > 0
    weights = np.repeat(raked[filled] / table[filled], table[filled].astype(int))
    assert design_effect(weights) == pytest.approx(float(case["design_effect"]), abs=1e-8)


def test_oracles_of_reliability__their_cases__cover_blanks_constant_items_and_items_that_run_against_others() -> None:
    names = {name_of(case) for case in cases("alpha.csv")}
    assert {"blanks listwise", "blanks pairwise", "two_items listwise", "two_people listwise"} <= names
    assert {"constant listwise", "against listwise", "marks_blank pairwise", "lsat6 listwise"} <= names
    assert {name_of(case) for case in cases("omega.csv")} >= {"lsat6", "three", "against", "marks", "constant"}
    assert [len(case["shape"].split()) for case in cases("raking.csv")] == [2, 2, 3, 1, 2]
