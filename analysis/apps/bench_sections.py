"""Bench sections: how alike two coders read, and what may be shown of what they confirmed.

Both are for the coders themselves. What anybody else sees of agreement and texts comes from a release.
"""

from __future__ import annotations

from math import isnan

import pandas as pd

from analysis.apps.parts import bullets, details, grid, note, paragraphs
from analysis.collect.coding_desk import CodingDesk
from analysis.guide import Words
from analysis.measures.texts import theme_agreement

__all__ = ["RELIABLE", "TENTATIVE", "say_agreement", "say_release"]

RELIABLE, TENTATIVE = 0.8, 0.667
"""From which alpha on a theme may be relied on, and from which for a first impression (Krippendorff 2004, p. 241)."""


def say_agreement(codings: pd.DataFrame, desk: CodingDesk, words: Words) -> str:
    """In how many themes the two coders of the wave of `desk` agree, which one to talk about, and all numbers."""
    table = theme_agreement(codings[codings["response_id"].isin(desk.people())])
    if table.empty:
        return note(words("bench.agreement.none"))
    told = table[table["alpha"].notna()]
    rows = [_row(one, desk, words) for one in table.to_dict("records")]
    heads = words.many("bench.agreement.heads")
    unsure = len(table) - len(told)
    said = [
        _say_counts(table, told, words) if len(told) else "",
        _say_least(told, desk, words),
        words("bench.agreement.unsure", count=unsure) if unsure else "",
        words("bench.agreement.explain"),
    ]
    return paragraphs(*said) + details(
        words("bench.agreement.caption"), grid(words("bench.agreement.caption"), heads, rows)
    )


def say_release(desk: CodingDesk, words: Words, minimum: int) -> str:
    """What is confirmed of each question, and the confirmed texts themselves."""
    progress = desk.progress()
    rows = [(_question(one.item, desk, words), one.written, one.read, one.confirmed) for one in progress]
    table = grid(words("bench.release.caption"), words.many("bench.release.heads"), rows) if rows else ""
    confirmed = [one for one in progress if one.confirmed]
    lists = [
        details(
            words("bench.release.titled", question=_question(one.item, desk, words), count=one.confirmed),
            bullets(desk.confirmed_texts(one.item)),
        )
        for one in confirmed
    ]
    end = words("bench.release.back" if confirmed else "bench.release.none")
    return paragraphs(words("bench.release.text", minimum=minimum)) + table + "".join(lists) + paragraphs(end)


def _say_counts(table: pd.DataFrame, told: pd.DataFrame, words: Words) -> str:
    alpha = told["alpha"]
    return words(
        "bench.agreement.lead",
        count=int(table.groupby("item")["n"].max().sum()),
        themes=len(told),
        high=int((alpha >= RELIABLE).sum()),
        middle=int(((alpha >= TENTATIVE) & (alpha < RELIABLE)).sum()),
        low=int((alpha < TENTATIVE).sum()),
    )


def _say_least(told: pd.DataFrame, desk: CodingDesk, words: Words) -> str:
    """The theme to talk about, where there is one that cannot be relied on."""
    weak = told[told["alpha"] < RELIABLE]
    if weak.empty:
        return ""
    least = weak.sort_values("alpha").iloc[0]
    return words(
        "bench.agreement.talk",
        theme=_theme(str(least["theme"]), desk, words),
        question=_question(str(least["item"]), desk, words),
    )


def _row(one: dict, desk: CodingDesk, words: Words) -> tuple[object, ...]:
    question, theme = _question(one["item"], desk, words), _theme(one["theme"], desk, words)
    return question, theme, one["n"], one["first"], one["second"], _number(one["alpha"]), _number(one["kappa"])


def _question(item: str, desk: CodingDesk, words: Words) -> str:
    return desk.guide.question(desk.guide.item(item), words)


def _theme(theme: str, desk: CodingDesk, words: Words) -> str:
    return next((one.called(words) for one in desk.codebook.themes if one.id == theme), theme)


def _number(value: float) -> str:
    return "–" if isnan(value) else f"{value:.2f}"
