"""Recommendations: which rule finds what, how sure it calls that, and what it says; every rule at its threshold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from analysis.disclosure import OpportunityMap
from analysis.disclosure.released import Released
from analysis.errors import ProtectionError
from analysis.guide import Words
from analysis.present.recommendations import CERTAINTIES, MOST, RULES, Serving, recommend
from analysis.present.wording.recommendations import say_next_steps, say_recommendations
from opportunities_made import make_opportunities, suggesting, turned


def told(table: pd.DataFrame, low: int, high: int | None = None, n: int = 20, **where: str) -> pd.DataFrame:
    """`table` with the count `low` to `high` of `n` in the rows of all staff that match."""
    rows = (table["cohort"] == "all") & ~table["withheld"].astype(bool)
    for column, value in where.items():
        rows &= table[column] == value
    most = low if high is None else high
    changed = {"n": n, "roster": n, "count_low": low, "count_high": most, "low": low / n, "high": most / n}
    return table.assign(**{name: table[name].mask(rows, value) for name, value in changed.items()})


def quiet(released: Released) -> Released:
    """A library in which no rule finds anything but the open choice."""
    bands = told(released.bands, 5, band="fixed")
    return replace(
        released,
        marks=told(released.marks, 10),
        bands=told(bands, 5, band="growth"),
        priority=released.priority.assign(top_three=3 / 7),
        gaps=released.gaps.assign(p_adjusted=0.9),
    )


def unclear(heads: int = 20) -> OpportunityMap:
    """A map in which no wish stands out, and nothing is suggested."""
    return suggesting(make_opportunities(heads, is_clear=False))


@pytest.fixture
def twenty(make: Callable[..., Released]) -> Released:
    return quiet(make(20))


def steps(released: Released) -> list[tuple[str, str, str]]:
    found = recommend(released, unclear())
    return [(one.rule, one.subject, one.certainty) for one in found]


def said(released: Released, words: Words) -> tuple[str, ...]:
    texts = say_next_steps(released, unclear(), words)
    return tuple(text.replace("\u00a0", " ") for text in texts)


def wished(released: Released, chance: float, quality: str = "agency") -> Released:
    """One quality with this chance of being among the three most wanted."""
    table = released.priority
    return replace(
        released, priority=table.assign(top_three=table["top_three"].mask(table["quality"] == quality, chance))
    )


def leaning(released: Released, fixed: int, growth: int, most_growth: int | None = None, n: int = 20) -> Released:
    """So many people who lean to either side with a setback."""
    bands = told(released.bands, fixed, n=n, scope="setback", band="fixed")
    return replace(released, bands=told(bands, growth, most_growth, n=n, scope="setback", band="growth"))


def test_recommend__anything_but_released__is_refused() -> None:
    with pytest.raises(ProtectionError, match="Only released results can be shown"):
        recommend({}, make_opportunities(20))  # pyright: ignore[reportArgumentType]


def test_recommend__no_map__is_refused(twenty: Released) -> None:
    with pytest.raises(ProtectionError, match="Only an opportunity map made from released results can be shown"):
        recommend(twenty, {})  # pyright: ignore[reportArgumentType]


def test_recommend__nothing_stands_out__leaves_one_open_choice(twenty: Released) -> None:
    assert [(rule, certainty) for rule, _, certainty in steps(twenty)] == [("open_choice", "talk")]


@pytest.mark.parametrize(("chance", "found"), [(0.79, False), (0.80, True), (0.81, True)])
def test_wanted__around_eight_in_ten__is_found_from_there(chance: float, found: bool, twenty: Released) -> None:
    assert (("wanted", "agency", "likely") in steps(wished(twenty, chance))) is found


def test_wanted__beyond_chance__is_clear(twenty: Released) -> None:
    released = wished(twenty, 0.9)
    clear = turned(unclear(), "needs", {"quality": "agency"}, stands_out=True)
    assert [(one.rule, one.certainty) for one in recommend(released, clear)] == [("wanted", "clear")]


@pytest.mark.parametrize(
    ("build", "strengthen", "title"),
    [
        (10, 3, "Start on “Say in learning”."),
        (3, 10, "Take “Say in learning” further."),
        (5, 5, "Work on “Say in learning”."),
    ],
)
def test_wanted__four_cells__say_whether_it_is_missed_or_wanted_further(
    build: int, strengthen: int, title: str, twenty: Released, english: Words
) -> None:
    cells = told(told(twenty.four_cells, build, cell="build"), strengthen, cell="strengthen")
    assert said(wished(replace(twenty, four_cells=cells), 0.9), english)[0].startswith(title)


@pytest.mark.parametrize(("p", "found"), [(0.049, True), (0.05, False), (0.051, False)])
def test_gap__p_around_five_percent__is_found_below(p: float, found: bool, make: Callable[..., Released]) -> None:
    released = quiet(make(400, 120))
    gaps = released.gaps.assign(p_adjusted=released.gaps["p_adjusted"].mask(released.gaps["quality"] == "purpose", p))
    assert (("gap", "purpose", "clear") in steps(replace(released, gaps=gaps))) is found


@pytest.mark.parametrize(
    ("fixed", "growth", "certainty"),
    [
        (6, 4, "likely"),  # ten points apart, the least that is found
        (12, 2, "likely"),  # 2 · P(X ≥ 12 of 14) · 6 = .078
        (13, 2, "clear"),  # 2 · P(X ≥ 13 of 15) · 6 = .044
    ],
)
def test_situation__leaning_to_fixed__is_clear_only_beyond_chance(
    fixed: int, growth: int, certainty: str, twenty: Released
) -> None:
    assert steps(leaning(twenty, fixed, growth)) == [("situation", "setback", certainty)]


def test_situation__less_than_ten_points_apart__is_none(make: Callable[..., Released]) -> None:
    released = quiet(make(20))
    assert steps(leaning(released, 6, 3, 5))[0][0] == "open_choice"
    assert steps(leaning(released, 7, 3, 5))[0] == ("situation", "setback", "likely")


def test_situation__a_range__is_judged_where_the_counts_are_closest(twenty: Released) -> None:
    assert steps(leaning(twenty, 13, 0, 2)) == [("situation", "setback", "clear")]
    assert steps(leaning(twenty, 13, 0, 3)) == [("situation", "setback", "likely")]


def test_situation__several__is_the_one_with_the_widest_lead(twenty: Released) -> None:
    released = leaning(twenty, 8, 5)
    bands = told(told(released.bands, 9, scope="criticism", band="fixed"), 4, scope="criticism", band="growth")
    assert steps(replace(released, bands=bands)) == [("situation", "criticism", "likely")]


@pytest.mark.parametrize(("answers", "invited"), [(19, True), (20, False), (21, False)])
def test_answers__around_half__invites_below_it(
    answers: int, invited: bool, make: Callable[..., Released], english: Words
) -> None:
    texts = said(quiet(make(40, answers)), english)
    invitation = f"Invite those who have not answered. So far {answers} of 40 have answered, and the views"
    assert any(text.startswith(invitation) for text in texts) is invited


def test_strategy__only_clear_suggestions__become_steps(twenty: Released) -> None:
    clear = {
        "strategy_id": "s00",
        "quality": "agency",
        "strength": "clear",
        "kind": "widen",
        "because": ("works_above",),
    }
    opportunities = suggesting(make_opportunities(20), clear, {"strategy_id": "s01", "quality": "variety"})
    found = [(one.rule, one.subject, one.certainty) for one in recommend(twenty, opportunities)]
    assert found == [("strategy", "agency", "clear")]


def test_recommend__same_quality_twice__is_one_step_with_the_strategy_beside_it(twenty: Released) -> None:
    clear = {
        "strategy_id": "s00",
        "quality": "agency",
        "strength": "clear",
        "kind": "widen",
        "because": ("works_above",),
    }
    opportunities = suggesting(make_opportunities(20), clear)
    found = recommend(wished(twenty, 0.9), opportunities)
    assert [(one.rule, one.subject) for one in found] == [("wanted", "agency")]
    assert found[0].serving[0] == Serving("suggested", "s00")


def test_serving__each_kind__stands_in_its_order(twenty: Released) -> None:
    opportunities = make_opportunities(20)
    where = {"quality": "agency"}
    named = turned(opportunities, "needs", where, served_by=("s00", "s01", "s02"), explored_by=("s03",))
    for strategy, standing in (("s00", ""), ("s01", "above"), ("s02", "below")):
        named = turned(named, "offers", {"strategy_id": strategy}, standing=standing)
    found = recommend(wished(twenty, 0.9), suggesting(named))
    assert [(one.why, one.strategy_id) for one in found[0].serving] == [
        ("works_above", "s01"),
        ("to_explore", "s03"),
        ("in_use", "s00"),
    ]


def test_recommend__much_stands_out__keeps_to_three_in_the_order_of_the_rules(make: Callable[..., Released]) -> None:
    released = wished(leaning(quiet(make(400, 120)), 15, 1), 0.9)
    gaps = released.gaps.assign(p_adjusted=0.01)
    found = steps(replace(released, gaps=gaps))
    assert [rule for rule, _, _ in found] == ["wanted", "gap", "situation"]
    assert len(found) == MOST


def test_recommend__too_few_to_be_shown__says_how_to_get_on(make: Callable[..., Released], english: Words) -> None:
    three = make(3)
    nothing = make_opportunities(3)
    assert recommend(three, nothing) == ()
    said = say_next_steps(three, nothing, english)
    assert said[0].startswith("Talk it through: fill in one guide together")


@pytest.mark.parametrize("heads", [5, 12, 40, 400])
@pytest.mark.parametrize("language", ["english", "spanish"])
def test_say__any_library__is_whole_and_names_its_certainty(
    heads: int, language: str, make: Callable[..., Released], request: pytest.FixtureRequest
) -> None:
    words = request.getfixturevalue(language)
    released, opportunities = make(heads), make_opportunities(heads)
    found = recommend(released, opportunities)
    assert {one.rule for one in found} <= set(RULES)
    assert {one.certainty for one in found} <= set(CERTAINTIES)
    for step in say_recommendations(released, opportunities, words):
        assert step.title
        assert step.evidence
        assert step.certainty
        assert "{" not in f"{step.title}{step.evidence}{step.certainty}{step.serving}"


def test_say__a_step__is_title_evidence_certainty_and_strategies(twenty: Released, english: Words) -> None:
    released = wished(twenty, 0.86)
    assert said(released, english)[0].startswith(
        "Work on “Say in learning”. In all likelihood between 14 and 18 of your 20 staff want to develop it together."
    )
    assert (
        "This is likely: the chance that it is among the three that staff most want is about 9 in 10. "
        "That it is ahead of the others may still be chance. What could serve it: "
    ) in said(released, english)[0]
