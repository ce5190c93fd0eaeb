"""What is planted about the ways to learn is found in everybody's ratings, and in what may be shown of them."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.disclosure import Followed, Released
from analysis.guide import Guide
from analysis.measures.cohorts import adjust_p_values
from analysis.measures.gaps import perception_gap
from analysis.measures.strategies import effectiveness
from analysis.responses import Survey
from analysis.responses.checking import check_frame
from analysis.responses.synthetic import random_inventory

Rows = Callable[[str, str], pd.DataFrame]
Shown = Callable[[str, str], Released]

LARGEST = ("quillhaven", "lanternport")
PLACES = [("quillhaven", "2026"), ("lanternport", "2025"), ("lanternport", "2026")]
"""In `quillhaven`, 2025, chance put the second to last strategy last."""

BEST, LEAST = "Colleague shows colleague at the desk", "Safety and privacy refresher"
SERVE_A_SAY = ["Recorded webinars", "Yearly talk about development goals"]
WOULD_SERVE_A_SAY = ["Job swap for a week", "Visits to other libraries"]
"""What would serve a say in learning and is not in use."""

GRADED_AS_MOVED = {
    ("quillhaven", "development_goals"),
    ("lanternport", "development_goals"),
    ("larkmere", "problems_as_learning"),
}


def inventory(survey: Survey, library_id: str, wave: str) -> pd.DataFrame:
    own = survey.strategies
    return own[(own["library_id"] == library_id) & (own["wave"] == wave)]


def rated(survey: Survey, library_id: str, wave: str) -> pd.DataFrame:
    """For how many each strategy works well, and whether it differs from all the others together, by what it is."""
    own = inventory(survey, library_id, wave)
    ratings = survey.strategy_ratings
    found = effectiveness(ratings[ratings["strategy_id"].isin(own["strategy_id"])]).merge(own, on="strategy_id")
    return against_others(found.set_index("what")[["well", "n"]])


def told(shown: Released) -> pd.DataFrame:
    """The same from a release: the middle of what the counts may be."""
    well = shown.ratings[shown.ratings["band"] == "well"].merge(shown.strategies, on="strategy_id").set_index("what")
    middle = (well["count_low"] + well["count_high"]) // 2
    return against_others(pd.DataFrame({"well": middle, "n": well["n"]}))


def against_others(found: pd.DataFrame) -> pd.DataFrame:
    well, n = (found[name].astype("int64") for name in ("well", "n"))
    gap = perception_gap(well, n, well.sum() - well, n.sum() - n).set_axis(found.index)
    return gap.assign(share=well / n, p_adjusted=adjust_p_values(gap["p"]))


def assert_best_and_least(found: pd.DataFrame) -> None:
    assert (found["share"].idxmax(), found["share"].idxmin()) == (BEST, LEAST)
    assert found.loc[BEST, "difference"] > 0.3
    assert found.loc[LEAST, "difference"] < -0.2
    assert (found.loc[[BEST, LEAST], "p_adjusted"] < 0.01).all()


@pytest.mark.parametrize(("library_id", "wave"), PLACES)
def test_strategies__rated_by_everybody__one_works_best_and_one_least(
    library_id: str, wave: str, survey: Survey
) -> None:
    assert_best_and_least(rated(survey, library_id, wave))


@pytest.mark.slow
@pytest.mark.parametrize(("library_id", "wave"), PLACES)
def test_strategies__in_a_release__one_works_best_and_one_least(library_id: str, wave: str, shown: Shown) -> None:
    assert_best_and_least(told(shown(library_id, wave)))


@pytest.mark.parametrize(("library_id", "wave"), PLACES)
def test_best_strategy__is_offered_to_public_services_only(library_id: str, wave: str, survey: Survey) -> None:
    own = inventory(survey, library_id, wave).set_index("what")
    assert own.loc[BEST, ["participants", "status"]].tolist() == ["public_services", "in_use"]
    assert "agency" not in own.loc[BEST, "qualities"]


@pytest.mark.parametrize("library_id", LARGEST)
def test_a_say_in_learning__wanted_most__is_served_by_what_works_less_well(
    library_id: str, survey: Survey, answers_of: Rows, guide: Guide
) -> None:
    marks = answers_of(library_id, "2026")[[f"develop_{quality}" for quality in guide.qualities]]
    assert marks.where(marks.isin([0, 1])).mean().idxmax() == "develop_agency"
    own = inventory(survey, library_id, "2026")
    serving = own[own["qualities"].str.split().map(lambda qualities: "agency" in qualities)]
    assert sorted(serving.loc[serving["status"] == "in_use", "what"]) == SERVE_A_SAY
    assert sorted(serving.loc[serving["status"] == "to_explore", "what"]) == WOULD_SERVE_A_SAY
    found = rated(survey, library_id, "2026")
    assert (found.loc[SERVE_A_SAY, "difference"] < 0).all()
    assert found.loc["Recorded webinars", "p_adjusted"] < 0.05


@pytest.mark.slow
@pytest.mark.parametrize("library_id", LARGEST)
def test_a_say_in_learning__in_a_release__is_wanted_most_and_its_webinars_work_less_well(
    library_id: str, shown: Shown
) -> None:
    result = shown(library_id, "2026")
    assert result.priority.iloc[0]["quality"] == "agency"
    found = told(result)
    assert (found.loc[SERVE_A_SAY, "difference"] < 0).all()
    assert found.loc["Recorded webinars", "p_adjusted"] < 0.05


@pytest.mark.slow
def test_actions__graded_by_the_next_wave__moved_where_it_is_planted_and_nowhere_else(
    survey: Survey, over: Callable[[str], Followed]
) -> None:
    waves = survey.responses.groupby("library_id")["wave"].nunique()
    graded = [over(str(library_id)).graded.assign(library_id=library_id) for library_id in waves.index[waves == 2]]
    together = pd.concat(graded)
    moved = together[together["verdict"] == "moved"]
    assert set(zip(moved["library_id"], moved["target"], strict=True)) == GRADED_AS_MOVED
    assert (moved["low"] > 0).all()
    assert len(together) > 20


# --- inventories in which nothing is planted


@pytest.mark.parametrize("seed", range(20))
def test_random_inventory__passes_the_gate_with_ratings_of_what_is_in_use(seed: int, guide: Guide) -> None:
    people = [f"r{number}" for number in range(30)]
    strategies, ratings = random_inventory("lib", "2026", people, seed, guide, count=12)
    for name, frame in (("strategies", strategies), ("strategy_ratings", ratings)):
        checked = check_frame(name, frame, guide)
        assert checked.ok
        pd.testing.assert_frame_equal(checked.frame, frame)
    assert (len(strategies), strategies["strategy_id"].is_unique) == (12, True)
    used = strategies.loc[strategies["status"] == "in_use", "strategy_id"]
    assert set(ratings["strategy_id"]) == set(used)
    assert set(ratings["response_id"]) == set(people)


def test_random_inventory__same_seed__is_the_same_and_another_is_not(guide: Guide) -> None:
    one, again, other = (random_inventory("lib", "2026", ["r1", "r2"], seed, guide) for seed in (1, 1, 2))
    for first, second in zip(one, again, strict=True):
        pd.testing.assert_frame_equal(first, second)
    assert not one[0].equals(other[0])


def test_random_inventory__many_ratings__each_point_as_often_as_the_others(guide: Guide) -> None:
    people = [f"r{number}" for number in range(1000)]
    _, ratings = random_inventory("lib", "2026", people, 1, guide)
    shares = ratings["effectiveness"].value_counts(normalize=True)
    assert sorted(shares.index) == [1, 2, 3, 4, 5]
    assert shares.between(0.18, 0.22).all()


def test_random_inventories__tested_strategy_by_strategy__seldom_find_one(guide: Guide) -> None:
    people = [f"r{number}" for number in range(60)]
    least = []
    for seed in range(200):
        _, ratings = random_inventory("lib", "2026", people, seed, guide)
        found = effectiveness(ratings).set_index("strategy_id")
        least.append(against_others(found[["well", "n"]])["p_adjusted"].min())
    # A family of tests finds something in at most one of twenty samples, and here in fewer than that by Fisher's test.
    assert (pd.Series(least) <= 0.05).mean() <= 0.08
