"""Contents: each figure shows the numbers it was given, in its marks, in its words and in its alternative text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present import figures, palette
from analysis.present.figures.picture import Picture
from analysis.present.figures.sheet import WITHHELD_HATCHING

Change = Callable[..., Released]
CENSUS = {"roster": 20, "n": 20}


@pytest.fixture
def twenty(make: Callable[..., Released]) -> Released:
    """Twenty staff, all of whom answered: 5 of 20 see and want each quality, 5 of 20 lean each way."""
    released = make(20, 20)
    marks = _told(released.marks, 5)
    bands = _told(released.bands, 5)
    return replace(released, marks=marks, bands=bands)


def _told(table: pd.DataFrame, count: int) -> pd.DataFrame:
    table = table.copy()
    everybody = table["cohort"] == "all"
    columns = ["n", "roster", "count_low", "count_high", "share", "low", "high"]
    table.loc[everybody, columns] = [20, 20, count, count, count / 20, count / 20, count / 20]
    return table


def change(table: pd.DataFrame, where: dict[str, str], low: int, high: int, n: int = 20) -> pd.DataFrame:
    """The table with a told count in the rows that match, for all staff."""
    table = table.copy()
    rows = table["cohort"] == "all"
    for column, value in where.items():
        rows &= table[column] == value
    table.loc[rows, ["count_low", "count_high", "low", "high", "n"]] = [low, high, low / n, high / n, n]
    return table


def hide(table: pd.DataFrame, where: dict[str, str], reason: str) -> pd.DataFrame:
    table = table.copy()
    rows = table["cohort"] == "all"
    for column, value in where.items():
        rows &= table[column] == value
    table.loc[rows, "withheld"] = True
    table.loc[rows, "reason"] = reason
    return table


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def told(picture: Picture) -> list[str]:
    return [plain(text.get_text()) for text in picture.figure.texts]


def marks(picture: Picture, shape: str) -> list[Line2D]:
    lines = (artist for artist in picture.figure.artists if isinstance(artist, Line2D))
    return [line for line in lines if line.get_marker() == shape]


def boxes(picture: Picture) -> list[Rectangle]:
    return [artist for artist in picture.figure.artists if isinstance(artist, Rectangle)]


def scale(picture: Picture) -> tuple[float, float]:
    """Where nobody and everybody stand, in inches: the outermost of the light upright lines."""
    lines = (artist for artist in picture.figure.artists if isinstance(artist, Line2D))
    places = [line.get_xdata()[0] for line in lines if line.get_zorder() == 0 and len(set(line.get_xdata())) == 1]
    return min(places), max(places)


def test_dumbbell__clear_gap__says_so_in_title_order_and_alt(twenty: Released, english: Words) -> None:
    changed = change(twenty.marks, {"quality": "agency", "mark": "develop"}, 15, 15)
    picture = figures.draw_dumbbell(replace(twenty, marks=changed), english)
    assert picture.title == "More staff want to develop “Say in learning” than see it today"
    same = "5 of 20 see it (of all: 5 of 20); 5 of 20 want to develop it (of all: 5 of 20)."
    assert plain(picture.alt) == (
        "More staff want to develop “Say in learning” than see it today. "
        "All staff: who sees each quality here today, and who wants to develop it further as a team. "
        "20 of 20 answered. "
        "Say in learning: 5 of 20 see it (of all: 5 of 20); 15 of 20 want to develop it (of all: 15 of 20). "
        f"Purpose: {same} Variety: {same} Leaders who learn: {same} Mutual help: {same} "
        f"Learning from problems: {same} Development goals: {same}"
    )


def test_dumbbell__exact_counts__stand_at_their_shares(twenty: Released, english: Words) -> None:
    changed = change(twenty.marks, {"quality": "agency", "mark": "develop"}, 15, 15)
    picture = figures.draw_dumbbell(replace(twenty, marks=changed), english)
    nobody, everybody = scale(picture)
    places = [(line.get_xdata()[0] - nobody) / (everybody - nobody) for line in marks(picture, "D")]
    # The first diamond is the sign in the legend, left of the scale.
    assert places[1:] == pytest.approx([0.75] + [0.25] * 6)
    places = [(line.get_xdata()[0] - nobody) / (everybody - nobody) for line in marks(picture, "o")]
    assert places[1:] == pytest.approx([0.25] * 7)


def test_dumbbell__range__is_a_hatched_bar_and_no_mark(twenty: Released, english: Words) -> None:
    changed = change(twenty.marks, {"quality": "agency", "mark": "exists"}, 0, 2)
    picture = figures.draw_dumbbell(replace(twenty, marks=changed), english)
    assert len(marks(picture, "o")) == 1 + 6
    nobody, everybody = scale(picture)
    bar = [box for box in boxes(picture) if box.get_hatch()][-1]
    assert (bar.get_x(), bar.get_width()) == pytest.approx((nobody, 0.1 * (everybody - nobody)))
    assert "Say in learning: 2 or fewer of 20 see it (of all: 0 to 2 of 20);" in plain(picture.alt)
    assert "only this range may be told" in told(picture)


def test_dumbbell__one_mark_withheld__says_only_why(twenty: Released, english: Words) -> None:
    hidden = hide(twenty.marks, {"quality": "agency", "mark": "exists"}, "complement")
    picture = figures.draw_dumbbell(replace(twenty, marks=hidden), english)
    assert "Say in learning: who sees it is not shown, hidden to protect others; 5 of 20 want" in plain(picture.alt)
    assert len(marks(picture, "o")) == 1 + 6


@pytest.mark.parametrize(
    ("quality", "mark", "count", "title"),
    [
        ("agency", "develop", 6, "No clear finding: no quality is clearly seen more, or clearly wanted more"),
        ("agency", "develop", 7, "More staff want to develop “Say in learning” than see it today"),
        ("agency", "exists", 7, "More staff see “Say in learning” today than want to develop it further"),
    ],
)
def test_dumbbell__gap_around_ten_points__is_a_finding_from_there(
    quality: str, mark: str, count: int, title: str, twenty: Released, english: Words
) -> None:
    changed = change(twenty.marks, {"quality": quality, "mark": mark}, count, count)
    assert figures.draw_dumbbell(replace(twenty, marks=changed), english).title == title


def test_dumbbell__three_clear_gaps__are_counted_in_the_title(twenty: Released, english: Words) -> None:
    changed = twenty.marks
    for quality, count in (("agency", 12), ("variety", 15), ("purpose", 9)):
        changed = change(changed, {"quality": quality, "mark": "develop"}, count, count)
    picture = figures.draw_dumbbell(replace(twenty, marks=changed), english)
    assert picture.title == "More staff want to develop 3 of the 7 qualities than see them, among them “Variety”"


def test_dumbbell__a_group__has_its_name_in_the_title(make: Callable[..., Released], english: Words) -> None:
    picture = figures.draw_dumbbell(make(400), english, "role", "public_services")
    assert picture.title.startswith("Public services: ")


def test_heat__whole_text__names_every_group_once(twenty: Released, english: Words) -> None:
    marks_ = twenty.marks[twenty.marks["cohort"] == "all"]
    front = marks_.assign(cohort="leads", value="front_line")
    leaders = marks_.assign(cohort="leads", value="leaders", withheld=True, reason="few")
    released = replace(twenty, marks=pd.concat([marks_, front, leaders], ignore_index=True))
    respondents = released.respondents.copy()
    respondents.loc[respondents["value"] == "leaders", ["withheld", "reason"]] = [True, "few"]
    picture = figures.draw_heat(replace(released, respondents=respondents), english, "leads")
    row = (
        "Purpose 5 of 20; Say in learning 5 of 20; Variety 5 of 20; Leaders who learn 5 of 20; "
        "Mutual help 5 of 20; Learning from problems 5 of 20; Development goals 5 of 20."
    )
    assert plain(picture.alt) == (
        "No clear finding: no quality clearly stands out. "
        "How many see each quality here today, by group (Leaders and front line) and for all staff. "
        "Beneath each group: how many answered. "
        "Leaders: not shown, fewer than 5. "
        f"Front line (16 of 16 answered): {row} All staff (20 of 20 answered): {row}"
    )


@pytest.mark.parametrize(("count", "step"), [(3, 0), (4, 1), (7, 1), (8, 2), (12, 3), (15, 3), (16, 4), (17, 4)])
def test_heat__exact_count__has_the_shade_of_its_share(count: int, step: int, twenty: Released, english: Words) -> None:
    released = replace(twenty, marks=_told(twenty.marks, count))
    picture = figures.draw_heat(released, english, "role")
    column = max(box.get_x() for box in boxes(picture))
    shades = {to_hex(box.get_facecolor()).upper() for box in boxes(picture) if box.get_x() == column}
    assert shades == {palette.SEQUENTIAL[step]}
    assert told(picture).count(f"{count} of 20") == 7


def test_heat__range_over_two_shades__shows_both_as_wide_as_they_are(twenty: Released, english: Words) -> None:
    changed = change(twenty.marks, {"quality": "purpose", "mark": "exists"}, 0, 2, n=5)
    picture = figures.draw_heat(replace(twenty, marks=changed), english, "role")
    right = max(box.get_x() + box.get_width() for box in boxes(picture))
    first = min(box.get_y() for box in boxes(picture) if box.get_x() + box.get_width() == pytest.approx(right))
    shaded = [box for box in boxes(picture) if to_hex(box.get_facecolor()).upper() in palette.SEQUENTIAL]
    cell = [box for box in shaded if box.get_y() == first][-2:]
    assert [to_hex(box.get_facecolor()).upper() for box in cell] == list(palette.SEQUENTIAL[:2])
    assert cell[0].get_width() == pytest.approx(cell[1].get_width())
    assert "2 or fewer of 5" in told(picture)


def test_heat__groups_that_clearly_differ__are_named(twenty: Released, english: Words) -> None:
    table = twenty.marks[twenty.marks["cohort"] == "all"]
    sides = []
    for value, count in (("leaders", 15), ("front_line", 5)):
        moved = change(table, {"quality": "variety", "mark": "exists"}, count, count)
        sides.append(moved.assign(cohort="leads", value=value))
    respondents = twenty.respondents.assign(withheld=False, reason="", n=20, roster=20)
    released = replace(twenty, marks=pd.concat([table, *sides], ignore_index=True), respondents=respondents)
    title = figures.draw_heat(released, english, "leads").title
    assert title == "Views differ on “Variety”: seen more in “Leaders” than in “Front line”"


def test_bands__exact_counts__are_bars_of_their_length(twenty: Released, english: Words) -> None:
    changed = change(twenty.bands, {"scope": "overall", "band": "growth"}, 10, 10)
    picture = figures.draw_bands(replace(twenty, bands=changed), english, "all")
    widths = {to_hex(box.get_facecolor()).upper(): box.get_width() for box in boxes(picture) if box.get_y() > 1}
    assert widths[palette.BLUE] == pytest.approx(2 * widths[palette.ORANGE])
    assert widths[palette.DIVERGING[2]] == pytest.approx(widths[palette.ORANGE])
    assert picture.title == "More staff lean towards growth than towards fixed"
    assert plain(picture.alt) == (
        "More staff lean towards growth than towards fixed. "
        "How people answer over all six situations, by group. Beneath each group: how many answered. "
        "All staff: 5 of 20 (of all: 5 of 20) lean towards fixed, 5 of 20 (of all: 5 of 20) mixed, "
        "10 of 20 (of all: 10 of 20) lean towards growth."
    )


def test_bands__range__is_full_to_its_lower_end_and_hatched_to_its_upper(twenty: Released, english: Words) -> None:
    changed = change(twenty.bands, {"scope": "overall", "band": "growth"}, 8, 12)
    picture = figures.draw_bands(replace(twenty, bands=changed), english, "all")
    full = next(b for b in boxes(picture) if to_hex(b.get_facecolor()).upper() == palette.BLUE and b.get_y() > 1)
    hatched = [box for box in boxes(picture) if box.get_hatch()][-1]
    assert hatched.get_x() == pytest.approx(full.get_x() + full.get_width())
    assert hatched.get_width() == pytest.approx(full.get_width() / 2)


@pytest.mark.parametrize(
    ("scope", "growth", "fixed", "title"),
    [
        ("overall", 6, 5, "No clear leaning: fixed and growth cannot be told apart"),
        ("overall", 5, 9, "More staff lean towards fixed than towards growth"),
        ("setback", 9, 5, "A setback: more staff lean towards growth than towards fixed"),
        ("setback", 5, 9, "A setback: more staff lean towards fixed than towards growth"),
        ("setback", 5, 5, "A setback: no clear leaning, fixed and growth cannot be told apart"),
    ],
)
def test_bands__each_leaning__has_its_title(
    scope: str, growth: int, fixed: int, title: str, twenty: Released, english: Words
) -> None:
    bands = change(twenty.bands, {"scope": scope, "band": "growth"}, growth, growth)
    bands = change(bands, {"scope": scope, "band": "fixed"}, fixed, fixed)
    assert figures.draw_bands(replace(twenty, bands=bands), english, "all", scope).title == title


def test_bands__scope_that_is_withheld__draws_nothing_but_the_reason(twenty: Released, english: Words) -> None:
    hidden = hide(twenty.bands, {"scope": "setback"}, "complement")
    picture = figures.draw_bands(replace(twenty, bands=hidden), english, "all", "setback")
    assert picture.title == "All staff: nothing can be shown, because other results would give it away"
    assert not re.search(r"\d", picture.alt)


def test_maturity__whole_text__tells_levels_and_index(make: Callable[..., Released], english: Words) -> None:
    picture = figures.draw_maturity(make(12), english)
    assert plain(picture.alt) == (
        "As a place of learning, the library is somewhere between Developing and Established. "
        "All staff: the chance of each level, and the index from 0 to 100. 9 of 12 answered. "
        "Absent: as good as none. Emerging: under 1 in 20. Developing: about 3 in 10. Established: about 6 in 10. "
        "Embedded: under 1 in 20. Index 58, likely 48 to 68."
    )


def test_maturity__chances__fill_their_boxes(make: Callable[..., Released], english: Words) -> None:
    drawn = boxes(figures.draw_maturity(make(40), english))
    grounds, fills = drawn[0::2], drawn[1::2]
    parts = [fill.get_height() / ground.get_height() for ground, fill in zip(grounds, fills, strict=True)]
    assert parts == pytest.approx([0.0, 0.02, 0.34, 0.60, 0.04])
    assert [to_hex(fill.get_facecolor()).upper() == palette.BLUE for fill in fills] == [False, False, True, True, False]


def test_maturity__index__stands_on_the_axis_of_the_boxes(make: Callable[..., Released], english: Words) -> None:
    picture = figures.draw_maturity(make(40), english)
    drawn = boxes(picture)[0::2]
    left, right = drawn[0].get_x(), drawn[-1].get_x() + drawn[-1].get_width()
    [dot] = marks(picture, "o")
    assert (dot.get_xdata()[0] - left) / (right - left) == pytest.approx(0.58, abs=0.003)


def test_maturity__everybody_answered__has_no_range(make: Callable[..., Released], english: Words) -> None:
    picture = figures.draw_maturity(make(12, 12), english)
    assert picture.title == "As a place of learning, the library is most likely Developing"
    assert picture.alt.endswith(
        "Developing: as good as certain. Established: as good as none. Embedded: as good as none. Index 58."
    )


@pytest.mark.parametrize("draw", [figures.draw_dumbbell, figures.draw_maturity])
def test_group__withheld__is_a_page_that_says_why_and_what_next(
    draw: Callable[..., Picture], make: Callable[..., Released], english: Words
) -> None:
    picture = draw(make(12), english, "role", "supervisor")
    assert picture.alt == (
        "Supervisor or team lead: nothing can be shown, because fewer than 5 people answered. "
        "That protects the people who answered. Talk about the questions together, or wait for more answers."
    )
    assert [box.get_hatch() for box in boxes(picture) if box.get_hatch()] == [WITHHELD_HATCHING]
    assert "fewer than 5" in told(picture)


def test_subtitle__roster_not_known__says_so(make: Callable[..., Released], english: Words) -> None:
    picture = figures.draw_maturity(make(40, roster_known=False), english)
    assert "30 people answered; how many there are is not known." in picture.alt


@pytest.mark.parametrize(
    ("cohort", "title"),
    [
        ("role", "Seen most: “Variety”; seen least: “Purpose”"),
        ("tenure", "Seen most: “Variety”; seen least: “Purpose”; no group clearly differs from another"),
    ],
)
def test_heat__one_group_or_several__says_only_of_several_that_none_differs(
    cohort: str, title: str, twenty: Released, english: Words
) -> None:
    changed = change(twenty.marks, {"quality": "variety", "mark": "exists"}, 15, 15)
    changed = change(changed, {"quality": "purpose", "mark": "exists"}, 3, 3)
    groups = changed[(changed["cohort"] == "all") & (changed["quality"] != "none")]
    respondents = twenty.respondents.copy()
    shown = respondents["value"].isin(["public_services", "under_2_years", "2_to_5_years"])
    respondents.loc[respondents["cohort"].ne("all"), ["withheld", "reason"]] = [True, "few"]
    respondents.loc[shown, ["withheld", "reason", "n"]] = [False, "", 20]
    rows = [groups.assign(cohort=c, value=v) for c, v in respondents.loc[shown, ["cohort", "value"]].to_numpy()]
    released = replace(twenty, marks=pd.concat([groups, *rows], ignore_index=True), respondents=respondents)
    assert figures.draw_heat(released, english, cohort).title == title
