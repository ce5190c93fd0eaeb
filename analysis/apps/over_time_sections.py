"""Over time sections: what the page "Over time" says, section by section, as markup computed from a `Span`.

Every section answers one question and ends with the numbers behind its figure. Where there is one wave, or a wave of
which nothing may be told, it says so, and shows what is possible all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from analysis.apps.doors import door
from analysis.apps.parts import bullets, grid, note, paragraphs, safe, scroll
from analysis.apps.passages import behind, how_made, sentences
from analysis.apps.span import Span
from analysis.disclosure import Released
from analysis.present import wording
from analysis.present.cells import minimum_of
from analysis.present.figures.flows import draw_flows
from analysis.present.figures.goals import draw_goal_waves
from analysis.present.figures.slope import draw_slope
from analysis.present.goals import goal_items
from analysis.present.graded import read_graded
from analysis.present.groups import read_group
from analysis.present.moves import quote_measures, read_flows, say_moved
from analysis.present.numbers import join_names, say_reason
from analysis.present.planned import read_plans
from analysis.present.tables_plan import table_goal_steps, table_goal_waves, table_graded
from analysis.present.tables_waves import (
    table_ahead,
    table_levels,
    table_paired,
    table_plans,
    table_steps,
    table_targets,
)
from analysis.present.wording.plans import say_goal_change, say_graded
from analysis.present.wording.waves import say_cannot_tell, say_change, say_linked, say_next_wave, say_plan

__all__ = ["BY_KIND", "SECTIONS", "WITH_FIGURES"]


def in_one_sentence(span: Span) -> str:
    """What changed beyond chance, in a sentence or two."""
    words = span.latest.words
    if span.is_team:
        return paragraphs(words("pages.over_time.one.team"), kind="lead") + _welcome(span)
    if span.is_empty:
        said = wording.say_withheld(span.latest.released, words)[0]
        return paragraphs(said, kind="lead") + _welcome(span)
    return paragraphs(" ".join(_found(span)), kind="lead")


def who_answered(span: Span) -> str:
    """How many answered in each wave, out of how many, and what that permits."""
    words = span.latest.words
    heads = [words(f"pages.over_time.answered.{key}") for key in ("wave", "answered", "staff")]
    rows = [_answered(span, released) for released in span.results]
    table = grid(words("pages.over_time.answered.caption"), heads, rows)
    left_out = words("pages.over_time.answered.left_out", waves=join_names(span.left_out, words))
    pools = words("pages.over_time.answered.pools", minimum=minimum_of(span.latest.released))
    return table + (paragraphs(left_out) if span.left_out else "") + paragraphs(pools, kind="quiet")


def what_changed(span: Span) -> str:
    """Everything that changed by more than chance, and how sure that is."""
    if span.is_empty:
        return _talk(span, "changed")
    return sentences(say_change(span.followed, span.latest.words))


def wave_by_wave(span: Span) -> str:
    """One kind of measure over all waves."""
    followed, words, kind = span.followed, span.latest.words, span.kind
    if not kind:
        return paragraphs(words("pages.over_time.nothing_drawn"))
    tables = [table_levels(followed, words, kind)]
    tables += [] if span.is_alone else [table_steps(followed, words, kind)]
    drawn = span.picture(draw_slope, kind) if span.is_drawn else paragraphs(_title(span, kind))
    return drawn + behind(span.latest, *tables)


def cannot_tell(span: Span) -> str:
    """What cannot be told yet, and how many answers that would take."""
    first, *rest = say_cannot_tell(span.followed, span.latest.words)
    return paragraphs(first, " ".join(rest))


def same_people(span: Span) -> str:
    """What people said who linked their answers of two waves, or how to link them next time."""
    words = span.latest.words
    if span.is_empty:
        return _talk(span, "same")
    if span.is_alone:
        return paragraphs(words("pages.over_time.same.one_wave"), words("sentences.linked.how"))
    said, figure = sentences(say_linked(span.followed, words)), span.picture(draw_flows)
    if not figure:
        return said
    apart = paragraphs(words("pages.over_time.same.apart")) if _is_apart(span) else ""
    return said + apart + figure + behind(span.latest, table_paired(span.followed, words))


def what_our_plan_did(span: Span) -> str:
    """Whether what the last plan aimed at moved further than the rest, and what the plan of now aims at."""
    followed, words = span.followed, span.latest.words
    aims = _aims(span)
    now = words("pages.over_time.plan_now", wave=followed.waves[-1], targets=quote_measures(aims, words))
    planned = paragraphs(now) if aims else ""
    if span.is_empty:
        return _talk(span, "plan") + planned
    graded = _step_by_step(span)
    if not read_plans(followed):
        return (planned or sentences(say_plan(followed, words)) * (not graded)) + graded
    tables = table_plans(followed, words), table_targets(followed, words)
    return sentences(say_plan(followed, words)) + planned + behind(span.latest, *tables) + graded


def goals(span: Span) -> str:
    """Which kinds of goals staff name, wave by wave, and which have become more or less common."""
    followed, words, items = span.followed, span.latest.words, goal_items(span.followed)
    if span.is_empty:
        return paragraphs(words("pages.over_time.goals.talk"))
    said = sentences(say_goal_change(followed, words))
    if not items:
        return said + door(span.latest, "texts")
    pictures = "".join(span.picture(draw_goal_waves, item) for item in items)
    tables = [table_goal_waves(followed, words, item) for item in items]
    tables += [] if span.is_alone else [table_goal_steps(followed, words, item) for item in items]
    return said + pictures + behind(span.latest, *tables)


def next_wave(span: Span) -> str:
    """What the next wave could show, by the number of answers."""
    words = span.latest.words
    if span.is_team:
        return _talk(span, "next")
    table = table_ahead(span.followed, words)
    said = paragraphs(" ".join(say_next_wave(span.followed, words)))
    return said + scroll(table.html, table.caption)


def not_said(span: Span) -> str:
    """What this page cannot say."""
    return bullets(span.latest.words.many("pages.over_time.not_said"))


def next_steps(span: Span) -> str:
    """What to do next: what follows from what was found, then what always helps, and the door to the plan."""
    words = span.latest.words
    found = [] if span.is_empty else chain(_from_moves(span), _from_plan(span))
    always = words.many(f"pages.over_time.steps.{'team' if span.is_team else 'open'}")
    return bullets([*found, *always]) + door(span.latest, "plan")


def method(span: Span) -> str:
    """How the numbers came about, folded."""
    return how_made(span.latest, "pages.over_time.method")


SECTIONS: Mapping[str, Callable[[Span], str]] = {
    section.__name__: section
    for section in (
        in_one_sentence,
        who_answered,
        what_changed,
        wave_by_wave,
        cannot_tell,
        same_people,
        what_our_plan_did,
        goals,
        next_wave,
        not_said,
        next_steps,
        method,
    )
}
"""The sections in the order in which they stand on the page."""

BY_KIND = ("wave_by_wave",)
WITH_FIGURES = ("wave_by_wave", "same_people", "goals")


def _found(span: Span) -> Iterator[str]:
    """What moved, kind by kind; where nothing did, how large a change would have shown."""
    words = span.latest.words
    kinds = dict.fromkeys(move.kind for move in span.moves if move.moved)
    if kinds:
        yield from (_title(span, kind) for kind in kinds)
        return
    yield say_change(span.followed, words)[0]
    sizes = [move.smallest for move in span.moves if move.kind == "quality" and move.smallest is not None]
    if sizes:
        yield words("pages.over_time.one.unseen", points=round(min(sizes)))
    elif span.is_alone:
        yield words("pages.over_time.one.alone")
    elif span.hidden:
        yield words("pages.over_time.one.hidden", waves=join_names(span.hidden, words))


def _title(span: Span, kind: str) -> str:
    words = span.latest.words
    return words("pages.over_time.title", title=say_moved(span.followed, words, kind))


def _welcome(span: Span) -> str:
    """What the page offers instead of numbers."""
    words = span.latest.words
    return note(*words.many("pages.over_time.welcome"), title=words("pages.talk.title_none"))


def _talk(span: Span, part: str) -> str:
    """The question to talk about in one part of the page, where it has no numbers."""
    return paragraphs(span.latest.words(f"pages.over_time.talk.{part}"))


def _answered(span: Span, released: Released) -> tuple[str, str, str]:
    words = span.latest.words
    group = read_group(released, words)
    told = say_reason(group.reason, words, minimum_of(released)) if group.is_withheld else str(group.n)
    if released.team_guide is not None:
        told = words("pages.over_time.answered.team")
    staff = words("pages.over_time.answered.unknown") if group.roster is None else str(group.roster)
    return released.wave, told, staff


def _is_apart(span: Span) -> bool:
    """Whether a quality moved by more than chance among all who answered, and not among the linked ones."""
    flows = {flow.quality: flow.moved for flow in read_flows(span.followed)}
    return any(move.kind == "quality" and move.moved != flows.get(move.measure) for move in span.moves if move.moved)


def _aims(span: Span) -> list[tuple[str, str]]:
    """What the plan of the wave that is looked at aims at, each as its kind and id."""
    guide, actions = span.latest.released.guide, span.latest.released.actions
    targets = dict.fromkeys(actions.loc[actions["status"] != "dropped", "target"])
    kinds = {"quality": guide.qualities, "situation": guide.situations}
    return [(kind, target) for target in targets for kind, known in kinds.items() if target in known]


def _step_by_step(span: Span) -> str:
    """What became of each step of the last plan; empty where no later wave looks back at one."""
    followed, words = span.followed, span.latest.words
    if not read_graded(followed):
        return ""
    head = f"<h3>{safe(words('pages.over_time.step_by_step.title'))}</h3>"
    # What no step can prove was said of the whole plan just above.
    steps = [said for said in say_graded(followed, words) if said != words("sentences.graded.limits")]
    return head + bullets(steps) + behind(span.latest, table_graded(followed, words))


def _from_moves(span: Span) -> Iterator[str]:
    words = span.latest.words
    for side in ("up", "down"):
        moved = [(move.kind, move.measure) for move in span.moves if move.moved == side]
        if moved:
            yield words(f"pages.over_time.steps.{side}", names=quote_measures(moved, words))


def _from_plan(span: Span) -> Iterator[str]:
    """What to do with the last plan, by what became of it; without any, how to write one that can be looked back at."""
    words = span.latest.words
    plans = [plan for plan in read_plans(span.followed) if plan.after == span.followed.waves[-1]]
    for plan in plans:
        yield words(f"pages.over_time.steps.plan.{plan.verdict}", before=plan.before, targets=plan.names(words))
    if not plans and not _aims(span):
        yield words("pages.over_time.steps.plan.none")
