"""The report to talk from: what a team agreed on, the same questions without a guide, and nothing counted in either."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest

from analysis.disclosure import map_opportunities, release
from analysis.exchange.sources import SAMPLES
from analysis.guide import load_guide, load_words
from analysis.report.model import Bullets, Heading, NextSteps, Note, Table
from analysis.report.request import Results
from analysis.report.sections_team import team_sections
from analysis.report.team_guide import hardest_situations, sort_qualities
from analysis.report.team_tables import table_blank_steps, table_qualities
from analysis.responses import read_survey
from results_made import texts_in

GUIDE = load_guide()
ENGLISH = load_words("en")
WITH = ["talk", "agreed", "situations", "words", "strategies", "step", "numbers"]
WITHOUT = ["talk", "levels", "qualities", "situations", "questions", "strategies", "step", "numbers"]


@pytest.fixture(scope="module")
def survey():
    return read_survey(SAMPLES, GUIDE)


@pytest.fixture(scope="module")
def team(survey):
    """A library of three, of which a team filled in one guide."""
    return results_of(release(survey, "tindle_hollow", "2026"))


@pytest.fixture(scope="module")
def few(survey):
    """A library of four, of which some answered, each alone."""
    return results_of(release(survey, "pebblewick", "2026"))


def results_of(released) -> Results:
    return Results(released, map_opportunities(released))


def agreeing(results, **answers) -> Results:
    guide = {**(results.released.team_guide or {}), **answers}
    return results_of(replace(results.released, team_guide=guide))


def sections_of(results, language="en"):
    return {section.id.removeprefix("team_"): section for section in team_sections(results, load_words(language))}


def blocks_of(section, kind):
    return [block for block in section.blocks if isinstance(block, kind)]


@pytest.mark.parametrize("language", ["en", "es"])
def test_team__with_a_guide__has_its_seven_parts(team, language):
    assert list(sections_of(team, language)) == WITH


@pytest.mark.parametrize("language", ["en", "es"])
def test_team__without_a_guide__asks_instead(few, language):
    assert list(sections_of(few, language)) == WITHOUT


@pytest.mark.parametrize("name", ["team", "few"])
def test_team__every_part_between_first_and_last__ends_with_one_question(name, request):
    parts = list(sections_of(request.getfixturevalue(name)).values())[1:-1]
    assert [len(blocks_of(part, Note)) for part in parts] == [1] * len(parts)
    assert all(isinstance(part.blocks[-1], Note) for part in parts)


@pytest.mark.parametrize("name", ["team", "few"])
def test_team__no_heading__stands_alone(name, request):
    for section in sections_of(request.getfixturevalue(name)).values():
        for one, after in pairwise((*section.blocks, None)):
            assert not isinstance(one, Heading) or not (after is None or isinstance(after, Heading)), one


def test_team__agreed__stands_in_the_cells_of_both_marks(team):
    agreed = sections_of(team)["agreed"]
    assert [block.text for block in blocks_of(agreed, Heading)] == [
        "We see it; keep it as it is",
        "We do not see it yet, and want to build it",
    ]
    build = [f"guide.quality.{quality}.statement" for quality in ("agency", "variety", "development_goals")]
    assert blocks_of(agreed, Bullets)[1].items == tuple(map(ENGLISH, build))


def test_team__with_marks_left_open__names_them_last(team):
    agreed = sections_of(agreeing(team, exists_purpose=-1))["agreed"]
    assert [block.text for block in blocks_of(agreed, Heading)][-1] == "Left open"
    assert blocks_of(agreed, Bullets)[-1].items == (ENGLISH("guide.quality.purpose.statement"),)


def test_team__with_all_marks_open__says_so(team):
    open_marks = {f"{mark}_{quality}": -1 for mark in ("exists", "develop") for quality in GUIDE.qualities}
    agreed = sections_of(agreeing(team, **open_marks))["agreed"]
    assert agreed.blocks[0].text == "In the marks of the seven qualities nothing was agreed on yet."
    assert blocks_of(agreed, Heading) == []


def test_team__situations__are_told_in_words(team):
    [placed] = blocks_of(sections_of(team)["situations"], Table)
    assert placed.table.frame.iloc[2].tolist() == ["Criticism", "Slightly disagree", "Slightly agree"]
    assert len(placed.table.frame) == 6


def test_team__situation_left_open__is_said_to_be(team):
    [placed] = blocks_of(sections_of(agreeing(team, challenge_fixed=-1))["situations"], Table)
    assert placed.table.frame.iloc[0].tolist() == ["A challenge", "Agree", "left open"]


@pytest.mark.parametrize(
    ("fixed", "hardest"),
    [
        ({"criticism_fixed": 5}, ("criticism",)),
        ({"criticism_fixed": 5, "change_fixed": 5}, ("criticism", "change")),
        ({"criticism_fixed": 5, "change_fixed": 5, "effort_fixed": 5}, ()),
        ({}, ()),
    ],
)
def test_hardest__of_one_two_and_three_alike__names_at_most_two(fixed, hardest):
    alike = {f"{name}_growth": 5 for name in GUIDE.situations} | {f"{name}_fixed": 2 for name in GUIDE.situations}
    assert hardest_situations(alike | fixed, GUIDE) == hardest


def test_hardest__of_situations_left_open__is_none():
    assert hardest_situations({}, GUIDE) == ()


def test_team__where_all_situations_are_alike__has_something_to_try_in_each(team):
    answers = {f"{name}_{side}": 3 for name in GUIDE.situations for side in ("growth", "fixed")}
    situations = sections_of(agreeing(team, **answers))["situations"]
    assert situations.blocks[2].text == (
        "No situation stands apart from the others. Choose the one that you meet most often. "
        "Something small to try in each:"
    )
    assert len(blocks_of(situations, Bullets)[0].items) == len(GUIDE.situations)


def test_team__written__stands_beside_its_question_and_blank_questions_are_left_out(team):
    [written] = blocks_of(sections_of(team)["words"], Table)
    answers = team.released.team_guide
    assert written.table.frame.iloc[:, 1].tolist() == [
        answers[item.id]
        for section in ("goals", "culture_tour", "continuum", "reflection")
        for item in GUIDE.section(section).items
        if item.is_text and answers[item.id]
    ]


def test_team__that_wrote_nothing__is_asked(team):
    blank = {item.id: "" for item in GUIDE.text_items}
    parts = sections_of(agreeing(team, **blank))
    assert (
        parts["words"].blocks[0].text
        == "Nothing was written down yet. The questions of the guide are a good beginning:"
    )
    assert parts["step"].blocks[0].text == (
        "No step has been agreed on yet. What is one small thing that somebody could take on soon?"
    )
    assert [block.id for block in blocks_of(parts["strategies"], Table)] == ["team_strategies"]


def test_team__step__names_who_and_when_or_says_that_nobody_does(team):
    step = blocks_of(sections_of(agreeing(team, action_who=" ", action_when=""))["step"], Table)[0]
    assert step.table.frame.iloc[0].tolist()[1:] == ["nobody yet", "no date yet"]


def test_team__plan__is_by_day(team):
    plan = next(block for block in blocks_of(sections_of(team)["step"], Table) if block.id == "team_plan")
    assert plan.table.frame["By when"].tolist() == sorted(plan.table.frame["By when"])
    assert plan.table.caption == "The plan of 2026"


def test_team__without_a_plan__has_no_heading_for_it(team):
    unplanned = results_of(replace(team.released, actions=team.released.actions[:0]))
    assert "What is planned already" not in texts_in(sections_of(unplanned)["step"].blocks)


def test_team__suggested_steps__follow_from_what_was_agreed(team):
    [steps] = blocks_of(sections_of(team)["step"], NextSteps)
    assert steps.steps[0].title == "Begin with “Say in learning”, as you agreed"


def test_team__table_to_fill_in__has_names_and_empty_cells():
    frame = table_blank_steps(ENGLISH).frame
    assert frame.columns.tolist() == ["Step", "What", "Who", "By when"]
    assert frame["Step"].tolist() == ["1", "2", "3", "4"]
    assert set(frame.iloc[:, 1:].to_numpy().ravel()) == {""}
    assert table_qualities(GUIDE, ENGLISH).frame.shape == (7, 3)


def test_team__without_a_list_of_strategies__says_what_a_list_is_good_for(few):
    unlisted = results_of(replace(few.released, strategies=few.released.strategies[:0]))
    assert sections_of(unlisted)["strategies"].blocks[0].text == ENGLISH("sentences.strategies.none")


def test_team__few_answers__say_why_nothing_is_shown_and_what_would_help(few):
    parts = sections_of(few)
    assert parts["talk"].blocks[0].text == (
        "Nothing about the answers can be shown, because fewer than 5 people answered. That protects the people who "
        "answered. These pages ask the questions of the guide, so that you can talk about them."
    )
    assert (
        "As soon as 5 people of your library have answered each for themselves, the first results appear."
        in texts_in(parts["numbers"].blocks)
    )


@pytest.mark.parametrize("name", ["team", "few"])
def test_team__numbers_of_people__are_nowhere(name, request):
    """But for the threshold and the rows of the table to fill in, there is no number that could be one of people."""
    results = request.getfixturevalue(name)
    planned = results_of(replace(results.released, actions=results.released.actions[:0]))
    told = [text for section in sections_of(planned).values() for text in texts_in(section.blocks)]
    own = {str(answer) for answer in (results.released.team_guide or {}).values()}
    numbers = {number for text in told if text not in own for number in re.findall(r"\d+(?:\.\d+)?", text)}
    assert numbers <= {"1", "2", "3", "4", "5", "2026", GUIDE.version}
    heads = str(int(results.released.respondents["roster"].iloc[0]))
    assert not any(re.search(rf"\b{heads} (people|staff)\b|team of {heads}", text) for text in told)


def test_team__poisoned_counts__change_nothing(few):
    table = few.released.respondents.assign(n=777)
    marks = few.released.marks.assign(count_low=777, count_high=777, n=777)
    poisoned = replace(few, released=replace(few.released, respondents=table, marks=marks))
    assert texts_in(tuple(sections_of(poisoned).values())) == texts_in(tuple(sections_of(few).values()))


def test_sorted__every_quality__stands_in_one_cell(team):
    cells = sort_qualities(team.released.team_guide, GUIDE)
    assert sorted(quality for names in cells.values() for quality in names) == sorted(GUIDE.qualities)
    assert cells["build"] == ("agency", "variety", "development_goals")


@pytest.mark.parametrize("name", ["team", "few"])
def test_team__in_spanish__has_the_same_blocks_in_other_words(name, request):
    results = request.getfixturevalue(name)
    english, spanish = sections_of(results), sections_of(results, "es")
    for part, section in english.items():
        assert [type(block) for block in section.blocks] == [type(block) for block in spanish[part].blocks], part
        assert section.title != spanish[part].title
