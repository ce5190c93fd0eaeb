"""Letters: what the bundled font cannot show is told by its number, and nothing is an empty box."""

from __future__ import annotations

import pytest
from matplotlib.font_manager import get_font

from analysis.guide import Words
from analysis.present.figures import Picture, draw_caterpillar
from analysis.present.figures.letters import allowed_in_xml
from analysis.present.figures.sheet import Sheet
from analysis.present.figures.typeface import FILES, FOLDER, font, shown, width_of, wrap
from tests.present.libraries_made import make_comparison

HEBREW = "\u05e1\u05e4\u05e8\u05d9\u05d9\u05d4"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Oxwater", "Oxwater"),
        ("Ñandú, “Łódź” – Ελλάδα, Київ", "Ñandú, “Łódź” – Ελλάδα, Київ"),
        ("Jose\u0301", "José"),
        (f"Casa {HEBREW[:2]}", "Casa ‹U+05E1 05E4›"),
        ("\U0001f4da!", "‹U+1F4DA›!"),
        ("a\u202eb\u200dc", "a‹U+202E›b‹U+200D›c"),
        ("a\x07\x00b", "a‹U+0007 0000›b"),
        ("a\tb\r\nc", "a b c"),
        ("\ud800", "‹U+D800›"),
        ("2\u00a0of\u00a06", "2\u00a0of\u00a06"),
    ],
)
def test_shown__each_kind_of_letter__is_itself_or_its_number(text: str, written: str) -> None:
    assert shown(text) == written
    assert shown(written) == written


@pytest.mark.parametrize("weight", FILES)
def test_shown__every_kind_of_sign__leaves_only_letters_of_the_font(weight: str) -> None:
    letters = get_font(str(FOLDER / FILES[weight])).get_charmap()
    everything = "".join(map(chr, range(0x20, 0x3000)))
    assert [letter for letter in shown(everything, weight) if ord(letter) not in letters] == []


def test_wrap__letters_by_their_numbers__fit_their_place() -> None:
    lines = wrap(HEBREW * 5, 1.0, 9)
    assert all(width_of(line, 9) <= 1.0 for line in lines)
    assert "".join(lines).startswith("‹U+05E1")


def test_write__a_text_in_another_script__is_drawn_by_its_numbers() -> None:
    sheet = Sheet(None, "page")
    sheet.write(1.0, 1.0, HEBREW[0])
    assert [text.get_text() for text in sheet.figure.texts] == ["‹U+05E1›"]
    assert sheet.figure.texts[0].get_fontproperties() == font(9.0)


@pytest.mark.parametrize("libraries", [3, 12, 40])
def test_caterpillar__a_hebrew_name__is_drawn_by_its_numbers_and_said_as_it_is(libraries: int, english: Words) -> None:
    comparison = make_comparison(libraries)
    comparison.libraries.loc[0, "name"] = HEBREW
    picture = draw_caterpillar(comparison, english, "index")
    assert picture.png().startswith(b"\x89PNG")
    if libraries <= 12:
        assert any("‹U+05E1" in text.get_text() for text in picture.figure.texts)
        assert HEBREW in picture.alt


def test_svg__signs_that_xml_forbids__are_told_by_their_numbers() -> None:
    sheet = Sheet(None, "page")
    picture: Picture = sheet.finish(1.0, "Ox\x07water", "Ox\x07water & more", "Read it.")
    assert "Ox‹U+0007›water &amp; more</desc>" in picture.svg()
    assert allowed_in_xml("plain\ttext \U0001f4da") == "plain\ttext \U0001f4da"
