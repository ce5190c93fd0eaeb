"""Tables of situations: the numbers of the figures, as texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from analysis.disclosure.released import Released
from analysis.errors import ProtectionError
from analysis.guide import Words
from analysis.present.html import HtmlTable
from analysis.present.tables_situations import table_components, table_profile, table_situations

TABLES: dict[str, Callable[..., HtmlTable]] = {
    "profile": table_profile,
    "components": table_components,
    "situations": lambda released, words: table_situations(released, words, "leads"),
}


@pytest.fixture
def hundred(make: Callable[..., Released]) -> Released:
    """A hundred staff, all of whom answered; half of each group lean towards growth, and criticism pulls."""
    released = make(100, 100)
    bands = released.bands.copy()
    for value, n in (("leaders", 20), ("front_line", 80), ("all", 100)):
        rows = bands["value"] == value
        bands.loc[rows, ["n", "count_low", "count_high", "low", "high"]] = [n, n // 2, n // 2, 0.5, 0.5]
    differences = released.differences.assign(superiority_low=0.6, superiority_high=0.7, p_adjusted=0.5)
    leaders = (differences["value"] == "leaders") & (differences["scope"] == "setback")
    differences.loc[leaders, "p_adjusted"] = 0.01
    return replace(released, bands=bands, differences=differences)


def plain(table: HtmlTable) -> list[tuple[str, ...]]:
    rows = table.frame.itertuples(index=False, name=None)
    return [tuple(str(text).replace("\u00a0", " ") for text in row) for row in rows]


def test_profile__places_told__stand_beside_the_bands(hundred: Released, english: Words) -> None:
    table = table_profile(hundred, english)
    assert table.caption == "All staff: where people stand in each situation"
    assert list(table.frame.columns) == [
        "Situation",
        "Stands at (0 fixed, 100 growth)",
        "Shift from the usual place",
        "Likely range of the shift",
        "More than chance?",
        "Lean towards fixed",
        "Mixed",
        "Lean towards growth",
    ]
    rows = plain(table)
    criticism = ("39", "19 points towards fixed", "16 to 22 points towards fixed", "yes")
    assert rows[2] == ("Criticism", *criticism, "50%", "50%", "50%")
    assert rows[4][1:5] == (
        "59",
        "1 point towards growth",
        "from 2 towards fixed to 4 towards growth",
        "cannot be told from chance",
    )


def test_profile__one_place_withheld__says_why_in_its_row(hundred: Released, english: Words) -> None:
    profile = hundred.profile.copy()
    profile.loc[profile["situation"] == "criticism", ["withheld", "reason"]] = [True, "complement"]
    rows = plain(table_profile(replace(hundred, profile=profile), english))
    assert rows[2] == ("Criticism", *["hidden to protect others"] * 4, "50%", "50%", "50%")


@pytest.mark.parametrize(
    ("heads", "why"), [(12, "it takes 20 people to tell this finely"), (3, "fewer than 5 people answered")]
)
def test_profile__places_not_told__leaves_them_out_and_says_why(
    heads: int, why: str, make: Callable[..., Released], english: Words
) -> None:
    table = table_profile(make(heads), english)
    assert table.caption == (
        "All staff: how many lean which way in each situation; where they stand on average is not told, because " + why
    )
    assert list(table.frame.columns) == ["Situation", "Lean towards fixed", "Mixed", "Lean towards growth"]


def test_components__all_told__are_five_rows(hundred: Released, english: Words) -> None:
    table = table_components(hundred, english)
    assert list(table.frame.columns) == ["What the differences come from", "What it means", "How much", "Likely range"]
    assert plain(table) == [
        ("People", "some lean further towards growth in every situation", "22%", "16% to 28%"),
        ("Situations", "some situations move everybody the same way", "31%", "25% to 37%"),
        ("The rest", "some people are moved by some situations; and chance", "47%", "41% to 53%"),
        (
            "Order found again",
            "how well the order of people would come out again in other situations",
            "74%",
            "68% to 80%",
        ),
        (
            "Place found again",
            "how well the place of people would come out again in other situations",
            "63%",
            "57% to 69%",
        ),
    ]


def test_components__under_twenty_people__says_why(make: Callable[..., Released], english: Words) -> None:
    assert {row[2:] for row in plain(table_components(make(12), english))} == {("fewer than 20 people",) * 2}


def test_situations__group_that_differs__is_marked_in_words(hundred: Released, english: Words) -> None:
    table = table_situations(hundred, english, "leads")
    assert table.caption == "How many lean towards growth in each situation, by group (Leaders and front line)"
    assert list(table.frame.columns) == ["Situation", "Leaders", "Front line", "All staff"]
    rows = plain(table)
    assert rows[0] == ("A challenge", "10 of 20", "50%", "50%")
    assert rows[1] == ("A setback", "10 of 20 (differs from the rest by more than chance)", "50%", "50%")


def test_situations__withheld_group__says_why(make: Callable[..., Released], english: Words) -> None:
    rows = plain(table_situations(make(12), english, "leads"))
    assert {row[1] for row in rows} == {"fewer than 5"}


@pytest.mark.parametrize("make_table", TABLES.values(), ids=TABLES)
def test_table_of_situations__anything_but_released__is_refused(
    make_table: Callable[..., HtmlTable], english: Words
) -> None:
    with pytest.raises(ProtectionError, match=r"^Only released results can be shown\.\n- results: found a DataFrame;"):
        make_table(pd.DataFrame(), english)


@pytest.mark.parametrize("heads", [3, 12, 40])
@pytest.mark.parametrize("make_table", TABLES.values(), ids=TABLES)
def test_table_of_situations__withheld_rows_filled_with_secrets__show_none_of_them(
    make_table: Callable[..., HtmlTable],
    heads: int,
    make: Callable[..., Released],
    poison: Callable[[Released], Released],
    english: Words,
) -> None:
    assert make_table(poison(make(heads)), english).html == make_table(make(heads), english).html


@pytest.mark.parametrize("heads", [3, 12, 40, 400])
@pytest.mark.parametrize("make_table", TABLES.values(), ids=TABLES)
def test_table_of_situations__any_library__has_no_empty_cell(
    make_table: Callable[..., HtmlTable], heads: int, make: Callable[..., Released], spanish: Words
) -> None:
    texts = [text for row in plain(make_table(make(heads), spanish)) for text in row]
    assert all(texts)
    assert not any("nan" in text.lower().split() for text in texts)


@pytest.mark.parametrize("make_table", TABLES.values(), ids=TABLES)
def test_table_of_situations__hostile_names__are_escaped(
    make_table: Callable[..., HtmlTable], hundred: Released, english: Words
) -> None:
    hostile = {
        "guide.situation.setback.name": "<script>x</script>",
        "guide.cohort.leads.leaders": "<b>x</b>",
        "figures.components.name.person": "<i>x</i>",
    }
    html = make_table(hundred, replace(english, entries={**english.entries, **hostile})).html
    assert "&lt;" in html
    assert not any(tag in html for tag in ("<script", "<b>", "<i>"))
