"""The data of the whole figure set: marks and bars stand where the released values say, at every size."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import pandas as pd
import pytest

from analysis.guide import Words
from analysis.present.cells import Cell, read_cell
from analysis.present.figures import Picture
from analysis.present.figures.flows import FILLS, GAP
from analysis.present.numbers import say_count
from analysis.present.palette import BLUE, DIVERGING, ORANGE, SEQUENTIAL, step_of
from figure_marks import anchors, bars, counts_of_fills, misplaced, placed_marks, plain, withheld_places
from figure_set import DRAWINGS, SIZES, Sources, sources_of

TOLERANCE = 0.01
"""Inches by which a mark may stand beside its place."""

MINIMUM = 5
SHARE = {"nobody": 0.0, "none": 0.0, "half": 0.5, "everybody": 1.0, "all": 1.0}
POINTS = {str(point): float(point) for point in range(0, 101, 5)}
PERCENT = {f"{point}%": float(point) for point in range(0, 101, 20)}
TENTHS = {f"{tenth} of 10": tenth / 10 for tenth in range(11)}
SIZES_AND_SLOW = [*SIZES[:3], pytest.param(400, marks=pytest.mark.slow)]


def told(table: pd.DataFrame, **where: str) -> Iterator[Cell]:
    """The cells of the rows that match and may be told."""
    for row in table.to_dict("records"):
        cell = read_cell(row)
        if all(row[column] == value for column, value in where.items()) and not cell.is_withheld:
            yield cell


def in_cohort(table: pd.DataFrame, cohort: str) -> pd.DataFrame:
    """The rows of a cohort and of all staff."""
    return table[table["cohort"].isin([cohort, "all"])]


def exact(cells: Iterator[Cell]) -> list[float]:
    """The shares of the counts that are told exactly."""
    return sorted(cell.span[0] for cell in cells if cell.is_exact)


def dumbbell_values(sources: Sources) -> list[float]:
    return exact(told(sources.released.marks, cohort="all"))


def component_values(sources: Sources) -> list[float]:
    table = sources.released.components
    return list(table.loc[table["quantity"].isin(["person", "situation", "residual"]), "share"].dropna())


def difference_values(sources: Sources) -> list[float]:
    table = sources.released.differences
    own = table[(table["cohort"] == "unit") & (table["scope"] == "overall")].dropna(subset="superiority_low")
    return list((own["superiority_low"] + own["superiority_high"]) / 2)


def profile_values(sources: Sources) -> list[float]:
    return list(sources.released.profile["score"].dropna())


def index_values(sources: Sources) -> list[float]:
    table = sources.released.maturity
    return list(table.loc[table["cohort"] == "all", "index"].dropna())


def wanted_values(sources: Sources) -> list[float]:
    needs = sources.opportunities.needs
    return list((needs["count_low"] / needs["n"]).dropna())


def library_values(sources: Sources) -> list[float]:
    own = sources.comparison.standing.query("measure == 'index'")
    return [*own["pooled"], *own["raw"].dropna()]


def raw_values(sources: Sources) -> list[float]:
    return list(sources.comparison.standing.query("measure == 'agency'")["raw"].dropna())


POINTED: dict[str, tuple[Callable[[Sources], Sequence[float]], str, dict[str, float]]] = {
    "dumbbell": (dumbbell_values, "x", SHARE),
    "components": (component_values, "x", SHARE),
    "differences": (difference_values, "x", TENTHS),
    "profile": (profile_values, "x", POINTS),
    "maturity": (index_values, "x", POINTS),
    "opportunities": (wanted_values, "y", SHARE),
    "funnel": (raw_values, "y", PERCENT),
}


@pytest.mark.parametrize("heads", SIZES_AND_SLOW)
@pytest.mark.parametrize("name", POINTED)
def test_marks__every_size__stand_at_their_values(name: str, heads: int, english: Words) -> None:
    values, along, scale = POINTED[name]
    sources = sources_of(heads)
    picture = drawn(name, sources, english)
    wanted = sorted(set(values(sources))) if name == "funnel" else sorted(values(sources))
    places = placed_marks(picture, along)
    if name == "funnel":
        places = sorted(set(places))
    assert len(places) == len(wanted)
    if wanted:
        assert misplaced(places, wanted, anchors(picture, scale, along)) < TOLERANCE


@pytest.mark.parametrize("heads", [3, 12, 40])
def test_caterpillar__libraries__stand_at_what_is_likely_and_at_their_own_answers(heads: int, english: Words) -> None:
    picture = drawn("caterpillar", sources_of(heads), english)
    along = "x" if heads <= 12 else "y"
    places, values = placed_marks(picture, along), library_values(sources_of(heads))
    assert len(places) == len(values)
    assert misplaced(places, values, anchors(picture, POINTS, along)) < TOLERANCE


@pytest.mark.parametrize("heads", SIZES_AND_SLOW)
def test_slope__levels__stand_on_one_even_scale(heads: int, english: Words) -> None:
    picture = drawn("slope", sources_of(heads), english)
    levels = sources_of(heads).followed.levels.query("kind == 'quality'")
    values = levels["value"].dropna().round(9).tolist()
    places = placed_marks(picture, "y")
    if places:
        # Two measures at one place are one mark.
        highest_first = sorted({-value for value in values})
        assert misplaced(sorted({round(place, 6) for place in places}), highest_first) < TOLERANCE
    else:
        assert values == []


def band_cells(sources: Sources) -> dict[str, Iterator[Cell]]:
    table = in_cohort(sources.released.bands, "unit")
    return {
        fill: told(table, scope="overall", band=band)
        for fill, band in zip(ENDS, ("fixed", "mixed", "growth"), strict=True)
    }


def goal_cells(sources: Sources) -> dict[str, Iterator[Cell]]:
    table = in_cohort(sources.released.goals, "leads")
    kinds = zip(ENDS, ("performance", "mixed", "learning"), strict=True)
    return {fill: told(table, item="goal_team", goal=kind) for fill, kind in kinds}


def rating_cells(sources: Sources) -> dict[str, Iterator[Cell]]:
    bands = zip(ENDS, ("hardly", "somewhat", "well"), strict=True)
    return {fill: told(sources.released.ratings, band=band) for fill, band in bands}


def theme_cells(sources: Sources) -> dict[str, Iterator[Cell]]:
    table = sources.released.themes
    return {
        ORANGE: told(table, cohort="all", item="tour_change"),
        BLUE: told(table, cohort="all", item="tour_keep"),
    }


def wave_cells(sources: Sources) -> dict[str, Iterator[Cell]]:
    table = sources.followed.goals.assign(roster=None)
    kinds = zip(ENDS, ("performance", "mixed", "learning"), strict=True)
    return {fill: told(table, goal=kind) for fill, kind in kinds}


ENDS = (ORANGE, DIVERGING[2], BLUE)
BARRED = {
    "bands": band_cells,
    "goals": goal_cells,
    "goal_waves": wave_cells,
    "strategies": rating_cells,
    "themes": theme_cells,
}


@pytest.mark.parametrize("heads", SIZES_AND_SLOW)
@pytest.mark.parametrize("name", BARRED)
def test_bars__every_size__are_as_long_as_their_shares(name: str, heads: int, english: Words) -> None:
    sources = sources_of(heads)
    picture = drawn(name, sources, english)
    pairs = []
    for fill, cells in BARRED[name](sources).items():
        # A range that begins above nobody is full up to its lower end.
        shares = sorted(cell.span[0] for cell in cells if cell.count_low > 0)
        lengths = bars(picture, fill)
        assert len(lengths) == len(shares)
        pairs += zip(shares, lengths, strict=True)
    if pairs:
        unit = max(pairs)[1] / max(pairs)[0]
        assert max(abs(length - share * unit) for share, length in pairs) < TOLERANCE


@pytest.mark.parametrize("heads", [12, 40, pytest.param(400, marks=pytest.mark.slow)])
def test_flows__every_size__are_as_long_as_their_counts(heads: int, english: Words) -> None:
    paired = sources_of(heads).followed.paired
    picture = drawn("flows", sources_of(heads), english)
    pairs = []
    for flow, fill in FILLS.items():
        counts = sorted(paired.loc[paired[f"{flow}_low"] == paired[f"{flow}_high"], f"{flow}_low"])
        lengths = bars(picture, fill)
        assert len(lengths) == len(counts)
        pairs += zip(counts, lengths, strict=True)
    unit = (max(pairs)[1] + GAP) / max(pairs)[0]
    assert max(abs(length + GAP - count * unit) for count, length in pairs) < TOLERANCE


def quality_table(sources: Sources) -> pd.DataFrame:
    return in_cohort(sources.released.marks.query("mark == 'exists'"), "unit")


def growth_table(sources: Sources) -> pd.DataFrame:
    return in_cohort(sources.released.bands.query("band == 'growth' and scope != 'overall'"), "unit")


def change_table(sources: Sources) -> pd.DataFrame:
    return in_cohort(sources.released.themes.query("item == 'tour_change'"), "unit")


SHADED = {"heat": quality_table, "situations": growth_table, "theme_heat": change_table}


@pytest.mark.parametrize("heads", SIZES_AND_SLOW)
@pytest.mark.parametrize("name", SHADED)
def test_heat_maps__every_size__have_the_shade_of_each_share(name: str, heads: int, english: Words) -> None:
    table = SHADED[name](sources_of(heads))
    wanted = [0] * len(SEQUENTIAL)
    for cell in told(table):
        first, last = (step_of(share) for share in cell.span)
        # A range that ends just where a step opens does not reach into it.
        last -= last > first and cell.span[1] * 5 == last and cell.span[1] < 1
        for step in range(first, last + 1):
            wanted[step] += 1
    picture = drawn(name, sources_of(heads), english)
    everything = table.groupby(["cohort", "value"])["withheld"].all()
    if bool(everything.loc["all", "all"]):
        assert (counts_of_fills(picture, SEQUENTIAL), withheld_places(picture)) == ([0] * 5, 1)
        return
    assert counts_of_fills(picture, SEQUENTIAL) == wanted
    assert withheld_places(picture) == everything.sum()


@pytest.mark.parametrize("heads", SIZES_AND_SLOW)
def test_dots__every_group__has_twenty_or_none(heads: int, english: Words) -> None:
    sources = sources_of(heads)
    table = in_cohort(sources.released.distributions.query("scope == 'overall'"), "leads")
    picture = drawn("dots", sources, english)
    assert len(placed_marks(picture, "x")) == sum(len(dots) for dots in table["dots"])


@pytest.mark.parametrize("heads", SIZES_AND_SLOW)
def test_timeline__each_step__stands_at_its_day(heads: int, english: Words) -> None:
    sources = sources_of(heads)
    picture = drawn("timeline", sources, english)
    months = {f"2026-{month:02d}": float(date(2026, month, 1).toordinal()) for month in range(1, 13)}
    days = [float(date.fromisoformat(day).toordinal()) for day in sources.released.actions["due"]]
    assert misplaced(placed_marks(picture, "x"), days, anchors(picture, months, "x")) < TOLERANCE


SPOKEN = {
    "bands": lambda sources: in_cohort(sources.released.bands.query("scope == 'overall'"), "unit"),
    "dumbbell": lambda sources: sources.released.marks.query("cohort == 'all'"),
    "goals": lambda sources: in_cohort(sources.released.goals.query("item == 'goal_team'"), "leads"),
    "heat": quality_table,
    "situations": growth_table,
    "strategies": lambda sources: sources.released.ratings.query("band == 'well'"),
    "theme_heat": change_table,
    "themes": lambda sources: sources.released.themes.query("cohort == 'all' and item in ['tour_keep', 'tour_change']"),
}


@pytest.mark.parametrize("heads", SIZES_AND_SLOW)
@pytest.mark.parametrize("name", SPOKEN)
def test_alt__every_told_count__is_in_it_as_often_as_in_the_table(name: str, heads: int, english: Words) -> None:
    sources = sources_of(heads)
    alt = plain(drawn(name, sources, english).alt)
    counts = [plain(say_count(cell, english, MINIMUM)) for cell in told(SPOKEN[name](sources))]
    assert [count for count in set(counts) if alt.count(count) < counts.count(count)] == []


def drawn(name: str, sources: Sources, words: Words) -> Picture:
    """The picture of one figure, where there has to be one."""
    picture = DRAWINGS[name](sources, words, "page")
    assert picture is not None
    return picture
