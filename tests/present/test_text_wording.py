"""Wording and tables of texts, goals and graded steps: thresholds of ten, and no claim where nothing is clear."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from analysis.disclosure.followed import Followed
from analysis.disclosure.released import Released
from analysis.errors import ProtectionError
from analysis.guide import Words
from analysis.present.html import HtmlTable
from analysis.present.tables_plan import table_actions, table_goal_steps, table_goal_waves, table_graded
from analysis.present.tables_texts import (
    table_coding,
    table_goals,
    table_theme_differences,
    table_theme_groups,
    table_themes,
)
from analysis.present.wording import (
    say_agreement,
    say_goal_change,
    say_goals,
    say_graded,
    say_keep_and_change,
    say_rewording,
    say_theme_differences,
    say_themes,
)
from waves_made import make_followed
from written_made import counted, without_written

EVERYBODY = {"cohort": "all", "value": "all"}
UNWRITTEN = "fewer than 10 people wrote something that has been read"
TEAM = "“What would you like your team to get better at together?”"
LIMITS = (
    "Much else happens between two waves. That a step made the change, no number here can say; ask those who were part "
    "of it."
)


def plain(said: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text.replace("\u00a0", " ") for text in said)


def rows(table: HtmlTable) -> list[tuple[str, ...]]:
    found = table.frame.itertuples(index=False, name=None)
    return [plain(tuple(str(text) for text in row)) for row in found]


def themed(released: Released, item: str, counts: dict[str, int], n: int = 20) -> Released:
    for theme in released.themes.loc[released.themes["item"] == item, "theme"].unique():
        where = EVERYBODY | {"item": item, "theme": theme}
        released = counted(released, "themes", where, counts.get(theme, 0), counts.get(theme, 0), n)
    return released


def followed_goals(moved: str, withheld: bool = False) -> Followed:
    followed = make_followed(40)
    shared = {"item": "goal_team", "withheld": withheld, "reason": "few" if withheld else ""}
    goals = [
        shared | {"goal": kind, "wave": wave, "n": 30, "count_low": 10, "count_high": 10, "low": 0.2, "high": 0.5}
        for wave in followed.waves
        for kind in ("performance", "mixed", "learning")
    ]
    told = {"change": 20.4, "change_low": 20.4, "change_high": 20.4, "low": 2.0, "high": 38.0, "smallest": 36.0}
    steps = [
        shared
        | told
        | {"goal": kind, "before": "2025", "after": "2026", "n_before": 30, "n_after": 30}
        | {"moved": moved if kind == "learning" else ""}
        for kind in ("performance", "mixed", "learning")
    ]
    return replace(followed, goals=pd.DataFrame(goals), goal_steps=pd.DataFrame(steps))


def graded(verdict: str = "moved", **columns: object) -> Followed:
    row = {"before": "2025", "after": "2026", "action_id": "a1", "step": "Ask first", "owner": "All", "due": ""}
    row |= {"status": "done", "target": "agency", "kind": "quality", "n_before": 28, "n_after": 30, "withheld": False}
    row |= {"reason": "", "expected": 15.0, "effect": 16.4, "low": -3.2, "high": 36.0, "smallest": 28.6}
    return replace(make_followed(40), graded=pd.DataFrame([row | {"verdict": verdict} | columns]))


@pytest.mark.parametrize(
    ("verdict", "sentence"),
    [
        (
            "moved",
            "“Ask first” aims at “Say in learning”. Since 2025 that has moved further than the rest (+16 points, "
            "likely −3 to +36). That is more than chance.",
        ),
        (
            "not_shown",
            "“Ask first” aims at “Say in learning”. That it moved further than the rest since 2025 did not show (+16 "
            "points, likely −3 to +36); a difference of 29 points would most likely have shown.",
        ),
        (
            "cannot_tell",
            "“Ask first” aims at “Say in learning”. Whether that moved further than the rest since 2025 cannot be told "
            "(+16 points, likely −3 to +36); with these answers a difference has to be about 29 points large to show.",
        ),
    ],
)
def test_graded__each_verdict__is_said_with_its_numbers(verdict: str, sentence: str, english: Words) -> None:
    assert plain(say_graded(graded(verdict), english)) == (sentence, LIMITS)


def test_graded__no_target_and_hidden__say_why(english: Words) -> None:
    blank = {"withheld": True, "effect": None, "low": None, "high": None, "smallest": None, "n_before": None}
    without = graded("cannot_tell", **blank, reason="no_target", target="", kind="", expected=None)
    assert say_graded(without, english) == (
        "“Ask first” aims at nothing that is counted, so what became of it cannot be told from answers.",
    )
    assert rows(table_graded(without, english)) == [
        ("Ask first", "nothing named", "2025 to 2026", "it aims at nothing that is counted", "not said")
        + ("it aims at nothing that is counted",) * 4
    ]
    hidden = graded("cannot_tell", **blank, reason="few")
    assert say_graded(hidden, english) == (
        "“Ask first” aims at “Say in learning”. Whether that moved cannot be told, because fewer than 5 people "
        "answered.",
    )


def test_graded_table__row__holds_the_same_numbers(english: Words) -> None:
    assert rows(table_graded(graded(), english)) == [
        (
            *("Ask first", "Say in learning", "2025 to 2026", "28, then 30", "+15", "+16", "−3 to +36", "29 points"),
            "moved further than the rest",
        )
    ]


@pytest.mark.parametrize(
    ("followed", "sentence"),
    [
        (
            followed_goals("up"),
            f"{TEAM} There are more learning goals than in 2025 (+20 points, likely +2 to +38). That is more than "
            "chance.",
        ),
        (
            followed_goals(""),
            f"{TEAM} No kind of goal has become more or less common since 2025 by more than chance. A change has to be "
            "about 36 points large to show.",
        ),
        (
            followed_goals("", withheld=True),
            f"{TEAM} Whether the kinds of goals have changed since 2025 cannot be told, because {UNWRITTEN}.",
        ),
        (
            make_followed(40),
            "Whether the kinds of goals have changed cannot be told: no goals of an earlier wave have been read.",
        ),
    ],
)
def test_goal_change__moved_unmoved_hidden_unread__are_told_apart(
    followed: Followed, sentence: str, english: Words
) -> None:
    assert plain(say_goal_change(followed, english)) == (sentence,)


def test_goal_tables__waves_and_steps__tell_counts_and_change(english: Words) -> None:
    assert rows(table_goal_waves(followed_goals("up"), english, "goal_team"))[2] == (
        *("learning goals", "10 of 30", "10 of 30"),
    )
    assert rows(table_goal_steps(followed_goals("up"), english, "goal_team"))[2] == (
        *("learning goals", "2025 to 2026", "30, then 30", "+20", "+2 to +38", "36 points", "more, beyond chance"),
    )


def test_themes__most_unclear_and_hidden__are_told_apart(make: Callable[..., Released], english: Words) -> None:
    question = "“What should we keep just as it is?”"
    clear = themed(make(40), "tour_keep", {"time": 13, "leaders": 2})
    assert plain(say_themes(clear, english))[1] == (
        f"{question} Of 20 people whose answer has been read, more wrote about “Time to learn” than about anything "
        "else: 13 of your 20 staff."
    )
    level = themed(make(40), "tour_keep", {"time": 1})
    assert say_themes(level, english)[1] == (
        f"{question} Of 20 people whose answer has been read, no theme was written about clearly more than the others."
    )
    assert (
        say_themes(make(12), english)[1] == f"{question} What people wrote about cannot be told, because {UNWRITTEN}."
    )
    unread = without_written(make(40))
    assert say_themes(unread, english) == ("No written answers have been read for their themes yet.",)


@pytest.mark.parametrize(("change", "is_clear"), [(9, False), (10, True), (11, True)])
def test_keep_and_change__ten_points_apart__are_claimed(
    change: int, is_clear: bool, make: Callable[..., Released], english: Words
) -> None:
    released = themed(themed(make(40), "tour_keep", {"time": 8}), "tour_change", {"time": change})
    said = say_keep_and_change(released, english)
    clear = "More people would change than keep: “Time to learn”."
    assert said[0] == (clear if is_clear else "No theme is clearly more to be kept, or more to be changed.")
    both = "Written about in both, and in neither clearly more: “Time to learn”."
    assert any(text.startswith(both) for text in said) is not is_clear


def test_keep_and_change__few_or_unread__say_why(make: Callable[..., Released], english: Words) -> None:
    assert say_keep_and_change(make(12), english) == (
        f"What people would keep and what they would change cannot be told, because {UNWRITTEN}.",
    )
    assert say_keep_and_change(without_written(make(40)), english) == (
        "What people would keep and what they would change has not been read yet.",
    )


def test_theme_differences__planted__is_said_and_nothing_else(make: Callable[..., Released], english: Words) -> None:
    limits = "What a group writes about says nothing about any one person in it."
    assert say_theme_differences(make(400), english) == (
        "“Main library” writes about “Time to learn” more often than all others do (“What should we change?”). That is "
        "more than chance.",
        limits,
    )
    told = [
        row
        for row in rows(table_theme_differences(make(400), english, "unit"))
        if row[-1] != "cannot be told from chance"
    ]
    assert told == [
        (
            *("Main library", "What should we change?", "Time to learn", "72", "108", "+30", "+10 to +50"),
            "more than the others",
        )
    ]
    assert say_theme_differences(make(12), english) == (
        "Which groups write about what cannot be compared, because too few people of any group have written.",
    )


@pytest.mark.parametrize(("p", "is_told"), [(0.049, True), (0.05, False), (0.051, False)])
def test_theme_differences__just_at_chance__are_not_claimed(
    p: float, is_told: bool, make: Callable[..., Released], english: Words
) -> None:
    released = make(400)
    table = released.theme_differences.assign(p_adjusted=lambda frame: frame["p_adjusted"].clip(lower=p))
    said = say_theme_differences(replace(released, theme_differences=table), english)
    unclear = "No group writes about a theme more or less often than all others do by more than chance."
    assert (said[0] != unclear) is is_told


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ((4, 4, 12), "More of them are about learning than about performing."),
        ((12, 4, 4), "More of them are about performing than about learning."),
        ((8, 3, 9), "Whether more of them are about learning or about performing cannot be told."),
    ],
)
def test_goals__mix__is_told_with_what_is_clear(
    counts: tuple[int, int, int], sentence: str, make: Callable[..., Released], english: Words
) -> None:
    released = make(40)
    for kind, count in zip(("performance", "mixed", "learning"), counts, strict=True):
        released = counted(released, "goals", EVERYBODY | {"item": "goal_team", "goal": kind}, count, count, 20)
    told = plain(say_goals(released, english))
    mix = "Performance goals: {} of 20; both: {} of 20; learning goals: {} of 20.".format(*counts)
    assert told[told.index(f"{TEAM} {mix}") + 1] == sentence


@pytest.mark.parametrize(
    ("coders", "agreement", "words_of"),
    [
        (1, "", "One person has read these answers. That another would find the same is not known."),
        (2, "good", "Two people have read these answers, and agree well on what they are about."),
        (
            2,
            "",
            "Two people have read these answers. How far they agree cannot be told, because they have read too few "
            "in common.",
        ),
    ],
)
def test_agreement__readers__is_said_in_words(
    coders: int, agreement: str, words_of: str, make: Callable[..., Released], english: Words
) -> None:
    items = make(40).text_items.assign(coders=0, agreement="")
    items.loc[items["item"] == "tour_keep", ["coders", "agreement"]] = [coders, agreement]
    said = say_agreement(replace(make(40), text_items=items), english)
    assert said[0] == f"“What should we keep just as it is?” {words_of}"
    assert (len(said) == 2) is bool(agreement)


def test_tables__any_library__have_a_text_in_every_cell(make: Callable[..., Released], spanish: Words) -> None:
    for heads in (3, 12, 40, 400):
        released = make(heads)
        tables = [table_coding(released, spanish), table_goals(released, spanish, "goal_team", "unit")]
        tables += [table_themes(released, spanish, "tour_keep")]
        tables += [table_theme_groups(released, spanish, "tour_keep", "unit")]
        tables += [table_theme_differences(released, spanish, "role")]
        cells = [text for table in tables for row in rows(table) for text in row]
        assert [text for text in cells if not text or "{" in text or "nan" in text.lower().split()] == []


def test_coding_table__hidden__names_the_threshold_of_texts(make: Callable[..., Released], english: Words) -> None:
    assert {row[1:3] for row in rows(table_coding(make(12), english))} == {("fewer than 10",) * 2}


def test_actions_table__row__fills_what_is_missing_and_orders_by_day(
    make: Callable[..., Released], english: Words
) -> None:
    columns = ["step", "owner", "due", "status", "target", "expected_shift"]
    plan = [("Ask", "", "", "proposed", "", None), ("<b>Rest</b>", "All", "2026-05-01", "started", "agency", 0.2)]
    table = table_actions(replace(make(40), actions=pd.DataFrame(plan, columns=columns)), english)
    assert rows(table) == [
        ("<b>Rest</b>", "All", "2026-05-01", "started", "Say in learning", "+20"),
        ("Ask", "nobody yet", "no date yet", "proposed", "nothing named", "not said"),
    ]
    assert "<b>" not in table.html


def test_rewording__prompts__are_questions_between_lead_and_example(english: Words) -> None:
    lead, *prompts, example = say_rewording(english)
    assert lead.endswith("These questions help:")
    assert all(prompt.endswith("?") for prompt in prompts)
    assert len(prompts) == 5
    assert "becomes" in example


@pytest.mark.parametrize("show", [say_themes, say_keep_and_change, say_goals, say_agreement, say_theme_differences])
def test_say__anything_but_released__is_refused(show: Callable[..., object], english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only released results can be shown\.\n"):
        show([1, 0, 1], english)
