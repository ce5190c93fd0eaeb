"""Slope: every line at its value, in color only where it moved, labels that never touch, a title that says no more."""

from __future__ import annotations

import doctest
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.disclosure.followed import Followed
from analysis.errors import ProtectionError, ToolkitError
from analysis.guide import Words
from analysis.present import moves, palette
from analysis.present.figures import draw_slope, spreading
from analysis.present.figures.parts import RANGE_HATCHING
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import TITLE_SIZES
from analysis.present.figures.slope import BOLD, FAINT, THIN
from analysis.present.figures.spreading import spread_labels
from waves_made import changed, hidden, make_followed, poisoned

TOUCH = 0.5
KINDS = ("index", "quality", "leaning", "situation")
NOBODY_MOVED = {"moved": "", "smallest": 10.0}
SUBTITLE = (
    "How many people see each quality here, wave by wave; under each wave, how many answered. Changes are in points: "
    "from 40 to 52 of 100 people is 12 points."
)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def texts(picture: Picture) -> list[str]:
    return [plain(text.get_text()) for text in picture.figure.texts]


def lines(picture: Picture, width: float) -> list[Line2D]:
    """The lines of the given width, in points."""
    found = [artist for artist in picture.figure.artists if isinstance(artist, Line2D) and len(artist.get_xdata()) == 2]
    return [line for line in found if line.get_linewidth() == width]


def marks(picture: Picture, shape: str) -> list[Line2D]:
    return [one for one in picture.figure.artists if isinstance(one, Line2D) and one.get_marker() == shape]


def bars(picture: Picture) -> list[Rectangle]:
    """The hatched bars, without that of the legend."""
    found = [one for one in picture.figure.artists if isinstance(one, Rectangle) and one.get_hatch() == RANGE_HATCHING]
    return found[1:]


def quiet(followed: Followed) -> Followed:
    """The same where nothing moved in any kind."""
    for kind in KINDS:
        followed = changed(followed, "steps", {"kind": kind}, **NOBODY_MOVED)
    return followed


def moving(followed: Followed, **sides: str) -> Followed:
    """The same where only these qualities moved into the last wave."""
    followed = quiet(followed)
    for quality, side in sides.items():
        followed = changed(followed, "steps", {"measure": quality, "after": followed.waves[-1]}, moved=side)
    return followed


@pytest.fixture(scope="module")
def forty() -> Followed:
    return make_followed(40)


@pytest.mark.parametrize(("side", "color"), [("up", palette.BLUE), ("down", palette.ORANGE)])
def test_line__moved_beyond_chance__is_bold_in_its_color_with_diamonds(
    side: str, color: str, forty: Followed, english: Words
) -> None:
    picture = draw_slope(moving(forty, agency=side), english)
    [bold] = lines(picture, BOLD)
    assert to_hex(bold.get_color()).upper() == color
    # The first diamond is the sign of the legend.
    diamonds = marks(picture, "D")[1:]
    assert [(d.get_xdata()[0], d.get_ydata()[0]) for d in diamonds] == list(zip(*bold.get_data(), strict=True))
    assert {to_hex(d.get_color()).upper() for d in diamonds} == {color}


def test_lines__moved_by_chance_alone__are_thin_and_gray_however_steep(english: Words) -> None:
    picture = draw_slope(quiet(make_followed(40)), english)
    assert lines(picture, BOLD) == []
    assert {to_hex(line.get_color()).upper() for line in lines(picture, THIN)} == {palette.HATCH}
    assert marks(picture, "D") == []


def test_line__moved_earlier_alone__is_bold_there_and_its_label_is_plain(english: Words) -> None:
    followed = quiet(make_followed(40, 3))
    followed = changed(followed, "steps", {"measure": "agency", "after": "2025"}, moved="up")
    picture = draw_slope(followed, english)
    [bold] = lines(picture, BOLD)
    columns = sorted({float(x) for line in lines(picture, THIN) for x in line.get_xdata()})
    assert list(bold.get_xdata()) == columns[-3:-1]
    [label] = [text for text in picture.figure.texts if text.get_text() == "Say in learning"]
    assert to_hex(label.get_color()).upper() == palette.INK
    assert picture.title == "Nothing has moved since 2025 by more than chance"


def test_marks__of_exact_values__stand_in_proportion(forty: Followed, english: Words) -> None:
    picture = draw_slope(quiet(forty), english)
    table = forty.levels[(forty.levels["kind"] == "quality") & (forty.levels["wave"] == "2026")]
    told = np.sort(table["value"].to_numpy(dtype=float))[::-1]
    last = max(mark.get_xdata()[0] for mark in marks(picture, "o"))
    places = np.sort([mark.get_ydata()[0] for mark in marks(picture, "o") if mark.get_xdata()[0] == last])
    # Inches per point, from the outermost two, hold for all of them.
    scale = (places[-1] - places[0]) / (told[0] - told[-1])
    assert places - places[0] == pytest.approx((told[0] - told) * scale)


def test_value__told_as_a_range__is_a_short_bar_and_its_lines_are_faint(english: Words) -> None:
    followed = quiet(make_followed(40, wide=True))
    picture = draw_slope(followed, english)
    assert len(bars(picture)) == 14
    assert marks(picture, "o") == []
    assert len(lines(picture, FAINT)) == 7


def test_bars__that_overlap__stand_side_by_side(english: Words) -> None:
    drawn = bars(draw_slope(quiet(make_followed(8, wide=True)), english))
    for one, other in combinations(drawn, 2):
        apart_x = min(one.get_x() + one.get_width(), other.get_x() + other.get_width()) <= max(
            one.get_x(), other.get_x()
        )
        apart_y = min(one.get_y() + one.get_height(), other.get_y() + other.get_height()) < max(
            one.get_y(), other.get_y()
        )
        assert apart_x or apart_y


def test_change__at_the_right__has_its_sign_and_its_likely_range(forty: Followed, english: Words) -> None:
    told = {"change": 14.4, "change_low": 14.4, "change_high": 14.4, "low": 3.2, "high": 25.4}
    shown = texts(draw_slope(changed(forty, "steps", {"measure": "agency"}, **told), english))
    assert "+14" in shown
    assert "+3 to +25" in shown
    ranged = changed(forty, "steps", {"measure": "agency"}, change=np.nan, change_low=-8.0, change_high=21.0)
    assert "−8 to +21" in texts(draw_slope(ranged, english))


def test_values__fewer_than_fifty_anywhere__are_counts_and_else_percent(english: Words) -> None:
    mixed = changed(quiet(make_followed(400)), "levels", {"measure": "agency", "wave": "2025"}, n=49)
    assert not any("%" in text for text in texts(draw_slope(mixed, english)))
    whole = changed(quiet(make_followed(400)), "levels", {"measure": "agency", "wave": "2025"}, n=50)
    assert any("%" in text for text in texts(draw_slope(whole, english)))


def test_line_alone__has_its_likely_range_at_every_wave(forty: Followed, english: Words) -> None:
    picture = draw_slope(quiet(forty), english, "index")
    upright = [line for line in lines(picture, 1.3) if len(set(line.get_xdata())) == 1]
    assert len(upright) == 2
    assert "likely range for everybody" in texts(picture)


@pytest.mark.parametrize(
    ("sides", "title"),
    [
        ({}, "Nothing has moved since 2025 by more than chance"),
        ({"agency": "up"}, "More people see “Say in learning” than in 2025; the rest cannot be told from chance"),
        ({"agency": "down"}, "Fewer people see “Say in learning” than in 2025; the rest cannot be told from chance"),
        (
            {"agency": "up", "variety": "up", "purpose": "down"},
            "More people see “Say in learning” and “Variety” than in 2025, fewer see “Purpose”; the rest cannot be "
            "told from chance",
        ),
        (
            {"agency": "up", "variety": "up", "purpose": "up"},
            "More people see 3 of the 7 qualities than in 2025; the rest cannot be told from chance",
        ),
    ],
)
def test_title__qualities__names_what_moved(sides: dict[str, str], title: str, forty: Followed, english: Words) -> None:
    assert draw_slope(moving(forty, **sides), english).title == title


def test_title__everything_moved__speaks_of_no_rest(forty: Followed, english: Words) -> None:
    followed = moving(forty, **dict.fromkeys(forty.guide.qualities, "up"))
    assert draw_slope(followed, english).title == "More people see 7 of the 7 qualities than in 2025"


@pytest.mark.parametrize(
    ("kind", "measure", "title"),
    [
        ("index", "index", "The maturity index is higher than in 2025"),
        ("leaning", "growth", "More people lean towards growth than in 2025"),
        (
            "situation",
            "criticism",
            "Staff stand further towards growth than in 2025 with “Criticism”; the rest cannot be told from chance",
        ),
    ],
)
def test_title__other_kinds__has_its_own_words(
    kind: str, measure: str, title: str, forty: Followed, english: Words
) -> None:
    assert draw_slope(moving(forty, **{measure: "up"}), english, kind).title == title


@pytest.mark.parametrize(
    ("smallest", "title"),
    [
        (24.0, "Nothing has moved since 2025 by more than chance"),
        (25.0, "Too few answers to see a change smaller than 25 points"),
        (26.0, "Too few answers to see a change smaller than 26 points"),
        (np.nan, "Nothing has moved since 2025 by more than chance"),
    ],
)
def test_title__smallest_change_around_25__says_what_could_not_show(
    smallest: float, title: str, forty: Followed, english: Words
) -> None:
    followed = changed(quiet(forty), "steps", {"kind": "quality"}, smallest=smallest)
    assert draw_slope(followed, english).title == title


def test_one_wave__has_nothing_to_compare__says_so(english: Words) -> None:
    picture = draw_slope(make_followed(40, 1), english)
    assert picture.title == "One wave so far, 2026: there is nothing to compare it with yet"
    assert picture.alt.startswith(f"{picture.title}. How many people see each quality here. Answers in 2026: ")


def test_everything_withheld__names_what_is_hidden_and_why(english: Words) -> None:
    picture = draw_slope(make_followed(6), english)
    assert picture.title == "What changed cannot be told, because fewer than 5 people answered"
    assert any(text.startswith("Not shown (fewer than 5): Purpose, Say in learning") for text in texts(picture))
    assert lines(picture, THIN) == []


def test_wave__withheld_as_a_whole__is_a_hatched_strip_that_no_line_crosses(english: Words) -> None:
    followed = hidden(make_followed(40, 3), wave="2025")
    picture = draw_slope(hidden(hidden(followed, after="2025"), before="2025"), english)
    assert lines(picture, THIN) == []
    assert "fewer than" in " ".join(texts(picture))
    assert picture.title == "What changed cannot be told, because fewer than 5 people answered"


def test_alt__names_every_number_of_a_line(forty: Followed, english: Words) -> None:
    told = {"change": 11.0, "change_low": 11.0, "change_high": 11.0, "low": 1.0, "high": 20.0}
    followed = changed(moving(forty, agency="up"), "steps", {"measure": "agency"}, **told)
    for wave, value in (("2025", 30.0), ("2026", 40.0)):
        levels = {"n": 30, "value": value, "value_low": value, "value_high": value, "low": value - 5, "high": value + 5}
        followed = changed(followed, "levels", {"measure": "agency", "wave": wave}, **levels)
    alt = plain(draw_slope(followed, english).alt)
    assert SUBTITLE in alt
    assert (
        "Say in learning: 9 of 30 in 2025 (of all: 10 to 14 of 40), 12 of 30 in 2026 (of all: 14 to 18 of 40); "
        "+11 points, likely +1 to +20, up, more than chance."
    ) in alt


@pytest.mark.parametrize("kind", KINDS)
def test_withheld_rows__filled_with_secrets__draw_the_same(kind: str, english: Words) -> None:
    followed = hidden(make_followed(40, 3), "complement", measure="agency")
    followed = hidden(followed, "complement", measure="criticism")
    picture, other = draw_slope(followed, english, kind), draw_slope(poisoned(followed), english, kind)
    assert (picture.svg(), picture.alt) == (other.svg(), other.alt)
    assert "777" not in " ".join([other.alt, *texts(other)])


def test_slope__anything_but_followed__is_refused(english: Words) -> None:
    with pytest.raises(ProtectionError) as caught:
        draw_slope([1, 0, 1], english)  # type: ignore[arg-type]
    assert str(caught.value) == (
        "Only what was followed over released waves can be shown.\n"
        "- results: found a list; allowed: a Followed. Call follow_library(results) and show what it returns."
    )


def test_kind__that_there_is_not__is_refused_with_those_there_are(forty: Followed, english: Words) -> None:
    with pytest.raises(ToolkitError) as caught:
        draw_slope(forty, english, "mood")
    assert str(caught.value) == (
        "There is no such kind of measure.\n"
        "- kind: found 'mood'; allowed: index, quality, leaning, situation. Choose one of these."
    )


def test_kept_figure__drawn_on_again__shows_the_later_view_alone(forty: Followed, english: Words) -> None:
    first = draw_slope(forty, english)
    second = draw_slope(quiet(forty), english, figure=first.figure)
    assert second.figure is first.figure
    with pytest.raises(ToolkitError, match="drawn anew"):
        first.svg()


@pytest.mark.parametrize("width", ["page", "narrow"])
@pytest.mark.parametrize("language", ["english", "long_spanish"])
@pytest.mark.parametrize(("heads", "waves", "wide"), [(9, 2, True), (12, 3, False), (40, 5, True), (400, 5, False)])
def test_texts__any_size_language_and_width__neither_collide_nor_overflow(
    heads: int, waves: int, wide: bool, language: str, width: str, request: pytest.FixtureRequest
) -> None:
    picture = draw_slope(make_followed(heads, waves, wide=wide), request.getfixturevalue(language), width=width)
    renderer = FigureCanvasAgg(picture.figure).get_renderer()
    placed = [(t.get_text(), t.get_window_extent(renderer)) for t in picture.figure.texts if t.get_text()]
    for (a, one), (b, other) in combinations(placed, 2):
        wide_by = min(one.x1, other.x1) - max(one.x0, other.x0)
        tall_by = min(one.y1, other.y1) - max(one.y0, other.y0)
        assert not (wide_by > TOUCH and tall_by > TOUCH), (a, b)
    right, top = picture.figure.bbox.width, picture.figure.bbox.height
    assert [t for t, box in placed if box.x0 < 0 or box.y0 < 0 or box.x1 > right or box.y1 > top] == []
    assert sum(text.get_fontsize() in TITLE_SIZES for text in picture.figure.texts) in (1, 2)


def test_names__hostile__are_escaped_where_they_are_shown(forty: Followed, english: Words) -> None:
    name = "<script>$x$</script>"
    hostile = replace(english, entries={**english.entries, "guide.quality.agency.name": name})
    waves = {"2025": "2025", "2026": "<b>26</b>"}
    frames = {name: getattr(forty, name).replace(waves) for name in ("levels", "steps", "paired", "plans", "targets")}
    picture = draw_slope(replace(forty, waves=tuple(waves.values()), **frames), hostile)
    for shown in (picture.html(hostile), picture.svg()):
        assert "<script>" not in shown
        assert "<b>" not in shown
    assert "&lt;script&gt;" in picture.html(hostile)


@given(
    st.lists(st.tuples(st.floats(0, 5), st.floats(0.1, 0.5)), min_size=1, max_size=9),
)
def test_spread__any_labels__keep_order_do_not_touch_and_stay_inside(labels: list[tuple[float, float]]) -> None:
    places, heights = sorted(place for place, _ in labels), [height for _, height in labels]
    middles = spread_labels(places, heights, 0.0, 6.0)
    edges = [(m - h / 2, m + h / 2) for m, h in zip(middles, heights, strict=True)]
    assert edges[0][0] >= -1e-9
    assert edges[-1][1] <= 6 + 1e-9
    assert all(lower[0] >= upper[1] - 1e-9 for upper, lower in pairwise(edges))


def test_spread__labels_with_room__stay_where_they_are() -> None:
    assert spread_labels([1.0, 2.0, 3.0], [0.5, 0.5, 0.5], 0.0, 4.0) == pytest.approx((1.0, 2.0, 3.0))


@pytest.mark.parametrize("module", [moves, spreading])
def test_examples__in_docstrings__run(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
