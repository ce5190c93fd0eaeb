"""Talks: what a library can talk about where no numbers may be shown.

With a team guide the page shows what the team agreed on; without one it asks the same questions of the people
in the room. Nothing here rests on what a single person answered.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.apps.parts import bullets, grid, note, paragraphs, safe
from analysis.apps.view import View
from analysis.guide import Item, Words
from analysis.measures.maturity import LEVELS

__all__ = ["differences", "levels", "qualities", "situations", "steps", "texts", "together", "welcome"]

CELLS = {(1, 1): "strengthen", (1, 0): "sustain", (0, 1): "build", (0, 0): "neither"}

Answers = Mapping[str, str | int]


def welcome(view: View) -> str:
    """What the page offers instead of numbers."""
    key = "guide" if view.released.team_guide else "none"
    words = view.words
    return note(*words.many(f"pages.talk.welcome_{key}"), title=words(f"pages.talk.title_{key}"))


def together(view: View) -> str:
    """Who answered, where a team answered as one."""
    heads = view.released.group("respondents")["roster"].iloc[0]
    known = not pd.isna(heads)
    return paragraphs(view.words("team.together", heads=int(heads)) if known else view.words("team.as_one"))


def steps(view: View) -> str:
    """The step that the team wrote down."""
    written = _written(view, "action_plan")
    return written or paragraphs(view.words("team.no_step"))


def levels(view: View) -> str:
    """The five levels, to place the library on together."""
    words = view.words
    rungs = "".join(f"<li>{safe(words(f'team.level.{level}'))}</li>" for level in LEVELS)
    return paragraphs(words("pages.talk.levels")) + f'<ol class="lc-levels">{rungs}</ol>'


def qualities(view: View) -> str:
    """What the team agreed on about the seven qualities, or the seven statements to talk about."""
    words, answers = view.words, view.released.team_guide
    if not answers:
        statements = [words(f"guide.quality.{quality}.statement") for quality in view.released.guide.qualities]
        return paragraphs(words("pages.talk.qualities")) + bullets(statements)
    found = {quality: _cell(answers, quality) for quality in view.released.guide.qualities}
    groups = "".join(_group(cell, found, words) for cell in (*CELLS.values(), "open"))
    return paragraphs(words("team.agreed")) + groups


def differences(view: View) -> str:
    """A question about seeing things differently, which needs no numbers."""
    return paragraphs(*view.words.many("pages.talk.differences"))


def situations(view: View) -> str:
    """What the team agreed on about the six situations, or the situations with something to try."""
    guide, words, answers = view.released.guide, view.words, view.released.team_guide
    if answers:
        heads = [words(f"team.{key}") for key in ("situation", "growth", "fixed")]
        rows = [_situation(answers, guide.section("continuum").items, name, words) for name in guide.situations]
        return paragraphs(f"{words('team.placed')} {words('team.look')}") + grid(
            words("team.situations_caption"), heads, rows
        )
    names = [words(f"guide.situation.{situation}.name") for situation in guide.situations]
    tries = [words.many(f"guide.situation.{situation}.try")[0] for situation in guide.situations]
    advice = [words("pages.talk.try", name=name, step=step) for name, step in zip(names, tries, strict=True)]
    return paragraphs(words("pages.talk.situations")) + bullets(advice)


def texts(view: View) -> str:
    """What the team wrote together, but for its next step; nothing where there is no team guide."""
    others = (section.id for section in view.released.guide.sections if section.id != "action_plan")
    return "".join(_written(view, section) for section in others)


def _written(view: View, section: str) -> str:
    guide, answers = view.released.guide, view.released.team_guide or {}
    texts = [(item, str(answers.get(item.id) or "")) for item in guide.section(section).items if item.is_text]
    return "".join(
        f"<h3>{safe(guide.question(item, view.words))}</h3><blockquote>{safe(text)}</blockquote>"
        for item, text in texts
        if text
    )


def _cell(answers: Answers, quality: str) -> str:
    return CELLS.get((int(answers[f"exists_{quality}"]), int(answers[f"develop_{quality}"])), "open")


def _group(cell: str, found: Mapping[str, str], words: Words) -> str:
    members = [words(f"guide.quality.{quality}.statement") for quality, own in found.items() if own == cell]
    if not members:
        return ""
    return f"<h3>{safe(words(f'team.cell.{cell}'))}</h3>{bullets(members)}"


def _situation(answers: Answers, items: tuple[Item, ...], situation: str, words: Words) -> tuple[str, ...]:
    own = {item.keyed: item for item in items if item.subject == situation}
    given = [_answer(answers, own[keyed], words) for keyed in ("growth", "fixed")]
    return words(f"guide.situation.{situation}.name"), *given


def _answer(answers: Answers, item: Item, words: Words) -> str:
    point = int(answers[item.id])
    if item.scale is None or point not in item.scale.points:
        return words("team.open")
    return words(f"guide.scale.{item.scale.id}.{point}")
