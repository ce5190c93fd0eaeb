"""The three-part bar: its parts add up to all, differ by more than color, and are said with their range."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.disclosure.released import Released
from analysis.errors import ProtectionError
from analysis.guide import Words
from analysis.present.figures.components import draw_components
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import MARGIN
from analysis.present.palette import INK

EVEN = {"person": (0.3, 0.2, 0.4), "situation": (0.3, 0.2, 0.4), "residual": (0.4, 0.3, 0.5)}


def shared(released: Released, **parts: tuple[float, float, float]) -> Released:
    table = released.components.copy()
    for name, numbers in {**EVEN, **parts}.items():
        table.loc[table["quantity"] == name, ["share", "low", "high"]] = list(numbers)
    return replace(released, components=table)


@pytest.fixture
def forty(make: Callable[..., Released]) -> Released:
    return shared(make(40, 40))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def told(picture: Picture) -> list[str]:
    return [plain(text.get_text()) for text in picture.figure.texts]


def fills(picture: Picture) -> list[Rectangle]:
    """The filled shapes in the order of drawing: the three parts of the bar, then their signs."""
    drawn = [artist for artist in picture.figure.artists if isinstance(artist, Rectangle)]
    return [box for box in drawn if box.get_zorder() == 1]


def test_components__whole_text__names_every_part_with_its_range(forty: Released, english: Words) -> None:
    assert plain(draw_components(forty, english).alt) == (
        "No clear finding: whether people or situations make more difference cannot be told. "
        "All staff: what the differences in where people stand come from, the whole bar being all of them. "
        "40 of 40 answered. "
        "People (some lean further towards growth in every situation): about 3 in 10, likely 2 to 4 in 10. "
        "Situations (some situations move everybody the same way): about 3 in 10, likely 2 to 4 in 10. "
        "The rest (some people are moved by some situations; and chance): about 4 in 10, likely 3 to 5 in 10."
    )


@pytest.mark.parametrize(
    ("parts", "title"),
    [
        (
            {"person": (0.30, 0.25, 0.35), "situation": (0.40, 0.36, 0.45)},
            "What happens in a situation makes more difference than who is asked",
        ),
        (
            {"person": (0.31, 0.25, 0.35), "situation": (0.40, 0.36, 0.45)},
            "No clear finding: whether people or situations make more difference cannot be told",
        ),
        (
            {"person": (0.30, 0.25, 0.36), "situation": (0.40, 0.36, 0.45)},
            "No clear finding: whether people or situations make more difference cannot be told",
        ),
        (
            {"person": (0.40, 0.36, 0.45), "situation": (0.30, 0.25, 0.35)},
            "Who is asked makes more difference than what happens in a situation",
        ),
        (
            {"residual": (0.90, 0.85, 0.95)},
            "No clear finding: whether people or situations make more difference cannot be told",
        ),
    ],
)
def test_components__around_ten_points_and_touching_ranges__are_a_finding_from_there(
    parts: dict[str, tuple[float, float, float]], title: str, forty: Released, english: Words
) -> None:
    assert draw_components(shared(forty, **parts), english).title == title


def test_components__parts__fill_the_bar_in_their_shares(forty: Released, english: Words) -> None:
    picture = draw_components(forty, english)
    bar = fills(picture)[:3]
    wide = picture.figure.get_figwidth() - 2 * MARGIN
    assert [box.get_width() / wide for box in bar] == pytest.approx([0.3, 0.3, 0.4])
    assert bar[1].get_x() == pytest.approx(bar[0].get_x() + bar[0].get_width())
    assert bar[2].get_x() + bar[2].get_width() == pytest.approx(picture.figure.get_figwidth() - MARGIN)


def test_components__parts_and_signs__share_a_pattern_and_no_two_parts_do(forty: Released, english: Words) -> None:
    patterns = [box.get_hatch() or "" for box in fills(draw_components(forty, english))]
    assert len(set(patterns[:3])) == 3
    assert patterns[3:] == patterns[:3]


def test_components__share_and_range__stand_on_the_line_from_none_to_all(forty: Released, english: Words) -> None:
    picture = draw_components(forty, english)
    lines = [artist for artist in picture.figure.artists if isinstance(artist, Line2D)]
    upright = [line.get_xdata()[0] for line in lines if line.get_zorder() == 0 and len(set(line.get_xdata())) == 1]
    none, everything = min(upright), max(upright)
    dots = [line.get_xdata()[0] for line in lines if line.get_marker() == "o"]
    assert [(x - none) / (everything - none) for x in dots] == pytest.approx([0.3, 0.3, 0.4])
    # The first line of this width is the sign in the legend.
    ranges = [line.get_xdata() for line in lines if line.get_linewidth() == 1.3 and line.get_color() == INK][1:]
    ends = [[(x - none) / (everything - none) for x in line] for line in ranges]
    assert ends == [pytest.approx([0.2, 0.4]), pytest.approx([0.2, 0.4]), pytest.approx([0.3, 0.5])]


@pytest.mark.parametrize(
    ("n", "texts"),
    [
        (49, ("about 3 in 10", "likely 2 to 4 in 10")),
        (50, ("30%", "likely 20% to 40%")),
        (51, ("30%", "likely 20% to 40%")),
    ],
)
def test_components__around_fifty_people__are_said_in_percent_from_there(
    n: int, texts: tuple[str, str], forty: Released, english: Words
) -> None:
    table = forty.components.assign(n=n)
    shown = told(draw_components(replace(forty, components=table), english))
    assert [shown.count(text) for text in texts] == [2, 2]


def test_components__part_of_nearly_nothing__has_no_name_over_the_bar(forty: Released, english: Words) -> None:
    small = shared(forty, person=(0.01, 0.0, 0.05), situation=(0.3, 0.2, 0.4), residual=(0.69, 0.6, 0.8))
    shown = told(draw_components(small, english))
    assert ("people" in shown, "situations" in shown, "hardly any" in shown) == (False, True, True)


@pytest.mark.parametrize(
    ("heads", "alt"),
    [
        (
            12,
            "All staff: nothing can be shown, because it takes 20 people to tell this finely. "
            "It would take 20 people who answered. Talk about the questions together, or join with other libraries.",
        ),
        (
            3,
            "All staff: nothing can be shown, because fewer than 5 people answered. "
            "That protects the people who answered. Talk about the questions together, or wait for more answers.",
        ),
    ],
)
def test_components__too_few_people__say_why_and_what_helps(
    heads: int, alt: str, make: Callable[..., Released], english: Words
) -> None:
    assert draw_components(make(heads), english).alt == alt


def test_components__blank_shares__are_not_told(forty: Released, english: Words) -> None:
    table = forty.components.assign(share=float("nan"))
    title = draw_components(replace(forty, components=table), english).title
    assert title == "All staff: nothing can be shown, because other results would give it away"


def test_components__anything_but_released__is_refused(english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only released results can be shown\.\n- results: found a DataFrame;"):
        draw_components(pd.DataFrame(), english)  # type: ignore[arg-type]


@pytest.mark.parametrize("heads", [3, 12, 40])
def test_components__withheld_rows_filled_with_secrets__show_none_of_them(
    heads: int, make: Callable[..., Released], poison: Callable[[Released], Released], english: Words
) -> None:
    shown, secret = (draw_components(released, english) for released in (make(heads), poison(make(heads))))
    assert secret.alt == shown.alt
    assert told(secret) == told(shown)


@pytest.mark.parametrize("width", ["page", "narrow"])
@pytest.mark.parametrize("language", ["english", "long_spanish"])
@pytest.mark.parametrize("heads", [3, 12, 40, 400])
def test_components__any_size_language_and_width__texts_neither_collide_nor_overflow(
    heads: int, language: str, width: str, make: Callable[..., Released], request: pytest.FixtureRequest
) -> None:
    picture = draw_components(make(heads), request.getfixturevalue(language), width=width)
    renderer = FigureCanvasAgg(picture.figure).get_renderer()
    texts = [(text.get_text(), text.get_window_extent(renderer)) for text in picture.figure.texts if text.get_text()]
    touching = [
        (a, b)
        for (a, x), (b, y) in combinations(texts, 2)
        if min(x.x1, y.x1) - max(x.x0, y.x0) > 0.5 and min(x.y1, y.y1) - max(x.y0, y.y0) > 0.5
    ]
    assert touching == []
    right, top = picture.figure.bbox.width, picture.figure.bbox.height
    assert [text for text, box in texts if box.x0 < 0 or box.y0 < 0 or box.x1 > right or box.y1 > top] == []
