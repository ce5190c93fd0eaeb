"""The brand: what it refuses, and which color it proposes instead of one that cannot be read."""

from __future__ import annotations

import doctest
from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ToolkitError
from analysis.present.palette import PAGE, contrast
from analysis.report import brand, colors
from analysis.report.brand import COLORS, Brand
from analysis.report.colors import is_color, nearest_passing, oklab

WHITE = "#FFFFFF"
ANY_COLOR = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")


def refusal(**parts: str | bytes) -> str:
    with pytest.raises(ToolkitError) as error:
        Brand(**parts)  # pyright: ignore[reportArgumentType]
    return str(error.value)


@pytest.mark.parametrize("module", [brand, colors])
def test_examples__run__as_they_stand(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # pyright: ignore[reportArgumentType]


def test_brand__of_nobody__has_the_colors_of_the_toolkit_and_passes() -> None:
    assert (Brand().primary, Brand().accent, Brand().paper, Brand().font_name) == ("#0B3F73", "#0B5FA5", "letter", "")


def test_brand__with_everything_wrong__names_every_fault() -> None:
    assert refusal(primary="#FFD200", accent="blue", paper="a5", logo=b"x") == (
        "This brand cannot be used.\n"
        "- colors.primary: found #FFD200, which has 1.4 : 1 on white; allowed: at least 4.5 : 1, so that everybody can "
        "see it. The nearest is “#8F7400”.\n"
        "- colors.accent: found 'blue'; allowed: a color such as “#0B3F73”. Write # and six digits of 0–9 and A–F.\n"
        "- paper: found 'a5'; allowed: letter, a4. Choose one of these.\n"
        "- logo_alt: found nothing; allowed: a short description of the logo. Say what the logo shows, for those who "
        "cannot see it, such as “Logo of the State Library”."
    )


@pytest.mark.parametrize("color", ["#FFF", "#GGGGGG", "0B3F73", "#0B3F73FF", "#0B3F73\n", "red", "", "#٠٠٠٠٠٠"])
def test_color__not_of_six_digits__is_none(color: str) -> None:
    assert not is_color(color)


@pytest.mark.parametrize(
    ("name", "passes", "fails"), [("primary", "#767676", "#777777"), ("accent", "#949494", "#959595")]
)
def test_contrast__at_the_least_and_just_under__is_taken_and_refused(name: str, passes: str, fails: str) -> None:
    assert contrast(passes, PAGE) >= COLORS[name] > contrast(fails, PAGE)
    assert getattr(Brand(**{name: passes}), name) == passes
    assert f"The nearest is “{passes}”." in refusal(**{name: fails})


def test_contrast__a_little_under_the_least__is_not_rounded_up_to_it() -> None:
    assert round(contrast("#777777", PAGE), 1) == 4.5
    assert "#777777, which has 4.4 : 1 on white; allowed: at least 4.5 : 1" in refusal(primary="#777777")


@pytest.mark.parametrize("color", ["#FFD200", "#E87722", "#FF0000", "#00AEEF", "#00FF00", "#FF69B4", "#F4F4F4"])
@pytest.mark.parametrize("ratio", [3.0, 4.5])
def test_nearest__on_a_fine_grid_of_lightness__is_the_lightest_that_passes(color: str, ratio: float) -> None:
    light, *chroma = oklab(color)
    grid = [colors._at_lightness(light * step / 4000, *chroma) for step in range(4001)]
    passing = max(oklab(shown)[0] for shown in grid if contrast(shown, WHITE) >= ratio)
    found = nearest_passing(color, WHITE, ratio)
    assert contrast(found, WHITE) >= ratio
    assert oklab(found)[0] >= passing - 1e-9


@given(ANY_COLOR, st.sampled_from([3.0, 4.5, 7.0]))
def test_nearest__of_any_color__passes_and_is_not_lighter(color: str, ratio: float) -> None:
    found = nearest_passing(color, WHITE, ratio)
    assert contrast(found, WHITE) >= ratio
    assert oklab(found)[0] <= oklab(color)[0] + 1e-9
    assert (found == color) == (contrast(color, WHITE) >= ratio)


@given(ANY_COLOR)
def test_nearest__of_any_color__keeps_its_hue(color: str) -> None:
    _, *before = oklab(color)
    _, *after = oklab(nearest_passing(color, WHITE, 4.5))
    chroma = dist(after, (0, 0))
    along = (after[0] * before[0] + after[1] * before[1]) / max(dist(before, (0, 0)), 1e-9)
    # Bytes round, and the screen has not every chroma, so what lies beside the line of the hue is small.
    assert max(chroma**2 - along**2, 0) ** 0.5 < 0.012
    assert chroma <= dist(before, (0, 0)) + 0.012


def test_nearest__where_nothing_passes__is_black() -> None:
    assert nearest_passing("#FFFFFF", WHITE, 22) == "#000000"


def test_brand_colors__that_pass__are_kept_as_they_are() -> None:
    assert Brand(primary="#0b3f73").primary == "#0b3f73"
