"""Where nothing is planted, hardly anything is found: the rates of false findings over 500 samples of one library."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pandas as pd
import pytest
from scipy.stats import binom

from analysis.guide import Guide
from analysis.measures.cohorts import compare_cohorts
from analysis.measures.continuum import component_shares, person_positions, position_matrix, situation_profile
from analysis.measures.gaps import perception_gap
from analysis.responses.frames import with_leads
from analysis.responses.synthetic import make_marks
from analysis.tally.scores import OVERALL
from marked import exists_counts

Rows = Callable[[str, str], pd.DataFrame]

LIBRARY, WAVE = "evenholm", "2026"
SEEDS = range(1, 501)
NOMINAL = 0.05
COLUMNS = ("role", "unit", "leads")
PERSONS = 12
"""So few complete persons that every exchange of signs is tried, which is exact and quick."""


def false_findings(guide: Guide) -> pd.DataFrame:
    """Whether each family found something; one row per sample."""
    samples = pd.concat([make_marks(LIBRARY, WAVE, seed).assign(wave=str(seed)) for seed in SEEDS], ignore_index=True)
    positions = person_positions(samples, guide).groupby("wave", sort=False)
    people = with_leads(samples, guide).groupby("wave", sort=False)
    adjusted = [
        dict([*compared(place, guide), profiled(place, guide), gapped(rows, guide)])
        for (_, place), (_, rows) in zip(positions, people, strict=True)
    ]
    return pd.DataFrame([{family: p.min() <= NOMINAL for family, p in sample.items()} for sample in adjusted])


def compared(positions: pd.DataFrame, guide: Guide) -> Iterator[tuple[str, pd.Series]]:
    for column in COLUMNS:
        table = compare_cohorts(positions, guide, column, seed=1)
        overall = table["scope"] == OVERALL
        yield f"{column}, overall", table.loc[overall, "p_adjusted"]
        yield f"{column}, situations", table.loc[~overall, "p_adjusted"]


def profiled(positions: pd.DataFrame, guide: Guide) -> tuple[str, pd.Series]:
    complete = positions.dropna(subset=[f"position_{situation}" for situation in guide.situations])
    return "profile", situation_profile(complete.head(PERSONS), guide, seed=1)["p_adjusted"]


def gapped(people: pd.DataFrame, guide: Guide) -> tuple[str, pd.Series]:
    sides = (exists_counts(people[people["leads"] == side], guide) for side in ("leaders", "front_line"))
    return "gap", perception_gap(*(count for side in sides for count in side))["p_adjusted"]


@pytest.mark.slow
def test_nothing_planted__in_500_samples__each_family_finds_something_no_more_often_than_it_says(guide: Guide) -> None:
    found = false_findings(guide)
    print("", *(f"{rate:.3f}  {family}" for family, rate in found.mean().items()), sep="\n")
    assert found.shape == (500, 2 * len(COLUMNS) + 2)
    # One in a thousand for each family, to either side. Fisher's test finds less than it may, but not nothing.
    most = {family: binom.ppf(0.999, len(found), NOMINAL) for family in found}
    least = {family: binom.ppf(0.001, len(found), 0.02 if family == "gap" else NOMINAL / 1.5) for family in found}
    times = found.sum()
    assert {family: count for family, count in times.items() if not least[family] <= count <= most[family]} == {}


def test_nothing_planted__in_the_sample_itself__no_family_finds_anything(
    answers_of: Rows, positions_of: Rows, guide: Guide
) -> None:
    for wave in ("2025", "2026"):
        place, people = positions_of(LIBRARY, wave), with_leads(answers_of(LIBRARY, wave), guide)
        profile = situation_profile(place, guide, seed=1)["p_adjusted"]
        families = dict([*compared(place, guide), ("profile", profile), gapped(people, guide)])
        assert {family: p.min() for family, p in families.items() if p.min() <= NOMINAL} == {}


def test_nothing_planted__shares_of_the_variance__nearly_all_is_the_rest(positions_of: Rows, guide: Guide) -> None:
    for wave in ("2025", "2026"):
        shares = component_shares(position_matrix(positions_of(LIBRARY, wave), guide), seed=1).set_index("quantity")
        assert shares.loc["residual", "share"] > 0.95
