"""Standouts: what is said to stand out, in which order, and what is said where nothing does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.errors import ProtectionError
from analysis.present.wording.standouts import MOST_STANDOUTS, say_standouts
from opportunities_made import make_opportunities, turned

NONE = (
    "No clear finding: nothing stands out by more than chance could make it. That is a result as well. Look at what "
    "each part says, and talk about what you would miss most."
)
LEANING = "Over all situations, more staff lean towards growth (30\xa0of\xa040) than towards fixed (10\xa0of\xa040)."
WANTED = (
    "“Say in learning”: staff want this more than the other qualities, by more than chance. What serves it is not "
    "clearly less than elsewhere."
)
WORKS = "“Introduction for new staff” works better than the other ways of learning, by more than chance."


def with_bands(released, scope, growth, fixed, n=40):
    """The same where all staff lean like this in one scope, everybody being counted."""
    table = released.bands.copy()
    for band, count in {"growth": growth, "fixed": fixed, "mixed": n - growth - fixed}.items():
        rows = (table["cohort"] == "all") & (table["scope"] == scope) & (table["band"] == band)
        told = {"n": n, "roster": n, "count_low": count, "count_high": count, "low": count / n, "high": count / n}
        for column, value in {**told, "withheld": False, "reason": ""}.items():
            table[column] = table[column].astype(object).mask(rows, value)
    return replace(released, bands=table.assign(withheld=table["withheld"].astype(bool)))


@pytest.fixture
def plain(make):
    """A library in which nothing is more than chance."""
    released = make(40)
    quiet = replace(
        released,
        gaps=released.gaps.assign(p_adjusted=0.5),
        profile=released.profile.assign(p_adjusted=0.5),
        differences=released.differences.assign(p_adjusted=0.5),
    )
    return with_bands(quiet, "overall", 15, 15)


@pytest.fixture
def nothing_wanted():
    """A map in which no quality and no strategy stands out."""
    return make_opportunities(40, is_clear=False)


def test_standouts__where_nothing_is_more_than_chance__are_none(plain, nothing_wanted, english):
    assert say_standouts(plain, nothing_wanted, english) == (NONE,)


def test_standouts__of_the_map__say_what_is_wanted_and_what_works(plain, english):
    assert say_standouts(plain, make_opportunities(40), english) == (WANTED, WORKS)


def test_standouts__of_leaning__name_both_sides(plain, nothing_wanted, english):
    assert say_standouts(with_bands(plain, "overall", 30, 10), nothing_wanted, english) == (LEANING,)
    [fixed] = say_standouts(with_bands(plain, "overall", 10, 30), nothing_wanted, english)
    assert (
        fixed
        == "Over all situations, more staff lean towards fixed (30\xa0of\xa040) than towards growth (10\xa0of\xa040)."
    )


@pytest.mark.parametrize(("p", "is_said"), [(0.049, True), (0.05, False), (0.051, False)])
def test_standouts__of_a_situation__need_more_than_chance(p, is_said, plain, nothing_wanted, english):
    rows = plain.profile["situation"] == "criticism"
    profile = plain.profile.assign(p_adjusted=plain.profile["p_adjusted"].mask(rows, p))
    profile["shift"] = profile["shift"].mask(rows, -15.0)
    said = say_standouts(replace(plain, profile=profile), nothing_wanted, english)
    pulled = "With “Criticism”, staff lean further towards fixed than they usually do, by more than chance."
    assert said == ((pulled,) if is_said else (NONE,))


def test_standouts__of_two_situations__are_one_sentence(plain, nothing_wanted, english):
    rows = plain.profile["situation"].isin(["criticism", "change"])
    profile = plain.profile.assign(p_adjusted=plain.profile["p_adjusted"].mask(rows, 0.01))
    profile["shift"] = profile["shift"].mask(rows, -15.0)
    assert say_standouts(replace(plain, profile=profile), nothing_wanted, english) == (
        "In 2 situations, staff lean further towards fixed than they usually do, by more than chance: “Criticism” and "
        "“Change”.",
    )


def test_standouts__of_a_situation_without_places__count_who_leans_where(plain, nothing_wanted, english):
    few = replace(plain, profile=plain.profile.assign(withheld=True, reason="thin"))
    hidden = few.bands["scope"] != "overall"
    few = replace(few, bands=few.bands.assign(withheld=hidden, reason=few.bands["reason"].mask(hidden, "few")))
    assert say_standouts(few, nothing_wanted, english) == (NONE,)
    leaning = with_bands(few, "criticism", 10, 30)
    assert say_standouts(leaning, nothing_wanted, english) == (
        "With “Criticism”, more staff lean towards fixed than towards growth.",
    )


def test_standouts__of_a_group__name_it(plain, nothing_wanted, english):
    table = plain.differences.copy()
    rows = (table["scope"] == "overall") & (table["value"] == "public_services")
    table.loc[rows, ["superiority_low", "superiority_high", "low", "high", "p_adjusted"]] = [0.7, 0.7, 0.6, 0.8, 0.01]
    table.loc[rows, "withheld"] = False
    assert say_standouts(replace(plain, differences=table), nothing_wanted, english) == (
        "“Public services” stands further towards growth than the others, by more than chance.",
    )


def test_standouts__where_everything_stands_out__are_four_and_the_best_founded(plain, english):
    full = with_bands(plain, "overall", 30, 10)
    profile = full.profile.assign(p_adjusted=0.01, shift=-15.0)
    gaps = full.gaps.assign(p_adjusted=0.01)
    said = say_standouts(replace(full, profile=profile, gaps=gaps), make_opportunities(40), english)
    assert len(said) == MOST_STANDOUTS == 4
    assert said[0] == WANTED
    assert LEANING not in said


def test_standouts__of_several_wanted_qualities__name_them(plain, nothing_wanted, english):
    both = turned(nothing_wanted, "needs", {"quality": "agency"}, stands_out=True, works="nothing")
    both = turned(both, "needs", {"quality": "variety"}, stands_out=True, works="nothing")
    [said] = say_standouts(plain, both, english)
    assert said == (
        "“Say in learning” and “Variety”: staff want this more than the other qualities, by more than chance, and "
        "nothing that is listed serves it."
    )


def test_standouts__in_spanish__say_as_many(plain, spanish, english):
    full = with_bands(plain, "overall", 30, 10)
    assert len(say_standouts(full, make_opportunities(40), spanish)) == 3
    assert say_standouts(full, make_opportunities(40), spanish) != say_standouts(full, make_opportunities(40), english)


def test_standouts__of_anything_else__are_refused(plain, nothing_wanted, english):
    with pytest.raises(ProtectionError, match="Only released results can be shown"):
        say_standouts(plain.marks, nothing_wanted, english)
    with pytest.raises(ProtectionError, match="Only an opportunity map"):
        say_standouts(plain, plain, english)
