"""Feedback: what a respondent alone gets to see, straight after answering.

Where they lean in each situation, and a concrete thing to try in the one or two that lie lowest. It names
situations and never a type of person. It is computed from the answers in hand and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.guide import Blank, Guide, Words
from analysis.responses.frames import response_fields
from analysis.tally import score_people

__all__ = ["private_profile"]

MOST_ADVISED = 2
"""So many situations get advice, and so many pieces of advice each, unless more of them are level."""

Place = tuple[int, str]
"""A position, 0 (fixed) to 100 (growth), and its band."""


def private_profile(answers: Mapping[str, Any], guide: Guide, words: Words) -> dict[str, Any]:
    """The respondent's own picture, in the language of `words`, as data that JSON can carry.

    `answers` holds the answers by question id, as `read_answers` makes them. Positions and bands are those of
    `score_people`. Advice goes to the lowest situation and, where only one is lowest, to the next one if that
    is one as well; where more than two are level, all of them are named with one thing to try and the choice
    is the respondent's. Situations that lean towards growth need none; where all do, the picture says what
    helps to keep it.

    Returns a dict with `intro`, `lines` (`id`, `name`, `position` 0-100 or None, `reading`, `alt`) and
    `advice` (`title`, `situations`: `id`, `name`, `try`; and `keep`).

    Missing answers
    ---------------
    A situation needs both of its answers; without, its position is None and says so.

    Source: the six situations follow Murphy (2024); for what such a picture can and cannot tell, see Sisk et
    al. (2018) and Macnamara & Burgoyne (2023).

    >>> from analysis.guide import load_guide, load_words
    >>> profile = private_profile({"effort_growth": 2, "effort_fixed": 4}, load_guide(), load_words())
    >>> [(line["name"], line["position"]) for line in profile["lines"] if line["id"] == "effort"]
    [('Effort', 30)]
    """
    places = _places(answers, guide)
    return {
        "intro": words("form.picture.intro" if places else "form.picture.nothing"),
        "lines": [_line(situation, places.get(situation), words) for situation in guide.situations] if places else [],
        "advice": _advice(places, words),
    }


def _places(answers: Mapping[str, Any], guide: Guide) -> dict[str, Place]:
    """Where the respondent leans in each situation, by the same scores that everybody's answers get."""
    skipped = int(Blank.SKIPPED)
    row = {field.name: answers.get(field.name, skipped) for field in response_fields(guide)}
    scores = score_people(pd.DataFrame([row]), guide).iloc[0]
    return {
        situation: (round(scores[f"position_{situation}"]), scores[f"band_{situation}"])
        for situation in guide.situations
        if scores[f"band_{situation}"]
    }


def _line(situation: str, place: Place | None, words: Words) -> dict[str, Any]:
    name = words(f"guide.situation.{situation}.name")
    if place is None:
        reading = words("form.picture.left_out")
        return {"id": situation, "name": name, "position": None, "reading": reading, "alt": ""}
    position, band = place
    reading = words(f"form.picture.{band}")
    alt = words("form.picture.position", name=name, position=position)
    return {"id": situation, "name": name, "position": position, "reading": reading, "alt": alt}


def _advice(places: Mapping[str, Place], words: Words) -> dict[str, Any]:
    low = {situation: position for situation, (position, band) in places.items() if band != "growth"}
    if not low:
        keep = list(words.many("form.picture.keep")) if places else []
        return {"title": words("form.picture.advice_keep") if places else "", "situations": [], "keep": keep}
    chosen = _lowest(low)
    if len(chosen) > MOST_ADVISED:
        title, most = "advice_level", 1
    else:
        title, most = ("advice_one", "advice_two")[len(chosen) - 1], MOST_ADVISED
    situations = [_suggestion(situation, words, most) for situation in chosen]
    return {"title": words(f"form.picture.{title}"), "situations": situations, "keep": []}


def _lowest(low: Mapping[str, int]) -> list[str]:
    """The situations on the lowest place, and the one on the next place if each place holds just one."""
    first, *later = sorted(set(low.values()))
    lowest = [situation for situation, position in low.items() if position == first]
    following = [situation for situation, position in low.items() if later and position == later[0]]
    return lowest + following if len(lowest) == len(following) == 1 else lowest


def _suggestion(situation: str, words: Words, most: int) -> dict[str, Any]:
    place = f"guide.situation.{situation}"
    return {"id": situation, "name": words(f"{place}.name"), "try": list(words.many(f"{place}.try"))[:most]}
