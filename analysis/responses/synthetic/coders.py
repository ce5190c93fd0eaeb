"""Coders: what two synthetic people find in what others wrote, and what they settle on where they differ.

What a phrase is truly about stands in `readings.toml`. Each coder reads by themselves and makes mistakes, mostly of
leaving something out; one theme is vague, and there they make more. Of the texts that they read in different ways they
settle most, and rightly.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from analysis.guide import Codebook, Guide
from analysis.responses.frames import AGREED
from analysis.responses.synthetic.dice import Dice

__all__ = ["VAGUE", "coding_rows", "true_themes"]

READINGS = Path(__file__).with_name("readings.toml")

VAGUE = "talking_openly"
"""The theme that the two understand in different ways."""

SEES, IMAGINES = 0.93, 0.006
SEES_VAGUE, IMAGINES_VAGUE = 0.68, 0.05
TELLS_THE_KIND = 0.96
SETTLES = 0.9
NOTES = 0.04

Row = dict[str, Any]


def coding_rows(response: Mapping[str, Any], item: str, codebook: Codebook, guide: Guide, dice: Dice) -> list[Row]:
    """The codings of one text: by either coder, and what they agreed on where they differed, if they did."""
    true = true_themes(item, response[item])
    offered = [theme.id for theme in codebook.of_item(item, guide)]
    read = _tell_kind if codebook.is_one_of(item, guide) else _find_themes
    found = {coder: read(true, offered, dice) for coder in ("first", "second")}
    if found["first"] != found["second"] and dice.chance(SETTLES):
        found[AGREED] = [theme for theme in offered if theme in true]
    about = {"response_id": response["response_id"], "item": item}
    memo = dice.pick(_readings()["memos"]) if dice.chance(NOTES) else ""
    return [
        about | {"coder": coder, "themes": " ".join(themes), "memo": memo if coder == "first" else ""}
        for coder, themes in found.items()
    ]


def true_themes(item: str, text: str) -> set[str]:
    """What a text is truly about: the themes of the phrases in it.

    >>> sorted(true_themes("tour_change", "Let us rethink how training is decided. I know time is short."))
    ['having_a_say', 'time']
    """
    lower = text.casefold()
    parts = (_readings()[item], {} if item.startswith("goal_") else _readings()["ends"])
    return {
        theme
        for readings in parts
        for phrase, themes in readings.items()
        if phrase.casefold() in lower
        for theme in themes.split()
    }


def _find_themes(true: set[str], offered: Sequence[str], dice: Dice) -> list[str]:
    chances = {theme: (SEES_VAGUE, IMAGINES_VAGUE) if theme == VAGUE else (SEES, IMAGINES) for theme in offered}
    return [theme for theme, (sees, imagines) in chances.items() if dice.chance(sees if theme in true else imagines)]


def _tell_kind(true: set[str], offered: Sequence[str], dice: Dice) -> list[str]:
    others = [kind for kind in offered if kind not in true]
    return sorted(true) if dice.chance(TELLS_THE_KIND) else [dice.pick(others)]


@cache
def _readings() -> dict[str, Any]:
    return tomllib.loads(READINGS.read_text(encoding="utf-8"))
