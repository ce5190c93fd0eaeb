"""Measuring: what is measured is at least as wide as it is drawn, and what does not fit is shortened."""

from __future__ import annotations

import pytest

from analysis.present.figures import typeface
from analysis.report.measuring import fitted, height_of, share_columns, shortened, size_for, width_of

LINE = 1.2
TEXT = "We learn from each other, and we say what went wrong, so that nobody has to find it out twice."
LONG = "W" * 300


@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_width__of_a_sentence__is_that_of_the_font(weight) -> None:
    assert width_of(TEXT, 20, weight) == pytest.approx(typeface.width_of(TEXT, 20, weight), rel=0.02)


def test_width__of_letters_that_the_font_lacks__is_that_of_wide_ones() -> None:
    assert width_of("\u05e9\u05dc\U0001f600\x00", 20) == width_of("WWWW", 20)


def test_height__of_lines__grows_line_by_line() -> None:
    wide = width_of("Two words", 20)
    assert height_of("Two words", wide / 0.96, 20) == pytest.approx(20 * LINE / 72)
    assert height_of("Two words", wide / 1.01, 20) == pytest.approx(2 * 20 * LINE / 72)
    assert height_of(("Two", "a\nb"), 5, 20) == pytest.approx(3 * 20 * LINE / 72)


def test_height__of_a_word_without_end__counts_the_lines_that_it_is_broken_into() -> None:
    lines = height_of(LONG, 4, 10) / (10 * LINE / 72)
    assert lines == pytest.approx(-(-width_of(LONG, 10) // (4 * 0.97)))


def test_size__for_texts__is_the_largest_that_fits() -> None:
    tall = height_of([TEXT, TEXT], 6, 16) + 0.5 * 16 * LINE / 72
    assert size_for([TEXT, TEXT], 6, tall, (20, 16, 12)) == 16
    assert size_for([TEXT, TEXT], 6, tall - 0.01, (20, 16, 12)) == 12
    assert size_for([TEXT, TEXT], 6, 0.1, (20, 16, 12)) == 12


def test_fitted__text_that_fits__stays_whole() -> None:
    assert fitted("Short", 6, 1, (20, 16)) == ("Short", 20)


@pytest.mark.parametrize("text", [TEXT, LONG])
def test_fitted__text_that_fits_nowhere__ends_in_an_ellipsis_and_fits(text) -> None:
    short, size = fitted(text, 2, 0.5, (20, 16))
    assert size == 16
    assert short.endswith("…")
    assert text.startswith(short[:-1])
    assert height_of(short, 2, 16) <= 0.5


def test_shortened__text__loses_no_more_than_it_must() -> None:
    short = shortened(LONG, 2, 0.5, 16)
    assert height_of(LONG[: len(short)] + "…", 2, 16) > 0.5


def test_columns__of_short_texts__fill_the_width() -> None:
    columns = share_columns([["a", "b"], ["c", "d"]], 6, 10, 0.1)
    assert columns is not None
    assert sum(columns) == pytest.approx(6)
    assert columns[0] == pytest.approx(columns[1], rel=0.1)


def test_columns__a_long_text_beside_a_short_one__gets_more_and_the_short_one_what_it_needs() -> None:
    columns = share_columns([["Step", "When"], [TEXT, "by spring"]], 5, 10, 0.08)
    assert columns is not None
    assert columns[0] > 2 * columns[1]
    assert columns[1] >= width_of("by spring", 10, "bold") + 2 * 0.08


def test_columns__without_room_for_the_longest_words__are_none() -> None:
    assert share_columns([["Supercalifragilistic"] * 6], 3, 14, 0.08) is None
