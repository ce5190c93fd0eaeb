"""What is planted about strategies is found by the opportunity map, from what may be shown, and as clear."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from analysis.disclosure import OpportunityMap, Released, map_opportunities

pytestmark = pytest.mark.slow

DESK = "Colleague shows colleague at the desk"
REFRESHER = "Safety and privacy refresher"
WEBINARS = "Recorded webinars"
VISITS, SWAP = "Visits to other libraries", "Job swap for a week"


@pytest.fixture(params=["quillhaven", "lanternport"])
def mapped(request: pytest.FixtureRequest, shown: Callable[[str, str], Released]) -> OpportunityMap:
    return map_opportunities(shown(request.param, "2026"))


def test_sample__a_say_in_learning__is_what_stands_out_among_the_wishes(mapped: OpportunityMap) -> None:
    assert mapped.needs.loc[mapped.needs["stands_out"], "quality"].tolist() == ["agency"]


def test_sample__strategies__best_and_least_stand_apart_from_the_rest(mapped: OpportunityMap) -> None:
    standing = mapped.offers.set_index("what")["standing"]
    assert (standing[DESK], standing[REFRESHER]) == ("above", "below")


def test_sample__best_strategy_for_one_group_alone__widen_it_is_clear(mapped: OpportunityMap) -> None:
    found = by_name(mapped)
    row = found[(found["kind"] == "widen") & (found["what"] == DESK)].iloc[0]
    assert (row["strength"], row["value"], row["weak_because"]) == ("clear", "support_services", ())


def test_sample__wanted_most_and_served_below__explore_what_is_on_the_list_is_clear(mapped: OpportunityMap) -> None:
    need = mapped.needs.iloc[0]
    names = mapped.offers.set_index("strategy_id")["what"]
    assert need["works"] == "below"
    assert WEBINARS in set(names[list(need["served_by"])])
    found = by_name(mapped)
    explored = found[(found["kind"] == "explore") & (found["strength"] == "clear")]
    assert explored["what"].tolist() == [VISITS, SWAP]
    assert set(explored["quality"]) == {"agency"}


def by_name(mapped: OpportunityMap) -> pd.DataFrame:
    """The suggestions with the names of the strategies."""
    return mapped.suggestions.merge(mapped.offers[["strategy_id", "what"]], on="strategy_id", how="left")
