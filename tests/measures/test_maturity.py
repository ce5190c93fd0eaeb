"""Maturity: the urn against its exact law, levels at their cuts, blanks, faults."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ToolkitError
from analysis.measures.maturity import (
    LEVEL_CUTS,
    LEVELS,
    index,
    index_draws,
    level_probabilities,
    name_level,
)
from analysis.measures.urn import fill_roster, split_weights

DRAWS = 4000
# Farther than this from the true distribution, 4,000 draws are less than once in 10^8 (Massart 1990).
FAR = np.sqrt(np.log(2e8) / (2 * DRAWS))


def exact_law(scores: list[Fraction], roster: int) -> dict[Fraction, Fraction]:
    """The mean score of the roster under the urn, ball by ball: value -> probability."""
    prior = [Fraction(k, 7) for k in range(8)]
    values = sorted({*scores, *prior})
    start = {value: scores.count(value) + Fraction(prior.count(value), 8) for value in values}
    law: dict[Fraction, Fraction] = {}
    for drawn in product(values, repeat=roster - len(scores)):
        chance, balls = Fraction(1), dict(start)
        for value in drawn:
            chance *= balls[value] / sum(balls.values())
            balls[value] += 1
        mean = (sum(scores) + sum(drawn)) / Fraction(roster)
        law[mean] = law.get(mean, Fraction(0)) + chance
    return law


def farthest(draws: np.ndarray, law: dict[Fraction, Fraction]) -> float:
    """The largest distance between the distribution of the draws and the law."""
    points = sorted(law)
    exact = np.cumsum([float(law[point]) for point in points])
    seen = np.searchsorted(np.sort(draws), [float(100 * point) + 1e-6 for point in points]) / len(draws)
    return float(np.abs(seen - exact).max())


@pytest.mark.parametrize("silent", [0, 1, 2, 3])
def test_index_draws__few_silent_heads__follow_the_exact_urn(silent: int) -> None:
    scores = [Fraction(1), Fraction(5, 7), Fraction(2, 5)]
    law = exact_law(scores, len(scores) + silent)
    assert sum(law.values()) == 1
    draws = index_draws([float(score) for score in scores], len(scores) + silent, seed=11)
    assert farthest(draws, law) < FAR


@pytest.mark.parametrize("silent", [1, 3])
def test_index__few_silent_heads__is_the_mean_of_the_exact_urn(silent: int) -> None:
    scores = [Fraction(1), Fraction(5, 7), Fraction(2, 5)]
    law = exact_law(scores, 3 + silent)
    expected = float(100 * sum(value * chance for value, chance in law.items()))
    pairs = pd.DataFrame({"exists_yes": [7, 5, 2], "exists_answered": [7, 7, 5]})
    assert index(pairs, 3 + silent, seed=1)["index"].item() == pytest.approx(expected, abs=1e-8)


def test_index_draws__people_put_together__same_law_as_one_by_one() -> None:
    shares, roster = np.array([0.2, 0.2, 0.6, 0.6, 0.6, 1.0]), 20
    rng = np.random.default_rng(5)
    atoms = np.concatenate([shares, np.arange(8) / 7])
    seen = np.concatenate([np.ones(len(shares)), np.zeros(8)])
    prior = np.concatenate([np.ones(len(shares)), np.full(8, 1 / 8)])
    alone = 100 * fill_roster(seen, split_weights(prior, DRAWS, rng), roster, rng) @ atoms
    together = index_draws(shares, roster, seed=6)
    both = np.sort(np.concatenate([alone, together]))
    steps = [np.searchsorted(np.sort(draws), both + 1e-6) / DRAWS for draws in (alone, together)]
    assert np.abs(steps[0] - steps[1]).max() < 2 * FAR


def test_index__roster_unknown__interval_of_an_endless_roster_and_a_note() -> None:
    pairs = pd.DataFrame({"exists_yes": [7, 5, 2], "exists_answered": [7, 7, 5]})
    endless, large = index(pairs, None, seed=1), index(pairs, 10**7, seed=1)
    assert endless["note"].item() == "roster unknown: the interval is that of an endless roster"
    assert endless["roster"].isna().item()
    np.testing.assert_allclose(endless[["low", "high"]], large[["low", "high"]], atol=2)
    np.testing.assert_allclose(endless["index"], large["index"], atol=1e-3)


def test_index__nobody_has_a_score__blank_with_a_note() -> None:
    pairs = pd.DataFrame({"exists_yes": [4, 0], "exists_answered": [4, 0]})
    row = index(pairs, 8, seed=1).iloc[0]
    assert (row["n"], row["unscored"], row["note"]) == (0, 2, "nobody answered")
    assert row[["index", "low", "high"]].isna().all()


def test_index__columns__those_of_every_estimate() -> None:
    pairs = pd.DataFrame({"exists_yes": [7], "exists_answered": [7]})
    table = index(pairs, 4, seed=1, confidence=0.9)
    names = ["n", "unscored", "roster", "index", "low", "high", "confidence", "question", "method", "note"]
    assert table.columns.to_list() == names
    assert table["confidence"].item() == 0.9
    assert table["question"].item() == "describes the roster"
    assert table["method"].item() == "urn with one pseudo-person (Ghosh & Meeden 1997)"


def test_index__other_seed__other_draws_same_index() -> None:
    pairs = pd.DataFrame({"exists_yes": [7, 1, 3], "exists_answered": [7, 7, 6]})
    first, second = index(pairs, 40, seed=1), index(pairs, 40, seed=2)
    assert first["index"].item() == second["index"].item()
    assert index_draws([0.2, 0.8], 40, seed=1).tolist() != index_draws([0.2, 0.8], 40, seed=2).tolist()


def test_index_draws__mean_that_is_a_cut__falls_on_the_cut_exactly() -> None:
    for answered, yes in ((5, 3), (5, 1), (5, 4)):
        draws = index_draws([yes / answered] * 37, 37, seed=1)
        assert draws[0] == 100 * yes / answered
    mixed = index_draws([5 / 7, 6 / 7, 1 / 7, 2 / 7, 3 / 5, 3 / 6, 7 / 10], 7, seed=1)
    assert mixed[0] == round(100 * (2 + 1.8) / 7, 9)


def test_index__three_of_one_mind_of_a_large_roster__not_certain() -> None:
    pairs = pd.DataFrame({"exists_yes": [7] * 3, "exists_answered": [7] * 3})
    row = index(pairs, 200, seed=1).iloc[0]
    assert row["low"] < 65
    assert row["high"] > 99


@pytest.mark.parametrize(("seen", "heads"), [(3, 4), (5, 9), (11, 17), (23, 31)])
def test_index__planted_truth__covered_about_as_often_as_said(seen: int, heads: int) -> None:
    rng = np.random.default_rng(heads)
    hits = 0
    for trial in range(250):
        yes = rng.binomial(7, rng.beta(3, 2, size=heads))
        pairs = pd.DataFrame({"exists_yes": yes[:seen], "exists_answered": 7})
        row = index(pairs, heads, seed=trial).iloc[0]
        hits += row["low"] - 1e-6 <= 100 * yes.mean() / 7 <= row["high"] + 1e-6
    assert hits / 250 > 0.91


def test_index__more_people_than_heads__refused() -> None:
    pairs = pd.DataFrame({"exists_yes": [7] * 5, "exists_answered": [7] * 5})
    with pytest.raises(ToolkitError) as caught:
        index(pairs, 4, seed=1)
    assert str(caught.value) == (
        "More people answered than the roster has heads.\n"
        "- the counts: found 5 answers; allowed: at most 4, the heads of the roster. "
        "Correct the roster, or leave it empty if it is not known."
    )


def test_index_draws__nobody__refused() -> None:
    with pytest.raises(ToolkitError) as caught:
        index_draws([], 4, seed=1)
    assert str(caught.value) == (
        "The index needs somebody with a score.\n"
        "- shares: found none; allowed: at least one. Leave this group out, or say that nobody answered."
    )


def test_index_draws__not_a_share__refused_with_each_value() -> None:
    with pytest.raises(ToolkitError) as caught:
        index_draws([0.5, 7, np.nan], 4, seed=1)
    assert str(caught.value) == (
        "The index needs person scores between 0 and 1.\n"
        "- shares: found 7; allowed: from 0 to 1. Divide the yes by the answered.\n"
        "- shares: found nan; allowed: from 0 to 1. Divide the yes by the answered."
    )


@pytest.mark.parametrize("cut", LEVEL_CUTS)
def test_level_probabilities__around_a_cut__the_cut_belongs_above(cut: int) -> None:
    below, at, above = (level_probabilities([value]).idxmax() for value in (cut - 0.001, cut, cut + 0.001))
    place = LEVEL_CUTS.index(cut)
    assert (below, at, above) == (LEVELS[place], LEVELS[place + 1], LEVELS[place + 1])


def test_level_probabilities__ends_of_the_index__first_and_last_level() -> None:
    assert level_probabilities([0.0, 100.0]).to_list() == [0.5, 0, 0, 0, 0.5]


def test_level_probabilities__no_draws__refused() -> None:
    with pytest.raises(ToolkitError) as caught:
        level_probabilities([])
    assert str(caught.value) == (
        "Levels need draws of the index.\n"
        "- draws: found none; allowed: at least one. Leave this group out, or say that nobody answered."
    )


@pytest.mark.parametrize(("percent", "named"), [(79, "developing"), (80, "established"), (81, "established")])
def test_name_level__around_eighty_percent__named_from_eighty_on(percent: int, named: str) -> None:
    level = name_level([0, 0, 1 - percent / 100, percent / 100, 0])
    assert (level.level_from, level.level_to) == (named, "established")


def test_name_level__parts_that_round_below_eighty__still_eighty() -> None:
    assert 0.7 + 0.1 < 0.8
    level = name_level([0.15, 0.7, 0.1, 0.05, 0])
    assert (level.level_from, level.level_to, level.probability) == ("absent", "emerging", 0.85)
    level = name_level([0.05, 0.7, 0.1, 0.1, 0.05])
    assert (level.level_from, level.level_to, level.probability) == ("emerging", "developing", 0.8)
