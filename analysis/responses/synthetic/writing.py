"""Writing: what synthetic people say in their own words.

Texts are put together from `phrases.toml`, so they read like short answers of many people and hold no name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from analysis.guide import Guide
from analysis.responses.synthetic.dice import Dice
from analysis.responses.synthetic.specs import Topic
from analysis.responses.synthetic.staff import Person

__all__ = ["choose_topic", "choose_writers", "mask_text", "write_text"]

PHRASES = Path(__file__).with_name("phrases.toml")
MANY_RESPONDENTS = 20
FEWEST_WRITERS = 12
WRITES = (0.3, 0.55)
ADDS_AN_END = 0.25
LIKES_TO_WRITE = 0.7


def choose_writers(people: list[Person], guide: Guide, dice: Dice) -> dict[str, list[int]]:
    """Who writes something, as places in `people`, for every text item.

    Some write nearly everywhere and most only here and there. Where at least 20 people answered, at least 12
    of them write in every place, so that texts can be shown.
    """
    writers = {}
    for item in guide.text_items:
        share = WRITES[0] + (WRITES[1] - WRITES[0]) * dice.uniform()
        wanted = round(share * len(people))
        wanted = max(wanted, FEWEST_WRITERS) if len(people) >= MANY_RESPONDENTS else wanted
        keenness = [LIKES_TO_WRITE * person.writing + dice.normal() for person in people]
        keenest = sorted(range(len(people)), key=keenness.__getitem__, reverse=True)
        writers[item.id] = sorted(keenest[:wanted])
    return writers


def choose_topic(person: Person, item_id: str, topics: Sequence[Topic], dice: Dice) -> str:
    """What a person writes about here, if the wave has `topics` for them; else `""`."""
    luck = dice.uniform()
    for topic in topics:
        if topic.item == item_id and topic.role in ("", person.cohorts["role"]):
            luck -= topic.share
            if luck < 0:
                return topic.about
    return ""


def write_text(item_id: str, language: str, dice: Dice, about: str = "") -> str:
    """One short answer to a text item; the chance that it takes is the same whatever it is `about`."""
    phrases = _phrases()[language]
    usual = phrases[item_id]
    chosen = usual["about"][about] if about else usual
    frame = dice.pick(chosen.get("frames", usual["frames"]))
    text = frame.format(dice.pick(chosen["things"]))
    text = text[0].upper() + text[1:]
    if item_id in _phrases()["ended"] and dice.chance(ADDS_AN_END):
        return f"{text} {dice.pick(phrases['ends'])}"
    return text


def mask_text(text: str) -> str:
    """`text` as a coder confirms it: what could identify somebody is replaced."""
    for words, mask in _phrases()["mask"].items():
        text = text.replace(words, mask)
    return text


@cache
def _phrases() -> dict[str, Any]:
    return tomllib.loads(PHRASES.read_text(encoding="utf-8"))
