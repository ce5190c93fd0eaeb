"""Situations by group: growth in five shades, and a diamond only where a group differs by more than chance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox

from analysis.disclosure.released import Released
from analysis.errors import ProtectionError, ToolkitError
from analysis.guide import Words
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import WITHHELD_HATCHING
from analysis.present.figures.situations import draw_situations
from analysis.present.palette import SEQUENTIAL

FRONT = "Effort: “Front line” stands further towards fixed than the others"


@pytest.fixture
def sides(make: Callable[..., Released]) -> Released:
    """A hundred staff, all of whom answered: 10 of 20 leaders and 40 of 80 others lean towards growth everywhere."""
    released = make(100, 100)
    bands, differences = released.bands.copy(), released.differences.copy()
    for value, n in (("leaders", 20), ("front_line", 80), ("all", 100)):
        rows = bands["value"] == value
        bands.loc[rows, ["n", "count_low", "count_high", "low", "high"]] = [n, n // 2, n // 2, 0.5, 0.5]
    differences[["superiority_low", "superiority_high", "p_adjusted"]] = [0.6, 0.7, 0.5]
    return replace(released, bands=bands, differences=differences)


def apart(released: Released, value: str, scope: str, superiority: float, p: float) -> Released:
    table = released.differences.copy()
    rows = (table["value"] == value) & (table["scope"] == scope)
    table.loc[rows, ["superiority_low", "superiority_high", "p_adjusted"]] = [superiority - 0.05, superiority + 0.05, p]
    return replace(released, differences=table)


def counted(released: Released, value: str, scope: str, low: int, high: int) -> Released:
    bands = released.bands.copy()
    rows = (bands["value"] == value) & (bands["scope"] == scope) & (bands["band"] == "growth")
    n = bands.loc[rows, "n"].iloc[0]
    bands.loc[rows, ["count_low", "count_high", "low", "high"]] = [low, high, low / n, high / n]
    return replace(released, bands=bands)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def told(picture: Picture) -> list[str]:
    return [plain(text.get_text()) for text in picture.figure.texts]


def diamonds(picture: Picture) -> list[Line2D]:
    lines = (artist for artist in picture.figure.artists if isinstance(artist, Line2D))
    return [line for line in lines if line.get_marker() == "D"]


def placed(picture: Picture) -> list[tuple[str, Bbox]]:
    renderer = FigureCanvasAgg(picture.figure).get_renderer()
    return [(text.get_text(), text.get_window_extent(renderer)) for text in picture.figure.texts if text.get_text()]


def collisions(texts: list[tuple[str, Bbox]]) -> list[tuple[str, str]]:
    return [
        (a, b)
        for (a, x), (b, y) in combinations(texts, 2)
        if min(x.x1, y.x1) - max(x.x0, y.x0) > 0.5 and min(x.y1, y.y1) - max(x.y0, y.y0) > 0.5
    ]


def outside(picture: Picture, texts: list[tuple[str, Bbox]]) -> list[str]:
    right, top = picture.figure.bbox.width, picture.figure.bbox.height
    return [text for text, box in texts if box.x0 < 0 or box.y0 < 0 or box.x1 > right or box.y1 > top]


def column(picture: Picture, number: int) -> list[list[str]]:
    """The shades of each cell of one column, from the first row down."""
    drawn = [artist for artist in picture.figure.artists if isinstance(artist, Rectangle)]
    cells = [box for box in drawn if to_hex(box.get_facecolor()).upper() in SEQUENTIAL and box.get_height() > 0.2]
    starts = sorted({round(box.get_x(), 6) for box in cells})
    left = starts[number]
    right = starts[number + 1] if number + 1 < len(starts) else 100
    own = [box for box in cells if left <= round(box.get_x(), 6) < right]
    tops = sorted({box.get_y() for box in own})
    return [[to_hex(box.get_facecolor()).upper() for box in own if box.get_y() == top] for top in tops]


def test_situations__whole_text__names_every_group_and_situation(sides: Released, english: Words) -> None:
    row = "A challenge {0}; A setback {0}; Criticism {0}; Effort {0}; Others' success {0}; Change {0}."
    assert plain(draw_situations(sides, english, "leads").alt) == (
        "No clear finding: no group differs from the rest by more than chance. "
        "How many lean towards growth in each situation, by group (Leaders and front line) and for all staff. "
        "Beneath each group: how many answered. "
        f"Leaders (20 of 20 answered): {row.format('10 of 20')} "
        f"Front line (80 of 80 answered): {row.format('50%')} "
        f"All staff (100 of 100 answered): {row.format('50%')}"
    )


@pytest.mark.parametrize(("count", "step"), [(3, 0), (4, 1), (7, 1), (8, 2), (12, 3), (15, 3), (16, 4), (20, 4)])
def test_situations__exact_count__has_the_shade_of_its_share(
    count: int, step: int, sides: Released, english: Words
) -> None:
    picture = draw_situations(counted(sides, "leaders", "setback", count, count), english, "leads")
    assert column(picture, 0) == [[SEQUENTIAL[2]], [SEQUENTIAL[step]], *[[SEQUENTIAL[2]]] * 4]
    assert f"{count} of 20" in told(picture)


@pytest.mark.parametrize(("p", "count"), [(0.049, 1), (0.05, 0), (0.051, 0)])
def test_situations__group_around_the_limit_of_chance__has_a_diamond_below_it(
    p: float, count: int, sides: Released, english: Words
) -> None:
    picture = draw_situations(apart(sides, "leaders", "criticism", 0.8, p), english, "leads")
    # One more stands in the legend.
    assert len(diamonds(picture)) == 2 * count
    assert ("differs from the rest by more than chance" in told(picture)) == bool(count)
    sentence = "Criticism 10 of 20 (differs from the rest by more than chance);"
    assert plain(picture.alt).count(sentence) == count


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ((("leaders", "criticism", 0.8, 0.01),), "Criticism: “Leaders” stands further towards growth than the others"),
        (
            (("leaders", "criticism", 0.2, 0.01),),
            "Criticism: “Leaders” stands further towards fixed than the others",
        ),
        (
            (("leaders", "criticism", 0.8, 0.02), ("front_line", "effort", 0.3, 0.01)),
            FRONT + "; one more difference is more than chance",
        ),
        (
            (
                ("leaders", "criticism", 0.8, 0.02),
                ("front_line", "effort", 0.3, 0.01),
                ("front_line", "change", 0.3, 0.03),
            ),
            FRONT + "; 2 more differences are more than chance",
        ),
        ((("leaders", "overall", 0.8, 0.01),), "No clear finding: no group differs from the rest by more than chance"),
    ],
)
def test_situations__groups_that_differ__are_the_title(
    changes: tuple[tuple[str, str, float, float], ...], title: str, sides: Released, english: Words
) -> None:
    released = sides
    for change in changes:
        released = apart(released, *change)
    assert draw_situations(released, english, "leads").title == title


@pytest.mark.parametrize(
    ("can_compare", "title"),
    [
        (
            True,
            "Growth is most common with “Effort”, least common with “Change”; no group differs by more than chance",
        ),
        (False, "Growth is most common with “Effort”, least common with “Change”"),
    ],
)
def test_situations__groups_that_cannot_be_compared__are_not_called_alike(
    can_compare: bool, title: str, sides: Released, english: Words
) -> None:
    released = counted(counted(sides, "all", "effort", 70, 70), "all", "change", 30, 30)
    table = released.differences
    if not can_compare:
        table = table.assign(withheld=True, reason="complement")
    assert draw_situations(replace(released, differences=table), english, "leads").title == title


def test_situations__group_withheld__is_one_hatched_column(sides: Released, english: Words) -> None:
    respondents, bands = sides.respondents.copy(), sides.bands.copy()
    for table in (respondents, bands):
        table.loc[table["value"] == "leaders", ["withheld", "reason"]] = [True, "few"]
    picture = draw_situations(replace(sides, respondents=respondents, bands=bands), english, "leads")
    assert "Leaders: not shown, fewer than 5." in picture.alt
    hatched = [a.get_hatch() for a in picture.figure.artists if isinstance(a, Rectangle) and a.get_hatch()]
    assert hatched.count(WITHHELD_HATCHING) == 1


def test_situations__cell_withheld__says_why_and_has_no_diamond(sides: Released, english: Words) -> None:
    released = apart(sides, "leaders", "criticism", 0.8, 0.01)
    bands = released.bands.copy()
    rows = (bands["value"] == "leaders") & (bands["scope"] == "criticism")
    bands.loc[rows, ["withheld", "reason"]] = [True, "complement"]
    picture = draw_situations(replace(released, bands=bands), english, "leads")
    assert "Criticism hidden to protect others; Effort 10 of 20;" in plain(picture.alt)
    assert diamonds(picture) == []


def test_situations__nothing_told__is_a_page_that_says_why(make: Callable[..., Released], english: Words) -> None:
    picture = draw_situations(make(3), english, "unit")
    assert picture.title == "All staff: nothing can be shown, because fewer than 5 people answered"


def test_situations__unknown_cohort__is_refused(sides: Released, english: Words) -> None:
    with pytest.raises(
        ToolkitError, match=r"^There is no such cohort in these results\.\n- cohort: found 'shoe_size';"
    ):
        draw_situations(sides, english, "shoe_size")


def test_situations__anything_but_released__is_refused(english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only released results can be shown\.\n- results: found a DataFrame;"):
        draw_situations(pd.DataFrame(), english, "role")  # type: ignore[arg-type]


@pytest.mark.parametrize("heads", [3, 12, 40])
def test_situations__withheld_rows_filled_with_secrets__show_none_of_them(
    heads: int, make: Callable[..., Released], poison: Callable[[Released], Released], english: Words
) -> None:
    for cohort in ("unit", "leads"):
        shown, secret = (draw_situations(one, english, cohort) for one in (make(heads), poison(make(heads))))
        assert secret.alt == shown.alt
        assert told(secret) == told(shown)


@pytest.mark.parametrize("width", ["page", "narrow"])
@pytest.mark.parametrize("language", ["english", "long_spanish"])
@pytest.mark.parametrize("heads", [3, 12, 40, 400])
def test_situations__any_size_language_and_width__texts_neither_collide_nor_overflow(
    heads: int, language: str, width: str, make: Callable[..., Released], request: pytest.FixtureRequest
) -> None:
    picture = draw_situations(make(heads), request.getfixturevalue(language), "unit", width=width)
    texts = placed(picture)
    assert collisions(texts) == []
    assert outside(picture, texts) == []


def paired(released: Released) -> Released:
    """The same library with the groups of `leads+unit`, ten of them, which have what the units have."""
    frames = {}
    for name in ("respondents", "bands", "differences"):
        table = getattr(released, name)
        units = table[table["cohort"] == "unit"]
        sides = [
            units.assign(cohort="leads+unit", value=f"{side}+" + units["value"]) for side in ("leaders", "front_line")
        ]
        frames[name] = pd.concat([table, *sides], ignore_index=True)
    return replace(released, guide=replace(released.guide, pairs=(("leads", "unit"),)), **frames)


@pytest.mark.parametrize("width", ["page", "narrow"])
@pytest.mark.parametrize("heads", [40, 400])
def test_situations__many_groups__stand_below_one_another_and_do_not_collide(
    heads: int, width: str, make: Callable[..., Released], spanish: Words
) -> None:
    picture = draw_situations(paired(make(heads)), spanish, "leads+unit", width=width)
    texts = placed(picture)
    assert collisions(texts) == []
    assert outside(picture, texts) == []
    places = dict(texts)
    everybody, first = places["Todo el personal"], places["Un reto" if width == "page" else "Un"]
    assert everybody.x1 < first.x0
    assert everybody.y1 < first.y0


def test_situations__many_groups__keep_shades_marks_and_reasons(make: Callable[..., Released], english: Words) -> None:
    released = apart(paired(make(40)), "leaders+main_library", "criticism", 0.8, 0.01)
    picture = draw_situations(released, english, "leads+unit")
    assert len(diamonds(picture)) == 2
    hatched = [a for a in picture.figure.artists if isinstance(a, Rectangle) and a.get_hatch() == WITHHELD_HATCHING]
    assert len(hatched) == 4
    assert {round(box.get_width(), 6) for box in hatched} == {round(hatched[0].get_width(), 6)}
    assert "Leaders, Branch 3: not shown, fewer than 5." in picture.alt
