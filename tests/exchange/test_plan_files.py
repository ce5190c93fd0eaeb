"""A plan for other programs: what a calendar reads from it, whatever was typed; and a table that runs nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pandas as pd
import pytest
from icalendar import Calendar

from analysis.exchange.plan_files import calendar_bytes, plan_csv_bytes, write_calendar, write_plan_csv
from analysis.guide import load_guide
from analysis.responses import read_survey
from analysis.responses.frames import ACTION_STATUSES, ACTIONS

TODAY = date(2026, 3, 2)
STEP = {
    "action_id": "elm_2026_swap",
    "library_id": "elm",
    "wave": "2026",
    "step": "Swap desks",
    "owner": "Supervisors",
    "due": "2026-09-30",
    "status": "planned",
    "target": "variety",
    "expected_shift": 0.25,
}
HOSTILE = {
    "signs of the format": 'Swap; desks, now: \\ and \\n \\, "quoted"',
    "another event": "X\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:no",
    "line ends of other scripts": "a\u2028b\x85c\x0bd",
    "control characters": "a\x00b\x07c\x1b",
    "emoji": "🦊👩🏽‍🏫" * 70,
    "right to left": "שלום עולם \u202e abc \u202c مرحبا",
    "300 characters": "é" * 300,
    "a formula": '=HYPERLINK("http://x")',
    "markup": "<b onclick='x'>&amp;</b>",
    "braces": "{0} %s",
}


def plan(*rows):
    return pd.DataFrame([STEP | row for row in rows])


def calendar(*rows, name="Elm"):
    return Calendar.from_ical(calendar_bytes(plan(*rows), name, TODAY))


def events(*rows, **more):
    return calendar(*rows, **more).walk("VEVENT")


def one_line(text):
    signs = "".join(" " if ord(sign) < 32 or ord(sign) == 127 else sign for sign in text)
    return " ".join(signs.split())


def test_calendar__a_step__is_an_event_of_the_whole_day_that_keeps_nobody_busy():
    (event,) = events({})
    assert str(event["summary"]) == "Swap desks"
    assert str(event["description"]) == "Supervisors\nElm"
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 9, 30), date(2026, 10, 1))
    assert event["dtstamp"].dt == datetime(2026, 3, 2, tzinfo=UTC)
    assert str(event["transp"]) == "TRANSPARENT"


def test_calendar__a_step__calls_itself_to_mind_two_weeks_before():
    (alarm,) = events({})[0].walk("VALARM")
    assert (str(alarm["action"]), str(alarm["description"])) == ("DISPLAY", "Swap desks")
    assert alarm["trigger"].dt == timedelta(days=-14)


@pytest.mark.parametrize(
    ("status", "told", "reminds"),
    [
        ("proposed", "TENTATIVE", True),
        ("planned", "CONFIRMED", True),
        ("started", "CONFIRMED", True),
        ("done", "CONFIRMED", False),
        ("dropped", "CANCELLED", False),
    ],
)
def test_calendar__status__is_told_in_the_words_of_a_calendar(status, told, reminds):
    (event,) = events({"status": status})
    assert str(event["status"]) == told
    assert bool(event.walk("VALARM")) == reminds


def test_calendar__statuses__are_all_known():
    rows = [{"action_id": status, "status": status} for status in ACTION_STATUSES]
    assert len(events(*rows)) == len(ACTION_STATUSES)


def test_calendar__a_step_that_is_changed__is_the_same_event_and_another_step_is_not():
    first, changed, other = (
        str(events(row)[0]["uid"]) for row in ({}, {"step": "Else", "due": "2027-01-01"}, {"action_id": "b"})
    )
    assert first == changed
    assert first != other


def test_calendar__without_a_day__has_no_event():
    assert events({"due": ""}) == []
    assert [str(event["summary"]) for event in events({"due": ""}, {"step": "Dated"})] == ["Dated"]


def test_calendar__an_empty_plan__still_opens():
    empty = Calendar.from_ical(calendar_bytes(plan({}).iloc[:0], "Elm", TODAY))
    assert (str(empty["version"]), empty.walk("VEVENT")) == ("2.0", [])


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_calendar__whatever_was_typed__is_read_back_as_one_line_of_one_event(text):
    (event,) = events({"step": text, "owner": text}, name=text)
    assert str(event["summary"]) == one_line(text)
    assert str(event["description"]) == f"{one_line(text)}\n{one_line(text)}"
    assert str(event.walk("VALARM")[0]["description"]) == one_line(text)
    assert event.errors == []


def test_calendar__lines__are_folded_as_the_format_asks_and_end_as_it_asks():
    rows = [{"action_id": name, "step": text} for name, text in HOSTILE.items()]
    content = calendar_bytes(plan(*rows), "🦊" * 90, TODAY)
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert all(line.decode("utf-8") is not None for line in lines)
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert (lines[0], lines[-2:]) == (b"BEGIN:VCALENDAR", [b"END:VCALENDAR", b""])


def test_calendar__same_plan_and_day__is_the_same_bytes_in_whatever_order():
    rows = [{"action_id": name, "step": text} for name, text in HOSTILE.items()]
    content = calendar_bytes(plan(*rows), "Elm", TODAY)
    assert calendar_bytes(plan(*rows[::-1]), "Elm", TODAY) == content
    assert calendar_bytes(plan(*rows), "Elm", date(2026, 3, 3)) != content


def test_write_calendar__a_file__holds_the_same_bytes(tmp_path):
    write_calendar(plan({}), "Elm", TODAY, tmp_path / "plan.ics")
    assert (tmp_path / "plan.ics").read_bytes() == calendar_bytes(plan({}), "Elm", TODAY)


def test_csv__a_plan__has_a_mark_of_its_encoding_and_the_columns_of_the_frame():
    content = plan_csv_bytes(plan({}, {"action_id": "b", "owner": "", "due": "", "expected_shift": None}))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines() == [
        "action_id,library_id,wave,step,owner,due,status,target,expected_shift",
        "elm_2026_swap,elm,2026,Swap desks,Supervisors,2026-09-30,planned,variety,0.25",
        "b,elm,2026,Swap desks,,,planned,variety,",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "'=1", "\t=1"])
def test_csv__a_formula__is_guarded(text):
    content = plan_csv_bytes(plan({"step": text, "owner": text})).decode("utf-8-sig")
    assert f",'{text.strip()},'{text.strip()}," in content


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_csv__whatever_was_typed__is_read_back_by_the_importer(tmp_path, text):
    steps = plan({"step": text, "owner": text})
    write_plan_csv(steps, tmp_path / "actions.csv")
    read = read_survey(tmp_path, load_guide()).actions
    assert list(read.columns) == [field.name for field in ACTIONS]
    assert one_line(read["step"].iloc[0]) == one_line(text)
    assert read.drop(columns=["step", "owner"]).iloc[0].to_dict() == {
        name: value for name, value in STEP.items() if name not in ("step", "owner")
    }


def test_csv__an_empty_plan__is_its_header():
    assert plan_csv_bytes(plan({}).iloc[:0]).decode("utf-8-sig").count("\n") == 1
