"""Bringing a Google form: what is proposed, what has to be decided, and what is taken in."""

from __future__ import annotations

import csv
import io

import pytest

from analysis.apps.deciding import open_questions, settle
from analysis.apps.formsdesk import FormsDesk
from analysis.responses.importing import propose_mapping

pytestmark = pytest.mark.slow

HEADS = {
    "time": "Timestamp",
    "mail": "Email Address",
    "role": "What describes your work best?",
    "purpose": "When we learn something new, we know what it is for. Do you see this here?",
    "effort": "Having to work hard at something tells me that I am getting better at it.",
    "color": "What is your favorite color?",
}
ROW = {
    "time": "2026/03/02 6:07:50 PM GMT+1",
    "mail": "ada@example.org",
    "role": "Public services",
    "purpose": "Yes",
    "effort": "5",
    "color": "Blue",
}


def form_file(*rows, **heads):
    """The bytes of a form's CSV file; a column that no row has is left out."""
    text = io.StringIO()
    names = [name for name in ROW if any(name in row for row in rows)]
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow([{**HEADS, **heads}[name] for name in names])
    writer.writerows([[row[name] for name in names] for row in rows])
    return text.getvalue().encode()


def row(**cells):
    return {**ROW, **cells}


@pytest.fixture
def done():
    return []


@pytest.fixture
def desk(sources, guide, words, done):
    own = lambda: [source for source in sources.all() if not source.is_sample]  # noqa: E731
    return FormsDesk(sources.store, guide, words, own, lambda: done.append(True))


def decide(desk, **chosen):
    """Choose, in the questions whose label holds a word, the option whose label begins as given."""
    for word, beginning in chosen.items():
        control = next(control for control in desk.questions.values() if word in control.description)
        control.value = next(value for label, value in control.options if label.startswith(beginning))


def decide_direction(desk, meaning):
    """Say which end of the numbers is which."""
    [control] = [control for control in desk.questions.values() if "work hard" in control.description]
    control.value = next(value for label, value in control.options if f"1 means “{meaning}”" in label)


def test_forms__a_file__shows_what_each_column_is_taken_for(desk, own_store):
    desk.look_at("answers.csv", form_file(row()))
    review = desk.review.value
    assert '<th scope="row">What describes your work best?</th><td>What describes your work best?</td>' in review
    assert '<th scope="row">Email Address</th><td>left out</td>' in review
    assert '<th scope="row">What is your favorite color?</th><td>left out</td>' in review
    assert "ada@example.org" not in review
    assert (desk.check.layout.display, desk.take.layout.display) == (None, "none")
    assert len(own_store.responses()) == 9


def test_forms__numbers_without_labels__are_not_read_before_a_person_says_which_end_is_which(desk):
    desk.look_at("answers.csv", form_file(row()))
    desk.read()
    assert "Something is still open: see “Please decide”." in desk.answer.value
    assert desk.take.layout.display == "none"


@pytest.mark.parametrize(("meaning", "stored"), [("Strongly disagree", 5), ("Strongly agree", 2)])
def test_forms__direction_of_the_numbers__is_what_was_decided(desk, own_store, done, meaning, stored):
    desk.look_at("answers.csv", form_file(row()))
    decide_direction(desk, meaning)
    desk.read()
    assert "1 answer can be taken in." in desk.answer.value
    desk.take_in()
    added = own_store.responses().query("response_id.str.startswith('g')", engine="python").iloc[0]
    assert (added["effort_growth"], added["role"], added["exists_purpose"]) == (stored, "public_services", 1)
    assert (added["library_id"], added["wave"], added["submitted_at"]) == ("maple_grove", "2026", "2026-03-02")
    assert done == [True]


def test_forms__the_same_file_twice__changes_nothing(desk, own_store):
    for _ in range(2):
        desk.look_at("answers.csv", form_file(row()))
        decide_direction(desk, "Strongly disagree")
        desk.read()
        desk.take_in()
    assert len(own_store.responses()) == 10
    assert "Nothing new: all of it was taken in before." in desk.answer.value


def test_forms__an_unknown_answer__is_asked_about_and_then_read(desk, own_store):
    desk.look_at("answers.csv", form_file(row(), row(role="Volunteers' desk"), row(role="Support services")))
    decide_direction(desk, "Strongly disagree")
    desk.read()
    assert "Something is still open" in desk.answer.value
    assert [control.description for control in desk.questions.values()] == [
        "“Volunteers' desk” in “What describes your work best?” means"
    ]
    decide(desk, Volunteers="Support services")
    desk.read()
    desk.take_in()
    assert sorted(own_store.responses()["role"])[-2:] == ["support_services", "support_services"]


def test_forms__no_days_in_the_file__asks_for_one(desk):
    without = {name: cell for name, cell in ROW.items() if name not in ("time", "effort")}
    desk.look_at("answers.csv", form_file(without))
    desk.read()
    assert "Something is still open" in desk.answer.value
    desk.day.value = "2026-03-31"
    desk.read()
    assert "1 answer can be taken in." in desk.answer.value


def test_forms__a_column_that_reads_nearly_like_a_question__can_be_left_out(desk, guide, words):
    heads = {"purpose": "When we learn something new here, do we know what that is for?"}
    desk.look_at("answers.csv", form_file({"purpose": "Yes", "time": ROW["time"]}, **heads))
    decide(desk, **{"When we learn": "Leave this column out"})
    desk.read()
    assert "Something is still open" not in desk.answer.value


def test_forms__no_table__says_what_to_do(desk):
    desk.look_at("answers.csv", b"")
    assert "The file answers.csv cannot be read." in desk.answer.value
    assert (desk.review.value, desk.check.layout.display) == ("", "none")


def test_forms__hostile_heading__is_shown_as_text(desk):
    desk.look_at("answers.csv", form_file(row(), color="<img src=x onerror=alert(1)>"))
    assert "<img" not in desk.review.value
    assert "&lt;img src=x onerror=alert(1)&gt;" in desk.review.value


def test_forms__no_library_set_up__asks_for_one_first(guide, words, store):
    desk = FormsDesk(store, guide, words, list, lambda: None)
    assert (desk.place.layout.display, desk._nobody.layout.display) == ("none", None)


def test_settle__nothing_chosen__leaves_everything_open(guide, words, tmp_path):
    path = tmp_path / "answers.csv"
    path.write_bytes(form_file(row()))
    mapping = propose_mapping(path, guide)
    assert settle(mapping, {}, guide) == mapping
    [question] = open_questions(mapping, guide, words)
    assert [label for label, _ in question.options] == [
        "– please choose –",
        "Having to work hard at something tells me that I am getting better at it. (here 1 means “Strongly disagree”)",
        "Having to work hard at something tells me that I am getting better at it. (here 1 means “Strongly agree”)",
        "Leave this column out",
    ]
