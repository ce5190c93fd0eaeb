"""Themes and goals: what is released of what people write about, and that nobody's text can be told from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure import Released, release
from analysis.disclosure.groups import choose_groups, fixed_groups
from analysis.disclosure.items import BLANK, NO, YES, Protected, protect_bands, protect_mark
from analysis.disclosure.themes import codebook_of, own_themes
from analysis.guide import GOAL_KINDS, Policy, load_codebook
from analysis.responses import Survey
from analysis.responses.frames import CODINGS, THEMES

MINIMUM = 10
KEEP, GOAL = "tour_keep", "goal_team"
KINDS = dict(zip("pml", GOAL_KINDS, strict=True)) | {"-": ""}


@pytest.fixture
def coded(make_survey) -> Callable[..., Survey]:
    """A survey whose first people wrote to a question, and the themes that one coder found in what each wrote."""

    def of(found: Sequence[str], item: str = KEEP, roles: str = "", people: int = 26, **frames: pd.DataFrame) -> Survey:
        roles = roles or "d" * people
        named = {"b": "boss", "d": "desk", "s": "shelf", "-": "-1"}
        rows = [{"role": named[role]} for role in roles]
        rows = [row | {item: f"words {at}"} if at < len(found) else row for at, row in enumerate(rows)]
        made = [(f"r{at:03}", item, "first", themes, "a note") for at, themes in enumerate(found)]
        return make_survey(rows, codings=pd.DataFrame(made, columns=[field.name for field in CODINGS]), **frames)

    return of


def shown(survey: Survey, policy: Policy | None = None) -> Released:
    return release(survey, "elm", "2026", policy)


def of_group(released: Released, theme: str, cohort: str = "all", value: str = "all") -> pd.Series:
    rows = released.group("themes", cohort, value)
    return rows[rows["theme"] == theme].iloc[0]


def ends(row: Any) -> tuple[int, int, int]:
    return row["n"], row["count_low"], row["count_high"]


@pytest.mark.parametrize(("writers", "reason"), [(1, "few"), (9, "few")])
def test_themes__fewer_than_ten_texts__say_nothing(writers: int, reason: str, coded) -> None:
    themes = shown(coded(["time"] * writers)).themes
    assert themes[["n", "count_low", "count_high", "share", "low", "high"]].isna().all(axis=None)
    assert set(themes.loc[themes["cohort"] == "all", "reason"]) == {reason}


@pytest.mark.parametrize("writers", [10, 11])
def test_themes__ten_texts_or_more__are_told(writers: int, coded) -> None:
    released = shown(coded([*["time leaders"] * 4, *[""] * (writers - 4)]))
    assert ends(of_group(released, "time")) == (writers, 4, 4)
    assert ends(of_group(released, "belonging")) == (writers, 0, 2)


def test_themes__a_stricter_policy__takes_more_texts(coded) -> None:
    survey = coded([*["time"] * 5, *[""] * 6])
    assert not of_group(shown(survey, Policy(5, 11)), "time")["withheld"]
    assert of_group(shown(survey, Policy(5, 12)), "time")["reason"] == "few"


def test_themes__ten_wrote_and_nine_are_settled__say_nothing(coded) -> None:
    survey = coded(["time"] * 10)
    other = survey.codings.iloc[:1].assign(coder="second", themes="leaders")
    unsettled = replace(survey, codings=pd.concat([survey.codings, other], ignore_index=True))
    assert set(shown(unsettled).group("themes")["reason"]) == {"few"}
    agreed = pd.concat([unsettled.codings, other.assign(coder="agreed")], ignore_index=True)
    assert not shown(replace(survey, codings=agreed)).group("themes")["withheld"].any()


@pytest.mark.parametrize(("others", "told"), [(9, False), (10, True), (11, True)])
def test_themes__around_ten_others__a_group_is_told_only_if_the_rest_is_ten(others: int, told: bool, coded) -> None:
    roles = "d" * 12 + "s" * others
    found = ["time" if at % 2 else "" for at in range(12 + others)]
    row = of_group(shown(coded(found, roles=roles, people=len(roles))), "time", "role", "desk")
    assert (not row["withheld"]) == told
    assert row["reason"] == ("" if told else "complement")


def test_themes__group_of_nine_writers__is_withheld_as_few(coded) -> None:
    roles = "d" * 9 + "s" * 14
    row = of_group(shown(coded(["time", ""] * 11 + [""], roles=roles, people=23)), "time", "role", "desk")
    assert (row["withheld"], row["reason"]) == (True, "few")


def test_themes__everybody_or_nobody_wrote_of_it__is_not_told_as_such(coded) -> None:
    released = shown(coded(["time"] * 24))
    assert ends(of_group(released, "time")) == (24, 22, 24)
    assert ends(of_group(released, "leaders")) == (24, 0, 2)


def test_themes__nobody_has_coded__is_an_empty_frame_of_the_same_columns(coded) -> None:
    none, some = shown(coded([])), shown(coded(["time"] * 12))
    for frame in ("themes", "goals", "theme_differences"):
        expected = some if frame != "goals" else shown(coded(["mixed"] * 12, item=GOAL))
        assert getattr(none, frame).empty
        dtypes = [getattr(each, frame).dtypes.astype(str).sort_index().to_dict() for each in (none, expected)]
        assert dtypes[0] == dtypes[1]


def test_themes__of_a_blank_or_withdrawn_answer__do_not_count(coded) -> None:
    survey = coded(["time"] * 12)
    ghosts = survey.codings.assign(response_id=[f"gone{at}" for at in range(12)])
    blank = survey.codings.assign(response_id=[f"r{at:03}" for at in range(14, 26)])
    more = pd.concat([survey.codings, ghosts, blank], ignore_index=True)
    pd.testing.assert_frame_equal(shown(replace(survey, codings=more)).themes, shown(survey).themes)


def test_themes__deleted_from_the_codebook__its_texts_count_without_it(coded) -> None:
    own = pd.DataFrame([("elm", "garden", "culture_tour", "Our garden", "")], columns=[one.name for one in THEMES])
    found = ["garden"] * 6 + ["time"] * 6
    with_it, without = shown(coded(found, themes=own)), shown(coded(found))
    assert ends(of_group(with_it, "garden")) == (12, 6, 6)
    assert "garden" not in set(without.themes["theme"])
    assert ends(of_group(with_it, "time")) == ends(of_group(without, "time")) == (12, 6, 6)


def test_themes__hostile_ids__are_looked_up_and_never_read_as_anything_else(coded) -> None:
    hostile = ["<script>alert(1)</script>", "'; DROP TABLE codings; --", "../../time", "TIME", "time\ttime"]
    released = shown(coded([*hostile, *["leaders"] * 7]))
    assert set(released.themes["theme"]) == {theme.id for theme in load_codebook().of_part("culture_tour")}
    assert ends(of_group(released, "leaders")) == (12, 7, 7)
    # A tab parts two ids as a space does.
    assert ends(of_group(released, "time")) == (12, 0, 2)


def test_themes__of_another_library__stay_out_of_the_codebook(coded) -> None:
    rows = [("elm", "garden", "culture_tour", "Our garden", "g"), ("oak", "pond", "culture_tour", "Our pond", "p")]
    released = shown(coded(["pond garden"] * 12, themes=pd.DataFrame(rows, columns=[one.name for one in THEMES])))
    assert released.codebook.to_numpy().tolist() == [["garden", "culture_tour", "Our garden", "g"]]
    assert "pond" not in set(released.themes["theme"])


def test_codebook_of__own_theme__stands_after_those_of_the_toolkit() -> None:
    rows = pd.DataFrame([("elm", "garden", "reflection", "Our garden", "")], columns=[one.name for one in THEMES])
    themes = codebook_of(own_themes(rows, "elm")).of_part("reflection")
    assert [(theme.id, theme.name) for theme in themes][-1] == ("garden", "Our garden")
    assert themes[:-1] == load_codebook().of_part("reflection")


def test_goals__kinds__are_told_as_one_of_three(coded) -> None:
    released = shown(coded([KINDS[kind] for kind in "ppppmmmmmlllll"], item=GOAL))
    rows = released.group("goals")
    assert rows["goal"].tolist() == list(GOAL_KINDS)
    assert [ends(row) for row in rows.to_dict("records")] == [(14, 4, 4), (14, 5, 5), (14, 5, 5)]
    assert released.themes.empty


@pytest.mark.parametrize(("goals", "reason"), [("l" * 9 + "-" * 9, "few"), ("ppppllllll" + "-" * 9, "")])
def test_goals__no_kind_can_be_told__do_not_count(goals: str, reason: str, coded) -> None:
    rows = shown(coded([KINDS[kind] for kind in goals], item=GOAL)).group("goals")
    assert set(rows["reason"]) == {reason}
    assert rows["n"].isna().all() if reason else set(rows["n"]) == {10}


def test_goals__of_two_kinds_at_once__do_not_count(coded) -> None:
    rows = shown(coded([*["learning"] * 5, *["performance"] * 5, *["learning performance"] * 4], item=GOAL)).group(
        "goals"
    )
    assert set(rows["n"]) == {10}
    assert (rows["count_high"] <= 5).all()


@pytest.mark.slow
def test_released__memos_and_codes_of_single_texts__are_nowhere(coded) -> None:
    released = shown(coded(["time"] * 12))
    for frame in (released.themes, released.texts, released.text_items, released.theme_differences):
        assert "a note" not in frame.to_csv()
        assert "r000" not in frame.to_csv()


def test_themes__rows_in_another_order__the_same(coded) -> None:
    survey = coded(["time", "leaders", ""] * 8, roles="ds" * 13)
    backwards = replace(survey, codings=survey.codings[::-1].reset_index(drop=True))
    for frame in ("themes", "theme_differences"):
        pd.testing.assert_frame_equal(getattr(shown(survey), frame), getattr(shown(backwards), frame))


# --- every possible world


def possible(protected: Protected, people: np.ndarray, answers: int) -> np.ndarray:
    """Every way in which the `people` who count may have answered, as far as what is told allows."""
    worlds = np.array(list(product(range(answers), repeat=int(people.sum()))), dtype=np.int8)
    for statement in protected.statements:
        counts = statement.answers[worlds[:, statement.members]].sum(axis=1)
        worlds = worlds[(counts >= statement.low) & (counts <= statement.high)]
    return worlds


def assert_everybody_in_doubt(worlds: np.ndarray, truth: np.ndarray, answers: int) -> None:
    assert (worlds == truth).all(axis=1).any()
    for one, other in product(range(len(truth)), repeat=2):
        if one != other:
            assert len(np.unique(worlds[:, [one, other]], axis=0)) == answers**2


def small_library(seed: int, people: int, guide, make_survey, random_people):
    rng = np.random.default_rng(seed)
    rows = [person | {"role": str(rng.choice(["desk", "shelf"]))} for person in random_people(rng, people, blank=0.0)]
    return rng, fixed_groups(make_survey(rows).responses, guide)


@pytest.mark.parametrize("minimum", [4, 5, MINIMUM])
@pytest.mark.parametrize("seed", range(8))
def test_themes__small_library__any_two_people_may_have_written_of_it_or_not(
    seed: int, minimum: int, small_guide, make_survey, random_people
) -> None:
    rng, groups = small_library(seed, 12, small_guide, make_survey, random_people)
    mentions = np.where(rng.random(12) < rng.choice([0.1, 0.4, 0.8]), YES, NO)
    mentions = np.where(rng.random(12) < 0.05, BLANK, mentions)
    protected = protect_mark(mentions, groups, minimum)
    people = mentions != BLANK
    assert_everybody_in_doubt(possible(protected, people, 2), mentions[people], 2)


@pytest.mark.parametrize("minimum", [4, 5, MINIMUM])
@pytest.mark.parametrize("seed", range(6))
def test_goals__small_library__any_two_people_may_have_any_two_kinds(
    seed: int, minimum: int, small_guide, make_survey, random_people
) -> None:
    rng, groups = small_library(seed, 10, small_guide, make_survey, random_people)
    kinds = rng.choice(3, 10, p=rng.dirichlet(np.full(3, rng.choice([0.3, 1.0]))))
    protected = protect_bands(kinds, groups, minimum, 3)
    assert_everybody_in_doubt(possible(protected, kinds != BLANK, 3), kinds, 3)


@pytest.mark.parametrize("writers", [MINIMUM - 1, MINIMUM, MINIMUM + 1])
def test_groups_for_texts__any_number_of_writers__leave_no_one_to_nine_over(
    writers: int, small_guide, make_survey, random_people
) -> None:
    for seed in range(20):
        rng, groups = small_library(seed, 24, small_guide, make_survey, random_people)
        wrote = np.zeros(24, dtype=bool)
        wrote[rng.permutation(24)[:writers]] = True
        chosen = choose_groups(groups.among(wrote), MINIMUM)
        sizes = chosen.sizes[chosen.shown]
        left = [writers - size for size in sizes]
        assert all(size >= MINIMUM for size in sizes)
        assert all(rest == 0 or rest >= MINIMUM for rest in left)
        assert (len(sizes) > 0) == (writers >= MINIMUM)
