"""Contents: which sections a report has for whom, and what holds for every report whatever may be told."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from analysis.errors import ToolkitError
from analysis.guide import load_words
from analysis.report.contents import BY_AUDIENCE, SECTIONS
from analysis.report.model import Figure, Heading, KeyFigures, NextSteps, Paragraph, Report, Table
from analysis.report.request import AUDIENCES, LANGUAGES, Results
from results_made import blocks_of, made_results, reported, texts_in, with_all_hidden
from tests.present.conftest import poisoned
from tests.present.libraries_made import make_comparison
from waves_made import make_followed

SEEN = [(7, "director"), (12, "staff"), (12, "researcher"), (400, "director")]
SEEN += [(40, audience) for audience in AUDIENCES]
BRIEF = ["summary", "answered", "maturity", "qualities", "groups", "next_steps", "plan", "withheld", "methods"]


def whole(heads: int) -> Results:
    """The results of a library that is compared and followed as well."""
    comparison = replace(make_comparison(12), own="lib_000")
    return made_results(heads, comparison=comparison, followed=make_followed(heads))


@cache
def report_of(heads: int, audience: str) -> Report:
    return reported(whole(heads), "en", audience)


@pytest.fixture(params=SEEN, ids=str)
def report(request: pytest.FixtureRequest) -> Report:
    return report_of(*request.param)


def ids(report: Report) -> list[str]:
    return [section.id for section in report.sections]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_report__of_everything__has_the_sections_of_its_audience_in_their_order(audience):
    assert ids(report_of(40, audience)) == list(BY_AUDIENCE[audience])


def test_sections__of_director_and_researcher__are_all_that_there_are():
    assert BY_AUDIENCE["director"] == BY_AUDIENCE["researcher"] == tuple(SECTIONS)
    assert all(set(BY_AUDIENCE[audience]) <= set(SECTIONS) for audience in AUDIENCES)


def test_report__for_a_board__leaves_out_what_it_cannot_show():
    assert ids(reported(made_results(40), "en", "board")) == BRIEF
    assert ids(reported(made_results(12), "en", "board")) == [one for one in BRIEF if one != "groups"]


def test_report__of_asked_sections__has_just_these_in_their_order():
    assert ids(reported(made_results(40), "en", "board", "plan", "summary", "leaning")) == [
        "plan",
        "summary",
        "leaning",
    ]


def test_report__of_an_unknown_section__says_which_there_are():
    with pytest.raises(ToolkitError) as raised:
        reported(made_results(40), "en", "board", "summary", "sumary", "team_talk")
    known = ", ".join(SECTIONS)
    repair = "Choose among these, or leave the sections out to get those of the audience."
    assert str(raised.value) == (
        "There is no such section.\n"
        f"- sections: found 'sumary'; allowed: {known}. {repair}\n"
        f"- sections: found 'team_talk'; allowed: {known}. {repair}"
    )


@pytest.mark.parametrize("audience", AUDIENCES)
def test_report__of_a_library_that_may_not_be_told__is_there_to_talk(audience):
    few = ids(reported(made_results(3), "en", audience))
    assert few
    assert all(name.startswith("team_") for name in few)
    assert ids(reported(made_results(3), "en", audience, "summary", "maturity")) == few
    assert ids(reported(made_results(3), "en", audience, few[-1], few[0], "summary")) == [few[-1], few[0]]


def test_report__of_a_library_that_may_not_be_told__refuses_an_unknown_section():
    with pytest.raises(ToolkitError, match="found 'team_tlak'"):
        reported(made_results(3), "en", "board", "team_tlak")


def test_report__of_one_wave__says_what_it_is():
    made = reported(made_results(40), "en", "board")
    assert (made.title, made.subtitle) == ("Learning culture report", "For the board, from the answers of 2026")
    assert (made.library, made.wave, made.language) == ("Harlow Falls", "2026", "en")
    assert made.origins == {("harlow_falls", "2026"): made_results(40).released.provenance}


def test_report__every_figure__is_followed_by_the_table_behind_it(report):
    for section in report.sections:
        for one, after in pairwise((*section.blocks, None)):
            if isinstance(one, Figure):
                assert isinstance(after, Table), f"{section.id}: {one.id}"
                assert after.id == one.id


def test_report__ids_of_figures_and_tables__are_unique(report):
    for kind in (Figure, Table):
        found = [block.id for block in blocks_of(report, kind)]
        assert len(found) == len(set(found))


def test_report__no_section__is_empty_or_ends_with_a_heading(report):
    for section in report.sections:
        assert section.blocks, section.id
        for one, after in pairwise((*section.blocks, None)):
            if isinstance(one, Heading):
                assert after is not None, f"{section.id}: {one.text}"
                assert not isinstance(after, Heading), f"{section.id}: {one.text}"


def test_report__texts__are_told_and_filled_in(report):
    texts = texts_in(report.sections)
    assert [text for text in texts if not text.strip()] == []
    assert [text for text in texts if "nan" in text.lower().split() or "None" in text.split()] == []


def test_report__tables__are_as_long_and_wide_as_the_audience_reads(report):
    if report.request.audience == "researcher":
        return
    for block in blocks_of(report, Table):
        assert len(block.table.frame) <= 25, block.id
        assert block.table.frame.shape[1] <= 9, block.id


def test_report__key_figures__are_two_to_four(report):
    assert all(2 <= len(block.figures) <= 4 for block in blocks_of(report, KeyFigures))


def test_report__steps__are_at_most_three(report):
    assert all(1 <= len(block.steps) <= 3 for block in blocks_of(report, NextSteps))


@pytest.mark.parametrize("heads", [12, 40])
def test_report__in_spanish__has_the_same_blocks(heads):
    english, spanish = report_of(heads, "staff"), reported(whole(heads), "es", "staff")
    assert ids(english) == ids(spanish)
    for one, other in zip(english.sections, spanish.sections, strict=True):
        assert [type(block) for block in one.blocks] == [type(block) for block in other.blocks], one.id
        assert one.title != other.title


@pytest.mark.parametrize("audience", AUDIENCES)
def test_report__with_everything_hidden__draws_nothing(audience):
    report = reported(with_all_hidden(made_results(40)), "en", audience)
    assert blocks_of(report, Figure) == []
    assert all(section.blocks for section in report.sections)


def test_report__with_everything_hidden__says_so_in_each_part_for_who_decides():
    hidden = with_all_hidden(made_results(40))
    board, director = (ids(reported(hidden, "en", audience)) for audience in ("board", "director"))
    assert board == [one for one in BRIEF if one not in ("maturity", "qualities", "groups")]
    assert director == [name for name in SECTIONS if name not in ("libraries", "change")]


def test_report__without_a_part_that_was_asked_for__says_what_would_make_it_appear():
    report = reported(made_results(40), "en", "board", "change", "libraries")
    assert [section.blocks for section in report.sections] == [
        (Paragraph("There is nothing to compare with yet: it takes a second wave of which results may be shown."),),
        (
            Paragraph(
                "There is nothing to compare with: no other library was chosen, or your own may not be shown beside "
                "others."
            ),
        ),
    ]


@pytest.mark.parametrize("heads", [7, 12, pytest.param(40, marks=pytest.mark.slow)])
def test_report__with_secrets_in_hidden_rows__tells_the_same(heads):
    made = made_results(heads)
    poison = replace(made, released=poisoned(made.released))
    assert poison.released.marks["n"].eq(777).any()
    told, known = (texts_in(reported(one, "en", "researcher").sections) for one in (poison, made))
    assert told == known


def test_words__of_sections_and_audiences__are_there_in_every_language():
    for language in LANGUAGES:
        words = load_words(language)
        assert all(words(f"report.section.{name}") for name in SECTIONS)
        assert all(words(f"report.subtitle.{audience}", wave="2026") for audience in AUDIENCES)
