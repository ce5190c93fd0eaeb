"""What is told of linked people: who they are, when they are too few, and that nothing depends on a single answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analysis.disclosure import release
from analysis.disclosure.following import follow_library
from analysis.disclosure.linking import COLUMNS, LinkedChange, release_linked
from analysis.disclosure.paired import describe_paired
from analysis.errors import ProtectionError, ToolkitError
from analysis.guide import Policy
from analysis.measures.shares import paired_change
from analysis.responses import Survey

WAVES = ("2025", "2026")
PURPOSE = "exists_purpose"
FLOWS = ("kept", "gained", "lost", "never")
MARKS = {"k": (1, 1), "g": (0, 1), "l": (1, 0), "n": (0, 0), "?": (1, -2)}


@pytest.fixture
def survey_of(make_survey):
    """A survey of two waves: linked people by their flow of one mark, and y and n of others in each wave."""

    def make(twice: str, before: str = "", after: str = "", **of_linked: Sequence) -> Survey:
        people = []
        for at, flow in enumerate(twice):
            own = {name: values[at] for name, values in of_linked.items()}
            people += [
                {"wave": wave, "link": f"t{at:02}", PURPOSE: mark} | own
                for wave, mark in zip(WAVES, MARKS[flow], strict=True)
            ]
        for wave, marks in zip(WAVES, (before, after), strict=True):
            people += [{"wave": wave, "link": "", PURPOSE: int(mark == "y")} for mark in marks]
        survey = make_survey(people)
        roster = pd.concat([survey.roster.assign(wave=wave) for wave in WAVES], ignore_index=True)
        return replace(survey, roster=roster)

    return make


def change_of(survey: Survey, **options) -> LinkedChange:
    return release_linked(survey, "elm", *WAVES, **options)


def purpose(change: LinkedChange) -> dict[str, object]:
    return change.table.iloc[0].to_dict()


TWENTY = "k" * 6 + "g" * 5 + "l" * 4 + "n" * 5


def test_release_linked__all_clear_of_the_ends__counts_as_they_are(survey_of, small_guide) -> None:
    change = change_of(survey_of(TWENTY, "ynynyn", "ynynny"))
    row = purpose(change)
    assert (change.n, change.withheld, change.reason, row["n"]) == (20, False, "", 20)
    assert [row[f"{flow}_low"] for flow in FLOWS] == [row[f"{flow}_high"] for flow in FLOWS] == [6, 5, 4, 5]
    assert list(change.table.columns) == COLUMNS
    assert tuple(change.table["quality"]) == small_guide.qualities
    assert change.table.loc[1:, "withheld"].all()


def test_release_linked__unsure_in_one_wave__counts_in_neither(survey_of) -> None:
    row = purpose(change_of(survey_of(TWENTY + "?????", "ynynyn", "ynynny")))
    assert row["n"] == 20


@pytest.mark.parametrize(
    ("linked", "before", "after", "reason"),
    [
        (0, 8, 8, "nobody"),
        (4, 8, 8, "few"),
        (5, 8, 8, ""),
        (12, 0, 0, ""),
        (12, 1, 8, "complement"),
        (12, 4, 8, "complement"),
        (12, 8, 4, "complement"),
        (12, 5, 5, ""),
        (12, 0, 5, ""),
    ],
)
def test_release_linked__numbers_around_the_threshold__withheld_by_them_alone(linked, before, after, reason, survey_of):
    change = change_of(survey_of(("kgln" * 3)[:linked], ("yn" * 4)[:before], ("yn" * 4)[:after]))
    assert change.reason == reason
    assert change.withheld == bool(reason)
    assert change.n == (None if reason else linked)
    if reason:
        assert change.table["withheld"].all()
        assert set(change.table["reason"]) == {reason}
        assert change.table[COLUMNS[6:]].isna().all(axis=None)


@pytest.mark.parametrize(("beyond", "reason"), [(1, "complement"), (4, "complement"), (5, "")])
def test_release_linked__all_but_a_few_of_a_shown_group__withheld(beyond: int, reason: str, survey_of) -> None:
    # Everybody at the main library is linked, and `beyond` of the branch: linked minus main library would be these.
    unit = ["main"] * 10 + ["branch"] * beyond
    survey = survey_of(("kgln" * 4)[: 10 + beyond], "yn" * 4, "yn" * 4, unit=unit)
    branch = (survey.responses["link"] == "") & (survey.responses.index % 2 == 0)
    survey = replace(survey, responses=survey.responses.assign(unit=survey.responses["unit"].mask(branch, "branch")))
    assert change_of(survey).reason == reason


def test_release_linked__a_link_twice_in_a_wave__the_first_answer_counts(survey_of) -> None:
    survey = survey_of(TWENTY, "ynynyn", "ynynny")
    responses = survey.responses
    again = responses[(responses["wave"] == "2026") & (responses["link"] == "t00")]
    again = again.assign(response_id="z9", **{PURPOSE: 0})
    more = replace(survey, responses=pd.concat([responses, again], ignore_index=True))
    assert change_of(more).n == 20
    assert purpose(change_of(more))["kept_low"] == 6


def test_release_linked__a_link_in_one_wave_alone__is_nobodys(survey_of) -> None:
    survey = survey_of(TWENTY, "ynynyn", "ynynny")
    alone = (survey.responses["link"] == "") & (survey.responses["wave"] == "2026")
    links = survey.responses["link"].mask(alone, survey.responses["response_id"])
    change = change_of(replace(survey, responses=survey.responses.assign(link=links)))
    assert (change.n, change.reason) == (20, "")


def test_release_linked__no_such_column_or_holes_in_it__nobody_is_linked(survey_of) -> None:
    survey = survey_of(TWENTY, "ynynyn", "ynynny")
    without = replace(survey, responses=survey.responses.drop(columns="link"))
    holes = replace(survey, responses=survey.responses.assign(link=pd.NA))
    assert [change_of(one).reason for one in (without, holes)] == ["nobody", "nobody"]


def test_release_linked__other_names_and_order__the_same(survey_of) -> None:
    survey = survey_of(TWENTY, "ynynyn", "ynynny")
    shuffled = survey.responses.sample(frac=1, random_state=3, ignore_index=True)
    renamed = shuffled.assign(link=shuffled["link"].where(shuffled["link"] == "", "x" + shuffled["link"]))
    for responses in (shuffled, renamed):
        assert_frame_equal(change_of(replace(survey, responses=responses)).table, change_of(survey).table)


def test_release_linked__two_linked_people_who_stood_for_each_other__the_same(survey_of) -> None:
    one, other = (change_of(survey_of(flows, "ynynyn", "ynynny")) for flows in (TWENTY, TWENTY[::-1]))
    assert_frame_equal(one.table, other.table)


@pytest.mark.parametrize("one", ["k" * 10 + "n" * 10, "k" * 9 + "g" + "n" * 10, "k" * 9 + "l" + "n" * 10])
def test_release_linked__nobody_or_one_changed__more_may_have(one: str, survey_of) -> None:
    # Whoever changed alone would know of all others that they did not.
    row = purpose(change_of(survey_of(one, "ynynyn", "ynynny")))
    assert max(row["gained_low"], row["lost_low"]) <= 1
    assert min(row["gained_high"], row["lost_high"]) >= 2


def test_release_linked__stricter_policy__keeps_it(survey_of) -> None:
    survey = survey_of("kgln" * 2, "yn" * 5, "yn" * 5)
    assert change_of(survey, policy=Policy(minimum_group=9, minimum_texts=10)).reason == "few"


def test_release_linked__weaker_policy__refused(survey_of) -> None:
    with pytest.raises(ProtectionError, match=r"^Respondents were promised more protection than this\.\n"):
        change_of(survey_of(TWENTY), policy=Policy(minimum_group=3, minimum_texts=10))


def test_release_linked__one_wave_twice__refused(survey_of) -> None:
    with pytest.raises(
        ToolkitError,
        match=r"^Change needs two waves\.\n"
        r"- waves: found 2025 and 2025; allowed: two different waves\. Name an earlier and a later one\.$",
    ):
        release_linked(survey_of(TWENTY), "elm", "2025", "2025")


def test_release_linked__unknown_wave__refused(survey_of) -> None:
    with pytest.raises(ToolkitError, match=r"^There is nothing about this library and wave\.\n"):
        release_linked(survey_of(TWENTY), "elm", "2025", "2031")


def linked(rows: list[dict[str, object]]) -> LinkedChange:
    """A change of linked people written down as what it tells; a number is an exact count."""
    table = []
    for row in rows:
        told = {"quality": row["quality"], "before": "2025", "after": "2026", "n": row.get("n", pd.NA)}
        told |= {"withheld": "n" not in row, "reason": "" if "n" in row else "complement"}
        for flow in FLOWS:
            ends = row.get(flow, pd.NA)
            low, high = ends if isinstance(ends, tuple) else (ends, ends)
            told |= {f"{flow}_low": low, f"{flow}_high": high}
        table.append(told)
    frame = pd.DataFrame(table, columns=COLUMNS).astype(dict.fromkeys(["n", *COLUMNS[6:]], "Int64"))
    return LinkedChange("elm", "2025", "2026", 30, False, "", frame)


MOVED = {"quality": "agency", "n": 30, "kept": 10, "gained": 13, "lost": 1, "never": 6}
STILL = {"quality": "variety", "n": 24, "kept": 10, "gained": 3, "lost": 4, "never": 7}
RANGED = {"quality": "purpose", "n": 20, "kept": (5, 8), "gained": (2, 6), "lost": (0, 3), "never": (6, 9)}


def test_describe_paired__exact_counts__are_those_of_the_measure() -> None:
    found = describe_paired([linked([MOVED, STILL])])
    for (_, row), counts in zip(found.iterrows(), [(13, 1, 30), (3, 4, 24)], strict=True):
        expected = paired_change(*counts)
        assert [row["change"], row["low"], row["high"]] == pytest.approx([100 * end for end in expected[:3]])
        assert row["p"] == pytest.approx(float(expected.p))
    assert found["p_adjusted"].tolist() == pytest.approx([2 * found["p"][0], found["p"][1]])
    assert found["moved"].tolist() == ["up", ""]


def test_describe_paired__ranges__span_every_pair_that_adds_up() -> None:
    row = describe_paired([linked([RANGED])]).iloc[0]
    changes = [
        paired_change(gained, lost, 20)
        for gained in range(2, 7)
        for lost in range(4)
        if 5 + 6 <= 20 - gained - lost <= 8 + 9
    ]
    assert len(changes) < 20
    assert np.isnan(row["change"])
    assert row["low"] == pytest.approx(100 * min(float(change.low) for change in changes))
    assert row["high"] == pytest.approx(100 * max(float(change.high) for change in changes))
    assert row["p"] == pytest.approx(max(float(change.p) for change in changes))
    assert row["smallest"] == pytest.approx(100 * 2.80 * np.sqrt(9 / 20 / 20))
    assert row["note"] == "a count is a range: the interval spans what it allows, and p is the largest that it allows"


def test_describe_paired__nobody_changed__smallest_by_three_of_ten() -> None:
    row = describe_paired([linked([STILL | {"gained": 0, "lost": 0, "kept": 14, "never": 10}])]).iloc[0]
    assert row["smallest"] == pytest.approx(100 * 2.80 * np.sqrt(0.30 / 24))
    assert (row["p"], row["moved"]) == (1, "")


def test_describe_paired__withheld__blank_and_outside_the_family() -> None:
    found = describe_paired([linked([MOVED, {"quality": "variety"}])])
    assert found.loc[1, ["change", "low", "high", "p", "p_adjusted", "smallest", "confidence"]].isna().all()
    assert (found.loc[1, "moved"], found.loc[1, "note"]) == ("", "linked people cannot be told apart from others here")
    assert found.loc[0, "p_adjusted"] == found.loc[0, "p"]


def test_describe_paired__nobody_linked__no_rows(survey_of) -> None:
    found = describe_paired([change_of(survey_of("", "ynynyn", "ynynyn"))])
    assert found.empty
    assert {"quality", "moved", "smallest"} <= set(found.columns)


def test_follow_library__with_linked_people__paired_and_what_is_ahead(survey_of) -> None:
    survey = survey_of(TWENTY, "ynynyn", "ynynny")
    results = [release(survey, "elm", wave) for wave in WAVES]
    followed = follow_library(results, [change_of(survey)])
    row = followed.latest("paired").iloc[0]
    assert (row["quality"], row["n"], row["change"]) == ("purpose", 20, 5)
    ahead = followed.ahead[(followed.ahead["way"] == "linked") & (followed.ahead["answers"] == 20)].iloc[0]
    # Nine of twenty changed.
    assert ahead["smallest"] == pytest.approx(100 * 2.80 * np.sqrt(0.45 / 20))
    assert ahead["note"].startswith("so many linked people, of whom as many change their mark as last time")


def test_follow_library__linked_people_of_other_waves__refused(survey_of) -> None:
    survey = survey_of(TWENTY, "ynynyn", "ynynny")
    results = [release(survey, "elm", wave) for wave in WAVES]
    other = replace(change_of(survey), before="2024", after="2025")
    with pytest.raises(
        ToolkitError,
        match=r"^These linked people belong to other waves\.\n- linked: found elm from 2024 to 2025; "
        r"allowed: elm from 2025 to 2026\. Leave it out, or hand in its waves\.$",
    ):
        follow_library(results, [other])
