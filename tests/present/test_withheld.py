"""Withheld: whatever stands in a withheld row, nothing of it reaches a figure, a table or a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.present import figures, tables, wording
from saying import said_of


def everything_shown(released: Released, words: Words) -> Iterator[str]:
    """Every text that the room can make of these results."""
    cohorts = ("role", "unit", "tenure", "employment", "leads")
    pictures = [figures.draw_dumbbell(released, words), figures.draw_maturity(released, words)]
    pictures += [figures.draw_dumbbell(released, words, "role", value) for value in ("leader", "public_services")]
    pictures += [draw(released, words, c) for draw in (figures.draw_heat, figures.draw_bands) for c in cohorts]
    for picture in pictures:
        yield from (picture.title, picture.alt, *(text.get_text() for text in picture.figure.texts))
    for name in ("respondents", "marks", "four_cells", "maturity", "priority", "gaps"):
        yield getattr(tables, f"table_{name}")(released, words).html
    yield from (tables.table_marks(released, words, "role", value).html for value in ("leader", "public_services"))
    for cohort in cohorts:
        yield tables.table_heat(released, words, cohort).html
        yield tables.table_bands(released, words, cohort).html
    for name in said_of("released"):
        said = getattr(wording, name)(released, words)
        yield from ((said,) if isinstance(said, str) else said)


@pytest.mark.parametrize("heads", [3, 12, 40])
def test_withheld_rows__filled_with_secrets__show_none_of_them(
    heads: int, make: Callable[..., Released], poison: Callable[[Released], Released], english: Words
) -> None:
    poisoned = poison(make(heads))
    assert poisoned.marks["n"].eq(777).any()
    told = list(everything_shown(poisoned, english))
    assert [text for text in told if "77" in text or "78" in text] == []


@pytest.mark.parametrize("heads", [3, 12, 40])
def test_withheld_rows__with_and_without_secrets__show_the_same(
    heads: int, make: Callable[..., Released], poison: Callable[[Released], Released], english: Words
) -> None:
    assert list(everything_shown(poison(make(heads)), english)) == list(everything_shown(make(heads), english))
