"""The whole figure set, at every size, in both languages and both widths: what is written, where, and in which ink."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from matplotlib.colors import to_hex

from analysis.guide import Words, load_words
from analysis.present import figures
from analysis.present.figures import Picture
from analysis.present.figures.sheet import SMALL
from analysis.present.figures.typeface import SMALLEST
from analysis.present.palette import TEXT_PAIRS, contrast
from figure_marks import placed_marks, plain, texts, withheld_places
from figure_set import DRAWINGS, SIZES, sources_of, suppressed_sources
from figure_texts import colliding, overflowing
from tests.present.conftest import with_long_names

READABLE = 7.0
"""The least size of a text, in points."""

HOSTILE = "ספריית הגפן 图书馆 مكتبة 📚 \x07\u202etxt\u202c <b>&amp;</b> $x^2$ " + "a" * 80
STATED = re.compile(r"[0-9]+(?:[.,][0-9]+)?%?")
EXPLAINED = re.compile(
    r"under 2 in 10|[0-9] to [0-9] in 10|8 in 10 or more|a group under 20 people|2026-[0-9]{2}|[0-9]+ of 10"
    r"|19 of 20 libraries .*|998 of 1,000 .*"
)
TENS = re.compile(r"[0-9]?0|100")
ANY_NUMBER = re.compile(r"[0-9]+%?")
SCALED = ("caterpillar", "funnel", "opportunities")
"""Figures whose scale depends on the data; its numbers say nothing of them."""

SLOW = pytest.mark.slow
FULL_SIZES = [3, 12, 40, pytest.param(400, marks=SLOW), "withheld"]
SHOWN_IN = [
    ("en", "page"),
    ("es", "narrow"),
    pytest.param("en", "narrow", marks=SLOW),
    pytest.param("es", "page", marks=SLOW),
    pytest.param("long", "page", marks=SLOW),
    pytest.param("long", "narrow", marks=SLOW),
]
LANGUAGES = ("en", "es")


def by_heads(heads: int | str):
    """The sources of one size; `withheld` is a library of forty of which nothing may be told."""
    return suppressed_sources(40) if heads == "withheld" else sources_of(int(heads))


@cache
def worded(language: str) -> Words:
    return with_long_names(load_words("es")) if language == "long" else load_words(language)


@cache
def drawn(name: str, heads: int | str, language: str = "en", width: str = "page") -> Picture | None:
    return DRAWINGS[name](by_heads(heads), worded(language), width)


def pictures(heads: int | str, language: str = "en", width: str = "page") -> Iterator[tuple[str, Picture]]:
    for name in DRAWINGS:
        picture = drawn(name, heads, language, width)
        if picture is not None:
            yield name, picture


def test_set__every_figure_of_the_package__is_in_it() -> None:
    public = {name.removeprefix("draw_") for name in figures.__all__ if name.startswith("draw_")}
    assert public == set(DRAWINGS)


@pytest.mark.parametrize(("language", "width"), SHOWN_IN)
@pytest.mark.parametrize("heads", FULL_SIZES)
@pytest.mark.parametrize("name", DRAWINGS)
def test_texts__every_size_language_and_width__have_room_and_are_readable(
    name: str, heads: int | str, language: str, width: str
) -> None:
    picture = drawn(name, heads, language, width)
    if picture is None:
        assert (name, heads) in {("flows", 3), ("flows", "withheld")}
        return
    assert colliding(picture) == []
    assert overflowing(picture) == []
    assert min(float(text.get_fontsize()) for text in picture.figure.texts) >= READABLE
    inks = {to_hex(text.get_color()).upper() for text in picture.figure.texts}
    assert inks <= {ink for ink, _ in TEXT_PAIRS}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("heads", FULL_SIZES)
def test_words__every_figure__has_title_alt_and_reading(heads: int | str, language: str) -> None:
    for name, picture in pictures(heads, language):
        assert picture.alt.startswith(picture.title), name
        assert picture.reading, name
        written = " ".join(texts(picture)[:2])
        assert written.startswith(plain(picture.title)[:20]), name
        assert len(picture.alt) > len(picture.title) + 20, name


@pytest.mark.parametrize("heads", FULL_SIZES)
@pytest.mark.parametrize("name", DRAWINGS)
def test_alt__every_number_that_is_drawn__is_in_it(name: str, heads: int | str) -> None:
    picture = drawn(name, heads)
    if picture is None:
        return
    scale = ANY_NUMBER if name in SCALED else TENS
    told = [line for line in texts(picture) if not scale.fullmatch(line) and not EXPLAINED.fullmatch(line)]
    drawn_numbers = {number for line in told for number in STATED.findall(line)}
    assert drawn_numbers - set(STATED.findall(plain(picture.alt))) == set()


@pytest.mark.parametrize("width", ["page", "narrow"])
@pytest.mark.parametrize("name", DRAWINGS)
def test_names__of_the_data__are_drawn_and_are_in_the_alternative_text(name: str, width: str) -> None:
    picture = drawn(name, 40, "en", width)
    assert picture is not None
    written = re.sub(r"[\s-]", "", "".join(texts(picture)))
    for label in NAMED[name]:
        assert re.sub(r"[\s-]", "", label) in written
        assert label.lower() in plain(picture.alt).lower()


QUALITIES = tuple(
    load_words("en")(f"guide.quality.{quality}.name") for quality in sources_of(40).released.guide.qualities
)
SITUATIONS = tuple(
    load_words("en")(f"guide.situation.{situation}.name") for situation in sources_of(40).released.guide.situations
)
UNITS = ("Main library", "Branch 1", "Branch 2", "Branch 3", "Outreach and mobile")
LEADS = ("Leaders", "Front line")
THEMES = ("Time to learn", "Having a say", "Helping each other", "Trying things out")
NAMED = {
    "bands": (*UNITS, "All staff"),
    "caterpillar": ("Your library",),
    "components": ("People", "Situations", "The rest"),
    "differences": UNITS,
    "dots": (*LEADS, "All staff"),
    "dumbbell": QUALITIES,
    "flows": QUALITIES,
    "funnel": ("Your library",),
    "goal_waves": ("2025", "2026"),
    "goals": (*LEADS, "All staff"),
    "heat": (*UNITS, *QUALITIES),
    "maturity": ("Absent", "Emerging", "Developing", "Established", "Embedded"),
    "opportunities": QUALITIES,
    "profile": SITUATIONS,
    "situations": (*UNITS, *SITUATIONS),
    "slope": QUALITIES,
    "strategies": ("Introduction for new staff", "Recorded webinars"),
    "theme_heat": (*UNITS, *THEMES),
    "themes": THEMES,
    "timeline": ("Ask for one comment on a draft",),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("heads", SIZES)
def test_everything_withheld__every_figure__says_why_and_tells_nothing(heads: int, language: str) -> None:
    for name, draw in DRAWINGS.items():
        picture = draw(suppressed_sources(heads), worded(language), "page")
        if picture is None or name == "timeline":
            continue
        said = [picture.title, picture.alt, picture.reading, *texts(picture)]
        # Every hidden number is made of sevens, and so is its share in percent, but for rounding.
        assert [text for text in said if "77" in text or "78" in text] == [], name
        assert placed_marks(picture, "x") == [], name
        assert withheld_places(picture) > 0 or name in ("opportunities", "slope"), name


@pytest.mark.parametrize("width", ["page", "narrow"])
@pytest.mark.parametrize("name", DRAWINGS)
def test_hostile_names__every_figure__show_no_empty_box_and_stay_in_their_place(name: str, width: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = DRAWINGS[name](hostile_sources(), hostile_words(), width)
        assert picture is not None
        drawing = picture.svg()
    assert colliding(picture) == []
    assert overflowing(picture) == []
    assert "<b>" not in drawing
    assert "\x07" not in drawing


@cache
def hostile_words() -> Words:
    """English, where every name of the guide is written in other scripts and with signs that nobody can see."""
    kinds = ("guide.cohort.", "guide.quality.", "guide.situation.", "guide.theme.")
    named = {key: f"{HOSTILE}{text}" for key, text in load_words("en").entries.items() if _is_name(key, text, kinds)}
    return replace(load_words("en"), entries={**load_words("en").entries, **named})


def _is_name(key: str, text: object, kinds: tuple[str, ...]) -> bool:
    return isinstance(text, str) and key.startswith(kinds) and "{" not in text and not key.endswith("meaning")


@cache
def hostile_sources():
    """The sources of forty where all that people named themselves is as hostile."""
    sources = sources_of(40)
    comparison = sources.comparison
    few = comparison.libraries.head(12).assign(name=HOSTILE)
    standing = comparison.standing[comparison.standing["library_id"].isin(few["library_id"])]
    actions = sources.released.actions.assign(step=HOSTILE, owner=HOSTILE)
    offers = sources.opportunities.offers.assign(what=HOSTILE)
    opportunities = replace(sources.opportunities, offers=offers, library_name=HOSTILE)
    return replace(
        sources,
        comparison=replace(comparison, libraries=few, standing=standing),
        released=replace(
            sources.released, actions=actions, library_name=HOSTILE, strategies=offers[["strategy_id", "what"]]
        ),
        opportunities=opportunities,
    )


def test_inks__of_all_texts__can_be_read_on_their_grounds() -> None:
    assert min(contrast(ink, ground) for ink, ground in TEXT_PAIRS) >= 4.5
    assert SMALL > SMALLEST >= READABLE
