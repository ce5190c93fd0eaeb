"""Typeface: texts are measured before they are drawn, and wrapped to fit."""

from __future__ import annotations

import pytest
from matplotlib.font_manager import get_font

from analysis.present.figures.typeface import FILES, FOLDER, SMALLEST, balance, fit, font, height_of, width_of, wrap

SENTENCE = "Staff want to develop a say in what they learn"


@pytest.mark.parametrize(("weight", "name"), [("regular", "Inter"), ("bold", "Inter")])
def test_font__each_weight__is_the_bundled_inter(weight: str, name: str) -> None:
    file = font(9, weight).get_file()
    assert file == str(FOLDER / FILES[weight])
    assert get_font(file).family_name == name


def test_width_of__twice_the_size__is_twice_as_wide() -> None:
    assert width_of(SENTENCE, 18) == pytest.approx(2 * width_of(SENTENCE, 9), rel=0.01)


@pytest.mark.parametrize("width", [0.5, 1.0, 2.0])
def test_wrap__any_width__fits_and_keeps_every_word(width: float) -> None:
    lines = wrap(SENTENCE, width, 9)
    assert all(width_of(line, 9) <= width for line in lines)
    assert " ".join(lines) == SENTENCE


def test_wrap__word_that_is_too_wide__is_broken_with_hyphens() -> None:
    lines = wrap("corresponsabilidad", 0.6, 9)
    assert len(lines) > 1
    assert all(line.endswith("-") for line in lines[:-1])
    assert "".join(line.removesuffix("-") for line in lines) == "corresponsabilidad"
    assert all(width_of(line, 9) <= 0.6 for line in lines)


def test_wrap__no_break_space__is_kept_together() -> None:
    lines = wrap("2 or fewer of\u00a06", width_of("2 or fewer of", 9), 9)
    assert lines == ("2 or fewer", "of\u00a06")


def test_wrap__no_break_space_without_room__breaks_there_rather_than_in_a_word() -> None:
    assert wrap("120 of\u00a0160", width_of("of 16", 9), 9) == ("120", "of", "160")


def test_wrap__empty_text__is_one_empty_line() -> None:
    assert wrap("", 1.0, 9) == ("",)


def test_balance__one_word_over__shares_the_words_out() -> None:
    width = width_of("Staff want to develop a say in what they", 9) + 0.02
    assert wrap(SENTENCE, width, 9) == ("Staff want to develop a say in what they", "learn")
    balanced = balance(SENTENCE, width, 9)
    assert len(balanced) == 2
    assert width_of(balanced[1], 9) > 0.7 * width_of(balanced[0], 9)


def test_fit__word_wider_than_its_place__shrinks_until_it_fits() -> None:
    size = fit("Supervision or lead", 0.6, 9)
    assert SMALLEST < size < 9
    assert width_of("Supervision", size) <= 0.6


@pytest.mark.parametrize(("text", "size"), [("lead", 9), ("corresponsabilidad", SMALLEST)])
def test_fit__narrow_or_endless_word__stays_within_its_bounds(text: str, size: float) -> None:
    assert fit(text, 0.5, 9) == size


def test_height_of__lines__grow_evenly() -> None:
    assert height_of(4, 9) == pytest.approx(2 * height_of(2, 9))
