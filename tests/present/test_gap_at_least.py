"""Gaps of which a count is a range: what is said of them, and what is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present import tables, wording
from analysis.present.wording.qualities import clear_gaps

Told = tuple[int, int, int]
MANY, FEW = (18, 20, 20), (3, 3, 30)


@pytest.fixture
def ranged(make: Callable[..., Released]) -> Callable[..., Released]:
    """A library of 400 in which one quality has these counts, `(low, high, n)`, and a gap without a difference."""

    def release(leaders: Told, front_line: Told, p: float, quality: str = "purpose") -> Released:
        released = make(400)
        marks = released.marks.copy()
        for value, told in (("leaders", leaders), ("front_line", front_line)):
            rows = (marks["cohort"] == "leads") & (marks["value"] == value)
            rows &= (marks["quality"] == quality) & (marks["mark"] == "exists")
            marks.loc[rows, ["count_low", "count_high", "n"]] = told
        gaps = released.gaps.assign(p_adjusted=0.9)
        columns = ["difference", "low", "high", "p_adjusted"]
        gaps.loc[gaps["quality"] == quality, columns] = [np.nan, 0.31, 0.9, p]
        return replace(released, marks=marks, gaps=gaps)

    return release


def said_of_gaps(released: Released, words: Words) -> tuple[str, ...]:
    return tuple(text.replace("\u00a0", " ") for text in wording.say_who_sees_what(released, words))


@pytest.mark.parametrize(
    ("leaders", "front_line", "start"),
    [
        (MANY, FEW, "More leaders than front-line staff see “Purpose” (18 or more of 20 against 3 of 30)."),
        (FEW, MANY, "More front-line staff than leaders see “Purpose” (18 or more of 20 against 3 of 30)."),
    ],
)
def test_who_sees_what__range_beyond_chance__is_said_with_its_range(
    leaders: Told, front_line: Told, start: str, ranged: Callable[..., Released], english: Words
) -> None:
    said = said_of_gaps(ranged(leaders, front_line, 0.049), english)
    assert said[0] == f"{start} Even at its closest, that is more than chance."


def test_who_sees_what__range_in_spanish__is_said_from_the_leaders(ranged, spanish: Words) -> None:
    said = said_of_gaps(ranged(MANY, FEW, 0.01), spanish)
    assert said[0].startswith("En el liderazgo más personas ven")
    assert said[0].endswith("Incluso donde más se acercan, es más que azar.")


def test_who_sees_what__range_within_chance__is_neither_a_gap_nor_hidden(ranged, english: Words) -> None:
    said = said_of_gaps(ranged(MANY, FEW, 0.05), english)
    assert said[0] == "No difference between leaders and the front line is larger than chance could make it."
    assert not any("Not compared" in text for text in said)


@pytest.mark.parametrize(
    ("leaders", "front_line", "p", "told"),
    [
        (MANY, FEW, 0.01, ("at least 80 points more leaders", "yes")),
        (FEW, MANY, 0.01, ("at least 80 points more front line", "yes")),
        (MANY, FEW, 0.05, ("at least 80 points more leaders", "cannot be told from chance")),
        ((8, 12, 20), (12, 12, 30), 0.9, ("cannot be told", "cannot be told from chance")),
        ((12, 16, 20), (18, 18, 30), 0.9, ("cannot be told", "cannot be told from chance")),
    ],
)
def test_table_gaps__range__the_least_difference_where_one_is_sure(
    leaders: Told, front_line: Told, p: float, told: tuple[str, str], ranged, english: Words
) -> None:
    row = tables.table_gaps(ranged(leaders, front_line, p), english).frame.iloc[0]
    texts = [text.replace("\u00a0", " ") for text in row]
    assert (texts[3], texts[5]) == told
    assert texts[4] == "from 31 points more leaders to 90 points more leaders"


def test_clear_gaps__ranges_and_exact_ones__widest_that_is_sure_comes_first(ranged) -> None:
    released = ranged(MANY, (15, 15, 30), 0.01, quality="variety")
    gaps = released.gaps.copy()
    gaps.loc[gaps["quality"].isin(["purpose", "agency"]), "p_adjusted"] = 0.01
    gaps.loc[gaps["quality"] == "purpose", "difference"] = 0.39
    gaps.loc[gaps["quality"] == "agency", "difference"] = -0.41
    found = clear_gaps(replace(released, gaps=gaps))
    assert [row["quality"] for row in found] == ["agency", "variety", "purpose"]
    assert [row["surely"] for row in found] == pytest.approx([-0.41, 0.4, 0.39])
