"""The opportunity map follows from the inventory, the roster and the told counts, and is never too sure."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from analysis.disclosure import OpportunityMap, Released, map_opportunities, opportunity_map
from analysis.disclosure.against_rest import Counts, stand_apart
from analysis.disclosure.opportunity_map import BECAUSE, STRENGTHS, SUGGESTIONS, WEAK_BECAUSE
from analysis.disclosure.shares import describe_ranges
from analysis.guide import load_guide
from analysis.guide.catalogue import load_catalogue
from analysis.measures.cohorts import adjust_p_values
from analysis.measures.gaps import fisher_p
from analysis.responses.frames import STRATEGIES, empty_frame
from analysis.responses.synthetic import random_inventory
from told_waves import told_wave

GUIDE = load_guide()
AGENCY = dict.fromkeys(GUIDE.qualities, (20, 50)) | {"agency": (42, 50)}
ALIKE = dict.fromkeys(GUIDE.qualities, (20, 50))
HEADS = {
    ("all", "all"): 60,
    ("role", "leader"): 4,
    ("role", "public_services"): 36,
    ("role", "support_services"): 20,
    ("unit", "main_library"): 40,
    ("unit", "branch_1"): 20,
}
"""All staff and their groups; nobody is a supervisor."""


def strategy(number: int, qualities: str = "", participants: str = "all", **other: object) -> dict[str, object]:
    usual = {"participation": "optional", "content_chosen_by": "individual", "frequency": "monthly", "hours": 10.0}
    about = {"strategy_id": f"s{number}", "library_id": "elm", "wave": "2026", "what": f"Way {number}"}
    own = {"participants": participants, "status": "in_use", "qualities": qualities}
    return about | usual | own | other


@cache
def blank_wave() -> Released:
    """A wave of which nothing is told."""
    return told_wave(GUIDE, "2026", {})


def told(
    strategies: list[dict],
    ratings: dict[str, tuple[int, ...]],
    wishes: dict[str, tuple[int, ...]] | None = None,
    heads: dict[tuple[str, str], int] = HEADS,
    team: dict | None = None,
) -> Released:
    """What is told of an inventory: for how many of those who rated a strategy it works well, who wants what."""
    rows = [{"strategy_id": one, "band": "well"} | _ends(counts) for one, counts in ratings.items()]
    wanted = [{"quality": one, "mark": "develop"} | _ends(counts) for one, counts in (wishes or {}).items()]
    order = sorted(wishes or {}, key=lambda quality: -(wishes or {})[quality][0])
    fields = empty_frame(STRATEGIES)
    groups = [{"cohort": cohort, "value": value, "roster": heads} for (cohort, value), heads in heads.items()]
    return replace(
        blank_wave(),
        strategies=pd.DataFrame(strategies, columns=list(fields.columns)).astype(fields.dtypes.to_dict()),
        ratings=_described(rows, ["strategy_id", "band"]),
        marks=_described(wanted, ["quality", "mark"]),
        priority=pd.DataFrame({"quality": order, "top_three": np.linspace(1, 0, len(order))}),
        respondents=pd.DataFrame(groups, columns=["cohort", "value", "roster"]).astype({"roster": "Int64"}),
        team_guide=team,
    )


def _ends(counts: tuple[int, ...]) -> dict[str, object]:
    low, high, n = counts if len(counts) == 3 else (counts[0], *counts)
    return {"count_low": low, "count_high": high, "n": n}


def _described(rows: list[dict], about: list[str]) -> pd.DataFrame:
    whole = dict.fromkeys(("n", "roster", "count_low", "count_high"), "Int64")
    frame = pd.DataFrame(rows, columns=[*about, "n", "roster", "count_low", "count_high"]).astype(whole)
    return describe_ranges(frame.assign(cohort="all", value="all", withheld=False, reason=""))


def suggestions(mapped: OpportunityMap) -> list[tuple]:
    names = ["kind", "quality", "strategy_id", "value", "strength", "because", "weak_because"]
    return list(mapped.suggestions[names].itertuples(index=False, name=None))


def one(frame: pd.DataFrame, column: str, value: str) -> pd.Series:
    return frame[frame[column] == value].iloc[0]


RATED = {"s1": (45, 50), "s2": (20, 50), "s3": (20, 50), "s4": (20, 50), "s5": (20, 50)}
PLAIN = [strategy(number, "purpose") for number in range(1, 6)]


def test_stand_apart__overlapping_ranges__on_no_side_and_p_is_one() -> None:
    own = Counts(*(np.array(part, dtype=float) for part in ([8, 8, 0], [10, 12, 0], [20, 20, 0])))
    rest = Counts(*(np.array(part, dtype=float) for part in ([10, 20, 5], [20, 30, 5], [40, 40, 9])))
    side, p = stand_apart(own, rest)
    assert side.tolist() == ["", "", ""]
    assert p.tolist() == pytest.approx([1, 1, np.nan], nan_ok=True)


def test_stand_apart__every_pair_of_allowed_counts__has_a_p_that_is_no_larger() -> None:
    own, rest = (Counts(*(np.array([x], dtype=float) for x in told)) for told in ((12, 15, 20), (8, 13, 40)))
    p = stand_apart(own, rest)[1][0]
    assert p == pytest.approx(fisher_p(12, 20, 13, 40))
    assert all(fisher_p(x, 20, y, 40) <= p + 1e-12 for x in range(12, 16) for y in range(8, 14))


def test_offers__one_far_above__stands_apart_from_all_other_ratings() -> None:
    offers = map_opportunities(told(PLAIN, RATED)).offers
    assert offers["standing"].tolist() == ["above", "", "", "", ""]
    assert offers["others"].tolist() == pytest.approx([80 / 200, *[105 / 200] * 4])
    p = [fisher_p(45, 50, 80, 200), *[fisher_p(20, 50, 105, 200)] * 4]
    assert offers["p_adjusted"].tolist() == pytest.approx(adjust_p_values(p, method="holm").tolist())


@pytest.mark.parametrize(("well", "standing"), [(31, ""), (32, ""), (33, "above"), (34, "above")])
def test_offers__at_one_in_a_hundred__apart_from_there_on(well: int, standing: str) -> None:
    offer = one(map_opportunities(told(PLAIN, RATED | {"s1": (well, 50)})).offers, "strategy_id", "s1")
    assert (offer["standing"], offer["p_adjusted"] <= 0.01) == (standing, standing == "above")


def test_offers__ratings_that_may_not_be_told__blank_with_a_note_and_out_of_the_rest() -> None:
    offers = map_opportunities(told([*PLAIN, strategy(6), strategy(7, status="to_explore")], RATED)).offers
    assert offers.loc[5, ["n", "well_low", "others", "p", "p_adjusted"]].isna().all()
    assert offers["note"].tolist() == [*[""] * 5, "no ratings that may be told", ""]
    assert offers.loc[0, "others"] == 80 / 200


def test_offers__for_some_groups__reach_and_hours_of_the_roster() -> None:
    strategies = [
        strategy(1, participants="leader public_services"),
        strategy(2, participants="leader branch_1"),
        strategy(3, participants="pages", hours=None, frequency="on_demand"),
    ]
    offers = map_opportunities(told(strategies, {})).offers
    assert offers["groups"].tolist()[1:] == [(("role", "leader"), ("unit", "branch_1")), ()]
    assert offers[["reach_low", "reach_high"]].to_numpy()[:2].tolist() == [[40, 40], [20, 24]]
    assert offers[["hours_low", "hours_high"]].to_numpy()[:2].tolist() == [[400, 400], [200, 240]]
    assert offers["occasions"].isna().tolist() == [False, False, True]
    assert "meant for a group that the guide does not name: pages" in offers["note"][2]


def test_needs__one_wanted_far_more__stands_out_and_comes_first() -> None:
    needs = map_opportunities(told(PLAIN, RATED, AGENCY)).needs
    assert needs["quality"].tolist()[0] == "agency"
    assert needs["stands_out"].tolist() == [True, *[False] * 6]
    p = [fisher_p(42, 50, 120, 300), *[fisher_p(20, 50, 142, 300)] * 6]
    assert needs["p_adjusted"].tolist() == pytest.approx(adjust_p_values(p).tolist())


@pytest.mark.parametrize(("wanted", "stands_out"), [(30, False), (31, True)])
def test_needs__at_one_in_twenty__stands_out_from_there_on(wanted: int, stands_out: bool) -> None:
    need = map_opportunities(told([], {}, ALIKE | {"agency": (wanted, 50)})).needs.iloc[0]
    assert (need["stands_out"], need["p_adjusted"] <= 0.05) == (stands_out, stands_out)


def test_needs__a_quality_wanted_less_than_all_others__does_not_stand_out() -> None:
    needs = map_opportunities(told([], {}, ALIKE | {"agency": (0, 50)})).needs
    assert one(needs, "quality", "agency")["p_adjusted"] < 0.001
    assert not needs["stands_out"].any()


def test_needs__a_range_that_overlaps_the_rest__does_not_stand_out() -> None:
    needs = map_opportunities(told([], {}, ALIKE | {"agency": (19, 42, 50)})).needs
    assert not needs["stands_out"].any()


def test_needs__served_by_two__their_ratings_and_reach_together() -> None:
    strategies = [
        strategy(1, "agency", "leader", hours=5.0),
        strategy(2, "agency variety", "public_services", hours=None),
        strategy(3, "purpose"),
        strategy(4, "agency", status="to_explore"),
    ]
    needs = map_opportunities(told(strategies, {"s1": (5, 40), "s2": (6, 40), "s3": (25, 40)}, AGENCY)).needs
    need = needs.iloc[0]
    assert (need["served_by"], need["explored_by"]) == (("s1", "s2"), ("s4",))
    assert need[["reach_low", "reach_high", "hours_low", "hours_high"]].tolist() == [40, 40, 20, 20]
    assert (need["works"], need["works_share"], need["works_rest"]) == ("below", 11 / 80, 25 / 40)
    assert need["note"] == "hours not known of 1 of 2"
    none = one(needs, "quality", "role_models")
    assert none[["works", "reach_high", "hours_high"]].tolist() == ["nothing", 0, 0]


def test_needs__one_above_and_one_below__mixed() -> None:
    strategies = [strategy(1, "agency"), strategy(2, "agency"), *(strategy(number) for number in (3, 4, 5))]
    ratings = {"s1": (46, 50), "s2": (3, 50)} | dict.fromkeys(("s3", "s4", "s5"), (25, 50))
    assert map_opportunities(told(strategies, ratings, AGENCY)).needs.loc[0, "works"] == "mixed"


def test_coverage__groups__for_sure_perhaps_and_without() -> None:
    strategies = [
        strategy(1, participants="leader", participation="required"),
        strategy(2, participants="branch_1", content_chosen_by="library"),
        strategy(3, status="to_explore"),
    ]
    coverage = map_opportunities(told(strategies, {})).coverage.set_index("value")
    counts = ["offers", "possible", "required", "optional", "chosen", "without"]
    assert coverage.loc["leader", counts].tolist() == [1, 1, 1, 0, 1, False]
    assert coverage.loc["branch_1", counts].tolist() == [1, 1, 0, 1, 0, False]
    assert coverage.loc["all", counts].tolist() == [0, 2, 0, 0, 0, False]
    only = map_opportunities(told(strategies[:1], {})).coverage.set_index("value")
    assert only.index[only["without"]].tolist() == ["public_services", "support_services"]
    assert "supervisor" not in only.index


def test_cadence_and_balance__what_is_in_use__times_hours_and_shares() -> None:
    strategies = [
        strategy(1, hours=2.0),
        strategy(2, hours=1.0, participation="required", content_chosen_by="library"),
        strategy(3, frequency="on_demand", hours=None),
        strategy(4, status="to_explore"),
    ]
    mapped = map_opportunities(told(strategies, {}))
    cadence = mapped.cadence.set_index("frequency")
    assert cadence.loc["monthly"].tolist() == [("s1", "s2"), 24, 180, 180]
    assert (cadence.loc["on_demand", "strategies"], cadence["occasions"].isna().tolist()[-1]) == (("s3",), True)
    balance = mapped.balance.set_index(["participation", "content_chosen_by"])
    assert balance.loc[("required", "library"), ["strategies", "share_low", "share_high"]].tolist() == [1, 1 / 3, 1 / 3]
    assert balance.loc[("optional", "individual"), ["strategies", "unknown"]].tolist() == [2, 1]


BELOW = [strategy(1, "agency"), *(strategy(number, "purpose") for number in (2, 3, 4, 5))]
POOR = {"s1": (5, 50)} | dict.fromkeys(("s2", "s3", "s4", "s5"), (30, 50))


def test_suggestions__wanted_and_served_below__explore_what_is_on_the_list_and_rework() -> None:
    listed = [*BELOW, strategy(6, "agency", status="to_explore")]
    assert suggestions(map_opportunities(told(listed, POOR, AGENCY))) == [
        ("explore", "agency", "s6", "", "clear", ("wanted", "served_below", "in_inventory"), ()),
        ("rework", "agency", "s1", "", "clear", ("wanted", "works_below"), ()),
    ]


def test_suggestions__nothing_on_the_list__explore_from_the_catalogue_what_is_not_there_already() -> None:
    serving = [entry for entry in load_catalogue() if "agency" in entry.qualities]
    found = map_opportunities(told(BELOW, POOR, AGENCY)).suggestions
    assert found.loc[found["kind"] == "explore", "catalogue"].tolist() == [entry.id for entry in serving[:2]]
    there = [*BELOW, strategy(7, what=serving[0].called(GUIDE.words("es")).upper())]
    found = map_opportunities(told(there, POOR, AGENCY)).suggestions
    assert found.loc[found["kind"] == "explore", "catalogue"].tolist() == [entry.id for entry in serving[1:3]]


def test_suggestions__wish_is_not_clear__weak_and_says_so() -> None:
    mapped = map_opportunities(told(BELOW, POOR, ALIKE | {"agency": (25, 50)}))
    assert mapped.suggestions["strength"].unique().tolist() == ["weak"]
    assert suggestions(mapped)[-1][4:] == ("weak", ("among_wanted", "works_below"), ("wish_not_clear",))


@pytest.mark.parametrize(
    ("well", "n", "strength", "weak"),
    [(16, 50, "clear", ()), (17, 50, "weak", ("ratings_not_clear",)), (4, 19, "weak", ("few_ratings",))],
)
def test_suggestions__ratings_not_beyond_one_in_a_thousand__weak(well, n, strength, weak) -> None:
    listed = [*BELOW, strategy(6, "agency", status="to_explore")]
    found = suggestions(map_opportunities(told(listed, POOR | {"s1": (well, n)}, AGENCY)))[0]
    assert (found[0], found[4], found[6]) == ("explore", strength, weak)


def test_suggestions__nothing_serves_the_wish__rests_on_the_list_alone() -> None:
    listed = [*PLAIN, strategy(6, "agency", status="to_explore")]
    assert suggestions(map_opportunities(told(listed, RATED, AGENCY)))[0] == (
        ("explore", "agency", "s6", "", "weak", ("wanted", "not_served", "in_inventory"), ("list_only",))
    )


def test_suggestions__works_above_and_serves_the_wish__widen_to_the_groups_it_misses() -> None:
    strategies = [strategy(1, "agency", "leader"), *PLAIN[1:]]
    mapped = map_opportunities(told(strategies, RATED, AGENCY))
    assert suggestions(mapped) == [
        ("widen", "agency", "s1", "public_services", "clear", ("wanted", "works_above", "not_for_all"), ())
    ]
    assert mapped.suggestions.loc[0, "groups"] == (("role", "public_services"), ("role", "support_services"))


def test_suggestions__works_above_and_nobody_wants_it_most__clear_by_the_ratings_alone() -> None:
    strategies = [strategy(1, "variety", "leader"), *PLAIN[1:]]
    found = suggestions(map_opportunities(told(strategies, RATED, AGENCY)))
    assert found[0] == ("widen", "variety", "s1", "public_services", "clear", ("works_above", "not_for_all"), ())
    closer = suggestions(map_opportunities(told(strategies, RATED | {"s1": (33, 50)}, AGENCY)))
    assert [row[0] for row in closer] == ["explore", "explore"]


@pytest.mark.parametrize("participants", ["all", "leader public_services support_services"])
def test_suggestions__works_above_and_reaches_everybody__nothing_to_widen(participants: str) -> None:
    strategies = [strategy(1, "agency", participants), *PLAIN[1:]]
    assert suggestions(map_opportunities(told(strategies, RATED, AGENCY))) == []


def test_suggestions__groups_it_misses_are_not_known__weak() -> None:
    strategies = [strategy(1, "agency", "leader branch_1"), *PLAIN[1:]]
    found = suggestions(map_opportunities(told(strategies, RATED, AGENCY)))
    assert found[0][3:] == ("", "weak", ("wanted", "works_above", "not_for_all"), ("heads_unknown",))


def test_suggestions__looks_best_but_not_beyond_chance__weak() -> None:
    strategies = [strategy(1, "agency", "leader"), *PLAIN[1:]]
    for well, n, weak in ((28, 50, "ratings_not_clear"), (8, 12, "few_ratings")):
        found = suggestions(map_opportunities(told(strategies, RATED | {"s1": (well, n)}, AGENCY)))
        assert found == [
            ("widen", "agency", "s1", "public_services", "weak", ("wanted", "works_above", "not_for_all"), (weak,))
        ]
    assert suggestions(map_opportunities(told(strategies, RATED | {"s1": (24, 50)}, AGENCY))) == []


def test_suggestions__groups_without_any_strategy__the_largest_two_and_weak() -> None:
    heads = HEADS | {("role", "supervisor"): 1}
    mapped = map_opportunities(told([strategy(1, participants="leader")], {}, heads=heads))
    assert suggestions(mapped) == [
        ("offer", "", "", "public_services", "weak", ("no_offer",), ("list_only",)),
        ("offer", "", "", "support_services", "weak", ("no_offer",), ("list_only",)),
    ]


def test_suggestions__empty_inventory__for_everybody_and_weak() -> None:
    mapped = map_opportunities(told([], {}, AGENCY))
    assert set(mapped.suggestions["strength"]) == {"weak"}
    assert suggestions(mapped)[-1] == ("offer", "", "", "all", "weak", ("no_offer",), ("list_only",))


def test_suggestions__team_guide__in_the_order_of_what_was_agreed_and_weak() -> None:
    mapped = map_opportunities(told(PLAIN[:1], {}, team={"develop_variety": 1, "develop_purpose": 0}))
    assert mapped.needs["quality"].tolist()[:2] == ["variety", "purpose"]
    assert mapped.needs["note"].tolist()[0] == "the team agreed to develop it; how many want it may not be told"
    assert not mapped.needs["stands_out"].any()
    found = mapped.suggestions
    assert found[["kind", "quality", "strength"]].drop_duplicates().to_numpy().tolist() == [
        ["explore", "variety", "weak"]
    ]
    assert found["weak_because"].tolist() == [("agreed_only", "list_only")] * 2


def test_suggestions__nothing_may_be_told__none_from_wishes() -> None:
    assert suggestions(map_opportunities(told(PLAIN, {}))) == []


def test_suggestions__many__the_clear_ones_first_and_six_at_most() -> None:
    wishes = ALIKE | {"agency": (46, 50), "variety": (45, 50)}
    poor = [strategy(number, "agency variety") for number in range(1, 6)]
    fine = [strategy(number, "purpose") for number in range(6, 16)]
    ratings = dict.fromkeys((f"s{at}" for at in range(1, 6)), (4, 50)) | dict.fromkeys(
        (f"s{at}" for at in range(6, 16)), (30, 50)
    )
    heads = {("all", "all"): 60}
    found = map_opportunities(told([*poor, *fine], ratings, wishes, heads)).suggestions
    assert len(found) == 6
    assert found["strength"].tolist() == sorted(found["strength"])
    assert not found.duplicated(["kind", "strategy_id", "catalogue"]).any()


def test_map_opportunities__hostile_texts__kept_as_they_are() -> None:
    what = '<script>alert("x")</script> =1+1'
    mapped = map_opportunities(told([strategy(1, "agency nonsense", what=what)], {"s1": (3, 9)}, AGENCY))
    assert mapped.offers.loc[0, ["what", "qualities"]].tolist() == [what, ("agency",)]


def promised_columns() -> dict[str, set[str]]:
    """The columns of each frame, as the description of an `OpportunityMap` lists them."""
    text = (opportunity_map.__doc__ or "").split("| `because` | Meaning |")[0]
    rows = re.findall(r"^\| `(\w+)` \|[^|]*\| (.*) \|$", text, re.MULTILINE)
    return {
        name: set(re.findall(r"`(\w+)`", re.sub(r"\([^()]*(\([^()]*\)[^()]*)*\)", "", text))) for name, text in rows
    }


@pytest.mark.parametrize("frame", sorted(promised_columns()))
def test_map_opportunities__any_inventory__has_the_columns_that_are_promised(frame: str) -> None:
    for released in (told([], {}), told(PLAIN, RATED, AGENCY)):
        assert set(getattr(map_opportunities(released), frame).columns) == promised_columns()[frame]


def test_opportunity_map__words_for_reasons__are_the_ones_described() -> None:
    described = re.findall(r"^\| (`.*`) \|", (opportunity_map.__doc__ or "").split("| `because` |")[1], re.MULTILINE)
    named = {name for row in described for name in re.findall(r"`(\w+)`", row)}
    assert named == {*BECAUSE, *WEAK_BECAUSE, "weak_because"}


@pytest.fixture(scope="module")
def drawn_by_lot() -> list[OpportunityMap]:
    """Maps of inventories in which nothing works better than anything else, with a wish that truly stands out."""
    found = []
    for seed in range(25):
        strategies, ratings = random_inventory(
            "elm", "2026", [f"r{at}" for at in range(40)], seed, GUIDE, 10 + seed % 11
        )
        points = ratings.groupby("strategy_id")["effectiveness"]
        well = {one: (int((of >= 4).sum()), len(of)) for one, of in points}
        found.append(map_opportunities(replace(told([], well, AGENCY), strategies=strategies)))
    return found


def test_suggestions__inventories_drawn_by_lot__none_is_clear(drawn_by_lot: list[OpportunityMap]) -> None:
    rows = pd.concat([mapped.suggestions for mapped in drawn_by_lot])
    assert len(rows) > 5
    assert set(rows["strength"]) == {"weak"}
    assert (rows["weak_because"].map(len) > 0).all()


def test_suggestions__inventories_drawn_by_lot__only_words_that_are_described(drawn_by_lot) -> None:
    rows = pd.concat([mapped.suggestions for mapped in drawn_by_lot])
    assert set(rows["kind"]) <= set(SUGGESTIONS)
    assert set(rows["strength"]) <= set(STRENGTHS)
    assert {word for words in rows["because"] for word in words} <= set(BECAUSE)
    assert {word for words in rows["weak_because"] for word in words} <= set(WEAK_BECAUSE)


def test_map_opportunities__three_hundred_strategies__every_one_is_told() -> None:
    strategies, _ = random_inventory("elm", "2026", ["r1"], 5, GUIDE, 300)
    used = strategies.loc[strategies["status"] == "in_use", "strategy_id"]
    mapped = map_opportunities(replace(told([], dict.fromkeys(used, (20, 50)), AGENCY), strategies=strategies))
    assert len(mapped.offers) == 300
    assert (mapped.offers["standing"] == "").all()
