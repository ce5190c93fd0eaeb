"""The plan: what a page sends becomes a step, what a shift may be, what is late, and in which order it stands."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pandas as pd
import pytest

from analysis.collect.planning import (
    action_answers,
    action_form,
    by_month,
    by_status,
    expected_points,
    in_order,
    overdue,
    points_of,
    read_action,
    unowned,
)
from analysis.errors import ResponseError
from analysis.guide import load_guide, load_words
from analysis.responses import check_frame
from analysis.responses.frames import ACTION_STATUSES, ACTIONS, OPEN, empty_frame

GUIDE, WORDS = load_guide(), load_words("en")
NOBODY = empty_frame(ACTIONS)
TODAY = date(2026, 3, 2)
ANSWERS = {
    "step": "Swap desks",
    "owner": "Supervisors",
    "due": "2026-09-30",
    "status": "planned",
    "target": "variety",
    "shift": "6",
    "unit": "staff",
}
ROW = {
    "action_id": "elm_2026_swap_desks",
    "library_id": "elm",
    "wave": "2026",
    "step": "Swap desks",
    "owner": "Supervisors",
    "due": "2026-09-30",
    "status": "planned",
    "target": "variety",
    "expected_shift": 6 / 31,
}


def read(heads=31, known=NOBODY, action_id="", **answers):
    return read_action(ANSWERS | answers, GUIDE, WORDS, "elm", "2026", known, heads, action_id)


def said(heads=31, **answers):
    with pytest.raises(ResponseError) as caught:
        read(heads, **answers)
    return str(caught.value).splitlines()[1:]


def plan(*rows):
    return pd.DataFrame([ROW | {"action_id": f"a{place}"} | row for place, row in enumerate(rows)])


def test_action_form__fields__are_plain_data_and_offer_what_the_frame_allows():
    form = action_form(GUIDE, WORDS, 31)
    offered = {field["id"]: [one["value"] for one in field["choices"]] for field in form}
    assert json.loads(json.dumps(form)) == form
    assert offered["status"] == list(ACTION_STATUSES)
    assert offered["target"] == [*GUIDE.qualities, *GUIDE.situations]
    assert offered["unit"] == ["staff", "percent", "points"]


def test_action_form__staff_not_known__counts_no_people():
    units = action_form(GUIDE, WORDS)[-1]
    assert [one["value"] for one in units["choices"]] == ["percent", "points"]


def test_read_action__everything_right__is_a_row_that_the_gate_takes():
    assert read() == ROW
    assert check_frame("actions", pd.DataFrame([read()]), GUIDE).faults == ()


def test_read_action__the_step_alone__is_enough():
    only = {"owner": "", "due": "", "target": "", "shift": "", "unit": ""}
    assert read(**only) == ROW | {"owner": "", "due": "", "target": "", "expected_shift": None}


@pytest.mark.parametrize(
    ("answers", "kept", "points"),
    [
        ({"target": "agency", "shift": 6, "unit": "staff"}, 6 / 31, 600 / 31),
        ({"target": "agency", "shift": "15", "unit": "percent"}, 0.15, 15.0),
        ({"target": "criticism", "shift": "8", "unit": "points"}, 8.0, 8.0),
        ({"target": "criticism", "shift": "", "unit": "points"}, None, None),
        ({"target": "", "shift": "", "unit": ""}, None, None),
    ],
)
def test_read_action__shift__is_kept_in_the_unit_of_its_target(answers, kept, points):
    row = read(**answers)
    assert row["expected_shift"] == kept
    assert points_of(row, GUIDE) == pytest.approx(points)
    assert expected_points(answers, GUIDE, WORDS, 31) == pytest.approx(points)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (
            {"target": ""},
            "- What does it aim at?: found nothing; allowed: a quality or a situation. "
            "Choose what the step aims at, or leave the shift empty.",
        ),
        (
            {"unit": ""},
            "- Counted as: found nothing; allowed: more people of 31 staff, percent points of staff. "
            "Choose what fits what the step aims at.",
        ),
        (
            {"unit": "points"},
            "- Counted as: found points from fixed (0) to growth (100); allowed: more people of 31 staff, "
            "percent points of staff. Choose what fits what the step aims at.",
        ),
        (
            {"target": "setback"},
            "- Counted as: found more people of 31 staff; allowed: points from fixed (0) to growth (100). "
            "Choose what fits what the step aims at.",
        ),
        (
            {"shift": "0"},
            "- What shift do you expect?: found 0; allowed: more than 0, at most 31. "
            "Write a shift that there can be, or leave it empty.",
        ),
        (
            {"shift": "-3"},
            "- What shift do you expect?: found '-3'; allowed: a number from 0, such as 4.5. "
            "Write the number in digits.",
        ),
    ],
)
def test_read_action__a_shift_that_fits_nothing__is_refused(answers, expected):
    assert said(**answers) == [expected]
    assert expected_points(ANSWERS | answers, GUIDE, WORDS, 31) is None


@pytest.mark.parametrize(
    ("unit", "target", "most"), [("staff", "agency", 31), ("percent", "agency", 100), ("points", "effort", 100)]
)
def test_read_action__shift__at_the_largest_that_there_can_be(unit, target, most):
    assert read(unit=unit, target=target, shift=most - 1)["expected_shift"] > 0
    assert read(unit=unit, target=target, shift=most)["expected_shift"] in (1, 100)
    assert said(unit=unit, target=target, shift=most + 1) == [
        f"- What shift do you expect?: found {most + 1}; allowed: more than 0, at most {most}. "
        "Write a shift that there can be, or leave it empty."
    ]


def test_read_action__people_without_known_staff__are_no_choice():
    assert said(heads=None) == [
        "- Counted as: found 'staff'; allowed: percent points of staff, points from fixed (0) to growth (100). "
        "Choose one of the answers."
    ]


def test_read_action__several_things_wrong__says_all_of_them():
    assert said(step=" ", due="soon", status="", target="happiness") == [
        "- What will be done?: found nothing; allowed: a text. Fill in the field.",
        "- By when?: found 'soon'; allowed: a day such as 2026-03-31. Write the day as year-month-day.",
        "- Where does it stand?: found nothing; allowed: Proposed, Planned, Started, Done, Dropped. "
        "Choose one of the answers.",
        f"- What does it aim at?: found 'happiness'; allowed: {', '.join(one['label'] for one in targets())}. "
        "Choose one of the answers.",
    ]


def targets():
    return next(field["choices"] for field in action_form(GUIDE, WORDS) if field["id"] == "target")


def test_read_action__ids__are_kept_when_a_step_is_changed_and_never_given_twice():
    known = plan({"action_id": "elm_2026_swap_desks", "library_id": "other"})
    assert read(known=known)["action_id"] == "elm_2026_swap_desks_2"
    assert read(known=known, action_id="mine", step="Another")["action_id"] == "mine"


@pytest.mark.parametrize(
    ("row", "shift", "unit"),
    [
        ({}, "6", "staff"),
        ({"expected_shift": 0.15}, "15", "percent"),
        ({"expected_shift": 1.0}, "31", "staff"),
        ({"target": "setback", "expected_shift": 7.5}, "7.5", "points"),
        ({"expected_shift": None}, "", ""),
        ({"expected_shift": float("nan")}, "", ""),
    ],
)
def test_action_answers__of_a_row__give_the_same_row_again(row, shift, unit):
    answers = action_answers(ROW | row, GUIDE, 31)
    assert (answers["shift"], answers["unit"]) == (shift, unit)
    again = read_action(answers, GUIDE, WORDS, "elm", "2026", NOBODY, 31)
    assert again["expected_shift"] == pytest.approx((ROW | row)["expected_shift"] if shift else None)


def test_action_answers__staff_not_known__tells_percent():
    answers = action_answers(ROW | {"expected_shift": 0.2}, GUIDE)
    assert (answers["shift"], answers["unit"]) == ("20", "percent")


@pytest.mark.parametrize("status", ACTION_STATUSES)
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_overdue__the_day_before_today_and_still_open__and_no_other(status, days):
    steps = plan({"due": (TODAY + timedelta(days)).isoformat(), "status": status})
    assert bool(len(overdue(steps, TODAY))) == (days == -1 and status in OPEN)


def test_overdue__without_a_day__is_never():
    assert overdue(plan({"due": ""}), TODAY).empty
    assert list(overdue(NOBODY, TODAY).columns) == list(NOBODY.columns)


def test_overdue__several__the_longest_first():
    steps = plan({"due": "2026-03-01"}, {"due": "2025-12-31"})
    assert overdue(steps, TODAY)["due"].tolist() == ["2025-12-31", "2026-03-01"]


@pytest.mark.parametrize("status", ACTION_STATUSES)
def test_unowned__open_steps_alone(status):
    steps = plan({"owner": "", "status": status}, {"owner": "Team", "status": status})
    assert unowned(steps)["action_id"].tolist() == (["a0"] if status in OPEN else [])


def test_in_order__by_day__those_without_last_and_otherwise_as_they_came():
    steps = plan({"due": ""}, {"due": "2026-05-01"}, {"due": "2026-01-01"}, {"due": ""})
    assert in_order(steps)["action_id"].tolist() == ["a2", "a1", "a0", "a3"]


def test_by_status__every_status__also_an_empty_one():
    steps = plan({"status": "done"}, {"status": "planned", "due": ""}, {"status": "planned"})
    found = {status: rows["action_id"].tolist() for status, rows in by_status(steps).items()}
    assert found == {"proposed": [], "planned": ["a2", "a1"], "started": [], "done": ["a0"], "dropped": []}


def test_by_month__months_with_steps__in_order():
    steps = plan({"due": "2026-12-31"}, {"due": ""}, {"due": "2026-01-31"}, {"due": "2026-12-01"})
    found = {month: rows["action_id"].tolist() for month, rows in by_month(steps).items()}
    assert found == {"2026-01": ["a2"], "2026-12": ["a3", "a0"], "": ["a1"]}
    assert by_month(NOBODY) == {}
