"""The report as a page when somebody wrote into every field what nobody should: shown as text, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace

import pandas as pd
import pytest

from analysis.report.html import FORBIDDEN, html_bytes
from analysis.report.model import Chart, Paragraph, Section
from html_page import Node, read_page
from report_made import HOSTILE, hostile_report, made_report

SILENT = ("request", "origins", "wave", "font_name", "chart", "figure")
"""Fields whose texts stand in the manifest alone, or are drawn."""


@pytest.fixture(scope="module")
def page() -> Node:
    return read_page(html_bytes(hostile_report()))


def hostile_texts(value: object) -> Iterator[str]:
    """Every hostile text of the fields that people read."""
    if isinstance(value, str):
        yield from [value] if HOSTILE in value else []
    elif isinstance(value, pd.DataFrame):
        yield from hostile_texts((*value.columns, *value.to_numpy().ravel()))
    elif isinstance(value, tuple):
        for one in value:
            yield from hostile_texts(one)
    elif is_dataclass(value) and not isinstance(value, Chart):
        for field in fields(value):
            if field.name not in SILENT:
                yield from hostile_texts(getattr(value, field.name))


def readable(text: str) -> str:
    return " ".join(FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text).split())


def test_texts__in_every_field__can_be_read_as_they_were_written(page):
    texts = set(hostile_texts(hostile_report()))
    named = {image.attributes["alt"] for image in page.all("img")}
    seen = page.text
    missing = [text[:30] for text in texts if readable(text) not in seen and readable(text) not in map(readable, named)]
    assert len(texts) > 30
    assert [text for text in missing if "figure_title" not in text] == []


def test_elements__of_a_hostile_report__are_those_of_any_report(page):
    usual = read_page(html_bytes(made_report()))
    kinds = {(node.tag, *sorted(node.attributes)) for node in usual.all()}
    assert {(node.tag, *sorted(node.attributes)) for node in page.all()} - kinds == set()
    assert len(page.all("script")) == len(page.all("style")) == len(page.all("title")) == 1
    assert page.all("#comment") == []


def test_names_and_quotes__from_anywhere__are_set_apart(page):
    apart = [node.text.split()[1] for node in page.all("bdi")]
    assert apart == ["brand", "library", "brand", "contact"]
    assert [quote.attributes["dir"] for quote in page.all("blockquote")] == ["auto", "auto"]
    assert page.one("p", class_="subtitle").attributes["dir"] == "auto"


@pytest.mark.parametrize(
    "character", ["\x00", "\x08", "\x0b", "\x0c", "\x0e", "\x1f", "\x7f", "\x9f", "\ud800", "\uffff"]
)
def test_character__that_no_page_may_hold__is_shown_as_lost(character):
    assert shown(character) == "\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize("character", [" ", "~", "\xa0", "\xe9", "\u05e9", "\ufffd", "\U0001f600"])
def test_character__that_a_page_may_hold__stays(character):
    assert shown(character) == character


def shown(character: str) -> str:
    section = Section("one", "One", (Paragraph(f"({character})"),))
    page = html_bytes(replace(made_report(), sections=(section,))).decode("utf-8")
    return page.split('<p class="body">(')[1].split(")</p>")[0]
