"""Tables: the same protected numbers as the figures, in a table that can be heard as well as seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.released import Released
from analysis.errors import ProtectionError
from analysis.guide import Words
from analysis.present import tables
from analysis.present.html import HtmlTable

TABLES: dict[str, Callable[..., HtmlTable]] = {
    "respondents": tables.table_respondents,
    "marks": tables.table_marks,
    "four_cells": tables.table_four_cells,
    "heat": lambda released, words: tables.table_heat(released, words, "role"),
    "bands": lambda released, words: tables.table_bands(released, words, "role", "setback"),
    "maturity": tables.table_maturity,
    "priority": tables.table_priority,
    "gaps": tables.table_gaps,
}

TO_52 = "to 52 points more leaders"
TO_10 = "to 10 points more leaders"
UNCLEAR = "cannot be told from chance"


class Cells(HTMLParser):
    """The tags of a table with their attributes, and its texts."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))


def plain(table: HtmlTable) -> list[tuple[str, ...]]:
    rows = table.frame.itertuples(index=False, name=None)
    return [tuple(str(text).replace("\u00a0", " ") for text in row) for row in rows]


@pytest.mark.parametrize("make_table", TABLES.values(), ids=TABLES)
def test_table__anything_but_released__is_refused(make_table: Callable[..., HtmlTable], english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only released results can be shown\.\n- results: found a list;"):
        make_table([1, 0, 1], english)


@pytest.mark.parametrize("heads", [3, 12, 400])
@pytest.mark.parametrize("make_table", TABLES.values(), ids=TABLES)
def test_table__any_library__has_a_caption_and_a_scope_for_every_head(
    make_table: Callable[..., HtmlTable], heads: int, make: Callable[..., Released], english: Words
) -> None:
    table = make_table(make(heads), english)
    cells = Cells()
    cells.feed(table.html)
    rows, columns = table.frame.shape
    assert [tag for tag, _ in cells.tags[:2]] == ["table", "caption"]
    assert cells.tags.count(("th", (("scope", "col"),))) == columns
    assert cells.tags.count(("th", (("scope", "row"),))) == rows
    assert sum(tag == "td" for tag, _ in cells.tags) == rows * (columns - 1)


@pytest.mark.parametrize("make_table", TABLES.values(), ids=TABLES)
def test_table__any__has_no_empty_cell(
    make_table: Callable[..., HtmlTable], make: Callable[..., Released], spanish: Words
) -> None:
    for heads in (3, 12, 400):
        frame = make_table(make(heads), spanish).frame
        assert frame.map(lambda text: bool(str(text).strip())).to_numpy().all()
        assert not frame.map(lambda text: "nan" in str(text).lower().split()).to_numpy().any()


def test_html_table__hostile_texts__are_escaped_everywhere() -> None:
    hostile = '<img src=x onerror="alert(1)">'
    shown = HtmlTable(hostile, pd.DataFrame({hostile: [hostile], "b": [hostile]})).html
    assert "<img" not in shown
    assert shown.count("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;") == 4


def test_html_table__shown_in_a_notebook__is_its_html(make: Callable[..., Released], english: Words) -> None:
    table = tables.table_marks(make(12), english)
    assert table._repr_html_() == table.html


def test_respondents__small_library__says_why_groups_are_withheld(
    make: Callable[..., Released], english: Words
) -> None:
    rows = plain(tables.table_respondents(make(12), english))
    assert rows[:4] == [
        ("All staff", "All staff", "9", "12"),
        ("Director or leadership team", "Role", "nobody answered", "0"),
        ("Supervisor or team lead", "Role", "fewer than 5", "1"),
        ("Public services", "Role", "6", "8"),
    ]


def test_respondents__roster_not_known__says_so(make: Callable[..., Released], english: Words) -> None:
    assert plain(tables.table_respondents(make(40, roster_known=False), english))[0][3] == "not known"


def test_marks__exact_range_and_withheld__are_told_in_words(make: Callable[..., Released], english: Words) -> None:
    released = make(12)
    marks = released.marks.copy()
    told = ["n", "roster", "count_low", "count_high", "low", "high", "withheld", "reason"]
    marks.loc[marks["cohort"].eq("all") & marks["mark"].eq("exists"), told] = [9, 12, 4, 4, 0.3, 0.6, False, ""]
    marks.loc[marks["cohort"].eq("all") & marks["mark"].eq("develop"), told] = [9, 12, 7, 9, 0.6, 1.0, False, ""]
    marks.loc[marks["cohort"].eq("all") & marks["quality"].eq("agency"), ["withheld", "reason"]] = [True, "complement"]
    rows = plain(tables.table_marks(replace(released, marks=marks), english))
    assert rows[0] == ("Purpose", "4 of 9", "4 to 7 of 12", "7 or more of 9", "7 to 12 of 12")
    assert rows[1] == ("Say in learning", *["hidden to protect others"] * 4)


def test_heat__columns__are_the_groups_with_all_staff_last(make: Callable[..., Released], english: Words) -> None:
    table = tables.table_heat(make(40), english, "leads")
    assert list(table.frame.columns) == ["Quality", "Leaders", "Front line", "All staff"]
    assert table.caption == "Who sees each quality here, by group (Leaders and front line)"


def test_bands__situation__is_named_in_the_caption(make: Callable[..., Released], english: Words) -> None:
    assert TABLES["bands"](make(40), english).caption == "Where people lean, A setback"


def test_maturity__shown_and_withheld_group__one_row_each(make: Callable[..., Released], english: Words) -> None:
    rows = plain(tables.table_maturity(make(12), english))
    assert rows[0] == (
        "All staff",
        "somewhere between Developing and Established",
        "58",
        "48 to 68",
        "as good as none",
        "under 1 in 20",
        "about 3 in 10",
        "about 6 in 10",
        "under 1 in 20",
    )
    assert rows[2] == ("Supervisor or team lead", *["fewer than 5"] * 8)


def test_priority__rows__keep_the_order_of_the_chances(make: Callable[..., Released], english: Words) -> None:
    rows = plain(tables.table_priority(make(400), english))
    assert rows[0] == ("Say in learning", "over 19 in 20", "about 6 in 10", "about 2 in 10", "2", "1")
    assert [row[1] for row in rows] == [
        "over 19 in 20",
        "about 8 in 10",
        "about 6 in 10",
        "about 4 in 10",
        "about 2 in 10",
        "about 1 in 10",
        "under 1 in 20",
    ]


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((0.31, 0.05, 0.52, 0.01), ("31 points more leaders", f"from 5 points more leaders {TO_52}", "yes")),
        (
            (-0.2, -0.4, 0.1, 0.05),
            ("20 points more front line", f"from 40 points more front line {TO_10}", UNCLEAR),
        ),
        ((0.0, -0.1, 0.1, 0.9), ("none", f"from 10 points more front line {TO_10}", UNCLEAR)),
        ((np.nan, np.nan, np.nan, np.nan), ("cannot be told",) * 3),
    ],
)
def test_gaps__each_kind__is_told_without_a_sign(
    numbers: tuple[float, ...], told: tuple[str, ...], make: Callable[..., Released], english: Words
) -> None:
    released = make(400)
    gaps = released.gaps.assign(**dict(zip(("difference", "low", "high", "p_adjusted"), numbers, strict=True)))
    assert plain(tables.table_gaps(replace(released, gaps=gaps), english))[0][3:] == told


def test_gaps__guide_without_leaders__is_a_table_without_rows(make: Callable[..., Released], english: Words) -> None:
    released = make(40)
    assert tables.table_gaps(replace(released, gaps=released.gaps.iloc[:0]), english).frame.empty
