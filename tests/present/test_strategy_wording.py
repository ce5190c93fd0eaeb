"""Wording and tables of strategies and suggestions: what is clear as clear, what is weak as weak and why."""

from __future__ import annotations

import doctest
from collections.abc import Callable
from math import nan

import pandas as pd
import pytest

from analysis.disclosure.opportunity_map import BECAUSE, SUGGESTIONS, WEAK_BECAUSE, OpportunityMap
from analysis.disclosure.released import Released
from analysis.errors import ProtectionError
from analysis.guide import Words
from analysis.present import opportunities as read_model
from analysis.present.html import HtmlTable
from analysis.present.tables_strategies import (
    table_balance,
    table_cadence,
    table_coverage,
    table_needs,
    table_offers,
    table_ratings,
    table_suggestions,
)
from analysis.present.wording import say_cadence, say_coverage, say_opportunities, say_strategies
from opportunities_made import make_opportunities, rated, suggesting, turned

SAYINGS = (say_cadence, say_coverage, say_opportunities, say_strategies)
TABLES = (table_balance, table_cadence, table_coverage, table_needs, table_offers, table_suggestions)
LIBRARIES = ((3, {}), (12, {}), (40, {"is_wide": True}), (40, {"hours_known": False}), (400, {"strategies": 32}))
BEGINNING = "What is suggested is a beginning for a talk. What fits your library, only its people can say."
ONLY_WEAK = (
    "All that follows are weak hints: they rest on the list or on few answers, and chance alone could bring them about."
)


def plain(said: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text.replace("\u00a0", " ") for text in said)


def rows(table: HtmlTable) -> list[tuple[str, ...]]:
    found = table.frame.itertuples(index=False, name=None)
    return [plain(tuple(str(text) for text in row)) for row in found]


@pytest.fixture(scope="module")
def forty() -> OpportunityMap:
    return make_opportunities(40)


@pytest.mark.parametrize("show", [*SAYINGS, *TABLES])
def test_show__anything_but_a_map__is_refused(show: Callable[..., object], english: Words) -> None:
    with pytest.raises(ProtectionError) as refusal:
        show([1, 0, 1], english)
    assert str(refusal.value) == (
        "Only an opportunity map made from released results can be shown.\n- results: found a list; allowed: an "
        "OpportunityMap. Call map_opportunities(released) and show what it returns."
    )


@pytest.mark.parametrize("language", ["english", "spanish"])
@pytest.mark.parametrize(("heads", "kind"), LIBRARIES)
def test_show__any_library__is_whole_in_both_languages(
    heads: int, kind: dict[str, object], language: str, request: pytest.FixtureRequest
) -> None:
    words, opportunities = request.getfixturevalue(language), make_opportunities(heads, **kind)
    said = [text for say in SAYINGS for text in say(opportunities, words)]
    assert [one for one in said if "{" in one or "nan" in one.lower().split() or one[-1] not in "."] == []
    cells = [text for make_table in TABLES for row in rows(make_table(opportunities, words)) for text in row]
    assert [text for text in cells if not text or "{" in text or "nan" in text.lower().split()] == []


def test_opportunities__clear_and_weak__are_told_apart_with_reasons(forty: OpportunityMap, english: Words) -> None:
    assert plain(say_opportunities(forty, english)) == (
        "“Say in learning”: staff want this more than the other qualities, by more than chance. What serves it is not "
        "clearly less than elsewhere.",
        "Open “Introduction for new staff” to “Leaders” as well, for the sake of “Say in learning”, because staff want "
        "this more than the other qualities, by more than chance, those who rated it say that it works better than the "
        "rest and it is not meant for everybody.",
        "Try “Mentoring”, which could serve “Variety”, because staff want this more than the other qualities, by more "
        "than chance and other libraries use it for this; this is only a weak hint, since it rests on the list of ways "
        "of learning alone.",
        "Offer something to “Branch 1”, because nothing that is in use is meant for them; this is only a weak hint, "
        "since it rests on the list of ways of learning alone.",
        BEGINNING,
    )


def test_opportunities__nothing_clear__warns_before_all_of_them(english: Words) -> None:
    said = plain(say_opportunities(make_opportunities(40, is_clear=False), english))
    assert said[0] == (
        "Nothing stands out: no quality is wanted more than the others by more than chance could make it."
    )
    assert said[1] == ONLY_WEAK
    assert all("; this is only a weak hint, since " in text for text in said[2:-1])


def test_opportunities__no_suggestion__says_so(forty: OpportunityMap, english: Words) -> None:
    assert say_opportunities(suggesting(forty), english)[1:] == (
        "Nothing is suggested: neither the answers nor the list of ways of learning points at one thing rather than "
        "another. Choose together.",
    )


@pytest.mark.parametrize("language", ["english", "spanish"])
@pytest.mark.parametrize("kind", SUGGESTIONS)
def test_opportunities__every_kind_and_reason__has_words(
    kind: str, language: str, forty: OpportunityMap, request: pytest.FixtureRequest
) -> None:
    words = request.getfixturevalue(language)
    every = {"kind": kind, "strategy_id": "s00", "because": BECAUSE, "weak_because": WEAK_BECAUSE}
    for groups in ((), (("all", "all"),), (("role", "leader"), ("unit", "branch_1"))):
        said = say_opportunities(suggesting(forty, every | {"quality": "agency", "groups": groups}), words)[2]
        assert [key for key in BECAUSE if words(f"sentences.opportunities.because.{key}") not in said] == []
        assert [key for key in WEAK_BECAUSE if words(f"sentences.opportunities.weakness.{key}") not in said] == []


def test_strategies__beyond_chance__are_named_with_their_counts(forty: OpportunityMap, english: Words) -> None:
    assert plain(say_strategies(forty, english)) == (
        "Ways of learning in use: 6. Listed to be explored: 2.",
        "“Introduction for new staff” works well for 27 of 30 who rated it, more often than the rest does. That is "
        "more than chance.",
        "“Learning on the job, at the desk” works well for 6 of 29 who rated it, less often than the rest does. That "
        "is more than chance.",
        "Of all hours whose number is known, between 30% and 40% go to what each person chooses.",
        "Ratings say what people find helpful, not what they have learned.",
    )


@pytest.mark.parametrize(
    ("opportunities", "sentence"),
    [
        (make_opportunities(40, is_clear=False), "Of none of them it can be said that it works better or less well "),
        (make_opportunities(3), "How well they work cannot be shown, because too few people have rated any of them."),
    ],
)
def test_strategies__nothing_beyond_chance__claim_nothing(
    opportunities: OpportunityMap, sentence: str, english: Words
) -> None:
    assert say_strategies(opportunities, english)[1].startswith(sentence)


def test_strategies__shares_unknown__say_nothing_of_hours(forty: OpportunityMap, english: Words) -> None:
    unknown = turned(forty, "balance", {}, share_low=nan, share_high=nan)
    assert not [text for text in say_strategies(unknown, english) if "hours" in text]


def test_coverage__without_possible_and_required__are_told_apart(forty: OpportunityMap, english: Words) -> None:
    without = turned(forty, "coverage", {"value": "branch_1"}, possible=0)
    without = turned(without, "coverage", {"value": "leaders"}, required=6, optional=0)
    last = "This is what the list says. Ask the people themselves whether it reaches them."
    assert say_coverage(without, english) == (
        "No way of learning is listed for “Branch 1”.",
        "Only required ways of learning reach “Leaders”.",
        last,
    )
    assert say_coverage(forty, english) == (
        "Whether any of it reaches them cannot be told from the list: “Branch 1”.",
        last,
    )
    served = turned(forty, "coverage", {"value": "branch_1"}, offers=1, optional=1, without=False)
    assert say_coverage(served, english) == ("Every group is reached by at least one way of learning.", last)


def test_coverage__roster_unknown__cannot_be_told(forty: OpportunityMap, english: Words) -> None:
    assert say_coverage(turned(forty, "coverage", {}, roster=nan), english) == (
        "Whom the ways of learning reach cannot be told, because it is not known how many people work here and in "
        "which groups.",
    )


def test_cadence__frequencies__are_listed_and_rare_ones_said(english: Words) -> None:
    told = say_cadence(make_opportunities(40), english)
    assert told[0].startswith("Over a year: when somebody is hired: “Introduction for new staff”; every week: ")
    assert told[1] == "What happens only when somebody is hired reaches nobody else: “Introduction for new staff”."
    few = say_cadence(make_opportunities(40, 1), english)
    assert few[1] == "Nothing that is listed happens at least once a month."


def test_needs_table__row__tells_what_the_figure_does(forty: OpportunityMap, english: Words) -> None:
    first = {"quality": "agency"}
    told = {"served_by": ("s00",), "explored_by": (), "works": "above", "hours_low": 26.0, "hours_high": 40.2}
    row = rows(table_needs(turned(forty, "needs", first, **told, reach_low=13, reach_high=20), english))[0]
    assert row == (
        *("Say in learning", "25 of 30", "yes", "Introduction for new staff", "13 to 20 of 40", "26 to 40"),
        *("what serves it works better than the rest", "nothing"),
    )


def test_offers_table__unknown_numbers__are_not_zero(forty: OpportunityMap, english: Words) -> None:
    blank = dict.fromkeys(("reach_low", "reach_high", "hours", "hours_low", "hours_high", "n"), nan)
    table = rows(table_offers(turned(forty, "offers", {"strategy_id": "s00"}, **blank), english))
    row = next(row for row in table if row[0] == "Introduction for new staff")
    assert row[6:9] == ("not known",) * 3
    assert row[10:12] == ("cannot be told",) * 2


def test_ratings_table__counts__stand_with_their_denominator(
    make: Callable[..., Released], forty: OpportunityMap, english: Words
) -> None:
    table = rows(table_ratings(rated(make(40), forty), english, forty))
    assert table[0] == ("Introduction for new staff", "27 of 30", "33 to 39 of 40", "1 of 30", "2 of 30")
    three = make_opportunities(3)
    assert {row[1:] for row in rows(table_ratings(rated(make(3), three), english, three))} == {("fewer than 5",) * 4}


def test_suggestions_table__strength__stands_beside_each(forty: OpportunityMap, english: Words) -> None:
    assert [row[1] for row in rows(table_suggestions(forty, english))] == [
        "clear: more than chance",
        "weak: it rests on the list of ways of learning alone",
        "weak: it rests on the list of ways of learning alone",
    ]


def test_html__hostile_strategies__are_escaped(forty: OpportunityMap, english: Words) -> None:
    hostile = turned(forty, "offers", {"strategy_id": "s00"}, what="<script>x</script>")
    for make_table in (table_offers, table_suggestions, table_cadence):
        html = make_table(hostile, english).html
        assert "<script>" not in html
        assert "&lt;script&gt;" in html


def test_offers__empty_inventory__say_so(forty: OpportunityMap, english: Words) -> None:
    empty = make_opportunities(40, 0)
    assert isinstance(empty.offers, pd.DataFrame)
    assert say_strategies(empty, english)[0].startswith("No way of learning is listed yet.")
    assert say_cadence(empty, english)[0].startswith("How often there is something to learn cannot be told")


def test_examples__in_docstrings__run() -> None:
    assert doctest.testmod(read_model).failed == 0
