import numpy as np
import pandas as pd
import pytest

from analysis.disclosure import release
from analysis.disclosure.maturity import rebuild_scores
from analysis.measures.maturity import LEVELS, index, person_scores

pytestmark = pytest.mark.slow


def people_with(yes, count, develop=None):
    """People in one place; the first `yes[q]` of them say yes to quality q."""
    develop = develop or {}
    return [
        {"role": "desk", "unit": "main"}
        | {f"exists_{quality}": int(at < counted) for quality, counted in yes.items()}
        | {f"develop_{quality}": int((at * 7) % count < counted) for quality, counted in develop.items()}
        for at in range(count)
    ]


@pytest.fixture
def middling(small_guide):
    """Yeses that may all be told exactly in a group of twenty."""
    return dict(zip(small_guide.qualities, (4, 7, 9, 10, 12, 15, 17), strict=True))


@pytest.mark.parametrize("heads", [20, 26, 60])
def test_maturity__nothing_banded_and_no_blanks__is_the_index_of_the_people(heads, middling, make_survey, small_guide):
    survey = make_survey(people_with(middling, 20), {("all", "all"): heads})
    told = release(survey, "elm", "2026").group("maturity").iloc[0]
    exact = index(person_scores(survey.responses, small_guide), heads, seed=1).iloc[0]
    assert told["index"] == pytest.approx(exact["index"], abs=1e-6)
    assert (told["n"], told["note"]) == (20, "")


def test_maturity__everybody_answered_and_nothing_is_banded__has_no_width(middling, make_survey):
    told = release(make_survey(people_with(middling, 20)), "elm", "2026").group("maturity").iloc[0]
    assert told["low"] == told["high"] == pytest.approx(100 * 74 / 140)
    assert (told["level_from"], told["level_to"], told["level_probability"]) == ("developing", "developing", 1.0)


def test_maturity__people_spread_less_than_rebuilt__interval_is_no_narrower(middling, make_survey, small_guide):
    people = people_with(middling, 20)
    for at, quality in enumerate(small_guide.qualities):
        marks = np.roll([person[f"exists_{quality}"] for person in people], 3 * at)
        people = [person | {f"exists_{quality}": int(mark)} for person, mark in zip(people, marks, strict=True)]
    survey = make_survey(people, {("all", "all"): 40})
    told = release(survey, "elm", "2026").group("maturity").iloc[0]
    exact = index(person_scores(survey.responses, small_guide), 40, seed=1).iloc[0]
    assert told["high"] - told["low"] > exact["high"] - exact["low"]


def test_maturity__banded_counts__interval_spans_what_they_allow(middling, make_survey):
    yes = dict.fromkeys(middling, 20)
    told = release(make_survey(people_with(yes, 20)), "elm", "2026").group("maturity").iloc[0]
    assert 90 <= told["low"] < told["index"] < told["high"] <= 100
    assert told["note"] == "some counts are told as ranges"
    assert told[[f"p_{level}" for level in LEVELS]].sum() == pytest.approx(1)


def test_maturity__one_quality_withheld__is_withheld(middling, make_survey):
    people = people_with(middling, 20)
    people = [person | ({"exists_agency": -2} if at >= 4 else {}) for at, person in enumerate(people)]
    told = release(make_survey(people), "elm", "2026").group("maturity").iloc[0]
    assert (told["withheld"], told["reason"]) == (True, "few")
    assert np.isnan(told["index"])


def test_rebuild_scores__any_counts__keep_the_mean_and_are_in_order():
    rng = np.random.default_rng(1)
    for _ in range(30):
        people = int(rng.integers(5, 40))
        shares = rng.random(7)
        scores = rebuild_scores(shares, people)
        assert scores.mean() == pytest.approx(shares.mean())
        assert (np.diff(scores) <= 0).all()


def test_priority__clear_order__puts_the_most_wanted_first_and_adds_up_to_three(middling, make_survey, small_guide):
    wanted = dict(zip(small_guide.qualities, (16, 15, 14, 6, 5, 4, 3), strict=True))
    desks = people_with(middling, 20, wanted)
    priority = release(make_survey([*desks, *(desk | {"role": "boss"} for desk in desks)]), "elm", "2026").priority
    assert priority["quality"].tolist()[:3] == list(small_guide.qualities[:3])
    assert priority["top_three"].sum() == pytest.approx(3)
    assert priority["rank_front_line"].tolist() == priority["rank_leaders"].tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert priority["note"].eq("").all()


def test_priority__a_count_is_a_range__says_so_and_leaves_its_rank_open(middling, make_survey, small_guide):
    wanted = dict(zip(small_guide.qualities, (20, 19, 14, 6, 5, 4, 3), strict=True))
    people = [
        person | {"role": ("boss", "desk")[at % 2]} for at, person in enumerate(people_with(middling, 20, wanted))
    ]
    priority = release(make_survey(people), "elm", "2026").priority.set_index("quality")
    first, second, third = small_guide.qualities[:3]
    assert priority.loc[[first, second], "note"].tolist() == ["some counts are told as ranges"] * 2
    assert priority.loc[third, "note"] == ""
    assert priority.loc[[first, second], "rank_leaders"].isna().all()
    assert priority.loc[third, "rank_leaders"] == 3


def test_priority__three_qualities_can_be_told__says_that_they_are_too_few(make_survey, small_guide):
    wanted = dict.fromkeys(small_guide.qualities[:3], 10)
    priority = release(make_survey(people_with({}, 20, wanted)), "elm", "2026").priority
    assert priority["top_three"].isna().all()
    assert (
        priority.loc[~priority["withheld"], "note"].tolist()
        == ["too few qualities can be told to say which three are wanted most"] * 3
    )


def test_gaps__exact_counts_in_both_groups__are_those_of_the_measure(make_survey):
    leaders = [{"role": "boss", "unit": "main", "exists_purpose": int(at < 7)} for at in range(10)]
    desks = [{"role": "desk", "unit": "branch", "exists_purpose": int(at < 3)} for at in range(10)]
    gaps = release(make_survey(leaders + desks), "elm", "2026").gaps.set_index("quality")
    gap = gaps.loc["purpose"]
    assert (gap["leaders_n"], gap["front_line_n"]) == (10, 10)
    assert (gap["leaders"], gap["front_line"]) == (0.7, 0.3)
    assert gap["difference"] == pytest.approx(0.4)
    assert gap["p_adjusted"] == gap["p"] == pytest.approx(0.1789, abs=1e-4)
    assert gaps.loc["agency", "note"] == "a difference cannot be told, because one of the groups is withheld"


def test_gaps__one_count_is_a_range__interval_spans_it_and_no_difference_is_told(make_survey):
    leaders = [{"role": "boss", "unit": "main", "exists_purpose": 1} for _ in range(10)]
    desks = [{"role": "desk", "unit": "branch", "exists_purpose": int(at < 5)} for at in range(10)]
    gap = release(make_survey(leaders + desks), "elm", "2026").gaps.set_index("quality").loc["purpose"]
    assert pd.isna(gap["difference"])
    assert -1 < gap["low"] < gap["high"] <= 1
    assert 0 < gap["p"] == gap["p_adjusted"] <= 1
    assert gap["note"] == (
        "one of the counts is a range: the interval spans what it allows, and p is that of the closest counts"
    )
