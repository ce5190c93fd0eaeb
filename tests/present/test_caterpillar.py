"""Caterpillar: libraries from lowest to highest, the own one in ink, color only beyond chance, and nothing withheld."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.disclosure.compared import Comparison
from analysis.errors import ProtectionError, ToolkitError
from analysis.guide import Words
from analysis.present import palette
from analysis.present.figures.axis import Axis
from analysis.present.figures.caterpillar import draw_caterpillar
from analysis.present.figures.caterpillar_rows import MARK
from analysis.present.figures.parts import RANGE_HATCHING
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import TITLE_SIZES
from figure_texts import colliding, overflowing
from tests.present.libraries_made import OWN, make_comparison, poisoned, spreading, telling, without

SUBTITLE = (
    "The maturity index, from 0 to 100. One mark for each library, the lowest first; the fewer people answered, the "
    "more it is drawn towards the mean of all."
)
FEW = "With only {} libraries, how far they differ is itself only roughly known."
LONG = "Biblioteca pública interdepartamental de la corresponsabilidad"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def texts(picture: Picture) -> list[str]:
    return [plain(text.get_text()) for text in picture.figure.texts]


def lines(picture: Picture) -> list[Line2D]:
    return [artist for artist in picture.figure.artists if isinstance(artist, Line2D)]


def dots(picture: Picture, shape: str, size: float) -> list[Line2D]:
    found = [line for line in lines(picture) if line.get_marker() == shape]
    return [line for line in found if line.get_markersize() == pytest.approx(size)]


def hatched(picture: Picture) -> list[Rectangle]:
    patches = [artist for artist in picture.figure.artists if isinstance(artist, Rectangle)]
    return [patch for patch in patches if patch.get_hatch() == RANGE_HATCHING]


def color_of(line: Line2D) -> str:
    return to_hex(line.get_color()).upper()


def uprights(picture: Picture, color: str) -> list[Line2D]:
    """Upright lines of one color: the likely ranges of libraries side by side."""
    found = [line for line in lines(picture) if color_of(line) == color and line.get_marker() == "None"]
    return [line for line in found if len(set(line.get_xdata())) == 1]


def even(count: int, own: str = OWN, **options: object) -> Comparison:
    """Libraries of which none differs, though they do differ beyond chance as a whole."""
    made = make_comparison(count, own, **options)
    return replace(made, standing=made.standing.assign(differs=""))


def with_long_names(comparison: Comparison) -> Comparison:
    table = comparison.libraries
    return replace(comparison, libraries=table.assign(name=table["name"] + f" {LONG}"))


@pytest.mark.parametrize(
    ("differs", "finding"),
    [
        ("above", "your library is above the mean of the 15 libraries, by more than chance"),
        ("below", "your library is below the mean of the 15 libraries, by more than chance"),
        ("", "your library cannot be told from the mean of the 15 libraries"),
    ],
)
def test_title__own_library__says_whether_it_differs(differs: str, finding: str, english: Words) -> None:
    picture = draw_caterpillar(telling(even(15), OWN, differs=differs), english, "index")
    assert picture.title == f"Maturity index: {finding}"


@pytest.mark.parametrize(("p", "is_apart"), [(0.049, True), (0.05, False), (0.051, False)])
def test_title__p_around_one_in_twenty__libraries_differ_only_below(p: float, is_apart: bool, english: Words) -> None:
    picture = draw_caterpillar(spreading(even(15), p_adjusted=p), english, "index")
    alike = "Maturity index: among the 15 libraries no difference can be told from chance"
    assert (picture.title != alike) == is_apart


def test_title__nothing_computable__says_so(english: Words) -> None:
    picture = draw_caterpillar(spreading(even(15), p_adjusted=np.nan), english, "index")
    assert picture.title == "Maturity index: whether the 15 libraries differ cannot be told"


@pytest.mark.parametrize(
    ("differing", "finding"),
    [
        ({}, "the 15 libraries differ, but none can be told from the mean of all"),
        ({"lib_003": "above"}, "15 libraries, 1 above the mean and 0 below it by more than chance"),
        (
            {"lib_003": "above", "lib_004": "below", "lib_005": "below"},
            "15 libraries, 1 above the mean and 2 below it by more than chance",
        ),
    ],
)
def test_title__no_own_library__counts_those_that_differ(
    differing: dict[str, str], finding: str, english: Words
) -> None:
    comparison = even(15, "")
    for library_id, side in differing.items():
        comparison = telling(comparison, library_id, "purpose", differs=side)
    assert draw_caterpillar(comparison, english, "purpose").title == f"Purpose: {finding}"


@pytest.mark.parametrize(("reason", "why"), [("few", "fewer than 5 people answered"), ("nobody", "nobody answered")])
def test_own__withheld__is_said_with_its_reason_and_the_others_stay(reason: str, why: str, english: Words) -> None:
    picture = draw_caterpillar(make_comparison(15, withheld={OWN: reason}), english, "index")
    assert picture.title == f"Maturity index: your library cannot be placed, because {why}"
    assert f"Your library is not shown, because {why}." in texts(picture)
    assert picture.alt.endswith(f"Your library is not shown, because {why}.")
    assert "14 libraries, the lowest first" in texts(picture)
    assert uprights(picture, palette.INK) == []


def test_own__withheld_in_this_measure_alone__would_give_others_away(english: Words) -> None:
    picture = draw_caterpillar(without(make_comparison(15), OWN), english, "index")
    why = "other results would give it away"
    assert picture.title == f"Maturity index: your library cannot be placed, because {why}"


@pytest.mark.parametrize(
    ("told", "finding"),
    [(0, "no library may be shown"), (1, "only one library may be shown")],
)
def test_libraries__fewer_than_two_told__draw_nothing_but_the_reason(told: int, finding: str, english: Words) -> None:
    ids = [f"lib_{number:03d}" for number in range(4)]
    picture = draw_caterpillar(make_comparison(4, withheld=dict.fromkeys(ids[told:], "few")), english, "index")
    assert picture.title == f"Maturity index: nothing can be compared, because {finding}"
    assert picture.alt == (f"{picture.title}. Talk about your own results, or wait for more libraries to take part.")
    assert lines(picture) == []
    assert texts(picture)[-1] == "Nothing to compare"


@pytest.mark.parametrize(("count", "is_few"), [(9, True), (10, False), (11, False)])
def test_subtitle__around_ten_libraries__says_only_below_that_they_are_few(
    count: int, is_few: bool, english: Words
) -> None:
    assert (FEW.format(count) in draw_caterpillar(make_comparison(count), english, "index").alt) == is_few


@pytest.mark.parametrize(("count", "is_named"), [(11, True), (12, True), (13, False)])
def test_names__up_to_twelve_libraries__are_written(count: int, is_named: bool, english: Words) -> None:
    picture = draw_caterpillar(make_comparison(count, "lib_001"), english, "index")
    assert ("Cobblewick" in texts(picture)) == is_named
    assert ("Cobblewick" in picture.alt) == is_named
    assert "Bellwether Flats (your library)" in picture.alt


def test_names__withheld_libraries__count_among_the_twelve(english: Words) -> None:
    picture = draw_caterpillar(make_comparison(13, withheld={"lib_001": "few"}), english, "index")
    assert "Cobblewick" not in picture.alt
    assert "1 more library is not shown" in picture.alt


def test_rows__few_libraries__stand_in_the_order_of_their_pooled_values(english: Words) -> None:
    comparison = make_comparison(9, own="")
    order = comparison.of("index")["library_id"].tolist()
    names = comparison.libraries.set_index("library_id")["name"]
    shown = [text for text in texts(draw_caterpillar(comparison, english, "index")) if text in set(names)]
    assert shown == [names[library_id] for library_id in order]


def test_row__each_kind__has_its_color_and_its_shape(english: Words) -> None:
    comparison = telling(telling(even(5), "lib_001", differs="above"), "lib_002", differs="below")
    picture = draw_caterpillar(comparison, english, "index")
    diamonds = [color_of(dot) for dot in dots(picture, "D", MARK)]
    assert sorted(diamonds) == sorted([palette.BLUE, palette.ORANGE])
    assert [color_of(dot) for dot in dots(picture, "o", MARK)] == [palette.HATCH] * 2
    assert [color_of(dot) for dot in dots(picture, "o", MARK + 1.5)] == [palette.INK]
    told = [text for text in texts(picture) if text.endswith((", above", ", below"))]
    assert sorted(text.rpartition(", ")[2] for text in told) == ["above", "below"]


def test_row__own_and_different__is_a_diamond_in_ink(english: Words) -> None:
    picture = draw_caterpillar(telling(even(5), OWN, differs="above"), english, "index")
    assert [color_of(dot) for dot in dots(picture, "D", MARK + 1.5)] == [palette.INK]


def test_row__value_and_interval__stand_where_they_are(english: Words) -> None:
    comparison = telling(even(5), OWN, raw=30.0, raw_low=30.0, raw_high=30.0, pooled=45.0, low=35.0, high=55.0)
    picture = draw_caterpillar(comparison, english, "index")
    [mark] = dots(picture, "o", MARK + 1.5)
    [bar] = [line for line in lines(picture) if line.get_linewidth() == 3.0]
    scale = {int(text.get_text()): text.get_position()[0] for text in picture.figure.texts if is_tick(text)}
    per_point = (scale[60] - scale[40]) / 20
    assert mark.get_xdata()[0] == pytest.approx(scale[40] + 5 * per_point)
    assert list(bar.get_xdata()) == pytest.approx([scale[40] - 5 * per_point, scale[40] + 15 * per_point])
    rings = [dot for dot in dots(picture, "o", MARK * 0.8) if color_of(dot) == palette.INK]
    assert [dot.get_xdata()[0] for dot in rings] == pytest.approx([scale[40] - 10 * per_point])


def is_tick(text: object) -> bool:
    return text.get_text().isdigit() and text.get_ha() == "center"  # type: ignore[attr-defined]


@pytest.mark.parametrize("count", [5, 20])
def test_told__as_a_range__is_a_hatched_bar_and_not_a_mark(count: int, english: Words) -> None:
    exact = {"raw": 40.0, "raw_low": 40.0, "raw_high": 40.0}
    comparison = make_comparison(count)
    comparison = replace(comparison, standing=comparison.standing.assign(**exact))
    assert hatched(draw_caterpillar(comparison, english, "purpose")) == []
    told = telling(comparison, "lib_003", "purpose", raw=np.nan, raw_low=0.0, raw_high=25.0)
    picture = draw_caterpillar(told, english, "purpose")
    assert len(hatched(picture)) == 2
    assert "only this range may be told" in texts(picture)


@pytest.mark.parametrize("count", [20, 40, 300])
@pytest.mark.parametrize("width", ["page", "narrow"])
def test_columns__any_number__have_one_line_each_and_the_own_in_ink(count: int, width: str, english: Words) -> None:
    picture = draw_caterpillar(even(count, "lib_007"), english, "index", width=width)
    thick = [line for line in uprights(picture, palette.INK) if line.get_linewidth() >= 2.0]
    assert len(thick) == 1
    assert len(uprights(picture, palette.HATCH)) == count - 1
    places = [float(line.get_xdata()[0]) for line in uprights(picture, palette.HATCH)]
    assert all(left < right for left, right in pairwise(places))


@pytest.mark.parametrize(
    ("width", "count", "has_shapes"), [("page", 70, True), ("page", 90, False), ("narrow", 90, False)]
)
def test_columns__too_close_for_shapes__are_told_apart_by_lines_that_miss_the_mean(
    width: str, count: int, has_shapes: bool, english: Words
) -> None:
    comparison = telling(even(count), "lib_003", differs="above")
    picture = draw_caterpillar(comparison, english, "index", width=width)
    assert ("differs from the mean by more than chance" in texts(picture)) == has_shapes
    assert ("above the mean by more than chance" in texts(picture)) != has_shapes
    assert len(uprights(picture, palette.BLUE)) == 1


def test_own__name__stands_above_all_lines_with_its_numbers(english: Words) -> None:
    told = telling(even(40), OWN, n=31, pooled=58.2, low=54.4, high=61.6)
    picture = draw_caterpillar(told, english, "index")
    assert "Your library 58 (54 to 62), 31 answered" in texts(picture)


def test_alt__few_libraries__tells_every_one(english: Words) -> None:
    comparison = make_comparison(3, withheld={"lib_002": "few"})
    exact = {"raw": 60.0, "raw_low": 60.0, "raw_high": 60.0, "pooled": 58.2, "low": 50.0, "high": 66.4, "n": 10}
    comparison = telling(comparison, OWN, differs="above", **exact)
    comparison = telling(comparison, "lib_001", **{**exact, "differs": "below", "pooled": 40.0, "n": 8})
    assert plain(draw_caterpillar(spreading(comparison, p_adjusted=0.001), english, "index").alt) == (
        f"Maturity index: your library is above the mean of the 2 libraries, by more than chance. {SUBTITLE} "
        f"{FEW.format(2)} The mean of all 2 libraries is 56. Amberlock (your library), 10 answered: 58, likely 50 to "
        "66; its own answers alone 60; above the mean by more than chance. Bellwether Flats, 8 answered: 40, likely "
        "50 to 66; its own answers alone 60; below the mean by more than chance. Cobblewick: not shown, fewer than 5."
    )


def test_alt__many_libraries__tells_the_ends_the_mean_and_the_own(english: Words) -> None:
    comparison = telling(even(40), OWN, n=31, raw=61.0, raw_low=61.0, raw_high=61.0, pooled=58.2, low=54.4, high=61.6)
    ends = [round(value) for value in comparison.of("index")["pooled"].iloc[[0, -1]]]
    assert draw_caterpillar(comparison, english, "index").alt == (
        f"Maturity index: your library cannot be told from the mean of the 40 libraries. {SUBTITLE} The mean of all 40 "
        f"libraries is 56. The libraries stand between {ends[0]} and {ends[1]}. By more than chance, above the mean: "
        "0; below it: 0. Amberlock (your library), 31 answered: 58, likely 54 to 62; its own answers alone 61; "
        "cannot be told from the mean."
    )


def test_pooled__not_computable__leaves_the_own_answers(english: Words) -> None:
    comparison = make_comparison(3)
    blank = dict.fromkeys(("pooled", "low", "high", "rank_low", "rank_high", "top_third", "reliability"), np.nan)
    comparison = replace(comparison, standing=comparison.standing.assign(**blank, differs=""))
    comparison = spreading(comparison, grand=np.nan, p_adjusted=np.nan)
    comparison = telling(comparison, OWN, raw=60.0, raw_low=60.0, raw_high=60.0)
    picture = draw_caterpillar(comparison, english, "index")
    assert "Amberlock (your library), 10 answered: its own answers alone 60." in picture.alt
    assert "nan" not in picture.alt.lower()


@pytest.mark.parametrize("count", [5, 20, 40])
def test_withheld__filled_with_secrets__shows_none_of_them(count: int, english: Words) -> None:
    comparison = make_comparison(count, withheld={"lib_001": "few", "lib_002": "complement"})
    clean, secret = (draw_caterpillar(one, english, "purpose") for one in (comparison, poisoned(comparison)))
    assert secret.alt == clean.alt
    assert texts(secret) == texts(clean)
    assert len(lines(secret)) == len(lines(clean))


def test_kept_figure__drawn_again__shows_the_new_measure(english: Words) -> None:
    first = draw_caterpillar(make_comparison(20), english, "index")
    second = draw_caterpillar(make_comparison(20), english, "purpose", figure=first.figure)
    assert second.figure is first.figure
    assert second.png(60)[:4] == b"\x89PNG"
    with pytest.raises(ToolkitError, match=r"^This picture's figure has been drawn anew\."):
        first.png(60)


def test_draw__anything_but_a_comparison__is_refused(english: Words) -> None:
    with pytest.raises(ProtectionError) as caught:
        draw_caterpillar([1, 2], english, "index")
    assert str(caught.value) == (
        "Only a comparison of released results can be shown.\n- comparison: found a list; allowed: a Comparison. Call "
        "compare_libraries(results, facts) with released results and show what it returns."
    )


def test_draw__a_measure_that_was_not_compared__is_refused(english: Words) -> None:
    with pytest.raises(ToolkitError) as caught:
        draw_caterpillar(make_comparison(3), english, "setback")
    assert str(caught.value) == (
        "The libraries were not compared in this.\n- measure: found 'setback'; allowed: index, purpose, agency, "
        "variety, role_models, mutual_help, problems_as_learning, development_goals, growth. Choose one of these."
    )


@pytest.mark.parametrize("width", ["page", "narrow"])
@pytest.mark.parametrize("language", ["english", "spanish"])
@pytest.mark.parametrize("count", [2, 9, 12, 13, 40, 300])
def test_texts__any_number_language_and_width__neither_collide_nor_overflow(
    count: int, language: str, width: str, request: pytest.FixtureRequest
) -> None:
    comparison = with_long_names(make_comparison(count, withheld={"lib_001": "few"} if count > 2 else {}))
    for measure in ("index", "problems_as_learning"):
        picture = draw_caterpillar(comparison, request.getfixturevalue(language), measure, width=width)
        assert colliding(picture) == []
        assert overflowing(picture) == []
        assert len([text for text in picture.figure.texts if text.get_fontsize() in TITLE_SIZES]) in (1, 2)


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([50, 51], (40, 45, 50, 55, 60, 65)),
        ([0, 100], (0, 20, 40, 60, 80, 100)),
        ([0, 0], (0, 5, 10)),
        ([100, 100], (90, 95, 100)),
        ([30, 55], (30, 35, 40, 45, 50, 55)),
        ([30, 56], (30, 40, 50, 60)),
    ],
)
def test_axis__any_values__has_room_for_them_in_whole_steps(values: list[float], ticks: tuple[int, ...]) -> None:
    axis = Axis.around(values, 0.0, 1.0)
    assert axis.ticks == ticks
    assert (axis.at(axis.low), axis.at(axis.high), axis.at(120)) == (0.0, 1.0, 1.0)
