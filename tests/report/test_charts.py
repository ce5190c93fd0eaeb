"""Charts: they tell what the released numbers tell, as exactly as tables do, and never the middle of a range."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.guide import load_words
from analysis.present.cells import minimum_of, read_cells
from analysis.present.numbers import say_count
from analysis.report.charts import CHARTS, MOST_ROWS, chart_of
from report_made import small_released

WORDS = load_words("en")
BOTH = [load_words("en"), load_words("es")]


def with_marks(n: int, low: int, high: int):
    """The sample with every mark told as `low` to `high` of `n`, out of a roster of 60."""
    released = small_released()
    told = {"n": n, "count_low": low, "count_high": high, "roster": 60, "low": 0.213, "high": 0.508, "withheld": False}
    everybody = released.marks["cohort"] == "all"
    return replace(released, marks=released.marks[everybody].assign(**told, reason=""))


def with_bands(*told: tuple[int, int]):
    """The sample with the three bands of all staff told as these counts of 10."""
    released = small_released()
    bands = released.bands[(released.bands["cohort"] == "all") & (released.bands["scope"] == "overall")]
    lows, highs = zip(*told, strict=True)
    own = bands.assign(n=10, count_low=lows, count_high=highs, withheld=False, reason="", low=None, high=None)
    return replace(released, bands=own)


def with_chance(chance: float):
    released = small_released()
    return replace(released, maturity=released.maturity.assign(p_developing=chance))


def hidden():
    """The sample with everything withheld."""
    released = small_released()
    frames = ("respondents", "marks", "bands", "maturity", "priority", "ratings")
    return replace(released, **{name: getattr(released, name).assign(withheld=True, reason="few") for name in frames})


@pytest.mark.parametrize("words", BOTH, ids=lambda words: words.language)
@pytest.mark.parametrize("figure_id", CHARTS)
def test_chart__of_a_small_library__has_a_value_and_a_word_for_each_category(figure_id, words) -> None:
    chart = chart_of(figure_id, small_released(), words)
    assert chart is not None
    for series in chart.series:
        assert len(series.values) == len(chart.categories)
        assert all(value is None or 0 <= value <= 1 for value in series.values)  # noqa: PD011
        assert series.is_open or len(series.labels) == len(chart.categories)


@pytest.mark.parametrize("figure_id", CHARTS)
def test_chart__of_nothing_that_may_be_told__is_none(figure_id) -> None:
    assert chart_of(figure_id, hidden(), WORDS) is None


def test_chart__of_a_figure_without_a_like__is_none() -> None:
    assert chart_of("caterpillar", small_released(), WORDS) is None
    assert chart_of("leaning_role", replace(small_released(), respondents=hidden().respondents), WORDS) is None


def test_qualities__bars__are_the_smallest_share_that_each_count_allows() -> None:
    released = small_released()
    chart = chart_of("qualities", released, WORDS)
    assert chart is not None
    cells = read_cells(released.group("marks"), ["mark", "quality"])
    names = {WORDS(f"guide.quality.{quality}.name"): quality for quality in released.guide.qualities}
    assert set(chart.categories) == set(names)
    for mark, series in zip(("exists", "develop"), chart.series, strict=True):
        own = [cells[mark, names[name]] for name in chart.categories]
        assert series.values == tuple(cell.count_low / cell.n for cell in own)  # noqa: PD011
        assert series.labels == tuple(say_count(cell, WORDS, minimum_of(released)) for cell in own)


@pytest.mark.parametrize(("n", "value"), [(49, 17 / 49), (50, 0.34), (51, 0.33)])
def test_share__from_fifty_people_on__is_no_finer_than_the_percent_that_is_told(n, value) -> None:
    chart = chart_of("qualities", with_marks(n, 17, 17), WORDS)
    assert chart is not None
    assert set(chart.series[0].values) == {value}


def test_share__of_a_range__is_its_smallest_and_the_label_says_the_range() -> None:
    chart = chart_of("qualities", with_marks(20, 5, 8), WORDS)
    assert chart is not None
    assert set(chart.series[0].values) == {0.25}
    assert {label.replace("\u00a0", " ") for label in chart.series[0].labels} == {"5 to 8 of 20"}


def test_likely_range__of_a_large_roster__is_told_in_whole_percents() -> None:
    chart = chart_of("qualities", with_marks(20, 5, 5), WORDS)
    assert chart is not None
    assert set(chart.series[0].likely) == {(0.21, 0.51)}


@pytest.mark.parametrize(
    ("chance", "drawn"),
    [
        (1.0, 1.0),
        (0.996, 1.0),
        (0.995, 0.95),
        (0.951, 0.95),
        (0.95, 0.9),
        (0.64, 0.6),
        (0.05, 0.1),
        (0.049, 0.05),
        (0.005, 0.05),
        (0.004, 0.0),
        (0.0, 0.0),
    ],
)
def test_chance__drawn__is_as_coarse_as_it_is_said(chance, drawn) -> None:
    chart = chart_of("maturity", with_chance(chance), WORDS)
    assert chart is not None
    assert chart.series[0].values[2] == drawn  # noqa: PD011


def test_bands__told_exactly__leave_nothing_open() -> None:
    chart = chart_of("leaning", with_bands((2, 2), (3, 3), (5, 5)), WORDS)
    assert chart is not None
    assert [series.values for series in chart.series] == [(0.2,), (0.3,), (0.5,)]  # noqa: PD011
    assert [series.is_open for series in chart.series] == [False, False, False]


def test_bands__told_as_ranges__end_in_an_open_part() -> None:
    chart = chart_of("leaning", with_bands((0, 2), (3, 3), (5, 7)), WORDS)
    assert chart is not None
    assert [series.values for series in chart.series] == [(0.0,), (0.3,), (0.5,), (0.2,)]  # noqa: PD011
    assert chart.series[3].is_open
    assert chart.series[3].name == "told only as a range"


def test_row__of_a_withheld_group__says_why_and_has_no_bar() -> None:
    released = small_released()
    own = released.respondents["cohort"] == "employment"
    told = released.respondents.assign(withheld=released.respondents["withheld"] & ~own)
    told.loc[own, ["n", "reason"]] = [6, ""]
    chart = chart_of("leaning_employment", replace(released, respondents=told), WORDS)
    assert chart is not None
    assert chart.categories == (
        "All staff",
        "Full time (fewer than 5)",
        "Part time (fewer than 5)",
        "Volunteer (fewer than 5)",
    )
    assert {value for series in chart.series for value in series.values[1:]} == {None}  # noqa: PD011


@pytest.mark.parametrize(("rows", "is_drawn"), [(MOST_ROWS - 1, True), (MOST_ROWS, True), (MOST_ROWS + 1, False)])
def test_strategies__more_than_can_be_read__stay_a_picture(rows, is_drawn) -> None:
    released = small_released()
    one = released.ratings[released.ratings["strategy_id"] == released.ratings["strategy_id"].iloc[0]]
    ids = [f"s{number:02d}" for number in range(rows)]
    ratings = [one.assign(strategy_id=name, n=6, count_low=2, count_high=2, withheld=False, reason="") for name in ids]
    strategies = [released.strategies.iloc[:1].assign(strategy_id=name, what=name) for name in ids]
    many = replace(released, ratings=pd.concat(ratings), strategies=pd.concat(strategies))
    assert (chart_of("strategies", many, WORDS) is not None) == is_drawn
