"""The plan editor: steps are stored at once, moved with a control, and seen by status and by month."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analysis.apps.plan_board import board, months, named_month, needs_a_look
from analysis.apps.plan_editor import PlanEditor
from analysis.disclosure import release
from analysis.exchange.sources import Source
from analysis.responses import Store
from analysis.responses.frames import ACTION_STATUSES

HERE = Source("maple_grove", "Maple Grove", "2026", is_sample=False, heads=12)
TODAY = date(2026, 3, 2)
HOSTILE = '<img src=x onerror="alert(1)"> =1+1 {0}'
STEP = {"step": "Swap desks", "owner": "Supervisors", "due": "2026-09-30", "status": "planned"}


@pytest.fixture
def done():
    return []


@pytest.fixture(scope="module")
def released(samples, release_once):
    """What may be told of the answers that the own library has."""
    return release_once(samples, "oxwater", "2026")


@pytest.fixture
def editor(own_store, guide, words, done, released):
    return PlanEditor(own_store, guide, words, HERE, released, TODAY, lambda: done.append(True))


def enter(editor, **answers):
    editor.start(STEP | answers)
    editor.save()


def shown(editor):
    return [line for line in editor.list.lines if line.widget.layout.display != "none"]


def is_shown(widget):
    return widget.layout.display != "none"


def plan(*rows):
    blank = {"library_id": "elm", "wave": "2026", "target": "", "expected_shift": None}
    return pd.DataFrame([blank | STEP | {"action_id": f"a{place}"} | row for place, row in enumerate(rows)])


def test_editor__a_suggestion_put_into_the_plan__is_in_the_form_and_not_yet_in_the_store(editor, own_store):
    editor.start({"step": "Ask for a half-day", "target": "agency"})
    assert editor.form.answers() == {
        "step": "Ask for a half-day",
        "owner": "",
        "due": "",
        "status": "",
        "target": "agency",
        "shift": "",
        "unit": "",
    }
    assert is_shown(editor._form_stack)
    assert own_store.actions().empty


def test_editor__saved__is_in_the_store_in_the_list_on_the_board_and_by_month(editor, own_store, done):
    enter(editor, target="variety", shift="3", unit="staff")
    row = own_store.actions().iloc[0]
    assert (row["action_id"], row["expected_shift"]) == ("maple_grove_2026_swap_desks", 0.25)
    assert "“Swap desks” is saved." in editor.answer.value
    assert "<p>Aims at Variety, 3 more of 12 staff.</p>" in shown(editor)[0].text.value
    assert "<h4>Planned (1)</h4><ul><li>Swap desks" in editor.board._columns.value
    assert "<h4>September 2026</h4><ul><li>Swap desks" in editor.months.value
    assert editor.first.value == ""
    assert done == [True]


def test_editor__opened_again__has_lost_nothing(editor, own_store, guide, words):
    enter(editor, target="variety", shift="3", unit="staff")
    again = PlanEditor(Store(own_store._database.place, guide), guide, words, HERE, None, TODAY, lambda: None)
    pd.testing.assert_frame_equal(again.rows, editor.rows)
    again.edit("maple_grove_2026_swap_desks")
    assert again.form.answers() == STEP | {"target": "variety", "shift": "3", "unit": "staff"}


def test_editor__several_things_wrong__says_all_and_stores_nothing(editor, own_store):
    enter(editor, step="", status="", shift="3")
    assert "This step cannot be saved." in editor.answer.value
    assert "“What will be done?” holds nothing. Fill in the field." in editor.answer.value
    assert "“Where does it stand?” holds nothing. Choose one of the answers." in editor.answer.value
    assert "“What does it aim at?” holds nothing." in editor.answer.value
    assert own_store.actions().empty


def test_editor__removed_and_put_back__is_the_same_row(editor, own_store):
    enter(editor)
    before = own_store.actions()
    shown(editor)[0].remove.click()
    assert (len(own_store.actions()), editor.back.description) == (0, "Put back: Swap desks")
    editor.back.click()
    pd.testing.assert_frame_equal(own_store.actions(), before)


@pytest.mark.parametrize("status", ACTION_STATUSES)
def test_board__moved_with_the_control__is_stored_and_said_aloud(editor, own_store, words, status):
    enter(editor)
    editor.board.step.control.value = "maple_grove_2026_swap_desks"
    editor.board.status.control.value = status
    editor.board.move_it.click()
    assert own_store.actions()["status"].tolist() == [status]
    named = words(f"plan.status.{status}")
    assert f"“Swap desks” is now under “{named}”." in editor.answer.value
    assert f"<h4>{named} (1)</h4>" in editor.board._columns.value


def test_board__a_step_that_is_gone__moves_nothing(editor, own_store, done):
    editor.move("gone", "done")
    assert (own_store.actions().empty, done) == (True, [])


def test_board__every_status__is_a_heading_over_a_list(words):
    markup = board(plan({}, {"status": "done", "owner": "", "due": ""}), TODAY, words)
    assert [markup.count(f"<h4>{words(f'plan.status.{status}')} (") for status in ACTION_STATUSES] == [1] * 5
    assert (
        '<li>Swap desks <span class="lc-quiet">(in the hands of Supervisors; by September 30, 2026)</span></li>'
        in markup
    )
    assert '<li>Swap desks <span class="lc-quiet">(nobody sees to it yet; no day)</span></li>' in markup
    assert markup.count("None.") == 3


@pytest.mark.parametrize(("due", "late"), [("2026-03-01", True), ("2026-03-02", False), ("2026-03-03", False)])
def test_months__overdue__is_marked_by_a_shape_and_a_word(words, due, late):
    markup = months(plan({"due": due}), TODAY, words)
    assert ("<strong>▲ Overdue</strong> Swap desks" in markup) == late
    assert "(Planned; in the hands of Supervisors; by" in markup


def test_months__hostile_and_long_texts__are_shown_as_texts(words):
    markup = months(plan({"step": HOSTILE, "owner": "<b>" * 100}), TODAY, words)
    assert "<img" not in markup
    assert "<b>" not in markup
    assert "&lt;img src=x" in markup


def test_months__nothing__says_so(words):
    assert "There is no step yet." in months(plan({}).iloc[:0], TODAY, words)


@pytest.mark.parametrize(
    ("month", "name"), [("2026-01", "January 2026"), ("2026-12", "December 2026"), ("", "No day yet")]
)
def test_named_month__every_kind__is_as_people_say_it(words, month, name):
    assert named_month(month, words) == name


def test_needs_a_look__overdue_and_unowned__are_named_with_their_number(words):
    steps = plan({"due": "2026-01-01"}, {"owner": "", "step": "Ask"}, {"owner": "", "status": "done"})
    assert needs_a_look(steps, TODAY, words) == (
        "<p>1 step is overdue:</p><ul><li>Swap desks</li></ul>"
        "<p>1 step has nobody who sees to it:</p><ul><li>Ask</li></ul>"
    )
    assert needs_a_look(plan({}), TODAY, words) == ""


SMALL = (
    "You expect less than that. The next wave would most likely say that it cannot tell. "
    "The step may be worth doing all the same; more answers would help to see it."
)


def test_editor__target_and_shift_entered__says_beside_them_what_can_be_seen(editor):
    editor.start({"step": "Swap desks"})
    assert editor.ahead.value == ""
    editor.form.controls["target"].enter("variety")
    assert "the next wave can tell a change from chance only if nearly everybody changes." in editor.ahead.value
    assert SMALL not in editor.ahead.value
    editor.form.controls["unit"].enter("staff")
    editor.form.controls["shift"].enter("2")
    assert SMALL in editor.ahead.value
    editor.form.controls["target"].enter("")
    assert editor.ahead.value == ""


def test_editor__staff_not_known__counts_in_percent_alone(editor):
    editor.look(Source("maple_grove", "Maple Grove", "2026", is_sample=False), None)
    units = [value for _, value in editor.form.controls["unit"].widget.options]
    assert units == ["", "percent", "points"]


def test_editor__looked_at_again__keeps_what_was_said_and_what_is_being_entered(editor, own_store, released):
    enter(editor)
    shown(editor)[0].remove.click()
    editor.start({"step": "Half written"})
    editor._tell("cancelled")
    editor.look(HERE, released)
    assert editor.form.controls["step"].read() == "Half written"
    assert "Nothing was changed." in editor.answer.value
    assert is_shown(editor.back)
    editor.look(Source("maple_grove", "Maple Grove", "2027", is_sample=False, heads=12), None)
    assert editor.form.controls["step"].read() == ""
    assert (editor.answer.value, is_shown(editor.back), is_shown(editor._form_stack)) == ("", False, False)


def test_editor__a_sample__is_shown_and_cannot_be_changed(own_store, guide, words, samples, done):
    source = Source("sorrel_notch", "Sorrel Notch", "2026", is_sample=True, heads=3)
    released = release(samples, "sorrel_notch", "2026")
    editor = PlanEditor(own_store, guide, words, source, released, TODAY, lambda: done.append(True))
    step = released.actions.iloc[0]
    assert step["step"].split(",")[0] in editor.months.value
    assert not is_shown(editor.board._controls)
    for act in (editor.start, editor.save, lambda: editor.move(step["action_id"], "done")):
        editor.answer.value = ""
        act()
        assert "You can look at its plan, and change nothing." in editor.answer.value
    assert own_store.actions().empty
    assert done == []
