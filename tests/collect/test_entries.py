"""Fields of a row: what is read as it stands, what is refused, and in which words."""

from __future__ import annotations

import pytest

from analysis.collect.entries import LONGEST_TEXT, choice, field, make_id, read_fields, selected
from analysis.responses.judging import LONGEST_NAME

GROUPS = [choice("all", "All staff"), choice("leader", "Leaders", "Role"), choice("page", "Pages", "Role")]
FIELDS = [
    field("what", "text", "What is it?"),
    field("who", "multi", "For whom?", choices=GROUPS),
    field("often", "choice", "How often?", choices=[choice("weekly", "Every week"), choice("yearly", "Once a year")]),
    field("hours", "number", "Hours a year", required=False, most=10),
    field("due", "day", "By when?", required=False),
]
RIGHT = {"what": "Mentoring", "who": ["page", "leader"], "often": "weekly", "hours": 4.5, "due": "2026-03-31"}


def faults(**answers):
    return [str(fault) for fault in read_fields(RIGHT | answers, FIELDS)[1]]


def test_read_fields__everything_right__gives_the_cells_of_a_table():
    cells = {"what": "Mentoring", "who": "leader page", "often": "weekly", "hours": "4.5", "due": "2026-03-31"}
    assert read_fields(RIGHT, FIELDS) == (cells, [])


@pytest.mark.parametrize("answers", [{}, None, "what", [], dict.fromkeys(RIGHT)])
def test_read_fields__nothing__names_every_required_field_at_once(answers):
    values, found = read_fields(answers, FIELDS)
    assert set(values.values()) == {""}
    assert [str(fault) for fault in found] == [
        "What is it?: found nothing; allowed: a text. Fill in the field.",
        "For whom?: found nothing; allowed: All staff, Leaders, Pages. Choose at least one.",
        "How often?: found nothing; allowed: Every week, Once a year. Choose one of the answers.",
    ]
    assert [fault.column for fault in found] == ["what", "who", "often"]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"what": 7}, "What is it?: found a value of kind int; allowed: a text. Write it again."),
        ({"what": " \n\t "}, "What is it?: found nothing; allowed: a text. Fill in the field."),
        (
            {"who": "page"},
            "For whom?: found a value of kind str; allowed: All staff, Leaders, Pages. "
            "Choose from the answers that are offered.",
        ),
        (
            {"who": ["page", "x"]},
            "For whom?: found 'x'; allowed: All staff, Leaders, Pages. Choose from the answers that are offered.",
        ),
        (
            {"who": [{}]},
            "For whom?: found a value of kind dict; allowed: All staff, Leaders, Pages. "
            "Choose from the answers that are offered.",
        ),
        (
            {"often": "daily"},
            "How often?: found 'daily'; allowed: Every week, Once a year. Choose one of the answers.",
        ),
        (
            {"often": ["weekly"]},
            "How often?: found a value of kind list; allowed: Every week, Once a year. Choose one of the answers.",
        ),
        (
            {"hours": True},
            "Hours a year: found a value of kind bool; allowed: a number from 0, such as 4.5. "
            "Write the number in digits.",
        ),
        (
            {"hours": "4,5"},
            "Hours a year: found '4,5'; allowed: a number from 0, such as 4.5. "
            "Write a point instead of the comma: 4.5.",
        ),
        (
            {"hours": float("inf")},
            "Hours a year: found 'inf'; allowed: a number from 0, such as 4.5. Write the number in digits.",
        ),
        (
            {"due": "31.3.2026"},
            "By when?: found '31.3.2026'; allowed: a day such as 2026-03-31. Write the day as year-month-day.",
        ),
        (
            {"due": 20260331},
            "By when?: found a value of kind int; allowed: a day such as 2026-03-31. Write the day as year-month-day.",
        ),
        ({"color": "red"}, "the form: found a field 'color'; allowed: what, who, often, hours, due. Reload the page."),
    ],
)
def test_read_fields__one_thing_wrong__says_so_in_the_words_of_the_page(answers, said):
    assert faults(**answers) == [said]


def test_read_fields__number__at_the_most_that_it_may_be():
    assert (faults(hours=9.99), faults(hours=10)) == ([], [])
    assert faults(hours=10.01) == ["Hours a year: found 10.01; allowed: a number from 0 to 10. Write a smaller number."]


def test_read_fields__text__of_the_longest_length():
    assert faults(what="x" * LONGEST_TEXT) == []
    said = f"What is it?: found {LONGEST_TEXT + 1} characters; allowed: up to {LONGEST_TEXT}. Write a shorter one."
    assert faults(what="x" * (LONGEST_TEXT + 1)) == [said]


def test_read_fields__text__becomes_one_line_and_is_otherwise_kept():
    hostile = ' =1+1\r\n<b onclick="x">\x00{0} café 🦊 '
    assert read_fields(RIGHT | {"what": hostile}, FIELDS)[0]["what"] == '=1+1 <b onclick="x"> {0} café 🦊'


@pytest.mark.parametrize(
    ("parts", "taken", "made"),
    [
        (["elm", "2026", "Book circle"], set(), "elm_2026_book_circle"),
        (["elm", "2026", "Book circle"], {"elm_2026_book_circle"}, "elm_2026_book_circle_2"),
        (["elm", "2026", "book-circle!"], {"elm_2026_book_circle", "elm_2026_book_circle_2"}, "elm_2026_book_circle_3"),
        (["elm", "2026", "図書館"], set(), "elm_2026"),
        (["図", "書", "館"], set(), "row"),
    ],
)
def test_make_id__is_new_and_the_same_every_time(parts, taken, made):
    assert make_id(parts, taken) == make_id(parts, taken) == made


def test_make_id__long_names__stays_within_what_an_id_may_have():
    first = make_id(["x" * 100, "y" * 100, "z" * 300], set())
    second = make_id(["x" * 100, "y" * 100, "z" * 300], {first})
    assert first != second
    assert len(second) < LONGEST_NAME


def test_selected__ids_that_are_no_longer_allowed__are_left_out():
    assert selected("agency gone purpose", ("purpose", "agency")) == ["purpose", "agency"]
