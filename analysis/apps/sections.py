"""Sections: what the page "Our library" says, section by section, as markup computed from a `View`.

Every section answers one question and ends with the numbers behind its figure. Where a library has nothing that
may be shown, `talks` offers something to talk about in the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from analysis.apps import talks
from analysis.apps.doors import door
from analysis.apps.parts import bullets, grid, note, paragraphs, safe, scroll
from analysis.apps.passages import behind, how_made, sentences
from analysis.apps.view import View
from analysis.apps.written import readers_part, travel_guide_part, written_parts
from analysis.disclosure import Released, map_opportunities
from analysis.guide import Words
from analysis.present import figures, tables, wording
from analysis.present.numbers import join_names
from analysis.present.tables_strategies import table_offers, table_ratings
from analysis.present.wording.recommendations import SaidStep, say_next_steps, say_recommendations

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
    """The library's inventory of training strategies, how well each works, and the door to where it is changed."""
    released, words, opportunities = view.released, view.words, map_opportunities(view.released)
    said = sentences(wording.say_strategies(opportunities, words))
    if opportunities.offers.empty:
        return said + door(view, "strategies")
    listed = table_offers(opportunities, words)
    if _is_unrated(released):
        return said + scroll(listed.html, listed.caption) + door(view, "strategies")
    tables = table_ratings(released, words, opportunities), listed
    return (
        said + view.picture(figures.draw_strategies, opportunities) + behind(view, *tables) + door(view, "strategies")
    )


def own_words(view: View) -> str:
    """What people wrote, where enough wrote and a person has read it, and a travel guide made of it."""
    words = view.words
    told = talks.texts(view) or written_parts(view) or note(words("pages.library.no_texts"))
    guide = f"<h3>{safe(words('pages.written.title.travel'))}</h3>" + travel_guide_part(view)
    if view.released.team_guide:
        return told + guide
    return told + guide + f"<h3>{safe(words('pages.written.title.readers'))}</h3>" + readers_part(view)


def next_steps(view: View) -> str:
    """At most three suggestions with their reason, what is already planned, and the door to the plan."""
    words = view.words
    planned = [_action(row, words) for row in view.released.actions.to_dict("records")]
    steps = (_of_team(view) if view.released.team_guide else _suggested(view)) + door(view, "plan")
    if not planned:
        return steps
    heads = [words(f"pages.action.{key}") for key in ("step", "owner", "due", "status")]
    return steps + f"<h3>{safe(words('pages.action.title'))}</h3>" + grid(words("pages.action.caption"), heads, planned)


def not_shown(view: View) -> str:
    """What is withheld, and why."""
    if view.released.team_guide:
        return paragraphs(view.words("team.not_counted", minimum=view.released.provenance.policy.minimum_group))
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
WITH_FIGURES = ("how_mature", "now_and_next", *BY_COHORT, "what_we_do", "own_words")


def _is_unrated(released: Released) -> bool:
    """Whether nothing may be told of how well any strategy works."""
    return released.ratings.empty or bool(released.ratings["withheld"].all())


def _suggested(view: View) -> str:
    """At most three steps, each with its evidence, how sure it is, and what could serve it; else how to get on."""
    released, words, opportunities = view.released, view.words, map_opportunities(view.released)
    steps = say_recommendations(released, opportunities, words)
    if not steps:
        return bullets(say_next_steps(released, opportunities, words))
    told = "".join(f"<li>{_step(step, words)}</li>" for step in steps)
    limits = paragraphs(words("sentences.recommend.limits"), kind="quiet")
    return f'<ol class="lc-next">{told}</ol>{limits}'


def _step(step: SaidStep, words: Words) -> str:
    serving = (
        words("sentences.recommend.serving", names=join_names(step.serving, words)) if step.serving else ""
    )
    texts = [step.evidence, step.certainty, *([serving] if serving else [])]
    return f"<h3>{safe(step.title)}</h3>{paragraphs(*texts)}"


def _of_team(view: View) -> str:
    """The step that the team wrote down, and what follows from what it agreed on."""
    return talks.steps(view) + _suggested(view)


def _action(row: Mapping[Any, Any], words: Words) -> tuple[str, ...]:
    return str(row["step"]), str(row["owner"] or ""), str(row["due"] or ""), words(f"pages.action.{row['status']}")
