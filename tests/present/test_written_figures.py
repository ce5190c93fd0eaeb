"""Themes, goals, the timeline: bars as long as their counts, titles that claim what is clear, a threshold of ten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.disclosure.followed import Followed
from analysis.disclosure.released import Released
from analysis.errors import ProtectionError, ToolkitError
from analysis.guide import GOAL_KINDS, Words
from analysis.present import palette
from analysis.present.figures import (
    draw_goal_waves,
    draw_goals,
    draw_theme_heat,
    draw_themes,
    draw_timeline,
)
from analysis.present.figures.picture import Picture
from figure_texts import colliding, overflowing
from waves_made import make_followed
from written_made import counted, without_written

TODAY = date(2026, 7, 1)
EVERYBODY = {"cohort": "all", "value": "all"}
UNTOLD = "What people wrote about cannot be told, because fewer than 10 people wrote something that has been read"
DRAWINGS = {
    "one": lambda released, words, **options: draw_themes(released, words, "tour_customs", **options),
    "pair": lambda released, words, **options: draw_themes(released, words, "tour_change", **options),
    "heat": lambda released, words, **options: draw_theme_heat(released, words, "tour_change", "unit", **options),
    "goals": lambda released, words, **options: draw_goals(released, words, "goal_team", "unit", **options),
}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def bars(picture: Picture, color: str) -> list[float]:
    """The lengths of the full bars of a color, the sign of the legend among them."""
    found = [one for one in picture.figure.artists if isinstance(one, Rectangle) and not one.get_hatch()]
    return [one.get_width() for one in found if to_hex(one.get_facecolor()).upper() == color]


def themed(released: Released, item: str, counts: dict[str, int], n: int = 20) -> Released:
    """The same where everybody wrote, and so many about each theme of a question; nobody about the others."""
    for theme in released.themes.loc[released.themes["item"] == item, "theme"].unique():
        count = counts.get(theme, 0)
        released = counted(released, "themes", EVERYBODY | {"item": item, "theme": theme}, count, count, n)
    return released


def aimed(released: Released, *counts: int) -> Released:
    """The same with so many goals of each kind."""
    for kind, count in zip(GOAL_KINDS, counts, strict=True):
        where = EVERYBODY | {"item": "goal_team", "goal": kind}
        released = counted(released, "goals", where, count, count, sum(counts))
    return released


def planned(released: Released, *steps: tuple[str, str, str, str]) -> Released:
    columns = ["step", "owner", "due", "status"]
    return replace(released, actions=pd.DataFrame(list(steps), columns=columns).assign(target="", expected_shift=None))


def waved(*mixes: tuple[int, int, int], moved: str = "") -> Followed:
    """Waves with so many goals of each kind, of thirty people; learning goals moved into the last one."""
    followed = make_followed(40, len(mixes))
    blank = {"withheld": False, "reason": "", "confidence": 0.95, "question": "", "method": "", "note": ""}
    rows = [
        {"item": "goal_team", "goal": kind, "wave": wave, "n": 30, "count_low": count, "count_high": count, **blank}
        for wave, mix in zip(followed.waves, mixes, strict=True)
        for kind, count in zip(GOAL_KINDS, mix, strict=True)
    ]
    goals = pd.DataFrame(rows).assign(low=float("nan"), high=float("nan"), share=float("nan"))
    steps = [
        {"item": "goal_team", "goal": kind, "before": before, "after": after, "n_before": 30, "n_after": 30, **blank}
        | {"change": 20.0, "change_low": 20.0, "change_high": 20.0, "low": 2.0, "high": 38.0, "smallest": 36.0}
        | {"moved": moved if kind == "learning" else ""}
        for before, after in zip(followed.waves[:-1], followed.waves[1:], strict=True)
        for kind in GOAL_KINDS
    ]
    return replace(followed, goals=goals, goal_steps=pd.DataFrame(steps) if steps else followed.goal_steps)


@pytest.mark.parametrize(("most", "title"), [(13, "Written about most: “Time to learn”"), (1, "No clear finding")])
def test_themes__one_question__names_what_is_clearly_most(
    most: int, title: str, make: Callable[..., Released], english: Words
) -> None:
    released = themed(make(40), "tour_customs", {"time": most, "leaders": 1})
    picture = draw_themes(released, english, "tour_customs")
    assert picture.title.startswith(title)
    assert f"Time to learn: {most} of 20 (of all: {most} of 20)." in plain(picture.alt)


def test_themes__bars__are_as_long_as_their_counts(make: Callable[..., Released], english: Words) -> None:
    released = themed(make(40), "tour_customs", {"time": 12, "leaders": 6, "belonging": 3})
    longest, second, third = sorted(bars(draw_themes(released, english, "tour_customs"), palette.BLUE), reverse=True)
    assert longest == pytest.approx(2 * second)
    assert second == pytest.approx(2 * third)


@pytest.mark.parametrize(("keep", "is_clear"), [(9, False), (10, True), (11, True)])
def test_themes__keep_and_change__claim_what_is_ten_points_apart(
    keep: int, is_clear: bool, make: Callable[..., Released], english: Words
) -> None:
    released = themed(themed(make(40), "tour_keep", {"time": keep}), "tour_change", {"time": 8})
    title = "To be kept rather than changed: “Time to learn”"
    unclear = "No clear finding: no theme is clearly more to be kept, or more to be changed"
    for item in ("tour_keep", "tour_change"):
        assert draw_themes(released, english, item).title == (title if is_clear else unclear)


def test_themes__fewer_than_ten_wrote__name_the_threshold_of_texts(
    make: Callable[..., Released], english: Words
) -> None:
    for draw in DRAWINGS.values():
        assert draw(make(12), english).title == UNTOLD


def test_themes__question_not_read__is_refused_with_those_that_are(
    make: Callable[..., Released], english: Words
) -> None:
    with pytest.raises(ToolkitError) as refusal:
        draw_themes(make(40), english, "tour_currency")
    assert str(refusal.value) == (
        "The answers to this question have not been coded.\n- item: found 'tour_currency'; allowed: tour_customs, "
        "tour_keep, tour_change. Choose one of these, or code the answers to this one first."
    )
    with pytest.raises(ToolkitError, match="allowed: none yet"):
        draw_themes(without_written(make(40)), english, "tour_keep")


def test_heat__difference_beyond_chance__is_marked_and_titled(make: Callable[..., Released], english: Words) -> None:
    picture = draw_theme_heat(make(400), english, "tour_change", "unit")
    assert picture.title == "“Time to learn” is written about more, or less, in “Main library” than elsewhere"
    diamonds = [one for one in picture.figure.artists if isinstance(one, Line2D) and one.get_marker() == "D"]
    assert len(diamonds) == 2
    assert plain(picture.alt).count("(differs from the rest by more than chance)") == 1


def test_heat__small_groups__are_hatched_with_the_threshold_of_texts(
    make: Callable[..., Released], english: Words
) -> None:
    picture = draw_theme_heat(make(40), english, "tour_change", "unit")
    assert plain(picture.alt).count("not shown, fewer than 10.") == 5


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ((4, 4, 12), "More goals are about learning than about performing"),
        ((12, 4, 4), "More goals are about performing than about learning"),
        ((8, 3, 9), "No clear finding: goals about performing and about learning cannot be told apart in number"),
    ],
)
def test_goals__mix__is_titled_only_where_clear(
    counts: tuple[int, int, int], title: str, make: Callable[..., Released], english: Words
) -> None:
    picture = draw_goals(aimed(make(40), *counts), english, "goal_team")
    assert picture.title == title
    told = [f"{count} of 20 (of all: {count} of 20)" for count in counts]
    row = f"All staff, 20 goals read: {told[0]} performance goals, {told[1]} both, {told[2]} learning goals."
    assert row in plain(picture.alt)


def test_goals__bar__is_parted_at_the_counts(make: Callable[..., Released], english: Words) -> None:
    picture = draw_goals(aimed(make(40), 10, 5, 5), english, "goal_team")
    performance, learning = (max(bars(picture, color)) for color in (palette.ORANGE, palette.BLUE))
    assert performance == pytest.approx(2 * learning)
    assert performance + learning + max(bars(picture, palette.DIVERGING[2])) == pytest.approx(2 * performance)


@pytest.mark.parametrize(
    ("followed", "title"),
    [
        (waved((15, 5, 10), (9, 5, 16), moved="up"), "Since 2025: more learning goals"),
        (waved((9, 5, 16), (15, 5, 10), moved="down"), "Since 2025: fewer learning goals"),
        (
            waved((15, 5, 10), (14, 5, 11)),
            "No clear change: the kinds of goals are much as in 2025, as far as these answers tell",
        ),
        (waved((15, 5, 10)), "Which kinds of goals there are, in the one wave that has been read"),
    ],
)
def test_goal_waves__moved_or_not__is_titled_so(followed: Followed, title: str, english: Words) -> None:
    picture = draw_goal_waves(followed, english, "goal_team")
    assert picture.title == title
    assert f"{followed.waves[-1]}, 30 goals read:" in picture.alt


@pytest.mark.slow
@pytest.mark.parametrize("width", ["page", "narrow"])
@pytest.mark.parametrize("language", ["english", "spanish"])
@pytest.mark.parametrize("heads", [3, 12, 40, 400])
@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_texts__any_library_language_and_width__neither_collide_nor_overflow(
    draw: Callable[..., Picture],
    heads: int,
    language: str,
    width: str,
    make: Callable[..., Released],
    request: pytest.FixtureRequest,
) -> None:
    picture = draw(make(heads), request.getfixturevalue(language), width=width)
    assert colliding(picture) == []
    assert overflowing(picture) == []


@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_withheld_rows__filled_with_secrets__draw_the_same(
    draw: Callable[..., Picture],
    make: Callable[..., Released],
    poison: Callable[[Released], Released],
    english: Words,
) -> None:
    for heads in (12, 40):
        assert draw(poison(make(heads)), english).alt == draw(make(heads), english).alt


@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_figures__anything_but_released__are_refused(draw: Callable[..., Picture], english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only released results can be shown\.\n"):
        draw([1, 0, 1], english)


@pytest.mark.parametrize(("due", "is_overdue"), [("2026-06-30", True), ("2026-07-01", False), ("2026-07-02", False)])
def test_timeline__day_before_today__is_overdue_unless_done(
    due: str, is_overdue: bool, make: Callable[..., Released], english: Words
) -> None:
    released = planned(make(40), ("Ask first", "Everybody", due, "started"), ("Rest", "All", "2026-01-01", "done"))
    picture = draw_timeline(released, english, TODAY)
    fine = "The plan: nothing is overdue, and each step has somebody who takes it"
    assert picture.title == ("1 of 2 steps should have been done by now" if is_overdue else fine)
    state = "overdue" if is_overdue else "open"
    assert f"Ask first (Everybody; {due}): {state}." in picture.alt


def test_timeline__unowned_undated_and_dropped__are_said_or_left_out(
    make: Callable[..., Released], english: Words
) -> None:
    steps = (("Ask first", "", "", "proposed"), ("Never mind", "All", "2026-01-01", "dropped"))
    picture = draw_timeline(planned(make(40), *steps), english, TODAY)
    assert picture.title == "1 of 1 steps have nobody who takes them"
    assert "Ask first (nobody yet; no date yet): open." in picture.alt
    assert "Never mind" not in picture.alt
    assert draw_timeline(planned(make(40)), english, TODAY).title == "There is no plan yet"


@pytest.mark.parametrize("width", ["page", "narrow"])
def test_timeline__hostile_and_many__neither_collide_nor_overflow(
    width: str, make: Callable[..., Released], english: Words
) -> None:
    steps = [("<b>x</b>" * 40, "nobody" * 30, f"2026-{month:02d}-01", "planned") for month in range(1, 13)] * 2
    picture = draw_timeline(planned(make(40), *steps), english, TODAY, width=width)
    assert colliding(picture) == []
    assert overflowing(picture) == []
    assert "The first 20 of 24 steps are drawn. The table has them all." in picture.alt
