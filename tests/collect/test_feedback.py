"""The respondent's own picture: positions, advice and its ties, and never a label."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.collect.feedback import private_profile
from analysis.guide import Guide, load_words


def answers_of(**pairs: tuple[int, int]) -> dict[str, int]:
    """Answers from `situation=(growth, fixed)`."""
    return {
        f"{name}_{end}": value
        for name, pair in pairs.items()
        for end, value in zip(("growth", "fixed"), pair, strict=True)
    }


def profile(guide: Guide, language: str = "en", **pairs: tuple[int, int]) -> dict[str, Any]:
    return private_profile(answers_of(**pairs), guide, load_words(language))


def line(found: dict[str, Any], situation: str) -> dict[str, Any]:
    return next(line for line in found["lines"] if line["id"] == situation)


@pytest.mark.parametrize(
    ("growth", "fixed", "position", "reading"),
    [
        (1, 6, 0, "You lean towards the fixed side here."),
        (3, 5, 30, "You lean towards the fixed side here."),
        (3, 4, 40, "You are in between here."),
        (4, 4, 50, "You are in between here."),
        (4, 3, 60, "You are in between here."),
        (5, 3, 70, "You lean towards growth here."),
        (6, 1, 100, "You lean towards growth here."),
    ],
)
def test_position__two_answers__is_their_keyed_mean_on_0_to_100(growth, fixed, position, reading, guide):
    found = line(profile(guide, effort=(growth, fixed)), "effort")
    assert (found["position"], found["reading"]) == (position, reading)
    assert found["alt"] == f"Effort: {position} on a line from 0 (fixed) to 100 (growth)"


@pytest.mark.parametrize("pair", [(3, -1), (-4, 3), (-1, -1)])
def test_position__one_answer_missing__is_none_and_says_so(pair, guide):
    found = line(profile(guide, effort=pair, change=(3, 3)), "effort")
    assert found == {
        "id": "effort",
        "name": "Effort",
        "position": None,
        "reading": "No picture: at least one of the two statements was left out.",
        "alt": "",
    }


@pytest.mark.parametrize(
    ("pairs", "title", "advised"),
    [
        ({"effort": (1, 6), "change": (2, 5), "setback": (6, 1)}, "Two places to start", ["effort", "change"]),
        ({"effort": (2, 5), "change": (2, 5), "setback": (3, 4)}, "Two places to start", ["effort", "change"]),
        ({"effort": (1, 6), "change": (6, 1)}, "One thing to try", ["effort"]),
        ({"effort": (1, 6), "change": (2, 5), "setback": (2, 5)}, "One thing to try", ["effort"]),
        (
            {"challenge": (2, 5), "effort": (2, 5), "change": (2, 5)},
            "These situations stand level. Choose one to start with.",
            ["challenge", "effort", "change"],
        ),
    ],
    ids=["lowest-and-next", "two-lowest", "next-is-growth", "next-is-shared", "three-level"],
)
def test_advice__lowest_situations__are_named_and_ties_never_broken(pairs, title, advised, guide):
    advice = profile(guide, **pairs)["advice"]
    assert advice["title"] == title
    assert sorted(situation["id"] for situation in advice["situations"]) == sorted(advised)
    assert {len(situation["try"]) for situation in advice["situations"]} == ({1} if len(advised) > 2 else {2})


@pytest.mark.parametrize(("pair", "is_advised"), [((3, 3), True), ((4, 3), True), ((5, 3), False)])
def test_advice__at_the_edge_of_growth__ends_above_60(pair, is_advised, guide):
    assert bool(profile(guide, effort=pair)["advice"]["situations"]) is is_advised


def test_advice__growth_everywhere__says_what_helps_to_keep_it(guide):
    advice = profile(guide, effort=(6, 1), change=(5, 2))["advice"]
    assert advice["situations"] == []
    assert advice["title"] == ("You lean towards growth in every situation that you answered. This helps to keep it:")
    assert len(advice["keep"]) == 2


def test_profile__nothing_answered__has_no_lines_and_no_advice(guide):
    assert profile(guide, effort=(-1, -4)) == {
        "intro": "You left out the statements about situations, so there is no picture to draw.",
        "lines": [],
        "advice": {"title": "", "situations": [], "keep": []},
    }


def test_profile__in_spanish__is_spanish_throughout(guide):
    found = profile(guide, "es", effort=(1, 6))
    assert line(found, "effort")["reading"] == "Aquí se inclina hacia el lado fijo."
    assert found["advice"]["situations"][0]["name"] == "El esfuerzo"
