"""The promise as it is printed: one sheet of either paper, in either language, also under a long name."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from analysis.guide import load_guide, load_words
from analysis.present.promise import write_promise

pytestmark = pytest.mark.browser

LONG = "Biblioteca Pública Municipal de Santa María de los Ángeles, San Juan y Comarca del Alto Valle"


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_promise__printed__is_one_sheet(browser: Browser, language: str, paper: str) -> None:
    page = browser.new_page()
    page.set_content(write_promise(load_guide(), load_words(language), LONG))
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) == 1
    page.close()


@pytest.mark.parametrize("language", ["en", "es"])
def test_promise__axe__finds_nothing(browser: Browser, language: str) -> None:
    page = browser.new_page()
    page.set_content(write_promise(load_guide(), load_words(language), LONG))
    assert Axe().run(page).response["violations"] == []
    page.close()
