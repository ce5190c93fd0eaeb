"""Sentences about situations: every rule has a case that it speaks in and a case that it keeps quiet in."""

from __future__ import annotations

import doctest
from collections.abc import Callable
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.released import Released
from analysis.errors import ProtectionError, ToolkitError
from analysis.guide import Words
from analysis.present import situations
from analysis.present.situations import Part, Pull, say_part_range, say_shift, say_shift_range
from analysis.present.wording import situations as wording

SHIFTS = (6.0, 3.0, -19.0, 8.0, 1.0, 1.0)
USUAL = "Over all situations, staff stand at 50 on average, on a line from 0 (fixed) to 100 (growth)."
CRITICISM = (
    "“Criticism” moves staff towards fixed. Compared with where the same people usually stand: 19 points towards "
    "fixed, likely 14 to 24 points towards fixed. That is more than chance."
)
EFFORT = (
    "“Effort” moves staff towards growth. Compared with where the same people usually stand: 8 points towards "
    "growth, likely 3 to 13 points towards growth. That is more than chance."
)
LIMITS = (
    "Ten points are one step on one of the two statements. These are averages of everybody: they say what happens in "
    "a situation, not what anybody is like."
)
UNTOLD_PLACES = (
    "Where staff stand on average in each situation cannot be told, because it takes 20 people to tell this finely. "
    "How many lean which way can."
)
UNCLEAR = "No clear finding: of all staff, no situation clearly stands out from the others."
SMALL = "Small groups can differ widely by luck alone. A shade is where to start asking, not an answer."


@pytest.fixture
def forty(make: Callable[..., Released]) -> Released:
    """Forty staff, all of whom answered; 10 of 40 lean each way everywhere, nothing pulls, no group differs."""
    released = make(40, 40)
    differences = released.differences.assign(superiority_low=0.6, superiority_high=0.7, p_adjusted=0.5)
    told = released.profile.copy()
    told["shift"] = list(SHIFTS)
    told["score"], told["low"], told["high"] = 50 + told["shift"], told["shift"] - 5, told["shift"] + 5
    told["p_adjusted"] = 0.5
    return replace(released, bands=banded(released.bands, 40, 10), differences=differences, profile=told)


@pytest.fixture
def twelve(make: Callable[..., Released]) -> Released:
    """Twelve staff, all of whom answered; 4 of 12 lean each way everywhere."""
    released = make(12, 12)
    return replace(released, bands=banded(released.bands, 12, 4))


def banded(table: pd.DataFrame, n: int, count: int, **where: str) -> pd.DataFrame:
    table = table.copy()
    rows = table["cohort"] == "all"
    for column, value in where.items():
        rows &= table[column] == value
    columns = ["n", "roster", "count_low", "count_high", "low", "high"]
    table.loc[rows, columns] = [n, n, count, count, count / n, count / n]
    return table


def pulled(released: Released, **p: float) -> Released:
    table = released.profile.copy()
    for situation, value in p.items():
        table.loc[table["situation"] == situation, "p_adjusted"] = value
    return replace(released, profile=table)


def shared(released: Released, **parts: tuple[float, float, float]) -> Released:
    table = released.components.copy()
    for name, numbers in parts.items():
        table.loc[table["quantity"] == name, ["share", "low", "high"]] = list(numbers)
    return replace(released, components=table)


def apart(released: Released, value: str, scope: str, superiority: float) -> Released:
    table = released.differences.copy()
    rows = (table["value"] == value) & (table["scope"] == scope)
    told = [superiority - 0.05, superiority + 0.05, 0.01]
    table.loc[rows, ["superiority_low", "superiority_high", "p_adjusted"]] = told
    return replace(released, differences=table)


def plain(said: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text.replace("\u00a0", " ") for text in said)


def test_say_profile__nothing_beyond_chance__finds_nothing(forty: Released, english: Words) -> None:
    unclear = "No clear finding: no situation moves staff by more than chance could."
    assert plain(wording.say_profile(forty, english)) == (USUAL, unclear, LIMITS)


def test_say_profile__two_pulls__tells_the_larger_first_and_what_stays_open(forty: Released, english: Words) -> None:
    rest = (
        "Whether these move staff at all cannot be told from chance: “A challenge”, “A setback”, “Others' success” "
        "and “Change”."
    )
    told = plain(wording.say_profile(pulled(forty, effort=0.049, criticism=0.01), english))
    assert told == (USUAL, CRITICISM, EFFORT, rest, LIMITS)


@pytest.mark.parametrize(("p", "is_said"), [(0.049, True), (0.05, False), (0.051, False), (np.nan, False)])
def test_say_profile__around_the_limit_of_chance__speaks_below_it(
    p: float, is_said: bool, forty: Released, english: Words
) -> None:
    assert (CRITICISM in plain(wording.say_profile(pulled(forty, criticism=p), english))) == is_said


def test_say_profile__all_situations_pull__leaves_none_open(forty: Released, english: Words) -> None:
    told = wording.say_profile(replace(forty, profile=forty.profile.assign(p_adjusted=0.01)), english)
    assert len(told) == 1 + 6 + 1
    assert not any("cannot be told from chance" in text for text in told)


def test_say_profile__one_place_withheld__names_it(forty: Released, english: Words) -> None:
    table = forty.profile.copy()
    table.loc[table["situation"] == "criticism", ["withheld", "reason"]] = [True, "complement"]
    told = wording.say_profile(replace(forty, profile=table), english)
    assert told[2] == "Not shown, to protect those who answered: “Criticism”."


def test_say_profile__under_twenty_people__tells_the_bands(twelve: Released, english: Words) -> None:
    assert plain(wording.say_profile(twelve, english)) == (UNTOLD_PLACES, UNCLEAR)


@pytest.mark.parametrize(("fixed", "is_said"), [(4, False), (5, False), (6, True)])
def test_say_profile__bands_around_ten_points_apart__are_a_finding_from_there(
    fixed: int, is_said: bool, twelve: Released, english: Words
) -> None:
    bands = banded(twelve.bands, 12, fixed, scope="setback", band="fixed")
    sentence = (
        f"With “A setback”, more lean towards fixed than towards growth ({fixed} of 12 against 4 of 12). "
        "That is where trying things out safely helps most."
    )
    assert (sentence in plain(wording.say_profile(replace(twelve, bands=bands), english))) == is_said


def test_say_profile__nothing_told__says_why(make: Callable[..., Released], english: Words) -> None:
    assert wording.say_profile(make(3), english) == (
        "Where staff stand in each situation cannot be told, because fewer than 5 people answered.",
    )


def test_say_components__equal_parts__find_nothing(forty: Released, english: Words) -> None:
    released = shared(forty, person=(0.3, 0.2, 0.4), situation=(0.3, 0.2, 0.4), residual=(0.4, 0.31, 0.49))
    assert plain(wording.say_components(released, english)) == (
        "What the differences in where people stand come from. "
        "The people: about 3 in 10 of all (likely 2 to 4 in 10), since some lean further towards growth everywhere. "
        "The situations: about 3 in 10 of all (likely 2 to 4 in 10), since some move everybody the same way. "
        "The rest: about 4 in 10 of all (likely 3 to 5 in 10), since some people are moved by some situations, and "
        "there is chance in every answer.",
        "No clear finding: whether people or situations make more difference cannot be told.",
        "The likely ranges say what other people like these might have answered. They do not say what would come out "
        "with other situations.",
    )


@pytest.mark.parametrize(
    ("person", "situation", "sentence"),
    [
        (
            (0.2, 0.1, 0.29),
            (0.4, 0.3, 0.5),
            "Situations make clearly more difference than people. So look at what happens there, and change that, "
            "rather than at who people are.",
        ),
        (
            (0.4, 0.3, 0.5),
            (0.2, 0.1, 0.29),
            "People make clearly more difference than situations. So ask what different people need, rather than "
            "changing one situation for everybody.",
        ),
        (
            (0.2, 0.1, 0.3),
            (0.4, 0.3, 0.5),
            "No clear finding: whether people or situations make more difference cannot be told.",
        ),
    ],
)
def test_say_components__parts__are_named_only_when_clearly_larger(
    person: tuple[float, float, float],
    situation: tuple[float, float, float],
    sentence: str,
    forty: Released,
    english: Words,
) -> None:
    assert wording.say_components(shared(forty, person=person, situation=situation), english)[1] == sentence


def test_say_components__under_twenty_people__says_why_and_what_to_do(twelve: Released, english: Words) -> None:
    assert wording.say_components(twelve, english) == (
        "Whether people or situations make more difference cannot be told, because it takes 20 people to tell this "
        "finely.",
        "Talk about it: in which situations do nearly all of you hold back, and in which does it depend on who you "
        "ask?",
    )


def test_say_situations__nothing_stands_out__says_so(forty: Released, english: Words) -> None:
    assert wording.say_situations(forty, english, "role") == (
        UNCLEAR,
        "By group (Role), nobody stands elsewhere than the others in any situation by more than chance.",
        SMALL,
    )


def test_say_situations__ends_and_one_departure__are_both_said(forty: Released, english: Words) -> None:
    bands = banded(forty.bands, 40, 30, scope="effort", band="growth")
    bands = banded(bands, 40, 3, scope="criticism", band="growth")
    released = apart(replace(forty, bands=bands), "public_services", "change", 0.2)
    first, second, _ = wording.say_situations(released, english, "role")
    assert first == "Of all staff, growth is most common with “Effort”, and least common with “Criticism”."
    assert second == (
        "By group, one difference is more than chance. With “Change”, “Public services” stands further towards fixed "
        "than the others."
    )


def test_say_situations__two_departures__are_counted_and_the_surest_named(forty: Released, english: Words) -> None:
    released = apart(apart(forty, "public_services", "change", 0.7), "public_services", "effort", 0.9)
    assert wording.say_situations(released, english, "role")[1] == (
        "By group, 2 differences are more than chance. The surest: with “Effort”, “Public services” stands further "
        "towards growth than the others."
    )


def test_say_situations__nobody_can_be_compared__does_not_call_them_alike(forty: Released, english: Words) -> None:
    released = replace(forty, differences=forty.differences.assign(withheld=True, reason="complement"))
    assert wording.say_situations(released, english, "role") == (
        UNCLEAR,
        "Whether groups (Role) differ in single situations cannot be told: too little may be told about them.",
    )


def test_say_situations__no_group_shown__says_so(twelve: Released, english: Words) -> None:
    respondents = twelve.respondents.copy()
    respondents.loc[respondents["cohort"] == "role", ["withheld", "reason"]] = [True, "few"]
    told = wording.say_situations(replace(twelve, respondents=respondents), english, "role")
    assert told == (UNCLEAR, "By group (Role) nothing can be shown.")


def test_say_situations__nothing_told__says_why(make: Callable[..., Released], english: Words) -> None:
    assert wording.say_situations(make(3), english, "role") == (
        "How many lean towards growth in each situation cannot be told, because fewer than 5 people answered.",
    )


def test_say_situations__unknown_cohort__is_refused(forty: Released, english: Words) -> None:
    with pytest.raises(
        ToolkitError, match=r"^There is no such cohort in these results\.\n- cohort: found 'shoe_size';"
    ):
        wording.say_situations(forty, english, "shoe_size")


@pytest.mark.parametrize(
    "say",
    [
        wording.say_profile,
        wording.say_components,
        lambda released, words: wording.say_situations(released, words, "role"),
    ],
)
def test_say__anything_but_released__is_refused(say: Callable[..., tuple[str, ...]], english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only released results can be shown\.\n- results: found a list;"):
        say([1], english)


@pytest.mark.parametrize("heads", [3, 12, 40])
def test_say__withheld_rows_filled_with_secrets__say_none_of_them(
    heads: int, make: Callable[..., Released], poison: Callable[[Released], Released], english: Words
) -> None:
    shown, secret = make(heads), poison(make(heads))
    for say in (wording.say_profile, wording.say_components):
        assert say(secret, english) == say(shown, english)
    for cohort in ("role", "unit", "leads"):
        assert wording.say_situations(secret, english, cohort) == wording.say_situations(shown, english, cohort)


@pytest.mark.parametrize("language", ["english", "spanish"])
def test_say_evidence__either_language__names_every_source_once_more_at_the_end(
    language: str, request: pytest.FixtureRequest
) -> None:
    *notes, sources = wording.say_evidence(request.getfixturevalue(language))
    for author, year in (("Sisk", 2018), ("Burgoyne", 2023), ("Tipton", 2023), ("Pashler", 2008)):
        assert any(author in note and str(year) in note for note in notes), author
        assert author in sources


def test_say_evidence__effect_in_pairs__follows_from_its_d(english: Words, spanish: Words) -> None:
    in_100 = round(100 * NormalDist().cdf(0.05 / 2**0.5))
    assert "d = 0.05 (likely 0.02 to 0.09)" in wording.say_evidence(english)[2]
    assert f"in about {in_100} of 100 such pairs" in wording.say_evidence(english)[2]
    assert "d = 0,05 (probablemente de 0,02 a 0,09)" in wording.say_evidence(spanish)[2]
    assert f"en unas {in_100} de cada 100 parejas" in wording.say_evidence(spanish)[2]


def test_say_evidence__limits__are_said(english: Words) -> None:
    assert wording.say_evidence(english)[-2] == (
        "Nobody's mindset is labelled. Nothing here says what kind of person anybody is, and nothing here is for "
        "appraising, hiring, promoting or dismissing anybody."
    )


@pytest.mark.parametrize(
    ("shift", "text"),
    [
        (-1.6, "2 points towards fixed"),
        (-1.4, "1 point towards fixed"),
        (-0.4, "no shift"),
        (0.0, "no shift"),
        (0.4, "no shift"),
        (0.6, "1 point towards growth"),
        (12.0, "12 points towards growth"),
    ],
)
def test_say_shift__around_whole_points__rounds_and_names_the_side(shift: float, text: str, english: Words) -> None:
    assert say_shift(shift, english) == text


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (-24.0, -14.0, "14 to 24 points towards fixed"),
        (-24.0, 0.0, "0 to 24 points towards fixed"),
        (-24.0, 1.0, "from 24 towards fixed to 1 towards growth"),
        (0.0, 6.0, "0 to 6 points towards growth"),
        (-0.4, 6.0, "0 to 6 points towards growth"),
        (3.2, 3.4, "3 points towards growth"),
        (np.nan, np.nan, "not known"),
    ],
)
def test_say_shift_range__each_side__is_named(low: float, high: float, text: str, english: Words) -> None:
    assert say_shift_range(Pull(low=low, high=high), english) == text


@pytest.mark.parametrize(
    ("low", "high", "n", "text"),
    [
        (0.3, 0.7, 30, "3 to 7 in 10"),
        (0.29, 0.71, 30, "2 to 8 in 10"),
        (0.0, 1.0, 30, "0 to 10 in 10"),
        (0.29, 0.71, 50, "29% to 71%"),
        (0.301, 0.304, 50, "30%"),
    ],
)
def test_say_part_range__tenths__are_never_narrower_than_the_range(
    low: float, high: float, n: int, text: str, english: Words
) -> None:
    assert say_part_range(Part(n=n, low=low, high=high), english).replace("\u00a0", " ") == text


@pytest.mark.parametrize("module", [situations, wording])
def test_examples__of_situations__run(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert (result.failed, result.attempted > 0) == (0, True)
