"""Tables of texts: what people wrote about, which groups differ, kinds of goals, and how much has been read.

The numbers are those of `draw_themes`, `draw_theme_heat` and `draw_goals`, in the same words and as exact as they are
told. No table holds a word of what anybody wrote.

Missing answers
---------------
Each count is of the people who wrote something that has been read and settled; it names its own denominator.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.disclosure.released import Released
from analysis.disclosure.themes import codebook_of
from analysis.guide import ALL, GOAL_KINDS, Words
from analysis.present.cells import Cell, only_released
from analysis.present.groups import column_label
from analysis.present.html import HtmlTable
from analysis.present.moves import say_likely_change, say_told_change
from analysis.present.numbers import say_count, say_interval, say_reason
from analysis.present.written import (
    ThemeDifference,
    read_parts,
    read_theme_differences,
    read_themes,
    texts_minimum,
    theme_names,
)

__all__ = ["table_coding", "table_goals", "table_theme_differences", "table_theme_groups", "table_themes"]

DIFFERENCE_HEADS = ("group", "question", "theme", "people", "rest", "difference", "range", "chance")
GOAL_HEADS = ("group", "goals", *GOAL_KINDS)
CODING_HEADS = ("question", "wrote", "read", "readers", "agreement")
POINTS = 100


def table_themes(released: Released, words: Words, item: str) -> HtmlTable:
    """For each theme of a question: how many of all staff wrote about it, and what it means.

    Raises `ProtectionError` for anything but a `Released`, `ToolkitError` for a question that is not coded.
    """
    book = {theme.id: theme for theme in codebook_of(only_released(released).codebook).themes}
    rows = [
        (
            book[theme].called(words),
            *_told(cell, released, words),
            book[theme].explained(words) or words("figures.text_table.own"),
        )
        for theme, cell in read_themes(released, item).items()
    ]
    caption = words("figures.text_table.caption.themes", question=words(f"guide.text.{item}"))
    return _table(caption, ("theme", "told", "likely", "meaning"), rows, words)


def table_theme_groups(released: Released, words: Words, item: str, cohort: str) -> HtmlTable:
    """For each theme of a question: how many wrote about it, in each group of `cohort` and of all staff.

    Raises `ProtectionError` for anything but a `Released`, `ToolkitError` for a question that is not coded and for a
    cohort that there is not.
    """
    parts = read_parts(only_released(released), words, "themes", item, cohort)
    names = theme_names(released, words)
    themes = list(dict.fromkeys(theme for part in parts for theme in part.cells))
    frame = pd.DataFrame({words("figures.text_table.head.theme"): [names[theme] for theme in themes]})
    for part in parts:
        cells = [part.cells.get(theme, Cell(reason=part.group.reason)) for theme in themes]
        frame[part.group.label] = [say_count(cell, words, texts_minimum(released)) for cell in cells]
    question, label = words(f"guide.text.{item}"), column_label(words, cohort)
    return HtmlTable(words("figures.text_table.caption.theme_groups", question=question, cohort=label), frame)


def table_theme_differences(released: Released, words: Words, cohort: str) -> HtmlTable:
    """For each shown group of `cohort`, question and theme: how much more or less often it writes about it, in points.

    Raises `ProtectionError` for anything but a `Released`, `ToolkitError` for a cohort that there is not.
    """
    names = theme_names(only_released(released), words)
    rows = [
        (one.group.label, words(f"guide.text.{one.item}"), names[one.theme], *_say_difference(one, words))
        for one in read_theme_differences(released, words, cohort)
    ]
    caption = words("figures.text_table.caption.differences", cohort=column_label(words, cohort))
    return _table(caption, DIFFERENCE_HEADS, rows, words)


def table_goals(released: Released, words: Words, item: str, cohort: str = ALL) -> HtmlTable:
    """For each group of `cohort` and all staff: how many have which kind of goal.

    Raises `ProtectionError` for anything but a `Released`, `ToolkitError` for a question that is not coded and for a
    cohort that there is not.
    """
    rows = []
    for part in read_parts(only_released(released), words, "goals", item, cohort):
        people = say_reason(part.group.reason, words, texts_minimum(released)) if part.group.reason else part.group.n
        cells = [part.cells.get(kind, Cell(reason=part.group.reason)) for kind in GOAL_KINDS]
        told = (say_count(cell, words, texts_minimum(released)) for cell in cells)
        rows.append((part.group.label, str(people), *told))
    caption = words("figures.text_table.caption.goals", question=words(f"guide.text.{item}"))
    return _table(caption, GOAL_HEADS, rows, words)


def table_coding(released: Released, words: Words) -> HtmlTable:
    """For each question in words: how many wrote, how much has been read, by how many, and how far they agree."""
    rows = []
    for row in only_released(released).text_items.to_dict("records"):
        reason = "" if pd.notna(row["n"]) else str(row["reason"])
        why = say_reason(reason, words, texts_minimum(released)) if reason else ""
        read, readers = ("" if pd.isna(row[name]) else str(int(row[name])) for name in ("coded", "coders"))
        agreement = words(f"figures.text_table.agreement.{row['agreement'] or 'unknown'}")
        wrote = why or str(int(row["n"]))
        rows.append((words(f"guide.text.{row['item']}"), wrote, why or read, why or readers, agreement))
    return _table(words("figures.text_table.caption.coding"), CODING_HEADS, rows, words)


def _table(caption: str, heads: Iterable[str], rows: Sequence[Sequence[str]], words: Words) -> HtmlTable:
    columns = [words(f"figures.text_table.head.{head}") for head in heads]
    return HtmlTable(caption, pd.DataFrame(rows, columns=columns))


def _told(cell: Cell, released: Released, words: Words) -> tuple[str, str]:
    told = say_count(cell, words, texts_minimum(released))
    return told, say_interval(cell, words) or told


def _say_difference(one: ThemeDifference, words: Words) -> tuple[str, ...]:
    exact = None if one.difference is None else (POINTS * one.difference, POINTS * one.difference)
    return (
        str(one.n),
        str(one.n_rest),
        say_told_change(exact, words) or words("figures.table.untold"),
        say_likely_change((POINTS * one.low, POINTS * one.high), words),
        words(f"figures.text_table.{one.side or 'within'}"),
    )
