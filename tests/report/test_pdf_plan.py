"""How gaps on pages are found and closed, on pages that are set by a few lines of arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from analysis.report import pdf_plan
from analysis.report.pdf_plan import FULL, LAST, Layout, Mark, Place, Plan, Sheet, plan_pages, sheets_of, shortfall

TOP, BOTTOM = 0.0, 100.0


def stacked(
    heights: Sequence[float], figures: Sequence[int], breakable: Sequence[int] = ()
) -> Callable[[Plan], list[Mark]]:
    """Sets blocks of these heights below each other on pages of 100, from page 2 on."""

    def set_pages(plan: Plan) -> list[Mark]:
        order = list(range(len(heights)))
        for figure in figures:
            if plan.place(figure).floats:
                at = order.index(figure)
                order[at : at + 2] = [*order[at + 1 : at + 2], figure]
        marks, page, y = [], 2, TOP
        for block in order:
            height = heights[block] * (plan.place(block).share if block in figures else plan.air)
            may_break = block in breakable or plan.place(block).breaks
            if y + height > BOTTOM and not may_break:
                page, y = page + 1, TOP
            marks.append(Mark(block, False, page, y))
            page, y = (page + 1, y + height - BOTTOM) if y + height > BOTTOM else (page, y + height)
            marks.append(Mark(block, True, page, y))
        return marks

    return set_pages


def layout(figures: Sequence[int] = (), tables: Sequence[int] = ()) -> Layout:
    return Layout(frozenset(figures), frozenset(tables), TOP, BOTTOM)


def fills(set_pages: Callable[[Plan], list[Mark]], plan: Plan) -> list[float]:
    return [round(sheet.fill, 2) for sheet in sheets_of(set_pages(plan), TOP, BOTTOM)]


def test_pages__already_full__are_left_as_they_are() -> None:
    set_pages = stacked([90, 80, 50], figures=[1])
    assert plan_pages(set_pages, layout([1])) == Plan()


def test_figure__nearly_fitting__is_made_narrower(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_plan, "AROUND", 2.0)
    set_pages = stacked([30, 80, 40], figures=[1])
    assert fills(set_pages, Plan()) == [0.3, 0.8, 0.4]
    plan = plan_pages(set_pages, layout([1]))
    assert plan == Plan(places={1: Place(68 / 80)})
    assert fills(set_pages, plan) == [0.98, 0.4]


def test_figure__not_fitting__lets_what_follows_fill_the_gap() -> None:
    set_pages = stacked([40, 80, 50, 60], figures=[1])
    assert fills(set_pages, Plan()) == [0.4, 0.8, 0.5, 0.6]
    plan = plan_pages(set_pages, layout([1]))
    assert plan.place(1).floats
    assert fills(set_pages, plan)[0] == 0.9


def test_short_table__that_leaves_a_gap__is_broken() -> None:
    set_pages = stacked([60, 50, 60], figures=[])
    plan = plan_pages(set_pages, layout(tables=[1]))
    assert plan.places == {1: Place(breaks=True)}
    assert fills(set_pages, plan) == [1.0, 0.7]


def test_last_page__with_little_on_it__is_filled_by_another_setting() -> None:
    set_pages = stacked([95, 100, 10], figures=[], breakable=[0, 1, 2])
    assert fills(set_pages, Plan()) == [1.0, 1.0, 0.05]
    plan = plan_pages(set_pages, layout())
    assert (plan.share, plan.air) != (1.0, 1.0)
    assert shortfall(sheets_of(set_pages(plan), TOP, BOTTOM)) == 0


def test_gap__that_nothing_closes__leaves_the_fullest_setting() -> None:
    set_pages = stacked([40, 90], figures=[])
    assert fills(set_pages, plan_pages(set_pages, layout())) == [0.43, 0.96]


@pytest.mark.parametrize(("fill", "lacking"), [(FULL - 0.01, 0.01), (FULL, 0), (FULL + 0.01, 0)])
def test_shortfall__of_a_page__counts_below_the_limit(fill: float, lacking: float) -> None:
    assert shortfall([Sheet(fill, 0, 1), Sheet(LAST, 0, -1)]) == pytest.approx(lacking)


@pytest.mark.parametrize(("fill", "lacking"), [(LAST - 0.01, 0.01), (LAST, 0), (LAST + 0.01, 0)])
def test_shortfall__of_the_last_page__has_a_limit_of_its_own(fill: float, lacking: float) -> None:
    assert shortfall([Sheet(FULL, 0, 1), Sheet(fill, 0, -1)]) == pytest.approx(lacking)


def test_page__that_a_block_goes_on_from__is_full() -> None:
    marks = [Mark(0, False, 2, 0), Mark(0, True, 4, 30)]
    assert [sheet.fill for sheet in sheets_of(marks, TOP, BOTTOM)] == [1.0, 1.0, 0.3]


def test_page__next_block__is_the_upmost_that_begins_there() -> None:
    marks = [Mark(0, False, 2, 0), Mark(0, True, 2, 50), Mark(1, False, 3, 40), Mark(1, True, 3, 60)]
    marks += [Mark(2, False, 3, 0), Mark(2, True, 3, 40)]
    first, _ = sheets_of(marks, TOP, BOTTOM)
    assert (first.fill, first.room, first.next_block) == (0.5, 50, 2)
