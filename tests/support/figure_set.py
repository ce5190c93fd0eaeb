"""The whole set of figures, each drawn from results made by hand: at any size, and with everything withheld."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from math import nan

import pandas as pd

from analysis.disclosure.compared import Comparison
from analysis.disclosure.followed import Followed
from analysis.disclosure.opportunity_map import OpportunityMap
from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.guide.codebook import GOAL_KINDS
from analysis.present import figures
from analysis.present.figures import Picture
from results_made import made_results, with_all_hidden
from tests.present.conftest import poisoned
from tests.present.libraries_made import make_comparison
from tests.present.libraries_made import poisoned as poisoned_libraries
from waves_made import hidden, make_followed
from waves_made import poisoned as poisoned_waves

__all__ = ["DRAWINGS", "SECRET", "SIZES", "Sources", "sources_of", "suppressed_sources"]

SIZES = (3, 12, 40, 400)
LIBRARIES = {3: 3, 12: 12, 40: 40, 400: 300}
"""How many libraries are compared where so many staff are asked."""

SECRET = "77"
"""What every number that may not be told consists of."""

MINIMUM_OF_TEXTS = 10
TODAY = date(2026, 3, 1)


@dataclass(frozen=True)
class Sources:
    """What the figures of one size are drawn from."""

    released: Released
    opportunities: OpportunityMap
    comparison: Comparison
    followed: Followed


Drawing = Callable[[Sources, Words, str], Picture | None]


def _of_released(draw: Callable[..., Picture], *choices: str) -> Drawing:
    return lambda sources, words, width: draw(sources.released, words, *choices, width=width)


def _of_libraries(draw: Callable[..., Picture], measure: str) -> Drawing:
    return lambda sources, words, width: draw(sources.comparison, words, measure, width=width)


def _of_waves(draw: Callable[..., Picture | None], *choices: str) -> Drawing:
    return lambda sources, words, width: draw(sources.followed, words, *choices, width=width)


DRAWINGS: dict[str, Drawing] = {
    "bands": _of_released(figures.draw_bands, "unit"),
    "caterpillar": _of_libraries(figures.draw_caterpillar, "index"),
    "components": _of_released(figures.draw_components),
    "differences": _of_released(figures.draw_differences, "unit"),
    "dots": _of_released(figures.draw_dots, "leads"),
    "dumbbell": _of_released(figures.draw_dumbbell),
    "flows": _of_waves(figures.draw_flows),
    "funnel": _of_libraries(figures.draw_funnel, "agency"),
    "goal_waves": _of_waves(figures.draw_goal_waves, "goal_team"),
    "goals": _of_released(figures.draw_goals, "goal_team", "leads"),
    "heat": _of_released(figures.draw_heat, "unit"),
    "maturity": _of_released(figures.draw_maturity),
    "opportunities": lambda sources, words, width: figures.draw_opportunities(
        sources.opportunities, words, width=width
    ),
    "profile": _of_released(figures.draw_profile),
    "situations": _of_released(figures.draw_situations, "unit"),
    "slope": _of_waves(figures.draw_slope),
    "strategies": lambda sources, words, width: figures.draw_strategies(
        sources.released, words, sources.opportunities, width=width
    ),
    "theme_heat": _of_released(figures.draw_theme_heat, "tour_change", "unit"),
    "themes": _of_released(figures.draw_themes, "tour_keep"),
    "timeline": lambda sources, words, width: figures.draw_timeline(sources.released, words, TODAY, width=width),
}


@cache
def sources_of(heads: int) -> Sources:
    """The results of a library of so many heads, three in four answering, beside others and over two waves."""
    results = made_results(heads)
    assert results.opportunities is not None
    comparison = make_comparison(LIBRARIES[heads], withheld={"lib_001": "few"})
    followed = with_goal_waves(make_followed(heads), heads)
    return Sources(results.released, results.opportunities, comparison, followed)


@cache
def suppressed_sources(heads: int) -> Sources:
    """The same where nothing may be told, with a secret in every number that is withheld."""
    results = with_all_hidden(made_results(heads))
    assert results.opportunities is not None
    told = results.released.respondents.assign(withheld=True, reason="few")
    reasons = dict.fromkeys((f"lib_{number:03d}" for number in range(LIBRARIES[heads])), "few")
    return Sources(
        poisoned(replace(results.released, respondents=told)),
        _without_ratings(results.opportunities),
        poisoned_libraries(make_comparison(LIBRARIES[heads], withheld=reasons)),
        poisoned_waves(hidden(with_goal_waves(make_followed(heads), heads, is_told=False))),
    )


def _without_ratings(opportunities: OpportunityMap) -> OpportunityMap:
    blank = dict.fromkeys(("n", "well_low", "well_high", "low", "high", "others"), nan)
    needs = opportunities.needs.assign(works="unknown")
    return replace(opportunities, offers=opportunities.offers.assign(**blank, standing=""), needs=needs)


def with_goal_waves(followed: Followed, heads: int, *, is_told: bool = True) -> Followed:
    """The same with the kinds of team goals that people named in each wave."""
    n = round(heads * 0.5)
    rows = []
    for place, wave in enumerate(followed.waves):
        shares = (0.5 - 0.3 * place, 0.3, 0.2 + 0.3 * place)
        for kind, share in zip(GOAL_KINDS, shares, strict=True):
            rows.append({"item": "goal_team", "goal": kind, "wave": wave, **_counted(round(n * share), n, is_told)})
    steps = [{"item": "goal_team", "goal": kind, **_moved(n if is_told else 0)} for kind in GOAL_KINDS]
    return replace(
        followed,
        goals=pd.DataFrame(rows).reindex(columns=list(followed.goals.columns)),
        goal_steps=pd.DataFrame(steps).reindex(columns=list(followed.goal_steps.columns)),
    )


def _counted(count: int, n: int, is_told: bool) -> dict[str, object]:
    secret = float(SECRET * 2)
    if not is_told or n < MINIMUM_OF_TEXTS:
        numbers = dict.fromkeys(("n", "count_low", "count_high", "share", "low", "high"), secret)
        return {**numbers, "withheld": True, "reason": "few"}
    share = count / n
    ends = {"low": max(0.0, share - 0.1), "high": min(1.0, share + 0.1)}
    return {"n": n, "withheld": False, "reason": "", "count_low": count, "count_high": count, "share": share, **ends}


def _moved(n: int) -> dict[str, object]:
    waves = {"before": "2025", "after": "2026"}
    if n < MINIMUM_OF_TEXTS:
        return {**waves, "withheld": True, "reason": "few", "moved": ""}
    told = {"change": 0.0, "change_low": 0.0, "change_high": 0.0, "low": -20.0, "high": 20.0, "smallest": 30.0}
    return {**waves, "n_before": n, "n_after": n, "withheld": False, "reason": "", "moved": "", **told}
