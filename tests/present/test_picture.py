"""Pictures: what is written, that it is always the same, and that no text describes another image."""

from __future__ import annotations

import base64
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace

import pytest
from matplotlib.figure import Figure

from analysis.disclosure.released import Released
from analysis.errors import ProtectionError, ToolkitError
from analysis.guide import Words
from analysis.present import figures
from analysis.present.figures.picture import Picture

SVG = "{http://www.w3.org/2000/svg}"
DRAWINGS: dict[str, Callable[..., Picture]] = {
    "dumbbell": figures.draw_dumbbell,
    "heat": lambda *args, **options: figures.draw_heat(*args, "role", **options),
    "bands": lambda *args, **options: figures.draw_bands(*args, "role", **options),
    "maturity": figures.draw_maturity,
}


@pytest.fixture
def picture(make: Callable[..., Released], english: Words) -> Picture:
    return figures.draw_maturity(make(40), english)


@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_draw__anything_but_released__is_refused(draw: Callable[..., Picture], english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only released results can be shown\.\n- results: found a dict;"):
        draw({"marks": "answers"}, english)


def test_png__written__is_a_png_of_the_right_size(picture: Picture) -> None:
    data = picture.png(dpi=80)
    assert data.startswith(b"\x89PNG\r\n")
    assert int.from_bytes(data[16:20]) == 7.5 * 80


def test_svg__written_twice__is_the_same_to_the_letter(make: Callable[..., Released], english: Words) -> None:
    first = figures.draw_heat(make(40), english, "role").svg()
    assert figures.draw_heat(make(40), english, "role").svg() == first


def test_svg__read_back__has_role_title_and_description(picture: Picture) -> None:
    root = ET.fromstring(picture.svg())
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert (title.text, description.text) == (picture.title, picture.alt)


def test_svg__any__asks_nothing_from_elsewhere_and_names_no_date(picture: Picture) -> None:
    drawn = picture.svg()
    assert not re.search(r"(?:href|src)=\"(?!#)", drawn)
    assert "dc:date" not in drawn


def test_html__hostile_text__is_shown_as_text(picture: Picture, english: Words) -> None:
    hostile = '"><script>alert(1)</script>'
    figure = picture.figure
    shown = Picture(figure, picture.title, picture.alt, hostile)
    assert "<script>" not in shown.html(english)
    assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in shown.html(english)


def test_html__hostile_group_name__is_escaped_in_alt_and_svg(make: Callable[..., Released], english: Words) -> None:
    entries = {**english.entries, "guide.cohort.all.all": 'All" onerror="x <b>$\\frac{1}$'}
    picture = figures.draw_maturity(make(40), replace(english, entries=entries))
    assert 'alt="As a place of learning' in picture.html(english)
    assert "All&quot; onerror=&quot;x &lt;b&gt;$\\frac{1}$" in picture.html(english)
    assert 'All" onerror="x <b>$\\frac{1}$' in (ET.fromstring(picture.svg()).findtext(f"{SVG}desc") or "")


def test_html__any__holds_image_alt_language_and_reading(picture: Picture, english: Words) -> None:
    shown = picture.html(english)
    encoded = base64.b64encode(picture.png()).decode("ascii")
    assert shown == (
        f'<figure class="lc-figure" lang="en"><img src="data:image/png;base64,{encoded}" alt="{picture.alt}" '
        f'width="720"><figcaption>{picture.reading}</figcaption></figure>'
    )
    assert picture._repr_html_() == shown.replace(' lang="en"', "")


@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_kept_figure__drawn_three_times__equals_a_fresh_one(
    draw: Callable[..., Picture], make: Callable[..., Released], english: Words
) -> None:
    kept = Figure()
    for heads in (400, 3, 40):
        picture = draw(make(heads), english, figure=kept)
    assert picture.figure is kept
    assert picture.png(dpi=80) == draw(make(40), english).png(dpi=80)


def test_kept_figure__drawn_anew__its_older_picture_refuses(make: Callable[..., Released], english: Words) -> None:
    kept = Figure()
    older = figures.draw_maturity(make(40), english, figure=kept)
    figures.draw_maturity(make(12), english, figure=kept)
    with pytest.raises(ToolkitError) as caught:
        older.png()
    assert str(caught.value) == (
        "This picture's figure has been drawn anew.\n"
        "- figure: found another view; allowed: the view it was drawn for. Write it before the next one is drawn."
    )


def test_width__unknown__is_refused(make: Callable[..., Released], english: Words) -> None:
    with pytest.raises(ToolkitError) as caught:
        figures.draw_maturity(make(12), english, width="poster")
    assert str(caught.value) == (
        "A figure has one of two widths.\n- width: found 'poster'; allowed: page, narrow. Choose one of these."
    )
