"""Findings: when something is clear, and when nothing is."""

from __future__ import annotations

import pytest

from analysis.present.cells import Cell
from analysis.present.findings import ends, farthest_apart, foremost, is_clearly_above, largest, leaning, wanted_more

HIDDEN = Cell(reason="few")


def cell(count: int, n: int = 100, half: float = 0.0) -> Cell:
    share = count / n
    return Cell(n=n, roster=n, count_low=count, count_high=count, low=share - half, high=share + half)


@pytest.mark.parametrize(("higher", "clear"), [(59, False), (60, True), (61, True)])
def test_is_clearly_above__around_ten_points__begins_at_ten(higher: int, clear: bool) -> None:
    assert is_clearly_above(cell(higher), cell(50)) is clear


@pytest.mark.parametrize(("half", "clear"), [(0.09, True), (0.1, False), (0.11, False)])
def test_is_clearly_above__intervals_that_touch__are_not_apart(half: float, clear: bool) -> None:
    assert is_clearly_above(cell(70, half=half), cell(50, half=half)) is clear


def test_is_clearly_above__ranges__take_part_with_their_nearer_ends() -> None:
    many = Cell(n=10, count_low=8, count_high=10, low=0.75, high=1.0)
    assert is_clearly_above(many, Cell(n=10, count_low=0, count_high=7, low=0.0, high=0.7))
    assert not is_clearly_above(many, Cell(n=10, count_low=0, count_high=8, low=0.0, high=0.7))


@pytest.mark.parametrize(("one", "other"), [(HIDDEN, cell(10)), (cell(90), HIDDEN)])
def test_is_clearly_above__withheld__takes_no_part(one: Cell, other: Cell) -> None:
    assert not is_clearly_above(one, other)


def test_wanted_more__several__come_widest_first() -> None:
    wanted = {"a": cell(60), "b": cell(90), "c": cell(30), "d": HIDDEN}
    seen = {"a": cell(40), "b": cell(20), "c": cell(30), "d": cell(10)}
    assert wanted_more(wanted, seen) == ("b", "a")


def test_ends__clear__names_most_and_least() -> None:
    assert ends({"a": cell(50), "b": cell(80), "c": cell(20), "d": HIDDEN}) == (("b",), ("c",))


@pytest.mark.parametrize("cells", [{}, {"a": HIDDEN}, {"a": cell(50)}, {"a": cell(50), "b": cell(55)}])
def test_ends__nothing_to_tell_apart__is_none(cells: dict[str, Cell]) -> None:
    assert ends(cells) is None


@pytest.mark.parametrize(("tied", "most"), [(2, ("a", "b")), (3, ("a", "b", "c")), (4, None)])
def test_ends__ties__are_all_named_up_to_three(tied: int, most: tuple[str, ...] | None) -> None:
    found = ends({**dict.fromkeys("abcd"[:tied], cell(80)), "z": cell(20)})
    assert found == (most and (most, ("z",)))


def test_ends__range_that_may_be_the_largest__is_named_as_well() -> None:
    wide = Cell(n=100, count_low=70, count_high=90, low=0.7, high=0.9)
    assert ends({"a": cell(80), "b": wide, "c": cell(60), "d": cell(20)}) == (("a", "b"), ("d",))


def test_foremost__many_at_the_other_end__is_still_named() -> None:
    cells = {"a": cell(80), **dict.fromkeys("bcdef", cell(20))}
    assert foremost(cells) == ("a",)
    assert ends(cells) is None


@pytest.mark.parametrize("cells", [{}, {"a": HIDDEN}, {"a": cell(50), "b": cell(45)}, dict.fromkeys("abcd", cell(50))])
def test_foremost__nothing_stands_out__is_empty(cells: dict[str, Cell]) -> None:
    assert foremost(cells) == ()


def test_largest__one_above_all_others__is_named() -> None:
    assert largest({"a": cell(10), "b": cell(60), "c": cell(30)}) == "b"
    assert largest({"a": cell(10), "b": cell(60), "c": cell(55)}) is None


def test_farthest_apart__two_rows__names_the_wider() -> None:
    rows = {"x": {"a": cell(40), "b": cell(60)}, "y": {"a": cell(80), "b": cell(10)}, "z": {"a": HIDDEN, "b": cell(10)}}
    assert farthest_apart(rows) == ("y", ("a",), ("b",))
    assert farthest_apart({"z": rows["z"]}) is None


@pytest.mark.parametrize(
    ("growth", "fixed", "towards"),
    [(cell(60), cell(20), "growth"), (cell(20), cell(60), "fixed"), (cell(40), cell(35), ""), (HIDDEN, cell(35), "")],
)
def test_leaning__each_case__is_named_only_where_clear(growth: Cell, fixed: Cell, towards: str) -> None:
    assert leaning({"growth": growth, "mixed": cell(20), "fixed": fixed}) == towards
