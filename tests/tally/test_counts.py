"""Counts: groups, blanks, what is never counted, and the same on other engines."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

from analysis.errors import ToolkitError
from analysis.guide import BLANK_NAMES, load_guide
from analysis.responses.frames import with_leads
from analysis.tally import CELLS, Tally, tally_answers
from answers import marks_of, pairs_of, people_frame

GUIDE = load_guide()
FRAMES = [field.name for field in fields(Tally)]
ROLES = ["leader", "supervisor", "public_services", "support_services"]


def staff() -> pd.DataFrame:
    """Eight people of three roles and two who did not say, with all kinds of blanks."""
    rng = np.random.default_rng(8)
    roles = ["leader", "supervisor", *["public_services"] * 4, "-1", "-4"]
    letters = ["".join(rng.choice(list("yn?-xd"), 7)) for _ in range(16)]
    pairs = [[f"{rng.integers(1, 7)}/{rng.choice(list('123456-xd'))}" for _ in range(6)] for _ in roles]
    return people_frame(
        GUIDE,
        [
            {"role": role}
            | marks_of(GUIDE, "exists", letters[number])
            | marks_of(GUIDE, "develop", letters[number + 8].replace("?", "-"))
            | pairs_of(GUIDE, pairs[number])
            for number, role in enumerate(roles)
        ],
    )


def test_tally__no_cohorts_asked__everybody_only() -> None:
    tally = tally_answers(staff(), GUIDE)
    for name in FRAMES:
        frame = getattr(tally, name)
        assert frame[["cohort", "value"]].drop_duplicates().to_numpy().tolist() == [["all", "all"]]
    assert tally.respondents["n"].to_list() == [8]


def test_tally__a_column__its_values_in_the_order_of_the_guide_then_the_blanks() -> None:
    groups = tally_answers(staff(), GUIDE, ["role"]).respondents
    assert groups["value"].to_list() == ["all", *ROLES, "-1", "-4"]
    assert groups["n"].to_list() == [8, 1, 1, 4, 0, 1, 1]


def test_tally__same_column_asked_twice_or_all__counted_once() -> None:
    once, twice = (tally_answers(staff(), GUIDE, asked) for asked in (["role"], ["all", "role", "role"]))
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(once, name), getattr(twice, name))


def test_tally__leads__groups_as_in_the_responses() -> None:
    frame = staff()
    standing = with_leads(frame, GUIDE)["leads"].value_counts()
    groups = tally_answers(frame, GUIDE, ["leads"]).respondents.query("cohort == 'leads'").set_index("value")["n"]
    assert groups.to_dict() == {"leaders": 2, "front_line": 4, "-1": 1, "-4": 1}
    assert groups.to_dict() == standing.to_dict()


def test_tally__frame_that_has_leads_already__counted_the_same() -> None:
    before, after = (tally_answers(frame, GUIDE, ["leads"]) for frame in (staff(), with_leads(staff(), GUIDE)))
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(before, name), getattr(after, name))


def test_tally__every_row__adds_up_to_the_respondents() -> None:
    tally = tally_answers(staff(), GUIDE, ["role", "leads", "tenure"])
    n = tally.respondents.set_index(["cohort", "value"])["n"]
    kinds = {
        "marks": ["yes", "no", *BLANK_NAMES.values()],
        "pairs": [*CELLS, "incomplete"],
        "bands": ["fixed", "mixed", "growth", "unscored"],
    }
    for name, columns in kinds.items():
        table = getattr(tally, name).set_index(["cohort", "value"])
        assert (table[columns].sum(axis="columns") == n.reindex(table.index)).all()
    assert (tally.scores.groupby(["cohort", "value"])["people"].sum().reindex(n.index, fill_value=0) == n).all()


def test_tally__shape__a_row_for_each_group_and_question_and_never_a_crossing() -> None:
    tally = tally_answers(staff(), GUIDE, ["role", "unit"])
    groups = len(tally.respondents)
    assert groups == 1 + 4 + 2 + 5 + 1
    assert [len(getattr(tally, name)) for name in ("marks", "pairs", "bands")] == [groups * 14, groups * 7, groups * 7]
    assert set(tally.respondents["cohort"]) == {"all", "role", "unit"}


def test_tally__scores__pairs_that_occur_in_order() -> None:
    people = [marks_of(GUIDE, "exists", letters) for letters in ("yyyyyyy", "nnnnnnn", "yyyyyyy", "yy?????")]
    scores = tally_answers(people_frame(GUIDE, people), GUIDE).scores
    assert scores.to_numpy().tolist() == [["all", "all", 0, 7, 1], ["all", "all", 2, 2, 1], ["all", "all", 7, 7, 2]]


def test_tally__empty_cells__count_as_skipped_and_incomplete() -> None:
    frame = people_frame(GUIDE, [marks_of(GUIDE, "exists", "yyyyyyy") | marks_of(GUIDE, "develop", "nnnnnnn")] * 2)
    frame["exists_purpose"] = [1.0, np.nan]
    tally = tally_answers(frame, GUIDE)
    assert tally.marks.loc[0, ["yes", "no", "skipped"]].to_list() == [1, 0, 1]
    assert tally.pairs.loc[0, ["sustain", "incomplete"]].to_list() == [1, 1]


def test_tally__nobody__all_groups_with_zeros() -> None:
    tally = tally_answers(people_frame(GUIDE, []), GUIDE, ["role"])
    assert tally.respondents["n"].to_list() == [0] * 5
    assert (tally.marks.drop(columns=["cohort", "value", "quality", "mark"]) == 0).all(axis=None)
    assert tally.scores.empty
    assert tally.scores.dtypes.astype(str).to_list() == ["str", "str", "int64", "int64", "int64"]


def test_tally__column_that_the_guide_does_not_have__refused_with_every_name() -> None:
    with pytest.raises(ToolkitError) as caught:
        tally_answers(staff(), GUIDE, ["age", "role", "shift"])
    allowed = "role, unit, tenure, employment, leads"
    assert str(caught.value) == (
        "The answers cannot be counted by these columns.\n"
        f"- cohorts: found 'age'; allowed: {allowed}. Correct the name, or leave the column out.\n"
        f"- cohorts: found 'shift'; allowed: {allowed}. Correct the name, or leave the column out."
    )


@pytest.mark.parametrize("lazy", [False, True])
def test_tally__polars__equal_to_pandas(lazy: bool) -> None:
    polars = pytest.importorskip("polars")
    frame = staff()
    other = polars.DataFrame(frame.to_dict("list"))
    ours = tally_answers(frame, GUIDE, ["role", "leads"])
    theirs = tally_answers(other.lazy() if lazy else other, GUIDE, ["role", "leads"])
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(ours, name), getattr(theirs, name))


def test_tally__polars_with_empty_cells__equal_to_pandas() -> None:
    polars = pytest.importorskip("polars")
    frame = staff().astype({"exists_purpose": float, "develop_agency": float, "change_growth": float})
    frame.loc[[1, 3], ["exists_purpose", "develop_agency", "change_growth"]] = np.nan
    cells = {name: [None if value != value else value for value in column] for name, column in frame.items()}
    ours, theirs = tally_answers(frame, GUIDE, ["role"]), tally_answers(polars.DataFrame(cells), GUIDE, ["role"])
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(ours, name), getattr(theirs, name))
