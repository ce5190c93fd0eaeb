"""Change between waves against what R computed; `change.R` and its output stand beside this file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.measures.change import action_effect, paired_change, shrunk_baseline, wave_difference

HERE = Path(__file__).parent
TIGHT = {"rtol": 0, "atol": 1e-9}
WAVES = [(10, 51, 26, 53), (3, 8, 6, 9), (0, 12, 5, 14), (40, 108, 62, 117)]
PAIRS = [(7, 2, 30), (12, 1, 41)]
SIZES = [(9, 9, 7, 1), (20, 26, 7, 2), (60, 55, 6, 3), (31, 31, 5, 1)]


@pytest.fixture(scope="module")
def of_r() -> dict[tuple[int, str], float]:
    table = pd.read_csv(HERE / "change.csv", comment="#")
    return {(int(row.case), str(row.quantity)): float(row.value) for row in table.itertuples()}  # type: ignore[arg-type]


def answers(case: int, wave: int, people: int, qualities: int) -> np.ndarray:
    """The people of the script, by its formula."""
    i, q = np.ogrid[1 : people + 1, 1 : qualities + 1]
    return ((i * (case + 2) + q * (2 * wave + 3) + i * q * case + wave) % 11 < 4 + q % 3).astype(float)


def test_wave_difference__four_cases__as_in_r(of_r) -> None:
    found = wave_difference(*np.transpose(WAVES))
    for name in ("difference", "low", "high", "p"):
        np.testing.assert_allclose(found[name], [of_r[case, name] for case in range(1, 5)], **TIGHT)


def test_paired_change__two_cases__as_in_r(of_r) -> None:
    found = paired_change(*np.transpose(PAIRS))
    for name in ("low", "high", "p"):
        np.testing.assert_allclose(getattr(found, name), [of_r[case, f"paired_{name}"] for case in (1, 2)], **TIGHT)


@pytest.mark.parametrize("case", range(1, 5))
def test_shrunk_baseline__from_first_principles__as_in_r(case: int, of_r) -> None:
    people, _, qualities, _ = SIZES[case - 1]
    seen = answers(case, 0, people, qualities).mean(axis=0)
    shrunk = shrunk_baseline(seen, seen * (1 - seen) / people).shrunk
    np.testing.assert_allclose(
        shrunk, [of_r[case, f"shrunk_{quality}"] for quality in range(1, qualities + 1)], **TIGHT
    )


@pytest.mark.parametrize("case", range(1, 5))
def test_action_effect__different_people__point_and_sets_as_in_r_and_the_error_near(case: int, of_r) -> None:
    first, second, qualities, targets = SIZES[case - 1]
    before, after = answers(case, 0, first, qualities), answers(case, 1, second, qualities)
    found = action_effect(before, after, np.arange(qualities) < targets, seed=3)
    assert found.effect == pytest.approx(of_r[case, "effect"], abs=1e-9)
    if targets > 1:
        assert found.sets_as_large == pytest.approx(of_r[case, "sets"], abs=1e-9)
    # Five standard errors of a standard deviation of 4,000 draws.
    assert found.smallest / 2.80 == pytest.approx(of_r[case, "error"], rel=5 / np.sqrt(8000))


@pytest.mark.parametrize("case", [1, 4])
def test_action_effect__linked_people__error_near_that_of_r(case: int, of_r) -> None:
    people, _, qualities, targets = SIZES[case - 1]
    before, after = answers(case, 0, people, qualities), answers(case, 1, people, qualities)
    found = action_effect(before, after, np.arange(qualities) < targets, seed=3, linked=True)
    assert found.effect == pytest.approx(of_r[case, "effect"], abs=1e-9)
    assert found.smallest / 2.80 == pytest.approx(of_r[case, "linked_error"], rel=5 / np.sqrt(8000))
