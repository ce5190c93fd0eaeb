"""Measures against what R computed; the R scripts and their output stand beside this file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.measures.cells import cell_draws
from analysis.measures.cohorts import adjust_p_values
from analysis.measures.gaps import fisher_p
from analysis.measures.maturity import index, index_draws
from analysis.measures.shares import (
    jeffreys_interval,
    newcombe_difference,
    paired_change,
    roster_interval,
    wilson_interval,
)

HERE = Path(__file__).parent
TIGHT = {"rtol": 0, "atol": 1e-9}


def computed_by_r(name: str) -> pd.DataFrame:
    return pd.read_csv(HERE / name, comment="#")


@pytest.mark.parametrize("path", sorted(HERE.glob("*.R")), ids=lambda path: path.stem)
def test_oracle__each_script__has_its_output_and_the_version_that_made_it(path: Path) -> None:
    first = path.with_suffix(".csv").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# R version ")


@pytest.mark.parametrize("confidence", [0.95, 0.80])
def test_intervals__fourteen_cases__as_in_r(confidence: float) -> None:
    table = computed_by_r("shares.csv").query("confidence == @confidence")
    assert len(table) == 14
    x, n, roster = (table[name].to_numpy() for name in ("x", "n", "roster"))
    for name, (low, high) in {
        "wilson": wilson_interval(x, n, confidence),
        "jeffreys": jeffreys_interval(x, n, confidence),
        "roster": roster_interval(x, n, roster, confidence),
    }.items():
        np.testing.assert_allclose(low, table[f"{name}_low"], **TIGHT)
        np.testing.assert_allclose(high, table[f"{name}_high"], **TIGHT)


def test_differences__fourteen_cases__as_in_r() -> None:
    table = computed_by_r("differences.csv")
    counts = [table[name].to_numpy() for name in ("x1", "n1", "x2", "n2")]
    low, high = newcombe_difference(*counts)
    np.testing.assert_allclose(low, table["low"], **TIGHT)
    np.testing.assert_allclose(high, table["high"], **TIGHT)
    np.testing.assert_allclose([fisher_p(*row) for row in zip(*counts, strict=True)], table["p"], **TIGHT)


def test_paired_change__six_cases__as_in_r() -> None:
    table = computed_by_r("paired.csv")
    change = paired_change(table["gained"], table["lost"], table["n"])
    np.testing.assert_allclose(change.chi2, table["chi2"], **TIGHT)
    np.testing.assert_allclose(change.p, table["p"], **TIGHT)


@pytest.mark.parametrize("method", ["bh", "holm", "bonferroni"])
def test_adjust_p_values__three_families__as_in_r(method) -> None:
    for _, family in computed_by_r("p_values.csv").groupby("family"):
        np.testing.assert_allclose(adjust_p_values(family["p"], method), family[method], **TIGHT)


def test_cell_draws__one_cell_of_four__distribution_as_in_r() -> None:
    for (x, n, roster), law in computed_by_r("cells.csv").groupby(["x", "n", "roster"]):
        draws = cell_draws([[x, n - x, 0, 0]], roster, seed=13)[:, 0, 0]
        drawn = np.searchsorted(np.sort(draws * roster), law["heads"] + 0.5) / len(draws)
        # Farther than this, 4,000 draws are less than once in 10^8 (Massart 1990).
        assert np.abs(drawn - law["at_most"]).max() < np.sqrt(np.log(2e8) / (2 * len(draws)))


def test_index__four_libraries__mean_exact_and_draws_with_the_mean_and_spread_of_r() -> None:
    for _, case in computed_by_r("index.csv").iterrows():
        pairs = [tuple(map(int, score.split("/"))) for score in case["scores"].split()]
        scores = pd.DataFrame(pairs, columns=["exists_yes", "exists_answered"])
        assert index(scores, case["roster"], seed=13)["index"].item() == pytest.approx(case["mean"], abs=1e-8)
        draws = index_draws([yes / answered for yes, answered in pairs], case["roster"], seed=13)
        # Five standard errors of a mean and of a standard deviation of this many draws.
        assert draws.mean() == pytest.approx(case["mean"], abs=5 * case["sd"] / np.sqrt(len(draws)))
        assert draws.std() == pytest.approx(case["sd"], rel=5 / np.sqrt(len(draws)))
