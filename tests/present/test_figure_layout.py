"""Layout: nothing collides and nothing leaves the page, whoever answered and however long the names are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present import figures
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import TITLE_SIZES

pytestmark = pytest.mark.slow

DRAWINGS: dict[str, Callable[..., Picture]] = {
    "dumbbell": figures.draw_dumbbell,
    "heat": lambda *args, **options: figures.draw_heat(*args, "unit", **options),
    "bands": lambda *args, **options: figures.draw_bands(*args, "unit", **options),
    "maturity": figures.draw_maturity,
}
LANGUAGES = ("english", "spanish", "long_spanish")
TOUCH = 0.5
"""Pixels by which boxes may overlap before it counts; letters have softened edges."""


def boxes(picture: Picture) -> Iterator[tuple[Text, Bbox]]:
    renderer = FigureCanvasAgg(picture.figure).get_renderer()
    for text in picture.figure.texts:
        if text.get_text():
            yield text, text.get_window_extent(renderer)


def overlap(one: Bbox, other: Bbox) -> bool:
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    tall = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide > TOUCH and tall > TOUCH


@pytest.fixture(params=[3, 12, 40, 400])
def released(request: pytest.FixtureRequest, make: Callable[..., Released]) -> Released:
    return make(request.param)


@pytest.mark.parametrize("width", ["page", "narrow"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_texts__any_size_language_and_width__neither_collide_nor_overflow(
    draw: Callable[..., Picture], language: str, width: str, released: Released, request: pytest.FixtureRequest
) -> None:
    picture = draw(released, request.getfixturevalue(language), width=width)
    placed = list(boxes(picture))
    collisions = [(a.get_text(), b.get_text()) for (a, x), (b, y) in combinations(placed, 2) if overlap(x, y)]
    assert collisions == []
    right, top = picture.figure.bbox.width, picture.figure.bbox.height
    outside = [t.get_text() for t, box in placed if box.x0 < 0 or box.y0 < 0 or box.x1 > right or box.y1 > top]
    assert outside == []


@pytest.mark.parametrize("width", ["page", "narrow"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_title__any__has_one_or_two_lines(
    draw: Callable[..., Picture], language: str, width: str, released: Released, request: pytest.FixtureRequest
) -> None:
    picture = draw(released, request.getfixturevalue(language), width=width)
    title = [text.get_text() for text in picture.figure.texts if text.get_fontsize() in TITLE_SIZES]
    assert len(title) in (1, 2)
    assert picture.title.startswith(" ".join(title).removesuffix("…"))


@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_texts__every_one__is_set_in_the_bundled_font(
    draw: Callable[..., Picture], make: Callable[..., Released], english: Words
) -> None:
    for text in draw(make(40), english).figure.texts:
        file = text.get_fontproperties().get_file()
        assert file is not None
        assert "Inter-" in file
