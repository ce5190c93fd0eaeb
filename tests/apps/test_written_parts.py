"""The parts about written answers: what is told once answers are read, and what stands there before."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import replace

import pandas as pd
import pytest

from analysis.apps import sections
from analysis.apps.cohort_sections import SECTIONS as COHORT_SECTIONS
from analysis.apps.view import View
from analysis.apps.written import (
    agreement_part,
    goals_part,
    keep_and_change_part,
    readers_part,
    texts_part,
    themes_part,
    travel_guide_part,
    written_parts,
)
from written_made import QUOTES, with_written, without_written

pytestmark = pytest.mark.slow

HOSTILE = "<img src=x onerror=alert(1)> & co"
SIZES = {("all", "all"): (60, 50), ("unit", "main_library"): (40, 34), ("unit", "branch_1"): (8, 6)}


@pytest.fixture(scope="module")
def unread(samples, release_once):
    """A library of nine answers, of which no text is told."""
    return release_once(samples, "oxwater", "2026")


@pytest.fixture(scope="module")
def team(samples, release_once):
    """A library of three, whose team answered as one."""
    return release_once(samples, "tindle_hollow", "2026")


@pytest.fixture(scope="module")
def read(unread):
    """The same library as if thirty people had written and been read."""
    shown = unread.respondents.iloc[[0]]
    groups = [
        shown.assign(cohort=cohort, value=value, n=n, roster=heads) for (cohort, value), (heads, n) in SIZES.items()
    ]
    written = with_written(unread, SIZES, 7, lambda count, n: (count, count))
    return replace(written, respondents=pd.concat(groups).assign(withheld=False, reason=""))


def text(markup):
    return re.sub(r"<[^>]*>", " ", re.sub(r'(src|alt|href)="[^"]*"', "", markup))


def headings(markup):
    return re.findall(r"<h3>([^<]*)</h3>", markup)


def saved(markup):
    """The file behind the link that saves it, and its name."""
    name, kind, content = re.search(r'download="([^"]*)" href="data:([^;]*);base64,([^"]*)"', markup).groups()
    return name, kind, b64decode(content).decode()


def test_written_parts__answers_that_are_read__stand_under_headings_of_their_own(read, words):
    said = written_parts(View(read, words))
    assert headings(said) == [
        "What people wrote about",
        "What to keep, and what to change",
        "Which kinds of goals people have",
        "How alike it was read",
        "Word for word",
    ]


def test_written_parts__nothing_read_and_no_text__is_empty(unread, words):
    view = View(unread, words)
    assert [part(view) for part in (themes_part, keep_and_change_part, goals_part, agreement_part, texts_part)] == [
        ""
    ] * 5
    assert written_parts(view) == ""


def test_themes_part__what_to_keep_and_to_change__is_drawn_once_in_a_part_of_its_own(read, words):
    themes = themes_part(View(read, words))
    assert re.findall(r"<details><summary>([^<]*)", themes)[0] == words("guide.text.tour_customs")
    assert themes.count("<figure>") == themes.count("<table") == 1
    both = keep_and_change_part(View(read, words))
    assert (both.count("<figure>"), both.count("<table")) == (1, 2)
    assert "More people would keep than change: “Helping each other”" in both


def test_themes_part__what_to_change_is_not_read__draws_what_to_keep_with_the_others(read, words):
    alone = replace(read, themes=read.themes[read.themes["item"] != "tour_change"])
    assert keep_and_change_part(View(alone, words)) == ""
    assert themes_part(View(alone, words)).count("<figure>") == 2


def test_goals_part__a_cohort_column__tells_each_group_beside_all_staff(read, words):
    alone, grouped = goals_part(View(read, words)), goals_part(View(read, words), "unit")
    assert alone.count("<figure>") == grouped.count("<figure>") == 2
    assert "Main library" not in alone
    assert grouped.count('<th scope="row">Main library</th>') == 2


def test_agreement_part__readers_who_agree_poorly__are_warned_of_in_the_open(read, words):
    assert 'class="lc-note"' not in agreement_part(View(read, words))
    items = read.text_items
    poor = replace(
        read, text_items=items.assign(agreement=items["agreement"].mask(items["item"] == "tour_keep", "poor"))
    )
    warned = agreement_part(View(poor, words))
    shown, _, folded = warned.partition("<details>")
    assert "agree poorly on what they are about" in shown
    assert words("guide.text.tour_keep") in shown
    assert words("guide.text.goal_team") not in shown
    assert "How far the readers agree, question by question" in folded
    assert folded.count("<table") == 1


def test_texts_part__released_texts__are_folded_under_their_question_and_escaped(read, words):
    hostile = replace(
        read, texts=pd.DataFrame([("tour_keep", HOSTILE), ("tour_keep", "Tea.")], columns=["item", "text"])
    )
    said = texts_part(View(hostile, words))
    assert said.startswith("<details><summary>What should we keep just as it is? (2 texts)</summary>")
    assert "<blockquote>&lt;img src=x onerror=alert(1)&gt; &amp; co</blockquote><blockquote>Tea.</blockquote>" in said
    assert "<img src=x" not in said


def test_texts_part__one_text__is_counted_as_one(read, words):
    one = replace(read, texts=read.texts[:1])
    assert "(1 text)</summary>" in texts_part(View(one, words))


def test_travel_guide_part__read_texts__are_saved_as_a_page_with_the_stops_that_are_named(read, words):
    said = travel_guide_part(View(read, words))
    name, kind, page = saved(said)
    assert (name, kind) == ("travel_guide_oxwater_2026.html", "text/html")
    stops = re.findall(r"<li>([^<]*)</li>", said)
    assert (
        stops
        == re.findall(r"<h2>([^<]*)</h2>", page)
        == ["How we do things", "What we hold dear", "What we are still working on"]
    )
    assert QUOTES[0] in page


def test_travel_guide_part__nothing_read__says_what_would_make_one(unread, words):
    assert travel_guide_part(View(unread, words)) == (
        "<p>A travel guide cannot be made yet: fewer than 10 people have written anything about the library that has "
        "been read. Ask for more answers, or fill in one guide together as a team.</p>"
    )


def test_readers_part__always__says_who_reads_and_leads_there(unread, words):
    said = readers_part(View(unread, words))
    assert "one or two people whom the library names have read it" in said
    assert "where at least 10 people answered a question" in said
    assert 'href="../../voila/render/08_read_texts.ipynb?library=oxwater&amp;wave=2026"' in said


def test_own_words__answers_that_are_read__end_with_the_travel_guide_and_who_reads(read, words):
    said = sections.SECTIONS["own_words"](View(read, words))
    assert headings(said)[-3:] == ["Word for word", "A travel guide to our library", "Who reads what was written"]
    assert "Nothing that people wrote can be shown here yet." not in said


def test_own_words__nothing_read__says_so_and_who_has_to_read(unread, words):
    said = sections.SECTIONS["own_words"](View(unread, words))
    assert said.startswith('<div class="lc-note"><p>Nothing that people wrote can be shown here yet.</p></div>')
    assert headings(said) == ["A travel guide to our library", "Who reads what was written"]


def test_own_words__a_team__has_its_own_texts_and_a_travel_guide_of_them(team, words):
    said = sections.SECTIONS["own_words"](View(team, words))
    assert "We have coffee at nine" in said
    assert headings(said)[-1] == "A travel guide to our library"
    assert "We have coffee at nine" in saved(said)[2]
    assert "08_read_texts" not in said


def test_what_groups_write__a_column_with_a_group_that_is_told__draws_its_questions_and_lists_differences(read, words):
    said = COHORT_SECTIONS["what_groups_write"](View(read, words, "unit"))
    assert re.findall(r"<details><summary>([^<]*)", said)[:5:2] == [
        words(f"guide.text.{item}") for item in ("tour_customs", "tour_keep", "tour_change")
    ]
    assert said.count("<figure>") == 3
    assert "“Main library” writes about “Time to learn” more often than all others do" in said
    assert said.count("<table") == 4


@pytest.mark.parametrize("cohort", ["", "role"])
def test_what_groups_write__no_group_is_told__offers_talk_and_leads_to_the_readers(read, words, cohort):
    said = COHORT_SECTIONS["what_groups_write"](View(read, words, cohort))
    assert "at least 10 people of a group have written" in said
    assert "Talk about it: what would two of your groups tell a visitor first" in said
    assert "08_read_texts" in said
    assert "<figure>" not in said


def test_what_groups_write__nothing_read__says_the_same(read, words):
    unread = COHORT_SECTIONS["what_groups_write"](View(without_written(read), words, "unit"))
    assert unread == COHORT_SECTIONS["what_groups_write"](View(read, words, "role"))


def test_what_groups_write__a_team__offers_talk_alone(team, words):
    said = COHORT_SECTIONS["what_groups_write"](View(team, words))
    assert said.startswith("<p>Talk about it: what would two of your groups tell")
    assert "<a " not in said
