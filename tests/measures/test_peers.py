"""Peers: population bands at their edges, circles by hand and at random, and the staff of systems by band."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import ToolkitError
from analysis.measures.peers import (
    POPULATION_BANDS,
    Criteria,
    Peers,
    choose_peers,
    describe_bands,
    population_band,
)
from analysis.responses.frames import LOCALES

STEPS = ("near_locales", "near_bands", "any_locale", "wide_bands", "any_band", "any_type")


def libraries(*rows):
    """Libraries `name population locale [type]`, one a text; - is a blank."""
    cells = [(*row.split(), "public")[:4] for row in rows]
    frame = pd.DataFrame(cells, columns=["library_id", "population", "locale", "type"]).replace("-", "")
    return frame.assign(population=pd.to_numeric(frame["population"]).astype("Int64"))


def many(count, cells, name="other"):
    return [f"{name}{number:02d} {cells}" for number in range(count)]


@pytest.mark.parametrize(("band", "edges"), POPULATION_BANDS.items())
def test_population_band__edges__belong_to_the_band_that_begins_there(band, edges):
    first, last = edges
    bands = list(POPULATION_BANDS)
    at = bands.index(band)
    assert population_band(first) == population_band(first + 1) == band
    assert population_band(first - 1) == (bands[at - 1] if at else "")
    if last is None:
        assert population_band(10_000_000) == band
    else:
        assert (population_band(last), population_band(last + 1)) == (band, bands[at + 1])


def test_population_bands__as_they_follow_each_other__leave_no_gap():
    edges = list(POPULATION_BANDS.values())
    assert [last for _, last in edges[:-1]] == [first - 1 for first, _ in edges[1:]]
    assert edges[-1] == (500_000, None)


@pytest.mark.parametrize("blank", [None, np.nan, pd.NA, -1, -3])
def test_population_band__blank__is_none(blank):
    assert population_band(blank) == ""


def test_choose_peers__ten_of_the_same_kind__are_all_and_nobody_else():
    frame = libraries(
        "own 3000 rural", *many(10, "3000 rural"), "town1 3000 town", "next 7000 rural", "a 3000 rural school"
    )
    assert choose_peers(frame, "own") == Peers(
        members=tuple(f"other{number:02d}" for number in range(10)),
        criteria=Criteria(("2500_to_4999",), ("rural",), ("public",)),
    )


@pytest.mark.parametrize(("same", "steps"), [(9, ("near_locales",)), (10, ()), (11, ())])
def test_choose_peers__around_ten__is_widened_only_below(same, steps):
    frame = libraries("own 3000 rural", *many(same, "3000 rural"), *many(3, "3000 town", "near"))
    found = choose_peers(frame, "own")
    assert found.steps == steps
    assert len(found.members) == (same + 3 if steps else same)


@pytest.mark.parametrize(
    ("cells", "steps", "criteria"),
    [
        ("3000 town", 0, Criteria(("2500_to_4999",), ("town",), ("public",))),
        ("3000 suburb", 1, Criteria(("2500_to_4999",), ("suburb", "town", "rural"), ("public",))),
        (
            "7000 rural",
            2,
            Criteria(("1000_to_2499", "2500_to_4999", "5000_to_9999"), ("suburb", "town", "rural"), ("public",)),
        ),
        ("7000 city", 3, Criteria(("1000_to_2499", "2500_to_4999", "5000_to_9999"), (), ("public",))),
        ("20000 town", 4, Criteria(tuple(list(POPULATION_BANDS)[:5]), (), ("public",))),
        ("300000 city", 4, Criteria(tuple(list(POPULATION_BANDS)[:9]), (), ("public",))),
        ("- city", 5, Criteria((), (), ("public",))),
        ("3000 town academic", 6, Criteria()),
    ],
)
def test_choose_peers__ten_only_further_away__widens_as_far_as_they_are(cells, steps, criteria):
    found = choose_peers(libraries("own 3000 town", *many(10, cells)), "own")
    assert (len(found.members), found.steps, found.criteria) == (10, STEPS[:steps], criteria)


def test_choose_peers__a_wider_circle__takes_everybody_in_it():
    frame = libraries("own 3000 town", *many(4, "3000 town"), *many(9, "3000 rural", "r"), *many(9, "3000 suburb", "s"))
    assert len(choose_peers(frame, "own").members) == 22


@pytest.mark.parametrize(
    ("others", "note"),
    [(0, "no other library"), (1, "fewer than 10 other libraries, though all are taken"), (10, "")],
)
def test_choose_peers__hardly_anybody__takes_all_and_says_so(others, note):
    found = choose_peers(libraries("own 3000 town", *many(others, "500000 city academic")), "own")
    assert (len(found.members), found.note, found.criteria) == (others, note, Criteria())


def test_choose_peers__own_population_blank__asks_for_the_rest_and_says_so():
    frame = libraries("own - town", *many(10, "3000 town"), *many(5, "3000 rural", "r"), *many(2, "7000 -", "blank"))
    found = choose_peers(frame, "own")
    assert (len(found.members), found.criteria, found.steps) == (10, Criteria((), ("town",), ("public",)), ())
    assert found.note == (
        "population of this library not known, so not taken into account; "
        "2 libraries left out because population, locale or type is blank"
    )


def test_choose_peers__everything_blank__takes_all_and_says_so():
    found = choose_peers(libraries("own - - -", *many(10, "3000 town")), "own")
    assert len(found.members) == 10
    assert found.note == "population and locale and type of this library not known, so not taken into account"


def test_choose_peers__one_other_without_a_locale__is_left_out_and_counted():
    frame = libraries("own 3000 town", *many(10, "3000 town"), "blank 3000 -")
    found = choose_peers(frame, "own")
    assert "blank" not in found.members
    assert found.note == "1 library left out because population, locale or type is blank"


def test_choose_peers__unknown_library_and_nobody_wanted__are_both_said():
    with pytest.raises(ToolkitError) as caught:
        choose_peers(libraries("own 3000 town"), "mine", at_least=0)
    assert str(caught.value) == (
        "No peers can be chosen.\n"
        "- library_id: found 'mine'; allowed: an id of the column library_id. Correct the id, or add the library.\n"
        "- at_least: found 0; allowed: a whole number from 1. Ask for at least one other library."
    )


rows = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, 900_000)),
        st.sampled_from(["", *LOCALES]),
        st.sampled_from(["public", "academic"]),
    ),
    min_size=1,
    max_size=40,
)


def made(cells):
    frame = pd.DataFrame(cells, columns=["population", "locale", "type"])
    ids = [f"l{number:02d}" for number in range(len(cells))]
    return frame.assign(library_id=ids, population=pd.array(frame["population"], dtype="Int64"))


@given(rows, st.integers(1, 20), st.randoms(use_true_random=False))
def test_choose_peers__any_libraries__are_enough_or_all_whatever_their_order(cells, at_least, random):
    frame = made(cells)
    found = choose_peers(frame, "l00", at_least)
    order = list(range(len(frame)))
    random.shuffle(order)
    assert choose_peers(frame.iloc[order], "l00", at_least) == found
    assert "l00" not in found.members
    assert len(found.members) >= min(at_least, len(frame) - 1)
    assert set(found.members) <= set(choose_peers(frame, "l00", at_least + 1).members)
    inside = frame[frame["library_id"].isin(found.members)]
    bands = {population_band(people) for people in inside["population"]}
    assert bands <= set(found.criteria.bands or bands)
    assert set(inside["locale"]) <= set(found.criteria.locales or inside["locale"])
    assert list(found.steps) == [step for step in STEPS if step in found.steps]


@given(rows)
def test_choose_peers__libraries_with_the_same_facts__have_each_other_and_the_same_circle(cells):
    frame = made([cells[0], *cells])
    first, second = choose_peers(frame, "l00"), choose_peers(frame, "l01")
    assert (first.criteria, first.steps) == (second.criteria, second.steps)
    assert set(first.members) ^ set(second.members) <= {"l00", "l01"}


def test_describe_bands__by_hand__counts_systems_and_takes_quartiles_of_those_with_staff():
    facts = pd.DataFrame({"population": [100, 200, 300, 999, 1000, None], "fte": [1, 2, 3, np.nan, 0, 9]})
    table = describe_bands(facts.astype({"population": "Int64"})).set_index("band")
    assert list(table.index) == list(POPULATION_BANDS)
    assert table.loc["under_1000"].to_dict() == {
        "population_from": 0,
        "population_to": 999,
        "systems": 4,
        "share": 0.8,
        "n": 3,
        "fte_quartile_1": 1.5,
        "fte_median": 2,
        "fte_quartile_3": 2.5,
        "note": "",
    }
    assert table.loc["1000_to_2499", ["systems", "n", "fte_median"]].tolist() == [1, 1, 0]
    assert pd.isna(table.loc["500000_and_more", "population_to"])
    assert table.loc["500000_and_more", "note"] == "no system with a known staff"
    assert table["share"].sum() == pytest.approx(1)


def test_describe_bands__codes_for_missing__are_blanks():
    table = describe_bands(pd.DataFrame({"population": [-1, 500], "fte": [4, -3]}))
    assert (table["systems"].sum(), table["n"].sum()) == (1, 0)


def test_describe_bands__no_systems__blank_with_a_note():
    table = describe_bands(pd.DataFrame({"population": [], "fte": []}))
    assert table["share"].isna().all()
    assert set(table["note"]) == {"no system with a known staff"}
