"""Wording of cohorts: every rule has a case that it speaks in and a case that it keeps quiet in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from analysis.disclosure.released import Released
from analysis.errors import ProtectionError
from analysis.guide import Words
from analysis.present.wording.cohorts import say_camps, say_differences, say_spread

SAY = (say_spread, say_differences, say_camps)
STARTS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÚ“«0123456789"
EVERYBODY = (
    "Line up the 300 people who have a position from fixed to growth: the one in the middle leans to neither side "
    "(mixed), between 40 and 60 on the line from 0 to 100."
)
HALF = "The middle half of them stands between 40 and 100."
LIMITS = "This says where groups stand today, and that can change. Nobody is a type."
UNCLEAR = (
    "No clear finding: over all situations, no group stands further towards growth or fixed than the others by more "
    "than chance."
)
NO_SITUATION = "In no single situation does a group differ from the others by more than chance."
MEANING = (
    "More than chance means: luck alone would rarely bring it about, even though several groups are compared at once. "
    "Where the two of a pairing stand alike, each side gets half."
)
NOBODY = (
    "A difference between groups says nothing about any one person. Nobody is a type; ask what is different where "
    "these people work."
)
TWO_CAMPS = (
    "The middle of two camps describes neither of them. Let both tell what makes the difference, before anything is "
    "decided for all."
)
FEW = "In a group of under 20 people, two or three answers can look like a camp."


def plain(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text.replace("\u00a0", " ") for text in texts)


def tell(table: pd.DataFrame, value: str, scope: str = "overall", **columns: object) -> pd.DataFrame:
    table = table.copy()
    table.loc[(table["value"] == value) & (table["scope"] == scope), list(columns)] = list(columns.values())
    return table


def spread(released: Released, value: str, scope: str = "overall", **columns: object) -> Released:
    return replace(released, distributions=tell(released.distributions, value, scope, **columns))


def compare(released: Released, value: str, scope: str = "overall", **columns: object) -> Released:
    return replace(released, differences=tell(released.differences, value, scope, **columns))


def calm(released: Released) -> Released:
    """The same results without any finding: neither split nor together, nothing beyond chance."""
    differences = released.differences.assign(p_adjusted=0.4)
    return replace(released, differences=differences, distributions=released.distributions.assign(camps=""))


@pytest.fixture
def hundreds(make: Callable[..., Released]) -> Released:
    return calm(make(400))


@pytest.mark.parametrize("say", SAY)
def test_say__anything_but_released__is_refused(say: Callable[..., tuple[str, ...]], english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only released results can be shown\.\n- results: found a str;"):
        say("answers", english, "unit")


@pytest.mark.parametrize("language", ["english", "spanish"])
@pytest.mark.parametrize("say", SAY)
def test_say__any_library__is_whole_sentences_without_places(
    say: Callable[..., tuple[str, ...]], language: str, make: Callable[..., Released], request: pytest.FixtureRequest
) -> None:
    words = request.getfixturevalue(language)
    for released in (make(3), make(12), make(12, 12), make(40), make(400), make(400, 120, roster_known=False)):
        for cohort in ("all", "role", "unit", "leads"):
            for text in plain(say(released, words, cohort)):
                assert text[0] in STARTS
                assert text[-1] in ".?”»"
                assert "{" not in text
                assert "nan" not in text.lower().split()


@pytest.mark.parametrize("heads", [3, 12, 40])
@pytest.mark.parametrize("say", SAY)
def test_say__withheld_rows_with_secrets__says_the_same(
    say: Callable[..., tuple[str, ...]],
    heads: int,
    make: Callable[..., Released],
    poison: Callable[[Released], Released],
    english: Words,
) -> None:
    for cohort in ("role", "unit", "tenure", "employment", "leads"):
        assert say(poison(make(heads)), english, cohort) == say(make(heads), english, cohort)


def test_everything__too_few_answered__says_why(make: Callable[..., Released], english: Words) -> None:
    why = "because fewer than 5 people answered."
    three = make(3)
    assert say_spread(three, english, "unit") == (f"How people spread between fixed and growth cannot be told, {why}",)
    assert say_differences(three, english, "unit") == (f"Whether groups differ cannot be told, {why}",)
    assert say_camps(three, english, "unit") == (f"Whether staff are split cannot be told, {why}",)


def test_spread__groups__are_said_from_fixed_to_growth_and_open_ones_last(hundreds: Released, english: Words) -> None:
    told = spread(hundreds, "main_library", median_from=0, median_to=100)
    told = spread(told, "branch_1", median_from=60, median_to=100)
    told = spread(told, "branch_2", median_from=0, median_to=60)
    assert say_spread(told, english, "unit") == (
        EVERYBODY,
        HALF,
        "In “Branch 2” (54 people) the middle person leans towards fixed or leans to neither side (mixed).",
        "In each of these groups the middle person leans to neither side (mixed): "
        "“Branch 3” (36 people) and “Outreach and mobile” (18 people).",
        "In “Branch 1” (72 people) the middle person leans towards growth.",
        "Where the middle person of “Main library” (120 people) stands cannot be told.",
        LIMITS,
    )


def test_spread__two_open_groups__are_said_together(hundreds: Released, english: Words) -> None:
    told = spread(hundreds, "main_library", median_from=0, median_to=100)
    told = spread(told, "branch_1", median_from=float("nan"), median_to=float("nan"))
    assert say_spread(told, english, "unit")[-2] == (
        "Where the middle person stands cannot be told for “Main library” (120 people) and “Branch 1” (72 people)."
    )


def test_spread__all_staff_open__says_that(hundreds: Released, english: Words) -> None:
    told = spread(hundreds, "all", median_from=0, median_to=100)
    assert say_spread(told, english) == (
        "Where the middle person of all staff stands cannot be told more closely.",
        LIMITS,
    )


def test_spread__no_group_shown__says_that(make: Callable[..., Released], english: Words) -> None:
    assert say_spread(make(12), english, "tenure")[1:] == ("By group (Years here) nothing can be shown.", LIMITS)


def test_differences__beyond_chance__says_pairings_and_people(hundreds: Released, english: Words) -> None:
    told = compare(hundreds, "branch_1", superiority_low=0.71, superiority_high=0.74, p_adjusted=0.01)
    told = compare(told, "branch_2", superiority_low=0.21, superiority_high=0.34, p_adjusted=0.01)
    assert plain(say_differences(told, english, "unit")) == (
        "“Branch 1” stands further towards growth than the others, by more than chance: pair one of its 72 people with "
        "one of the 228 others, and in about 7 of 10 pairings the one of “Branch 1” stands further towards growth.",
        "“Branch 2” stands further towards fixed than the others, by more than chance: pair one of its 54 people with "
        "one of the 246 others, and in only 2 to 3 of 10 pairings the one of “Branch 2” stands further towards growth.",
        NO_SITUATION,
        MEANING,
        NOBODY,
    )


def test_differences__in_a_situation__names_it(hundreds: Released, english: Words) -> None:
    told = compare(hundreds, "branch_1", "criticism", superiority_low=0.7, superiority_high=0.7, p_adjusted=0.01)
    told = compare(told, "branch_2", "criticism", superiority_low=0.3, superiority_high=0.3, p_adjusted=0.01)
    told = compare(told, "outreach", "criticism", superiority_low=0.3, superiority_high=0.3, p_adjusted=0.01)
    assert say_differences(told, english, "unit")[2] == (
        "With “Criticism”, by more than chance: “Branch 1” stands further towards growth than the others and "
        "“Branch 2” and “Outreach and mobile” each stand further towards fixed than the others."
    )


@pytest.mark.parametrize(("p", "found"), [(0.049, True), (0.05, False), (0.051, False)])
def test_differences__p_around_one_in_twenty__is_a_finding_only_below(
    p: float, found: bool, hundreds: Released, english: Words
) -> None:
    told = compare(hundreds, "branch_1", superiority_low=0.7, superiority_high=0.7, p_adjusted=p)
    assert (UNCLEAR not in say_differences(told, english, "unit")) == found


@pytest.mark.parametrize(("n", "warns"), [(19, True), (20, False), (21, False)])
def test_differences__smallest_side_around_twenty__warns_only_below(
    n: int, warns: bool, hundreds: Released, english: Words
) -> None:
    told = say_differences(compare(hundreds, "outreach", n=n), english, "unit")
    power = (
        f"That does not mean that all stand alike: where only {n} people are on one side, only very large differences "
        "can show."
    )
    assert told == (UNCLEAR, *([power] if warns else []), NO_SITUATION, MEANING, NOBODY)


def test_differences__no_group_told__says_that(make: Callable[..., Released], english: Words) -> None:
    assert say_differences(make(12), english, "tenure") == (
        "By group (Years here) nobody can be compared: too little may be told about the groups.",
    )


def test_differences__all_staff__have_nothing_to_be_compared_with(hundreds: Released, english: Words) -> None:
    assert say_differences(hundreds, english) == ()


def test_camps__split_and_together__are_named(hundreds: Released, english: Words) -> None:
    told = spread(hundreds, "branch_3", camps="split")
    told = spread(told, "all", camps="together")
    assert say_camps(told, english, "unit") == (
        "Split in two camps: “Branch 3”. There, many lean towards fixed, many towards growth, and few stand between.",
        "Close together: “All staff”.",
        TWO_CAMPS,
    )


def test_camps__a_group_under_twenty__is_said_with_care(hundreds: Released, english: Words) -> None:
    told = spread(hundreds, "outreach", camps="split")
    assert say_camps(told, english, "unit")[-1] == FEW
    assert FEW not in say_camps(spread(hundreds, "branch_3", camps="split"), english, "unit")


def test_camps__situations_in_which_all_are_split__are_named(hundreds: Released, english: Words) -> None:
    one = spread(hundreds, "all", "criticism", camps="split")
    assert say_camps(one, english, "unit") == ("All staff are split in one situation: “Criticism”.", TWO_CAMPS)
    two = spread(one, "all", "change", camps="split")
    assert say_camps(two, english)[0] == "All staff are split in 2 situations: “Criticism” and “Change”."


def test_camps__none_told__says_that_nothing_is_clear(hundreds: Released, english: Words) -> None:
    assert say_camps(hundreds, english, "unit") == (
        "No clear finding: whether anybody is split in two camps, or stands close together, cannot be told.",
    )
