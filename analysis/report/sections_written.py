"""Sections about what people wrote: the culture tour, and goals with the reflection on them.

Counts of themes and goals, and single texts, each stand by themselves. What two readers found in a text is never shown
beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from analysis.disclosure.released import Released
from analysis.guide import ALL, Words
from analysis.present import figures, tables_plan, tables_texts, wording
from analysis.present.goals import goal_items
from analysis.present.travel_guide import Stop, build_travel_guide
from analysis.present.written import CHANGE, KEEP, coded_items, read_goals, read_themes
from analysis.report.blocks import figure, headed, listed, narrowed, passage, said, table
from analysis.report.columns import leaning_columns
from analysis.report.model import Block, Bullets, Heading, Note, Quotes
from analysis.report.quoting import has_texts, quoted
from analysis.report.request import Results

__all__ = ["goals", "tour", "written_items"]

Blocks = tuple[Block, ...]

MEANING = (3,)
"""What each theme means: a column for who wants everything."""


def tour(results: Results, words: Words) -> Blocks:
    """What to keep and what to change, what people wrote about, and the stops of the travel guide."""
    items = written_items(results.released, "culture_tour")
    told = _themes_told(results.released, items)
    if not told and not has_texts(results.released, items):
        return ()
    both = _keep_and_change(results, words, told)
    others = [item for item in told if not both or item not in (KEEP, CHANGE)]
    if not results.to_decide:
        return (*both, *_travel(results.released, words))
    themes = headed(words("report.heading.themes"), _themes(results, words, others))
    return (*both, *themes, *_by_group(results, words), *quoted(results, words, items))


def goals(results: Results, words: Words) -> Blocks:
    """Which kinds of goals people have, what would have to change for learning goals, and how to reword a goal."""
    released = results.released
    asked, thought = (written_items(released, section) for section in ("goals", "reflection"))
    kinds = [item for item in coded_items(released, "goals") if _is_told(read_goals(released, item))]
    themes = _themes_told(released, thought)
    if not kinds and not themes and not has_texts(released, (*asked, *thought)):
        return ()
    told = tuple(block for item in kinds for block in _kinds_of_goals(results, words, item))
    limits = said(words("sentences.goals.limits"), "quiet") if kinds else ()
    reflected = headed(words("report.heading.reflection"), _themes(results, words, themes))
    lead, *prompts = wording.say_rewording(words)
    reworded = Note(words("report.heading.rewording"), (lead, *prompts))
    return (*told, *limits, *reflected, *quoted(results, words, (*asked, *thought)), reworded)


def written_items(released: Released, section: str) -> tuple[str, ...]:
    """The questions of one part of the guide that are answered in words."""
    return tuple(item.id for item in released.guide.text_items if item in released.guide.section(section).items)


def _is_told(cells: dict) -> bool:
    return any(not cell.is_withheld for cell in cells.values())


def _themes_told(released: Released, items: Iterable[str]) -> tuple[str, ...]:
    """Those of some questions of whose themes anything may be told."""
    coded = coded_items(released)
    return tuple(item for item in items if item in coded and _is_told(read_themes(released, item)))


def _keep_and_change(results: Results, words: Words, told: Iterable[str]) -> Blocks:
    """Both questions as each other's mirror; nothing before both may be told."""
    if not {KEEP, CHANGE} <= set(told):
        return ()
    released = results.released
    full = [tables_texts.table_themes(released, words, item) for item in (KEEP, CHANGE)]
    behind = full if results.in_full else [narrowed(one, MEANING) for one in full]
    said_of = passage(wording.say_keep_and_change(released, words), words("sentences.keep_change.limits"))
    warned = _read_poorly(released, words, (KEEP, CHANGE))
    return (*said_of, *warned, *figure("themes_keep_change", figures.draw_themes(released, words, KEEP), *behind))


def _themes(results: Results, words: Words, items: Iterable[str]) -> Blocks:
    """What people wrote about, question by question; drawn, compared by group and with its readers in full."""
    items = tuple(items)
    if not items:
        return ()
    released = results.released
    only = replace(released, themes=released.themes[released.themes["item"].isin(items)])
    *told, limits = wording.say_themes(only, words)
    blocks = (*listed(told), *said(limits, "quiet"), *_read_poorly(released, words, items))
    return (*blocks, *_themes_in_full(released, words, items)) if results.in_full else blocks


def _by_group(results: Results, words: Words) -> Blocks:
    """Which groups write about a theme more or less often than all others; the numbers for who wants everything."""
    released = results.released
    rows = released.theme_differences
    compared = set(rows.loc[rows["p_adjusted"].notna(), "cohort"])
    columns = [column for column in leaning_columns(results) if column in compared]
    if not columns:
        return ()
    told = listed(wording.say_theme_differences(released, words))
    behind = [tables_texts.table_theme_differences(released, words, column) for column in columns]
    named = zip(columns, behind, strict=True) if results.in_full else ()
    tables = tuple(table(f"theme_differences_{column}", one) for column, one in named if len(one.frame))
    return headed(words("report.heading.theme_groups"), (*told, *tables))


def _themes_in_full(released: Released, words: Words, items: tuple[str, ...]) -> Blocks:
    return tuple(
        block
        for item in items
        for block in figure(
            f"themes_{item}",
            figures.draw_themes(released, words, item),
            tables_texts.table_themes(released, words, item),
        )
    )


def _read_poorly(released: Released, words: Words, items: Iterable[str]) -> Blocks:
    """Which of these counts not to lean on, because their readers hardly agree."""
    rows = released.text_items
    poor = replace(released, text_items=rows[rows["item"].isin(tuple(items)) & (rows["agreement"] == "poor")])
    return said(wording.say_agreement(poor, words)[:-1]) if len(poor.text_items) else ()


def _travel(released: Released, words: Words) -> Blocks:
    """The stops of the travel guide: what came up often, and a few texts."""
    guide = build_travel_guide(released, words)
    if guide is None:
        return ()
    stops = tuple(block for stop in guide.stops for block in _stop(stop, words))
    return (Heading(guide.title), *said(guide.lead), *stops, *said(guide.made, "quiet"))


def _stop(stop: Stop, words: Words) -> Blocks:
    themes = (*said(words("travel.written", n=stop.people)), Bullets(stop.themes)) if stop.themes else ()
    quotes = (Quotes(stop.quotes),) if stop.quotes else ()
    return (Heading(stop.heading), *said(stop.question, "quiet"), *themes, *quotes)


def _kinds_of_goals(results: Results, words: Words, item: str) -> Blocks:
    """Which kinds of goals people named in one question, said and drawn."""
    released = results.released
    only = replace(released, goals=released.goals[released.goals["item"] == item])
    *told, _limits = wording.say_goals(only, words)
    return (*passage(told), *_read_poorly(released, words, (item,)), *_goal_figures(results, words, item))


def _goal_figures(results: Results, words: Words, item: str) -> Blocks:
    """The kinds of goals wave by wave where they were read in an earlier wave too, else by group or of all staff."""
    followed = results.followed
    if followed and item in goal_items(followed) and _in_waves(results, item) > 1:
        behind = [make(followed, words, item) for make in (tables_plan.table_goal_waves, tables_plan.table_goal_steps)]
        shown = behind if results.to_decide else behind[:1]
        return figure(f"goal_waves_{item}", figures.draw_goal_waves(followed, words, item), *shown)
    columns = leaning_columns(results)[:1] if results.in_full else ()
    column = columns[0] if columns and _groups_told(results.released, item, columns[0]) else ALL
    picture = figures.draw_goals(results.released, words, item, column)
    return figure(f"goals_{item}", picture, tables_texts.table_goals(results.released, words, item, column))


def _in_waves(results: Results, item: str) -> int:
    """In how many waves anything may be told of the goals named in a question."""
    if results.followed is None:
        return 0
    rows = results.followed.goals
    told = rows[(rows["item"] == item) & ~rows["withheld"].astype(bool)]
    return int(told["wave"].nunique())


def _groups_told(released: Released, item: str, column: str) -> bool:
    rows = released.goals[(released.goals["item"] == item) & (released.goals["cohort"] == column)]
    return bool((~rows["withheld"].astype(bool)).any())
