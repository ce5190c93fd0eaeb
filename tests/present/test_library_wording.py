"""Wording of libraries: no place without its range, no finding without chance allowed for, no grade."""

from __future__ import annotations

import doctest
from dataclasses import replace
from importlib import import_module

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.compared import Comparison
from analysis.errors import ProtectionError, ToolkitError
from analysis.guide import Words
from analysis.measures.peers import Criteria, Peers, choose_peers
from analysis.present import wording
from analysis.present.standing import Library, Standing, say_shown
from analysis.present.wording.libraries import say_averages, say_may_average, say_peers, say_ranks, say_standing
from tests.present.libraries_made import OWN, make_comparison, poisoned, spreading, telling, without

LIMITS = (
    "To stand lower or higher is no grade. Libraries differ in size, place and task. Ask one that stands elsewhere "
    "what it does, and what it would do again."
)
ALLOWED = (
    "With chance allowed for means: a library of which few people answered is taken to be more like the others than "
    "its own answers say, since few answers stray far by luck."
)
AVERAGE = (
    "An average always exists. The question is whether it says anything about a library, or only about the people who "
    "happened to answer."
)
PEERS = (
    "Peers are chosen by such public facts alone, never by what anybody answered. To be alike in these does not mean "
    "to be alike in everything."
)


def plain(sentences: tuple[str, ...]) -> list[str]:
    return [sentence.replace("\u00a0", " ") for sentence in sentences]


def told(comparison: Comparison, measure: str = "index", **columns: object) -> Comparison:
    """The own library at plain numbers in one measure."""
    at = {"n": 31, "raw": 60.0, "raw_low": 60.0, "raw_high": 60.0, "pooled": 61.7, "low": 54.2, "high": 74.6}
    return telling(comparison, OWN, measure, **{**at, "rank_low": 3.0, "rank_high": 9.0, "top_third": 0.41, **columns})


def test_standing__above__says_finding_meaning_values_chance_and_no_grade(english: Words) -> None:
    comparison = spreading(told(make_comparison(28), differs="above"), chance=0.38)
    assert plain(say_standing(comparison, english)) == [
        "Maturity index: your library is above the mean of the 28 libraries, by more than chance.",
        "Luck alone would rarely bring it there, even though several measures are looked at together.",
        "Its own answers alone say 60. With chance allowed for, it likely stands between 54 and 75; the mean of all "
        "libraries is 56.",
        ALLOWED,
        "Of the differences that one sees between these libraries, about 4 in 10 are what chance alone makes.",
        LIMITS,
    ]


@pytest.mark.parametrize(
    ("n", "raw", "own", "likely", "mean"),
    [
        (31, 100 * 20 / 31, "20 of 31", "between 17 and 23 of 31", "17 of 31"),
        (49, 100 * 30 / 49, "30 of 49", "between 27 and 37 of 49", "27 of 49"),
        (50, 60.0, "60%", "between 54% and 75%", "56%"),
    ],
)
def test_standing__share__is_said_in_people_below_fifty(
    n: int, raw: float, own: str, likely: str, mean: str, english: Words
) -> None:
    comparison = told(make_comparison(28), "purpose", n=n, raw=raw, raw_low=raw, raw_high=raw)
    said = plain(say_standing(comparison, english, "purpose"))
    assert said[2] == (
        f"Its own answers alone say that {own} see this quality. With chance allowed for, that likely stands for "
        f"{likely}; the mean of all libraries would be {mean}."
    )


def test_standing__growth_as_a_range__says_the_range(english: Words) -> None:
    ranged = {"n": 10, "raw": np.nan, "raw_low": 80.0, "raw_high": 100.0}
    said = plain(say_standing(told(make_comparison(28), "growth", **ranged), english, "growth"))
    assert said[2].startswith("Its own answers alone say that 8 or more of 10 lean towards growth. ")


@pytest.mark.parametrize(
    ("chance", "sentence"),
    [
        (0.02, "Of the differences that one sees between these libraries, hardly any are what chance alone makes."),
        (0.94, "Of the differences that one sees between these libraries, about 9 in 10 are what chance alone makes."),
        (0.95, "Nearly all of the differences that one sees between these libraries are what chance alone makes."),
        (np.nan, LIMITS),
    ],
)
def test_standing__part_of_chance__is_said_in_tenths(chance: float, sentence: str, english: Words) -> None:
    assert plain(say_standing(spreading(make_comparison(28, ""), chance=chance), english))[2] == sentence


def test_standing__alike__says_that_the_order_means_nothing(english: Words) -> None:
    said = plain(say_standing(make_comparison(28, between=0.5), english))
    assert said[:2] == [
        "Maturity index: among the 28 libraries no difference can be told from chance.",
        "So where a library stands among them says next to nothing. If all answered once more, the order would be "
        "another one.",
    ]


@pytest.mark.parametrize(("count", "is_few"), [(9, True), (10, False), (11, False)])
def test_standing__around_ten_libraries__says_only_below_that_they_are_few(
    count: int, is_few: bool, english: Words
) -> None:
    few = f"With only {count} libraries, how far they differ is itself only roughly known."
    assert (few in say_standing(make_comparison(count), english)) == is_few


def test_standing__own_withheld__says_why_and_nothing_of_it(english: Words) -> None:
    said = plain(say_standing(make_comparison(28, withheld={OWN: "few"}), english))
    assert said[:2] == [
        "Maturity index: your library cannot be placed, because fewer than 5 people answered.",
        "What the others show can still be read, and talked about in your library.",
    ]
    assert len(said) == 4


@pytest.mark.parametrize("count", [0, 1])
def test_standing__fewer_than_two__says_only_that(count: int, english: Words) -> None:
    withheld = {f"lib_{number:03d}": "few" for number in range(count, 3)}
    assert len(say_standing(make_comparison(3, withheld=withheld), english)) == 2


@pytest.mark.parametrize("finding", ["above", "below", ""])
def test_standing__no_own_library__never_speaks_of_yours(finding: str, english: Words) -> None:
    comparison = replace(make_comparison(28, ""))
    comparison = replace(comparison, standing=comparison.standing.assign(differs=finding))
    assert [sentence for sentence in say_standing(comparison, english) if "your" in sentence.lower()] == []


def test_ranks__between__is_a_range_and_a_chance(english: Words) -> None:
    assert plain(say_ranks(told(make_comparison(28), rank_low=3.0, rank_high=19.0), english)) == [
        "Put the 28 libraries in order, the highest first: yours comes somewhere between the 3rd and the 19th. Where "
        "exactly cannot be told.",
        "That it belongs to the highest third: about 4 in 10.",
    ]


@pytest.mark.parametrize(
    ("low", "high", "ending"),
    [
        (1.0, 28.0, "yours may come anywhere among them."),
        (2.0, 28.0, "yours comes somewhere between the 2nd and the 28th. Where exactly cannot be told."),
        (4.0, 4.0, "yours likely comes 4th, though answers given on another day could change that."),
    ],
)
def test_ranks__any_range__is_never_a_place_alone(low: float, high: float, ending: str, english: Words) -> None:
    comparison = told(make_comparison(28), rank_low=low, rank_high=high, top_third=np.nan)
    assert plain(say_ranks(comparison, english)) == [f"Put the 28 libraries in order, the highest first: {ending}"]


def test_ranks__own_unknown_withheld_or_alone__say_nothing(english: Words) -> None:
    assert say_ranks(make_comparison(28, ""), english) == ()
    assert say_ranks(make_comparison(28, withheld={OWN: "few"}), english) == ()
    assert say_ranks(without(make_comparison(28), OWN), english) == ()
    assert say_ranks(make_comparison(1), english) == ()
    assert say_ranks(told(make_comparison(28), rank_low=np.nan), english) == ()


def test_may_average__yes__says_why_with_its_evidence(english: Words) -> None:
    comparison = make_comparison(12, "")
    sizes = [5.0] * 5 + [20.0] * 3 + [21.0] * 4
    columns = {"icc1": 0.104, "icc1_low": 0.031, "icc1_high": 0.221, "staff_needed": 20.0}
    comparison = replace(comparison, standing=comparison.standing.assign(n=sizes * 9))
    assert plain(say_may_average(spreading(comparison, **columns), english)) == [
        "Maturity index: yes, the answers of people may be averaged into one figure for each library.",
        "The libraries differ by more than chance.",
        "Of all differences between people's answers, about 10 in 100 lie between libraries (likely 3 to 22); the "
        "others lie between people of the same library. Researchers call this part ICC(1).",
        "From 20 answers on, the average of a library is reliable: others of its people would give much the same "
        "(ICC(2) of .70 or more). So many people answered in 7 of the 12 libraries.",
        AVERAGE,
    ]


@pytest.mark.parametrize(
    ("verdict", "start"),
    [
        ("with_care", "Purpose: with care. "),
        ("may_not", "Purpose: no. "),
        ("not_computable", "Purpose: whether the answers of people may be averaged for each library cannot be told."),
    ],
)
def test_may_average__each_verdict__is_said_first(verdict: str, start: str, english: Words) -> None:
    comparison = spreading(make_comparison(12), "purpose", verdict=verdict, staff_needed=np.nan, p_adjusted=0.4)
    said = plain(say_may_average(comparison, english, "purpose"))
    assert said[0].startswith(start)
    alike = "No difference between the libraries can be told from chance. That does not show that they are alike."
    assert said[1] == alike
    assert said[3] == (
        "How many answers an average needs to be reliable cannot be told: no part of the differences surely lies "
        "between libraries."
    )


@pytest.mark.parametrize(("low", "is_open"), [(0.0, True), (0.001, False), (np.nan, True)])
def test_may_average__perhaps_nothing_between_libraries__names_no_number_of_answers(
    low: float, is_open: bool, english: Words
) -> None:
    said = say_may_average(spreading(make_comparison(12), icc1_low=low, staff_needed=9), english)
    assert any(sentence.startswith("From 9 answers on") for sentence in said) != is_open


@pytest.mark.parametrize(("icc1", "part"), [(0.004, "fewer than 1"), (0.005, "fewer than 1"), (0.006, "about 1")])
def test_may_average__hardly_any_part__is_not_said_to_be_none(icc1: float, part: str, english: Words) -> None:
    said = say_may_average(spreading(make_comparison(12), icc1=icc1), english)
    assert said[2].startswith(f"Of all differences between people's answers, {part} in 100 lie between libraries")


def test_may_average__one_library__says_what_it_takes(english: Words) -> None:
    assert plain(say_may_average(make_comparison(1), english)) == [
        "Maturity index: whether the answers of people may be averaged for each library cannot be told.",
        "It takes at least two libraries that may be shown.",
    ]


def test_averages__all_measures__are_sorted_by_verdict(english: Words) -> None:
    comparison = make_comparison(12)
    for measure in ("variety", "growth"):
        comparison = spreading(comparison, measure, verdict="may_not")
    comparison = spreading(comparison, "agency", verdict="with_care")
    said = plain(say_averages(comparison, english))
    assert said[0].startswith("The answers of people may be averaged for each library in “Maturity index”, “Purpose”")
    assert said[1:] == [
        f"With care, they may be averaged in “{english('guide.quality.agency.name')}”.",
        f"They should not be averaged in “{english('guide.quality.variety.name')}” and “Leaning towards growth”: "
        "there, no difference between libraries can be told from chance, or people of one library answer too "
        "differently.",
        AVERAGE,
    ]


def test_peers__widened__says_what_is_common_and_every_step(english: Words) -> None:
    criteria = Criteria(("10000_to_24999", "25000_to_49999"), ("suburb", "town", "rural"), ("public",))
    peers = Peers(tuple(f"lib_{number:03d}" for number in range(1, 12)), criteria, ("near_locales", "near_bands"))
    comparison = make_comparison(12, withheld={"lib_001": "few"})
    assert plain(say_peers(peers, comparison, english)) == [
        "11 other libraries are peers of yours.",
        "Results may be shown for 10 of them.",
        "What they have in common with yours: they are public libraries, they serve 10,000 to 49,999 people and they "
        "lie in a suburb, a town or the country.",
        "To find at least 10, the circle was widened to similar kinds of place and to libraries a little smaller or "
        "larger.",
        PEERS,
    ]


@pytest.mark.parametrize(
    ("bands", "told_bands"),
    [
        (("under_1000",), "up to 999 people"),
        (("250000_to_499999", "500000_and_more"), "250,000 people or more"),
        (("5000_to_9999",), "5,000 to 9,999 people"),
    ],
)
def test_peers__bands_at_the_ends__are_said_by_the_end_that_they_have(
    bands: tuple[str, ...], told_bands: str, english: Words
) -> None:
    peers = Peers(("lib_001",), Criteria(bands, ("town",), ("school",)))
    assert plain(say_peers(peers, make_comparison(2), english)) == [
        "1 other library is a peer of yours.",
        "What they have in common with yours: they are school libraries, they serve "
        f"{told_bands} and they lie in a town.",
        "The circle did not have to be widened.",
        "That is fewer than 10, so the comparison is a rough one.",
        PEERS,
    ]


@pytest.mark.parametrize(("count", "is_few"), [(9, True), (10, False), (11, False)])
def test_peers__around_ten__say_only_below_that_they_are_few(count: int, is_few: bool, english: Words) -> None:
    peers = Peers(tuple(f"lib_{number:03d}" for number in range(1, count + 1)), Criteria(types=("public",)))
    said = say_peers(peers, make_comparison(count + 1), english)
    assert ("That is fewer than 10, so the comparison is a rough one." in said) == is_few


def test_peers__facts_not_known__are_said_and_differ_from_those_given_up(english: Words) -> None:
    peers = Peers(("lib_001",), Criteria(types=("public",)), ("any_locale",))
    assert plain(say_peers(peers, make_comparison(2), english))[3] == (
        "Not known of your library, and so not looked at: how many people it serves."
    )


def test_peers__nothing_in_common__and__nobody__are_said(english: Words) -> None:
    steps = ("any_locale", "any_band", "any_type")
    said = plain(say_peers(Peers(("lib_001",), Criteria(), steps), make_comparison(2), english))
    assert said[1] == "They are all other libraries that are known: nothing narrower gave enough."
    assert plain(say_peers(Peers((), Criteria()), make_comparison(2), english)) == [
        "No other library could be found to compare yours with.",
        PEERS,
    ]


def test_peers__as_chosen__have_words_for_every_step_and_fact(english: Words, spanish: Words) -> None:
    comparison = make_comparison(30)
    frame = comparison.libraries
    frames = [
        frame,
        frame.assign(type=["academic", *["public"] * 29]),
        frame.assign(population=np.nan),
        frame.assign(locale=["rural"] * 15 + ["city"] * 15, population=[500] * 15 + [900_000] * 15),
        frame.assign(type="special", locale="", population=pd.NA),
    ]
    for facts in frames:
        for library_id in ("lib_000", "lib_020"):
            peers = choose_peers(facts, library_id)
            for words in (english, spanish):
                assert all(sentence and "{" not in sentence for sentence in say_peers(peers, comparison, words))


@pytest.mark.parametrize("say", [say_standing, say_ranks, say_may_average, say_averages])
def test_say__anything_but_a_comparison__is_refused(say: object, english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only a comparison of released results can be shown\."):
        say("answers", english)  # type: ignore[operator]


def test_say_peers__anything_but_a_comparison__is_refused(english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only a comparison of released results can be shown\."):
        say_peers(Peers((), Criteria()), "answers", english)  # type: ignore[arg-type]


def test_say__a_measure_that_was_not_compared__is_refused(english: Words) -> None:
    with pytest.raises(ToolkitError, match=r"^The libraries were not compared in this\.\n- measure: found 'setback';"):
        say_standing(make_comparison(3), english, "setback")


@pytest.mark.parametrize("own", [OWN, "lib_001", ""])
def test_withheld__filled_with_secrets__says_the_same(own: str, english: Words) -> None:
    comparison = make_comparison(12, own, withheld={"lib_001": "few", "lib_002": "complement"})
    for say in (say_standing, say_ranks, say_may_average):
        assert say(poisoned(comparison), english, "purpose") == say(comparison, english, "purpose")


@pytest.mark.parametrize("language", ["english", "spanish"])
@pytest.mark.parametrize("count", [1, 3, 12, 40])
def test_say__any_number_and_language__is_whole_sentences(
    count: int, language: str, request: pytest.FixtureRequest
) -> None:
    words = request.getfixturevalue(language)
    for own in (OWN, ""):
        comparison = make_comparison(count, own)
        for measure in comparison.measures:
            said = (
                *say_standing(comparison, words, measure),
                *say_ranks(comparison, words, measure),
                *say_may_average(comparison, words, measure),
                *say_averages(comparison, words),
            )
            assert [text for text in said if not text.endswith(".") or "{" in text or "nan" in text.split()] == []


@pytest.mark.parametrize(("low", "high", "said"), [(55, 74, "between 17 and 23 of 31"), (54.9, 55.1, "17 of 31")])
def test_shown__values_of_a_share__are_people(low: float, high: float, said: str, english: Words) -> None:
    own = Standing(Library("a", "A"), n=31, told=(60.0, 60.0), is_exact=True)
    assert say_shown((low, high), own, "purpose", english).replace("\u00a0", " ") == said


def test_wording__the_room__exports_what_pages_ask_for() -> None:
    names = {"say_averages", "say_may_average", "say_peers", "say_ranks", "say_standing"}
    assert names <= set(wording.__all__)


@pytest.mark.parametrize("name", ["standing", "limits", "figures.axis"])
def test_examples_of_libraries__in_docstrings__run(name: str) -> None:
    result = doctest.testmod(import_module(f"analysis.present.{name}"))
    assert (result.failed, result.attempted > 0) == (0, True)
