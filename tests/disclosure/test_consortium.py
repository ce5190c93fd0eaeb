"""A consortium: who is a member, what it tells, what it never tells, and that membership knows no answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure import release
from analysis.disclosure.comparing import compare_libraries
from analysis.disclosure.consortium import Membership, find_members, release_consortium
from analysis.errors import ProtectionError, ToolkitError
from analysis.guide import Policy
from analysis.responses.survey import Survey

FRAMES = ("respondents", "marks", "four_cells", "bands", "classes", "maturity", "priority", "gaps", "texts")


@pytest.fixture(scope="module")
def make_libraries(make_survey, random_people) -> Callable[..., Survey]:
    """Libraries with as many answers as given, wave 2026; `rosters` by library."""

    def make(answers: dict[str, int], rosters: dict[str, dict] | None = None, seed: int = 1) -> Survey:
        rng = np.random.default_rng(seed)
        owners = [library for library, count in answers.items() for _ in range(count)]
        people = random_people(rng, len(owners))
        survey = make_survey([person | {"library_id": owner} for person, owner in zip(people, owners, strict=True)])
        rosters = rosters or {library: {("all", "all"): count + 1} for library, count in answers.items()}
        rows = [
            (library, "2026", cohort, value, heads)
            for library, roster in rosters.items()
            for (cohort, value), heads in roster.items()
        ]
        return replace(survey, roster=pd.DataFrame(rows, columns=survey.roster.columns))

    return make


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, Membership((), None, "nobody")),
        ({"ash": 5, "bay": 9}, Membership((), None, "nobody")),
        ({"ash": 4, "bay": 9}, Membership(("ash",), None, "one")),
        ({"ash": 2, "bay": 2, "elm": 9}, Membership(("ash", "bay"), None, "few")),
        ({"ash": 2, "bay": 3, "elm": 9}, Membership(("ash", "bay"), 5, "")),
        ({"bay": 4, "ash": 4, "elm": 5, "fig": 1}, Membership(("ash", "bay", "fig"), 9, "")),
    ],
)
def test_find_members__numbers_of_answers__say_who_and_why_not(make_libraries, answers, expected: Membership) -> None:
    survey = make_libraries(answers)
    assert find_members(survey, "2026") == expected
    assert (release_consortium(survey, "2026") is None) == (expected.reason != "")


def test_find_members__another_wave__is_not_counted(make_libraries) -> None:
    assert find_members(make_libraries({"ash": 3, "bay": 3}), "2025").reason == "nobody"


@pytest.mark.parametrize(("minimum", "members"), [(5, ("ash", "bay")), (6, ("ash", "bay", "elm"))])
def test_find_members__a_stricter_policy__takes_in_larger_ones(make_libraries, minimum: int, members) -> None:
    survey = make_libraries({"ash": 4, "bay": 4, "elm": 5})
    assert find_members(survey, "2026", Policy(minimum, 10)).members == members


def test_find_members__other_answers_of_the_same_people__the_same(make_libraries) -> None:
    one, other = (make_libraries({"ash": 3, "bay": 4, "elm": 7}, seed=seed) for seed in (1, 2))
    assert not one.responses.equals(other.responses)
    assert find_members(one, "2026") == find_members(other, "2026")


@pytest.mark.slow
def test_release_consortium__its_frames__those_of_one_library_of_the_same_people(make_libraries) -> None:
    survey = make_libraries({"ash": 3, "bay": 4, "elm": 7})
    found = release_consortium(survey, "2026", name="Three Valleys")
    assert found is not None
    rows = survey.responses["library_id"].isin(["ash", "bay"])
    roster = pd.DataFrame([("consortium", "2026", "all", "all", 9)], columns=survey.roster.columns)
    alone = replace(survey, responses=survey.responses[rows].assign(library_id="consortium"), roster=roster)
    expected = release(alone, "consortium", "2026")
    for frame in FRAMES:
        pd.testing.assert_frame_equal(getattr(found, frame), getattr(expected, frame))
    assert (found.library_id, found.library_name, found.members) == ("consortium", "Three Valleys", ("ash", "bay"))


@pytest.mark.slow
def test_release_consortium__its_members__tell_nothing_alone(make_libraries) -> None:
    survey = make_libraries({"ash": 3, "bay": 4, "elm": 7})
    found = release_consortium(survey, "2026")
    assert found is not None
    for member in found.members:
        alone = release(survey, member, "2026")
        assert alone.is_empty
        for frame in ("marks", "four_cells", "bands", "classes"):
            assert getattr(alone, frame)[["n", "count_low", "count_high"]].isna().all(axis=None)
    told = pd.concat([found.group("marks"), found.group("bands")])
    assert (told.loc[~told["withheld"], "n"] >= 5).all()


@pytest.mark.slow
def test_release_consortium__texts_that_members_have_read__count_with_the_toolkits_codebook(make_libraries) -> None:
    survey = make_libraries({"ash": 4, "bay": 4, "elm": 7, "fig": 4})
    responses = survey.responses.assign(tour_keep="words", goal_team="words")
    kinds = {"tour_keep": ("time", "garden"), "goal_team": ("learning", "mixed")}
    found = [
        (person, item, "first", themes[at % 2], "")
        for item, themes in kinds.items()
        for at, person in enumerate(responses["response_id"])
    ]
    own = pd.DataFrame([("ash", "garden", "culture_tour", "Our garden", "")], columns=survey.themes.columns)
    codings = pd.DataFrame(found, columns=survey.codings.columns)
    pool = release_consortium(replace(survey, responses=responses, codings=codings, themes=own), "2026")
    assert pool is not None
    assert pool.codebook.empty
    themes = pool.group("themes").set_index("theme")
    assert "garden" not in themes.index
    assert themes.loc["time", ["n", "count_low", "count_high"]].tolist() == [12, 6, 6]
    goals = pool.group("goals").set_index("goal")
    assert goals["n"].unique().tolist() == [12]
    coded = pool.text_items.set_index("item")
    assert coded.loc["tour_keep", ["n", "coded", "coders"]].tolist() == [12, 12, 1]


@pytest.mark.slow
@pytest.mark.parametrize(("sizes", "told"), [((3, 3, 3), False), ((3, 3, 4), True), ((3, 4, 4), True)])
def test_release_consortium__around_ten_texts__are_told_from_ten_on(sizes, told: bool, make_libraries) -> None:
    survey = make_libraries(dict(zip(("ash", "bay", "fig"), sizes, strict=True)))
    responses = survey.responses.assign(tour_keep="words")
    found = [
        (person, "tour_keep", "first", "time" if at % 2 else "", "")
        for at, person in enumerate(responses["response_id"])
    ]
    codings = pd.DataFrame(found, columns=survey.codings.columns)
    pool = release_consortium(replace(survey, responses=responses, codings=codings), "2026")
    assert pool is not None
    assert (not pool.group("themes").set_index("theme").loc["time", "withheld"]) == told


@pytest.mark.slow
def test_release_consortium__ratings__stay_out(make_libraries) -> None:
    survey = make_libraries({"ash": 4, "bay": 4})
    inventory = pd.DataFrame([dict.fromkeys(survey.strategies.columns, "ash")]).assign(wave="2026", status="in_use")
    rated = [(person, "ash", 5) for person in survey.responses["response_id"]]
    ratings = pd.DataFrame(rated, columns=survey.strategy_ratings.columns)
    for library_id in ("ash", "consortium"):
        own = replace(survey, strategies=inventory.assign(library_id=library_id), strategy_ratings=ratings)
        pool = release_consortium(own, "2026")
        assert pool is not None
        assert (pool.ratings.empty, pool.strategies.empty) == (True, True)


@pytest.mark.slow
def test_release_consortium__rosters__added_where_every_member_has_them(make_libraries) -> None:
    rosters = {
        "ash": {("all", "all"): 4, ("role", "boss"): 1, ("role", "desk"): 3, ("unit", "main"): 4},
        "bay": {("all", "all"): 5, ("role", "desk"): 2, ("role", "shelf"): 3},
        "fig": {("all", "all"): 3, ("role", "desk"): 2, ("unit", "main"): 1},
    }
    two = release_consortium(make_libraries({"ash": 4, "bay": 4}, rosters), "2026")
    assert two is not None
    heads = two.respondents.set_index(["cohort", "value"])["roster"]
    assert heads["all", "all"] == 9
    assert heads["role"].to_dict() == {"boss": 1, "desk": 5, "shelf": 3}
    # `bay` says nothing of its units.
    assert heads["unit"].isna().all()
    three = release_consortium(make_libraries({"ash": 4, "bay": 4, "fig": 3}, rosters), "2026")
    assert three is not None
    heads = three.respondents.set_index(["cohort", "value"])["roster"]
    # One of the heads of `fig` is in no role, so only the value that it says is known.
    assert heads["role"].astype(object).where(heads["role"].notna(), None).to_dict() == {
        **{"boss": None, "desk": 7, "shelf": None},
    }


def test_release_consortium__a_roster_missing__roster_unknown(make_libraries) -> None:
    found = release_consortium(make_libraries({"ash": 4, "bay": 4}, {"ash": {("all", "all"): 4}}), "2026")
    assert found is not None
    assert pd.isna(found.group("respondents")["roster"].iloc[0])


@pytest.mark.slow
def test_release_consortium__beside_a_library_alone__can_be_compared(make_libraries) -> None:
    survey = make_libraries({"ash": 3, "bay": 4, "elm": 9})
    pool = release_consortium(survey, "2026")
    assert pool is not None
    results = [release(survey, library, "2026") for library in ("ash", "bay", "elm")]
    found = compare_libraries([*results, pool], survey.libraries)
    listed = found.libraries.set_index("library_id")
    assert listed["members"].to_dict() == {"ash": 1, "bay": 1, "consortium": 2, "elm": 1}
    assert listed["reason"].to_dict() == {"ash": "few", "bay": "few", "consortium": "", "elm": ""}
    assert set(found.standing["library_id"]) == {"consortium", "elm"}


def test_release_consortium__a_weaker_policy__refused(make_libraries) -> None:
    with pytest.raises(ProtectionError) as caught:
        release_consortium(make_libraries({"ash": 3, "bay": 2}), "2026", Policy(3, 10))
    assert str(caught.value) == (
        "Respondents were promised more protection than this.\n"
        "- minimum_group: found 3; allowed: 5 or more. Keep what was promised."
    )


def test_release_consortium__a_library_of_that_id__refused(make_libraries) -> None:
    with pytest.raises(ToolkitError) as caught:
        release_consortium(make_libraries({"ash": 3, "consortium": 4}), "2026")
    assert str(caught.value) == (
        "A library has the id that stands for a consortium.\n"
        "- library_id: found consortium; allowed: any other id. Give that library another id."
    )
