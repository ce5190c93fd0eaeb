"""Dots: twenty for a group, sure or rough, columns for few people, and a title that claims no more than was told."""

from __future__ import annotations

import doctest
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from itertools import combinations

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.disclosure.released import Released
from analysis.errors import ProtectionError, ToolkitError
from analysis.guide import Words
from analysis.present import palette
from analysis.present.figures.dots import DOT, draw_dots
from analysis.present.figures.ground import GROUNDS, INKS, RING
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import TITLE_SIZES, WITHHELD_HATCHING
from analysis.present.spreads import BAND_EDGES, Points, place_dots
from figure_texts import colliding, overflowing

FIXED, MIXED, GROWTH = (0, 40), (40, 60), (60, 100)
SUBTITLE = "Over all six situations, on a line from 0 (fixed) to 100 (growth). Beneath each group: how many answered."
UNCLEAR = "No clear difference: no group stands further towards growth or fixed than the others"
COHORTS = ("role", "unit", "tenure", "employment", "leads")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def tell(table: pd.DataFrame, value: str, scope: str = "overall", **columns: object) -> pd.DataFrame:
    """The table with other values in the row of one group and scope."""
    table = table.copy()
    rows = (table["value"] == value) & (table["scope"] == scope)
    for name, told in columns.items():
        table[name] = [told if is_row else old for is_row, old in zip(rows, table[name], strict=True)]
    return table


def spread(released: Released, value: str, scope: str = "overall", **columns: object) -> Released:
    return replace(released, distributions=tell(released.distributions, value, scope, **columns))


def compare(released: Released, value: str, scope: str = "overall", **columns: object) -> Released:
    return replace(released, differences=tell(released.differences, value, scope, **columns))


def calm(released: Released) -> Released:
    """The same results without any finding: all together, and nothing beyond chance."""
    differences = released.differences.assign(p_adjusted=0.4)
    return replace(released, differences=differences, distributions=released.distributions.assign(camps="together"))


def circles(picture: Picture, size: float) -> list[Line2D]:
    lines = (artist for artist in picture.figure.artists if isinstance(artist, Line2D))
    return [line for line in lines if line.get_marker() == "o" and line.get_markersize() == pytest.approx(size)]


def boxes(picture: Picture) -> list[Rectangle]:
    return [artist for artist in picture.figure.artists if isinstance(artist, Rectangle)]


def texts(picture: Picture) -> list[str]:
    return [plain(text.get_text()) for text in picture.figure.texts]


def scale(picture: Picture) -> tuple[float, float]:
    """Where 0 and 100 stand, in inches."""
    grounds = [box for box in boxes(picture) if box.get_zorder() == -1]
    return min(box.get_x() for box in grounds), max(box.get_x() + box.get_width() for box in grounds)


def points(picture: Picture, lines: list[Line2D]) -> list[float]:
    left, right = scale(picture)
    return [100 * (float(line.get_xdata()[0]) - left) / (right - left) for line in lines]


@pytest.fixture
def hundreds(make: Callable[..., Released]) -> Released:
    return calm(make(400))


def test_group_dots__sure_and_rough__are_full_and_open_in_their_band(hundreds: Released, english: Words) -> None:
    dots = (FIXED,) * 3 + ((0, 60),) * 2 + (MIXED,) * 5 + (GROWTH,) * 10
    picture = draw_dots(spread(hundreds, "branch_1", dots=dots), english, "unit")
    before = draw_dots(spread(hundreds, "branch_1", dots=(FIXED,) * 4 + (MIXED,) * 6 + (GROWTH,) * 10), english, "unit")
    assert len(circles(picture, DOT)) == len(circles(before, DOT))
    assert len(circles(picture, DOT * RING)) == len(circles(before, DOT * RING)) + 2
    assert (
        "Branch 1 (72 of 96 answered): of 20 dots, 4 in fixed, 6 in mixed, 10 in growth; "
        "2 of them are only roughly known. The middle person stands between 40 and 60: mixed. "
        "The middle half stands between 40 and 100."
    ) in plain(picture.alt)


def test_group_dots__one_rough__is_said_of_one(hundreds: Released, english: Words) -> None:
    dots = (FIXED,) * 3 + ((0, 100),) + (GROWTH,) * 16
    alt = plain(draw_dots(spread(hundreds, "branch_1", dots=dots), english, "unit").alt)
    assert "of 20 dots, 3 in fixed, 1 in mixed, 16 in growth; 1 of them is only roughly known." in alt


def test_all_staff__classes_told__stand_in_them(hundreds: Released, english: Words) -> None:
    dots = ((30, 40),) * 5 + ((40, 50),) * 5 + ((40, 60),) * 2 + ((50, 60),) * 4 + ((90, 100),) * 4
    picture = draw_dots(spread(hundreds, "all", dots=dots, median_from=50, median_to=60), english, "all")
    found = sorted(points(picture, circles(picture, DOT)))
    places = ((30, 40, 5), (40, 50, 6), (50, 60, 5), (90, 100, 4))
    assert [sum(low < point < high for point in found) for low, high, _ in places] == [count for *_, count in places]
    assert len(circles(picture, DOT * RING)) == 2
    assert (
        "All staff (300 of 400 answered): of 20 dots, 5 in 30 to 40, 6 in 40 to 50, 5 in 50 to 60, 4 in 90 to 100; "
        "2 of them are only roughly known. The middle person stands between 50 and 60: mixed."
    ) in plain(picture.alt)


def test_all_staff__classes_not_told__stand_in_bands(hundreds: Released, english: Words) -> None:
    untold = replace(hundreds, classes=hundreds.classes.assign(withheld=True, reason="complement"))
    dots = (FIXED,) * 5 + (MIXED,) * 5 + (GROWTH,) * 10
    picture = draw_dots(spread(untold, "all", dots=dots), english, "all")
    assert "of 20 dots, 5 in fixed, 5 in mixed, 10 in growth." in plain(picture.alt)
    assert len(circles(picture, DOT * RING)) == 0
    assert texts(picture).count("one twentieth of the group") == 1
    assert "the same, only roughly known" not in texts(picture)


def test_dots__any_number_of_people__are_twenty_a_group_and_none_below(
    make: Callable[..., Released], english: Words
) -> None:
    for heads, groups in ((400, 5), (40, 1), (12, 0)):
        assert len(circles(draw_dots(calm(make(heads)), english, "unit"), DOT)) == 20 * groups


def test_dots__many_in_one_place__stand_apart(hundreds: Released, english: Words) -> None:
    for width in ("page", "narrow"):
        crowded = spread(hundreds, "all", dots=((50, 60),) * 20)
        drawn = circles(draw_dots(crowded, english, "all", width=width), DOT)
        places = [(float(dot.get_xdata()[0]), float(dot.get_ydata()[0])) for dot in drawn]
        nearest = min(abs(complex(*one) - complex(*other)) for one, other in combinations(places, 2))
        assert nearest * 72 >= DOT


@pytest.mark.parametrize(
    ("dot", "places"),
    [
        (Points(0, 40), [(True,), (), ()]),
        (Points(0, 60), [(), (False,), ()]),
        (Points(0, 100), [(), (False,), ()]),
        (Points(40, 100), [(), (), (False,)]),
        (Points(40, 40), [(), (True,), ()]),
        (Points(60, 60), [(), (True,), ()]),
        (Points(61, 61), [(), (), (True,)]),
        (Points(0, 0), [(True,), (), ()]),
        (Points(100, 100), [(), (), (True,)]),
    ],
)
def test_place_dots__one__is_sure_only_where_it_must_be(dot: Points, places: list[tuple[bool, ...]]) -> None:
    assert list(place_dots((dot,), BAND_EDGES).values()) == places


def test_place_dots__several_alike__are_shared_out_evenly() -> None:
    shared = place_dots((Points(0, 100),) * 6, BAND_EDGES)
    assert list(shared.values()) == [(False, False)] * 3


def test_few_people__ranges__are_columns_full_to_the_least_and_hatched_to_the_most(
    make: Callable[..., Released], english: Words
) -> None:
    released = calm(make(40))
    bands = released.bands.copy()
    rows = (bands["value"] == "branch_1") & (bands["scope"] == "overall")
    bands.loc[rows, ["count_low", "count_high"]] = [(2, 4), (3, 3), (0, 2)]
    picture = draw_dots(replace(released, bands=bands), english, "unit")
    left, right = scale(picture)
    columns = [box for box in boxes(picture) if box.get_width() == pytest.approx(0.26)]
    [fixed] = [box for box in columns if to_hex(box.get_facecolor()).upper() == palette.ORANGE]
    above = next(box for box in columns if box.get_hatch() and box.get_y() < fixed.get_y() < box.get_y() + 0.5)
    assert above.get_height() == pytest.approx(fixed.get_height())
    assert above.get_y() + above.get_height() == pytest.approx(fixed.get_y())
    assert (fixed.get_x() + fixed.get_width() / 2 - left) / (right - left) == pytest.approx(0.20)
    assert "Branch 1 (7 of 9 answered): 2 to 4 of 7 lean towards fixed, 3 of 7 mixed, 2 or fewer of 7" in plain(
        picture.alt
    )
    assert "only this range may be told" in texts(picture)


def test_few_people__alone_and_exact__need_no_key_of_dots_or_ranges(
    make: Callable[..., Released], english: Words
) -> None:
    released = calm(make(12))
    bands = released.bands.assign(count_low=3, count_high=3)
    shown = texts(draw_dots(replace(released, bands=bands), english, "all"))
    assert "a group under 20 people" in shown
    assert "one twentieth of the group" not in shown
    assert "only this range may be told" not in shown


@pytest.mark.parametrize(
    ("start", "end", "place", "points_"),
    [
        (0, 40, "fixed", "0 to 40"),
        (60, 70, "growth", "60 to 70"),
        (0, 60, "fixed or mixed", "0 to 60"),
        (50, 70, "mixed or growth", "50 to 70"),
        (30, 70, "not known", "30 to 70"),
        (50, 50, "mixed", "50"),
    ],
)
def test_middle_person__between_any_points__is_said_in_words(
    start: int, end: int, place: str, points_: str, hundreds: Released, english: Words
) -> None:
    picture = draw_dots(spread(hundreds, "all", median_from=start, median_to=end), english, "all")
    assert place in texts(picture)
    assert points_ in texts(picture)
    [bar] = [box for box in boxes(picture) if box.get_height() == pytest.approx(0.06)]
    left, right = scale(picture)
    middle = (bar.get_x() + bar.get_width() / 2 - left) / (right - left)
    assert middle == pytest.approx((start + end) / 200)


@pytest.mark.parametrize(("start", "end"), [(0, 100), (float("nan"), float("nan"))])
def test_middle_person__anywhere__is_not_drawn(start: float, end: float, hundreds: Released, english: Words) -> None:
    picture = draw_dots(spread(hundreds, "all", median_from=start, median_to=end), english, "all")
    assert "not known" in texts(picture)
    assert [box for box in boxes(picture) if box.get_height() == pytest.approx(0.06)] == []
    assert "The middle person" not in picture.alt


@pytest.mark.parametrize(("p", "found"), [(0.049, True), (0.05, False), (0.051, False)])
def test_title__p_around_one_in_twenty__is_a_finding_only_below(
    p: float, found: bool, hundreds: Released, english: Words
) -> None:
    told = compare(hundreds, "branch_1", p_adjusted=p, superiority_low=0.6, superiority_high=0.7)
    title = draw_dots(told, english, "unit").title
    assert title == ("“Branch 1” stands further towards growth than the others" if found else UNCLEAR)


def test_title__both_sides__names_both(hundreds: Released, english: Words) -> None:
    told = compare(hundreds, "branch_1", p_adjusted=0.01, superiority_low=0.6, superiority_high=0.7)
    told = compare(told, "branch_2", p_adjusted=0.01, superiority_low=0.2, superiority_high=0.3)
    told = compare(told, "branch_3", p_adjusted=0.01, superiority_low=0.3, superiority_high=0.4)
    assert draw_dots(told, english, "unit").title == (
        "Further towards growth than the others: “Branch 1”; further towards fixed: “Branch 2” and “Branch 3”"
    )


def test_title__chance_that_spans_one_half__is_no_finding(hundreds: Released, english: Words) -> None:
    told = compare(hundreds, "branch_1", p_adjusted=0.01, superiority_low=0.45, superiority_high=0.7)
    assert draw_dots(told, english, "unit").title == UNCLEAR


def test_title__split__says_who(hundreds: Released, english: Words) -> None:
    group = spread(hundreds, "branch_3", camps="split")
    assert draw_dots(group, english, "unit").title == (
        "“Branch 3” is split: many stand towards fixed, many towards growth, few between"
    )
    two = spread(group, "outreach", camps="split")
    assert draw_dots(two, english, "unit").title == (
        "“Branch 3” and “Outreach and mobile” are each split: many towards fixed, many towards growth, few between"
    )
    assert texts(draw_dots(two, english, "unit")).count("split in two camps") == 2
    everybody = draw_dots(spread(two, "all", camps="split"), english, "unit")
    assert everybody.title == "Staff are split: many stand towards fixed, many towards growth, few between"
    assert everybody.alt.count("The group is split in two camps.") == 3


def test_title__all_staff_alone__says_where_the_middle_person_is(hundreds: Released, english: Words) -> None:
    told = spread(hundreds, "all", median_from=60, median_to=70)
    assert draw_dots(told, english, "all").title == "Where staff stand: the middle person is in “growth”"
    open_ = spread(hundreds, "all", median_from=0, median_to=100)
    assert draw_dots(open_, english, "all").title == "Where staff stand cannot be told more closely"


def test_scope__a_situation__is_named_and_read(hundreds: Released, english: Words) -> None:
    told = compare(hundreds, "branch_1", "setback", p_adjusted=0.01, superiority_low=0.2, superiority_high=0.3)
    picture = draw_dots(told, english, "unit", "setback")
    assert picture.title == "A setback: “Branch 1” stands further towards fixed than the others"
    assert "In this situation, on a line from 0 (fixed) to 100 (growth)." in picture.alt
    assert draw_dots(told, english, "unit").title == UNCLEAR


def test_alt__few_people__is_complete(make: Callable[..., Released], english: Words) -> None:
    assert plain(draw_dots(calm(make(12)), english, "unit").alt) == (
        f"{UNCLEAR}. {SUBTITLE} "
        "All staff (9 of 12 answered): 2 or fewer of 9 lean towards fixed, 4 of 9 mixed, "
        "4 of 9 lean towards growth. The middle person stands between 40 and 60: mixed. "
        "Main library (5 of 7 answered): 2 or fewer of 5 lean towards fixed, 2 or fewer of 5 mixed, "
        "2 or fewer of 5 lean towards growth. The middle person stands between 40 and 60: mixed. "
        "Branch 1: not shown, fewer than 5. Branch 2: not shown, fewer than 5. Branch 3: not shown, fewer than 5. "
        "Outreach and mobile: not shown, nobody answered."
    )


def test_bands__withheld_in_a_scope__withhold_the_row(hundreds: Released, english: Words) -> None:
    bands = hundreds.bands.copy()
    bands.loc[(bands["value"] == "branch_1"), ["withheld", "reason"]] = [True, "complement"]
    picture = draw_dots(replace(hundreds, bands=bands), english, "unit")
    assert "Branch 1: not shown, hidden to protect others." in picture.alt
    assert len(circles(picture, DOT)) == 20 * 4


def test_everything__withheld__draws_nothing_but_the_reason(make: Callable[..., Released], english: Words) -> None:
    picture = draw_dots(make(3), english, "unit")
    assert picture.title == "All staff: nothing can be shown, because fewer than 5 people answered"
    assert circles(picture, DOT) == []
    assert [box.get_hatch() for box in boxes(picture) if box.get_hatch()] == [WITHHELD_HATCHING]


@pytest.mark.parametrize("heads", [3, 12, 40])
def test_withheld_rows__filled_with_secrets__show_none_of_them(
    heads: int, make: Callable[..., Released], poison: Callable[[Released], Released], english: Words
) -> None:
    for cohort in COHORTS:
        clean, poisoned = (draw_dots(one, english, cohort) for one in (make(heads), poison(make(heads))))
        assert poisoned.alt == clean.alt
        assert texts(poisoned) == texts(clean)
        assert [text for text in texts(poisoned) if "77" in text or "78" in text] == []


@pytest.mark.parametrize("width", ["page", "narrow"])
@pytest.mark.parametrize("language", ["english", "spanish", "long_spanish"])
@pytest.mark.parametrize("heads", [3, 12, 40, 400])
def test_texts__any_size_language_and_width__neither_collide_nor_overflow(
    heads: int, language: str, width: str, make: Callable[..., Released], request: pytest.FixtureRequest
) -> None:
    words = request.getfixturevalue(language)
    picture = draw_dots(make(heads), words, "unit", width=width)
    assert colliding(picture) == []
    assert overflowing(picture) == []
    titles = [text for text in picture.figure.texts if text.get_fontsize() in TITLE_SIZES]
    assert len(titles) in (1, 2)


def test_picture__hostile_name__is_escaped(hundreds: Released, english: Words) -> None:
    hostile = replace(english, entries={**english.entries, "guide.cohort.unit.branch_1": "<script>x</script>"})
    html = draw_dots(hundreds, hostile, "unit").html(hostile)
    assert "<script>" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html


def test_grounds__signs_and_counts_on_them__keep_their_contrast() -> None:
    for band, ground in GROUNDS.items():
        assert palette.contrast(INKS[band], ground) >= 4.5
        assert palette.contrast(palette.INK, ground) >= 4.5


def test_draw__anything_but_released__is_refused(english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only released results can be shown\.\n- results: found a str;"):
        draw_dots("answers", english, "unit")


def test_draw__unknown_cohort__is_refused(hundreds: Released, english: Words) -> None:
    with pytest.raises(ToolkitError, match=r"^There is no such cohort in these results\.\n- cohort: found 'floor';"):
        draw_dots(hundreds, english, "floor")


@pytest.mark.parametrize("name", ["spreads", "differences"])
def test_examples__of_cohorts__run(name: str) -> None:
    result = doctest.testmod(import_module(f"analysis.present.{name}"))
    assert result.attempted > 0
    assert result.failed == 0
