"""Ratings: what is released of how well strategies work, and that nobody's rating follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure import Released, release
from analysis.disclosure.groups import fixed_groups
from analysis.disclosure.items import protect_bands
from analysis.responses.frames import STRATEGIES

MINIMUM = 5


def strategies(**statuses: str) -> pd.DataFrame:
    """An inventory of one wave: what each strategy is called, and whether it is in use."""
    texts = {field.name: "" for field in STRATEGIES} | {"library_id": "elm", "wave": "2026"}
    rows = [texts | {"strategy_id": name, "what": name, "status": status} for name, status in statuses.items()]
    return pd.DataFrame(rows, columns=[field.name for field in STRATEGIES]).astype({"hours": "object"})


@pytest.fixture
def rated(make_survey) -> Callable[..., Released]:
    """What is released where people gave these points to a strategy, one after the other; None: did not rate it."""

    def of(points: Mapping[str, Sequence[int | None]], people: int = 14, **statuses: str) -> Released:
        rows = [
            (f"r{at:03}", name, point)
            for name, given in points.items()
            for at, point in enumerate(given)
            if point is not None
        ]
        ratings = pd.DataFrame(rows, columns=["response_id", "strategy_id", "effectiveness"])
        inventory = strategies(**dict.fromkeys(points, "in_use") | statuses)
        survey = make_survey([{"role": "desk"}] * people, strategies=inventory, strategy_ratings=ratings)
        return release(survey, "elm", "2026")

    return of


def ranges(released: Released, strategy: str = "mentoring") -> list[tuple[int, int]]:
    rows = released.ratings[released.ratings["strategy_id"] == strategy]
    assert rows["band"].tolist() == ["hardly", "somewhat", "well"]
    return list(zip(rows["count_low"].tolist(), rows["count_high"].tolist(), strict=True))


def test_ratings__five_points__are_told_in_three_bands(rated) -> None:
    released = rated({"mentoring": [1, 2, 1, 2, 3, 3, 3, 3, 4, 5, 5, 4, 4]})
    assert ranges(released) == [(4, 4), (4, 4), (5, 5)]
    assert set(released.ratings["n"]) == {13}


@pytest.mark.parametrize(("raters", "reason"), [(0, "nobody"), (1, "few"), (4, "few")])
def test_ratings__fewer_than_five_raters__say_nothing(raters: int, reason: str, rated) -> None:
    told = rated({"mentoring": [1] * raters}).ratings
    assert told[["n", "count_low", "count_high", "share", "low", "high"]].isna().all(axis=None)
    assert (set(told["reason"]), set(told["withheld"])) == ({reason}, {True})


@pytest.mark.parametrize("raters", [5, 6])
def test_ratings__five_raters_or_more__are_told(raters: int, rated) -> None:
    told = rated({"mentoring": ([1, 1, 5, 5, 3, 3])[:raters]}).ratings
    assert (set(told["n"]), set(told["reason"])) == ({raters}, {""})


def test_ratings__left_out_or_withdrawn__do_not_count(rated, make_survey) -> None:
    told = rated({"mentoring": [1, 1, 3, 3, 5, 5, -1, -3, -4, None]}).ratings
    assert set(told["n"]) == {6}
    gone = pd.DataFrame(
        [(f"gone{at}", "mentoring", 5) for at in range(9)], columns=["response_id", "strategy_id", "effectiveness"]
    )
    survey = make_survey([{}] * 9, strategies=strategies(mentoring="in_use"), strategy_ratings=gone)
    assert set(release(survey, "elm", "2026").ratings["reason"]) == {"nobody"}


def test_ratings__all_of_one_mind__are_not_told_as_such(rated) -> None:
    assert ranges(rated({"mentoring": [5] * 14})) == [(0, 2), (0, 2), (12, 14)]


def test_ratings__groups__have_none_of_their_own(rated) -> None:
    told = rated({"mentoring": [1, 3, 5] * 4, "webinars": [1, 3, 5] * 4}).ratings
    assert set(zip(told["cohort"], told["value"], strict=True)) == {("all", "all")}
    assert list(dict.fromkeys(told["strategy_id"])) == ["mentoring", "webinars"]


def test_ratings__to_explore__is_left_out(rated) -> None:
    told = rated({"mentoring": [1, 3, 5] * 4, "webinars": [1, 3, 5] * 4}, webinars="to_explore").ratings
    assert set(told["strategy_id"]) == {"mentoring"}


def test_ratings__no_inventory__is_an_empty_frame_of_the_same_columns(rated) -> None:
    none, some = rated({}).ratings, rated({"mentoring": [1, 3, 5] * 4}).ratings
    assert none.empty
    assert none.dtypes.astype(str).sort_index().to_dict() == some.dtypes.astype(str).sort_index().to_dict()


@pytest.mark.parametrize("seed", range(30))
def test_ratings__small_library__any_two_people_may_have_given_any_two_ratings(
    seed: int, small_guide, make_survey, random_people
) -> None:
    rng = np.random.default_rng(seed)
    people = int(rng.integers(5, 9))
    groups = fixed_groups(make_survey(random_people(rng, people)).responses, small_guide).everybody
    answers = rng.choice(3, people, p=rng.dirichlet(np.full(3, rng.choice([0.3, 1.0]))))
    protected = protect_bands(answers, groups, MINIMUM, 3)
    worlds = np.array(list(product(range(3), repeat=people)))
    for told in protected.told.values():
        for band, (low, high) in enumerate(told.ranges):
            counts = (worlds == band).sum(axis=1)
            worlds = worlds[(counts >= low) & (counts <= high)]
    assert (worlds == answers).all(axis=1).any()
    for one, other in product(range(people), repeat=2):
        if one != other:
            assert len(np.unique(worlds[:, [one, other]], axis=0)) == 9
