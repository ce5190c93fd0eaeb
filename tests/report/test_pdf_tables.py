"""How wide the columns of a table are, and which tables are refused."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.errors import ToolkitError
from analysis.present.html import HtmlTable
from analysis.report.lettering import Face, Lettering
from analysis.report.pdf_tables import check_heads, raise_faults, table_data

ONE = Lettering((Face("One", dict.fromkeys(range(0x20, 0x7F), 0.5)),))
WIDTH = 500.0


def table(heads: list[str], *rows: list[str]) -> HtmlTable:
    return HtmlTable("Made", pd.DataFrame(rows, columns=heads))


def test_columns__of_any_texts__fill_the_line_and_no_more() -> None:
    for cells in (["1"], ["some words in a cell"] * 2, ["x" * 12] * 9, ["long text " * 40] * 4):
        told = table_data(table([f"Head {at}" for at in range(len(cells) + 1)], ["Row", *cells]), ONE, WIDTH)
        assert WIDTH - 1 < sum(told["widths"]) <= WIDTH


def test_column__with_room__has_its_longest_text_in_one_line() -> None:
    told = table_data(table(["Who", "How many"], ["All staff", "4 or more of 21"]), ONE, WIDTH)
    assert told["widths"][1] >= len("4 or more of 21") * 0.5 * told["size"]
    assert told["size"] == 8.3


def test_nine_columns__of_long_words__are_set_smaller_until_they_fit() -> None:
    told = table_data(table(["Group", *["Established"] * 8], ["All", *["hidden"] * 8]), ONE, 466.0)
    assert told["size"] == 7.7
    assert min(told["widths"][1:]) >= len("Established") * 0.5 * told["size"]


def test_columns__that_fit_in_no_size__share_the_line_in_the_smallest() -> None:
    told = table_data(table(["Group", *["Established"] * 20], ["All", *["hidden"] * 20]), ONE, WIDTH)
    assert told["size"] == 6.5
    assert sum(told["widths"]) == pytest.approx(WIDTH, abs=0.2)


@pytest.mark.parametrize(
    ("cells", "is_right"),
    [
        (["1", "20"], True),
        (["4 or more of 21", "fewer than 5"], True),
        (["123456789012345678"], True),
        (["1234567890123456789"], False),
        (["yes", "no"], False),
        ([""], False),
    ],
)
def test_column__of_short_texts_with_digits__is_set_to_the_right(cells: list[str], is_right: bool) -> None:
    told = table_data(table(["1", "Told"], *([str(at), cell] for at, cell in enumerate(cells))), ONE, WIDTH)
    assert told["right"] == [False, is_right]


def test_rows__to_be_filled_in_by_hand__are_higher_and_their_columns_wide() -> None:
    filled = table_data(table(["Step", "What", "Who"], ["1", "Ask", "Ann"]), ONE, WIDTH)
    empty = table_data(table(["Step", "What", "Who"], ["1", "", ""]), ONE, WIDTH)
    assert (filled["blank"], empty["blank"]) == ([False], [True])
    assert empty["height"] == pytest.approx(filled["height"] + 10)
    assert empty["widths"][0] < 40 < 200 < min(empty["widths"][1:])


@pytest.mark.parametrize(("words", "breaks"), [(150, False), (2000, True)])
def test_row__higher_than_a_third_of_a_page__may_be_broken(words: int, breaks: bool) -> None:
    assert table_data(table(["Who", "Wrote"], ["Ann", "word " * words]), ONE, WIDTH)["breaks"] is breaks


def test_heads__all_there__no_fault() -> None:
    assert check_heads(table(["Who", "Told"], ["Ann", ""]), "here") == []


def test_table__without_columns__is_refused_as_a_whole() -> None:
    with pytest.raises(ToolkitError) as error:
        raise_faults(check_heads(HtmlTable("Made", pd.DataFrame()), "section one, table made"))
    assert str(error.value) == (
        "This report has tables that cannot be read out.\n"
        "- section one, table made: found no head; allowed: a text. Give every column and every row a head."
    )
