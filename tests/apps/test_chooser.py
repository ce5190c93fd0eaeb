"""Lists whose options change, and the choice of library and wave that the pages share."""

from __future__ import annotations

import pytest

from analysis.apps.chooser import Chooser, Picker
from analysis.errors import Fault, ToolkitError

COLUMNS = [("Role", "role"), ("Place of work", "unit")]


@pytest.fixture
def asked():
    """What was shown so far."""
    return []


@pytest.fixture
def picker(asked):
    return Picker("Column", COLUMNS, None, lambda: asked.append("changed"))


def test_picker__somebody_chooses__acts_once(picker, asked):
    assert picker.value == "role"
    picker.control.value = "unit"
    assert (picker.value, asked) == ("unit", ["changed"])


def test_picker__other_options__keeps_the_choice_where_it_is_offered_and_does_not_act(picker, asked):
    picker.control.value = "unit"
    picker.offer([("Years here", "tenure"), ("Place of work", "unit")], "unit")
    assert (picker.value, asked) == ("unit", ["changed"])
    picker.offer([("Years here", "tenure"), ("Employment", "employment")], "unit")
    assert (picker.value, asked) == ("tenure", ["changed"])


def test_picker__nothing_to_offer__is_hidden_until_there_is(picker, asked):
    picker.offer([])
    assert (picker.value, picker.control.layout.display) == ("", "none")
    picker.offer(COLUMNS)
    assert (picker.value, picker.control.layout.display) == ("role", None)
    assert asked == []


def test_chooser__a_look__shows_what_was_released_and_says_so_after(sources, words):
    shown = []
    chooser = Chooser(sources, words, sources.find("marrow_bend"), shown.append)
    assert shown == []
    chooser.look()
    status = chooser.widget().children[2].value
    assert [released.library_name for released in shown] == ["Marrow Bend Community Library"]
    assert "made up to try things out: Marrow Bend Community Library, 2026." in status


def test_chooser__nothing_can_be_released__shows_nothing_and_says_why(sources, words, monkeypatch):
    def refuse(*_):
        raise ToolkitError("The roster is wrong.", [Fault("row 2", "9", "5", "Mend <b>the roster</b>.")])

    sources.kept = None
    monkeypatch.setattr("analysis.exchange.sources.release", refuse)
    shown = []
    chooser = Chooser(sources, words, sources.find("marrow_bend"), shown.append)
    chooser.look()
    assert shown == [None]
    assert chooser.widget().children[2].value == (
        '<div class="lc-note" role="status"><p><strong>The roster is wrong.</strong></p>'
        "<p>row 2: Mend &lt;b&gt;the roster&lt;/b&gt;.</p></div>"
    )
