"""Sections: what the page "Our library" says, section by section, as markup computed from a `View`.

Every section answers one question and ends with the numbers behind its figure. Where a library has nothing that
may be shown, `talks` offers something to talk about in the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from analysis.apps import talks
from analysis.apps.parts import bullets, grid, note, paragraphs, safe
from analysis.apps.passages import behind, how_made, sentences
from analysis.apps.view import View
from analysis.guide import Guide, Words
from analysis.present import figures, tables, wording

__all__ = ["BY_COHORT", "SECTIONS", "WITH_FIGURES"]


def in_one_sentence(view: View) -> str:
    """What was found, in a sentence or two."""
    if view.released.team_guide:
        return paragraphs(view.words("pages.talk.lead"), kind="lead") + talks.welcome(view)
    lead = sentences(wording.say_in_one_sentence(view.released, view.words), kind="lead")
    return lead + (talks.welcome(view) if view.released.is_empty else "")


def who_answered(view: View) -> str:
    """Who answered, out of how many, and what that permits."""
    if view.released.team_guide:
        return talks.together(view)
    said = sentences(wording.say_who_answered(view.released, view.words))
    return said + behind(view, tables.table_respondents(view.released, view.words))


def how_mature(view: View) -> str:
    """The five levels with the chance of each, and the index with its range."""
    if view.released.is_empty:
        return talks.levels(view)
    said = sentences(wording.say_maturity(view.released, view.words))
    table = tables.table_maturity(view.released, view.words)
    return said + view.picture(figures.draw_maturity) + behind(view, table)


def now_and_next(view: View) -> str:
    """The seven qualities: what exists, what staff want to develop, and what is wanted most."""
    if view.released.is_empty:
        return talks.qualities(view)
    said = sentences(wording.say_now_and_next(view.released, view.words))
    shown = [tables.table_marks, tables.table_four_cells, tables.table_priority]
    folded = behind(view, *(table(view.released, view.words) for table in shown))
    return said + view.picture(figures.draw_dumbbell) + folded


def who_sees_what(view: View) -> str:
    """Which groups see which qualities, and whether leaders and the front line see the same."""
    if view.released.is_empty:
        return talks.differences(view)
    said = sentences(wording.say_who_sees_what(view.released, view.words))
    gaps = tables.table_gaps(view.released, view.words)
    if not view.cohort:
        return said + note(view.words("pages.library.no_groups")) + behind(view, gaps)
    heat = tables.table_heat(view.released, view.words, view.cohort)
    return said + view.picture(figures.draw_heat, view.cohort) + behind(view, heat, gaps)


def where_we_lean(view: View) -> str:
    """How many lean towards growth, towards fixed or neither, by group."""
    if view.released.is_empty:
        return talks.situations(view)
    said = sentences(wording.say_where_we_lean(view.released, view.words))
    cohort = view.cohort or "all"
    table = tables.table_bands(view.released, view.words, cohort)
    return said + view.picture(figures.draw_bands, cohort) + behind(view, table)


def what_we_do(view: View) -> str:
    """The library's inventory of training strategies."""
    words = view.words
    groups = _group_names(view.released.guide, words)
    rows = [_strategy(row, groups, words) for row in view.released.strategies.to_dict("records")]
    if not rows:
        return note(words("pages.library.no_strategies"))
    heads = [words(f"pages.strategy.{key}") for key in ("what", "who", "choice", "often", "status", "serves")]
    return grid(words("pages.strategy.caption"), heads, rows)


def own_words(view: View) -> str:
    """What people wrote, where enough wrote and a person has checked it."""
    team = talks.texts(view)
    if team:
        return team
    policy = view.released.provenance.policy
    told = "".join(_written(view))
    rule = view.words("pages.library.text_rule", minimum=policy.minimum_texts)
    return told + paragraphs(rule, kind="quiet") if told else note(view.words("pages.library.no_texts"), rule)


def next_steps(view: View) -> str:
    """At most three suggestions with their reason, and what is already planned."""
    words = view.words
    suggested = bullets(wording.say_next_steps(view.released, words))
    steps = talks.steps(view) if view.released.team_guide else suggested
    planned = [_action(row, words) for row in view.released.actions.to_dict("records")]
    if not planned:
        return steps
    heads = [words(f"pages.action.{key}") for key in ("step", "owner", "due", "status")]
    return steps + f"<h3>{safe(words('pages.action.title'))}</h3>" + grid(words("pages.action.caption"), heads, planned)


def not_shown(view: View) -> str:
    """What is withheld, and why."""
    if view.released.team_guide:
        return paragraphs(view.words("pages.talk.not_counted", minimum=view.released.provenance.policy.minimum_group))
    return sentences(wording.say_withheld(view.released, view.words))


def method(view: View) -> str:
    """How the numbers came about, folded."""
    return how_made(view, "pages.method")


SECTIONS: Mapping[str, Callable[[View], str]] = {
    section.__name__: section
    for section in (
        in_one_sentence,
        who_answered,
        how_mature,
        now_and_next,
        who_sees_what,
        where_we_lean,
        what_we_do,
        own_words,
        next_steps,
        not_shown,
        method,
    )
}
"""The sections in the order in which they stand on the page."""

BY_COHORT = ("who_sees_what", "where_we_lean")
WITH_FIGURES = ("how_mature", "now_and_next", *BY_COHORT)


def _group_names(guide: Guide, words: Words) -> dict[str, str]:
    """What a group of staff is called, by its id; the ids of all cohort columns together."""
    pairs = [(cohort.id, value) for cohort in guide.cohorts for value in cohort.value_ids]
    return {value: words(f"guide.cohort.{cohort}.{value}") for cohort, value in [*pairs, ("all", "all")]}


def _strategy(row: Mapping[Any, Any], groups: Mapping[str, str], words: Words) -> tuple[str, ...]:
    served = str(row["qualities"] or "").split()
    return (
        str(row["what"]),
        ", ".join(groups.get(group, group) for group in str(row["participants"]).split()),
        ", ".join(words(f"pages.strategy.{row[key]}") for key in ("participation", "content_chosen_by")),
        words(f"pages.strategy.{row['frequency']}"),
        words(f"pages.strategy.{row['status']}"),
        ", ".join(words(f"guide.quality.{quality}.name") for quality in served),
    )


def _action(row: Mapping[Any, Any], words: Words) -> tuple[str, ...]:
    return str(row["step"]), str(row["owner"] or ""), str(row["due"] or ""), words(f"pages.action.{row['status']}")


def _written(view: View) -> Iterator[str]:
    for item in view.released.guide.text_items:
        texts = view.released.texts.loc[view.released.texts["item"] == item.id, "text"]
        if len(texts):
            quotes = "".join(f"<blockquote>{safe(text)}</blockquote>" for text in texts)
            yield f"<h3>{safe(view.words(f'guide.text.{item.id}'))}</h3>{quotes}"
