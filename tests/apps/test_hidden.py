"""What the page "Our cohorts" says about everything that it does not show."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.apps.hidden import groups_here, hidden_part
from analysis.apps.view import View

HARMLESS = "That something is not shown says nothing about how anybody answered."
POOL = "Joining with other libraries: "


@pytest.fixture(scope="session")
def small(samples, release_once):
    """The release of a library of seven, for its guide and policy; its groups are made anew by each test."""
    return release_once(samples, "marrow_bend", "2026")


@pytest.fixture
def told(small, words):
    """Makes what is said where the groups of the column `unit` have these answers, heads and reasons."""

    def told(groups, hidden_scopes=()):
        return hidden_part(View(with_groups(small, groups, hidden_scopes), words, "unit"))

    return told


def with_groups(released, groups, hidden_scopes=()):
    """`released` with groups `value: (n, roster, reason)` by place of work; scopes `(value, scope)` are hidden."""
    everybody = released.respondents[released.respondents["cohort"] == "all"]
    people, bands = everybody.to_dict("records"), []
    for value, (n, roster, reason) in groups.items():
        kept = {"cohort": "unit", "value": value, "roster": roster}
        people.append({**kept, "n": n, "withheld": bool(reason), "reason": reason})
        for scope in ("overall", *released.guide.situations):
            why = reason or ("complement" if (value, scope) in hidden_scopes else "")
            rows = [{**kept, "scope": scope, "band": band, "withheld": bool(why), "reason": why} for band in "abc"]
            bands += rows
    return replace(released, respondents=pd.DataFrame(people), bands=pd.DataFrame(bands))


def test_hidden__every_group_is_shown__says_so_and_counts_nothing(told):
    said = told({"main_library": (9, 10, ""), "branch_1": (6, 8, "")})
    assert "<p>All 2 groups (Place of work) are shown, over all situations and in each of them.</p>" in said
    assert "are not." not in said
    assert POOL not in said


def test_hidden__some_groups__are_counted_by_situation_with_each_reason(told):
    groups = {"main_library": (9, 10, ""), "branch_1": (None, 8, "few"), "branch_2": (None, 7, "complement")}
    said = told(groups, hidden_scopes=[("main_library", "effort")])
    assert (
        "<p>There are 3 groups to look at (Place of work), each over all situations and in each of six: 21 results. "
        "6 of them are shown, and 15 are not.</p>"
        "<ul><li>“Main library” and “Branch 2”: 8, because other results would give it away.</li>"
        "<li>“Branch 1”: 7, because fewer than 5 people answered.</li></ul>"
    ) in said
    assert HARMLESS in said


def test_hidden__one_group_of_which_nothing_is_shown__is_counted_in_the_singular(told):
    said = told({"main_library": (None, 7, "complement"), "branch_1": (None, None, "nobody")})
    assert said.startswith(
        "<p>There is 1 group to look at (Place of work), over all situations and in each of six: 7 results. "
        "0 of them are shown, and 7 are not.</p>"
    )


def test_hidden__a_place_that_the_library_does_not_have__is_no_group_of_it(small, words):
    groups = {"main_library": (6, 7, ""), "branch_1": (None, None, "nobody"), "branch_2": (None, 5, "nobody")}
    found = groups_here(with_groups(small, groups), words, "unit")
    assert [group.value for group in found] == ["main_library", "branch_2"]


@pytest.mark.parametrize(
    ("heads", "said_first"),
    [
        (4, "Larger groups: “Branch 1” has fewer than 5 people, so it can never be shown by itself."),
        (5, "More answers: “Branch 1” has enough people. It can appear as soon as 5 of them have answered."),
        (6, "More answers: “Branch 1” has enough people. It can appear as soon as 5 of them have answered."),
    ],
)
def test_hidden__a_group_with_few_answers__is_told_what_helps_by_its_size(told, heads, said_first):
    said = told({"main_library": (9, 10, ""), "branch_1": (None, heads, "few")})
    assert f"<h3>What would help</h3><ul><li>{said_first}" in said
    assert POOL in said


def test_hidden__a_group_beside_small_ones__is_told_that_they_give_it_away(told):
    said = told({"main_library": (None, 10, "complement"), "branch_1": (None, 3, "few"), "branch_2": (None, 2, "few")})
    assert "“Branch 1” and “Branch 2” have fewer than 5 people each, so they can never be shown" in said
    assert "“Main library” is large enough, but a smaller group could be worked out from it." in said


def test_hidden__unknown_heads__promises_nothing(told):
    said = told({"main_library": (9, None, ""), "branch_1": (None, None, "few")})
    assert "“Branch 1”: 7, because fewer than 5 people answered." in said
    assert "More answers:" not in said
    assert "Larger groups:" not in said


def test_hidden__no_column_can_be_shown__says_that_nothing_has_gone_wrong(small, words):
    said = hidden_part(View(small, words))
    assert said.startswith("<p>No group of staff can be shown by itself here, whichever way staff are told apart.")
    assert POOL in said
    assert "Talking: the questions below need no numbers." in said
    assert "<details><summary>Everything that is not shown, column by column</summary>" in said
