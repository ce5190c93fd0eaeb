"""Travel guide: only what was read and released, as one page that asks nothing; where nothing may be told, why."""

from __future__ import annotations

import doctest
import re
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from analysis.disclosure.released import Released
from analysis.errors import ProtectionError
from analysis.guide import Words
from analysis.present import travel_guide
from analysis.present.travel_guide import (
    LONGEST,
    ROOM,
    SHORTEST,
    build_travel_guide,
    say_no_travel_guide,
    travel_guide_html,
)
from written_made import counted, without_written

KEEP = "tour_keep"


def quoting(released: Released, *texts: str, item: str = KEEP) -> Released:
    return replace(released, texts=pd.DataFrame({"item": [item] * len(texts), "text": list(texts)}))


def quotes(released: Released, words: Words) -> tuple[str, ...]:
    guide = build_travel_guide(released, words)
    assert guide is not None
    return next(stop.quotes for stop in guide.stops if stop.heading == words(f"travel.stop.{KEEP}"))


def test_guide__coded_and_released__tells_themes_with_numbers_and_quotes(
    make: Callable[..., Released], english: Words
) -> None:
    where = {"cohort": "all", "value": "all", "item": KEEP, "theme": "helping_each_other"}
    guide = build_travel_guide(counted(make(40), "themes", where, 16, 16, 18), english)
    assert guide is not None
    assert guide.title == "A travel guide to our library"
    assert [stop.heading for stop in guide.stops] == [
        *("How we do things", "What we hold dear", "What we are still working on"),
    ]
    keep = guide.stops[1]
    assert keep.themes[0].replace("\u00a0", " ") == "Helping each other (16 of 18)"
    assert len(keep.themes) == 3
    assert keep.quotes[1] == "Ask the person at the desk. Everybody here does."
    assert "unless at least 10 people wrote" in guide.made


def test_guide__themes_that_may_be_nobodys__are_left_out(make: Callable[..., Released], english: Words) -> None:
    released = make(40)
    for theme in released.themes.loc[released.themes["item"] == KEEP, "theme"].unique():
        where = {"cohort": "all", "value": "all", "item": KEEP, "theme": theme}
        released = counted(released, "themes", where, 0, 3, 18)
    guide = build_travel_guide(quoting(released), english)
    assert guide is not None
    assert "What we hold dear" not in [stop.heading for stop in guide.stops]


@pytest.mark.parametrize(
    ("length", "is_quoted"),
    [(SHORTEST - 1, False), (SHORTEST, True), (LONGEST, True), (LONGEST + 1, False)],
)
def test_quotes__of_a_length_that_fits__are_shown(
    length: int, is_quoted: bool, make: Callable[..., Released], english: Words
) -> None:
    assert (quotes(quoting(make(40), "x" * length), english) == ("x" * length,)) is is_quoted


def test_quotes__many__stop_at_three_and_at_the_room_there_is(make: Callable[..., Released], english: Words) -> None:
    short = tuple(f"A short sentence, {number}." for number in "abcd")
    assert quotes(quoting(make(40), *short, short[0]), english) == short[:3]
    long = tuple(letter * LONGEST for letter in "abc")
    assert quotes(quoting(make(40), *long), english) == long[: ROOM // LONGEST]


@pytest.mark.parametrize("heads", [3, 12])
def test_guide__fewer_than_ten_wrote__is_none_and_says_why(
    heads: int, make: Callable[..., Released], english: Words
) -> None:
    assert build_travel_guide(make(heads), english) is None
    assert say_no_travel_guide(make(heads), english) == (
        "A travel guide cannot be made yet: fewer than 10 people have written anything about the library that has been "
        "read. Ask for more answers, or fill in one guide together as a team."
    )


def test_guide__nothing_read__says_what_is_missing(make: Callable[..., Released], english: Words) -> None:
    released = without_written(make(40))
    unread = replace(released, text_items=released.text_items.assign(withheld=True, reason="unconfirmed"))
    assert build_travel_guide(unread, english) is None
    assert say_no_travel_guide(unread, english) == (
        "A travel guide cannot be made yet: what people wrote has not been read and checked. As soon as it has, this "
        "place makes one."
    )
    assert say_no_travel_guide(make(40), english) == ""


def test_guide__team_guide__tells_what_the_team_wrote(make: Callable[..., Released], english: Words) -> None:
    team = replace(make(3), team_guide={"tour_customs": "In winter we read.", "tour_keep": "", "goal_team": "Plan."})
    guide = build_travel_guide(team, english)
    assert guide is not None
    assert [(stop.heading, stop.themes, stop.quotes) for stop in guide.stops] == [
        ("How we do things", (), ("In winter we read.",))
    ]
    assert guide.made == "Made from what the team wrote together in 2026."
    assert "<blockquote><p>In winter we read.</p></blockquote>" in travel_guide_html(guide, english)


def test_guide__team_left_the_tour_open__says_so(make: Callable[..., Released], english: Words) -> None:
    assert say_no_travel_guide(replace(make(3), team_guide={"goal_team": "Plan."}), english) == (
        "A travel guide cannot be made yet: the team has left the questions of the culture tour open. Answer one or "
        "two of them together."
    )


def test_guide__long_team_text__ends_at_a_word(make: Callable[..., Released], english: Words) -> None:
    guide = build_travel_guide(replace(make(3), team_guide={"tour_keep": "laughing together, " * 40}), english)
    assert guide is not None
    [quote] = guide.stops[0].quotes
    assert quote.endswith(("laughing…", "together…"))
    assert len(quote) <= travel_guide.LONGEST_OF_TEAM + 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_html__page__is_whole_says_its_language_and_asks_nothing(
    language: str, make: Callable[..., Released], english: Words, spanish: Words
) -> None:
    words = {"en": english, "es": spanish}[language]
    guide = build_travel_guide(make(400), words)
    assert guide is not None
    page = travel_guide_html(guide, words)
    assert page.startswith(f'<!DOCTYPE html>\n<html lang="{language}">')
    assert page.count("<h1>") == 1
    assert page.count("<h2>") == len(guide.stops)
    assert re.findall(r"(?:https?:)?//|@import|url\(|<script|src=|href=", page) == []


def test_html__hostile_texts_and_library__are_escaped(make: Callable[..., Released], english: Words) -> None:
    hostile = replace(quoting(make(40), "<script>alert(1)</script>"), library_name='Elm & "<img src=x>"')
    guide = build_travel_guide(hostile, english)
    assert guide is not None
    page = travel_guide_html(guide, english)
    assert "<script>" not in page
    assert "<img" not in page
    assert "“&lt;script&gt;alert(1)&lt;/script&gt;”" in page


def test_guide__anything_but_released__is_refused(english: Words) -> None:
    for make_guide in (build_travel_guide, say_no_travel_guide):
        with pytest.raises(ProtectionError, match=r"^Only released results can be shown\.\n"):
            make_guide([1, 0, 1], english)


def test_words__both_languages__have_the_same_places(english: Words, spanish: Words) -> None:
    keys = [{key for key in words.entries if key.startswith("travel.")} for words in (english, spanish)]
    assert keys[0] == keys[1]
    for key in keys[0]:
        assert set(re.findall(r"{\w+}", english(key))) == set(re.findall(r"{\w+}", spanish(key))), key


def test_examples__in_docstrings__run() -> None:
    assert doctest.testmod(travel_guide).failed == 0
