"""Tables of libraries: the numbers of the figures, by name and not by rank, and a reason where there are none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from analysis.disclosure.compared import Comparison
from analysis.errors import ProtectionError, ToolkitError
from analysis.guide import Words
from analysis.present.html import HtmlTable
from analysis.present.tables_libraries import table_libraries, table_spread, table_standing
from tests.present.libraries_made import OWN, make_comparison, poisoned, spreading, telling, without

UNTOLD = "cannot be told"


def standing_of(comparison: Comparison, words: Words) -> HtmlTable:
    return table_standing(comparison, words, "purpose")


TABLES = (table_libraries, standing_of, table_spread)


def plain(table: HtmlTable) -> list[tuple[str, ...]]:
    rows = table.frame.itertuples(index=False, name=None)
    return [tuple(str(text).replace("\u00a0", " ") for text in row) for row in rows]


@pytest.mark.parametrize("make_table", TABLES)
def test_table__anything_but_a_comparison__is_refused(make_table: Callable[..., HtmlTable], english: Words) -> None:
    with pytest.raises(ProtectionError, match=r"^Only a comparison of released results can be shown\."):
        make_table([1, 0], english)


@pytest.mark.parametrize("language", ["english", "spanish"])
@pytest.mark.parametrize("count", [1, 3, 12, 40, 300])
@pytest.mark.parametrize("make_table", TABLES)
def test_table__any_number__has_a_text_in_every_cell(
    make_table: Callable[..., HtmlTable], count: int, language: str, request: pytest.FixtureRequest
) -> None:
    withheld = {f"lib_{number:03d}": "few" for number in range(1, count, 5)}
    table = make_table(make_comparison(count, withheld=withheld), request.getfixturevalue(language))
    assert len(set(table.frame.columns)) == len(table.frame.columns)
    cells = [text for row in plain(table) for text in row]
    assert [text for text in cells if not text or "nan" in text.lower().split() or "{" in text] == []


def test_libraries__all_that_were_given__stand_by_name_with_the_own_first(english: Words) -> None:
    comparison = make_comparison(4, "lib_002", withheld={"lib_003": "few"})
    table = comparison.libraries.assign(members=[1, 4, 1, 1], n=[10.0, 6.0, 16.0, np.nan], roster=[14, 9, np.nan, 3])
    shown = table_libraries(replace(comparison, libraries=table), english)
    assert shown.caption == "The libraries that are compared"
    assert list(shown.frame.columns) == [
        "Library",
        "Answered",
        "On the staff",
        "Kind",
        "People served",
        "Where it is",
    ]
    assert plain(shown) == [
        ("Cobblewick (your library)", "16", "not known", "Public", "14,400", "Rural"),
        ("Amberlock", "10", "14", "Public", "not known", "Town"),
        ("Bellwether Flats (a consortium of 4 libraries)", "6", "9", "Public", "13,400", "Suburb"),
        ("Dunmarrow", "fewer than 5", "3", "Public", "15,400", "City"),
    ]


def test_libraries__unknown_facts__are_said_to_be_unknown(english: Words) -> None:
    comparison = make_comparison(3, "")
    table = comparison.libraries.assign(type="", locale=np.nan, population=np.nan)
    rows = plain(table_libraries(replace(comparison, libraries=table), english))
    assert [row[3:] for row in rows] == [("not known",) * 3] * 3


def test_standing__numbers__are_those_that_are_told(english: Words) -> None:
    comparison = make_comparison(12, withheld={"lib_001": "few"})
    comparison = without(comparison, "lib_002", "purpose")
    told = {"n": 31, "raw": 100 * 20 / 31, "raw_low": 100 * 20 / 31, "raw_high": 100 * 20 / 31, "pooled": 61.7}
    told |= {"low": 51.2, "high": 71.6, "rank_low": 3.0, "rank_high": 9.0, "top_third": 0.41, "reliability": 0.714}
    comparison = telling(comparison, OWN, "purpose", differs="above", **told)
    ranged = {"n": 11, "raw": np.nan, "raw_low": 0.0, "raw_high": 200 / 11, "differs": "below"}
    comparison = telling(comparison, "lib_003", "purpose", rank_low=10.0, rank_high=10.0, **ranged)
    table = table_standing(comparison, english, "purpose")
    assert table.caption == "Purpose: every library in the order of names, with chance allowed for"
    rows = {row[0]: row[1:] for row in plain(table)}
    assert rows["Amberlock (your library)"] == (
        "31",
        "20 of 31",
        "62%",
        "51% to 72%",
        "3rd to 9th of 10",
        "about 4 in 10",
        "yes, above",
        "0.71",
    )
    assert rows["Dunmarrow"][:2] == ("11", "2 or fewer of 11")
    assert rows["Dunmarrow"][4] == "10th of 10, likely"
    assert rows["Dunmarrow"][6] == "yes, below"
    assert rows["Bellwether Flats"] == ("fewer than 5",) * 8
    assert rows["Cobblewick"] == ("hidden to protect others",) * 8


def test_standing__rows__are_in_the_order_of_names_and_not_of_places(english: Words) -> None:
    comparison = make_comparison(40, "lib_020", withheld={"lib_000": "few", "lib_008": "few"})
    names = [row[0] for row in plain(table_standing(comparison, english, "index"))]
    assert names[0] == "Evenholm 3 (your library)"
    assert names[1:38] == sorted(names[1:38], key=str.casefold)
    assert names[38:] == ["Amberlock", "Amberlock 2"]


def test_standing__blank_values__cannot_be_told(english: Words) -> None:
    comparison = make_comparison(3)
    blank = dict.fromkeys(("pooled", "low", "high", "rank_low", "rank_high", "top_third", "reliability"), np.nan)
    comparison = replace(comparison, standing=comparison.standing.assign(**blank))
    rows = plain(table_standing(spreading(comparison, p_adjusted=np.nan), english, "index"))
    assert [row[3:] for row in rows] == [(UNTOLD,) * 6] * 3


def test_standing__a_measure_that_was_not_compared__is_refused(english: Words) -> None:
    with pytest.raises(ToolkitError, match=r"^The libraries were not compared in this\."):
        table_standing(make_comparison(3), english, "all")


def test_spread__every_measure__tells_how_far_libraries_differ_and_the_verdict(english: Words) -> None:
    columns = {"libraries": 28, "people": 612, "grand": 56.4, "between": 8.6, "icc1": 0.104, "icc1_low": 0.031}
    columns |= {"icc1_high": 0.221, "staff_needed": 21.0, "p_adjusted": 0.002, "verdict": "with_care"}
    comparison = spreading(make_comparison(12), **columns)
    comparison = spreading(comparison, "growth", p_adjusted=0.05, verdict="may_not", icc1_low=np.nan)
    table = table_spread(comparison, english)
    assert table.caption == "How far libraries differ, and whether answers may be averaged for each of them"
    rows = {row[0]: row[1:] for row in plain(table)}
    qualities = [english(f"guide.quality.{quality}.name") for quality in comparison.guide.qualities]
    assert list(rows) == ["Maturity index", *qualities, "Leaning towards growth"]
    assert rows["Maturity index"] == (
        *("28", "612", "56", "9 points", "0.10 (0.03 to 0.22)", "21", "yes", "with care"),
    )
    assert rows["Leaning towards growth"][4:] == ("0.11", "20", "cannot be told from chance", "no")


def test_spread__one_library__cannot_be_told(english: Words) -> None:
    rows = plain(table_spread(make_comparison(1), english))
    assert [row[4:] for row in rows] == [(UNTOLD,) * 5] * 9


@pytest.mark.parametrize("language", ["english", "spanish"])
def test_decimals__by_language__have_its_sign(language: str, request: pytest.FixtureRequest) -> None:
    rows = plain(table_spread(make_comparison(12), request.getfixturevalue(language)))
    assert rows[0][5].startswith({"english": "0.11 (", "spanish": "0,11 ("}[language])


@pytest.mark.parametrize("make_table", TABLES)
def test_withheld__filled_with_secrets__show_the_same(make_table: Callable[..., HtmlTable], english: Words) -> None:
    comparison = make_comparison(12, withheld={"lib_001": "few", OWN: "complement"})
    shown = make_table(poisoned(comparison), english).html
    assert shown == make_table(comparison, english).html
    assert "777" not in shown


@pytest.mark.parametrize("make_table", [table_libraries, standing_of])
def test_html__hostile_name__is_escaped(make_table: Callable[..., HtmlTable], english: Words) -> None:
    comparison = make_comparison(3)
    table = comparison.libraries.assign(name="<script>alert(1)</script>")
    html = make_table(replace(comparison, libraries=table), english).html
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_name__empty__is_the_id_of_the_library(english: Words) -> None:
    comparison = make_comparison(2, "")
    table = comparison.libraries.assign(name=["", " Two \n lines "])
    assert [row[0] for row in plain(table_libraries(replace(comparison, libraries=table), english))] == [
        "lib_000",
        "Two lines",
    ]
