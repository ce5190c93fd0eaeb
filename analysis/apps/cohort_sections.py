"""Cohort sections: what the page "Our cohorts" says, section by section, as markup computed from a `View`.

Every section answers one question and ends with the numbers behind its figure. Where a library has nothing that may
be shown, or no second group to compare, there is something to talk about in the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analysis.apps import talks
from analysis.apps.cohort_talks import ask, questions
from analysis.apps.doors import door
from analysis.apps.hidden import groups_here, hidden_part
from analysis.apps.parts import bullets, details, grid, note, paragraphs
from analysis.apps.passages import behind, how_made, sentences
from analysis.apps.view import View
from analysis.disclosure import Released
from analysis.guide import ALL
from analysis.present import wording
from analysis.present.cells import minimum_of
from analysis.present.differences import read_differences, say_further
from analysis.present.figures.components import draw_components
from analysis.present.figures.differences import draw_differences
from analysis.present.figures.dots import draw_dots
from analysis.present.figures.profile import draw_profile
from analysis.present.figures.situations import draw_situations
from analysis.present.figures.themes import draw_theme_heat
from analysis.present.groups import Group, column_label
from analysis.present.numbers import quote_names, say_reason
from analysis.present.situations import name_of, read_parts, read_pulls, why_hidden
from analysis.present.tables_cohorts import table_differences, table_distributions
from analysis.present.tables_situations import table_components, table_profile, table_situations
from analysis.present.tables_texts import table_theme_differences, table_theme_groups
from analysis.present.wording.cohorts import say_camps, say_differences, say_spread
from analysis.present.wording.situations import say_components, say_evidence, say_profile, say_situations
from analysis.present.wording.texts import say_theme_differences
from analysis.present.written import coded_items, texts_minimum
from analysis.tally.scores import OVERALL

__all__ = ["BY_COHORT", "BY_SITUATION", "SECTIONS", "WITH_FIGURES"]


def in_one_sentence(view: View) -> str:
    """What was found, in a sentence or two."""
    words = view.words
    if view.released.team_guide:
        return paragraphs(words("pages.talk.lead"), kind="lead") + talks.welcome(view)
    if view.released.is_empty:
        return sentences(wording.say_in_one_sentence(view.released, words), kind="lead") + talks.welcome(view)
    lead = paragraphs(" ".join((*_of_groups(view), _of_situations(view))), kind="lead")
    small = note(words("pages.cohorts.welcome"), title=words("pages.cohorts.welcome_title"))
    return lead if view.cohort else lead + small


def who_answered(view: View) -> str:
    """How many of each group answered, out of how many, and what that permits."""
    words = view.words
    if view.released.team_guide:
        return talks.together(view)
    said = sentences(wording.say_who_answered(view.released, words))
    if not view.cohort:
        return said
    label = column_label(words, view.cohort)
    heads = [words(f"pages.cohorts.answered.{key}") for key in ("group", "answered", "staff")]
    rows = [_answered(view, group) for group in groups_here(view.released, words, view.cohort)]
    pools = words("pages.cohorts.answered.pools", minimum=minimum_of(view.released))
    return (
        said + grid(words("pages.cohorts.answered.caption", label=label), heads, rows) + paragraphs(pools, kind="quiet")
    )


def where_groups_lean(view: View) -> str:
    """How all staff and each group spread from fixed to growth, and whether anybody stands in two camps."""
    if view.released.is_empty:
        return ask(view, "lean")
    chosen = (view.cohort or ALL, view.scope)
    alone = "" if view.cohort else note(view.words("pages.cohorts.no_groups"))
    said = sentences(_spread(view, chosen[0])) if view.scope == OVERALL else ""
    table = table_distributions(view.released, view.words, *chosen)
    return alone + said + view.picture(draw_dots, *chosen) + behind(view, table)


def differences(view: View) -> str:
    """Which groups differ from everybody else by more than chance."""
    if view.released.is_empty:
        return ask(view, "differences")
    if not view.cohort:
        return note(view.words("pages.cohorts.no_comparison")) + ask(view, "differences")
    chosen = (view.cohort, view.scope)
    said = sentences(say_differences(view.released, view.words, view.cohort))
    table = table_differences(view.released, view.words, *chosen)
    return said + view.picture(draw_differences, *chosen) + behind(view, table)


def situations(view: View) -> str:
    """Which situations pull all staff towards fixed, or towards growth."""
    if view.released.is_empty:
        return talks.situations(view)
    said = sentences(say_profile(view.released, view.words))
    return said + view.picture(draw_profile) + behind(view, table_profile(view.released, view.words))


def situations_by_group(view: View) -> str:
    """How each group leans in each situation."""
    if view.released.is_empty:
        return ask(view, "by_group")
    if not view.cohort:
        return note(view.words("pages.cohorts.no_comparison")) + ask(view, "by_group")
    said = sentences(say_situations(view.released, view.words, view.cohort))
    table = table_situations(view.released, view.words, view.cohort)
    return said + view.picture(draw_situations, view.cohort) + behind(view, table)


def people_or_situations(view: View) -> str:
    """How much of the variation lies in people, how much in situations, and how much in neither alone."""
    if view.released.is_empty:
        return ask(view, "people")
    said = sentences(say_components(view.released, view.words))
    if why_hidden(read_parts(view.released).values()):
        return said
    return said + view.picture(draw_components) + behind(view, table_components(view.released, view.words))


def what_groups_write(view: View) -> str:
    """Which groups write about which themes, where enough of their people wrote and were read."""
    released, words, cohort = view.released, view.words, view.cohort
    if released.is_empty:
        return paragraphs(words("pages.cohorts.written.talk"))
    items = [item for item in coded_items(released) if cohort and _is_told_by_group(released, item, cohort)]
    if not items:
        none = words("pages.cohorts.written.none", minimum=texts_minimum(released))
        return paragraphs(none, words("pages.cohorts.written.talk")) + door(view, "texts")
    pictures = "".join(details(words(f"guide.text.{item}"), _themes_by_group(view, item)) for item in items)
    said = sentences(say_theme_differences(released, words))
    return said + pictures + behind(view, table_theme_differences(released, words, cohort))


def what_research_says(view: View) -> str:
    """What research says about fixed and growth, and how far it carries."""
    opening, *findings, sources = say_evidence(view.words)
    return paragraphs(opening) + bullets(findings) + paragraphs(sources, kind="quiet")


def not_shown(view: View) -> str:
    """What is not shown, why, and what would help."""
    if view.released.team_guide:
        return paragraphs(view.words("team.not_counted", minimum=minimum_of(view.released)))
    if view.released.is_empty:
        return sentences(wording.say_withheld(view.released, view.words))
    return hidden_part(view)


def next_steps(view: View) -> str:
    """Questions to talk about as a team, and the door to the plan."""
    return questions(view) + door(view, "plan")


def method(view: View) -> str:
    """How the numbers came about, folded."""
    return how_made(view, "pages.cohorts.method")


SECTIONS: Mapping[str, Callable[[View], str]] = {
    section.__name__: section
    for section in (
        in_one_sentence,
        who_answered,
        where_groups_lean,
        differences,
        situations,
        situations_by_group,
        people_or_situations,
        what_groups_write,
        what_research_says,
        not_shown,
        next_steps,
        method,
    )
}
"""The sections in the order in which they stand on the page."""

BY_SITUATION = ("where_groups_lean", "differences")
BY_COHORT = ("in_one_sentence", "who_answered", *BY_SITUATION, "situations_by_group", "what_groups_write")
BY_COHORT += ("not_shown", "next_steps")
WITH_FIGURES = (*BY_SITUATION, "situations", "situations_by_group", "people_or_situations", "what_groups_write")


def _of_groups(view: View) -> tuple[str, ...]:
    """Whether groups of the chosen column differ by more than chance: over all situations, else in one."""
    if not view.cohort:
        return ()
    words, label = view.words, column_label(view.words, view.cohort)
    overall = read_differences(view.released, words, view.cohort)
    if further := say_further(overall, words):
        return (words("pages.cohorts.one.differ", further=further),)
    for situation in view.released.guide.situations:
        if further := say_further(read_differences(view.released, words, view.cohort, situation), words):
            name = quote_names([name_of(situation, words)], words)
            return (words("pages.cohorts.one.differ_in", name=name, further=further),)
    told = "alike" if any(difference.told for difference in overall) else "untold"
    return (words(f"pages.cohorts.one.{told}", label=label),)


def _of_situations(view: View) -> str:
    """Which situations pull all staff towards fixed; where that takes more people, how many lean which way."""
    words, pulls = view.words, read_pulls(view.released)
    if why_hidden(pulls.values()):
        return wording.say_where_we_lean(view.released, words)[0]
    names = [name_of(situation, words) for situation, pull in pulls.items() if pull.direction == "fixed"]
    if not names:
        return words("pages.cohorts.one.not_pulled")
    return words("pages.cohorts.one.pulled", count=len(names), names=quote_names(names, words))


def _spread(view: View, cohort: str) -> tuple[str, ...]:
    """What is said about how people spread over all situations; a single one is said by its figure alone."""
    return tuple(" ".join(say(view.released, view.words, cohort)) for say in (say_spread, say_camps))


def _is_told_by_group(released: Released, item: str, cohort: str) -> bool:
    """Whether any group of the column may be told of in what it wrote on a question."""
    table = released.themes
    return not table.loc[(table["item"] == item) & (table["cohort"] == cohort), "withheld"].all()


def _themes_by_group(view: View, item: str) -> str:
    table = table_theme_groups(view.released, view.words, item, view.cohort)
    return view.picture(draw_theme_heat, item, view.cohort) + behind(view, table)


def _answered(view: View, group: Group) -> tuple[str, str, str]:
    words = view.words
    told = say_reason(group.reason, words, minimum_of(view.released)) if group.is_withheld else str(group.n)
    staff = words("pages.cohorts.answered.unknown") if group.roster is None else str(group.roster)
    return group.label, told, staff
