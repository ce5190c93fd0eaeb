"""Opportunity map and strategies: marks at their numbers, shapes for how well it works, titles that claim no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.disclosure.opportunity_map import OpportunityMap
from analysis.disclosure.released import Released
from analysis.errors import ProtectionError
from analysis.guide import Words
from analysis.present.figures import draw_opportunities, draw_strategies
from analysis.present.figures.opportunities import WORKS
from analysis.present.figures.parts import RANGE_HATCHING
from analysis.present.figures.picture import Picture
from analysis.present.figures.strategies import MOST_SHOWN
from figure_texts import colliding, overflowing
from opportunities_made import make_opportunities, rated, turned

KINDS = ({}, {"is_wide": True}, {"hours_known": False}, {"strategies": 1}, {"strategies": 32}, {"is_clear": False})


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def texts(picture: Picture) -> list[str]:
    return [plain(text.get_text()) for text in picture.figure.texts]


def marks(picture: Picture, shape: str) -> list[Line2D]:
    found = [one for one in picture.figure.artists if isinstance(one, Line2D)]
    return [one for one in found if one.get_marker() == shape]


def hatched(picture: Picture) -> list[Rectangle]:
    found = [one for one in picture.figure.artists if isinstance(one, Rectangle)]
    return [one for one in found if one.get_hatch() == RANGE_HATCHING]


def titled(opportunities: OpportunityMap, words: Words, **columns: object) -> str:
    """The title where “Say in learning” stands out in this way."""
    return draw_opportunities(turned(opportunities, "needs", {"quality": "agency"}, **columns), words).title


@pytest.fixture(scope="module")
def forty() -> OpportunityMap:
    return make_opportunities(40)


@pytest.mark.parametrize(
    ("columns", "title"),
    [
        ({"works": "nothing"}, "Wanted most, and nothing serves it: “Say in learning”"),
        ({"works": "below"}, "Wanted most, and what serves it works less well than the rest: “Say in learning”"),
        ({"works": "above"}, "Wanted most, and what serves it works better than the rest: “Say in learning”"),
        ({"works": "unknown"}, "Wanted most: “Say in learning”; what serves it is not clearly less than elsewhere"),
        ({"stands_out": False}, "Nothing stands out: no quality is clearly wanted more than the others"),
    ],
)
def test_title__what_stands_out__says_what_serves_it(
    columns: dict[str, object], title: str, forty: OpportunityMap, english: Words
) -> None:
    assert titled(forty, english, **columns) == title


@pytest.mark.parametrize(("most", "is_least"), [(99, True), (100, False), (101, False)])
def test_title__least_served__is_claimed_only_below_every_other(most: int, is_least: bool, english: Words) -> None:
    opportunities = make_opportunities(40)
    for quality in opportunities.needs["quality"]:
        told = {"hours_low": 100.0, "hours_high": 200.0, "works": "unknown"}
        opportunities = turned(opportunities, "needs", {"quality": quality}, **told)
    title = titled(opportunities, english, hours_low=50.0, hours_high=float(most))
    assert (title == "Most wanted, least served: “Say in learning”") is is_least


@pytest.mark.parametrize("works", list(WORKS))
def test_mark__how_well_it_works__is_said_by_its_shape(works: str, forty: OpportunityMap, english: Words) -> None:
    every = turned(forty, "needs", {}, works=works)
    picture = draw_opportunities(every, english)
    shape = WORKS[works][0]
    # One mark for each quality, and one in the legend.
    assert len(marks(picture, shape)) == len(every.needs) + 1
    assert [len(marks(picture, other)) for other, _ in WORKS.values() if other != shape] == [0] * 4


def test_marks__more_wanted__stand_higher(forty: OpportunityMap, english: Words) -> None:
    every = turned(forty, "needs", {}, works="unknown")
    heights = [one.get_ydata()[0] for one in marks(draw_opportunities(every, english), "o")[1:]]
    # Inches run from the top of the sheet, and the needs come with the most wanted first.
    assert heights == sorted(heights)
    assert heights[0] < heights[-1]


def test_marks__more_hours__stand_further_right(forty: OpportunityMap, english: Words) -> None:
    every = turned(forty, "needs", {}, works="unknown", hours_low=100.0, hours_high=100.0)
    every = turned(every, "needs", {"quality": "agency"}, hours_low=400.0, hours_high=400.0)
    first, *others = [one.get_xdata()[0] for one in marks(draw_opportunities(every, english), "o")[1:]]
    assert len(set(others)) == 1
    assert first > others[0]


def test_alt__exact_range_and_hidden__tells_what_is_told(forty: OpportunityMap, english: Words) -> None:
    agency, variety = {"quality": "agency"}, {"quality": "variety"}
    every = turned(forty, "needs", agency, n=30, count_low=25, count_high=25, works="nothing")
    every = turned(every, "needs", variety, n=30, count_low=0, count_high=2, hours_low=80.0, hours_high=120.4)
    every = turned(every, "needs", {"quality": "purpose"}, n=float("nan"), works="unknown")
    alt = plain(draw_opportunities(every, english).alt)
    assert "Say in learning: 25 of 30 want to develop it; served by 0 staff hours a year; nothing serves it." in alt
    assert "Variety: 2 or fewer of 30 want to develop it; served by 80 to 120 staff hours a year; what serves it" in alt
    assert "Purpose: how many want to develop it is not shown; what serves it works neither" in alt


def test_map__hours_unknown_anywhere__counts_heads(english: Words) -> None:
    picture = draw_opportunities(make_opportunities(40, hours_known=False), english)
    assert "people reached →" in texts(picture)
    assert "hours a year of all staff together →" not in texts(picture)


def test_map__ranges__are_hatched(english: Words) -> None:
    assert hatched(draw_opportunities(make_opportunities(40, is_wide=True), english))
    assert not hatched(draw_opportunities(make_opportunities(40), english))


def test_map__three_staff__names_every_quality_and_tells_no_number(english: Words) -> None:
    picture = draw_opportunities(make_opportunities(3), english)
    assert picture.title == "What staff want to develop cannot be set against what serves it"
    assert not any(marks(picture, shape) for shape, _ in WORKS.values())
    assert "“Say in learning”" in picture.alt or "Say in learning:" in picture.alt


@pytest.mark.slow
@pytest.mark.parametrize("width", ["page", "narrow"])
@pytest.mark.parametrize("language", ["english", "spanish", "long_spanish"])
@pytest.mark.parametrize("kind", KINDS, ids=[next(iter(kind), "usual") for kind in KINDS])
@pytest.mark.parametrize("heads", [3, 12, 40, 400])
def test_texts__any_inventory_language_and_width__neither_collide_nor_overflow(
    heads: int,
    kind: dict[str, object],
    language: str,
    width: str,
    make: Callable[..., Released],
    request: pytest.FixtureRequest,
) -> None:
    words, opportunities = request.getfixturevalue(language), make_opportunities(heads, **kind)
    released = rated(make(heads), opportunities)
    drawn = draw_opportunities(opportunities, words, width=width)
    for picture in (drawn, draw_strategies(released, words, opportunities, width=width)):
        assert colliding(picture) == []
        assert overflowing(picture) == []


@pytest.fixture(scope="module")
def long_spanish(spanish: Words) -> Words:
    long = {
        key: f"{text} y corresponsabilidad interdepartamental"
        for key, text in spanish.entries.items()
        if isinstance(text, str) and key.startswith("guide.quality.") and key.endswith(".name")
    }
    return replace(spanish, entries={**spanish.entries, **long})


def test_strategies__beyond_chance__stand_first_and_last_with_a_triangle(
    make: Callable[..., Released], forty: OpportunityMap, english: Words
) -> None:
    picture = draw_strategies(rated(make(40), forty), english, forty)
    names = [text for text in texts(picture) if text in set(forty.offers["what"])]
    assert names[0] == "Introduction for new staff"
    assert names[1:] == sorted(names[1:])
    assert (len(marks(picture, "^")), len(marks(picture, "v"))) == (2, 2)
    assert picture.title == (
        "Works better than the rest: “Introduction for new staff”; less well: “Learning on the job, at the desk”"
    )


def test_strategies__none_beyond_chance__stand_by_name_and_claim_nothing(
    make: Callable[..., Released], english: Words
) -> None:
    opportunities = make_opportunities(40, is_clear=False)
    picture = draw_strategies(rated(make(40), opportunities), english, opportunities)
    assert picture.title == ("No clear finding: no way of learning works clearly better or less well than the rest")
    assert marks(picture, "^") == marks(picture, "v") == []


def test_strategies__row__tells_count_interval_reach_and_hours(
    make: Callable[..., Released], forty: OpportunityMap, english: Words
) -> None:
    alt = plain(draw_strategies(rated(make(40), forty), english, forty).alt)
    assert (
        "Introduction for new staff: works well for 27 of 30 (likely, of all: 33 to 39 of 40), somewhat for 1 of 30, "
        "hardly for 2 of 30; better than the rest, more than chance; reaches 13 of 40; hours a year: 2."
    ) in alt


def test_strategies__nobody_may_be_told__are_hatched_with_the_reason(
    make: Callable[..., Released], english: Words
) -> None:
    opportunities = make_opportunities(3)
    picture = draw_strategies(rated(make(3), opportunities), english, opportunities)
    assert picture.title == "How well the ways of learning work cannot be shown"
    assert texts(picture).count("fewer than 5") == 6


@pytest.mark.parametrize(("used", "is_drawn"), [(MOST_SHOWN - 1, True), (MOST_SHOWN, True), (MOST_SHOWN + 1, False)])
def test_strategies__too_many_for_a_picture__say_so(
    used: int, is_drawn: bool, make: Callable[..., Released], english: Words
) -> None:
    opportunities = make_opportunities(40, used + 2)
    picture = draw_strategies(rated(make(40), opportunities), english, opportunities)
    sentence = f"There are {used} ways of learning in use, too many for one picture. The table has them all."
    assert (sentence not in picture.alt) is is_drawn
    assert bool(hatched(picture) or len(picture.figure.texts) > 20) is is_drawn


@pytest.mark.parametrize("draw", [draw_opportunities, lambda one, words: draw_strategies(one, words, one)])
def test_figures__anything_else__are_refused(draw: Callable[..., Picture], english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only "):
        draw([1, 0, 1], english)
