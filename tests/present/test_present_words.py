"""Words and examples: both languages say everything, with the same places to fill; the examples run."""

from __future__ import annotations

import doctest
import string
from importlib import import_module

import pytest

from analysis.guide import Words

MODULES = ("cells", "findings", "groups", "html", "levels", "numbers", "palette", "tables")


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("file", ["figures", "sentences"])
def test_words__spanish__has_what_english_has_and_the_same_places(file: str, english: Words, spanish: Words) -> None:
    own = [{key for key in words.entries if key.startswith(f"{file}.")} for words in (english, spanish)]
    assert own[0] == own[1]
    for key in own[0]:
        pairs = zip(english.many(key), spanish.many(key), strict=True)
        assert [places(one) == places(other) for one, other in pairs] == [True] * len(english.many(key)), key


def test_sentences__spanish__are_not_left_in_english(english: Words, spanish: Words) -> None:
    keys = [key for key in english.entries if key.startswith("sentences.") and key != "sentences.now.likely"]
    assert [key for key in keys if english.entries[key] == spanish.entries[key]] == []


@pytest.mark.parametrize("name", MODULES)
def test_examples__in_docstrings__run(name: str) -> None:
    result = doctest.testmod(import_module(f"analysis.present.{name}"))
    assert result.failed == 0
