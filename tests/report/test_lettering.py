"""Which letters are shown as they are, which by their number, and where long words may be broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.present.figures.typeface import width_of
from analysis.report.lettering import BREAK, Face, Lettering, letter_by, read_letters
from analysis.report.pdf import FONTS

LATIN = Face("Latin", {ord(letter): 0.5 for letter in "abcdefghijklmnopqrstuvwxyzé‹›U+0123456789ABCDEF "})
HEBREW = Face("Hebrew", {ord(letter): 0.7 for letter in "אב\u05b0"})
TWO = Lettering((LATIN, HEBREW))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("abc", "abc"),
        ("אב", "אב"),
        ("a א", "a א"),
        ("я", "‹U+044F›"),
        ("\U00020000", "‹U+20000›"),
        ("a\x07b", "a‹U+0007›b"),
        ("a\tb", "a b"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\u202ea", "‹U+202E›a"),
        ("\ud800", "‹U+D800›"),
        ("א\u05b0", "א\u05b0"),
        ("a\u05b0", "a‹U+05B0›"),
        ("e\u0301", "e\u0301"),
        ("a\u0301", "a‹U+0301›"),
        ("a\u200cb", "a\u200cb"),
        ("", ""),
    ],
)
def test_text__by_what_its_letters_are__is_shown_so(written: str, shown: str) -> None:
    assert TWO.shown(written) == shown


@pytest.mark.parametrize(("length", "breaks"), [(24, 0), (25, 3), (300, 37)])
def test_long_word__from_25_letters__may_be_broken_after_each_eight(length: int, breaks: int) -> None:
    shown = TWO.shown("a" * length)
    assert shown.count(BREAK) == breaks
    assert shown.replace(BREAK, "") == "a" * length


def test_long_word__of_letters_with_marks__is_not_broken_between_them() -> None:
    shown = TWO.shown("א\u05b0" * 30)
    assert [piece for piece in shown.split(BREAK) if piece.startswith("\u05b0")] == []


def test_width__of_known_and_unknown_letters__is_added_up() -> None:
    assert TWO.width("aא") == pytest.approx(1.2)
    assert TWO.width("я") == 1.0


def test_families__first_has_the_letter__and_is_asked_first() -> None:
    assert Lettering((HEBREW, LATIN, HEBREW)).families == ("Hebrew", "Latin")


@pytest.mark.parametrize("text", ["Learning culture", "23 of 31", "Bücherei “Ñandú”"])
def test_bundled_fonts__widths__are_those_that_figures_are_measured_with(text: str) -> None:
    # The figures' measure rounds to whole points and takes pairs of letters into account.
    assert letter_by(*FONTS).width(text) * 10 / 72 == pytest.approx(width_of(text, 10), rel=0.03)


def test_bundled_fonts__signs_of_the_toolkit__are_all_there() -> None:
    signs = " ".join("‹›“”‘’«»¿¡–—…≥≤≈±×·•→←↑↓●◆▲△○◇½¼¾§†₂²")
    assert letter_by(*FONTS).shown(signs) == signs


def test_bundled_fonts__first_family__is_the_toolkits() -> None:
    assert letter_by(*FONTS).families[0] == "Inter"


def test_letters__of_every_bundled_font__have_a_width() -> None:
    files = [file for folder in FONTS for file in Path(folder).glob("*.[ot]tf")]
    assert len(files) == 18
    for file in files:
        letters = read_letters(file.read_bytes())
        assert len(letters) > 60, file.name
        assert max(letters.values()) < 4, file.name


def test_bundled_fonts__together__stay_small() -> None:
    files = [file for folder in FONTS for file in Path(folder).glob("*.[ot]tf")]
    assert sum(file.stat().st_size for file in files) < 3_000_000
