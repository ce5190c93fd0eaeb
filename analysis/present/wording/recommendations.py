"""Recommendations: each suggested step in words, with what it rests on, how sure that is, and what could serve it."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.disclosure.opportunity_map import OpportunityMap
from analysis.disclosure.released import Released
from analysis.guide import Words
from analysis.guide.catalogue import load_catalogue
from analysis.present.cells import Cell, minimum_of
from analysis.present.numbers import join_names, say_chance, say_count, say_staff
from analysis.present.opportunities import every_name
from analysis.present.recommendations import Recommendation, Serving, recommend
from analysis.present.wording.answered import say_what_is_possible
from analysis.present.wording.strategies import say_action, say_because

__all__ = ["SaidStep", "say_next_steps", "say_recommendations"]


@dataclass(frozen=True)
class SaidStep:
    """A step as texts: what to do, what it rests on, how sure that is, and strategies that could serve it."""

    title: str
    evidence: str
    certainty: str
    serving: tuple[str, ...]


def say_recommendations(released: Released, opportunities: OpportunityMap, words: Words) -> tuple[SaidStep, ...]:
    """At most three suggested steps in words, the best founded first."""
    return tuple(_say(one, released, opportunities, words) for one in recommend(released, opportunities))


def say_next_steps(released: Released, opportunities: OpportunityMap, words: Words) -> tuple[str, ...]:
    """The same, each step as one text; where nothing may be told, how to get on."""
    steps = say_recommendations(released, opportunities, words)
    if not steps:
        return say_what_is_possible(words) if released.is_empty else (words("sentences.recommend.none"),)
    return tuple(_whole(step, words) for step in steps)


def _whole(step: SaidStep, words: Words) -> str:
    serving = [words("sentences.recommend.serving", names=join_names(step.serving, words))] if step.serving else []
    return " ".join([f"{step.title}.", step.evidence, step.certainty, *serving])


def _say(one: Recommendation, released: Released, opportunities: OpportunityMap, words: Words) -> SaidStep:
    certainty = words(
        f"sentences.recommend.certainty.{one.rule}_{one.certainty}",
        **({} if one.chance is None else {"chance": say_chance(one.chance, words)}),
    )
    serving = tuple(_name(each, opportunities, words) for each in one.serving)
    if one.suggestion:
        evidence = words("sentences.recommend.evidence.strategy", because=say_because(one.suggestion, words))
        return SaidStep(say_action(one.suggestion, opportunities, words), evidence, certainty, serving)
    titled = f"{one.rule}_{one.how}" if one.rule in ("wanted", "agreed") else one.rule
    title = words(f"sentences.recommend.title.{titled}", name=_subject(one, words))
    return SaidStep(title, _evidence(one, released, words), certainty, serving)


def _evidence(one: Recommendation, released: Released, words: Words) -> str:
    key = f"{one.rule}_{one.how}" if one.how else one.rule
    values = {} if one.told is None else _told(one.told, released, words)
    if one.rule == "situation":
        values["advice"] = words.many(f"guide.situation.{one.subject}.try")[0]
    return words(f"sentences.recommend.evidence.{key}", **values)


def _told(cell: Cell, released: Released, words: Words) -> dict[str, str]:
    return {"told": say_count(cell, words, minimum_of(released)), "staff": say_staff(cell, words)}


def _subject(one: Recommendation, words: Words) -> str:
    if not one.subject:
        return ""
    kind = "situation" if one.rule == "situation" else "quality"
    return words("figures.number.quoted", name=words(f"guide.{kind}.{one.subject}.name"))


def _name(one: Serving, opportunities: OpportunityMap, words: Words) -> str:
    if one.strategy_id:
        name = every_name(opportunities)[one.strategy_id]
    else:
        name = next(entry.called(words) for entry in load_catalogue() if entry.id == one.catalogue)
    return words(f"sentences.recommend.why.{one.why}", name=name)
