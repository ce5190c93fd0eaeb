"""What comes back from a page: complete rows, or every fault; a page is a stranger."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from analysis.collect.submission import DRAFT_LIMIT, Submission, read_answers, read_draft, read_key
from analysis.errors import ResponseError
from analysis.guide import Guide
from analysis.responses.frames import response_fields

ID = "0123456789abcdef0123456789abcdef"
HEAD = "The answers from the page cannot be taken.\n- the answers from the page: found "


def read(guide: Guide, answers: Any, **changes: Any) -> Submission:
    payload = {"response_id": ID, "language": "en", "answers": answers} | changes
    return read_answers(payload, guide, "harlow", "2026", date(2026, 3, 2), ["mentoring"])


def refusal(guide: Guide, answers: Any, **changes: Any) -> str:
    with pytest.raises(ResponseError) as caught:
        read(guide, answers, **changes)
    return str(caught.value)


def test_answers__one_answer__make_a_complete_row_with_the_rest_skipped(guide):
    response = read(guide, {"exists_purpose": 0}).response
    assert response.keys() == {field.name for field in response_fields(guide)}
    about = dict(list(response.items())[:7])
    assert about == {
        "response_id": ID,
        "library_id": "harlow",
        "wave": "2026",
        "submitted_at": "2026-03-02",
        "language": "en",
        "guide_version": "1.0",
        "response_mode": "forced_choice",
    }
    rest = {name: value for name, value in response.items() if name not in about and value not in (-1, "-1", "")}
    assert rest == {"exists_purpose": 0}


def test_answers__every_kind__are_kept_as_sent(guide):
    answers = {
        "exists_purpose": -2,
        "develop_purpose": -4,
        "effort_fixed": 6,
        "role": "leader",
        "unit": "-4",
        "goal_team": "  =SUM(A1)\r\nsecond line ",
        "rating:mentoring": 5,
    }
    submission = read(guide, answers)
    kept = {name: submission.response[name] for name in answers if name in submission.response}
    assert kept == {
        "exists_purpose": -2,
        "develop_purpose": -4,
        "effort_fixed": 6,
        "role": "leader",
        "unit": "-4",
        "goal_team": "=SUM(A1)\nsecond line",
    }
    assert submission.ratings == {"mentoring": 5}


def test_ratings__left_out__are_skipped(guide):
    assert read(guide, {"exists_purpose": 1}).ratings == {"mentoring": -1}


@pytest.mark.parametrize("length", [3999, 4000])
def test_text__up_to_the_limit__is_kept_whole(length, guide):
    assert read(guide, {"goal_team": "ñ" * length}).response["goal_team"] == "ñ" * length


def test_text__over_the_limit__is_refused_and_not_cut(guide):
    assert refusal(guide, {"goal_team": "ñ" * 4001}) == (
        f"{HEAD}a text of 4,001 characters; allowed: up to 4,000 characters. Shorten the answer."
    )


def test_text__characters_that_no_file_can_hold__become_spaces(guide):
    assert read(guide, {"goal_team": "a\x00b\x0bc\ud800d\te"}).response["goal_team"] == "a b c d\te"


@pytest.mark.parametrize("value", [2, -1, -3, True, 1.0, "1", None, [1], {"a": 1}])
def test_choice__not_among_the_choices__is_refused(value, guide):
    with pytest.raises(ResponseError) as caught:
        read(guide, {"exists_purpose": value})
    [fault] = caught.value.faults
    assert (fault.column, fault.allowed, fault.repair) == (
        "exists_purpose",
        "1, 0, -2, -4",
        "Choose one of the answers.",
    )


def test_choice__number_beyond_all_bounds__is_refused(guide):
    assert refusal(guide, {"exists_purpose": 10**5000}) == (
        f"{HEAD}a value of kind int; allowed: 1, 0, -2, -4. Choose one of the answers."
    )


@pytest.mark.parametrize("question", ["library_id", "response_mode", "rating:other", "__class__", 7])
def test_question__not_of_the_form__is_refused(question, guide):
    assert refusal(guide, {question: "x"}) == (
        f"{HEAD}the question {question!r}; allowed: the questions of the guide. Reload the page."
    )


def test_text__not_a_text__is_refused(guide):
    assert refusal(guide, {"goal_team": 3}) == f"{HEAD}3; allowed: a text. Write the answer again."


def test_answers__several_faults__are_all_named(guide):
    with pytest.raises(ResponseError) as caught:
        read(guide, {"exists_purpose": 9, "goal_team": 3, "role": "king"}, language="xx", response_id="1; DROP")
    columns = [fault.column for fault in caught.value.faults]
    assert columns == ["response_id", "language", "exists_purpose", "goal_team", "role"]


@pytest.mark.parametrize("answers", [{}, {"goal_team": " \n "}, {"goal_team": "\x00"}])
def test_answers__nothing_answered__are_refused(answers, guide):
    assert refusal(guide, answers) == (
        f"{HEAD}no answer at all; allowed: at least one answer. Answer a question before sending."
    )


@pytest.mark.parametrize("payload", [None, 3, "text", [], {}, {"answers": [1]}])
def test_payload__of_another_kind__is_refused_as_a_whole(payload, guide):
    with pytest.raises(ResponseError) as caught:
        read_answers(payload, guide, "harlow", "2026", date(2026, 3, 2))
    assert [fault.column for fault in caught.value.faults] == ["response_id", "language", "answers"]


@pytest.mark.parametrize("key", [None, "", ID[:-1], ID + "0", ID.upper(), 7, f"{ID}\n"])
def test_key__not_a_key__is_refused(key):
    with pytest.raises(ResponseError, match=r"^The draft cannot be found\."):
        read_key({"key": key})


def test_draft__of_any_content__is_handed_on_with_its_key():
    assert read_draft({"key": ID, "draft": {"answers": {"odd": [1]}}}) == (ID, {"answers": {"odd": [1]}})


@pytest.mark.parametrize("draft", [None, [], "text"])
def test_draft__of_another_kind__is_refused(draft):
    with pytest.raises(ResponseError, match=r"allowed: a draft with answers by question\. Reload the page\.$"):
        read_draft({"key": ID, "draft": draft})


@pytest.mark.parametrize(("size", "fits"), [(DRAFT_LIMIT - 1, True), (DRAFT_LIMIT, True), (DRAFT_LIMIT + 1, False)])
def test_draft__at_the_limit__is_kept_and_beyond_it_refused(size, fits):
    payload = {"key": ID, "draft": {"a": "x" * (size - len('{"a": ""}'))}}
    if fits:
        assert read_draft(payload)[0] == ID
    else:
        with pytest.raises(ResponseError, match=r"found 400,001 characters; allowed: up to 400,000\."):
            read_draft(payload)


@pytest.mark.parametrize("typed", ["", " abcd-efgh-jkmn ", "x" * 64])
def test_earlier_receipt__any_text__is_handed_on_and_stands_in_no_row(typed, guide):
    submission = read(guide, {"exists_purpose": 1}, earlier_receipt=typed)
    assert submission.earlier_receipt == typed.strip()
    assert submission.response["link"] == ""
    assert typed.strip() == "" or typed.strip() not in str(submission.response)


@pytest.mark.parametrize(
    ("sent", "found"),
    [("x" * 65, repr("x" * 60)), (7, "7"), (None, "nothing"), (["a"], "a value of kind list")],
)
def test_earlier_receipt__no_receipt_at_all__is_refused(sent, found, guide):
    assert refusal(guide, {"exists_purpose": 1}, earlier_receipt=sent) == (
        f"{HEAD}{found}; allowed: a receipt, or nothing. Type the receipt again, or leave it out."
    )


def test_link__sent_as_an_answer__is_no_question(guide):
    assert refusal(guide, {"exists_purpose": 1, "link": "k1"}) == (
        f"{HEAD}the question 'link'; allowed: the questions of the guide. Reload the page."
    )
