"""Which system a library may be: likely names first, rare words before common ones, and never more than a proposal."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.responses.context import PublicLibraries, propose_matches

NAMES = [
    "MAPLE GROVE PUBLIC LIBRARY",
    "OAK HILL FREE LIBRARY",
    "OAKHILL PUBLIC LIBRARY",
    "PEÑA BLANCA LIBRARY",
    "ST. JAMES PARISH LIBRARY",
    *(f"TOWN{number:02d} PUBLIC LIBRARY" for number in range(40)),
]


def systems(names, states=()):
    keys = [f"ZZ{number:04d}" for number in range(len(names))]
    states = [*states, *["ZZ"] * (len(names) - len(states))]
    return PublicLibraries(pd.DataFrame({"fscs_key": keys, "name": names, "state": states, "city": "CITY"}))


def proposed(name, public, kind="public", state=""):
    own = pd.DataFrame({"library_id": ["own"], "name": [name], "type": [kind]})
    return propose_matches(own, public, state)["name"].tolist()


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Maple Grove Public Library", "MAPLE GROVE PUBLIC LIBRARY"),
        ("Maple Grove", "MAPLE GROVE PUBLIC LIBRARY"),
        ("Mapel Grove Library", "MAPLE GROVE PUBLIC LIBRARY"),
        ("The Oak Hill Free Library", "OAK HILL FREE LIBRARY"),
        ("Pena Blanca Public Library", "PEÑA BLANCA LIBRARY"),
        ("Saint James Parish Library", "ST. JAMES PARISH LIBRARY"),
        ("Town07 Library", "TOWN07 PUBLIC LIBRARY"),
    ],
)
def test_propose__a_name_as_people_write_it__comes_first(name, first):
    assert proposed(name, systems(NAMES))[0] == first


@pytest.mark.parametrize("name", ["Public Library", "Zyxwvut", "", "図書館", "!!"])
def test_propose__a_name_that_says_nothing__proposes_nothing(name):
    assert proposed(name, systems(NAMES)) == []


def test_propose__the_same_name_in_many_states__lists_five_by_key_and_one_state_alone():
    public = systems(["OAK HILL LIBRARY"] * 7 + NAMES[5:], states=["AA", "BB", "CC", "DD", "EE", "FF", "GG"])
    own = pd.DataFrame({"library_id": ["own"], "name": ["Oak Hill Library"], "type": ["public"]})
    found = propose_matches(own, public)
    assert found["fscs_key"].tolist() == [f"ZZ000{number}" for number in range(5)]
    assert set(found["likeness"]) == {1.0}
    assert propose_matches(own, public, " gg ")["fscs_key"].tolist() == ["ZZ0006"]


@pytest.mark.parametrize(("kind", "count"), [("public", 1), ("", 1), ("academic", 0), ("school", 0)])
def test_propose__a_library_of_another_type__is_left_out(kind, count):
    assert len(proposed("Maple Grove", systems(NAMES), kind)) == count


def test_propose__several_libraries__each_has_its_own_rows_likest_first():
    own = pd.DataFrame({"library_id": ["a", "b"], "name": ["Maple Grove", "Oakhill Public Library"], "type": "public"})
    found = propose_matches(own, systems(NAMES))
    assert list(found.columns) == ["library_id", "fscs_key", "name", "state", "city", "likeness"]
    assert found["library_id"].drop_duplicates().tolist() == ["a", "b"]
    assert found[found["library_id"] == "b"]["name"].tolist()[0] == "OAKHILL PUBLIC LIBRARY"
    for _, rows in found.groupby("library_id"):
        assert rows["likeness"].is_monotonic_decreasing
        assert rows["likeness"].between(0.5, 1).all()


def test_propose__no_systems_or_no_libraries__nothing():
    assert proposed("Maple Grove", systems(NAMES), state="QQ") == []
    nobody = pd.DataFrame({"library_id": [], "name": [], "type": []})
    assert propose_matches(nobody, systems(NAMES)).empty
