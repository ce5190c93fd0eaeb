"""Doors: where a link from a section leads, and what it asks for there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.apps.addresses import asked_for
from analysis.apps.doors import DOORS, door
from analysis.apps.view import View


@pytest.fixture(scope="module")
def released(samples, release_once):
    return release_once(samples, "tindle_hollow", "2026")


def test_door__of_a_library__opens_the_page_with_its_wave(released, words):
    assert door(View(released, words), "plan") == (
        '<p><a href="../../voila/render/06_plan_and_act.ipynb?library=tindle_hollow&amp;wave=2026">'
        "Make it a plan on the page “Plan and act”</a></p>"
    )


@pytest.mark.parametrize("name", DOORS)
def test_door__what_its_address_asks_for__is_what_the_page_opens(released, words, monkeypatch, name):
    markup = door(View(replace(released, wave="2026 & later"), words), name)
    query = markup.partition("?")[2].partition('"')[0].replace("&amp;", "&")
    monkeypatch.setenv("QUERY_STRING", query)
    assert asked_for("", "") == ("tindle_hollow", "2026 & later")


def test_door__hostile_id_and_wave__is_no_markup(released, words):
    hostile = replace(released, library_id='"><script>', wave="<b>")
    assert "library=%22%3E%3Cscript%3E&amp;wave=%3Cb%3E" in door(View(hostile, words), "texts")


def test_door__libraries_put_together__leads_nowhere(released, words):
    assert door(View(replace(released, members=("elm", "rowan")), words), "plan") == ""
