"""Plan sections: what the page "Plan and act" says, section by section, as markup computed from a `PlanView`.

What is edited on the page stands beside the sections and is not part of them. Where too little may be told, a section
says why, and what can be planned all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from analysis.apps.addresses import PAGES
from analysis.apps.parts import bullets, details, download, note, paragraphs, safe
from analysis.apps.passages import behind, how_made, sentences
from analysis.apps.plan_board import months
from analysis.apps.plan_view import PlanView
from analysis.collect.planning import overdue
from analysis.disclosure import Released
from analysis.disclosure.needs import agreed_wishes
from analysis.exchange.plan_files import calendar_bytes, plan_csv_bytes
from analysis.guide import ALL, GOAL_KINDS, Words
from analysis.present import wording
from analysis.present.figures import (
    Picture,
    draw_goal_waves,
    draw_goals,
    draw_opportunities,
    draw_strategies,
    draw_themes,
    draw_timeline,
)
from analysis.present.graded import Graded, read_graded
from analysis.present.numbers import quote_names
from analysis.present.opportunities import every_name, read_needs
from analysis.present.planned import read_plans
from analysis.present.tables_plan import table_goal_steps, table_goal_waves, table_graded
from analysis.present.tables_strategies import (
    table_balance,
    table_cadence,
    table_coverage,
    table_needs,
    table_offers,
    table_ratings,
)
from analysis.present.tables_texts import table_coding, table_goals, table_theme_differences, table_themes
from analysis.present.tables_waves import table_plans, table_targets
from analysis.present.travel_guide import build_travel_guide, say_no_travel_guide, travel_guide_html
from analysis.present.written import CHANGE, KEEP, coded_items, read_parts, texts_minimum
from analysis.responses.frames import OPEN

__all__ = ["BY_COHORT", "BY_INVENTORY", "BY_PLAN", "BY_WAVES", "SECTIONS", "WITH_FIGURES", "goal_cohorts"]


def in_one_sentence(view: PlanView) -> str:
    """What is wanted, what is planned, and what became of the last plan."""
    return paragraphs(" ".join([_wanted(view), *_planned(view), *_looked_back(view)]), kind="lead")


def what_we_do(view: PlanView) -> str:
    """The ways of learning, how well each works, for whom it is and what it takes."""
    words, opportunities = view.words, view.opportunities
    if view.released.strategies.empty:
        return sentences(wording.say_strategies(opportunities, words))

    def draw_ratings(released: Released, words: Words, **room: Any) -> Picture:
        return draw_strategies(released, words, opportunities, **room)

    drawn = "" if view.released.is_empty else view.picture(draw_ratings)
    tables = [table_offers(opportunities, words)]
    tables += [] if view.released.is_empty else [table_ratings(view.released, words, opportunities)]
    return sentences(wording.say_strategies(opportunities, words)) + drawn + behind(view, *tables)


def what_is_wanted(view: PlanView) -> str:
    """What staff want to develop, beside what serves it."""
    words, opportunities = view.words, view.opportunities
    if view.is_team:
        wished = paragraphs(_wanted(view), words("pages.plan.team_weak"))
        return wished + bullets(_served(view)) + behind(view, table_needs(opportunities, words))
    if all(need.wanted.is_withheld for need in read_needs(opportunities)):
        drawn = paragraphs(words("pages.plan.not_told"))
    elif view.released.strategies.empty:
        drawn = paragraphs(words("pages.plan.no_map"))
    else:
        drawn = view.picture_of_map(draw_opportunities)
    return paragraphs(_wanted(view)) + drawn + behind(view, table_needs(opportunities, words))


def who_is_reached(view: PlanView) -> str:
    """Whom nothing reaches, who chooses, and what there is through the year."""
    words, opportunities = view.words, view.opportunities
    if view.released.strategies.empty:
        return paragraphs(words("pages.plan.no_list"))
    tables = [table(opportunities, words) for table in (table_coverage, table_balance, table_cadence)]
    said = wording.say_coverage(opportunities, words), wording.say_cadence(opportunities, words)
    return "".join(map(sentences, said)) + behind(view, *tables)


def keep_and_change(view: PlanView) -> str:
    """What people would keep and what they would change, and which groups write about what."""
    released, words = view.released, view.words
    coded = coded_items(released)
    if view.is_team or not coded:
        return _unread(view)
    both = [item for item in (KEEP, CHANGE) if item in coded]
    drawn = view.picture(draw_themes, both[0]) if both else ""
    said = sentences(wording.say_keep_and_change(released, words))
    groups = wording.say_theme_differences(released, words)
    tables = [table_themes(released, words, item) for item in both]
    tables += [table_theme_differences(released, words, cohort) for cohort in _compared(view)]
    agreed = sentences(wording.say_agreement(released, words))
    read = details(words("pages.plan.read"), agreed)
    return said + drawn + sentences(groups) + behind(view, *tables, table_coding(released, words)) + read


def goals(view: PlanView) -> str:
    """Which kinds of goals people have, and whether that has changed since the wave before."""
    words = view.words
    title = f"<h3>{safe(words('pages.plan.goal.title'))}</h3>"
    if not coded_items(view.released, "goals"):
        return title + _no_goals(view)
    return title + sentences(wording.say_goals(view.released, words)) + _goals_by_wave(view)


def goals_by_group(view: PlanView) -> str:
    """The kinds of goals in each group of staff."""
    if not view.cohort:
        return ""
    items = [item for item in coded_items(view.released, "goals") if _is_told(view, item, view.cohort)]
    drawn = (view.picture(draw_goals, item, view.cohort) for item in items)
    tables = [table_goals(view.released, view.words, item, view.cohort) for item in items]
    return "".join(drawn) + behind(view, *tables)


def timeline(view: PlanView) -> str:
    """The steps by the day they are due."""
    if view.released.actions.empty:
        return ""

    def draw_plan(released: Released, words: Words, **room: Any) -> Picture:
        return draw_timeline(released, words, view.today, **room)

    by_month = months(view.released.actions, view.today, view.words)
    return view.picture(draw_plan) + details(view.words("plan.months.title"), by_month)


def take_along(view: PlanView) -> str:
    """The plan as a calendar and as a table."""
    released, words = view.released, view.words
    if released.actions.empty:
        return paragraphs(words("pages.plan.take.none"))
    name = f"plan_{released.library_id}_{released.wave}"
    calendar = calendar_bytes(released.actions, released.library_name, view.today)
    links = (
        download(words("pages.plan.take.calendar"), f"{name}.ics", calendar, "text/calendar"),
        download(words("pages.plan.take.table"), f"{name}.csv", plan_csv_bytes(released.actions), "text/csv"),
    )
    undated = int((released.actions["due"] == "").sum())
    left_out = words("pages.plan.take.undated", count=undated) if undated else ""
    return f"<p>{' '.join(links)}</p>" + paragraphs(words("pages.plan.take.text"), left_out, kind="quiet")


def how_the_last_plan_did(view: PlanView) -> str:
    """What became of each step of the last plan, and of the plan as a whole."""
    words, followed = view.words, view.followed
    if view.is_team:
        return _talk_about_last(view)
    if followed is None:
        return view.trouble or paragraphs(words("pages.plan.waiting"))
    graded = read_graded(followed)
    if not graded:
        return paragraphs(words("pages.plan.no_earlier"))
    steps = sentences(wording.say_graded(followed, words))
    whole = details(words("pages.plan.whole"), sentences(wording.say_plan(followed, words)))
    tables = [table_graded(followed, words)]
    tables += [table_plans(followed, words), table_targets(followed, words)] if read_plans(followed) else []
    return steps + whole + behind(view, *tables)


def travel_guide(view: PlanView) -> str:
    """The travel guide for new colleagues, in a small window, and to be taken along."""
    words = view.words
    guide = build_travel_guide(view.released, words)
    if guide is None:
        return note(say_no_travel_guide(view.released, words))
    page = travel_guide_html(guide, words)
    name = f"travel_guide_{view.released.library_id}_{view.released.wave}.html"
    link = download(words("pages.plan.travel.take"), name, page.encode(), "text/html")
    text = paragraphs(words(f"pages.plan.travel.{'team' if view.is_team else 'text'}"))
    window = f'<iframe class="lc-sheet" sandbox title="{safe(guide.title)}" srcdoc="{safe(page)}"></iframe>'
    return f"{text}{window}<p>{link}</p>"


def not_said(view: PlanView) -> str:
    """What this page cannot say."""
    return bullets(view.words.many("pages.plan.not_said"))


def method(view: PlanView) -> str:
    """How the numbers came about, folded."""
    return how_made(view, "pages.plan.method")


SECTIONS: Mapping[str, Callable[[PlanView], str]] = {
    section.__name__: section
    for section in (
        in_one_sentence,
        what_we_do,
        what_is_wanted,
        who_is_reached,
        keep_and_change,
        goals,
        goals_by_group,
        timeline,
        take_along,
        how_the_last_plan_did,
        travel_guide,
        not_said,
        method,
    )
}
"""The sections in the order in which they stand on the page."""

BY_COHORT = ("goals_by_group",)
BY_INVENTORY = ("in_one_sentence", "what_we_do", "what_is_wanted", "who_is_reached")
BY_PLAN = ("in_one_sentence", "timeline", "take_along", "how_the_last_plan_did")
BY_WAVES = ("in_one_sentence", "goals", "how_the_last_plan_did")
WITH_FIGURES = ("what_we_do", "what_is_wanted", "keep_and_change", "goals", "goals_by_group", "timeline")


def goal_cohorts(view: PlanView) -> tuple[str, ...]:
    """The cohort columns of which the goals of at least one group may be told."""
    items = coded_items(view.released, "goals")
    return tuple(cohort for cohort in view.released.cohorts if any(_is_told(view, item, cohort) for item in items))


def _is_told(view: PlanView, item: str, cohort: str) -> bool:
    *groups, _ = read_parts(view.released, view.words, "goals", item, cohort)
    return any(not part.group.is_withheld for part in groups)


def _wanted(view: PlanView) -> str:
    """What is wanted beyond chance, or what the team agreed to develop; else why that is not told."""
    words = view.words
    if view.is_team:
        names = [words(f"guide.quality.{quality}.name") for quality in agreed_wishes(view.released)]
        return words(f"pages.plan.{'team_wishes' if names else 'team_no_wishes'}", names=quote_names(names, words))
    if view.released.is_empty:
        return wording.say_withheld(view.released, words)[0]
    return wording.say_opportunities(view.opportunities, words)[0]


def _served(view: PlanView) -> Iterator[str]:
    """For each quality that the team agreed to develop, what is in use for it."""
    words, names = view.words, every_name(view.opportunities)
    wished = agreed_wishes(view.released)
    for need in read_needs(view.opportunities):
        if need.quality in wished:
            quality = words(f"guide.quality.{need.quality}.name")
            serving = quote_names([names[one] for one in need.served_by], words)
            yield words(f"pages.plan.{'served' if serving else 'not_served'}", quality=quality, names=serving)


def _planned(view: PlanView) -> Iterator[str]:
    """How many steps are still to be done, and how many of them are late."""
    actions = view.released.actions
    open_, late = int(actions["status"].isin(OPEN).sum()), len(overdue(actions, view.today))
    if actions.empty:
        yield view.words("pages.plan.one.no_plan")
        return
    yield view.words("pages.plan.one.open", count=open_) if open_ else view.words("pages.plan.one.all_done")
    if late:
        yield view.words("pages.plan.one.late", count=late)


def _looked_back(view: PlanView) -> Iterator[str]:
    """For how many steps of the last plan what they aimed at has moved."""
    last = _last(view)
    told = [one for one in last if not one.reason]
    if told:
        moved = sum(one.verdict == "moved" for one in told)
        key = "moved" if moved else "unmoved"
        yield view.words(f"pages.plan.one.{key}", moved=moved, count=len(told), before=last[0].before)


def _last(view: PlanView) -> list[Graded]:
    """The steps of the last plan that the waves look back at."""
    graded = list(read_graded(view.followed)) if view.followed else []
    return [one for one in graded if one.after == graded[-1].after]


def _talk_about_last(view: PlanView) -> str:
    """The last plan, to be talked about where nothing is counted."""
    question, last = paragraphs(view.words("pages.over_time.talk.plan")), _last(view)
    if not last:
        return question
    return question + paragraphs(view.words("pages.plan.last", before=last[0].before)) + bullets(o.step for o in last)


def _unread(view: PlanView) -> str:
    """What there is in place of what people wrote."""
    if view.is_team:
        return _agreed(view, KEEP, CHANGE) or paragraphs(view.words("pages.plan.team_texts"))
    if _has_few(view, "culture_tour"):
        return paragraphs(view.words("pages.plan.few_texts", minimum=texts_minimum(view.released)))
    return sentences(wording.say_keep_and_change(view.released, view.words)) + _door_to_texts(view)


def _no_goals(view: PlanView) -> str:
    """What there is in place of the kinds of goals."""
    if view.is_team:
        goal_questions = (item.id for item in view.released.guide.section("goals").items)
        return _agreed(view, *goal_questions) + paragraphs(view.words("pages.plan.team_goals"))
    kind = "few_goals" if _has_few(view, "goals") else "no_goals"
    return paragraphs(view.words(f"pages.plan.{kind}", minimum=texts_minimum(view.released)))


def _agreed(view: PlanView, *items: str) -> str:
    """What a team wrote together to some questions."""
    answers = view.released.team_guide or {}
    return "".join(
        f"<p><strong>{safe(view.words(f'guide.text.{item}'))}</strong></p><blockquote>{safe(answers[item])}</blockquote>"
        for item in items
        if answers.get(item)
    )


def _has_few(view: PlanView, section: str) -> bool:
    """Whether too few people wrote an answer to any question of a section, so that reading them would not help."""
    items = [item.id for item in view.released.guide.section(section).items]
    table = view.released.text_items
    return set(table.loc[table["item"].isin(items), "reason"]) <= {"few", "nobody"}


def _door_to_texts(view: PlanView) -> str:
    asked = urlencode({"library": view.released.library_id, "wave": view.released.wave})
    address = f"{PAGES}08_read_texts.ipynb?{asked}"
    return f'<p><a href="{safe(address)}">{safe(view.words("pages.plan.door_to_texts"))}</a></p>'


def _compared(view: PlanView) -> list[str]:
    """The cohort columns whose groups are compared by what they write about."""
    found = set(view.released.theme_differences["cohort"])
    return [column.id for column in view.released.guide.views if column.id in found]


def _goals_by_wave(view: PlanView) -> str:
    """The kinds of goals wave by wave, for each question that was read in another wave too; else of this wave alone."""
    words, followed = view.words, view.followed
    changed = wording.say_goal_change(followed, words) if followed and len(followed.waves) > 1 else ()
    drawn, tables = "", []
    for item in coded_items(view.released, "goals"):
        if followed and (followed.goals["item"] == item).sum() > len(GOAL_KINDS):
            drawn += view.picture_of_waves(draw_goal_waves, item)
            tables += [table(followed, words, item) for table in (table_goal_waves, table_goal_steps)]
        else:
            drawn += view.picture(draw_goals, item, ALL)
            tables += [table_goals(view.released, words, item)]
    return sentences(changed) + drawn + behind(view, *tables)
