"""The held-out list by itself: long and mixed enough to score by, and every expected piece stands in its sentence."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

with Path(__file__).with_name("hard_cases.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))

KINDS = ("person", "place", "team", "email", "telephone", "web")


def pieces(cell: str, sign: str) -> list[tuple[str, str]]:
    return [(part.partition(":")[0], part.partition(":")[2]) for part in cell.split(sign) if part]


def test_hard_cases__the_list__long_and_in_both_languages() -> None:
    languages = Counter(case["language"] for case in CASES)
    assert languages["en"] >= 230
    assert languages["es"] >= 90
    assert len({case["text"] for case in CASES}) == len(CASES) == languages.total()


@pytest.mark.parametrize("language", ["en", "es"])
def test_hard_cases__each_language__every_kind_and_a_third_with_nothing_to_find(language: str) -> None:
    own = [case for case in CASES if case["language"] == language]
    found = Counter(kind for case in own for kind, _ in pieces(case["expected"], "|"))
    assert set(found) == set(KINDS)
    assert sum(not case["expected"] for case in own) >= len(own) / 3 - 1


def test_hard_cases__expected__stands_in_the_sentence_in_order() -> None:
    for case in CASES:
        after = 0
        for _, words in pieces(case["expected"], "|"):
            after = case["text"].index(words, after) + len(words)


def test_hard_cases__listed_names__of_kinds_that_may_be_listed() -> None:
    kinds = {kind for case in CASES for kind, _ in pieces(case["names"], ";")}
    assert kinds == {"person", "place", "team"}
