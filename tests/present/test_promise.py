"""The promise: it says what the guide keeps, in both languages, on one page, and nothing in it runs."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from analysis.guide import Policy, Words, load_guide, load_words
from analysis.present.promise import write_promise

HOSTILE = "<script>alert(1)</script> & \"Elm\" 'Ash'"


@pytest.fixture(params=["en", "es"])
def words(request: pytest.FixtureRequest) -> Words:
    return load_words(request.param)


def test_promise__other_thresholds__promises_those(words: Words) -> None:
    page = write_promise(replace(load_guide(), policy=Policy(minimum_group=7, minimum_texts=13)), words)
    assert re.findall(r"\b\d+\b", re.sub(r"<style>.*</style>|<[^>]+>", "", page, flags=re.DOTALL)) == ["7", "13"]


def test_promise__every_cohort__is_named(words: Words) -> None:
    page = write_promise(load_guide(), words).lower()
    assert all(words(f"guide.cohort.{cohort.id}.label").lower() in page for cohort in load_guide().cohorts)


def test_promise__hostile_name__is_only_a_text(words: Words) -> None:
    page = write_promise(load_guide(), words, HOSTILE)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Elm&quot; &#x27;Ash&#x27;" in page
    assert "<script" not in page


def test_promise__no_name__speaks_of_our_library(words: Words) -> None:
    assert words("promise.lead_unnamed") in write_promise(load_guide(), words)


def test_promise__asks_nothing_from_anywhere(words: Words) -> None:
    page = write_promise(load_guide(), words, "Elm")
    assert not re.search(r"https?:|src=|url\(|@import|<link", page)
    assert page.startswith(f'<!DOCTYPE html>\n<html lang="{words.language}">')


def test_promise__both_languages__have_the_same_parts() -> None:
    english, spanish = (load_words(language).entries for language in ("en", "es"))
    parts = [{key for key in entries if key.startswith("promise.")} for entries in (english, spanish)]
    assert parts[0] == parts[1]
    assert all(len(english[key]) == len(spanish[key]) for key in parts[0] if isinstance(english[key], tuple))
