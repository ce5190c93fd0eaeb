"""Withheld views: how many results of each kind were asked for, how many are told, and why the others are not.

A result is one question about one group of people. What is counted are results, never answers; that a result is
withheld, and why, stands in the released results and follows from numbers of people.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.disclosure import Released
from analysis.guide import Words
from analysis.present.html import HtmlTable

__all__ = ["VIEWS", "count_views", "table_views"]

GROUP = ("cohort", "value")

VIEWS: Mapping[str, tuple[str, ...]] = {
    "respondents": GROUP,
    "marks": (*GROUP, "quality", "mark"),
    "four_cells": ("quality",),
    "maturity": GROUP,
    "bands": (*GROUP, "scope"),
    "classes": ("scope",),
    "differences": (*GROUP, "scope"),
    "profile": ("situation",),
    "ratings": ("strategy_id",),
    "goals": (*GROUP, "item"),
    "themes": (*GROUP, "item", "theme"),
    "text_items": ("item",),
}
"""The frames of released results, and the columns that tell one result of a frame from the others."""

REASONS = ("few", "nobody", "complement", "thin", "unconfirmed")


def count_views(released: Released) -> pd.DataFrame:
    """For each kind of result: how many were asked for (`asked`), are told (`shown`), and are withheld by reason.

    One row for each frame of `VIEWS` that has rows, named in `frame`. A result of several counts is withheld where
    none of them may be told.
    """
    rows = [
        {"frame": frame, **_count(getattr(released, frame), columns)}
        for frame, columns in VIEWS.items()
        if not getattr(released, frame).empty
    ]
    return pd.DataFrame(rows, columns=["frame", "asked", "shown", *REASONS])


def table_views(released: Released, facts: Mapping[str, str], words: Words) -> HtmlTable:
    """The same as a table, with the reasons that occur."""
    counted = count_views(released)
    reasons = [reason for reason in REASONS if counted[reason].sum()]
    table = pd.DataFrame(
        {
            words("appendix.protected.kind"): [words(f"appendix.protected.frame.{name}") for name in counted["frame"]],
            words("appendix.protected.asked"): counted["asked"].astype(str),
            words("appendix.protected.shown"): counted["shown"].astype(str),
            **{words(f"appendix.protected.reason.{name}", **facts): counted[name].astype(str) for name in reasons},
        }
    )
    return HtmlTable(words("appendix.protected.caption"), table)


def _count(frame: pd.DataFrame, columns: tuple[str, ...]) -> dict[str, int]:
    # Sorted so that the first row of a result is one that is told, if there is any.
    views = frame.sort_values("withheld", kind="stable").drop_duplicates(list(columns))
    hidden = views.loc[views["withheld"].astype(bool), "reason"]
    return {
        "asked": len(views),
        "shown": len(views) - len(hidden),
        **{reason: int((hidden == reason).sum()) for reason in REASONS},
    }
