"""Differences: marks at their chances, shapes and words that agree, and a title that says when nothing differs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.disclosure.released import Released
from analysis.errors import ProtectionError, ToolkitError
from analysis.guide import Words
from analysis.present import palette
from analysis.present.figures.differences import MARK, draw_differences
from analysis.present.figures.ground import RING
from analysis.present.figures.parts import RANGE_HATCHING
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import TITLE_SIZES
from figure_texts import colliding, overflowing

UNCLEAR = "No group stands further towards growth or fixed than the others by more than chance"
SUBTITLE = (
    "One person of each group against one of everybody else, by group (Place of work): in how many of 10 such pairings "
    "the group's person stands further towards growth. Where both stand alike, each side gets half."
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def compare(released: Released, value: str, **columns: object) -> Released:
    """The results with another difference between one group and the rest, over all situations."""
    table: pd.DataFrame = released.differences.copy()
    table.loc[(table["value"] == value) & (table["scope"] == "overall"), list(columns)] = list(columns.values())
    return replace(released, differences=table)


def lines(picture: Picture) -> list[Line2D]:
    return [artist for artist in picture.figure.artists if isinstance(artist, Line2D)]


def marks(picture: Picture, shape: str, size: float = MARK) -> list[Line2D]:
    """The marks of the rows, without that of the legend."""
    found = [line for line in lines(picture) if line.get_marker() == shape]
    return [line for line in found if line.get_markersize() == pytest.approx(size)][1 if shape == "o" else 0 :]


def place(picture: Picture, x: float) -> float:
    upright = [line for line in lines(picture) if line.get_zorder() == 0 and len(set(line.get_xdata())) == 1]
    left, right = (side(float(line.get_xdata()[0]) for line in upright) for side in (min, max))
    return (x - left) / (right - left)


def texts(picture: Picture) -> list[str]:
    return [plain(text.get_text()) for text in picture.figure.texts]


@pytest.fixture
def hundreds(make: Callable[..., Released]) -> Released:
    """Four hundred staff without a difference: each group at one half."""
    released = make(400)
    told = {"superiority_low": 0.5, "superiority_high": 0.5, "low": 0.4, "high": 0.6, "p_adjusted": 0.4}
    return replace(released, differences=released.differences.assign(**told))


def test_group__beyond_chance__is_a_diamond_at_its_chance_in_words_as_well(hundreds: Released, english: Words) -> None:
    told = {"superiority_low": 0.7, "superiority_high": 0.7, "low": 0.62, "high": 0.78, "p_adjusted": 0.01}
    picture = draw_differences(compare(hundreds, "branch_1", **told), english, "unit")
    [diamond] = marks(picture, "D")
    assert place(picture, diamond.get_xdata()[0]) == pytest.approx(0.7)
    assert to_hex(diamond.get_color()).upper() == palette.BLUE
    assert len(marks(picture, "o")) == len(marks(picture, "o", MARK * RING)) == 4
    assert [place(picture, circle.get_xdata()[0]) for circle in marks(picture, "o")] == pytest.approx([0.5] * 4)
    y = diamond.get_ydata()[0]
    [bar] = [line for line in lines(picture) if len(line.get_xdata()) == 2 and list(line.get_ydata()) == [y, y]]
    assert [place(picture, x) for x in bar.get_xdata()] == pytest.approx([0.62, 0.78])
    assert texts(picture).count("further towards growth") == 1
    assert texts(picture).count("no clear difference") == 4
    assert picture.title == "“Branch 1” stands further towards growth than the others"


def test_group__further_towards_fixed__is_a_diamond_of_the_other_color(hundreds: Released, english: Words) -> None:
    told = {"superiority_low": 0.2, "superiority_high": 0.3, "p_adjusted": 0.01}
    picture = draw_differences(compare(hundreds, "branch_1", **told), english, "unit")
    [diamond] = marks(picture, "D")
    assert place(picture, diamond.get_xdata()[0]) == pytest.approx(0.25)
    assert to_hex(diamond.get_color()).upper() == palette.ORANGE
    assert picture.title == "“Branch 1” stands further towards fixed than the others"


@pytest.mark.parametrize(("p", "diamonds"), [(0.049, 1), (0.05, 0), (0.051, 0), (np.nan, 0)])
def test_group__p_around_one_in_twenty__is_beyond_chance_only_below(
    p: float, diamonds: int, hundreds: Released, english: Words
) -> None:
    told = compare(hundreds, "branch_1", superiority_low=0.6, superiority_high=0.7, p_adjusted=p)
    picture = draw_differences(told, english, "unit")
    assert len(marks(picture, "D")) == diamonds
    assert (picture.title == UNCLEAR) == (diamonds == 0)


def test_group__told_as_a_range__is_a_hatched_bar_with_its_mark_in_the_middle(
    hundreds: Released, english: Words
) -> None:
    told = compare(hundreds, "branch_1", superiority_low=0.3, superiority_high=0.6, low=0.2, high=0.7)
    picture = draw_differences(told, english, "unit")
    hatched = [box for box in picture.figure.artists if isinstance(box, Rectangle) and box.get_hatch()]
    bar = hatched[-1]
    assert [box.get_hatch() for box in hatched] == [RANGE_HATCHING] * 2
    assert place(picture, bar.get_x()) == pytest.approx(0.3)
    assert place(picture, bar.get_x() + bar.get_width()) == pytest.approx(0.6)
    [y] = {line.get_ydata()[0] for line in marks(picture, "o") if place(picture, line.get_xdata()[0]) < 0.47}
    sides = [line for line in lines(picture) if len(line.get_xdata()) == 2 and list(line.get_ydata()) == [y, y]]
    assert [place(picture, x) for line in sides for x in line.get_xdata()] == pytest.approx([0.2, 0.3, 0.6, 0.7])
    assert "only this range may be told" in texts(picture)
    assert "3 to 6 of 10" in texts(picture)


@pytest.mark.parametrize(("high", "hatched"), [(0.54, False), (0.56, True)])
def test_group__range_about_as_wide_as_its_mark__is_hatched_only_where_it_is_wider(
    high: float, hatched: bool, hundreds: Released, english: Words
) -> None:
    told = compare(hundreds, "branch_1", superiority_low=0.5, superiority_high=high)
    assert ("only this range may be told" in texts(draw_differences(told, english, "unit"))) == hatched


def test_group__without_an_interval__is_a_mark_alone(hundreds: Released, english: Words) -> None:
    told = compare(hundreds, "branch_1", superiority_low=1.0, superiority_high=1.0, low=np.nan, high=np.nan)
    picture = draw_differences(told, english, "unit")
    assert len(marks(picture, "o")) == 5
    assert "Branch 1, 72 people against 228: about 10 of 10 pairings, no clear difference." in plain(picture.alt)


def test_group__not_computable__says_so_in_its_place(hundreds: Released, english: Words) -> None:
    told = compare(hundreds, "branch_1", superiority_low=np.nan, superiority_high=np.nan, low=np.nan, high=np.nan)
    picture = draw_differences(told, english, "unit")
    assert len(marks(picture, "o")) == 4
    assert "Branch 1: not compared, cannot be told." in picture.alt


def test_alt__whole_text__names_both_sides_and_reasons(make: Callable[..., Released], english: Words) -> None:
    released = make(40)
    table = released.differences.assign(
        superiority_low=0.52, superiority_high=0.63, low=0.34, high=0.77, p_adjusted=0.4
    )
    picture = draw_differences(replace(released, differences=table), english, "unit")
    row = "5 to 6 of 10 pairings (likely 3 to 8 of 10), no clear difference."
    assert plain(picture.alt) == (
        f"{UNCLEAR}. {SUBTITLE} Main library, 14 people against 16: {row} Branch 1, 7 people against 23: {row} "
        f"Branch 2, 5 people against 25: {row} Branch 3: not compared, fewer than 5. "
        "Outreach and mobile: not compared, fewer than 5."
    )


def test_scope__a_situation__is_named(hundreds: Released, english: Words) -> None:
    assert draw_differences(hundreds, english, "unit", "setback").title == f"A setback: {UNCLEAR}"


def test_every_group__withheld__says_that_none_can_be_compared(make: Callable[..., Released], english: Words) -> None:
    released = make(12)
    table = released.differences.assign(withheld=True, reason="complement")
    picture = draw_differences(replace(released, differences=table), english, "unit")
    assert picture.title == "No group can be compared with the others"
    assert "Main library: not compared, hidden to protect others." in picture.alt
    assert "more than chance" not in texts(picture)


def test_everybody__withheld__draws_nothing_but_the_reason(make: Callable[..., Released], english: Words) -> None:
    picture = draw_differences(make(3), english, "unit")
    assert picture.title == "All staff: nothing can be shown, because fewer than 5 people answered"
    assert marks(picture, "D") == []


@pytest.mark.parametrize("heads", [3, 12, 40])
def test_withheld_rows__filled_with_secrets__show_none_of_them(
    heads: int, make: Callable[..., Released], poison: Callable[[Released], Released], english: Words
) -> None:
    for cohort in ("role", "unit", "tenure", "employment", "leads"):
        clean, poisoned = (draw_differences(one, english, cohort) for one in (make(heads), poison(make(heads))))
        assert poisoned.alt == clean.alt
        assert texts(poisoned) == texts(clean)
        assert "77" not in poisoned.alt


@pytest.mark.parametrize("width", ["page", "narrow"])
@pytest.mark.parametrize("language", ["english", "spanish", "long_spanish"])
@pytest.mark.parametrize("heads", [3, 12, 40, 400])
def test_texts__any_size_language_and_width__neither_collide_nor_overflow(
    heads: int, language: str, width: str, make: Callable[..., Released], request: pytest.FixtureRequest
) -> None:
    words = request.getfixturevalue(language)
    picture = draw_differences(make(heads), words, "unit", width=width)
    assert colliding(picture) == []
    assert overflowing(picture) == []
    assert len([text for text in picture.figure.texts if text.get_fontsize() in TITLE_SIZES]) in (1, 2)


def test_draw__anything_but_released__is_refused(english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only released results can be shown\.\n- results: found a str;"):
        draw_differences("answers", english, "unit")


def test_draw__all_staff__is_refused(hundreds: Released, english: Words) -> None:
    with pytest.raises(ToolkitError) as caught:
        draw_differences(hundreds, english, "all")
    assert str(caught.value) == (
        "All staff have nobody to be compared with.\n"
        "- cohort: found 'all'; allowed: role, unit, tenure, employment, leads. Choose one of these."
    )
