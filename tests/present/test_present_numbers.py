"""Numbers: what is said of a count, at each size and at each edge."""

from __future__ import annotations

import pytest

from analysis.guide import Words
from analysis.present import numbers
from analysis.present.cells import Cell
from analysis.present.groups import Group


def plain(text: str) -> str:
    """The text with ordinary spaces."""
    return text.replace("\u00a0", " ")


def cell(n: int, low: int, high: int, roster: int | None = None, interval: tuple[float, float] = (0.0, 1.0)) -> Cell:
    return Cell(n=n, roster=roster, count_low=low, count_high=high, low=interval[0], high=interval[1])


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        (cell(23, 15, 15), "15 of 23"),
        (cell(49, 20, 20), "20 of 49"),
        (cell(50, 20, 20), "40%"),
        (cell(51, 20, 20), "39%"),
        (cell(6, 0, 2), "2 or fewer of 6"),
        (cell(6, 4, 6), "4 or more of 6"),
        (cell(22, 8, 12), "8 to 12 of 22"),
        (cell(6, 0, 6), "0 to 6 of 6"),
        (cell(400, 0, 2), "2 or fewer of 400"),
        (Cell(reason="few"), "fewer than 5"),
        (Cell(reason="nobody"), "nobody answered"),
        (Cell(reason="complement"), "hidden to protect others"),
    ],
)
def test_say_count__each_kind__is_said_as_people_say_it(shown: Cell, told: str, english: Words) -> None:
    assert plain(numbers.say_count(shown, english, 5)) == told


def test_say_count__other_threshold__is_named(english: Words) -> None:
    assert numbers.say_count(Cell(reason="few"), english, 8) == "fewer than 8"


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        (cell(23, 15, 15, 31, (0.5484, 0.7419)), "17 to 23 of 31"),
        (cell(31, 15, 15, 31, (15 / 31, 15 / 31)), "15 of 31"),
        (cell(23, 15, 15, 49, (0.5, 0.6)), "24 to 29 of 49"),
        (cell(23, 15, 15, 50, (0.5, 0.6)), "50% to 60%"),
        (cell(60, 15, 15, 60, (0.25, 0.25)), "25%"),
        (cell(23, 15, 15, None, (0.45, 0.81)), "45% to 81%"),
        (Cell(reason="few"), ""),
    ],
)
def test_say_interval__each_kind__counts_heads_where_there_are_few(shown: Cell, told: str, english: Words) -> None:
    assert plain(numbers.say_interval(shown, english)) == told


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        (cell(23, 15, 15, 31, (0.5484, 0.7419)), "between 17 and 23 of your 31 staff"),
        (cell(31, 15, 15, 31, (15 / 31, 15 / 31)), "15 of your 31 staff"),
        (cell(60, 30, 30, 90, (0.41, 0.59)), "between 41% and 59% of your staff"),
        (cell(60, 30, 30, 60, (0.5, 0.5)), "50% of your staff"),
    ],
)
def test_say_staff__each_kind__reads_as_part_of_a_sentence(shown: Cell, told: str, english: Words) -> None:
    assert plain(numbers.say_staff(shown, english)) == told


@pytest.mark.parametrize(
    ("chance", "told"),
    [
        (0.0, "as good as none"),
        (0.0049, "as good as none"),
        (0.005, "under 1 in 20"),
        (0.0499, "under 1 in 20"),
        (0.05, "about 1 in 10"),
        (0.82, "about 8 in 10"),
        (0.95, "about 9 in 10"),
        (0.9501, "over 19 in 20"),
        (0.995, "over 19 in 20"),
        (0.9951, "as good as certain"),
        (1.0, "as good as certain"),
    ],
)
def test_say_chance__around_each_edge__is_said_in_tenths_and_ends(chance: float, told: str, english: Words) -> None:
    assert numbers.say_chance(chance, english) == told


@pytest.mark.parametrize(
    ("share", "told"), [(0.0, "hardly any"), (0.04, "hardly any"), (0.06, "about 1 in 10"), (1, "about 10 in 10")]
)
def test_say_part__from_none_to_all__is_said_in_tenths(share: float, told: str, english: Words) -> None:
    assert numbers.say_part(share, english) == told


@pytest.mark.parametrize(("roster", "told"), [(31, "23 of 31"), (None, "23")])
def test_say_answered__roster_known_or_not__names_what_is_known(roster: int | None, told: str, english: Words) -> None:
    assert plain(numbers.say_answered(Group("all", "all", "All staff", 23, roster), english)) == told


@pytest.mark.parametrize(
    ("names", "told"), [([], ""), (["A"], "“A”"), (["A", "B"], "“A” and “B”"), (["A", "B", "C"], "“A”, “B” and “C”")]
)
def test_quote_names__none_to_three__reads_as_a_list(names: list[str], told: str, english: Words) -> None:
    assert numbers.quote_names(names, english) == told


def test_say_count__spanish__uses_its_own_words_and_spaces(spanish: Words) -> None:
    assert numbers.say_count(cell(60, 30, 30), spanish, 5) == "50\u00a0%"
    assert plain(numbers.say_count(cell(6, 0, 2), spanish, 5)) == "2 o menos de 6"
