"""Flows: each bar holds everybody who answered twice, in the order lost, kept, gained, neither; ranges are hatched."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from analysis.disclosure.followed import Followed
from analysis.errors import ProtectionError
from analysis.guide import Words
from analysis.present import palette
from analysis.present.figures import draw_flows
from analysis.present.figures.flows import BAR, FILLS
from analysis.present.figures.parts import RANGE_HATCHING
from analysis.present.figures.picture import Picture
from waves_made import changed, hidden, make_followed, poisoned

TOUCH = 0.5
PARTS = ("lost", "kept", "gained", "never")


def drawn(followed: Followed, words: Words, width: str = "page") -> Picture:
    """The picture, where there has to be one."""
    picture = draw_flows(followed, words, width=width)
    assert picture is not None
    return picture


def texts(picture: Picture) -> list[str]:
    return [text.get_text().replace("\u00a0", " ") for text in picture.figure.texts]


def parts(picture: Picture) -> list[Rectangle]:
    """The parts of all bars, without the legend and the plates beneath numbers, from left to right."""
    found = [one for one in picture.figure.artists if isinstance(one, Rectangle)]
    bars = [one for one in found if one.get_height() == pytest.approx(BAR)]
    return sorted(bars, key=lambda one: (one.get_y(), one.get_x()))


def flowing(quality: str, n: int = 20, **counts: tuple[int, int]) -> Followed:
    """Forty staff of whom one quality alone is told, with these flows."""
    followed = make_followed(40)
    for other in followed.guide.qualities:
        if other != quality:
            followed = hidden(followed, "complement", quality=other)
    ends = {f"{part}_{end}": counts[part][place] for part in PARTS for place, end in enumerate(("low", "high"))}
    told = {"n": n, "change": np.nan, "low": 5.0, "high": 40.0, "moved": ""}
    return changed(followed, "paired", {"quality": quality}, **told, **ends)


def test_bar__exact_counts__are_parts_in_proportion_with_their_numbers(english: Words) -> None:
    followed = flowing("agency", lost=(4, 4), kept=(6, 6), gained=(8, 8), never=(2, 2))
    picture = drawn(followed, english)
    bars = parts(picture)
    fills = [to_hex(bar.get_facecolor()).upper() for bar in bars]
    assert fills == [FILLS[part] for part in PARTS]
    starts = [bar.get_x() for bar in bars]
    lengths = [after - before for before, after in pairwise(starts)]
    assert lengths == pytest.approx([lengths[1] * count / 6 for count in (4, 6, 8)])
    assert [text for text in texts(picture) if text in ("−4", "6", "+8", "2")] == ["−4", "6", "+8", "2"]


def test_bar__a_range__is_hatched_and_all_parts_still_make_everybody(english: Words) -> None:
    exact = parts(drawn(flowing("agency", lost=(4, 4), kept=(6, 6), gained=(8, 8), never=(2, 2)), english))
    followed = flowing("agency", lost=(0, 2), kept=(6, 6), gained=(10, 14), never=(0, 2))
    bars = parts(drawn(followed, english))
    hatched = [bar for bar in bars if bar.get_hatch() == RANGE_HATCHING]
    assert [to_hex(bar.get_edgecolor()).upper() for bar in hatched] == [palette.ORANGE, palette.BLUE, palette.HATCH]
    ends = [max(bar.get_x() + bar.get_width() for bar in own) for own in (exact, bars)]
    assert ends[0] == pytest.approx(ends[1])
    assert "only this range may be told" in texts(drawn(followed, english))


def test_change__blank_where_counts_are_ranges__is_what_they_allow(english: Words) -> None:
    picture = drawn(flowing("agency", lost=(0, 2), kept=(6, 6), gained=(10, 14), never=(0, 2)), english)
    assert "+40 to +70" in texts(picture)
    assert "+5 to +40" in texts(picture)


@pytest.mark.parametrize(
    ("sides", "title"),
    [
        ({}, "Among the same people, nothing has moved since 2025 by more than chance"),
        ({"agency": "up"}, "The same people see “Say in learning” more often than in 2025"),
        ({"agency": "down"}, "The same people see “Say in learning” less often than in 2025"),
        (
            {"agency": "up", "variety": "down"},
            "The same people see “Say in learning” more often than in 2025, and “Variety” less often",
        ),
        (
            {"agency": "up", "variety": "up", "purpose": "up"},
            "The same people see 3 of the 7 qualities more often than in 2025",
        ),
    ],
)
def test_title__names_what_moved_among_the_same_people(sides: dict[str, str], title: str, english: Words) -> None:
    followed = make_followed(40)
    for quality in followed.guide.qualities:
        followed = changed(followed, "paired", {"quality": quality}, moved=sides.get(quality, ""))
    assert drawn(followed, english).title == title


def test_waves__several__only_the_last_two_are_drawn(english: Words) -> None:
    picture = drawn(make_followed(40, 4), english)
    assert "2024" not in picture.alt
    assert len([text for text in texts(picture) if text == "21 people"]) == 7


def test_alt__names_every_number(english: Words) -> None:
    followed = flowing("agency", lost=(0, 2), kept=(6, 6), gained=(10, 14), never=(0, 2))
    assert drawn(followed, english).alt.replace("\u00a0", " ") == (
        "Among the same people, nothing has moved since 2025 by more than chance. "
        "People who answered both in 2025 and in 2026: who sees each quality now, and who did before. Changes are in "
        "points of a hundred. "
        "Say in learning, 20 people: 0 to 2 saw it before only, 6 both times, 10 to 14 now only, 0 to 2 neither time; "
        "+40 to +70 points, likely +5 to +40, cannot be told from chance. "
        + " ".join(
            f"{name}: not shown, hidden to protect others."
            for name in (
                "Purpose",
                "Variety",
                "Leaders who learn",
                "Mutual help",
                "Learning from problems",
                "Development goals",
            )
        )
    )


@pytest.mark.parametrize(
    "followed", [make_followed(6), make_followed(40, 1), hidden(make_followed(40))], ids=["few", "one wave", "hidden"]
)
def test_nothing_told__draws_no_picture(followed: Followed, english: Words) -> None:
    assert draw_flows(followed, english) is None


def test_withheld_rows__filled_with_secrets__draw_the_same(english: Words) -> None:
    followed = hidden(make_followed(40), "complement", quality="agency")
    picture, other = drawn(followed, english), drawn(poisoned(followed), english)
    assert (picture.svg(), picture.alt) == (other.svg(), other.alt)


def test_flows__anything_but_followed__is_refused(english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only what was followed over released waves can be shown\.\n"):
        draw_flows([1, 0, 1], english)  # type: ignore[arg-type]


@pytest.mark.parametrize("width", ["page", "narrow"])
@pytest.mark.parametrize("language", ["english", "long_spanish"])
@pytest.mark.parametrize("heads", [12, 40, 400])
def test_texts__any_size_language_and_width__neither_collide_nor_overflow(
    heads: int, language: str, width: str, request: pytest.FixtureRequest
) -> None:
    picture = drawn(make_followed(heads), request.getfixturevalue(language), width)
    renderer = FigureCanvasAgg(picture.figure).get_renderer()
    placed = [(t.get_text(), t.get_window_extent(renderer)) for t in picture.figure.texts if t.get_text()]
    for (a, one), (b, other) in combinations(placed, 2):
        wide_by = min(one.x1, other.x1) - max(one.x0, other.x0)
        tall_by = min(one.y1, other.y1) - max(one.y0, other.y0)
        assert not (wide_by > TOUCH and tall_by > TOUCH), (a, b)
    right, top = picture.figure.bbox.width, picture.figure.bbox.height
    assert [t for t, box in placed if box.x0 < 0 or box.y0 < 0 or box.x1 > right or box.y1 > top] == []
