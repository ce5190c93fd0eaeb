"""Filling from the agency's file: blanks alone are filled, what a library entered holds, and differences are told."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.errors import ToolkitError
from analysis.responses.checking import check_frame
from analysis.responses.context import PublicLibraries, fill_libraries

SYSTEMS = pd.DataFrame(
    {
        "fscs_key": ["ZZ0001", "ZZ0002", "ZZ0003"],
        "name": ["MAPLE GROVE PUBLIC LIBRARY", "OAK HILL LIBRARY", "SILENT LIBRARY"],
        "population": pd.array([4700, 148_000, None], dtype="Int64"),
        "locale": ["rural", "city", ""],
        "fte": [4.5, 0.0, float("nan")],
    }
)
PUBLIC = PublicLibraries(SYSTEMS, 2022)


@pytest.fixture
def libraries(guide):
    """Makes the frame of libraries `id type population locale fte`, one a text; - is a blank."""

    def libraries(*rows):
        cells = [row.split() for row in rows]
        frame = pd.DataFrame(cells, columns=["library_id", "type", "population", "locale", "fte"]).replace("-", "")
        return check_frame("libraries", frame.assign(name=frame["library_id"]), guide).frame

    return libraries


def outcomes(filled):
    return filled.report[["column", "own", "agency", "outcome"]].to_numpy().tolist()


def test_fill__everything_blank__is_filled_and_typed_as_before(libraries):
    own = libraries("maple public - - -")
    filled = fill_libraries(own, PUBLIC, {"maple": "ZZ0001"})
    assert outcomes(filled) == [
        ["type", "public", "public", "same"],
        ["population", "", "4700", "filled"],
        ["locale", "", "rural", "filled"],
        ["fte", "", "4.5", "filled"],
    ]
    assert filled.libraries.to_dict("records") == libraries("maple public 4700 rural 4.5").to_dict("records")
    assert filled.libraries.dtypes.to_dict() == own.dtypes.to_dict()
    assert own["population"].isna().all()


def test_fill__what_the_library_entered__stays_and_both_are_told(libraries):
    own = libraries("maple academic 5000 town 6")
    filled = fill_libraries(own, PUBLIC, {"maple": "ZZ0001"})
    assert outcomes(filled) == [
        ["type", "academic", "public", "kept"],
        ["population", "5000", "4700", "kept"],
        ["locale", "town", "rural", "kept"],
        ["fte", "6", "4.5", "kept"],
    ]
    pd.testing.assert_frame_equal(filled.libraries, own)


def test_fill__the_agency_does_not_know__nothing_is_filled(libraries):
    own = libraries("quiet public - town -")
    filled = fill_libraries(own, PUBLIC, {"quiet": "ZZ0003"})
    assert [row[3] for row in outcomes(filled)] == ["same", "unknown", "unknown", "unknown"]
    pd.testing.assert_frame_equal(filled.libraries, own)


def test_fill__a_zero__is_a_number_on_both_sides(libraries):
    assert outcomes(fill_libraries(libraries("oak public - - -"), PUBLIC, {"oak": "ZZ0002"}))[3] == [
        "fte",
        "",
        "0",
        "filled",
    ]
    assert outcomes(fill_libraries(libraries("maple public - - 0"), PUBLIC, {"maple": "ZZ0001"}))[3] == [
        "fte",
        "0",
        "4.5",
        "kept",
    ]


def test_fill__only_the_matched__change(libraries):
    own = libraries("oak public - - -", "maple public - - -", "other public - - -")
    filled = fill_libraries(own, PUBLIC, {"maple": " zz0001 "})
    assert filled.report["fscs_key"].unique().tolist() == ["ZZ0001"]
    pd.testing.assert_frame_equal(filled.libraries.iloc[[0, 2]], own.iloc[[0, 2]])


def test_fill__twice__changes_nothing_more(libraries):
    once = fill_libraries(libraries("maple public - - -"), PUBLIC, {"maple": "ZZ0001"})
    again = fill_libraries(once.libraries, PUBLIC, {"maple": "ZZ0001"})
    assert set(again.report["outcome"]) == {"same"}
    pd.testing.assert_frame_equal(again.libraries, once.libraries)


def test_fill__a_raw_frame_without_a_type__is_public_then():
    own = {"library_id": ["maple"], "type": [""], "population": [None], "locale": [""], "fte": [None]}
    filled = fill_libraries(pd.DataFrame(own, dtype=object), PUBLIC, {"maple": "ZZ0001"})
    assert filled.libraries.to_dict("records") == [
        {"library_id": "maple", "type": "public", "population": 4700, "locale": "rural", "fte": 4.5}
    ]


def test_fill__no_matches__nothing_changes(libraries):
    own = libraries("maple public - - -")
    filled = fill_libraries(own, PUBLIC, {})
    assert filled.report.empty
    pd.testing.assert_frame_equal(filled.libraries, own)


def test_fill__unknown_library_and_key__are_both_said(libraries):
    with pytest.raises(ToolkitError) as caught:
        fill_libraries(libraries("maple public - - -"), PUBLIC, {"maple": "ZZ9999", "birch": "ZZ0001"})
    assert str(caught.value) == (
        "These libraries cannot be filled from the agency's file.\n"
        "- the match of maple: found 'ZZ9999'; allowed: a key of the agency's file. "
        "Look the key up in the column FSCSKEY of the file.\n"
        "- the match of birch: found 'birch'; allowed: a library that is set up. Set up the library first."
    )
