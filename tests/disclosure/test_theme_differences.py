"""Theme differences: what a group writes of more often than all others, from protected counts alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from analysis.disclosure import release
from analysis.disclosure.theme_differences import NOT_EXACT, WITHHELD, describe_theme_differences
from analysis.measures.cohorts import adjust_p_values
from analysis.measures.estimates import ONE_GROUP_EMPTY
from analysis.measures.gaps import fisher_p
from analysis.measures.shares import newcombe_difference
from analysis.responses.frames import CODINGS

Range = tuple[int, int]


def themes_of(*rows: tuple[str, str, int | None, Range | None]) -> pd.DataFrame:
    """The frame `themes` of one question from (value, theme, people, range); the value `all` is all staff."""
    table = pd.DataFrame(
        {
            "cohort": ["all" if value == "all" else "role" for value, *_ in rows],
            "value": [value for value, *_ in rows],
            "item": "tour_keep",
            "theme": [theme for _, theme, *_ in rows],
            "n": [n for *_, n, _ in rows],
            "roster": 99,
            "withheld": [n is None for *_, n, _ in rows],
            "reason": ["few" if n is None else "" for *_, n, _ in rows],
            "count_low": [None if ends is None else ends[0] for *_, ends in rows],
            "count_high": [None if ends is None else ends[1] for *_, ends in rows],
        }
    )
    return table.astype(dict.fromkeys(("n", "roster", "count_low", "count_high"), "Int64"))


def compared(group: tuple[int, Range], everybody: tuple[int, Range]) -> pd.Series:
    rows = themes_of(("all", "time", *everybody), ("desk", "time", *group))
    return describe_theme_differences(rows).iloc[0]


def worlds(group: tuple[int, Range], everybody: tuple[int, Range]) -> Iterator[tuple[int, int, int, int]]:
    """Every pair of counts that fits what is told, of the group and of all others, each with its people."""
    (n, (low, high)), (n_all, (low_all, high_all)) = group, everybody
    for x, of_all in product(range(low, high + 1), range(low_all, high_all + 1)):
        if 0 <= of_all - x <= n_all - n:
            yield x, n, of_all - x, n_all - n


def test_difference__exact_counts__is_that_of_the_group_and_the_rest() -> None:
    row = compared((12, (9, 9)), (30, (14, 14)))
    low, high = newcombe_difference(9, 12, 5, 18)
    assert row[["n", "n_rest"]].tolist() == [12, 18]
    assert row[["difference", "low", "high", "p"]].astype(float).to_numpy() == pytest.approx(
        [9 / 12 - 5 / 18, float(low), float(high), fisher_p(9, 12, 5, 18)]
    )
    assert (row["withheld"], row["reason"], row["note"]) == (False, "", "")


@pytest.mark.parametrize(("group", "everybody"), [((12, (8, 10)), (30, (14, 14))), ((12, (9, 9)), (30, (20, 22)))])
def test_difference__a_count_is_a_range__stays_blank(group, everybody) -> None:
    row = compared(group, everybody)
    assert pd.isna(row["difference"])
    assert row["note"] == NOT_EXACT


@pytest.mark.parametrize(
    ("group", "everybody", "reason"), [((None, None), (30, (14, 14)), "few"), ((12, (9, 9)), (None, None), "few")]
)
def test_difference__either_side_withheld__says_nothing(group, everybody, reason: str) -> None:
    row = compared(group, everybody)
    assert row[["n", "n_rest", "difference", "low", "high", "p", "p_adjusted"]].isna().all()
    assert (row["withheld"], row["reason"], row["method"], row["note"]) == (True, reason, "", WITHHELD)


def test_difference__nobody_else_wrote__says_so() -> None:
    for ends in ((9, 9), (8, 10)):
        row = compared((12, ends), (12, ends))
        assert row[["difference", "low", "high", "p"]].isna().all()
        assert (row["withheld"], row["n_rest"], row["note"]) == (False, 0, ONE_GROUP_EMPTY)


def told_ranges() -> some.SearchStrategy[tuple[tuple[int, Range], tuple[int, Range]]]:
    """A group and all staff, each with a range that a true count lies in."""

    @some.composite
    def draw(pick) -> tuple[tuple[int, Range], tuple[int, Range]]:
        n, n_rest = pick(some.integers(10, 16)), pick(some.integers(10, 16))
        x, x_rest = pick(some.integers(0, n)), pick(some.integers(0, n_rest))
        down, up, down_all, up_all = (pick(some.integers(0, 4)) for _ in range(4))
        total, of = x + x_rest, n + n_rest
        everybody = (max(0, total - down_all), min(of, total + up_all))
        return (n, (max(0, x - down), min(n, x + up))), (of, everybody)

    return draw()


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(told_ranges())
def test_difference__every_way_that_fits__lies_within_and_is_no_likelier_than_p(told) -> None:
    row = compared(*told)
    ways = list(worlds(*told))
    intervals = [newcombe_difference(*way) for way in ways]
    assert row["low"] <= min(float(one.low) for one in intervals) + 1e-9
    assert row["high"] >= max(float(one.high) for one in intervals) - 1e-9
    apart = [abs(x / n - x_rest / n_rest) for x, n, x_rest, n_rest in ways]
    closest = fisher_p(*ways[int(np.argmin(apart))])
    # The closest counts of both ranges are at least as close as the closest that fit all staff as well.
    assert row["p"] >= closest - 1e-9


@pytest.mark.slow
@settings(max_examples=100, deadline=None)
@given(told_ranges())
def test_difference__ends_of_the_interval__are_reached_by_counts_that_are_told(told) -> None:
    (n, (low, high)), (n_all, (low_all, high_all)) = told
    rest = max(0, low_all - high), min(n_all - n, high_all - low)
    row = compared(*told)
    assert row["low"] == pytest.approx(float(newcombe_difference(low, n, rest[1], n_all - n).low))
    assert row["high"] == pytest.approx(float(newcombe_difference(high, n, rest[0], n_all - n).high))


def test_p_adjusted__is_over_all_themes_and_groups_of_a_question_and_column() -> None:
    counts = {"time": ((12, (9, 9)), (14, (4, 4))), "leaders": ((12, (3, 3)), (14, (5, 5)))}
    rows = [("all", theme, 40, (20, 20)) for theme in counts]
    rows += [
        (value, theme, *side)
        for theme, sides in counts.items()
        for value, side in zip(("desk", "shelf"), sides, strict=True)
    ]
    found = describe_theme_differences(themes_of(*rows))
    assert len(found) == 4
    assert found["p_adjusted"].to_numpy() == pytest.approx(adjust_p_values(found["p"].to_numpy()))


@pytest.mark.slow
def test_differences__other_people_wrote_of_it_and_the_same_is_told__are_the_same(make_survey) -> None:
    roles = ["desk", "shelf"] * 14
    rng = np.random.default_rng(3)
    mentions = rng.random(28) < 0.4
    surveys = []
    for turned in range(2):
        # The same counts in both roles, of other people.
        chosen = np.concatenate([np.roll(mentions[role::2], turned * 5) for role in range(2)])
        order = [*range(0, 28, 2), *range(1, 28, 2)]
        found = {person: "time" if mention else "leaders" for person, mention in zip(order, chosen, strict=True)}
        rows = [(f"r{at:03}", "tour_keep", "first", found[at], "") for at in range(28)]
        people = [{"role": role, "tour_keep": f"words {at}"} for at, role in enumerate(roles)]
        made = pd.DataFrame(rows, columns=[field.name for field in CODINGS])
        surveys.append(make_survey(people, codings=made))
    assert not surveys[0].codings.equals(surveys[1].codings)
    one, other = (release(survey, "elm", "2026") for survey in surveys)
    assert not one.theme_differences["withheld"].all()
    pd.testing.assert_frame_equal(one.themes, other.themes)
    pd.testing.assert_frame_equal(one.theme_differences, other.theme_differences)
    again = describe_theme_differences(replace(one, texts=one.texts.iloc[:0]).themes)
    pd.testing.assert_frame_equal(one.theme_differences, again)
