"""No half-empty pages: seen on pictures of real reports, for every audience, in English and in Spanish on A4."""

from __future__ import annotations

import pytest

from analysis.exchange.sources import Sources
from analysis.report.brand import Brand
from analysis.report.making import make_report
from analysis.report.model import Report
from analysis.report.request import AUDIENCES, Request
from page_fill import page_fills
from report_made import made_report

FULL, LAST = 0.70, 0.20
LIBRARIES = {"pebblewick": 4, "tindle_hollow": 3, "oxwater": 12, "harlow_falls": 31}
"""Sample libraries and their staff."""


def half_empty(made: Report) -> list[tuple[int, float]]:
    """The pages (from 2, after the cover) that are less full than they have to be."""
    *full, last = enumerate(page_fills(made), start=2)
    return [(page, fill) for page, fill in full if fill < FULL] + [last] * (last[1] < LAST)


def test_pages__of_a_made_report__are_full() -> None:
    assert half_empty(made_report()) == []


@pytest.mark.slow
@pytest.mark.parametrize(("language", "paper"), [("en", "letter"), ("es", "a4")])
@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("library", LIBRARIES)
def test_pages__of_a_real_report__are_full(
    sources: Sources, library: str, audience: str, language: str, paper: str
) -> None:
    asked = Request(library, "2026", audience, language, is_sample=True)
    assert half_empty(make_report(sources, asked, Brand(paper=paper))) == []
