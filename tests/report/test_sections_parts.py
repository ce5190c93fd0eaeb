"""The other sections: what each shows to whom, and what it says where it has little to show."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from analysis.guide import load_words
from analysis.report.absent import PARTS, say_absent
from analysis.report.contents import SECTIONS
from analysis.report.model import Bullets, Figure, Heading, NextSteps, Note, Paragraph, Quotes, Table
from analysis.report.quoting import MOST_QUOTED, quoted
from analysis.report.request import Results
from results_made import made_results, with_all_hidden
from waves_made import make_followed
from written_made import without_written

WORDS = load_words("en")
KEEP = "What should we keep just as it is?"


def blocks(section: str, results: Results, kind: type | tuple[type, ...]) -> list:
    return [block for block in SECTIONS[section](results, WORDS) if isinstance(block, kind)]


def ids(section: str, results: Results, kind: type = Figure) -> list[str]:
    return [block.id for block in blocks(section, results, kind)]


def said(section: str, results: Results) -> list[str]:
    return [block.text for block in blocks(section, results, Paragraph)]


def released_with(results: Results, **changes: object) -> Results:
    return replace(results, released=replace(results.released, **changes))


def test_answered__for_who_decides__shows_every_group():
    assert ids("answered", made_results(40), Table) == ["respondents"]
    assert ids("answered", made_results(40, audience="board"), Table) == []


def test_maturity__table__is_of_all_staff_but_in_full():
    table = blocks("maturity", made_results(40), Table)[0].table
    assert table.caption == "All staff: the level, the index, and the chance of each level"
    assert list(table.frame.columns) == ["Result", "All staff"]
    assert list(table.frame.iloc[:, 0]) == [
        "Level",
        "Index (0 to 100)",
        "Index, likely range",
        "Absent",
        "Emerging",
        "Developing",
        "Established",
        "Embedded",
    ]
    full = blocks("maturity", made_results(40, audience="researcher"), Table)[0].table.frame
    assert list(full.iloc[0, 1:]) == list(table.frame.iloc[:, 1])
    assert len(full) > 1


def test_qualities__for_who_decides__add_the_four_cells_and_the_priority():
    assert ids("qualities", made_results(40), Table) == ["qualities", "four_cells", "priority"]
    assert ids("qualities", made_results(40, audience="staff"), Table) == ["qualities"]
    hidden = made_results(40).released.priority.assign(withheld=True)
    assert ids("qualities", released_with(made_results(40), priority=hidden), Table) == ["qualities", "four_cells"]


def test_groups__without_columns_and_gaps__say_nothing():
    results = made_results(12)
    assert results.released.gaps["p_adjusted"].isna().all()
    assert SECTIONS["groups"](results, WORDS) == ()


@pytest.mark.parametrize(
    ("heads", "audience", "figures"),
    [
        (12, "researcher", ["leaning"]),
        (40, "staff", ["dots_employment"]),
        (40, "director", ["dots_employment", "dots_unit"]),
    ],
)
def test_leaning__draws_dots_where_there_are_enough_people_for_them(heads, audience, figures):
    assert ids("leaning", made_results(heads, audience=audience)) == figures


def test_leaning__in_full__adds_the_bands_once_and_every_difference():
    figures = ids("leaning", made_results(40, audience="researcher"))
    assert [name for name in figures if name.startswith("leaning")] == ["leaning_employment"]
    assert sum(name.startswith("differences") for name in figures) == sum(name.startswith("dots") for name in figures)


def test_leaning__differences__are_said_under_their_column_and_limited_once():
    results = made_results(40)
    heads = [block.text for block in blocks("leaning", results, Heading)]
    assert heads == ["Do groups differ? (Employment)", "Do groups differ? (Place of work)"]
    assert sum(WORDS("sentences.differences.limits") in text for text in said("leaning", results)) == 1


def test_situations__evidence__stands_with_who_decides():
    [note] = blocks("situations", made_results(40), Note)
    assert note.title == "What research says about fixed and growth"
    assert blocks("situations", made_results(40, audience="staff"), Note) == []


def test_situations__split_into_people_and_situations__only_in_full():
    assert "components" in ids("situations", made_results(40, audience="researcher"))
    assert "components" not in ids("situations", made_results(40))
    few = made_results(12, audience="researcher")
    assert "components" not in ids("situations", few)
    assert WORDS("sentences.components.instead") in " ".join(said("situations", few))


def test_strategies__without_ratings__draw_nothing_and_list_what_there_is():
    ratings = made_results(40).released.ratings.assign(withheld=True, reason="few")
    results = released_with(made_results(40), ratings=ratings)
    assert ids("strategies", results) == []
    assert ids("strategies", results, Table) == ["offers"]


def test_strategies__inventory__is_as_wide_as_its_readers_want():
    wide = {
        audience: blocks("strategies", made_results(40, audience=audience), Table)[1].table.frame.shape[1]
        for audience in ("director", "researcher")
    }
    assert wide == {"director": 7, "researcher": 13}


def test_opportunities__without_an_inventory__say_nothing():
    results = made_results(40)
    empty = replace(results.opportunities, offers=results.opportunities.offers[:0])
    assert SECTIONS["opportunities"](replace(results, opportunities=empty), WORDS) == ()
    assert SECTIONS["strategies"](replace(results, opportunities=empty), WORDS) == ()


def test_tour__for_staff__is_the_travel_guide():
    results = made_results(40, audience="staff")
    heads = [block.text for block in blocks("tour", results, Heading)]
    assert heads[0] == "A travel guide to our library"
    assert heads[1:] == ["How we do things", "What we hold dear", "What we are still working on"]
    assert ids("tour", results) == ["themes_keep_change"]


def test_tour__for_who_decides__quotes_under_the_question():
    heads = [block.text for block in blocks("tour", made_results(40), Heading)]
    assert heads[0] == "What people wrote about"
    assert KEEP in heads
    assert ids("tour", made_results(40, audience="researcher")) == ["themes_keep_change", "themes_tour_customs"]


@pytest.mark.parametrize("section", ["tour", "goals"])
def test_written__of_which_nothing_was_read__says_nothing(section):
    results = made_results(40)
    unread = replace(results, released=without_written(results.released))
    assert SECTIONS[section](unread, WORDS) == ()


def test_tour__read_poorly__warns_whoever_reads_it():
    results = made_results(40, audience="staff")
    items = results.released.text_items
    poor = items.assign(
        coders=2,
        agreement=items["agreement"].mask(items["item"] == "tour_keep", "poor").mask(lambda a: a != "poor", "good"),
    )
    warned = WORDS("sentences.agreement.poor", question=KEEP)
    assert warned in said("tour", released_with(results, text_items=poor))
    assert warned not in said("tour", results)


def test_goals__of_each_question__are_said_beside_their_figure():
    results = made_results(40)
    assert ids("goals", results) == ["goals_goal_personal", "goals_goal_team"]
    texts = said("goals", results)
    assert texts[0].startswith("“What would you like to be able to do a year from now")
    assert texts[1].startswith("“What would you like your team to get better at together?”")
    assert texts.count(WORDS("sentences.goals.limits")) == 1
    [note] = blocks("goals", results, Note)
    assert note.title == "From a performance goal to a learning goal"


@pytest.mark.parametrize(("count", "shown"), [(5, 5), (6, 6), (7, 6)])
def test_quotes__of_many_texts__are_six_and_say_so(count, shown):
    texts = pd.DataFrame({"item": "shift_how", "text": [f"Text {number}" for number in range(count)]})
    results = released_with(made_results(40), texts=texts)
    heading, quotes, *more = quoted(results, WORDS, ("shift_how",))
    assert MOST_QUOTED == 6
    assert heading == Heading(WORDS("guide.text.shift_how"))
    assert quotes == Quotes(tuple(texts["text"])[:shown])
    left_out = (Paragraph("6 of the 7 texts that may be shown.", "quiet"),)
    assert tuple(more) == (left_out if shown < count else ())
    assert len(quoted(replace(results, audience="researcher"), WORDS, ("shift_how",))) == 2


def test_quotes__of_no_text__have_no_heading():
    assert quoted(made_results(40), WORDS, ("shift_how",)) == ()


def test_change__of_what_moved__draws_its_kinds_and_the_qualities():
    results = made_results(40, followed=make_followed(40))
    assert ids("change", replace(results, audience="board")) == ["slope_quality", "slope_situation"]
    assert ids("change", results) == ["slope_quality", "slope_situation", "flows"]
    full = ids("change", replace(results, audience="researcher"))
    assert full == ["slope_index", "slope_quality", "slope_leaning", "slope_situation", "flows"]


@pytest.mark.parametrize("followed", [None, make_followed(40, waves=1)], ids=["nothing", "one_wave"])
def test_change__without_an_earlier_wave__says_nothing(followed):
    assert SECTIONS["change"](made_results(40, followed=followed), WORDS) == ()


def test_plan__without_a_day__is_a_table_in_which_nothing_is_late():
    results = made_results(40)
    assert ids("plan", results) == []
    assert ids("plan", results, Table) == ["actions"]


@pytest.mark.parametrize(("day", "late"), [(14, False), (15, False), (16, True)])
def test_plan__seen_from_a_day__is_late_from_the_day_after_it_was_due(day, late):
    [figure] = blocks("plan", made_results(40, today=date(2026, 5, day)), Figure)
    assert ("should have been done" in figure.picture.title) is late


def test_plan__of_dropped_steps_alone__is_not_drawn():
    results = made_results(40, today=date(2026, 5, 16))
    dropped = released_with(results, actions=results.released.actions.assign(status="dropped"))
    assert ids("plan", dropped) == []


def test_next_steps__are_cards_with_their_evidence():
    [steps] = blocks("next_steps", made_results(40), NextSteps)
    assert steps.steps[0].title == "Start on “Say in learning”"
    assert all(step.evidence and step.certainty for step in steps.steps)


def test_next_steps__where_nothing_may_be_told__are_how_to_get_on():
    assert blocks("next_steps", made_results(3), Bullets) == [Bullets(WORDS.many("sentences.withheld.possible"))]


def test_withheld__for_a_board__counts_the_hidden_groups():
    [listed] = blocks("withheld", made_results(40, audience="board"), Bullets)
    assert listed.items[0] == (
        "6 of 18 groups are not shown by themselves: fewer than 5 people answered there, or their answers could be "
        "worked out. That protects the people in small groups."
    )
    [named] = blocks("withheld", made_results(40), Bullets)
    assert named.items[0].startswith("Role: “Director or leadership team”")
    assert named.items[-1] == listed.items[-1]


def test_withheld__with_every_group_shown__says_so():
    respondents = made_results(40).released.respondents.assign(withheld=False, n=9, roster=12)
    results = released_with(made_results(40, audience="board"), respondents=respondents)
    [listed] = blocks("withheld", results, Bullets)
    assert listed.items[0] == "No group had to be withheld."


def test_methods__are_in_full_for_who_decides():
    short, full = (SECTIONS["methods"](made_results(40, audience=one), WORDS) for one in ("staff", "director"))
    assert len(full) > len(short) > 0


@pytest.mark.parametrize("section", PARTS)
def test_absent__part_of_the_guide__is_left_out_unless_it_helps_to_decide_or_was_asked_for(section):
    hidden = with_all_hidden(made_results(40))
    [told] = say_absent(section, hidden, WORDS, is_asked=False)
    assert isinstance(told, Paragraph)
    for audience in ("board", "staff"):
        seen = replace(hidden, audience=audience)
        assert say_absent(section, seen, WORDS, is_asked=False) == ()
        assert say_absent(section, seen, WORDS, is_asked=True) == (told,)


@pytest.mark.parametrize(
    ("coded", "reasons", "kind"),
    [
        (0, ("few", "nobody"), "few"),
        (0, ("few", "unconfirmed"), "unread"),
        (1, ("few", "unconfirmed"), "hidden"),
    ],
)
def test_absent__written_part__says_what_would_make_it_appear(coded, reasons, kind):
    items = made_results(40).released.text_items
    tour = items["item"].isin(["tour_customs", "tour_currency"])
    first, second = reasons
    changed = items.assign(reason=first, coded=0)
    changed.loc[tour, ["reason", "coded"]] = [second, coded]
    results = released_with(made_results(40), text_items=changed)
    [told] = say_absent("tour", results, WORDS, is_asked=False)
    assert told == Paragraph(WORDS(f"report.absent.tour_{kind}", minimum=10))
