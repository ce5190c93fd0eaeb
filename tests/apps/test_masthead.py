"""The masthead: title, navigation and the way to JupyterLab, from the notebooks that are there."""

from __future__ import annotations

import json

import pytest

from analysis.apps.masthead import add_masthead, masthead_of


@pytest.fixture
def folder(tmp_path):
    """Two numbered notebooks, a foreign one and a draft."""
    write(tmp_path / "02_our_library.ipynb", "# What is it?\n\nAn intro.\n\n# Another")
    write(tmp_path / "00_start_here.ipynb", "Words first.\n# Where do I start?")
    write(tmp_path / "09_my own page.ipynb", "no heading")
    write(tmp_path / "draft.ipynb", "# Draft")
    return tmp_path


def write(path, source, **metadata):
    cells = [{"cell_type": "code", "source": "# not a heading"}, {"cell_type": "markdown", "source": [source]}]
    path.write_text(json.dumps({"cells": cells, "metadata": metadata}), encoding="utf-8")


def test_masthead__numbered_notebooks__lists_them_in_order_and_marks_the_current_one(folder):
    assert masthead_of(folder, "02_our_library.ipynb")["pages"] == [
        {"name": "Start here", "url": "/voila/render/00_start_here.ipynb", "current": False},
        {"name": "Our library", "url": "/voila/render/02_our_library.ipynb", "current": True},
        {"name": "My own page", "url": "/voila/render/09_my%20own%20page.ipynb", "current": False},
    ]


def test_masthead__first_heading__is_the_title(folder):
    assert masthead_of(folder, "02_our_library.ipynb")["title"] == "What is it?"
    assert masthead_of(folder, "00_start_here.ipynb")["title"] == "Where do I start?"


def test_masthead__no_heading__title_is_the_file_name(folder):
    assert masthead_of(folder, "09_my own page.ipynb")["title"] == "09_my own page"


def test_masthead__broken_notebook__still_has_title_and_pages(folder):
    (folder / "03_broken.ipynb").write_text("{", encoding="utf-8")
    masthead = masthead_of(folder, "03_broken.ipynb")
    assert masthead["title"] == "03_broken"
    assert [page["current"] for page in masthead["pages"]] == [False, False, True, False]


def test_masthead__base_url__stands_before_every_address(folder):
    masthead = masthead_of(folder, "02_our_library.ipynb", "/base/")
    assert masthead["lab_url"] == "/base/lab/tree/02_our_library.ipynb"
    assert masthead["pages"][0]["url"] == "/base/voila/render/00_start_here.ipynb"


def test_masthead__notebook_in_a_folder__pages_are_those_of_its_folder(folder):
    (folder / "methods").mkdir()
    write(folder / "methods" / "01_shares.ipynb", "# How sure?")
    masthead = masthead_of(folder, "methods/01_shares.ipynb")
    assert [page["url"] for page in masthead["pages"]] == ["/voila/render/methods/01_shares.ipynb"]
    assert masthead["lab_url"] == "/lab/tree/methods/01_shares.ipynb"


def test_masthead__language_of_the_notebook__is_the_language_of_the_page(folder):
    write(folder / "04_x.ipynb", "# ¿Qué?", language="es")
    assert masthead_of(folder, "04_x.ipynb")["language"] == "es"
    assert masthead_of(folder, "02_our_library.ipynb")["language"] == "en"


def test_add_masthead__page_config__keeps_the_rest_and_blanks_the_foreign_formula_program(folder):
    config = {"baseUrl": "/", "fullMathjaxUrl": "https://elsewhere.example/x.js", "mathjaxConfig": "Safe"}
    changed = add_masthead(config, "/", {"server_root_dir": str(folder)}, "02_our_library.ipynb", log=None)
    assert changed["baseUrl"] == "/"
    assert (changed["fullMathjaxUrl"], changed["mathjaxConfig"]) == ("null", "null")
    assert changed["masthead"]["title"] == "What is it?"
    assert config["fullMathjaxUrl"] == "https://elsewhere.example/x.js"


def test_add_masthead__list_of_pages__gets_no_masthead(folder):
    assert "masthead" not in add_masthead({}, "/", {"server_root_dir": str(folder)}, "")
