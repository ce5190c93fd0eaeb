"""Wording: every rule has a case that it speaks in and a case that it keeps quiet in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.released import Released
from analysis.errors import ProtectionError
from analysis.guide import Words
from analysis.present import wording
from analysis.present.wording.recommendations import say_next_steps
from opportunities_made import make_opportunities
from saying import said_of

STARTS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÚ“«0123456789"
POSSIBLE = (
    "Talk it through: fill in one guide together, as a team, and keep what you agree on.",
    "Join with other libraries: together you are enough for results that protect everybody.",
    "Wait for more answers: results appear as soon as there are enough.",
)


def plain(said: str | tuple[str, ...]) -> tuple[str, ...]:
    texts = (said,) if isinstance(said, str) else said
    return tuple(text.replace("\u00a0", " ") for text in texts)


def told(table: pd.DataFrame, count: int, n: int = 20, **where: str) -> pd.DataFrame:
    """The table with `count` of `n`, everybody, told exactly for all staff in the rows that match."""
    table = table.copy()
    rows = table["cohort"] == "all"
    for column, value in where.items():
        rows &= table[column] == value
    columns = ["n", "roster", "count_low", "count_high", "low", "high"]
    table.loc[rows, columns] = [n, n, count, count, count / n, count / n]
    return table


def flat(released: Released) -> Released:
    """The same library with nothing that stands out: every count 5 of 20, every chance the same, no gap."""
    four = [0.43] * 7
    return replace(
        released,
        marks=told(released.marks, 5),
        four_cells=told(released.four_cells, 5),
        bands=told(released.bands, 5),
        priority=released.priority.assign(top_three=four, rank_leaders=np.nan, rank_front_line=np.nan),
        gaps=released.gaps.assign(p=1.0, p_adjusted=1.0),
    )


@pytest.fixture
def twenty(make: Callable[..., Released]) -> Released:
    return make(20, 20)


@pytest.mark.parametrize("name", said_of("released"))
def test_say__anything_but_released__is_refused(name: str, english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only released results can be shown\.\n- results: found a str;"):
        getattr(wording, name)("answers", english)


@pytest.mark.parametrize("language", ["english", "spanish"])
@pytest.mark.parametrize("name", said_of("released"))
def test_say__any_library__is_whole_sentences_without_places(
    name: str, language: str, make: Callable[..., Released], request: pytest.FixtureRequest
) -> None:
    words = request.getfixturevalue(language)
    for released in (make(3), make(12), make(12, 12), make(40), make(400), make(400, 120, roster_known=False)):
        for text in plain(getattr(wording, name)(released, words)):
            assert text[0] in STARTS
            assert text[-1] in ".?”»"
            assert "{" not in text
            assert "nan" not in text.lower().split()


def test_one_sentence__clear_library__says_level_seen_and_wanted(make: Callable[..., Released], english: Words) -> None:
    assert wording.say_in_one_sentence(make(40), english) == (
        "In the eyes of its staff, Harlow Falls is somewhere between Developing and Established as a place of "
        "learning; “Mutual help” is seen most often, and “Say in learning” stands out among what staff want to develop."
    )


def test_one_sentence__nothing_stands_out__says_that(twenty: Released, english: Words) -> None:
    assert wording.say_in_one_sentence(flat(twenty), english) == (
        "In the eyes of its staff, Harlow Falls is most likely Developing as a place of learning; no quality is "
        "clearly seen more often than the others, and what staff most want to develop is not clear yet."
    )


def test_one_sentence__maturity_withheld__says_the_rest(twenty: Released, english: Words) -> None:
    hidden = twenty.maturity.assign(withheld=True, reason="complement")
    said = wording.say_in_one_sentence(replace(twenty, maturity=hidden), english)
    assert said.startswith("How mature Harlow Falls is as a place of learning cannot be told; “Mutual help” is seen")


@pytest.mark.parametrize(
    ("chance", "names"), [(0.79, "not clear yet"), (0.80, "“Say in learning” stands"), (0.81, "“Say")]
)
def test_one_sentence__chance_around_eight_in_ten__is_named_from_there(
    chance: float, names: str, twenty: Released, english: Words
) -> None:
    priority = twenty.priority.copy()
    priority["top_three"] = [chance, *[0.3] * 6]
    assert names in wording.say_in_one_sentence(replace(twenty, priority=priority), english)


def test_everything__too_few_answered__says_why_and_what_is_possible(
    make: Callable[..., Released], english: Words
) -> None:
    three = make(3)
    why = "because fewer than 5 people answered."
    assert wording.say_in_one_sentence(three, english) == f"Nothing can be said about the answers yet, {why}"
    assert wording.say_who_answered(three, english) == (
        "So far, fewer than 5 people answered. That is too few to show results without showing what somebody answered.",
    )
    assert wording.say_maturity(three, english) == (f"How mature the library is cannot be told, {why}", *POSSIBLE)
    assert wording.say_now_and_next(three, english) == (
        f"What exists and what staff want to develop cannot be told, {why}",
    )
    assert wording.say_where_we_lean(three, english) == (f"Where staff lean cannot be told, {why}",)
    assert wording.say_withheld(three, english) == (
        f"Nothing about the answers can be shown, {why} That protects the people who answered.",
        *POSSIBLE,
    )
    assert say_next_steps(three, make_opportunities(3), english) == POSSIBLE


def test_everything__nobody_answered__says_so(make: Callable[..., Released], english: Words) -> None:
    three = make(3)
    nobody = replace(three, respondents=three.respondents.assign(reason="nobody"))
    assert wording.say_who_answered(nobody, english) == ("So far, nobody answered.",)
    assert wording.say_in_one_sentence(nobody, english) == (
        "Nothing can be said about the answers yet, because nobody answered."
    )
    assert wording.say_withheld(nobody, english)[0] == "There is nothing to show yet, because nobody answered."


@pytest.mark.parametrize(
    ("options", "sentences"),
    [
        ({"heads": 12, "answers": 12}, ("All 12 of your staff answered.", "So nothing is left to guess about")),
        ({"heads": 12, "answers": 6}, ("6 of your 12 staff answered.", "The likely ranges allow for the others")),
        ({"heads": 12, "answers": 5}, ("5 of your 12 staff answered.", "That is fewer than half.")),
        ({"heads": 49, "answers": 30}, ("30 of your 49 staff answered.", "The likely ranges")),
        ({"heads": 50, "answers": 30}, ("30 of your 50 staff answered, 60%.", "The likely ranges")),
        ({"heads": 40, "roster_known": False}, ("30 people answered. How many work here is not known", "Results by")),
    ],
)
def test_who_answered__each_kind__says_what_that_permits(
    options: dict[str, int], sentences: tuple[str, str], make: Callable[..., Released], english: Words
) -> None:
    said = plain(wording.say_who_answered(make(**options), english))
    assert [text.startswith(start) for text, start in zip(said, sentences, strict=False)] == [True, True]


def test_who_answered__no_group_large_enough__says_so(twenty: Released, english: Words) -> None:
    respondents = twenty.respondents.copy()
    respondents.loc[respondents["cohort"] != "all", ["withheld", "reason"]] = [True, "few"]
    assert wording.say_who_answered(replace(twenty, respondents=respondents), english)[-1] == (
        "Results by group cannot be shown: no group of at least 5 people answered that could be shown safely."
    )


def test_withheld__some_groups_and_items__are_named_with_their_reason(
    make: Callable[..., Released], english: Words
) -> None:
    forty = make(40)
    respondents = forty.respondents.copy()
    respondents.loc[respondents["value"] == "full_time", ["withheld", "reason"]] = [True, "complement"]
    marks = forty.marks.copy()
    marks.loc[marks["cohort"].eq("all") & marks["quality"].eq("purpose"), ["withheld", "reason"]] = [True, "complement"]
    assert wording.say_withheld(replace(forty, respondents=respondents, marks=marks), english) == (
        "Role: “Director or leadership team” and “Supervisor or team lead” cannot be shown, "
        "because fewer than 5 answered.",
        "Place of work: “Branch 3” and “Outreach and mobile” cannot be shown, because fewer than 5 answered.",
        "Years here: “Over 15 years” cannot be shown, because fewer than 5 answered.",
        "Employment: “Full time” cannot be shown, because the answers of a smaller group could be worked out from it.",
        "Employment: “Volunteer” cannot be shown, because fewer than 5 answered.",
        "Where fewer than 5 people of a group answered a question, or a count could be worked out from others, that "
        "one result is hidden as well.",
        "Where nearly everybody or nearly nobody gave the same answer, only a range is told, such as “2 or fewer”. "
        "That way nobody's own answer can be worked out.",
        "What people wrote is shown only where at least 10 people wrote and a person has checked that nobody can be "
        "recognized.",
    )


def test_maturity__run_and_range__are_said_as_part_of_the_sentence(
    make: Callable[..., Released], english: Words
) -> None:
    assert wording.say_maturity(make(12), english) == (
        "As a place of learning, the library is somewhere between Developing and Established (chance: about 9 in 10). "
        "The answers do not say more exactly where.",
        "On the index from 0 to 100 it stands at 58, likely between 48 and 68.",
        "In other words: a typical member of staff sees about 4 of the 7 qualities here.",
        "This describes what staff see, so that you can talk about it. It is not a grade.",
    )


def test_maturity__everybody_answered__has_one_level_and_no_range(twenty: Released, english: Words) -> None:
    assert wording.say_maturity(twenty, english)[:2] == (
        "As a place of learning, the library is most likely Developing (chance: as good as certain).",
        "On the index from 0 to 100 it stands at 58.",
    )


def test_now_and_next__each_cell__has_its_sentence(twenty: Released, english: Words) -> None:
    cells = told(twenty.four_cells, 3)
    leading = (("purpose", "sustain"), ("agency", "build"), ("variety", "strengthen"), ("role_models", "neither"))
    for quality, cell in leading:
        cells = told(cells, 11, quality=quality, cell=cell)
    cells.loc[cells["quality"] == "mutual_help", ["withheld", "reason"]] = [True, "complement"]
    said = wording.say_now_and_next(replace(twenty, four_cells=cells), english)
    assert said == (
        "Strengthen: for “Variety”, most often people say that it is here and should be developed further.",
        "Sustain: for “Purpose”, most often people say that it is here and fine as it is.",
        "Build: for “Say in learning”, most often people say that it is not here yet and should be developed.",
        "Not on the map: for “Leaders who learn”, most often people say that it is neither here nor wanted.",
        "Open: for “Learning from problems” and “Development goals”, no answer is clearly ahead.",
        "Not shown, to protect those who answered: “Mutual help”.",
        "Likeliest to be among the three that staff most want to develop, each with its chance: “Say in learning” "
        "(over 19 in 20), “Learning from problems” (about 8 in 10) and “Leaders who learn” (about 6 in 10).",
    )


def test_now_and_next__nothing_stands_out__says_no_clear_finding(twenty: Released, english: Words) -> None:
    said = wording.say_now_and_next(flat(twenty), english)
    assert said[0] == "No clear finding: for none of the qualities is one answer clearly ahead of the others."
    assert said[1].startswith("It is not clear which three qualities staff most want to develop. The likeliest, each")


def test_now_and_next__no_priority__says_that_it_cannot_be_told(twenty: Released, english: Words) -> None:
    released = replace(twenty, priority=twenty.priority.assign(top_three=np.nan))
    assert wording.say_now_and_next(released, english)[-1] == (
        "Which qualities staff most want to develop cannot be told."
    )


@pytest.mark.parametrize(
    ("leaders", "sentence"),
    [
        ([2, 1, 3, 4, 5, 6, 7], "Leaders put “Learning from problems” first, the front line “Say in learning”."),
        ([1, 2, 3, 4, 5, 6, 7], "Leaders and the front line put the same first: “Say in learning”."),
    ],
)
def test_now_and_next__orders_of_leaders_and_front_line__are_set_side_by_side(
    leaders: list[int], sentence: str, make: Callable[..., Released], english: Words
) -> None:
    released = make(40)
    priority = released.priority.assign(rank_leaders=leaders)
    assert wording.say_now_and_next(replace(released, priority=priority), english)[-1].startswith(sentence)


@pytest.mark.parametrize(("p", "differs"), [(0.049, True), (0.05, False), (0.051, False)])
def test_who_sees_what__p_around_five_percent__differs_below_it(
    p: float, differs: bool, make: Callable[..., Released], english: Words
) -> None:
    released = make(400)
    gaps = released.gaps.assign(p_adjusted=[p, *[0.9] * 6])
    said = wording.say_who_sees_what(replace(released, gaps=gaps), english)
    assert said[0].endswith("That is more than chance.") is differs
    assert said[0].startswith("More leaders than front-line staff see “Purpose” (") is differs
    assert (
        said[0] == "No difference between leaders and the front line is larger than chance could make it."
    ) is not differs


def test_who_sees_what__front_line_sees_more__is_said_from_their_side(
    make: Callable[..., Released], english: Words
) -> None:
    released = make(400)
    gaps = released.gaps.assign(difference=-0.3, p_adjusted=[0.01, *[0.9] * 6])
    said = wording.say_who_sees_what(replace(released, gaps=gaps), english)
    assert said[0].startswith("More front-line staff than leaders see “Purpose” (")


def test_who_sees_what__leaders_withheld__says_why_and_offers_pooling(
    make: Callable[..., Released], english: Words
) -> None:
    assert wording.say_who_sees_what(make(12), english) == (
        "Whether leaders and the front line see the same cannot be told, because “Leaders” cannot be shown "
        "(fewer than 5 people answered).",
        "Together with other libraries the question can be answered; alone, talking about it is the best way.",
    )


def test_who_sees_what__some_counts_are_withheld__names_what_is_not_compared(
    make: Callable[..., Released], english: Words
) -> None:
    released = make(400)
    gaps = released.gaps.assign(p_adjusted=0.9)
    gaps.loc[gaps["quality"] == "purpose", ["difference", "p_adjusted"]] = np.nan
    assert wording.say_who_sees_what(replace(released, gaps=gaps), english)[-1] == (
        "Not compared, because the counts may not be told: “Purpose”."
    )


@pytest.mark.parametrize(("rows", "why"), [(7, "the counts may not be told"), (0, "this guide does not say who leads")])
def test_who_sees_what__no_gap_at_all__says_why(
    rows: int, why: str, make: Callable[..., Released], english: Words
) -> None:
    released = make(400)
    gaps = released.gaps.assign(difference=np.nan, p_adjusted=np.nan).head(rows)
    assert wording.say_who_sees_what(replace(released, gaps=gaps), english)[0] == (
        f"Whether leaders and the front line see the same cannot be told, because {why}."
    )


@pytest.mark.parametrize(
    ("growth", "fixed", "sentence"),
    [
        (10, 5, "More lean towards growth than towards fixed, by more than is left open."),
        (5, 10, "More lean towards fixed than towards growth, by more than is left open. "
                "That is where trying things out safely helps most."),
        (5, 5, "No clear finding: which of the two is more common cannot be told."),
    ],
)  # fmt: skip
def test_where_we_lean__each_leaning__counts_first_then_says_how_clear(
    growth: int, fixed: int, sentence: str, twenty: Released, english: Words
) -> None:
    bands = told(told(flat(twenty).bands, growth, scope="overall", band="growth"), fixed, scope="overall", band="fixed")
    assert plain(wording.say_where_we_lean(replace(twenty, bands=bands), english)) == (
        f"Over all situations, {growth} of 20 lean towards growth, {fixed} of 20 lean towards fixed, "
        "and 5 of 20 are in between.",
        sentence,
        "No situation clearly stands out from the others.",
        "Everybody leans one way in some situations and the other way in others. "
        "This says nothing about kinds of people.",
    )


def test_where_we_lean__not_everybody_answered__counts_the_others_in(
    make: Callable[..., Released], english: Words
) -> None:
    said = wording.say_where_we_lean(make(40), english)
    assert said[1].startswith("Counting those who did not answer, likely between ")
    assert said[1].endswith(" of your 40 staff lean towards growth.")


def test_where_we_lean__one_situation_stands_out__is_named(twenty: Released, english: Words) -> None:
    bands = told(flat(twenty).bands, 15, scope="challenge", band="growth")
    bands = told(bands, 3, scope="change", band="growth")
    assert wording.say_where_we_lean(replace(twenty, bands=bands), english)[-2] == (
        "Growth is most common with “A challenge”, and least common with “Change”."
    )


def test_where_we_lean__bands_withheld__says_why(twenty: Released, english: Words) -> None:
    bands = twenty.bands.assign(withheld=True, reason="complement")
    assert wording.say_where_we_lean(replace(twenty, bands=bands), english)[0] == (
        "Where staff lean cannot be told, because other results would give it away."
    )


def test_library_name__hostile__comes_back_as_it_is_for_the_page_to_escape(twenty: Released, english: Words) -> None:
    hostile = replace(twenty, library_name="<b>{Library}</b>")
    assert "<b>{Library}</b> is most likely" in wording.say_in_one_sentence(hostile, english)


def test_team_guide__instead_of_answers__is_said_as_what_the_team_agreed_on(
    make: Callable[..., Released], english: Words
) -> None:
    team = replace(make(3), team_guide={"exists_purpose": 1})
    assert wording.say_in_one_sentence(team, english) == (
        "Harlow Falls filled in one guide together, as a team: it says what you agreed on, and it is there to talk "
        "about."
    )
    assert wording.say_who_answered(team, english) == (
        "Your team answered together, in one guide. Nothing in it is counted.",
    )


def test_one_sentence__two_seen_equally_often__are_both_named(twenty: Released, english: Words) -> None:
    marks = told(told(flat(twenty).marks, 15, quality="purpose"), 15, quality="variety")
    said = wording.say_in_one_sentence(replace(twenty, marks=marks), english)
    assert "; “Purpose” and “Variety” are seen most often, and" in said
