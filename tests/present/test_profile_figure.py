"""The situation profile: marks where staff stand, bars where only bands are told, and what both say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox

from analysis.disclosure.released import Released
from analysis.errors import ProtectionError, ToolkitError
from analysis.guide import Words
from analysis.present.figures.ground import GROUNDS
from analysis.present.figures.parts import RANGE_HATCHING
from analysis.present.figures.picture import Picture
from analysis.present.figures.profile import draw_profile
from analysis.present.figures.sheet import WITHHELD_HATCHING
from analysis.present.palette import BLUE, GRID, MUTED, ORANGE, PAGE

SITUATIONS = ("challenge", "setback", "criticism", "effort", "others_success", "change")
SHIFTS = (6.0, 3.0, -19.0, 8.0, 1.0, 1.0)


@pytest.fixture
def forty(make: Callable[..., Released]) -> Released:
    """Forty staff, all of whom answered; 10 of 40 lean each way in each situation, and no situation pulls."""
    released = make(40, 40)
    bands = released.bands.copy()
    everybody = bands["cohort"] == "all"
    bands.loc[everybody, ["n", "roster", "count_low", "count_high", "low", "high"]] = [40, 40, 10, 10, 0.25, 0.25]
    return replace(released, bands=bands, profile=profile(released.profile))


@pytest.fixture
def twelve(make: Callable[..., Released]) -> Released:
    """Twelve staff, all of whom answered; 4 of 12 lean each way in each situation."""
    released = make(12, 12)
    bands = released.bands.copy()
    everybody = bands["cohort"] == "all"
    bands.loc[everybody, ["n", "roster", "count_low", "count_high", "low", "high"]] = [12, 12, 4, 4, 1 / 3, 1 / 3]
    return replace(released, bands=bands)


def profile(table: pd.DataFrame, p: dict[str, float] | None = None) -> pd.DataFrame:
    """Shifts of so many points around 50, each likely within 5 points, with the given adjusted p (else 0.5)."""
    told = table.copy()
    told["shift"] = [float(shift) for shift in SHIFTS]
    told["score"] = 50.0 + told["shift"]
    told["low"], told["high"] = told["shift"] - 5, told["shift"] + 5
    told["p_adjusted"] = [(p or {}).get(situation, 0.5) for situation in told["situation"]]
    return told


def pulled(released: Released, **p: float) -> Released:
    return replace(released, profile=profile(released.profile, p))


def hidden(table: pd.DataFrame, reason: str, **where: str) -> pd.DataFrame:
    table = table.copy()
    rows = pd.Series(True, index=table.index)
    for column, value in where.items():
        rows &= table[column] == value
    table.loc[rows, ["withheld", "reason"]] = [True, reason]
    return table


def counted(released: Released, scope: str, **counts: tuple[int, int]) -> Released:
    bands = released.bands.copy()
    for band, (low, high) in counts.items():
        rows = (bands["cohort"] == "all") & (bands["scope"] == scope) & (bands["band"] == band)
        n = bands.loc[rows, "n"].iloc[0]
        bands.loc[rows, ["count_low", "count_high", "low", "high"]] = [low, high, low / n, high / n]
    return replace(released, bands=bands)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def told(picture: Picture) -> list[str]:
    return [plain(text.get_text()) for text in picture.figure.texts]


def marks(picture: Picture, shape: str) -> list[Line2D]:
    lines = (artist for artist in picture.figure.artists if isinstance(artist, Line2D))
    return [line for line in lines if line.get_marker() == shape]


def boxes(picture: Picture) -> list[Rectangle]:
    return [artist for artist in picture.figure.artists if isinstance(artist, Rectangle)]


def ground(picture: Picture, band: str) -> Rectangle:
    return next(box for box in boxes(picture) if to_hex(box.get_facecolor()).upper() == GROUNDS[band].upper())


def place(picture: Picture, x: float) -> float:
    """Where `x` stands on the line from 0 to 100."""
    fixed, growth = ground(picture, "fixed"), ground(picture, "growth")
    left, right = fixed.get_x(), growth.get_x() + growth.get_width()
    return 100 * (x - left) / (right - left)


def test_profile__one_situation_pulls__says_so_everywhere(forty: Released, english: Words) -> None:
    picture = draw_profile(pulled(forty, criticism=0.001), english)
    assert picture.title == "“Criticism” is where staff slide towards fixed"
    lean = "cannot be told from chance; 10 of 40 lean towards fixed."
    assert plain(picture.alt) == (
        "“Criticism” is where staff slide towards fixed. "
        "All staff: where people stand on average in each situation, and how far that is from where they usually "
        "stand. 40 of 40 answered. "
        "Over all situations, people usually stand at 50 of 100. "
        "Criticism: 31 of 100, 19 points towards fixed (likely 14 to 24 points towards fixed), more than chance; "
        "10 of 40 lean towards fixed. "
        f"Others' success: 51 of 100, 1 point towards growth (likely from 4 towards fixed to 6 towards growth), {lean} "
        f"Change: 51 of 100, 1 point towards growth (likely from 4 towards fixed to 6 towards growth), {lean} "
        f"A setback: 53 of 100, 3 points towards growth (likely from 2 towards fixed to 8 towards growth), {lean} "
        f"A challenge: 56 of 100, 6 points towards growth (likely 1 to 11 points towards growth), {lean} "
        f"Effort: 58 of 100, 8 points towards growth (likely 3 to 13 points towards growth), {lean}"
    )


@pytest.mark.parametrize(
    ("p", "title"),
    [
        ({"criticism": 0.049}, "“Criticism” is where staff slide towards fixed"),
        ({"criticism": 0.05}, "No clear finding: no situation moves staff by more than chance could"),
        ({"criticism": 0.051}, "No clear finding: no situation moves staff by more than chance could"),
        ({"effort": 0.01}, "“Effort” is where staff stand further towards growth than usual"),
        (
            {"effort": 0.01, "challenge": 0.01},
            "“Effort” and “A challenge” are where staff stand further towards growth than usual",
        ),
        (
            {"effort": 0.01, "challenge": 0.01, "setback": 0.01},
            "“Effort” and 2 more situations are where staff stand further towards growth than usual",
        ),
        (
            {"criticism": 0.01, "effort": 0.01},
            "Staff slide towards fixed with “Criticism”, and further towards growth with “Effort”",
        ),
    ],
)
def test_profile__pulls_beyond_chance__are_the_title(
    p: dict[str, float], title: str, forty: Released, english: Words
) -> None:
    assert draw_profile(pulled(forty, **p), english).title == title


def test_profile__marks__stand_at_their_scores_and_differ_in_shape(forty: Released, english: Words) -> None:
    picture = draw_profile(pulled(forty, criticism=0.001), english)
    # The first mark of each shape is its sign in the legend.
    [diamond] = marks(picture, "D")[1:]
    assert place(picture, diamond.get_xdata()[0]) == pytest.approx(31)
    assert to_hex(diamond.get_color()).upper() == ORANGE
    rings = [mark for mark in marks(picture, "o") if to_hex(mark.get_color()).upper() == MUTED][1:]
    assert [place(picture, ring.get_xdata()[0]) for ring in rings] == pytest.approx([51, 51, 53, 56, 58])
    holes = [mark for mark in marks(picture, "o") if to_hex(mark.get_color()).upper() == PAGE]
    assert len(holes) == 1 + 5


def test_profile__likely_range__surrounds_the_mark_and_stays_on_the_line(forty: Released, english: Words) -> None:
    table = profile(forty.profile, {"effort": 0.01})
    table.loc[table["situation"] == "effort", ["score", "shift", "low", "high"]] = [96.0, 46.0, 40.0, 54.0]
    picture = draw_profile(replace(forty, profile=table), english)
    lines = [
        artist for artist in picture.figure.artists if isinstance(artist, Line2D) and artist.get_linewidth() == 1.3
    ]
    [likely] = [line for line in lines if to_hex(line.get_color()).upper() == BLUE]
    assert [place(picture, x) for x in likely.get_xdata()] == pytest.approx([90, 100])


def test_profile__usual_place__is_a_line_through_all_rows(forty: Released, english: Words) -> None:
    picture = draw_profile(forty, english)
    strip = ground(picture, "mixed")
    upright = [
        line
        for line in picture.figure.artists
        if isinstance(line, Line2D) and line.get_zorder() == 1.5 and to_hex(line.get_color()).upper() != GRID
    ]
    assert [place(picture, x) for x in upright[0].get_xdata()] == pytest.approx([50, 50])
    assert upright[0].get_ydata()[-1] == pytest.approx(strip.get_y() + strip.get_height())
    assert "usually 50" in told(picture)


def test_profile__one_place_withheld__is_hatched_and_last(forty: Released, english: Words) -> None:
    table = hidden(profile(forty.profile), "complement", situation="criticism")
    picture = draw_profile(replace(forty, profile=table), english)
    assert plain(picture.alt).endswith(
        "Criticism: where people stand is not shown, hidden to protect others; 10 of 40 lean towards fixed."
    )
    assert [box.get_hatch() for box in boxes(picture) if box.get_hatch()] == [WITHHELD_HATCHING]
    assert len(marks(picture, "o")) == 2 * (1 + 5)


def test_profile__count_withheld__says_why_beside_the_mark(forty: Released, english: Words) -> None:
    bands = hidden(forty.bands, "complement", cohort="all", scope="effort", band="fixed")
    alt = plain(draw_profile(replace(forty, bands=bands), english).alt)
    assert alt.endswith(
        "cannot be told from chance; how many lean towards fixed is not shown, hidden to protect others."
    )


def test_profile__under_twenty_people__shows_the_bands_and_says_why(twelve: Released, english: Words) -> None:
    row = "4 of 12 (of all: 4 of 12)"
    rows = [
        f"{name}: {row} lean towards fixed, {row} mixed, {row} lean towards growth."
        for name in ("A challenge", "A setback", "Criticism", "Effort", "Others' success", "Change")
    ]
    picture = draw_profile(twelve, english)
    assert plain(picture.alt) == " ".join(
        [
            "No clear finding: no situation clearly stands out from the others.",
            "All staff: how many lean which way in each situation. Where they stand on average is not told, because it "
            "takes 20 people to tell this finely. 12 of 12 answered.",
            *rows,
        ]
    )
    assert marks(picture, "D") == []


def test_profile__counts__are_bars_of_their_length_on_one_scale(twelve: Released, english: Words) -> None:
    released = counted(twelve, "setback", growth=(8, 8), fixed=(2, 2), mixed=(2, 2))
    picture = draw_profile(released, english)
    blue = [box for box in boxes(picture) if to_hex(box.get_facecolor()).upper() == BLUE]
    orange = [box for box in boxes(picture) if to_hex(box.get_facecolor()).upper() == ORANGE]
    assert [box.get_width() / blue[0].get_width() for box in blue] == pytest.approx([1, 2, 1, 1, 1, 1])
    assert [box.get_width() / blue[0].get_width() for box in orange] == pytest.approx([1, 0.5, 1, 1, 1, 1])


def test_profile__range__is_full_to_its_lower_end_and_hatched_to_its_upper(twelve: Released, english: Words) -> None:
    picture = draw_profile(counted(twelve, "setback", growth=(4, 6)), english)
    full = [box for box in boxes(picture) if to_hex(box.get_facecolor()).upper() == BLUE][1]
    [hatched] = [box for box in boxes(picture) if box.get_hatch() == RANGE_HATCHING][1:]
    assert hatched.get_x() == pytest.approx(full.get_x() + full.get_width())
    assert hatched.get_width() == pytest.approx(full.get_width() / 2)
    assert "only this range may be told" in told(picture)


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ({"fixed": (6, 6), "growth": (4, 4)}, "“A setback”: more staff lean towards fixed than towards growth"),
        ({"fixed": (5, 5), "growth": (4, 4)}, "No clear finding: no situation clearly stands out from the others"),
    ],
)
def test_profile__bands_around_ten_points_apart__are_a_finding_from_there(
    counts: dict[str, tuple[int, int]], title: str, twelve: Released, english: Words
) -> None:
    assert draw_profile(counted(twelve, "setback", **counts), english).title == title


def test_profile__bands_of_two_situations_apart__name_the_ends(twelve: Released, english: Words) -> None:
    released = counted(counted(twelve, "effort", growth=(8, 8)), "change", growth=(3, 3), fixed=(3, 3))
    assert draw_profile(released, english).title == (
        "Growth is most common with “Effort”, and least common with “Change”"
    )


def test_profile__nothing_told__is_a_page_that_says_why(make: Callable[..., Released], english: Words) -> None:
    assert draw_profile(make(3), english).alt == (
        "All staff: nothing can be shown, because fewer than 5 people answered. "
        "That protects the people who answered. Talk about the questions together, or wait for more answers."
    )


def test_profile__anything_but_released__is_refused(english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only released results can be shown\.\n- results: found a list;"):
        draw_profile([1, 2], english)  # type: ignore[arg-type]


def test_profile__unknown_width__is_refused(forty: Released, english: Words) -> None:
    with pytest.raises(ToolkitError, match=r"^A figure has one of two widths\.\n- width: found 'wide';"):
        draw_profile(forty, english, width="wide")


def test_profile__kept_figure__is_drawn_on_anew(forty: Released, english: Words) -> None:
    kept = Figure()
    first = draw_profile(forty, english, figure=kept)
    second = draw_profile(pulled(forty, criticism=0.01), english, figure=kept)
    assert second.figure is kept
    assert second.png()
    with pytest.raises(ToolkitError, match=r"^This picture's figure has been drawn anew\."):
        first.png()


@pytest.mark.parametrize("heads", [3, 12, 40])
def test_profile__withheld_rows_filled_with_secrets__show_none_of_them(
    heads: int, make: Callable[..., Released], poison: Callable[[Released], Released], english: Words
) -> None:
    shown, secret = (draw_profile(released, english) for released in (make(heads), poison(make(heads))))
    assert secret.alt == shown.alt
    assert told(secret) == told(shown)


def placed(picture: Picture) -> Iterator[tuple[str, Bbox]]:
    renderer = FigureCanvasAgg(picture.figure).get_renderer()
    for text in picture.figure.texts:
        if text.get_text():
            yield text.get_text(), text.get_window_extent(renderer)


@pytest.mark.parametrize("width", ["page", "narrow"])
@pytest.mark.parametrize("language", ["english", "long_spanish"])
@pytest.mark.parametrize("heads", [3, 12, 40, 400])
def test_profile__any_size_language_and_width__texts_neither_collide_nor_overflow(
    heads: int, language: str, width: str, make: Callable[..., Released], request: pytest.FixtureRequest
) -> None:
    words = request.getfixturevalue(language)
    long = {
        f"guide.situation.{s}.name": f"{words(f'guide.situation.{s}.name')} y corresponsabilidad interdepartamental"
        for s in SITUATIONS
    }
    picture = draw_profile(make(heads), replace(words, entries={**words.entries, **long}), width=width)
    texts = list(placed(picture))
    touching = [
        (a, b)
        for (a, x), (b, y) in combinations(texts, 2)
        if min(x.x1, y.x1) - max(x.x0, y.x0) > 0.5 and min(x.y1, y.y1) - max(x.y0, y.y0) > 0.5
    ]
    assert touching == []
    right, top = picture.figure.bbox.width, picture.figure.bbox.height
    assert [text for text, box in texts if box.x0 < 0 or box.y0 < 0 or box.x1 > right or box.y1 > top] == []


def test_profile__blank_interval_and_p__count_as_cannot_be_told(forty: Released, english: Words) -> None:
    table = profile(forty.profile, {"criticism": np.nan})
    table.loc[table["situation"] == "criticism", ["low", "high"]] = np.nan
    picture = draw_profile(replace(forty, profile=table), english)
    row = "Criticism: 31 of 100, 19 points towards fixed (likely range not known), cannot be told from chance;"
    assert row in plain(picture.alt)
    ranges = [line for line in picture.figure.artists if isinstance(line, Line2D) and line.get_linewidth() == 1.3]
    assert len(ranges) == 1 + 5
