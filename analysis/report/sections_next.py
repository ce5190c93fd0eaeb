"""Section about what to do next: at most three suggested steps, each with its evidence and how sure it is."""

from __future__ import annotations

from analysis.guide import Words
from analysis.present.wording.recommendations import say_next_steps, say_recommendations
from analysis.report.blocks import listed, said
from analysis.report.model import Block, NextStep, NextSteps
from analysis.report.request import Results

__all__ = ["next_steps"]


def next_steps(results: Results, words: Words) -> tuple[Block, ...]:
    """The steps that follow from the answers and the inventory; where none does, how to choose together."""
    released, opportunities = results.released, results.opportunities
    steps = say_recommendations(released, opportunities, words)
    if not steps:
        return listed(say_next_steps(released, opportunities, words))
    told = NextSteps(tuple(NextStep(one.title, one.evidence, one.certainty, one.serving) for one in steps))
    return (told, *said(words("sentences.recommend.limits"), "quiet"))
