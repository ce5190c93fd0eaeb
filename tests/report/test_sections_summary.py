"""The section at the beginning: its key figures, what stands out, and what is known beyond the wave."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.guide import load_words
from analysis.report.model import Bullets, Heading, KeyFigure, KeyFigures, Paragraph
from analysis.report.request import Results
from analysis.report.sections_summary import summary
from results_made import made_results, with_all_hidden
from tests.present.libraries_made import OWN, make_comparison, spreading, telling, without
from waves_made import make_followed

WORDS = load_words("en")
ANSWERED = KeyFigure("30\xa0of\xa040", "staff answered")
LEVELS = KeyFigure("Developing to Established", "as a place of learning, somewhere between these levels")
INDEX = KeyFigure("58", "on the index from 0 to 100, likely between 53 and 63")
WANTED = KeyFigure("Say in learning", "is among the three that staff most want to develop (chance: over 19 in 20)")


def told(results: Results, **maturity: object) -> Results:
    """The same where all staff say this of the library's maturity."""
    table = results.released.maturity.copy()
    rows = table["cohort"] == "all"
    for column, value in maturity.items():
        table[column] = table[column].astype(object).mask(rows, value)
    table["withheld"] = table["withheld"].astype(bool)
    return replace(results, released=replace(results.released, maturity=table))


def key_figures(results: Results) -> list[KeyFigure]:
    return [one for block in summary(results, WORDS) if isinstance(block, KeyFigures) for one in block.figures]


def test_key_figures__of_all_that_may_be_told__are_four():
    assert key_figures(made_results(40)) == [ANSWERED, LEVELS, INDEX, WANTED]


def test_key_figures__of_one_level__name_it_as_the_likeliest():
    results = told(made_results(40), level_from="developing", level_to="developing")
    assert key_figures(results)[1] == KeyFigure("Developing", "most likely level, as a place of learning")


def test_key_figures__of_an_index_without_a_range__tell_none():
    results = told(made_results(40), index=58.0, low=58.0, high=58.0)
    assert key_figures(results)[2] == KeyFigure("58", "on the index from 0 to 100")


def test_key_figures__of_a_hidden_maturity__leave_it_out():
    assert key_figures(told(made_results(40), withheld=True, reason="few")) == [ANSWERED, WANTED]


@pytest.mark.parametrize(("chance", "is_named"), [(0.79, False), (0.80, True), (0.81, True)])
def test_key_figures__of_what_is_wanted__need_a_clear_chance(chance, is_named):
    results = made_results(40)
    priority = results.released.priority
    first = priority["quality"] == "agency"
    priority = priority.assign(top_three=priority["top_three"].mask(first, chance).mask(~first, 0.3))
    shown = key_figures(replace(results, released=replace(results.released, priority=priority)))
    assert ("Say in learning" in [one.value for one in shown]) is is_named


def test_key_figures__with_one_alone__are_left_to_the_sentences():
    assert key_figures(with_all_hidden(made_results(40))) == []


def test_summary__of_nothing_clear__says_so_under_its_heading():
    *_, heading, said = summary(with_all_hidden(made_results(400)), WORDS)[:3]
    assert heading == Heading("What stands out")
    assert isinstance(said, (Bullets, Paragraph))


def test_summary__of_a_library_that_may_not_be_told__is_its_sentence():
    assert summary(made_results(3), WORDS) == (
        Paragraph("Nothing can be said about the answers yet, because fewer than 5 people answered.", "lead"),
    )


def last(results: Results) -> str:
    block = summary(results, WORDS)[-1]
    assert isinstance(block, Paragraph)
    return block.text


def test_summary__beside_others__says_where_the_library_stands_and_in_what_it_differs():
    comparison = spreading(make_comparison(12), p_adjusted=0.5)
    comparison = telling(telling(comparison, OWN, "purpose", differs="above"), OWN, "variety", differs="below")
    assert last(made_results(40, comparison=comparison)) == (
        "Maturity index: among the 12 libraries no difference can be told from chance. "
        "Your library is above the mean in “Purpose”, by more than chance. "
        "Your library is below the mean in “Variety”, by more than chance."
    )


def test_summary__beside_others_among_which_it_cannot_be_placed__says_nothing_of_them():
    comparison = without(make_comparison(12), OWN)
    assert summary(made_results(40, comparison=comparison), WORDS) == summary(made_results(40), WORDS)


def test_summary__after_an_earlier_wave__says_what_moved_first():
    assert last(made_results(40, followed=make_followed(40))) == (
        "More people see “Development goals” than in 2025: 10\xa0of\xa028 then, 17\xa0of\xa028 now (+25 points, "
        "likely +2 to +48). Counting those who did not answer, now likely between 20 and 29 of your 40 staff."
    )


def test_summary__after_an_earlier_wave_without_a_move__says_that_nothing_moved():
    said = last(made_results(40, followed=make_followed(40, moves={})))
    assert said == WORDS("sentences.change.unmoved", before="2025")


def test_summary__of_one_wave__says_nothing_of_change():
    followed = make_followed(40, waves=1)
    assert summary(made_results(40, followed=followed), WORDS) == summary(made_results(40), WORDS)
