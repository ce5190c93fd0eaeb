"""The style of the page: all that is read or means something stands out from its ground, in any brand's colors."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

import analysis.report.html as html
from analysis.present.palette import PAGE, contrast
from analysis.report.brand import COLORS, Brand

STYLE = (Path(html.__file__).parent / "report.css").read_text(encoding="utf-8")
OWN = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", STYLE))
LIGHTEST = Brand(primary="#767676", accent="#949494")
"""Colors of a brand that just pass."""

TEXT_ON = {"page": ("ink", "muted", "primary"), "pale": ("ink", "muted"), "primary": ("page",)}
"""Which inks stand on which ground."""

MARKS_ON = {"page": ("accent", "edge", "primary")}
"""Lines and marks that mean something; `line` only rules."""


def used(*properties: str) -> set[str]:
    """The names of the colors that the style gives to these properties."""
    names = "|".join(properties)
    return {
        name
        for declared in re.findall(rf"(?<![\w-])(?:{names}):([^;}}]*)", STYLE)
        for name in re.findall(r"var\(--(\w+)\)", declared)
    }


def color(name: str, brand: Brand) -> str:
    return OWN.get(name) or getattr(brand, name)


def test_style__every_color__has_a_name():
    rules = STYLE.split("}", 1)[1]
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|hsla?\(|oklch\(", rules) == []
    assert re.findall(r"(?<![\w-])opacity", rules) == []


def test_style__inks_and_grounds__are_those_whose_contrast_is_held():
    assert used("color") == {ink for inks in TEXT_ON.values() for ink in inks}
    assert used("background", "background-color") == set(TEXT_ON)


@pytest.mark.parametrize("brand", [Brand(), LIGHTEST], ids=["own", "lightest"])
def test_text__on_its_ground__can_be_read(brand):
    pairs = [pair for ground, inks in TEXT_ON.items() for pair in product(inks, [ground])]
    faint = {(ink, ground): contrast(color(ink, brand), color(ground, brand)) for ink, ground in pairs}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("brand", [Brand(), LIGHTEST], ids=["own", "lightest"])
def test_mark__on_its_ground__can_be_seen(brand):
    faint = {mark: contrast(color(mark, brand), PAGE) for mark in MARKS_ON["page"]}
    assert {mark: ratio for mark, ratio in faint.items() if ratio < 3} == {}


def test_lightest_brand__one_step_lighter__is_no_brand_any_more():
    lighter = {"primary": "#777777", "accent": "#959595"}
    for name, least in COLORS.items():
        assert contrast(getattr(LIGHTEST, name), PAGE) >= least > contrast(lighter[name], PAGE)


def test_page__its_own_white__is_that_of_the_palette():
    assert OWN["page"].upper() == PAGE


def test_motion__where_it_is_not_wanted__is_none():
    assert "prefers-reduced-motion: reduce" in STYLE
