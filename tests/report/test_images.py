"""Images: figures as dots without their drawn title, and logos that are drawings."""

from __future__ import annotations

import doctest
import struct

import pytest

from analysis.errors import ToolkitError
from analysis.guide import load_words
from analysis.present.figures import draw_maturity
from analysis.report import images
from analysis.report.images import dots_of, logo_dots
from report_made import hostile_picture, small_png, small_released


def sides(png: bytes) -> tuple[int, int]:
    return struct.unpack(">II", png[16:24])


def test_examples__hold() -> None:
    assert doctest.testmod(images).failed == 0


def test_dots__of_a_figure_with_a_title__are_shown_from_below_it() -> None:
    picture = draw_maturity(small_released(), load_words("en"))
    dots = dots_of(picture, dpi=100)
    wide, tall = sides(dots.png)
    title, subtitle = picture.figure.texts[0], next(t for t in picture.figure.texts if t.get_fontsize() < 9.25)
    assert (wide, dots.width) == (750, 7.5)
    assert tall == pytest.approx(100 * dots.height / (1 - dots.hidden), abs=1)
    below, above = title.get_position()[1], subtitle.get_position()[1] - 0.1
    assert below < dots.hidden * tall / 100 < above


def test_dots__of_a_figure_without_a_title__are_shown_whole() -> None:
    dots = dots_of(hostile_picture(), dpi=50)
    assert dots.hidden == 0
    assert dots.height == pytest.approx(1.4)


def test_dots__of_a_figure_drawn_anew__are_refused() -> None:
    words = load_words("en")
    picture = draw_maturity(small_released(), words)
    draw_maturity(small_released(), load_words("es"), figure=picture.figure)
    with pytest.raises(ToolkitError, match="This picture's figure has been drawn anew"):
        dots_of(picture)


def test_logo__that_is_a_png__stays_what_it_is() -> None:
    assert logo_dots(small_png()) == small_png()


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('viewBox="0 0 200 100"', (64, 32)),
        ('viewBox="0 0 10.5 42" width="1" height="1"', (16, 64)),
        ('width="30mm" height="60mm"', (32, 64)),
        ('width="100%" height="wide"', (64, 1)),
        ("", (64, 64)),
    ],
)
def test_logo__that_is_a_drawing__has_a_blank_of_its_proportions(attributes, size) -> None:
    png = logo_dots(f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}/>'.encode())
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert sides(png) == size
