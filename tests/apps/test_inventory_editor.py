"""The inventory editor: what is entered is stored at once, what is removed can come back, samples stay."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.apps.inventory_editor import InventoryEditor
from analysis.apps.row_list import AT_ONCE
from analysis.disclosure import release
from analysis.exchange.sources import Source
from analysis.responses import Store
from page_parts import controls_in

HERE = Source("maple_grove", "Maple Grove", "2026", is_sample=False, heads=12)
HOSTILE = '<img src=x onerror="alert(1)"> =1+1 {0}'


@pytest.fixture
def done():
    return []


@pytest.fixture
def editor(own_store, guide, words, done):
    return InventoryEditor(own_store, guide, words, HERE, None, lambda: done.append(True))


def fill_in(editor, **answers):
    for name, value in answers.items():
        editor.form.controls[name].enter(value)


def take(editor, strategy):
    editor.catalogue.control.value = strategy


def enter(editor, name):
    """A strategy from the catalogue under another name."""
    take(editor, "mentoring")
    fill_in(editor, what=name)
    editor.save()


def shown(editor):
    return [line for line in editor.list.lines if line.widget.layout.display != "none"]


def shown_parts(editor):
    return [editor._tools, editor._form_stack, *(line.widget for line in shown(editor))]


def names(editor):
    return [row.name for row in editor.list.found]


def is_shown(widget):
    return widget.layout.display != "none"


def test_editor__nothing_entered__says_so_and_asks_nothing(editor, done):
    assert "Nothing has been entered yet." in editor._table.value
    assert not is_shown(editor._form_stack)
    assert (shown(editor), done) == ([], [])


def test_editor__taken_from_the_catalogue__is_in_the_form_and_not_yet_in_the_store(editor, own_store):
    take(editor, "shadowing")
    assert editor.form.answers() == {
        "what": "Job shadowing",
        "participants": ["all"],
        "participation": "optional",
        "content_chosen_by": "individual",
        "frequency": "twice_a_year",
        "hours": "8",
        "status": "in_use",
        "qualities": ["variety", "mutual_help"],
    }
    assert "“Job shadowing” is in the form below." in editor.form_title.value
    assert editor.catalogue.value == ""
    assert own_store.strategies().empty


def test_editor__saved__is_in_the_store_and_said_aloud(editor, own_store, done):
    enter(editor, "Mentoring")
    assert own_store.strategies()["what"].tolist() == ["Mentoring"]
    assert editor.answer.value == '<div class="lc-note" role="status"><p>“Mentoring” is saved.</p></div>'
    assert (names(editor), done) == (["Mentoring"], [True])
    assert not is_shown(editor._form_stack)


def test_editor__opened_again__has_lost_nothing(editor, own_store, guide, words):
    enter(editor, "Mentoring")
    again = InventoryEditor(Store(own_store._database.place, guide), guide, words, HERE, None, lambda: None)
    pd.testing.assert_frame_equal(again.rows, editor.rows)
    assert names(again) == ["Mentoring"]


def test_editor__several_things_wrong__says_all_and_stores_nothing(editor, own_store, done):
    editor.start({"what": "", "hours": "4,5", "participants": ["all"]})
    editor.save()
    assert "This strategy cannot be saved." in editor.answer.value
    assert "“What is it?” holds nothing. Fill in the field." in editor.answer.value
    assert "Write a point instead of the comma: 4.5." in editor.answer.value
    assert editor.form.controls["hours"].read() == "4,5"
    assert own_store.strategies().empty
    assert done == []


def test_editor__changed__keeps_its_id(editor, own_store):
    enter(editor, "Mentoring")
    before = own_store.strategies()["strategy_id"].tolist()
    shown(editor)[0].edit.click()
    assert editor.form_title.value == '<div role="status"><h4>Change “Mentoring”</h4></div>'
    fill_in(editor, what="Mentors", hours="")
    editor.save_it.click()
    after = own_store.strategies()
    assert (after["strategy_id"].tolist(), after["what"].tolist()) == (before, ["Mentors"])
    assert after["hours"].isna().all()


def test_editor__left_as_it_was__changes_nothing(editor, own_store):
    enter(editor, "Mentoring")
    shown(editor)[0].edit.click()
    fill_in(editor, what="Other")
    editor.leave.click()
    assert own_store.strategies()["what"].tolist() == ["Mentoring"]
    assert "Nothing was changed." in editor.answer.value
    editor.start()
    assert editor.form.controls["what"].read() == ""


def test_editor__removed_and_put_back__is_the_same_row(editor, own_store, done):
    enter(editor, "Mentoring")
    before = own_store.strategies()
    shown(editor)[0].remove.click()
    assert own_store.strategies().empty
    assert editor.back.description == "Put back: Mentoring"
    editor.back.click()
    pd.testing.assert_frame_equal(own_store.strategies(), before)
    assert not is_shown(editor.back)
    assert len(done) == 3


def test_editor__something_took_the_place_of_what_was_removed__is_not_overwritten(editor, own_store):
    enter(editor, "Mentoring")
    shown(editor)[0].remove.click()
    enter(editor, "Mentoring")
    assert not is_shown(editor.back)
    editor.put_back()
    assert len(own_store.strategies()) == 1


def test_editor__rated_by_staff__cannot_be_removed_and_the_reason_is_shown(editor, own_store):
    enter(editor, "Mentoring")
    row = own_store.strategies().iloc[0]
    rating = {"response_id": own_store.responses()["response_id"].iloc[0], "strategy_id": row["strategy_id"]}
    own_store.put("strategy_ratings", pd.DataFrame([rating | {"effectiveness": 4}]))
    shown(editor)[0].remove.click()
    assert len(own_store.strategies()) == 1
    assert "Staff have rated this strategy. Nothing was deleted." in editor.answer.value
    assert "Leave it in this wave; a later wave need not have it." in editor.answer.value
    assert not is_shown(editor.back)


def test_editor__another_wave__is_empty_and_offers_to_carry_over(editor, own_store, done):
    enter(editor, "Mentoring")
    enter(editor, "Webinars")
    editor.look(Source("maple_grove", "Maple Grove", "2027", is_sample=False), None)
    assert (names(editor), editor.carry_it.description) == ([], "Bring the inventory of 2026 into this wave")
    editor.carry_it.click()
    assert names(editor) == ["Mentoring", "Webinars"]
    assert "2 ways of learning were brought over from 2026." in editor.answer.value
    assert own_store.strategies()["wave"].tolist() == ["2026", "2026", "2027", "2027"]
    assert not is_shown(editor.carry_it)


def test_editor__hostile_name__is_shown_as_text_and_kept_as_it_is(editor, own_store):
    enter(editor, HOSTILE)
    assert own_store.strategies()["what"].tolist() == [HOSTILE]
    markup = shown(editor)[0].text.value + editor._table.value + editor.answer.value
    assert "<img" not in markup
    assert markup.count("&lt;img src=x") == 3


def test_editor__300_strategies__shows_ten_with_controls_and_finds_the_others(editor, own_store):
    enter(editor, "Mentoring")
    one = own_store.strategies().iloc[0].to_dict()
    rows = [one | {"strategy_id": f"s{i:03}", "what": f"Way {i:03}"} for i in range(299)]
    own_store.put("strategies", pd.DataFrame(rows))
    editor.refresh()
    assert len(shown(editor)) == AT_ONCE
    assert "300 ways of learning fit; 1 to 10 are shown." in editor.list.count.value
    editor.list.after.click()
    assert "11 to 20 are shown." in editor.list.count.value
    editor.list.find.value = "way 29"
    fitting = [f"Change: Way {i:03}" for i in (29, 129, 229, *range(290, 299))]
    assert [line.edit.description for line in shown(editor)] == fitting[:AT_ONCE]
    editor.list.after.click()
    assert [line.edit.description for line in shown(editor)] == fitting[AT_ONCE:]
    assert not is_shown(editor.list.after)
    editor.list.find.value = "nothing like it"
    assert (shown(editor), "Nothing fits." in editor.list.count.value) == ([], True)


@pytest.mark.parametrize(("count", "pages"), [(9, 1), (10, 1), (11, 2)])
def test_list__rows_around_one_page__has_a_next_page_only_where_it_is_needed(editor, own_store, count, pages):
    enter(editor, "Way 0")
    one = own_store.strategies().iloc[0].to_dict()
    rows = [one | {"strategy_id": f"s{i}", "what": f"Way {i}"} for i in range(1, count)]
    own_store.put("strategies", pd.DataFrame(rows))
    editor.refresh()
    assert len(shown(editor)) == min(count, AT_ONCE)
    assert is_shown(editor.list.after) == is_shown(editor.list.find) == (pages == 2)


def test_list__last_row_of_the_last_page_removed__goes_back_a_page(editor, own_store):
    enter(editor, "Way 0")
    one = own_store.strategies().iloc[0].to_dict()
    own_store.put(
        "strategies", pd.DataFrame([one | {"strategy_id": f"s{i}", "what": f"Way {i}"} for i in range(1, 11)])
    )
    editor.refresh()
    editor.list.after.click()
    shown(editor)[0].remove.click()
    assert len(shown(editor)) == AT_ONCE


def test_list__buttons__are_told_apart_by_their_names(editor):
    for name in ("Mentoring", "Webinars", "x" * 300):
        enter(editor, name)
    buttons = [button for line in shown(editor) for button in (line.edit, line.remove)]
    assert len({button.description for button in buttons}) == len(buttons) == 6
    assert max(len(button.description) for button in buttons) < 80
    assert buttons[4].tooltip == f"Change: {'x' * 300}"


def test_editor__a_sample__is_shown_and_cannot_be_changed(own_store, guide, words, samples, done):
    source = Source("sorrel_notch", "Sorrel Notch", "2026", is_sample=True, heads=3)
    released = release(samples, "sorrel_notch", "2026")
    editor = InventoryEditor(own_store, guide, words, source, released, lambda: done.append(True))
    assert sorted(names(editor)) == sorted(released.strategies["what"])
    assert "You can look at its inventory, and change nothing." in editor._head.value
    assert not any(is_shown(line._buttons) for line in shown(editor))
    assert not is_shown(editor._tools)
    row_id = released.strategies["strategy_id"].iloc[0]
    for act in (editor.start, editor.save, editor.carry, lambda: editor.edit(row_id), lambda: editor.remove(row_id)):
        editor.answer.value = ""
        act()
        assert "You can look at its inventory, and change nothing." in editor.answer.value
    assert own_store.strategies().empty
    assert done == []


def test_editor__every_control__has_a_label(editor):
    enter(editor, "Mentoring")
    editor.start()
    assert set(controls_in(*shown_parts(editor))) >= {"Save", "Change: Mentoring", "How often?"}
    assert "" not in controls_in(*shown_parts(editor))
    named = [control.widget for control in editor.form.controls.values() if hasattr(control.widget, "description")]
    boxes = [box for name in ("participants", "qualities") for box in editor.form.controls[name].boxes.values()]
    assert all(widget.description for widget in (*named, *boxes))
    assert (boxes[1].description, boxes[1].tooltip) == (
        "Director or leadership team",
        "Role: Director or leadership team",
    )
