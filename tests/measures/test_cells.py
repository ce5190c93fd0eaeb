"""Cells: draws against their exact law, the joint draws of all qualities, priority, blanks, faults."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.errors import ToolkitError
from analysis.guide import load_guide
from analysis.measures.cells import CELLS, cell_draws, four_cells, priority, top_three
from answers import marks_of, people_frame

GUIDE = load_guide()
DRAWS = 4000
FAR = np.sqrt(np.log(2e8) / (2 * DRAWS))


def library(*people: tuple[str, str], role: str = "public_services") -> pd.DataFrame:
    """People who gave seven marks "exists" and seven marks "develop", each as letters."""
    rows = [
        marks_of(GUIDE, "exists", exists) | marks_of(GUIDE, "develop", develop) | {"role": role}
        for exists, develop in people
    ]
    return people_frame(GUIDE, rows)


def distance_from_beta_binomial(shares: np.ndarray, x: int, n: int, heads: int) -> float:
    """How far the draws of one cell's share are from (x + K) / N, K ~ BetaBinomial(N - n; x + ¼, n - x + ¾)."""
    unseen = np.arange(heads - n + 1)
    exact = stats.betabinom(heads - n, x + 0.25, n - x + 0.75).cdf(unseen)
    drawn = np.searchsorted(np.sort(shares * heads), x + unseen + 0.5) / len(shares)
    return float(np.abs(drawn - exact).max())


def test_cell_draws__one_cell__beta_binomial_with_a_quarter() -> None:
    draws = cell_draws([[7, 3, 2, 0], [0, 0, 5, 1]], roster=19, seed=3)
    assert draws.shape == (DRAWS, 2, 4)
    for quality, counts in enumerate([[7, 3, 2, 0], [0, 0, 5, 1]]):
        for cell, x in enumerate(counts):
            assert distance_from_beta_binomial(draws[:, quality, cell], x, sum(counts), 19) < FAR


def test_four_cells__joint_draws__each_cell_has_the_law_that_it_has_alone() -> None:
    people = [("yyyyyyy", "nnnnnnn")] * 4 + [("nnnnnnn", "yyyyyyy")] * 3 + [("yyyy???", "yyyyyyy")] * 2
    cells = four_cells(library(*people), GUIDE, roster=14, seed=3).cells
    complete = cells.query("quality == 'purpose'").set_index("cell")
    partial = cells.query("quality == 'development_goals'").set_index("cell")
    assert complete["count"].to_list() == [2, 4, 3, 0]
    assert partial["count"].to_list() == [0, 4, 3, 0]
    assert (complete["incomplete"].iloc[0], partial["incomplete"].iloc[0]) == (0, 2)
    for table in (complete, partial):
        for _, row in table.iterrows():
            x, n = row["count"], row["n"]
            law = stats.betabinom(14 - n, x + 0.25, n - x + 0.75)
            # The drawn end lies between the exact ends of a slightly narrower and a slightly wider interval.
            for end, tail in (("low", 0.025), ("high", 0.975)):
                inner, outer = (x + law.ppf(tail - 0.008)) / 14, (x + law.ppf(tail + 0.008)) / 14
                assert inner - 1e-9 <= row[end] <= outer + 1e-9


def test_priority__same_people_behind_two_qualities__surer_than_two_strangers_would_be() -> None:
    # Purpose and agency are wanted by all. Variety and role models compete for the third place: 15 people want
    # variety, and 13 of these 15 want role models too, so more of the same people stand behind variety.
    frame = library(*[("nnnnnnn", "yyyynnn")] * 13, *[("nnnnnnn", "yyynnnn")] * 2, *[("nnnnnnn", "yynnnnn")] * 15)
    together = priority(frame, GUIDE, roster=None, seed=1).set_index("quality")["top_three"]
    counts = [[0, 0, wanted, 30 - wanted] for wanted in (30, 30, 15, 13, 0, 0, 0)]
    draws = cell_draws(counts, None, seed=1)
    alone = top_three(draws[:, :, CELLS.index("strengthen")] + draws[:, :, CELLS.index("build")])
    assert together["variety"] > 0.88
    assert 0.6 < alone[2] < 0.8


def test_four_cells__everybody_answered__no_width() -> None:
    cells = four_cells(library(("yyyynnn", "ynynyny"), ("nnnnnnn", "yyyyyyy")), GUIDE, roster=2, seed=1).cells
    np.testing.assert_array_equal(cells["low"], cells["share"])
    np.testing.assert_array_equal(cells["high"], cells["share"])


def test_four_cells__nobody_answered__blank_with_a_note() -> None:
    result = four_cells(library(("???????", "yyyyyyy")), GUIDE, roster=3, seed=1)
    assert result.cells["note"].unique().tolist() == ["nobody answered"]
    assert result.cells["incomplete"].unique().tolist() == [1]
    assert result.cells[["share", "low", "high"]].isna().all(axis=None)
    assert result.unmet_need["note"].unique().tolist() == ["nobody said that it does not exist"]


@pytest.mark.parametrize("roster", [0, None])
def test_four_cells__no_people_at_all__blank_rows_for_all_qualities(roster: int | None) -> None:
    result = four_cells(library(), GUIDE, roster, seed=1)
    assert len(result.cells) == 28
    assert result.cells["note"].unique().tolist() == ["nobody answered"]
    assert priority(library(), GUIDE, roster, seed=1)["top_three"].isna().all()


def test_four_cells__roster_unknown__said_in_the_note() -> None:
    result = four_cells(library(("ynynyny", "yyyynnn")), GUIDE, roster=None, seed=1)
    assert result.cells["note"].unique().tolist() == ["roster unknown: the interval is that of an endless roster"]
    assert result.cells["roster"].isna().all()


def test_four_cells__more_people_than_heads__refused() -> None:
    with pytest.raises(ToolkitError) as caught:
        four_cells(library(*[("yyyyyyy", "yyyyyyy")] * 3), GUIDE, roster=2, seed=1)
    assert str(caught.value) == (
        "More people answered than the roster has heads.\n"
        "- the counts: found 3 answers; allowed: at most 2, the heads of the roster. "
        "Correct the roster, or leave it empty if it is not known."
    )


def test_cell_draws__more_people_than_heads__names_the_quality_by_its_place() -> None:
    with pytest.raises(ToolkitError) as caught:
        cell_draws([[1, 1, 0, 0], [2, 2, 0, 0]], roster=3, seed=1)
    assert str(caught.value) == (
        "More people answered than the roster has heads.\n"
        "- counts 2: found 4 answers; allowed: at most 3, the heads of the roster. "
        "Correct the roster, or leave it empty if it is not known."
    )


def test_unmet_need__hand_count__among_those_who_miss_it() -> None:
    frame = library(("nnnnnnn", "yyyyyyy"), ("nnnnnnn", "yyyyyyy"), ("nnnnnnn", "nnnnnnn"), ("yyyyyyy", "yyyyyyy"))
    need = four_cells(frame, GUIDE, roster=4, seed=1).unmet_need.iloc[0]
    assert (need["count"], need["n"]) == (2, 3)
    assert need[["share", "low", "high"]].to_list() == pytest.approx([2 / 3] * 3)


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3], [1, 1, 1, 0, 0, 0, 0]),
        ([0.9, 0.7, 0.7, 0.7, 0.1, 0.1, 0.1], [1, 2 / 3, 2 / 3, 2 / 3, 0, 0, 0]),
        ([0.9, 0.8, 0.4, 0.4, 0.4, 0.4, 0.1], [1, 1, 0.25, 0.25, 0.25, 0.25, 0]),
        ([0.5] * 7, [3 / 7] * 7),
        ([0.9, 0.8], [1, 1]),
    ],
)
def test_top_three__ties_at_the_third_place__shared(shares: list[float], expected: list[float]) -> None:
    np.testing.assert_allclose(top_three([shares]), expected)


def test_top_three__equal_but_for_the_rounding_of_a_sum__tie() -> None:
    assert 0.1 + 0.2 != 0.3
    np.testing.assert_allclose(top_three([[0.9, 0.8, 0.1 + 0.2, 0.3]]), [1, 1, 0.5, 0.5])


def test_priority__clear_order__highest_first_with_the_order_of_both_groups() -> None:
    leaders = library(*[("nnnnnnn", "ynynyny")] * 3, role="leader")
    front_line = library(*[("yyyynnn", "nynynyn")] * 7)
    table = priority(pd.concat([leaders, front_line]), GUIDE, roster=10, seed=1)
    assert table["quality"].to_list() == [GUIDE.qualities[place] for place in (1, 3, 5, 0, 2, 4, 6)]
    assert table["top_three"].to_list() == [1, 1, 1, 0, 0, 0, 0]
    assert table["rank_leaders"].to_list() == [5, 5, 5, 1, 1, 1, 1]
    assert table["rank_front_line"].to_list() == [1, 1, 1, 4, 4, 4, 4]
    assert table.loc[0, ["develop", "build", "strengthen"]].to_list() == [0.7, 0.0, 0.7]
    assert table.loc[2, ["develop", "build", "strengthen"]].to_list() == [0.7, 0.7, 0.0]


def test_priority__one_quality_unanswered__stands_last_and_outside_the_order() -> None:
    table = priority(library(("yyyyyy?", "ynynynn"), ("nnnnnn?", "ynynyny")), GUIDE, roster=2, seed=1)
    last = table.iloc[-1]
    assert (last["quality"], last["note"]) == ("development_goals", "nobody answered")
    assert np.isnan(last["top_three"])
    assert table["rank_leaders"].isna().all()
    assert table["top_three"].sum() == pytest.approx(3)
