"""Funnel: libraries by how many answered, between the lines of chance alone, and what lies beyond them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.disclosure.compared import Comparison
from analysis.errors import ProtectionError
from analysis.guide import Words
from analysis.present import palette
from analysis.present.figures.funnel import MARK, People, draw_funnel
from analysis.present.figures.parts import RANGE_HATCHING
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import TITLE_SIZES
from analysis.present.limits import INNER, OUTER, chance_limits, outside
from analysis.present.standing import Between, Library, Placed, Standing
from figure_texts import colliding, overflowing
from tests.present.libraries_made import GRAND, OWN, make_comparison, poisoned, spreading, telling

SUBTITLE = (
    "The maturity index, from 0 to 100. What each library's own answers say, by the number of people who answered. The "
    "lines say how far chance alone would scatter libraries that are all alike."
)


def texts(picture: Picture) -> list[str]:
    return [text.get_text().replace("\u00a0", " ") for text in picture.figure.texts]


def lines(picture: Picture) -> list[Line2D]:
    return [artist for artist in picture.figure.artists if isinstance(artist, Line2D)]


def marks(picture: Picture, shape: str) -> list[str]:
    """The colors of the marks of one shape, without the legend and the holes of open marks."""
    found = [line for line in lines(picture) if line.get_marker() == shape]
    return [to_hex(line.get_color()).upper() for line in found if line.get_markersize() in (MARK, MARK + 2)]


def curves(picture: Picture) -> list[Line2D]:
    return [line for line in lines(picture) if len(line.get_xdata()) > 2]


def at_the_mean(count: int, own: str = OWN, n: int = 25) -> Comparison:
    """Libraries that all stand at the mean, with `n` answers each."""
    made = make_comparison(count, own)
    same = {"raw": GRAND, "raw_low": GRAND, "raw_high": GRAND, "n": float(n), "differs": ""}
    return replace(made, standing=made.standing.assign(**same))


def standing(*told: float, n: int = 25) -> Standing:
    return Standing(Library("a", "A"), n=n, told=(min(told), max(told)), is_exact=len(set(told)) == 1)


def placed(between: Between, *standings: Standing) -> Placed:
    return Placed(between.measure, "Maturity index", standings, (), between, 5)


@pytest.mark.parametrize(("part", "z"), [(INNER, 1.959964), (OUTER, 3.090232)])
def test_limits__index__are_normal_from_the_distance_within(part: float, z: float) -> None:
    between = Between("index", 12, 300, grand=50.0, within=20.0)
    [limits] = chance_limits(between, [25], part)
    assert limits == pytest.approx((50 - 4 * z, 50 + 4 * z), abs=1e-4)


def test_limits__index__stay_on_the_scale() -> None:
    assert chance_limits(Between("index", 12, 300, grand=90.0, within=60.0), [4], OUTER) == ((0.0, 100.0),)


def test_limits__share_of_one_half__lie_evenly_on_both_sides() -> None:
    for low, high in chance_limits(Between("purpose", 12, 300, grand=50.0), [1, 2, 5, 10, 101], INNER):
        assert low + high == pytest.approx(100.0)


def test_limits__share_of_many__come_close_to_the_normal_ones() -> None:
    [(low, high)] = chance_limits(Between("purpose", 12, 300, grand=30.0), [5000], INNER)
    half = 1.959964 * 100 * np.sqrt(0.3 * 0.7 / 5000)
    assert (low, high) == pytest.approx((30 - half, 30 + half), abs=0.02)


def test_limits__share__hold_as_many_of_equal_libraries_as_they_say() -> None:
    counts = np.random.default_rng(3).binomial(40, 0.4, 20_000)
    for part in (INNER, OUTER):
        [(low, high)] = chance_limits(Between("purpose", 12, 300, grand=40.0), [40], part)
        inside = np.mean((counts / 0.4 >= low) & (counts / 0.4 <= high))
        assert inside == pytest.approx(part, abs=0.02)


@pytest.mark.parametrize("grand", [0.0, 100.0])
def test_limits__share_that_is_certain__leave_no_room(grand: float) -> None:
    assert chance_limits(Between("purpose", 12, 300, grand=grand), [10], OUTER) == ((grand, grand),)


@pytest.mark.parametrize(
    "between",
    [Between("index", 12, 300, grand=50.0), Between("purpose", 12, 300), Between("index", 12, 300, within=9.0)],
)
def test_limits__not_computable__are_none(between: Between) -> None:
    assert chance_limits(between, [10, 20], INNER) == ()
    assert outside(placed(between, standing(50.0)), INNER) is None


@pytest.mark.parametrize(
    ("told", "is_outside"),
    [((57.8,), False), ((57.9,), True), ((42.2,), False), ((42.1,), True), ((57.0, 70.0), False), ((57.9, 70.0), True)],
)
def test_outside__around_the_limit__needs_all_that_is_told_beyond(told: tuple[float, ...], is_outside: bool) -> None:
    between = Between("index", 12, 300, grand=50.0, within=20.0)
    assert bool(outside(placed(between, standing(*told)), INNER)) == is_outside


def test_title__nobody_beyond__says_that_chance_could_do_it(english: Words) -> None:
    picture = draw_funnel(at_the_mean(15), english, "index")
    assert picture.title == "Maturity index: all 15 libraries lie where chance alone could bring them"
    assert marks(picture, "D") == []


def test_title__some_beyond__counts_them_by_color_and_shape(english: Words) -> None:
    comparison = telling(at_the_mean(15), "lib_003", raw=99.0, raw_low=99.0, raw_high=99.0)
    one = draw_funnel(comparison, english, "index")
    assert one.title == "Maturity index: 1 of 15 libraries lies where chance alone would hardly bring it"
    comparison = telling(comparison, "lib_004", raw=5.0, raw_low=5.0, raw_high=5.0)
    two = draw_funnel(comparison, english, "index")
    assert two.title == "Maturity index: 2 of 15 libraries lie where chance alone would hardly bring them"
    assert sorted(marks(two, "D")) == sorted([palette.BLUE, palette.ORANGE])


def test_title__no_limits__says_that_they_cannot_be_told(english: Words) -> None:
    picture = draw_funnel(spreading(at_the_mean(15), within=np.nan), english, "index")
    assert picture.title == "Maturity index: how far chance alone would bring the 15 libraries cannot be told"
    assert curves(picture) == []
    assert "Between 25 and 25 people answered in a library." in picture.alt


@pytest.mark.parametrize(("value", "shape"), [(GRAND, "o"), (99.0, "D")])
def test_own__is_full_and_in_ink__and_a_diamond_only_beyond(value: float, shape: str, english: Words) -> None:
    comparison = telling(at_the_mean(15), OWN, raw=value, raw_low=value, raw_high=value)
    picture = draw_funnel(comparison, english, "index")
    own = [line for line in lines(picture) if line.get_markersize() == MARK + 2]
    assert [(line.get_marker(), to_hex(line.get_color()).upper()) for line in own] == [(shape, palette.INK)]
    assert f"Your library {value:.0f}, 25 answered" in texts(picture)


@pytest.mark.parametrize(("n", "label"), [(49, "Your library 27 of 49"), (50, "Your library 56%, 50 answered")])
def test_own__share_around_fifty_people__is_a_count_below(n: int, label: str, english: Words) -> None:
    assert label in texts(draw_funnel(at_the_mean(15, n=n), english, "purpose"))


def test_told__as_a_range__is_a_hatched_bar(english: Words) -> None:
    comparison = telling(at_the_mean(15), "lib_003", "purpose", raw=np.nan, raw_low=40.0, raw_high=60.0)
    picture = draw_funnel(comparison, english, "purpose")
    patches = [artist for artist in picture.figure.artists if isinstance(artist, Rectangle)]
    assert len([patch for patch in patches if patch.get_hatch() == RANGE_HATCHING]) == 2
    assert "only this range may be told" in texts(picture)


def test_lines__open_towards_few_answers__and_the_outer_ones_enclose_the_inner(english: Words) -> None:
    picture = draw_funnel(make_comparison(40), english, "index")
    inner_low, inner_high, outer_low, outer_high = (np.asarray(line.get_ydata()) for line in curves(picture))
    # The sheet is measured from its upper edge, so what is higher has the smaller number.
    assert (outer_high < inner_high).all()
    assert (inner_high < inner_low).all()
    assert (inner_low < outer_low).all()
    assert (np.diff(inner_high) > 0).all()


def test_alt__whole_text__tells_numbers_and_the_own(english: Words) -> None:
    comparison = telling(at_the_mean(15), "lib_003", raw=99.0, raw_low=99.0, raw_high=99.0)
    assert draw_funnel(comparison, english, "index").alt == (
        f"Maturity index: 1 of 15 libraries lies where chance alone would hardly bring it. {SUBTITLE} The mean of all "
        "libraries is 56. Between 25 and 25 people answered in a library. Beyond the inner lines: 1 of 15 "
        "libraries; beyond the outer ones: 1. Your library, 25 answered: 56."
    )


def test_libraries__fewer_than_two__draw_nothing_but_the_reason(english: Words) -> None:
    picture = draw_funnel(make_comparison(1), english, "index")
    assert picture.title == "Maturity index: nothing can be compared, because only one library may be shown"


@pytest.mark.parametrize("count", [4, 40])
def test_withheld__filled_with_secrets__shows_none_of_them(count: int, english: Words) -> None:
    comparison = make_comparison(count, withheld={"lib_001": "few", OWN: "complement"})
    clean, secret = (draw_funnel(one, english, "purpose") for one in (comparison, poisoned(comparison)))
    assert (secret.alt, texts(secret), len(lines(secret))) == (clean.alt, texts(clean), len(lines(clean)))
    assert "Your library is not shown, because other results would give it away." in texts(clean)


def test_draw__anything_but_a_comparison__is_refused(english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only a comparison of released results can be shown\."):
        draw_funnel("answers", english, "index")


@pytest.mark.parametrize(
    ("sizes", "ticks"), [((5, 60), (5, 10, 20, 50)), ((12, 18), (12, 18)), ((10, 14), (10, 14)), ((7, 7), (7, 8))]
)
def test_people__any_sizes__write_round_numbers_or_else_the_ends(
    sizes: tuple[int, int], ticks: tuple[int, ...]
) -> None:
    people = People.of([standing(50.0, n=n) for n in sizes], 0.0, 4.0)
    assert people.ticks == ticks
    assert (people.at(people.fewest), people.at(people.most)) == pytest.approx((0.1, 3.9))


@pytest.mark.parametrize("width", ["page", "narrow"])
@pytest.mark.parametrize("language", ["english", "spanish"])
@pytest.mark.parametrize("count", [2, 9, 40, 300])
def test_texts__any_number_language_and_width__neither_collide_nor_overflow(
    count: int, language: str, width: str, request: pytest.FixtureRequest
) -> None:
    for measure in ("index", "problems_as_learning"):
        picture = draw_funnel(make_comparison(count), request.getfixturevalue(language), measure, width=width)
        assert colliding(picture) == []
        assert overflowing(picture) == []
        assert len([text for text in picture.figure.texts if text.get_fontsize() in TITLE_SIZES]) in (1, 2)
