"""Cells and groups: what is read from a `Released`, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure.released import Released
from analysis.errors import ProtectionError, ToolkitError
from analysis.guide import Words
from analysis.present.cells import Cell, only_released, read_cell
from analysis.present.groups import Group, read_group, read_groups

ROW = {
    "n": 23,
    "roster": 31,
    "withheld": False,
    "reason": "",
    "count_low": 15,
    "count_high": 15,
    "low": 0.55,
    "high": 0.74,
}


def test_only_released__a_frame__is_refused_with_the_repair() -> None:
    with pytest.raises(ProtectionError) as caught:
        only_released(pd.DataFrame({"exists_purpose": [1]}))
    assert str(caught.value) == (
        "Only released results can be shown.\n"
        "- results: found a DataFrame; allowed: a Released. "
        "Call release(survey, library_id, wave) and show what it returns."
    )


def test_only_released__a_released__comes_back(make: Callable[..., Released]) -> None:
    assert only_released(make(12)) is make(12)


def test_read_cell__exact_count__has_share_and_interval() -> None:
    cell = read_cell(ROW)
    assert cell == Cell(n=23, roster=31, count_low=15, count_high=15, low=0.55, high=0.74)
    assert cell.is_exact
    assert cell.span == (15 / 23, 15 / 23)


def test_read_cell__range__is_not_exact_and_has_both_ends() -> None:
    cell = read_cell({**ROW, "n": 6, "count_low": 0, "count_high": 2})
    assert not cell.is_exact
    assert cell.span == (0.0, 2 / 6)


def test_read_cell__blank_interval__falls_back_to_what_the_counts_allow() -> None:
    cell = read_cell({**ROW, "n": 6, "count_low": 0, "count_high": 3, "low": np.nan, "high": np.nan, "roster": np.nan})
    assert (cell.low, cell.high, cell.roster) == (0.0, 0.5, None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"withheld": True, "reason": "few"}, "few"), ({"n": 0, "count_low": 0, "count_high": 0}, "nobody")],
)
def test_read_cell__nothing_to_tell__keeps_the_reason_alone(change: dict[str, Any], reason: str) -> None:
    assert read_cell({**ROW, **change}) == Cell(reason=reason)


def test_read_group__unknown_group__lists_the_known_ones(make: Callable[..., Released], english: Words) -> None:
    with pytest.raises(ToolkitError) as caught:
        read_group(make(12), english, "role", "pirate")
    message = str(caught.value)
    assert message.startswith(
        "There is no such group in these results.\n- group: found role/pirate; allowed: all/all, role/leader,"
    )
    assert message.endswith("leads/front_line. Choose one of these.")


def test_read_groups__unknown_cohort__lists_the_known_ones(make: Callable[..., Released], english: Words) -> None:
    with pytest.raises(ToolkitError) as caught:
        read_groups(make(12), english, "shoe_size")
    assert str(caught.value) == (
        "There is no such cohort in these results.\n"
        "- cohort: found 'shoe_size'; allowed: all, role, unit, tenure, employment, leads. Choose one of these."
    )


def test_read_groups__frame_in_another_order__comes_in_the_guides_order(
    make: Callable[..., Released], english: Words
) -> None:
    released = make(40)
    released = released.__class__(**{**released.__dict__, "respondents": released.respondents.iloc[::-1]})
    assert [group.value for group in read_groups(released, english, "unit")] == [
        "main_library",
        "branch_1",
        "branch_2",
        "branch_3",
        "outreach",
    ]


def test_read_group__withheld__knows_no_number_of_answers(
    make: Callable[..., Released], poison: Callable[[Released], Released], english: Words
) -> None:
    group = read_group(poison(make(12)), english, "role", "supervisor")
    assert group == Group("role", "supervisor", "Supervisor or team lead", n=0, roster=1, reason="few")
