"""Tables of cohorts: the numbers behind the dots and the differences, told no more exactly than they are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.released import Released
from analysis.errors import ProtectionError
from analysis.guide import Words
from analysis.present.html import HtmlTable
from analysis.present.tables_cohorts import table_differences, table_distributions

TABLES = (table_distributions, table_differences)
THIN = "fewer than 20 people"


def plain(table: HtmlTable) -> list[tuple[str, ...]]:
    rows = table.frame.itertuples(index=False, name=None)
    return [tuple(str(text).replace("\u00a0", " ") for text in row) for row in rows]


def tell(table: pd.DataFrame, value: str, **columns: object) -> pd.DataFrame:
    """The table with other values in the row of one group, over all situations."""
    table = table.copy()
    table.loc[(table["value"] == value) & (table["scope"] == "overall"), list(columns)] = list(columns.values())
    return table


@pytest.mark.parametrize("make_table", TABLES)
def test_table__anything_but_released__is_refused(make_table: Callable[..., HtmlTable], english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only released results can be shown\.\n- results: found a list;"):
        make_table([1, 0, 1], english, "unit")


@pytest.mark.parametrize("language", ["english", "spanish"])
@pytest.mark.parametrize("heads", [3, 12, 40, 400])
@pytest.mark.parametrize("make_table", TABLES)
def test_table__any_library__has_a_text_in_every_cell(
    make_table: Callable[..., HtmlTable],
    heads: int,
    language: str,
    make: Callable[..., Released],
    request: pytest.FixtureRequest,
) -> None:
    table = make_table(make(heads), request.getfixturevalue(language), "unit", "setback")
    assert len(set(table.frame.columns)) == len(table.frame.columns)
    cells = [text for row in plain(table) for text in row]
    assert [text for text in cells if not text or "nan" in text.lower().split() or "{" in text] == []


def test_distributions__from_one_size_to_another__tell_what_may_be_told(
    make: Callable[..., Released], english: Words
) -> None:
    table = table_distributions(make(40), english, "unit")
    assert table.caption == "How each group spreads on the line from 0, fixed, to 100, growth, over all situations"
    assert list(table.frame.columns) == [
        "Group",
        "People with a position",
        "Lean towards fixed",
        "Mixed",
        "Lean towards growth",
        "The middle person stands",
        "A quarter stands below",
        "Three quarters stand below",
        "Together or split",
    ]
    middle = "mixed, 40 to 60"
    few, some = "2 or fewer of 7", "2 or fewer of 5"
    assert plain(table) == [
        ("All staff", "30", "8 of 30", "7 of 30", "15 of 30", middle, "40 to 60", "60 to 100", "close together"),
        ("Main library", "14", "2 or fewer of 14", "6 of 14", "6 of 14", middle, THIN, THIN, "close together"),
        ("Branch 1", "7", "3 of 7", few, few, middle, THIN, THIN, "close together"),
        ("Branch 2", "5", some, some, "3 or more of 5", middle, THIN, THIN, "close together"),
        ("Branch 3", *["fewer than 5"] * 8),
        ("Outreach and mobile", *["fewer than 5"] * 8),
    ]


def test_distributions__blank_places__are_said_to_be_open(make: Callable[..., Released], english: Words) -> None:
    blank = dict.fromkeys(("median_from", "median_to", "quartile_1_from", "quartile_1_to"), np.nan)
    table = tell(make(400).distributions, "branch_1", camps="", **blank)
    table = tell(table, "branch_2", median_from=0, median_to=100)
    rows = plain(table_distributions(replace(make(400), distributions=table), english, "unit"))
    assert rows[2][5:] == ("not known", "not known", "60 to 100", "neither can be told")
    assert rows[3][5] == "not known"


def test_differences__told_and_not__are_said_with_both_sides(make: Callable[..., Released], english: Words) -> None:
    released = make(40)
    told = {"superiority_low": 0.71, "superiority_high": 0.76, "low": 0.55, "high": 0.9, "distance_low": 4.2}
    table = tell(released.differences, "main_library", distance_high=7.7, p_adjusted=0.01, **told)
    table = tell(table, "branch_1", superiority_low=0.5, superiority_high=0.5, low=np.nan, high=np.nan, p_adjusted=0.4)
    table = tell(table, "branch_1", distance_low=5.0, distance_high=5.0)
    table = tell(table, "branch_2", superiority_low=np.nan, superiority_high=np.nan)
    shown = table_differences(replace(released, differences=table), english, "unit")
    assert shown.caption == "Each group against everybody else (Place of work), over all situations"
    assert plain(shown) == [
        ("Main library", "14", "16", "71% to 76%", "55% to 90%", "4 to 8", "yes"),
        ("Branch 1", "7", "23", "50%", "cannot be told", "5", "cannot be told from chance"),
        ("Branch 2", "5", "25", *["cannot be told"] * 4),
        ("Branch 3", *["fewer than 5"] * 6),
        ("Outreach and mobile", *["fewer than 5"] * 6),
    ]


def test_differences__blank_distance__cannot_be_told(make: Callable[..., Released], english: Words) -> None:
    table = tell(make(40).differences, "branch_1", distance_low=np.nan, distance_high=np.nan)
    assert plain(table_differences(replace(make(40), differences=table), english, "unit"))[1][5] == "cannot be told"


@pytest.mark.parametrize("make_table", TABLES)
def test_caption__a_situation__names_it(
    make_table: Callable[..., HtmlTable], make: Callable[..., Released], english: Words
) -> None:
    assert make_table(make(40), english, "unit", "setback").caption.endswith(", A setback")


@pytest.mark.parametrize("heads", [3, 12, 40])
@pytest.mark.parametrize("make_table", TABLES)
def test_withheld_rows__filled_with_secrets__show_the_same(
    make_table: Callable[..., HtmlTable],
    heads: int,
    make: Callable[..., Released],
    poison: Callable[[Released], Released],
    english: Words,
) -> None:
    for cohort in ("role", "unit", "tenure", "employment", "leads"):
        shown = make_table(poison(make(heads)), english, cohort).html
        assert shown == make_table(make(heads), english, cohort).html
        assert "777" not in shown


@pytest.mark.parametrize("make_table", TABLES)
def test_html__hostile_name__is_escaped(
    make_table: Callable[..., HtmlTable], make: Callable[..., Released], english: Words
) -> None:
    hostile = replace(english, entries={**english.entries, "guide.cohort.unit.branch_1": "<script>x</script>"})
    html = make_table(make(40), hostile, "unit").html
    assert "<script>" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html
