"""Tables of waves: the numbers behind lines, flows and plans, told no more exactly than they are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from analysis.disclosure.followed import Followed
from analysis.errors import ProtectionError
from analysis.guide import Words
from analysis.present.html import HtmlTable
from analysis.present.tables_waves import (
    table_ahead,
    table_levels,
    table_paired,
    table_plans,
    table_steps,
    table_targets,
)
from waves_made import changed, hidden, make_followed, poisoned

TABLES = (table_levels, table_steps, table_paired, table_plans, table_targets, table_ahead)
UNTOLD = "hidden to protect others"
CHANCE = "cannot be told from chance"


def plain(table: HtmlTable) -> list[tuple[str, ...]]:
    rows = table.frame.itertuples(index=False, name=None)
    return [tuple(str(text).replace("\u00a0", " ") for text in row) for row in rows]


def ends(low: float, high: float, name: str) -> dict[str, float]:
    """The columns of a value or a change, exact where both ends are the same."""
    return {name: low if low == high else np.nan, f"{name}_low": low, f"{name}_high": high}


@pytest.mark.parametrize("make_table", TABLES)
def test_table__anything_but_followed__is_refused(make_table: Callable[..., HtmlTable], english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only what was followed over released waves can be shown\.\n"):
        make_table([1, 0, 1], english)


@pytest.mark.parametrize("language", ["english", "spanish"])
@pytest.mark.parametrize(("heads", "waves"), [(6, 2), (12, 1), (12, 3), (40, 5), (400, 2)])
@pytest.mark.parametrize("make_table", TABLES)
def test_table__any_library__has_a_text_in_every_cell(
    make_table: Callable[..., HtmlTable], heads: int, waves: int, language: str, request: pytest.FixtureRequest
) -> None:
    table = make_table(make_followed(heads, waves), request.getfixturevalue(language))
    assert len(set(table.frame.columns)) == len(table.frame.columns)
    cells = [text for row in plain(table) for text in row]
    assert [text for text in cells if not text or "nan" in text.lower().split() or "{" in text] == []


def test_levels__exact_range_and_hidden__are_told_with_the_likely_range_and_answers(english: Words) -> None:
    followed = changed(
        make_followed(40),
        "levels",
        {"measure": "purpose", "wave": "2025"},
        n=30,
        **ends(50, 50, "value"),
        low=40,
        high=60,
    )
    told = ends(0, 100 * 2 / 30, "value")
    followed = changed(followed, "levels", {"measure": "purpose", "wave": "2026"}, n=30, **told, low=0, high=10)
    followed = hidden(followed, "complement", measure="agency", wave="2026")
    table = table_levels(followed, english)
    assert table.caption == "Who sees each quality, wave by wave"
    assert list(table.frame.columns) == ["What", "2025", "2026"]
    rows = {row[0]: row[1:] for row in plain(table)}
    assert rows["Purpose"] == (
        "15 of 30 (of all, likely: 16 to 24 of 40); 30 answered",
        "2 or fewer of 30 (of all, likely: 0 to 4 of 40); 30 answered",
    )
    assert rows["Say in learning"][1] == UNTOLD


def test_levels__averages__are_numbers_from_0_to_100(english: Words) -> None:
    followed = changed(
        make_followed(40), "levels", {"measure": "criticism"}, n=30, **ends(36, 39, "value"), low=30.2, high=44.4
    )
    row = plain(table_levels(followed, english, "situation"))[2]
    assert row == ("Criticism", *["36 to 39 (of all, likely: 30 to 44); 30 answered"] * 2)
    exact = changed(followed, "levels", {"measure": "criticism"}, **ends(36, 36, "value"), low=np.nan, high=np.nan)
    assert plain(table_levels(exact, english, "situation"))[2][1] == "36 (of all, likely: not known); 30 answered"


def test_steps__exact_range_and_hidden__say_change_and_how_sure(english: Words) -> None:
    followed = make_followed(40)
    where = {"measure": "purpose"}
    shared = {"n_before": 28, "n_after": 30, "low": -2.4, "high": 25.6, "smallest": 33.3}
    followed = changed(followed, "steps", where, **shared, **ends(12.2, 12.2, "change"), moved="up")
    unknown = {"smallest": np.nan, "moved": "", "low": np.nan, "high": np.nan}
    followed = changed(
        followed, "steps", {"measure": "agency"}, n_before=28, n_after=30, **ends(-5, 3, "change"), **unknown
    )
    followed = hidden(followed, "complement", measure="variety")
    table = table_steps(followed, english)
    assert table.caption == "How many more or fewer see each quality"
    assert list(table.frame.columns) == [
        *("What", "Waves", "Answers", "Change in points", "Likely range", "More than chance?"),
        "Smallest change that could show",
    ]
    assert plain(table)[:3] == [
        ("Purpose", "2025 to 2026", "28, then 30", "+12", "−2 to +26", "up, more than chance", "33 points"),
        ("Say in learning", "2025 to 2026", "28, then 30", "−5 to +3", "not known", CHANCE, "not known"),
        ("Variety", "2025 to 2026", *[UNTOLD] * 5),
    ]


def test_paired__flows__are_counts_of_the_people_who_answered_twice(english: Words) -> None:
    followed = make_followed(40)
    counts = {"lost": (0, 2), "kept": (6, 6), "gained": (9, 9), "never": (4, 6)}
    told = {f"{part}_{end}": pair[at] for part, pair in counts.items() for at, end in enumerate(("low", "high"))}
    where = {"quality": "purpose"}
    followed = changed(followed, "paired", where, n=21, **told, change=np.nan, low=11.0, high=52.0, moved="up")
    table = table_paired(hidden(followed, "complement", quality="agency"), english)
    assert table.caption == "What the same people saw, 2025 to 2026"
    people = ("21", "0 to 2", "6", "9", "4 to 6", "+33 to +43", "+11 to +52", "up, more than chance")
    assert plain(table)[:2] == [("Purpose", *people), ("Say in learning", *[UNTOLD] * 8)]


def test_paired__nobody_linked__is_empty_and_says_so(english: Words) -> None:
    table = table_paired(make_followed(40, 1), english)
    assert table.caption == "What the same people saw: nobody is linked"
    assert plain(table) == []


def test_plans__graded_and_hidden__say_effect_and_verdict(english: Words) -> None:
    followed = make_followed(40, 3)
    told = {"effect": 16.4, "low": -3.2, "high": 36.0, "smallest": 28.6, "sets_as_large": 0.048, "expected": np.nan}
    followed = changed(followed, "plans", {"after": "2026"}, **told, verdict="cannot_tell")
    followed = changed(followed, "plans", {"after": "2025"}, sets_as_large=np.nan, verdict="moved", effect=20.0)
    table = table_plans(followed, english)
    targets = "“Say in learning” and “Development goals”"
    assert plain(table)[1] == (
        *(targets, "2025 to 2026", "30, then 30", "not said", "+16", "−3 to +36", "29 points", "5 in 100"),
        "cannot be told",
    )
    assert plain(table)[0][-2:] == ("one alone: nothing to compare", "moved further than the rest")
    few = "fewer than 5"
    assert plain(table_plans(make_followed(6), english)) == [(targets, "2025 to 2026", few, "+15", *[few] * 5)]


def test_targets__start__stands_beside_where_it_is_drawn_to(english: Words) -> None:
    where = {"measure": "agency"}
    followed = changed(make_followed(40), "targets", where, value_before=30.2, shrunk_before=36.6, value_after=np.nan)
    table = table_targets(followed, english)
    assert list(table.frame.columns)[2:] == ["Stood at about", "Drawn towards the average of all", "Stands at about"]
    assert plain(table)[0] == ("Say in learning", "2025 to 2026", "30", "37", "not known")


def test_ahead__both_ways__stand_beside_each_other(english: Words) -> None:
    followed = changed(make_followed(40), "ahead", {"way": "linked", "answers": 10}, smallest=np.nan)
    followed = changed(followed, "ahead", {"answers": 20, "way": "unlinked"}, smallest=1.2)
    table = table_ahead(followed, english)
    assert plain(table)[:3] == [
        ("5", "88 points", "68 points"),
        ("10", "62 points", "not known"),
        ("20", "1 point", "34 points"),
    ]


@pytest.mark.parametrize("make_table", TABLES)
def test_withheld_rows__filled_with_secrets__show_the_same(
    make_table: Callable[..., HtmlTable], english: Words
) -> None:
    for followed in (
        make_followed(6),
        make_followed(12, 3),
        hidden(make_followed(40)),
        hidden(make_followed(40), quality="agency"),
    ):
        shown = make_table(poisoned(followed), english).html
        assert shown == make_table(followed, english).html
        assert "777" not in shown


@pytest.mark.parametrize("make_table", [table_levels, table_steps, table_paired, table_targets])
def test_html__hostile_names__are_escaped(make_table: Callable[..., HtmlTable], english: Words) -> None:
    hostile = replace(english, entries={**english.entries, "guide.quality.agency.name": "<script>x</script>"})
    html = make_table(named(make_followed(40), "<b>26</b>"), hostile).html
    assert "<script>" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html
    assert "<b>" not in html


def named(followed: Followed, wave: str) -> Followed:
    """The same with another name for its last wave."""
    frames = {
        name: getattr(followed, name).replace(followed.waves[-1], wave)
        for name in ("levels", "steps", "paired", "plans", "targets")
    }
    return replace(followed, waves=(*followed.waves[:-1], wave), **frames)
