"""The parts of the pages: what they make of texts, files and numbers."""

from __future__ import annotations

from base64 import b64decode

import pytest

from analysis.apps.filepicker import FilePicker
from analysis.apps.parts import act, bullets, choose, download, grid, note, paragraphs
from analysis.apps.view import View
from analysis.apps.viewport import Viewport
from analysis.errors import ProtectionError
from analysis.present.figures import draw_dumbbell, draw_maturity

HOSTILE = "<script>alert(1)</script>\"'"


@pytest.fixture
def view(samples, words, release_once):
    """The small sample library in which all staff may be shown."""
    return View(release_once(samples, "oxwater", "2026"), words)


@pytest.mark.parametrize(
    "markup",
    [
        paragraphs(HOSTILE),
        bullets([HOSTILE]),
        note(HOSTILE, title=HOSTILE),
        grid(HOSTILE, [HOSTILE], [[HOSTILE]]),
        download(HOSTILE, HOSTILE, b"", "text/csv"),
    ],
)
def test_parts__hostile_text__is_shown_as_text(markup):
    assert "<script" not in markup
    assert "&lt;script&gt;" in markup


def test_paragraphs__empty_texts__are_left_out():
    assert paragraphs("a", "", "b", kind="lead") == '<p class="lc-lead">a</p><p class="lc-lead">b</p>'


def test_download__content__is_in_the_link_itself():
    link = download("Save", "a.csv", b"1,2", "text/csv")
    assert 'download="a.csv"' in link
    assert b64decode(link.partition("base64,")[2].partition('"')[0]) == b"1,2"


def test_choose__no_value__begins_with_the_first_option():
    assert choose("Library", [("One", "1"), ("Two", "2")]).value == "1"
    assert choose("Library", [("One", "1"), ("Two", "2")], "2").value == "2"


def test_act__click__does_what_it_was_given():
    done = []
    act("Go", lambda: done.append(True)).click()
    assert done == [True]


def test_file_picker__message_from_the_page__hands_name_and_bytes_over():
    taken = []
    picker = FilePicker("Choose", ".csv", lambda name, content: taken.append((name, content)))
    picker._handle_custom_msg({"name": "a.csv", "start": 0, "size": 3}, [memoryview(b"1,2")])
    assert taken == [("a.csv", b"1,2")]


def test_viewport__narrow__asks_for_narrow_figures():
    assert (Viewport().width, Viewport(narrow=True).width) == ("page", "narrow")


def test_view__the_same_drawing_again__keeps_its_figure_and_another_has_its_own(view):
    first = view.picture(draw_maturity)
    figure = view.kept["draw_maturity", "page"].figure
    assert view.picture(draw_maturity) == first
    assert view.kept["draw_maturity", "page"].figure is figure
    view.picture(draw_dumbbell)
    assert view.kept["draw_dumbbell", "page"].figure is not figure


def test_view__anything_but_released_results__is_refused(view, words):
    with pytest.raises(ProtectionError):
        View(view.released.marks, words).picture(draw_maturity)  # type: ignore[arg-type]
