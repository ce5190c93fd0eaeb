"""The start page: its doors and samples, and what it offers once a library is set up."""

from __future__ import annotations

import re

import pytest

from analysis.apps.start import StartPage, start_page
from analysis.exchange.sources import Sources


@pytest.fixture
def page(guide, words, store):
    """The start page of a computer on which nothing has been set up."""
    return StartPage(Sources(guide, store), words)


def markup(widget):
    """Everything that a widget and its children show as markup."""
    own = widget.value if hasattr(widget, "value") and isinstance(widget.value, str) else ""
    return own + "".join(markup(child) for child in getattr(widget, "children", ()))


def set_up(page, name="Maple Grove", heads="12"):
    form = page._set_up
    for key, text in (("name", name), ("wave", "2026")):
        form.texts[key].value = text
    form.heads["all", "all"].value = heads
    form.save()


def test_doors__three__lead_to_own_library_comparison_and_methods(page):
    shown = markup(page.doors())
    for title in ("I run a library", "I advise libraries", "I do research"):
        assert f"<h2>{title}</h2>" in shown
    assert '<a href="../../voila/render/02_our_library.ipynb">' in shown
    assert '<a href="../../voila/render/04_compare_libraries.ipynb">Open the page “Compare”</a>' in shown
    assert '<a href="../../lab/tree/methods/01_shares.ipynb">Open the methods in JupyterLab</a>' in shown
    assert shown.count("<svg ") == 3


def test_doors__who_plans_and_who_reads__find_their_pages_too(page):
    cards = markup(page.doors()).split("<li>")[1:]
    pages = ("06_plan_and_act", "07_reports", "08_read_texts")
    found = [[name for name in pages if name in card] for card in cards]
    assert found == [["06_plan_and_act", "08_read_texts"], ["06_plan_and_act", "07_reports"], ["08_read_texts"]]
    assert (
        '<a href="../../voila/render/08_read_texts.ipynb">Read what was written: the page “Read the texts”</a>'
        in cards[0]
    )


def test_samples__45_in_two_waves__stand_once_from_the_smallest_to_the_largest(page):
    shown = markup(page.samples())
    staff = [int(heads) for heads in re.findall(r"<span>(\d+) staff</span>", shown)]
    assert staff == sorted(staff)
    assert (staff[0], staff[-1], len(staff)) == (2, 400, 45)
    assert re.findall(r"<summary>([^:]+): (\d+)", shown) == [
        ("Fewer than 5 staff", "19"),
        ("5 to 19 staff", str(sum(5 <= heads < 20 for heads in staff))),
        ("20 to 59 staff", str(sum(20 <= heads < 60 for heads in staff))),
        ("60 staff and more", str(sum(heads >= 60 for heads in staff))),
    ]
    assert shown.count("library=lanternport&amp;wave=2026") == 1
    assert "wave=2025" not in shown


def test_set_up__a_library__is_offered_to_form_files_and_for_deleting_at_once(page):
    set_up(page)
    assert page._bring.forms.place.options == (("Maple Grove, 2026", "maple_grove/2026"),)
    assert page._keep.which.options == (("Maple Grove, 2026", "maple_grove/2026"),)


def test_keep__nothing_set_up__says_that_there_is_nothing_to_delete(page):
    assert "There is nothing to delete yet" in markup(page.keep())


def test_set_up__groups__are_asked_for_on_demand(page):
    form = page._set_up
    assert form._groups.layout.display == "none"
    form.ask_more()
    assert (form._groups.layout.display, form._more.layout.display) == (None, "none")


def test_start_page__fresh_computer__opens(monkeypatch, tmp_path):
    monkeypatch.setenv("LEARNING_CULTURE_DATA", str(tmp_path))
    assert "I run a library" in markup(start_page().doors())
